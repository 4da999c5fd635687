"""Licenses, sources and advisories are checked, and a check that must fail does.

    PYTHON tests/supply_chain.py --near=DIRECTORY --xtask=XTASK

What the project receives from others is checked by cargo-deny, which is compiled at the first run.
"""

import contextlib
import os
import pathlib
import re
import shutil
import unittest

from support import advisories, harness, trees

NEAR, XTASK = trees.option("near"), trees.option("xtask")
ROOT = pathlib.Path(__file__).parent.parent


class SupplyChain(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scope = contextlib.ExitStack()
        cls.addClassCleanup(scope.close)
        cls.work = scope.enter_context(trees.workspace(NEAR / "x"))
        recorded = (ROOT / "graft/vendor.toml").read_text()
        cls.version = re.search(r'(?m)^version = "([\d.]+)"$', recorded)[1]

    def audit(self, *arguments, **variables):
        return trees.run(XTASK, "audit", "--install", *arguments, cwd=ROOT, **variables)

    def test_licenses_and_sources(self):
        """Each crate has a license and a source that deny.toml accepts"""
        status, text = self.audit("--no-advisories")
        self.assertEqual(status, 0, text)
        self.assertIn("bans ok, licenses ok, sources ok", text)

    def test_other_license(self):
        """A license that deny.toml does not list is refused"""
        copy = self.work / "copy"
        shutil.copytree(ROOT, copy, symlinks=True,
                        ignore=shutil.ignore_patterns("build", "target", ".git"))
        file = copy / "deny.toml"
        file.write_text(file.read_text().replace('    "Zlib",\n', ""))
        tools = NEAR / "tools/bin"
        status, text = self.audit("--no-advisories", CARGO_MANIFEST_DIR=str(copy / "xtask"),
                                  PATH=f"{tools}:{os.environ['PATH']}")
        self.assertNotEqual(status, 0)
        self.assertRegex(text, r"(?s)rejected.*zlib-rs.*error: a crate has a license")

    def test_planted(self):
        """An advisory about the version of zlib-rs that the tree has fails the audit, and says which"""
        major, minor, patch = map(int, self.version.split("."))
        database = advisories.planted(self.work / "planted", "zlib-rs", f"{major}.{minor}.{patch + 1}")
        status, text = self.audit("--advisory-db", database)
        self.assertNotEqual(status, 0)
        self.assertIn(f"ID: {advisories.ID}", text)
        self.assertIn(f"zlib-rs {self.version}", text)
        self.assertIn("error: an advisory is about a crate that is used", text)

    def test_fixed(self):
        """An advisory that is about older versions only does not"""
        database = advisories.planted(self.work / "fixed", "zlib-rs", self.version)
        status, text = self.audit("--advisory-db", database)
        self.assertEqual(status, 0, text)
        self.assertIn("advisories ok", text)

    def test_out_of_reach(self):
        """Where there is no database, the audit fails, and says that nobody has looked"""
        status, text = self.audit("--advisory-db", self.work / "nowhere")
        self.assertNotEqual(status, 0)
        self.assertIn("error: no advisory was looked at", text)

    def test_rustsec(self):
        """RustSec knows of nothing about the crates that are used"""
        status, text = self.audit()
        if "no advisory was looked at" in text:
            self.skipTest("RustSec's database, a git repository, cannot be reached from here: nobody has looked")
        self.assertEqual(status, 0, text)


if __name__ == "__main__":
    harness.main(__file__)
