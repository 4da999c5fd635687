"""What `_base64` saves: base64's functions in Rust against those of Lib/base64.py, in one process.

    PYTHON bench/accelerator.py

PYTHON is an interpreter with both, before 3.15. Lib/base64.py is loaded once more without `_base64`,
on the binascii of the same build. Batches of some milliseconds take turns; the table has medians of
nanoseconds for a call with `bytes`, and docs/design/base64.md shows it.
"""

import base64
import importlib.util
import random
import statistics
import sys
import time

PAIRS = 15
BATCH = 2e-3


def pure():
    """Lib/base64.py as it is without the accelerator."""
    spec = importlib.util.spec_from_file_location("pure_base64", base64.__file__)
    module = importlib.util.module_from_spec(spec)
    hidden = sys.modules.pop("_base64")
    sys.modules["_base64"] = None
    try:
        spec.loader.exec_module(module)
    finally:
        sys.modules["_base64"] = hidden
    return module


def calls(data):
    """Names, functions, arguments and keywords."""
    for name in ("b64", "urlsafe_b64", "b32", "b16", "b85", "z85", "a85"):
        text = getattr(base64, f"{name}encode")(data)
        yield f"{name}encode", (data,), {}
        yield f"{name}decode", (text,), {}
        if name == "b64":
            yield "b64encode", (data,), {"altchars": b"-_"}
            yield "b64decode", (base64.urlsafe_b64encode(data),), {"altchars": b"-_"}
    framed = {"wrapcol": 76, "adobe": True}
    yield "a85encode", (data,), framed
    yield "a85decode", (base64.a85encode(data, **framed),), {"adobe": True}
    yield "a85decode", (base64.a85encode(data, wrapcol=76),), {"ignorechars": b"\n"}
    yield "encodebytes", (data,), {}
    yield "decodebytes", (base64.encodebytes(data),), {}


def batch(function, arguments, keywords):
    """A function that calls it so many times, and gives the seconds."""
    shown = ", ".join(["argument", *(f"{key}={value!r}" for key, value in keywords.items())])
    source = f"""def run(count):
    began = clock()
    for _ in range(count):
        function({shown})
    return clock() - began
"""
    names = {"function": function, "argument": arguments[0], "clock": time.process_time}
    exec(source, names)
    return names["run"]


def medians(functions, arguments, keywords):
    """Nanoseconds for a call of each."""
    runs = [batch(function, arguments, keywords) for function in functions]
    counts = [max(1, int(BATCH / max(run(3) / 3, 1e-8))) for run in runs]
    times = [[] for _ in runs]
    for _ in range(PAIRS):
        for run, count, found in zip(runs, counts, times):
            found.append(run(count) / count * 1e9)
    return [statistics.median(found) for found in times]


def main():
    python = pure()
    rows = {}
    for size in (16, 65536):
        for name, arguments, keywords in calls(random.Random(size).randbytes(size)):
            functions = getattr(python, name), getattr(base64, name)
            if functions[0](*arguments, **keywords) != functions[1](*arguments, **keywords):
                sys.exit(f"{name} gives something else")
            shown = " ".join([name, *(f"{key}={value!r}" for key, value in keywords.items())])
            rows.setdefault(shown, []).extend(medians(functions, arguments, keywords))
    print("| call | 16 B, Python | Rust | 64 KiB, Python | Rust | ratio |")
    print("|---|--:|--:|--:|--:|--:|")
    for shown, (small_python, small, large_python, large) in rows.items():
        print(f"| `{shown}` | {small_python:,.0f} | {small:,.0f} | {large_python:,.0f} | {large:,.0f} | {large_python / large:.1f} |")


if __name__ == "__main__":
    main()
