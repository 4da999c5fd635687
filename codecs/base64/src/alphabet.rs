//! Which character stands for which six bits.

/// Fills the end of the last four characters.
pub(crate) const PAD: u8 = b'=';

/// 64 characters, by the value of the six bits they stand for, and what else stands
/// for a value when text is decoded.
#[derive(Clone, Debug)]
pub struct Alphabet {
    pub(crate) chars: [u8; 64],
    /// The value of each byte, [`Code::PAD`] or [`Code::OTHER`].
    pub(crate) codes: [u8; 256],
    /// The characters besides letters and digits, if all of those have their usual
    /// values; then vectors need no table. Unused places repeat another.
    pub(crate) specials: Option<[Special; 4]>,
    /// Whether all characters are ASCII: tables in registers have no others.
    pub(crate) is_ascii: bool,
}

/// A character and its value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Special {
    pub(crate) char: u8,
    pub(crate) value: u8,
}

/// What a byte is when it is not a value; all have the highest bit.
pub(crate) struct Code;

impl Code {
    pub(crate) const PAD: u8 = 0xfe;
    pub(crate) const OTHER: u8 = 0xff;
    /// The bit that no value has.
    pub(crate) const NO_VALUE: u8 = 0x80;
}

const STANDARD_CHARS: &[u8; 64] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

impl Alphabet {
    /// That of RFC 4648, section 4.
    pub const STANDARD: Alphabet = Alphabet::new(STANDARD_CHARS);

    /// The last two characters are others than in the standard alphabet. When text is
    /// decoded, `+` and `/` keep their values besides, unless they are among the others;
    /// if these are among the characters of the alphabet, or are `=`, they lose their
    /// old meaning; and if both are the same, its value is the latter.
    pub const fn with_altchars(altchars: [u8; 2]) -> Alphabet {
        let mut alphabet = Alphabet::STANDARD;
        let mut specials = [
            Special {
                char: b'+',
                value: 62,
            },
            Special {
                char: b'/',
                value: 63,
            },
        ];
        // Each overrides those before it.
        let mut all = [specials[0], specials[1], specials[0], specials[1]];
        let mut i = 0;
        while i < 2 {
            let (char, value) = (altchars[i], 62 + i as u8);
            alphabet.chars[value as usize] = char;
            alphabet.codes[char as usize] = value;
            alphabet.is_ascii &= char.is_ascii();
            specials[i] = Special { char, value };
            all[2 + i] = specials[i];
            i += 1;
        }
        alphabet.specials = Some(all);
        alphabet
    }

    /// Any 64 characters. If one occurs twice, its value is the latter; if `=` does, it
    /// does not pad.
    pub const fn new(chars: &[u8; 64]) -> Alphabet {
        let mut codes = [Code::OTHER; 256];
        codes[PAD as usize] = Code::PAD;
        let mut value = 0;
        let (mut usual, mut is_ascii) = (true, true);
        while value < 64 {
            codes[chars[value] as usize] = value as u8;
            is_ascii &= chars[value].is_ascii();
            usual &= value >= 62 || chars[value] == STANDARD_CHARS[value];
            value += 1;
        }
        let specials = [
            Special {
                char: chars[62],
                value: 62,
            },
            Special {
                char: chars[63],
                value: 63,
            },
        ];
        Alphabet {
            chars: *chars,
            codes,
            specials: if usual {
                Some([specials[0], specials[1], specials[0], specials[1]])
            } else {
                None
            },
            is_ascii,
        }
    }

    /// What the byte means, if there is one.
    pub(crate) fn code(&self, byte: Option<&u8>) -> u8 {
        byte.map_or(Code::OTHER, |&byte| self.codes[usize::from(byte)])
    }

    /// The characters, by value.
    pub fn chars(&self) -> &[u8; 64] {
        &self.chars
    }
}

/// The standard alphabet, in memory once.
pub static STANDARD: Alphabet = Alphabet::STANDARD;

/// That of RFC 4648, section 5, in which [`STANDARD`] text is understood as well when it
/// is decoded.
pub static URL_SAFE: Alphabet = Alphabet::with_altchars(*b"-_");
