"""Interpreters with a GIL of their own, on threads. Needs CPython 3.13's `_interpreters`."""

import threading

import _interpreters


def run_in(interpreter, script, **shared):
    """Run `script` with the variables `shared`; an exception there is an AssertionError here."""
    failure = _interpreters.run_string(interpreter, script, shared=shared)
    if failure is not None:
        raise AssertionError(f"in interpreter {interpreter}: {failure.errdisplay}")


def run_parallel(interpreters, threads, script, meanwhile=lambda: None, **shared):
    """Run `script` in each of `interpreters`, so many at a time as there are `threads`."""
    failures = []

    def work(mine):
        try:
            for interpreter in mine:
                run_in(interpreter, script, **shared)
        except BaseException as failure:
            failures.append(failure)

    workers = [threading.Thread(target=work, args=(interpreters[first::threads],))
               for first in range(threads)]
    for worker in workers:
        worker.start()
    meanwhile()
    for worker in workers:
        worker.join()
    if failures:
        raise failures[0]
