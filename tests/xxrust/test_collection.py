"""Classes: the garbage collector, calls that come back, and panics."""

import contextlib
import gc
import operator
import sys
import threading
import unittest
import weakref
from test import support
from test.support import threading_helper

import _testrust
from calls import call, mortal
from _testrust import Counter, Modular, Node

PANICKY = _testrust.Panicky(quiet=True)
NODE = Node()

CALLS = [
    call(Node, value=1),
    call(Node, 1).raises(TypeError),
    call(lambda: setattr(NODE, "value", [1])),
    call(_testrust.Panicky, now=True).raises(SystemError),
    call(PANICKY.method).raises(SystemError),
    call(PANICKY.class_method).raises(SystemError),
    call(PANICKY.static_method).raises(SystemError),
    call(PANICKY.keep, None),
    call(lambda: repr(PANICKY)).raises(SystemError).not_starved(),
]


class CollectionTest(unittest.TestCase):
    def setUp(self):
        self.enterContext(mortal())

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

        spec = _testrust.__spec__
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

        spec = _testrust.__spec__
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        with self.assertRaisesRegex(TypeError, "must be Counter, not _testrust.Counter"):
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
        Panicky = _testrust.Panicky
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
                    with self.assertRaisesRegex(SystemError, rf"Rust code panicked at .*panicky\.rs:\d+:\d+: {name}"):
                        call()
            del panicky

    def test_at_the_end(self):
        with support.catch_unraisable_exception() as caught:
            _testrust.Panicky()
            self.assertIsInstance(caught.unraisable.exc_value, SystemError)
            self.assertIn("dropped", str(caught.unraisable.exc_value))
            self.assertIs(caught.unraisable.object, _testrust.Panicky)

    def test_at_the_end_of_a_cycle(self):
        with support.catch_unraisable_exception() as caught:
            panicky = _testrust.Panicky()
            panicky.keep(panicky)
            del panicky
            gc.collect()
            self.assertIn("dropped", str(caught.unraisable.exc_value))

    def test_exception_that_is_pending_stays(self):
        def raises():
            panicky = _testrust.Panicky()
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
