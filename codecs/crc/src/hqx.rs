//! The checksum of BinHex files: CRC-16 with x^16 + x^12 + x^5 + 1, high bit
//! first.

use crate::fold::{Code, Factors, Fold};

/// The polynomial without its highest term.
const POLYNOMIAL: u16 = 0x1021;

/// How many bytes are taken at once.
const SLICES: usize = 8;

/// From so many bytes on folding is the fastest.
const FOLD_FROM: usize = 16;

/// The checksum of `data`, which follows data with the checksum `init`.
pub fn crc_hqx(data: &[u8], init: u16) -> u16 {
    if data.len() < FOLD_FROM {
        return advance(init, data);
    }
    codec_simd::run(Fold::<Hqx>::new(init.into(), data)) as u16
}

/// The checksum as [`fold`](crate::fold) sees it.
pub(crate) struct Hqx;

impl Code for Hqx {
    const LOW_FIRST: bool = false;
    const FACTORS: &'static Factors = &Factors::high_first(POLYNOMIAL);

    #[inline(always)]
    fn change(register: u32) -> u32 {
        (register as u16).swap_bytes().into()
    }

    fn advance(register: u32, data: &[u8]) -> u32 {
        advance(register as u16, data).into()
    }

    #[inline(always)]
    fn remainder(bytes: [u8; 16]) -> u32 {
        // The first six are zeros.
        let [.., a, b, c, d, e, f, g, h, high, low] = bytes;
        let crc = after_word([a, b, c, d, e, f, g, h]);
        (crc ^ u16::from_be_bytes([high, low])).into()
    }
}

/// The checksum after `data`, by tables.
fn advance(init: u16, data: &[u8]) -> u16 {
    let mut crc = init;
    let mut rest = data;
    while let Some((&word, after)) = rest.split_first_chunk::<SLICES>() {
        // The checksum so far is a change to the first two bytes.
        let word = u64::from_be_bytes(word) ^ u64::from(crc) << 48;
        crc = after_word(word.to_be_bytes());
        rest = after;
    }
    for &byte in rest {
        let [high, low] = crc.to_be_bytes();
        crc = (u16::from(low) << 8) ^ TABLES[0][usize::from(high ^ byte)];
    }
    crc
}

/// The checksum of some bytes.
///
/// Each byte's share of it depends on nothing but the number of bytes after it
/// ("slicing-by-8", M. Kounavis and F. Berry, 2005).
#[inline(always)]
fn after_word(word: [u8; SLICES]) -> u16 {
    let shares = word.iter().zip(TABLES.iter().rev());
    shares.fold(0, |crc, (&byte, table)| crc ^ table[usize::from(byte)])
}

/// The checksum of every byte, followed by as many zeros as the table's index.
static TABLES: [[u16; 256]; SLICES] = {
    let mut tables = [[0; 256]; SLICES];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = (byte as u16) << 8;
        let mut slice = 0;
        while slice < SLICES {
            let mut bit = 0;
            while bit < 8 {
                let carry = crc >> 15;
                crc = (crc << 1) ^ (carry * POLYNOMIAL);
                bit += 1;
            }
            tables[slice][byte] = crc;
            slice += 1;
        }
        byte += 1;
    }
    tables
};
