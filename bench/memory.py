"""The most memory that a call takes: input and output, and what more?"""

import pathlib

import cases
from team import workers

SIZE = 64 << 20
CASES = ("b64encode", "b64decode", "b64decode, wrapped", "b64decode, validate", "b2a_base64", "a2b_base64")


def measure(contestants, wanted, say):
    """Lines of the result; a fresh process for each, so that no memory is left from before."""
    rows = []
    if not pathlib.Path("/proc/self/clear_refs").exists():
        return rows  # Only Linux tells.
    for case in wanted:
        row = {"case": case, "size": SIZE, "of_input_and_output": {}}
        for contestant in contestants:
            say(f"memory: {case}, {contestant.name}")
            with workers([contestant]) as (worker,):
                if worker.ask(do="prepare", case=case, size=SIZE) is not None:
                    taken = worker.ask(do="memory")
                    row["of_input_and_output"][contestant.name] = taken["peak"] / (taken["input"] + taken["output"])
        rows.append(row)
    return rows


def wanted(words):
    return [case for case in CASES if cases.matches(case, words)]
