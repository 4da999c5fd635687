"""Does each set of instructions pass CPython's own tests?

    PYTHON tests/kernels.py

PYTHON is an interpreter with binascii, _base64 and _testrust built in, which then use the same
codecs. Each set that the processor has is forced in a process of its own, in which CPython's
test_binascii and test_base64 run.
"""

import subprocess
import sys
import unittest

import _testrust
from support import harness

TESTS = ["test.test_binascii", "test.test_base64"]

# It tells its own from what others may have forced meanwhile: nobody else is there.
CHILD = """
import sys, unittest
import _base64, _testrust, binascii
for module in (_base64, _testrust, binascii):
    if hasattr(module, "__file__"):
        sys.exit(f"{module.__name__} is not built in, so it has a codec of its own")
name, *tests = sys.argv[1:]
_testrust.force_kernel(name)
result = unittest.TextTestRunner(stream=sys.stderr).run(unittest.defaultTestLoader.loadTestsFromNames(tests))
if _testrust.kernel() != name:
    sys.exit(f"{name} was forced, and {_testrust.kernel()} is used")
print(result.testsRun)
sys.exit(not result.wasSuccessful())
"""


class Kernels(unittest.TestCase):
    def check(self, name):
        ran = subprocess.run([sys.executable, "-c", CHILD, name, *TESTS], capture_output=True, text=True)
        self.assertEqual(ran.returncode, 0, ran.stderr[-3000:])
        self.assertGreater(int(ran.stdout.split()[-1]), 100)


def add(name):
    def test(self):
        self.check(name)

    test.__doc__ = f"CPython's tests pass with {name}"
    setattr(Kernels, f"test_{name}", test)


for each in _testrust.kernels():
    add(each)


if __name__ == "__main__":
    harness.main(__file__)
