//! From bytes to quoted-printable text.
//!
//! Whether a byte stands for itself depends on what is around it, but within a
//! line only on itself. [`Text::step`] has all the rules; what is faster takes
//! care of bytes within a line ([`Vectors::within`]), or of whole blocks of text that stay as they
//! are ([`Text::unchanged`]), and leaves the others to it.

mod lanes;
mod length;
#[cfg(simd_avx512)]
mod wide;

use codec_simd::{Kernel, Lanes};
use outbuf::{Full, Out};

pub use length::encoded_len_max;

/// Bytes within a line that are written before vectors are asked again.
const CHUNK: usize = 16;

/// A line that reaches this length is broken before the next character.
const LINE_MAX: usize = 76;

/// How to encode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Quote spaces and tabs everywhere, not only where they end a line.
    pub quote_tabs: bool,
    /// Keep line ends as such; otherwise they are bytes to quote.
    pub is_text: bool,
    /// Write a space as an underscore, and quote underscores.
    pub header: bool,
}

/// Writes `src` as quoted-printable text.
///
/// In text, the end of the first line decides how all are ended: by a line feed
/// or by a carriage return and a line feed.
///
/// Needs room for [`encoded_len_max`] bytes, or for just what it writes.
pub fn encode(src: &[u8], options: Options, out: &mut Out<'_>) -> Result<(), Full> {
    if src.is_empty() {
        return Ok(());
    }
    let text = Text::new(src, options);
    codec_simd::run(Encode { text, out })
}

struct Encode<'s, 'e, 'o> {
    text: Text<'s>,
    out: &'e mut Out<'o>,
}

impl Kernel for Encode<'_, '_, '_> {
    type Output = Result<(), Full>;

    #[inline(always)]
    fn portable(self) -> Self::Output {
        let Encode { text, out } = self;
        out.local(|out| text.encode(NoVectors, out))
    }

    #[inline(always)]
    fn lanes<L: Lanes>(self, token: L::Token) -> Self::Output {
        let Encode { text, out } = self;
        let vectors = lanes::Blocks::<L>::new(token, text.options);
        out.local(|out| text.encode(vectors, out))
    }

    #[cfg(simd_avx512)]
    #[inline(always)]
    fn wide(self, token: codec_simd::wide::Avx512) -> Self::Output {
        let Encode { text, out } = self;
        let vectors = wide::Blocks::new(token, text.options);
        out.local(|out| text.encode(vectors, out))
    }
}

/// Writes the first `keep` of `bytes`.
#[inline(always)]
fn take<const N: usize>(bytes: [u8; N], keep: usize, out: &mut Out<'_>) -> Result<(), Full> {
    match out.extend_prefix(bytes, keep) {
        Ok(()) => Ok(()),
        // At the very end there is room for no more than what is kept.
        Err(Full) => out.extend(&bytes[..keep]),
    }
}

struct Text<'s> {
    src: &'s [u8],
    options: Options,
    /// How each byte is written within a line.
    written: &'static [Written; 256],
    /// A line end, and how much of it there is.
    line_end: ([u8; 2], usize),
}

/// What is in a block of bytes: a bit for each byte, none beyond `len`.
#[derive(Clone, Copy)]
struct Found {
    /// Stands for itself within a line, or is a space and written as an underscore.
    plain: u64,
    feeds: u64,
    carriages: u64,
    /// Spaces and tabs that are quoted before a line end, and only there.
    blanks: u64,
    dots: u64,
    len: usize,
}

/// The lowest bits.
#[inline(always)]
fn below(count: usize) -> u64 {
    match 1_u64.checked_shl(count as u32) {
        Some(bit) => bit - 1,
        None => u64::MAX,
    }
}

/// What encodes many bytes at once: in blocks of `N`, or fewer.
trait Vectors<const N: usize>: Copy {
    /// Looks at the first bytes of `bytes`, and says how they are written if they are plain;
    /// `None` if there are none, or too few for a vector.
    fn block(self, bytes: &[u8]) -> Option<([u8; N], Found)>;

    /// Writes bytes before `last`, some or as long as none is special, and says what comes next.
    #[inline(always)]
    fn within(
        self,
        text: &Text<'_>,
        position: Position,
        last: usize,
        out: &mut Out<'_>,
    ) -> Result<(Position, Next), Full> {
        let Position { at, column } = position;
        if let Some(&chunk) = text.src[at..last].first_chunk::<CHUNK>() {
            if (1..LINE_MAX - 1).contains(&column) && text.is_plain(&chunk) {
                let count = CHUNK.min(LINE_MAX - 1 - column);
                take(chunk, count, out)?;
                let position = Position {
                    at: at + count,
                    column: column + count,
                };
                return Ok((position, Next::Unchanged));
            }
        }
        text.one_by_one(position, last, out)
    }
}

#[derive(Clone, Copy)]
struct NoVectors;

impl Vectors<0> for NoVectors {
    #[inline(always)]
    fn block(self, _: &[u8]) -> Option<([u8; 0], Found)> {
        None
    }
}

/// What the next byte is for.
#[derive(Clone, Copy)]
enum Next {
    /// [`Text::step`]
    Step,
    /// [`Text::unchanged`]
    Unchanged,
    /// [`Vectors::within`]: many are quoted.
    Within,
}

/// How far the encoding has come.
#[derive(Clone, Copy)]
struct Position {
    /// The byte to encode next.
    at: usize,
    /// The length of the current line.
    column: usize,
}

impl<'s> Text<'s> {
    fn new(src: &'s [u8], options: Options) -> Self {
        let first_end = src.iter().position(|&byte| byte == b'\n').unwrap_or(0);
        let line_end = match src[..first_end].last() {
            Some(b'\r') => (*b"\r\n", 2),
            _ => (*b"\n\n", 1),
        };
        let written = &WRITTEN[usize::from(options.quote_tabs) << 1 | usize::from(options.header)];
        Text {
            src,
            options,
            written,
            line_end,
        }
    }

    #[inline(always)]
    fn encode<const N: usize>(
        &self,
        vectors: impl Vectors<N>,
        out: &mut Out<'_>,
    ) -> Result<(), Full> {
        // What ends the data is for `step`.
        let Some(last) = self.src.len().checked_sub(1) else {
            return Ok(());
        };
        let mut position = Position { at: 0, column: 0 };
        let mut next = Next::Unchanged;
        while position.at <= last {
            if !matches!(next, Next::Within) {
                position = self.unchanged(vectors, position, last, out)?;
            }
            let before = position;
            (position, next) = vectors.within(self, position, last, out)?;
            if let Next::Step = next {
                position = self.step(position, out)?;
                let is_dense = position.column > position.at - before.at;
                next = match is_dense {
                    true => Next::Within,
                    false => Next::Unchanged,
                };
            }
        }
        Ok(())
    }

    /// Copies what stays as it is, line ends included, in blocks, as far as that goes.
    #[inline(always)]
    fn unchanged<const N: usize>(
        &self,
        vectors: impl Vectors<N>,
        mut position: Position,
        last: usize,
        out: &mut Out<'_>,
    ) -> Result<Position, Full> {
        let Options {
            is_text, header, ..
        } = self.options;
        loop {
            let Position { at, column } = position;
            let Some((text, found)) = vectors.block(&self.src[at..last]) else {
                return Ok(position);
            };
            let Found {
                plain,
                feeds,
                carriages,
                blanks,
                dots,
                len,
            } = found;
            // Where line ends begin and end that are as they are going to be written.
            let (begins, ends) = match self.line_end.1 {
                _ if !is_text => (0, 0),
                1 => (feeds, feeds),
                _ => (carriages & feeds >> 1, feeds & carriages << 1),
            };
            let before = self.src[..at].last();
            let is_blank_before = match before {
                Some(b' ') => !header,
                Some(b'\t') => true,
                _ => false,
            };
            let after_blanks = blanks << 1 | u64::from(is_blank_before);
            let firsts = ends << 1 | u64::from(column == 0);
            let same = plain & !(firsts & dots) | begins & !after_blanks | ends & !begins;
            let count = (same.trailing_ones() as usize).min(len);
            let room = (LINE_MAX - 1).saturating_sub(column);
            // After a line end there are never too many.
            let in_line = count.min(begins.trailing_zeros() as usize);
            if in_line > room {
                take(text, room, out)?;
                return Ok(Position {
                    at: at + room,
                    column: column + room,
                });
            }
            take(text, count, out)?;
            let written = ends & below(count);
            position = Position {
                at: at + count,
                column: match written.checked_ilog2() {
                    Some(end) => count - 1 - end as usize,
                    None => column + count,
                },
            };
            if count < len || count == 0 {
                return Ok(position);
            }
        }
    }

    /// Writes bytes within a line, at most a chunk, one at a time.
    #[inline(always)]
    fn one_by_one(
        &self,
        Position { mut at, mut column }: Position,
        last: usize,
        out: &mut Out<'_>,
    ) -> Result<(Position, Next), Full> {
        let bytes = &self.src[at..last.min(at + CHUNK)];
        let before = column;
        let mut left = bytes;
        while let Some((&byte, tail)) = left.split_first() {
            // No branch on what the byte is: that could not be predicted.
            let Written { text, len } = self.written[usize::from(byte)];
            if len == 0 || !(1..LINE_MAX - 3).contains(&column) {
                break;
            }
            take(text, usize::from(len), out)?;
            column += usize::from(len);
            left = tail;
        }
        at += bytes.len() - left.len();
        let next = match at < last && left.is_empty() {
            false => Next::Step,
            true if column - before > bytes.len() => Next::Within,
            true => Next::Unchanged,
        };
        Ok((Position { at, column }, next))
    }

    /// Whether all bytes stand for themselves within a line. A tab does too, but
    /// is rare.
    #[inline(always)]
    fn is_plain(&self, chunk: &[u8; CHUNK]) -> bool {
        let Options {
            quote_tabs, header, ..
        } = self.options;
        let first = if quote_tabs || header { b'!' } else { b' ' };
        let other = if header { b'_' } else { b'=' };
        chunk.iter().fold(true, |all, &byte| {
            all & (byte >= first) & (byte <= b'~') & (byte != b'=') & (byte != other)
        })
    }

    /// Encodes one byte, or a line end, wherever it is.
    fn step(&self, position: Position, out: &mut Out<'_>) -> Result<Position, Full> {
        let Options {
            is_text, header, ..
        } = self.options;
        let Position { at, mut column } = position;
        let byte = self.src[at];
        let next = self.src.get(at + 1).copied();

        if self.is_quoted(byte, next, column) {
            if column + 3 >= LINE_MAX {
                self.soft_break(out)?;
                column = 0;
            }
            take(quoted(byte), 3, out)?;
            return Ok(Position {
                at: at + 1,
                column: column + 3,
            });
        }
        if is_text && (byte == b'\n' || (byte == b'\r' && next == Some(b'\n'))) {
            if let Some(blank) = self.blank_before(at) {
                out.rewind(1);
                take(quoted(blank), 3, out)?;
            }
            self.line_end(out)?;
            let len = if byte == b'\r' { 2 } else { 1 };
            return Ok(Position {
                at: at + len,
                column: 0,
            });
        }
        // A line end or the end of the data is as good as a break.
        if column + 1 >= LINE_MAX && next.is_some_and(|next| next != b'\n') {
            self.soft_break(out)?;
            column = 0;
        }
        take([if header && byte == b' ' { b'_' } else { byte }], 1, out)?;
        Ok(Position {
            at: at + 1,
            column: column + 1,
        })
    }

    fn is_quoted(&self, byte: u8, next: Option<u8>, column: usize) -> bool {
        let Options {
            quote_tabs,
            is_text,
            header,
        } = self.options;
        match byte {
            b'\r' | b'\n' => !is_text,
            b'\t' | b' ' => quote_tabs || next.is_none(),
            // Mail transport takes a dot alone on a line for the end.
            b'.' => column == 0 && matches!(next, None | Some(b'\n' | b'\r' | 0)),
            b'_' => header,
            _ => byte == b'=' || !byte.is_ascii_graphic(),
        }
    }

    /// The space or tab before a line end, if it has been written as such.
    fn blank_before(&self, at: usize) -> Option<u8> {
        let Options {
            quote_tabs, header, ..
        } = self.options;
        match *self.src[..at].last()? {
            b' ' if !quote_tabs && !header => Some(b' '),
            b'\t' if !quote_tabs => Some(b'\t'),
            _ => None,
        }
    }

    fn soft_break(&self, out: &mut Out<'_>) -> Result<(), Full> {
        take([b'='], 1, out)?;
        self.line_end(out)
    }

    fn line_end(&self, out: &mut Out<'_>) -> Result<(), Full> {
        let (text, len) = self.line_end;
        take(text, len, out)
    }
}

/// What is written for a byte within a line: the first `len` of `text`. None of
/// it says that it takes more to know.
#[derive(Clone, Copy)]
struct Written {
    text: [u8; 3],
    len: u8,
}

/// For each combination of `quote_tabs` (2) and `header` (1).
static WRITTEN: [[Written; 256]; 4] = [
    written(false, false),
    written(false, true),
    written(true, false),
    written(true, true),
];

const fn written(quote_tabs: bool, header: bool) -> [Written; 256] {
    let mut table = [Written {
        text: [0; 3],
        len: 0,
    }; 256];
    let mut byte = 0;
    while byte < 256 {
        let char = byte as u8;
        table[byte] = match char {
            b'\r' | b'\n' => Written {
                text: [0; 3],
                len: 0,
            },
            b' ' | b'\t' if quote_tabs => Written {
                text: quoted(char),
                len: 3,
            },
            b' ' if header => Written {
                text: [b'_'; 3],
                len: 1,
            },
            b'_' if header => Written {
                text: quoted(char),
                len: 3,
            },
            b'=' => Written {
                text: quoted(char),
                len: 3,
            },
            b'\t' | b' '..=b'~' => Written {
                text: [char; 3],
                len: 1,
            },
            _ => Written {
                text: quoted(char),
                len: 3,
            },
        };
        byte += 1;
    }
    table
}

/// A byte as `=` and two digits.
const fn quoted(byte: u8) -> [u8; 3] {
    const DIGITS: [u8; 16] = *b"0123456789ABCDEF";
    [
        b'=',
        DIGITS[(byte >> 4) as usize],
        DIGITS[(byte & 0xf) as usize],
    ]
}
