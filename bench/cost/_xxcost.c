/* What calls cost in C: what modules/_xxrust/src/cost.rs has, as a module in C has it.

   Argument Clinic writes the code around the functions, and their heads, when this is built (see
   twin.py). Nothing that it writes is kept here. */

// As CPython's own extension modules are compiled, which may use what is internal.
#define Py_BUILD_CORE_MODULE 1

#include "Python.h"
#include <stddef.h>

/*[clinic input]
module _xxcost
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

static PyMethodDef functions[] = {
    _XXCOST_NOTHING_METHODDEF
    _XXCOST_LENGTH_METHODDEF
    _XXCOST_TOTAL_METHODDEF
    _XXCOST_REFUSE_METHODDEF
    {NULL, NULL},
};

static PyModuleDef_Slot slots[] = {
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_xxcost",
    .m_doc = "What calls cost in C.",
    .m_size = 0,
    .m_methods = functions,
    .m_slots = slots,
};

PyMODINIT_FUNC
PyInit__xxcost(void)
{
    return PyModuleDef_Init(&definition);
}
