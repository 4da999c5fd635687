"""Compares interpreters, call by call, in one run: is binascii in Rust as fast as in C?

    python3 bench/bench.py rust=PYTHON c=PYTHON [--quick] [--json FILE] [--markdown FILE]

The first interpreter is the one in question, the others are what it is compared with; ratios
are times of the first over times of the other, so that less than 1 is faster. See README.md.
"""

import argparse
import contextlib
import json
import os
import pathlib
import statistics
import subprocess
import sys

import host
import report
from cases import CASES, QUICK, SIZES

HERE = pathlib.Path(__file__).parent

# A batch of calls is this long: long to the clock, short to whatever else the machine does.
BATCH_SECONDS = 0.002

# Each cell is measured in so many sets of processes: where code and data lie differs from one
# process to the next, and so does a short call's time.
PROCESSES = 3


class Worker:
    """An interpreter that measures when told to."""

    def __init__(self, name, interpreter, cpu):
        pin = [f"--cpu={cpu}"] if cpu is not None else []
        # The same small environment for all: even its size moves the stack.
        environment = {"PATH": os.environ.get("PATH", ""), "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}
        self.name = name
        self.process = subprocess.Popen(
            [interpreter, "-I", "-B", str(HERE / "worker.py"), *pin], env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, **order):
        try:
            self.process.stdin.write(json.dumps(order) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"the interpreter '{self.name}' ended while it was asked to {order}")
        return json.loads(line)

    def end(self):
        self.process.stdin.close()
        self.process.wait()


@contextlib.contextmanager
def workers(interpreters, cpu):
    """One worker for each interpreter, all on one processor: only one works at a time."""
    started = []
    try:
        for name, path in interpreters.items():
            started.append(Worker(name, path, cpu))
        yield started
    finally:
        for worker in started:
            worker.end()


def measure(team, case, size, rounds):
    """The seconds a call takes in each interpreter, round by round; None if there is no such call."""
    hashes = [worker.ask(do="prepare", case=case, size=size) for worker in team]
    if hashes[0] is None:
        return None
    if len(set(hashes)) > 1:
        raise SystemExit(f"the interpreters disagree on the result of {case} at {size} bytes")
    loops = loops_for(team)
    seconds = {worker.name: [] for worker in team}
    for number in range(rounds):
        # Each goes first as often as the others do.
        shift = number % len(team)
        for worker in team[shift:] + team[:shift]:
            seconds[worker.name].append(worker.ask(do="run", loops=loops) / loops)
    return seconds


def measure_all(options, cpu, wanted, rounds):
    """What `measure` says of each of `wanted`, some rounds at a time in one set of processes after another."""
    measured = {}
    for number in range(PROCESSES if wanted else 0):
        with workers(options.interpreters, cpu) as team:
            for done, (case, size) in enumerate(wanted, 1):
                progress(f"processes {number + 1}/{PROCESSES}, {done}/{len(wanted)}: {case}, {report.size_text(size)}")
                seconds = measure(team, case, size, -(-rounds // PROCESSES))
                for name, times in (seconds or {}).items():
                    measured.setdefault((case, size), {}).setdefault(name, []).extend(times)
    return measured


def loops_for(team):
    """How many calls make a batch."""
    loops = 1
    while True:
        slowest = max(worker.ask(do="run", loops=loops) for worker in team)
        if slowest >= BATCH_SECONDS / 4:
            return max(1, round(loops * BATCH_SECONDS / slowest))
        loops *= 4


def cell(case, size, seconds, first, other):
    """A line of the result: medians, and the median of the ratios of neighbouring batches."""
    ratios = [mine / theirs for mine, theirs in zip(seconds[first], seconds[other])]
    ratio = statistics.median(ratios)
    return {
        "case": case, "size": size, "against": other, "rounds": len(ratios), "ratio": ratio,
        "spread": statistics.median(abs(each - ratio) for each in ratios),
        "seconds": {name: statistics.median(times) for name, times in seconds.items()},
    }


def main():
    options = arguments()
    first, *others = options.interpreters
    cpu = host.quiet_cpu() if options.pin else None
    wanted = [(case, size) for case in CASES if not options.only or any(word in case for word in options.only)
              for size in (QUICK if options.quick else SIZES)]
    with workers(options.interpreters, cpu) as team:
        facts = {worker.name: worker.ask(do="facts") for worker in team}
    for note in report.unfairness(facts):
        print(f"warning: {note}", file=sys.stderr)

    measured = measure_all(options, cpu, wanted, options.rounds)
    cells = [cell(case, size, seconds, first, other)
             for (case, size), seconds in measured.items() for other in others]
    slow = [each for each in cells if options.fail_slower and each["ratio"] > options.fail_slower
            and not each["case"].startswith("(")]
    # Once more and for longer before it is believed.
    again = measure_all(options, cpu, {(each["case"], each["size"]): None for each in slow}, 3 * options.rounds)
    for each in slow:
        each["first_ratio"] = each["ratio"]
        each |= cell(each["case"], each["size"], again[each["case"], each["size"]], first, each["against"])
    slow = [each for each in slow if each["ratio"] > options.fail_slower]
    progress("")

    result = {"host": host.facts(HERE), "interpreters": facts, "cpu": cpu, "quick": options.quick, "cells": cells}
    print(report.as_text(result, first))
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(result, indent=1) + "\n")
    if options.markdown:
        pathlib.Path(options.markdown).write_text(report.as_markdown(result, first))
    for each in slow:
        print(f"slower than {options.fail_slower:.2f} times {each['against']}, twice: {each['case']} at "
              f"{report.size_text(each['size'])}: {each['first_ratio']:.3f}, then {each['ratio']:.3f}")
    sys.exit(1 if slow else 0)


def progress(text):
    if "--progress" in sys.argv:
        print(f"@ {text}", flush=True)
    elif sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("interpreters", nargs="+", metavar="NAME=PYTHON", help="two or more interpreters")
    parser.add_argument("--quick", action="store_true", help="only 16 B, 1 KiB and 1 MiB")
    parser.add_argument("--only", action="append", metavar="WORD", help="only the cases whose name has WORD")
    parser.add_argument("--rounds", type=int, default=27, help="batches per cell and interpreter")
    parser.add_argument("--progress", action="store_true", help="print lines beginning with @ for each cell")
    parser.add_argument("--no-pin", dest="pin", action="store_false", help="let the system choose processors")
    parser.add_argument("--json", metavar="FILE", help="write everything that was measured")
    parser.add_argument("--markdown", metavar="FILE", help="write the table as Markdown")
    parser.add_argument("--fail-slower", type=float, metavar="RATIO",
                        help="exit with 1 if a cell is slower than that, twice")
    options = parser.parse_args()
    pairs = [word.partition("=") for word in options.interpreters]
    options.interpreters = {name: path for name, _, path in pairs}
    if len(options.interpreters) < 2 or not all(path for _, _, path in pairs):
        parser.error("give two or more interpreters as NAME=PYTHON, with different names")
    return options


if __name__ == "__main__":
    main()
