"""Which symbols Rust adds to an interpreter: the modules' init functions, and no others.

    PYTHON tests/symbols.py --build=BUILD
"""

import re
import unittest

from support import harness, trees

BUILD = trees.option("build")
OBJECT = "Rust/build/rustmodules.o"

# Symbols that come from a Rust compiler: mangled names, and those of its runtime.
FROM_RUST = re.compile(r"_R[A-Z0-9]|_ZN.*17h[0-9a-f]{16}E|_?_?rust_|__rg_|__rdl_|rustc?_")

# Where that does not hold, and is not ours: the ends of zlib-rs' checksums, and asking the processor.
OF_OTHERS = ("zlib_rs", "std_detect")


def symbols(file, *options):
    """The names that `nm` lists for `file`."""
    status, text = trees.run("nm", "-P", *options, file, cwd=BUILD)
    if status:
        raise AssertionError(f"nm {' '.join(options)} {file} failed:\n{text}")
    return [line.split()[0] for line in text.splitlines() if len(line.split()) > 2]


class Symbols(unittest.TestCase):
    def setUp(self):
        modules = trees.makefile_variable(BUILD, "RUST_MODULES").split()
        self.assertTrue(modules, f"{BUILD} has no Rust in it")
        self.inits = sorted(f"PyInit_{module}" for module in modules)

    def test_object(self):
        """The only global symbols that the Rust object defines are PyInit_*"""
        self.assertEqual(sorted(symbols(OBJECT, "-g", "--defined-only")), self.inits)

    def test_closed(self):
        """Nothing of Rust is left undefined in it, and there is one copy of std"""
        self.assertEqual([name for name in symbols(OBJECT, "-u") if FROM_RUST.match(name)], [])
        self.assertLessEqual(symbols(OBJECT, "--defined-only").count("rust_eh_personality"), 1)

    def test_instructions(self):
        """Vector instructions are instructions, not calls: kernels were inlined into what is compiled for them"""
        status, text = trees.run("objdump", "-dr", "--no-show-raw-insn", OBJECT, cwd=BUILD)
        self.assertEqual(status, 0, text[-2000:])
        callers = set()
        for line in text.splitlines():
            if line.endswith(">:"):
                function = line
            elif "core_arch" in line and "R_" in line and not any(name in function for name in OF_OTHERS):
                callers.add(function)
        self.assertEqual(callers, set())

    def test_library_and_interpreter(self):
        """libpython and the interpreter export the init functions, and nothing else of Rust"""
        library = trees.makefile_variable(BUILD, "LIBRARY").replace(
            "$(VERSION)", trees.makefile_variable(BUILD, "VERSION")).replace(
            "$(ABIFLAGS)", trees.makefile_variable(BUILD, "ABIFLAGS"))
        interpreter = "python.exe" if (BUILD / "python.exe").exists() else "python"
        for file in (library, interpreter):
            with self.subTest(file):
                names = symbols(file, "-g", "--defined-only")
                self.assertEqual([name for name in names if FROM_RUST.match(name)], [])
                for init in self.inits:
                    self.assertEqual(names.count(init), 1, init)

    def test_smelly(self):
        """CPython's own check of exported symbols passes (make smelly)"""
        status, text = trees.run("make", "smelly", cwd=BUILD)
        told = [line for line in text.splitlines() if "smelly" in line.lower() or "rror" in line]
        self.assertEqual(status, 0, "\n".join(line for line in told if not line.startswith("OK")))
        self.assertGreater(len(told), 10)  # It looked at the libraries.


if __name__ == "__main__":
    harness.main(__file__)
