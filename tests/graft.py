"""The graft goes into a real tree, and comes out of it again without a trace.

    PYTHON tests/graft.py --pristine=TREE --xtask=PROGRAM

TREE is an unpacked CPython, which is left alone; PROGRAM is the compiled xtask.
"""

import contextlib
import shutil
import unittest

from support import harness, trees

PRISTINE, XTASK = trees.option("pristine"), trees.option("xtask")


class Graft(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scope = contextlib.ExitStack()
        cls.addClassCleanup(cls.scope.close)
        cls.work = cls.scope.enter_context(trees.workspace(PRISTINE))
        cls.tree = cls.work / "tree"
        shutil.copytree(PRISTINE, cls.tree, symlinks=True)
        cls.before = trees.contents(cls.tree)

    def graft(self, *options, expected=0):
        status, text = trees.run(XTASK, "graft", self.tree, *options, cwd=self.work)
        self.assertEqual(status, expected, text)
        return text

    def differences(self):
        """The files in which the tree is not what it was."""
        now = trees.contents(self.tree)
        return sorted(name for name in now.keys() | self.before.keys()
                      if now.get(name) != self.before.get(name))

    def test_1_check_before(self):
        """--check says that a tree is not grafted, and changes nothing"""
        self.assertIn("not grafted", self.graft("--check", expected=1))
        self.assertEqual(self.differences(), [])

    def test_2_apply(self):
        """Grafting edits the files it should and adds Rust/"""
        self.graft()
        changed = {name for name in self.differences() if not name.startswith("Rust/")}
        self.assertLessEqual({"configure", "configure.ac", "Makefile.pre.in", "Modules/makesetup",
                              "Modules/Setup.stdlib.in", "Lib/test/pythoninfo.py", "Misc/sbom.spdx.json",
                              "Tools/build/generate_sbom.py", "PC/config.c", "PCbuild/pythoncore.vcxproj"}, changed)
        self.assertLessEqual(len(changed), 11, changed)
        self.assertEqual([path.name for path in self.tree.rglob("Cargo.*")], [])
        self.graft("--check")

    def test_3_apply_again(self):
        """Grafting a second time changes nothing, not even a time stamp"""
        def times():
            return {path: path.lstat().st_mtime_ns for path in self.tree.rglob("*")}
        before = times()
        self.graft()
        self.assertEqual(times(), before)

    def test_4_drift(self):
        """--check finds an edited file, and an edit is not thrown away"""
        source = self.tree / "Rust/codecs/hex/src/lib.rs"
        text = source.read_bytes()
        source.write_bytes(text + b"// mine\n")
        self.assertRegex(self.graft("--check", expected=1), r"edited +Rust/codecs/hex/src/lib.rs")
        for option in ((), ("--revert",)):
            self.assertIn("Rust/codecs/hex/src/lib.rs", self.graft(*option, expected=1))
        self.assertEqual(source.read_bytes(), text + b"// mine\n")
        source.write_bytes(text)
        self.graft("--check")

    def test_5_revert(self):
        """--revert restores every file, byte for byte and mode for mode"""
        self.graft("--revert")
        self.assertEqual(self.differences(), [])
        self.assertFalse((self.tree / "Rust").exists())

    def test_6_unknown_tree(self):
        """A tree without an anchor is refused by name of file and anchor, and stays as it was"""
        makesetup = self.tree / "Modules/makesetup"
        text = makesetup.read_text()
        makesetup.write_text(text.replace("*.cpp)", "*.cplusplus)"))
        before = trees.contents(self.tree)
        message = self.graft(expected=1)
        self.assertIn("Modules/makesetup", message)
        self.assertIn("*.cpp)", message)
        self.assertEqual(trees.contents(self.tree), before)
        makesetup.write_text(text)
        self.assertEqual(self.differences(), [])


if __name__ == "__main__":
    harness.main(__file__)
