//! Lending a payload's memory to Python: the buffer protocol.

use super::enter::contain;
use crate::class::ModuleClass;
use crate::class::call::instance;
use crate::class::instance::payload;
use crate::context::Origin;
use crate::interpreter::release_waiting;
use crate::{Borrowed, Bound, Context, ExceptionType, PyResult, raw};
use core::ffi::c_int;
use core::ptr;
use core::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed};
use core::sync::atomic::{AtomicU8, AtomicUsize};
use cpython_sys::{Py_buffer, PyObject};

/// Memory that a payload lends to Python.
///
/// It is lent for `'a`, which is as long as the payload exists: the view that Python gets keeps the
/// object alive.
pub enum Exported<'a> {
    /// Bytes that never change while they are lent.
    ReadOnly(&'a [u8]),
    /// Bytes that Python code can change.
    Writable(&'a Memory),
}

impl<'a> From<&'a [u8]> for Exported<'a> {
    fn from(content: &'a [u8]) -> Self {
        Exported::ReadOnly(content)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Exported<'a> {
    fn from(content: &'a [u8; N]) -> Self {
        Exported::ReadOnly(content)
    }
}

impl<'a> From<&'a Memory> for Exported<'a> {
    fn from(memory: &'a Memory) -> Self {
        Exported::Writable(memory)
    }
}

/// The `__buffer__` of the class `T`. `#[methods]` implements it.
pub trait Export<T>: 'static {
    /// The memory to lend.
    ///
    /// # Errors
    /// What the method raises; `BufferError` is customary.
    fn export<'a>(cx: &mut Context<'_>, payload: &'a T) -> PyResult<Exported<'a>>;
}

/// A member of a payload: bytes of a fixed number that Rust and Python code can change.
///
/// Rust code copies in and out, byte by byte as far as other threads can tell. It knows whether
/// the memory is exported at the moment, so that a class can refuse what would surprise the
/// holder of a view.
pub struct Memory {
    content: crate::memory::Vec<AtomicU8>,
    exports: AtomicUsize,
}

impl Memory {
    /// As many zeros.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn zeroed(cx: &Context<'_>, len: usize) -> PyResult<Self> {
        let mut content = crate::memory::Vec::new();
        content.reserve(cx, len)?;
        for _ in 0..len {
            content.push(cx, AtomicU8::new(0))?;
        }
        Ok(Memory {
            content,
            exports: AtomicUsize::new(0),
        })
    }

    /// How many bytes there are.
    pub fn len(&self) -> usize {
        self.content.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.content.is_empty()
    }

    /// How many views Python holds at the moment.
    pub fn exports(&self) -> usize {
        self.exports.load(Acquire)
    }

    /// The byte at `index`.
    pub fn get(&self, index: usize) -> Option<u8> {
        self.content.get(index).map(|byte| byte.load(Relaxed))
    }

    /// Changes the byte at `index`; whether there is one.
    pub fn set(&self, index: usize, value: u8) -> bool {
        match self.content.get(index) {
            Some(byte) => {
                byte.store(value, Relaxed);
                true
            }
            None => false,
        }
    }
}

impl super::traverse::sealed::Traversed for Memory {}

impl super::Traverse for Memory {
    const REFERENCES: bool = false;

    fn traverse(&self, _: &mut super::Visitor) -> core::ops::ControlFlow<()> {
        core::ops::ControlFlow::Continue(())
    }

    fn clear(&self, _: &mut Context<'_>, _: bool) {}
}

/// `bf_getbuffer`.
pub(super) unsafe extern "C" fn get<T: ModuleClass, F: Export<T>>(
    object: *mut PyObject,
    view: *mut Py_buffer,
    flags: c_int,
) -> c_int {
    if view.is_null() {
        return -1;
    }
    // SAFETY: CPython's callers read `obj` after a failure, and expect null.
    unsafe { (*view).obj = ptr::null_mut() };
    // SAFETY: what CPython promises of a `bf_getbuffer`: attached, with an instance.
    let origin = unsafe { instance(object) };
    // SAFETY: as above.
    let mut cx = unsafe { Context::enter(origin) };
    let result = contain(&mut cx, |cx| {
        let Origin::Instance(receiver) = cx.origin() else {
            return Err(raw::system_error(cx, c"a buffer was asked of nothing"));
        };
        // SAFETY: an instance of `T`, alive for the call.
        let receiver: Borrowed<'_, T> = unsafe { Borrowed::from_borrowed(receiver) };
        // SAFETY: as above; lent until the payload is dropped, which is after the last view is
        // released, since each view owns a reference to the object.
        let payload: &T = unsafe { payload(object) };
        let exported = F::export(cx, payload)?;
        // SAFETY: writable, as CPython promises; `exported` is lent as long as the payload exists.
        unsafe { fill(cx, view, &receiver, &exported, flags) }
    });
    release_waiting(&mut cx);
    match result {
        Ok(()) => 0,
        Err(raised) => {
            raised.set(&mut cx);
            -1
        }
    }
}

/// # Safety
/// `view` is writable; `exported` is lent for as long as `owner` lives.
unsafe fn fill(
    cx: &mut Context<'_>,
    view: *mut Py_buffer,
    owner: &Bound<'_>,
    exported: &Exported<'_>,
    flags: c_int,
) -> PyResult<()> {
    let (content, memory): (*const [u8], _) = match exported {
        Exported::ReadOnly(content) => (ptr::from_ref(*content), None),
        // CAST: an atomic byte has the representation of a byte, and can be written to.
        Exported::Writable(memory) => {
            let cells: &[AtomicU8] = &memory.content;
            (ptr::from_ref(cells) as *const [u8], Some(*memory))
        }
    };
    if let Some(memory) = memory {
        if memory.exports.fetch_add(1, AcqRel) == usize::MAX / 2 {
            memory.exports.fetch_sub(1, AcqRel);
            return Err(crate::BufferError::raise(cx, "too many views"));
        }
    }
    // SAFETY: exactly the conditions of this function.
    let filled = unsafe { raw::fill_view(cx, view, owner, content, memory.is_none(), flags) };
    if let Some(memory) = memory {
        if filled.is_err() {
            memory.exports.fetch_sub(1, AcqRel);
        } else {
            // SAFETY: just filled; `internal` is the exporter's own.
            unsafe { (*view).internal = ptr::from_ref(memory).cast_mut().cast() };
        }
    }
    filled
}

/// `bf_releasebuffer`. It runs no code of a module, so nothing in it can panic.
pub(super) unsafe extern "C" fn release(_object: *mut PyObject, view: *mut Py_buffer) {
    // SAFETY: CPython passes a view that `get` has filled.
    let memory = unsafe { (*view).internal }.cast::<Memory>();
    // SAFETY: null, or what `fill` put there: a part of the payload of an object that the view
    // keeps alive until this function returns.
    if let Some(memory) = unsafe { memory.as_ref() } {
        memory.exports.fetch_sub(1, AcqRel);
    }
}
