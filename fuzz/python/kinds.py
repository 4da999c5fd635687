"""Kinds of outcomes: a type of result, or an exception with what stays the same of its message.

They are counted for each class of sizes, so that a fuzzer that no longer gets to some error, or
gets there with short data only, is noticed.
"""

import bisect
import functools
import re

from twins.carriers import Carried, Source

# The sizes at which classes begin: nothing, less than a vector, vectors of several widths, more.
STARTS = (0, 1, 16, 48, 128, 301, 4000)
SIZES = ("0", "1-15", "16-47", "48-127", "128-300", "301-3999", ">3999")
NO_DATA = "other"


def of(outcome):
    """The kind of an outcome, for people and as a key."""
    what, *rest, _, _ = outcome
    if what == "returns":
        return f"returns {rest[0].__name__}"
    name, _, message, _, _ = rest[0]
    message = general(message)
    return f"{name.removeprefix('builtins.')}{': ' if message else ''}{message}"


@functools.lru_cache(4096)
def general(message):
    """`message` without what depends on the arguments."""
    # Warnings go on for several sentences.
    message = re.sub(r"\.  .*", ".", message)
    message = re.sub(r"twins\.carriers\.\w+\.(__\w+__\(\) must return an? \w+, not) .*", r"\1 …", message)
    message = re.sub(r"(digit found: |for digit |character ).*(?s:.)", r"\1…", message)
    message = re.sub(r"(?s)'.*'|\".*\"", "'…'", message)
    return re.sub(r"(?<!\w)-?\d+(?!\w)", "N", message)


def size_of(case):
    """The class of sizes that the data of `case` is in: that of its first argument with a size."""
    for value in (*case.args, *(value for _, value in case.keywords)):
        if isinstance(value, Carried):
            value = value.payload
        if isinstance(value, Source) and "noise(" in value:
            return SIZES[-1]
        if type(value) in (bytes, str):
            return SIZES[bisect.bisect(STARTS, len(value)) - 1]
    return NO_DATA
