"""Calls whose allocations fail, one after the other.

Needs `_testcapi`, whose hooks see every allocation through CPython's allocators, so also those of
Rust code.
"""

import _testcapi

# More than any call that is tried here allocates.
LIMIT = 5000

# Held beforehand, so that counting with it takes no memory.
NUMBERS = list(range(2 * LIMIT))


def starved(call, start, stop):
    """`call()`, with its allocations from `start` to before `stop` failing (0: all after it)."""
    set_nomemory, restore = _testcapi.set_nomemory, _testcapi.remove_mem_hooks
    try:
        set_nomemory(start, stop)
        return call()
    finally:
        restore()


def allocations(call):
    """How many allocations `call()` makes: by so many sooner does one that is to come fail."""
    return left(lambda: None) - left(call)


def left(call):
    """How many times an object can be made before allocation `LIMIT` fails, after `call()`."""
    set_nomemory, restore, make = _testcapi.set_nomemory, _testcapi.remove_mem_hooks, object
    number = 0
    try:
        set_nomemory(LIMIT, LIMIT + 1)
        try:
            call()
        except Exception:
            pass
        for number in NUMBERS:
            make()
    except MemoryError:
        return number
    finally:
        restore()
    raise AssertionError(f"the call makes more than {LIMIT} allocations")


def try_all(call, check):
    """Fail each allocation of `call`, alone and with all that follow it; how many there are.

    What the call returns in spite of it is given to `check`. Any exception but MemoryError is
    passed on.
    """
    count = allocations(call)
    for single in (True, False):
        for start in range(LIMIT):
            if single and start >= count:
                break
            try:
                found = starved(call, start, start + 1 if single else 0)
            except MemoryError:
                continue
            check(found)
            # With what follows failing as well, it has got through for good.
            if not single and start >= count:
                break
        else:
            raise AssertionError(f"still no memory after {LIMIT} allocations")
    return count
