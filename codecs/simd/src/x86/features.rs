//! What CPUID says that the processor has, and XCR0 that the kernel keeps.
//!
//! The bits are those of Intel's Software Developer's Manual, volume 2A, CPUID, and
//! volume 1, 13.3 and 14.3 (detection of AVX), and 15.2 (of AVX-512).

use core::arch::x86_64::{__cpuid, __cpuid_count, _xgetbv};

/// Bits of leaf 1, ECX.
const SSE41: u32 = SSSE3 | 1 << 19 | PCLMULQDQ | POPCNT;
const SSSE3: u32 = 1 << 9;
const PCLMULQDQ: u32 = 1 << 1;
const POPCNT: u32 = 1 << 23;
const OSXSAVE_AVX: u32 = 1 << 27 | 1 << 28;

/// Bits of leaf 7, EBX: AVX2, BMI1, BMI2.
const AVX2: u32 = 1 << 5 | 1 << 3 | 1 << 8;
/// Bits of leaf 7, EBX: F, DQ, BW, VL.
#[cfg(simd_avx512)]
const AVX512: u32 = 1 << 16 | 1 << 17 | 1 << 30 | 1 << 31;
/// Bits of leaf 7, ECX: VBMI, VBMI2, VPCLMULQDQ, VNNI.
#[cfg(simd_avx512)]
const VBMI: u32 = 1 << 1 | 1 << 6 | 1 << 10 | 1 << 11;

/// Bits of XCR0: the registers of SSE and AVX, and besides these of AVX-512.
const YMM: u64 = 0b110;
#[cfg(simd_avx512)]
const ZMM: u64 = YMM | 0b1110_0000;

#[allow(unused_unsafe, reason = "newer compilers know that CPUID is safe")]
fn leaf_1_ecx() -> u32 {
    // SAFETY: every x86-64 processor has CPUID.
    unsafe { __cpuid(1) }.ecx
}

/// EBX and ECX of leaf 7.
#[allow(unused_unsafe, reason = "newer compilers know that CPUID is safe")]
fn leaf_7() -> (u32, u32) {
    // SAFETY: every x86-64 processor has CPUID.
    let highest = unsafe { __cpuid(0) }.eax;
    if highest < 7 {
        return (0, 0);
    }
    // SAFETY: as above.
    let leaf = unsafe { __cpuid_count(7, 0) };
    (leaf.ebx, leaf.ecx)
}

/// Whether the kernel keeps all these registers when it switches threads.
fn keeps(registers: u64) -> bool {
    #[target_feature(enable = "xsave")]
    unsafe fn xcr0() -> u64 {
        // SAFETY: the caller knows that the processor has XSAVE, and 0 is a register.
        unsafe { _xgetbv(0) }
    }
    if leaf_1_ecx() & OSXSAVE_AVX != OSXSAVE_AVX {
        return false;
    }
    // SAFETY: OSXSAVE says that XGETBV can be used.
    let kept = unsafe { xcr0() };
    kept & registers == registers
}

pub(super) fn sse41() -> bool {
    // Miri has no CPUID; it has what the program is compiled for.
    if cfg!(miri) {
        return cfg!(all(target_feature = "sse4.1", target_feature = "pclmulqdq"));
    }
    leaf_1_ecx() & SSE41 == SSE41
}

pub(super) fn avx2() -> bool {
    if cfg!(miri) {
        return sse41() && cfg!(target_feature = "avx2");
    }
    sse41() && keeps(YMM) && leaf_7().0 & AVX2 == AVX2
}

#[cfg(simd_avx512)]
pub(super) fn avx512() -> bool {
    if cfg!(miri) {
        return avx2() && cfg!(target_feature = "avx512vbmi2");
    }
    let (ebx, ecx) = leaf_7();
    avx2() && keeps(ZMM) && ebx & AVX512 == AVX512 && ecx & VBMI == VBMI
}
