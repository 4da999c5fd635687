//! Vectors of bytes for the codecs, whose code stays safe.
//!
//! A codec writes its inner loop as a [`Kernel`], at most three times:
//!
//! - on [`Lanes`], 32 bytes in two lanes of 16: AVX2, SSE4.1 and NEON run it;
//! - on [`Wide`](wide::Wide), 64 bytes, with the byte permutations of AVX-512 VBMI;
//! - portably.
//!
//! [`run`] picks the one for this processor. Each set of instructions has a token
//! type; a value of it exists only where the processor has the set, and is the only
//! way to a vector, so that an operation on vectors needs no further proof. All of
//! a kernel is inlined into one function that is compiled for the set, which is why
//! kernels and everything in them are `#[inline(always)]`.
//!
//! The unsafe code of all codecs is in this crate.
#![no_std]

mod byte_set;
mod lanes;
mod level;
#[cfg(all(target_arch = "aarch64", target_endian = "little"))]
mod neon;
#[cfg(test)]
mod tests;
#[cfg(simd_avx512)]
pub mod wide {
    //! 64 bytes with AVX-512.
    pub use crate::x86::avx512::{Avx512, Wide, first};
}
#[cfg(target_arch = "x86_64")]
mod x86;

pub use byte_set::ByteSet;
pub use lanes::Lanes;
pub use level::{Level, Unsupported, best, force, level, run_at};

/// Whether this crate was compiled with AVX-512: `cfg(simd_avx512)`, which crates with kernels
/// for it have to agree on, or these would silently not be there.
pub const HAS_AVX512: bool = cfg!(simd_avx512);

/// An inner loop, written for each kind of vectors that it is worth it for.
///
/// What is implemented must be `#[inline(always)]`, or it is not compiled for the
/// instructions that it was written for.
pub trait Kernel: Sized {
    /// What it results in.
    type Output;

    /// Whether lanes are better kept in registers of their own where they could share
    /// one: carry-less multiplication has no instruction for two lanes in AVX2.
    const APART: bool = false;

    /// Without vectors.
    fn portable(self) -> Self::Output;

    /// With 32 bytes in two lanes.
    #[inline(always)]
    fn lanes<L: Lanes>(self, token: L::Token) -> Self::Output {
        let _ = token;
        self.portable()
    }

    /// With 64 bytes and AVX-512.
    #[cfg(simd_avx512)]
    #[inline(always)]
    fn wide(self, token: wide::Avx512) -> Self::Output {
        x86::avx2::lanes(self, token.avx2())
    }
}

/// Runs a kernel with the widest vectors of this processor, or as [forced](force).
#[inline]
pub fn run<K: Kernel>(kernel: K) -> K::Output {
    level::run(kernel)
}
