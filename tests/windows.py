"""What can be checked here of a build for Windows: MSBuild's files, and that all compiles for its targets.

    PYTHON tests/windows.py --source=TREE --near=DIRECTORY --verify=BUILD

TREE is grafted; BUILD has what verifies the declarations. Mono's xbuild evaluates the project files, MinGW's
compilers have the C headers of Windows, and a nightly rustc with its sources has core for any target.
docs/distributors.md says what has not been run.
"""

import contextlib
import itertools
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest
import xml.etree.ElementTree

from support import harness, trees

SOURCE, NEAR, BUILD = (trees.option(name) for name in ("source", "near", "verify"))
TARGETS = {"x64": "x86_64-pc-windows-msvc", "Win32": "i686-pc-windows-msvc", "ARM64": "aarch64-pc-windows-msvc"}
CRATES = {path.parent.parent.name for path in (SOURCE / "Rust").glob("*/*/src/lib.rs")} - {"_xxrust", "_testrust"}

# As PCbuild/pythoncore.vcxproj imports it, with what Visual C++ brings.
PROJECT = r"""<Project DefaultTargets="Show" ToolsVersion="4.0" xmlns="http://schemas.microsoft.com/developer/msbuild/2003">
  <PropertyGroup>
    <RustFeature>'feature="</RustFeature>
    <RustFeatureEnd>"'</RustFeatureEnd>
  </PropertyGroup>
  <ItemGroup>
    <ClCompile Include="..\Modules\binascii.c" />
    <ClCompile Include="..\Modules\zlibmodule.c" />
    <ClCompile Include="..\PC\config.c" />
  </ItemGroup>
  <Import Project="{targets}" />
  <Target Name="PrepareForBuild" />
  <Target Name="ClCompile" DependsOnTargets="PrepareForBuild" />
  <Target Name="Clean" />
  <Target Name="Show" DependsOnTargets="ClCompile">
    <Message Importance="high" Text="[[@(ClCompile)]]" />
  </Target>
</Project>
"""

# Takes rustc's place: it notes what it is asked for, and makes metadata, or nothing but the file.
RUSTC = """#!{python}
import os, pathlib, subprocess, sys
words = sys.argv[1:]
with open("{log}", "a") as log:
    log.write(repr(words) + "\\n")
target = words[words.index("--target") + 1] if "--target" in words else None
name = words[words.index("--crate-name") + 1] if "--crate-name" in words else "verify"
out = pathlib.Path(words[words.index("-o") + 1] if "-o" in words else
                   words[words.index("--out-dir") + 1] + f"/lib{{name}}.rlib")
if "{mode}" == "note" and target:
    out.write_text("")
elif not target:
    sys.exit(subprocess.run(["{rustc}", *words]).returncode)
else:
    words = [word.replace(".rlib", ".rmeta") if ".rlib" in word else word for word in words]
    words = ["rlib" if word == "staticlib" else word for word in words if word != "lto=fat"]
    words = [word for index, word in enumerate(words) if word != "-C" or words[index + 1:index + 2][0][:1] != "-"]
    done = subprocess.run(["{rustc}", "--sysroot={sysroot}", "--emit=metadata", *words])
    if done.returncode:
        sys.exit(done.returncode)
    out.touch()
"""


def nightly():
    """A rustc that has its own library's sources, or nothing."""
    for sources in pathlib.Path.home().glob(".rustup/toolchains/nightly*/lib/rustlib/src/rust/library"):
        return sources.parents[4] / "bin/rustc", sources
    return None


class MsBuild(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scope = contextlib.ExitStack()
        cls.addClassCleanup(scope.close)
        cls.work = scope.enter_context(trees.workspace(NEAR / "x"))
        cls.project = cls.work / "test.proj"
        # A copy, of which a file can be touched.
        cls.rust = cls.work / "Rust"
        shutil.copytree(SOURCE / "Rust", cls.rust)
        cls.project.write_text(PROJECT.format(targets=cls.rust / "rust.targets"))

    def setUp(self):
        if not shutil.which("xbuild"):
            self.skipTest("xbuild is not here; install mono-xbuild")

    def rustc(self, mode, rustc="rustc", sysroot=""):
        """Something in rustc's place, and where it notes what it was asked for."""
        program, log = self.work / f"rustc-{mode}", self.work / f"{mode}.log"
        program.write_text(RUSTC.format(python=sys.executable, log=log, mode=mode, rustc=rustc, sysroot=sysroot))
        program.chmod(0o755)
        log.write_text("")
        return program, log

    def build(self, rustc, out, target="", **properties):
        """Runs MSBuild's stand-in; the files that C is to be compiled from."""
        properties = {"Platform": "x64", "Configuration": "Release", "MinorVersionNumber": "13",
                      "PySourcePath": f"{self.work}/", "IntDir": f"{out}/", "Rustc": rustc,
                      "RustMacros": f"{out}/rust/libcpython_macros.so", **properties}
        words = [f"/p:{name}={value}" for name, value in properties.items()]
        status, text = trees.run("xbuild", "/nologo", "/v:m", *words, *([f"/t:{target}"] if target else []),
                                 self.project, cwd=self.work)
        self.assertEqual(status, 0, text[-3000:])
        return re.search(r"\[\[(.*)\]\]", text)[1].split(";") if not target else text

    @staticmethod
    def calls(log):
        return [eval(line) for line in log.read_text().splitlines()]  # What was noted is a list.

    def test_1_well_formed(self):
        """Project files are well-formed, with their byte order mark and line ends as they were"""
        original = SOURCE / "Rust/graft/originals/PCbuild/pythoncore.vcxproj"
        before, after = original.read_bytes(), (SOURCE / "PCbuild/pythoncore.vcxproj").read_bytes()
        self.assertEqual(before[:3], after[:3])
        self.assertEqual(after.count(b"\n"), after.count(b"\r\n"))
        root = xml.etree.ElementTree.fromstring(after)
        imports = [one.get("Project") for one in root.iter() if one.tag.endswith("}Import")]
        self.assertIn(r"..\Rust\rust.targets", imports)
        self.assertLess(imports.index(r"..\Rust\rust.targets"),
                        imports.index(r"$(VCTargetsPath)\Microsoft.Cpp.targets"))
        xml.etree.ElementTree.fromstring((self.rust / "rust.targets").read_bytes())

    def test_2_commands(self):
        """For each platform and configuration, each crate is compiled once, after what it uses, as it has to be"""
        program, log = self.rustc("note")
        for (platform, target), configuration, panic in itertools.product(
                TARGETS.items(), ("Release", "Debug"), ("unwind", "abort")):
            out = self.work / f"{platform}-{configuration}-{panic}"
            log.write_text("")
            compiled = self.build(program, out, Platform=platform, Configuration=configuration, RustPanic=panic,
                                  RustFlags="--verbose")
            calls = self.calls(log)
            names = [words[words.index("--crate-name") + 1] for words in calls if "--crate-name" in words]
            self.assertEqual(len(names), len(set(names)))
            self.assertEqual(len(names), len(CRATES) + 1)
            for words in calls:
                for used in (words[at + 1].split("=")[0] for at, word in enumerate(words) if word == "--extern"):
                    if used != "proc_macro":
                        self.assertLess(names.index(used), names.index(words[words.index("--crate-name") + 1]))
                if "--target" in words:
                    self.assertEqual(words[words.index("--target") + 1], target)
                    self.assertIn(f"panic={panic}", words)
                    self.assertIn("--verbose", words)
                    self.assertEqual("Py_DEBUG" in words, configuration == "Debug")
                    self.assertEqual("debug-assertions=on" in words, configuration == "Debug")
            api = next(words for words in calls if "cpython_api" in words)
            self.assertEqual('feature="std"' in api, panic == "unwind")
            root = next(words for words in calls if "staticlib" in words)
            self.assertEqual("lto=fat" in root, configuration == "Release")
            # The C twins are left out, and the rest is there.
            ends = [name.rpartition("/")[2] for name in compiled]
            self.assertEqual(ends, ["config.c", "shims.c", "verify.c", "verify-shims.c"])

    def test_3_again(self):
        """A second build calls rustc 0 times; an edit of a crate compiles what uses it, and no more; Clean removes"""
        program, log = self.rustc("note")
        out = self.work / "again"
        self.build(program, out)
        log.write_text("")
        self.build(program, out)
        self.assertEqual(self.calls(log), [])
        later = (out / "rust/rustmodules.lib").stat().st_mtime + 2
        os.utime(self.rust / "codecs/uu/src/lib.rs", (later, later))
        self.build(program, out)
        names = [words[words.index("--crate-name") + 1] for words in self.calls(log)]
        self.assertEqual(names, ["codec_uu", "module_binascii", "rustmodules"])
        self.build(program, out, target="Clean")
        self.assertFalse((out / "rust").exists())

    def test_4_versions(self):
        """Other versions and kinds of CPython have their declarations and conditions"""
        program, log = self.rustc("note")
        for minor, gil in (("14", ""), ("15", "true"), ("16", "")):
            log.write_text("")
            self.build(program, self.work / f"version-{minor}", MinorVersionNumber=minor, DisableGil=gil)
            words = next(words for words in self.calls(log) if "cpython_sys" in words)
            self.assertEqual(["Py_3_14" in words, "Py_3_15" in words, "Py_GIL_DISABLED" in words],
                             [True, int(minor) >= 15, bool(gil)])

    def test_5_no_target(self):
        """A platform that Rust has no target for is an error that says so"""
        program, _ = self.rustc("note")
        with self.assertRaisesRegex(AssertionError, "Rust has no target for the platform ARM:"):
            self.build(program, self.work / "arm", Platform="ARM")

    def test_6_metadata(self):
        """rustc takes each crate for x64, Win32 and ARM64, with a core made for that"""
        found = nightly()
        if not found:
            self.skipTest("no nightly rustc with its sources (rustup component add rust-src --toolchain nightly)")
        rustc, sources = found
        for platform, target in TARGETS.items():
            sysroot = self.core(rustc, sources, target)
            program, log = self.rustc("metadata", rustc, sysroot)
            out = self.work / f"metadata-{platform}"
            self.build(program, out, Platform=platform, RustPanic="abort")
            self.assertEqual(len(list((out / "rust").glob("*.rmeta"))), len(CRATES) - 1, target)
        # That it is for the target, and that it would be noticed.
        file = self.rust / "modules/binascii/src/lib.rs"
        text = file.read_text()
        file.write_text(text + '\n#[cfg(target_os = "windows")]\nfn wrong() -> u8 { "no" }\n')
        try:
            with self.assertRaisesRegex(AssertionError, "mismatched types"):
                self.build(program, out, Platform="ARM64", RustPanic="abort")
        finally:
            file.write_text(text)

    def core(self, rustc, sources, target):
        """A folder with a core library for `target`, of which there is nothing but what the compiler has to know."""
        sysroot = NEAR / "core-metadata"
        version = subprocess.run([rustc, "--version"], capture_output=True, text=True).stdout
        library = sysroot / "lib/rustlib" / target / "lib"
        stamp = library / "version"
        if stamp.exists() and stamp.read_text() == version:
            return sysroot
        library.mkdir(parents=True, exist_ok=True)
        builtins = self.work / "compiler_builtins.rs"
        builtins.write_text("#![feature(compiler_builtins)]\n#![compiler_builtins]\n#![no_std]\n")
        common = [rustc, "--edition", "2024", "--crate-type", "rlib", "--target", target, "--emit=metadata",
                  "-C", "panic=abort", "-Z", "force-unstable-if-unmarked", "--cap-lints", "allow",
                  f"--sysroot={sysroot}", "--out-dir", library]
        for name, file in (("core", sources / "core/src/lib.rs"), ("compiler_builtins", builtins)):
            done = subprocess.run([*common, "--crate-name", name, file], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr[-3000:])
        stamp.write_text(version)
        return sysroot


class Declarations(unittest.TestCase):
    FILES = ("verify.c", "verify-shims.c", "shims.c")

    def compile(self, compiler, work, edit=lambda text: text):
        """Has a compiler for Windows read what verifies the declarations; what it says."""
        if not shutil.which(compiler):
            self.skipTest(f"{compiler} is not here; install gcc-mingw-w64")
        shutil.copy(SOURCE / "PC/pyconfig.h.in", work / "pyconfig.h")
        sys_folder = SOURCE / "Rust/api/cpython-sys/src"
        said = ""
        for name in self.FILES:
            origin = sys_folder if name == "shims.c" else BUILD / "Rust/build"
            (work / name).write_text(edit((origin / name).read_text()))
            include = ["-include", sys_folder / "shims.h"] if name == "verify-shims.c" else []
            done = subprocess.run(
                [compiler, "-std=c11", "-fsyntax-only", "-DPy_BUILD_CORE", "-DPy_BUILD_CORE_BUILTIN",
                 "-DPy_ENABLE_SHARED", "-D_WIN32_WINNT=0x0A00", f"-I{work}", f"-I{sys_folder}",
                 *(f"-I{SOURCE / folder}" for folder in ("Include", "Include/internal", "Include/internal/mimalloc",
                                                          "PC")), *include, work / name],
                capture_output=True, text=True)
            said += done.stderr
            self.assertIn(done.returncode, (0, 1), done.stderr)
        return said

    def test_windows_headers(self):
        """The declarations are those of CPython's headers on Windows, in 64 and in 32 bits, where long is short"""
        for compiler in ("x86_64-w64-mingw32-gcc", "i686-w64-mingw32-gcc"):
            with trees.workspace(NEAR / "x") as work:
                self.assertNotIn("error:", self.compile(compiler, work))
                # If long were what it is on Linux, they would not be.
                wrong = self.compile(compiler, work, lambda text: re.sub(r"\blong\b(?! long)", "long long", text))
                self.assertIn("error:", wrong)


if __name__ == "__main__":
    harness.main(__file__)
