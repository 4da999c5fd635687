"""What a call costs in Rust, against the same function in C with Argument Clinic.

    PYTHON bench/cost/cost.py RUST-FILE [--where] [--rounds=N] [--json=FILE] [--fail-above=RATIO]

RUST-FILE is `_testrust` as `cargo xtask module` builds it for PYTHON, which lies in its build
directory; `cargo xtask cost` does all of that. Both modules are shared files and are imported in
one process, where batches of calls of about a millisecond take turns. The ratio is the median of
those of neighbouring batches, in three processes. Instructions are counted by callgrind: they do
not depend on what else the machine does.
"""

import argparse
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile

import callgrind
import twin
from callgrind import WORKER
from rows import ROWS
PROCESSES = 3

# Not more than this times what C takes is what is aimed at.
TARGET = 1.05


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("rust_file", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=150, help="batches in each of the processes")
    parser.add_argument("--json", type=pathlib.Path, help="write all that was measured")
    parser.add_argument("--no-callgrind", action="store_true", help="count no instructions")
    parser.add_argument("--where", action="store_true",
                        help="print in which functions C and Rust differ")
    parser.add_argument("--fail-above", type=float, metavar="RATIO",
                        help="fail if a call takes more than so many times as long as in C")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cost-") as folder:
        files = [str(twin.build(folder)), str(options.rust_file.absolute())]
        found = measure(files, options.rounds)
        if not options.no_callgrind and shutil.which("valgrind"):
            count(files, folder, found)
    report(found)
    if options.where:
        explain(found)
    if options.json:
        facts = {"python": sys.version, "machine": platform.processor() or platform.machine(),
                 "rows": found}
        options.json.write_text(json.dumps(facts, indent=1) + "\n")
    if options.fail_above:
        slow = [name for name, row in found.items() if row.get("ratio", 0) > options.fail_above]
        if slow:
            sys.exit(f"more than {options.fail_above} times what C takes: {', '.join(slow)}")


def measure(files, rounds):
    """By the name of each row: times in C and in Rust, their ratio, whether it is pending."""
    processors = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(processors)})
    try:
        outputs = [json.loads(run([sys.executable, WORKER, "times", *files, rounds]))
                   for _ in range(PROCESSES)]
    finally:
        os.sched_setaffinity(0, processors)
    found = {}
    for row in ROWS:
        there = outputs[0][row.name]["there"]
        all_rounds = [took for output in outputs for took in output[row.name]["rounds"]]
        medians = iter([statistics.median(column) for column in zip(*all_rounds)])
        entry = {name: next(medians) for name, is_there in zip(("c", "rust"), there) if is_there}
        if all(there):
            ratios = [rust / c for c, rust in all_rounds]
            entry["ratio"] = statistics.median(ratios)
            entry["spread"] = statistics.median(abs(ratio - entry["ratio"]) for ratio in ratios)
        found[row.name] = entry
    return found


def count(files, folder, found):
    """Adds to `found` how many instructions a call takes, in all and by function."""
    counts = callgrind.count(files, folder)
    for row in ROWS:
        for name in ("c", "rust"):
            if name in found[row.name]:
                functions = next(counts)
                found[row.name][f"{name}_instructions"] = sum(functions.values())
                found[row.name][f"{name}_functions"] = {
                    function: number for function, number in functions.items() if number >= 1}


def report(found):
    print(f"{'':<26}{'C':>10}{'Rust':>10}{'ratio':>8}{'spread':>8}{'C':>9}{'Rust':>7}{'ratio':>7}")
    print(f"{'':<26}{'ns':>10}{'ns':>10}{'':>8}{'':>8}{'instr.':>9}{'instr.':>7}")
    for row in ROWS:
        entry = found[row.name]

        def shown(key, form, width):
            return f"{entry[key]:{form}}".rjust(width) if key in entry else "".rjust(width)
        line = f"{row.name:<26}{shown('c', '.1f', 10)}{shown('rust', '.1f', 10)}"
        line += f"{shown('ratio', '.3f', 8)}{shown('spread', '.3f', 8)}"
        line += f"{shown('c_instructions', '.0f', 9)}{shown('rust_instructions', '.0f', 7)}"
        if "c_instructions" in entry and "rust_instructions" in entry:
            line += f"{entry['rust_instructions'] / entry['c_instructions']:7.3f}"
        if "ratio" not in entry:
            line += "  for information" if not row.compared else "  pending: not in Rust yet"
        elif entry["ratio"] > TARGET:
            line += f"  above {TARGET}"
        print(line.rstrip())


def explain(found):
    """In which functions the instructions of a call are that C and Rust do not share."""
    for row in ROWS:
        c, rust = (found[row.name].get(f"{name}_functions") for name in ("c", "rust"))
        if c and rust:
            print(f"\n{row.name}: instructions of a call, in C and in Rust")
            names = sorted(c.keys() | rust.keys(), key=lambda name: c.get(name, 0) - rust.get(name, 0))
            for name in names:
                if abs(c.get(name, 0) - rust.get(name, 0)) >= 1:
                    print(f"{c.get(name, 0):8.0f}{rust.get(name, 0):8.0f}  {name}")


def run(command):
    done = subprocess.run([str(word) for word in command], text=True, capture_output=True)
    if done.returncode:
        raise SystemExit(f"{command[0]} failed ({done.returncode}):\n{done.stderr[-3000:]}")
    return done.stdout


if __name__ == "__main__":
    main()
