"""Exceptions in cpython-api, through the functions of _testrust."""

import unittest
import warnings
from test import support

import _testrust
from calls import call

def failing(error):
    """A function that raises another one each time."""
    def function():
        raise error
    return function


CALLS = [
    call(lambda: _testrust.exception_matches(failing(KeyError))[:2]).gives((True, True))
        .not_starved(),
    call(_testrust.exception_cause, failing(KeyError), failing(ValueError)).raises(ValueError)
        .not_starved(),
    call(_testrust.exception_context, failing(KeyError), failing(ValueError)).raises(ValueError)
        .not_starved(),
    call(_testrust.exception_from_none, failing(KeyError)).raises(KeyError).not_starved(),
    call(_testrust.exception_chain, KeyError()).gives((None, None)),
    # Each time its own: CPython does not lock an exception that threads share.
    call(lambda: _testrust.exception_raise(KeyError(1))).raises(KeyError).not_starved(),
    *[call(_testrust.exception_make, which, "value").raises(error)
      for which, error in enumerate([StopIteration, KeyError, FileNotFoundError, ValueError,
                                     IndexError, OverflowError])],
    call(_testrust.warn_of, "a warning").may_raise(DeprecationWarning).not_starved(),
    call(_testrust.unraisable, list).leaks_if_starved(),   # in the hook, which is Python's
]


def raises(exception):
    def f():
        raise exception
    return f


class Exceptions(unittest.TestCase):
    def test_matches(self):
        for exception, key, lookup in (
                (KeyError(1), True, True), (IndexError(1), False, True), (OSError(), False, False)):
            self.assertEqual(
                _testrust.exception_matches(raises(exception)), (key, lookup, exception))
        self.assertIsNone(_testrust.exception_matches(int))

    def test_cause(self):
        first, second = KeyError(1), ValueError(2)
        with self.assertRaises(ValueError) as caught:
            _testrust.exception_cause(raises(first), raises(second))
        self.assertIs(caught.exception, second)
        self.assertIs(second.__cause__, first)
        self.assertEqual(second.__notes__, ["a note"])
        self.assertIs(_testrust.exception_chain(second)[0], first)

    def test_context(self):
        first, second = KeyError(1), ValueError(2)
        with self.assertRaises(ValueError):
            _testrust.exception_context(raises(first), raises(second))
        self.assertEqual(_testrust.exception_chain(second), (None, first))
        # An exception does not become its own context.
        with self.assertRaises(KeyError):
            _testrust.exception_context(raises(first), raises(first))
        self.assertIsNone(first.__context__)

    def test_from_none(self):
        def raises_while_handling():
            try:
                raise KeyError
            except KeyError:
                raise ValueError
        with self.assertRaises(ValueError) as caught:
            _testrust.exception_from_none(raises_while_handling)
        self.assertIsNone(caught.exception.__cause__)
        self.assertTrue(caught.exception.__suppress_context__)
        self.assertIsInstance(caught.exception.__context__, KeyError)
        self.assertIsNone(_testrust.exception_from_none(int))

    def test_raise(self):
        exception = ValueError("x")
        for _ in range(2):
            with self.assertRaises(ValueError) as caught:
                _testrust.exception_raise(exception)
            self.assertIs(caught.exception, exception)
        self.assertRaises(TypeError, _testrust.exception_raise, ValueError)

    def test_make(self):
        cases = [
            (0, StopIteration, ("value",)), (1, KeyError, ("value",)),
            (2, FileNotFoundError, (2, "No such file or directory")),
            (3, ValueError, (1, "value")), (4, IndexError, ()),
            (5, OverflowError, ("out of range integral type conversion attempted",)),
        ]
        for which, kind, args in cases:
            with self.assertRaises(kind) as caught:
                _testrust.exception_make(which, "value")
            self.assertEqual(caught.exception.args, args)
        with self.assertRaises(StopIteration) as caught:
            _testrust.exception_make(0, (1, 2))
        self.assertEqual(caught.exception.value, (1, 2))

    def test_warning(self):
        with self.assertWarnsRegex(DeprecationWarning, "^100% old é$"):
            _testrust.warn_of("100% old é")
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            self.assertRaises(DeprecationWarning, _testrust.warn_of, "old")

    def test_unraisable(self):
        exception = ValueError("nobody is told")
        function = raises(exception)
        with support.catch_unraisable_exception() as caught:
            _testrust.unraisable(function)
            self.assertIs(caught.unraisable.exc_value, exception)
            self.assertIs(caught.unraisable.object, function)


if __name__ == "__main__":
    unittest.main()
