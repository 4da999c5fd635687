//! 32 bytes at a time, where they stand for themselves.

use codec_simd::Lanes;

use super::{Found, Options, Vectors};

/// What to compare with.
#[derive(Clone, Copy)]
pub(super) struct Blocks<L: Lanes> {
    token: L::Token,
    options: Options,
}

impl<L: Lanes> Blocks<L> {
    #[inline(always)]
    pub(super) fn new(token: L::Token, options: Options) -> Self {
        Blocks { token, options }
    }
}

impl<L: Lanes> Vectors<32> for Blocks<L> {
    #[inline(always)]
    fn block(self, bytes: &[u8]) -> Option<([u8; 32], Found)> {
        let Options {
            quote_tabs, header, ..
        } = self.options;
        let all = L::load(self.token, bytes.first_chunk()?);
        let splat = |byte| L::splat(self.token, byte);
        let eq = |byte| all.eq8(splat(byte));
        let (spaces, tabs) = (eq(b' '), eq(b'\t'));
        // What is not ASCII is negative.
        let mut plain = all.gt8(splat(b' ')).and(splat(0x7f).gt8(all));
        plain = plain.and_not(eq(b'='));
        if header {
            plain = plain.and_not(eq(b'_'));
        }
        let mut blanks = 0;
        if !quote_tabs {
            plain = plain.or(spaces).or(tabs);
            blanks = match header {
                true => tabs,
                false => tabs.or(spaces),
            }
            .high_bits();
        }
        let written = match header {
            true => all.xor(spaces.and(splat(b' ' ^ b'_'))),
            false => all,
        };
        let bits = |found: L| u64::from(found.high_bits());
        let found = Found {
            plain: bits(plain),
            feeds: bits(eq(b'\n')),
            carriages: bits(eq(b'\r')),
            blanks: u64::from(blanks),
            dots: bits(eq(b'.')),
            len: 32,
        };
        Some((written.to_array(), found))
    }
}
