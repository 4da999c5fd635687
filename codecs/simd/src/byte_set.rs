//! Some of the 256 bytes.

/// A set of bytes: what a decoder passes over, for example.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByteSet([u64; 4]);

impl ByteSet {
    /// No byte.
    pub const EMPTY: ByteSet = ByteSet([0; 4]);

    /// Those that occur in `bytes`.
    #[inline]
    pub const fn of(bytes: &[u8]) -> ByteSet {
        let mut set = ByteSet::EMPTY;
        let mut i = 0;
        while i < bytes.len() {
            set.insert(bytes[i]);
            i += 1;
        }
        set
    }

    /// Whether it has the byte.
    #[inline]
    pub const fn contains(&self, byte: u8) -> bool {
        self.0[byte as usize / 64] >> (byte % 64) & 1 != 0
    }

    /// A bit for each byte, that of the lowest byte the lowest bit: sets for vectors.
    #[inline]
    pub const fn words(&self) -> [u64; 4] {
        self.0
    }

    /// Adds a byte.
    #[inline]
    pub const fn insert(&mut self, byte: u8) {
        self.0[byte as usize / 64] |= 1 << (byte % 64);
    }

    /// Whether it has none.
    #[inline]
    pub const fn is_empty(&self) -> bool {
        let [a, b, c, d] = self.0;
        a | b | c | d == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_was_made_of_is_in_it_and_nothing_else() {
        let all: [u8; 256] = core::array::from_fn(|byte| byte as u8);
        for byte in all {
            let set = ByteSet::of(&[byte, b'\n', byte]);
            assert!(!set.is_empty());
            for other in all {
                assert_eq!(set.contains(other), other == byte || other == b'\n');
            }
        }
        assert!(ByteSet::of(&[]).is_empty());
        assert!(all.iter().all(|&byte| !ByteSet::EMPTY.contains(byte)));
        assert!(all.iter().all(|&byte| ByteSet::of(&all).contains(byte)));
    }
}
