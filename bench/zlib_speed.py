"""How fast is zlib, and how small is what it makes?

    PYTHON bench/zlib_speed.py C-TWIN [--rust FILE] [--peers DIR] [--quick] [--page FILE]

PYTHON is an interpreter with the Rust module, unless FILE is one; C-TWIN the build directory of the same
CPython configured --with-rust=no, or the path of its extension. Peers, zlib-ng and ISA-L, are put into DIR. All run
in one process, in turn; of each the medians of CPU time are compared. Text is Python's own library, binary the
interpreter.
"""

import argparse
import importlib
import pathlib
import random
import statistics
import sys
import time
import unittest

import host
import peers

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))

from twins import load  # noqa: E402

MIB = 1 << 20

# Each: a call, against whom (the fastest of these counts), how many times as fast it is to be, and how large at most.
TARGETS = [
    *((f"compress 6, {data}, 1 MiB", *wanted) for data in ("text", "binary")
      for wanted in ((["C"], 1.8, 1.015), (["zlib-ng"], 0.95, None))),
    *((f"compress {level}, {data}, 1 MiB", ["C"], wanted, 1.05) for level, wanted in ((1, 1.8), (9, 2.0))
      for data in ("text", "binary")),
    *((f"decompress, {data}, 1 MiB", *wanted) for data in ("text", "binary")
      for wanted in ((["C"], 2.2, None), (["zlib-ng"], 0.95, None))),
    *((f"{call}, {size}", ["C"], 1.0, None) for call in ("compress 6, text", "decompress, text") for size in ("32 B", "1 KiB")),
    *((f"{name}, 1 MiB", *wanted) for name in ("adler32", "crc32")
      for wanted in ((["C"], 12.0, None), (["zlib-ng", "ISA-L"], 0.9, None))),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("c_twin", metavar="C-TWIN")
    parser.add_argument("--rust", metavar="FILE")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--peers", metavar="DIR", help="where the peers are, or are to be put")
    parser.add_argument("--quick", action="store_true", help="only what there is a target for")
    parser.add_argument("--page", metavar="FILE", type=pathlib.Path, help="write the tables as Markdown")
    parser.add_argument("--progress", action="store_true", help="say where it is in lines that begin with @")
    options = parser.parse_args()
    machine = host.facts(HERE.parent)  # As it is before.
    modules = {"Rust": load.at(options.rust, "zlib") if options.rust else load.own("zlib"),
               "C": load.at(options.c_twin, "zlib")}
    found, notes = peers_in(options.peers)
    modules |= found
    chosen = [call for call in calls() if not options.quick or any(call[0] == target[0] for target in TARGETS)]
    rows = []
    for number, (label, *call) in enumerate(chosen, 1):
        if options.progress:
            print(f"@ {number}/{len(chosen)}: {label}", flush=True)
        rows.append((label, measured(modules, options.rounds, *call)))
    names = [f"{name}: {origin(module)}, {version(module)}" for name, module in modules.items()]
    for line in as_text(names + notes, rows, modules):
        print(line)
    if options.page:
        options.page.write_text("\n".join(as_markdown(machine, names + notes, rows, modules)) + "\n")


def peers_in(folder):
    """Those that can be had, and sentences about the others."""
    if folder is None:
        return {}, []
    facts = {"version": ".".join(map(str, sys.version_info[:3])), "free_threaded": "t" in getattr(sys, "abiflags", "")}
    try:
        sys.path.append(str(peers.install_peers(folder, facts)))
        return {"zlib-ng": importlib.import_module("zlib_ng.zlib_ng"),
                "ISA-L": importlib.import_module("isal.isal_zlib")}, []
    except (peers.Unavailable, ImportError) as error:
        return {}, [f"without peers: {error}"]


def origin(module):
    """Where it is, in the repository if it is there."""
    return load.origin(module).removeprefix(f"{HERE.parent}/")


def version(module):
    whole = importlib.import_module(module.__name__.partition(".")[0])
    for holder, name in ((module, "_implementation"), (whole, "ISAL_VERSION"), (module, "ISAL_VERSION"),
                         (module, "ZLIBNG_VERSION"), (module, "ZLIB_RUNTIME_VERSION")):
        if hasattr(holder, name):
            return getattr(holder, name)
    return "of no known version"


def calls():
    """What each is called, the function, its data in pieces, and further arguments."""
    for label, data in samples().items():
        for level in range(10):
            yield f"compress {level}, {label}, 1 MiB", "compress", [data], level
        yield f"decompress, {label}, 1 MiB", "decompress", [data]
    # Different ones in turn: the processor learns by heart which way a single one goes.
    for size in (32, 100, 1024, 4096):
        for label, data in (samples() | unlike()).items():
            pieces = [data[5000 + start:][:size] for start in range(0, 16 * size, size)]
            for level in (1, 6, 9):
                yield f"compress {level}, {label}, {in_words(size)}", "compress", pieces, level
            yield f"decompress, {label}, {in_words(size)}", "decompress", pieces
    for name in ("adler32", "crc32"):
        yield f"{name}, 1 MiB", name, [samples()["text"]]


def in_words(size):
    return f"{size} B" if size < 1024 else f"{size >> 10} KiB"


def samples():
    """1 MiB of each."""
    library = pathlib.Path(unittest.__file__).parent.parent
    text = b"".join(path.read_bytes() for path in sorted(library.glob("[a-p]*.py")))
    return {"text": text[:MIB], "binary": pathlib.Path(sys.executable).read_bytes()[3 * MIB:][:MIB]}


def unlike():
    """What cannot be made smaller, and what becomes almost nothing."""
    return {"random": random.Random(1).randbytes(1 << 17), "zeros": bytes(1 << 17)}


def measured(modules, rounds, function, pieces, *more):
    """Of each module the seconds that a call takes, and the size of the results."""
    if function == "decompress":
        pieces = [modules["C"].compress(piece) for piece in pieces]

    def once(module):
        call = getattr(module, function)
        return [call(piece, *more) for piece in pieces]

    taking_part = {}
    for name, module in modules.items():
        try:
            results = once(module)
        except Exception:
            if name in ("Rust", "C"):
                raise
            continue  # ISA-L has levels 0 to 3 only.
        taking_part[name] = sum(map(len, results)) if function == "compress" else None
    start = time.process_time()
    once(modules["C"])
    # A batch is a fiftieth of a second.
    count = max(1, int(0.02 / (time.process_time() - start)))
    times = {name: [] for name in taking_part}
    for _ in range(rounds):
        for name in taking_part:
            start = time.process_time()
            for _ in range(count):
                once(modules[name])
            times[name].append((time.process_time() - start) / count / len(pieces))
    return {name: (statistics.median(each), taking_part[name]) for name, each in times.items()}


def compared(row, other):
    """How many times as fast Rust is, and the size in relation to the other's; None if that takes no part."""
    if other not in row:
        return None
    (time_here, size_here), (time_there, size_there) = row["Rust"], row[other]
    return time_there / time_here, size_here / size_there if size_there else None


def verdicts(rows):
    """The targets that were measured: what, against whom, wanted, found, whether it is met."""
    found = dict(rows)
    for call, against, speed, size in TARGETS:
        values = [compared(found[call], other) for other in against if other in found.get(call, ())]
        if not values:
            yield call, " or ".join(against), wanted(speed, size), "not measured", ""
            continue
        value = min(values)
        met = value[0] >= speed and (size is None or value[1] <= size)
        yield call, " or ".join(against), wanted(speed, size), cell(value, size is not None), "yes" if met else "NO"


def wanted(speed, size):
    return f"≥ {speed:.2f}" + (f"; ≤ {size:.3f}" if size else "")


def cell(value, with_size=True):
    if value is None:
        return ""
    speed, size = value
    return f"{speed:.2f}" + (f"; {size:.3f}" if size and with_size else "")


def table(rows, modules):
    """The head, and a line for each call."""
    others = [name for name in modules if name != "Rust"]
    yield ["call", "Rust, µs", *(f"× {name}; size" for name in others)]
    for label, row in rows:
        yield [label, f"{1e6 * row['Rust'][0]:.2f}", *(cell(compared(row, other)) for other in others)]


HEAD = ["target", "against", "wanted", "measured", "met"]


def as_text(notes, rows, modules):
    yield from notes
    for lines in ([HEAD, *verdicts(rows)], [*table(rows, modules)]):
        widths = [max(map(len, column)) for column in zip(*lines)]
        yield ""
        for first, *others in lines:
            yield first.ljust(widths[0]) + "".join(f"  {text:>{width}}" for text, width in zip(others, widths[1:]))


def as_markdown(machine, notes, rows, modules):
    yield "# How fast is zlib, and how small what it makes"
    yield ""
    yield "Written by `cargo xtask bench --of zlib --docs`; [docs/design/zlib.md](../design/zlib.md) says what was done for it."
    yield "`×` is how many times as fast as another Rust is; after a `;` the size of the results, against the other's."
    yield "Medians of CPU time, in one process, in turn."
    yield ""
    yield f"- {machine['cpu']}, {machine['processors']} processors, {machine['kernel']}, load {machine['load']}"
    yield f"- commit {machine['commit']}, {machine['date']}, {machine['rustc']}"
    yield from (f"- {note}" for note in notes)
    for title, lines in (("Targets", [HEAD, *verdicts(rows)]), ("All", [*table(rows, modules)])):
        yield ""
        yield f"## {title}"
        yield ""
        head, *others = lines
        yield "| " + " | ".join(head) + " |"
        yield "|---" + "|--:" * (len(head) - 1) + "|"
        for each in others:
            yield "| " + " | ".join(each) + " |"


if __name__ == "__main__":
    main()
