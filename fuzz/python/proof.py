"""Would the fuzzer notice? Functions that differ a little, crash, or fail no more are all caught.

    PYTHON fuzz/python/proof.py C-TWIN
"""

import argparse
import contextlib
import io
import os
import pathlib
import sys
import types
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests"))

import expected
import fuzz
import instructions
import workers
from pairs import Pair, pure_base64
from plan import SIZE, Plan
from support import harness
from twins import load, outcome, surface
from twins.cases import Case, read
from twins.carriers import Carried, Source
from twins.shrink import shrunk

C_TWIN = load.at(sys.argv.pop(1), "binascii") if len(sys.argv) > 1 else sys.exit(__doc__)

# With this many calls of one function, what is expected has to occur.
CASES = fuzz.ENOUGH + 2000


def altered(module=C_TWIN, **changes):
    """A module with some attributes replaced."""
    copy = types.ModuleType(module.__name__, module.__doc__)
    vars(copy).update({name: getattr(module, name) for name in dir(module)
                       if name not in surface.IMPORT_SYSTEM})
    vars(copy).update(changes)
    return copy


def pair_with(**changes):
    return Pair("binascii", C_TWIN, altered(**changes))


def run(pair, function, cases=CASES, jobs=2, seed="proof", kernels=()):
    """The tallies, what is reported, and which functions failed."""
    plan = Plan([pair], seed, cases, function, kernels)
    tallies, crashes = workers.run(plan, jobs)
    options = argparse.Namespace(seed=seed, c_twin="C-TWIN", rust=None)
    with contextlib.redirect_stdout(io.StringIO()) as said:
        failed = fuzz.report([pair], tallies, crashes, options)
    return tallies, said.getvalue(), failed


class Differences(unittest.TestCase):
    def assertCaught(self, function, **changes):
        """The difference is found, and shown as a call that makes it again; the call."""
        pair = pair_with(**changes)
        tallies, said, failed = run(pair, function)
        self.assertEqual(failed, {f"binascii.{function}"}, said)
        call = said.partition("one is binascii.")[2].partition("\n    expected:")[0]
        self.assertTrue(pair.differs(read(call)), said)
        with contextlib.redirect_stdout(io.StringIO()):
            self.assertEqual(fuzz.show_call([pair], f"binascii.{call}"), 1)
            self.assertEqual(fuzz.show_call([pair_with()], f"binascii.{call}"), 0)
        return call

    def test_none(self):
        """Twins that are the same"""
        for function in ("a2b_base64", "b2a_hex", "crc32"):
            tallies, said, failed = run(pair_with(), function)
            self.assertEqual(failed, set(), said)
            self.assertEqual(tallies[f"binascii.{function}"].calls, CASES)

    def test_length(self):
        """A result that is wrong at one length, in its smallest form"""
        def b2a_base64(*args, **keywords):
            result = C_TWIN.b2a_base64(*args, **keywords)
            return result[:-1] if len(result) == 169 else result
        self.assertEqual(self.assertCaught("b2a_base64", b2a_base64=b2a_base64),
                         "b2a_base64(b'" + "A" * 124 + "')")

    def test_place(self):
        """A byte that is taken for another in long data"""
        def a2b_hex(*args, **keywords):
            if args and type(args[0]) is bytes and len(args[0]) >= 4000 and args[0][:1] < b"c":
                args = (b"d" + args[0][1:],)
            return C_TWIN.a2b_hex(*args, **keywords)
        self.assertEqual(self.assertCaught("a2b_hex", a2b_hex=a2b_hex), "a2b_hex(b'A' * 4000)")

    def test_message(self):
        """A message that differs for one of its reasons"""
        def a2b_base64(*args, **keywords):
            try:
                return C_TWIN.a2b_base64(*args, **keywords)
            except C_TWIN.Error as error:
                error.args = (error.args[0].replace("Discontinuous", "Interrupted"),)
                raise
        self.assertRegex(self.assertCaught("a2b_base64", a2b_base64=a2b_base64),
                         r"a2b_base64\(b'AA=A', strict_mode=.*\)")

    def test_warning(self):
        """A warning that is not given"""
        def crc_hqx(data, value, /):
            if type(value).__name__ == "Index" and isinstance(value.answer, bool):
                value = value.answer
            return C_TWIN.crc_hqx(data, value)
        self.assertCaught("crc_hqx", crc_hqx=crc_hqx)

    def test_crash(self):
        """A process that ends"""
        def b2a_uu(data, /, **keywords):
            if data == b"\xff" * 45:
                os.abort()
            return C_TWIN.b2a_uu(data, **keywords)
        _, said, failed = run(pair_with(b2a_uu=b2a_uu), "b2a_uu")
        self.assertEqual(failed, {"binascii.b2a_uu"})
        self.assertRegex(said, r"ends the process \(SIGABRT\): binascii\.b2a_uu\(.*xff")

    @unittest.skipUnless(instructions.NAMES, "this build has no choice of instructions")
    def test_kernel(self):
        """A result that is wrong with some instructions, which are named"""
        import _testrust
        wrong = instructions.NAMES[0]

        def b2a_uu(*args, **keywords):
            result = C_TWIN.b2a_uu(*args, **keywords)
            return result + b"!" if _testrust.kernel() == wrong and len(result) > 40 else result
        pair = pair_with(b2a_uu=b2a_uu)
        _, said, failed = run(pair, "b2a_uu", kernels=instructions.NAMES)
        self.assertEqual(failed, {"binascii.b2a_uu"})
        self.assertRegex(said, f"batch [0-9]+, with {wrong}\n.* --kernel {wrong}\n")
        for name in instructions.NAMES[1:]:
            self.assertEqual(run(pair, "b2a_uu", kernels=(name,))[2], set())

    def test_result_of_python(self):
        """Of a function in Python, the result counts and the way to it does not"""
        base64 = pure_base64(C_TWIN)

        def b32decode(*args, **keywords):
            try:
                return base64.b32decode(*args, **keywords)
            except C_TWIN.Error as error:
                raise C_TWIN.Error(str(error)) from None

        def pair(**changes):
            return Pair("base64", base64, altered(base64, **changes), twins=False, misuse=False)
        self.assertEqual(run(pair(b32decode=b32decode), "b32decode")[2], set())
        wrong = pair(b85encode=lambda *args, **keywords: bytearray(base64.b85encode(*args, **keywords)))
        self.assertEqual(run(wrong, "b85encode")[2], {"base64.b85encode"})


class Expectations(unittest.TestCase):
    def test_unreached(self):
        """An error that never occurs any more, in both twins alike"""
        def a2b_base64(*args, **keywords):
            try:
                return C_TWIN.a2b_base64(*args, **keywords)
            except C_TWIN.Error as error:
                raise C_TWIN.Error(str(error).replace("Excess data", "Excess")) from None
        module = altered(a2b_base64=a2b_base64)
        # The signature is that of the C function.
        a2b_base64.__text_signature__ = C_TWIN.a2b_base64.__text_signature__
        _, said, failed = run(Pair("binascii", module, module), "a2b_base64")
        self.assertEqual(failed, {"binascii.a2b_base64"})
        self.assertIn("never had the outcome 'binascii.Error: Excess data after padding'", said)

    def test_every_function_is_expected_to_do_something(self):
        """Each function of binascii has its kinds of outcomes"""
        names = Pair("binascii", C_TWIN, C_TWIN).functions()
        for name in names:
            with self.subTest(name):
                kinds = expected.of(f"binascii.{name}")
                self.assertTrue(any(kind.startswith("returns") for kind in kinds))


class Plans(unittest.TestCase):
    def calls(self, seed, cases=3 * SIZE + 7, jobs=1):
        tallies, _ = workers.run(Plan([pair_with()], seed, cases, "a2b_qp"), jobs)
        return tallies["binascii.a2b_qp"]

    def test_processes(self):
        """The same calls for the same seed, by any number of processes"""
        one, three = self.calls("a"), self.calls("a", jobs=3)
        self.assertEqual(one.calls, 3 * SIZE + 7)
        self.assertEqual(one, three)
        self.assertNotEqual(one, self.calls("b"))

    def test_instructions(self):
        """Each function with each set of instructions, in turn"""
        plan = Plan([pair_with()], "a", None, None, ("portable", "best"))
        tried = {(plan.batch(number)[1], plan.kernel(number)) for number in range(2 * len(plan.deck()))}
        functions = plan.pairs[0].functions()
        self.assertEqual(tried, {(name, kernel) for name in functions for kernel in plan.kernels})

    def test_seconds(self):
        """An end after some time"""
        tallies, _ = workers.run(Plan([pair_with()], "a", None), 2, seconds=0.2)
        self.assertGreater(sum(tally.calls for tally in tallies.values()), 0)


class Shrinking(unittest.TestCase):
    def test_arguments(self):
        """What does not matter is left out; what does stays"""
        case = Case("f", (Carried("own_bytearray({})", b"xyz=" * 40), Source("Index(2)")),
                    (("header", Source("Bool(True)")), ("istext", False)))

        def differs(case):
            data = outcome.valued(case.args[0]) if case.args else b""
            return bytes(data).count(b"=") >= 2 and ("istext", False) in case.keywords
        self.assertEqual(str(shrunk(differs, case)), "f(b'==', istext=False)")

    def test_carrier(self):
        """A carrier that matters stays, around as little as possible"""
        case = Case("f", (Carried("every_other({})", Source("noise(1, 5000, b'ab')")),))

        def differs(case):
            return bool(case.args) and isinstance(outcome.valued(case.args[0]), memoryview)
        self.assertEqual(str(shrunk(differs, case)), "f(every_other(b''))")


if __name__ == "__main__":
    harness.main(__file__)
