"""What a module in a file of its own tells CPython: a definition or, since 3.15, slots.

The slots of modules (PEP 793) and of their classes (PEP 820) are read as CPython reads them.
"""

import importlib.machinery
import pathlib
import sys
import sysconfig
import unittest
from test.support import import_helper

import _testrust

ctypes = import_helper.import_module("ctypes")
FILE = getattr(_testrust, "__file__", None)
HAS_SLOTS = sys.version_info >= (3, 15)

# Of Include/slots_generated.h.
EXEC, MULTIPLE_INTERPRETERS, GIL = 85, 86, 87
NAME, DOC, STATE_SIZE, METHODS, TRAVERSE, CLEAR, FREE, ABI, TOKEN = 100, 101, 102, 103, 104, 105, 106, 109, 110

# Of Include/modsupport.h and moduleobject.h.
FLAG_GIL, FLAG_FREE_THREADED, FLAG_INTERNAL = 2, 4, 8
GIL_NOT_USED, PER_INTERPRETER_GIL_SUPPORTED = 1, 2


class Slot(ctypes.Structure):
    _fields_ = [("id", ctypes.c_uint16), ("flags", ctypes.c_uint16), ("reserved", ctypes.c_uint32),
                ("value", ctypes.c_uint64)]


class ABIInfo(ctypes.Structure):
    _fields_ = [("major", ctypes.c_uint8), ("minor", ctypes.c_uint8), ("flags", ctypes.c_uint16),
                ("build", ctypes.c_uint32), ("abi", ctypes.c_uint32)]


def exported():
    """The slots of `_testrust`, with their end."""
    function = ctypes.PyDLL(FILE).PyModExport__testrust
    function.restype = ctypes.POINTER(Slot)
    array, slots = function(), []
    while not slots or slots[-1].id != 0:
        slots.append(Slot.from_buffer_copy(array[len(slots)]))
    return slots


def value_of(id):
    [value] = [slot.value for slot in exported() if slot.id == id]
    return value


def made_from(slots):
    """A module that CPython makes of them, which is not executed."""
    make = ctypes.pythonapi.PyModule_FromSlotsAndSpec
    make.argtypes, make.restype = [ctypes.POINTER(Slot), ctypes.py_object], ctypes.py_object
    spec = importlib.machinery.ModuleSpec("_testrust", None, origin=FILE)
    return make((Slot * len(slots))(*slots), spec)


@unittest.skipIf(FILE is None, "_testrust is built in")
class Files(unittest.TestCase):
    def test_a_file_exports_one_function(self):
        library = ctypes.PyDLL(FILE)
        hooks = ["PyInit__testrust", "PyModExport__testrust"]
        self.assertEqual([hook for hook in hooks if hasattr(library, hook)], [hooks[HAS_SLOTS]])

    @unittest.skipUnless(sys.platform == "linux", "names of functions are known to be in ELF files")
    def test_classes_are_made_from_slots_as_well(self):
        names = pathlib.Path(FILE).read_bytes()
        makers = [b"PyType_FromModuleAndSpec", b"PyType_FromSlots"]
        self.assertEqual([maker for maker in makers if b"\0" + maker + b"\0" in names], [makers[HAS_SLOTS]])


@unittest.skipUnless(HAS_SLOTS and FILE, "before 3.15, and built in, a module has a definition")
class Slots(unittest.TestCase):
    def test_each_slot_is_there_once(self):
        slots = exported()
        self.assertCountEqual([slot.id for slot in slots], [
            ABI, NAME, DOC, METHODS, STATE_SIZE, TRAVERSE, CLEAR, FREE, EXEC, MULTIPLE_INTERPRETERS, GIL, TOKEN, 0])
        self.assertEqual({slot.reserved for slot in slots}, {0})

    def test_the_name_and_the_token_are_the_modules(self):
        self.assertEqual(ctypes.string_at(value_of(NAME)), b"_testrust")
        token = ctypes.c_void_p()
        get = ctypes.pythonapi.PyModule_GetToken
        get.argtypes = [ctypes.py_object, ctypes.POINTER(ctypes.c_void_p)]
        self.assertEqual(get(_testrust, ctypes.byref(token)), 0)
        self.assertEqual(token.value, value_of(TOKEN))

    def test_neither_the_gil_nor_the_main_interpreter_is_needed(self):
        self.assertEqual(value_of(GIL), GIL_NOT_USED)
        self.assertEqual(value_of(MULTIPLE_INTERPRETERS), PER_INTERPRETER_GIL_SUPPORTED)

    def test_the_abi_is_this_builds(self):
        info = ABIInfo.from_address(value_of(ABI))
        free_threaded = sysconfig.get_config_var("Py_GIL_DISABLED")
        threads = FLAG_FREE_THREADED if free_threaded else FLAG_GIL
        self.assertEqual((info.major, info.minor), (1, 0))
        self.assertEqual(info.flags, threads | FLAG_INTERNAL)
        self.assertEqual((info.build >> 16, info.abi >> 16), (sys.hexversion >> 16,) * 2)

    def test_another_abi_is_refused(self):
        slots = exported()
        self.assertEqual(made_from(slots).__name__, "_testrust")
        info = ABIInfo.from_buffer_copy(ABIInfo.from_address(value_of(ABI)))
        [abi] = [slot for slot in slots if slot.id == ABI]
        abi.value = ctypes.addressof(info)
        self.assertEqual(made_from(slots).__name__, "_testrust")
        info.flags ^= FLAG_GIL | FLAG_FREE_THREADED
        with self.assertRaisesRegex(ImportError, "_testrust"):
            made_from(slots)


if __name__ == "__main__":
    unittest.main()
