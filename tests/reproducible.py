"""Two builds in two places at two times give the same bytes, for all that Rust makes.

    PYTHON tests/reproducible.py --source=TREE --build=BUILD

TREE is grafted; answers of configure that have nothing to do with Rust are taken from BUILD. The
source and the build directory have names of different lengths, one is found by a relative and the other
by an absolute path, and user, locale, time zone and umask differ, as Debian's reprotest has it.
"""

import contextlib
import os
import time
import unittest

from support import harness, packages, trees

SOURCE, BUILD = trees.option("source"), trees.option("build")
MADE = ["Rust/build/rustmodules.o", *(f"Rust/build/shared/{name}.o" for name in packages.modules(SOURCE))]
# Text for the C compiler to read, which says where an error is; nobody ships it, nor what becomes of it.
FOR_MESSAGES = {"verify.c", "verify.o", "verify-shims.c", "verify-shims.o"}


class Reproducible(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scope = contextlib.ExitStack()
        cls.addClassCleanup(cls.scope.close)
        cls.work = cls.scope.enter_context(trees.workspace(BUILD))
        cls.cache = trees.configure_cache(BUILD)
        cls.builds = [
            cls.made("one", "b", relative=True, umask="022", HOME="/root", TZ="UTC", LC_ALL="C"),
            cls.made("quite/another/place", "a-build-directory", relative=False, umask="002",
                     HOME="/nonexistent", TZ="Asia/Kathmandu", LC_ALL="C.UTF-8", USER="somebody"),
        ]

    @classmethod
    def made(cls, place, name, relative, umask, **variables):
        """A build with what Rust makes in it."""
        (cls.work / place).parent.mkdir(parents=True, exist_ok=True)
        source = trees.copy_source(SOURCE, cls.work / place)
        build = source.with_name(name)
        build.mkdir()
        (build / "config.cache").write_text(cls.cache)
        path = os.path.relpath(source, build) if relative else source
        # rustup finds the compiler by HOME, which is another one's here.
        rustc = packages.real_rustc()
        for command in ([f"{path}/configure", *packages.CONFIGURE, "--with-rust=yes"],
                        ["make", trees.jobs() if relative else "-j1", *MADE]):
            script = f'umask {umask} && exec "$@"'
            status, text = trees.run("sh", "-c", script, "sh", *command, cwd=build, RUSTC=str(rustc),
                                     **variables)
            if status:
                raise AssertionError(f"{command} failed:\n{text[-3000:]}")
        time.sleep(1.1)  # The next one has another time stamp, even in seconds.
        return build

    def test_same(self):
        """Everything in Rust/build has the same bytes"""
        first, second = ({name: fact[-1] for name, fact in trees.contents(build / "Rust/build").items()
                          if name not in FOR_MESSAGES} for build in self.builds)
        self.assertEqual(first.keys(), second.keys())
        self.assertGreater(len(first), 20)
        self.assertEqual([name for name in sorted(first) if first[name] != second[name]], [])

    def test_no_place(self):
        """None of it has the name of a folder where it was made"""
        for build in self.builds:
            for file in (build / "Rust/build").rglob("*"):
                if file.is_file() and file.name not in FOR_MESSAGES:
                    self.assertFalse(str(self.work).encode() in file.read_bytes(), file)


if __name__ == "__main__":
    harness.main(__file__)
