"""What a user sees of Rust: sysconfig and test.pythoninfo say it, and nothing else differs from C.

    PYTHON tests/visible.py --c-twin=BUILD

PYTHON has its modules in Rust, and BUILD is the same CPython configured --with-rust=no.
"""

import importlib
import importlib.util
import pydoc
import subprocess
import sys
import sysconfig
import unittest

from support import harness, trees

C = trees.option("c-twin")
MODULES = ("binascii", "zlib", "base64")
NAMES = ("WITH_RUST", "RUST_MODULES", "RUST_VERSION", "RUST_TARGET", "RUST_PANIC")

# Where a module is, and which library it is made of; the rest of its help is said alike.
CIRCUMSTANCES = ("Python Library Documentation: ", "    ZLIB_VERSION = ", "    ZLIB_RUNTIME_VERSION = ")


def said_in_c(*arguments):
    done = subprocess.run([C / "python", *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def help_of(module):
    return pydoc.plain(pydoc.render_doc(module))


def comparable(text):
    """A module's help without what depends on the build."""
    text = text.partition("\nFILE\n")[0]
    # A docstring in C ends at a character that one in Python can have.
    lines = text.replace("\0", r"\0").splitlines()
    return [line for line in lines if not line.startswith(CIRCUMSTANCES)]


class Visible(unittest.TestCase):
    def test_sysconfig(self):
        """sysconfig says that there is Rust, which modules, by which compiler, for what"""
        found = {name: sysconfig.get_config_var(name) for name in NAMES}
        self.assertEqual(found["WITH_RUST"], "yes")
        self.assertLessEqual({"binascii", "_base64", "zlib"}, set(found["RUST_MODULES"].split()))
        self.assertRegex(found["RUST_VERSION"], r"\A1\.\d+\.\d+")
        self.assertRegex(found["RUST_TARGET"], r"\A\w+-\w+-\w+")
        self.assertIn(found["RUST_PANIC"], ("unwind", "abort"))
        script = f"import sysconfig; print([sysconfig.get_config_var(name) for name in {NAMES[:3]}])"
        self.assertEqual(said_in_c("-c", script), "['no', '', '']\n")

    def test_pythoninfo(self):
        """test.pythoninfo lists them, and does not say Rust where there is none"""
        text = subprocess.run([sys.executable, "-m", "test.pythoninfo"], capture_output=True, text=True).stdout
        for name in NAMES:
            self.assertIn(f"\nsysconfig[{name}]: {sysconfig.get_config_var(name)}\n", text)
        text = said_in_c("-m", "test.pythoninfo")
        self.assertIn("\nsysconfig[WITH_RUST]: no\n", text)
        for line in text.splitlines():
            self.assertNotRegex(line, r"WITH_RUST.*[Yy]es")

    def test_spec(self):
        """A module's __spec__ is that of any built-in module"""
        for name in ("binascii", "zlib"):
            module, other = importlib.import_module(name), importlib.import_module("time")
            for attribute in dir(other.__spec__):
                value, expected = (getattr(one.__spec__, attribute) for one in (module, other))
                if not callable(value) and attribute not in ("name", "__dict__"):
                    self.assertEqual(value, expected, attribute)
            self.assertEqual(repr(module.__spec__), repr(other.__spec__).replace("time", name))
            self.assertEqual(repr(module), f"<module '{name}' (built-in)>")
            self.assertEqual(importlib.util.find_spec(name), module.__spec__)
            self.assertEqual((module.__name__, module.__package__, module.__loader__),
                             (name, "", other.__loader__))
            self.assertFalse(hasattr(module, "__file__"))
            self.assertIs(importlib.reload(module), module)

    def test_help(self):
        """help() says the same, word for word"""
        for name in MODULES:
            with self.subTest(name):
                script = f"import pydoc, {name}; print(pydoc.plain(pydoc.render_doc({name})), end='')"
                here, there = help_of(importlib.import_module(name)), said_in_c("-c", script)
                self.assertGreater(len(comparable(here)), 50)
                self.assertEqual(comparable(here), comparable(there))

    def test_help_is_compared(self):
        """A word of help that differs would be found"""
        text = help_of(importlib.import_module("binascii"))
        self.assertNotEqual(comparable(text), comparable(text.replace("Compute", "Calculate", 1)))


if __name__ == "__main__":
    harness.main(__file__)
