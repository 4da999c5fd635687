//! Two vectors of 16 bytes: SSSE3, SSE4.1, PCLMULQDQ.

use core::arch::x86_64::*;

use super::features;
use super::macros::token;
use crate::Lanes;

token!(
    /// SSSE3, SSE4.1, PCLMULQDQ and POPCNT.
    pub(crate) Sse41,
    "ssse3,sse4.1,pclmulqdq,popcnt",
    features::sse41,
    |token, kernel| kernel.lanes::<V>(token)
);

impl Sse41 {
    /// What has AVX2 has SSE4.1.
    #[inline(always)]
    pub(super) fn of(_: super::avx2::Avx2) -> Self {
        Sse41(())
    }
}

/// A lane for each register.
#[derive(Clone, Copy)]
pub(crate) struct V([__m128i; 2]);

/// Methods that are one intrinsic for each lane.
macro_rules! intrinsics {
    ($($name:ident($($other:ident),*) = $intrinsic:ident $(::<$imm:ident>)?;)*) => {
        $(
            #[inline(always)]
            fn $name $(<const $imm: i32>)? (self $(, $other: Self)*) -> Self {
                let lane = |i: usize| {
                    // SAFETY: a vector exists, so a token did: the processor has the
                    // instructions. The intrinsic works on registers alone.
                    unsafe { $intrinsic $(::<$imm>)? (self.0[i] $(, $other.0[i])*) }
                };
                V([lane(0), lane(1)])
            }
        )*
    };
}

#[inline(always)]
fn from_array(_: Sse41, bytes: [u8; 16]) -> __m128i {
    // SAFETY: both are 16 bytes, any of which are a value.
    unsafe { core::mem::transmute(bytes) }
}

#[inline(always)]
fn to_array(lane: __m128i) -> [u8; 16] {
    // SAFETY: both are 16 bytes, any of which are a value.
    unsafe { core::mem::transmute(lane) }
}

/// Both halves after each other.
#[inline(always)]
fn joined<const N: usize>(parts: &[__m128i]) -> [u8; N] {
    let mut bytes = [0; N];
    for (part, target) in parts.iter().zip(bytes.chunks_exact_mut(16)) {
        target.copy_from_slice(&to_array(*part));
    }
    bytes
}

impl Lanes for V {
    type Token = Sse41;

    const CARRYLESS: bool = true;

    #[inline(always)]
    fn load(token: Sse41, bytes: &[u8; 32]) -> Self {
        let (first, second) = bytes.split_at(16);
        let lane = |part: &[u8]| {
            let mut lane = [0; 16];
            lane.copy_from_slice(part);
            from_array(token, lane)
        };
        V([lane(first), lane(second)])
    }

    #[inline(always)]
    fn load_lanes(token: Sse41, first: &[u8; 16], second: &[u8; 16]) -> Self {
        V([from_array(token, *first), from_array(token, *second)])
    }

    #[inline(always)]
    fn splat(token: Sse41, byte: u8) -> Self {
        Self::repeat(token, &[byte; 16])
    }

    #[inline(always)]
    fn to_array(self) -> [u8; 32] {
        joined(&self.0)
    }

    #[inline(always)]
    fn join12(self) -> [u8; 32] {
        let [first, second] = self.0;
        // SAFETY: for this and the three below as in `intrinsics`.
        let moved = unsafe { _mm_slli_si128::<12>(second) };
        // SAFETY: as above.
        let upper = unsafe { _mm_srli_si128::<4>(second) };
        // SAFETY: as above.
        let mask = unsafe { _mm_set_epi32(0, -1, -1, -1) };
        // SAFETY: as above.
        let first = unsafe { _mm_and_si128(first, mask) };
        // SAFETY: as above.
        let lower = unsafe { _mm_or_si128(first, moved) };
        joined(&[lower, upper])
    }

    intrinsics! {
        and(other) = _mm_and_si128;
        or(other) = _mm_or_si128;
        xor(other) = _mm_xor_si128;
        add8(other) = _mm_add_epi8;
        sub8(other) = _mm_sub_epi8;
        add8_saturating(other) = _mm_adds_epu8;
        sub8_saturating(other) = _mm_subs_epu8;
        min8(other) = _mm_min_epu8;
        eq8(other) = _mm_cmpeq_epi8;
        gt8(other) = _mm_cmpgt_epi8;
        add16(other) = _mm_add_epi16;
        sub16(other) = _mm_sub_epi16;
        mul16_low(other) = _mm_mullo_epi16;
        mul16_high(other) = _mm_mulhi_epu16;
        shl16() = _mm_slli_epi16::<BY>;
        shr16() = _mm_srli_epi16::<BY>;
        add32(other) = _mm_add_epi32;
        sub32(other) = _mm_sub_epi32;
        mul32_low(other) = _mm_mullo_epi32;
        shl32() = _mm_slli_epi32::<BY>;
        shr32() = _mm_srli_epi32::<BY>;
        weigh8(weights) = _mm_maddubs_epi16;
        weigh16(weights) = _mm_madd_epi16;
    }

    #[inline(always)]
    fn and_not(self, mask: Self) -> Self {
        let lane = |i: usize| {
            // SAFETY: as in `intrinsics`.
            unsafe { _mm_andnot_si128(mask.0[i], self.0[i]) }
        };
        V([lane(0), lane(1)])
    }

    #[inline(always)]
    fn mul32_high(self, other: Self) -> Self {
        let lane = |i: usize| {
            let (a, b) = (self.0[i], other.0[i]);
            // SAFETY: for this and those below as in `intrinsics`.
            let even = unsafe { _mm_mul_epu32(a, b) };
            // SAFETY: as above.
            let a = unsafe { _mm_srli_epi64::<32>(a) };
            // SAFETY: as above.
            let b = unsafe { _mm_srli_epi64::<32>(b) };
            // SAFETY: as above.
            let odd = unsafe { _mm_mul_epu32(a, b) };
            // SAFETY: as above.
            let even = unsafe { _mm_srli_epi64::<32>(even) };
            // SAFETY: as above.
            unsafe { _mm_blend_epi16::<0b1100_1100>(even, odd) }
        };
        V([lane(0), lane(1)])
    }

    #[inline(always)]
    fn lookup(self, table: Self) -> Self {
        let lane = |i: usize| {
            // SAFETY: as in `intrinsics`.
            unsafe { _mm_shuffle_epi8(table.0[i], self.0[i]) }
        };
        V([lane(0), lane(1)])
    }

    #[inline(always)]
    fn select(self, yes: Self, no: Self) -> Self {
        let lane = |i: usize| {
            // SAFETY: as in `intrinsics`.
            unsafe { _mm_blendv_epi8(no.0[i], yes.0[i], self.0[i]) }
        };
        V([lane(0), lane(1)])
    }

    #[inline(always)]
    fn narrow16(self, other: Self) -> Self {
        let lane = |two: [__m128i; 2]| {
            // SAFETY: as in `intrinsics`.
            unsafe { _mm_packus_epi16(two[0], two[1]) }
        };
        V([lane(self.0), lane(other.0)])
    }

    #[inline(always)]
    fn zip8(self, other: Self) -> [u8; 64] {
        let low = |i: usize| {
            // SAFETY: as in `intrinsics`.
            unsafe { _mm_unpacklo_epi8(self.0[i], other.0[i]) }
        };
        let high = |i: usize| {
            // SAFETY: as in `intrinsics`.
            unsafe { _mm_unpackhi_epi8(self.0[i], other.0[i]) }
        };
        joined(&[low(0), high(0), low(1), high(1)])
    }

    #[inline(always)]
    fn high_bits(self) -> u32 {
        let lane = |i: usize| {
            // SAFETY: as in `intrinsics`.
            let bits = unsafe { _mm_movemask_epi8(self.0[i]) };
            bits as u32
        };
        lane(0) | lane(1) << 16
    }

    #[inline(always)]
    fn carryless<const HIGH: bool>(self, other: Self) -> Self {
        let lane = |i: usize| {
            let (a, b) = (self.0[i], other.0[i]);
            if HIGH {
                // SAFETY: as in `intrinsics`.
                unsafe { _mm_clmulepi64_si128::<0x11>(a, b) }
            } else {
                // SAFETY: as in `intrinsics`.
                unsafe { _mm_clmulepi64_si128::<0x00>(a, b) }
            }
        };
        V([lane(0), lane(1)])
    }
}
