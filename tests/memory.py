"""binascii and base64 when memory runs out, and how much of it a conversion takes.

    PYTHON tests/memory.py [--c-twin=BUILD]

Every allocation of every call fails once, and so does everything from it on: the call raises
MemoryError or gives the right result. Needs `_testcapi`. Each call is tried in a process of its
own, so that a crash is that call's failure. With the C twin's build directory, peaks of memory
are compared as well.
"""

import base64
import binascii
import importlib.util
import itertools
import subprocess
import sys
import tracemalloc
import unittest

from support import harness, samples
from twins import load

try:
    from support import starve
except ImportError:
    starve = None

C_TWIN = next((word.removeprefix("--c-twin=") for word in sys.argv
               if word.startswith("--c-twin=")), None)

MIB = 1 << 20
LARGE = [
    ("a2b_base64", b"QUJD" * (MIB // 4)), ("a2b_base64", b"QUJDREVG\n" * (MIB // 9)),
    ("b2a_base64", bytes(MIB)), ("a2b_hex", b"4a" * (MIB // 2)), ("b2a_hex", bytes(MIB)),
    ("a2b_qp", b"a=3Db " * (MIB // 6)), ("b2a_qp", b"text = \xff\n" * (MIB // 9)),
    ("b2a_qp", bytes(MIB)),
]

# Encoders of base64 whose argument needs a copy, and what decodes the result, which needs one, too.
# Functions of 3.15 convert some arguments only when others were looked at.
ROUND_TRIPS = [
    ("b64encode", {}, "b64decode", {}), ("b64encode", {"altchars": b"-_"}, "b64decode", {"altchars": b"-_"}),
    ("b32encode", {}, "b32decode", {"casefold": True}), ("b32hexencode", {}, "b32hexdecode", {}),
    ("b16encode", {}, "b16decode", {}), ("b16encode", {}, "b16decode", {"casefold": True}),
    ("b85encode", {}, "b85decode", {}), ("z85encode", {}, "z85decode", {}), ("a85encode", {}, "a85decode", {}),
    ("encodebytes", {}, "decodebytes", {}),
]
if sys.version_info >= (3, 15):
    IGNORED = {"ignorechars": bytearray(b"\n" * 100)}
    ROUND_TRIPS += [
        (f"{name}encode", {"wrapcol": 20}, f"{name}decode", IGNORED)
        for name in ("b64", "b32", "b32hex", "b16", "b85", "z85", "a85")
    ]
    # No ordinary number: another way through it.
    WRAPCOL = type("int", (int,), {})(20)
    ROUND_TRIPS += [("b16encode", {"wrapcol": WRAPCOL}, "b16decode", {"casefold": True, **IGNORED})]

MODULES = {"binascii": binascii, "base64": base64}
CALLS = [("binascii", *call) for call in samples.CALLS] + \
    [("base64", *call) for call in samples.BASE64_CALLS]
ERRORS = [("binascii", *call) for call in samples.ERRORS] + \
    [("base64", *call) for call in samples.BASE64_ERRORS]


def try_all(call, expected):
    """Fail each allocation of `call`; how many there are."""
    def check(found):
        assert expected is None or found == expected, f"{found!r} instead of {expected!r}"
    return starve.try_all(call, check)


def try_call(index):
    module, name, args, keywords, expected = CALLS[index]
    function = getattr(MODULES[module], name)
    return try_all(lambda: function(*args, **keywords), expected)


def try_large(index):
    name, data = LARGE[index]
    function = getattr(binascii, name)
    return try_all(lambda: function(data), function(data))


def try_round_trip(index):
    encode, encoding, decode, decoding = ROUND_TRIPS[index]
    data = bytes(range(256)) * 2
    text = getattr(base64, encode)(data, **encoding)
    count = try_all(lambda: getattr(base64, encode)(bytearray(data), **encoding), text)
    return count + try_all(lambda: getattr(base64, decode)(bytearray(text), **decoding), data)


def try_error(index):
    """An error that cannot be made is a MemoryError."""
    module, name, args, _ = ERRORS[index]
    # binascii.Error is one.
    function, error = getattr(MODULES[module], name), ValueError

    def call():
        try:
            function(*args)
        except error:
            return True
    return try_all(call, True)


def try_import(index):
    name = ("binascii", "_base64")[index]
    spec = importlib.util.find_spec(name)
    import _imp
    create, execute = (_imp.create_builtin, _imp.exec_builtin) if spec.origin == "built-in" \
        else (_imp.create_dynamic, _imp.exec_dynamic)

    def call():
        execute(create(spec))
    count = try_all(call, None)
    samples.check(binascii)
    samples.check_base64(base64)
    return count


ATTEMPTS = {"call": try_call, "large": try_large, "round-trip": try_round_trip, "error": try_error, "import": try_import}


@unittest.skipIf(starve is None, "this interpreter was built without _testcapi")
class NoMemory(unittest.TestCase):
    def attempt(self, what, index):
        """One attempt in a process of its own."""
        done = subprocess.run([sys.executable, "-X", "faulthandler", __file__, f"--attempt={what}:{index}"],
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr[-3000:])
        return int(done.stdout)

    def test_calls(self):
        """Every allocation of every function fails: MemoryError or the right result"""
        counts = [self.attempt("call", index) for index in range(len(CALLS))]
        counts += [self.attempt("large", index) for index in range(len(LARGE))]
        counts += [self.attempt("round-trip", index) for index in range(len(ROUND_TRIPS))]
        # A function that allocates nothing was not tested; since 3.14 there are spare ints.
        for count, call in itertools.zip_longest(counts, CALLS):
            is_spare = call and type(call[-1]) is int and sys.version_info >= (3, 14)
            self.assertTrue(count or is_spare, (call, counts))

    def test_errors(self):
        """Every allocation on the way to an error fails: MemoryError or that error"""
        for index in range(len(ERRORS)):
            self.attempt("error", index)

    def test_import(self):
        """Every allocation of making a module fails: MemoryError, and the next import works"""
        for index in range(2):
            self.assertGreater(self.attempt("import", index), 10)


class Peaks(unittest.TestCase):
    def test_visible(self):
        """What a result takes is seen by tracemalloc"""
        for name, data in LARGE:
            with self.subTest(name):
                peak, size = measured(binascii, name, data)
                self.assertGreaterEqual(peak, size)

    @unittest.skipIf(C_TWIN is None, "no --c-twin to compare with")
    def test_not_more_than_c(self):
        """No conversion of 1 MiB takes more memory than the C twin's"""
        c_twin = load.at(C_TWIN, "binascii")
        for name, data in LARGE:
            with self.subTest(name):
                in_c, in_rust = measured(c_twin, name, data)[0], measured(binascii, name, data)[0]
                self.assertLessEqual(in_rust, in_c + 1024)


def measured(module, name, data):
    """The peak of memory during a call, and the size of its result."""
    function = getattr(module, name)
    tracemalloc.start()
    try:
        result = function(data)
        return tracemalloc.get_traced_memory()[1], sys.getsizeof(result) - sys.getsizeof(b"")
    finally:
        tracemalloc.stop()


if __name__ == "__main__":
    for word in sys.argv[1:]:
        if word.startswith("--attempt="):
            what, _, number = word.removeprefix("--attempt=").partition(":")
            print(ATTEMPTS[what](int(number)))
            sys.exit()
    harness.main(__file__)
