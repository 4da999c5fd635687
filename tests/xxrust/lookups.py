"""How often a module looks up its thread: what docs/design/threads.md says.

    PYTHONPATH=DIR PYTHON tests/xxrust/lookups.py

DIR has `_xxrust` and `_testrust` as files. Their references to functions that find the current thread or interpreter, or
thread-local memory, are led through counters of ours. What CPython itself looks up is not counted.
The numbers are those of a build with the GIL.
"""

import ctypes
import mmap
import pathlib
import subprocess
import sys
import unittest

sys.path.append(str(pathlib.Path(__file__).parent.parent))
from support import harness  # noqa: E402

import _testrust  # noqa: E402
import _xxrust  # noqa: E402

LOOKUPS = ("PyInterpreterState_Get", "PyThreadState_Get", "PyThreadState_GetUnchecked",
           "PyGILState_GetThisThreadState", "PyGILState_Ensure", "__tls_get_addr")
FILES = [getattr(module, "__file__", None) for module in (_xxrust, _testrust)]

counted = {}
KEPT = []


def base(file):
    """Where a file is loaded."""
    for line in pathlib.Path("/proc/self/maps").read_text().splitlines():
        if line.endswith(file):
            return int(line.split("-")[0], 16)
    raise SystemExit(f"{file} is not in /proc/self/maps")


def references():
    """The names in LOOKUPS that the files refer to, and where the linker has put the addresses."""
    for file in FILES:
        text = subprocess.run(["readelf", "-rW", file], check=True, text=True, capture_output=True)
        for line in text.stdout.splitlines():
            words = line.split()
            if len(words) > 4 and words[4].split("@")[0] in LOOKUPS:
                yield words[4].split("@")[0], base(file) + int(words[0], 16)


def count(name, place):
    """Lead the reference at `place` through a counter."""
    shape = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)
    slot = ctypes.c_void_p.from_address(place)
    address = slot.value
    original = shape(address)

    def counting(argument):
        counted[name] = counted.get(name, 0) + 1
        return original(argument)

    replacement = shape(counting)
    KEPT.append((slot, address, original, replacement))
    page = place & -mmap.PAGESIZE
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mprotect(ctypes.c_void_p(page), mmap.PAGESIZE, mmap.PROT_READ | mmap.PROT_WRITE):
        raise OSError(ctypes.get_errno(), "mprotect")
    slot.value = ctypes.cast(replacement, ctypes.c_void_p).value


@unittest.skipIf(None in FILES, "the modules are built in")
@unittest.skipUnless(sys.platform == "linux", "it reads /proc and ELF files")
class Lookups(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # Addresses that the dynamic linker finds when they are first used are found now.
        _xxrust.sum(b"")
        for name, place in references():
            count(name, place)

    @classmethod
    def tearDownClass(cls):
        # At exit the modules look things up when there is no Python code to count it any more.
        for slot, address, _, _ in KEPT:
            slot.value = address

    def expect(self, lookups, call):
        call()
        counted.clear()
        for _ in range(10):
            call()
        self.assertEqual(sum(counted.values()), 10 * lookups, counted)

    def test_zero_calls(self):
        """A call, with or without arguments, looks nothing up"""
        self.expect(0, _testrust.nothing)
        self.expect(0, lambda: _testrust.length(b"data"))
        self.expect(0, lambda: _testrust.total(a=1, b=2))
        self.expect(0, lambda: _testrust.through_i64(5))
        target = bytearray(8)
        self.expect(0, lambda: _xxrust.write_into(target, bytearray(b"data")))

    def test_zero_classes(self):
        """A method and a getter look nothing up"""
        counter = _testrust.Counter()
        self.expect(0, lambda: counter.added(1, times=2))
        self.expect(0, lambda: counter.value)

    def test_drops(self):
        """Dropping a handle looks nothing up, unless its object's end has to wait"""
        # One for the field; then two handles are dropped: the callback and its result.
        for result in (None, 1000, b"bytes", sys):
            with self.subTest(result=result):
                counter = _testrust.Counter()
                counter.callback = lambda count: result
                self.expect(1, counter.add)
        # The end of a new list waits in a queue, which is emptied when the call returns.
        counter.callback = lambda count: [count]
        self.expect(3, counter.add)

    def test_fields(self):
        """A field asks which interpreter this is"""
        counter = _testrust.Counter()
        self.expect(1, lambda: counter.callback)

    def test_raise(self):
        """An exception asks when it is taken and when it is set"""
        def refused():
            try:
                _testrust.refuse()
            except ValueError:
                pass
        self.expect(2, refused)

    def test_detach(self):
        """Detaching asks where the thread is, and notes it"""
        self.expect(4, lambda: _xxrust.sum(b"data"))


if __name__ == "__main__":
    harness.main(__file__)
