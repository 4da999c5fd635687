//! The checksum of zlib, PNG and Ethernet: CRC-32, low bit first.
//!
//! Three ways, each the fastest for its length, and each leaves its end to the
//! next: from 2 KiB on, [`sparse`] makes long data short by exclusive-or alone,
//! about 16 bytes a nanosecond; [`braid`] takes five words at once, about 4;
//! [`tables`] takes one word. The tables are 16 KiB, half of them for braids.

mod braid;
mod sparse;
mod tables;

/// The checksum of `data`, which follows data with the checksum `init`.
///
/// The checksum of no data is 0.
pub fn crc32(data: &[u8], init: u32) -> u32 {
    // Ones before and after, so that zeros at either end of the data count.
    let mut register = !init;
    let mut rest = data;
    if let Some((residue, end)) = sparse::reduce(register, rest) {
        register = advance(0, &residue);
        rest = end;
    }
    !advance(register, rest)
}

/// The register after `data`, without [`sparse`].
fn advance(register: u32, data: &[u8]) -> u32 {
    let (register, rest) = braid::advance(register, data);
    tables::advance(register, rest)
}
