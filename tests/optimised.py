"""A build by profile with link-time optimisation and frame pointers has Rust in it, compiled once.

    PYTHON tests/optimised.py --source=TREE --build=BUILD

TREE is grafted; answers of configure that have nothing to do with Rust are taken from BUILD. To save
time, large C modules are left out, C is optimised little, and the profile is that of two test files. Each
test goes on where the one before it ended.
"""

import contextlib
import re
import shutil
import subprocess
import unittest

from support import harness, packages, trees

SOURCE, BUILD = trees.option("source"), trees.option("build")
OPTIONS = ["--with-rust=yes", "--enable-optimizations", "--with-lto", "--disable-test-modules",
           "OPT=-DNDEBUG -g -O1",
           "CFLAGS=-fno-omit-frame-pointer -mno-omit-leaf-frame-pointer"]
TASK = "PROFILE_TASK=-m test test_binascii test_base64"

# C calls Rust, which calls C, which calls Python, which ends it.
ABORT = """
import binascii, os
class Exporter:
    def __buffer__(self, flags):
        os.abort()
binascii.crc32(Exporter())
"""
SPIN = """
import binascii
data = bytes(range(256)) * 4000
for _ in range(1000):
    binascii.b2a_base64(data)
"""


class Optimised(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scope = contextlib.ExitStack()
        cls.addClassCleanup(scope.close)
        work = scope.enter_context(trees.workspace(BUILD))
        cls.build, cls.log = work / "build", work / "rustc.log"
        (cls.build / "Modules").mkdir(parents=True)
        (cls.build / "Modules/Setup.local").write_text(packages.SETUP)
        (cls.build / "config.cache").write_text(trees.configure_cache(BUILD))
        wrapper = work / "rustc"
        wrapper.write_text(packages.WRAPPER.format(log=cls.log, rustc=packages.real_rustc()))
        wrapper.chmod(0o755)
        cls.run_command(SOURCE / "configure", "--cache-file=config.cache", *OPTIONS, RUSTC=str(wrapper))

    @classmethod
    def run_command(cls, *command, **variables):
        status, text = trees.run(*command, cwd=cls.build, **variables)
        if status:
            raise AssertionError(f"{command} failed:\n{text[-3000:]}")
        return text

    def make(self):
        """Run make; what it says, and the crates for which it called rustc."""
        self.log.write_text("")
        text = self.run_command("make", trees.jobs(), TASK)
        return text, re.findall(r"--crate-name (\w+)", self.log.read_text())

    def test_1_build(self):
        """Two phases for C, and each crate is compiled once"""
        text, crates = self.make()
        self.assertIn("Rebuilding with profile guided optimizations", text)
        self.assertRegex(text, r"gcc .*-fprofile-use.*-flto" if "gcc" in text else r"-fprofile-.*use")
        self.assertEqual(sorted(crates), sorted(set(crates)))
        self.assertIn("rustmodules", crates)

    def test_2_frame_pointers(self):
        """Rust has the frame pointers that C has"""
        self.assertIn("-C force-frame-pointers=yes", self.run_command("make", "-n", "-W", str(SOURCE / "Rust/root.rs"),
                                                                      "Rust/build/rustmodules.o"))

    def test_3_works(self):
        """The tests pass that the profile is of"""
        self.run_command("./python", "-m", "test", "test_binascii", "test_base64", "test_zlib")

    @unittest.skipUnless(shutil.which("gdb"), "gdb is not here")
    def test_4_gdb(self):
        """gdb goes from C through Rust to C, and has the line of each"""
        script = self.build / "abort.py"
        script.write_text(ABORT)
        text = self.run_command("gdb", "-nx", "-batch", "-iex", "set auto-load off", "-ex", "run", "-ex", "bt",
                                "--args", "./python", str(script))
        places = re.findall(r"(?m)^#\d+ .* at (\S+?):\d+$", text)
        kinds = ["Rust" if "Rust/" in place else "C" for place in places if not place.startswith("/rustc/")]
        self.assertRegex(" ".join(kinds), r"^C .*C Rust .*Rust C .*C$")
        self.assertTrue(any(place.startswith("Rust/modules/binascii/src/") for place in places), text)

    @unittest.skipIf(subprocess.run(["perf", "record", "-e", "cpu-clock", "-o", "/dev/null", "true"],
                                    capture_output=True).returncode if shutil.which("perf") else True,
                     "perf does not run here")
    def test_5_perf(self):
        """perf goes by frame pointers from a kernel in Rust to main"""
        self.run_command("perf", "record", "--call-graph", "fp", "-e", "cpu-clock", "-o", "perf.data",
                         "./python", "-c", SPIN)
        text = self.run_command("perf", "script", "-i", "perf.data", "-F", "ip,sym")
        chains = [chain for chain in text.split("\n\n") if "codec_" in chain]
        self.assertGreater(len(chains), 20, text[:2000])
        whole = [chain for chain in chains
                 if "_PyEval_EvalFrameDefault" in chain and re.search(r"(?m) (Py_RunMain|Py_BytesMain|main)\b", chain)]
        self.assertGreater(len(whole), 0.9 * len(chains), chains[0])

    def test_6_again(self):
        """A second make has nothing to do"""
        before = (self.build / "python").stat().st_mtime_ns
        _, crates = self.make()
        self.assertEqual(crates, [])
        self.assertEqual((self.build / "python").stat().st_mtime_ns, before)


if __name__ == "__main__":
    harness.main(__file__)
