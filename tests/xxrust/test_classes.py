"""Classes that are written in Rust: modules/_xxrust/src/classes.rs, as Python sees them.

Run by a CPython that has _xxrust: `python -m unittest test_classes`, or with regrtest.
"""

import asyncio
import contextlib
import copy
import gc
import inspect
import io
import operator
import pickle
import sys
import threading
import unittest
import weakref
from test import support
from test.support import import_helper, threading_helper

_xxrust = import_helper.import_module("_xxrust")
Counter = _xxrust.Counter
Modular = _xxrust.Modular
Node = _xxrust.Node


class ClassTest(unittest.TestCase):
    """What a class is: its name, its documentation, what can be done with it."""

    def test_names(self):
        self.assertEqual(Counter.__name__, "Counter")
        self.assertEqual(Counter.__qualname__, "Counter")
        self.assertEqual(Counter.__module__, "_xxrust")
        self.assertIs(type(Counter()), Counter)

    def test_documentation(self):
        self.assertEqual(Counter.__doc__, "A counter that calls back.")
        self.assertEqual(Counter.add.__doc__, "Add, call back, and return the count.")
        self.assertEqual(Counter.value.__doc__, "The count.")
        self.assertEqual(_xxrust.Token.__doc__, "Made by Rust only.")

    def test_signatures(self):
        for of, text in [
            (Counter, "(start=0, /)"),
            (Counter.add, "($self, by=1, /)"),
            (Counter.added, "($self, /, by, *, times=1)"),
            (Counter.hundred, "($type, /)"),
            (Counter.larger, "(a, b, /)"),
        ]:
            with self.subTest(of=of):
                self.assertEqual(of.__text_signature__, text)
        self.assertEqual(str(inspect.signature(Counter().added)), "(by, *, times=1)")
        self.assertEqual(str(inspect.signature(Counter.hundred)), "()")
        self.assertIsNone(_xxrust.Token.__text_signature__)

    def test_dir(self):
        names = {name for name in dir(Counter) if not name.startswith("_")}
        self.assertEqual(
            names, {"add", "added", "callback", "hundred", "larger", "value"}
        )

    def test_immutable(self):
        with self.assertRaisesRegex(TypeError, "immutable type"):
            Counter.more = 1

    def test_final(self):
        with self.assertRaisesRegex(TypeError, "not an acceptable base type"):
            type("Sub", (Modular,), {})

    def test_only_made_by_rust(self):
        with self.assertRaisesRegex(TypeError, "cannot create '_xxrust.Token' instances"):
            _xxrust.Token()
        with self.assertRaises(TypeError):
            object.__new__(_xxrust.Token)
        self.assertIsInstance(_xxrust.Token.issue(), _xxrust.Token)

    def test_no_object_without_payload(self):
        with self.assertRaisesRegex(TypeError, "not safe"):
            object.__new__(Counter)
        with self.assertRaises(TypeError):
            Counter.__new__(int)

    def test_class_cannot_be_exchanged(self):
        class Sub(Counter):
            __slots__ = ()

        class Plain:
            __slots__ = ()

        class SubNode(Node):
            __slots__ = ()

        for to in Plain, SubNode, Node, Counter:
            with self.subTest(to=to), self.assertRaises(TypeError):
                Sub().__class__ = to
        with self.assertRaises(TypeError):
            Plain().__class__ = Sub


class ConstructorTest(unittest.TestCase):
    def test_arguments(self):
        self.assertEqual(Counter().value, 0)
        self.assertEqual(Counter(3).value, 3)
        with self.assertRaisesRegex(TypeError, "expected at most 1 argument, got 2"):
            Counter(1, 2)
        with self.assertRaisesRegex(TypeError, r"Counter\(\) takes no keyword arguments"):
            Counter(start=1)
        with self.assertRaisesRegex(TypeError, "'str' object cannot be interpreted"):
            Counter("1")

    def test_keywords(self):
        first = Node(value=1)
        self.assertEqual(Node(next=first).next.value, 1)
        with self.assertRaisesRegex(TypeError, "argument 'next' must be Node, not int"):
            Node(1)
        with self.assertRaisesRegex(TypeError, "unexpected keyword argument 'other'"):
            Node(other=1)


    def test_any_arguments(self):
        Record = _xxrust.Record
        self.assertEqual(Record.__text_signature__, "(*values, **attributes)")
        self.assertEqual(Record().last, ((), 0))
        self.assertEqual(Record(1, 2).last, ((1, 2), 0))
        self.assertEqual(Record(1, a=2, b=3).last, ((1,), 2))
        self.assertEqual(Record()(1, name=2, other=3), 2)
        self.assertIsNone(Record()(1, other=3))


class SubclassTest(unittest.TestCase):
    def test_subclass(self):
        class Sub(Counter):
            def add(self, by=1):
                return -super().add(by)

        sub = Sub(1)
        self.assertIs(type(sub), Sub)
        self.assertEqual(sub.add(2), -3)
        self.assertEqual(sub(), 4)
        self.assertEqual(sub.value, 4)

    def test_own_init(self):
        class Sub(Counter):
            def __init__(self, start, *, name):
                self.name = name

        sub = Sub(1, name="x")
        self.assertEqual((sub.value, sub.name), (1, "x"))

    def test_own_new(self):
        class Sub(Counter):
            def __new__(cls):
                return super().__new__(cls, 7)

        self.assertEqual(Sub().value, 7)

    def test_slots(self):
        class Sub(Node):
            __slots__ = ("more",)

        sub = Sub()
        sub.more = [sub]
        sub.value = sub
        alive = weakref.ref(sub)
        del sub
        gc.collect()
        self.assertIsNone(alive())

    def test_two_payloads(self):
        with self.assertRaisesRegex(TypeError, "lay-out conflict"):
            type("Both", (Counter, Node), {})

    def test_mixed_with_python(self):
        class Mixin:
            def twice(self):
                return self.add(self.value)

        class Sub(Mixin, Counter):
            pass

        self.assertEqual(Sub(4).twice(), 8)

    def test_class_method_makes_subclass(self):
        class Sub(Counter):
            pass

        self.assertIs(type(Sub.hundred()), Sub)
        self.assertEqual(Sub.hundred().value, 100)

    def test_dict_of_instance(self):
        counter = Counter()
        counter.x = 1
        self.assertEqual(counter.__dict__, {"x": 1})
        counter.__dict__ = {"y": 2}
        self.assertEqual(counter.y, 2)
        with self.assertRaises(AttributeError):
            Modular(1).x = 1


class MethodTest(unittest.TestCase):
    def test_receiver(self):
        with self.assertRaisesRegex(TypeError, "doesn't apply to a 'int' object"):
            Counter.add(1)
        with self.assertRaises(TypeError):
            Counter.add(Node())
        with self.assertRaises(TypeError):
            Counter.__repr__(1)
        with self.assertRaises(TypeError):
            Counter.value.__get__(1)
        with self.assertRaises(TypeError):
            Counter.__dict__["hundred"].__get__(None, int)

    def test_object_itself(self):
        counter = Counter()
        self.assertIs(counter.added(2, times=3), counter)
        self.assertEqual(counter.value, 6)

    def test_static_method(self):
        small, large = Counter(1), Counter(2)
        self.assertIs(Counter.larger(small, large), large)
        self.assertIs(small.larger(small, large), large)
        self.assertIsInstance(vars(Counter)["larger"], staticmethod)
        # Its module is found: the argument's type is that of this interpreter.
        with self.assertRaisesRegex(TypeError, "argument 2 must be Counter, not _xxrust.Node"):
            Counter.larger(small, Node())

    def test_subclass_as_argument(self):
        class Sub(Counter):
            pass

        sub = Sub(9)
        self.assertIs(Counter.larger(Counter(), sub), sub)

    def test_call(self):
        counter = Counter()
        self.assertEqual(counter(), 1)
        self.assertEqual(counter(2, twice=True), 5)
        self.assertEqual(counter(by=1), 6)
        with self.assertRaisesRegex(TypeError, "unexpected keyword argument"):
            counter(nope=1)

    def test_context_manager(self):
        counter = Counter(9)
        with self.assertRaises(ZeroDivisionError), counter as entered:
            self.assertIs(entered, counter)
            self.assertEqual(counter.value, 0)
            1 / 0
        self.assertEqual(counter.value, 1)

    def test_pickle_and_copy(self):
        counter = Counter(5)
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            again = pickle.loads(pickle.dumps(counter, protocol))
            self.assertIs(type(again), Counter)
            self.assertEqual(again, counter)
        self.assertEqual(copy.copy(counter), counter)
        self.assertEqual(copy.deepcopy(counter), counter)
        with self.assertRaisesRegex(TypeError, "cannot pickle"):
            pickle.dumps(Modular(1))


class PropertyTest(unittest.TestCase):
    def test_get_and_set(self):
        counter = Counter()
        counter.value = 5
        self.assertEqual(counter.value, 5)
        with self.assertRaises(TypeError):
            counter.value = "5"
        with self.assertRaises(AttributeError):
            del counter.value

    def test_delete(self):
        counter = Counter()
        counter.callback = print
        self.assertIs(counter.callback, print)
        del counter.callback
        self.assertIsNone(counter.callback)

    def test_read_only(self):
        with self.assertRaises(AttributeError):
            _xxrust.Room(1).exports = 1


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
        series = _xxrust.Series(3)
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
        match _xxrust.Series(2):
            case [None, None]:
                pass
            case _:
                self.fail("a series is a sequence")


class IterationTest(unittest.TestCase):
    def test_iterator(self):
        countdown = _xxrust.Countdown(3)
        self.assertIs(iter(countdown), countdown)
        self.assertEqual(list(countdown), [3, 2, 1])
        self.assertRaises(StopIteration, next, countdown)

    def test_end_with_value(self):
        def generator(end):
            return (yield from _xxrust.Countdown(1, end=end))

        for end in None, (1, 2), ValueError("x"), "value":
            iterator = generator(end)
            self.assertEqual(next(iterator), 1)
            with self.assertRaises(StopIteration) as caught:
                next(iterator)
            self.assertIs(caught.exception.value, end)

    def test_asynchronous(self):
        async def main():
            ticks = [tick async for tick in _xxrust.Ticker(3)]
            return ticks, await _xxrust.Ticker(9).__anext__()

        self.assertEqual(asyncio.run(main()), ([3, 2, 1], 9))


class BufferTest(unittest.TestCase):
    def test_constant(self):
        blob = _xxrust.Blob()
        view = memoryview(blob)
        self.assertEqual(bytes(view), b"constant")
        self.assertTrue(view.readonly)
        self.assertIs(view.obj, blob)
        with self.assertRaisesRegex(TypeError, "read-only"):
            view[0] = 0
        with self.assertRaisesRegex(TypeError, "read-write bytes-like"):
            io.BytesIO(b"x").readinto(blob)

    def test_view_keeps_alive(self):
        view = memoryview(_xxrust.Room(2))
        gc.collect()
        view[0] = 1
        self.assertEqual(bytes(view), b"\1\0")

    def test_writable_and_counted(self):
        room = _xxrust.Room(4)
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
        room = _xxrust.Room(4)
        self.assertEqual(io.BytesIO(b"abcdef").readinto(room), 4)
        self.assertEqual(bytes(room), b"abcd")
        self.assertEqual(room.exports, 0)

    def test_empty(self):
        self.assertEqual(bytes(_xxrust.Room(0)), b"")


class AttributeTest(unittest.TestCase):
    def test_attributes_at_will(self):
        record = _xxrust.Record()
        self.assertEqual(record.anything, "anything")
        record.a = 3
        self.assertEqual(record.last, ("a", 3))
        del record.b
        self.assertEqual(record.last, "b")

    def test_descriptor(self):
        class Owner:
            typed = _xxrust.Typed()

        owner = Owner()
        self.assertIs(owner.typed, owner)
        self.assertIs(Owner.typed, vars(Owner)["typed"])
        with self.assertRaisesRegex(AttributeError, "not this one"):
            owner.typed = 1
        with self.assertRaises(AttributeError):
            del owner.typed


class CollectionTest(unittest.TestCase):
    def assertCollected(self, make):
        alive = make()
        gc.collect()
        self.assertIsNone(alive())

    def test_cycle_in_field(self):
        def make():
            node = Node()
            node.next = node
            return weakref.ref(node)

        self.assertCollected(make)

    def test_cycle_through_list(self):
        def make():
            node = Node(value=[])
            node.value.append(node)
            return weakref.ref(node)

        self.assertCollected(make)

    def test_cycle_in_dict(self):
        def make():
            counter = Counter()
            counter.me = counter
            counter.callback = counter.add
            return weakref.ref(counter)

        self.assertCollected(make)

    def test_cycle_of_subclass(self):
        class Sub(Counter):
            pass

        def make():
            sub = Sub()
            sub.callback = lambda count: sub
            sub.more = sub
            return weakref.ref(sub)

        self.assertCollected(make)

    def test_cycle_with_class(self):
        def make():
            class Sub(Node):
                pass

            Sub.instance = Sub()
            return weakref.ref(Sub)

        self.assertCollected(make)

    def test_used_while_collected(self):
        # The finalizer sees the object before it is cleared; and after it was cleared once,
        # it is part of the next cycle.
        seen = []

        class Sub(Node):
            def __del__(self):
                seen.append(self.next is self)
                self.value = self

        def make():
            sub = Sub()
            sub.next = sub
            return weakref.ref(sub)

        self.assertCollected(make)
        self.assertEqual(seen, [True])

    def test_cleared_twice(self):
        # Each round of the collection clears all that is left of the cycle.
        class Awkward:
            def __del__(self):
                gc.collect()

        def make():
            first, second = Node(), Node()
            first.next, second.next = second, first
            first.value, second.value = Awkward(), Awkward()
            return weakref.ref(first)

        self.assertCollected(make)

    def test_referents(self):
        value = object()
        referents = gc.get_referents(Node(value=value))
        self.assertIn(value, referents)
        self.assertIn(Node, referents)

    def test_not_tracked(self):
        self.assertFalse(gc.is_tracked(Modular(1)))
        self.assertTrue(gc.is_tracked(Node()))

    def test_weak_reference(self):
        called = []
        counter = Counter()
        alive = weakref.ref(counter, called.append)
        self.assertIs(alive(), counter)
        del counter
        support.gc_collect()
        self.assertEqual(called, [alive])
        with self.assertRaises(TypeError):
            weakref.ref(Modular(1))

    def test_long_list(self):
        for make in Node, type("Sub", (Node,), {}):
            with self.subTest(make=make):
                node = make()
                for _ in range(1_000_000):
                    node = make(node)
                del node

    def test_module_goes(self):
        # The module, its classes and their instances are a cycle themselves.
        import importlib.util

        spec = _xxrust.__spec__
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        self.assertIsNot(module.Node, Node)
        self.assertNotIsInstance(module.Node(), Node)
        module.instance = module.Node()
        alive = weakref.ref(module.Node)
        del module, spec
        gc.collect()
        self.assertIsNone(alive())

    def test_classes_of_two_modules(self):
        import importlib.util

        spec = _xxrust.__spec__
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        with self.assertRaisesRegex(TypeError, "must be Counter, not _xxrust.Counter"):
            Counter.larger(Counter(), module.Counter())
        self.assertNotEqual(Counter(1), module.Counter(1))
        self.assertIs(Counter(1).__lt__(module.Counter(2)), NotImplemented)


class ReentrancyTest(unittest.TestCase):
    """Attack f."""

    def test_callback_into_the_same_method(self):
        counter = Counter()
        counter.callback = lambda count: counter.add() if count < 50 else None
        counter.add()
        self.assertEqual(counter.value, 50)

    def test_callback_replaces_itself(self):
        counter = Counter()

        def callback(count):
            del counter.callback
            gc.collect()

        counter.callback = callback
        alive = weakref.ref(callback)
        del callback
        self.assertEqual(counter.add(), 1)
        gc.collect()
        self.assertIsNone(alive())

    def test_old_value_uses_the_field(self):
        node = Node()

        class Last:
            def __del__(self):
                node.value = "from __del__"

        node.value = Last()
        node.value = "new"
        gc.collect()
        self.assertEqual(node.value, "from __del__")

    def test_last_reference_goes_in_the_method(self):
        holder = [Counter()]
        holder[0].callback = lambda count: holder.clear()
        self.assertEqual(holder[0].add(), 1)
        self.assertEqual(holder, [])

    @threading_helper.requires_working_threading()
    def test_threads(self):
        counter, node = Counter(), Node()

        def work():
            for number in range(2000):
                counter.add()
                counter.callback = lambda count: None
                node.value = [number]
                self.assertEqual(len(node.value), 1)
                del counter.callback

        with threading_helper.start_threads(
            [threading.Thread(target=work) for _ in range(8)]
        ):
            pass
        self.assertEqual(counter.value, 16000)


class PanicTest(unittest.TestCase):
    """Attack i."""

    def setUp(self):
        # Rust reports panics on file descriptor 2 as well.
        self.enterContext(support.SuppressCrashReport())
        self.enterContext(_descriptor_2_closed())

    def test_each_callback(self):
        Panicky = _xxrust.Panicky
        with support.catch_unraisable_exception():
            panicky = Panicky()
            calls = {
                "new": lambda: Panicky(now=True),
                "method": lambda: panicky.method(),
                "class method": lambda: Panicky.class_method(),
                "static method": lambda: Panicky.static_method(),
                "getter": lambda: panicky.value,
                "setter": lambda: setattr(panicky, "value", 1),
                "deleter": lambda: delattr(panicky, "value"),
                "__call__": lambda: panicky(),
                "__repr__": lambda: repr(panicky),
                "__hash__": lambda: hash(panicky),
                "__len__": lambda: len(panicky),
                "__bool__": lambda: bool(panicky),
                "__contains__": lambda: 1 in panicky,
                "__getitem__": lambda: panicky[1],
                "__setitem__": lambda: operator.setitem(panicky, 1, 2),
                "__delitem__": lambda: operator.delitem(panicky, 1),
                "__add__": lambda: panicky + 1,
                "__iadd__": lambda: operator.iadd(panicky, 1),
                "__eq__": lambda: panicky == 1,
                "__iter__": lambda: iter(panicky),
                "__next__": lambda: next(panicky),
                "__buffer__": lambda: memoryview(panicky),
            }
            for name, call in calls.items():
                with self.subTest(name=name):
                    with self.assertRaisesRegex(SystemError, rf"Rust code panicked at .*classes\.rs:\d+:\d+: {name}"):
                        call()
            del panicky

    def test_at_the_end(self):
        with support.catch_unraisable_exception() as caught:
            _xxrust.Panicky()
            self.assertIsInstance(caught.unraisable.exc_value, SystemError)
            self.assertIn("dropped", str(caught.unraisable.exc_value))
            self.assertIs(caught.unraisable.object, _xxrust.Panicky)

    def test_at_the_end_of_a_cycle(self):
        with support.catch_unraisable_exception() as caught:
            panicky = _xxrust.Panicky()
            panicky.keep(panicky)
            del panicky
            gc.collect()
            self.assertIn("dropped", str(caught.unraisable.exc_value))

    def test_exception_that_is_pending_stays(self):
        def raises():
            panicky = _xxrust.Panicky()
            raise KeyError("stays")

        with support.catch_unraisable_exception():
            with self.assertRaisesRegex(KeyError, "stays"):
                raises()


@contextlib.contextmanager
def _descriptor_2_closed():
    import os

    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


if __name__ == "__main__":
    unittest.main()
