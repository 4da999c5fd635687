"""binascii and base64 in many interpreters of one process, each with a GIL of its own.

    PYTHON tests/subinterpreters.py

Needs CPython 3.13's `_interpreters`. Every interpreter imports the module, uses every function,
and has an Error that is not any other interpreter's.
"""

import binascii
import os
import pathlib
import unittest

from support import harness, samples

try:
    import _interpreters
    from support import isolated
except ImportError:
    _interpreters = None

COUNT = 50
THREADS = 8

# Run in the interpreter; ends by writing the identity of its Error to the pipe.
SCRIPT = """
import sys
sys.path.insert(0, tests)
import base64, binascii, os
from support import samples
for _ in range(rounds):
    samples.check(binascii)
    samples.check_base64(base64)
assert binascii.Error.__module__ == "binascii" and issubclass(binascii.Error, ValueError)
assert not isinstance(binascii.Incomplete(), binascii.Error)
assert id(binascii) != main_module, "the main interpreter's module is shared"
os.write(pipe, b"%d\\n" % id(binascii.Error))
"""

# Memory is given back by the interpreter that took it, also what is still alive at its end.
LEAVE_REFERENCES = """
import base64, builtins, binascii
kept = [binascii.Error("kept"), binascii.b2a_hex, binascii.b2a_base64(b"kept"), base64.b64encode]
kept.append(kept)
builtins.kept = kept
"""


@unittest.skipIf(_interpreters is None, "this Python has no _interpreters module (3.13 has)")
class Subinterpreters(unittest.TestCase):
    def setUp(self):
        self.reader, self.writer = os.pipe()
        self.living = []

    def tearDown(self):
        for interpreter in self.living:
            _interpreters.destroy(interpreter)
        os.close(self.reader)
        os.close(self.writer)

    def create(self):
        interpreter = _interpreters.create("isolated")
        self.living.append(interpreter)
        return interpreter

    def run_in(self, interpreter, script=SCRIPT, rounds=1):
        isolated.run_in(interpreter, script, **self.shared(rounds))

    def shared(self, rounds):
        return {"tests": str(pathlib.Path(__file__).parent), "pipe": self.writer, "rounds": rounds,
                "main_module": id(binascii)}

    def errors(self, count):
        """The identities that `count` interpreters wrote."""
        text = b""
        while text.count(b"\n") < count:
            text += os.read(self.reader, 65536)
        return {int(line) for line in text.split()}

    def test_50_at_once(self):
        """50 interpreters live together, each with an Error of its own"""
        for _ in range(COUNT):
            self.run_in(self.create())
        self.assertEqual(len(self.errors(COUNT) | {id(binascii.Error)}), COUNT + 1)
        samples.check(binascii)

    def test_50_one_after_the_other(self):
        """50 interpreters come and go, leaving references behind; the main one goes on"""
        for _ in range(COUNT):
            interpreter = self.create()
            self.run_in(interpreter)
            self.run_in(interpreter, LEAVE_REFERENCES)
            self.living.remove(interpreter)
            _interpreters.destroy(interpreter)
            samples.check(binascii)

    def test_in_parallel(self):
        """8 threads run interpreters in parallel, each under its own GIL"""
        interpreters = [self.create() for _ in range(COUNT)]

        def use_the_main_one():
            for _ in range(200):
                samples.check(binascii)
        isolated.run_parallel(interpreters, THREADS, SCRIPT, use_the_main_one, **self.shared(50))
        self.assertEqual(len(self.errors(COUNT)), COUNT)

    def test_import_again(self):
        """A second import in one interpreter makes a new module that works as the first does"""
        script = SCRIPT + """
import sys
first = sys.modules.pop("binascii")
import binascii
assert binascii is not first and binascii.Error is not first.Error
samples.check(binascii); samples.check(first)
first, _ = sys.modules.pop("base64"), sys.modules.pop("_base64", None)
import base64
assert base64 is not first
samples.check_base64(base64); samples.check_base64(first)
"""
        self.run_in(self.create(), script)


if __name__ == "__main__":
    harness.main(__file__)
