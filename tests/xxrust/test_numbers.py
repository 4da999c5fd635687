"""Numbers of cpython-api, through the functions of _testrust."""

import contextlib
import math
import struct
import sys
import unittest

import _testrust
from calls import call

# Unsigned numbers are converted by CPython's own functions, which are others since 3.14.
NEW = sys.version_info >= (3, 14)

# That of an integer only the low bits are taken, it warns of since 3.15.
WARNS = sys.version_info >= (3, 15)

WIDTHS = {
    "i8": (-2**7, 2**7 - 1), "i16": (-2**15, 2**15 - 1), "i32": (-2**31, 2**31 - 1),
    "i64": (-2**63, 2**63 - 1), "i128": (-2**127, 2**127 - 1),
    "isize": (-sys.maxsize - 1, sys.maxsize),
    "u8": (0, 2**8 - 1), "u16": (0, 2**16 - 1), "u32": (0, 2**32 - 1), "u64": (0, 2**64 - 1),
    "u128": (0, 2**128 - 1), "usize": (0, 2 * sys.maxsize + 1),
}

BIG = [0, 1, -1, 127, 128, -128, 255, 256, 2**30, -2**30, 2**60 - 1, 2**63, -2**63, 2**200, -2**200]

CALLS = [
    *[call(getattr(_testrust, f"through_{name}"), value).gives(value)
      for name, range_ in WIDTHS.items() for value in range_],
    *[call(getattr(_testrust, f"through_{name}"), 2**500).raises(OverflowError) for name in WIDTHS],
    *[call(getattr(_testrust, f"through_wrapping_u{width}"), -1).gives(2**width - 1)
      for width in (8, 16, 32, 64)],
    call(_testrust.through_f32, 1.5).gives(1.5),
    call(_testrust.through_f64, 1.1).gives(1.1),
    call(_testrust.through_bool, []).gives(False),
    call(_testrust.no_value).gives(None),
    call(_testrust.through_option, "x").gives("x"),
    call(_testrust.constants, 1).gives(NotImplemented),
    call(_testrust.int_to, -5).gives((-5, -5, 2**64 - 5)),
    call(_testrust.int_shape, 2**200),
    call(_testrust.int_to_bytes, 2**200, 32, False).gives((2**200).to_bytes(32, "little")),
    call(_testrust.int_to_bytes, 2**200, 3, False).raises(OverflowError),
    call(_testrust.int_from_bytes, b"\1" * 30, True),
    # CPython takes a lack of memory for a wrong digit.
    call(_testrust.int_parse, "-ff", 16).gives(-255).may_raise(ValueError),
    call(_testrust.int_parse, "x", 10).raises(ValueError),
    call(_testrust.index_clipped, 2**100).gives(sys.maxsize),
    call(_testrust.float_parse, " 1.5 ").gives((1.5, 1.5)),
    call(_testrust.float_pack, 1.5),
    call(_testrust.complex_parts, 1.5, -2.0).gives((1.5 - 2j, 1.5, -2.0)),
    call(_testrust.arithmetic, 7, 3),
]


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


class Evil(str):
    def __repr__(self):
        raise RuntimeError("the repr of a text")


class Numbers(unittest.TestCase):
    def test_every_width_holds_its_range(self):
        for name, (low, high) in WIDTHS.items():
            through = getattr(_testrust, f"through_{name}")
            for value in {low, low + 1, 0, 1, high - 1, high}:
                with self.subTest(name, value=value):
                    self.assertEqual(through(value), value)
                    self.assertIs(type(through(value)), int)

    def test_out_of_range_is_an_error(self):
        for name, (low, high) in WIDTHS.items():
            through = getattr(_testrust, f"through_{name}")
            with self.subTest(name):
                self.assertRaises(OverflowError, through, high + 1)
                self.assertRaises(OverflowError, through, 2**500)
                below = ValueError if name in ("u16", "u32", "u64", "usize") else OverflowError
                self.assertRaises(below, through, low - 1)

    def test_messages_are_those_of_argument_clinic(self):
        cases = [
            ("u8", -1, OverflowError, "unsigned byte integer is less than minimum"),
            ("u8", 256, OverflowError, "unsigned byte integer is greater than maximum"),
            ("i16", -2**15 - 1, OverflowError, "signed short integer is less than minimum"),
            ("i16", 2**15, OverflowError, "signed short integer is greater than maximum"),
            ("u16", -1, ValueError,
             "Cannot convert negative int" if NEW else "value must be positive"),
            ("u16", 2**16, OverflowError, "Python int too large for C unsigned short"),
            ("u32", 2**32, OverflowError, "Python int too large for C unsigned int"),
            ("i64", 2**63, OverflowError, "int too big to convert"),
            ("u64", 2**64, OverflowError,
             "Python int too large for C unsigned long long" if NEW else "int too big to convert"),
            ("isize", 2**63, OverflowError, "Python int too large to convert to C ssize_t"),
            ("wrapping_u64", 1.0, TypeError, "through_wrapping_u64() argument must be int, not float"),
            ("u32", 1.0, TypeError,
             "'float' object cannot be interpreted as an integer" if NEW
             else "an integer is required"),
            ("i32", 1.0, TypeError, "'float' object cannot be interpreted as an integer"),
            ("char", "ab", TypeError, "through_char() argument must be a unicode character, not str"),
            ("str", 1, TypeError, "through_str() argument must be str, not int"),
            ("f64", "1", TypeError, "must be real number, not str"),
        ]
        for name, value, kind, message in cases:
            with self.subTest(name, value=value):
                with self.assertRaises(kind) as caught:
                    getattr(_testrust, f"through_{name}")(value)
                self.assertEqual(str(caught.exception), message)

    def test_index_is_called_for_signed_numbers_only(self):
        for name in ("i8", "u8", "i16", "i32", "i64", "isize", "i128", "u128", "wrapping_u32"):
            self.assertEqual(getattr(_testrust, f"through_{name}")(Index(5)), 5)
        for name in ("u16", "u32", "u64", "usize", "wrapping_u64"):
            through = getattr(_testrust, f"through_{name}")
            if WARNS if name.startswith("wrapping") else NEW:
                self.assertEqual(through(Index(5)), 5)
            else:
                self.assertRaises(TypeError, through, Index(5))

    def warning_of_lost_bits(self, is_given):
        if is_given:
            return self.assertWarnsRegex(DeprecationWarning, "^integer value out of range$")
        return contextlib.nullcontext()

    def test_wrapping_takes_the_low_bits(self):
        for bits in (8, 16, 32, 64):
            for value in BIG:
                with self.subTest(bits, value=value):
                    through = getattr(_testrust, f"through_wrapping_u{bits}")
                    loses_bits = not -2**(bits - 1) <= value < 2**bits
                    with self.warning_of_lost_bits(WARNS and loses_bits):
                        self.assertEqual(through(value), value % 2**bits)

    def test_int_getters(self):
        self.assertEqual(_testrust.int_to(-5), (-5, -5, 2**64 - 5))
        self.assertRaises(OverflowError, _testrust.int_to, 2**63)
        for value in BIG:
            sign = (value > 0) - (value < 0)
            self.assertEqual(_testrust.int_shape(value), (value.bit_length(), sign))

    def test_int_bytes(self):
        for value in BIG:
            for length in (1, 4, 8, 9, 26, 64):
                for signed in (False, True):
                    with self.subTest(value=value, length=length, signed=signed):
                        try:
                            expected = value.to_bytes(length, "little", signed=signed)
                        except OverflowError:
                            kind = ValueError if value < 0 and not signed else OverflowError
                            with self.assertRaises(kind):
                                _testrust.int_to_bytes(value, length, signed)
                            continue
                        self.assertEqual(_testrust.int_to_bytes(value, length, signed), expected)
                        self.assertEqual(_testrust.int_from_bytes(expected, signed), value)
        self.assertEqual(_testrust.int_from_bytes(b"", False), 0)

    def test_int_parse(self):
        self.assertEqual(_testrust.int_parse("-ff", 16), -255)
        self.assertEqual(_testrust.int_parse("0b11", 0), 3)
        for base in (1, 37, 2**31):
            self.assertRaises(ValueError, _testrust.int_parse, "1", base)
        self.assertRaises(ValueError, _testrust.int_parse, "x", 10)
        # The message has the text's own repr.
        self.assertRaises(RuntimeError, _testrust.int_parse, Evil("x"), 10)
        self.assertRaises(RuntimeError, _testrust.float_parse, Evil("x"))

    def test_index_clipped(self):
        self.assertEqual(_testrust.index_clipped(2**100), sys.maxsize)
        self.assertEqual(_testrust.index_clipped(Index(-2**100)), -sys.maxsize - 1)
        self.assertRaises(TypeError, _testrust.index_clipped, "1")

    def test_float(self):
        for value in (0.0, -0.0, 1.5, 1e300, math.inf, 5e-324):
            self.assertEqual(struct.pack(">d", _testrust.through_f64(value)), struct.pack(">d", value))
        self.assertTrue(math.isnan(_testrust.through_f64(math.nan)))
        self.assertEqual(_testrust.through_f64(Index(7)), 7.0)
        self.assertEqual(_testrust.through_f32(1e300), math.inf)
        self.assertEqual(_testrust.through_f32(0.1), struct.unpack("f", struct.pack("f", 0.1))[0])
        self.assertEqual(_testrust.float_parse(" 1.5 "), (1.5, 1.5))

    def test_float_packing_is_that_of_struct(self):
        for value in (0.0, -1.5, 1000.5, 65504.0):
            packed = tuple(struct.pack(">" + kind, value) for kind in "efd")
            self.assertEqual(_testrust.float_pack(value), (*packed, (value, value, value)))
        self.assertRaises(OverflowError, _testrust.float_pack, 1e30)

    def test_complex(self):
        self.assertEqual(_testrust.complex_parts(1.5, -2.0), (1.5 - 2j, 1.5, -2.0))

    def test_bool_and_none(self):
        self.assertIs(_testrust.through_bool([]), False)
        self.assertIs(_testrust.through_bool("x"), True)
        self.assertIsNone(_testrust.no_value())
        self.assertIsNone(_testrust.through_option(None))
        self.assertEqual(_testrust.through_option("x"), "x")
        self.assertEqual([_testrust.constants(i) for i in range(3)], [None, NotImplemented, ...])

    def test_arithmetic(self):
        a, b = 29, 5
        self.assertEqual(_testrust.arithmetic(a, b), (
            a + b, a - b, a * b, a / b, a // b, a % b, divmod(a, b), a ** b, a << b, a >> b,
            a & b, a | b, a ^ b, a + b, -a, abs(a), ~a, a, a, float(a)))
        self.assertRaises(ZeroDivisionError, _testrust.arithmetic, 1, 0)
        self.assertRaises(TypeError, _testrust.arithmetic, 1, "x")


if __name__ == "__main__":
    unittest.main()
