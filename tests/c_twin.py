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
# (`name` is a loop's variable in make, which sysconfig takes for one of the others.)
ADDED = re.compile(r"^(WITH_)?RUST|^(OBJCOPY|name|CONFIG_ARGS)$")

# Files of a build that name those results, and what each is.
LISTS = {
    "config.log": "what configure did",
    "config.status": "what configure found",
    "Makefile": "make's variables and rules",
    "Makefile.pre": "make's variables and rules",
    "Modules/Setup.stdlib": "which modules are built: a line more for each in Rust, off",
}
SYSCONFIG = re.compile(r"/_sysconfigdata_[\w-]*\.py$")
# What the graft's makesetup leaves of its work: blank lines, without Rust.
BLANK = {"Modules/rustbuiltin", "Modules/rustflags"}
# Not of the build: bytecode with the times of its sources, and what tests leave.
NOT_COMPARED = re.compile(r"__pycache__|\.pyc$|^build/test_python_")


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
        kinds = {"objects": r"\.o$", "extension modules": r"^build/.*\.so$", "libraries": r"\.a$",
                 "programs": r"^(python|Programs/\w+|_bootstrap_python)$"}
        compiled = {what: [name for name in cls.files["stock"] if re.search(pattern, name)]
                    for what, pattern in kinds.items()}
        FACTS["files"] = len(cls.files["stock"])
        FACTS["compiled"] = {what: {"all": len(names), "same": len(set(names) - set(cls.differing))}
                             for what, names in compiled.items()}
        FACTS["differing"] = {name: cls.why(name) for name in cls.differing}

    @staticmethod
    def why(name):
        if SYSCONFIG.search(name):
            return "what sysconfig tells: the same variables, and Rust's"
        return LISTS.get(name, "not explained")

    def test_1_files(self):
        """Neither build has a file that the other has not, but for two with blank lines"""
        self.assertEqual(self.files["stock"].keys() ^ self.files["grafted"].keys(), BLANK)
        for name in BLANK:
            self.assertEqual((WORK / "grafted/build" / name).read_bytes().strip(), b"")
        self.assertGreater(len(self.files["stock"]), 500)

    def test_2_compiled(self):
        """Every object, library, extension module and program has the same bytes"""
        compiled = [name for name in self.differing
                    if not SYSCONFIG.search(name) and name not in LISTS]
        self.assertEqual(compiled, [])
        self.assertGreater(FACTS["compiled"]["objects"]["all"], 300)
        self.assertGreater(FACTS["compiled"]["extension modules"]["all"], 50)

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
        [name] = [name for name in self.files["stock"] if SYSCONFIG.search(name)]
        old, new = (runpy.run_path(str(WORK / kind / "build" / name))["build_time_vars"] for kind in TREES)
        added = {name for name in new.keys() - old.keys()}
        changed = {name for name in old if old[name] != new.get(name)}
        self.assertEqual({name for name in added | changed if not ADDED.search(name)}, set())
        FACTS["variables"] = {"same": len(old) - len(changed), "added": len(added), "changed": sorted(changed)}

    def test_5_lists(self):
        """Of files that list configure's results, nothing is gone: there are only lines more"""
        for name in set(self.differing) & {"Makefile.pre", "Modules/Setup.stdlib"}:
            old, new = ((WORK / kind / "build" / name).read_text().splitlines() for kind in TREES)
            gone = [line for line in difflib.ndiff(old, new) if line.startswith("- ")]
            gone = [line for line in gone if "CONFIG_ARGS" not in line]
            self.assertEqual(gone, [], name)

    def test_6_lib(self):
        """Of what is installed from Lib, files differ only by lines that were added"""
        lib = {kind: trees.contents(WORK / kind / "source/Lib") for kind in TREES}
        self.assertEqual(lib["stock"].keys(), lib["grafted"].keys())
        edited = sorted(name for name in lib["stock"] if lib["stock"][name] != lib["grafted"][name])
        for name in edited:
            old, new = ((WORK / kind / "source/Lib" / name).read_text().splitlines() for kind in TREES)
            self.assertEqual([line for line in difflib.ndiff(old, new) if line.startswith("- ")], [], name)
        FACTS["lib"] = {"files": len(lib["stock"]), "edited": edited}


class Results(unittest.TestCase):
    maxDiff = None

    def test_1_proof(self):
        """A test that fails in one of both is told from one that does not"""
        report = ("<testsuites><testsuite><testcase name='test.test_a.A.test_x'/>"
                  "<testcase name='test.test_a.A.test_y'><skipped/></testcase>"
                  "<testcase name='test.test_a.A.test_y'>%s</testcase></testsuite></testsuites>")
        log = "...\n\n1 test failed:\n    test_b\n\n2 tests OK.\n"
        old, new = (outcomes(report % inner, log) for inner in ("", "<failure type='x'/>"))
        self.assertEqual(old, {"test.test_a.A.test_x": "passed", "test.test_a.A.test_y": "passed, skipped",
                               "file test_b": "failed"})
        self.assertEqual(differing(old, new), ["test.test_a.A.test_y"])
        self.assertEqual(differing(old, {}), sorted(old))

    def test_2_all(self):
        """CPython's own tests, all of them, have the same results in both"""
        results = {kind: run_tests(kind) for kind in TREES}
        flaky, other = {}, {}
        names = differing(*results.values())
        for file in sorted(set(map(file_of, names))):
            again = {kind: [run_tests(kind, file) for _ in range(AGAIN)] for kind in TREES}
            for name in (name for name in names if file_of(name) == file):
                # Of files, only those are listed that did not pass.
                default = "passed" if name.startswith("file ") else "not run"
                alone = {kind: {run.get(name, default) for run in again[kind]} for kind in TREES}
                seen = {kind: alone[kind] | {results[kind].get(name, default)} for kind in TREES}
                # Alike when it is run alone: then it was the machine's load, or what ran beside it.
                is_flaky = alone["stock"] == alone["grafted"] or seen["grafted"] <= seen["stock"]
                (flaky if is_flaky else other)[name] = {kind: sorted(seen[kind]) for kind in TREES}
        today = datetime.datetime.now(datetime.UTC).date()
        FACTS["results"] = {"date": today.isoformat(), "command": " ".join(["./python", *TESTS]),
                            "modules": len(set(map(file_of, results["stock"]))), "flaky": flaky, "other": other,
                            "count": {kind: tally(results[kind]) for kind in TREES},
                            "failing": sorted(name for name, outcome in results["stock"].items() if outcome in
                                              ("failed", "error") and results["grafted"].get(name) == outcome)}
        self.assertEqual(other, {})
        self.assertGreater(len(results["stock"]), 10_000)


def differing(old, new):
    return sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))


def tally(outcomes):
    words = ("passed", "failed", "error", "skipped")
    tests = [outcome.split(", ") for name, outcome in outcomes.items() if not name.startswith("file ")]
    return {word: sum(word in test for test in tests) for word in words}


def run_tests(kind, *names):
    """Run CPython's tests, or those named, in the build `kind`: each test with its outcome."""
    stem = f"{kind}-tests{''.join(f'-{name}' for name in names)}"
    report, log = WORK / f"{stem}.xml", WORK / f"{stem}.log"
    with in_place(kind) as place, open(log, "w") as output:
        command = ["./python", *TESTS, "--junit-xml", str(report), *names]
        subprocess.run(command, cwd=place / "build", env=variables(WORK / "bin"), stdin=subprocess.DEVNULL,
                       stdout=output, stderr=subprocess.STDOUT)
    return outcomes(report.read_text(), log.read_text(errors="replace"))


def file_of(name):
    """The name for regrtest of the file that a test is in: folders and files are called test_…, classes are not."""
    found = re.match(r"(?:file )?(?:test\.)?(test_\w+(?:\.test_\w+)*)", name)
    return found[1] if found else name.split(".")[0]


def outcomes(report, log):
    """What became of each test, by a report in JUnit's format; and of each file that as a whole did not pass."""
    found = {}
    for case in xml.etree.ElementTree.fromstring(report).iter("testcase"):
        kinds = {"failure": "failed", "error": "error", "skipped": "skipped"}
        outcome = next((word for kind, word in kinds.items() if case.find(kind) is not None), "passed")
        # A test can be there twice, such as one with parts.
        name = re.sub(r" at 0x[0-9a-f]+", "", case.get("name"))
        found.setdefault(name, set()).add(outcome)
    found = {name: ", ".join(sorted(outcomes)) for name, outcomes in found.items()}
    for what, files in re.findall(r"(?m)^\d+ tests? (\w[\w ()-]*):\n((?:    .*\n)+)", log):
        if what != "OK":
            found |= {f"file {name}": what for name in files.split()}
    return found


if __name__ == "__main__":
    harness.main(__file__)
