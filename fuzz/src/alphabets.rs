//! Alphabets of base64, with what their characters are in the standard one.
//!
//! What text in any alphabet means is what its translation means.

use arbitrary::Arbitrary;
use codec_base64::Alphabet;

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// A choice of characters.
#[derive(Arbitrary, Debug)]
pub enum Choice {
    Standard,
    UrlSafe,
    /// Others for the last two, as in `base64.b64decode`.
    Altchars([u8; 2]),
    /// Any; that the 64 differ is not said, nor that padding is none of them.
    Any([u8; 64]),
}

impl Choice {
    /// The alphabet.
    pub fn alphabet(&self) -> Alphabet {
        match self {
            Choice::Standard => codec_base64::STANDARD.clone(),
            Choice::UrlSafe => codec_base64::URL_SAFE.clone(),
            Choice::Altchars(chars) => Alphabet::with_altchars(*chars),
            Choice::Any(chars) => Alphabet::new(chars),
        }
    }

    /// The 64 characters.
    pub fn chars(&self) -> [u8; 64] {
        let last_two = |two: [u8; 2]| {
            let mut chars = *STANDARD;
            chars[62..].copy_from_slice(&two);
            chars
        };
        match self {
            Choice::Standard => *STANDARD,
            Choice::UrlSafe => last_two(*b"-_"),
            Choice::Altchars(two) => last_two(*two),
            Choice::Any(chars) => *chars,
        }
    }

    /// Text of the standard alphabet, in this one.
    pub fn from_standard(&self, text: &[u8]) -> Vec<u8> {
        let chars = self.chars();
        text.iter()
            .map(|char| match STANDARD.iter().position(|one| one == char) {
                Some(value) => chars[value],
                None => *char,
            })
            .collect()
    }

    /// Text of this alphabet, in the standard one; `!` is for what stands for nothing.
    pub fn to_standard(&self, text: &[u8]) -> Vec<u8> {
        let mut table = [b'!'; 256];
        table[usize::from(b'=')] = b'=';
        if !matches!(self, Choice::Any(_)) {
            // The last two keep their meaning where others are added.
            table[usize::from(b'+')] = b'+';
            table[usize::from(b'/')] = b'/';
        }
        for (char, standard) in self.chars().into_iter().zip(STANDARD) {
            table[usize::from(char)] = *standard;
        }
        if matches!(self, Choice::Any(_)) {
            table[usize::from(b'=')] = b'=';
        }
        text.iter().map(|&char| table[usize::from(char)]).collect()
    }
}
