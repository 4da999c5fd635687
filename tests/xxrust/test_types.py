"""The built-in types of cpython-api, through the functions of _xxrust."""

import contextvars
import math
import struct
import sys
import time
import types
import unittest
import warnings
import weakref
from test import support

import _xxrust

# Unsigned numbers are converted by CPython's own functions, which are others in 3.15 than in 3.13.
NEW = sys.version_info >= (3, 15)

WIDTHS = {
    "i8": (-2**7, 2**7 - 1), "i16": (-2**15, 2**15 - 1), "i32": (-2**31, 2**31 - 1),
    "i64": (-2**63, 2**63 - 1), "i128": (-2**127, 2**127 - 1),
    "isize": (-sys.maxsize - 1, sys.maxsize),
    "u8": (0, 2**8 - 1), "u16": (0, 2**16 - 1), "u32": (0, 2**32 - 1), "u64": (0, 2**64 - 1),
    "u128": (0, 2**128 - 1), "usize": (0, 2 * sys.maxsize + 1),
}

BIG = [0, 1, -1, 127, 128, -128, 255, 256, 2**30, -2**30, 2**60 - 1, 2**63, -2**63, 2**200, -2**200]


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


class Evil(str):
    def __repr__(self):
        raise RuntimeError("the repr of a text")


def raises(exception):
    def f():
        raise exception
    return f


class Numbers(unittest.TestCase):
    def test_every_width_holds_its_range(self):
        for name, (low, high) in WIDTHS.items():
            through = getattr(_xxrust, f"through_{name}")
            for value in {low, low + 1, 0, 1, high - 1, high}:
                with self.subTest(name, value=value):
                    self.assertEqual(through(value), value)
                    self.assertIs(type(through(value)), int)

    def test_out_of_range_is_an_error(self):
        for name, (low, high) in WIDTHS.items():
            through = getattr(_xxrust, f"through_{name}")
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
                    getattr(_xxrust, f"through_{name}")(value)
                self.assertEqual(str(caught.exception), message)

    def test_index_is_called_for_signed_numbers_only(self):
        for name in ("i8", "u8", "i16", "i32", "i64", "isize", "i128", "u128", "wrapping_u32"):
            self.assertEqual(getattr(_xxrust, f"through_{name}")(Index(5)), 5)
        for name in ("u16", "u32", "u64", "usize", "wrapping_u64"):
            through = getattr(_xxrust, f"through_{name}")
            if NEW and not name.startswith("wrapping"):
                self.assertEqual(through(Index(5)), 5)
            else:
                self.assertRaises(TypeError, through, Index(5))

    def test_wrapping_takes_the_low_bits(self):
        for bits in (8, 16, 32, 64):
            for value in BIG:
                with self.subTest(bits, value=value):
                    through = getattr(_xxrust, f"through_wrapping_u{bits}")
                    self.assertEqual(through(value), value % 2**bits)

    def test_int_getters(self):
        self.assertEqual(_xxrust.int_to(-5), (-5, -5, 2**64 - 5))
        self.assertRaises(OverflowError, _xxrust.int_to, 2**63)
        for value in BIG:
            sign = (value > 0) - (value < 0)
            self.assertEqual(_xxrust.int_shape(value), (value.bit_length(), sign))

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
                                _xxrust.int_to_bytes(value, length, signed)
                            continue
                        self.assertEqual(_xxrust.int_to_bytes(value, length, signed), expected)
                        self.assertEqual(_xxrust.int_from_bytes(expected, signed), value)
        self.assertEqual(_xxrust.int_from_bytes(b"", False), 0)

    def test_int_parse(self):
        self.assertEqual(_xxrust.int_parse("-ff", 16), -255)
        self.assertEqual(_xxrust.int_parse("0b11", 0), 3)
        for base in (1, 37, 2**31):
            self.assertRaises(ValueError, _xxrust.int_parse, "1", base)
        self.assertRaises(ValueError, _xxrust.int_parse, "x", 10)
        # The message has the text's own repr.
        self.assertRaises(RuntimeError, _xxrust.int_parse, Evil("x"), 10)
        self.assertRaises(RuntimeError, _xxrust.float_parse, Evil("x"))

    def test_index_clipped(self):
        self.assertEqual(_xxrust.index_clipped(2**100), sys.maxsize)
        self.assertEqual(_xxrust.index_clipped(Index(-2**100)), -sys.maxsize - 1)
        self.assertRaises(TypeError, _xxrust.index_clipped, "1")

    def test_float(self):
        for value in (0.0, -0.0, 1.5, 1e300, math.inf, 5e-324):
            self.assertEqual(struct.pack(">d", _xxrust.through_f64(value)), struct.pack(">d", value))
        self.assertTrue(math.isnan(_xxrust.through_f64(math.nan)))
        self.assertEqual(_xxrust.through_f64(Index(7)), 7.0)
        self.assertEqual(_xxrust.through_f32(1e300), math.inf)
        self.assertEqual(_xxrust.through_f32(0.1), struct.unpack("f", struct.pack("f", 0.1))[0])
        self.assertEqual(_xxrust.float_parse(" 1.5 "), (1.5, 1.5))

    def test_float_packing_is_that_of_struct(self):
        for value in (0.0, -1.5, 1000.5, 65504.0):
            packed = tuple(struct.pack(">" + kind, value) for kind in "efd")
            self.assertEqual(_xxrust.float_pack(value), (*packed, (value, value, value)))
        self.assertRaises(OverflowError, _xxrust.float_pack, 1e30)

    def test_complex(self):
        self.assertEqual(_xxrust.complex_parts(1.5, -2.0), (1.5 - 2j, 1.5, -2.0))

    def test_bool_and_none(self):
        self.assertIs(_xxrust.through_bool([]), False)
        self.assertIs(_xxrust.through_bool("x"), True)
        self.assertIsNone(_xxrust.no_value())
        self.assertIsNone(_xxrust.through_option(None))
        self.assertEqual(_xxrust.through_option("x"), "x")
        self.assertEqual([_xxrust.constants(i) for i in range(3)], [None, NotImplemented, ...])

    def test_arithmetic(self):
        a, b = 29, 5
        self.assertEqual(_xxrust.arithmetic(a, b), (
            a + b, a - b, a * b, a / b, a // b, a % b, divmod(a, b), a ** b, a << b, a >> b,
            a & b, a | b, a ^ b, a + b, -a, abs(a), ~a, a, a, float(a)))
        self.assertRaises(ZeroDivisionError, _xxrust.arithmetic, 1, 0)
        self.assertRaises(TypeError, _xxrust.arithmetic, 1, "x")


class Texts(unittest.TestCase):
    TEXTS = ["", "a", "plain", "café", "\xff" * 100, "a€", "€" * 70, "a\U0001f600", "\udc80", "\0"]

    def test_bytes_grow(self):
        for times in (0, 1, 2, 100, 1000):
            for data in (b"", b"x", b"abcdefg"):
                self.assertEqual(_xxrust.bytes_repeat(data, times), data * times)

    def test_bytes_that_do_not_grow(self):
        self.assertEqual(_xxrust.bytes_partly(b"abcdef", 4, 1), b"abc")
        self.assertEqual(_xxrust.bytes_partly(b"ab", 4, 0), b"ab")
        self.assertEqual(_xxrust.bytes_partly(b"abcd", 4, 9), b"")
        self.assertRaises(MemoryError, _xxrust.bytes_partly, b"", sys.maxsize, 0)
        self.assertRaises(MemoryError, _xxrust.bytes_partly, b"", 2 * sys.maxsize + 1, 0)

    def test_bytearray(self):
        array = _xxrust.bytearray_new(b"abc")
        self.assertEqual(array, bytearray(b"abc"))
        self.assertEqual(_xxrust.bytearray_resize(array, 2), (2, b"ab"))
        self.assertEqual(_xxrust.bytearray_resize(array, 0), (0, b""))
        with memoryview(array):
            self.assertRaises(BufferError, _xxrust.bytearray_resize, array, 10)
        self.assertRaises(MemoryError, _xxrust.bytearray_resize, array, sys.maxsize)

    def test_str_data(self):
        kinds = [(0x7f, "ascii"), (0xff, "latin1"), (0xffff, "ucs2"), (0x10ffff, "ucs4")]
        for text in self.TEXTS:
            codes = tuple(map(ord, text))
            greatest, kind = next(k for k in kinds if max(codes, default=0) <= k[0])
            self.assertEqual(_xxrust.str_data(text), (kind, greatest, codes))
            self.assertEqual(_xxrust.str_from_codes(codes), text)
            self.assertEqual(_xxrust.str_copy(text), text)

    def test_numbers_that_are_no_characters(self):
        self.assertRaises(ValueError, _xxrust.str_from_codes, (65, 0x110000))
        self.assertRaises(ValueError, _xxrust.str_from_codes, (2**32,))

    def test_a_writer_widens(self):
        codes = tuple(range(0x60, 0x180, 5)) + tuple(range(0xfff0, 0x10010)) + (0x10ffff,)
        self.assertEqual(_xxrust.str_from_codes(codes), "".join(map(chr, codes)))

    def test_str_parts(self):
        for text in self.TEXTS:
            for start, end in ((0, 1), (1, 3), (2, 1), (0, sys.maxsize), (5, 2 * sys.maxsize)):
                part = text[start:end]
                self.assertEqual(_xxrust.str_parts(text, start, end), (f"<{part}…{text}>", part))

    def test_utf8(self):
        for text in self.TEXTS:
            if text == "\udc80":
                self.assertRaises(UnicodeEncodeError, _xxrust.through_str, text)
                self.assertRaises(ValueError, _xxrust.through_char, text)
            else:
                self.assertEqual(_xxrust.through_str(text), text)
        for character in "a\xe9€\U0001f600":
            self.assertEqual(_xxrust.through_char(character), character)

    def test_ascii_in_place(self):
        self.assertEqual(_xxrust.str_build_ascii(b"abc"), "abc")
        self.assertEqual(_xxrust.str_build_ascii(b""), "")
        self.assertTrue(_xxrust.str_build_ascii(b"x" * 1000).isascii())
        self.assertRaises(ValueError, _xxrust.str_build_ascii, b"\x80")

    def test_ask(self):
        self.assertEqual(_xxrust.str_ask("abc", "abc", "c"), (True, "abcabc", True, 2))
        self.assertEqual(_xxrust.str_ask("abc", "€", "x"), (False, "abc€", False, None))

    def test_intern(self):
        name = "".join(["not_", "a_", "constant"])
        self.assertIs(_xxrust.str_intern(name), sys.intern("".join(["not_a", "_constant"])))


class Containers(unittest.TestCase):
    def test_tuple(self):
        a, b = object(), object()
        self.assertEqual(_xxrust.tuple_pair(a, b), ((a, b), 2))
        self.assertIs(_xxrust.tuple_get((a, b), 1), b)
        self.assertIsNone(_xxrust.tuple_get((a, b), 2))
        self.assertEqual(_xxrust.tuple_reversed((1, 2, 3), 3), (3, 2, 1))
        self.assertEqual(_xxrust.tuple_reversed((1, 2, 3), 1), (3,))
        self.assertEqual(_xxrust.tuple_reversed((), 0), ())
        self.assertRaises(SystemError, _xxrust.tuple_reversed, (1, 2), 3)
        self.assertRaises(TypeError, _xxrust.tuple_get, [1], 0)

    def test_list(self):
        items = [3, 1]
        self.assertEqual(_xxrust.list_add(items, 7, iter("ab")), 6)
        self.assertEqual(items, [7, 3, 1, 7, "a", "b"])
        self.assertEqual(_xxrust.list_get(items, 5), "b")
        self.assertRaises(IndexError, _xxrust.list_get, items, 6)
        self.assertRaises(IndexError, _xxrust.list_get, items, 2 * sys.maxsize)
        _xxrust.list_set(items, 0, None)
        self.assertIsNone(items[0])
        self.assertRaises(IndexError, _xxrust.list_set, items, 6, None)
        self.assertRaises(TypeError, _xxrust.list_add, items, 1, 1)

    def test_list_slices(self):
        items = [1, 2, 3]
        self.assertEqual(_xxrust.list_slices(items, 1, 2), ([2], (1, 2, 3)))
        self.assertEqual(items, [1, 1, 2, 3, 3])

    def test_list_sort(self):
        items = [2, 3, 1]
        self.assertEqual(_xxrust.list_sort(items), 1)
        self.assertEqual(items, [3, 2])
        self.assertRaises(TypeError, _xxrust.list_sort, [1, "x"])
        self.assertRaises(IndexError, _xxrust.list_sort, [])
        self.assertEqual(_xxrust.list_clear(items), [])
        self.assertEqual(items, [])

    def test_dict(self):
        mapping = {}
        self.assertEqual(_xxrust.dict_set(mapping, 1, "one"), (True, 1))
        self.assertEqual(_xxrust.dict_get(mapping, 1), "one")
        self.assertIsNone(_xxrust.dict_get(mapping, 2))
        self.assertEqual(_xxrust.dict_text(mapping, 5), 5)
        self.assertEqual(_xxrust.dict_set_default(mapping, 1, "other"), "one")
        self.assertEqual(_xxrust.dict_set_default(mapping, 3, "three"), "three")
        self.assertEqual(
            _xxrust.dict_lists(mapping),
            ([1, "text", 3], ["one", 5, "three"], [(1, "one"), ("text", 5), (3, "three")]))
        _xxrust.dict_del(mapping, 3)
        with self.assertRaises(KeyError) as caught:
            _xxrust.dict_del(mapping, 3)
        self.assertEqual(caught.exception.args, (3,))
        self.assertEqual(_xxrust.dict_pop(mapping, 1), "one")
        self.assertIsNone(_xxrust.dict_pop(mapping, 1))
        self.assertEqual(_xxrust.dict_merge(mapping, {"x": 1}), {"text": 5, "x": 1})
        self.assertEqual(mapping, {})
        for function in (_xxrust.dict_get, _xxrust.dict_pop, _xxrust.dict_del):
            self.assertRaises(TypeError, function, {1: 1}, [])

    def test_set(self):
        self.assertEqual(
            _xxrust.set_build("ab", "c"), (set("abc"), frozenset("abc"), True, (3, 3)))
        self.assertRaises(TypeError, _xxrust.set_build, "ab", [])
        values = {1, 2}
        self.assertEqual(_xxrust.set_discard(values, 2), (True, False))
        self.assertEqual(values, {1})
        self.assertEqual(_xxrust.set_take(values), 1)
        self.assertRaises(KeyError, _xxrust.set_take, values)

    def test_slice(self):
        for part in (slice(None), slice(1, -1), slice(None, None, -2), slice(5, 100, 3)):
            start, stop, step = part.indices(10)
            count = len(range(start, stop, step))
            self.assertEqual(_xxrust.slice_indices(part, 10), (start, stop, step, count))
        self.assertRaises(ValueError, _xxrust.slice_indices, slice(None, None, 0), 1)
        self.assertRaises(TypeError, _xxrust.slice_indices, slice("a"), 1)
        self.assertEqual(_xxrust.slice_from(3), slice(3, None, None))

    def test_iterate(self):
        self.assertEqual(_xxrust.iterate("abc"), ["a", "b", "c"])
        self.assertRaises(TypeError, _xxrust.iterate, 1)
        self.assertRaises(ZeroDivisionError, _xxrust.iterate, (1 // x for x in (1, 0)))
        self.assertIsNone(_xxrust.iterate_once(iter([])))
        self.assertRaises(TypeError, _xxrust.iterate_once, [])

    def test_an_iterator_that_stops_being_one(self):
        class Iterator:
            def __iter__(self):
                return self

            def __next__(self):
                self.__class__ = Other
                return 1

        class Other:
            pass

        with self.assertRaisesRegex(TypeError, "not an iterator any more"):
            _xxrust.iterate(Iterator())


class Objects(unittest.TestCase):
    @staticmethod
    def echo(*args, **kwargs):
        return args, kwargs

    def test_call(self):
        self.assertEqual(_xxrust.call_bare(self.echo), ((), {}))
        self.assertEqual(_xxrust.call_mixed(self.echo, None), ((1, "two", None, 4.0), {}))
        for count in (0, 1, 7, 8, 9, 20):
            arguments = tuple(range(count))
            self.assertEqual(_xxrust.call_all(self.echo, arguments), (arguments, {}))
            self.assertEqual(_xxrust.call_method(self, "echo", arguments), (arguments, {}))
        self.assertRaises(TypeError, _xxrust.call_bare, 1)
        self.assertRaises(AttributeError, _xxrust.call_method, self, "missing", ())
        self.assertRaises(ZeroDivisionError, _xxrust.call_bare, raises(ZeroDivisionError))

    def test_names(self):
        self.assertEqual(
            _xxrust.call_names(self.echo, (1, 2, 3), ("a", "b")), ((1,), {"a": 2, "b": 3}))
        self.assertEqual(_xxrust.call_names(dict, tuple(range(12)), tuple("abcdefghijkl"))["l"], 11)
        self.assertRaises(TypeError, _xxrust.call_names, self.echo, (1,), ("a", "b"))
        self.assertRaises(TypeError, _xxrust.call_names, self.echo, (1,), (1,))

    def test_attributes(self):
        self.assertEqual(
            _xxrust.attributes(types.SimpleNamespace(x=1), "x", 2), (1, 2, None))
        self.assertEqual(
            _xxrust.attributes(types.SimpleNamespace(), "é", 2), (None, 2, None))
        self.assertRaises(AttributeError, _xxrust.attributes, 1, "x", 2)

    def test_items(self):
        self.assertEqual(_xxrust.item({}, "key", 2), 2)
        self.assertRaises(TypeError, _xxrust.item, (), 0, 1)

    def test_compare(self):
        self.assertEqual(_xxrust.compare(1, 2), (True, True, False, False))
        self.assertEqual(_xxrust.compare(2.0, 2), (False, False, True, True))
        self.assertRaises(TypeError, _xxrust.compare, 1, "x")

    def test_texts(self):
        self.assertEqual(_xxrust.texts(1.5, ".3f"), ("1.5", "1.5", "1.500", hash(1.5)))
        self.assertRaises(TypeError, _xxrust.texts, [], "")

    def test_checks(self):
        self.assertEqual(_xxrust.checks([], (int, list)), (True, False, False, True, True, False))
        self.assertEqual(_xxrust.checks(len, int), (False, True, False, False, False, True))
        self.assertEqual(_xxrust.checks({1: 2}, dict), (True, False, False, False, True, True))
        self.assertEqual(_xxrust.checks(1, str), (False, False, True, False, False, True))
        self.assertRaises(TypeError, _xxrust.checks, 1, 1)

    def test_sequence(self):
        self.assertEqual(
            _xxrust.sequence([1, 2], 2), ([1, 2, 1, 2],) * 2 + (True, 1, (1, 2), [1, 2]))
        self.assertRaises(IndexError, _xxrust.sequence, [], 2)

    def test_mapping(self):
        for mapping in ({"a": 1}, types.MappingProxyType({"a": 1})):
            self.assertEqual(_xxrust.mapping_lists(mapping), (["a"], [1], [("a", 1)], 1))

    def test_modules_and_types(self):
        import collections
        self.assertIs(_xxrust.import_from("collections", "OrderedDict"), collections.OrderedDict)
        self.assertRaises(ImportError, _xxrust.import_from, "no.such.module", "x")
        self.assertRaises(AttributeError, _xxrust.import_from, "sys", "no_such_name")
        self.assertEqual(_xxrust.module_name(sys), "sys")
        self.assertRaises(SystemError, _xxrust.module_name, types.ModuleType.__new__(types.ModuleType))
        self.assertEqual(_xxrust.type_of_two(bool, int), ("bool", "bool", True, types.GenericAlias(bool, int)))
        self.assertEqual(_xxrust.type_of_two(Objects.Inner, int)[1], "Objects.Inner")
        self.assertEqual(_xxrust.type_checks([]), (True, True, list))
        self.assertEqual(_xxrust.type_checks(Objects.Inner()), (True, False, Objects.Inner))
        self.assertEqual(_xxrust.type_checks(()), (False, False, tuple))

    class Inner(list):
        pass

    def test_weakref(self):
        ended = []
        value = Objects.Inner()
        reference = _xxrust.weakref_new(value, ended.append)
        self.assertIs(_xxrust.weakref_get(reference), value)
        self.assertIs(_xxrust.weakref_new(value), weakref.ref(value))
        del value
        support.gc_collect()
        self.assertIsNone(_xxrust.weakref_get(reference))
        self.assertEqual(ended, [reference])
        self.assertRaises(TypeError, _xxrust.weakref_new, 1)

    def test_context_var(self):
        # A value that stays set is the context's.
        contextvars.copy_context().run(self.context_var)

    def context_var(self):
        variable = _xxrust.context_var_new("default")
        self.assertIsInstance(variable, contextvars.ContextVar)
        before, token, after = _xxrust.context_var_set(variable, 2)
        self.assertEqual((before, after, variable.get()), ("default", 2, 2))
        self.assertEqual(_xxrust.context_var_reset(variable, token), "default")
        self.assertRaises(RuntimeError, _xxrust.context_var_reset, variable, token)
        other = _xxrust.context_var_new()
        before, token, after = _xxrust.context_var_set(other, 3)
        self.assertIsNone(before)
        self.assertRaises(ValueError, _xxrust.context_var_reset, variable, token)

    def test_capsule(self):
        ended = _xxrust.capsules_ended()
        capsule = _xxrust.capsule_new(42)
        self.assertEqual(_xxrust.capsule_get(capsule), 42)
        self.assertEqual(_xxrust.capsules_ended(), ended)
        del capsule
        support.gc_collect()
        self.assertEqual(_xxrust.capsules_ended(), ended + 1)

    def test_capsule_of_something_else(self):
        import datetime  # noqa: F401
        import _datetime
        self.assertRaises(TypeError, _xxrust.capsule_get, _xxrust.capsule_other(42))
        self.assertRaises(TypeError, _xxrust.capsule_get, _datetime.datetime_CAPI)

    def test_a_panic_at_the_end_of_a_capsule_is_shown(self):
        with support.catch_unraisable_exception() as caught:
            _xxrust.capsule_new(1, True)
            support.gc_collect()
            self.assertIs(caught.unraisable.exc_type, SystemError)
            self.assertIn("a value panicked at its end", str(caught.unraisable.exc_value))

    def test_nested(self):
        self.assertEqual(_xxrust.nested(lambda: 1), 1)

        def forever():
            return _xxrust.nested(forever)

        with self.assertRaises(RecursionError):
            forever()

    def test_system(self):
        before = time.monotonic_ns()
        monotonic, now, seed = _xxrust.system()
        self.assertLessEqual(before, monotonic)
        self.assertLess(abs(time.time_ns() - now), 60 * 10**9)
        self.assertEqual(len(seed), 16)
        self.assertNotEqual(seed, _xxrust.system()[2])


class Exceptions(unittest.TestCase):
    def test_matches(self):
        for exception, key, lookup in (
                (KeyError(1), True, True), (IndexError(1), False, True), (OSError(), False, False)):
            self.assertEqual(
                _xxrust.exception_matches(raises(exception)), (key, lookup, exception))
        self.assertIsNone(_xxrust.exception_matches(int))

    def test_cause(self):
        first, second = KeyError(1), ValueError(2)
        with self.assertRaises(ValueError) as caught:
            _xxrust.exception_cause(raises(first), raises(second))
        self.assertIs(caught.exception, second)
        self.assertIs(second.__cause__, first)
        self.assertEqual(second.__notes__, ["a note"])
        self.assertIs(_xxrust.exception_chain(second)[0], first)

    def test_context(self):
        first, second = KeyError(1), ValueError(2)
        with self.assertRaises(ValueError):
            _xxrust.exception_context(raises(first), raises(second))
        self.assertEqual(_xxrust.exception_chain(second), (None, first))
        # An exception does not become its own context.
        with self.assertRaises(KeyError):
            _xxrust.exception_context(raises(first), raises(first))
        self.assertIsNone(first.__context__)

    def test_raise(self):
        exception = ValueError("x")
        for _ in range(2):
            with self.assertRaises(ValueError) as caught:
                _xxrust.exception_raise(exception)
            self.assertIs(caught.exception, exception)
        self.assertRaises(TypeError, _xxrust.exception_raise, ValueError)

    def test_make(self):
        cases = [
            (0, StopIteration, ("value",)), (1, KeyError, ("value",)),
            (2, FileNotFoundError, (2, "No such file or directory")),
            (3, ValueError, (1, "value")), (4, IndexError, ()),
            (5, OverflowError, ("out of range integral type conversion attempted",)),
        ]
        for which, kind, args in cases:
            with self.assertRaises(kind) as caught:
                _xxrust.exception_make(which, "value")
            self.assertEqual(caught.exception.args, args)
        with self.assertRaises(StopIteration) as caught:
            _xxrust.exception_make(0, (1, 2))
        self.assertEqual(caught.exception.value, (1, 2))

    def test_warning(self):
        with self.assertWarnsRegex(DeprecationWarning, "^100% old é$"):
            _xxrust.warn_of("100% old é")
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            self.assertRaises(DeprecationWarning, _xxrust.warn_of, "old")

    def test_unraisable(self):
        exception = ValueError("nobody is told")
        function = raises(exception)
        with support.catch_unraisable_exception() as caught:
            _xxrust.unraisable(function)
            self.assertIs(caught.unraisable.exc_value, exception)
            self.assertIs(caught.unraisable.object, function)


if __name__ == "__main__":
    unittest.main()
