"""bytes, bytearray and str of cpython-api, through the functions of _testrust."""

import sys
import unittest

import _testrust
from calls import call

CALLS = [
    call(_testrust.bytes_repeat, b"abc", 300).gives(b"abc" * 300),
    call(_testrust.bytes_partly, b"abcdef", 4, 1).gives(b"abc"),
    call(_testrust.bytes_detached, b"abc", 5).gives(b"abc"),
    call(_testrust.bytes_detached, b"abc", 2).raises(ValueError),
    call(_testrust.bytearray_new, b"abc").gives(b"abc"),
    call(lambda: _testrust.bytearray_resize(bytearray(10), 2)).gives((2, bytes(2))),
    call(_testrust.through_str, "text").gives("text"),
    call(_testrust.through_str, "\ud800").raises(UnicodeEncodeError),
    call(_testrust.through_char, "€").gives("€"),
    call(_testrust.str_data, "a€"),
    call(_testrust.str_from_codes, (97, 0x20ac, 0x1f4a1)).gives("a€\U0001f4a1"),
    call(_testrust.str_from_codes, (0x110000,)).raises(ValueError),
    call(_testrust.str_parts, "abc", 1, 2).gives(("<b…abc>", "b")),
    call(_testrust.str_copy, "€uro").gives("€uro"),
    call(_testrust.str_build_ascii, b"abc").gives("abc"),
    call(_testrust.str_ask, "abc", "abc", "c").gives((True, "abcabc", True, 2)),
    call(_testrust.str_intern, "not a constant").gives("not a constant"),
]


class Texts(unittest.TestCase):
    TEXTS = ["", "a", "plain", "café", "\xff" * 100, "a€", "€" * 70, "a\U0001f600", "\udc80", "\0"]

    def test_bytes_grow(self):
        for times in (0, 1, 2, 100, 1000):
            for data in (b"", b"x", b"abcdefg"):
                self.assertEqual(_testrust.bytes_repeat(data, times), data * times)

    def test_bytes_that_do_not_grow(self):
        self.assertEqual(_testrust.bytes_partly(b"abcdef", 4, 1), b"abc")
        self.assertEqual(_testrust.bytes_partly(b"ab", 4, 0), b"ab")
        self.assertEqual(_testrust.bytes_partly(b"abcd", 4, 9), b"")
        self.assertRaises(MemoryError, _testrust.bytes_partly, b"", sys.maxsize, 0)
        self.assertRaises(MemoryError, _testrust.bytes_partly, b"", 2 * sys.maxsize + 1, 0)

    def test_bytes_detached(self):
        for data in (b"", b"a", b"abc" * 1000):
            for room in (len(data), len(data) + 1, 2 * len(data) + 5):
                self.assertEqual(_testrust.bytes_detached(data, room), data)
        self.assertRaises(ValueError, _testrust.bytes_detached, b"abc", 2)
        self.assertRaises(MemoryError, _testrust.bytes_detached, b"", sys.maxsize)

    def test_bytearray(self):
        array = _testrust.bytearray_new(b"abc")
        self.assertEqual(array, bytearray(b"abc"))
        self.assertEqual(_testrust.bytearray_resize(array, 2), (2, b"ab"))
        self.assertEqual(_testrust.bytearray_resize(array, 0), (0, b""))
        with memoryview(array):
            self.assertRaises(BufferError, _testrust.bytearray_resize, array, 10)
        self.assertRaises(MemoryError, _testrust.bytearray_resize, array, sys.maxsize)

    def test_str_data(self):
        kinds = [(0x7f, "ascii"), (0xff, "latin1"), (0xffff, "ucs2"), (0x10ffff, "ucs4")]
        for text in self.TEXTS:
            codes = tuple(map(ord, text))
            greatest, kind = next(k for k in kinds if max(codes, default=0) <= k[0])
            self.assertEqual(_testrust.str_data(text), (kind, greatest, codes))
            self.assertEqual(_testrust.str_from_codes(codes), text)
            self.assertEqual(_testrust.str_copy(text), text)

    def test_numbers_that_are_no_characters(self):
        self.assertRaises(ValueError, _testrust.str_from_codes, (65, 0x110000))
        self.assertRaises(ValueError, _testrust.str_from_codes, (2**32,))

    def test_a_writer_widens(self):
        codes = tuple(range(0x60, 0x180, 5)) + tuple(range(0xfff0, 0x10010)) + (0x10ffff,)
        self.assertEqual(_testrust.str_from_codes(codes), "".join(map(chr, codes)))

    def test_str_parts(self):
        for text in self.TEXTS:
            for start, end in ((0, 1), (1, 3), (2, 1), (0, sys.maxsize), (5, 2 * sys.maxsize)):
                part = text[start:end]
                self.assertEqual(_testrust.str_parts(text, start, end), (f"<{part}…{text}>", part))

    def test_utf8(self):
        for text in self.TEXTS:
            if text == "\udc80":
                self.assertRaises(UnicodeEncodeError, _testrust.through_str, text)
                self.assertRaises(ValueError, _testrust.through_char, text)
            else:
                self.assertEqual(_testrust.through_str(text), text)
        for character in "a\xe9€\U0001f600":
            self.assertEqual(_testrust.through_char(character), character)

    def test_ascii_in_place(self):
        self.assertEqual(_testrust.str_build_ascii(b"abc"), "abc")
        self.assertEqual(_testrust.str_build_ascii(b""), "")
        self.assertTrue(_testrust.str_build_ascii(b"x" * 1000).isascii())
        self.assertRaises(ValueError, _testrust.str_build_ascii, b"\x80")

    def test_ask(self):
        self.assertEqual(_testrust.str_ask("abc", "abc", "c"), (True, "abcabc", True, 2))
        self.assertEqual(_testrust.str_ask("abc", "€", "x"), (False, "abc€", False, None))

    def test_intern(self):
        name = "".join(["not_", "a_", "constant"])
        self.assertIs(_testrust.str_intern(name), sys.intern("".join(["not_a", "_constant"])))


if __name__ == "__main__":
    unittest.main()
