//! A word at a time, by tables ("slicing-by-8", M. Kounavis and F. Berry,
//! A Systematic Approach to Building High Performance Software-Based CRC
//! Generators, 2005).
//!
//! The checksum is linear: that of a word is the exclusive-or of those of its
//! bytes, each followed by as many zeros as there are bytes after it. The
//! register so far is a change to the first four bytes.

/// The polynomial without its highest term, low bit first.
pub(super) const POLYNOMIAL: u32 = 0xedb8_8320;

/// The bytes of a word.
pub(super) const WORD: usize = 8;

/// The checksum of each byte at each place of a word.
pub(super) type Tables = [[u32; 256]; WORD];

static TABLES: Tables = tables(0);

/// The register after `data`.
pub(super) fn advance(mut register: u32, data: &[u8]) -> u32 {
    let mut words = data.chunks_exact(WORD);
    for word in &mut words {
        register = advance_word(register, load(word), &TABLES);
    }
    let [.., last] = &TABLES;
    for &byte in words.remainder() {
        let [low, ..] = register.to_le_bytes();
        register = (register >> 8) ^ last[usize::from(low ^ byte)];
    }
    register
}

/// The register after one word.
#[inline(always)]
pub(super) fn after_word(register: u32, word: u64) -> u32 {
    advance_word(register, word, &TABLES)
}

/// The register after one word and the zeros that `tables` are made for.
#[inline(always)]
pub(super) fn advance_word(register: u32, word: u64, tables: &Tables) -> u32 {
    let bytes = (word ^ u64::from(register)).to_le_bytes();
    bytes
        .iter()
        .zip(tables)
        .fold(0, |sum, (&byte, table)| sum ^ table[usize::from(byte)])
}

/// The word that begins `bytes`, its first byte lowest on every target.
#[inline(always)]
pub(super) fn load(bytes: &[u8]) -> u64 {
    bytes
        .first_chunk()
        .map_or(0, |&bytes| u64::from_le_bytes(bytes))
}

/// The tables for a word that `zeros` zero bytes follow.
pub(super) const fn tables(zeros: usize) -> Tables {
    let mut tables = [[0; 256]; WORD];
    let mut byte = 0;
    while byte < 256 {
        let mut register = byte as u32;
        let mut after = 0;
        while after < zeros + WORD {
            let mut bit = 0;
            while bit < 8 {
                register = (register >> 1) ^ ((register & 1) * POLYNOMIAL);
                bit += 1;
            }
            if after >= zeros {
                // The last byte of a word has no other after it.
                tables[WORD - 1 - (after - zeros)][byte] = register;
            }
            after += 1;
        }
        byte += 1;
    }
    tables
}
