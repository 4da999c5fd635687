//! Data of any length, taken apart in a hurry: the last two places of four bytes are looked at, and if there is nothing,
//! the last one of three. Where numbers are in a row, each of several bytes, three is all that is the same.

use crate::bits::{Bits, Waiting};
use crate::block::Plan;
use crate::chains::{MAX_MATCH, MIN_MATCH, Match, common, four};
use crate::huffman::Code;
use crate::symbols::{BOTH, END, of_distance, of_length};
use outbuf::{Full, Out};

const HASH_BITS: u32 = 13;
const HASHES: usize = 1 << HASH_BITS;

/// Two positions where four bytes of one hash began, the later one first. They may have been others, or nothing: what is
/// there is compared in any case.
type Places = [u32; 2];

/// How many hashes of three bytes there are.
const SHORT_BITS: u32 = 12;
const SHORT_HASHES: usize = 1 << SHORT_BITS;

/// Three bytes that are farther away take more bits than they save.
const SHORT_WINDOW: u32 = 1 << 12;

/// The most literals and matches of a block: 2^16 symbols at most, which is all that [`Plan`] can count.
const TOKENS: usize = 1 << 14;

/// A match of that length is not improved on.
const NICE: usize = 32;

/// The length of [`QuickWork`].
pub const QUICK_PAIRS: usize = HASHES + (TOKENS + SHORT_HASHES) / 2;

/// Memory for a [`Quick`], whatever is in it: 144 KiB.
pub type QuickWork = [[u32; 2]; QUICK_PAIRS];

/// Deflates (RFC 1951) in blocks. Of each, it is known how long it will be before it is written.
pub struct Quick<'a> {
    data: &'a [u8],
    parser: Parser<'a>,
    /// The block that is to be written next, if it is worked out, …
    plan: Option<Plan>,
    /// … which begins here.
    start: usize,
    waiting: Waiting,
    is_written: bool,
}

impl<'a> Quick<'a> {
    /// For `data`. No distance is going to be greater than `window`, which is 2^15 at most.
    pub fn new(data: &'a [u8], window: usize, work: &'a mut QuickWork) -> Option<Self> {
        let (places, rest) = work.split_first_chunk_mut()?;
        let (short, rest) = rest.as_flattened_mut().split_first_chunk_mut()?;
        let tokens = rest.first_chunk_mut()?;
        Some(Quick {
            data,
            parser: Parser::new(window, places, short, tokens),
            plan: None,
            start: 0,
            waiting: Waiting::NOTHING,
            is_written: false,
        })
    }

    /// How many bytes the next block takes at most, whose turn it is to be [written](Self::write);
    /// `None` after the last one.
    pub fn next_len(&mut self) -> Option<usize> {
        if self.is_written {
            return None;
        }
        let plan = self.plan.get_or_insert_with(|| {
            self.start = self.parser.position;
            self.parser.parse(self.data);
            let len = self.parser.position - self.start;
            Plan::new(&self.parser.frequencies, len, self.waiting)
        });
        Some(plan.len)
    }

    /// Writes the block that was worked out, but for the bits of a last byte that is not whole, unless it is the last
    /// block.
    ///
    /// # Errors
    /// [`Full`], if there is less room than it takes.
    // Within its caller it would be compiled as that is, which may be for size.
    #[inline(never)]
    pub fn write(&mut self, out: &mut Out<'_>) -> Result<(), Full> {
        let Some(plan) = self.plan.take() else {
            return Ok(());
        };
        let end = self.parser.position;
        let data = &self.data[self.start..end];
        let is_last = end == self.data.len();
        let tokens = self.parser.tokens();
        self.waiting = plan.write(out, self.waiting, data, is_last, |codes, bits| {
            write_tokens(tokens, codes, bits)
        })?;
        self.is_written = is_last;
        Ok(())
    }
}

/// A literal above 0; or the length of a match, less 3, above its distance.
type Token = u32;

/// Takes data apart into literals and matches.
struct Parser<'a> {
    window: u32,
    places: &'a mut [Places; HASHES],
    /// The same of three bytes, the last position only.
    short: &'a mut [u32; SHORT_HASHES],
    tokens: &'a mut [Token; TOKENS],
    count: usize,
    frequencies: [u16; BOTH],
    /// What was not taken apart yet begins here.
    position: usize,
}

impl<'a> Parser<'a> {
    fn new(
        window: usize,
        places: &'a mut [Places; HASHES],
        short: &'a mut [u32; SHORT_HASHES],
        tokens: &'a mut [Token; TOKENS],
    ) -> Self {
        // The same data is to give the same result.
        places.fill([0; 2]);
        short.fill(0);
        Parser {
            window: window as u32,
            places,
            short,
            tokens,
            count: 0,
            frequencies: [0; BOTH],
            position: 0,
        }
    }

    fn tokens(&self) -> &[Token] {
        &self.tokens[..self.count.min(TOKENS)]
    }

    /// What comes next, until there is enough for a block.
    // See `Quick::write`.
    #[inline(never)]
    fn parse(&mut self, data: &[u8]) {
        // For all the compiler knows, a place that is written could be in `self`: these are in registers.
        let (window, places, short) = (self.window, &mut *self.places, &mut *self.short);
        let mut position = self.position;
        let mut taken = Taken {
            tokens: &mut *self.tokens,
            count: 0,
            frequencies: [0; BOTH],
        };
        taken.frequencies[END] = 1;
        while taken.count < TOKENS {
            let Some(word) = four(data, position) else {
                break;
            };
            let mut found = longest(data, position, word, window, places);
            let distance = insert_short(short, position, word);
            if found.len < MIN_MATCH {
                found = shortest(data, position, word, window, distance);
                if found.len < MIN_MATCH {
                    taken.literal(word as u8);
                    position += 1;
                    continue;
                }
            }
            taken.copy(found);
            // Of what is passed over, that is enough.
            let end = position + found.len;
            for inside in [position + 1, position + 2, end - 1] {
                if let Some(word) = four(data, inside) {
                    insert(places, inside, word);
                }
            }
            position = end;
        }
        if data.len() - position < size_of::<u32>() {
            while taken.count < TOKENS && position < data.len() {
                taken.literal(data[position]);
                position += 1;
            }
        }
        self.position = position;
        (self.count, self.frequencies) = (taken.count, taken.frequencies);
    }
}

/// Remembers that `word` is at `position`, and says how far it is to the two places before.
#[inline(always)]
fn insert(places: &mut [Places; HASHES], position: usize, word: u32) -> [u32; 2] {
    // Fibonacci hashing. Positions are counted modulo 2^32: a distance that is wrong is found out.
    let hash = word.wrapping_mul(0x9E37_79B1) >> (u32::BITS - HASH_BITS);
    let places = &mut places[hash as usize % HASHES];
    let position = position as u32;
    let before = *places;
    *places = [position, before[0]];
    before.map(|place| position.wrapping_sub(place))
}

/// The longer match of the two at `position`, the nearer one if it is as long; shorter than any if there is none.
#[inline(always)]
fn longest(
    data: &[u8],
    position: usize,
    word: u32,
    window: u32,
    places: &mut [Places; HASHES],
) -> Match {
    let [near, far] = insert(places, position, word);
    let one = at_distance(data, position, word, window, near);
    if one.len >= NICE {
        return one;
    }
    let other = at_distance(data, position, word, window, far);
    if other.len > one.len { other } else { one }
}

/// The same of its first three bytes. How far it is to where they were before.
#[inline(always)]
fn insert_short(short: &mut [u32; SHORT_HASHES], position: usize, word: u32) -> u32 {
    let hash = (word << 8).wrapping_mul(0x9E37_79B1) >> (u32::BITS - SHORT_BITS);
    let place = &mut short[hash as usize % SHORT_HASHES];
    (position as u32).wrapping_sub(core::mem::replace(place, position as u32))
}

/// A match of three bytes, which are not followed by the same one, or none.
#[inline(always)]
fn shortest(data: &[u8], position: usize, word: u32, window: u32, distance: u32) -> Match {
    let is_near = distance.wrapping_sub(1) < window.min(SHORT_WINDOW);
    let distance = distance as usize;
    if !is_near || distance > position {
        return Match::NONE;
    }
    match four(data, position - distance) {
        Some(there) if (there ^ word) << 8 == 0 => Match {
            len: MIN_MATCH,
            distance,
        },
        _ => Match::NONE,
    }
}

#[inline(always)]
fn at_distance(data: &[u8], position: usize, word: u32, window: u32, distance: u32) -> Match {
    let is_near = distance.wrapping_sub(1) < window;
    let distance = distance as usize;
    if !is_near || distance > position || four(data, position - distance) != Some(word) {
        return Match::NONE;
    }
    let most = (data.len() - position).min(MAX_MATCH);
    Match {
        len: common(data, position - distance, position, most),
        distance,
    }
}

/// Literals and matches, in order, and how often each symbol occurs in them.
struct Taken<'t> {
    tokens: &'t mut [Token; TOKENS],
    count: usize,
    frequencies: [u16; BOTH],
}

impl Taken<'_> {
    #[inline(always)]
    fn literal(&mut self, byte: u8) {
        self.push(byte, 0);
        self.frequencies[usize::from(byte)] += 1;
    }

    #[inline(always)]
    fn copy(&mut self, found: Match) {
        let (len, distance) = ((found.len - MIN_MATCH) as u8, found.distance as u16);
        self.push(len, distance);
        self.frequencies[of_length(len).index] += 1;
        self.frequencies[of_distance(distance).index] += 1;
    }

    #[inline(always)]
    fn push(&mut self, what: u8, distance: u16) {
        self.tokens[self.count % TOKENS] = Token::from(what) << 16 | Token::from(distance);
        self.count += 1;
    }
}

fn write_tokens(
    tokens: &[Token],
    codes: &[Code; BOTH],
    bits: &mut Bits<'_, '_>,
) -> Result<(), Full> {
    // Of each length the code and the bits that follow it, in one.
    let mut lengths = [(0u32, 0u32); 256];
    for (less, entry) in lengths.iter_mut().enumerate() {
        let symbol = of_length(less as u8);
        let code = codes[symbol.index];
        let len = u32::from(code.len);
        *entry = (
            u32::from(code.bits) | u32::from(symbol.extra) << len,
            len + symbol.extra_bits,
        );
    }
    for &token in tokens {
        let what = usize::from((token >> 16) as u8);
        let distance = token as u16;
        if distance == 0 {
            bits.put_code(codes[what]);
        } else {
            let (length, len) = lengths[what];
            bits.put(length.into(), len);
            let symbol = of_distance(distance);
            bits.put_code(codes[symbol.index]);
            bits.put(symbol.extra.into(), symbol.extra_bits);
        }
        bits.flush()?;
    }
    Ok(())
}
