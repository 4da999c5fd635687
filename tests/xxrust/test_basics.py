"""A module and its functions, as Python sees them."""

import importlib.util
import inspect
import unittest

import _testrust
from calls import call

CALLS = [
    call(_testrust.nothing).gives(0),
    call(_testrust.length, b"bytes").gives(5),
    call(_testrust.length, "bytes").raises(TypeError),
    call(_testrust.total, a=1000, b=2000).gives(3000),
    call(_testrust.total, 1, c=2).raises(TypeError),
    call(_testrust.Cost),
    call(lambda: _testrust.Cost().nothing()).gives(0),
    call(_testrust.Cost().length, b"bytes").gives(5),
    call(_testrust.Cost().length, 1).raises(TypeError),
    call(lambda: _testrust.Cost().value).gives(1),
    call(_testrust.refuse).raises(ValueError, "this is always refused"),
]


class ModuleTests(unittest.TestCase):
    def test_name_and_doc(self):
        self.assertEqual(_testrust.__name__, "_testrust")
        self.assertTrue(_testrust.__doc__)

    def test_a_second_module_is_another(self):
        """A module has no static state, so it can be made as often as one likes."""
        second = importlib.util.module_from_spec(_testrust.__spec__)
        _testrust.__spec__.loader.exec_module(second)
        self.assertIsNot(second, _testrust)
        self.assertIsNot(second.total, _testrust.total)
        self.assertEqual(second.total(1, 2), 3)

    def test_everything_is_documented(self):
        for name, value in vars(_testrust).items():
            if callable(value):
                with self.subTest(name):
                    self.assertTrue(value.__doc__)


class FunctionTests(unittest.TestCase):
    def test_calls(self):
        for one in CALLS:
            with self.subTest(str(one)):
                one.run()

    def test_signatures(self):
        for function, expected in [
            (_testrust.nothing, "()"),
            (_testrust.length, "(data, /)"),
            (_testrust.total, "(a=0, b=0)"),
        ]:
            with self.subTest(function.__name__):
                self.assertEqual(str(inspect.signature(function)), expected)

    def test_a_function_knows_its_module(self):
        self.assertIs(_testrust.total.__self__, _testrust)
        self.assertEqual(_testrust.total.__module__, "_testrust")

    def test_defaults(self):
        self.assertEqual(_testrust.total(), 0)
        self.assertEqual(_testrust.total(7), 7)
        self.assertEqual(_testrust.total(b=7), 7)

    def test_wrong_arguments(self):
        for arguments, keywords, message in [
            ((1, 2, 3), {}, "total() takes at most 2 arguments (3 given)"),
            ((1,), {"a": 1}, "argument for total() given by name ('a') and position (1)"),
            ((), {"c": 1}, "total() got an unexpected keyword argument 'c'"),
            (("1",), {}, "'str' object cannot be interpreted as an integer"),
        ]:
            with self.subTest(message):
                with self.assertRaises(TypeError) as caught:
                    _testrust.total(*arguments, **keywords)
                self.assertEqual(str(caught.exception), message)

    def test_wrong_type(self):
        with self.assertRaisesRegex(TypeError, r"^length\(\) argument must be bytes, not str$"):
            _testrust.length("text")

    def test_what_is_being_handled_is_the_context(self):
        with self.assertRaises(ValueError) as caught:
            _testrust.refuse()
        self.assertIsNone(caught.exception.__context__)
        with self.assertRaises(ValueError) as caught:
            try:
                raise KeyError("handled")
            except KeyError:
                _testrust.refuse()
        self.assertIsInstance(caught.exception.__context__, KeyError)


if __name__ == "__main__":
    unittest.main()
