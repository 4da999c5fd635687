//! What each character of a text stands for.

/// The value of every byte: below 85, or none.
#[derive(Clone, Debug)]
pub struct Values(pub(crate) [u8; 256]);

/// Has a bit that no value has.
pub(crate) const NO_DIGIT: u8 = 0x80;

impl Values {
    /// Those of an alphabet. If a character occurs twice, its value is the latter.
    // Not inlined: see codec_base32::Values.
    #[inline(never)]
    pub const fn of(chars: &[u8; 85]) -> Self {
        let mut values = Values([NO_DIGIT; 256]);
        let mut value = 0;
        while value < 85 {
            values.0[chars[value] as usize] = value as u8;
            value += 1;
        }
        values
    }

    #[inline(always)]
    pub(crate) fn get(&self, char: u8) -> u8 {
        self.0[usize::from(char)]
    }
}
