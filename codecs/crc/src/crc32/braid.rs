//! Several words at a time, each with a register of its own ("braids",
//! A. Kadatch and B. Jenkins, Everything we know about CRC but afraid to
//! forget, 2010; zlib's method).
//!
//! One register waits for the tables at every word. Five that each take every
//! fifth word do not wait for each other; their tables shift by the words of
//! the other four.

use super::tables::{Tables, WORD, advance_word, after_word, load, tables};

/// As many as keep the loads of a processor busy.
const BRAIDS: usize = 5;

const BLOCK: usize = BRAIDS * WORD;

static TABLES: Tables = tables(BLOCK - WORD);

/// The register after the whole blocks of `data`, and the rest.
pub(super) fn advance(register: u32, data: &[u8]) -> (u32, &[u8]) {
    let mut blocks = data.chunks_exact(BLOCK);
    let rest = blocks.remainder();
    let Some(last) = blocks.next_back() else {
        return (register, data);
    };
    let mut registers = [0; BRAIDS];
    registers[0] = register;
    for block in blocks {
        for (register, word) in registers.iter_mut().zip(block.chunks_exact(WORD)) {
            *register = advance_word(*register, load(word), &TABLES);
        }
    }
    // The shift by other words ends with them: one register again.
    let words = last.chunks_exact(WORD);
    let register = registers
        .iter()
        .zip(words)
        .fold(0, |sum, (register, word)| {
            after_word(sum ^ register, load(word))
        });
    (register, rest)
}
