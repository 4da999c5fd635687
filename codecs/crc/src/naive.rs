//! The checksums as plainly as they can be said, for tests to compare with.
//!
//! Bit by bit, as the standards define them.
#![allow(
    missing_docs,
    reason = "each is what the function of its name has to be"
)]

extern crate std;

pub fn crc32(data: &[u8], init: u32) -> u32 {
    !data.iter().fold(!init, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            (crc >> 1) ^ ((crc & 1) * 0xedb8_8320)
        })
    })
}

pub fn crc_hqx(data: &[u8], init: u16) -> u16 {
    data.iter().fold(init, |crc, &byte| {
        (0..8).fold(crc ^ (u16::from(byte) << 8), |crc, _| {
            (crc << 1) ^ ((crc >> 15) * 0x1021)
        })
    })
}
