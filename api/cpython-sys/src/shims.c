/* What CPython has only as a macro: over bit fields, whose layout no other language knows, or for
   what the C compiler has been told about the build. */

#include "shims.h"

const char *
cpython_rust_str_as_ascii(PyObject *text)
{
    return PyUnicode_IS_ASCII(text) ? (const char *)PyUnicode_DATA(text) : NULL;
}

#if PY_VERSION_HEX >= 0x030f0000
PyABIInfo cpython_rust_abi_info = _PyABIInfo_DEFAULT;
#endif
