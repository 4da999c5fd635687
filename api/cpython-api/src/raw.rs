//! The only calls to C, one wrapper each.
//!
//! A wrapper is safe when a [`Context`] and the invariants of the handles it takes
//! are all that the C function needs; `&Context` says that it runs no Python code,
//! `&mut Context` that it may. Otherwise it is `unsafe` and lists what it needs.
//!
//! "Attached" below means: the calling thread has an attached thread state. Having
//! a `Context` implies it.

use crate::{Any, Borrowed, Bound, Context, PyBytes, PyResult, Raised};
use core::ffi::{CStr, c_char, c_int, c_void};
use core::fmt::{self, Display, Write};
use core::mem::MaybeUninit;
use core::ptr::{self, NonNull};
use cpython_sys::{self as sys, Py_buffer, Py_ssize_t, PyObject};

// References

/// Gives up one strong reference.
///
/// # Safety
/// - Attached.
/// - The caller owns a reference to `object` and does not use it again.
#[doc(alias = "Py_DecRef")]
#[inline]
pub(crate) unsafe fn decref(object: NonNull<PyObject>) {
    // SAFETY: exactly the conditions of this function.
    unsafe { sys::Py_DecRef(object.as_ptr()) }
}

/// The type of an object, borrowed from it.
#[doc(alias = "Py_TYPE")]
#[inline]
fn type_of(_cx: &Context<'_>, object: Borrowed<'_>) -> *mut sys::PyTypeObject {
    // SAFETY: `Borrowed` is a live object, whose `ob_type` is always set. It can be
    // exchanged by Python code, which does not run while `_cx` is borrowed; in a
    // free-threaded build CPython stops all other threads to exchange it.
    unsafe { (*object.as_ptr()).ob_type }
}

/// Whether the type of `object` has one of CPython's fast subclass flags.
#[doc(alias = "PyType_FastSubclass")]
#[inline]
fn has_type_flag(cx: &Context<'_>, object: Borrowed<'_>, flag: core::ffi::c_ulong) -> bool {
    let object_type = type_of(cx, object);
    // SAFETY: attached, and the type lives at least as long as its instance.
    let flags = unsafe { sys::PyType_GetFlags(object_type) };
    flags & flag != 0
}

/// The name a type was given in C, or its `__name__`: what messages say.
fn type_name<'a>(cx: &'a Context<'_>, object: Borrowed<'a>) -> &'a [u8] {
    let object_type = type_of(cx, object);
    // SAFETY: the type lives at least as long as its instance.
    let name = unsafe { (*object_type).tp_name };
    // SAFETY: `tp_name` of a ready type is a C string. It can be replaced through
    // `__name__`, but not while `cx` is borrowed.
    unsafe { CStr::from_ptr(name) }.to_bytes()
}

// Exceptions

/// Whether an exception is set.
#[doc(alias = "PyErr_Occurred")]
pub(crate) fn exception_is_set(_cx: &Context<'_>) -> bool {
    // SAFETY: attached.
    let object_type = unsafe { sys::PyErr_Occurred() };
    !object_type.is_null()
}

/// Clears the exception of this thread, if it has a thread state at all.
#[doc(alias = "PyErr_Clear")]
pub(crate) fn clear_exception_if_attached() {
    // SAFETY: this function needs nothing; it answers null when there is no thread state.
    let state = unsafe { sys::PyThreadState_GetUnchecked() };
    if !state.is_null() {
        // SAFETY: attached, as was just seen.
        unsafe { sys::PyErr_Clear() }
    }
}

/// `MemoryError`.
#[doc(alias = "PyErr_NoMemory")]
#[cold]
pub(crate) fn no_memory(_cx: &Context<'_>) -> Raised {
    // SAFETY: attached. It uses an instance made beforehand and runs no Python code.
    unsafe { sys::PyErr_NoMemory() };
    Raised::assume()
}

/// One of the interpreter's own exception types.
#[inline]
pub(crate) fn builtin_exception<'a>(_cx: &'a Context<'_>, object: *mut PyObject) -> Borrowed<'a> {
    let object = NonNull::new(object).unwrap_or(NonNull::dangling());
    // SAFETY: callers pass the value of a `PyExc_*` variable: a static type, which
    // is not null and outlives every context.
    unsafe { Borrowed::from_borrowed(object) }
}

// Messages longer than this are cut, as CPython's own `%.200s` do.
const LONGEST_MESSAGE: usize = 512;

/// A message put together on the stack.
struct Message {
    text: [u8; LONGEST_MESSAGE],
    len: usize,
}

impl Write for Message {
    fn write_str(&mut self, s: &str) -> fmt::Result {
        let room = LONGEST_MESSAGE - self.len;
        let cut = s.floor_char_boundary_within(room);
        self.text[self.len..self.len + cut].copy_from_slice(&s.as_bytes()[..cut]);
        self.len += cut;
        Ok(())
    }
}

trait FloorCharBoundary {
    fn floor_char_boundary_within(&self, limit: usize) -> usize;
}

impl FloorCharBoundary for str {
    fn floor_char_boundary_within(&self, limit: usize) -> usize {
        let mut end = limit.min(self.len());
        while !self.is_char_boundary(end) {
            end -= 1;
        }
        end
    }
}

/// Raises an instance of the type that `of` names.
#[doc(alias = "PyErr_SetObject")]
#[cold]
pub(crate) fn raise(
    cx: &mut Context<'_>,
    of: impl for<'a> Fn(&'a Context<'_>) -> Result<Borrowed<'a>, Raised>,
    message: &dyn Display,
) -> Raised {
    let mut buffer = Message {
        text: [0; LONGEST_MESSAGE],
        len: 0,
    };
    // A `Display` that fails leaves what it has written.
    let _ = write!(buffer, "{message}");
    let text = match str_from_utf8(cx, &buffer.text[..buffer.len]) {
        Ok(text) => text,
        Err(raised) => return raised,
    };
    let object_type = match of(cx) {
        Ok(object_type) => object_type.as_ptr(),
        Err(raised) => return raised,
    };
    // SAFETY: attached; both are live objects (a type stays with its module, which
    // the caller's frame keeps alive), and the function takes no reference away.
    unsafe { sys::PyErr_SetObject(object_type, text.as_ptr()) };
    Raised::assume()
}

/// Raises `SystemError`, for a contract that was broken inside this crate or a module.
///
/// Unlike [`raise`] it can be used where no `&mut Context` is at hand: making a
/// `SystemError` with a C string runs no Python code, since the type is immutable.
#[cold]
pub(crate) fn system_error(_cx: &Context<'_>, message: &'static CStr) -> Raised {
    // SAFETY: C initialises this static before any module and never changes it.
    let object_type = unsafe { sys::PyExc_SystemError };
    // SAFETY: attached, and `message` is a C string.
    unsafe { sys::PyErr_SetString(object_type, message.as_ptr()) };
    Raised::assume()
}

/// A new exception type; `base` null means `Exception`.
///
/// # Safety
/// `base` is null or an exception type.
#[doc(alias = "PyErr_NewException")]
pub(crate) unsafe fn new_exception(
    _cx: &mut Context<'_>,
    qualified_name: &'static CStr,
    base: *mut PyObject,
) -> PyResult<NonNull<PyObject>> {
    // SAFETY: attached; a dotted name, as the module! macro makes it; no dict.
    let object = unsafe { sys::PyErr_NewException(qualified_name.as_ptr(), base, ptr::null_mut()) };
    NonNull::new(object).ok_or_else(Raised::assume)
}

// Integers and truth

/// `int(value)`.
#[doc(alias = "PyLong_FromUnsignedLong")]
#[inline]
pub(crate) fn int_from_u32<'py>(cx: &Context<'py>, value: u32) -> PyResult<Bound<'py, Any>> {
    // SAFETY: attached.
    let object = unsafe { sys::PyLong_FromUnsignedLong(value.into()) };
    // SAFETY: a new reference to an exact int, or null with `MemoryError`.
    unsafe { Bound::from_owned_or_err(cx, object) }
}

/// The value of an integer (or what `__index__` gives) as a C `int`.
#[doc(alias = "PyLong_AsInt")]
pub(crate) fn int_as_i32(cx: &mut Context<'_>, value: Borrowed<'_>) -> PyResult<i32> {
    // SAFETY: attached, and a live object.
    let result = unsafe { sys::PyLong_AsInt(value.as_ptr()) };
    if result == -1 && exception_is_set(cx) {
        return Err(Raised::assume());
    }
    Ok(result)
}

/// The low 32 bits of an integer (or of what `__index__` gives).
#[doc(alias = "PyLong_AsUnsignedLongMask")]
pub(crate) fn int_as_wrapping_u32(cx: &mut Context<'_>, value: Borrowed<'_>) -> PyResult<u32> {
    // SAFETY: attached, and a live object.
    let result = unsafe { sys::PyLong_AsUnsignedLongMask(value.as_ptr()) };
    if result == core::ffi::c_ulong::MAX && exception_is_set(cx) {
        return Err(Raised::assume());
    }
    // The low bits are what is asked for.
    Ok(result as u32)
}

/// Whether `value` is true.
#[doc(alias = "PyObject_IsTrue")]
#[inline]
pub(crate) fn is_true(_cx: &mut Context<'_>, value: Borrowed<'_>) -> PyResult<bool> {
    // SAFETY: attached, and a live object.
    match unsafe { sys::PyObject_IsTrue(value.as_ptr()) } {
        0 => Ok(false),
        -1 => Err(Raised::assume()),
        _ => Ok(true),
    }
}

/// `len(value)`.
#[doc(alias = "PyObject_Length")]
pub(crate) fn length(_cx: &mut Context<'_>, value: Borrowed<'_>) -> PyResult<usize> {
    // SAFETY: attached, and a live object.
    let length = unsafe { sys::PyObject_Length(value.as_ptr()) };
    usize::try_from(length).map_err(|_| Raised::assume())
}

// Bytes

/// The content of `value` if it is a `bytes` object (or of a subclass). It never changes.
#[doc(alias = "PyBytes_AS_STRING")]
#[inline]
pub(crate) fn bytes_content<'a>(cx: &Context<'_>, value: Borrowed<'a>) -> Option<&'a [u8]> {
    if !has_type_flag(cx, value, sys::Py_TPFLAGS_BYTES_SUBCLASS) {
        return None;
    }
    // SAFETY: the flag says that the object is laid out as a `PyBytesObject`.
    Some(unsafe { content_of_bytes(value) })
}

/// The content of `value` if its type is exactly `bytes`: the fast path of buffers.
#[doc(alias = "PyBytes_CheckExact")]
#[inline]
pub(crate) fn exact_bytes_content<'a>(cx: &Context<'_>, value: Borrowed<'a>) -> Option<&'a [u8]> {
    if type_of(cx, value) != &raw mut sys::PyBytes_Type {
        return None;
    }
    // SAFETY: objects of this type are `PyBytesObject`s.
    Some(unsafe { content_of_bytes(value) })
}

/// # Safety
/// `value` is a `PyBytesObject`.
#[inline]
unsafe fn content_of_bytes(value: Borrowed<'_>) -> &[u8] {
    let object = value.as_ptr().cast::<sys::PyBytesObject>();
    // SAFETY: a live `PyBytesObject`, by this function's condition.
    let len = unsafe { (*object).ob_base.ob_size };
    // SAFETY: as above; only the address is taken.
    let first = unsafe { &raw const (*object).ob_sval };
    // SAFETY: `ob_size` bytes follow, which never change once the object is shared,
    // and live as long as the object, which `Borrowed` keeps alive.
    unsafe { core::slice::from_raw_parts(first.cast(), len as usize) }
}

/// A new `bytes` object of `len` bytes that are not initialised.
///
/// It must not reach Python before they are: see `bytes_memory`.
#[doc(alias = "PyBytes_FromStringAndSize")]
#[inline]
pub(crate) fn bytes_uninit<'py>(cx: &Context<'py>, len: usize) -> PyResult<Bound<'py, PyBytes>> {
    let Ok(len) = Py_ssize_t::try_from(len) else {
        return Err(no_memory(cx));
    };
    // SAFETY: attached; null means that the content is left uninitialised.
    let object = unsafe { sys::PyBytes_FromStringAndSize(ptr::null(), len) };
    // SAFETY: a new reference to an exact bytes object, or null with an exception.
    unsafe { Bound::from_owned_or_err(cx, object) }
}

/// The memory of a `bytes` object that was just made by `bytes_uninit(len)`.
///
/// # Safety
/// `object` was made with this `len` and is shared with nobody.
#[inline]
pub(crate) unsafe fn bytes_memory<'a>(
    object: &'a mut Bound<'_, PyBytes>,
    len: usize,
) -> &'a mut [MaybeUninit<u8>] {
    let object = object.as_ptr().cast::<sys::PyBytesObject>();
    // SAFETY: a live `PyBytesObject`; only the address is taken.
    let first = unsafe { &raw mut (*object).ob_sval };
    // SAFETY: `len` bytes follow, which nobody else uses, by this function's
    // condition. (The empty object is shared by all, but has no bytes.)
    unsafe { core::slice::from_raw_parts_mut(first.cast(), len) }
}

/// Cuts a `bytes` object to its first `len` bytes.
///
/// # Safety
/// `object` is shared with nobody, has at least `len` bytes, and these are initialised.
#[doc(alias = "_PyBytes_Resize")]
pub(crate) unsafe fn bytes_truncate<'py>(
    cx: &Context<'py>,
    object: Bound<'py, PyBytes>,
    len: usize,
) -> PyResult<Bound<'py, PyBytes>> {
    let mut pointer = object.into_ptr();
    // SAFETY: attached; `pointer` is the only reference, by this function's condition,
    // and `len` is not more than its size, hence fits. On failure the function drops
    // the reference, stores null and raises.
    unsafe { sys::_PyBytes_Resize(&raw mut pointer, len as Py_ssize_t) };
    // SAFETY: the reference that was stored, or null with an exception.
    unsafe { Bound::from_owned_or_err(cx, pointer) }
}

/// A new `bytes` object with a copy of `content`.
#[doc(alias = "PyBytes_FromStringAndSize")]
#[inline]
pub(crate) fn bytes_from_slice<'py>(
    cx: &Context<'py>,
    content: &[u8],
) -> PyResult<Bound<'py, PyBytes>> {
    // A slice is never longer than isize::MAX bytes.
    let len = content.len() as Py_ssize_t;
    // SAFETY: attached, and `content` is readable for `len` bytes.
    let object = unsafe { sys::PyBytes_FromStringAndSize(content.as_ptr().cast(), len) };
    // SAFETY: a new reference to an exact bytes object, or null with an exception.
    unsafe { Bound::from_owned_or_err(cx, object) }
}

// Text

/// A new `str` from UTF-8.
fn str_from_utf8<'py>(cx: &Context<'py>, text: &[u8]) -> PyResult<Bound<'py, Any>> {
    let len = text.len() as Py_ssize_t;
    // SAFETY: attached, and `text` is readable for `len` bytes. Decoding UTF-8
    // strictly looks up no Python error handler unless it is malformed, which the
    // caller's text, put together from `str`s, is not.
    let object = unsafe { sys::PyUnicode_FromStringAndSize(text.as_ptr().cast(), len) };
    // SAFETY: a new reference to an exact str, or null with an exception.
    unsafe { Bound::from_owned_or_err(cx, object) }
}

/// Whether `value` is a `str` (or of a subclass).
#[inline]
pub(crate) fn is_str(cx: &Context<'_>, value: Borrowed<'_>) -> bool {
    type_of(cx, value) == &raw mut sys::PyUnicode_Type
        || has_type_flag(cx, value, sys::Py_TPFLAGS_UNICODE_SUBCLASS)
}

/// The length of a `str` in characters.
///
/// # Safety
/// `value` is a `str`, as `is_str` says.
#[doc(alias = "PyUnicode_GET_LENGTH")]
#[inline]
pub(crate) unsafe fn str_len(_cx: &Context<'_>, value: Borrowed<'_>) -> usize {
    let object = value.as_ptr().cast::<sys::PyASCIIObject>();
    // SAFETY: a live `str`, each of which begins like a `PyASCIIObject`.
    let length = unsafe { (*object).length };
    length as usize
}

/// One character of a `str`; `index` is less than its length.
#[doc(alias = "PyUnicode_ReadChar")]
pub(crate) fn str_char(_cx: &Context<'_>, value: Borrowed<'_>, index: usize) -> u32 {
    // SAFETY: attached, and a live object; the function checks type and index.
    unsafe { sys::PyUnicode_ReadChar(value.as_ptr(), index as Py_ssize_t) }
}

/// The bytes of a `str` that is all ASCII, whose UTF-8 is the object's own memory.
///
/// # Safety
/// `value` is a `str`, as `is_str` says.
#[doc(alias = "PyUnicode_AsUTF8AndSize")]
#[inline]
pub(crate) unsafe fn str_as_ascii<'a>(cx: &Context<'_>, value: Borrowed<'a>) -> Option<&'a [u8]> {
    // SAFETY: exactly the condition of this function.
    let len = unsafe { str_len(cx, value) };
    let mut size: Py_ssize_t = 0;
    // SAFETY: attached, a live object, and `size` is writable.
    let text = unsafe { sys::PyUnicode_AsUTF8AndSize(value.as_ptr(), &raw mut size) };
    if text.is_null() {
        // Lone surrogates, say: not ASCII, and no reason to fail.
        drop(Raised::assume());
        return None;
    }
    if size as usize != len {
        return None;
    }
    // SAFETY: `size` bytes that live in the object and never change.
    Some(unsafe { core::slice::from_raw_parts(text.cast(), len) })
}

/// Raises `TypeError` with the text that `ascii_buffer` arguments have in C.
#[doc(alias = "PyErr_Format")]
#[cold]
pub(crate) fn not_ascii_or_buffer(cx: &mut Context<'_>, value: Borrowed<'_>) -> Raised {
    struct Text<'a>(&'a [u8]);
    impl Display for Text<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("argument should be bytes, buffer or ASCII string, not '")?;
            for chunk in self.0[..self.0.len().min(100)].utf8_chunks() {
                f.write_str(chunk.valid())?;
                if !chunk.invalid().is_empty() {
                    f.write_char(char::REPLACEMENT_CHARACTER)?;
                }
            }
            f.write_char('\'')
        }
    }
    // The name may change once Python code runs, so it is copied into the message first.
    let mut message = Message {
        text: [0; LONGEST_MESSAGE],
        len: 0,
    };
    let _ = write!(message, "{}", Text(type_name(cx, value)));
    let text = core::str::from_utf8(&message.text[..message.len]).unwrap_or_default();
    <crate::TypeError as crate::ExceptionType>::raise(cx, text)
}

// Buffers

/// Asks `value` for a simple, contiguous, read-only view.
///
/// # Safety
/// The view is released once, with `buffer_release`, and not moved meanwhile if it
/// holds pointers into itself (a simple view may).
#[doc(alias = "PyObject_GetBuffer")]
pub(crate) unsafe fn buffer_acquire(
    _cx: &mut Context<'_>,
    value: Borrowed<'_>,
    view: &mut MaybeUninit<Py_buffer>,
) -> PyResult<()> {
    // SAFETY: attached, a live object, and writable memory for a view.
    let status =
        unsafe { sys::PyObject_GetBuffer(value.as_ptr(), view.as_mut_ptr(), sys::PyBUF_SIMPLE) };
    if status == 0 {
        Ok(())
    } else {
        Err(Raised::assume())
    }
}

/// Gives a view back to its exporter. This may run Python code.
///
/// # Safety
/// - Attached, and no memory of any buffer is lent at this moment.
/// - `view` was acquired, and is not used again.
#[doc(alias = "PyBuffer_Release")]
pub(crate) unsafe fn buffer_release(view: &mut Py_buffer) {
    // SAFETY: exactly the conditions of this function.
    unsafe { sys::PyBuffer_Release(view) }
}

// Arguments

/// Checks the number of positional arguments, and raises Argument Clinic's `TypeError`.
///
/// # Safety
/// Attached.
#[doc(alias = "_PyArg_CheckPositional")]
#[cold]
pub(crate) unsafe fn check_positional(
    name: &CStr,
    given: Py_ssize_t,
    least: usize,
    most: usize,
) -> bool {
    let (least, most) = (least as Py_ssize_t, most as Py_ssize_t);
    // SAFETY: attached, and `name` is a C string.
    let status = unsafe { sys::_PyArg_CheckPositional(name.as_ptr(), given, least, most) };
    status != 0
}

/// Sorts positional and keyword arguments into one array, and raises
/// Argument Clinic's `TypeError` if they do not fit.
///
/// # Safety
/// - Attached.
/// - `args`, `given` and `names` are what a `METH_FASTCALL | METH_KEYWORDS` function got.
/// - `parser` is never moved, and only used here; `room` has a place for every parameter.
#[doc(alias = "_PyArg_UnpackKeywords")]
#[cold]
pub(crate) unsafe fn unpack_keywords(
    args: *const *mut PyObject,
    given: Py_ssize_t,
    names: *mut PyObject,
    parser: *mut sys::_PyArg_Parser,
    shape: (usize, usize, usize),
    room: *mut *mut PyObject,
) -> *const *mut PyObject {
    let (least_positional, most_positional, least_keyword) = shape;
    // SAFETY: exactly the conditions of this function.
    unsafe {
        sys::_PyArg_UnpackKeywords(
            args,
            given,
            ptr::null_mut(),
            names,
            parser,
            least_positional as c_int,
            most_positional as c_int,
            least_keyword as c_int,
            room,
        )
    }
}

// Modules

/// The per-interpreter memory of a module; null before it is executed.
///
/// # Safety
/// Attached, and `module` is a live module object.
#[doc(alias = "PyModule_GetState")]
#[inline]
pub(crate) unsafe fn module_state(module: NonNull<PyObject>) -> *mut c_void {
    // SAFETY: exactly the conditions of this function.
    unsafe { sys::PyModule_GetState(module.as_ptr()) }
}

/// The definition that a module was made from.
///
/// # Safety
/// Attached, and `module` is a live module object.
#[doc(alias = "PyModule_GetDef")]
#[inline]
pub(crate) unsafe fn module_def(module: NonNull<PyObject>) -> *mut sys::PyModuleDef {
    // SAFETY: exactly the conditions of this function.
    unsafe { sys::PyModule_GetDef(module.as_ptr()) }
}

/// `module.name = value`; takes no reference away.
///
/// # Safety
/// `module` is a live module object and `value` a live object.
#[doc(alias = "PyModule_AddObjectRef")]
pub(crate) unsafe fn module_add(
    _cx: &mut Context<'_>,
    module: NonNull<PyObject>,
    name: &'static CStr,
    value: NonNull<PyObject>,
) -> PyResult<()> {
    // SAFETY: attached; two live objects and a C string.
    let status =
        unsafe { sys::PyModule_AddObjectRef(module.as_ptr(), name.as_ptr(), value.as_ptr()) };
    if status == 0 {
        Ok(())
    } else {
        Err(Raised::assume())
    }
}

// Memory

/// `size` bytes from Python's allocator, or null.
#[doc(alias = "PyMem_Malloc")]
#[cfg(Py_GIL_DISABLED)]
pub(crate) fn mem_alloc(_cx: &Context<'_>, size: usize) -> *mut u8 {
    // SAFETY: attached.
    unsafe { sys::PyMem_Malloc(size) }.cast()
}

/// Gives memory back to Python's allocator.
///
/// # Safety
/// Attached, and `memory` came from `mem_alloc` and is not used again.
#[doc(alias = "PyMem_Free")]
#[cfg(Py_GIL_DISABLED)]
pub(crate) unsafe fn mem_free(memory: *mut u8) {
    // SAFETY: exactly the conditions of this function.
    unsafe { sys::PyMem_Free(memory.cast()) }
}

const _: () = assert!(size_of::<c_char>() == 1);
