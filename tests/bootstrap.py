"""From a C compiler to a Python with Rust in it: the steps that can be made here, and each in its order.

    PYTHON tests/bootstrap.py --source=TREE --work=DIR --rustc-source=DIR --modules=FILE [--record=FILE]
                               [--package=VERSION]

TREE is grafted, --rustc-source is Debian's source package of rustc, unpacked and patched, and
--modules is graft/modules.toml. Stage 0 is TREE built --with-rust=no where there is neither Rust nor
Python. It runs what rustc's build has of Python, as far as a whole plan of building rustc, without a network.
Everything that can be imported on the way exists without Rust. Stage 1 is TREE with Rust, where stage 0 is the
only Python.
"""

import datetime
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
import unittest

from support import bare, closure, harness, packages, trees

SOURCE, WORK = trees.option("source"), trees.option("work")
RUSTC_SOURCE, MODULES = trees.option("rustc-source"), trees.option("modules")
OPTIONS = dict(word[2:].split("=", 1) for word in sys.argv if word.startswith("--"))

# What rustc's build has of Python, of which people run the first two, and Debian the third.
SCRIPTS = ["x.py", "src/bootstrap/configure.py", "debian/prune-checksums"]
# Workspaces whose lock files Debian puts aside, for it has other versions of crates.
LOCKED = [".", "src/bootstrap", "library", "src/tools/clippy/clippy_test_deps", "src/tools/rust-analyzer",
          "src/tools/cargo", "src/tools/rustbook"]


def rust_modules(file):
    """The modules that exist in Rust and are not for tests, by name."""
    with open(file, "rb") as text:
        return {module["name"]: module for module in tomllib.load(text)["module"] if not module.get("test")}


def only_in_rust(names, found):
    """Those of `names` that `found` needs and that are not there without Rust: who needs them."""
    return {name: sorted(found.missing[name]) for name in names if found.missing.get(name)}


class Bootstrap(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        WORK.mkdir(parents=True, exist_ok=True)
        today = datetime.datetime.now(datetime.UTC).date()
        cls.record = {"date": today.isoformat(), "package": OPTIONS.get("package", "?"), "steps": []}
        cls.stage0 = WORK / "stage0/build/python"
        cls.rustc = packages.real_rustc()

    @classmethod
    def tearDownClass(cls):
        # Each test notes its step when it has passed.
        if "record" in OPTIONS and len(cls.record["steps"]) == 6:
            pathlib.Path(OPTIONS["record"]).write_text(json.dumps(cls.record, indent=1) + "\n")

    def note(self, what, command, result):
        words = " ".join(repr(str(word)) if " " in str(word) else str(word) for word in command)
        for long, short in ((str(RUSTC_SOURCE), "RUSTC"), (str(WORK), "WORK"), (str(SOURCE), "TREE"),
                            (str(self.rustc.parents[1]), "TOOLCHAIN")):
            words = words.replace(long, short)
        self.record["steps"].append({"what": what, "command": words, "result": result})

    def test_1_proof(self):
        """A module that exists only in Rust would be found, and one with a fallback is none"""
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "script.py").write_text("import helper\n")
            (folder / "helper.py").write_text("import _needed, zlib\ntry:\n    import _ready\n"
                                              "except ImportError:\n    pass\n")
            (folder / "modules.toml").write_text("".join(f'[[module]]\nname = "{name}"\n' for name in
                                                         ("_needed", "_ready", "_unused", "zlib")))
            found = closure.Closure([folder, *self.path()], SOURCE)
            found.add_script(folder / "script.py")
            self.assertEqual(only_in_rust(rust_modules(folder / "modules.toml"), found),
                             {"_needed": ["helper"]})

    def test_2_stage_0(self):
        """Stage 0 is built --with-rust=no; there is neither Rust nor Python, nor a network"""
        path = bare.tools(WORK / "bin0")
        for name in ("rustc", "cargo", "python3", "python"):
            self.assertIsNone(shutil.which(name, path=str(path)))
        source = bare.copy(SOURCE, WORK / "stage0")
        # What takes time and makes no difference: optimised C code, and modules for tests.
        command = [source / "configure", "--with-rust=no", *packages.CONFIGURE[1:]]
        bare.build(source, WORK / "stage0/build", bare.environment(path, WORK / "home"), command[1:])
        said = subprocess.run([self.stage0, "-c", "import sys, sysconfig; print(sys.version.split()[0], "
                               "repr(sysconfig.get_config_var('RUST_MODULES') or ''))"],
                              capture_output=True, text=True, check=True).stdout.split()
        self.assertEqual(said[1], "''")
        compiler = subprocess.run(["cc", "--version"], capture_output=True, text=True).stdout.splitlines()[0]
        self.record["cpython"] = said[0]
        self.note("stage 0", [*command, "&&", "make"], f"Python {said[0]} by {compiler}; no module in Rust")

    def test_3_configure(self):
        """Stage 0 runs rustc's configure.py, which writes bootstrap.toml"""
        self.prepare()
        command = [self.stage0, "-B", RUSTC_SOURCE / "src/bootstrap/configure.py", "--release-channel=stable",
                   "--enable-vendor", "--disable-docs", "--enable-llvm-link-shared",
                   f"--local-rust-root={self.rustc.parents[1]}",
                   f"--llvm-root={self.llvm_config().parents[1]}", "--set", "llvm.download-ci-llvm=false",
                   "--set", "rust.download-rustc=false", "--set", "build.locked-deps=false",
                   "--set", "build.submodules=false", "--set", "rust.lld=false",
                   "--set", "rust.omit-git-hash=true", "--set", "rust.deny-warnings=false"]
        for name in ("bootstrap.toml", "config.toml"):
            (self.plan() / name).unlink(missing_ok=True)
        self.run_stage_0(*command)
        with open(self.plan() / "bootstrap.toml", "rb") as file:
            written = tomllib.load(file)
        self.assertTrue(written["build"]["vendor"])
        self.assertEqual(written["build"]["rustc"], str(self.rustc))
        self.note("configuration", ["python", *command[2:]], "bootstrap.toml is written")

    def test_4_help(self):
        """Stage 0 runs x.py --help"""
        command = [self.stage0, "-B", RUSTC_SOURCE / "x.py", "--help"]
        text = self.run_stage_0(*command)
        self.assertIn("--dry-run", text)
        self.note("help", ["python", *command[2:]], f"{len(text.splitlines())} lines of help")

    def test_5_plan(self):
        """Stage 0 runs x.py build --dry-run: it compiles rustc's build program, which plans all stages"""
        command = [self.stage0, "-B", RUSTC_SOURCE / "x.py", "build", "--stage", "2", "--dry-run", "-v",
                   trees.jobs()]
        text = self.run_stage_0(*command)
        self.assertIn("Build completed successfully", text)
        planned = re.findall(r"(?m)^Building stage(\d) (\S+)", text)
        self.assertIn(("2", "compiler"), planned)
        commands = re.findall(r"(?m)^running: .*", text)
        # From here on it is Rust and cargo, not Python.
        self.assertGreater(len(commands), 10)
        self.assertEqual([line for line in commands if re.search(r'["/ ]python[\d.]*(["\s]|$)', line)], [])
        self.record["planned"] = sorted({f"stage{stage} {what}" for stage, what in planned})
        self.note("plan", ["python", *command[2:]], f"{len(planned)} steps, up to the compiler and the tools of "
                  f"stage 2, by {len(commands)} commands, which a dry run only prints; none of them is Python's")

    def test_6_closure(self):
        """Everything that can be imported on the way is there without Rust"""
        # What is built in is that of the interpreter that runs this.
        self.assertFalse(sysconfig.get_config_var("RUST_MODULES"), "run this with an interpreter without Rust")
        found = closure.Closure([RUSTC_SOURCE / "src/bootstrap", *self.path()], SOURCE)
        found.add(*closure.of_start())
        # Names that are made up at run time: of the module with sysconfig's variables, and of codecs.
        found.add(sysconfig._get_sysconfigdata_name())
        found.add(*(f"encodings.{file.stem}" for file in (SOURCE / "Lib/encodings").glob("[a-z]*.py")))
        for script in SCRIPTS:
            found.add_script(RUSTC_SOURCE / script)
        # The reading is an upper bound: nothing was imported that it has not found. (os.path and
        # collections.abc are there under names that are no file's: the closure has them as missing.)
        unread = self.imported - found.reached.keys() - found.missing.keys()
        self.assertEqual(unread, set())
        names = rust_modules(MODULES)
        self.assertEqual(only_in_rust(names, found), {}, "these exist only in Rust, and are needed to build it")
        reached = [name for name in names if name in found.reached]
        ready = [name for name in names if name in found.missing]
        self.assertEqual({*reached, *ready}, set(names), "the closure should have them all; is it still read?")
        self.record["closure"] = {"modules": len(found.reached), "imported": len(self.imported),
                                  "c": {name: found.reached[name] for name in reached}, "python": ready}
        self.note("closure", ["tests/support/closure.py", *SCRIPTS],
                  f"{len(found.reached)} modules can be imported, {len(self.imported)} were; "
                  f"of Rust's, {', '.join(reached)} are there in C, and {', '.join(ready)} is not needed")

    def test_7_stage_1(self):
        """Stage 1 is built with Rust, by a rustc, where stage 0 is the only Python; its modules are in Rust"""
        path = bare.tools(WORK / "bin1", rustc=self.rustc, python3=self.stage0)
        source = bare.copy(SOURCE, WORK / "stage1")
        variables = bare.environment(path, WORK / "home")
        arguments = ["--with-rust=yes", f"PYTHON_FOR_REGEN={self.stage0}", *packages.CONFIGURE[1:]]
        python = bare.build(source, WORK / "stage1/build", variables, arguments)
        script = ("import binascii, zlib, base64, json, sys, sysconfig; var = sysconfig.get_config_var; "
                  "print(json.dumps([var('RUST_MODULES'), var('RUST_VERSION'), "
                  "type(base64.b64encode).__name__, binascii.crc32(b'123456789'), "
                  "zlib.decompress(zlib.compress(b'stage 1')).decode()]))")
        said = subprocess.run([python, "-c", script], capture_output=True, text=True, check=True)
        modules, version, base64, crc, text = json.loads(said.stdout)
        self.assertLessEqual(rust_modules(MODULES).keys(), set(modules.split()))
        self.assertEqual((base64, crc, text), ("builtin_function_or_method", 0xCBF43926, "stage 1"))
        self.assertRegex((python.parent / "Makefile").read_text(),
                         rf"(?m)^PYTHON_FOR_REGEN\?={re.escape(str(self.stage0))}$")
        # Of each twin in C there is no object.
        for name, module in rust_modules(MODULES).items():
            if "source" in module["twin"]:
                stem = pathlib.Path(module["twin"]["source"]).stem
                self.assertFalse((python.parent / f"Modules/{stem}.o").exists(), name)
                self.assertTrue((WORK / f"stage0/build/Modules/{stem}.o").exists(), name)
        self.note("stage 1", [source / "configure", *arguments, "&&", "make"],
                  f"by rustc {version}: {modules}")

    # What they share.

    imported = set()

    @staticmethod
    def path():
        """Where this interpreter has its modules: not where this script is."""
        return sys.path[1:]

    @staticmethod
    def plan():
        folder = WORK / "plan"
        folder.mkdir(exist_ok=True)
        return folder

    def llvm_config(self):
        found = shutil.which("llvm-config")
        if found:
            return pathlib.Path(found)
        # A dry run looks whether it is there, and runs it no more than anything else.
        stand_in = self.plan() / "llvm/bin/llvm-config"
        stand_in.parent.mkdir(parents=True, exist_ok=True)
        stand_in.write_text("#!/bin/sh\nexit 1\n")
        stand_in.chmod(0o755)
        return stand_in

    def prepare(self):
        """What Debian does before it builds: crates were patched, and some have other versions."""
        done = RUSTC_SOURCE / ".prepared"
        if done.exists():
            return
        for workspace in LOCKED:
            lock = RUSTC_SOURCE / workspace / "Cargo.lock"
            if lock.exists():
                lock.rename(lock.with_name("Cargo.lock.orig"))
        checksums = sorted(map(str, RUSTC_SOURCE.glob("vendor/*/.cargo-checksum.json")))
        self.run_stage_0(self.stage0, "-B", RUSTC_SOURCE / "debian/prune-checksums", *checksums)
        done.write_text("")

    def run_stage_0(self, *command):
        """Run stage 0 without a network, and note what it imports; what it says."""
        path = bare.tools(WORK / "bin1", rustc=self.rustc, python3=self.stage0)
        env = bare.environment(path, WORK / "home")
        done, names = closure.imported([*bare.without_network(), *map(str, command)], WORK / "imported",
                                       env=env, cwd=self.plan())
        text = done.stdout + done.stderr
        (WORK / f"{pathlib.Path(command[2]).name}-{pathlib.Path(command[-1]).name[:20]}.log").write_text(text)
        self.assertEqual(done.returncode, 0, text[-3000:])
        type(self).imported |= names
        return text


if __name__ == "__main__":
    harness.main(__file__)
