//! Vectors of 64 bytes that are permuted byte by byte: AVX-512 VBMI.

use core::arch::x86_64::*;

use outbuf::{Full, Out};

use super::avx2::Avx2;
use super::features;
use super::macros::token;

token!(
    /// AVX-512 with F, DQ, BW, VL, VBMI, VBMI2 and VPCLMULQDQ, and what AVX2's has.
    pub Avx512,
    "avx512f,avx512dq,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,avx512vnni,vpclmulqdq,avx2,bmi1,bmi2,pclmulqdq,popcnt",
    features::avx512,
    |token, kernel| kernel.wide(token)
);

impl Avx512 {
    /// The place of a bit of `set` that has `index` others below it, or 64 if there is none.
    #[inline(always)]
    pub fn nth(self, set: u64, index: u32) -> u32 {
        let bit = 1_u64.checked_shl(index).unwrap_or(0);
        // SAFETY: a token exists, so the processor has the instructions.
        unsafe { _pdep_u64(bit, set) }.trailing_zeros()
    }

    /// The smaller vectors that come with it.
    #[inline(always)]
    pub(crate) fn avx2(self) -> Avx2 {
        Avx2::of(self)
    }
}

/// 64 bytes in one register.
///
/// Arithmetic is on elements of 8, 16 or 32 bits, little-endian as in memory, and wraps. A
/// set of bytes is a `u64`, that of the first byte the lowest bit.
#[derive(Clone, Copy)]
pub struct Wide(__m512i);

/// Methods that are one intrinsic each.
macro_rules! intrinsics {
    ($($(#[$doc:meta])* $name:ident($($other:ident),*) $([$imm:ident])? = $intrinsic:ident;)*) => {
        $(
            $(#[$doc])*
            #[inline(always)]
            pub fn $name $(<const $imm: u32>)? (self $(, $other: Self)*) -> Self {
                // SAFETY: a vector exists, so a token did: the processor has the
                // instructions. The intrinsic works on registers alone.
                Wide(unsafe { $intrinsic $(::<$imm>)? (self.0 $(, $other.0)*) })
            }
        )*
    };
}

/// Methods that are one intrinsic each and tell bytes apart.
macro_rules! tests {
    ($($(#[$doc:meta])* $name:ident($($other:ident),*) = $intrinsic:ident -> $set:ty;)*) => {
        $(
            $(#[$doc])*
            #[inline(always)]
            pub fn $name(self $(, $other: Self)*) -> $set {
                // SAFETY: as in `intrinsics`.
                unsafe { $intrinsic(self.0 $(, $other.0)*) }
            }
        )*
    };
}

impl Wide {
    /// From memory.
    #[inline(always)]
    pub fn load(_: Avx512, bytes: &[u8; 64]) -> Self {
        // SAFETY: both are 64 bytes, any of which are a value.
        Wide(unsafe { core::mem::transmute::<[u8; 64], __m512i>(*bytes) })
    }

    /// The first 64 of `bytes`, zeros where there are fewer.
    #[inline(always)]
    pub fn load_prefix(_: Avx512, bytes: &[u8]) -> Self {
        let mask = first(bytes.len());
        // SAFETY: as in `intrinsics`, and of memory the intrinsic reads what the mask
        // has, at most `bytes.len()` bytes from the start of `bytes`.
        Wide(unsafe { _mm512_maskz_loadu_epi8(mask, bytes.as_ptr().cast()) })
    }

    /// The same byte 64 times.
    #[inline(always)]
    pub fn splat(token: Avx512, byte: u8) -> Self {
        Self::load(token, &[byte; 64])
    }

    /// The same 32 bits 16 times.
    #[inline(always)]
    pub fn splat32(_: Avx512, element: u32) -> Self {
        // SAFETY: a token exists, so the processor has the instructions.
        Wide(unsafe { _mm512_set1_epi32(element as i32) })
    }

    /// To memory.
    #[inline(always)]
    pub fn to_array(self) -> [u8; 64] {
        // SAFETY: both are 64 bytes, any of which are a value.
        unsafe { core::mem::transmute(self.0) }
    }

    /// Writes the first `keep` bytes, at most 64, or nothing if they do not fit.
    ///
    /// # Errors
    /// [`Full`] if they do not.
    #[inline(always)]
    pub fn write_prefix(self, keep: usize, out: &mut Out<'_>) -> Result<(), Full> {
        let keep = keep.min(64);
        if out.remaining() < keep {
            return Err(Full);
        }
        let target = out.spare().as_mut_ptr();
        // SAFETY: as in `intrinsics`, and of memory the intrinsic writes what the mask
        // has: `keep` bytes from `target`, where there is room for them.
        unsafe { _mm512_mask_storeu_epi8(target.cast(), first(keep), self.0) };
        // SAFETY: these bytes were just written.
        unsafe { out.advance(keep) };
        Ok(())
    }

    intrinsics! {
        /// Bits of both.
        and(other) = _mm512_and_si512;
        /// Bits of either.
        or(other) = _mm512_or_si512;
        /// Bits of one.
        xor(other) = _mm512_xor_si512;
        /// Sums of bytes.
        add8(other) = _mm512_add_epi8;
        /// Differences of bytes.
        sub8(other) = _mm512_sub_epi8;
        /// The lesser of unsigned bytes.
        min8(other) = _mm512_min_epu8;
        /// 16 bits moved left.
        shl16()[BY] = _mm512_slli_epi16;
        /// 16 bits moved right, zeros from the left.
        shr16()[BY] = _mm512_srli_epi16;
        /// Differences of 16 bits.
        sub16(other) = _mm512_sub_epi16;
        /// The low 16 bits of products of 16 bits.
        mul16_low(other) = _mm512_mullo_epi16;
        /// The high 16 bits of products of unsigned 16 bits.
        mul16_high(other) = _mm512_mulhi_epu16;
        /// Sums of 32 bits.
        add32(other) = _mm512_add_epi32;
        /// Differences of 32 bits.
        sub32(other) = _mm512_sub_epi32;
        /// The low 32 bits of products of 32 bits.
        mul32_low(other) = _mm512_mullo_epi32;
        /// 32 bits moved left.
        shl32()[BY] = _mm512_slli_epi32;
        /// 32 bits moved right, zeros from the left.
        shr32()[BY] = _mm512_srli_epi32;
        /// The sums of pairs of products, of unsigned bytes and the signed bytes
        /// `weights`: 16 bits, signed and saturated.
        weigh8(weights) = _mm512_maddubs_epi16;
        /// The sums of pairs of products, of signed 16 bits: 32 bits.
        weigh16(weights) = _mm512_madd_epi16;
        /// These 32 bits, with the four products of unsigned `bytes` and the signed bytes `weights` added.
        add_weighed8(bytes, weights) = _mm512_dpbusd_epi32;
        /// The bytes of `table` that these bytes are indices into: six bits count.
        lookup(table) = _mm512_permutexvar_epi8;
    }

    /// The high 32 bits of products of unsigned 32 bits.
    #[inline(always)]
    pub fn mul32_high(self, other: Self) -> Self {
        // SAFETY: for this and those below as in `intrinsics`.
        let even = unsafe { _mm512_mul_epu32(self.0, other.0) };
        // SAFETY: as above.
        let a = unsafe { _mm512_srli_epi64::<32>(self.0) };
        // SAFETY: as above.
        let b = unsafe { _mm512_srli_epi64::<32>(other.0) };
        // SAFETY: as above.
        let odd = unsafe { _mm512_mul_epu32(a, b) };
        // SAFETY: as above.
        let even = unsafe { _mm512_srli_epi64::<32>(even) };
        // SAFETY: as above.
        Wide(unsafe { _mm512_mask_blend_epi32(0xaaaa, even, odd) })
    }

    tests! {
        /// Which bytes have their highest bit set.
        high_bits() = _mm512_movepi8_mask -> u64;
        /// Which bytes are equal.
        eq8(other) = _mm512_cmpeq_epi8_mask -> u64;
        /// Which bytes are less, unsigned.
        lt8(other) = _mm512_cmplt_epu8_mask -> u64;
        /// Which 32 bits are equal, those of the first the lowest bit.
        eq32(other) = _mm512_cmpeq_epi32_mask -> u16;
        /// Which 32 bits are less, unsigned.
        lt32(other) = _mm512_cmplt_epu32_mask -> u16;
    }

    /// The bytes of `low` and `high`, 128, that these bytes are indices into: seven
    /// bits count.
    #[inline(always)]
    pub fn lookup128(self, low: Self, high: Self) -> Self {
        // SAFETY: as in `intrinsics`.
        Wide(unsafe { _mm512_permutex2var_epi8(low.0, self.0, high.0) })
    }

    /// From each 64 bits the eight bits at each of the places, in bits and round the
    /// end, that the eight bytes of `places` there are.
    #[inline(always)]
    pub fn bits_at(self, places: Self) -> Self {
        // SAFETY: as in `intrinsics`.
        Wide(unsafe { _mm512_multishift_epi64_epi8(places.0, self.0) })
    }

    /// The bytes in `set`, side by side from the first on, then zeros.
    #[inline(always)]
    pub fn compress(self, set: u64) -> Self {
        // SAFETY: as in `intrinsics`.
        Wide(unsafe { _mm512_maskz_compress_epi8(set, self.0) })
    }

    /// The first bytes, one after the other in the places of `set`, zeros elsewhere.
    #[inline(always)]
    pub fn expand(self, set: u64) -> Self {
        // SAFETY: as in `intrinsics`.
        Wide(unsafe { _mm512_maskz_expand_epi8(set, self.0) })
    }

    /// These bytes, in `set` those of `other`.
    #[inline(always)]
    pub fn with(self, set: u64, other: Self) -> Self {
        // SAFETY: as in `intrinsics`.
        Wide(unsafe { _mm512_mask_blend_epi8(set, self.0, other.0) })
    }

    /// Bits of one or of all three.
    #[inline(always)]
    pub fn xor3(self, second: Self, third: Self) -> Self {
        // SAFETY: as in `intrinsics`.
        Wide(unsafe { _mm512_ternarylogic_epi64::<0x96>(self.0, second.0, third.0) })
    }

    /// In each 128 bits the product without carries of 64 bits of this one and 64 bits
    /// of the other: the low ones, or the high ones where `HIGH` is.
    #[inline(always)]
    pub fn carryless<const HIGH: bool>(self, other: Self) -> Self {
        if HIGH {
            // SAFETY: as in `intrinsics`.
            Wide(unsafe { _mm512_clmulepi64_epi128::<0x11>(self.0, other.0) })
        } else {
            // SAFETY: as in `intrinsics`.
            Wide(unsafe { _mm512_clmulepi64_epi128::<0x00>(self.0, other.0) })
        }
    }
}

/// The set of the first `count` bytes, or all 64.
#[inline(always)]
pub fn first(count: usize) -> u64 {
    u64::MAX
        .checked_shr(64_u32.saturating_sub(count.min(64) as u32))
        .unwrap_or(0)
}
