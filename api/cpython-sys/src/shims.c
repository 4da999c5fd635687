/* What CPython has only as a macro over bit fields, whose layout no other language knows. */

#include "shims.h"

const char *
cpython_rust_str_as_ascii(PyObject *text)
{
    return PyUnicode_IS_ASCII(text) ? (const char *)PyUnicode_DATA(text) : NULL;
}
