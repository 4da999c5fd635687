"""Does `base64` in Rust do exactly what it does in Python?

    PYTHON tests/base64_parity.py [--cases=N] [--seed=S] [NAME OF A TEST]

PYTHON is an interpreter with `_base64`. The functions that Lib/base64.py has without it are the
reference: results and their types, exceptions with their messages and what they come from, as a
traceback would show it, what becomes of arguments, signatures, docstrings, pickles. CPython's own
test_base64 is run with both.
"""

import copy
import importlib.util
import inspect
import itertools
import pickle
import pydoc
import re
import subprocess
import sys
import types
import unittest
import warnings

import base64

from support import harness
from twins import base64_cases, outcome


def option(name, default):
    prefix = f"--{name}="
    return next((word.removeprefix(prefix) for word in sys.argv if word.startswith(prefix)), default)


CASES = int(option("cases", 3000))
SEED = option("seed", "1")
FUNCTIONS = list(base64_cases.OPTIONS)

# Imports base64 without what is in Rust, in any process.
WITHOUT_RUST = "import sys; sys.modules['_base64'] = None; import base64; "


def in_python():
    """base64 as it is where `_base64` is not."""
    before = sys.modules.get("_base64")
    sys.modules["_base64"] = None
    try:
        spec = importlib.util.find_spec("base64")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module
    finally:
        sys.modules["_base64"] = before


PYTHON = in_python()


def outcome_of(module, case):
    """What a call gives, and what its arguments are then: equal for functions that behave alike."""
    args = [outcome.valued(value) for value in case.args]
    keywords = {name: outcome.valued(value) for name, value in case.keywords}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            result = getattr(module, case.function)(*args, **keywords)
    except BaseException as error:
        answer = ("raises", *shown(error))
    else:
        answer = ("returns", type(result), result)
    return (*answer, content(args[0]) if args else None)


def shown(error):
    """An exception, and what a traceback shows besides: its cause, or else its context."""
    while error is not None:
        kind = type(error)
        # Where an object is says nothing of what it is.
        yield kind, re.sub(" at 0x[0-9a-f]+", " at ...", repr(error.args))
        context = None if error.__suppress_context__ else error.__context__
        error = error.__cause__ or context


def content(argument):
    return bytes(argument) if isinstance(argument, bytearray) else None


class Calls(unittest.TestCase):
    def check(self, function, cases):
        for case in cases:
            expected, found = outcome_of(PYTHON, case), outcome_of(base64, case)
            if found != expected:
                self.fail(f"{outcome.shortened(str(case), 2000)}\n  Python: "
                          f"{outcome.shortened(repr(expected), 2000)}\n  Rust:   "
                          f"{outcome.shortened(repr(found), 2000)}")

    def test_is_in_rust(self):
        """base64 has the functions of _base64, and the reference has not"""
        for name in FUNCTIONS:
            self.assertIsInstance(getattr(base64, name), types.BuiltinFunctionType)
            self.assertIsInstance(getattr(PYTHON, name), types.FunctionType)

    def test_short(self):
        """Every short string of the characters that matter"""
        for function in FUNCTIONS:
            with self.subTest(function):
                self.check(function, base64_cases.systematic(function))

    def test_random(self):
        """Random calls, with arguments of all kinds"""
        for function in FUNCTIONS:
            with self.subTest(function):
                cases = base64_cases.random_cases(function, SEED)
                self.check(function, itertools.islice(cases, CASES))

    def test_every_option(self):
        """Each value of each option, with data that is right and data that is not"""
        for function, options in base64_cases.OPTIONS.items():
            encode = getattr(PYTHON, function.replace("decode", "encode"))
            plain = [b"", b"a", b"abc>\xff?>", bytes(9), b"    ", b"  a \0\0\0\0" * 40]
            inputs = plain if "encode" in function else \
                [*map(encode, plain), b"", b"!", b"A1======", b"M1O0A1O0", b"y ", b"<~y !!~>", b"=", b"abcd",
                 encode(b"ab") + b" ", b"\xff", "\xe9", 5]
            for option in options:
                for value in base64_cases.POOLS[option]:
                    with self.subTest(function, option=option, value=value):
                        self.check(function, (base64_cases.Case(function, (data,), ((option, value),))
                                              for data in inputs))

    def test_while_handling(self):
        """An error in an except clause has that clause's exception as its context, or not"""
        for name, data in [("b32decode", b"0" * 8), ("b32decode", b"A"), ("b85decode", b"\xff"),
                           ("b85decode", b"~~~~~"), ("z85decode", b"\xff"), ("a85decode", b"uuuuu"),
                           ("a85decode", b"\xff"), ("b64decode", b"A"), ("b64decode", 5),
                           ("b16decode", b"x"), ("encodebytes", "")]:
            suppressed = []
            for module in (PYTHON, base64):
                try:
                    try:
                        raise KeyError
                    except KeyError:
                        getattr(module, name)(data)
                except Exception as error:
                    suppressed.append((error.__suppress_context__, len(list(shown(error)))))
            self.assertEqual(*suppressed, (name, data))

    def test_misused(self):
        """Calls that fit no signature raise TypeError in both"""
        for name in FUNCTIONS:
            for args, keywords in [((), {}), ((b"", 1, 2, 3, 4), {}), ((b"",), {"nonsense": 1}),
                                   ((b"",), {"s": b"", "b": b""}), ((), {"S": b""})]:
                for module in (PYTHON, base64):
                    with self.assertRaises(TypeError):
                        getattr(module, name)(*args, **keywords)
        for name in base64_cases.KEYWORD_ONLY:
            with self.assertRaises(TypeError):
                getattr(base64, name)(b"", False)

    def test_data_by_keyword(self):
        """The data can be passed by its name"""
        for name in FUNCTIONS:
            parameter = next(iter(inspect.signature(getattr(PYTHON, name)).parameters))
            self.assertEqual(getattr(base64, name)(**{parameter: b""}), getattr(PYTHON, name)(b""))

    def test_optimised(self):
        """What `python -O` leaves out of Lib/base64.py is left out"""
        script = """
import base64
for call in (lambda: base64.b64encode(b"ab", b"-"), lambda: base64.b64decode(b"ab==", "---"),
             lambda: base64.b32decode(b"AAAAAAAA", map01=b""), lambda: base64.b64encode(b"", 5)):
    try:
        print(call())
    except Exception as error:
        print(repr(error))
"""
        for option in ("-O", "-OO", "-b"):
            printed = [run(option, "-c", prefix + script) for prefix in ("", WITHOUT_RUST)]
            self.assertEqual(*printed)
            # Later versions have no assertions.
            if sys.version_info < (3, 15):
                self.assertIn("maketrans" if option != "-b" else "AssertionError", printed[0])


class Surface(unittest.TestCase):
    def test_signatures(self):
        """Names, defaults and kinds of parameters"""
        for name in FUNCTIONS:
            self.assertEqual(inspect.signature(getattr(base64, name)),
                             inspect.signature(getattr(PYTHON, name)), name)

    def test_docstrings(self):
        """Docstrings; a C string has no null, so that is as it was meant"""
        for name in FUNCTIONS:
            expected = getattr(PYTHON, name).__doc__.replace("\0", "\\0")
            self.assertEqual(getattr(base64, name).__doc__, expected, name)

    def test_names(self):
        """What a function is called, and where it is"""
        self.assertEqual(base64.__all__, PYTHON.__all__)
        self.assertEqual(set(dir(PYTHON)), set(dir(base64)))
        for name in FUNCTIONS:
            for attribute in ("__name__", "__qualname__", "__module__"):
                self.assertEqual(getattr(getattr(base64, name), attribute),
                                 getattr(getattr(PYTHON, name), attribute))

    def test_pickles(self):
        """Pickles are the same, and give the function of whoever reads them"""
        for name in FUNCTIONS:
            function = getattr(base64, name)
            self.assertIs(copy.deepcopy(function), function)
            for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
                self.assertIs(pickle.loads(pickle.dumps(function, protocol)), function)
            self.assertIn(b"cbase64\n" + name.encode(), pickle.dumps(function, 0))

    def test_pydoc(self):
        """help() shows them as it shows the others"""
        for name in FUNCTIONS:
            texts = [pydoc.plain(pydoc.render_doc(getattr(module, name))) for module in (PYTHON, base64)]
            self.assertEqual(texts[0].replace("\0", "\\0").replace("function", "built-in function", 1),
                             texts[1])


class CPythonsOwnTests(unittest.TestCase):
    SCRIPT = "import unittest; unittest.main('test.test_base64', argv=['test_base64'])"

    def test_in_rust(self):
        """test_base64, of CPython"""
        run("-c", self.SCRIPT)

    def test_in_python(self):
        """test_base64, of CPython, with the functions in Python"""
        run("-c", f"{WITHOUT_RUST}assert not hasattr(base64.b64encode, '__self__'); {self.SCRIPT}")


def run(*arguments):
    """What a process of this interpreter prints; it has to end well."""
    done = subprocess.run([sys.executable, "-B", *arguments], capture_output=True, text=True)
    if done.returncode:
        raise AssertionError(done.stderr[-3000:])
    return done.stdout


if __name__ == "__main__":
    harness.main(__file__)
