"""Classes: what Python calls by itself, such as operators and iteration."""

import asyncio
import gc
import io
import operator
import unittest

import _testrust
from calls import call
from _testrust import Counter, Modular, Room, Series

SHARED = Series(4)
ROOM = Room(8)

CALLS = [
    call(Modular, 100),
    call(lambda: int(Modular(100) ** 3 - 1)).gives(26),
    call(operator.add, Modular(1), "text").raises(TypeError),
    call(Series, 4),
    call(Series, 9).raises(ValueError),
    call(lambda: SHARED[0]),
    call(lambda: operator.setitem(SHARED, 0, [1])),
    call(operator.getitem, SHARED, 9).raises(IndexError),
    call(lambda: len(SHARED + SHARED)).gives(8),
    call(lambda: list(_testrust.Countdown(3))).gives([3, 2, 1]),
    call(_testrust.Countdown, 3, end=1),
    call(_testrust.Ticker, 3),
    call(lambda: _testrust.Ticker(3).__anext__().__await__()),
    call(lambda: bytes(_testrust.Blob())).gives(b"constant"),
    call(_testrust.Blob),
    call(Room, 8),
    call(lambda: len(memoryview(ROOM))).gives(8),
    call(lambda: _testrust.Record().anything).gives("anything"),
    call(_testrust.Typed),
]


class OperatorTest(unittest.TestCase):
    def test_either_side(self):
        five = Modular(5)
        self.assertEqual(int(five + 3), 8)
        self.assertEqual(int(3 + five), 8)
        self.assertEqual(int(five + five), 10)
        self.assertEqual(int(five - 7), 95)
        self.assertEqual(int(7 - five), 2)
        self.assertEqual(int(five * 50), 56)
        self.assertEqual(int(five**3), 28)
        self.assertEqual(int(-five), 92)

    def test_in_place(self):
        value = before = Modular(5)
        value += 4
        self.assertEqual((int(value), int(before)), (9, 5))

    def test_not_implemented(self):
        five = Modular(5)
        for call in [
            lambda: five + "x",
            lambda: "x" + five,
            lambda: five / 2,
            lambda: 2**five,
            lambda: five**-1,
            lambda: five < 3,
        ]:
            with self.assertRaises(TypeError):
                call()
        self.assertIs(five.__add__("x"), NotImplemented)
        self.assertIs(five.__eq__("x"), NotImplemented)
        self.assertNotEqual(five, "x")

    def test_other_operand_takes_over(self):
        class Other:
            def __radd__(self, left):
                return "right"

            def __add__(self, right):
                return "left"

        self.assertEqual(Modular(5) + Other(), "right")
        self.assertEqual(Other() + Modular(5), "left")

    def test_other_errors_stay(self):
        with self.assertRaises(OverflowError):
            Modular(5) + 2**70

    def test_numbers(self):
        self.assertTrue(Modular(1))
        self.assertFalse(Modular(0))
        self.assertEqual([7, 8][Modular(1)], 8)

    def test_comparisons(self):
        self.assertEqual(Counter(1), Counter(1))
        self.assertNotEqual(Counter(1), Counter(2))
        self.assertFalse(Counter(1) != Counter(1))
        self.assertLess(Counter(1), Counter(2))
        self.assertGreater(Counter(2), Counter(1))
        with self.assertRaises(TypeError):
            Counter(1) <= Counter(2)

    def test_hash(self):
        self.assertEqual(hash(Counter(7)), 7)
        self.assertEqual(hash(Counter(-1)), -2)


class ContainerTest(unittest.TestCase):
    def test_sequence(self):
        series = Series(3)
        series[0], series[-1] = "a", "z"
        self.assertEqual(list(series), ["a", None, "z"])
        self.assertEqual(list(reversed(series)), ["z", None, "a"])
        self.assertIn("a", series)
        self.assertNotIn("b", series)
        del series[0]
        self.assertIsNone(series[0])
        with self.assertRaises(IndexError):
            series[3]
        with self.assertRaises(TypeError):
            series["0"]
        self.assertEqual(len(operator.concat(series, series)), 6)
        self.assertEqual(len(series * 2), 6)
        self.assertEqual(len(2 * series), 6)

    def test_match(self):
        match Series(2):
            case [None, None]:
                pass
            case _:
                self.fail("a series is a sequence")


class IterationTest(unittest.TestCase):
    def test_iterator(self):
        countdown = _testrust.Countdown(3)
        self.assertIs(iter(countdown), countdown)
        self.assertEqual(list(countdown), [3, 2, 1])
        self.assertRaises(StopIteration, next, countdown)

    def test_end_with_value(self):
        def generator(end):
            return (yield from _testrust.Countdown(1, end=end))

        for end in None, (1, 2), ValueError("x"), "value":
            iterator = generator(end)
            self.assertEqual(next(iterator), 1)
            with self.assertRaises(StopIteration) as caught:
                next(iterator)
            self.assertIs(caught.exception.value, end)

    def test_asynchronous(self):
        async def main():
            ticks = [tick async for tick in _testrust.Ticker(3)]
            return ticks, await _testrust.Ticker(9).__anext__()

        self.assertEqual(asyncio.run(main()), ([3, 2, 1], 9))


class BufferTest(unittest.TestCase):
    def test_constant(self):
        blob = _testrust.Blob()
        view = memoryview(blob)
        self.assertEqual(bytes(view), b"constant")
        self.assertTrue(view.readonly)
        self.assertIs(view.obj, blob)
        with self.assertRaisesRegex(TypeError, "read-only"):
            view[0] = 0
        with self.assertRaisesRegex(TypeError, "read-write bytes-like"):
            io.BytesIO(b"x").readinto(blob)

    def test_view_keeps_alive(self):
        view = memoryview(Room(2))
        gc.collect()
        view[0] = 1
        self.assertEqual(bytes(view), b"\1\0")

    def test_writable_and_counted(self):
        room = Room(4)
        view = memoryview(room)
        part = view[1:]
        view[0] = 7
        self.assertEqual(room.first, 7)
        # Slices share the view that was taken.
        self.assertEqual(room.exports, 1)
        with memoryview(room):
            self.assertEqual(room.exports, 2)
        self.assertEqual(room.exports, 1)
        view.release()
        self.assertEqual(room.exports, 1)
        part.release()
        self.assertEqual(room.exports, 0)

    def test_filled_by_others(self):
        room = Room(4)
        self.assertEqual(io.BytesIO(b"abcdef").readinto(room), 4)
        self.assertEqual(bytes(room), b"abcd")
        self.assertEqual(room.exports, 0)

    def test_empty(self):
        self.assertEqual(bytes(Room(0)), b"")


class AttributeTest(unittest.TestCase):
    def test_attributes_at_will(self):
        record = _testrust.Record()
        self.assertEqual(record.anything, "anything")
        record.a = 3
        self.assertEqual(record.last, ("a", 3))
        del record.b
        self.assertEqual(record.last, "b")

    def test_descriptor(self):
        class Owner:
            typed = _testrust.Typed()

        owner = Owner()
        self.assertIs(owner.typed, owner)
        self.assertIs(Owner.typed, vars(Owner)["typed"])
        with self.assertRaisesRegex(AttributeError, "not this one"):
            owner.typed = 1
        with self.assertRaises(AttributeError):
            del owner.typed


if __name__ == "__main__":
    unittest.main()
