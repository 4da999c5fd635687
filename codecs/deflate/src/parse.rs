//! Which matches are taken.

use crate::chains::{Chains, Effort, MIN_MATCH, Match, Tables};
use crate::symbols::Tokens;

/// How much to do for a small result: 1 to 9, as in zlib.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level(u8);

impl Level {
    /// The level of that number, if there is one.
    pub const fn new(number: u8) -> Option<Level> {
        match number {
            1..=9 => Some(Level(number)),
            _ => None,
        }
    }
}

/// What a level does: zlib's numbers.
struct Thoroughness {
    /// Whether the next position may have a better match.
    is_lazy: bool,
    /// Lazy: a match of that length is taken. Otherwise: what is in one that is longer is not remembered.
    enough: u16,
    /// After a match of that length, a quarter of the effort will do.
    good: u16,
    effort: Effort,
}

const fn greedy(enough: u16, nice: u16, chain: u16) -> Thoroughness {
    Thoroughness {
        is_lazy: false,
        enough,
        good: 4,
        effort: Effort { chain, nice },
    }
}

const fn lazy(good: u16, enough: u16, nice: u16, chain: u16) -> Thoroughness {
    Thoroughness {
        is_lazy: true,
        enough,
        good,
        effort: Effort { chain, nice },
    }
}

const LEVELS: [Thoroughness; 9] = [
    greedy(4, 8, 4),
    greedy(5, 16, 8),
    greedy(6, 32, 32),
    lazy(4, 4, 16, 16),
    lazy(8, 16, 32, 32),
    lazy(8, 16, 128, 128),
    lazy(8, 32, 128, 256),
    lazy(32, 128, 258, 1024),
    lazy(32, 258, 258, 4096),
];

/// So many places are few.
const LITTLE: u16 = 32;

/// Takes `data` apart into literals and matches.
pub(crate) fn parse(
    data: &[u8],
    level: Level,
    window: usize,
    tables: Tables<'_>,
    tokens: &mut Tokens<'_>,
) {
    let Some(how) = LEVELS.get(usize::from(level.0) - 1) else {
        return;
    };
    // What little effort finds is a matter of luck where a pattern repeats: twice as much, or half.
    // To have zlib's luck is to make its choices.
    match how.is_lazy {
        false => parse_greedily(how, &mut Chains::<true>::new(data, window, tables), tokens),
        true if how.effort.chain <= LITTLE => {
            parse_lazily(how, &mut Chains::<true>::new(data, window, tables), tokens);
        }
        true => parse_lazily(how, &mut Chains::<false>::new(data, window, tables), tokens),
    }
}

/// Each match is taken that there is.
fn parse_greedily(how: &Thoroughness, chains: &mut Chains<'_, true>, tokens: &mut Tokens<'_>) {
    let data = chains.data;
    let mut position = 0;
    while let Some(&byte) = data.get(position) {
        let place = chains.insert(position);
        let found = match place {
            0 => Match::NONE,
            _ => chains.longest(position, place, Match::NONE.len, how.effort),
        };
        if found.len < MIN_MATCH {
            tokens.literal(byte);
            position += 1;
            continue;
        }
        tokens.copy(found);
        if found.len <= usize::from(how.enough) {
            for inside in 1..found.len {
                chains.insert(position + inside);
            }
        }
        position += found.len;
    }
}

/// A match is taken if there is none at the next position that is longer.
fn parse_lazily<const AS_ZLIB: bool>(
    how: &Thoroughness,
    chains: &mut Chains<'_, AS_ZLIB>,
    tokens: &mut Tokens<'_>,
) {
    let data = chains.data;
    // The byte before, if it is not in a token yet, and the match there.
    let mut waiting = None;
    let mut former = Match::NONE;
    let mut position = 0;
    while let Some(&byte) = data.get(position) {
        let place = chains.insert(position);
        let found = match place != 0 && former.len < usize::from(how.enough) {
            true => {
                let mut effort = how.effort;
                if former.len >= usize::from(how.good) {
                    effort.chain /= 4;
                }
                chains.longest(position, place, former.len, effort)
            }
            false => Match::NONE,
        };
        if former.len >= MIN_MATCH && found.len <= former.len {
            tokens.copy(former);
            let end = position - 1 + former.len;
            for inside in position + 1..end {
                chains.insert(inside);
            }
            position = end;
            waiting = None;
            former = Match::NONE;
            continue;
        }
        if let Some(byte) = waiting.replace(byte) {
            tokens.literal(byte);
        }
        former = found;
        position += 1;
    }
    if let Some(byte) = waiting {
        tokens.literal(byte);
    }
}
