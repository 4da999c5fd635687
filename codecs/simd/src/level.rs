//! Which instructions to use: found out once, at the first use.

use core::fmt;
use core::sync::atomic::{AtomicU8, Ordering};

use crate::Kernel;

/// A set of instructions that kernels are compiled for, from the least to the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Level {
    /// What every processor of the target has.
    Portable = 1,
    /// SSSE3, SSE4.1 and carry-less multiplication (x86-64).
    Sse41,
    /// AVX2 besides (x86-64).
    Avx2,
    /// AVX-512 with F, BW, VL, VBMI, VBMI2 and VPCLMULQDQ besides (x86-64).
    Avx512,
    /// Advanced SIMD (AArch64).
    Neon,
}

impl Level {
    /// All that there are, on whatever processor.
    pub const ALL: [Level; 5] = [
        Level::Portable,
        Level::Sse41,
        Level::Avx2,
        Level::Avx512,
        Level::Neon,
    ];

    /// Its name in lowercase.
    pub fn name(self) -> &'static str {
        match self {
            Level::Portable => "portable",
            Level::Sse41 => "sse41",
            Level::Avx2 => "avx2",
            Level::Avx512 => "avx512",
            Level::Neon => "neon",
        }
    }

    /// Whether this processor has it, and the compiler had.
    pub fn is_supported(self) -> bool {
        // Each set of x86-64 has those before it. NEON is none of them.
        let best = best();
        self == Level::Portable || (self <= best && (self == Level::Neon) == (best == Level::Neon))
    }
}

/// This processor, or the compiler, does not have the instructions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsupported(pub Level);

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this processor or compiler has no {}", self.0.name())
    }
}

impl core::error::Error for Unsupported {}

/// The level in use; 0 before the first.
static LEVEL: AtomicU8 = AtomicU8::new(0);

/// The level in use: the [`best`], unless another is [forced](force).
#[inline]
pub fn level() -> Level {
    // Relaxed: nothing but the value itself is read through it, and every thread
    // that finds no value finds out the same.
    let number = LEVEL.load(Ordering::Relaxed);
    match Level::ALL.get(usize::from(number).wrapping_sub(1)) {
        Some(&level) => level,
        None => first_level(),
    }
}

#[cold]
fn first_level() -> Level {
    let level = best();
    LEVEL.store(level as u8, Ordering::Relaxed);
    level
}

/// The best that is supported here; 0 before it was asked for. CPUID takes some ten
/// microseconds in a virtual machine, and tests ask for every call.
static BEST: AtomicU8 = AtomicU8::new(0);

/// The best that is supported here.
pub fn best() -> Level {
    // Relaxed, as in `level`.
    let number = BEST.load(Ordering::Relaxed);
    if let Some(&level) = Level::ALL.get(usize::from(number).wrapping_sub(1)) {
        return level;
    }
    let level = detect();
    BEST.store(level as u8, Ordering::Relaxed);
    level
}

/// Asks the processor.
fn detect() -> Level {
    #[cfg(simd_avx512)]
    if crate::wide::Avx512::new().is_some() {
        return Level::Avx512;
    }
    #[cfg(target_arch = "x86_64")]
    if crate::x86::avx2::Avx2::new().is_some() {
        return Level::Avx2;
    }
    #[cfg(target_arch = "x86_64")]
    if crate::x86::sse41::Sse41::new().is_some() {
        return Level::Sse41;
    }
    if cfg!(all(target_arch = "aarch64", target_endian = "little")) {
        return Level::Neon;
    }
    Level::Portable
}

/// Uses `level` from now on, in all threads: for tests, which compare kernels.
///
/// # Errors
/// [`Unsupported`], and nothing is changed.
pub fn force(level: Level) -> Result<(), Unsupported> {
    if !level.is_supported() {
        return Err(Unsupported(level));
    }
    LEVEL.store(level as u8, Ordering::Relaxed);
    Ok(())
}

#[inline]
pub(crate) fn run<K: Kernel>(kernel: K) -> K::Output {
    // SAFETY: nothing writes to LEVEL but `force` and `first_level`, and both write
    // only what `is_supported` says is here: the best, for which its token's `new` has
    // asked, or one that the best has in it.
    unsafe { run_supported(level(), kernel) }
}

/// Runs a kernel as compiled for `level`, whatever is forced: for tests and
/// benchmarks.
///
/// # Errors
/// [`Unsupported`], and the kernel is not run.
#[inline]
pub fn run_at<K: Kernel>(level: Level, kernel: K) -> Result<K::Output, Unsupported> {
    if !level.is_supported() {
        return Err(Unsupported(level));
    }
    // SAFETY: it was just asked for.
    Ok(unsafe { run_supported(level, kernel) })
}

/// Runs a kernel as compiled for `level`.
///
/// # Safety
/// The level must be supported.
#[inline(always)]
unsafe fn run_supported<K: Kernel>(level: Level, kernel: K) -> K::Output {
    match level {
        Level::Portable => kernel.portable(),
        // SAFETY: the caller knows that this level is supported; so for the others.
        #[cfg(target_arch = "x86_64")]
        Level::Sse41 => unsafe { crate::x86::sse41::Sse41::assume() }.run(kernel),
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Level::Avx2 => unsafe { crate::x86::avx2::Avx2::assume() }.run(kernel),
        // SAFETY: as above.
        #[cfg(simd_avx512)]
        Level::Avx512 => unsafe { crate::wide::Avx512::assume() }.run(kernel),
        #[cfg(all(target_arch = "aarch64", target_endian = "little"))]
        Level::Neon => kernel.lanes::<crate::neon::V>(crate::neon::Neon),
        #[allow(unreachable_patterns, reason = "no target has them all")]
        _ => kernel.portable(),
    }
}
