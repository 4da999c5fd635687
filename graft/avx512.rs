//! Compiles if the compiler has what `cfg(simd_avx512)` promises to the codecs.
#![no_std]
#![crate_type = "rlib"]

use core::arch::x86_64::*;

/// The last of these instructions to become stable.
///
/// # Safety
/// The processor must have them.
#[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,avx512vnni,vpclmulqdq")]
pub unsafe fn uses(a: __m512i) -> __m512i {
    let product = _mm512_clmulepi64_epi128::<0>(a, a);
    _mm512_maskz_compress_epi8(1, _mm512_permutexvar_epi8(product, a))
}
