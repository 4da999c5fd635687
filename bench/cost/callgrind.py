"""Counts instructions: how many a call takes, and in which functions."""

import collections
import os
import pathlib
import re
import subprocess
import sys

from rows import UNROLLED
from worker import COUNTED

WORKER = pathlib.Path(__file__).with_name("worker.py")


def count(files, folder):
    """By function, the instructions of a call: for each row and module in turn."""
    pattern = pathlib.Path(folder, "counted")
    done = subprocess.run(
        ["valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={pattern}",
         "--dump-before=os_getppid", "--compress-strings=no",
         sys.executable, "-B", WORKER, "instructions", *files, "0"],
        capture_output=True, text=True, env={**os.environ, "PYTHONHASHSEED": "0"})
    if done.returncode:
        raise SystemExit(f"callgrind failed ({done.returncode}):\n{done.stderr[-3000:]}")
    # A file for what was before each call of getppid. First the start; then, by turns, a run and
    # what is between runs. Of two runs, the first makes no calls.
    dumps = sorted(pathlib.Path(folder).glob("counted.*"), key=lambda path: int(path.suffix[1:]))
    runs = [by_function(path) for path in dumps[1::2]]
    for without, with_calls in zip(runs[::2], runs[1::2]):
        with_calls.subtract(without)
        yield {name: number / (COUNTED * UNROLLED) for name, number in with_calls.items()}


def by_function(path):
    """The instructions of each function itself, in a file that callgrind wrote."""
    found = collections.Counter()
    function = None
    is_inclusive = False
    with open(path) as lines:
        for line in lines:
            if line.startswith("fn="):
                function = line[3:].strip()
            elif line.startswith("calls="):
                is_inclusive = True  # The next line is what was called, with all that it called.
            elif match := re.fullmatch(r"(?:[+-]?\d+|\*) (\d+)\n", line):
                if not is_inclusive:
                    found[function] += int(match[1])
                is_inclusive = False
    return found
