//! Two vectors of 16 bytes: Advanced SIMD, which every AArch64 processor has. (In its big-endian
//! form the order of elements differs from that of memory; there the portable way is used.)

use core::arch::aarch64::*;

use crate::Lanes;

/// Advanced SIMD.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Neon;

/// A lane for each register.
#[derive(Clone, Copy)]
pub(crate) struct V([uint8x16_t; 2]);

#[inline(always)]
fn from_array(bytes: [u8; 16]) -> uint8x16_t {
    // SAFETY: both are 16 bytes, any of which are a value.
    unsafe { core::mem::transmute(bytes) }
}

#[inline(always)]
fn to_array(lane: uint8x16_t) -> [u8; 16] {
    // SAFETY: both are 16 bytes, any of which are a value.
    unsafe { core::mem::transmute(lane) }
}

/// All parts after each other.
#[inline(always)]
fn joined<const N: usize>(parts: &[uint8x16_t]) -> [u8; N] {
    let mut bytes = [0; N];
    for (part, target) in parts.iter().zip(bytes.chunks_exact_mut(16)) {
        target.copy_from_slice(&to_array(*part));
    }
    bytes
}

/// A call of an intrinsic on registers, and a change of the elements' type.
macro_rules! on {
    ($intrinsic:ident $(::<$imm:tt>)? ($($argument:expr),*)) => {{
        // SAFETY: every AArch64 processor has the instructions, and the intrinsic
        // works on registers alone.
        #[allow(unused_unsafe, reason = "safe since Rust 1.87 where the target has them")]
        unsafe { $intrinsic $(::<$imm>)? ($($argument),*) }
    }};
}

macro_rules! as16 {
    ($lane:expr) => {
        on!(vreinterpretq_u16_u8($lane))
    };
}
macro_rules! as32 {
    ($lane:expr) => {
        on!(vreinterpretq_u32_u8($lane))
    };
}
macro_rules! from16 {
    ($lane:expr) => {
        on!(vreinterpretq_u8_u16($lane))
    };
}
macro_rules! from32 {
    ($lane:expr) => {
        on!(vreinterpretq_u8_u32($lane))
    };
}

/// Methods on two vectors, lane by lane: `each! { fn name(a, b) => expression; … }`.
macro_rules! each {
    ($($name:ident(|$a:ident, $b:ident| $result:expr);)*) => {
        $(
            #[inline(always)]
            fn $name(self, other: Self) -> Self {
                let lane = |i: usize| {
                    let ($a, $b) = (self.0[i], other.0[i]);
                    $result
                };
                V([lane(0), lane(1)])
            }
        )*
    };
}

/// Shifts of elements, by what is known when it is compiled.
macro_rules! shifts {
    ($($name:ident(|$a:ident, $by:ident| $result:expr);)*) => {
        $(
            #[inline(always)]
            fn $name<const BY: i32>(self) -> Self {
                let lane = |i: usize| {
                    let ($a, $by) = (self.0[i], BY);
                    $result
                };
                V([lane(0), lane(1)])
            }
        )*
    };
}

impl Lanes for V {
    type Token = Neon;

    // An instruction of an extension, and the core library cannot ask for it.
    const CARRYLESS: bool = false;

    #[inline(always)]
    fn load(_: Neon, bytes: &[u8; 32]) -> Self {
        let lane = |start: usize| {
            let mut lane = [0; 16];
            lane.copy_from_slice(&bytes[start..start + 16]);
            from_array(lane)
        };
        V([lane(0), lane(16)])
    }

    #[inline(always)]
    fn load_lanes(_: Neon, first: &[u8; 16], second: &[u8; 16]) -> Self {
        V([from_array(*first), from_array(*second)])
    }

    #[inline(always)]
    fn splat(token: Neon, byte: u8) -> Self {
        Self::repeat(token, &[byte; 16])
    }

    #[inline(always)]
    fn to_array(self) -> [u8; 32] {
        joined(&self.0)
    }

    #[inline(always)]
    fn join12(self) -> [u8; 32] {
        let [first, second] = self.0.map(to_array);
        let mut bytes = [0; 32];
        bytes[..16].copy_from_slice(&first);
        bytes[12..28].copy_from_slice(&second);
        bytes
    }

    each! {
        and(|a, b| on!(vandq_u8(a, b)));
        or(|a, b| on!(vorrq_u8(a, b)));
        xor(|a, b| on!(veorq_u8(a, b)));
        and_not(|a, b| on!(vbicq_u8(a, b)));
        add8(|a, b| on!(vaddq_u8(a, b)));
        sub8(|a, b| on!(vsubq_u8(a, b)));
        add8_saturating(|a, b| on!(vqaddq_u8(a, b)));
        sub8_saturating(|a, b| on!(vqsubq_u8(a, b)));
        min8(|a, b| on!(vminq_u8(a, b)));
        eq8(|a, b| on!(vceqq_u8(a, b)));
        gt8(|a, b| on!(vcgtq_s8(on!(vreinterpretq_s8_u8(a)), on!(vreinterpretq_s8_u8(b)))));
        add16(|a, b| from16!(on!(vaddq_u16(as16!(a), as16!(b)))));
        sub16(|a, b| from16!(on!(vsubq_u16(as16!(a), as16!(b)))));
        mul16_low(|a, b| from16!(on!(vmulq_u16(as16!(a), as16!(b)))));
        mul16_high(|a, b| {
            let (a, b) = (as16!(a), as16!(b));
            let low = on!(vmull_u16(on!(vget_low_u16(a)), on!(vget_low_u16(b))));
            let high = on!(vmull_high_u16(a, b));
            let (low, high) = (on!(vreinterpretq_u16_u32(low)), on!(vreinterpretq_u16_u32(high)));
            from16!(on!(vuzp2q_u16(low, high)))
        });
        add32(|a, b| from32!(on!(vaddq_u32(as32!(a), as32!(b)))));
        sub32(|a, b| from32!(on!(vsubq_u32(as32!(a), as32!(b)))));
        mul32_low(|a, b| from32!(on!(vmulq_u32(as32!(a), as32!(b)))));
        mul32_high(|a, b| {
            let (a, b) = (as32!(a), as32!(b));
            let low = on!(vmull_u32(on!(vget_low_u32(a)), on!(vget_low_u32(b))));
            let high = on!(vmull_high_u32(a, b));
            let (low, high) = (on!(vreinterpretq_u32_u64(low)), on!(vreinterpretq_u32_u64(high)));
            from32!(on!(vuzp2q_u32(low, high)))
        });
        // An index below 16 is one; the others are above and give 0.
        lookup(|index, table| {
            let index = on!(vandq_u8(index, on!(vdupq_n_u8(0x8f))));
            on!(vqtbl1q_u8(table, index))
        });
        weigh8(|a, b| {
            let b = on!(vreinterpretq_s8_u8(b));
            let wide = |a: uint8x8_t, b: int8x8_t| {
                // 255 times -128 is in range of 16 bits.
                on!(vmulq_s16(on!(vreinterpretq_s16_u16(on!(vmovl_u8(a)))), on!(vmovl_s8(b))))
            };
            let low = wide(on!(vget_low_u8(a)), on!(vget_low_s8(b)));
            let high = wide(on!(vget_high_u8(a)), on!(vget_high_s8(b)));
            let sums = on!(vqaddq_s16(on!(vuzp1q_s16(low, high)), on!(vuzp2q_s16(low, high))));
            on!(vreinterpretq_u8_s16(sums))
        });
        weigh16(|a, b| {
            let (a, b) = (on!(vreinterpretq_s16_u8(a)), on!(vreinterpretq_s16_u8(b)));
            let low = on!(vmull_s16(on!(vget_low_s16(a)), on!(vget_low_s16(b))));
            let high = on!(vmull_high_s16(a, b));
            on!(vreinterpretq_u8_s32(on!(vpaddq_s32(low, high))))
        });
    }

    shifts! {
        shl16(|a, by| from16!(on!(vshlq_u16(as16!(a), on!(vdupq_n_s16(by as i16))))));
        shr16(|a, by| from16!(on!(vshlq_u16(as16!(a), on!(vdupq_n_s16(-by as i16))))));
        shl32(|a, by| from32!(on!(vshlq_u32(as32!(a), on!(vdupq_n_s32(by))))));
        shr32(|a, by| from32!(on!(vshlq_u32(as32!(a), on!(vdupq_n_s32(-by))))));
    }

    #[inline(always)]
    fn select(self, yes: Self, no: Self) -> Self {
        let lane = |i: usize| {
            let sign = on!(vshrq_n_s8::<7>(on!(vreinterpretq_s8_u8(self.0[i]))));
            on!(vbslq_u8(on!(vreinterpretq_u8_s8(sign)), yes.0[i], no.0[i]))
        };
        V([lane(0), lane(1)])
    }

    #[inline(always)]
    fn narrow16(self, other: Self) -> Self {
        V([
            on!(vuzp1q_u8(self.0[0], self.0[1])),
            on!(vuzp1q_u8(other.0[0], other.0[1])),
        ])
    }

    #[inline(always)]
    fn zip8(self, other: Self) -> [u8; 64] {
        let low = |i: usize| on!(vzip1q_u8(self.0[i], other.0[i]));
        let high = |i: usize| on!(vzip2q_u8(self.0[i], other.0[i]));
        joined(&[low(0), high(0), low(1), high(1)])
    }

    #[inline(always)]
    fn high_bits(self) -> u32 {
        let lane = |i: usize| {
            // Each byte's bit at its place among eight, then their sums.
            let bit = from_array([1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128]);
            let sign = on!(vshrq_n_s8::<7>(on!(vreinterpretq_s8_u8(self.0[i]))));
            let bits = on!(vandq_u8(on!(vreinterpretq_u8_s8(sign)), bit));
            let low = on!(vaddv_u8(on!(vget_low_u8(bits))));
            let high = on!(vaddv_u8(on!(vget_high_u8(bits))));
            u32::from(low) | u32::from(high) << 8
        };
        lane(0) | lane(1) << 16
    }

    #[inline(always)]
    fn carryless<const HIGH: bool>(self, other: Self) -> Self {
        let lane = |i: usize| {
            let half = |lane: uint8x16_t| {
                let bits = u128::from_le_bytes(to_array(lane));
                (if HIGH { bits >> 64 } else { bits }) as u64
            };
            let (a, b) = (half(self.0[i]), half(other.0[i]));
            let product = (0..64).filter(|bit| b >> bit & 1 == 1);
            let product = product.fold(0, |sum, bit| sum ^ u128::from(a) << bit);
            from_array(product.to_le_bytes())
        };
        V([lane(0), lane(1)])
    }
}
