/* The functions of shims.c; src/shims.rs declares them to Rust, and is checked against this. */

#ifndef CPYTHON_RUST_SHIMS_H
#define CPYTHON_RUST_SHIMS_H

#include "Python.h"

const char *cpython_rust_str_as_ascii(PyObject *text);

#if PY_VERSION_HEX >= 0x030f0000
extern PyABIInfo cpython_rust_abi_info;
#endif

#endif
