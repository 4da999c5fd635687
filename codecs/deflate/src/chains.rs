//! Where the same bytes were before.

use crate::LIMIT;

/// What is shorter is not worth a distance.
pub(crate) const MIN_MATCH: usize = 3;
/// Deflate has no longer ones.
pub(crate) const MAX_MATCH: usize = 258;

/// Bytes that were there before.
#[derive(Clone, Copy)]
pub(crate) struct Match {
    pub(crate) len: usize,
    pub(crate) distance: usize,
}

impl Match {
    /// Shorter than any.
    pub(crate) const NONE: Match = Match {
        len: MIN_MATCH - 1,
        distance: 0,
    };
}

/// The most hashes there are.
pub(crate) const HEADS: usize = 2 * LIMIT;

/// How long to look.
#[derive(Clone, Copy)]
pub(crate) struct Effort {
    /// How many places are looked at.
    pub(crate) chain: u16,
    /// A match of that length is not improved on.
    pub(crate) nice: u16,
}

/// Memory for places, whatever is in it.
pub(crate) struct Tables<'a> {
    /// The last one of each hash.
    pub(crate) head: &'a mut [u16; HEADS],
    /// For each, the one before.
    pub(crate) previous: &'a mut [u16; LIMIT],
}

/// What a place counts for, where one that only has the same hash counts 1.
const FULL_PRICE: i32 = 4;

/// The places where three bytes of the same hash begin, each with the one before.
///
/// A place is its position plus 1; 0 is none.
///
/// `AS_ZLIB`: what is found is what zlib finds. That is not the first byte, nothing that is nearly as far as the
/// window, and hardly hindered by others of the same hash, of which zlib's large table has few.
pub(crate) struct Chains<'a, const AS_ZLIB: bool> {
    pub(crate) data: &'a [u8],
    window: usize,
    tables: Tables<'a>,
    shift: u32,
}

impl<'a, const AS_ZLIB: bool> Chains<'a, AS_ZLIB> {
    pub(crate) fn new(data: &'a [u8], window: usize, tables: Tables<'a>) -> Self {
        // Some times as many as there are places: to empty them takes little, to meet strangers much.
        let hashes = (4 * data.len()).clamp(256, HEADS);
        let bits = hashes.next_power_of_two().ilog2();
        tables.head[..1 << bits].fill(0);
        Chains {
            data,
            window: match AS_ZLIB {
                true => window.saturating_sub(MAX_MATCH + MIN_MATCH + 1),
                false => window,
            },
            tables,
            shift: u32::BITS - bits,
        }
    }

    /// Remembers that three bytes begin at `position`, and says where the same (or others of
    /// the same hash) began before.
    #[inline(always)]
    pub(crate) fn insert(&mut self, position: usize) -> u16 {
        let Some(word) = word(self.data, position) else {
            return 0;
        };
        // Fibonacci hashing, of three bytes: the upper bits of the product depend on all of them.
        let hash = (word << 8).wrapping_mul(0x9E37_79B1) >> self.shift;
        let last = &mut self.tables.head[hash as usize % HEADS];
        let former = *last;
        *last = position as u16 + 1;
        self.tables.previous[position % LIMIT] = former;
        former
    }

    /// The longest match at `position` that is longer than `least`, from `place` on backwards;
    /// of several as long, the nearest.
    #[inline(always)]
    pub(crate) fn longest(
        &self,
        position: usize,
        mut place: u16,
        least: usize,
        effort: Effort,
    ) -> Match {
        let rest = &self.data[position..];
        let most = rest.len().min(MAX_MATCH);
        let mut found = Match {
            len: least,
            distance: 0,
        };
        if least >= most {
            return found;
        }
        let nice = usize::from(effort.nice).min(most);
        let nearest = position + 1;
        let first = match AS_ZLIB {
            true => 2,
            false => 1,
        };
        let farthest = nearest.saturating_sub(self.window).max(first);
        let mut chain = FULL_PRICE * i32::from(effort.chain);
        let here = word(rest, 0).unwrap_or_default();
        // A better match has the byte after those of the best one so far, and most likely
        // differs in the last ones if it differs at all.
        let (mut offset, mut mask) = last_word(least);
        let mut wanted = word(rest, offset).unwrap_or_default();
        while usize::from(place) >= farthest {
            let start = usize::from(place) - 1;
            // It is before this one, so there are four bytes.
            let Some(there) = four(self.data, start + offset) else {
                break;
            };
            if (there ^ wanted) & mask == 0 {
                let len = common(self.data, start, position, most);
                if len > found.len {
                    found = Match {
                        len,
                        distance: position - start,
                    };
                    if len >= nice {
                        break;
                    }
                    (offset, mask) = last_word(len);
                    wanted = word(rest, offset).unwrap_or_default();
                }
            }
            let is_stranger =
                || four(self.data, start).is_none_or(|there| (there ^ here) << 8 != 0);
            chain -= match AS_ZLIB && is_stranger() {
                true => 1,
                false => FULL_PRICE,
            };
            if chain <= 0 {
                break;
            }
            place = self.tables.previous[start % LIMIT];
        }
        found
    }
}

/// Which four bytes (or three) a match longer than `len` has to have: where, and which of their bits.
#[inline(always)]
fn last_word(len: usize) -> (usize, u32) {
    match len {
        MIN_MATCH.. => (len - 3, u32::MAX),
        _ => (0, 0xff_ffff),
    }
}

#[inline(always)]
pub(crate) fn four(data: &[u8], at: usize) -> Option<u32> {
    let four = data.get(at..)?.first_chunk()?;
    Some(u32::from_le_bytes(*four))
}

/// Four bytes, or the last three and a 0.
#[inline(always)]
fn word(data: &[u8], at: usize) -> Option<u32> {
    four(data, at).or_else(|| {
        let [a, b, c] = data.get(at..)?.first_chunk()?;
        Some(u32::from_le_bytes([*a, *b, *c, 0]))
    })
}

/// How many bytes from `start` are those from `position`, up to `most`.
#[inline(always)]
pub(crate) fn common(data: &[u8], start: usize, position: usize, most: usize) -> usize {
    let ours = &data[position..][..most];
    let theirs = &data[start..][..most];
    let mut len = 0;
    while let (Some(one), Some(other)) = (eight(ours, len), eight(theirs, len)) {
        let difference = one ^ other;
        if difference != 0 {
            return len + difference.trailing_zeros() as usize / 8;
        }
        len += 8;
    }
    while len < most && ours[len] == theirs[len] {
        len += 1;
    }
    len
}

#[inline(always)]
fn eight(data: &[u8], at: usize) -> Option<u64> {
    let eight = data.get(at..)?.first_chunk()?;
    Some(u64::from_le_bytes(*eight))
}
