//! What CPython 3.14 declares, as far as `allowlist.txt` lists it.
//!
//! Written by `cargo xtask bindings`; to change it, change the list and run that again.

use core::ffi::{c_char, c_int, c_long, c_longlong, c_uint, c_ulong, c_ulonglong, c_void};

// pyport.h

pub type Py_ssize_t = isize;
pub type Py_hash_t = Py_ssize_t;

// pytypedefs.h

#[repr(C)]
pub struct PyTypeObject {
    pub ob_base: PyVarObject,
    pub tp_name: *const c_char,
    _opaque: [u8; 0],
}

#[repr(C)]
pub struct PyLongObject {
    _opaque: [u8; 0],
}

#[repr(C)]
pub struct PyThreadState {
    _opaque: [u8; 0],
}

#[repr(C)]
pub struct PyInterpreterState {
    _opaque: [u8; 0],
}

// cpython/lock.h

#[repr(C)]
pub struct PyMutex {
    pub _bits: u8,
}

unsafe extern "C" {
    pub fn PyMutex_Lock(m: *mut PyMutex);
    pub fn PyMutex_Unlock(m: *mut PyMutex);
}

// object.h

#[cfg(not(Py_GIL_DISABLED))]
#[repr(C)]
pub struct PyObject {
    pub _word: usize,
    pub ob_type: *mut PyTypeObject,
}

#[cfg(Py_GIL_DISABLED)]
#[repr(C)]
pub struct PyObject {
    pub ob_tid: usize,
    pub ob_flags: u16,
    pub ob_mutex: PyMutex,
    pub ob_gc_bits: u8,
    pub ob_ref_local: u32,
    pub ob_ref_shared: Py_ssize_t,
    pub ob_type: *mut PyTypeObject,
}

#[repr(C)]
pub struct PyVarObject {
    pub ob_base: PyObject,
    pub ob_size: Py_ssize_t,
}

pub type unaryfunc = Option<unsafe extern "C" fn(arg1: *mut PyObject) -> *mut PyObject>;
pub type binaryfunc =
    Option<unsafe extern "C" fn(arg1: *mut PyObject, arg2: *mut PyObject) -> *mut PyObject>;
pub type ternaryfunc = Option<
    unsafe extern "C" fn(
        arg1: *mut PyObject,
        arg2: *mut PyObject,
        arg3: *mut PyObject,
    ) -> *mut PyObject,
>;
pub type lenfunc = Option<unsafe extern "C" fn(arg1: *mut PyObject) -> Py_ssize_t>;
pub type ssizeargfunc =
    Option<unsafe extern "C" fn(arg1: *mut PyObject, arg2: Py_ssize_t) -> *mut PyObject>;
pub type ssizeobjargproc = Option<
    unsafe extern "C" fn(arg1: *mut PyObject, arg2: Py_ssize_t, arg3: *mut PyObject) -> c_int,
>;
pub type objobjproc =
    Option<unsafe extern "C" fn(arg1: *mut PyObject, arg2: *mut PyObject) -> c_int>;
pub type objobjargproc = Option<
    unsafe extern "C" fn(arg1: *mut PyObject, arg2: *mut PyObject, arg3: *mut PyObject) -> c_int,
>;
pub type visitproc = Option<unsafe extern "C" fn(arg1: *mut PyObject, arg2: *mut c_void) -> c_int>;
pub type traverseproc =
    Option<unsafe extern "C" fn(arg1: *mut PyObject, arg2: visitproc, arg3: *mut c_void) -> c_int>;
pub type inquiry = Option<unsafe extern "C" fn(arg1: *mut PyObject) -> c_int>;
pub type freefunc = Option<unsafe extern "C" fn(arg1: *mut c_void)>;
pub type destructor = Option<unsafe extern "C" fn(arg1: *mut PyObject)>;
pub type getattrofunc =
    Option<unsafe extern "C" fn(arg1: *mut PyObject, arg2: *mut PyObject) -> *mut PyObject>;
pub type setattrofunc = Option<
    unsafe extern "C" fn(arg1: *mut PyObject, arg2: *mut PyObject, arg3: *mut PyObject) -> c_int,
>;
pub type reprfunc = Option<unsafe extern "C" fn(arg1: *mut PyObject) -> *mut PyObject>;
pub type hashfunc = Option<unsafe extern "C" fn(arg1: *mut PyObject) -> Py_hash_t>;
pub type richcmpfunc = Option<
    unsafe extern "C" fn(arg1: *mut PyObject, arg2: *mut PyObject, arg3: c_int) -> *mut PyObject,
>;
pub type getiterfunc = Option<unsafe extern "C" fn(arg1: *mut PyObject) -> *mut PyObject>;
pub type iternextfunc = Option<unsafe extern "C" fn(arg1: *mut PyObject) -> *mut PyObject>;
pub type descrgetfunc = Option<
    unsafe extern "C" fn(
        arg1: *mut PyObject,
        arg2: *mut PyObject,
        arg3: *mut PyObject,
    ) -> *mut PyObject,
>;
pub type descrsetfunc = Option<
    unsafe extern "C" fn(arg1: *mut PyObject, arg2: *mut PyObject, arg3: *mut PyObject) -> c_int,
>;
pub type initproc = Option<
    unsafe extern "C" fn(arg1: *mut PyObject, arg2: *mut PyObject, arg3: *mut PyObject) -> c_int,
>;
pub type newfunc = Option<
    unsafe extern "C" fn(
        arg1: *mut PyTypeObject,
        arg2: *mut PyObject,
        arg3: *mut PyObject,
    ) -> *mut PyObject,
>;
pub type allocfunc =
    Option<unsafe extern "C" fn(arg1: *mut PyTypeObject, arg2: Py_ssize_t) -> *mut PyObject>;
pub type vectorcallfunc = Option<
    unsafe extern "C" fn(
        callable: *mut PyObject,
        args: *const *mut PyObject,
        nargsf: usize,
        kwnames: *mut PyObject,
    ) -> *mut PyObject,
>;
#[repr(C)]
pub struct PyType_Slot {
    pub slot: c_int,
    pub pfunc: *mut c_void,
}

#[repr(C)]
pub struct PyType_Spec {
    pub name: *const c_char,
    pub basicsize: c_int,
    pub itemsize: c_int,
    pub flags: c_uint,
    pub slots: *mut PyType_Slot,
}

pub const Py_TPFLAGS_DEFAULT: c_ulong = 0;
pub const Py_TPFLAGS_MANAGED_WEAKREF: c_ulong = 8;
pub const Py_TPFLAGS_MANAGED_DICT: c_ulong = 0x10;
pub const Py_TPFLAGS_SEQUENCE: c_ulong = 0x20;
pub const Py_TPFLAGS_MAPPING: c_ulong = 0x40;
pub const Py_TPFLAGS_DISALLOW_INSTANTIATION: c_ulong = 0x80;
pub const Py_TPFLAGS_IMMUTABLETYPE: c_ulong = 0x100;
pub const Py_TPFLAGS_HEAPTYPE: c_ulong = 0x200;
pub const Py_TPFLAGS_BASETYPE: c_ulong = 0x400;
pub const Py_TPFLAGS_HAVE_VECTORCALL: c_ulong = 0x800;
pub const Py_TPFLAGS_HAVE_GC: c_ulong = 0x4000;
pub const Py_TPFLAGS_ITEMS_AT_END: c_ulong = 0x0080_0000;
pub const Py_TPFLAGS_LONG_SUBCLASS: c_ulong = 0x0100_0000;
pub const Py_TPFLAGS_LIST_SUBCLASS: c_ulong = 0x0200_0000;
pub const Py_TPFLAGS_TUPLE_SUBCLASS: c_ulong = 0x0400_0000;
pub const Py_TPFLAGS_BYTES_SUBCLASS: c_ulong = 0x0800_0000;
pub const Py_TPFLAGS_UNICODE_SUBCLASS: c_ulong = 0x1000_0000;
pub const Py_TPFLAGS_DICT_SUBCLASS: c_ulong = 0x2000_0000;
pub const Py_TPFLAGS_BASE_EXC_SUBCLASS: c_ulong = 0x4000_0000;
pub const Py_TPFLAGS_TYPE_SUBCLASS: c_ulong = 0x8000_0000;
pub const Py_LT: c_int = 0;
pub const Py_LE: c_int = 1;
pub const Py_EQ: c_int = 2;
pub const Py_NE: c_int = 3;
pub const Py_GT: c_int = 4;
pub const Py_GE: c_int = 5;
unsafe extern "C" {
    pub fn PyType_GetFlags(arg1: *mut PyTypeObject) -> c_ulong;
    pub fn PyType_GetName(arg1: *mut PyTypeObject) -> *mut PyObject;
    pub fn PyType_GetQualName(arg1: *mut PyTypeObject) -> *mut PyObject;
    pub fn PyType_IsSubtype(arg1: *mut PyTypeObject, arg2: *mut PyTypeObject) -> c_int;
    pub fn PyType_FromModuleAndSpec(
        arg1: *mut PyObject,
        arg2: *mut PyType_Spec,
        arg3: *mut PyObject,
    ) -> *mut PyObject;
    pub fn PyType_FromMetaclass(
        arg1: *mut PyTypeObject,
        arg2: *mut PyObject,
        arg3: *mut PyType_Spec,
        arg4: *mut PyObject,
    ) -> *mut PyObject;
    pub fn PyType_GetModule(arg1: *mut PyTypeObject) -> *mut PyObject;
    pub fn PyType_GetModuleState(arg1: *mut PyTypeObject) -> *mut c_void;
    pub fn PyType_GetModuleByDef(arg1: *mut PyTypeObject, arg2: *mut PyModuleDef) -> *mut PyObject;
    pub fn PyType_GetBaseByToken(
        arg1: *mut PyTypeObject,
        arg2: *mut c_void,
        arg3: *mut *mut PyTypeObject,
    ) -> c_int;
    pub fn PyType_GenericAlloc(arg1: *mut PyTypeObject, arg2: Py_ssize_t) -> *mut PyObject;
    pub fn PyType_GetSlot(arg1: *mut PyTypeObject, arg2: c_int) -> *mut c_void;
    pub fn PyObject_GetTypeData(obj: *mut PyObject, cls: *mut PyTypeObject) -> *mut c_void;
    pub fn PyObject_ClearWeakRefs(arg1: *mut PyObject);
    pub fn PyObject_Repr(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyObject_Str(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyObject_IsTrue(arg1: *mut PyObject) -> c_int;
    pub fn PyObject_GetAttr(arg1: *mut PyObject, arg2: *mut PyObject) -> *mut PyObject;
    pub fn PyObject_GetAttrString(arg1: *mut PyObject, arg2: *const c_char) -> *mut PyObject;
    pub fn PyObject_SetAttr(arg1: *mut PyObject, arg2: *mut PyObject, arg3: *mut PyObject)
    -> c_int;
    pub static mut PyType_Type: PyTypeObject;
    pub static mut PyBaseObject_Type: PyTypeObject;
    pub static mut _Py_NoneStruct: PyObject;
    pub fn PyObject_DelAttr(v: *mut PyObject, name: *mut PyObject) -> c_int;
    pub fn PyObject_GetOptionalAttr(
        arg1: *mut PyObject,
        arg2: *mut PyObject,
        arg3: *mut *mut PyObject,
    ) -> c_int;
    pub fn PyObject_Hash(arg1: *mut PyObject) -> Py_hash_t;
    pub fn PyObject_RichCompare(
        arg1: *mut PyObject,
        arg2: *mut PyObject,
        arg3: c_int,
    ) -> *mut PyObject;
    pub fn PyObject_RichCompareBool(arg1: *mut PyObject, arg2: *mut PyObject, arg3: c_int)
    -> c_int;
    pub fn PyObject_Dir(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyCallable_Check(arg1: *mut PyObject) -> c_int;
    pub fn PyType_Modified(arg1: *mut PyTypeObject);
    pub fn PyObject_GenericSetDict(
        arg1: *mut PyObject,
        arg2: *mut PyObject,
        arg3: *mut c_void,
    ) -> c_int;
    pub fn PyObject_GenericGetAttr(arg1: *mut PyObject, arg2: *mut PyObject) -> *mut PyObject;
    pub static mut _Py_NotImplementedStruct: PyObject;
}

// refcount.h

#[cfg(target_pointer_width = "32")]
pub const _Py_STATIC_IMMORTAL_INITIAL_REFCNT: Py_ssize_t = 0x7000_0000;
#[cfg(target_pointer_width = "64")]
pub const _Py_STATIC_IMMORTAL_INITIAL_REFCNT: Py_ssize_t = 0x0005_0000_c000_0000;
#[cfg(Py_GIL_DISABLED)]
pub const _Py_IMMORTAL_REFCNT_LOCAL: u32 = 0xffff_ffff;
unsafe extern "C" {
    pub fn Py_IncRef(arg1: *mut PyObject);
    pub fn Py_DecRef(arg1: *mut PyObject);
}

// cpython/object.h

unsafe extern "C" {
    pub fn PyObject_VisitManagedDict(
        obj: *mut PyObject,
        visit: visitproc,
        arg: *mut c_void,
    ) -> c_int;
    pub fn PyObject_ClearManagedDict(obj: *mut PyObject);
    pub fn PyType_GetDict(arg1: *mut PyTypeObject) -> *mut PyObject;
}

// objimpl.h

unsafe extern "C" {
    pub fn PyObject_Free(ptr: *mut c_void);
    pub fn PyObject_GC_Track(arg1: *mut c_void);
    pub fn PyObject_GC_UnTrack(arg1: *mut c_void);
    pub fn PyObject_GC_Del(arg1: *mut c_void);
    pub fn _PyObject_GC_New(arg1: *mut PyTypeObject) -> *mut PyObject;
}

// pymem.h

unsafe extern "C" {
    pub fn PyMem_Malloc(size: usize) -> *mut c_void;
    pub fn PyMem_Calloc(nelem: usize, elsize: usize) -> *mut c_void;
    pub fn PyMem_Realloc(ptr: *mut c_void, new_size: usize) -> *mut c_void;
    pub fn PyMem_Free(ptr: *mut c_void);
    pub fn PyMem_RawMalloc(size: usize) -> *mut c_void;
    pub fn PyMem_RawRealloc(ptr: *mut c_void, new_size: usize) -> *mut c_void;
    pub fn PyMem_RawFree(ptr: *mut c_void);
}

// abstract.h

unsafe extern "C" {
    pub fn PyObject_Length(o: *mut PyObject) -> Py_ssize_t;
    pub fn PyObject_CallNoArgs(func: *mut PyObject) -> *mut PyObject;
    pub fn PyObject_Vectorcall(
        callable: *mut PyObject,
        args: *const *mut PyObject,
        nargsf: usize,
        kwnames: *mut PyObject,
    ) -> *mut PyObject;
    pub fn PyNumber_Index(o: *mut PyObject) -> *mut PyObject;
    pub fn PyObject_VectorcallMethod(
        name: *mut PyObject,
        args: *const *mut PyObject,
        nargsf: usize,
        kwnames: *mut PyObject,
    ) -> *mut PyObject;
    pub fn PyObject_GetItem(o: *mut PyObject, key: *mut PyObject) -> *mut PyObject;
    pub fn PyObject_SetItem(o: *mut PyObject, key: *mut PyObject, v: *mut PyObject) -> c_int;
    pub fn PyObject_DelItem(o: *mut PyObject, key: *mut PyObject) -> c_int;
    pub fn PyObject_Format(obj: *mut PyObject, format_spec: *mut PyObject) -> *mut PyObject;
    pub fn PyObject_GetIter(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyObject_IsInstance(object: *mut PyObject, typeorclass: *mut PyObject) -> c_int;
    pub fn PyObject_IsSubclass(object: *mut PyObject, typeorclass: *mut PyObject) -> c_int;
    pub fn PyObject_Type(o: *mut PyObject) -> *mut PyObject;
    pub fn PyIter_Check(arg1: *mut PyObject) -> c_int;
    pub fn PyIter_Next(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyNumber_Check(o: *mut PyObject) -> c_int;
    pub fn PyIndex_Check(arg1: *mut PyObject) -> c_int;
    pub fn PyNumber_Add(o1: *mut PyObject, o2: *mut PyObject) -> *mut PyObject;
    pub fn PyNumber_Subtract(o1: *mut PyObject, o2: *mut PyObject) -> *mut PyObject;
    pub fn PyNumber_Multiply(o1: *mut PyObject, o2: *mut PyObject) -> *mut PyObject;
    pub fn PyNumber_TrueDivide(o1: *mut PyObject, o2: *mut PyObject) -> *mut PyObject;
    pub fn PyNumber_FloorDivide(o1: *mut PyObject, o2: *mut PyObject) -> *mut PyObject;
    pub fn PyNumber_Remainder(o1: *mut PyObject, o2: *mut PyObject) -> *mut PyObject;
    pub fn PyNumber_Divmod(o1: *mut PyObject, o2: *mut PyObject) -> *mut PyObject;
    pub fn PyNumber_Power(o1: *mut PyObject, o2: *mut PyObject, o3: *mut PyObject)
    -> *mut PyObject;
    pub fn PyNumber_Lshift(o1: *mut PyObject, o2: *mut PyObject) -> *mut PyObject;
    pub fn PyNumber_Rshift(o1: *mut PyObject, o2: *mut PyObject) -> *mut PyObject;
    pub fn PyNumber_And(o1: *mut PyObject, o2: *mut PyObject) -> *mut PyObject;
    pub fn PyNumber_Or(o1: *mut PyObject, o2: *mut PyObject) -> *mut PyObject;
    pub fn PyNumber_Xor(o1: *mut PyObject, o2: *mut PyObject) -> *mut PyObject;
    pub fn PyNumber_Negative(o: *mut PyObject) -> *mut PyObject;
    pub fn PyNumber_Absolute(o: *mut PyObject) -> *mut PyObject;
    pub fn PyNumber_Invert(o: *mut PyObject) -> *mut PyObject;
    pub fn PyNumber_InPlaceAdd(o1: *mut PyObject, o2: *mut PyObject) -> *mut PyObject;
    pub fn PyNumber_Long(o: *mut PyObject) -> *mut PyObject;
    pub fn PyNumber_Float(o: *mut PyObject) -> *mut PyObject;
    pub fn PyNumber_AsSsize_t(o: *mut PyObject, exc: *mut PyObject) -> Py_ssize_t;
    pub fn PySequence_Check(o: *mut PyObject) -> c_int;
    pub fn PySequence_Size(o: *mut PyObject) -> Py_ssize_t;
    pub fn PySequence_GetItem(o: *mut PyObject, i: Py_ssize_t) -> *mut PyObject;
    pub fn PySequence_Concat(o1: *mut PyObject, o2: *mut PyObject) -> *mut PyObject;
    pub fn PySequence_Repeat(o: *mut PyObject, count: Py_ssize_t) -> *mut PyObject;
    pub fn PySequence_Contains(seq: *mut PyObject, ob: *mut PyObject) -> c_int;
    pub fn PySequence_Tuple(o: *mut PyObject) -> *mut PyObject;
    pub fn PySequence_List(o: *mut PyObject) -> *mut PyObject;
    pub fn PyMapping_Check(o: *mut PyObject) -> c_int;
    pub fn PyMapping_Keys(o: *mut PyObject) -> *mut PyObject;
    pub fn PyMapping_Values(o: *mut PyObject) -> *mut PyObject;
    pub fn PyMapping_Items(o: *mut PyObject) -> *mut PyObject;
}

// boolobject.h

unsafe extern "C" {
    pub static mut _Py_TrueStruct: PyLongObject;
    pub static mut _Py_FalseStruct: PyLongObject;
    pub static mut PyBool_Type: PyTypeObject;
    pub fn PyBool_FromLong(arg1: c_long) -> *mut PyObject;
}

// longobject.h

unsafe extern "C" {
    pub static mut PyLong_Type: PyTypeObject;
    pub fn PyLong_FromLong(arg1: c_long) -> *mut PyObject;
    pub fn PyLong_FromUnsignedLong(arg1: c_ulong) -> *mut PyObject;
    pub fn PyLong_FromLongLong(arg1: c_longlong) -> *mut PyObject;
    pub fn PyLong_FromUnsignedLongLong(arg1: c_ulonglong) -> *mut PyObject;
    pub fn PyLong_FromSsize_t(arg1: Py_ssize_t) -> *mut PyObject;
    pub fn PyLong_FromSize_t(arg1: usize) -> *mut PyObject;
    pub fn PyLong_AsInt(arg1: *mut PyObject) -> c_int;
    pub fn PyLong_AsLong(arg1: *mut PyObject) -> c_long;
    pub fn PyLong_AsSsize_t(arg1: *mut PyObject) -> Py_ssize_t;
    pub fn PyLong_AsUnsignedLongMask(arg1: *mut PyObject) -> c_ulong;
    pub fn PyLong_AsLongLong(arg1: *mut PyObject) -> c_longlong;
    pub fn PyLong_AsUnsignedLong(arg1: *mut PyObject) -> c_ulong;
    pub fn PyLong_AsUnsignedLongLong(arg1: *mut PyObject) -> c_ulonglong;
    pub fn PyLong_AsUnsignedLongLongMask(arg1: *mut PyObject) -> c_ulonglong;
    pub fn PyLong_AsSize_t(arg1: *mut PyObject) -> usize;
}

// cpython/longobject.h

unsafe extern "C" {
    pub fn PyLong_FromUnicodeObject(u: *mut PyObject, base: c_int) -> *mut PyObject;
    pub fn _PyLong_NumBits(v: *mut PyObject) -> i64;
    pub fn _PyLong_Sign(v: *mut PyObject) -> c_int;
}

// longobject.h

pub const Py_ASNATIVEBYTES_NATIVE_ENDIAN: c_int = 3;
pub const Py_ASNATIVEBYTES_UNSIGNED_BUFFER: c_int = 4;
pub const Py_ASNATIVEBYTES_REJECT_NEGATIVE: c_int = 8;
pub const Py_ASNATIVEBYTES_ALLOW_INDEX: c_int = 0x10;
unsafe extern "C" {
    pub fn PyLong_AsNativeBytes(
        v: *mut PyObject,
        buffer: *mut c_void,
        n_bytes: Py_ssize_t,
        flags: c_int,
    ) -> Py_ssize_t;
    pub fn PyLong_FromNativeBytes(
        buffer: *const c_void,
        n_bytes: usize,
        flags: c_int,
    ) -> *mut PyObject;
    pub fn PyLong_FromUnsignedNativeBytes(
        buffer: *const c_void,
        n_bytes: usize,
        flags: c_int,
    ) -> *mut PyObject;
}

// bytesobject.h

unsafe extern "C" {
    pub static mut PyBytes_Type: PyTypeObject;
    pub fn PyBytes_FromStringAndSize(arg1: *const c_char, arg2: Py_ssize_t) -> *mut PyObject;
    pub fn PyBytes_Size(arg1: *mut PyObject) -> Py_ssize_t;
    pub fn PyBytes_AsString(arg1: *mut PyObject) -> *mut c_char;
    pub fn PyBytes_FromObject(arg1: *mut PyObject) -> *mut PyObject;
}

// cpython/bytesobject.h

#[repr(C)]
pub struct PyBytesObject {
    pub ob_base: PyVarObject,
    pub ob_shash: Py_hash_t,
    pub ob_sval: [c_char; 1],
}

unsafe extern "C" {
    pub fn _PyBytes_Resize(arg1: *mut *mut PyObject, arg2: Py_ssize_t) -> c_int;
}

// tupleobject.h

unsafe extern "C" {
    pub static mut PyTuple_Type: PyTypeObject;
    pub fn PyTuple_New(size: Py_ssize_t) -> *mut PyObject;
    pub fn PyTuple_SetItem(arg1: *mut PyObject, arg2: Py_ssize_t, arg3: *mut PyObject) -> c_int;
    pub fn PyTuple_Size(arg1: *mut PyObject) -> Py_ssize_t;
    pub fn PyTuple_GetItem(arg1: *mut PyObject, arg2: Py_ssize_t) -> *mut PyObject;
    pub fn PyTuple_GetSlice(
        arg1: *mut PyObject,
        arg2: Py_ssize_t,
        arg3: Py_ssize_t,
    ) -> *mut PyObject;
}

// cpython/tupleobject.h

#[repr(C)]
pub struct PyTupleObject {
    pub ob_base: PyVarObject,
    pub ob_hash: Py_hash_t,
    pub ob_item: [*mut PyObject; 1],
}

// bytearrayobject.h

unsafe extern "C" {
    pub static mut PyByteArray_Type: PyTypeObject;
    pub fn PyByteArray_FromStringAndSize(arg1: *const c_char, arg2: Py_ssize_t) -> *mut PyObject;
    pub fn PyByteArray_Size(arg1: *mut PyObject) -> Py_ssize_t;
    pub fn PyByteArray_Resize(arg1: *mut PyObject, arg2: Py_ssize_t) -> c_int;
}

// cpython/unicodeobject.h

#[repr(C)]
pub struct PyASCIIObject {
    pub ob_base: PyObject,
    pub length: Py_ssize_t,
    _opaque: [u8; 0],
}

unsafe extern "C" {
    pub fn PyUnicode_New(size: Py_ssize_t, maxchar: Py_UCS4) -> *mut PyObject;
    pub fn PyUnicode_FromKindAndData(
        kind: c_int,
        buffer: *const c_void,
        size: Py_ssize_t,
    ) -> *mut PyObject;
}

// unicodeobject.h

pub type Py_UCS4 = u32;
unsafe extern "C" {
    pub static mut PyUnicode_Type: PyTypeObject;
    pub fn PyUnicode_FromStringAndSize(u: *const c_char, size: Py_ssize_t) -> *mut PyObject;
    pub fn PyUnicode_FromString(u: *const c_char) -> *mut PyObject;
    pub fn PyUnicode_InternFromString(u: *const c_char) -> *mut PyObject;
    pub fn PyUnicode_GetLength(unicode: *mut PyObject) -> Py_ssize_t;
    pub fn PyUnicode_ReadChar(unicode: *mut PyObject, index: Py_ssize_t) -> Py_UCS4;
    pub fn PyUnicode_AsUTF8AndSize(unicode: *mut PyObject, size: *mut Py_ssize_t) -> *const c_char;
    pub fn PyUnicode_AsASCIIString(unicode: *mut PyObject) -> *mut PyObject;
    pub fn PyUnicode_FromObject(obj: *mut PyObject) -> *mut PyObject;
    pub fn PyUnicode_FromOrdinal(ordinal: c_int) -> *mut PyObject;
    pub fn PyUnicode_FindChar(
        str_: *mut PyObject,
        ch: Py_UCS4,
        start: Py_ssize_t,
        end: Py_ssize_t,
        direction: c_int,
    ) -> Py_ssize_t;
    pub fn PyUnicode_Substring(
        str_: *mut PyObject,
        start: Py_ssize_t,
        end: Py_ssize_t,
    ) -> *mut PyObject;
    pub fn PyUnicode_Concat(left: *mut PyObject, right: *mut PyObject) -> *mut PyObject;
    pub fn PyUnicode_Contains(container: *mut PyObject, element: *mut PyObject) -> c_int;
    pub fn PyUnicode_EqualToUTF8AndSize(
        arg1: *mut PyObject,
        arg2: *const c_char,
        arg3: Py_ssize_t,
    ) -> c_int;
    pub fn PyUnicode_InternInPlace(arg1: *mut *mut PyObject);
    pub fn PyUnicode_Resize(unicode: *mut *mut PyObject, length: Py_ssize_t) -> c_int;
}

// pybuffer.h

#[repr(C)]
pub struct Py_buffer {
    pub buf: *mut c_void,
    pub obj: *mut PyObject,
    pub len: Py_ssize_t,
    pub itemsize: Py_ssize_t,
    pub readonly: c_int,
    pub ndim: c_int,
    pub format: *mut c_char,
    pub shape: *mut Py_ssize_t,
    pub strides: *mut Py_ssize_t,
    pub suboffsets: *mut Py_ssize_t,
    pub internal: *mut c_void,
}

pub const PyBUF_SIMPLE: c_int = 0;
pub const PyBUF_WRITABLE: c_int = 1;
pub const PyBUF_FORMAT: c_int = 4;
pub const PyBUF_ND: c_int = 8;
pub const PyBUF_STRIDES: c_int = 0x18;
pub const PyBUF_C_CONTIGUOUS: c_int = 0x38;
pub const PyBUF_FULL_RO: c_int = 0x11c;
unsafe extern "C" {
    pub fn PyObject_CheckBuffer(obj: *mut PyObject) -> c_int;
    pub fn PyObject_GetBuffer(obj: *mut PyObject, view: *mut Py_buffer, flags: c_int) -> c_int;
    pub fn PyBuffer_IsContiguous(view: *const Py_buffer, fort: c_char) -> c_int;
    pub fn PyBuffer_Release(view: *mut Py_buffer);
    pub fn PyBuffer_FillInfo(
        view: *mut Py_buffer,
        o: *mut PyObject,
        buf: *mut c_void,
        len: Py_ssize_t,
        readonly: c_int,
        flags: c_int,
    ) -> c_int;
}

// methodobject.h

pub type PyCFunction =
    Option<unsafe extern "C" fn(arg1: *mut PyObject, arg2: *mut PyObject) -> *mut PyObject>;
pub type PyCFunctionFast = Option<
    unsafe extern "C" fn(
        arg1: *mut PyObject,
        arg2: *const *mut PyObject,
        arg3: Py_ssize_t,
    ) -> *mut PyObject,
>;
pub type PyCFunctionWithKeywords = Option<
    unsafe extern "C" fn(
        arg1: *mut PyObject,
        arg2: *mut PyObject,
        arg3: *mut PyObject,
    ) -> *mut PyObject,
>;
pub type PyCFunctionFastWithKeywords = Option<
    unsafe extern "C" fn(
        arg1: *mut PyObject,
        arg2: *const *mut PyObject,
        arg3: Py_ssize_t,
        arg4: *mut PyObject,
    ) -> *mut PyObject,
>;
pub type PyCMethod = Option<
    unsafe extern "C" fn(
        arg1: *mut PyObject,
        arg2: *mut PyTypeObject,
        arg3: *const *mut PyObject,
        arg4: Py_ssize_t,
        arg5: *mut PyObject,
    ) -> *mut PyObject,
>;
#[repr(C)]
pub struct PyMethodDef {
    pub ml_name: *const c_char,
    pub ml_meth: PyCFunction,
    pub ml_flags: c_int,
    pub ml_doc: *const c_char,
}

pub const METH_VARARGS: c_int = 1;
pub const METH_KEYWORDS: c_int = 2;
pub const METH_NOARGS: c_int = 4;
pub const METH_O: c_int = 8;
pub const METH_CLASS: c_int = 0x10;
pub const METH_STATIC: c_int = 0x20;
pub const METH_FASTCALL: c_int = 0x80;
pub const METH_METHOD: c_int = 0x200;
unsafe extern "C" {
    pub fn PyCMethod_New(
        arg1: *mut PyMethodDef,
        arg2: *mut PyObject,
        arg3: *mut PyObject,
        arg4: *mut PyTypeObject,
    ) -> *mut PyObject;
}

// descrobject.h

pub type getter =
    Option<unsafe extern "C" fn(arg1: *mut PyObject, arg2: *mut c_void) -> *mut PyObject>;
pub type setter = Option<
    unsafe extern "C" fn(arg1: *mut PyObject, arg2: *mut PyObject, arg3: *mut c_void) -> c_int,
>;
#[repr(C)]
pub struct PyGetSetDef {
    pub name: *const c_char,
    pub get: getter,
    pub set: setter,
    pub doc: *const c_char,
    pub closure: *mut c_void,
}

#[repr(C)]
pub struct PyMemberDef {
    pub name: *const c_char,
    pub type_: c_int,
    pub offset: Py_ssize_t,
    pub flags: c_int,
    pub doc: *const c_char,
}

pub const Py_T_SHORT: c_int = 0;
pub const Py_T_INT: c_int = 1;
pub const Py_T_LONG: c_int = 2;
pub const Py_T_FLOAT: c_int = 3;
pub const Py_T_DOUBLE: c_int = 4;
pub const Py_T_STRING: c_int = 5;
pub const Py_T_CHAR: c_int = 7;
pub const Py_T_BYTE: c_int = 8;
pub const Py_T_UBYTE: c_int = 9;
pub const Py_T_USHORT: c_int = 0xa;
pub const Py_T_UINT: c_int = 0xb;
pub const Py_T_ULONG: c_int = 0xc;
pub const Py_T_STRING_INPLACE: c_int = 0xd;
pub const Py_T_BOOL: c_int = 0xe;
pub const Py_T_OBJECT_EX: c_int = 0x10;
pub const Py_T_LONGLONG: c_int = 0x11;
pub const Py_T_ULONGLONG: c_int = 0x12;
pub const Py_T_PYSSIZET: c_int = 0x13;
pub const Py_READONLY: c_int = 1;
pub const Py_RELATIVE_OFFSET: c_int = 8;
unsafe extern "C" {
    pub fn PyDescr_NewGetSet(arg1: *mut PyTypeObject, arg2: *mut PyGetSetDef) -> *mut PyObject;
}

// typeslots.h

pub const Py_bf_getbuffer: c_int = 1;
pub const Py_bf_releasebuffer: c_int = 2;
pub const Py_mp_ass_subscript: c_int = 3;
pub const Py_mp_length: c_int = 4;
pub const Py_mp_subscript: c_int = 5;
pub const Py_nb_absolute: c_int = 6;
pub const Py_nb_add: c_int = 7;
pub const Py_nb_and: c_int = 8;
pub const Py_nb_bool: c_int = 9;
pub const Py_nb_divmod: c_int = 0xa;
pub const Py_nb_float: c_int = 0xb;
pub const Py_nb_floor_divide: c_int = 0xc;
pub const Py_nb_index: c_int = 0xd;
pub const Py_nb_inplace_add: c_int = 0xe;
pub const Py_nb_inplace_and: c_int = 0xf;
pub const Py_nb_inplace_floor_divide: c_int = 0x10;
pub const Py_nb_inplace_lshift: c_int = 0x11;
pub const Py_nb_inplace_multiply: c_int = 0x12;
pub const Py_nb_inplace_or: c_int = 0x13;
pub const Py_nb_inplace_power: c_int = 0x14;
pub const Py_nb_inplace_remainder: c_int = 0x15;
pub const Py_nb_inplace_rshift: c_int = 0x16;
pub const Py_nb_inplace_subtract: c_int = 0x17;
pub const Py_nb_inplace_true_divide: c_int = 0x18;
pub const Py_nb_inplace_xor: c_int = 0x19;
pub const Py_nb_int: c_int = 0x1a;
pub const Py_nb_invert: c_int = 0x1b;
pub const Py_nb_lshift: c_int = 0x1c;
pub const Py_nb_multiply: c_int = 0x1d;
pub const Py_nb_negative: c_int = 0x1e;
pub const Py_nb_or: c_int = 0x1f;
pub const Py_nb_positive: c_int = 0x20;
pub const Py_nb_power: c_int = 0x21;
pub const Py_nb_remainder: c_int = 0x22;
pub const Py_nb_rshift: c_int = 0x23;
pub const Py_nb_subtract: c_int = 0x24;
pub const Py_nb_true_divide: c_int = 0x25;
pub const Py_nb_xor: c_int = 0x26;
pub const Py_sq_ass_item: c_int = 0x27;
pub const Py_sq_concat: c_int = 0x28;
pub const Py_sq_contains: c_int = 0x29;
pub const Py_sq_inplace_concat: c_int = 0x2a;
pub const Py_sq_inplace_repeat: c_int = 0x2b;
pub const Py_sq_item: c_int = 0x2c;
pub const Py_sq_length: c_int = 0x2d;
pub const Py_sq_repeat: c_int = 0x2e;
pub const Py_tp_alloc: c_int = 0x2f;
pub const Py_tp_base: c_int = 0x30;
pub const Py_tp_bases: c_int = 0x31;
pub const Py_tp_call: c_int = 0x32;
pub const Py_tp_clear: c_int = 0x33;
pub const Py_tp_dealloc: c_int = 0x34;
pub const Py_tp_del: c_int = 0x35;
pub const Py_tp_descr_get: c_int = 0x36;
pub const Py_tp_descr_set: c_int = 0x37;
pub const Py_tp_doc: c_int = 0x38;
pub const Py_tp_getattr: c_int = 0x39;
pub const Py_tp_getattro: c_int = 0x3a;
pub const Py_tp_hash: c_int = 0x3b;
pub const Py_tp_init: c_int = 0x3c;
pub const Py_tp_is_gc: c_int = 0x3d;
pub const Py_tp_iter: c_int = 0x3e;
pub const Py_tp_iternext: c_int = 0x3f;
pub const Py_tp_methods: c_int = 0x40;
pub const Py_tp_new: c_int = 0x41;
pub const Py_tp_repr: c_int = 0x42;
pub const Py_tp_richcompare: c_int = 0x43;
pub const Py_tp_setattr: c_int = 0x44;
pub const Py_tp_setattro: c_int = 0x45;
pub const Py_tp_str: c_int = 0x46;
pub const Py_tp_traverse: c_int = 0x47;
pub const Py_tp_members: c_int = 0x48;
pub const Py_tp_getset: c_int = 0x49;
pub const Py_tp_free: c_int = 0x4a;
pub const Py_nb_matrix_multiply: c_int = 0x4b;
pub const Py_nb_inplace_matrix_multiply: c_int = 0x4c;
pub const Py_am_await: c_int = 0x4d;
pub const Py_am_aiter: c_int = 0x4e;
pub const Py_am_anext: c_int = 0x4f;
pub const Py_tp_finalize: c_int = 0x50;
pub const Py_am_send: c_int = 0x51;
pub const Py_tp_token: c_int = 0x53;
pub const Py_tp_vectorcall: c_int = 0x52;

// moduleobject.h

pub const Py_mod_create: c_int = 1;
pub const Py_mod_exec: c_int = 2;
pub const Py_mod_multiple_interpreters: c_int = 3;
pub const Py_mod_gil: c_int = 4;
#[repr(C)]
pub struct PyModuleDef_Base {
    pub ob_base: PyObject,
    pub m_init: Option<unsafe extern "C" fn() -> *mut PyObject>,
    pub m_index: Py_ssize_t,
    pub m_copy: *mut PyObject,
}

#[repr(C)]
pub struct PyModuleDef_Slot {
    pub slot: c_int,
    pub value: *mut c_void,
}

#[repr(C)]
pub struct PyModuleDef {
    pub m_base: PyModuleDef_Base,
    pub m_name: *const c_char,
    pub m_doc: *const c_char,
    pub m_size: Py_ssize_t,
    pub m_methods: *mut PyMethodDef,
    pub m_slots: *mut PyModuleDef_Slot,
    pub m_traverse: traverseproc,
    pub m_clear: inquiry,
    pub m_free: freefunc,
}

pub const Py_MOD_PER_INTERPRETER_GIL_SUPPORTED: usize = 2;
pub const Py_MOD_GIL_NOT_USED: usize = 1;
unsafe extern "C" {
    pub static mut PyModule_Type: PyTypeObject;
    pub fn PyModuleDef_Init(arg1: *mut PyModuleDef) -> *mut PyObject;
    pub fn PyModule_GetDef(arg1: *mut PyObject) -> *mut PyModuleDef;
    pub fn PyModule_GetNameObject(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyModule_GetState(arg1: *mut PyObject) -> *mut c_void;
}

// modsupport.h

unsafe extern "C" {
    pub fn PyModule_AddType(module: *mut PyObject, type_: *mut PyTypeObject) -> c_int;
    pub fn PyModule_AddObjectRef(
        mod_: *mut PyObject,
        name: *const c_char,
        value: *mut PyObject,
    ) -> c_int;
    pub fn PyModule_AddStringConstant(
        arg1: *mut PyObject,
        arg2: *const c_char,
        arg3: *const c_char,
    ) -> c_int;
}

// cpython/modsupport.h

#[repr(C)]
pub struct _PyOnceFlag {
    pub v: u8,
}

#[repr(C)]
pub struct _PyArg_Parser {
    pub format: *const c_char,
    pub keywords: *const *const c_char,
    pub fname: *const c_char,
    pub custom_msg: *const c_char,
    pub once: _PyOnceFlag,
    pub is_kwtuple_owned: c_int,
    pub pos: c_int,
    pub min: c_int,
    pub max: c_int,
    pub kwtuple: *mut PyObject,
    pub next: *mut _PyArg_Parser,
}

// internal/pycore_modsupport.h

unsafe extern "C" {
    pub fn _PyArg_NoKeywords(funcname: *const c_char, kwargs: *mut PyObject) -> c_int;
    pub fn _PyArg_CheckPositional(
        arg1: *const c_char,
        arg2: Py_ssize_t,
        arg3: Py_ssize_t,
        arg4: Py_ssize_t,
    ) -> c_int;
    pub fn _PyArg_BadArgument(
        fname: *const c_char,
        displayname: *const c_char,
        expected: *const c_char,
        arg: *mut PyObject,
    );
    pub fn _PyArg_UnpackKeywords(
        args: *const *mut PyObject,
        nargs: Py_ssize_t,
        kwargs: *mut PyObject,
        kwnames: *mut PyObject,
        parser: *mut _PyArg_Parser,
        minpos: c_int,
        maxpos: c_int,
        minkw: c_int,
        varpos: c_int,
        buf: *mut *mut PyObject,
    ) -> *const *mut PyObject;
}

// pyerrors.h

unsafe extern "C" {
    pub fn PyErr_SetNone(arg1: *mut PyObject);
    pub fn PyErr_SetObject(arg1: *mut PyObject, arg2: *mut PyObject);
    pub fn PyErr_SetString(exception: *mut PyObject, string: *const c_char);
    pub fn PyErr_Format(exception: *mut PyObject, format: *const c_char, ...) -> *mut PyObject;
    pub fn PyErr_NoMemory() -> *mut PyObject;
    pub fn PyErr_BadInternalCall();
    pub fn PyErr_Occurred() -> *mut PyObject;
    pub fn PyErr_Clear();
    pub fn PyErr_ExceptionMatches(arg1: *mut PyObject) -> c_int;
    pub fn PyErr_GivenExceptionMatches(arg1: *mut PyObject, arg2: *mut PyObject) -> c_int;
    pub fn PyErr_GetRaisedException() -> *mut PyObject;
    pub fn PyErr_SetRaisedException(arg1: *mut PyObject);
    pub fn PyErr_NewException(
        name: *const c_char,
        base: *mut PyObject,
        dict: *mut PyObject,
    ) -> *mut PyObject;
    pub fn PyErr_NewExceptionWithDoc(
        name: *const c_char,
        doc: *const c_char,
        base: *mut PyObject,
        dict: *mut PyObject,
    ) -> *mut PyObject;
    pub fn PyErr_WriteUnraisable(arg1: *mut PyObject);
    pub fn Py_FatalError(message: *const c_char) -> !;
    pub static mut PyExc_BaseException: *mut PyObject;
    pub static mut PyExc_Exception: *mut PyObject;
    pub static mut PyExc_ArithmeticError: *mut PyObject;
    pub static mut PyExc_AttributeError: *mut PyObject;
    pub static mut PyExc_BufferError: *mut PyObject;
    pub static mut PyExc_DeprecationWarning: *mut PyObject;
    pub static mut PyExc_ImportError: *mut PyObject;
    pub static mut PyExc_IndexError: *mut PyObject;
    pub static mut PyExc_KeyError: *mut PyObject;
    pub static mut PyExc_LookupError: *mut PyObject;
    pub static mut PyExc_MemoryError: *mut PyObject;
    pub static mut PyExc_NotImplementedError: *mut PyObject;
    pub static mut PyExc_OSError: *mut PyObject;
    pub static mut PyExc_OverflowError: *mut PyObject;
    pub static mut PyExc_RuntimeError: *mut PyObject;
    pub static mut PyExc_RuntimeWarning: *mut PyObject;
    pub static mut PyExc_StopIteration: *mut PyObject;
    pub static mut PyExc_SystemError: *mut PyObject;
    pub static mut PyExc_TypeError: *mut PyObject;
    pub static mut PyExc_ValueError: *mut PyObject;
    pub fn PyErr_CheckSignals() -> c_int;
    pub fn PyException_SetCause(arg1: *mut PyObject, arg2: *mut PyObject);
    pub fn PyException_GetCause(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyException_SetContext(arg1: *mut PyObject, arg2: *mut PyObject);
    pub fn PyException_GetContext(arg1: *mut PyObject) -> *mut PyObject;
    pub static mut PyExc_AssertionError: *mut PyObject;
    pub static mut PyExc_BlockingIOError: *mut PyObject;
    pub static mut PyExc_BrokenPipeError: *mut PyObject;
    pub static mut PyExc_BytesWarning: *mut PyObject;
    pub static mut PyExc_ChildProcessError: *mut PyObject;
    pub static mut PyExc_ConnectionAbortedError: *mut PyObject;
    pub static mut PyExc_ConnectionError: *mut PyObject;
    pub static mut PyExc_ConnectionRefusedError: *mut PyObject;
    pub static mut PyExc_ConnectionResetError: *mut PyObject;
    pub static mut PyExc_EOFError: *mut PyObject;
    pub static mut PyExc_EncodingWarning: *mut PyObject;
    pub static mut PyExc_FileExistsError: *mut PyObject;
    pub static mut PyExc_FileNotFoundError: *mut PyObject;
    pub static mut PyExc_FloatingPointError: *mut PyObject;
    pub static mut PyExc_FutureWarning: *mut PyObject;
    pub static mut PyExc_GeneratorExit: *mut PyObject;
    pub static mut PyExc_ImportWarning: *mut PyObject;
    pub static mut PyExc_IndentationError: *mut PyObject;
    pub static mut PyExc_InterruptedError: *mut PyObject;
    pub static mut PyExc_IsADirectoryError: *mut PyObject;
    pub static mut PyExc_KeyboardInterrupt: *mut PyObject;
    pub static mut PyExc_ModuleNotFoundError: *mut PyObject;
    pub static mut PyExc_NameError: *mut PyObject;
    pub static mut PyExc_NotADirectoryError: *mut PyObject;
    pub static mut PyExc_PendingDeprecationWarning: *mut PyObject;
    pub static mut PyExc_PermissionError: *mut PyObject;
    pub static mut PyExc_ProcessLookupError: *mut PyObject;
    pub static mut PyExc_RecursionError: *mut PyObject;
    pub static mut PyExc_ReferenceError: *mut PyObject;
    pub static mut PyExc_ResourceWarning: *mut PyObject;
    pub static mut PyExc_StopAsyncIteration: *mut PyObject;
    pub static mut PyExc_SyntaxError: *mut PyObject;
    pub static mut PyExc_SyntaxWarning: *mut PyObject;
    pub static mut PyExc_SystemExit: *mut PyObject;
    pub static mut PyExc_TimeoutError: *mut PyObject;
    pub static mut PyExc_UnboundLocalError: *mut PyObject;
    pub static mut PyExc_UnicodeDecodeError: *mut PyObject;
    pub static mut PyExc_UnicodeEncodeError: *mut PyObject;
    pub static mut PyExc_UnicodeError: *mut PyObject;
    pub static mut PyExc_UnicodeTranslateError: *mut PyObject;
    pub static mut PyExc_UnicodeWarning: *mut PyObject;
    pub static mut PyExc_UserWarning: *mut PyObject;
    pub static mut PyExc_Warning: *mut PyObject;
    pub static mut PyExc_ZeroDivisionError: *mut PyObject;
}

// warnings.h

unsafe extern "C" {
    pub fn PyErr_WarnEx(
        category: *mut PyObject,
        message: *const c_char,
        stack_level: Py_ssize_t,
    ) -> c_int;
    pub fn PyErr_WarnFormat(
        category: *mut PyObject,
        stack_level: Py_ssize_t,
        format: *const c_char,
        ...
    ) -> c_int;
}

// ceval.h

unsafe extern "C" {
    pub fn PyEval_SaveThread() -> *mut PyThreadState;
    pub fn PyEval_RestoreThread(arg1: *mut PyThreadState);
    pub fn Py_EnterRecursiveCall(where_: *const c_char) -> c_int;
    pub fn Py_LeaveRecursiveCall();
}

// pystate.h

unsafe extern "C" {
    pub fn PyInterpreterState_Get() -> *mut PyInterpreterState;
    pub fn PyInterpreterState_GetID(arg1: *mut PyInterpreterState) -> i64;
    pub fn PyInterpreterState_GetDict(arg1: *mut PyInterpreterState) -> *mut PyObject;
}

// cpython/pystate.h

unsafe extern "C" {
    pub fn PyThreadState_GetUnchecked() -> *mut PyThreadState;
}

// pylifecycle.h

unsafe extern "C" {
    pub fn Py_IsInitialized() -> c_int;
    pub fn Py_IsFinalizing() -> c_int;
}

// floatobject.h

unsafe extern "C" {
    pub static mut PyFloat_Type: PyTypeObject;
    pub fn PyFloat_FromDouble(arg1: f64) -> *mut PyObject;
    pub fn PyFloat_FromString(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyFloat_AsDouble(arg1: *mut PyObject) -> f64;
}

// cpython/floatobject.h

#[repr(C)]
pub struct PyFloatObject {
    pub ob_base: PyObject,
    pub ob_fval: f64,
}

unsafe extern "C" {
    pub fn PyFloat_Pack2(x: f64, p: *mut c_char, le: c_int) -> c_int;
    pub fn PyFloat_Pack4(x: f64, p: *mut c_char, le: c_int) -> c_int;
    pub fn PyFloat_Pack8(x: f64, p: *mut c_char, le: c_int) -> c_int;
    pub fn PyFloat_Unpack2(p: *const c_char, le: c_int) -> f64;
    pub fn PyFloat_Unpack4(p: *const c_char, le: c_int) -> f64;
    pub fn PyFloat_Unpack8(p: *const c_char, le: c_int) -> f64;
}

// complexobject.h

unsafe extern "C" {
    pub static mut PyComplex_Type: PyTypeObject;
    pub fn PyComplex_FromDoubles(real: f64, imag: f64) -> *mut PyObject;
    pub fn PyComplex_RealAsDouble(op: *mut PyObject) -> f64;
    pub fn PyComplex_ImagAsDouble(op: *mut PyObject) -> f64;
}

// listobject.h

unsafe extern "C" {
    pub static mut PyList_Type: PyTypeObject;
    pub fn PyList_New(size: Py_ssize_t) -> *mut PyObject;
    pub fn PyList_Size(arg1: *mut PyObject) -> Py_ssize_t;
    pub fn PyList_GetItemRef(arg1: *mut PyObject, arg2: Py_ssize_t) -> *mut PyObject;
    pub fn PyList_SetItem(arg1: *mut PyObject, arg2: Py_ssize_t, arg3: *mut PyObject) -> c_int;
    pub fn PyList_Insert(arg1: *mut PyObject, arg2: Py_ssize_t, arg3: *mut PyObject) -> c_int;
    pub fn PyList_Append(arg1: *mut PyObject, arg2: *mut PyObject) -> c_int;
    pub fn PyList_GetSlice(
        arg1: *mut PyObject,
        arg2: Py_ssize_t,
        arg3: Py_ssize_t,
    ) -> *mut PyObject;
    pub fn PyList_SetSlice(
        arg1: *mut PyObject,
        arg2: Py_ssize_t,
        arg3: Py_ssize_t,
        arg4: *mut PyObject,
    ) -> c_int;
    pub fn PyList_Sort(arg1: *mut PyObject) -> c_int;
    pub fn PyList_Reverse(arg1: *mut PyObject) -> c_int;
    pub fn PyList_AsTuple(arg1: *mut PyObject) -> *mut PyObject;
}

// cpython/listobject.h

unsafe extern "C" {
    pub fn PyList_Extend(self_: *mut PyObject, iterable: *mut PyObject) -> c_int;
    pub fn PyList_Clear(self_: *mut PyObject) -> c_int;
}

// dictobject.h

unsafe extern "C" {
    pub static mut PyDict_Type: PyTypeObject;
    pub fn PyDict_New() -> *mut PyObject;
    pub fn PyDict_GetItemRef(
        mp: *mut PyObject,
        key: *mut PyObject,
        result: *mut *mut PyObject,
    ) -> c_int;
    pub fn PyDict_SetItem(mp: *mut PyObject, key: *mut PyObject, item: *mut PyObject) -> c_int;
    pub fn PyDict_DelItem(mp: *mut PyObject, key: *mut PyObject) -> c_int;
    pub fn PyDict_Clear(mp: *mut PyObject);
    pub fn PyDict_Contains(mp: *mut PyObject, key: *mut PyObject) -> c_int;
    pub fn PyDict_Keys(mp: *mut PyObject) -> *mut PyObject;
    pub fn PyDict_Values(mp: *mut PyObject) -> *mut PyObject;
    pub fn PyDict_Items(mp: *mut PyObject) -> *mut PyObject;
    pub fn PyDict_Size(mp: *mut PyObject) -> Py_ssize_t;
    pub fn PyDict_Copy(mp: *mut PyObject) -> *mut PyObject;
    pub fn PyDict_Update(mp: *mut PyObject, other: *mut PyObject) -> c_int;
}

// cpython/dictobject.h

unsafe extern "C" {
    pub fn PyDict_SetDefaultRef(
        mp: *mut PyObject,
        key: *mut PyObject,
        default_value: *mut PyObject,
        result: *mut *mut PyObject,
    ) -> c_int;
    pub fn PyDict_Pop(dict: *mut PyObject, key: *mut PyObject, result: *mut *mut PyObject)
    -> c_int;
}

// setobject.h

unsafe extern "C" {
    pub static mut PySet_Type: PyTypeObject;
    pub static mut PyFrozenSet_Type: PyTypeObject;
    pub fn PySet_New(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyFrozenSet_New(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PySet_Add(set: *mut PyObject, key: *mut PyObject) -> c_int;
    pub fn PySet_Clear(set: *mut PyObject) -> c_int;
    pub fn PySet_Contains(anyset: *mut PyObject, key: *mut PyObject) -> c_int;
    pub fn PySet_Discard(set: *mut PyObject, key: *mut PyObject) -> c_int;
    pub fn PySet_Pop(set: *mut PyObject) -> *mut PyObject;
    pub fn PySet_Size(anyset: *mut PyObject) -> Py_ssize_t;
}

// sliceobject.h

unsafe extern "C" {
    pub static mut PySlice_Type: PyTypeObject;
    pub static mut _Py_EllipsisObject: PyObject;
    pub fn PySlice_New(
        start: *mut PyObject,
        stop: *mut PyObject,
        step: *mut PyObject,
    ) -> *mut PyObject;
    pub fn PySlice_Unpack(
        slice: *mut PyObject,
        start: *mut Py_ssize_t,
        stop: *mut Py_ssize_t,
        step: *mut Py_ssize_t,
    ) -> c_int;
    pub fn PySlice_AdjustIndices(
        length: Py_ssize_t,
        start: *mut Py_ssize_t,
        stop: *mut Py_ssize_t,
        step: Py_ssize_t,
    ) -> Py_ssize_t;
}

// import.h

unsafe extern "C" {
    pub fn PyImport_Import(name: *mut PyObject) -> *mut PyObject;
}

// weakrefobject.h

unsafe extern "C" {
    pub static mut _PyWeakref_RefType: PyTypeObject;
    pub fn PyWeakref_NewRef(ob: *mut PyObject, callback: *mut PyObject) -> *mut PyObject;
    pub fn PyWeakref_GetRef(ref_: *mut PyObject, pobj: *mut *mut PyObject) -> c_int;
}

// cpython/context.h

unsafe extern "C" {
    pub static mut PyContextVar_Type: PyTypeObject;
    pub static mut PyContextToken_Type: PyTypeObject;
    pub fn PyContextVar_New(name: *const c_char, default_value: *mut PyObject) -> *mut PyObject;
    pub fn PyContextVar_Get(
        var: *mut PyObject,
        default_value: *mut PyObject,
        value: *mut *mut PyObject,
    ) -> c_int;
    pub fn PyContextVar_Set(var: *mut PyObject, value: *mut PyObject) -> *mut PyObject;
    pub fn PyContextVar_Reset(var: *mut PyObject, token: *mut PyObject) -> c_int;
}

// pycapsule.h

pub type PyCapsule_Destructor = Option<unsafe extern "C" fn(arg1: *mut PyObject)>;
unsafe extern "C" {
    pub static mut PyCapsule_Type: PyTypeObject;
    pub fn PyCapsule_New(
        pointer: *mut c_void,
        name: *const c_char,
        destructor: PyCapsule_Destructor,
    ) -> *mut PyObject;
    pub fn PyCapsule_GetDestructor(capsule: *mut PyObject) -> PyCapsule_Destructor;
    pub fn PyCapsule_GetName(capsule: *mut PyObject) -> *const c_char;
    pub fn PyCapsule_GetPointer(capsule: *mut PyObject, name: *const c_char) -> *mut c_void;
    pub fn PyCapsule_IsValid(capsule: *mut PyObject, name: *const c_char) -> c_int;
    pub fn PyCapsule_SetDestructor(
        capsule: *mut PyObject,
        destructor: PyCapsule_Destructor,
    ) -> c_int;
}

// internal/pycore_long.h

unsafe extern "C" {
    pub fn _PyLong_UnsignedShort_Converter(arg1: *mut PyObject, arg2: *mut c_void) -> c_int;
    pub fn _PyLong_UnsignedInt_Converter(arg1: *mut PyObject, arg2: *mut c_void) -> c_int;
    pub fn _PyLong_UnsignedLongLong_Converter(arg1: *mut PyObject, arg2: *mut c_void) -> c_int;
    pub fn _PyLong_Size_t_Converter(arg1: *mut PyObject, arg2: *mut c_void) -> c_int;
}

// internal/pycore_pylifecycle.h

unsafe extern "C" {
    pub fn _PyOS_URandomNonblock(buffer: *mut c_void, size: Py_ssize_t) -> c_int;
}

// cpython/pytime.h

pub type PyTime_t = i64;
unsafe extern "C" {
    pub fn PyTime_Monotonic(result: *mut PyTime_t) -> c_int;
    pub fn PyTime_Time(result: *mut PyTime_t) -> c_int;
}

// genericaliasobject.h

unsafe extern "C" {
    pub fn Py_GenericAlias(arg1: *mut PyObject, arg2: *mut PyObject) -> *mut PyObject;
}

// pythread.h

unsafe extern "C" {
    pub fn PyThread_get_thread_ident() -> c_ulong;
}

// internal/pycore_lock.h

pub const _Py_LOCKED: u8 = 1;

// dictobject.h

unsafe extern "C" {
    pub fn PyObject_GenericGetDict(arg1: *mut PyObject, arg2: *mut c_void) -> *mut PyObject;
    pub fn PyDict_SetItemString(
        dp: *mut PyObject,
        key: *const c_char,
        item: *mut PyObject,
    ) -> c_int;
}

// cpython/funcobject.h

unsafe extern "C" {
    pub fn PyStaticMethod_New(arg1: *mut PyObject) -> *mut PyObject;
}
