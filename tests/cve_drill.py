"""A crate gets a CVE: each way to a fixed interpreter, rehearsed and timed.

    PYTHON tests/cve_drill.py --source=TREE --build=BUILD --xtask=XTASK [--record]

zlib-rs is older in a copy of the repository, for which an advisory is made up. Then, on a tree that was
built from that: a distributor's patch; our update; and a build without the crate. With --record,
docs/security-drill.md receives the times.

TREE is grafted, and BUILD is a build of it with Rust; both are copied.
"""

import contextlib
import datetime
import hashlib
import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import time
import unittest

from support import advisories, harness, packages, trees

SOURCE, BUILD, XTASK = (trees.option(name) for name in ("source", "build", "xtask"))
ROOT = pathlib.Path(__file__).parent.parent
PAGE = ROOT / "docs/security-drill.md"

# What is vulnerable in the drill; both releases are real, the vulnerability is not.
OLD = "0.6.7"
NEW = re.search(r'(?m)^name = "zlib-rs"\nversion = "([\d.]+)"$', (ROOT / "graft/vendor.toml").read_text())[1]

TESTS = ["test_zlib", "test_gzip", "test_zipfile", "test_binascii"]


class Drill(unittest.TestCase):
    times = []

    @classmethod
    def setUpClass(cls):
        cls.scope = contextlib.ExitStack()
        cls.addClassCleanup(cls.scope.close)
        cls.work = cls.scope.enter_context(trees.workspace(ROOT / "build/x"))
        cls.repository = cls.work / "repository"
        shutil.copytree(ROOT, cls.repository, symlinks=True,
                        ignore=shutil.ignore_patterns("build", "target", ".git"))
        # The crates that are known already: cargo need not have a network for them.
        shutil.copytree(ROOT / "build/vendor", cls.repository / "build/vendor")
        cls.tree = cls.work / "tree"
        shutil.copytree(SOURCE, cls.tree, symlinks=True)
        subprocess.run(["git", "init", "--quiet", cls.tree], check=True)
        cls.xtask("vendor", "--update", f"zlib-rs={OLD}")
        cls.xtask("graft", cls.tree)
        cls.build = trees.copy_build(BUILD, SOURCE, cls.work / "build", cls.tree)
        cls.log = cls.work / "rustc.log"
        cls.rustc = cls.work / "rustc"
        cls.rustc.write_text(packages.WRAPPER.format(log=cls.log, rustc=packages.real_rustc()))
        cls.rustc.chmod(0o755)
        cls.make()

    @classmethod
    def xtask(cls, *arguments, status=0):
        """Run our tool in the copy of the repository; what it says."""
        found, text = trees.run(XTASK, *arguments, cwd=cls.repository, CARGO_MANIFEST_DIR=str(cls.repository / "xtask"),
                                PATH=f"{ROOT}/build/tools/bin:{os.environ['PATH']}")
        if (found != 0) != (status != 0):
            raise AssertionError(f"{arguments}: exit status {found}\n{text[-3000:]}")
        return text

    @classmethod
    def run_in_build(cls, *command):
        """Run `command` in the build directory; what it says."""
        status, text = trees.run(*command, cwd=cls.build)
        if status:
            raise AssertionError(f"{command} failed:\n{text[-3000:]}")
        return text

    @classmethod
    def make(cls):
        cls.log.write_text("")
        cls.run_in_build("make", trees.jobs(), f"RUSTC={cls.rustc}")

    def configure(self, option):
        """As it was configured, but for that."""
        (self.build / "config.cache").write_text(trees.configure_cache(BUILD))
        self.run_in_build(self.tree / "configure", "--cache-file=config.cache", option)

    @contextlib.contextmanager
    def step(self, way, what):
        began = time.monotonic()
        yield
        took = time.monotonic() - began
        self.times.append((way, what, took))
        print(f"        {way}: {what}: {took:.1f} s", flush=True)

    def bill(self):
        """zlib-rs in the bill of materials, whose hashes are those of the files."""
        bill = json.loads((self.tree / "Misc/sbom.spdx.json").read_text())
        for file in bill["files"]:
            data = (self.tree / file["fileName"]).read_bytes()
            if file["fileName"].startswith("Rust/vendor/") and b"\r\n" not in data:
                self.assertEqual(file["checksums"][1]["checksumValue"], hashlib.sha256(data).hexdigest(), file["fileName"])
        return next(one for one in bill["packages"] if one["name"] == "zlib-rs")

    def tested(self):
        """CPython's tests pass; zlib is in Rust, unless it is not to be."""
        text = self.run_in_build("./python", "-m", "test", "-j2", *TESTS)
        self.assertIn("Result: SUCCESS", text)

    def compiled(self):
        """Which crates make had rustc compile."""
        return re.findall(r"--crate-name (\w+)", self.log.read_text())

    def test_1_patch(self):
        """A distributor patches the copy in the tree, without us: three crates and the object are made anew"""
        way = "a patch in the tree"
        vendored = self.repository / "build/vendor"
        status, patch = trees.run("diff", "-ru", f"a/zlib-rs-{OLD}/src", f"b/zlib-rs-{NEW}/src", cwd=self.links(vendored))
        self.assertEqual(status, 1)
        patch = re.sub(rf"(?m)^(---|\+\+\+) ([ab])/zlib-rs-[\d.]+/", r"\1 \2/Rust/vendor/zlib-rs/", patch)
        file = self.work / "CVE.patch"
        file.write_text(patch)
        with self.step(way, "`patch -p1`"):
            status, text = trees.run("patch", "-p1", "-i", file, cwd=self.tree)
            self.assertEqual(status, 0, text)
        with self.step(way, "`make`"):
            self.make()
        self.assertEqual(set(self.compiled()), {"zlib_rs", "zlib_stream", "module_zlib", "rustmodules"})
        with self.step(way, f"CPython's tests ({', '.join(TESTS)})"):
            self.tested()
        with self.step(way, "the bill of materials (`make regen-sbom`, in a checkout)"):
            status, text = self.regenerate()
            self.assertEqual((status, text), (0, ""))
        # The package is the old one still, with other files.
        self.assertEqual(self.bill()["versionInfo"], OLD)
        status, text = trees.run("patch", "-R", "-p1", "-i", file, cwd=self.tree)
        self.assertEqual(status, 0, text)
        status, text = self.regenerate()
        self.assertEqual((status, text), (0, ""))
        self.make()

    def regenerate(self):
        """Runs CPython's tool; with CI set, it would download CPython's own packages."""
        return trees.run("env", "-u", "CI", shutil.which("python3"), "Tools/build/generate_sbom.py", cwd=self.tree)

    def links(self, vendored):
        """The vendored folder under the names that a patch has."""
        for name in "ab":
            (self.work / name).symlink_to(vendored)
        return self.work

    def test_2_update(self):
        """We take the fixed release: from the advisory to a tested tree"""
        way = "another release"
        database = advisories.planted(self.work / "advisories", "zlib-rs", NEW)
        with self.step(way, "`cargo xtask audit`: it fails"):
            text = self.xtask("audit", "--advisory-db", database, status=1)
        self.assertIn(f"zlib-rs {OLD}", text)
        with self.step(way, f"`cargo xtask vendor --update zlib-rs={NEW}`"):
            text = self.xtask("vendor", "--update", f"zlib-rs={NEW}")
        self.assertIn("diff -ru", text)
        with self.step(way, "`cargo xtask audit`: it passes"):
            self.xtask("audit", "--advisory-db", database)
        for name in ("graft/vendor.toml", "Cargo.lock", "api/zlib-stream/Cargo.toml"):
            self.assertEqual((self.repository / name).read_text(), (ROOT / name).read_text(), name)
        with self.step(way, "`cargo xtask graft TREE`"):
            text = self.xtask("graft", self.tree)
        with self.step(way, "`make`"):
            self.make()
        self.assertEqual(set(self.compiled()), {"zlib_rs", "zlib_stream", "module_zlib", "rustmodules"})
        with self.step(way, f"CPython's tests ({', '.join(TESTS)})"):
            self.tested()
        self.assertEqual(self.bill()["versionInfo"], NEW)
        self.xtask("graft", "--check", self.tree)

    def test_3_without_the_crate(self):
        """Nobody has a fix yet: zlib in C, then all of it in C, from the same tree"""
        says = ("import sysconfig, zlib, binascii; print(sysconfig.get_config_var('RUST_MODULES') or '-', "
                "zlib.decompress(zlib.compress(b'x')))")
        for way, option, modules in (
                ("without the crate", "--with-rust-modules=binascii,_base64", "binascii _base64"),
                ("without Rust", "--with-rust=no", "-")):
            with self.step(way, f"`./configure {option}`"):
                self.configure(option)
            with self.step(way, "`make`"):
                self.make()
            self.assertEqual(self.run_in_build("./python", "-c", says).strip(), f"{modules} b'x'")
            with self.step(way, f"CPython's tests ({', '.join(TESTS)})"):
                self.tested()
            symbols = self.run_in_build("nm", "./python")
            self.assertNotIn("zlib_rs", symbols)

    @classmethod
    def tearDownClass(cls):
        if "--record" in sys.argv and len(cls.times) > 15:
            record(cls.times)


def record(times):
    """Writes the table of the page."""
    lines = ["| way | step | seconds |", "|---|---|--:|"]
    for way, what, took in times:
        lines.append(f"| {way} | {what} | {took:.1f} |")
    for way in dict.fromkeys(way for way, *_ in times):
        lines.append(f"| **{way}** | all of it | {sum(took for one, _, took in times if one == way):.1f} |")
    date = datetime.datetime.now(datetime.UTC).date()
    lines.append(f"\nzlib-rs {OLD} to {NEW}, CPython {SOURCE.name}, {date}, {os.cpu_count()} processors, {platform.machine()}, "
                 f"load average {os.getloadavg()[1]:.0f}.")
    table = "\n".join(lines)
    text = re.sub(r"(?s)(<!-- times -->\n).*?(\n<!-- end of times -->)", rf"\1{table}\2", PAGE.read_text())
    PAGE.write_text(text)


if __name__ == "__main__":
    harness.main(__file__)
