"""Measures the rows in this process: times, or instructions if it runs under callgrind.

    PYTHON bench/cost/worker.py times|instructions C-FILE RUST-FILE ROUNDS

Prints JSON.
"""

import json
import os
import sys
import time

from rows import ROWS, UNROLLED, is_there, loop
from twin import load

# A batch takes about as long, in nanoseconds.
BATCH = 1_000_000

# How many iterations callgrind counts.
COUNTED = 50


def times(runs, rounds):
    """For each round the nanoseconds of a call, in the order of `runs`."""
    counts = [iterations(run) for run in runs]
    measured = []
    for number in range(rounds):
        took = [0.0] * len(runs)
        # What comes first changes, for it may have it harder.
        for place in range(len(runs)):
            index = (place + number) % len(runs)
            took[index] = batch(runs[index], counts[index]) / (counts[index] * UNROLLED)
        measured.append(took)
    return measured


def batch(run, count):
    began = time.thread_time_ns()
    run(count)
    return time.thread_time_ns() - began


def iterations(run):
    """How many iterations make a batch; also the run in which the interpreter specialises."""
    count = 1
    while batch(run, count) < BATCH // 2:
        count *= 2
    return max(1, count * BATCH // max(1, batch(run, count)))


def instructions(runs):
    """callgrind writes what it has counted at each call of `getppid`."""
    for run in runs:
        run(COUNTED)
    for run in runs:
        for count in (0, COUNTED):
            os.getppid()
            run(count)
            os.getppid()


def main(what, c_file, rust_file, rounds):
    modules = [load("_xxcost", c_file), load("_testrust", rust_file)]
    results = {}
    for row in ROWS:
        there = [is_there(row, module) for module in modules]
        runs = [loop(row, module) for module, is_here in zip(modules, there) if is_here]
        measured = instructions(runs) if what == "instructions" else times(runs, int(rounds))
        results[row.name] = {"there": there, "rounds": measured}
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
