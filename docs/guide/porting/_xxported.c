/* The module that the chapter "Porting a C module" ports: one function and one type, written as
   CPython's own modules are. Its twin in Rust is tests/modules/_xxported, and tests/porting.py
   compares the two.

   Argument Clinic writes the code around the functions, and their heads, when this is built.
   Nothing that it writes is kept here. */

#define Py_BUILD_CORE_MODULE 1

#include "Python.h"

// begin class
typedef struct {
    PyObject_HEAD
    long long count;
    PyObject *callback;
} Tally;
// end class

typedef struct {
    PyTypeObject *tally;
} State;

#define STATE(type) ((State *)PyType_GetModuleState(type))

/*[clinic input]
module _xxported
class _xxported.Tally "Tally *" "STATE(type)->tally"
[clinic start generated code]*/

#include "clinic/_xxported.c.h"

// begin function
/*[clinic input]
_xxported.fields

    data: Py_buffer
    /
    separator: int = 44
    *
    limit: Py_ssize_t = 100

Return the parts of data between separators, as a list.
[clinic start generated code]*/
{
    PyObject *list = NULL;
    PyObject *field = NULL;
    const char *start = data->buf;
    const char *end = start + data->len;

    if (separator < 0 || separator > 255) {
        PyErr_Format(PyExc_ValueError,
                     "separator must be in range(256), not %d", separator);
        return NULL;
    }
    list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    for (;;) {
        const char *stop = start;
        while (stop < end && *(const unsigned char *)stop != separator) {
            stop++;
        }
        if (PyList_GET_SIZE(list) >= limit) {
            PyErr_Format(PyExc_ValueError, "there are more than %zd fields", limit);
            goto error;
        }
        field = PyBytes_FromStringAndSize(start, stop - start);
        if (field == NULL) {
            goto error;
        }
        if (PyList_Append(list, field) < 0) {
            goto error;
        }
        Py_CLEAR(field);
        if (stop == end) {
            return list;
        }
        start = stop + 1;
    }

error:
    Py_XDECREF(field);
    Py_DECREF(list);
    return NULL;
}
// end function

// begin new
/*[clinic input]
@classmethod
_xxported.Tally.__new__

    callback: object = None

A count that is told to a callback.
[clinic start generated code]*/
{
    Tally *self = (Tally *)type->tp_alloc(type, 0);
    if (self == NULL) {
        return NULL;
    }
    self->count = 0;
    self->callback = callback == Py_None ? NULL : Py_NewRef(callback);
    return (PyObject *)self;
}
// end new

// begin gc
static int
Tally_traverse(PyObject *op, visitproc visit, void *arg)
{
    Tally *self = (Tally *)op;
    Py_VISIT(Py_TYPE(op));
    Py_VISIT(self->callback);
    return 0;
}

static int
Tally_clear(PyObject *op)
{
    Tally *self = (Tally *)op;
    Py_CLEAR(self->callback);
    return 0;
}

static void
Tally_dealloc(PyObject *op)
{
    PyTypeObject *type = Py_TYPE(op);
    PyObject_GC_UnTrack(op);
    Tally_clear(op);
    type->tp_free(op);
    Py_DECREF(type);
}
// end gc

// begin method
/*[clinic input]
@critical_section
_xxported.Tally.add

    by: int = 1
    /

Add to the count, tell the callback, and return the count.
[clinic start generated code]*/
{
    self->count += by;
    PyObject *count = PyLong_FromLongLong(self->count);
    if (count == NULL || self->callback == NULL) {
        return count;
    }
    // The callback can replace itself.
    PyObject *callback = Py_NewRef(self->callback);
    PyObject *result = PyObject_CallOneArg(callback, count);
    Py_DECREF(callback);
    if (result == NULL) {
        Py_DECREF(count);
        return NULL;
    }
    Py_DECREF(result);
    return count;
}
// end method

// begin getset
/*[clinic input]
@critical_section
@getter
_xxported.Tally.callback

What is called with each new count, if anything.
[clinic start generated code]*/
{
    return Py_NewRef(self->callback == NULL ? Py_None : self->callback);
}

/*[clinic input]
@critical_section
@setter
_xxported.Tally.callback
[clinic start generated code]*/
{
    if (value == Py_None) {
        value = NULL;
    }
    Py_XSETREF(self->callback, Py_XNewRef(value));
    return 0;
}
// end getset

// begin module
static PyMethodDef Tally_methods[] = {
    _XXPORTED_TALLY_ADD_METHODDEF
    {NULL, NULL},
};

static PyGetSetDef Tally_getset[] = {
    _XXPORTED_TALLY_CALLBACK_GETSETDEF
    {NULL},
};

static PyType_Slot Tally_slots[] = {
    {Py_tp_doc, (void *)_xxported_Tally__doc__},
    {Py_tp_new, _xxported_Tally},
    {Py_tp_traverse, Tally_traverse},
    {Py_tp_clear, Tally_clear},
    {Py_tp_dealloc, Tally_dealloc},
    {Py_tp_methods, Tally_methods},
    {Py_tp_getset, Tally_getset},
    {0, NULL},
};

static PyType_Spec Tally_spec = {
    .name = "_xxported.Tally",
    .basicsize = sizeof(Tally),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = Tally_slots,
};

static int
execute(PyObject *module)
{
    State *state = PyModule_GetState(module);
    state->tally = (PyTypeObject *)PyType_FromModuleAndSpec(module, &Tally_spec, NULL);
    if (state->tally == NULL) {
        return -1;
    }
    return PyModule_AddType(module, state->tally);
}

static int
module_traverse(PyObject *module, visitproc visit, void *arg)
{
    State *state = PyModule_GetState(module);
    Py_VISIT(state->tally);
    return 0;
}

static int
module_clear(PyObject *module)
{
    State *state = PyModule_GetState(module);
    Py_CLEAR(state->tally);
    return 0;
}

static PyMethodDef functions[] = {
    _XXPORTED_FIELDS_METHODDEF
    {NULL, NULL},
};

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, execute},
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_xxported",
    .m_doc = "What a port is shown with.",
    .m_size = sizeof(State),
    .m_methods = functions,
    .m_slots = slots,
    .m_traverse = module_traverse,
    .m_clear = module_clear,
};

PyMODINIT_FUNC
PyInit__xxported(void)
{
    return PyModuleDef_Init(&definition);
}
// end module
