/* What CPython has only as macros or inline functions, and what Rust has no word for. */

#include "shims.h"

#ifdef _POSIX_THREADS
#  include <pthread.h>
#  include <unistd.h>
#endif

const char *
cpython_rust_str_as_ascii(PyObject *text)
{
    return PyUnicode_IS_ASCII(text) ? (const char *)PyUnicode_DATA(text) : NULL;
}

const void *
cpython_rust_str_data(PyObject *text, int *kind)
{
    *kind = PyUnicode_IS_ASCII(text) ? 0 : (int)PyUnicode_KIND(text);
    return PyUnicode_DATA(text);
}

PyObject *
cpython_rust_raise_errno(PyObject *type, int code)
{
    errno = code;
    return PyErr_SetFromErrno(type);
}

/* ---- Classes ---- */

/* What tells which definition a module was made from. */
static const void *
module_token(PyObject *module)
{
#if PY_VERSION_HEX >= 0x030f0000
    void *token = NULL;
    PyModule_GetToken(module, &token);
    return token;
#else
    return PyModule_GetDef(module);
#endif
}

PyObject *
cpython_rust_module_of(PyTypeObject *type, const void *token)
{
    /* A class with a payload is on the chain of bases that gives a subclass its layout. */
    for (; type != NULL; type = type->tp_base) {
        if (PyType_HasFeature(type, Py_TPFLAGS_HEAPTYPE)) {
            PyObject *module = ((PyHeapTypeObject *)type)->ht_module;
            if (module != NULL && module_token(module) == token) {
                return module;
            }
        }
    }
    return NULL;
}

int
cpython_rust_has_own_init(PyTypeObject *type)
{
    return type->tp_init != PyBaseObject_Type.tp_init;
}

void
cpython_rust_dealloc(PyObject *object, destructor own, destructor finish)
{
    Py_TRASHCAN_BEGIN(object, own)
    finish(object);
    Py_TRASHCAN_END
}

int
cpython_rust_dict_is_empty(PyObject *dict)
{
    return PyDict_GET_SIZE(dict) == 0;
}

/* ---- Arguments ---- */

/* All interpreters share the names of a parser's keywords, and count references to them without a
   lock. That is harmless for an immortal object, as those of CPython's own modules are. */
void
cpython_rust_share_parser(struct _PyArg_Parser *parser)
{
#ifdef Py_GIL_DISABLED
    /* Here counting is safe in any thread. */
    (void)parser;
#elif PY_VERSION_HEX >= 0x030e0000
    Py_SET_REFCNT(parser->kwtuple, _Py_IMMORTAL_INITIAL_REFCNT);
#else
    Py_SET_REFCNT(parser->kwtuple, _Py_IMMORTAL_REFCNT);
#endif
}

/* Whether the memory of a view belongs to a bytes object, directly or behind a memoryview. */
int
cpython_rust_shows_bytes(const Py_buffer *view)
{
    PyObject *exporter = view->obj;
    if (exporter != NULL && PyMemoryView_Check(exporter)) {
        exporter = PyMemoryView_GET_BASE(exporter);
    }
    return exporter != NULL && PyBytes_Check(exporter);
}

#ifndef Py_GIL_DISABLED
/* Whether a conversion to whatever is wanted, or the error that it is not that, runs no Python code.
   From 3.15 on there are numbers that some conversions warn of: negative ones, and what is too large
   for the type, of which a byte is the smallest. */
static int
is_plain(PyObject *value)
{
    if (PyLong_CheckExact(value)) {
#if PY_VERSION_HEX >= 0x030f0000
        PyLongObject *number = (PyLongObject *)value;
        return PyUnstable_Long_IsCompact(number) && PyUnstable_Long_CompactValue(number) >= 0
               && PyUnstable_Long_CompactValue(number) <= UCHAR_MAX;
#else
        return 1;
#endif
    }
    return PyBool_Check(value) || value == Py_None || PyUnicode_CheckExact(value)
           || PyBytes_CheckExact(value);
}

static int
are_plain(PyObject *const *values, Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < count; i++) {
        if (values[i] != NULL && !is_plain(values[i])) {
            return 0;
        }
    }
    return 1;
}
#endif

/* The memory of an object that is exactly a bytearray, or that a memoryview shows of which bytes
   could be had, until Python code runs, which the conversion of later arguments must not. NULL for
   other objects; and without a GIL, where only a view takes care of other threads. */
char *
cpython_rust_memory_before(PyObject *value, PyObject *const *later, Py_ssize_t count,
                           Py_ssize_t *len)
{
#ifndef Py_GIL_DISABLED
    if (PyByteArray_CheckExact(value)) {
        if (are_plain(later, count)) {
            *len = PyByteArray_GET_SIZE(value);
            return PyByteArray_AS_STRING(value);
        }
    }
    else if (PyMemoryView_Check(value)) {
        const PyMemoryViewObject *view = (PyMemoryViewObject *)value;
        int refusing = _Py_MEMORYVIEW_RELEASED | _Py_MEMORYVIEW_RESTRICTED | _Py_MEMORYVIEW_PIL;
        int contiguous = _Py_MEMORYVIEW_C | _Py_MEMORYVIEW_SCALAR;
        if ((view->flags & refusing) == 0 && (view->flags & contiguous) != 0
            && (view->mbuf->flags & _Py_MANAGED_BUFFER_RELEASED) == 0
            && are_plain(later, count)) {
            *len = view->view.len;
            return view->view.buf;
        }
    }
#endif
    (void)value;
    (void)later;
    (void)count;
    (void)len;
    return NULL;
}

/* The memory of an object that is exactly a bytearray, held as an exported view holds it: until it
   is let go, it is not resized. */
char *
cpython_rust_hold_bytearray(PyObject *value, Py_ssize_t *len)
{
#ifndef Py_GIL_DISABLED
    if (PyByteArray_CheckExact(value)) {
        *len = PyByteArray_GET_SIZE(value);
        ((PyByteArrayObject *)value)->ob_exports++;
        return PyByteArray_AS_STRING(value);
    }
#endif
    (void)value;
    (void)len;
    return NULL;
}

void
cpython_rust_let_bytearray_go(PyObject *value)
{
    assert(PyByteArray_CheckExact(value));
    ((PyByteArrayObject *)value)->ob_exports--;
}

/* ---- References ---- */

/* Whether the end of an object of exactly this type runs no code but the interpreter's own. */
static int
ends_quietly(PyTypeObject *type)
{
    return type == &PyBytes_Type || type == &PyUnicode_Type || type == &PyLong_Type
           || type == &PyFloat_Type || type == &PyByteArray_Type || type == &PyBool_Type;
}

#ifdef Py_GIL_DISABLED
/* Give up a reference that is certainly not the last one. */
static int
release_shared(PyObject *object)
{
    uint32_t local = _Py_atomic_load_uint32_relaxed(&object->ob_ref_local);
    if (local == _Py_IMMORTAL_REFCNT_LOCAL) {
        return 1;
    }
    if (_Py_IsOwnedByCurrentThread(object)) {
        if (local > 1) {
            _Py_atomic_store_uint32_relaxed(&object->ob_ref_local, local - 1);
            return 1;
        }
        return 0;
    }
    Py_ssize_t shared = _Py_atomic_load_ssize_relaxed(&object->ob_ref_shared);
    while ((shared >> _Py_REF_SHARED_SHIFT) > 1) {
        if (_Py_atomic_compare_exchange_ssize(&object->ob_ref_shared, &shared,
                                              shared - (1 << _Py_REF_SHARED_SHIFT))) {
            return 1;
        }
    }
    return 0;
}
#endif

/* Give up a reference if that runs no Python code for certain; otherwise return 0. */
int
cpython_rust_release_quietly(PyObject *object)
{
    if (ends_quietly(Py_TYPE(object))) {
        Py_DECREF(object);
        return 1;
    }
#if defined(Py_GIL_DISABLED)
#  ifdef Py_REF_DEBUG
    /* Only CPython's own functions keep the total right. */
    if (_Py_IsImmortal(object)) {
        return 1;
    }
    return 0;
#  else
    return release_shared(object);
#  endif
#else
    if (Py_REFCNT(object) > 1) {
        Py_DECREF(object);
        return 1;
    }
    return 0;
#endif
}

/* ---- Threads ---- */

#ifdef _POSIX_THREADS
/* Before 3.13.8 CPython ends a thread that attaches while the interpreter is being finalized.
   That would unwind Rust's frames, which Rust does not survive; the thread sleeps instead, as
   it does from 3.13.8 on. */
static void
sleep_for_ever(void *unused)
{
    (void)unused;
    for (;;) {
        pause();
    }
}
#endif

void
cpython_rust_attach(PyThreadState *thread)
{
#ifdef _POSIX_THREADS
    pthread_cleanup_push(sleep_for_ever, NULL);
    PyEval_RestoreThread(thread);
    pthread_cleanup_pop(0);
#else
    PyEval_RestoreThread(thread);
#endif
}

/* The interpreter that this thread has detached from, in a call of ours. */
static _Thread_local void *detached_from = NULL;

void *
cpython_rust_detached_from(void)
{
    return detached_from;
}

void
cpython_rust_set_detached_from(void *interpreter)
{
    detached_from = interpreter;
}

/* ---- Forks ---- */

static unsigned long forks = 0;

unsigned long
cpython_rust_forks(void)
{
    return forks;
}

#ifdef _POSIX_THREADS
static void
count_fork(void)
{
    forks++;
}
#endif

/* Count the forks that led to this process. Called once. */
int
cpython_rust_watch_forks(void)
{
#ifdef _POSIX_THREADS
    return pthread_atfork(NULL, NULL, count_fork);
#else
    return 0;
#endif
}

/* ---- Critical sections: nothing under the GIL ---- */

void
cpython_rust_section_begin(size_t *room, PyObject *first, PyObject *second)
{
#ifdef Py_GIL_DISABLED
    /* The room that Rust sets aside: three words. */
    _Static_assert(sizeof(PyCriticalSection2) <= 3 * sizeof(size_t), "a critical section");
    if (second == NULL) {
        PyCriticalSection_Begin((PyCriticalSection *)room, first);
    } else {
        PyCriticalSection2_Begin((PyCriticalSection2 *)room, first, second);
    }
#else
    (void)room;
    (void)first;
    (void)second;
#endif
}

void
cpython_rust_section_end(size_t *room, int two)
{
#ifdef Py_GIL_DISABLED
    if (two) {
        PyCriticalSection2_End((PyCriticalSection2 *)room);
    } else {
        PyCriticalSection_End((PyCriticalSection *)room);
    }
#else
    (void)room;
    (void)two;
#endif
}

Py_ssize_t
cpython_rust_spread_len(PyObject *tuple, PyObject *keywords)
{
    return PyTuple_GET_SIZE(tuple) + PyDict_GET_SIZE(keywords);
}

PyObject *
cpython_rust_spread(PyObject *tuple, PyObject *keywords, PyObject **room)
{
    PyObject *names = PyTuple_New(PyDict_GET_SIZE(keywords));
    if (names == NULL) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(tuple); i++) {
        *room++ = PyTuple_GET_ITEM(tuple, i);
    }
    Py_ssize_t place = 0;
    Py_ssize_t index = 0;
    PyObject *name;
    PyObject *value;
    while (PyDict_Next(keywords, &place, &name, &value)) {
        PyTuple_SET_ITEM(names, index++, Py_NewRef(name));
        *room++ = value;
    }
    return names;
}

#if PY_VERSION_HEX >= 0x030f0000
PyABIInfo cpython_rust_abi_info = _PyABIInfo_DEFAULT;
#endif
