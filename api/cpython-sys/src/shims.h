/* The functions of shims.c; src/shims.rs declares them to Rust, and is checked against this. */

#ifndef CPYTHON_RUST_SHIMS_H
#define CPYTHON_RUST_SHIMS_H

#include "Python.h"

const char *cpython_rust_str_as_ascii(PyObject *text);
const void *cpython_rust_str_data(PyObject *text, int *kind);
PyObject *cpython_rust_raise_errno(PyObject *type, int code);
PyObject *cpython_rust_module_of(PyTypeObject *type, const void *token);
int cpython_rust_has_own_init(PyTypeObject *type);
void cpython_rust_dealloc(PyObject *object, destructor own, destructor finish);
int cpython_rust_dict_is_empty(PyObject *dict);
Py_ssize_t cpython_rust_spread_len(PyObject *tuple, PyObject *keywords);
PyObject *cpython_rust_spread(PyObject *tuple, PyObject *keywords, PyObject **room);

void cpython_rust_share_parser(struct _PyArg_Parser *parser);

int cpython_rust_shows_bytes(const Py_buffer *view);

char *cpython_rust_memory_before(PyObject *value, PyObject *const *later, Py_ssize_t count,
                                 Py_ssize_t *len);
char *cpython_rust_hold_bytearray(PyObject *value, Py_ssize_t *len);

void cpython_rust_let_bytearray_go(PyObject *value);

int cpython_rust_release_quietly(PyObject *object);

void cpython_rust_attach(PyThreadState *thread);
void *cpython_rust_detached_from(void);
void cpython_rust_set_detached_from(void *interpreter);

int cpython_rust_watch_forks(void);
unsigned long cpython_rust_forks(void);

void cpython_rust_section_begin(size_t *room, PyObject *first, PyObject *second);
void cpython_rust_section_end(size_t *room, int two);

#if PY_VERSION_HEX >= 0x030f0000
extern PyABIInfo cpython_rust_abi_info;
#endif

#endif
