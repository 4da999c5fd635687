"""Detaching, references that outlive a call, locks and panics. Letters are those of the attacks in the design."""

import gc
import os
import signal
import sys
import textwrap
import threading
import time
import unittest
import weakref

import _testrust
from calls import alone, call
from test import support
from test.support import script_helper

try:
    import _interpreters
except ImportError:
    _interpreters = None


# A process of its own finds _testrust where this one did.
WITH_PATH = {"PYTHONPATH": os.pathsep.join(sys.path), "__isolated": False}


class Length:
    """Its length is what `function` returns, which can do anything."""

    def __init__(self, function):
        self.function = function

    def __len__(self):
        return self.function()


def refuse():
    raise ArithmeticError


CALLS = [
    call(_testrust.length_detached, "12345").gives(5),
    call(_testrust.length_detached, Length(refuse)).raises(ArithmeticError).not_starved(),
    call(_testrust.drop_detached, "text").gives(0),
    call(lambda: _testrust.drop_detached(Length(len))).gives(0),
    call(_testrust.panic_detached).raises(SystemError),
    call(_testrust.panic_attached).raises(SystemError),
    call(_testrust.panic).raises(SystemError),
    call(lambda: _testrust.keep([1])).gives(0),
    call(_testrust.kept).may_raise(ValueError, RuntimeError),
    call(_testrust.forget),
    call(_testrust.hit),
    call(_testrust.length_locked, "123").gives(3),
    call(_testrust.length_of_first, "1234567"),
    call(_testrust.length_of_first_now, 7),
    call(_testrust.length_in_section, "1234", []).gives(4),
]


class Finalized:
    """Calls `function` at its end."""

    def __init__(self, function):
        self.function = function

    def __del__(self):
        self.function()


class DetachTests(unittest.TestCase):
    def test_b_nested(self):
        """(b) A call that detached and attached again can call one that does the same."""
        inner = Length(lambda: _testrust.length_detached("1234"))
        self.assertEqual(_testrust.length_detached(inner), 4)

    def test_b_deep(self):
        def length(depth):
            return _testrust.length_detached(Length(lambda: length(depth - 1))) if depth else 7
        self.assertEqual(length(50), 7)

    def test_exception(self):
        with self.assertRaises(ZeroDivisionError):
            _testrust.length_detached(Length(lambda: 1 // 0))

    def test_i_panic(self):
        """(i) The thread is attached again when a panic arrives as an exception."""
        for function, message in [
            (_testrust.panic_detached, r"Rust code panicked at .*threads\.rs:\d+:\d+: detached"),
            (_testrust.panic_attached, r"Rust code panicked at .*threads\.rs:\d+:\d+: attached"),
            (_testrust.panic, r"Rust code panicked at .*threads\.rs:\d+:\d+: as it was told to"),
        ]:
            for _ in range(3):
                with self.assertRaisesRegex(SystemError, message):
                    function()

    def test_others_run(self):
        """Other threads run while one is detached, which has asked them for its result."""
        asked, answered = threading.Event(), threading.Event()

        def length():
            asked.set()
            return 3 if answered.wait(support.SHORT_TIMEOUT) else 0

        results = []
        thread = threading.Thread(
            target=lambda: results.append(_testrust.length_detached(Length(length))))
        thread.start()
        self.assertTrue(asked.wait(support.SHORT_TIMEOUT))
        answered.set()
        thread.join()
        self.assertEqual(results, [3])


class ReferenceTests(unittest.TestCase):
    def test_e_dropped_detached(self):
        """(e) What is dropped while detached is given up when the call returns, not before."""
        events = []
        finalized = Finalized(lambda: events.append("end"))
        watched = weakref.ref(finalized)
        arguments = [finalized]
        del finalized
        _testrust.drop_detached(arguments[0])
        self.assertEqual(events, [])
        arguments.clear()
        self.assertEqual(events, ["end"])
        self.assertIsNone(watched())

    @alone
    def test_kept(self):
        value = Finalized(lambda: None)
        watched = weakref.ref(value)
        _testrust.keep(value)
        del value
        gc.collect()
        self.assertIs(_testrust.kept(), watched())
        self.assertEqual(_testrust.forget(), 1)
        gc.collect()
        self.assertIsNone(watched())
        self.assertEqual(_testrust.forget(), 0)
        with self.assertRaisesRegex(ValueError, "nothing was kept"):
            _testrust.kept()

    @alone
    def test_replaced_in_its_own_end(self):
        """The end of what was kept can keep something else, since no lock is held."""
        _testrust.keep(Finalized(lambda: _testrust.keep("second")))
        _testrust.keep("first")
        self.assertEqual(_testrust.kept(), "second")
        _testrust.forget()

    @alone
    @unittest.skipIf(_interpreters is None, "there are no subinterpreters")
    def test_e_another_interpreter(self):
        """(e) A kept object cannot be used in another interpreter, but dropped there."""
        value = Finalized(lambda: None)
        watched = weakref.ref(value)
        _testrust.keep(value)
        del value
        interpreter = _interpreters.create()
        try:
            problem = _interpreters.run_string(interpreter, textwrap.dedent("""
                import _testrust
                try:
                    _testrust.kept()
                except RuntimeError as error:
                    assert str(error) == "an object was used in another interpreter than its own"
                else:
                    raise AssertionError("an object of another interpreter was given out")
                assert _testrust.forget() == 1
                assert _testrust.forget() == 0
            """))
            self.assertIsNone(problem)
        finally:
            _interpreters.destroy(interpreter)
        _testrust.hit()   # a call that returns to Python here gives it up
        gc.collect()
        self.assertIsNone(watched())

    @alone
    @unittest.skipIf(_interpreters is None, "there are no subinterpreters")
    def test_e_after_the_end(self):
        """(e) Dropping what belonged to an interpreter that has ended does nothing.

        Its memory is gone or lost, so this has a process of its own.
        """
        script_helper.assert_python_ok("-c", textwrap.dedent("""
            import _interpreters, _testrust
            interpreter = _interpreters.create()
            assert not _interpreters.run_string(interpreter, "import _testrust; _testrust.keep([1])")
            _interpreters.destroy(interpreter)
            try:
                _testrust.kept()
            except RuntimeError:
                pass
            else:
                raise AssertionError("an object of an ended interpreter was given out")
            assert _testrust.forget() == 1
        """), **WITH_PATH)

    @alone
    def test_e_at_exit(self):
        """(e) What is still kept when Python ends harms nobody."""
        script_helper.assert_python_ok("-c", textwrap.dedent("""
            import _testrust, atexit, sys
            class Late:
                def __del__(self):
                    _testrust.hit()
            _testrust.keep(Late())
            sys.late = Late()
            atexit.register(_testrust.drop_detached, Late())
        """), **WITH_PATH)


class LockTests(unittest.TestCase):
    @alone
    def test_guarded(self):
        before = _testrust.hit()
        threads = [threading.Thread(target=lambda: [_testrust.hit() for _ in range(1000)])
                   for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(_testrust.hit(), before + 8001)

    def test_f_locked_twice(self):
        """(f) A thread that would wait for itself gets an exception."""
        with self.assertRaisesRegex(RuntimeError, "used again by the thread that holds it"):
            _testrust.length_locked(Length(lambda: _testrust.length_locked("1")))
        self.assertEqual(_testrust.length_locked("12"), 2)

    def test_exception_unlocks(self):
        with self.assertRaises(ZeroDivisionError):
            _testrust.length_locked(Length(lambda: 1 // 0))
        self.assertEqual(_testrust.length_locked("12"), 2)

    def test_waiting_lets_the_holder_go_on(self):
        """A thread that waits for the lock holds neither the GIL nor the collector up."""
        holding, waiting = threading.Event(), threading.Event()

        def length():
            holding.set()
            waiting.wait(support.SHORT_TIMEOUT)
            time.sleep(0.05)
            gc.collect()
            return 5

        results = []
        holder = threading.Thread(
            target=lambda: results.append(_testrust.length_locked(Length(length))))
        holder.start()
        self.assertTrue(holding.wait(support.SHORT_TIMEOUT))
        waiter = threading.Thread(
            target=lambda: (waiting.set(), results.append(_testrust.length_locked("1"))))
        waiter.start()
        holder.join()
        waiter.join()
        # Who has the lock first need not be the first to say so.
        self.assertCountEqual(results, [5, 1])

    @alone
    @support.requires_fork()
    def test_fork(self):
        """A lock that another thread holds is never given up in a forked child."""
        holding, done = threading.Event(), threading.Event()

        def length():
            holding.set()
            done.wait(support.SHORT_TIMEOUT)
            return 5

        holder = threading.Thread(target=_testrust.length_locked, args=(Length(length),))
        holder.start()
        self.assertTrue(holding.wait(support.SHORT_TIMEOUT))
        child = os.fork()
        if child == 0:
            signal.alarm(30)
            try:
                _testrust.length_locked("1")
            except RuntimeError as error:
                os._exit(0 if "did not survive a fork" in str(error) else 2)
            os._exit(3)
        done.set()
        holder.join()
        support.wait_process(child, exitcode=0)
        self.assertEqual(_testrust.length_locked("1"), 1)

    @alone
    def test_once(self):
        script_helper.assert_python_ok("-c", textwrap.dedent("""
            import _testrust, threading
            class Length:
                def __init__(self, function): self.function = function
                def __len__(self): return self.function()
            def expect(error, function):
                try:
                    _testrust.length_of_first(Length(function))
                except error:
                    return
                raise AssertionError(f"no {error}")
            nows = []
            # A failure is not kept, and asking for the value while it is made does not hang.
            expect(ZeroDivisionError, lambda: 1 // 0)
            expect(RuntimeError, lambda: _testrust.length_of_first("1"))
            # Nor does asking for what is there already.
            expect(ZeroDivisionError, lambda: nows.append(_testrust.length_of_first_now(3)) or 1 // 0)
            assert nows == [None], nows
            calls = []
            def slow():
                calls.append(1)
                for _ in range(100): threading.Event().wait(0.0001)
                return 9
            results = []
            threads = [threading.Thread(target=lambda: results.append(
                _testrust.length_of_first(Length(slow)))) for _ in range(8)]
            for thread in threads: thread.start()
            for thread in threads: thread.join()
            assert results == [9] * 8, results
            assert calls == [1], calls
            assert _testrust.length_of_first("1") == 9
            assert _testrust.length_of_first_now(3) == 9
        """), **WITH_PATH)

    def test_critical_section(self):
        first, second = [1, 2], []
        self.assertEqual(_testrust.length_in_section(first, second), 2)
        self.assertEqual(_testrust.length_in_section(first, first), 2)

        def work(one, other):
            for _ in range(500):
                _testrust.length_in_section(one, other)

        threads = [threading.Thread(target=work, args=pair)
                   for pair in [(first, second), (second, first)] * 4]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


if __name__ == "__main__":
    unittest.main()
