//! x86-64: what the processor has, and vectors for it.

pub(crate) mod avx2;
#[cfg(simd_avx512)]
#[allow(
    clippy::incompatible_msrv,
    reason = "compiled only where the compiler has them: cfg(simd_avx512)"
)]
pub(crate) mod avx512;
mod features;
mod macros;
pub(crate) mod sse41;
