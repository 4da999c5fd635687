"""Building a grafted tree the way packagers do: configured, made and installed from the outside."""

import os
import pathlib
import re
import subprocess

from support import trees

# What takes time and has nothing to do with Rust: optimised C code, the larger C modules,
# bytecode of what is installed.
CONFIGURE = ["--cache-file=config.cache", "--disable-test-modules", "--with-ensurepip=no",
             "OPT=-DNDEBUG -O0"]
SETUP = """*disabled*
_decimal _sqlite3 unicodedata _codecs_jp _codecs_cn _codecs_kr _codecs_tw _codecs_hk _codecs_iso2022
_ssl _hashlib _ctypes _curses _curses_panel _tkinter _elementtree pyexpat _dbm _gdbm readline nis
"""
INSTALL = ["COMPILEALL_OPTS=-j0 -x ."]

# Notes that it was called, then calls the compiler.
WRAPPER = """#!/bin/sh
echo "$*" >>'{log}'
exec {rustc} "$@"
"""


def real_rustc():
    """The compiler's own path; `rustc` may be rustup's, which looks into HOME and could fetch another."""
    sysroot = subprocess.run([os.environ.get("RUSTC", "rustc"), "--print", "sysroot"],
                             capture_output=True, text=True, check=True).stdout.strip()
    return pathlib.Path(sysroot) / "bin" / "rustc"


def modules(source):
    """The Rust modules of a tree that are not for tests, as their lines in Setup files have them."""
    setup = (source / "Modules/Setup.stdlib.in").read_text()
    lines = re.findall(r"(?m)^@MODULE_\w+_RUST_TRUE@((\w+) .*)$", setup)
    return {name: line for line, name in lines if name not in ("_xxrust", "_testrust")}


class Package:
    """One build directory of a tree that nobody can write to."""

    def __init__(self, source, folder, cache, rustc="rustc"):
        self.source, self.folder = source, folder
        self.log = folder / "rustc.log"
        folder.mkdir()
        self.rustc = folder / "rustc"
        self.rustc.write_text(WRAPPER.format(log=self.log, rustc=rustc))
        self.rustc.chmod(0o755)
        self.build = folder / "build"
        self.cache = cache

    def run(self, *command, **variables):
        """Run `command` in the build directory, with the source mounted read-only; what it says."""
        mount = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'
        status, text = trees.run("unshare", "-rm", "sh", "-c", mount, self.source, *command,
                                 cwd=self.build, **variables)
        if status:
            raise AssertionError(f"{' '.join(map(str, command))} failed:\n{text[-3000:]}")
        return text

    def configure(self, *arguments, setup=""):
        """Configure, with lines for Modules/Setup.local."""
        self.build.mkdir(exist_ok=True)
        (self.build / "config.cache").write_text(self.cache)
        text = self.run(self.source / "configure", *CONFIGURE, *arguments, RUSTC=str(self.rustc))
        self.set_up(setup)
        return text

    def set_up(self, lines):
        (self.build / "Modules/Setup.local").write_text(SETUP + lines)

    def make(self, *arguments):
        """Run make; what it says, and how often it called rustc."""
        self.log.write_text("")
        text = self.run("make", trees.jobs(), *arguments)
        return text, len(self.log.read_text().splitlines())

    def python(self, script, program="./python", **variables):
        return self.run(program, "-c", script, **variables).strip()

    def exported(self, file):
        """The dynamic symbols that a file defines."""
        lines = self.run("nm", "-D", "--defined-only", "-P", file).splitlines()
        return [line.split()[0].split("@")[0] for line in lines]

    def files(self):
        """Every file below the build directory, relative to it."""
        return sorted(str(pathlib.Path(folder, name).relative_to(self.build))
                      for folder, _, names in os.walk(self.build) for name in names)
