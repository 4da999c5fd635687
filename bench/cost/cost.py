"""What a call costs in Rust, against the same function in C with Argument Clinic.

    PYTHON bench/cost/cost.py RUST-FILE [--rounds=N] [--json=FILE] [--no-callgrind] [--fail-above=R]

RUST-FILE is `_xxrust` as `cargo xtask module` builds it for PYTHON, which lies in its build
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
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

import twin
from rows import ROWS, UNROLLED
from worker import COUNTED

WORKER = pathlib.Path(__file__).with_name("worker.py")
PROCESSES = 3

# Not more than this times what C takes is what is aimed at.
TARGET = 1.05


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("rust_file", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=150, help="batches in each of the processes")
    parser.add_argument("--json", type=pathlib.Path, help="write all that was measured")
    parser.add_argument("--no-callgrind", action="store_true", help="count no instructions")
    parser.add_argument("--fail-above", type=float, metavar="RATIO",
                        help="fail if a call takes more than so many times as long as in C")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cost-") as folder:
        files = [str(twin.build(folder)), str(options.rust_file.absolute())]
        found = measure(files, options.rounds)
        if not options.no_callgrind and shutil.which("valgrind"):
            count(files, folder, found)
    report(found)
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
    """Adds to `found` how many instructions a call takes."""
    pattern = pathlib.Path(folder, "counted")
    run(["valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={pattern}",
         "--dump-before=os_getppid",
         sys.executable, WORKER, "instructions", *files, 0], PYTHONHASHSEED="0")
    # A file for what was before each call of getppid. First the start; then, by turns, a run and
    # what is between runs.
    dumps = sorted(pathlib.Path(folder).glob("counted.*"), key=lambda path: int(path.suffix[1:]))
    totals = [int(re.search(r"(?m)^(?:totals|summary): (\d+)", path.read_text())[1])
              for path in dumps]
    numbers = iter(totals[1::2])
    for row in ROWS:
        for name in ("c", "rust"):
            if name in found[row.name]:
                nothing, something = next(numbers), next(numbers)
                found[row.name][f"{name}_instructions"] = (something - nothing) / (COUNTED * UNROLLED)


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


def run(command, **environment):
    done = subprocess.run([str(word) for word in command], text=True, capture_output=True,
                          env={**os.environ, **environment})
    if done.returncode:
        raise SystemExit(f"{command[0]} failed ({done.returncode}):\n{done.stderr[-3000:]}")
    return done.stdout


if __name__ == "__main__":
    main()
