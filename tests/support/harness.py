"""Runs the unittest classes of a script: a line for each test, and counts in the last line.

The last line of standard output is `NAME: N passed, N failed, N skipped`, which
`cargo xtask test` reads.
"""

import pathlib
import sys
import time
import unittest


class Result(unittest.TestResult):
    """One line for each test, with its docstring for a name and the time it took."""

    def __init__(self):
        super().__init__()
        self.passed = 0

    def startTest(self, test):
        super().startTest(test)
        self.began = time.perf_counter()

    def addSuccess(self, test):
        super().addSuccess(test)
        self.passed += 1
        self.say("ok", test)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.say("skipped", test, f": {reason}")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.fail(test, self.failures)

    def addError(self, test, err):
        super().addError(test, err)
        self.fail(test, self.errors)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            failed = issubclass(err[0], test.failureException)
            self.fail(subtest, self.failures if failed else self.errors)

    def fail(self, test, kept):
        self.say("FAILED", test, "\n" + kept[-1][1])

    def say(self, verdict, test, detail=""):
        took = time.perf_counter() - getattr(self, "began", time.perf_counter())
        described = test.shortDescription() or str(test)
        if hasattr(test, "params"):  # A part of a test, by what tells it from the others.
            described += f": {test._message} {dict(test.params) or ''}".rstrip()
        print(f"{verdict:<8}{described} ({took:.1f} s){detail}", flush=True)


def main(script):
    """Run the tests of the module `__main__`, or those named on the command line."""
    loader = unittest.TestLoader()
    names = [word for word in sys.argv[1:] if not word.startswith("-")]
    main_module = sys.modules["__main__"]
    tests = loader.loadTestsFromNames(names, main_module) if names else \
        loader.loadTestsFromModule(main_module)
    result = Result()
    tests.run(result)
    failed = len(result.failures) + len(result.errors)
    name = pathlib.Path(script).stem
    print(f"{name}: {result.passed} passed, {failed} failed, {len(result.skipped)} skipped")
    sys.exit(1 if failed else 0)
