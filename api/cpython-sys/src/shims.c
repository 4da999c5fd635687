/* What CPython has only as a macro over bit fields, whose layout no other language knows, or in a
   variable of the C library. */

#include "shims.h"

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
