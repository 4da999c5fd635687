//! The checksum of zlib, PNG and Ethernet: CRC-32, low bit first.
//!
//! Where there are instructions for it, [`fold`](crate::fold) does all of it. Without
//! them there are three ways, each the fastest for its length, and each leaves its end
//! to the next: from 2 KiB on, [`sparse`] makes long data short by exclusive-or alone,
//! about 16 bytes a nanosecond; [`braid`] takes five words at once, about 4;
//! [`tables`] takes one word. The tables are 16 KiB, half of them for braids.

mod braid;
mod sparse;
mod tables;

use crate::fold::{Code, Factors, Fold};

/// From so many bytes on folding is the fastest, also where they have just been written a
/// word at a time, for which a wide load has to wait.
const FOLD_FROM: usize = 32;

/// The checksum of `data`, which follows data with the checksum `init`.
///
/// The checksum of no data is 0.
pub fn crc32(data: &[u8], init: u32) -> u32 {
    // Ones before and after, so that zeros at either end of the data count.
    if data.len() < FOLD_FROM {
        return !tables::advance(!init, data);
    }
    !codec_simd::run(Fold::<Crc32>::new(!init, data))
}

/// The checksum as [`fold`](crate::fold) sees it.
pub(crate) struct Crc32;

impl Code for Crc32 {
    const LOW_FIRST: bool = true;
    const FACTORS: &'static Factors = &Factors::low_first(tables::POLYNOMIAL);

    #[inline(always)]
    fn change(register: u32) -> u32 {
        register
    }

    fn advance(register: u32, data: &[u8]) -> u32 {
        match sparse::reduce(register, data) {
            Some((residue, end)) => dense(dense(0, &residue), end),
            None => dense(register, data),
        }
    }

    #[inline(always)]
    fn remainder(bytes: [u8; 16]) -> u32 {
        // The first four are zeros.
        let bytes = u128::from_le_bytes(bytes);
        tables::after_word(0, (bytes >> 32) as u64) ^ (bytes >> 96) as u32
    }
}

/// The register after `data`, without [`sparse`].
fn dense(register: u32, data: &[u8]) -> u32 {
    let (register, rest) = braid::advance(register, data);
    tables::advance(register, rest)
}
