"""Rust modules get into an interpreter in each way in which C modules do.

    PYTHON tests/link_modes.py --source=TREE --build=BUILD [Static|Shared|InTree]

TREE is grafted, and mounted read-only while it is built; answers of configure that have nothing to
do with Rust are taken from BUILD. Each class is one build directory, whose tests are a packager's
day: each goes on where the one before it ended.
"""

import contextlib
import re
import shutil
import subprocess
import unittest

from support import harness, packages, trees

SOURCE, BUILD = trees.option("source"), trees.option("build")
RUSTC = trees.makefile_variable(BUILD, "RUSTC") or "rustc"
VERSION = trees.makefile_variable(BUILD, "VERSION")
MODULES = packages.modules(SOURCE)
CRC = "import binascii; print(binascii.crc32(b'123456789'))"
BASE64 = "import base64; print(base64.b85encode(b'abcd').decode())"

# Symbols that come from a Rust compiler: mangled names, and those of its runtime.
FROM_RUST = re.compile(r"_R[A-Z0-9]|_ZN.*17h[0-9a-f]{16}E|_?_?rust_|__rg_|__rdl_|rustc?_")

EMBED = r"""
#include <Python.h>
#ifdef FOREIGN
long long foreign_sum(long long);
int foreign_panic(void);
#endif
int main(void)
{
#ifdef FOREIGN
    if (foreign_sum(10) != 55 || foreign_panic() != 1) return 3;
#endif
    Py_Initialize();
    int failed = PyRun_SimpleString(
        "import binascii, _base64, sys\n"
        "assert binascii.crc32(b'123456789') == 3421780262\n"
        "assert {'binascii', '_base64'} <= set(sys.builtin_module_names)\n"
        "try: binascii.unhexlify('x')\n"
        "except binascii.Error: print('embedded', flush=True)\n");
#ifdef FOREIGN
    if (foreign_panic() != 1) return 4;
#endif
    return failed || Py_FinalizeEx() < 0;
}
"""

# Someone else's library, with its own copy of Rust's, which allocates, formats and unwinds.
FOREIGN = r"""
use std::collections::HashMap;
#[unsafe(no_mangle)]
pub extern "C" fn foreign_sum(n: i64) -> i64 {
    let map: HashMap<String, i64> = (1..=n).map(|i| (i.to_string(), i)).collect();
    std::thread::spawn(move || map.values().sum()).join().unwrap()
}
#[unsafe(no_mangle)]
pub extern "C" fn foreign_panic() -> i32 {
    std::panic::set_hook(Box::new(|_| ()));
    std::panic::catch_unwind(|| panic!("on purpose")).is_err() as i32
}
"""


class Mode(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scope = contextlib.ExitStack()
        cls.addClassCleanup(scope.close)
        work = scope.enter_context(trees.workspace(BUILD))
        cls.package = packages.Package(SOURCE, work / "package", trees.configure_cache(BUILD), RUSTC)
        cls.root = work / "root"
        cls.libpython = f"libpython{VERSION}.a"

    def works(self, program="./python", **variables):
        """The modules are there and give what they should, each from where it should."""
        self.assertEqual(self.package.python(CRC, program, **variables), "3421780262")
        self.assertEqual(self.package.python(BASE64, program, **variables), "VPa!s")

    def is_builtin(self, *modules, program="./python", **variables):
        script = "import sys; print(*sorted({'binascii', '_base64'} & set(sys.builtin_module_names)))"
        self.assertEqual(self.package.python(script, program, **variables).split(), sorted(modules))

    def exports_only(self, file, *modules):
        """A program or library has these modules' init functions, and no symbol of Rust's own."""
        names = self.package.exported(file)
        self.assertEqual([name for name in names if FROM_RUST.match(name)], [])
        for module in ("binascii", "_base64"):
            self.assertEqual(names.count(f"PyInit_{module}"), int(module in modules), module)


@unittest.skipIf(subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode,
                 "this machine does not let a user mount (unshare -rm)")
class Static(Mode):
    """The default: everything in libpython.a, and that in the program."""

    def test_01_read_only_source(self):
        """Out of tree, from a source that cannot be written: configure and make -j"""
        self.package.configure("--with-rust=yes")
        with self.assertRaisesRegex(AssertionError, "Read-only"):
            self.package.run("touch", SOURCE / "Rust/root.rs")
        _, calls = self.package.make()
        self.assertGreater(calls, 10)
        self.works()
        self.is_builtin("binascii", "_base64")
        self.exports_only("python", "binascii", "_base64")

    def test_02_second_make(self):
        """A second make calls rustc no time"""
        self.assertEqual(self.package.make()[1], 0)

    def test_03_smelly(self):
        """make smelly finds no symbol that libpython should not have"""
        self.package.make("smelly")

    def test_04_available(self):
        """make rustavailable says what is there, and what the build has"""
        text, _ = self.package.make("rustavailable")
        self.assertRegex(text, r"Rust is available: .* makes code for ")
        self.assertRegex(text, r"configured with Rust, which has: .*binascii")

    def test_05_install(self):
        """make install DESTDIR=: what is installed works where it is, and has nothing of rustc's"""
        _, calls = self.package.make("install", f"DESTDIR={self.root}", *packages.INSTALL)
        self.assertEqual(calls, 0)
        program = self.root / "usr/local/bin/python3"
        self.works(program)
        self.is_builtin("binascii", "_base64", program=program)
        names = [path.name for path in self.root.rglob("*")]
        self.assertEqual([name for name in names if re.search(r"\.(rlib|rmeta|rs)$|^librust", name)], [])
        self.assertEqual(names.count(self.libpython), 2)  # in lib and in config-…
        value = self.package.python("import sysconfig; print(sysconfig.get_config_var('RUST_MODULES'))", program)
        self.assertEqual(sorted(value.split()), sorted(MODULES))

    def embed(self, *sources, macros=()):
        """Compile and link a C program as python3-config says, and run it."""
        prefix = self.root / "usr/local"
        config = prefix / f"bin/python{VERSION}-config"
        flags = self.package.run(config, "--includes", "--ldflags", "--embed").split()
        main = self.package.folder / "main.c"
        main.write_text(EMBED)
        includes = [flag for flag in flags if flag.startswith("-I")]
        libraries = [flag for flag in flags if not flag.startswith("-I")]
        # As with a static library of any kind: the program's symbols are there for extension files.
        self.package.run("cc", *macros, *includes, "-o", "embed", main, *sources, f"-L{prefix}/lib",
                         *libraries, "-Wl,--export-dynamic")
        self.assertEqual(self.package.run("./embed", PYTHONHOME=str(prefix)).strip(), "embedded")

    def test_06_embed(self):
        """A C program that links libpython.a has the modules"""
        self.embed()
        self.exports_only("embed", "binascii", "_base64")

    def test_07_foreign(self):
        """So has one that links someone else's Rust library besides; both unwind"""
        source, archive = self.package.folder / "foreign.rs", self.package.folder / "libforeign.a"
        source.write_text(FOREIGN)
        self.package.run(RUSTC, "--edition", "2024", "-O", "--crate-type", "staticlib", "-o", archive, source)
        self.embed(archive, macros=["-DFOREIGN"])
        # Linked whole, so that each of its symbols meets ours.
        self.embed("-Wl,--whole-archive", archive, "-Wl,--no-whole-archive", macros=["-DFOREIGN"])

    def test_08_altinstall(self):
        """make altinstall installs python3.X, and no python3"""
        root = self.root.with_name("alternative")
        self.package.make("altinstall", f"DESTDIR={root}", *packages.INSTALL)
        self.assertFalse((root / "usr/local/bin/python3").exists())
        self.works(root / f"usr/local/bin/python{VERSION}")

    def test_09_shared_module(self):
        """A line after *shared* in Setup.local makes a module an extension file"""
        self.package.set_up("*shared*\n_base64 ../Rust/modules/_base64/src/lib.rs\n")
        _, calls = self.package.make()
        self.assertEqual(calls, 2)  # for the file, and for what is left built in
        self.works()
        self.is_builtin("binascii")
        file = self.package.python("import _base64; print(_base64.__file__)")
        self.assertEqual(self.package.exported(file), ["PyInit__base64"])
        self.exports_only("python", "binascii")
        self.assertEqual(self.package.make()[1], 0)

    def test_10_all_shared(self):
        """All modules can be files; then nothing of Rust is in the interpreter"""
        self.package.set_up("\n".join(["*shared*", *MODULES.values(), ""]))
        self.package.make()
        self.works()
        self.is_builtin()
        self.exports_only("python")

    def test_11_twin_by_setup(self):
        """A line for the C twin takes a module back, without configure"""
        self.package.set_up("*shared*\nbinascii binascii.c\n")
        self.package.make()
        self.works()
        self.is_builtin("_base64")
        value = self.package.python("import sysconfig; print(sysconfig.get_config_var('RUST_MODULES'))")
        self.assertEqual(sorted(value.split()), sorted(MODULES.keys() - {"binascii"}))

    def test_12_abort(self):
        """--with-rust-panic=abort: a panic ends the process, with its place and Python's traceback"""
        setup = "*static*\n_testrust ../Rust/modules/_testrust/src/lib.rs\n"
        self.package.configure("--with-rust=yes", "--with-rust-panic=abort", setup=setup)
        self.package.make()
        self.works()
        self.exports_only("python", "binascii", "_base64")
        status, text = trees.run("./python", "-X", "faulthandler", "-c", "import _testrust; _testrust.panic()",
                                 cwd=self.package.build)
        self.assertEqual(status, -6, text)
        self.assertRegex(text, r"Fatal Python error: .*panic(?s:.*)Rust/modules/_testrust/src/\w+\.rs:\d+")
        self.assertIn('File "<string>", line 1', text)
        # There is no copy of Rust's standard library.
        names = self.package.run("nm", "-C", "Rust/build/rustmodules.o")
        self.assertNotRegex(names, r" std::(panicking|thread|io)::")

    def test_13_without_static_library(self):
        """--without-static-libpython: the program is linked without it"""
        (self.package.build / self.libpython).unlink()
        self.package.configure("--with-rust=yes", "--without-static-libpython")
        self.package.make()
        self.assertFalse((self.package.build / self.libpython).exists())
        self.works()
        self.is_builtin("binascii", "_base64")
        self.exports_only("python", "binascii", "_base64")

    def test_14_clean(self):
        """make clean leaves nothing that rustc made; then it builds again"""
        self.package.make("clean")
        left = [name for name in self.package.files() if name.startswith("Rust/")
                or name.endswith((".rlib", ".rmeta", ".so"))]
        self.assertEqual(left, [])
        _, calls = self.package.make()
        self.assertGreater(calls, 10)
        self.works()

    def test_15_distclean(self):
        """make distclean leaves nothing of ours; then it configures and builds again"""
        self.package.make("distclean")
        self.assertEqual([name for name in self.package.files() if "ust" in name], [])
        self.assertFalse((self.package.build / "Rust").exists())
        self.package.configure("--with-rust=yes")
        self.package.make("Rust/build/rustmodules.o")

    def test_16_setup_without_rust(self):
        """A Rust line in Setup.local of a build without Rust stops make, which names it"""
        self.package.configure("--with-rust=no", setup="*static*\n_base64 ../Rust/modules/_base64/src/lib.rs\n")
        with self.assertRaisesRegex(AssertionError, "Rust module in a build without Rust: _base64 "):
            self.package.make()


@unittest.skipIf(subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode,
                 "this machine does not let a user mount (unshare -rm)")
class Shared(Mode):
    """--enable-shared: everything in libpython.so."""

    def test_1_library(self):
        """The modules are in the library, not in the program"""
        self.package.configure("--with-rust=yes", "--enable-shared")
        self.package.make()
        variables = {"LD_LIBRARY_PATH": str(self.package.build)}
        self.works(**variables)
        self.is_builtin("binascii", "_base64", **variables)
        self.exports_only(f"libpython{VERSION}.so", "binascii", "_base64")
        self.exports_only("python")
        self.package.make("smelly")

    def test_2_install(self):
        """make install DESTDIR=: so they are where it is installed"""
        _, calls = self.package.make("install", f"DESTDIR={self.root}", *packages.INSTALL)
        self.assertEqual(calls, 0)
        prefix = self.root / "usr/local"
        variables = {"LD_LIBRARY_PATH": str(prefix / "lib")}
        self.works(prefix / "bin/python3", **variables)
        self.exports_only(prefix / f"lib/libpython{VERSION}.so.1.0", "binascii", "_base64")

    def test_3_shared_module(self):
        """An extension file leaves the library"""
        self.package.set_up("*shared*\nbinascii ../Rust/modules/binascii/src/lib.rs\n")
        self.package.make()
        variables = {"LD_LIBRARY_PATH": str(self.package.build)}
        self.works(**variables)
        self.is_builtin("_base64", **variables)
        file = self.package.python("import binascii; print(binascii.__file__)", **variables)
        self.assertEqual(self.package.exported(file), ["PyInit_binascii"])


class InTree(unittest.TestCase):
    """Configured and made in the source tree itself."""

    def test_distclean(self):
        """make distclean in a tree gives back the Rust part as it was grafted"""
        with trees.workspace(BUILD) as work:
            tree = work / "tree"
            shutil.copytree(SOURCE, tree, symlinks=True)
            before = trees.contents(tree / "Rust")
            (tree / "config.cache").write_text(trees.configure_cache(BUILD))
            for command in (["./configure", *packages.CONFIGURE, "--with-rust=yes"],
                            ["make", trees.jobs(), "Rust/build/rustmodules.o"]):
                status, text = trees.run(*command, cwd=tree)
                self.assertEqual(status, 0, text[-3000:])
            self.assertNotEqual(trees.contents(tree / "Rust"), before)
            # Without an interpreter, parts of it that are not ours fail.
            trees.run("make", "-k", "distclean", cwd=tree)
            self.assertEqual(trees.contents(tree / "Rust"), before)
            self.assertEqual([path.name for path in (tree / "Modules").glob("rust*")], [])


if __name__ == "__main__":
    harness.main(__file__)
