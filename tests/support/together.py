"""Calls that threads make at the same time, again and again."""

import sys
import threading


def run_together(works, seconds):
    """Run each of `works` again and again in a thread of its own; raise the first's failure.

    Threads take turns as often as can be, where they take turns.
    """
    failures, done = [], threading.Event()
    start = threading.Barrier(len(works))

    def run(work):
        try:
            start.wait()
            while not done.is_set():
                work()
        except BaseException as failure:
            failures.append(failure)
            done.set()

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=run, args=(work,)) for work in works]
        for thread in threads:
            thread.start()
        done.wait(seconds)
        done.set()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    if failures:
        raise failures[0]
