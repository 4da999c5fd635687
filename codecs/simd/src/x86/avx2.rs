//! One vector of 32 bytes: AVX2.

use core::arch::x86_64::*;

use super::features;
use super::macros::token;
use super::sse41::{self, Sse41};
use crate::{Kernel, Lanes};

token!(
    /// AVX2, BMI1, BMI2, PCLMULQDQ and POPCNT.
    pub(crate) Avx2,
    "avx2,bmi1,bmi2,pclmulqdq,popcnt",
    features::avx2,
    |token, kernel| lanes(kernel, token)
);

/// Runs the part of a kernel that is for lanes, in one register or two as it wants.
#[inline(always)]
pub(crate) fn lanes<K: Kernel>(kernel: K, token: Avx2) -> K::Output {
    if K::APART {
        kernel.lanes::<sse41::V>(Sse41::of(token))
    } else {
        kernel.lanes::<V>(token)
    }
}

/// Both lanes in one register.
#[derive(Clone, Copy)]
pub(crate) struct V(__m256i);

/// Methods that are one intrinsic each.
macro_rules! intrinsics {
    ($($name:ident($($other:ident),*) = $intrinsic:ident $(::<$imm:ident>)?;)*) => {
        $(
            #[inline(always)]
            fn $name $(<const $imm: i32>)? (self $(, $other: Self)*) -> Self {
                // SAFETY: a vector exists, so a token did: the processor has the
                // instructions. The intrinsic works on registers alone.
                V(unsafe { $intrinsic $(::<$imm>)? (self.0 $(, $other.0)*) })
            }
        )*
    };
}

#[inline(always)]
fn to_array(vector: __m256i) -> [u8; 32] {
    // SAFETY: both are 32 bytes, any of which are a value.
    unsafe { core::mem::transmute(vector) }
}

impl Avx2 {
    /// What has AVX-512 has AVX2.
    #[cfg(simd_avx512)]
    #[inline(always)]
    pub(super) fn of(_: super::avx512::Avx512) -> Self {
        Avx2(())
    }
}

impl V {
    /// The two lanes.
    #[inline(always)]
    fn halves(self) -> [__m128i; 2] {
        // SAFETY: as in `intrinsics`.
        let low = unsafe { _mm256_castsi256_si128(self.0) };
        // SAFETY: as in `intrinsics`.
        let high = unsafe { _mm256_extracti128_si256::<1>(self.0) };
        [low, high]
    }
}

impl Lanes for V {
    type Token = Avx2;

    const CARRYLESS: bool = true;

    #[inline(always)]
    fn load(_: Avx2, bytes: &[u8; 32]) -> Self {
        // SAFETY: both are 32 bytes, any of which are a value.
        V(unsafe { core::mem::transmute::<[u8; 32], __m256i>(*bytes) })
    }

    #[inline(always)]
    fn load_lanes(token: Avx2, first: &[u8; 16], second: &[u8; 16]) -> Self {
        let mut bytes = [0; 32];
        bytes[..16].copy_from_slice(first);
        bytes[16..].copy_from_slice(second);
        Self::load(token, &bytes)
    }

    #[inline(always)]
    fn splat(token: Avx2, byte: u8) -> Self {
        Self::load(token, &[byte; 32])
    }

    #[inline(always)]
    fn to_array(self) -> [u8; 32] {
        to_array(self.0)
    }

    #[inline(always)]
    fn join12(self) -> [u8; 32] {
        // SAFETY: as in `intrinsics`.
        let order = unsafe { _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 7, 7) };
        // SAFETY: as in `intrinsics`.
        to_array(unsafe { _mm256_permutevar8x32_epi32(self.0, order) })
    }

    intrinsics! {
        and(other) = _mm256_and_si256;
        or(other) = _mm256_or_si256;
        xor(other) = _mm256_xor_si256;
        add8(other) = _mm256_add_epi8;
        sub8(other) = _mm256_sub_epi8;
        add8_saturating(other) = _mm256_adds_epu8;
        sub8_saturating(other) = _mm256_subs_epu8;
        min8(other) = _mm256_min_epu8;
        eq8(other) = _mm256_cmpeq_epi8;
        gt8(other) = _mm256_cmpgt_epi8;
        add16(other) = _mm256_add_epi16;
        sub16(other) = _mm256_sub_epi16;
        mul16_low(other) = _mm256_mullo_epi16;
        mul16_high(other) = _mm256_mulhi_epu16;
        shl16() = _mm256_slli_epi16::<BY>;
        shr16() = _mm256_srli_epi16::<BY>;
        add32(other) = _mm256_add_epi32;
        sub32(other) = _mm256_sub_epi32;
        mul32_low(other) = _mm256_mullo_epi32;
        shl32() = _mm256_slli_epi32::<BY>;
        shr32() = _mm256_srli_epi32::<BY>;
        weigh8(weights) = _mm256_maddubs_epi16;
        weigh16(weights) = _mm256_madd_epi16;
    }

    #[inline(always)]
    fn and_not(self, mask: Self) -> Self {
        // SAFETY: as in `intrinsics`.
        V(unsafe { _mm256_andnot_si256(mask.0, self.0) })
    }

    #[inline(always)]
    fn mul32_high(self, other: Self) -> Self {
        // SAFETY: for this and those below as in `intrinsics`.
        let even = unsafe { _mm256_mul_epu32(self.0, other.0) };
        // SAFETY: as above.
        let a = unsafe { _mm256_srli_epi64::<32>(self.0) };
        // SAFETY: as above.
        let b = unsafe { _mm256_srli_epi64::<32>(other.0) };
        // SAFETY: as above.
        let odd = unsafe { _mm256_mul_epu32(a, b) };
        // SAFETY: as above.
        let even = unsafe { _mm256_srli_epi64::<32>(even) };
        // SAFETY: as above.
        V(unsafe { _mm256_blend_epi32::<0b1010_1010>(even, odd) })
    }

    #[inline(always)]
    fn lookup(self, table: Self) -> Self {
        // SAFETY: as in `intrinsics`.
        V(unsafe { _mm256_shuffle_epi8(table.0, self.0) })
    }

    #[inline(always)]
    fn select(self, yes: Self, no: Self) -> Self {
        // SAFETY: as in `intrinsics`.
        V(unsafe { _mm256_blendv_epi8(no.0, yes.0, self.0) })
    }

    #[inline(always)]
    fn narrow16(self, other: Self) -> Self {
        // SAFETY: as in `intrinsics`.
        let mixed = unsafe { _mm256_packus_epi16(self.0, other.0) };
        // SAFETY: as in `intrinsics`.
        V(unsafe { _mm256_permute4x64_epi64::<0b11_01_10_00>(mixed) })
    }

    #[inline(always)]
    fn zip8(self, other: Self) -> [u8; 64] {
        // SAFETY: for this and those below as in `intrinsics`.
        let low = unsafe { _mm256_unpacklo_epi8(self.0, other.0) };
        // SAFETY: as above.
        let high = unsafe { _mm256_unpackhi_epi8(self.0, other.0) };
        // SAFETY: as above.
        let first = unsafe { _mm256_permute2x128_si256::<0x20>(low, high) };
        // SAFETY: as above.
        let second = unsafe { _mm256_permute2x128_si256::<0x31>(low, high) };
        let mut bytes = [0; 64];
        bytes[..32].copy_from_slice(&to_array(first));
        bytes[32..].copy_from_slice(&to_array(second));
        bytes
    }

    #[inline(always)]
    fn high_bits(self) -> u32 {
        // SAFETY: as in `intrinsics`.
        let bits = unsafe { _mm256_movemask_epi8(self.0) };
        bits as u32
    }

    #[inline(always)]
    fn carryless<const HIGH: bool>(self, other: Self) -> Self {
        let (these, others) = (self.halves(), other.halves());
        let lane = |i: usize| {
            let (a, b) = (these[i], others[i]);
            if HIGH {
                // SAFETY: as in `intrinsics`.
                unsafe { _mm_clmulepi64_si128::<0x11>(a, b) }
            } else {
                // SAFETY: as in `intrinsics`.
                unsafe { _mm_clmulepi64_si128::<0x00>(a, b) }
            }
        };
        // SAFETY: as in `intrinsics`.
        V(unsafe { _mm256_set_m128i(lane(1), lane(0)) })
    }
}
