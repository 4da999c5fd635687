"""Random calls of Rust functions and of what they replace: all outcomes have to be the same.

    PYTHON fuzz/python/fuzz.py C-TWIN [--cases N] [--seconds N] [--seed S] [--function F]
    PYTHON fuzz/python/fuzz.py C-TWIN --call "binascii.a2b_base64(b'QQ=', strict_mode=True)"

PYTHON is an interpreter with Rust modules; C-TWIN the build directory of the same CPython version
configured --with-rust=no, or the path of its binascii. Of an interpreter that has the C module,
C-TWIN is `built-in`, and --rust the file of the one in Rust. Compared are results with their types,
exceptions with their messages, warnings, and for twins also what was called back. Exits with 1 on
a difference, on a crash, and if a kind of outcome that is to be expected never occurred.
"""

import argparse
import os
import pathlib
import shlex
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests"))

import expected
import instructions
import kinds
import pairs
import workers
from plan import Plan
from twins import outcome
from twins.cases import read
from twins.shrink import shrunk

# With fewer calls of a function, chance decides which outcomes occur.
ENOUGH = 3000

# Seconds between two lines that say how far it is.
PATIENCE = 10


def main():
    options = arguments()
    known = pairs.all_of(options.c_twin, options.rust)
    for pair in known:
        print(f"{pair.name}\n  expected: {pairs.origin(pair.reference)}\n"
              f"  found:    {pairs.origin(pair.subject)}")
    chosen = instructions.NAMES if options.kernel is None else (options.kernel,)
    if options.call:
        instructions.use(options.kernel)
        sys.exit(show_call(known, options.call))
    cases = options.cases if options.cases or options.seconds else 200_000
    plan = Plan(known, options.seed, cases, options.function, chosen)
    if not plan.deck():
        raise SystemExit(f"there is no function {options.function}; there are "
                         + ", ".join(f"{p.name}.{name}" for p in known for name in p.functions()))
    print(f"seed: {plan.seed}; {options.jobs} processes; instructions: "
          f"{', '.join(plan.kernels) or 'no choice'}", flush=True)
    start = time.monotonic()
    tallies, crashes = workers.run(plan, options.jobs, options.seconds, progress(start))
    seconds = time.monotonic() - start
    failed = report(known, tallies, crashes, options)
    calls = sum(tally.calls for tally in tallies.values())
    aside = sum(tally.aside for tally in tallies.values())
    print(f"\n{calls} calls, {calls - aside} compared, in {seconds:.1f} s, {calls / seconds:.0f} a second")
    print(f"fuzz: {len(tallies) - len(failed & tallies.keys())} passed, {len(failed)} failed, 0 skipped")
    sys.exit(1 if failed else 0)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("c_twin", metavar="C-TWIN", help="build directory or extension of the C twin")
    parser.add_argument("--rust", metavar="FILE", help="the binascii in Rust [default: the interpreter's]")
    parser.add_argument("--cases", type=int, help="how many calls [default: 200000]")
    parser.add_argument("--seconds", type=float, help="for how long, at most")
    parser.add_argument("--seed", default="1", help="any text; the same calls for the same seed")
    parser.add_argument("--function", help="only this one: a2b_qp or binascii.a2b_qp")
    parser.add_argument("--kernel", choices=instructions.NAMES, help="only with these instructions")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many processes")
    parser.add_argument("--call", help="make this one call of both and show what they do")
    options = parser.parse_args()
    if options.jobs < 1 or (options.cases is not None and options.cases < 1):
        parser.error("--jobs and --cases have to be positive")
    return options


def progress(start):
    """What is called with the number of calls that were made, and now and then says the sum."""
    calls, last = 0, start

    def heard(more):
        nonlocal calls, last
        calls += more
        now = time.monotonic()
        if now - last > PATIENCE:
            print(f"{calls} calls, {calls / (now - start):.0f} a second", flush=True)
            last = now
    return heard


def report(known, tallies, crashes, options):
    """Print what was found; the names of the functions that failed."""
    print(f"\n{'function':<30}{'calls':>10}{'returned':>10}{'raised':>10}{'kinds':>7}"
          f"{'aside':>9}{'differ':>8}")
    for name, tally in sorted(tallies.items()):
        print(f"{name:<30}{tally.calls:>10}{tally.returned:>10}{tally.calls - tally.returned:>10}"
              f"{len({kind for kind, _ in tally.kinds}):>7}{tally.aside:>9}{tally.differing:>8}")
    for name, tally in sorted(tallies.items()):
        show_kinds(name, tally)
    failed = set()
    for name, tally in sorted(tallies.items()):
        if tally.first:
            failed.add(name)
            pair = next(pair for pair in known if name.startswith(f"{pair.name}."))
            show_difference(pair, tally, options)
        for missing in unreached(name, tally):
            failed.add(name)
            print(f"FAILED  {name} never had the outcome {missing} (seed {options.seed})")
    for crash in crashes:
        failed.add(crash.function)
        print(f"FAILED  {crash.function} ends the process ({crash.how})"
              f"{with_kernel(crash.kernel)}: {crash.call}")
    return failed


def with_kernel(name):
    return f", with {name}" if name else ""


def show_kinds(name, tally):
    """How often each kind of outcome occurred, by the size of the data."""
    sizes = [*kinds.SIZES, kinds.NO_DATA]
    print(f"\n{name:<70.70}" + "".join(f"{size:>9}" for size in sizes))
    sums = {}
    for (kind, _), count in tally.kinds.items():
        sums[kind] = sums.get(kind, 0) + count
    for kind in sorted(sums, key=sums.get, reverse=True):
        counts = (tally.kinds[kind, size] or "" for size in sizes)
        print(f"  {kind:<68.68}" + "".join(f"{count:>9}" for count in counts))


def unreached(name, tally):
    """The outcomes that `name` should have had and did not have, with the sizes."""
    if tally.calls < ENOUGH:
        return
    reached = {*tally.kinds, *((kind, "any") for kind, _ in tally.kinds)}
    for kind, sizes in expected.of(name).items():
        missing = [size for size in sizes if (kind, size) not in reached]
        if missing:
            yield f"'{kind}' with data of size {', '.join(missing)}"


def show_difference(pair, tally, options):
    # One for each function: others can be found with --function once it is gone.
    number, kernel, case = tally.first
    instructions.use(kernel)
    case = smallest(pair, case)
    call = f"{pair.name}.{case}"
    expected_outcome, found = pair.outcomes(case)
    again = [sys.executable, "-B", sys.argv[0], options.c_twin, "--call", call]
    again += ["--kernel", kernel] if kernel else []
    again += ["--rust", options.rust] if options.rust else []
    print(f"\nFAILED  {tally.differing} calls differ, one is {outcome.shortened(call, 2000)}\n"
          f"    expected: {outcome.readable(expected_outcome)}\n"
          f"    found:    {outcome.readable(found)}\n"
          f"    seed:     {options.seed}, batch {number}{with_kernel(kernel)}\n"
          f"    again:    {shlex.join(again)}")


def smallest(pair, case):
    """A smaller case that differs in the same way; any other way might be another difference."""
    def way(case):
        outcomes = pair.outcomes(case)
        return not pair.same(*outcomes) and [kinds.of(each) for each in outcomes]
    original = way(case)
    return shrunk(lambda smaller: way(smaller) == original, case)


def show_call(known, text):
    """What both do at the call written as `text`; 1 if they differ."""
    module, _, call = text.partition(".")
    pair = next((pair for pair in known if pair.name == module), None)
    if pair is None:
        raise SystemExit(f"the call has to begin with {' or '.join(f'{p.name}.' for p in known)}")
    case = read(call)
    expected_outcome, found = pair.outcomes(case)
    print(f"expected: {outcome.readable(expected_outcome)}\nfound:    {outcome.readable(found)}")
    return int(pair.differs(case))


if __name__ == "__main__":
    main()
