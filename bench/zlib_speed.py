"""How fast is zlib, and how small is what it makes?

    PYTHON bench/zlib_speed.py C-TWIN [--rust FILE] [--rounds N]

PYTHON is an interpreter with the Rust module, unless FILE is one; C-TWIN the build directory of the same
CPython configured --with-rust=no, or the path of its extension. zlib-ng is compared as well if Python finds
`zlib_ng`. All run in one process, in turn; of each the medians of CPU time are compared. Text is Python's own
library, binary the interpreter.
"""

import argparse
import pathlib
import random
import statistics
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests"))

from twins import load  # noqa: E402

MIB = 1 << 20


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("c_twin", metavar="C-TWIN")
    parser.add_argument("--rust", metavar="FILE")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    modules = {"C": load.at(options.c_twin, "zlib"),
               "Rust": load.at(options.rust, "zlib") if options.rust else load.own("zlib")}
    try:
        from zlib_ng import zlib_ng
        modules["zlib-ng"] = zlib_ng
    except ImportError:
        print("without zlib-ng: `pip install zlib-ng` for this Python to compare it")
    for name, module in modules.items():
        print(f"{name}: {load.origin(module)}, {module.ZLIB_RUNTIME_VERSION}")
    print(f"\n{'call':<28}{'Rust':>12}" + "".join(f"{f'x {name}':>12}{'size':>8}"
                                                   for name in modules if name != "Rust"))
    for label, data in samples().items():
        for level in range(10):
            compare(f"compress {level}, {label}", modules, "compress", options.rounds, data, level)
        compare(f"decompress, {label}", modules, "decompress", options.rounds, modules["C"].compress(data))
    for size in (32, 1024):
        data = samples()["text"][5000:5000 + size]
        compare(f"compress, {size} B", modules, "compress", options.rounds, data)
        compare(f"decompress, {size} B", modules, "decompress", options.rounds, modules["C"].compress(data))
    # Different ones in turn: the processor learns by heart which way a single one goes.
    for size in (32, 100, 1024, 4096):
        for label, data in (samples() | unlike()).items():
            pieces = [data[5000 + start:][:size] for start in range(0, 16 * size, size)]
            for level in (1, 6, 9):
                compare(f"compress {level}, {size} B, {label}", modules, "compress", options.rounds, pieces, level)
    for name in ("adler32", "crc32"):
        compare(f"{name}, 1 MiB", modules, name, options.rounds, samples()["text"])


def samples():
    """1 MiB of each."""
    library = pathlib.Path(unittest.__file__).parent.parent
    text = b"".join(path.read_bytes() for path in sorted(library.glob("[a-p]*.py")))
    return {"text": text[:MIB], "binary": pathlib.Path(sys.executable).read_bytes()[3 * MIB:][:MIB]}


def unlike():
    """What cannot be made smaller, and what becomes almost nothing."""
    return {"random": random.Random(1).randbytes(1 << 17), "zeros": bytes(1 << 17)}


def compare(call, modules, function, rounds, data, *more):
    """A line: how long it takes, how many times as fast as each peer, and the size in relation to its.

    data is one, or several in a list.
    """
    pieces = data if isinstance(data, list) else [data]
    times = {name: [] for name in modules}
    sizes = {}

    def once(module):
        call = getattr(module, function)
        return [call(piece, *more) for piece in pieces]

    for name, module in modules.items():
        results = once(module)
        sizes[name] = sum(map(len, results)) if function == "compress" else None
    start = time.process_time()
    once(modules["C"])
    # A batch is a fiftieth of a second.
    count = max(1, int(0.02 / (time.process_time() - start)))
    for _ in range(rounds):
        for name, module in modules.items():
            start = time.process_time()
            for _ in range(count):
                once(module)
            times[name].append((time.process_time() - start) / count / len(pieces))
    medians = {name: statistics.median(each) for name, each in times.items()}
    line = f"{call:<28}{1e6 * medians['Rust']:>9.2f} us"
    for name in modules:
        if name != "Rust":
            size = f"{sizes['Rust'] / sizes[name]:.3f}" if sizes[name] else ""
            line += f"{medians[name] / medians['Rust']:>12.2f}{size:>8}"
    print(line, flush=True)


if __name__ == "__main__":
    main()
