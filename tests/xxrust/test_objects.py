"""Containers and any objects in cpython-api, through the functions of _testrust."""

import contextvars
import math
import sys
import time
import types
import unittest
import weakref
from test import support

import _testrust
from calls import alone, call

CALLS = [
    call(_testrust.tuple_pair, 1, "b").gives(((1, "b"), 2)),
    call(_testrust.tuple_get, (1, 2), 1).gives(2),
    call(_testrust.tuple_reversed, (1, 2, 3), 3).gives((3, 2, 1)),
    call(_testrust.list_get, [1], 0).gives(1),
    call(_testrust.list_get, [1], 1).raises(IndexError),
    call(lambda: _testrust.list_set([1], 0, [2])),
    call(lambda: _testrust.list_add([], 7, "ab")).gives(4),
    call(lambda: _testrust.list_slices([1, 2, 3], 1, 2)).gives(([2], (1, 2, 3))),
    call(lambda: _testrust.list_sort([3, 1, 2])).gives(1),
    call(lambda: _testrust.list_clear([1])).gives([]),
    call(_testrust.dict_get, {1: 2}, 1).gives(2),
    call(_testrust.dict_get, {}, []).raises(TypeError),
    call(lambda: _testrust.dict_text({}, 5)).gives(5),
    call(lambda: _testrust.dict_set({}, 1, 2)).gives((True, 1)),
    call(lambda: _testrust.dict_set_default({}, 1, 2)).gives(2),
    call(lambda: _testrust.dict_del({1: 2}, 1)),
    call(_testrust.dict_del, {}, 1).raises(KeyError),
    call(lambda: _testrust.dict_pop({1: 2}, 1)).gives(2),
    call(_testrust.dict_lists, {1: 2}),
    call(lambda: _testrust.dict_merge({1: 2}, {3: 4})).gives({1: 2, 3: 4}),
    call(_testrust.set_build, "ab", "c").gives((set("abc"), frozenset("abc"), True, (3, 3))),
    call(lambda: _testrust.set_discard({1, 2}, 2)).gives((True, False)),
    call(lambda: _testrust.set_take({1})).gives(1),
    call(_testrust.set_take, set()).raises(KeyError),
    call(_testrust.slice_indices, slice(1, None), 10).gives((1, 10, 1, 9)),
    call(_testrust.slice_from, 3).gives(slice(3, None)),
    call(_testrust.iterate, "abc").gives(["a", "b", "c"]),
    call(lambda: _testrust.iterate_once(iter("a"))).gives("a"),
    call(_testrust.call_bare, list).gives([]),
    call(_testrust.call_mixed, lambda *args: args, 3).gives((1, "two", 3, 4.0)),
    call(_testrust.call_all, max, (1, 2)).gives(2),
    call(_testrust.call_names, dict, (1, 2), ("a", "b")).gives({"a": 1, "b": 2}),
    call(_testrust.call_method, "a-b", "split", ("-",)).gives(["a", "b"]),
    call(lambda: _testrust.attributes(types.SimpleNamespace(x=1), "x", 2)).gives((1, 2, None)),
    call(lambda: _testrust.item({}, "key", 2)).gives(2),
    call(_testrust.compare, 1, 2).gives((True, True, False, False)),
    call(_testrust.texts, 1.5, ".3f").gives(("1.5", "1.5", "1.500", hash(1.5))),
    call(_testrust.checks, [], (int, list)),
    call(_testrust.sequence, [1, 2], 2),
    call(_testrust.mapping_lists, {"a": 1}).gives((["a"], [1], [("a", 1)], 1)),
    # In the import system.
    call(_testrust.import_from, "types", "SimpleNamespace").gives(types.SimpleNamespace)
        .leaks_if_starved(),
    call(_testrust.module_name, sys).gives("sys"),
    call(_testrust.type_of_two, bool, int),
    call(_testrust.type_checks, []).gives((True, True, list)),
    call(_testrust.weakref_new, math),
    call(_testrust.weakref_get, weakref.ref(math)).gives(math),
    call(lambda: _testrust.context_var_set(_testrust.context_var_new(1), 2)[2]).gives(2).leaks_if_starved(),
    call(lambda: set_and_reset(_testrust.context_var_new(1))).gives(1).leaks_if_starved(),
    call(lambda: _testrust.capsule_get(_testrust.capsule_new(42))).gives(42),
    call(_testrust.capsule_get, _testrust.capsule_other(42)).raises(TypeError),
    call(_testrust.capsules_ended),
    call(_testrust.nested, list).gives([]),
    call(_testrust.system),
]


def set_and_reset(variable):
    token = _testrust.context_var_set(variable, 2)[1]
    return _testrust.context_var_reset(variable, token)


def raises(exception):
    def f():
        raise exception
    return f


class Containers(unittest.TestCase):
    def test_tuple(self):
        a, b = object(), object()
        self.assertEqual(_testrust.tuple_pair(a, b), ((a, b), 2))
        self.assertIs(_testrust.tuple_get((a, b), 1), b)
        self.assertIsNone(_testrust.tuple_get((a, b), 2))
        self.assertEqual(_testrust.tuple_reversed((1, 2, 3), 3), (3, 2, 1))
        self.assertEqual(_testrust.tuple_reversed((1, 2, 3), 1), (3,))
        self.assertEqual(_testrust.tuple_reversed((), 0), ())
        self.assertRaises(SystemError, _testrust.tuple_reversed, (1, 2), 3)
        self.assertRaises(TypeError, _testrust.tuple_get, [1], 0)

    def test_list(self):
        items = [3, 1]
        self.assertEqual(_testrust.list_add(items, 7, iter("ab")), 6)
        self.assertEqual(items, [7, 3, 1, 7, "a", "b"])
        self.assertEqual(_testrust.list_get(items, 5), "b")
        self.assertRaises(IndexError, _testrust.list_get, items, 6)
        self.assertRaises(IndexError, _testrust.list_get, items, 2 * sys.maxsize)
        _testrust.list_set(items, 0, None)
        self.assertIsNone(items[0])
        self.assertRaises(IndexError, _testrust.list_set, items, 6, None)
        self.assertRaises(TypeError, _testrust.list_add, items, 1, 1)

    def test_list_slices(self):
        items = [1, 2, 3]
        self.assertEqual(_testrust.list_slices(items, 1, 2), ([2], (1, 2, 3)))
        self.assertEqual(items, [1, 1, 2, 3, 3])

    def test_list_sort(self):
        items = [2, 3, 1]
        self.assertEqual(_testrust.list_sort(items), 1)
        self.assertEqual(items, [3, 2])
        self.assertRaises(TypeError, _testrust.list_sort, [1, "x"])
        self.assertRaises(IndexError, _testrust.list_sort, [])
        self.assertEqual(_testrust.list_clear(items), [])
        self.assertEqual(items, [])

    def test_dict(self):
        mapping = {}
        self.assertEqual(_testrust.dict_set(mapping, 1, "one"), (True, 1))
        self.assertEqual(_testrust.dict_get(mapping, 1), "one")
        self.assertIsNone(_testrust.dict_get(mapping, 2))
        self.assertEqual(_testrust.dict_text(mapping, 5), 5)
        self.assertEqual(_testrust.dict_set_default(mapping, 1, "other"), "one")
        self.assertEqual(_testrust.dict_set_default(mapping, 3, "three"), "three")
        self.assertEqual(
            _testrust.dict_lists(mapping),
            ([1, "text", 3], ["one", 5, "three"], [(1, "one"), ("text", 5), (3, "three")]))
        _testrust.dict_del(mapping, 3)
        with self.assertRaises(KeyError) as caught:
            _testrust.dict_del(mapping, 3)
        self.assertEqual(caught.exception.args, (3,))
        self.assertEqual(_testrust.dict_pop(mapping, 1), "one")
        self.assertIsNone(_testrust.dict_pop(mapping, 1))
        self.assertEqual(_testrust.dict_merge(mapping, {"x": 1}), {"text": 5, "x": 1})
        self.assertEqual(mapping, {})
        for function in (_testrust.dict_get, _testrust.dict_pop, _testrust.dict_del):
            self.assertRaises(TypeError, function, {1: 1}, [])

    def test_set(self):
        self.assertEqual(
            _testrust.set_build("ab", "c"), (set("abc"), frozenset("abc"), True, (3, 3)))
        self.assertRaises(TypeError, _testrust.set_build, "ab", [])
        values = {1, 2}
        self.assertEqual(_testrust.set_discard(values, 2), (True, False))
        self.assertEqual(values, {1})
        self.assertEqual(_testrust.set_take(values), 1)
        self.assertRaises(KeyError, _testrust.set_take, values)

    def test_slice(self):
        for part in (slice(None), slice(1, -1), slice(None, None, -2), slice(5, 100, 3)):
            start, stop, step = part.indices(10)
            count = len(range(start, stop, step))
            self.assertEqual(_testrust.slice_indices(part, 10), (start, stop, step, count))
        self.assertRaises(ValueError, _testrust.slice_indices, slice(None, None, 0), 1)
        self.assertRaises(TypeError, _testrust.slice_indices, slice("a"), 1)
        self.assertEqual(_testrust.slice_from(3), slice(3, None, None))

    def test_iterate(self):
        self.assertEqual(_testrust.iterate("abc"), ["a", "b", "c"])
        self.assertRaises(TypeError, _testrust.iterate, 1)
        self.assertRaises(ZeroDivisionError, _testrust.iterate, (1 // x for x in (1, 0)))
        self.assertIsNone(_testrust.iterate_once(iter([])))
        self.assertRaises(TypeError, _testrust.iterate_once, [])

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
            _testrust.iterate(Iterator())


class Objects(unittest.TestCase):
    @staticmethod
    def echo(*args, **kwargs):
        return args, kwargs

    def test_call(self):
        self.assertEqual(_testrust.call_bare(self.echo), ((), {}))
        self.assertEqual(_testrust.call_mixed(self.echo, None), ((1, "two", None, 4.0), {}))
        for count in (0, 1, 7, 8, 9, 20):
            arguments = tuple(range(count))
            self.assertEqual(_testrust.call_all(self.echo, arguments), (arguments, {}))
            self.assertEqual(_testrust.call_method(self, "echo", arguments), (arguments, {}))
        self.assertRaises(TypeError, _testrust.call_bare, 1)
        self.assertRaises(AttributeError, _testrust.call_method, self, "missing", ())
        self.assertRaises(ZeroDivisionError, _testrust.call_bare, raises(ZeroDivisionError))

    def test_names(self):
        self.assertEqual(
            _testrust.call_names(self.echo, (1, 2, 3), ("a", "b")), ((1,), {"a": 2, "b": 3}))
        self.assertEqual(_testrust.call_names(dict, tuple(range(12)), tuple("abcdefghijkl"))["l"], 11)
        self.assertRaises(TypeError, _testrust.call_names, self.echo, (1,), ("a", "b"))
        self.assertRaises(TypeError, _testrust.call_names, self.echo, (1,), (1,))

    def test_attributes(self):
        self.assertEqual(
            _testrust.attributes(types.SimpleNamespace(x=1), "x", 2), (1, 2, None))
        self.assertEqual(
            _testrust.attributes(types.SimpleNamespace(), "é", 2), (None, 2, None))
        self.assertRaises(AttributeError, _testrust.attributes, 1, "x", 2)

    def test_items(self):
        self.assertEqual(_testrust.item({}, "key", 2), 2)
        self.assertRaises(TypeError, _testrust.item, (), 0, 1)

    def test_compare(self):
        self.assertEqual(_testrust.compare(1, 2), (True, True, False, False))
        self.assertEqual(_testrust.compare(2.0, 2), (False, False, True, True))
        self.assertRaises(TypeError, _testrust.compare, 1, "x")

    def test_texts(self):
        self.assertEqual(_testrust.texts(1.5, ".3f"), ("1.5", "1.5", "1.500", hash(1.5)))
        self.assertRaises(TypeError, _testrust.texts, [], "")

    def test_checks(self):
        self.assertEqual(_testrust.checks([], (int, list)), (True, False, False, True, True, False))
        self.assertEqual(_testrust.checks(len, int), (False, True, False, False, False, True))
        self.assertEqual(_testrust.checks({1: 2}, dict), (True, False, False, False, True, True))
        self.assertEqual(_testrust.checks(1, str), (False, False, True, False, False, True))
        self.assertRaises(TypeError, _testrust.checks, 1, 1)

    def test_sequence(self):
        self.assertEqual(
            _testrust.sequence([1, 2], 2), ([1, 2, 1, 2],) * 2 + (True, 1, (1, 2), [1, 2]))
        self.assertRaises(IndexError, _testrust.sequence, [], 2)

    def test_mapping(self):
        for mapping in ({"a": 1}, types.MappingProxyType({"a": 1})):
            self.assertEqual(_testrust.mapping_lists(mapping), (["a"], [1], [("a", 1)], 1))

    def test_modules_and_types(self):
        import collections
        self.assertIs(_testrust.import_from("collections", "OrderedDict"), collections.OrderedDict)
        self.assertRaises(ImportError, _testrust.import_from, "no.such.module", "x")
        self.assertRaises(AttributeError, _testrust.import_from, "sys", "no_such_name")
        self.assertEqual(_testrust.module_name(sys), "sys")
        self.assertRaises(SystemError, _testrust.module_name, types.ModuleType.__new__(types.ModuleType))
        self.assertEqual(_testrust.type_of_two(bool, int), ("bool", "bool", True, types.GenericAlias(bool, int)))
        self.assertEqual(_testrust.type_of_two(Objects.Inner, int)[1], "Objects.Inner")
        self.assertEqual(_testrust.type_checks([]), (True, True, list))
        self.assertEqual(_testrust.type_checks(Objects.Inner()), (True, False, Objects.Inner))
        self.assertEqual(_testrust.type_checks(()), (False, False, tuple))

    class Inner(list):
        pass

    def test_weakref(self):
        ended = []
        value = Objects.Inner()
        reference = _testrust.weakref_new(value, ended.append)
        self.assertIs(_testrust.weakref_get(reference), value)
        self.assertIs(_testrust.weakref_new(value), weakref.ref(value))
        del value
        support.gc_collect()
        self.assertIsNone(_testrust.weakref_get(reference))
        self.assertEqual(ended, [reference])
        self.assertRaises(TypeError, _testrust.weakref_new, 1)

    def test_context_var(self):
        # A value that stays set is the context's.
        contextvars.copy_context().run(self.context_var)

    def context_var(self):
        variable = _testrust.context_var_new("default")
        self.assertIsInstance(variable, contextvars.ContextVar)
        before, token, after = _testrust.context_var_set(variable, 2)
        self.assertEqual((before, after, variable.get()), ("default", 2, 2))
        self.assertEqual(_testrust.context_var_reset(variable, token), "default")
        self.assertRaises(RuntimeError, _testrust.context_var_reset, variable, token)
        other = _testrust.context_var_new()
        before, token, after = _testrust.context_var_set(other, 3)
        self.assertIsNone(before)
        self.assertRaises(ValueError, _testrust.context_var_reset, variable, token)

    @alone   # it counts what all interpreters do
    def test_capsule(self):
        ended = _testrust.capsules_ended()
        capsule = _testrust.capsule_new(42)
        self.assertEqual(_testrust.capsule_get(capsule), 42)
        self.assertEqual(_testrust.capsules_ended(), ended)
        del capsule
        support.gc_collect()
        self.assertEqual(_testrust.capsules_ended(), ended + 1)

    @alone   # 3.13's _datetime does not survive being imported by several interpreters at once
    def test_capsule_of_something_else(self):
        import datetime  # noqa: F401
        import _datetime
        self.assertRaises(TypeError, _testrust.capsule_get, _testrust.capsule_other(42))
        self.assertRaises(TypeError, _testrust.capsule_get, _datetime.datetime_CAPI)

    def test_a_panic_at_the_end_of_a_capsule_is_shown(self):
        with support.catch_unraisable_exception() as caught:
            _testrust.capsule_new(1, True)
            support.gc_collect()
            self.assertIs(caught.unraisable.exc_type, SystemError)
            self.assertIn("a value panicked at its end", str(caught.unraisable.exc_value))

    def test_nested(self):
        self.assertEqual(_testrust.nested(lambda: 1), 1)

        def forever():
            return _testrust.nested(forever)

        with self.assertRaises(RecursionError):
            forever()

    def test_system(self):
        before = time.monotonic_ns()
        monotonic, now, seed = _testrust.system()
        self.assertLessEqual(before, monotonic)
        self.assertLess(abs(time.time_ns() - now), 60 * 10**9)
        self.assertEqual(len(seed), 16)
        self.assertNotEqual(seed, _testrust.system()[2])


if __name__ == "__main__":
    unittest.main()
