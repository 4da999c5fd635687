"""_xxrust and _testrust in 100 interpreters of one process, each with a GIL of its own, on 8 threads.

    PYTHON tests/xxrust/interpreters.py

Every interpreter runs all test files. Needs CPython 3.13's `_interpreters`.
"""

import os
import pathlib
import sys
import unittest

sys.path.insert(1, str(pathlib.Path(__file__).absolute().parent.parent))

from calls import test_files
from support import harness

try:
    import _interpreters
    from support import isolated
except ImportError:
    _interpreters = None

INTERPRETERS = 100
THREADS = 8

SCRIPT = """
import os, sys
sys.path[:] = path.split(os.pathsep)
import unittest
tests = unittest.defaultTestLoader.loadTestsFromNames(files.split())
result = unittest.TestResult()
tests.run(result)
wrong = result.errors + result.failures
assert not wrong, wrong[0][1]
assert result.testsRun - len(result.skipped) > 0
"""


@unittest.skipIf(_interpreters is None, "this Python has no _interpreters module (3.13 has)")
class Interpreters(unittest.TestCase):
    def setUp(self):
        self.living = [_interpreters.create("isolated") for _ in range(INTERPRETERS)]

    def tearDown(self):
        for interpreter in self.living:
            _interpreters.destroy(interpreter)

    def test_in_parallel(self):
        """All tests pass in 100 interpreters, eight at a time"""
        isolated.run_parallel(self.living, THREADS, SCRIPT, path=os.pathsep.join(sys.path),
                              files=" ".join(test_files()))

    def test_again(self):
        """They pass in the same interpreter again, and after others have come and gone"""
        for _ in range(3):
            _interpreters.destroy(self.living.pop())
        isolated.run_parallel(self.living[:THREADS] * 2, 1, SCRIPT, path=os.pathsep.join(sys.path),
                              files=" ".join(test_files()))


if __name__ == "__main__":
    harness.main(__file__)
