/* The functions of shims.c; src/shims.rs declares them to Rust, and is checked against this. */

#ifndef CPYTHON_RUST_SHIMS_H
#define CPYTHON_RUST_SHIMS_H

#include "Python.h"

const char *cpython_rust_str_as_ascii(PyObject *text);
PyObject *cpython_rust_module_of(PyTypeObject *type, PyModuleDef *definition);
int cpython_rust_has_own_init(PyTypeObject *type);
void cpython_rust_dealloc(PyObject *object, destructor own, destructor finish);
PyObject *const *cpython_rust_tuple_items(PyObject *tuple, Py_ssize_t *len);
int cpython_rust_dict_is_empty(PyObject *dict);

#endif
