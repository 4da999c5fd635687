//! A growing array.

use super::OutOfMemory;
use crate::{Context, PyResult, raw};
use core::fmt;
use core::mem::size_of;
use core::ops::{Deref, DerefMut};
use core::ptr::{self, NonNull};

/// A growing array like Rust's own, in Python's memory.
///
/// It dereferences to a slice. What can need memory has two forms: `push` raises
/// `MemoryError`, `try_push` returns [`OutOfMemory`] and needs no context.
///
/// # Invariants
/// `memory` has room for `capacity` values, of which the first `len` are initialised; it is
/// `None` if and only if `capacity` is 0.
pub struct Vec<T> {
    memory: Option<NonNull<T>>,
    capacity: usize,
    len: usize,
}

// SAFETY: it owns its values as an array does.
unsafe impl<T: Send> Send for Vec<T> {}
// SAFETY: as above.
unsafe impl<T: Sync> Sync for Vec<T> {}

impl<T> Vec<T> {
    /// An empty one, without memory.
    pub const fn new() -> Self {
        Vec {
            memory: None,
            capacity: 0,
            len: 0,
        }
    }

    /// Room for `count` more values.
    ///
    /// # Errors
    /// `MemoryError`; then nothing has changed.
    #[doc(alias = "PyMem_RawRealloc")]
    pub fn reserve(&mut self, cx: &Context<'_>, count: usize) -> PyResult<()> {
        self.try_reserve(count).map_err(|error| error.raise(cx))
    }

    /// Adds a value at the end.
    ///
    /// # Errors
    /// `MemoryError`; then nothing has changed, and the value is dropped.
    pub fn push(&mut self, cx: &Context<'_>, value: T) -> PyResult<()> {
        self.try_push(value).map_err(|error| error.raise(cx))
    }

    /// As [`reserve`](Self::reserve).
    ///
    /// # Errors
    /// [`OutOfMemory`]; then nothing has changed.
    ///
    /// # Panics
    /// While the module is compiled, if a `T` has no size.
    pub fn try_reserve(&mut self, count: usize) -> Result<(), OutOfMemory> {
        const { assert!(size_of::<T>() > 0, "values without size need no memory") };
        let wanted = self.len.checked_add(count).ok_or(OutOfMemory)?;
        if wanted <= self.capacity {
            return Ok(());
        }
        // Half as much again, so that many small pushes copy each value a few times only.
        let more = self.capacity.saturating_add(self.capacity / 2).max(4);
        let capacity = wanted.max(more);
        // SAFETY: memory from here or none, which is not used again.
        let memory = unsafe { raw::raw_resize(self.memory, capacity) };
        self.memory = Some(memory.ok_or(OutOfMemory)?);
        self.capacity = capacity;
        Ok(())
    }

    /// As [`push`](Self::push).
    ///
    /// # Errors
    /// [`OutOfMemory`]; then nothing has changed, and the value is dropped.
    pub fn try_push(&mut self, value: T) -> Result<(), OutOfMemory> {
        self.try_reserve(1)?;
        // SAFETY: `len` is less than the capacity now.
        let place = unsafe { self.first().add(self.len) };
        // SAFETY: within the memory, and not initialised.
        unsafe { place.write(value) };
        self.len += 1;
        Ok(())
    }

    /// Takes the last value, if there is one.
    pub fn pop(&mut self) -> Option<T> {
        self.len = self.len.checked_sub(1)?;
        // SAFETY: it was the last of the initialised values, …
        let place = unsafe { self.first().add(self.len) };
        // SAFETY: … and is not one any more.
        Some(unsafe { place.read() })
    }

    /// Drops the values from `len` on.
    pub fn truncate(&mut self, len: usize) {
        if len >= self.len {
            return;
        }
        let tail: *mut [T] = &mut self[len..];
        // If dropping one panics, the rest is leaked rather than dropped twice.
        self.len = len;
        // SAFETY: initialised values, which are not this vector's any more.
        unsafe { ptr::drop_in_place(tail) }
    }

    /// Drops all values; the memory is kept.
    pub fn clear(&mut self) {
        self.truncate(0);
    }

    fn first(&self) -> *mut T {
        self.memory
            .map_or(NonNull::dangling(), |memory| memory)
            .as_ptr()
    }
}

impl<T: Copy> Vec<T> {
    /// Adds copies of `values` at the end.
    ///
    /// # Errors
    /// `MemoryError`; then nothing has changed.
    pub fn extend_from_slice(&mut self, cx: &Context<'_>, values: &[T]) -> PyResult<()> {
        self.try_extend_from_slice(values)
            .map_err(|error| error.raise(cx))
    }

    /// As [`extend_from_slice`](Self::extend_from_slice).
    ///
    /// # Errors
    /// [`OutOfMemory`]; then nothing has changed.
    pub fn try_extend_from_slice(&mut self, values: &[T]) -> Result<(), OutOfMemory> {
        self.try_reserve(values.len())?;
        // SAFETY: there is room for the values after the first `len`.
        let place = unsafe { self.first().add(self.len) };
        // SAFETY: as many values are readable there and writable here, and they do not overlap,
        // since `self` is exclusively borrowed.
        unsafe { ptr::copy_nonoverlapping(values.as_ptr(), place, values.len()) };
        self.len += values.len();
        Ok(())
    }
}

impl<T> Deref for Vec<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        // SAFETY: the first `len` values are initialised; the pointer is aligned, if dangling.
        unsafe { core::slice::from_raw_parts(self.first(), self.len) }
    }
}

impl<T> DerefMut for Vec<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        // SAFETY: as above, and `self` is exclusively borrowed.
        unsafe { core::slice::from_raw_parts_mut(self.first(), self.len) }
    }
}

impl<T> Drop for Vec<T> {
    fn drop(&mut self) {
        self.clear();
        if let Some(memory) = self.memory.take() {
            // SAFETY: this vector's own, and not used again.
            unsafe { raw::raw_free(memory) }
        }
    }
}

impl<T> Default for Vec<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: fmt::Debug> fmt::Debug for Vec<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
