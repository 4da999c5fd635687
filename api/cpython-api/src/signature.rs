//! What CPython's argument parser needs to know of a function.

use crate::context::Origin;
use crate::{Context, raw};
use core::cell::UnsafeCell;
use core::ffi::{CStr, c_char};
use core::ptr;
use core::sync::atomic::AtomicU32;
use core::sync::atomic::Ordering::{Acquire, Release};
use cpython_sys::{_PyArg_Parser, Py_ssize_t};

/// The most parameters a function can have: room for them is set aside on the stack.
pub(crate) const MOST_PARAMETERS: usize = 16;

/// The Python signature of a function, as `#[function]` reads it.
///
/// # Invariants
/// All names are UTF-8.
#[derive(Clone, Copy)]
pub struct Signature {
    pub(crate) name: &'static CStr,
    pub(crate) doc: &'static CStr,
    pub(crate) counts: Counts,
    /// The name of each named parameter, empty if it is positional-only.
    pub(crate) names: &'static [&'static CStr],
}

/// # Safety
/// `name` is UTF-8.
unsafe fn text(name: &'static CStr) -> &'static str {
    // SAFETY: exactly the condition of this function.
    unsafe { core::str::from_utf8_unchecked(name.to_bytes()) }
}

/// How many parameters of each kind a function has.
#[derive(Clone, Copy)]
pub struct Counts {
    /// All that have a name: keyword-only ones included, `*args` and `**kwargs` not.
    pub parameters: usize,
    /// Those that can be passed by position.
    pub positional: usize,
    /// Those of them that have no default.
    pub required_positional: usize,
    /// Keyword-only ones that have no default.
    pub required_keyword: usize,
    /// Those that can only be passed by position.
    pub positional_only: usize,
    /// Whether there is `*args`.
    pub args: bool,
    /// Whether there is `**kwargs`.
    pub kwargs: bool,
}

/// How CPython is to call a function, from fastest to most general.
pub(crate) enum Convention {
    NoArguments,
    OneArgument,
    Positional,
    Keywords,
    /// Keywords, and `*args` or `**kwargs`.
    Variadic,
}

impl Signature {
    /// A function called `name`.
    ///
    /// # Panics
    /// At compile time, if the counts contradict each other or there are too many parameters.
    pub const fn new(
        name: &'static CStr,
        doc: &'static CStr,
        counts: Counts,
        names: &'static [&'static CStr],
    ) -> Self {
        let Counts {
            parameters,
            positional,
            required_positional,
            required_keyword,
            positional_only,
            ..
        } = counts;
        assert!(parameters <= MOST_PARAMETERS, "too many parameters");
        assert!(positional <= parameters && positional_only <= positional);
        assert!(required_positional <= positional);
        assert!(required_keyword <= parameters - positional);
        assert!(names.len() == parameters, "each parameter has a name");
        assert!(name.to_str().is_ok(), "names are UTF-8");
        let mut i = 0;
        while i < names.len() {
            assert!(names[i].to_str().is_ok(), "names are UTF-8");
            i += 1;
        }
        Signature {
            name,
            doc,
            counts,
            names,
        }
    }

    /// The name by which parameter `index` can be passed, if it has one.
    #[cold]
    pub(crate) fn parameter_name(&self, index: usize) -> Option<&'static str> {
        let name = *self.names.get(index)?;
        // SAFETY: the invariant.
        (!name.is_empty()).then(|| unsafe { text(name) })
    }

    /// What messages call the function.
    #[cold]
    pub(crate) fn function_name(&self) -> &'static str {
        // SAFETY: the invariant.
        unsafe { text(self.name) }
    }

    /// Which parameter a keyword is for, if `is_it` knows the name of one.
    pub(crate) fn keyword(&self, is_it: impl Fn(&'static CStr) -> bool) -> Option<usize> {
        let first = self.counts.positional_only;
        let names = self.names.get(first..)?;
        Some(first + names.iter().position(|name| is_it(name))?)
    }

    /// The same choice as Argument Clinic's.
    pub(crate) const fn convention(&self) -> Convention {
        let counts = self.counts;
        let takes_keywords = counts.positional_only < counts.parameters;
        if counts.kwargs || (counts.args && takes_keywords) {
            Convention::Variadic
        } else if takes_keywords {
            Convention::Keywords
        } else if counts.args {
            Convention::Positional
        } else if counts.parameters == 0 {
            Convention::NoArguments
        } else if counts.parameters == 1 && counts.required_positional == 1 {
            Convention::OneArgument
        } else {
            Convention::Positional
        }
    }

    /// The most positional arguments that can be passed.
    pub(crate) const fn most_positional(&self) -> usize {
        match self.counts.args {
            true => Py_ssize_t::MAX as usize,
            false => self.counts.positional,
        }
    }
}

/// The names of a function's parameters, empty for positional-only ones, ended by null.
///
/// With the number of positional-only ones.
pub struct Names<const N: usize>([*const c_char; N], usize);

// SAFETY: the pointers are to constant C strings, which any thread may read.
unsafe impl<const N: usize> Sync for Names<N> {}

impl<const N: usize> Names<N> {
    /// Names in the order of the parameters.
    ///
    /// # Panics
    /// At compile time, if `N` is not one more than there are names, there are too many, or an
    /// empty one follows one that is not.
    pub const fn new(names: &[&'static CStr]) -> Self {
        assert!(N <= MOST_PARAMETERS + 1, "too many parameters");
        assert!(N == names.len() + 1, "a place for the end of the list");
        let mut pointers = [ptr::null(); N];
        let (mut i, mut empty) = (0, 0);
        while i < names.len() {
            pointers[i] = names[i].as_ptr();
            if names[i].is_empty() {
                assert!(empty == i, "positional-only parameters come first");
                empty += 1;
            }
            i += 1;
        }
        Names(pointers, empty)
    }
}

/// What CPython keeps of a function's keywords from the first call on.
///
/// CPython fills it in once per process, under a lock of its own.
pub struct Parser {
    parser: UnsafeCell<_PyArg_Parser>,
    /// How many parameters it has names for,
    names: usize,
    /// and how many of these are empty, at the beginning.
    positional_only: usize,
    /// Zero until its tuple of names is immortal; then [`shape`] of what it is for.
    ready: AtomicU32,
}

// SAFETY: only `_PyArg_UnpackKeywords` reads and writes it, which synchronises.
unsafe impl Sync for Parser {}

impl Parser {
    /// The parser of the function called `name`.
    pub const fn new<const N: usize>(name: &'static CStr, names: &'static Names<N>) -> Self {
        // SAFETY: pointers and integers only, for all of which zero is what C starts with.
        let mut parser: _PyArg_Parser = unsafe { core::mem::zeroed() };
        parser.keywords = names.0.as_ptr();
        parser.fname = name.as_ptr();
        Parser {
            parser: UnsafeCell::new(parser),
            names: N - 1,
            positional_only: names.1,
            ready: AtomicU32::new(0),
        }
    }

    /// Whether it was made for a function with so many parameters.
    pub(crate) fn fits(&self, counts: &Counts) -> bool {
        self.names == counts.parameters && self.positional_only == counts.positional_only
    }

    /// The parser, ready for use in calls of a function with so many parameters; null with an
    /// exception set if there is no memory for that, or if it is not for such a function.
    ///
    /// CPython keeps the names in a tuple that all interpreters share, and counts references to
    /// it without a lock, which only an immortal one survives. So it is made immortal before
    /// the first use.
    ///
    /// # Safety
    /// Attached.
    #[inline]
    pub(crate) unsafe fn ready(&self, counts: &Counts) -> *mut _PyArg_Parser {
        let parser = self.parser.get();
        if self.ready.load(Acquire) == shape(counts.parameters, counts.positional_only) {
            return parser;
        }
        // SAFETY: attached.
        match unsafe { self.get_ready(counts) } {
            true => parser,
            false => ptr::null_mut(),
        }
    }

    /// # Safety
    /// Attached.
    #[cold]
    #[inline(never)]
    unsafe fn get_ready(&self, counts: &Counts) -> bool {
        if !self.fits(counts) {
            // SAFETY: attached, and no other context is used.
            let mut cx = unsafe { Context::enter(Origin::Nothing) };
            raw::system_error(&cx, c"a function has no names for its parameters").set(&mut cx);
            return false;
        }
        // SAFETY: attached; a static parser. Several threads can come here at once, and then
        // CPython makes the tuple once, and the others do the same to it.
        let shared = unsafe { raw::share_parser(self.parser.get()) };
        if shared {
            self.ready
                .store(shape(self.names, self.positional_only), Release);
        }
        shared
    }
}

/// How many parameters a function has, and how many of them are positional-only. Not zero.
const fn shape(parameters: usize, positional_only: usize) -> u32 {
    1 | (parameters as u32) << 8 | (positional_only as u32) << 16
}
