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
    /// Not of the alphabet, and passed over; only in vectors.
    #[cfg(simd_avx512)]
    pub(crate) const IGNORED: u8 = 0xfd;
    pub(crate) const PAD: u8 = 0xfe;
    pub(crate) const OTHER: u8 = 0xff;
    /// The bit that no value has.
    pub(crate) const NO_VALUE: u8 = 0x80;
}

const STANDARD_CHARS: &[u8; 64] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The codes of letters and digits in their usual order, and of padding.
const USUAL_CODES: [u8; 256] = {
    let mut codes = [Code::OTHER; 256];
    let mut value = 0;
    while value < 62 {
        codes[STANDARD_CHARS[value] as usize] = value as u8;
        value += 1;
    }
    codes[PAD as usize] = Code::PAD;
    codes
};

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

    /// Any 64 characters, which need not differ: a value is that of the last. `=` is padding, even if
    /// it is one of them.
    pub const fn new(chars: &[u8; 64]) -> Alphabet {
        // Short texts wait for this: what does one thing at a time becomes vectors.
        let (mut all, mut unusual) = (0, 0);
        let mut value = 0;
        while value < 64 {
            all |= chars[value];
            value += 1;
        }
        value = 0;
        while value < 62 {
            unusual |= chars[value] ^ STANDARD_CHARS[value];
            value += 1;
        }
        let c62 = Special {
            char: chars[62],
            value: 62,
        };
        let c63 = Special {
            char: chars[63],
            value: 63,
        };
        let mut alphabet = Alphabet {
            chars: *chars,
            codes: USUAL_CODES,
            // Of the usual ones, none is padding.
            specials: if unusual == 0 && chars[62] != PAD && chars[63] != PAD {
                Some([c62, c63, c62, c63])
            } else {
                None
            },
            is_ascii: all.is_ascii(),
        };
        let mut value = 62;
        if unusual != 0 {
            alphabet.codes = [Code::OTHER; 256];
            value = 0;
        }
        while value < 64 {
            alphabet.codes[chars[value] as usize] = value as u8;
            value += 1;
        }
        alphabet.codes[PAD as usize] = Code::PAD;
        alphabet
    }

    /// The one in memory that has these characters and no others.
    #[inline]
    pub fn known(chars: &[u8; 64]) -> Option<&'static Alphabet> {
        if chars[..62] != STANDARD_CHARS[..62] {
            return None;
        }
        match chars[62..] {
            [b'+', b'/'] => Some(&STANDARD),
            [b'-', b'_'] => Some(&ONLY_URL_SAFE),
            _ => None,
        }
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

/// That of RFC 4648, section 5, and nothing else.
pub static ONLY_URL_SAFE: Alphabet = Alphabet::new(&URL_SAFE.chars);
