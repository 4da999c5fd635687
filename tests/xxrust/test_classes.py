"""Classes: what they are, how instances are made, their methods and properties."""

import copy
import gc
import inspect
import pickle
import unittest
import weakref

import _testrust
from calls import call
from _testrust import Counter, Modular, Node

COUNTER = Counter()

CALLS = [
    call(Counter, 3),
    call(Counter, "3").raises(TypeError),
    call(COUNTER.add),
    call(COUNTER.added, 1, times=2),
    call(COUNTER, 1, twice=True),
    call(Counter.hundred),
    call(Counter.larger, COUNTER, COUNTER).gives(COUNTER),
    call(lambda: pickle.loads(pickle.dumps(Counter(5))).value).gives(5).leaks_if_starved(),
    call(lambda: setattr(Counter(), "callback", None)),
    call(_testrust.Record, 1, a=2),
    call(_testrust.Record(), 1, name=3).gives(3),
    call(_testrust.Token.issue),
]


class ClassTest(unittest.TestCase):
    """What a class is: its name, its documentation, what can be done with it."""

    def test_names(self):
        self.assertEqual(Counter.__name__, "Counter")
        self.assertEqual(Counter.__qualname__, "Counter")
        self.assertEqual(Counter.__module__, "_testrust")
        self.assertIs(type(Counter()), Counter)

    def test_documentation(self):
        self.assertEqual(Counter.__doc__, "A counter that calls back.")
        self.assertEqual(Counter.add.__doc__, "Add, call back, and return the count.")
        self.assertEqual(Counter.value.__doc__, "The count.")
        self.assertEqual(_testrust.Token.__doc__, "Made by Rust only.")

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
        self.assertIsNone(_testrust.Token.__text_signature__)

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
        with self.assertRaisesRegex(TypeError, "cannot create '_testrust.Token' instances"):
            _testrust.Token()
        with self.assertRaises(TypeError):
            object.__new__(_testrust.Token)
        self.assertIsInstance(_testrust.Token.issue(), _testrust.Token)

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
        Record = _testrust.Record
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
        with self.assertRaisesRegex(TypeError, "argument 2 must be Counter, not _testrust.Node"):
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
            _testrust.Room(1).exports = 1


if __name__ == "__main__":
    unittest.main()
