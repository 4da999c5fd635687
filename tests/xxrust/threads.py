"""_xxrust and _testrust from 16 threads at once, on the same objects.

    PYTHON tests/xxrust/threads.py [--seconds=N]

Every thread makes all calls that the test files list, in an order of its own. In a free-threaded
build they run in parallel.
"""

import pathlib
import random
import sys
import sysconfig
import unittest

sys.path.insert(1, str(pathlib.Path(__file__).absolute().parent.parent))

from calls import calls_of, test_files
from support import harness
from support.together import run_together

THREADS = 16
SECONDS = next((float(word.removeprefix("--seconds=")) for word in sys.argv
                if word.startswith("--seconds=")), 5)

FREE_THREADED = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))


def in_an_order_of_its_own(calls, seed):
    calls = random.Random(seed).sample(calls, len(calls))

    def work():
        for one in calls:
            one.run()
    return work


class Threads(unittest.TestCase):
    def test_all_calls(self):
        """16 threads make all calls at once"""
        calls = [one for name in test_files() for one in calls_of(name)]
        run_together([in_an_order_of_its_own(calls, seed) for seed in range(THREADS)], SECONDS)

    def test_each_call(self):
        """16 threads make one and the same call at once, each in its turn"""
        calls = [one for name in test_files() for one in calls_of(name)]
        for one in calls:
            with self.subTest(str(one)):
                run_together([one.run] * THREADS, SECONDS / len(calls))

    @unittest.skipUnless(FREE_THREADED, "this is not a free-threaded build")
    def test_gil(self):
        """Importing the module leaves the GIL off"""
        self.assertFalse(sys._is_gil_enabled())


if __name__ == "__main__":
    harness.main(__file__)
