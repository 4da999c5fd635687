"""A sanitizer reports bugs on purpose, in C and in Rust, and nothing else.

    PYTHON tests/sanitizers.py --source=TREE --build=BUILD Address|Thread|Undefined

PYTHON is BUILD's, which was configured with the sanitizer (for Undefined, without any: its answers are
taken). The module with the bugs, `_xxfault` (tests/modules/), is built in two ways: by BUILD's own make, in place
of the tree's `_testrust`; and by `cargo xtask module --python PYTHON --sanitize address|thread _xxfault`,
which PYTHON finds.
"""

import contextlib
import pathlib
import subprocess
import sys
import unittest

from support import harness, packages, trees

SOURCE, BUILD = trees.option("source"), trees.option("build")
BUGS = pathlib.Path(__file__).absolute().parent / "modules/_xxfault/src/lib.rs"

# An object of 40 bytes and what belongs to it; the index is far behind, where nothing is.
READ = "import _xxfault; print(_xxfault.read_at(b'0' * 40, {}))"

READ_IN_C = """
import ctypes
data = ctypes.create_string_buffer(1000)
print(ctypes.c_byte.from_address(ctypes.addressof(data) + {}).value)
"""

TOGETHER = """
import sys
sys.path.insert(0, {tests!r})
from support.together import run_together
{setup}
def work():
    for _ in range(1000):
        {statement}
run_together([work] * {threads}, 2)
"""
COUNT = ("import _xxfault", "_xxfault.count()")
COUNT_IN_C = ("import ctypes; number = ctypes.c_int()", "number.value += 1")


def together(threads, setup, statement):
    tests = str(pathlib.Path(__file__).absolute().parent)
    return TOGETHER.format(tests=tests, setup=setup, statement=statement, threads=threads)


def faulty(target):
    """A copy of the tree whose `_testrust` is the module with the bugs, under that name."""
    source = trees.copy_source(SOURCE, target)
    text = BUGS.read_text().replace('Xxfault = "_xxfault"', 'Testrust = "_testrust"')
    (source / "Rust/modules/_testrust/src/lib.rs").write_text(text)
    return source


class Sanitizer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scope = contextlib.ExitStack()
        cls.addClassCleanup(scope.close)
        work = scope.enter_context(trees.workspace(BUILD))
        source = faulty(work / "source")
        build = trees.copy_build(BUILD, SOURCE, work / "build", source)
        status, text = trees.run("make", trees.jobs(), cwd=build)
        if status:
            raise AssertionError(text[-3000:])
        cls.built_in = build / "python"

    def outcome(self, code, program=sys.executable):
        return subprocess.run([program, "-B", "-c", code], capture_output=True, text=True)

    def check(self, bug, control, *words, program=sys.executable):
        """Running `bug` is reported, with `words`; running `control` is not."""
        done = self.outcome(control, program)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        done = self.outcome(bug, program)
        self.assertNotEqual(done.returncode, 0, f"nothing was reported: {done.stdout}")
        for word in words:
            self.assertIn(word, done.stderr)

    def check_built_in(self, bug, control, *words):
        """The same for the module that make has built in."""
        bug, control = (code.replace("_xxfault", "_testrust") for code in (bug, control))
        self.check(bug, control, *words, program=self.built_in)


class Address(Sanitizer):
    RUST = (READ.format(48), READ.format(5), "AddressSanitizer: heap-buffer-overflow", "::read_at")

    def test_built_in(self):
        """A read behind an object is reported, in Rust that make has compiled"""
        self.check_built_in(*self.RUST, "Rust/modules/_testrust/src/lib.rs")

    def test_file(self):
        """So it is in an extension file of `cargo xtask module`"""
        self.check(*self.RUST, "_xxfault/src/lib.rs")

    def test_c(self):
        """A read behind a buffer is reported, in C"""
        self.check(READ_IN_C.format(1001), READ_IN_C.format(5),
                   "AddressSanitizer: heap-buffer-overflow", "_ctypes")


class Thread(Sanitizer):
    RUST = (together(4, *COUNT), together(1, *COUNT), "ThreadSanitizer: data race", "::count")

    def test_built_in(self):
        """A race is reported, in Rust that make has compiled"""
        self.check_built_in(*self.RUST, "Rust/modules/_testrust/src/lib.rs")

    def test_file(self):
        """So it is in an extension file of `cargo xtask module`"""
        self.check(*self.RUST, "_xxfault/src/lib.rs")

    def test_c(self):
        """A race is reported, in C"""
        self.check(together(4, *COUNT_IN_C), together(1, *COUNT_IN_C),
                   "ThreadSanitizer: data race", "_ctypes")

    def test_gil(self):
        """There is no GIL, which would hide races"""
        done = self.outcome("import _testrust, _xxfault, _xxrust, binascii, sys; print(sys._is_gil_enabled())")
        self.assertEqual((done.stdout, done.stderr), ("False\n", ""))


class Undefined(unittest.TestCase):
    DOUBLE = "import _testrust; print(_testrust.double({}))"

    def test_overflow(self):
        """--with-undefined-behavior-sanitizer: what overflows in Rust is reported; it wraps around without"""
        with trees.workspace(BUILD) as work:
            source = faulty(work / "source")
            for option, expected in (("--with-undefined-behavior-sanitizer", None), ("--with-rust=yes", "-2")):
                build = work / option
                (build / "Modules").mkdir(parents=True)
                (build / "config.cache").write_text(trees.configure_cache(BUILD))
                # Test modules are disabled in all of its configurations; this one is not.
                (build / "Modules/Setup.local").write_text(
                    packages.SETUP + "*static*\n_testrust ../Rust/modules/_testrust/src/lib.rs\n")
                for command in ([source / "configure", *packages.CONFIGURE, option], ["make", trees.jobs()]):
                    status, text = trees.run(*command, cwd=build)
                    self.assertEqual(status, 0, text[-3000:])
                self.check(build, expected)

    def check(self, build, expected):
        """What is too large for a number gives `expected`, or SystemError that says so."""
        for number, result in ((3, "6"), (2**31 - 1, expected)):
            status, text = trees.run("./python", "-B", "-c", self.DOUBLE.format(number), cwd=build)
            if result:
                self.assertEqual((status, text), (0, f"{result}\n"))
            else:
                self.assertEqual(status, 1, text)
                self.assertRegex(text, r"SystemError: .*attempt to multiply with overflow")


if __name__ == "__main__":
    harness.main(__file__)
