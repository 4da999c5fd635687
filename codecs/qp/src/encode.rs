//! From bytes to quoted-printable text.
//!
//! Whether a byte stands for itself depends on what is around it, but within a
//! line only on itself. [`Text::step`] has all the rules; what is faster takes
//! care of bytes within a line and leaves the others to it.

use outbuf::{Full, Out};

use crate::CHUNK;

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

/// The exact number of characters for `src`; `None` if no object in memory has
/// so many.
pub fn encoded_len(src: &[u8], options: Options) -> Option<usize> {
    let mut count = Count(0);
    let Ok(()) = Text::new(src, options).encode(&mut count) else {
        return None;
    };
    (count.0 <= isize::MAX as usize).then_some(count.0)
}

/// Writes `src` as quoted-printable text.
///
/// In text, the end of the first line decides how all are ended: by a line feed
/// or by a carriage return and a line feed.
///
/// Needs room for [`encoded_len`] bytes.
pub fn encode(src: &[u8], options: Options, out: &mut Out<'_>) -> Result<(), Full> {
    out.local(|out| Text::new(src, options).encode(out))
}

/// Where text goes, or is only counted.
trait Sink {
    /// Takes the first `keep` of `bytes`.
    fn take<const N: usize>(&mut self, bytes: [u8; N], keep: usize) -> Result<(), Full>;

    /// Gives back the last byte.
    fn untake(&mut self);
}

impl Sink for Out<'_> {
    #[inline(always)]
    fn take<const N: usize>(&mut self, bytes: [u8; N], keep: usize) -> Result<(), Full> {
        match self.extend_prefix(bytes, keep) {
            Ok(()) => Ok(()),
            // At the very end there is room for no more than what is kept.
            Err(Full) => self.extend(&bytes[..keep]),
        }
    }

    fn untake(&mut self) {
        self.rewind(1);
    }
}

struct Count(usize);

impl Sink for Count {
    #[inline(always)]
    fn take<const N: usize>(&mut self, _: [u8; N], keep: usize) -> Result<(), Full> {
        self.0 = self.0.saturating_add(keep);
        Ok(())
    }

    fn untake(&mut self) {
        self.0 -= 1;
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
    fn encode(&self, sink: &mut impl Sink) -> Result<(), Full> {
        // What begins a line, comes near its end or ends the data is for `step`.
        let Some(last) = self.src.len().checked_sub(1) else {
            return Ok(());
        };
        let mut position = Position { at: 0, column: 0 };
        while position.at <= last {
            let Position { mut at, mut column } = position;
            let mut bytes = &self.src[at..last];
            if let Some(&chunk) = bytes.first_chunk::<CHUNK>() {
                if (1..LINE_MAX - 1).contains(&column) && self.is_plain(&chunk) {
                    let count = CHUNK.min(LINE_MAX - 1 - column);
                    sink.take(chunk, count)?;
                    position = Position {
                        at: at + count,
                        column: column + count,
                    };
                    continue;
                }
                bytes = &bytes[..CHUNK];
            }
            let mut left = bytes;
            while let Some((&byte, tail)) = left.split_first() {
                // No branch on what the byte is: that could not be predicted.
                let Written { text, len } = self.written[usize::from(byte)];
                if len == 0 || !(1..LINE_MAX - 3).contains(&column) {
                    break;
                }
                sink.take(text, usize::from(len))?;
                column += usize::from(len);
                left = tail;
            }
            at += bytes.len() - left.len();
            position = Position { at, column };
            if at == last || !left.is_empty() {
                position = self.step(position, sink)?;
            }
        }
        Ok(())
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
    fn step(&self, position: Position, sink: &mut impl Sink) -> Result<Position, Full> {
        let Options {
            is_text, header, ..
        } = self.options;
        let Position { at, mut column } = position;
        let byte = self.src[at];
        let next = self.src.get(at + 1).copied();

        if self.is_quoted(byte, next, column) {
            if column + 3 >= LINE_MAX {
                self.soft_break(sink)?;
                column = 0;
            }
            sink.take(quoted(byte), 3)?;
            return Ok(Position {
                at: at + 1,
                column: column + 3,
            });
        }
        if is_text && (byte == b'\n' || (byte == b'\r' && next == Some(b'\n'))) {
            if let Some(blank) = self.blank_before(at) {
                sink.untake();
                sink.take(quoted(blank), 3)?;
            }
            self.line_end(sink)?;
            let len = if byte == b'\r' { 2 } else { 1 };
            return Ok(Position {
                at: at + len,
                column: 0,
            });
        }
        // A line end or the end of the data is as good as a break.
        if column + 1 >= LINE_MAX && next.is_some_and(|next| next != b'\n') {
            self.soft_break(sink)?;
            column = 0;
        }
        sink.take([if header && byte == b' ' { b'_' } else { byte }], 1)?;
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

    fn soft_break(&self, sink: &mut impl Sink) -> Result<(), Full> {
        sink.take([b'='], 1)?;
        self.line_end(sink)
    }

    fn line_end(&self, sink: &mut impl Sink) -> Result<(), Full> {
        let (text, len) = self.line_end;
        sink.take(text, len)
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
