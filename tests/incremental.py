"""make knows what has to be done again after a change of the Rust sources, and does no more.

    PYTHON tests/incremental.py --source=TREE --build=BUILD

TREE is grafted, BUILD a finished build of it. Everything happens in copies.
"""

import contextlib
import os
import re
import sys
import time
import unittest

from support import harness, trees

SOURCE, BUILD = trees.option("source"), trees.option("build")
OBJECT = "Rust/build/rustmodules.o"
DECLARATIONS = "Rust/api/cpython-sys/src/v{}_{}.rs".format(*sys.version_info)

# Notes each crate it is asked to compile, then does it.
WRAPPER = """#!/bin/sh
case " $* " in
*" --crate-name "*) echo "$*" | sed 's/.*--crate-name \\([^ ]*\\).*/\\1/' >>'{log}' ;;
*) echo "$*" | sed 's/.*src\\///; s/.*verify.*/verify/' >>'{log}' ;;
esac
exec {rustc} "$@"
"""


class Incremental(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scope = contextlib.ExitStack()
        cls.addClassCleanup(cls.scope.close)
        cls.work = cls.scope.enter_context(trees.workspace(BUILD))
        cls.source = trees.copy_source(SOURCE, cls.work / "source")
        cls.build = trees.copy_build(BUILD, SOURCE, cls.work / "build", cls.source)
        cls.log = cls.work / "compiled"
        cls.wrapper = cls.work / "rustc"
        rustc = trees.makefile_variable(BUILD, "RUSTC")
        cls.wrapper.write_text(WRAPPER.format(log=cls.log, rustc=rustc))
        cls.wrapper.chmod(0o755)

    def make(self, *arguments):
        """Run make; the exit status, what it printed, and the crates that were compiled."""
        self.log.write_text("")
        status, text = trees.run("make", trees.jobs(), f"RUSTC={self.wrapper}", *arguments, cwd=self.build)
        return status, text, sorted(self.log.read_text().split())

    def made(self, *arguments):
        status, text, compiled = self.make(*arguments)
        self.assertEqual(status, 0, text[-3000:])
        return text, compiled

    def touch(self, name):
        """As if `name` had been edited now."""
        (self.source / name).touch()

    def interpreter_time(self):
        return (self.build / "python").stat().st_mtime_ns

    def test_1_nothing(self):
        """A second make compiles nothing and links nothing"""
        before = self.interpreter_time()
        _, compiled = self.made()
        self.assertEqual(compiled, [])
        self.assertEqual(self.interpreter_time(), before)

    def test_2_codec(self):
        """After a change of the hex codec, only what depends on it is compiled, and all is linked"""
        before = self.interpreter_time()
        self.touch("Rust/codecs/hex/src/lib.rs")
        _, compiled = self.made()
        self.assertEqual(compiled, ["codec_hex", "module_base64", "module_binascii", "rustmodules"])
        self.assertGreater(self.interpreter_time(), before)
        self.assertEqual(self.made()[1], [])

    def test_3_header(self):
        """After a change of a C header, the declarations are checked again, without rustc"""
        # The rest of the interpreter would be compiled, too; that is not of interest here.
        before = (self.build / OBJECT).stat().st_mtime_ns
        self.touch("Include/object.h")
        text, compiled = self.made(OBJECT)
        self.assertEqual(compiled, [])
        self.assertRegex(text, r"-o Rust/build/verify\.o")
        self.assertGreater((self.build / OBJECT).stat().st_mtime_ns, before)

    def test_4_every_source(self):
        """Every Rust source file of the tree is one that make looks at"""
        sources = sorted(path.relative_to(self.source) for path in (self.source / "Rust").rglob("*.rs")
                         if path.name != "avx512.rs")  # which configure compiles
        self.assertGreater(len(sources), 20)
        now = time.time()
        for file in sources:
            with self.subTest(str(file)):
                path = self.source / file
                times = path.stat()
                os.utime(path, (now + 3600, now + 3600))
                try:
                    status, _, _ = self.make("-q", OBJECT)
                finally:
                    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
                self.assertEqual(status, 1, "make would do nothing")

    def test_5_wrong_function(self):
        """A function declared with another signature stops make, which names it"""
        self.stops_naming(r"(PyBool_FromLong\(arg1: )c_long", r"\1c_int", "PyBool_FromLong")

    def test_6_wrong_field(self):
        """A struct with two fields exchanged stops make, which names the field"""
        self.stops_naming(r"(pub readonly: c_int,)(\s+)(pub ndim: c_int,)", r"\3\2\1", "Py_buffer.ndim")

    def test_7_profile(self):
        """Between the two phases of a build by profile, nothing is lost that rustc has made"""
        self.made(OBJECT)
        status, text, _ = self.make("clean-retain-profile")
        self.assertEqual(status, 0, text[-3000:])
        self.assertFalse((self.build / OBJECT).exists())
        _, compiled = self.made(OBJECT)
        self.assertEqual(compiled, [])
        # A module that is edited then is compiled with the macros as they were.
        self.touch("Rust/modules/_xxrust/src/lib.rs")
        self.assertEqual(self.made(OBJECT)[1], ["module_xxrust", "rustmodules"])

    def test_8_clean(self):
        """make clean, with many jobs, leaves nothing of rustc's"""
        status, text, _ = self.make("-j8", "clean")
        self.assertEqual(status, 0, text[-3000:])
        self.assertFalse((self.build / "Rust/build").exists())

    def stops_naming(self, right, wrong, name):
        path = self.source / DECLARATIONS
        text = path.read_text()
        changed, count = re.subn(right, wrong, text)
        self.assertEqual(count, 1, f"{DECLARATIONS} has no such declaration any more: {right}")
        path.write_text(changed)
        try:
            # -k: the Rust code may fail to compile as well; the check speaks in any case.
            status, output, _ = self.make("-k", OBJECT)
        finally:
            path.write_text(text)
        self.assertNotEqual(status, 0)
        self.assertRegex(output, rf"error:.*{re.escape(name)}")
        self.made(OBJECT)


if __name__ == "__main__":
    harness.main(__file__)
