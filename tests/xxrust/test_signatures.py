"""Functions with every kind of signature, next to the same functions in Python and in C."""

import inspect
import itertools
import sys
import unittest

import _testrust
from calls import call

try:
    import _testclinic
except ImportError:
    _testclinic = None

CALLS = [
    call(_testrust.answer).gives(42),
    call(_testrust.no_answer).raises(ValueError, "there is no answer"),
    call(_testrust.one, 1).gives(1),
    call(_testrust.one).raises(TypeError),
    call(_testrust.kinds, 1, c=3, d=4, b=2).gives((1, 2, 3, 4, ())),
    call(_testrust.kinds, 1, 2).raises(TypeError),
    call(_testrust.args_only, 1, 2, 3).gives((1, 2, 3)),
    call(_testrust.positional_args, 1, 2, 3, 4).gives((1, 2, (3, 4))),
    call(_testrust.posonly_vararg, 1, 2, 3).gives((1, 2, (3,))),
    call(_testrust.posonly_vararg, 1, b=2).gives((1, 2, ())),
    call(_testrust.vararg, 1, 2).gives((1, (2,))),
    call(_testrust.vararg_kwonly_req_opt, 1, 2, a=3, c=4).gives(((1, 2), 3, (), 4)),
    call(_testrust.kwargs_only, a=1, b=2).gives(("a", 1, "b", 2)),
    call(_testrust.positional_kwargs, 1, a=2, c=3).gives((1, (), ("a", 2, "c", 3))),
    call(_testrust.named_kwargs, b=1, c=2, a=3).gives((3, 1, ("c", 2))),
    call(_testrust.everything, 1, 2, 3, 4, d=5, x=6).gives((1, 2, 3, (4,), 5, (), ("x", 6))),
    call(_testrust.everything, 1, d=2).raises(TypeError),
    call(_testrust.keyword_value, größe=1, a=2).gives((1,)),
    call(_testrust.match, 1, move=2).gives((1, 2)),
    call(_testrust.renamed, a=1).gives(7),
    call(_testrust.defaults, 1, h=2),
    call(_testrust.unconverted, True, 1).gives(True),
    call(_testrust.unconverted, False).gives(b"b\n"),
    call(_testrust.unrepresentable, -1).gives(1),
    call(_testrust.documented).gives(0),
    call(_testrust.documented_in_stars).gives(0),
]


# The same functions in Python. What was left out is shown as (), as in Rust.

def shown(*arguments):
    return tuple(() if argument is None else argument for argument in arguments)


def pairs(kwargs):
    return tuple(itertools.chain.from_iterable(kwargs.items()))


def answer():
    return 42


def one(a, /):
    return a


def kinds(a, /, b, c=None, *, d, e=None):
    return shown(a, b, c, d, e)


def args_only(*args):
    return args


def positional_args(a, b=None, /, *args):
    return shown(a, b, args)


def posonly_vararg(a, /, b, *args):
    return shown(a, b, args)


def vararg(a, *args):
    return shown(a, args)


def vararg_kwonly_req_opt(*args, a, b=None, c=None):
    return shown(args, a, b, c)


def kwargs_only(**kwargs):
    return pairs(kwargs)


def positional_kwargs(a, b=None, /, **kwargs):
    return shown(a, b, pairs(kwargs))


def named_kwargs(a, b=None, **kwargs):
    return shown(a, b, pairs(kwargs))


def everything(a, /, b, c=None, *args, d, e=None, **kwargs):
    return shown(a, b, c, args, d, e, pairs(kwargs))


def match(type, /, move=None):
    return shown(type, move)


def renamed(a=1):
    return 7


def defaults(a=1, b=-2, c=1_000, d=0xff, e=True, f=False, g=3, h=4):
    return a + b + c + d + e + f + g + h


TWINS = [
    answer, one, kinds, args_only, positional_args, posonly_vararg, vararg,
    vararg_kwonly_req_opt, kwargs_only, positional_kwargs, named_kwargs, everything,
    match, renamed, defaults,
]
REPORTING = TWINS[1:12]

# The functions of _testclinic with the same parameters; they have other names since 3.14.
IN_C = {
    "args_only": ["varpos"],
    "positional_args": ["posonly_req_opt_varpos"],
    "posonly_vararg": ["posonly_vararg", "posonly_poskw_varpos"],
    "vararg": ["vararg", "poskw_varpos"],
    "vararg_kwonly_req_opt": ["vararg_kwonly_req_opt", "varpos_kwonly_req_opt"],
    "kwargs_only": ["lone_kwds"],
    "positional_kwargs": ["kwds_with_optional_pos_only"],
}

# All calls with up to five positional arguments and up to four of these keywords.
ARGUMENTS = [
    (tuple(range(positional)), {name: name.upper() for name in names})
    for positional in range(6)
    for count in range(5)
    for names in itertools.combinations("abcdezy", count)
]


def outcome(function, args, kwargs):
    """The result of a call, or the exception's type and message."""
    try:
        return function(*args, **kwargs)
    except Exception as error:
        return type(error), str(error)


def refused(result):
    return len(result) == 2 and result[0] is TypeError


class SignatureTest(unittest.TestCase):
    def test_inspect_signature(self):
        for twin in TWINS:
            with self.subTest(twin.__name__):
                function = getattr(_testrust, twin.__name__)
                self.assertEqual(inspect.signature(function), inspect.signature(twin))

    def test_text_signature(self):
        # As Argument Clinic writes it.
        self.assertEqual(_testrust.answer.__text_signature__, "($module, /)")
        self.assertEqual(_testrust.one.__text_signature__, "($module, a, /)")
        self.assertEqual(_testrust.vararg.__text_signature__, "($module, /, a, *args)")
        self.assertEqual(
            _testrust.everything.__text_signature__,
            "($module, a, /, b, c=None, *args, d, e=None, **kwargs)",
        )

    def test_unrepresentable_default(self):
        self.assertEqual(
            _testrust.unrepresentable.__text_signature__, "($module, /, a=<unrepresentable>)"
        )
        self.assertEqual(_testrust.unrepresentable(), 2**31 - 2)
        with self.assertRaises(ValueError):
            inspect.signature(_testrust.unrepresentable)

    def test_renamed(self):
        self.assertEqual(_testrust.renamed.__name__, "renamed")
        self.assertFalse(hasattr(_testrust, "with_another_name"))


class BindingTest(unittest.TestCase):
    def test_same_results_as_def(self):
        # What is accepted, and what each parameter then is, is as for `def`.
        for twin in REPORTING:
            function = getattr(_testrust, twin.__name__)
            accepted = 0
            for args, kwargs in ARGUMENTS:
                expected = outcome(twin, args, kwargs)
                actual = outcome(function, args, kwargs)
                if isinstance(expected, tuple) and refused(expected):
                    self.assertIs(actual[0], TypeError, (twin, args, kwargs, actual))
                else:
                    accepted += 1
                    self.assertEqual(actual, expected, (twin, args, kwargs))
            self.assertGreater(accepted, 0, twin)

    def test_defaults(self):
        self.assertEqual(_testrust.defaults(), defaults())
        self.assertEqual(_testrust.defaults(h=10, a=0), defaults(h=10, a=0))

    def test_unconverted(self):
        class Untrue:
            def __bool__(self):
                raise LookupError
        self.assertEqual(str(inspect.signature(_testrust.unconverted)), r"(which, a=False, b=b'b\n')")
        # Only what the function comes to is converted, and where it does.
        self.assertEqual(_testrust.unconverted(False, Untrue()), b"b\n")
        self.assertEqual(_testrust.unconverted(False, Untrue(), 7), 7)
        self.assertRaises(LookupError, _testrust.unconverted, True, Untrue())
        self.assertIs(_testrust.unconverted(True), False)
        self.assertIs(_testrust.unconverted(True, [0]), True)

    def test_keyword_names(self):
        self.assertEqual(_testrust.keyword_value(größe=1), (1,))
        self.assertEqual(_testrust.keyword_value(größ=1), ((),))
        self.assertEqual(_testrust.kwargs_only(**{"\ud800": 1, "": 2}), ("\ud800", 1, "", 2))
        self.assertEqual(_testrust.kwargs_only(**{"a\0b": 1}), ("a\0b", 1))
        # A name is not found by a part of it.
        self.assertEqual(_testrust.named_kwargs(1, **{"b\0": 2}), (1, (), ("b\0", 2)))

    def test_names_of_positional_only_parameters(self):
        self.assertEqual(_testrust.positional_kwargs(1, a=2, b=3), (1, (), ("a", 2, "b", 3)))
        self.assertEqual(_testrust.kwargs_only(self=1, module=2), ("self", 1, "module", 2))

    def test_names_that_are_subclasses(self):
        class Name(str):
            def __eq__(self, other):
                raise AssertionError("compared")

            __hash__ = str.__hash__

        self.assertEqual(_testrust.named_kwargs(1, **{Name("b"): 2}), (1, 2, ()))
        self.assertEqual(_testrust.keyword_value(**{Name("größe"): 2}), (2,))

    def test_many(self):
        args = tuple(range(1000))
        self.assertEqual(_testrust.args_only(*args), args)
        kwargs = {f"name{i}": i for i in range(1000)}
        self.assertEqual(_testrust.keyword_value(**kwargs, größe=5), (5,))
        self.assertEqual(
            _testrust.everything(1, 2, **kwargs, d=3)[-1],
            ("name0", 0, "name1", 1, "name2", 2, "name3", 3),
        )

    def test_arguments_are_not_leaked(self):
        value = object()
        before = sys.getrefcount(value)
        for _ in range(10):
            _testrust.everything(value, value, value, value, d=value, zz=value)
            for args, kwargs in [((value,), {"a": value}), ((), {"zz": value})]:
                with self.assertRaises(TypeError):
                    _testrust.everything(*args, **kwargs)
        del args, kwargs
        self.assertEqual(sys.getrefcount(value), before)


class MessageTest(unittest.TestCase):
    def check(self, message, function, *args, **kwargs):
        with self.assertRaises(TypeError) as caught:
            function(*args, **kwargs)
        self.assertEqual(str(caught.exception), message)

    @unittest.skipUnless(_testclinic, "needs _testclinic")
    def test_same_as_argument_clinic(self):
        compared = 0
        for name, c_names in IN_C.items():
            rust = getattr(_testrust, name)
            for c in filter(None, (getattr(_testclinic, c_name, None) for c_name in c_names)):
                compared += 1
                self.compare_messages(rust, c)
        self.assertGreaterEqual(compared, 3)

    def compare_messages(self, rust, c):
        differences = set()
        for args, kwargs in ARGUMENTS:
            expected, actual = outcome(c, args, kwargs), outcome(rust, args, kwargs)
            if not refused(expected):
                self.assertFalse(refused(actual), (rust, args, kwargs))
                continue
            message = expected[1].replace("_testclinic", "_testrust")
            message = message.replace(c.__name__, rust.__name__)
            if actual != (TypeError, message):
                differences.add((message, actual))
        # 3.13's C does not say which argument was given twice, or blames another one.
        for expected, (error, message) in differences:
            self.assertIs(error, TypeError, expected)
            self.assertLess(sys.version_info, (3, 14), (expected, message))
            self.assertRegex(message, r"given by name \('.'\) and position \(\d\)$")

    def test_args(self):
        f = _testrust.args_only
        self.check("_testrust.args_only() takes no keyword arguments", f, a=1)
        f = _testrust.positional_args
        self.check("positional_args expected at least 1 argument, got 0", f)
        f = _testrust.vararg
        self.check("vararg() missing required argument 'a' (pos 1)", f)
        self.check("vararg() got an unexpected keyword argument 'zz'", f, 1, zz=2)

    def test_kwargs(self):
        # The words are those that Argument Clinic has for functions without `**kwargs`.
        f = _testrust.kwargs_only
        self.check("kwargs_only() takes no positional arguments", f, 1)
        f = _testrust.positional_kwargs
        self.check("positional_kwargs expected at least 1 argument, got 0", f, a=1)
        self.check("positional_kwargs expected at most 2 arguments, got 3", f, 1, 2, 3)
        f = _testrust.named_kwargs
        self.check("named_kwargs() missing required argument 'a' (pos 1)", f, b=1, zz=2)
        self.check("named_kwargs() takes at most 2 arguments (3 given)", f, 1, 2, 3)
        self.check(
            "argument for named_kwargs() given by name ('a') and position (1)", f, 1, zz=2, a=3
        )

    def test_everything(self):
        f = _testrust.everything
        self.check("everything() takes at least 1 positional argument (0 given)", f, b=1, d=2)
        self.check("everything() missing required argument 'b' (pos 2)", f, 1, d=2)
        self.check("everything() missing required argument 'd' (pos 4)", f, 1, 2, 3, 4, zz=1)
        self.check(
            "argument for everything() given by name ('b') and position (2)", f, 1, 2, b=3, d=4
        )

    def test_names_that_are_equal_but_not_the_same(self):
        class Name(str):
            __eq__ = object.__eq__
            __hash__ = object.__hash__

        names = {Name("b"): 1, "b": 2, "d": 3}
        self.check(
            "everything() got multiple values for keyword argument 'b'",
            _testrust.everything, 1, **names,
        )

    def test_errors_of_the_function(self):
        self.check("_testrust.no_answer() takes no arguments (1 given)", _testrust.no_answer, 1)
        with self.assertRaisesRegex(ValueError, "^there is no answer$"):
            _testrust.no_answer()


class DocumentationTest(unittest.TestCase):
    def test_comment(self):
        self.assertEqual(
            _testrust.documented.__doc__,
            "One line.\n"
            "\n"
            "```text\n"
            ">>> \"quotes\", 'and' \\n\n"
            "    indented, /* with stars */ and a tab:\t.\n"
            "```\n"
            "\n"
            "Größe: 💡\n"
            "\tEscapes: é A \\ ' \" joined\n"
            "Raw: \\n \"quoted\"",
        )

    def test_comment_in_stars(self):
        self.assertEqual(_testrust.documented_in_stars.__doc__, "A comment\n  in stars.")


if __name__ == "__main__":
    unittest.main()
