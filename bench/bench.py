"""Compares interpreters and peers, call by call, in one run: is Rust as fast as the best of them?

    python3 bench/bench.py rust=PYTHON c=PYTHON [NAME=PYTHON …] [--peers CACHE] [--quick] [--json FILE]
    python3 bench/bench.py rust3.15=PYTHON c3.15=PYTHON --file rust3.15=FILE …

The first interpreter is the one in question; the second is its twin, which has to give the same
results. Others, and the peers, may lack a call. See README.md.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import cases
import figures
import host
import lineup
import memory
import peers
import report
import targets
from progress import progress
from team import Disagreement, measure_all

HERE = pathlib.Path(__file__).parent


def main():
    options = arguments()
    machine = host.facts(HERE)  # As it is before.
    contestants, facts, notes = lineup.gathered(options.interpreters, options.peers, options.note, options.file)
    lesser = lineup.with_lesser_kernel(contestants[0], facts[contestants[0].name])
    contestants += lesser
    facts |= lineup.asked(lesser)
    first, twin = list(facts)[:2]
    for note in report.unfairness(facts, first, twin):
        print(f"warning: {note}", file=sys.stderr)
    cpu = host.quiet_cpu() if options.pin else None
    version = facts[first]["version"]
    aims = targets.read(first, version)
    found = set()

    def measured(wanted, rounds):
        every = measure_all(contestants, cpu, wanted, rounds, progress, found)
        return {key: figures.cell(*key, raw, seconds, first) for key, (raw, seconds) in every.items()}

    try:
        cells = measured(wanted_cells(options, version, aims), options.rounds)
        slow = slower(cells, twin, options.fail_slower)
        # Once more and for longer before it is believed.
        again = measured(list(slow), 3 * options.rounds)
    except Disagreement as error:
        sys.exit(str(error))
    cells |= again
    still = slower(again, twin, options.fail_slower)
    taken = memory.measure(contestants, memory.wanted(options.only), progress) if options.memory else []
    progress("")

    result = {
        "title": options.title, "host": machine, "contestants": facts, "first": first, "twin": twin, "cpu": cpu,
        "quick": options.quick, "notes": [*notes, *sorted(found)], "cells": list(cells.values()), "memory": taken,
        # What was not asked for is not missing.
        "targets": aims if not options.only else [],
    }
    print(report.as_text(result))
    write(result, options)
    for case, size in still:
        print(f"slower than {options.fail_slower:.2f} times {twin}, twice: {case} at {figures.size_text(size)}: "
              f"{1 / slow[case, size]:.3f}, then {1 / still[case, size]:.3f}")
    unmet = list(targets.unmet(result)) if options.check_targets else []
    for sentence in unmet:
        print(f"target not met: {sentence}")
    sys.exit(1 if still or unmet else 0)


def wanted_cells(options, version, aims):
    """Case and size of each cell, in the order of the cases."""
    wanted = {}
    for name in cases.of_version(version):
        case = cases.CASES[name]
        if not cases.matches(name, options.only) and not cases.is_control(name):
            continue
        if options.sizes:
            sizes = options.sizes
        elif options.quick:
            sizes = [size for size in cases.QUICK if size in case.sizes]
        else:
            sizes = case.sizes
        wanted |= dict.fromkeys((name, size) for size in sizes)
    if options.check_targets:
        wanted |= dict.fromkeys(targets.needed(aims))
    order = list(cases.CASES)
    return sorted(wanted, key=lambda key: (order.index(key[0]), key[1]))


def slower(cells, twin, bound):
    """The speeds of those that take more than `bound` times as long as the twin."""
    return {key: entry["against"][twin]["speed"] for key, entry in cells.items()
            if bound and 1 / entry["against"][twin]["speed"] > bound and not cases.is_control(key[0])}


def write(result, options):
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(result, indent=1) + "\n")
    if options.markdown:
        pathlib.Path(options.markdown).write_text(report.as_markdown(result))
    if options.page:
        pathlib.Path(options.page).write_text(report.as_markdown(result, is_page=True))
    if options.docs:
        try:
            write_docs(result, pathlib.Path(options.docs), options.peers)
        except peers.Unavailable as error:
            sys.exit(f"nothing was written to {options.docs}, for there are no plots: {error}")


def write_docs(result, folder, cache):
    """The tables, and plots that are drawn by an interpreter that can have packages."""
    python, packages = peers.install_plots(cache)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as here:
        file = pathlib.Path(here, "result.json")
        file.write_text(json.dumps(result))
        done = subprocess.run([python, "-B", HERE / "plots.py", file, folder], capture_output=True, text=True,
                              env={"PYTHONPATH": str(packages)})
    if done.returncode:
        sys.exit(f"the plots could not be drawn:\n{done.stderr}")
    (folder / "README.md").write_text(report.as_markdown(result, json.loads(done.stdout)))


def size(text):
    try:
        return figures.size_of(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("interpreters", nargs="+", metavar="NAME=PYTHON", help="two or more interpreters")
    parser.add_argument("--peers", metavar="CACHE", help="measure peers too, which are installed into this folder")
    parser.add_argument("--file", action="append", default=[], metavar="NAME=FILE",
                        help="a file whose module takes the place of that interpreter's own; in their order")
    parser.add_argument("--quick", action="store_true", help="fewer sizes and rounds")
    parser.add_argument("--only", action="append", metavar="WORD", help="only the calls whose name has WORD")
    parser.add_argument("--sizes", nargs="+", type=size, metavar="SIZE", help="such as 16 64K 1M")
    parser.add_argument("--rounds", type=int, help="batches per cell and contestant (27; 9 if quick)")
    parser.add_argument("--progress", action="store_true", help="print lines beginning with @ for each cell")
    parser.add_argument("--no-pin", dest="pin", action="store_false", help="let the system choose processors")
    parser.add_argument("--no-memory", dest="memory", action="store_false", help="leave out how much memory it takes")
    parser.add_argument("--note", action="append", default=[], metavar="TEXT", help="a line for the report")
    parser.add_argument("--title", default="How fast", help="what the tables in Markdown are called")
    parser.add_argument("--json", metavar="FILE", help="write everything that was measured")
    parser.add_argument("--markdown", metavar="FILE", help="write the tables as Markdown")
    parser.add_argument("--page", metavar="FILE", help="write the tables there, as a page of docs/bench")
    parser.add_argument("--docs", metavar="FOLDER", help="write the tables and plots there (needs --peers)")
    parser.add_argument("--check-targets", action="store_true",
                        help="measure what targets.toml is about, and exit with 1 if it is not reached")
    parser.add_argument("--fail-slower", type=float, metavar="RATIO",
                        help="exit with 1 if a cell takes more than that times as long as the twin, twice")
    options = parser.parse_args()
    options.rounds = options.rounds or (9 if options.quick else 27)
    pairs, files = ([word.partition("=") for word in words] for words in (options.interpreters, options.file))
    options.interpreters = {name: path for name, _, path in pairs}
    options.file = {name: [path for other, _, path in files if other == name] for name, _, _ in files}
    if len(options.interpreters) < 2 or not all(options.interpreters.values()):
        parser.error("give two or more interpreters as NAME=PYTHON, with different names")
    if options.file.keys() - options.interpreters.keys() or not all(path for _, _, path in files):
        parser.error("give a --file as NAME=FILE, with the name of an interpreter")
    if options.docs and not options.peers:
        parser.error("--docs needs --peers, a folder for what draws the plots")
    if options.check_targets and options.only:
        parser.error("--check-targets measures what the targets are about; leave out --only")
    return options


if __name__ == "__main__":
    main()
