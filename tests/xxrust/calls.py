"""Calls that are made under all circumstances: without memory, from many threads, everywhere.

A test file lists them besides its tests:

    CALLS = [
        call(_testrust.total, a=1, b=2).gives(3),
        call(_testrust.refuse).raises(ValueError, "this is always refused"),
        call(lambda: SHARED.pop()).may_raise(IndexError),
    ]

`memory.py` lets every allocation in them fail and `threads.py` makes them from 16 threads; what a
call uses besides what it makes itself, such as SHARED, all threads share. Each function, class and
method of `_xxrust` and `_testrust` has to be called by one.
"""

import contextlib
import importlib
import pathlib
import unittest
from test import support

try:
    import _interpreters
    IS_ALONE = _interpreters.get_current() == _interpreters.get_main()
except ImportError:
    IS_ALONE = True

# For a test of what all interpreters share, or that starts processes of its own.
alone = unittest.skipUnless(IS_ALONE, "other interpreters run it at the same time")

# In 3.13's free-threaded build, classes and modules that are made after a second thread has run
# live for ever; but not those that are made here.
mortal = getattr(support, "suppress_immortalization", contextlib.nullcontext)

ANYTHING = object()


class Call:
    def __init__(self, function, args, keywords):
        self.function, self.args, self.keywords = function, args, keywords
        self.result, self.error, self.message, self.allowed = ANYTHING, None, None, ()
        self.is_starved, self.is_counted = True, True

    def gives(self, result):
        self.result = result
        return self

    def raises(self, error, message=None):
        self.error, self.message = error, message
        return self

    def may_raise(self, *errors):
        self.allowed = errors
        return self

    def not_starved(self):
        """For exceptions that leave a Python function: without memory, CPython 3.13 loses some."""
        self.is_starved = False
        return self

    def leaks_if_starved(self):
        """For calls that leave something behind without memory: in CPython's own code, as far as is known."""
        self.is_counted = False
        return self

    def run(self):
        """Make the call; what it gives. An AssertionError says that it is not what it should be."""
        try:
            found = self.function(*self.args, **self.keywords)
        except self.allowed:
            return ANYTHING
        except Exception as error:
            if self.error is None or type(error) is not self.error:
                raise
            found, text = ANYTHING, str(error)
            assert self.message is None or text == self.message, f"{self} says {text!r}"
        else:
            assert self.error is None, f"{self} gives {found!r} and does not raise {self.error}"
            assert self.result is ANYTHING or found == self.result, \
                f"{self} gives {found!r}, not {self.result!r}"
        return found

    def __str__(self):
        name = getattr(self.function, "__qualname__", repr(self.function))
        if name.endswith("<lambda>"):
            code = self.function.__code__
            name = f"{pathlib.Path(code.co_filename).name}:{code.co_firstlineno}"
        words = [repr(value) for value in self.args]
        words += [f"{key}={value!r}" for key, value in self.keywords.items()]
        return f"{name}({', '.join(words)})"


def call(function, /, *args, **keywords):
    """A call, for which any result will do unless something is said of it."""
    return Call(function, args, keywords)


def test_files():
    """The names of the test files, sorted."""
    return sorted(path.stem for path in pathlib.Path(__file__).parent.glob("test_*.py"))


def calls_of(name):
    """The calls that the test file `name` lists."""
    return getattr(importlib.import_module(name), "CALLS", [])
