"""Modules that `cargo xtask module` made: files that an interpreter without Rust can import.

    PYTHON tests/module.py --unwind=DIR --abort=DIR

PYTHON has the C modules; each DIR a file of the same ones in Rust, by what a panic does in it.
"""

import base64
import binascii
import functools
import importlib.machinery
import importlib.util
import inspect
import shutil
import subprocess
import types
import unittest

from support import harness, trees

def files(name):
    """The file of a module, by what a panic does."""
    return {panic: trees.option(panic) / f"{name}{importlib.machinery.EXTENSION_SUFFIXES[0]}"
            for panic in ("unwind", "abort")}


FILES = files("binascii")
# Lengths around what words, vectors and lines can hold, and bytes of all kinds.
DATA = [bytes(i * 37 % 256 for i in range(length)) for length in (0, 1, 2, 3, 15, 45, 64, 1000)]


def load(file):
    """The module in `file`, which is not put into sys.modules."""
    name = file.name.partition(".")[0]
    spec = importlib.util.spec_from_file_location(name, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def outcome(module, name, *arguments, **keywords):
    """What a call gives: its result, or the type and message of its exception."""
    try:
        return getattr(module, name)(*arguments, **keywords)
    except Exception as error:
        return type(error).__name__, str(error)


def each(test):
    """Runs a test of a module's file for each file, as a part of its own."""
    @functools.wraps(test)
    def of_all(self):
        for panic, file in FILES.items():
            with self.subTest(panic=panic):
                test(self, file)
    return of_all


class Module(unittest.TestCase):
    @unittest.skipUnless(shutil.which("readelf"), "there is no readelf")
    @each
    def test_missing(self, file):
        """What it calls is CPython's, or has a version of the C library's"""
        symbols = subprocess.run(["readelf", "--wide", "--dyn-syms", file],
                                 capture_output=True, text=True, check=True).stdout
        rows = [line.split() for line in symbols.splitlines()]
        missing = [row[7] for row in rows if row[4:5] == ["GLOBAL"] and row[6] == "UND"]
        bare = [name for name in missing if "@" not in name and not name.startswith(("Py", "_Py"))]
        self.assertIn("PyErr_SetString", missing)
        self.assertEqual(bare, [])

    @each
    def test_other_than_the_twin(self, file):
        """It is imported from its file, beside the one in C"""
        module = load(file)
        self.assertEqual(module.__file__, str(file))
        self.assertIsNot(module.Error, binascii.Error)
        self.assertTrue(issubclass(module.Error, ValueError))

    @each
    def test_results(self, file):
        """Results and exceptions are those of C"""
        module = load(file)
        for data in DATA:
            for name in ("crc32", "hexlify", "b2a_base64", "b2a_qp", "b2a_uu", "unhexlify", "a2b_base64"):
                self.assertEqual(outcome(module, name, data), outcome(binascii, name, data), name)
            encoded = binascii.b2a_base64(data)
            self.assertEqual(module.a2b_base64(encoded, strict_mode=False), data)
            self.assertEqual(module.hexlify(data, ":", 2), binascii.hexlify(data, ":", 2))
        for arguments in ((), ("ä",), (1,), (b"abc",)):
            self.assertEqual(outcome(module, "unhexlify", *arguments),
                             outcome(binascii, "unhexlify", *arguments))

    @each
    def test_documented(self, file):
        """Docstrings and signatures are those of the twin, as an interpreter shows them"""
        module = load(file)
        self.assertEqual(module.__doc__, binascii.__doc__)
        for name, function in vars(binascii).items():
            if isinstance(function, types.BuiltinFunctionType):
                own = getattr(module, name)
                self.assertEqual((own.__text_signature__, own.__doc__),
                                 (function.__text_signature__, function.__doc__), name)

    @each
    def test_symbols(self, file):
        """The only symbol that it exports is PyInit_binascii"""
        status, text = trees.run("nm", "-P", "-D", "--defined-only", file, cwd=file.parent)
        self.assertEqual(status, 0, text)
        self.assertEqual([line.split()[0] for line in text.splitlines()], ["PyInit_binascii"])

    def test_base64(self):
        """_base64 has the signatures of base64, and gives what it gives"""
        for panic, file in files("_base64").items():
            with self.subTest(panic=panic):
                module = load(file)
                names = [name for name in dir(module) if not name.startswith("__")]
                self.assertEqual(set(names), set(base64.__all__) - {"encode", "decode"})
                for name in names:
                    function, reference = getattr(module, name), getattr(base64, name)
                    self.assertIsNot(function, reference)
                    self.assertEqual(inspect.signature(function), inspect.signature(reference))
                    self.assertTrue(function.__doc__)
                    encode = getattr(base64, name.replace("decode", "encode"))
                    for data in DATA:
                        data = data if "encode" in name else encode(data)
                        for data in (data, data + b"\xff", "\xe9"):
                            self.assertEqual(outcome(module, name, data), outcome(base64, name, data))

    def test_size(self):
        """Without Rust's standard library it is a fraction as large"""
        size = {panic: file.stat().st_size for panic, file in FILES.items()}
        # What the library takes is there once; the codecs' kernels are in both.
        self.assertLess(size["abort"] * 2, size["unwind"])
        # The codecs' tables and code, for each set of instructions; there is nothing of core::fmt beyond a panic's message.
        self.assertLess(size["abort"], 230_000)


if __name__ == "__main__":
    harness.main(__file__)
