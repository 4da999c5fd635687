//! What each character of a text stands for.

use crate::{CHARS, PAD};

/// What each byte of a text stands for: a value, padding, or nothing.
#[derive(Clone, Debug)]
pub struct Values {
    pub(crate) codes: [u8; 256],
    /// If it was looked for.
    pub(crate) rows: Option<Rows>,
}

/// Padding; like all that is no value, it has the highest bit.
pub(crate) const PADDING: u8 = 0x80;
/// What is neither of the alphabet nor padding.
pub(crate) const NOTHING: u8 = 0xff;

impl Values {
    /// Those of an alphabet. If a character occurs twice, its value is the latter; `=` is
    /// always padding.
    // A call writes them to where they stay; inlined, they were copied there, with a delay
    // because bytes that were just stored one by one are loaded as vectors.
    #[inline(never)]
    pub const fn of(chars: &[u8; 32]) -> Self {
        let mut values = Values {
            codes: [NOTHING; 256],
            rows: None,
        };
        let mut value = 0;
        while value < 32 {
            values.codes[chars[value] as usize] = value as u8;
            value += 1;
        }
        values.codes[PAD as usize] = PADDING;
        values
    }

    /// The same, with lowercase letters for uppercase ones.
    pub const fn casefold(mut self) -> Self {
        let mut letter = b'a';
        while letter <= b'z' {
            self.codes[letter as usize] = self.codes[letter.to_ascii_uppercase() as usize];
            letter += 1;
        }
        self.rows = None;
        self
    }

    /// The same, with the digit 0 read as the letter O and the digit 1 as `one`.
    #[must_use]
    pub const fn map01(mut self, one: u8) -> Self {
        [self.codes[b'0' as usize], self.codes[b'1' as usize]] =
            [self.codes[b'O' as usize], self.codes[one as usize]];
        self.rows = None;
        self
    }

    /// The same, prepared for text as long as one likes. That takes a while, but not when
    /// the result is a constant.
    #[must_use]
    pub const fn prepared(mut self) -> Self {
        self.rows = Rows::of(&self.codes);
        self
    }

    /// The codes of eight characters.
    #[inline(always)]
    pub(crate) fn of_group(&self, &[a, b, c, d, e, f, g, h]: &[u8; CHARS]) -> [u8; CHARS] {
        let get = |char| self.get(char);
        [
            get(a),
            get(b),
            get(c),
            get(d),
            get(e),
            get(f),
            get(g),
            get(h),
        ]
    }

    #[inline(always)]
    pub(crate) fn get(&self, char: u8) -> u8 {
        self.codes[char as usize]
    }
}

/// The 128 codes of ASCII in rows of 16, if in each row the distance from character to value
/// is always the same: then vectors need no table of all of them.
#[derive(Clone, Debug)]
pub(crate) struct Rows {
    /// The rows, each a bit, in which a character with this low half has a value.
    pub(crate) with_low: [u8; 16],
    /// The bit of the row that the high half says.
    pub(crate) of_high: [u8; 16],
    /// What to add to a character of a row.
    pub(crate) distance: [u8; 16],
}

impl Rows {
    const fn of(codes: &[u8; 256]) -> Option<Rows> {
        let mut rows = Rows {
            with_low: [0; 16],
            of_high: [0; 16],
            distance: [0; 16],
        };
        let mut char = 0;
        while char < 256 {
            let (low, high) = (char % 16, char / 16);
            let code = codes[char];
            if code < PADDING {
                let distance = code.wrapping_sub(char as u8);
                let is_first = rows.of_high[high] == 0;
                if high > 7 || !(is_first || rows.distance[high] == distance) {
                    return None;
                }
                rows.distance[high] = distance;
                rows.of_high[high] = 1 << high;
                rows.with_low[low] |= 1 << high;
            }
            char += 1;
        }
        Some(rows)
    }
}
