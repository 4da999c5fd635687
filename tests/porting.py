"""The two modules of docs/guide/porting.md, in C and in Rust, behave alike.

    PYTHONPATH=DIR PYTHON tests/porting.py

PYTHON is in its build directory: its tree's Argument Clinic completes the module in C. DIR is where
`cargo xtask module --python PYTHON --out DIR _xxported` has put the one in Rust.
"""

import gc
import inspect
import pathlib
import sys
import tempfile
import unittest
import weakref

import _xxported as RUST

from support import harness

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "bench/cost"))
import twin  # noqa: E402  (it builds modules in C)

with tempfile.TemporaryDirectory() as folder:
    # What is loaded stays so without its file.
    C = twin.load("_xxported", twin.build(folder, ROOT / "docs/guide/porting/_xxported.c"))


class Refusing:
    """Its index raises, which the message shows."""

    def __index__(self):
        raise LookupError("no index")


def outcome(call, module):
    """What a call does in a module: its result, or its exception's type and message."""
    try:
        return call(module)
    except Exception as error:
        return type(error), str(error), repr(error.__cause__)


class Alike(unittest.TestCase):
    def alike(self, call):
        """The outcome, which is the same in C and in Rust."""
        expected = outcome(call, C)
        self.assertEqual(outcome(call, RUST), expected)
        return expected

    def all_alike(self, calls):
        for number, call in enumerate(calls):
            with self.subTest(number=number):
                self.alike(call)


class Surface(Alike):
    def test_names(self):
        """Names and docstrings are the same"""
        self.assertEqual(self.alike(dir), dir(C))
        self.alike(lambda module: module.__doc__)
        self.alike(lambda module: module.__name__)
        self.assertEqual(self.alike(lambda module: dir(module.Tally)), dir(C.Tally))
        for name in ("fields", "Tally"):
            self.alike(lambda module: getattr(module, name).__doc__)
        for name in ("add", "callback"):
            self.alike(lambda module: getattr(module.Tally, name).__doc__)
        for name in ("__name__", "__qualname__", "__module__", "__flags__"):
            self.alike(lambda module: getattr(module.Tally, name))

    def test_signatures(self):
        """Signatures are the same"""
        self.alike(lambda module: module.fields.__text_signature__)
        self.alike(lambda module: inspect.signature(module.fields))
        self.alike(lambda module: inspect.signature(module.Tally))
        self.alike(lambda module: inspect.signature(module.Tally.add))


class Fields(Alike):
    def test_results(self):
        """The function's results are the same"""
        self.assertEqual(self.alike(lambda module: module.fields(b"a,b,,c")), [b"a", b"b", b"", b"c"])
        self.assertEqual(self.alike(lambda module: module.fields(b"")), [b""])
        self.all_alike([
            lambda module: module.fields(b","),
            lambda module: module.fields(bytearray(b"a,b")),
            lambda module: module.fields(memoryview(b"a-b"), 45),
            lambda module: module.fields(b"a\xffb", separator=255),
            lambda module: module.fields(b"a\x00b\x00", separator=0, limit=3),
            lambda module: module.fields(bytes(99), 0),
        ])

    def test_errors(self):
        """The function's messages are the same"""
        self.all_alike([
            lambda module: module.fields(b"a,b,c", limit=2),
            lambda module: module.fields(b"", limit=0),
            lambda module: module.fields(b"", limit=-1),
            lambda module: module.fields(bytes(100), 0),
            lambda module: module.fields(b"", -1),
            lambda module: module.fields(b"", 256),
            lambda module: module.fields(b"", 2 ** 31),
            lambda module: module.fields(b"", limit=2 ** 63),
            lambda module: module.fields(b"", Refusing()),
            lambda module: module.fields(b"", "a"),
            lambda module: module.fields(b"", limit=1.5),
            lambda module: module.fields("text"),
            lambda module: module.fields(memoryview(b"abcd")[::2]),
            lambda module: module.fields(),
            lambda module: module.fields(b"", 44, 100),
            lambda module: module.fields(data=b""),
            lambda module: module.fields(b"", 44, separator=44),
            lambda module: module.fields(b"", limits=1),
        ])


def told(module):
    """A Tally and the list of what its callback is told."""
    seen = []
    return module.Tally(seen.append), seen


class Tally(Alike):
    def test_method(self):
        """The method adds and calls back"""
        def calls(module):
            tally, seen = told(module)
            return tally.add(), tally.add(-5), tally.add(True), seen

        self.assertEqual(self.alike(calls), (1, -4, -3, [1, -4, -3]))
        self.assertEqual(self.alike(lambda module: module.Tally(None).add(2 ** 31 - 1)), 2 ** 31 - 1)

    def test_property(self):
        """The property is set, read and deleted"""
        def calls(module):
            tally = module.Tally(callback=None)
            first = tally.callback
            tally.callback = len
            second = tally.callback
            tally.callback = None
            third = tally.callback
            count = tally.add()
            tally.callback = len
            del tally.callback
            return first, second, third, count, tally.callback, tally.add()

        self.assertEqual(self.alike(calls), (None, len, None, 1, None, 2))

    def test_errors(self):
        """The class's messages are the same"""
        self.all_alike([
            lambda module: module.Tally(1, 2),
            lambda module: module.Tally(call=1),
            lambda module: module.Tally(1).add(),
            lambda module: module.Tally(lambda count: 1 // 0).add(),
            lambda module: module.Tally().add(2 ** 31),
            lambda module: module.Tally().add("a"),
            lambda module: module.Tally().add(by=1),
            lambda module: module.Tally().add(1, 2),
            lambda module: module.Tally.add(1),
            lambda module: setattr(module.Tally(), "count", 1),
            lambda module: setattr(module.Tally, "count", 1),
            lambda module: type("Derived", (module.Tally,), {}),
        ])

    def test_callback_replaces_itself(self):
        """A callback that replaces itself while it runs is harmless"""
        def calls(module):
            tally = module.Tally()

            def callback(count):
                tally.callback = None
                gc.collect()
                return count

            tally.callback = callback
            del callback
            return tally.add(), tally.add(), tally.callback

        self.assertEqual(self.alike(calls), (1, 2, None))

    def test_cycle(self):
        """A cycle through the callback is collected"""
        class Callback:
            def __call__(self, count):
                pass

        def calls(module):
            callback = Callback()
            ended = weakref.ref(callback)
            callback.tally = module.Tally(callback)
            tracked = gc.is_tracked(callback.tally)
            del callback
            before = ended() is not None
            gc.collect()
            return tracked, before, ended() is None

        self.assertEqual(self.alike(calls), (True, True, True))

    def test_references(self):
        """Neither keeps a reference, nor gives one up too often"""
        def calls(module):
            marker = lambda count: None
            before = sys.getrefcount(marker)
            for _ in range(100):
                tally = module.Tally(marker)
                tally.add()
                tally.callback = tally.callback
                del tally
            return sys.getrefcount(marker) - before

        self.assertEqual(self.alike(calls), 0)


if __name__ == "__main__":
    harness.main(__file__)
