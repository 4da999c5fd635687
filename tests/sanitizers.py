"""A sanitizer reports bugs on purpose, in C and in Rust, and nothing else.

    PYTHON tests/sanitizers.py Address|Thread

PYTHON is built with the sanitizer, and finds `_xxfault` (tests/modules/) built with it as well, by
`cargo xtask module --python PYTHON --sanitize address|thread _xxfault`.
"""

import pathlib
import subprocess
import sys
import unittest

from support import harness

# An object of 40 bytes and what belongs to it; the index is far behind, where nothing is.
READ = "import _xxfault; print(_xxfault.read_at(b'0' * 40, {}))"

READ_IN_C = """
import ctypes
data = ctypes.create_string_buffer(1000)
print(ctypes.c_byte.from_address(ctypes.addressof(data) + {}).value)
"""

TOGETHER = """
import sys
sys.path.insert(0, {tests!r})
from support.together import run_together
{setup}
def work():
    for _ in range(1000):
        {statement}
run_together([work] * {threads}, 2)
"""
COUNT = ("import _xxfault", "_xxfault.count()")
COUNT_IN_C = ("import ctypes; number = ctypes.c_int()", "number.value += 1")


def together(threads, setup, statement):
    tests = str(pathlib.Path(__file__).absolute().parent)
    return TOGETHER.format(tests=tests, setup=setup, statement=statement, threads=threads)


class Sanitizer(unittest.TestCase):
    def outcome(self, code):
        return subprocess.run([sys.executable, "-B", "-c", code], capture_output=True, text=True)

    def check(self, bug, control, *words):
        """Running `bug` is reported, with `words`; running `control` is not."""
        done = self.outcome(control)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        done = self.outcome(bug)
        self.assertNotEqual(done.returncode, 0, f"nothing was reported: {done.stdout}")
        for word in words:
            self.assertIn(word, done.stderr)


class Address(Sanitizer):
    def test_rust(self):
        """A read behind an object is reported, in Rust"""
        self.check(READ.format(48), READ.format(5), "AddressSanitizer: heap-buffer-overflow",
                   "module_xxfault::read_at", "_xxfault/src/lib.rs")

    def test_c(self):
        """A read behind a buffer is reported, in C"""
        self.check(READ_IN_C.format(1001), READ_IN_C.format(5),
                   "AddressSanitizer: heap-buffer-overflow", "_ctypes")


class Thread(Sanitizer):
    def test_rust(self):
        """A race is reported, in Rust"""
        self.check(together(4, *COUNT), together(1, *COUNT),
                   "ThreadSanitizer: data race", "module_xxfault::count", "_xxfault/src/lib.rs")

    def test_c(self):
        """A race is reported, in C"""
        self.check(together(4, *COUNT_IN_C), together(1, *COUNT_IN_C),
                   "ThreadSanitizer: data race", "_ctypes")

    def test_gil(self):
        """There is no GIL, which would hide races"""
        done = self.outcome("import _testrust, _xxfault, _xxrust, binascii, sys; print(sys._is_gil_enabled())")
        self.assertEqual((done.stdout, done.stderr), ("False\n", ""))


if __name__ == "__main__":
    harness.main(__file__)
