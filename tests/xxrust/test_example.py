"""What the worked example shows: modules/_xxrust."""

import asyncio
import collections.abc
import copy
import gc
import inspect
import pickle
import unittest
import weakref

import _xxrust
from _xxrust import Names, Point, Ready, Room, Shelf
from calls import call

SHELF = Shelf("shared")

CALLS = [
    call(_xxrust.clamp, 200).gives(100),
    call(_xxrust.clamp, 1, high=-1).raises(_xxrust.Error, "low must not be greater than high"),
    call(_xxrust.collect, 1, 2, a=3).gives(((1, 2), {"a": 3})),
    call(_xxrust.tally, "abba").gives({"a": 2, "b": 2}),
    call(_xxrust.tally, [[]]).raises(TypeError),
    call(_xxrust.initials, "one  two éte").gives("oté"),
    call(_xxrust.backwards, "één").gives("néé"),
    call(_xxrust.look_up, {1: 2}, 1).gives(2),
    call(_xxrust.look_up, [], 1).raises(_xxrust.Error, "nothing is there"),
    call(lambda: _xxrust.append_to([], [1])),
    call(_xxrust.append_to, (), 1).raises(AttributeError),
    call(_xxrust.last),
    call(lambda: _xxrust.keep([1])).may_raise(RuntimeError),
    call(_xxrust.once, lambda: 42).gives(42),
    call(lambda: _xxrust.exchange([1], [2])),
    call(_xxrust.exchange, [], []).raises(IndexError),
    call(_xxrust.panic).raises(SystemError),
    call(Point, 1, y=2),
    call(Point, "1").raises(TypeError),
    call(Point.of, (3, 4)).gives(Point(3, 4)),
    call(Point.of, (3,)).raises(ValueError, "a pair has two items"),
    call(lambda: Point(1, 2) + Point(3, 4)).gives(Point(4, 6)),
    call(lambda: repr(Point(1, -2))).gives("Point(1, -2)"),
    call(lambda: copy.copy(Point(1, 2))).gives(Point(1, 2)),
    call(Shelf, "label"),
    call(lambda: Shelf.holding([1])[0]).gives([1]),
    call(lambda: Shelf().put([1])).gives(0),
    call(SHELF.put, [1]).may_raise(IndexError),
    call(lambda: list(SHELF)),
    call(lambda: SHELF.__exit__(None, None, None)),
    call(lambda: setattr(SHELF, "label", str(id(SHELF)))),
    call(lambda: SHELF.label),
    call(Names),
    call(Names().__getitem__, "x").raises(KeyError, "'x'"),
    call(Names().get, "x", 1).gives(1),
    call(lambda: Names().__setitem__("x", [1])),
    call(Room, 8),
    call(lambda: bytes(Room(3))).gives(bytes(3)),
    call(lambda: asyncio_free(Ready(7))).gives(7),
    call(Ready, 7),
]


def asyncio_free(awaitable):
    """What awaiting gives, if that is there already."""
    try:
        awaitable.__await__().__next__()
    except StopIteration as end:
        return end.value


class FunctionTests(unittest.TestCase):
    def test_signatures(self):
        for function, expected in [
            (_xxrust.clamp, "(value, /, low=0, *, high=100)"),
            (_xxrust.collect, "(*args, **kwargs)"),
            (_xxrust.tally, "(items, /, into=None)"),
            (Point, "(x, y=0)"),
            (Shelf.holding, "(object, /)"),
        ]:
            with self.subTest(expected):
                self.assertEqual(str(inspect.signature(function)), expected)

    def test_exception(self):
        self.assertTrue(issubclass(_xxrust.Error, ValueError))
        self.assertEqual(_xxrust.Error.__module__, "_xxrust")
        with self.assertRaises(_xxrust.Error) as caught:
            _xxrust.look_up({}, "key")
        self.assertIsInstance(caught.exception.__cause__, KeyError)
        with self.assertRaises(TypeError):
            _xxrust.look_up(None, "key")

    def test_tally(self):
        counts = {"x": 1}
        self.assertIs(_xxrust.tally(iter("xy"), counts), counts)
        self.assertEqual(counts, {"x": 2, "y": 1})

    def test_kept(self):
        kept = [1]
        try:
            _xxrust.keep(kept)
            self.assertIs(_xxrust.keep(None), kept)
        except RuntimeError:
            pass  # Another interpreter has kept something meanwhile.

    def test_state(self):
        self.assertTrue(_xxrust.is_complete)
        self.assertEqual(
            (_xxrust.ANSWER, _xxrust.LARGE, _xxrust.NAME, _xxrust.RATIO, _xxrust.ENABLED),
            (42, 2**64 - 1, "text", 0.5, True))
        items = []
        first = _xxrust.append_to(items, "one")
        self.assertEqual(_xxrust.append_to(items, "two"), first + 1)
        self.assertEqual((items, _xxrust.last()), (["one", "two"], "two"))

    def test_exchange(self):
        first, second = [1, 0], [2]
        _xxrust.exchange(first, second)
        self.assertEqual((first, second), ([2, 0], [1]))
        _xxrust.exchange(first, first)
        self.assertEqual(first, [2, 0])


class ClassTests(unittest.TestCase):
    def test_number(self):
        self.assertEqual(Point(1, 2) + Point(3), Point(4, 2))
        self.assertEqual((Point(1, 2).x, Point(1, 2).y), (1, 2))
        self.assertEqual(len({Point(1), Point(1, 0), Point(0, 1)}), 2)
        self.assertFalse(Point(0))
        with self.assertRaises(TypeError):
            Point(1) + 1
        with self.assertRaises(OverflowError):
            Point(2**63 - 1) + Point(1)
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            self.assertEqual(pickle.loads(pickle.dumps(Point(1, 2), protocol)), Point(1, 2))

    def test_sequence(self):
        shelf = Shelf()
        self.assertEqual([shelf.put(text) for text in "abcd"], [0, 1, 2, 3])
        with self.assertRaises(IndexError):
            shelf.put("e")
        del shelf[1]
        shelf[0] = "A"
        self.assertEqual((len(shelf), shelf[0], shelf[1], list(shelf)), (4, "A", None, ["A", "c", "d"]))
        self.assertIn("A", shelf)
        self.assertNotIn("b", shelf)
        match shelf:
            case [first, *_]:
                self.assertEqual(first, "A")

    def test_context_manager(self):
        with self.assertRaises(ZeroDivisionError):
            with Shelf.holding(1) as shelf:
                1 / 0
        self.assertEqual(list(shelf), [])

    def test_attributes(self):
        shelf = Shelf("one")
        self.assertEqual(shelf.label, "one")
        shelf.label = "two"
        shelf.other = 3
        self.assertEqual((shelf.label, vars(shelf)), ("two", {"other": 3}))
        del shelf.label
        self.assertIsNone(shelf.label)
        with self.assertRaises(TypeError):
            shelf.label = 1
        with self.assertRaises(AttributeError):
            Point(1).x = 2

    def test_subclass_in_a_cycle(self):
        class Sub(Shelf):
            pass
        shelf = Sub.holding("x")
        self.assertIsInstance(shelf, Sub)
        shelf[1] = iter(shelf)
        alive = weakref.ref(shelf)
        del shelf
        gc.collect()
        self.assertIsNone(alive())

    def test_only_made_by_rust(self):
        self.assertIsInstance(iter(Shelf()), _xxrust.ShelfIterator)
        with self.assertRaises(TypeError):
            _xxrust.ShelfIterator()

    def test_mapping(self):
        names = Names()
        names["a"] = 1
        names["b"] = 2
        del names["a"]
        self.assertEqual((len(names), names["b"], list(names), "a" in names), (1, 2, ["b"], False))
        with self.assertRaises(KeyError):
            del names["a"]
        with self.assertRaises(TypeError):
            names[1] = 2
        match names:
            case {"b": value}:
                self.assertEqual(value, 2)

    def test_buffer(self):
        room = Room(4)
        with memoryview(room) as view:
            view[1:3] = b"ab"
            self.assertEqual(bytes(room), b"\0ab\0")

    def test_await(self):
        async def wait():
            return await Ready("value")
        self.assertEqual(asyncio.run(wait()), "value")
        self.assertIsInstance(Ready(1), collections.abc.Awaitable)


if __name__ == "__main__":
    unittest.main()
