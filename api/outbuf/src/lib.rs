//! Output memory that safe code can fill.
//!
//! A codec writes into memory that nobody has initialised yet: the inside of a
//! Python object that is about to be returned. Zeroing it first costs a pass
//! over memory; handing out `MaybeUninit` makes every codec unsafe. [`Out`] is
//! the way between: a cursor that only writing advances, so the bytes before it
//! are initialised whatever safe code does, and [`fill`] can give them back as
//! plain bytes.
//!
//! ```
//! use core::mem::MaybeUninit;
//!
//! let mut memory = [MaybeUninit::uninit(); 8];
//! let written = outbuf::fill(&mut memory, |out| {
//!     out.extend(b"abc")?;
//!     out.push(b'!')
//! });
//! assert_eq!(written.unwrap(), b"abc!");
//! ```
//!
//! An `Out` cannot outlive the call that made it, nor change places with the
//! `Out` of another call, because each call has a lifetime of its own:
//!
//! ```compile_fail
//! # use core::mem::MaybeUninit;
//! # let (mut a, mut b) = ([MaybeUninit::uninit(); 8], [MaybeUninit::uninit(); 8]);
//! outbuf::fill(&mut a, |one| {
//!     let _ = outbuf::fill(&mut b, |other| {
//!         core::mem::swap(one, other);
//!         other.push(0)
//!     });
//!     one.push(0)
//! });
//! ```
#![no_std]

use core::fmt;
use core::mem::MaybeUninit;
use core::slice;

mod lines;
#[cfg(test)]
mod tests;

pub use lines::Lines;

/// The memory has no room for what was to be written.
///
/// A caller that computed the length beforehand meets this only through a bug
/// in one of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full;

impl fmt::Display for Full {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the output does not fit in the memory that was set aside for it")
    }
}

impl core::error::Error for Full {}

/// A cursor over memory that is being written for the first time.
///
/// # Invariants
/// `len <= memory.len()`, and the first `len` bytes of `memory` are initialised.
#[derive(Debug)]
pub struct Out<'a> {
    memory: &'a mut [MaybeUninit<u8>],
    len: usize,
}

/// What makes windows of output of windows of source, for [`Out::map_windows`].
///
/// Not a closure: of one nobody can say that it must be inlined, which code depends on
/// that is compiled for instructions that its caller has made sure of.
pub trait Window<const R: usize, const W: usize> {
    /// The output for a window.
    fn map(&mut self, window: &[u8; R]) -> [u8; W];
}

impl<const R: usize, const W: usize, T: Window<R, W>> Window<R, W> for &mut T {
    #[inline(always)]
    fn map(&mut self, window: &[u8; R]) -> [u8; W] {
        T::map(self, window)
    }
}

/// As [`Window`], for what may have no output.
pub trait TryWindow<const R: usize, const W: usize> {
    /// The output for a window, if there is one.
    fn try_map(&mut self, window: &[u8; R]) -> Option<[u8; W]>;
}

/// A window that always has one.
struct Always<T>(T);

impl<const R: usize, const W: usize, T: Window<R, W>> TryWindow<R, W> for Always<T> {
    #[inline(always)]
    fn try_map(&mut self, window: &[u8; R]) -> Option<[u8; W]> {
        Some(self.0.map(window))
    }
}

/// Lets `f` write to `memory` and returns what it has written.
///
/// # Errors
/// That of `f`.
///
/// # Panics
/// If `f` has replaced the `Out` it was given by one over other memory. No safe
/// code is known that could; the check makes this function right on its own,
/// rather than through what the rest of the world cannot do.
pub fn fill<E>(
    memory: &mut [MaybeUninit<u8>],
    f: impl FnOnce(&mut Out<'_>) -> Result<(), E>,
) -> Result<&mut [u8], E> {
    let own: *const [MaybeUninit<u8>] = memory;
    let mut out = Out::new(memory);
    f(&mut out)?;
    // Both address and length: an empty slice may have its neighbour's address.
    assert!(
        core::ptr::eq(own, &*out.memory),
        "the output was exchanged for another one"
    );
    let Out { memory, len } = out;
    let Some(written) = memory.get_mut(..len) else {
        // Excluded by the invariant. A constant message takes less code than the numbers in it.
        panic!("more was written than there is memory")
    };
    // SAFETY: the invariant of `Out` says that these bytes are initialised, and
    // a `MaybeUninit<u8>` has the layout of a `u8`.
    Ok(unsafe { slice::from_raw_parts_mut(written.as_mut_ptr().cast(), len) })
}

impl<'a> Out<'a> {
    // Not public: see `fill`.
    fn new(memory: &'a mut [MaybeUninit<u8>]) -> Self {
        Out { memory, len: 0 }
    }

    /// How many more bytes can be written.
    #[inline]
    pub fn remaining(&self) -> usize {
        self.memory.len() - self.len
    }

    /// The memory after what has been written.
    #[inline(always)]
    fn free(&mut self) -> &mut [MaybeUninit<u8>] {
        // A check here would be a second one in every small write.
        // SAFETY: the invariant says that `len` is at most the length of `memory`.
        unsafe { self.memory.get_unchecked_mut(self.len..) }
    }

    /// The memory after what has been written, for who writes by other means and
    /// then [advances](Self::advance).
    #[inline(always)]
    pub fn spare(&mut self) -> &mut [MaybeUninit<u8>] {
        self.free()
    }

    /// Takes `count` bytes of what is [spare](Self::spare) as written.
    ///
    /// # Safety
    /// They are at most as many as there are, and they have been initialised.
    #[inline(always)]
    pub unsafe fn advance(&mut self, count: usize) {
        debug_assert!(count <= self.remaining(), "more than there is room for");
        self.len += count;
    }

    /// What has been written so far.
    #[inline]
    pub fn written(&self) -> &[u8] {
        let written = &self.memory[..self.len];
        // SAFETY: the invariant says that these bytes are initialised, and a
        // `MaybeUninit<u8>` has the layout of a `u8`.
        unsafe { slice::from_raw_parts(written.as_ptr().cast(), written.len()) }
    }

    /// What has been written so far, to be changed.
    #[inline]
    pub fn written_mut(&mut self) -> &mut [u8] {
        let written = &mut self.memory[..self.len];
        // SAFETY: as above; and `u8`s can only be replaced by initialised ones.
        unsafe { slice::from_raw_parts_mut(written.as_mut_ptr().cast(), written.len()) }
    }

    /// Runs `f` on a cursor of its own, which then becomes this one.
    ///
    /// A loop of small writes through a reference stores and loads the position
    /// each time, because for all the compiler knows a written byte may lie in
    /// the cursor. One that is local to the loop stays in registers.
    #[inline(always)]
    pub fn local<R>(&mut self, f: impl FnOnce(&mut Out<'a>) -> R) -> R {
        // If `f` panics, nothing has been written and nothing can be.
        let mut local = core::mem::replace(self, Out::new(&mut []));
        let result = f(&mut local);
        *self = local;
        result
    }

    /// Takes the last `count` bytes back, or all if there are fewer.
    #[inline]
    pub fn rewind(&mut self, count: usize) {
        self.len = self.len.saturating_sub(count);
    }

    /// Takes the last byte back.
    #[inline]
    pub fn pop(&mut self) -> Option<u8> {
        let last = *self.written().last()?;
        self.len -= 1;
        Some(last)
    }

    /// Writes one byte.
    ///
    /// # Errors
    /// [`Full`] if there is no room.
    #[inline]
    pub fn push(&mut self, byte: u8) -> Result<(), Full> {
        self.extend_array([byte])
    }

    /// Writes `bytes`, or nothing if they do not all fit.
    ///
    /// # Errors
    /// [`Full`] if they do not.
    #[inline]
    pub fn extend(&mut self, bytes: &[u8]) -> Result<(), Full> {
        let target = self.free().get_mut(..bytes.len()).ok_or(Full)?;
        // SAFETY: `bytes` is readable and `target` writable for `bytes.len()`
        // bytes, and a shared and a mutable slice do not overlap.
        unsafe {
            bytes
                .as_ptr()
                .copy_to_nonoverlapping(target.as_mut_ptr().cast(), bytes.len());
        }
        self.len += bytes.len();
        Ok(())
    }

    /// Writes `bytes`, or nothing if they do not all fit.
    ///
    /// A length that the compiler knows makes this one store.
    ///
    /// # Errors
    /// [`Full`] if they do not fit.
    #[inline]
    pub fn extend_array<const N: usize>(&mut self, bytes: [u8; N]) -> Result<(), Full> {
        let target = self.free().first_chunk_mut().ok_or(Full)?;
        write(target, bytes);
        self.len += N;
        Ok(())
    }

    /// Writes all of `bytes`, or nothing if they do not all fit, but keeps only
    /// the first `keep` of them; the next write goes over the others.
    ///
    /// A store of known length and a variable step are cheaper than a store of
    /// variable length, for who can afford the room.
    ///
    /// # Errors
    /// [`Full`] if there is no room for all `N`.
    ///
    /// # Panics
    /// If `keep` is greater than `N`.
    #[inline(always)]
    pub fn extend_prefix<const N: usize>(
        &mut self,
        bytes: [u8; N],
        keep: usize,
    ) -> Result<(), Full> {
        assert!(keep <= N, "cannot keep more bytes than are written");
        let target = self.free().first_chunk_mut().ok_or(Full)?;
        write(target, bytes);
        self.len += keep;
        Ok(())
    }

    /// Maps windows of `src` to windows of the output, as many as there are and fit,
    /// and returns the rest of `src`.
    ///
    /// Each step of `f` reads `R` bytes, of which it uses up `K`, and gives `W`, of which
    /// `N` are kept: vectors read and write more than they use. As in
    /// [`extend_prefix`](Self::extend_prefix), the next write goes over the others.
    ///
    /// # Panics
    /// While it is compiled, if nothing is used up or kept, or more than there is.
    #[inline(always)]
    pub fn map_windows<'s, const R: usize, const K: usize, const W: usize, const N: usize>(
        &mut self,
        src: &'s [u8],
        f: impl Window<R, W>,
    ) -> &'s [u8] {
        self.try_map_windows::<R, K, W, N>(src, Always(f))
    }

    /// As [`map_windows`](Self::map_windows), but stops before the first window for which
    /// `f` gives `None`.
    ///
    /// # Panics
    /// While it is compiled, if nothing is used up or kept, or more than there is.
    #[inline(always)]
    pub fn try_map_windows<'s, const R: usize, const K: usize, const W: usize, const N: usize>(
        &mut self,
        src: &'s [u8],
        mut f: impl TryWindow<R, W>,
    ) -> &'s [u8] {
        const { assert!(0 < K && K <= R && 0 < N && N <= W) };
        let target = self.free();
        if src.len() < R || target.len() < W {
            return src;
        }
        let steps = ((src.len() - R) / K).min((target.len() - W) / N) + 1;
        let mut done = 0;
        while done < steps {
            let source = src.as_ptr().wrapping_add(done * K).cast::<[u8; R]>();
            // SAFETY: done * K + R <= src.len(), by the number of steps, and arrays of
            // bytes have no alignment to keep.
            let Some(window) = f.try_map(unsafe { &*source }) else {
                break;
            };
            let place = target.as_mut_ptr().wrapping_add(done * N).cast::<[u8; W]>();
            // SAFETY: done * N + W <= target.len(), as above.
            unsafe { place.write(window) };
            done += 1;
        }
        self.len += done * N;
        &src[done * K..]
    }

    /// Maps whole chunks of `src` to chunks of the output, as many as there are
    /// and fit, and returns the rest of `src`.
    ///
    /// The bounds are checked once for all chunks; an `f` without branches
    /// becomes vector code.
    ///
    /// # Panics
    /// While it is compiled, if a chunk has no bytes.
    #[inline(always)]
    pub fn map_chunks<'s, const K: usize, const N: usize>(
        &mut self,
        src: &'s [u8],
        mut f: impl FnMut(&[u8; K]) -> [u8; N],
    ) -> &'s [u8] {
        self.try_map_chunks(src, |chunk| Some(f(chunk)))
    }

    /// As [`map_chunks`](Self::map_chunks), but stops before the first chunk
    /// for which `f` gives `None`.
    ///
    /// # Panics
    /// While it is compiled, if a chunk has no bytes.
    #[inline(always)]
    pub fn try_map_chunks<'s, const K: usize, const N: usize>(
        &mut self,
        src: &'s [u8],
        mut f: impl FnMut(&[u8; K]) -> Option<[u8; N]>,
    ) -> &'s [u8] {
        const { assert!(K > 0 && N > 0) };
        let sources = src.chunks_exact(K);
        let targets = self.free().chunks_exact_mut(N);
        let mut done = 0;
        for (source, target) in sources.zip(targets) {
            // Both are as long as the iterators say, which the compiler sees.
            let (Some(source), Some(target)) = (source.first_chunk(), target.first_chunk_mut())
            else {
                break;
            };
            let Some(bytes) = f(source) else { break };
            write(target, bytes);
            done += 1;
        }
        self.len += done * N;
        &src[done * K..]
    }
}

/// Writes `bytes` as one store; element by element, wide ones would be many.
#[inline(always)]
fn write<const N: usize>(target: &mut [MaybeUninit<u8>; N], bytes: [u8; N]) {
    let target = target.as_mut_ptr().cast::<[u8; N]>();
    // SAFETY: `target` comes from a mutable reference to `N` bytes, and arrays
    // of bytes have no alignment to keep.
    unsafe { target.write(bytes) }
}
