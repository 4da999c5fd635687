"""_xxrust and _testrust when memory runs out: every allocation of every call fails once.

    PYTHON tests/xxrust/memory.py

A call raises MemoryError, or gives or raises what it does otherwise; in a debug build it leaves no
reference behind. Needs `_testcapi`. The calls of a test file are made in a process of their own,
so that a crash is that file's failure.
"""

import pathlib
import subprocess
import sys
import types
import unittest

sys.path.insert(1, str(pathlib.Path(__file__).absolute().parent.parent))

import _testrust
import _xxrust
from calls import calls_of, test_files
from support import harness

try:
    from support import starve
except ImportError:
    starve = None

# How often the allocations of a call fail before references are counted, and while they are.
WARM_UP, COUNTED = 3, 3

# A type that only C or Rust makes instances of.
DISALLOW_INSTANTIATION = 1 << 7


@unittest.skipIf(starve is None, "this interpreter was built without _testcapi")
class NoMemory(unittest.TestCase):
    def test_calls(self):
        """Every allocation of every call fails: MemoryError, or what happens otherwise; no leaks"""
        for name in test_files():
            with self.subTest(name):
                done = subprocess.run(
                    [sys.executable, "-B", "-X", "faulthandler", __file__, f"--file={name}"],
                    capture_output=True, text=True)
                last = done.stdout.rpartition("\n@ ")[2]
                self.assertEqual(done.returncode, 0, f"at {last}{done.stderr[-3000:]}")


class Complete(unittest.TestCase):
    def test_calls(self):
        """The calls call every function, class and method of the modules"""
        names = missing(called())
        self.assertEqual(names, [], "no file in tests/xxrust has them in its CALLS")


def called():
    """Everything that the calls call."""
    seen, monitoring = [], sys.monitoring

    def see(code, offset, function, argument):
        seen.append(function)

    monitoring.use_tool_id(monitoring.PROFILER_ID, "calls")
    monitoring.register_callback(monitoring.PROFILER_ID, monitoring.events.CALL, see)
    monitoring.set_events(monitoring.PROFILER_ID, monitoring.events.CALL)
    try:
        for name in test_files():
            for one in calls_of(name):
                one.run()
    finally:
        monitoring.set_events(monitoring.PROFILER_ID, 0)
        monitoring.free_tool_id(monitoring.PROFILER_ID)
    # A method of an instance is another object each time.
    return {name_of(function) for function in seen}


def name_of(function):
    """What is called, with its module, whose functions can have the names of others."""
    name = getattr(function, "__qualname__", None)
    receiver = getattr(function, "__self__", None)
    owner = getattr(function, "__objclass__", None)  # of a method without an instance
    if owner is None and receiver is not None and not isinstance(receiver, types.ModuleType):
        owner = receiver if isinstance(receiver, type) else type(receiver)
    return getattr(owner or function, "__module__", None), name


def missing(seen):
    names = set()
    for module in _xxrust, _testrust:
        for name, value in vars(module).items():
            if name.startswith("__") or not callable(value):
                continue
            if not isinstance(value, type):
                names.add((module.__name__, value.__qualname__))
            elif not issubclass(value, BaseException):
                names.update((module.__name__, f"{value.__qualname__}.{name}")
                             for name, member in vars(value).items()
                             if callable(member) and not name.startswith("__"))
                if not value.__flags__ & DISALLOW_INSTANTIATION:
                    names.add((module.__name__, value.__qualname__))
    return sorted(names - seen)


def try_file(name):
    for one in calls_of(name):
        print(f"@ {one}", flush=True)
        one.run()
        if not one.is_starved:
            continue
        for _ in range(WARM_UP):
            starve.try_all(one.run, lambda found: None)
        if hasattr(sys, "gettotalrefcount") and one.is_counted:
            check_references(one)


def check_references(one):
    """As `-R` does: what is left each time is a leak, what is left at times is a cache."""
    differences = [0] * COUNTED
    for index in range(COUNTED):
        before = sys.gettotalrefcount()
        starve.try_all(one.run, lambda found: None)
        after = sys.gettotalrefcount()  # A statement of its own: nothing else is held meanwhile.
        differences[index] = after - before
    assert not (all(number > 0 for number in differences)
                or all(number < 0 for number in differences)), \
        f"{one} leaves references behind: {differences}"


if __name__ == "__main__":
    for word in sys.argv[1:]:
        if word.startswith("--file="):
            try_file(word.removeprefix("--file="))
            sys.exit()
    harness.main(__file__)
