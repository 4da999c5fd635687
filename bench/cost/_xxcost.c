/* What calls cost in C: what modules/_testrust/src/cost.rs has, as a module in C has it.

   Argument Clinic writes the code around the functions, and their heads, when this is built (see
   twin.py). Nothing that it writes is kept here. */

// As CPython's own extension modules are compiled, which may use what is internal.
#define Py_BUILD_CORE_MODULE 1

#include "Python.h"
#include <stddef.h>

typedef struct {
    PyObject_HEAD
    unsigned int value;
} Cost;

typedef struct {
    PyTypeObject *cost;
} State;

// What Argument Clinic's code finds the type with.
#define STATE(type) ((State *)PyType_GetModuleState(type))

/*[clinic input]
module _xxcost
class _xxcost.Cost "Cost *" "STATE(type)->cost"
[clinic start generated code]*/

#include "clinic/_xxcost.c.h"

/*[clinic input]
_xxcost.nothing

Return zero.
[clinic start generated code]*/
{
    return PyLong_FromUnsignedLong(0);
}

/*[clinic input]
_xxcost.length

    data: object(subclass_of="&PyBytes_Type")
    /

Return the length of a bytes object.
[clinic start generated code]*/
{
    return PyLong_FromUnsignedLong((unsigned int)PyBytes_GET_SIZE(data));
}

/*[clinic input]
_xxcost.total

    a: int = 0
    b: int = 0

Return the sum of two numbers that are not negative.
[clinic start generated code]*/
{
    return PyLong_FromUnsignedLong((unsigned int)a + (unsigned int)b);
}

/*[clinic input]
_xxcost.refuse

Raise ValueError.
[clinic start generated code]*/
{
    PyErr_SetString(PyExc_ValueError, "this is always refused");
    return NULL;
}

/*[clinic input]
@classmethod
_xxcost.Cost.__new__

Methods and attributes, of which calls cost something.
[clinic start generated code]*/
{
    Cost *self = (Cost *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->value = 1;
    }
    return (PyObject *)self;
}

/*[clinic input]
_xxcost.Cost.nothing

Return zero.
[clinic start generated code]*/
{
    return PyLong_FromUnsignedLong(0);
}

/*[clinic input]
_xxcost.Cost.length

    data: object(subclass_of="&PyBytes_Type")
    /

Return the length of a bytes object.
[clinic start generated code]*/
{
    return PyLong_FromUnsignedLong((unsigned int)PyBytes_GET_SIZE(data));
}

/*[clinic input]
@getter
_xxcost.Cost.value
[clinic start generated code]*/
{
    return PyLong_FromUnsignedLong(self->value);
}

static void
Cost_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMethodDef Cost_methods[] = {
    _XXCOST_COST_NOTHING_METHODDEF
    _XXCOST_COST_LENGTH_METHODDEF
    {NULL, NULL},
};

static PyGetSetDef Cost_getters[] = {
    _XXCOST_COST_VALUE_GETSETDEF
    {NULL},
};

static PyMemberDef Cost_members[] = {
    {"member", Py_T_UINT, offsetof(Cost, value), Py_READONLY},
    {NULL},
};

static PyType_Slot Cost_slots[] = {
    {Py_tp_new, _xxcost_Cost},
    {Py_tp_dealloc, Cost_dealloc},
    {Py_tp_methods, Cost_methods},
    {Py_tp_getset, Cost_getters},
    {Py_tp_members, Cost_members},
    {0, NULL},
};

static PyType_Spec Cost_spec = {
    .name = "_xxcost.Cost",
    .basicsize = sizeof(Cost),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = Cost_slots,
};

static int
execute(PyObject *module)
{
    State *state = PyModule_GetState(module);
    state->cost = (PyTypeObject *)PyType_FromModuleAndSpec(module, &Cost_spec, NULL);
    return state->cost == NULL ? -1 : PyModule_AddType(module, state->cost);
}

static int
traverse(PyObject *module, visitproc visit, void *arg)
{
    State *state = PyModule_GetState(module);
    Py_VISIT(state->cost);
    return 0;
}

static int
clear(PyObject *module)
{
    State *state = PyModule_GetState(module);
    Py_CLEAR(state->cost);
    return 0;
}

static PyMethodDef functions[] = {
    _XXCOST_NOTHING_METHODDEF
    _XXCOST_LENGTH_METHODDEF
    _XXCOST_TOTAL_METHODDEF
    _XXCOST_REFUSE_METHODDEF
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
    .m_name = "_xxcost",
    .m_doc = "What calls cost in C.",
    .m_size = sizeof(State),
    .m_methods = functions,
    .m_slots = slots,
    .m_traverse = traverse,
    .m_clear = clear,
};

PyMODINIT_FUNC
PyInit__xxcost(void)
{
    return PyModuleDef_Init(&definition);
}
