//! Data that is there as a whole, deflated (RFC 1951): small data at any level, and any in a hurry.
//!
//! What makes a general deflater slow for a hundred bytes is what it does before the first: memory is asked
//! for, and a table of 128 KiB is emptied. [`deflate`] has tables as large as the data needs, in memory
//! that the caller lends, and the result is one block. [`Quick`] is the lowest level, and makes as many
//! blocks as it takes: it looks at two places for each match, and need not keep a window.
//!
//! The parts, in the order of their work:
//!
//! - `chains`: where the same three bytes were before, by hashing; the longest match.
//! - `parse`: which of the matches are taken. The levels are zlib's: as greedy, as lazy and as thorough.
//! - `quick`: both of that, in a hurry.
//! - `symbols`: what is written for lengths and distances; how often each symbol occurs.
//! - `huffman`: codes for the symbols. Moffat and Katajainen's algorithm ("In-place calculation of
//!   minimum-redundancy codes", 1995) says how many codes have which length; what is longer than deflate
//!   allows is cut off, and shorter codes made longer for it, as ITU T.81 (annex K.3) does.
//! - `header`: the lengths of the codes, with their repetitions counted.
//! - `block`: the smallest of the block's three forms, and its bits.
#![no_std]
#![forbid(unsafe_code)]

#[cfg(test)]
extern crate std;

mod bits;
mod block;
mod chains;
mod header;
mod huffman;
// Public for `fuzz/`, which reads with it.
#[cfg(any(test, fuzzing))]
pub mod naive;
mod parse;
mod quick;
mod symbols;
#[cfg(test)]
mod tests;

pub use block::Block;
use chains::{HEADS, Tables};
pub use parse::Level;
pub use quick::{QUICK_PAIRS, Quick, QuickWork};
use symbols::Tokens;

/// The most data, in bytes.
pub const LIMIT: usize = 4096;

/// The length of [`Work`].
pub const WORDS: usize = HEADS + 3 * LIMIT;

/// Memory to work in. What is in it does not matter: it can be used again as it is.
pub type Work = [u16; WORDS];

/// `data`, as the one block that is the smallest: no distance in it is greater than `window`.
///
/// `None` if there are more than [`LIMIT`] bytes of it.
// Within its caller it would be compiled as that is, which may be for size.
#[inline(never)]
pub fn deflate<'a>(
    data: &'a [u8],
    level: Level,
    window: usize,
    work: &'a mut Work,
) -> Option<Block<'a>> {
    if data.len() > LIMIT {
        return None;
    }
    let (head, rest) = work.split_first_chunk_mut()?;
    let (previous, rest) = rest.split_first_chunk_mut()?;
    let (what, rest) = rest.split_first_chunk_mut()?;
    let distances = rest.first_chunk_mut()?;
    let tables = Tables { head, previous };
    let mut tokens = Tokens::new(what, distances);
    parse::parse(data, level, window, tables, &mut tokens);
    Some(Block::new(data, tokens))
}
