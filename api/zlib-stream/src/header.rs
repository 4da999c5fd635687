//! What a header says of the level: zlib's, whatever zlib-rs does for it.

/// Writes the level into the header of a stream, wherever output happens to be cut up.
#[derive(Clone, Copy)]
pub(crate) struct Header {
    format: Format,
    /// zlib's.
    level: i32,
    /// Whether the strategy is one that does not search.
    fast: bool,
    /// So many bytes of the stream were written, as far as they can be header.
    written: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Format {
    Raw,
    /// RFC 1950: the second byte has two bits for the level, and a checksum.
    Zlib,
    /// RFC 1952: the ninth byte says if the search was the longest or the shortest.
    Gzip,
}

/// No byte from here on matters.
const END: usize = 9;

impl Header {
    pub(crate) fn new(window_bits: i32, level: i32, strategy: i32) -> Self {
        let format = match window_bits {
            ..0 => Format::Raw,
            0..16 => Format::Zlib,
            16.. => Format::Gzip,
        };
        Header {
            format,
            level: if level == -1 { 6 } else { level },
            fast: strategy >= 2,
            written: 0,
        }
    }

    /// For a stream that begins anew.
    pub(crate) fn again(self, level: i32, strategy: i32) -> Self {
        let window_bits = match self.format {
            Format::Raw => -1,
            Format::Zlib => 0,
            Format::Gzip => 16,
        };
        Header::new(window_bits, level, strategy)
    }

    /// Goes through what was written next.
    pub(crate) fn pass(&mut self, next: &mut [u8]) {
        let at = match self.format {
            Format::Raw => None,
            Format::Zlib => 1_usize.checked_sub(self.written),
            Format::Gzip => 8_usize.checked_sub(self.written),
        };
        if let Some(byte) = at.and_then(|at| next.get_mut(at)) {
            *byte = match self.format {
                Format::Gzip => self.extra_flags(),
                _ => self.flags(*byte),
            };
        }
        self.written = self.written.saturating_add(next.len()).min(END);
    }

    /// `FLG`, of which `FCHECK` makes the first two bytes a multiple of 31.
    fn flags(&self, written: u8) -> u8 {
        let level = match self.level {
            _ if self.fast => 0,
            ..2 => 0,
            2..6 => 1,
            6 => 2,
            7.. => 3,
        };
        let flags = level << 6 | written & 0x20;
        // zlib has 31 there, never 0.
        flags + 1 + (i32::from(written) - i32::from(flags) - 1).rem_euclid(31) as u8
    }

    /// `XFL`.
    fn extra_flags(&self) -> u8 {
        match self.level {
            9 => 2,
            level if self.fast || level < 2 => 4,
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_of_zlib_is_right_however_it_is_cut_up() {
        // zlib-rs' level 2 and 7, zlib's 1 and 6.
        for (level, theirs, ours) in [
            (1, [0x78, 0x5e], [0x78, 1]),
            (-1, [0x78, 0xda], [0x78, 0x9c]),
        ] {
            for cuts in [&[2][..], &[1, 1], &[0, 1, 0, 1, 5], &[7]] {
                let mut bytes = [&theirs[..], &[1, 2, 3, 4, 5]].concat();
                let mut header = Header::new(15, level, 0);
                let mut rest = &mut bytes[..];
                for cut in cuts {
                    let (next, after) = rest.split_at_mut(*cut);
                    header.pass(next);
                    rest = after;
                }
                assert_eq!(bytes, [&ours[..], &[1, 2, 3, 4, 5]].concat());
            }
        }
    }

    #[test]
    fn a_dictionary_stays_announced() {
        let mut bytes = [0x78, 0xf9];
        Header::new(15, 6, 0).pass(&mut bytes);
        assert_eq!(bytes, [0x78, 0xbb]);
        assert_eq!(u16::from_be_bytes(bytes) % 31, 0);
    }

    #[test]
    fn gzip_has_it_in_the_ninth_byte() {
        for (level, strategy, extra) in [(1, 0, 4), (6, 0, 0), (9, 0, 2), (6, 2, 4), (0, 0, 4)] {
            let mut bytes = [7; 12];
            Header::new(31, level, strategy).pass(&mut bytes);
            assert_eq!(bytes[8], extra);
            assert_eq!(bytes.iter().filter(|byte| **byte == 7).count(), 11);
        }
    }

    #[test]
    fn without_a_header_nothing_changes() {
        let mut bytes = [7; 12];
        Header::new(-15, 1, 0).pass(&mut bytes);
        assert_eq!(bytes, [7; 12]);
    }
}
