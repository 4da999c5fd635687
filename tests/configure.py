"""What configure decides about Rust, and what it says when there is none.

    PYTHON tests/configure.py --source=TREE --build=BUILD --xtask=PROGRAM

TREE is grafted, PROGRAM is the compiled xtask. Answers that have nothing to do with Rust are taken
from BUILD, so that a run takes seconds. Each policy with each compiler and each request is tried by
`cargo test -p xtask configure`, on a configure that is small.
"""

import contextlib
import os
import re
import shutil
import subprocess
import unittest

from support import harness, packages, trees

SOURCE, BUILD, XTASK = trees.option("source"), trees.option("build"), trees.option("xtask")

# A compiler that says what it is told to say.
FAKE = """#!/bin/sh
case " $* " in
*" -vV "*|*" --version "*) echo 'rustc {version} (0000000 2023-05-31)'
    echo 'host: x86_64-unknown-linux-gnu'; echo 'release: {version}' ;;
*) exit 1 ;;
esac
"""


def has_nightly():
    """Whether rustup has one; it is not to install any."""
    rustc = shutil.which("rustc")
    return rustc is not None and subprocess.run(
        [rustc, "+nightly", "-V"], capture_output=True,
        env={**os.environ, "RUSTUP_AUTO_INSTALL": "0"}).returncode == 0


class Configure(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scope = contextlib.ExitStack()
        cls.addClassCleanup(cls.scope.close)
        cls.work = cls.scope.enter_context(trees.workspace(BUILD))
        cls.cache = trees.configure_cache(BUILD)

    def configure(self, *arguments, source=SOURCE, **variables):
        """Run configure in a directory of its own: its exit status, words and directory."""
        directory = self.work / f"{self._testMethodName}-{len(list(self.work.iterdir()))}"
        directory.mkdir()
        (directory / "config.cache").write_text(self.cache)
        status, text = trees.run(source / "configure", "--cache-file=config.cache", *arguments,
                                 cwd=directory, **variables)
        return status, text, directory

    def fake(self, version):
        path = self.work / f"rustc-{version}"
        path.write_text(FAKE.format(version=version))
        path.chmod(0o755)
        return str(path)

    def assertFails(self, result, *words):
        status, text, _ = result
        self.assertNotEqual(status, 0, text[-2000:])
        for word in words:
            self.assertIn(word, text[-2000:])

    def assertModules(self, result, modules):
        status, text, directory = result
        self.assertEqual(status, 0, text[-2000:])
        self.assertEqual(trees.makefile_variable(directory, "RUST_MODULES"), modules)
        self.assertEqual(trees.makefile_variable(directory, "WITH_RUST"), "yes" if modules else "no")
        # Exactly one of the twins has a line of its own in the modules' list.
        lines = (directory / "Modules/Setup.stdlib").read_text().splitlines()
        sources = {line.split()[0]: line.split()[1] for line in reversed(lines)
                   if line.startswith(("binascii ", "_base64 ", "zlib "))}
        expected = {"binascii": "binascii.c", "zlib": "zlibmodule.c"}
        expected |= {name: f"../Rust/modules/{name}/src/lib.rs" for name in ("binascii", "_base64", "zlib")
                     if name in modules.split()}
        self.assertEqual(sources, expected)

    def test_yes_without_rust(self):
        """--with-rust=yes without a compiler fails, and says what was looked for and what to do"""
        self.assertFails(self.configure("--with-rust=yes", RUSTC="/nonexistent/rustc"),
                         "--with-rust=yes was asked for, but Rust is not usable",
                         "/nonexistent/rustc", "'./configure RUSTC=", "'./configure --with-rust=no'")

    def test_auto_without_rust(self):
        """By default, no compiler is a warning, and the C modules are built"""
        result = self.configure(RUSTC="/nonexistent/rustc")
        self.assertModules(result, "")
        self.assertIn("WARNING: Rust is not usable, so the C modules are built", result[1])
        self.assertIn("/nonexistent/rustc", result[1])

    def test_auto_with_rust(self):
        """By default, a usable compiler is used"""
        self.assertModules(self.configure(), "binascii _base64 zlib _xxrust _testrust")

    def test_no(self):
        """--with-rust=no does not look for a compiler, and warns of nothing"""
        result = self.configure("--with-rust=no", RUSTC="/nonexistent/rustc")
        self.assertModules(result, "")
        self.assertNotIn("rustc", result[1])
        self.assertNotIn("Rust is not usable", result[1])

    def test_neither_yes_nor_no(self):
        """Another word for --with-rust is refused"""
        self.assertFails(self.configure("--with-rust=maybe"), "auto, yes or no", "maybe")

    def test_no_modules(self):
        """--with-rust-modules=no leaves every module to C"""
        self.assertModules(self.configure("--with-rust-modules=no"), "")

    def test_some_modules(self):
        """--with-rust-modules=LIST: what is not in it is C, or Python"""
        result = self.configure("--with-rust-modules=binascii")
        self.assertModules(result, "binascii")
        self.assertRegex(result[1], r"(?m)^  binascii in Rust$")
        self.assertRegex(result[1], r"(?m)^  _base64 in Python: --with-rust-modules leaves it out$")

    def test_module_without_twin(self):
        """A module that C does not have can be the only one in Rust"""
        self.assertModules(self.configure("--with-rust-modules=_base64"), "_base64")

    def test_unknown_module(self):
        """A module that does not exist in Rust is refused, and those that do are listed"""
        self.assertFails(self.configure("--with-rust-modules=binascii,nonsense"),
                         "no Rust module 'nonsense'", "known: binascii")

    def test_old_compiler(self):
        """A compiler that is too old is told apart from one that is not there"""
        self.assertFails(self.configure("--with-rust=yes", RUSTC=self.fake("1.70.0")),
                         "too old", "1.70.0", "1.85")

    def test_policies(self):
        """A tree that was grafted with a policy has it, until it is grafted with another"""
        tree = self.work / "tree"
        shutil.copytree(SOURCE, tree, symlinks=True)
        none = "/nonexistent/rustc"
        self.graft(tree, "--policy=opt-out")
        self.assertFails(self.configure(source=tree, RUSTC=none), "its policy is 'opt-out'", none,
                         "Or build the C modules: './configure --with-rust=no'")
        self.assertModules(self.configure("--with-rust=no", source=tree, RUSTC=none), "")
        self.graft(tree)  # which keeps it
        self.assertIn("'opt-out'", self.doctor(tree, 0, "up to date", "Rust is available"))
        self.graft(tree, "--policy=required")
        self.assertFails(self.configure("--with-rust=no", source=tree),
                         "--with-rust=no was asked for, but this tree requires Rust")
        result = self.configure(source=tree, RUSTC=none)
        self.assertFails(result, "its policy is 'required'", none, "no way around it")
        self.assertNotIn("--with-rust=no'", result[1])
        # What configure says is what people are told without it.
        self.doctor(tree, 1, "policy is 'required'", none, "configure fails", RUSTC=none)

    def graft(self, tree, *options):
        status, text = trees.run(XTASK, "graft", tree, *options, cwd=self.work)
        self.assertEqual(status, 0, text)

    def doctor(self, tree, expected, *words, **variables):
        status, text = trees.run(XTASK, "doctor", tree, cwd=self.work, **variables)
        self.assertEqual(status, expected, text)
        for word in words:
            self.assertIn(word, text)
        return text

    def test_doctor(self):
        """A configured directory is asked about as well; what is no tree is told so"""
        _, _, directory = self.configure("--with-rust=no")
        self.doctor(directory, 0, str(SOURCE), "configured without Rust", "'./configure --with-rust=yes'")
        # It needs no compiler then.
        self.doctor(directory, 0, "Rust is not available", "does not need it", RUSTC="/nonexistent/rustc")
        self.doctor(self.work, 1, "not a CPython source tree")

    def test_unknown_target(self):
        """A target that the compiler does not know is named"""
        self.assertFails(self.configure("--with-rust=yes", RUST_TARGET="riscv1024-none-such"),
                         "does not know the target", "riscv1024-none-such")

    def profile(self, directory):
        """How rustc is called for crates."""
        match = re.search(r"(?m)^RUST_COMPILE=(.*)\\$", (directory / "Makefile").read_text())
        return match[1] + trees.makefile_variable(directory, "RUST_SANITIZER")

    def summary(self, result):
        """What configure says of Rust at its end."""
        return re.search(r"(?m)^configure: Rust: .*$", result[1])[0]

    @unittest.skipUnless(has_nightly(), "there is no nightly Rust (rustup toolchain install nightly)")
    def test_sanitizers(self):
        """A sanitizer for C is one for Rust, with a nightly compiler, which is taken if none is named"""
        for sanitizer in ("address", "thread"):
            with self.subTest(sanitizer):
                # What is set for the interpreter's tests is no matter.
                result = self.configure(f"--with-{sanitizer}-sanitizer", "--with-rust=yes",
                                        **{f"{sanitizer[0].upper()}SAN_OPTIONS": "exitcode=0"})
                self.assertEqual(result[0], 0, result[1][-2000:])
                self.assertRegex(self.summary(result), f"nightly.*, instrumented by the {sanitizer} sanitizer")
                self.assertIn(f"-Zsanitizer={sanitizer} ", self.profile(result[2]))
                self.assertEqual(trees.makefile_variable(result[2], "RUSTC"), "rustc +nightly")

    def test_sanitizers_without_nightly(self):
        """Where no compiler can, that is said aloud, and what to type"""
        for sanitizer in ("address", "thread"):
            with self.subTest(sanitizer):
                result = self.configure(f"--with-{sanitizer}-sanitizer", RUSTC=str(packages.real_rustc()))
                self.assertEqual(result[0], 0, result[1][-2000:])
                self.assertRegex(result[1], f"WARNING: the modules in Rust are NOT INSTRUMENTED by the {sanitizer} ")
                self.assertIn("rustup toolchain install nightly", result[1])
                self.assertIn(f"NOT INSTRUMENTED by the {sanitizer} sanitizer", self.summary(result))
                self.assertNotIn("-Z", self.profile(result[2]))

    def test_undefined_behavior_sanitizer(self):
        """With that for C, Rust has assertions and checks of arithmetic"""
        result = self.configure("--with-undefined-behavior-sanitizer", "--with-rust=yes")
        self.assertEqual(result[0], 0, result[1][-2000:])
        self.assertIn("debug assertions and overflow checks", self.summary(result))
        self.assertIn("-C debug-assertions=on -C overflow-checks=on", self.profile(result[2]))
        self.assertNotIn("-C debug-assertions=on", self.profile(self.configure("--with-rust=yes")[2]))

    def test_no_sanitizer(self):
        """--with-rust=no: no word about what Rust would be instrumented by"""
        result = self.configure("--with-address-sanitizer", "--with-rust=no")
        self.assertNotIn("INSTRUMENTED", result[1])

    def test_useless_flags(self):
        """RUSTFLAGS that the compiler refuses are named"""
        self.assertFails(self.configure("--with-rust=yes", RUSTFLAGS="-C no-such-option"),
                         "RUSTFLAGS", "no-such-option")


if __name__ == "__main__":
    harness.main(__file__)
