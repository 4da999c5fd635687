/* What CPython has only as a macro over bit fields, whose layout no other language knows. */

#include "shims.h"

const char *
cpython_rust_str_as_ascii(PyObject *text)
{
    return PyUnicode_IS_ASCII(text) ? (const char *)PyUnicode_DATA(text) : NULL;
}

/* ---- Classes ---- */

PyObject *
cpython_rust_module_of(PyTypeObject *type, PyModuleDef *definition)
{
    /* A class with a payload is on the chain of bases that gives a subclass its layout. */
    for (; type != NULL; type = type->tp_base) {
        if (PyType_HasFeature(type, Py_TPFLAGS_HEAPTYPE)) {
            PyObject *module = ((PyHeapTypeObject *)type)->ht_module;
            if (module != NULL && PyModule_GetDef(module) == definition) {
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

PyObject *const *
cpython_rust_tuple_items(PyObject *tuple, Py_ssize_t *len)
{
    *len = PyTuple_GET_SIZE(tuple);
    return ((PyTupleObject *)tuple)->ob_item;
}

int
cpython_rust_dict_is_empty(PyObject *dict)
{
    return PyDict_GET_SIZE(dict) == 0;
}
