"""The bill of materials of a grafted tree is true, whole, valid, and what CPython's own tool would write.

    PYTHON tests/sbom.py --source=TREE --near=DIRECTORY --xtask=XTASK

TREE is grafted. What is validated by others' eyes needs the package `spdx-tools`, which is installed into
DIRECTORY for it.
"""

import contextlib
import copy
import hashlib
import importlib.util
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest
from unittest import mock

from support import harness, trees

SOURCE, NEAR, XTASK = trees.option("source"), trees.option("near"), trees.option("xtask")
BILL = "Misc/sbom.spdx.json"
TOOL = "Tools/build/generate_sbom.py"

VALIDATE = """import sys
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document
document = parse_file(sys.argv[1])
for message in validate_full_spdx_document(document):
    print(message.context.spdx_id, message.validation_message)
print(len(document.packages), "packages", len(document.files), "files")"""


def differing(root):
    """The files that are not what the tree's bill of materials says."""
    found = []
    for file in json.loads((root / BILL).read_text())["files"]:
        path = root / file["fileName"]
        data = path.read_bytes() if path.exists() else b""
        if b"\0" not in data:
            data = data.replace(b"\r\n", b"\n")
        said = {one["algorithm"].lower(): one["checksumValue"] for one in file["checksums"]}
        if any(hashlib.new(name, data).hexdigest() != value for name, value in said.items()):
            found.append(file["fileName"])
    return found


def whole(bill):
    """CPython's document with the head that it receives when a release is made."""
    bill = copy.deepcopy(bill)
    bill |= {"dataLicense": "CC0-1.0", "name": "CPython", "documentNamespace": "urn:test:cpython",
             "creationInfo": {"created": "2026-01-01T00:00:00Z", "creators": ["Tool: tests/sbom.py"]}}
    bill["relationships"] += [{"spdxElementId": "SPDXRef-DOCUMENT", "relatedSpdxElement": one["SPDXID"],
                               "relationshipType": "DESCRIBES"} for one in bill["packages"]]
    return bill


def validator():
    """A Python with spdx-tools, or why there is none."""
    folder, system = NEAR / "spdx-tools", shutil.which("python3")
    python, whole = folder / "bin/python", folder / "installed"
    if not whole.exists():
        shutil.rmtree(folder, ignore_errors=True)
        if system is None:
            return None, "there is no python3 to install spdx-tools with"
        for command in ([system, "-m", "venv", folder], [python, "-m", "pip", "install", "--quiet", "spdx-tools"]):
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode:
                shutil.rmtree(folder, ignore_errors=True)
                return None, f"spdx-tools cannot be installed: {done.stderr.strip()[-200:]}"
        whole.touch()
    return python, ""


class Bill(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if shutil.which("git") is None:
            raise unittest.SkipTest("CPython's tool asks git which files there are, and there is none: install git")
        cls.scope = contextlib.ExitStack()
        cls.addClassCleanup(cls.scope.close)
        cls.work = cls.scope.enter_context(trees.workspace(NEAR / "x"))
        # CPython's tool writes, and its files are looked for without following links.
        cls.copy = cls.work / "tree"
        shutil.copytree(SOURCE, cls.copy, symlinks=True)
        subprocess.run(["git", "init", "--quiet", cls.copy], check=True)
        cls.bill = json.loads((SOURCE / BILL).read_text())
        cls.packages = {one["name"]: one for one in cls.bill["packages"]}

    def regenerate(self):
        """Runs CPython's tool in the copy, as `make regen-sbom` does in a checkout.

        With CI set, it would download CPython's own packages; see test_downloads for ours.
        """
        environment = {name: value for name, value in os.environ.items() if name != "CI"}
        done = subprocess.run([sys.executable, self.copy / TOOL], env=environment,
                              capture_output=True, text=True)
        if done.returncode or done.stdout:
            raise AssertionError(done.stdout + done.stderr)

    @contextlib.contextmanager
    def edited(self, path, edit):
        """A file of the copy is another one for a while, and its bill of materials anything."""
        before, bill = (self.copy / path).read_bytes(), (self.copy / BILL).read_bytes()
        (self.copy / path).write_bytes(edit(before))
        try:
            yield
        finally:
            (self.copy / path).write_bytes(before)
            (self.copy / BILL).write_bytes(bill)

    def test_hashes(self):
        """Each hash is that of its file"""
        self.assertEqual(differing(SOURCE), [])
        self.assertGreater(len(self.bill["files"]), 400)

    def test_whole(self):
        """Each file of Rust/ is there once, but for the graft's own notes"""
        listed = [file["fileName"] for file in self.bill["files"] if file["fileName"].startswith("Rust/")]
        there = [str(path.relative_to(SOURCE)) for path in (SOURCE / "Rust").rglob("*")
                 if path.is_file() and "Rust/graft/" not in str(path)]
        self.assertEqual(sorted(listed), sorted(there))

    def test_crates(self):
        """Each crate is a package; one is of others, and says from where, with which hash and license"""
        folders = {path.parent.parent.name for path in (SOURCE / "Rust").glob("*/*/src/lib.rs")}
        of_ours = [one for one in self.packages.values() if one["downloadLocation"] == "NONE"]
        self.assertEqual(len(of_ours), len(folders))  # One of others, and one for what is in no crate.
        self.assertEqual({one["licenseDeclared"] for one in of_ours}, {"PSF-2.0"})
        zlib = self.packages["zlib-rs"]
        version = zlib["versionInfo"]
        self.assertEqual(zlib["externalRefs"][0]["referenceLocator"], f"pkg:cargo/zlib-rs@{version}")
        self.assertEqual(zlib["licenseDeclared"], "Zlib")
        self.assertEqual(zlib["downloadLocation"], "NOASSERTION")
        self.assertRegex(zlib["homepage"], r"\Ahttps://.*/zlib-rs\Z")
        self.assertRegex(zlib["checksums"][0]["checksumValue"], r"\A[0-9a-f]{64}\Z")

    def test_downloads(self):
        """In CI, CPython's tool downloads packages, but none that the graft adds"""
        spec = importlib.util.spec_from_file_location("generate_sbom", self.copy / TOOL)
        tool = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(tool)
        files = tool.PACKAGE_TO_FILES
        added = {name for name in files if all(path.startswith("Rust/") for path in files[name].include)}
        self.assertIn("zlib-rs", added)

        def check(names):
            tool.check_sbom_packages({"packages": [copy.deepcopy(self.packages[name]) for name in sorted(names)]})

        def download(location, *_, **__):
            raise AssertionError(f"{location} would be downloaded")

        with mock.patch.dict(os.environ, CI="true"), mock.patch("urllib.request.urlopen", download):
            check(added)
            with self.assertRaisesRegex(AssertionError, "would be downloaded"):
                check(self.packages.keys() - added)

    def test_licenses(self):
        """The text of each license is in the tree"""
        for path, words in (("Rust/LICENSE", "PYTHON SOFTWARE FOUNDATION LICENSE"),
                            ("Rust/vendor/zlib-rs/LICENSE", "without any express or implied warranty")):
            text = " ".join((SOURCE / path).read_text().split())
            self.assertIn(words.lower(), text.lower())

    def test_tampered(self):
        """A file that is edited, removed or added is noticed"""
        path = "Rust/vendor/zlib-rs/src/inflate.rs"
        with self.edited(path, lambda data: data.replace(b"fn ", b"fn  ", 1)):
            self.assertEqual(differing(self.copy), [path])
            self.assertIn(path, self.checked())
        with self.edited(path, lambda data: b""):
            (self.copy / path).unlink()
            self.assertEqual(differing(self.copy), [path])
        added = "Rust/vendor/zlib-rs/src/more.rs"
        (self.copy / added).write_text("// more\n")
        try:
            self.assertRegex(self.checked(), rf"extra +{added}")
        finally:
            (self.copy / added).unlink()

    def checked(self):
        """What the graft says of the copy, which is not what it would be."""
        status, text = trees.run(XTASK, "graft", "--check", self.copy, cwd=self.work)
        self.assertNotEqual(status, 0, text)
        return text

    def test_regenerated(self):
        """CPython's tool accepts it, and writes the same bytes"""
        before = (self.copy / BILL).read_bytes()
        (self.copy / BILL).write_bytes(before.replace(b'"fileName": "Rust/', b'"fileName": "', 1))
        self.regenerate()
        self.assertEqual((self.copy / BILL).read_bytes(), before)

    def test_patched(self):
        """Once a distributor has patched a file, that tool brings its hash up to date, and no other"""
        path = "Rust/vendor/zlib-rs/src/inflate.rs"
        with self.edited(path, lambda data: data + b"// patched\n"):
            self.regenerate()
            self.assertEqual(differing(self.copy), [])
            new = json.loads((self.copy / BILL).read_text())
            changed = [one["fileName"] for one, other in zip(new["files"], self.bill["files"]) if one != other]
            self.assertEqual(changed, [path])
            self.assertEqual(new["packages"], self.bill["packages"])

    def test_tool_can_refuse(self):
        """That tool still refuses a package that it does not know"""
        with self.edited(BILL, lambda data: data.replace(b'"name": "zlib-rs"', b'"name": "other"')):
            with self.assertRaisesRegex(AssertionError, "don't match"):
                self.regenerate()

    def test_valid(self):
        """spdx-tools finds it valid; a document of the tree's own, too; and not if a hash is none"""
        python, why = validator()
        if not python:
            self.skipTest(why)

        def said(document):
            file = self.work / "document.spdx.json"
            file.write_text(json.dumps(document))
            return subprocess.run([python, "-c", VALIDATE, file], capture_output=True, text=True).stdout

        counts = f"{len(self.bill['packages'])} packages {len(self.bill['files'])} files\n"
        self.assertEqual(said(whole(self.bill)), counts)
        wrong = whole(self.bill)
        wrong["files"][0]["checksums"][0]["checksumValue"] = "none"
        self.assertNotEqual(said(wrong), counts)
        own = json.loads(self.own())
        self.assertRegex(said(own), rf"\A{len(own['packages'])} packages {len(own['files'])} files\n\Z")

    def own(self):
        """The document of a tree that has none of CPython's, and is restored."""
        tree = self.work / "without"
        shutil.copytree(SOURCE, tree, symlinks=True)
        self.grafted("--revert", tree)
        for name in (BILL, TOOL):
            (tree / name).unlink()
        before = trees.contents(tree)
        self.assertIn("Rust/sbom.spdx.json", self.grafted(tree))
        text = (tree / "Rust/sbom.spdx.json").read_text()
        self.grafted("--revert", tree)
        self.assertEqual(trees.contents(tree), before)
        return text

    def grafted(self, *arguments):
        status, text = trees.run(XTASK, "graft", *arguments, cwd=self.work)
        self.assertEqual(status, 0, text)
        return text


if __name__ == "__main__":
    harness.main(__file__)
