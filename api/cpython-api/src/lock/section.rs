//! The locks that objects have in free-threaded builds.

use crate::{Bound, Context, raw};

impl<'py> Context<'py> {
    /// Runs `f` while this thread holds the lock of `object`, in a free-threaded build; under the
    /// GIL it only runs `f`.
    ///
    /// It keeps CPython's own operations on the object, in other threads, out. It is given up
    /// while `f` waits for something, so what `f` has seen may be out of date after any
    /// operation that takes the context exclusively.
    ///
    /// # Panics
    /// If `f` panics, after the section has ended.
    #[doc(alias = "Py_BEGIN_CRITICAL_SECTION")]
    pub fn critical_section<R>(
        &mut self,
        object: &Bound<'py>,
        f: impl FnOnce(&mut Context<'py>) -> R,
    ) -> R {
        self.section(object, None, f)
    }

    /// The same with two objects, whose locks are taken in an order that cannot deadlock.
    ///
    /// # Panics
    /// If `f` panics, after the section has ended.
    #[doc(alias = "Py_BEGIN_CRITICAL_SECTION2")]
    pub fn critical_section2<R>(
        &mut self,
        first: &Bound<'py>,
        second: &Bound<'py>,
        f: impl FnOnce(&mut Context<'py>) -> R,
    ) -> R {
        self.section(first, Some(second), f)
    }

    fn section<R>(
        &mut self,
        first: &Bound<'py>,
        second: Option<&Bound<'py>>,
        f: impl FnOnce(&mut Context<'py>) -> R,
    ) -> R {
        let mut section = Open {
            section: raw::Section::new(),
            two: second.is_some(),
        };
        // SAFETY: `section` stays here, and the objects lent, until it is dropped; sections that
        // `f` begins are ended before `f` returns or unwinds.
        unsafe { section.section.begin(self, first, second) };
        f(self)
    }
}

/// Ends a section, also when a panic passes.
struct Open {
    section: raw::Section,
    two: bool,
}

impl Drop for Open {
    fn drop(&mut self) {
        // SAFETY: begun by `section`, and ended once; the thread is attached, since the context
        // of the call is.
        unsafe { self.section.end(self.two) }
    }
}
