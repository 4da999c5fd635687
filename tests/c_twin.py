"""A tree that is grafted and built --with-rust=no is what it was before it was grafted.

    PYTHON tests/c_twin.py --stock=TREE --grafted=TREE --work=DIR [--record=FILE] [Builds] [Results]

Both are built in a directory of the same name, one after the other, where there is neither Rust nor
Python. `Builds` compares what was made, byte for byte; `Results` runs CPython's own tests, all of them, in
both, and compares what became of each. What differs is run again, alone, in both: a test that gives both
results in the stock tree is flaky, and named.
"""

import contextlib
import datetime
import difflib
import json
import os
import pathlib
import re
import runpy
import subprocess
import sys
import unittest
import xml.etree.ElementTree

from support import bare, harness, trees

STOCK, GRAFTED, WORK = trees.option("stock"), trees.option("grafted"), trees.option("work")
OPTIONS = dict(word[2:].split("=", 1) for word in sys.argv if word.startswith("--"))

TREES = {"stock": (STOCK, []), "grafted": (GRAFTED, ["--with-rust=no"])}

# All tests, without what needs a network or other resources.
TESTS = ["-m", "test", "-j2", "-u", "none", "--timeout", "900"]
# How often a test whose results differ is run again in both.
AGAIN = 3

# What the graft adds to configure's results, and so to files that list them. None is compiled into anything.
ADDED = re.compile(r"^(WITH_)?RUST|^MODULE_\w+_RUST|_RUST_|^RUSTC|^RUSTFLAGS|^CONFIG_ARGS$")

# Files of a build that name those results, and what each is.
LISTS = {
    "config.log": "what configure did",
    "config.status": "what configure found",
    "Makefile": "make's variables and rules",
    "Makefile.pre": "make's variables and rules",
    "Modules/Setup.stdlib": "which modules are built: a line more for each in Rust, off",
    "Modules/Setup.bootstrap": "which modules are built",
    "Modules/config.c": "the table of modules that are built in",
    "python-config": "a script with make's variables",
    "python-config.py": "a script with make's variables",
}
SYSCONFIG = re.compile(r"_sysconfigdata_\w*\.py$|_sysconfig_vars_\w*\.json$")
# Not of the build: bytecode with the times of its sources, and this script's own.
NOT_COMPARED = re.compile(r"__pycache__|\.pyc$|^\.bare|^Rust/")


@contextlib.contextmanager
def in_place(kind):
    """The tree and build called `kind`, at the place where either is built and run."""
    place = WORK / "here"
    (WORK / kind).rename(place)
    try:
        yield place
    finally:
        place.rename(WORK / kind)


def setUpModule():
    WORK.mkdir(parents=True, exist_ok=True)
    # What a run that was ended by force left where only one can be.
    if (WORK / "here").exists():
        missing = [kind for kind in TREES if not (WORK / kind).exists()]
        (WORK / "here").rename(WORK / missing[0])
    path = bare.tools(WORK / "bin")
    for kind, (tree, arguments) in TREES.items():
        bare.copy(tree, WORK / kind)
        with in_place(kind) as place:
            bare.build(place / "source", place / "build", variables(path), arguments)


def variables(path):
    return bare.environment(path, WORK / "home")


def tearDownModule():
    if "record" in OPTIONS:
        today = datetime.datetime.now(datetime.UTC).date()
        version = re.search(r'PY_VERSION\s+"(.+)"', (STOCK / "Include/patchlevel.h").read_text())
        facts = {"date": today.isoformat(), "version": version[1], **FACTS}
        pathlib.Path(OPTIONS["record"]).write_text(json.dumps(facts, indent=1) + "\n")


FACTS = {}


class Builds(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.files = {kind: {name: fact[-1] for name, fact in trees.contents(WORK / kind / "build").items()
                            if not NOT_COMPARED.search(name)} for kind in TREES}
        cls.differing = sorted(name for name in cls.files["stock"].keys() & cls.files["grafted"].keys()
                               if cls.files["stock"][name] != cls.files["grafted"][name])
        kinds = {"objects": r"\.o$", "extension modules": r"\.so$", "libraries": r"\.a$", "programs": r"^(python|Programs/\w+|_bootstrap_python)$"}
        compiled = {what: [name for name in cls.files["stock"] if re.search(pattern, name)]
                    for what, pattern in kinds.items()}
        FACTS["files"] = len(cls.files["stock"])
        FACTS["compiled"] = {what: len(names) for what, names in compiled.items()}
        FACTS["differing"] = {name: cls.why(name) for name in cls.differing}

    @staticmethod
    def why(name):
        if SYSCONFIG.search(name):
            return "what sysconfig tells: the same variables, and Rust's"
        return LISTS.get(name, "not explained")

    def test_1_files(self):
        """Neither build has a file that the other has not, but for Rust/"""
        self.assertEqual(self.files["stock"].keys() ^ self.files["grafted"].keys(), set())
        self.assertGreater(len(self.files["stock"]), 500)

    def test_2_compiled(self):
        """Every object, library, extension module and program has the same bytes"""
        compiled = [name for name in self.differing
                    if not SYSCONFIG.search(name) and name not in LISTS]
        self.assertEqual(compiled, [])
        self.assertGreater(FACTS["compiled"]["objects"], 300)
        self.assertGreater(FACTS["compiled"]["extension modules"], 50)

    def test_3_proof(self):
        """A build in which one byte differs would be found"""
        python = (WORK / "stock/build/python").read_bytes()
        with open(WORK / "changed", "wb") as file:
            file.write(python[:-1] + bytes([python[-1] ^ 1]))
        facts = trees.contents(WORK)
        self.assertNotEqual(facts["changed"][-1], self.files["stock"]["python"])
        (WORK / "changed").unlink()

    def test_4_sysconfig(self):
        """sysconfig has the same variables with the same values, and Rust's besides"""
        names = [name for name in self.files["stock"] if SYSCONFIG.search(name) and name.endswith(".py")]
        self.assertEqual(len(names), 1)
        old, new = (runpy.run_path(str(WORK / kind / "build" / names[0]))["build_time_vars"] for kind in TREES)
        added = {name for name in new.keys() - old.keys()}
        changed = {name for name in old if old[name] != new.get(name)}
        self.assertEqual({name for name in added | changed if not ADDED.search(name)}, set())
        FACTS["variables"] = {"same": len(old) - len(changed), "added": len(added), "changed": sorted(changed)}

    def test_5_lists(self):
        """Of files that list configure's results, nothing is gone: there are only lines more"""
        for name in set(self.differing) & {"Makefile.pre", "Modules/Setup.stdlib", "Modules/config.c"}:
            old, new = ((WORK / kind / "build" / name).read_text().splitlines() for kind in TREES)
            gone = [line for line in difflib.ndiff(old, new) if line.startswith("- ")]
            gone = [line for line in gone if "CONFIG_ARGS" not in line]
            self.assertEqual(gone, [], name)


class Results(unittest.TestCase):
    maxDiff = None

    def test_all(self):
        """CPython's own tests, all of them, have the same results in both"""
        results = {kind: run_tests(kind) for kind in TREES}
        names = sorted(results["stock"].keys() | results["grafted"].keys())
        differing = [name for name in names if results["stock"].get(name) != results["grafted"].get(name)]
        flaky, other = {}, {}
        for file in sorted({file for file, _, _ in differing}):
            seen = {kind: [run_tests(kind, file) for _ in range(AGAIN)] for kind in TREES}
            for test in (test for test in differing if test[0] == file):
                had = {kind: {results[kind].get(test), *(run.get(test) for run in seen[kind])} for kind in TREES}
                # Alike when run alone, in each run: it was the load of the machine.
                alone = {kind: {run.get(test) for run in seen[kind]} for kind in TREES}
                if alone["stock"] == alone["grafted"] or had["grafted"] <= had["stock"]:
                    flaky[" ".join(filter(None, test))] = {kind: sorted(map(str, had[kind])) for kind in TREES}
                else:
                    other[" ".join(filter(None, test))] = {kind: sorted(map(str, had[kind])) for kind in TREES}
        count = {kind: {outcome: list(results[kind].values()).count(outcome)
                        for outcome in ("passed", "failed", "error", "skipped")} for kind in TREES}
        today = datetime.datetime.now(datetime.UTC).date()
        FACTS["results"] = {"date": today.isoformat(), "command": " ".join(["./python", *TESTS]), "files": len({file for file, _, _ in names}),
                            "count": count, "flaky": flaky, "other": other,
                            "failing": sorted({file for file, _, _ in names if any(
                                results[kind].get(test) in ("failed", "error")
                                for kind in TREES for test in names if test[0] == file)})}
        self.assertEqual(other, {})
        self.assertGreater(len(names), 10_000)


def run_tests(kind, *names):
    """Run CPython's tests, or those named, in the build `kind`: (file, class, test) to its outcome."""
    report = WORK / f"{kind}{'-' + names[0] if names else ''}.xml"
    with in_place(kind) as place, open(WORK / f"{kind}-tests.log", "a") as log:
        command = ["./python", *TESTS, "--junit-xml", str(report), *names]
        subprocess.run(command, cwd=place / "build", env=variables(WORK / "bin"), stdin=subprocess.DEVNULL,
                       stdout=log, stderr=subprocess.STDOUT)
    return outcomes(report)


def outcomes(report):
    """What became of each test, from a report in JUnit's format."""
    found = {}
    for suite in xml.etree.ElementTree.parse(report).getroot().iter("testsuite"):
        for case in suite.iter("testcase"):
            name = case.get("name")
            # `test_x (test.test_y.Class.test_x)`, as unittest shows it, or a doctest.
            where = re.search(r"\((?:test\.)?([\w.]+)\)", name)
            module = (where[1] if where else case.get("classname") or name).split(".")[0]
            if case.find("failure") is not None:
                outcome = "failed"
            elif case.find("error") is not None:
                outcome = "error"
            elif case.find("skipped") is not None or case.get("result") == "skipped":
                outcome = "skipped"
            else:
                outcome = "passed"
            found[module, "", name] = outcome
    return found


if __name__ == "__main__":
    harness.main(__file__)
