//! The mark of a raised exception.

use crate::context::NotThreadSafe;
use crate::raw;
use core::marker::PhantomData;

/// The result of an operation that may raise.
pub type PyResult<T> = Result<T, Raised>;

/// An exception is set in the current thread state.
///
/// It has no size: the exception itself stays where C code expects it. Returning
/// `Err` hands it to the caller; dropping the mark clears it, so an ignored error
/// is not found by an unrelated call later.
#[must_use = "an ignored exception is cleared"]
#[derive(Debug)]
pub struct Raised {
    // The exception belongs to a thread.
    thread: PhantomData<NotThreadSafe>,
}

impl Raised {
    /// For `raw`, right after a C function has reported an exception.
    #[inline]
    pub(crate) fn assume() -> Self {
        Raised {
            thread: PhantomData,
        }
    }

    /// Leaves the exception set, for C to find.
    #[inline]
    pub(crate) fn leave_set(self) {
        core::mem::forget(self);
    }
}

impl Drop for Raised {
    #[cold]
    fn drop(&mut self) {
        // A mark may have been hidden somewhere that outlives the call (a
        // thread-local, say); without a thread state there is nothing to clear.
        raw::clear_exception_if_attached();
    }
}
