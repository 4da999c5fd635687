//! How long text can be.

use super::{LINE_MAX, Options};

/// No fewer than the characters for `src`, and not many more; `None` if no object in memory has so
/// many.
///
/// Where lines are broken takes as long to find out as to encode. So they are not counted, but as
/// many as there can be.
pub fn encoded_len_max(src: &[u8], options: Options) -> Option<usize> {
    let Counts { quoted, feeds } = counted(src, options);
    // The last byte may be quoted that would not be elsewhere, and so may a dot that begins a line.
    let mut text = src
        .len()
        .checked_add(quoted.checked_add(2)?.checked_mul(QUOTED)?)?;
    // A line end may get longer, and there may be a blank before it and a dot after it.
    text = text.checked_add(feeds.checked_mul(1 + 2 * QUOTED)?)?;
    // A line that is broken has at least so much, and then `=` and a line end.
    let breaks = (text / (LINE_MAX - 3)).checked_add(1)?;
    let len = text.checked_add(breaks.checked_mul(3)?)?;
    (len <= isize::MAX as usize).then_some(len)
}

/// How much longer a byte is if it is quoted.
const QUOTED: usize = 2;

/// So few bytes are not looked at.
const FEW: usize = 64;

/// What makes text longer.
struct Counts {
    /// Bytes that are quoted wherever they are.
    quoted: usize,
    feeds: usize,
}

fn counted(src: &[u8], options: Options) -> Counts {
    let Options {
        quote_tabs,
        is_text,
        header,
    } = options;
    let is_quoted = |byte: u8| {
        let is_end = (byte == b'\n') | (byte == b'\r');
        let is_blank = (byte == b' ') | (byte == b'\t');
        (!is_end | !is_text)
            & (!is_blank | quote_tabs)
            & (is_blank | !byte.is_ascii_graphic() | (byte == b'=') | ((byte == b'_') & header))
    };
    if src.len() <= FEW {
        // Nothing is longer than a byte that is quoted.
        return Counts {
            quoted: src.len(),
            feeds: 0,
        };
    }
    let mut counts = Counts {
        quoted: 0,
        feeds: 0,
    };
    // In sums of 8 bits, so that vectors have many of them.
    for part in src.chunks(255) {
        let (mut quoted, mut feeds) = (0_u8, 0_u8);
        for &byte in part {
            quoted += u8::from(is_quoted(byte));
            feeds += u8::from(byte == b'\n');
        }
        counts.quoted += usize::from(quoted);
        counts.feeds += usize::from(feeds);
    }
    counts
}
