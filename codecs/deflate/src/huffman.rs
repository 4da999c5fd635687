//! Codes of least total length, none longer than a limit.

use crate::symbols::DISTANCE;

/// The most symbols of an alphabet.
const MOST: usize = DISTANCE;

/// The longest code that there is in deflate.
pub(crate) const LONGEST: usize = 15;

/// Without a limit, a code of 24 bits needs symbols that occur more than 2^16 times in all (as often as
/// Fibonacci's numbers say).
const DEEPEST: usize = 24;

/// Symbols are looked at by so many at once, as most do not occur.
pub(crate) const GROUP: usize = 8;

/// A symbol that occurs, and how often: what is greater occurs more often.
type Key = u32;

fn key(symbol: usize, frequency: u16) -> Key {
    u32::from(frequency) << 16 | symbol as u32
}

fn symbol(key: Key) -> usize {
    (key & 0xffff) as usize
}

/// Finds out how long codes are to be.
pub(crate) struct Huffman {
    keys: [Key; MOST],
    /// For sorting; then the tree.
    other: [Key; MOST],
}

impl Huffman {
    pub(crate) fn new() -> Self {
        Huffman {
            keys: [0; MOST],
            other: [0; MOST],
        }
    }

    /// How long the code of each symbol is to be, by how often the symbols occur; `lengths` are 0, and
    /// stay so for one that does not.
    ///
    /// There are two codes at least, as not every reader takes fewer: symbols that do not occur get what is
    /// missing. The frequencies add up to less than 2^16.
    pub(crate) fn lengths(&mut self, frequencies: &[u16], limit: usize, lengths: &mut [u8]) {
        let used = self.sort(frequencies);
        if used < 2 {
            let only = match used {
                1 => symbol(self.keys[0]),
                _ => 0,
            };
            lengths[only] = 1;
            lengths[usize::from(only == 0)] = 1;
            return;
        }
        let ascending = &self.keys[..used];
        let leaves = minimum_redundancy(ascending, &mut self.other[..used]);
        let counts = limited(leaves, limit);
        // The rarest get the longest.
        let mut rest = ascending;
        for (len, &count) in counts.iter().enumerate().rev() {
            let (these, others) = rest.split_at(usize::from(count).min(rest.len()));
            for &key in these {
                lengths[symbol(key)] = len as u8;
            }
            rest = others;
        }
    }

    /// Has the first keys be the symbols that occur, the rarest first. How many they are.
    fn sort(&mut self, frequencies: &[u16]) -> usize {
        let mut used = 0;
        let mut all = 0;
        for (group, frequencies) in frequencies.chunks(GROUP).enumerate() {
            let any = frequencies.iter().fold(0, |any, one| any | one);
            if any == 0 {
                continue;
            }
            all |= any;
            for (place, &frequency) in frequencies.iter().enumerate() {
                self.keys[used] = key(GROUP * group + place, frequency);
                used += usize::from(frequency != 0);
            }
        }
        let keys = &mut self.keys[..used];
        if used <= 16 {
            insertion_sort(keys);
            return used;
        }
        let other = &mut self.other[..used];
        // They are in the order of the symbols, which stays that of those as frequent.
        let mut shift = 16;
        while shift < 32 && u32::from(all) << 16 >> shift != 0 {
            distribute(keys, other, shift);
            keys.copy_from_slice(other);
            shift += DIGIT;
        }
        used
    }
}

fn insertion_sort(keys: &mut [Key]) {
    for end in 1..keys.len() {
        let mut place = end;
        while place > 0 && keys[place - 1] > keys[place] {
            keys.swap(place - 1, place);
            place -= 1;
        }
    }
}

const DIGIT: u32 = 7;

/// One step of sorting by digits: `from` to `to`, in the order of the digit that begins at bit `shift`.
fn distribute(from: &[Key], to: &mut [Key], shift: u32) {
    const DIGITS: usize = 1 << DIGIT;
    let digit = |key: Key| (key >> shift) as usize % DIGITS;
    let mut places = [0u16; DIGITS];
    for &key in from {
        places[digit(key)] += 1;
    }
    let mut sum = 0;
    for place in &mut places {
        sum += core::mem::replace(place, sum);
    }
    for &key in from {
        let place = &mut places[digit(key)];
        to[usize::from(*place)] = key;
        *place += 1;
    }
}

/// How many codes there are of each length, before any limit: Moffat and Katajainen's algorithm.
fn minimum_redundancy(ascending: &[Key], nodes: &mut [u32]) -> [u16; DEEPEST] {
    let count = ascending.len();
    for (node, key) in nodes.iter_mut().zip(ascending) {
        *node = key >> 16;
    }
    // First, the two lightest become one, until one is left: `nodes` has the weights of the leaves from `leaf`
    // on, those of the inner nodes from `root` to `next`, and before these the parents of those.
    let (mut root, mut leaf) = (0, 0);
    for next in 0..count - 1 {
        let mut weight = 0;
        for _ in 0..2 {
            if leaf >= count || (root < next && nodes[root] < nodes[leaf]) {
                weight += nodes[root];
                nodes[root] = next as u32;
                root += 1;
            } else {
                weight += nodes[leaf];
                leaf += 1;
            }
        }
        nodes[next] = weight;
    }
    // Then the depths of the inner nodes, the last being the root, …
    let mut inner = [0; DEEPEST];
    inner[0] = 1;
    nodes[count - 2] = 0;
    for next in (0..count - 2).rev() {
        let depth = nodes[nodes[next] as usize] + 1;
        nodes[next] = depth;
        inner[depth as usize] += 1;
    }
    // … and what is no inner node at a depth is a leaf.
    let mut leaves = [0; DEEPEST];
    let mut places = 1;
    for (leaves, inner) in leaves.iter_mut().zip(inner) {
        *leaves = places - inner;
        places = 2 * inner;
    }
    leaves
}

/// The same for codes that are not longer than `limit`: those that are become as long, and in turn
/// a shorter one is made longer by a bit, which makes room for another beside it.
fn limited(leaves: [u16; DEEPEST], limit: usize) -> [u16; LONGEST + 1] {
    let mut limited = [0; LONGEST + 1];
    limited[..=limit].copy_from_slice(&leaves[..=limit]);
    let longer: u16 = leaves[limit + 1..].iter().sum();
    if longer == 0 {
        return limited;
    }
    limited[limit] += longer;
    let taken = |len: usize| u32::from(limited[len]) << (limit - len);
    let mut excess = (1..=limit).map(taken).sum::<u32>() - (1 << limit);
    while excess > 0 {
        let Some(shorter) = (1..limit).rev().find(|&len| limited[len] > 0) else {
            break;
        };
        limited[limit] -= 1;
        limited[shorter] -= 1;
        limited[shorter + 1] += 2;
        excess -= 1;
    }
    limited
}

/// A code.
#[derive(Clone, Copy)]
pub(crate) struct Code {
    pub(crate) bits: u16,
    pub(crate) len: u16,
}

impl Code {
    pub(crate) const NONE: Code = Code { bits: 0, len: 0 };
}

/// Gives each symbol that has a length its code (RFC 1951, section 3.2.2), the first bit lowest.
pub(crate) const fn codes(lengths: &[u8], codes: &mut [Code]) {
    let mut next = [0u16; LONGEST + 1];
    let mut from = 0;
    while let Some((symbol, len)) = next_used(lengths, from) {
        next[len] += 1;
        from = symbol + 1;
    }
    let (mut len, mut code) = (1, 0);
    while len <= LONGEST {
        // What was counted for this length counts for the next, with one bit more.
        let count = next[len];
        next[len] = code;
        code = (code + count) << 1;
        len += 1;
    }
    from = 0;
    while let Some((symbol, len)) = next_used(lengths, from) {
        codes[symbol] = Code {
            bits: next[len].reverse_bits() >> (16 - len),
            len: len as u16,
        };
        next[len] += 1;
        from = symbol + 1;
    }
}

/// The first symbol from `from` on that has a length, and that.
#[inline(always)]
const fn next_used(lengths: &[u8], mut from: usize) -> Option<(usize, usize)> {
    while from < lengths.len() {
        let rest = lengths.split_at(from).1;
        let skipped = match rest.first_chunk() {
            Some(eight) => u64::from_le_bytes(*eight).trailing_zeros() as usize / 8,
            None => (rest[0] == 0) as usize,
        };
        from += skipped;
        if skipped < 8 && from < lengths.len() && lengths[from] != 0 {
            return Some((from, lengths[from] as usize % (LONGEST + 1)));
        }
    }
    None
}
