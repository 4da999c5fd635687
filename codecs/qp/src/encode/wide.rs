//! 64 bytes at a time where they stand for themselves, and 21 where some are quoted: these are
//! written three times each, and what there is too much of is left out when they are compressed.

use codec_simd::wide::{Avx512, Wide, first};
use outbuf::{Full, Out};

use super::{Found, LINE_MAX, Next, Options, Position, Text, Vectors, take};

/// Bytes of which three times as many fit in a vector.
const THIRD: usize = 21;

/// Tables, in registers.
#[derive(Clone, Copy)]
pub(super) struct Blocks {
    token: Avx512,
    low: Wide,
    high: Wide,
    quote_tabs: bool,
    header: bool,
}

impl Blocks {
    #[inline(always)]
    pub(super) fn new(token: Avx512, options: Options) -> Self {
        let Options {
            quote_tabs,
            is_text,
            header,
        } = options;
        let [low, high] = &CLASSES
            [usize::from(is_text) << 2 | usize::from(quote_tabs) << 1 | usize::from(header)];
        Blocks {
            token,
            low: Wide::load(token, low),
            high: Wide::load(token, high),
            quote_tabs,
            header,
        }
    }

    /// Those that are quoted, and those that take more to know.
    #[inline(always)]
    fn classified(self, bytes: Wide) -> (u64, u64) {
        let classes = bytes.lookup128(self.low, self.high);
        let quoted = classes.or(bytes).high_bits();
        (
            quoted,
            classes.eq8(Wide::splat(self.token, SPECIAL)) & !quoted,
        )
    }

    /// How those are written that are not quoted.
    #[inline(always)]
    fn plain(self, bytes: Wide) -> Wide {
        match self.header {
            true => {
                let spaces = bytes.eq8(Wide::splat(self.token, b' '));
                bytes.with(spaces, Wide::splat(self.token, b'_'))
            }
            false => bytes,
        }
    }
}

impl Vectors<64> for Blocks {
    #[inline(always)]
    fn block(self, bytes: &[u8]) -> Option<([u8; 64], Found)> {
        let len = bytes.len().min(64);
        if len == 0 {
            return None;
        }
        let all = Wide::load_prefix(self.token, bytes);
        let (quoted, special) = self.classified(all);
        let eq = |byte| all.eq8(Wide::splat(self.token, byte));
        let blanks = match (self.quote_tabs, self.header) {
            (true, _) => 0,
            (false, true) => eq(b'\t'),
            (false, false) => eq(b'\t') | eq(b' '),
        };
        let found = Found {
            plain: !(quoted | special) & first(len),
            feeds: eq(b'\n'),
            carriages: eq(b'\r'),
            blanks,
            dots: eq(b'.'),
            len,
        };
        Some((self.plain(all).to_array(), found))
    }

    #[inline(always)]
    fn within(
        self,
        text: &Text<'_>,
        position: Position,
        last: usize,
        out: &mut Out<'_>,
    ) -> Result<(Position, Next), Full> {
        let Position { mut at, mut column } = position;
        let splat = |byte| Wide::splat(self.token, byte);
        if column == 0 && text.src[at] == b'.' {
            return Ok((position, Next::Step));
        }
        loop {
            let bytes = &text.src[at..last];
            let room = (LINE_MAX - 1).saturating_sub(column);
            let all = Wide::load(self.token, &THRICE).lookup(Wide::load_prefix(self.token, bytes));
            let (quoted, special) = self.classified(all);
            let digits = all.and(splat(0x0f));
            let digits = digits.with(SECONDS, all.shr16::<4>().and(splat(0x0f)));
            let digits = digits.lookup(Wide::load(self.token, &DIGITS));
            let firsts = self.plain(all).with(quoted, splat(b'='));
            let written = digits.with(FIRSTS, firsts);

            // The last one of the vector is none of them.
            let quoted = quoted & first(3 * THIRD);
            let kept = FIRSTS | quoted;
            let chars = kept.count_ones() as usize;
            // How far it goes must not wait for what was found, if that is the usual.
            if special == 0 && chars <= room && bytes.len() > THIRD {
                take(written.compress(kept).to_array(), chars, out)?;
                at += THIRD;
                column += chars;
                if quoted == 0 {
                    return Ok((Position { at, column }, Next::Unchanged));
                }
                continue;
            }

            let count = THIRD.min(bytes.len());
            let count = (special.trailing_zeros() as usize / 3).min(count);
            let mut kept = kept & first(3 * count);
            let is_full = kept.count_ones() as usize > room;
            let mut done = count;
            if is_full {
                done = self.token.nth(kept, room as u32) as usize / 3;
                kept &= first(3 * done);
            }
            let chars = kept.count_ones() as usize;
            take(written.compress(kept).to_array(), chars, out)?;
            at += done;
            column += chars;
            // A line end is as good as a break after the last character.
            let is_broken = quoted >> (3 * done) & 1 != 0 || text.src.get(at + 1) != Some(&b'\n');
            if !is_full || !is_broken {
                return Ok((Position { at, column }, Next::Step));
            }
            // A dot after it is not alone: its line began before.
            text.soft_break(out)?;
            column = 0;
        }
    }
}

/// Every third byte, and the one after it.
const FIRSTS: u64 = 0x1249_2492_4924_9249;
const SECONDS: u64 = FIRSTS << 1;

/// Each of the first bytes three times.
const THRICE: [u8; 64] = {
    let mut places = [0; 64];
    let mut i = 0;
    while i < 63 {
        places[i] = (i / 3) as u8;
        i += 1;
    }
    places
};

/// Digits, by the low four bits of six.
const DIGITS: [u8; 64] = {
    let mut digits = [0; 64];
    let mut i = 0;
    while i < 64 {
        digits[i] = b"0123456789ABCDEF"[i % 16];
        i += 1;
    }
    digits
};

/// What ends a line, or may.
const SPECIAL: u8 = 1;
const QUOTED: u8 = 0x80;

/// For each combination of `is_text` (4), `quote_tabs` (2) and `header` (1).
static CLASSES: [[[u8; 64]; 2]; 8] = [
    classes(0),
    classes(1),
    classes(2),
    classes(3),
    classes(4),
    classes(5),
    classes(6),
    classes(7),
];

const fn classes(options: usize) -> [[u8; 64]; 2] {
    let written = &super::WRITTEN[options & 3];
    let mut classes = [[0; 64]; 2];
    let mut byte = 0;
    while byte < 128 {
        classes[byte / 64][byte % 64] = match written[byte].len {
            0 if options & 4 != 0 => SPECIAL,
            0 | 3 => QUOTED,
            _ => 0,
        };
        byte += 1;
    }
    classes
}
