//! From bytes to digits, short forms and lines.

use core::mem::MaybeUninit;
use core::num::NonZero;

use outbuf::{Full, Out};

use super::{ASCII85, END, SPACES, START, ZEROS};
use crate::{DIGITS, WORD};

/// How to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Encoding {
    /// Whether a word of spaces is `y`.
    pub fold_spaces: bool,
    /// The most characters in a line, if there are to be lines; what frames the text is
    /// never divided.
    pub columns: Option<NonZero<usize>>,
    /// Whether all digits of the last word are written.
    pub pad: bool,
    /// Whether the text is framed.
    pub adobe: bool,
}

impl Encoding {
    /// The most characters in a line.
    fn width(&self) -> Option<usize> {
        let least = if self.adobe { START.len() } else { 1 };
        self.columns.map(|columns| columns.get().max(least))
    }

    /// What stands for this word, if it has a short form.
    #[inline(always)]
    fn short(&self, word: [u8; WORD]) -> Option<u8> {
        if word == ZEROS.1 {
            return Some(ZEROS.0);
        }
        (self.fold_spaces && word == SPACES.1).then_some(SPACES.0)
    }
}

/// The number of characters for `src`; `None` if that is no length of an object in memory.
pub fn encoded_len(src: &[u8], encoding: &Encoding) -> Option<usize> {
    let (words, rest) = src.split_at(src.len() - src.len() % WORD);
    let short = words
        .chunks_exact(WORD)
        .filter_map(|word| word.first_chunk())
        .filter(|word| encoding.short(**word).is_some())
        .count();
    let last = match rest {
        [] => 0,
        _ if !encoding.pad => rest.len() + 1,
        // Only with all digits is it a word like others.
        _ if rest.iter().all(|&byte| byte == 0) => 1,
        _ => DIGITS,
    };
    let start = if encoding.adobe { START.len() } else { 0 };
    let text = (words.len() / WORD - short).checked_mul(DIGITS)?;
    let mut len = text.checked_add(short + last + start)?;
    if let Some(width) = encoding.width() {
        let before_last = len.saturating_sub(1) / width;
        let column = len - before_last * width;
        let end_alone = encoding.adobe && column + END.len() > width;
        len = len.checked_add(before_last + usize::from(end_alone))?;
    }
    if encoding.adobe {
        len = len.checked_add(END.len())?;
    }
    (len <= isize::MAX as usize).then_some(len)
}

/// Writes the characters for `src`.
///
/// Needs room for [`encoded_len`] bytes.
pub fn encode(src: &[u8], encoding: &Encoding, out: &mut Out<'_>) -> Result<(), Full> {
    let Some(width) = encoding.width() else {
        if encoding.adobe {
            out.extend(START)?;
        }
        write_words(src, encoding, out)?;
        return match encoding.adobe {
            true => out.extend(END),
            false => Ok(()),
        };
    };

    let mut lines = Lines { width, column: 0 };
    if encoding.adobe {
        lines.write(START, out)?;
    }
    // In pieces that stay in the cache until they are dealt out.
    const PIECE: usize = 64 * WORD;
    for piece in src.chunks(PIECE) {
        let mut memory = [MaybeUninit::uninit(); PIECE / WORD * DIGITS];
        let text = outbuf::fill(&mut memory, |out| write_words(piece, encoding, out))?;
        lines.write(text, out)?;
    }
    if encoding.adobe {
        if lines.column + END.len() > width {
            out.push(b'\n')?;
        }
        out.extend(END)?;
    }
    Ok(())
}

/// Divides a text into lines.
struct Lines {
    width: usize,
    /// How many characters the last line has.
    column: usize,
}

impl Lines {
    fn write(&mut self, mut text: &[u8], out: &mut Out<'_>) -> Result<(), Full> {
        while !text.is_empty() {
            if self.column == self.width {
                out.push(b'\n')?;
                self.column = 0;
            }
            let (line, rest) = text.split_at(text.len().min(self.width - self.column));
            out.extend(line)?;
            self.column += line.len();
            text = rest;
        }
        Ok(())
    }
}

/// Writes digits and short forms.
fn write_words(src: &[u8], encoding: &Encoding, out: &mut Out<'_>) -> Result<(), Full> {
    let mut rest = src;
    loop {
        rest = out.try_map_chunks(rest, |word: &[u8; WORD]| {
            encoding
                .short(*word)
                .is_none()
                .then(|| ASCII85.digits_of(*word))
        });
        let (short, tail) = write_short(rest, encoding, out)?;
        if short == 0 {
            break;
        }
        rest = tail;
    }
    if rest.is_empty() {
        return Ok(());
    }
    let mut last = [0; WORD];
    last.get_mut(..rest.len())
        .ok_or(Full)?
        .copy_from_slice(rest);
    match encoding.short(last) {
        Some(short) if encoding.pad => out.push(short),
        _ if encoding.pad => out.extend_array(ASCII85.digits_of(last)),
        _ => out.extend(&ASCII85.digits_of(last)[..rest.len() + 1]),
    }
}

/// Writes the short forms at the beginning; how many there are, and what follows.
fn write_short<'s>(
    src: &'s [u8],
    encoding: &Encoding,
    out: &mut Out<'_>,
) -> Result<(usize, &'s [u8]), Full> {
    let rest = out.try_map_chunks(src, |word: &[u8; WORD]| {
        encoding.short(*word).map(|short| [short])
    });
    Ok(((src.len() - rest.len()) / WORD, rest))
}
