"""Would parity.py notice? Modules that differ from the C twin in one small way are all caught.

    PYTHON tests/parity_proof.py C-TWIN
"""

import functools
import itertools
import sys
import types
import unittest

import parity
from support import harness
from twins import load, surface
from twins.cases import random_cases, systematic
from twins.shrink import shrunk

C_TWIN = load.at(sys.argv.pop(1), "binascii") if len(sys.argv) > 1 else sys.exit(__doc__)

# A difference has to show in this many random calls; parity.py makes several times more.
CASES = 4000


def altered(**changes):
    """The C twin with some attributes replaced."""
    module = types.ModuleType("binascii", C_TWIN.__doc__)
    vars(module).update({name: getattr(C_TWIN, name) for name in dir(C_TWIN)
                         if name not in surface.IMPORT_SYSTEM})
    vars(module).update(changes)
    return module


def wrong_when(name, condition, wrong):
    """Function `name` with its result passed through `wrong` when `condition` holds for the data."""
    right = getattr(C_TWIN, name)

    @functools.wraps(right)
    def function(*args, **keywords):
        result = right(*args, **keywords)
        return wrong(result) if condition(*args) else result
    return altered(**{name: function})


def is_long(data, *_):
    return isinstance(data, bytes) and len(data) == 64


class Proof(unittest.TestCase):
    def differing(self, module, name):
        calls = itertools.chain(systematic(C_TWIN, name),
                                itertools.islice(random_cases(C_TWIN, name, "proof"), CASES))
        return parity.compare_calls(C_TWIN, module, calls)

    def assertCaught(self, module, name):
        tally = self.differing(module, name)
        self.assertGreater(tally.differing, 0)
        smaller = shrunk(lambda case: parity.differs(C_TWIN, module, case), tally.first)
        self.assertTrue(parity.differs(C_TWIN, module, smaller), smaller)
        self.assertLessEqual(len(str(smaller)), len(str(tally.first)))

    def test_itself(self):
        """The C twin does not differ from itself"""
        twin = load.at(C_TWIN.__file__, "binascii")
        self.assertEqual(surface.facts(twin), surface.facts(C_TWIN))
        for name in ("a2b_base64", "b2a_hex", "crc_hqx"):
            self.assertEqual(self.differing(twin, name).differing, 0)

    def test_result(self):
        """A result that is wrong at one length"""
        self.assertCaught(wrong_when("b2a_base64", is_long, lambda result: result[:-1]), "b2a_base64")

    def test_type(self):
        """A result of an equal but different type"""
        self.assertCaught(wrong_when("b2a_qp", is_long, bytearray), "b2a_qp")

    def test_message(self):
        """A message with another word in one of its forms"""
        def a2b_base64(*args, **keywords):
            try:
                return C_TWIN.a2b_base64(*args, **keywords)
            except C_TWIN.Error as error:
                text = str(error).replace("Excess data after", "Excess bytes after")
                raise C_TWIN.Error(text) from None
        self.assertCaught(altered(a2b_base64=a2b_base64), "a2b_base64")

    def test_exception(self):
        """Another exception with the same message"""
        def a2b_hex(*args):
            try:
                return C_TWIN.a2b_hex(*args)
            except C_TWIN.Error as error:
                raise ValueError(str(error)) from None
        self.assertCaught(altered(a2b_hex=a2b_hex), "a2b_hex")

    def test_conversions(self):
        """An argument that is asked once too often whether it is true"""
        def b2a_uu(data, /, *, backtick=False):
            bool(backtick)
            return C_TWIN.b2a_uu(data, backtick=backtick)
        self.assertCaught(altered(b2a_uu=b2a_uu), "b2a_uu")

    def test_buffer(self):
        """A buffer that is kept after the call"""
        kept = []

        def crc32(data, *args):
            result = C_TWIN.crc32(data, *args)
            if isinstance(data, bytearray):
                kept.append(memoryview(data))
            return result
        self.assertCaught(altered(crc32=crc32), "crc32")

    def test_order(self):
        """Arguments that are converted in another order"""
        def b2a_hex(*args, **keywords):
            if "bytes_per_sep" in keywords and isinstance(keywords["bytes_per_sep"], int) is False:
                keywords["bytes_per_sep"].__index__()
            return C_TWIN.b2a_hex(*args, **keywords)
        self.assertCaught(altered(b2a_hex=b2a_hex), "b2a_hex")

    def test_docstring(self):
        """A docstring, a constant, a name more, a base less"""
        facts = surface.facts(C_TWIN)
        for changes in ({"hexlify": functools.wraps(C_TWIN.b2a_hex)(lambda: None)}, {"extra": 1},
                        {"Error": type("Error", (Exception,), {"__module__": "binascii"})},
                        {"__doc__": "Conversions."}):
            with self.subTest(", ".join(changes)):
                self.assertNotEqual(surface.facts(altered(**changes)), facts)


if __name__ == "__main__":
    harness.main(__file__)
