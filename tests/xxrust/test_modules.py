"""What a module has besides functions: state, constants, names, a last step of its initialisation.

(g): the state is asked for before it is made, while it is made, while it is cleared.
"""

import gc
import importlib
import importlib.util
import sys
import types
import unittest
import weakref
from test import support
from test.support import import_helper

import _testrust
from calls import alone, call, mortal

GUEST = _testrust.Guest()


CALLS = [
    call(_testrust.count_hit),
    call(_testrust.state_keep, None),
    call(_testrust.state_keep, None, second=True),
    call(_testrust.state_kept).gives(None),
    call(_testrust.state_during, int),
    call(_testrust.states),
    call(lambda: _testrust.append_to([], 1)).gives(None),
    call(_testrust.append_to, (), 1).raises(AttributeError),
    call(_testrust.class_of, 1).gives(int),
    call(_testrust.Guest),
    call(GUEST.count_hit),
    call(GUEST.count_class_hit),
    call(GUEST.count_static_hit),
    call(GUEST.__len__),
    # Of a module of its own, which nobody executes: this one's state must not panic at exit.
    call(lambda: unexecuted().state_panics()).raises(SystemError).not_starved(),
]


def unexecuted():
    return importlib.util.module_from_spec(_testrust.__spec__)


def execute(module):
    _testrust.__spec__.loader.exec_module(module)
    return module


def fresh():
    """Another module object of the same module."""
    return execute(unexecuted())


class StateTests(unittest.TestCase):
    def setUp(self):
        self.enterContext(mortal())

    def test_each_module_has_its_own(self):
        first, second = fresh(), fresh()
        self.assertEqual([first.count_hit() for _ in range(3)], [1, 2, 3])
        self.assertEqual(second.count_hit(), 1)
        self.assertEqual(first.count_hit(), 4)

    def test_it_is_found_from_everywhere(self):
        module = fresh()

        class Derived(module.Guest):
            pass

        for number, count in enumerate([
            module.count_hit,
            module.Guest().count_hit,
            module.Guest.count_class_hit,
            module.Guest.count_static_hit,
            module.Guest().__len__,
            Derived().count_hit,
            Derived.count_class_hit,
            Derived.count_static_hit,
            lambda: len(Derived()),
        ], 1):
            with self.subTest(number):
                self.assertEqual(count(), number)
        self.assertEqual(fresh().count_hit(), 1)

    def test_a_class_of_another_module_object_finds_its_own(self):
        first, second = fresh(), fresh()

        class Both(first.Guest):
            other = second.Guest()

        self.assertEqual(first.count_hit(), 1)
        self.assertEqual(Both.other.count_hit(), 1)
        self.assertEqual(Both().count_hit(), 2)

    def test_it_stays_while_python_code_runs(self):
        module = fresh()

        def callback():
            nonlocal module
            module.count_hit()
            del module
            support.gc_collect()

        self.assertEqual(module.state_during(callback), 1)

    def test_it_holds_objects(self):
        module = fresh()
        self.assertIsNone(module.state_kept())
        module.state_keep("object")
        self.assertEqual(module.state_kept(), "object")

    @alone
    def test_it_ends_with_the_module_once(self):
        support.gc_collect()
        before = _testrust.states()
        module = fresh()
        self.assertEqual(_testrust.states(), before + 1)
        del module
        support.gc_collect()
        self.assertEqual(_testrust.states(), before)

    @alone
    def test_a_cycle_through_it_is_collected(self):
        support.gc_collect()
        before = _testrust.states()
        module = fresh()
        module.state_keep(module)
        alive = weakref.ref(module)
        del module
        support.gc_collect()
        self.assertIsNone(alive())
        self.assertEqual(_testrust.states(), before)

    @alone
    def test_a_panic_at_its_end_is_reported(self):
        support.gc_collect()
        before = _testrust.states()
        module = fresh()
        module.state_panics()
        with support.catch_unraisable_exception() as caught:
            del module
            support.gc_collect()
            self.assertIs(caught.unraisable.exc_type, SystemError)
            self.assertIn("a state ends", str(caught.unraisable.exc_value))
        self.assertEqual(_testrust.states(), before)

    def test_reload_keeps_it(self):
        module = fresh()
        module.count_hit()
        sys.modules["_testrust"] = module
        try:
            self.assertIs(importlib.reload(module), module)
        finally:
            sys.modules["_testrust"] = _testrust
        self.assertEqual(module.count_hit(), 2)


class TimeTests(unittest.TestCase):
    """(g)"""

    def assert_not_its_time(self, function, *args):
        with self.assertRaisesRegex(SystemError, "before or after its time"):
            function(*args)

    def test_before_it_is_executed(self):
        module = unexecuted()
        self.assert_not_its_time(module.count_hit)
        self.assert_not_its_time(module.state_keep, 1)
        self.assert_not_its_time(module.append_to, [], 1)
        execute(module)
        self.assertEqual(module.count_hit(), 1)

    @alone
    def test_while_it_is_made(self):
        module = unexecuted()
        errors = []

        def hook():
            for function in (module.count_hit, module.Guest().count_hit):
                try:
                    function()
                except SystemError as error:
                    errors.append(str(error))
            # What is complete already can be used.
            module.append_to(errors, "appended")

        with support.swap_attr(sys, "_testrust_state", hook):
            execute(module)
        self.assertEqual(errors[0], "a module was used before or after its time")
        self.assertEqual(errors, [errors[0], errors[0], "appended"])
        self.assertEqual(module.count_hit(), 1)

    @alone
    def test_while_it_is_cleared(self):
        """By an object that garbage refers to, but that is no garbage for the collector."""
        self.enterContext(mortal())
        # For a reference that is not counted. It is not for several interpreters at a time.
        ctypes = import_helper.import_module("ctypes")
        module = fresh()
        function = module.count_hit
        address = id(function)
        errors = []

        def callback(_):
            try:
                ctypes.cast(address, ctypes.py_object).value()
            except SystemError as error:
                errors.append(str(error))

        late = compile("0", "late", "eval")
        if gc.is_tracked(late):
            self.skipTest("code objects can be garbage in this build")
        reference = weakref.ref(late, callback)
        self.assertEqual(function(), 1)
        module.state_keep(late)
        module.state_keep(function, second=True)
        del module, function, late
        support.gc_collect()
        self.assertIsNone(reference())
        self.assertEqual(errors, ["a module was used before or after its time"])


class ExecutionTests(unittest.TestCase):
    def setUp(self):
        self.enterContext(mortal())

    def test_constants(self):
        self.assertEqual(_testrust.ANSWER, 42)
        self.assertEqual(_testrust.LARGE, 2**64 - 1)
        self.assertEqual(_testrust.NAME, "text")
        self.assertEqual(_testrust.RATIO, 0.5)
        self.assertIs(_testrust.ENABLED, True)

    def test_names(self):
        items = []
        _testrust.append_to(items, 1)
        self.assertEqual(items, [1])
        self.assertIs(_testrust.class_of(items), list)
        with self.assertRaises(AttributeError) as caught:
            _testrust.append_to((), 1)
        self.assertIs(caught.exception.name, sys.intern("append"))

    def test_the_last_step_has_everything(self):
        module = unexecuted()
        seen = []
        module.last_step = lambda: seen.append((module.ANSWER, module.Guest, module.count_hit()))
        execute(module)
        self.assertEqual(seen, [(42, module.Guest, 1)])
        self.assertTrue(module.is_complete)

    def failing(self, module):
        """Execution fails, and nothing stays."""
        before = _testrust.states()
        alive = weakref.ref(module)
        with self.assertRaisesRegex(ZeroDivisionError, "division"):
            execute(module)
        self.assertFalse(hasattr(module, "is_complete"))
        del module
        return before, alive

    @alone
    def test_a_last_step_that_fails(self):
        def run():
            module = unexecuted()
            module.last_step = lambda: 1 / 0
            return self.failing(module)

        support.gc_collect()
        before, alive = run()
        support.gc_collect()
        self.assertIsNone(alive())
        self.assertEqual(_testrust.states(), before)
        self.assertEqual(fresh().count_hit(), 1)

    @alone
    def test_a_state_that_cannot_be_made(self):
        def run():
            module = unexecuted()
            self.failing(module)
            with self.assertRaisesRegex(SystemError, "before or after its time"):
                module.count_hit()

        support.gc_collect()
        before = _testrust.states()
        with support.swap_attr(sys, "_testrust_state", lambda: 1 / 0):
            run()
        support.gc_collect()
        self.assertEqual(_testrust.states(), before)
        self.assertEqual(fresh().count_hit(), 1)

    def test_a_module_that_failed_is_not_imported(self):
        module = unexecuted()
        module.last_step = lambda: 1 / 0

        class Loader:
            create_module = staticmethod(lambda spec: module)
            exec_module = staticmethod(execute)

        spec = importlib.util.spec_from_loader("_testrust_failing", Loader())
        with support.swap_item(sys.modules, "_testrust_failing", None):
            del sys.modules["_testrust_failing"]
            with self.assertRaises(ZeroDivisionError):
                importlib._bootstrap._load(spec)
            self.assertNotIn("_testrust_failing", sys.modules)
            sys.modules["_testrust_failing"] = None

    def test_it_and_its_classes_have_its_name(self):
        self.assertIsInstance(_testrust, types.ModuleType)
        self.assertEqual(_testrust.__name__, "_testrust")
        self.assertEqual(_testrust.Guest.__module__, "_testrust")


if __name__ == "__main__":
    unittest.main()
