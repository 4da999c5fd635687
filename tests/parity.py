"""Does the Rust module do exactly what its C twin does?

    PYTHON tests/parity.py C-TWIN [--cases N] [--seed S]
    PYTHON tests/parity.py C-TWIN --call "a2b_base64(b'QQ=', strict_mode=True)"

PYTHON is an interpreter with the Rust module; C-TWIN the build directory of the same CPython
version configured --with-rust=no, or the path of its extension. Of an interpreter that has the C
module, C-TWIN is `built-in`, and --rust the file of the other one. Compared are what can be seen
without a call, then the outcomes of random calls: results, exceptions with their messages, what
was called back in which order, and whether buffers were given back. Exits with 1 on a difference.
"""

import argparse
import itertools
import shlex
import sys
import time

from twins import load, outcome, surface
from twins.cases import ORDINARY_WEIGHT, WEIGHTS, functions_of, random_cases, read, systematic
from twins.shrink import shrunk


class Tally:
    """How the calls of one function went."""

    def __init__(self):
        self.calls = self.returned = self.differing = 0
        self.first = None


def main():
    options = arguments()
    c_twin = load.at(options.c_twin, options.module)
    rust = load.at(options.rust, options.module) if options.rust else load.own(options.module)
    if options.call:
        return sys.exit(show_call(c_twin, rust, options.call))
    print(f"C:    {load.origin(c_twin)}\nRust: {load.origin(rust)}\nseed: {options.seed}")

    compared, differing = compare_surface(c_twin, rust)
    calls_made = 0
    functions = [name for name in functions_of(c_twin) if hasattr(rust, name)]
    whole = sum(WEIGHTS.get(name, ORDINARY_WEIGHT) for name in functions)
    print(f"\n{'function':<14}{'calls':>9}{'returned':>10}{'raised':>9}{'differ':>8}{'seconds':>9}")
    for name in functions:
        start = time.perf_counter()
        share = options.cases * WEIGHTS.get(name, ORDINARY_WEIGHT) // whole
        calls = itertools.chain(systematic(c_twin, name),
                                itertools.islice(random_cases(c_twin, name, options.seed), share))
        tally = compare_calls(c_twin, rust, calls)
        print(f"{name:<14}{tally.calls:>9}{tally.returned:>10}{tally.calls - tally.returned:>9}"
              f"{tally.differing:>8}{time.perf_counter() - start:>9.1f}", flush=True)
        if tally.first:
            smallest = shrunk(lambda case: differs(c_twin, rust, case), tally.first)
            show_difference(c_twin, rust, smallest, options)
        calls_made += tally.calls
        compared += 1
        differing += bool(tally.differing)
    print(f"\n{calls_made} calls compared")
    print(f"parity: {compared - differing} passed, {differing} failed, 0 skipped")
    sys.exit(1 if differing else 0)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("c_twin", metavar="C-TWIN", help="build directory or extension of the C twin")
    parser.add_argument("--rust", metavar="FILE", help="compare this instead of the interpreter's own")
    parser.add_argument("--module", default="binascii")
    parser.add_argument("--cases", type=int, default=200_000, help="random calls in total")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--call", help="make this one call of both and show what they do")
    return parser.parse_args()


def compare_surface(c_twin, rust):
    """Compare what is visible; returns how many facts there are and how many differ."""
    c_facts, rust_facts = surface.facts(c_twin), surface.facts(rust)
    names = sorted(c_facts.keys() | rust_facts.keys())
    differing = [name for name in names
                 if c_facts.get(name, "absent") != rust_facts.get(name, "absent")]
    print(f"\n{len(names)} facts visible without a call, {len(differing)} differ")
    for name in differing:
        print(f"  {name}\n    C:    {c_facts.get(name, 'absent')!r}"
              f"\n    Rust: {rust_facts.get(name, 'absent')!r}")
    return len(names), len(differing)


def compare_calls(c_twin, rust, calls):
    tally = Tally()
    for case in calls:
        expected = outcome.of(c_twin, case)
        tally.calls += 1
        tally.returned += expected[0] == "returns"
        if outcome.of(rust, case) != expected:
            tally.differing += 1
            tally.first = tally.first or case
    return tally


def differs(c_twin, rust, case):
    return outcome.of(c_twin, case) != outcome.of(rust, case)


def show_difference(c_twin, rust, case, options):
    print(f"  first difference: {outcome.shortened(str(case), 2000)}")
    print(f"    C:    {outcome.readable(outcome.of(c_twin, case))}")
    print(f"    Rust: {outcome.readable(outcome.of(rust, case))}")
    again = [sys.executable, sys.argv[0], options.c_twin, "--call", str(case)]
    again += ["--rust", options.rust] if options.rust else []
    print(f"    again: {shlex.join(again)}")


def show_call(c_twin, rust, text):
    """Both twins' outcome of the call written as `text`; 1 if they differ."""
    case = read(text)
    expected, found = outcome.of(c_twin, case), outcome.of(rust, case)
    print(f"C:    {outcome.readable(expected)}\nRust: {outcome.readable(found)}")
    return 1 if expected != found else 0


if __name__ == "__main__":
    main()
