//! The symbols of RFC 1951, section 3.2.5, and what data becomes before it has codes.

use crate::LIMIT;
use crate::chains::{MAX_MATCH, MIN_MATCH, Match};

/// The symbols for literals, the end, and lengths.
pub(crate) const LITERALS: usize = 286;
/// The symbols for distances.
pub(crate) const DISTANCES: usize = 30;
/// The end of the block.
pub(crate) const END: usize = 256;
/// The symbol of the shortest length.
const FIRST_LENGTH: usize = 257;

/// Where the symbols for distances begin in tables of both kinds; those for literals are fewer.
pub(crate) const DISTANCE: usize = 288;
/// The length of tables of both kinds.
pub(crate) const BOTH: usize = DISTANCE + 32;

/// For each length, less 3, its symbol, less 257.
const LENGTH_SYMBOLS: [u8; 256] = length_symbols();

/// The least length of each symbol, less 3, and the number of bits that say how much more it is.
const LENGTHS: [(u8, u8); 32] = lengths();

const fn lengths() -> [(u8, u8); 32] {
    let mut table = [(0, 0); 32];
    let (mut symbol, mut least) = (0, 0);
    while symbol < 28 {
        let extra = match symbol {
            0..8 => 0,
            _ => symbol / 4 - 1,
        };
        table[symbol] = (least as u8, extra as u8);
        least += 1 << extra;
        symbol += 1;
    }
    // The greatest has a symbol of its own.
    table[symbol] = ((MAX_MATCH - MIN_MATCH) as u8, 0);
    table
}

const fn length_symbols() -> [u8; 256] {
    let mut table = [0; 256];
    let (mut len, mut symbol) = (0, 0);
    while len < 256 {
        if symbol < 28 && LENGTHS[symbol + 1].0 as usize <= len {
            symbol += 1;
        }
        table[len] = symbol as u8;
        len += 1;
    }
    table
}

/// A symbol, and what is written after its code.
#[derive(Clone, Copy)]
pub(crate) struct Symbol {
    pub(crate) index: usize,
    pub(crate) extra: u16,
    pub(crate) extra_bits: u32,
}

/// That of a length, less 3.
#[inline(always)]
pub(crate) fn of_length(len: u8) -> Symbol {
    let symbol = LENGTH_SYMBOLS[usize::from(len)] % 32;
    let (least, extra_bits) = LENGTHS[usize::from(symbol)];
    Symbol {
        index: FIRST_LENGTH + usize::from(symbol),
        extra: u16::from(len.wrapping_sub(least)),
        extra_bits: u32::from(extra_bits),
    }
}

/// That of a distance, its index in tables of both kinds.
#[inline(always)]
pub(crate) fn of_distance(distance: u16) -> Symbol {
    let less = distance.wrapping_sub(1);
    // From 4 on, a symbol for each half of what has as many bits.
    let extra_bits = (u16::BITS - 1 - (less | 2).leading_zeros()) - 1;
    let upper = less >> extra_bits;
    let index = 2 * extra_bits as usize + usize::from(upper);
    Symbol {
        index: DISTANCE + index % 32,
        extra: less & ((1 << extra_bits) - 1),
        extra_bits,
    }
}

/// How many bits follow the code of a symbol, by its index in tables of both kinds.
pub(crate) const EXTRA_BITS: [u8; BOTH] = extra_bits();

const fn extra_bits() -> [u8; BOTH] {
    let mut table = [0; BOTH];
    let mut symbol = 0;
    while symbol < LENGTHS.len() {
        if FIRST_LENGTH + symbol < LITERALS {
            table[FIRST_LENGTH + symbol] = LENGTHS[symbol].1;
        }
        if 4 <= symbol && symbol < DISTANCES {
            table[DISTANCE + symbol] = (symbol / 2 - 1) as u8;
        }
        symbol += 1;
    }
    table
}

/// Literals and matches, in order, and how often each symbol occurs in them.
pub(crate) struct Tokens<'a> {
    /// The byte, or the length less 3.
    what: &'a mut [u16; LIMIT],
    /// 0 for a byte.
    distances: &'a mut [u16; LIMIT],
    count: usize,
    pub(crate) frequencies: [u16; BOTH],
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(what: &'a mut [u16; LIMIT], distances: &'a mut [u16; LIMIT]) -> Self {
        let mut frequencies = [0; BOTH];
        frequencies[END] = 1;
        Tokens {
            what,
            distances,
            count: 0,
            frequencies,
        }
    }

    #[inline(always)]
    pub(crate) fn literal(&mut self, byte: u8) {
        self.push(byte, 0);
        self.frequencies[usize::from(byte)] += 1;
    }

    #[inline(always)]
    pub(crate) fn copy(&mut self, found: Match) {
        let (len, distance) = ((found.len - MIN_MATCH) as u8, found.distance as u16);
        self.push(len, distance);
        self.frequencies[of_length(len).index] += 1;
        self.frequencies[of_distance(distance).index] += 1;
    }

    #[inline(always)]
    fn push(&mut self, what: u8, distance: u16) {
        // No more tokens than bytes.
        self.what[self.count % LIMIT] = what.into();
        self.distances[self.count % LIMIT] = distance;
        self.count += 1;
    }

    /// Each token: the byte, or the length less 3, and the distance, which is 0 for a byte.
    #[inline(always)]
    pub(crate) fn each(&self) -> impl Iterator<Item = (u8, u16)> {
        let count = self.count.min(LIMIT);
        let all = self.what[..count].iter().zip(&self.distances[..count]);
        all.map(|(&what, &distance)| (what as u8, distance))
    }
}
