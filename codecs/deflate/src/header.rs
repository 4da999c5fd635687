//! The head of a block with codes of its own (RFC 1951, section 3.2.7).

use crate::bits::Bits;
use crate::huffman::{Code, Huffman, codes};
use crate::symbols::{BOTH, DISTANCE, DISTANCES, LITERALS};
use outbuf::Full;

/// The symbols that lengths of codes are written in: a length; …
pub(crate) const KINDS: usize = 19;
/// … the last one 3 to 6 times more, …
const AGAIN: u8 = 16;
/// … 0, 3 to 10 times, …
const ZEROS: u8 = 17;
/// … or 11 to 138 times.
const MANY_ZEROS: u8 = 18;

/// In which order the lengths of these symbols' own codes are written: the last ones may be left out.
const ORDER: [u8; KINDS] = [
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
];

/// How many bits follow a symbol.
fn extra_bits(kind: u8) -> u32 {
    match kind {
        AGAIN => 2,
        ZEROS => 3,
        MANY_ZEROS => 7,
        _ => 0,
    }
}

/// The lengths of both alphabets' codes, as they will be written.
pub(crate) struct Header {
    /// Each symbol, and how much more than its least number of times.
    kinds: [(u8, u8); BOTH],
    count: usize,
    /// How often each symbol occurs, …
    pub(crate) frequencies: [u16; KINDS],
    /// … and how long its code is.
    lengths: [u8; KINDS],
    /// How many of these are written.
    written: usize,
    literals: usize,
    distances: usize,
    /// How many bits it takes.
    pub(crate) size: usize,
}

impl Header {
    /// For codes of these lengths, in a table of both kinds.
    pub(crate) fn new(lengths: &[u8; BOTH], huffman: &mut Huffman) -> Header {
        let used = |lengths: &[u8], least: usize| {
            let last = lengths.iter().rposition(|&len| len != 0);
            last.map_or(0, |last| last + 1).max(least)
        };
        let literals = used(&lengths[..LITERALS], 257);
        let distances = used(&lengths[DISTANCE..][..DISTANCES], 1);
        let mut header = Header {
            kinds: [(0, 0); BOTH],
            count: 0,
            frequencies: [0; KINDS],
            lengths: [0; KINDS],
            written: 0,
            literals,
            distances,
            size: 0,
        };
        // As if they were one sequence: a repetition may go from one alphabet to the other.
        let mut joined = *lengths;
        joined.copy_within(DISTANCE..DISTANCE + distances, literals);
        header.count_runs(&joined[..literals + distances]);
        huffman.lengths(&header.frequencies, 7, &mut header.lengths);
        let is_used = |&kind: &u8| header.lengths[usize::from(kind)] != 0;
        let last = ORDER.iter().rposition(is_used).unwrap_or_default();
        header.written = (last + 1).max(4);
        header.size = 5 + 5 + 4 + 3 * header.written;
        for (kind, &frequency) in header.frequencies.iter().enumerate() {
            let len = u32::from(header.lengths[kind]) + extra_bits(kind as u8);
            header.size += usize::from(frequency) * len as usize;
        }
        header
    }

    fn count_runs(&mut self, lengths: &[u8]) {
        let mut push = |kind: u8, more: usize| {
            self.kinds[self.count] = (kind, more as u8);
            self.count += 1;
            self.frequencies[usize::from(kind)] += 1;
        };
        let mut rest = lengths;
        while let Some((&len, after)) = rest.split_first() {
            let mut times = 1 + after.iter().take_while(|&&other| other == len).count();
            rest = &rest[times..];
            if len != 0 {
                push(len, 0);
                times -= 1;
            }
            while times > 0 {
                let (kind, least, most) = match (len, times) {
                    (0, 11..) => (MANY_ZEROS, 11, 138),
                    (0, 3..) => (ZEROS, 3, 10),
                    (1.., 3..) => (AGAIN, 3, 6),
                    _ => (len, 1, 1),
                };
                let part = times.min(most);
                push(kind, part - least);
                times -= part;
            }
        }
    }

    pub(crate) fn write(&self, bits: &mut Bits<'_, '_>) -> Result<(), Full> {
        bits.put((self.literals - 257) as u64, 5);
        bits.put((self.distances - 1) as u64, 5);
        bits.put((self.written - 4) as u64, 4);
        for kind in &ORDER[..self.written] {
            bits.put(self.lengths[usize::from(*kind)].into(), 3);
            bits.flush()?;
        }
        let mut table = [Code::NONE; KINDS];
        codes(&self.lengths, &mut table);
        for &(kind, more) in &self.kinds[..self.count] {
            bits.put_code(table[usize::from(kind)]);
            bits.put(more.into(), extra_bits(kind));
            bits.flush()?;
        }
        Ok(())
    }
}
