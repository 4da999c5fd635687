"""The recipes of docs/distributors.md work as they are there.

    PYTHON tests/recipes.py --source=TREE --build=BUILD

TREE is grafted. To save time, configure takes answers that have nothing to do with Rust from BUILD, C code
is not optimised where a recipe does not insist on it, and some C modules are left out.
"""

import contextlib
import pathlib
import re
import shutil
import unittest

from support import harness, packages, trees

SOURCE, BUILD = trees.option("source"), trees.option("build")
PAGE = pathlib.Path(__file__).parent.parent / "docs/distributors.md"
RECIPES = dict(re.findall(r"(?ms)^### ([^\n]+)\n.*?^```sh\n(.*?)^```$", PAGE.read_text()))


class Recipes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scope = contextlib.ExitStack()
        cls.addClassCleanup(scope.close)
        cls.work = scope.enter_context(trees.workspace(BUILD))
        cls.site = cls.work / "config.site"
        cls.site.write_text(trees.configure_cache(BUILD))

    def check(self, name):
        folder = self.work / re.sub(r"\W", "-", name)
        local = folder / "build/Modules/Setup.local"
        local.parent.mkdir(parents=True)
        local.write_text(packages.SETUP)
        status, text = trees.run(
            "sh", "-e", "-c", RECIPES[name], cwd=folder, TREE=str(SOURCE), CONFIG_SITE=str(self.site),
            MAKEFLAGS="-j2", OPT="-DNDEBUG -O0", CFLAGS="-O0", DEB_CFLAGS_APPEND="-O0",
            DEB_CPPFLAGS_STRIP="-D_FORTIFY_SOURCE=2")
        self.assertEqual(status, 0, text[-3000:])
        self.assertEqual(sorted(text.splitlines()[-1].split()), sorted(packages.modules(SOURCE)))
        # What is installed is as that of C: nothing of rustc's.
        found = [path for path in folder.rglob("*.rlib") if "build/Rust" not in str(path)]
        self.assertEqual(found, [])

    def test_recipes_are_all_tried(self):
        """Each recipe of the page has a test here"""
        self.assertEqual(sorted(RECIPES), ["Debian", "Gentoo", "Nix-style sandboxes",
                                           "conda-style relocatable builds"])

    def test_debian(self):
        """Debian's flags, --enable-shared, DESTDIR"""
        if not shutil.which("dpkg-buildflags"):
            self.skipTest("dpkg-buildflags is not here; install dpkg-dev")
        self.check("Debian")

    def test_gentoo(self):
        """RUSTFLAGS for this processor, no static library, altinstall"""
        self.check("Gentoo")

    def test_nix(self):
        """No network, no home, a prefix of its own"""
        if trees.run("unshare", "-rn", "true", cwd=".")[0] != 0:
            self.skipTest("unshare -rn is not permitted here")
        self.check("Nix-style sandboxes")

    def test_conda(self):
        """Installed with a placeholder for a prefix, and moved"""
        self.check("conda-style relocatable builds")


if __name__ == "__main__":
    harness.main(__file__)
