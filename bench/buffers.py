"""What a bytes-like argument costs, by what it is: what docs/design/buffers.md shows.

    PYTHON bench/buffers.py rust=FILE c=FILE

The files are binascii as an extension module, in Rust (`cargo xtask module binascii`) and in C. The
table has nanoseconds for a call, the best of 15 batches.
"""

import pathlib
import sys
import time

sys.path.append(str(pathlib.Path(__file__).parent / "cost"))
import twin  # noqa: E402  (it loads modules from files)

CARRIERS = {
    "bytes": bytes,
    "memoryview of it": lambda size: memoryview(bytes(size)),
    "bytearray": bytearray,
}
FUNCTIONS = ("crc32", "b2a_base64")
SIZES = (0, 16, 256, 1024, 16384, 1 << 20)


def nanoseconds(function, argument):
    """The time of a call in the fastest batch."""
    calls = range(max(3, min(20_000, 2_000_000 // max(len(argument), 1))))
    best = float("inf")
    for _ in range(15):
        began = time.perf_counter()
        for _ in calls:
            function(argument)
        best = min(best, time.perf_counter() - began)
    return best / len(calls) * 1e9


def main():
    modules = dict(word.split("=", 1) for word in sys.argv[1:])
    modules = {name: twin.load("binascii", file) for name, file in modules.items()}
    heads = [f"{carrier}, {name}" for carrier in CARRIERS for name in modules]
    print("| call | bytes |", " | ".join(heads), "|")
    print("|---|--:|" + "--:|" * len(heads))
    for name in FUNCTIONS:
        for size in SIZES:
            times = [nanoseconds(getattr(module, name), carrier(size))
                     for carrier in CARRIERS.values() for module in modules.values()]
            print(f"| {name} | {size} |", " | ".join(f"{time:,.0f}" for time in times), "|")


if __name__ == "__main__":
    main()
