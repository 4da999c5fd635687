"""A grafted tree configures and builds with no network, no cargo and no libclang.

    PYTHON tests/offline.py --source=TREE --near=DIRECTORY [--all]

TREE is made a tarball, as it would be to be distributed. Everything else runs without a network (`unshare -n`), with a PATH that has the compiler itself but
neither cargo nor rustup, and an empty HOME. Without --all, only the Rust part is made. With
strace, every file that is opened and every connection is looked at as well.
"""

import contextlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

from support import harness, packages, trees

SOURCE, NEAR = trees.option("source"), trees.option("near")
WHOLE = "--all" in sys.argv

# What must not be needed: these are left out of PATH.
LEFT_OUT = re.compile(r"cargo|rust|bindgen|clang|llvm|^git$|^curl$|^wget$|^pip|^ccache$|^sccache$")
LIBCLANG = re.compile(r"libclang[-.]")

# CPython's configure tries getaddrinfo() with the machine's own addresses.
OWN_ADDRESS = re.compile(r'"::1"|"127\.|"0\.0\.0\.0"|"::"')


def can_unshare():
    try:
        return subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode == 0
    except OSError:
        return False


def strace():
    """How to trace opens and connections, or nothing if that is not possible here."""
    command = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=openat,open,connect,execve"]
    try:
        usable = subprocess.run([*command, "-o", os.devnull, "true"], capture_output=True).returncode == 0
    except OSError:
        usable = False
    return command if usable else []


def is_forbidden(line):
    """Is this system call one that a build without network, cargo and libclang does not make?"""
    if "connect(" in line:
        return "AF_INET" in line and not OWN_ADDRESS.search(line)
    if "ENOENT" in line:
        return False
    return bool(re.search(r"open(at)?\(", line) and LIBCLANG.search(line)
                or "execve(" in line and '/cargo"' in line)


@unittest.skipUnless(can_unshare(), "this machine does not let a user be without network (unshare -rn)")
class Offline(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scope = contextlib.ExitStack()
        cls.addClassCleanup(cls.scope.close)
        cls.work = cls.scope.enter_context(trees.workspace(NEAR / "x"))
        cls.tools = cls.work / "bin"
        cls.tools.mkdir()
        for folder in os.environ["PATH"].split(":") + ["/usr/bin", "/bin"]:
            # Folders of a home directory have version managers' stand-ins, which need a HOME.
            if folder.startswith(str(pathlib.Path.home())) or not os.path.isdir(folder):
                continue
            for name in os.listdir(folder):
                link = cls.tools / name
                if not LEFT_OUT.search(name) and not os.path.lexists(link):
                    link.symlink_to(pathlib.Path(folder) / name)
        (cls.tools / "rustc").symlink_to(packages.real_rustc())
        cls.build = cls.work / "build"
        cls.build.mkdir()
        cls.trace = cls.work / "trace"
        cls.log = ""

    def offline(self, *command):
        """Run `command` without a network; it has to succeed."""
        home = self.work / "home"
        home.mkdir(exist_ok=True)
        # Nothing of the user's but the locale: no CARGO_HOME, no RUSTUP_TOOLCHAIN.
        clean = ["env", "-i", f"PATH={self.tools}", f"HOME={home}", "LC_ALL=C"]
        traced = strace()
        if traced:
            traced += ["-o", f"{self.trace}-{len(list(self.work.glob('trace-*')))}"]
        status, text = trees.run("unshare", "-rn", *traced, *clean, *command, cwd=self.build)
        self.assertEqual(status, 0, text[-3000:])
        return text

    def test_1_tools(self):
        """The tools at hand include rustc, but no cargo, rustup, clang or bindgen"""
        for name in ("cargo", "rustup", "clang", "bindgen"):
            self.assertIsNone(shutil.which(name, path=str(self.tools)))
        self.offline("rustc", "--version")

    def test_1_forbidden(self):
        """The trace's reader knows what is forbidden from what is not"""
        for line in ('connect(3, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.1")}, 16) = -1',
                     'openat(AT_FDCWD, "/usr/lib/llvm-14/lib/libclang-14.so.1", O_RDONLY) = 3',
                     'execve("/usr/bin/cargo", ["cargo", "build"], 0x7ffc /* 20 vars */) = 0'):
            self.assertTrue(is_forbidden(line), line)
        for line in ('connect(3, {sa_family=AF_INET6, sin6_port=htons(54321), inet_pton(AF_INET6, "::1", &a)}, 28) = -1',
                     'connect(3, {sa_family=AF_UNIX, sun_path="/run/nscd/socket"}, 110) = -1 ENOENT',
                     'openat(AT_FDCWD, "/usr/lib/libclang.so", O_RDONLY) = -1 ENOENT (No such file or directory)',
                     'openat(AT_FDCWD, "conftest.c", O_RDONLY) = 3'):
            self.assertFalse(is_forbidden(line), line)

    def test_2_no_network(self):
        """There is no network: a connection fails"""
        script = "import socket; socket.create_connection(('192.0.2.1', 80), 5)"
        with self.assertRaisesRegex(AssertionError, "unreachable"):
            self.offline(sys.executable, "-c", script)

    def test_3_configure(self):
        """A tarball of the tree unpacks, and configures with --with-rust=yes"""
        tarball = self.work / "python.tar"
        status, text = trees.run("tar", "-C", SOURCE.parent, "--exclude-vcs", "-cf", tarball, SOURCE.name,
                                 cwd=self.work)
        self.assertEqual(status, 0, text)
        self.offline("tar", "-xf", tarball, "-C", self.work)
        text = self.offline(self.work / SOURCE.name / "configure", "--with-rust=yes")
        self.assertRegex(text, r"checking whether Rust is usable\.\.\. yes")

    def test_4_make(self):
        """The Rust modules are made (with --all: the whole interpreter, which then works)"""
        if not WHOLE:
            self.offline("make", trees.jobs(), "Rust/build/rustmodules.o")
            self.assertTrue((self.build / "Rust/build/rustmodules.o").exists())
            return
        self.offline("make", trees.jobs())
        text = self.offline("./python", "-c",
                            "import binascii, sysconfig; print(sysconfig.get_config_var('RUST_MODULES'), "
                            "binascii.crc32(b'123456789'))")
        self.assertEqual(text.split(), ["binascii", "_base64", "zlib", "_xxrust", "_testrust",
                                        "3421780262"])

    def test_5_trace(self):
        """No other machine was called, no libclang opened, no cargo run"""
        if not strace():
            self.skipTest("strace is not usable here")
        traces = sorted(self.work.glob("trace-*"))[2:]  # After those of tests 1 and 2.
        self.assertTrue(traces, "nothing was traced")
        seen = 0
        for trace in traces:
            with open(trace, errors="replace") as lines:
                for line in lines:
                    seen += 1
                    self.assertFalse(is_forbidden(line), line)
        self.assertGreater(seen, 1000)


if __name__ == "__main__":
    harness.main(__file__)
