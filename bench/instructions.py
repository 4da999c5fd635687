"""How many instructions a call takes, as callgrind counts them: that does not depend on the machine's mood.

    python3 bench/instructions.py rust=PYTHON c=PYTHON [--peers CACHE] [--only WORD] [--json FILE]

Of a call with 16 bytes all instructions, from Python, the loop around it included; of larger ones how
many more a byte of raw data takes, from the difference of two sizes, so that the call itself does not
count. valgrind knows no AVX-512: what chooses its instructions by the processor takes its AVX2 path.
"""

import argparse
import contextlib
import json
import pathlib
import re
import shutil
import sys
import tempfile

import cases
import host
import lineup
import report
from figures import short, size_text
from progress import progress
from team import Worker

HERE = pathlib.Path(__file__).parent

SMALL = 16
LARGE = (16 << 10, 64 << 10)

# How many calls are counted; the small one's for all the difference that a digit in an order makes.
CALLS = {SMALL: 500, LARGE[0]: 4, LARGE[1]: 4}

NOTE = ("valgrind shows programs a processor without AVX-512: these are the AVX2 paths (or a lesser one), "
        "of the peers too.")


class Counter:
    """A contestant's worker under callgrind, which writes what it has counted at each mark."""

    def __init__(self, contestant, folder):
        self.name = contestant.name
        self.out = pathlib.Path(folder, self.name)
        self.worker = Worker(contestant, wrapper=[
            "valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={self.out}", "--dump-before=os_getppid"])
        self.marks = 0

    def close(self):
        self.worker.end()

    def since_mark(self):
        """The instructions since the last mark; this is the next one."""
        self.worker.ask(do="mark")
        self.marks += 1
        file = self.out.with_name(f"{self.name}.{self.marks}")
        if not file.is_file():
            raise SystemExit(f"callgrind does not see the function os_getppid in '{self.name}'; "
                             "take an interpreter that is not stripped")
        found = re.search(r"^(?:summary|totals): (\d+)", file.read_text(), re.MULTILINE)
        file.unlink()
        return int(found[1])

    def of_a_call(self, case, size):
        """The instructions of a call, and the raw bytes; None if there is no such call."""
        answer = self.worker.ask(do="prepare", case=case, size=size)
        if answer is None or "raises" in answer:
            return None
        calls = CALLS[size]
        counts = []
        self.worker.ask(do="run", loops=calls)  # In which the interpreter specialises.
        for loops in (0, calls):
            self.since_mark()
            self.worker.ask(do="run", loops=loops)
            counts.append(self.since_mark())
        raw = answer["input"] if answer["output"] is None else min(answer["input"], answer["output"])
        return (counts[1] - counts[0]) / calls, raw

    def of(self, case):
        """Instructions of a small call, and for each byte of a large one."""
        found = {}
        if small := self.of_a_call(case, SMALL):
            found["call"] = small[0]
        large = [self.of_a_call(case, size) for size in LARGE]
        if all(large):
            (few, few_raw), (many, many_raw) = large
            if many_raw > few_raw:
                found["byte"] = (many - few) / (many_raw - few_raw)
        return found


def count(contestants, wanted, folder):
    """By case and contestant, what `Counter.of` says."""
    rows = {}
    with contextlib.ExitStack() as stack:
        counters = [stack.enter_context(contextlib.closing(Counter(contestant, folder))) for contestant in contestants]
        for done, case in enumerate(wanted, 1):
            for counter in counters:
                progress(f"{done}/{len(wanted)}: {case}, {counter.name}")
                if found := counter.of(case):
                    rows.setdefault(case, {})[counter.name] = found
    progress("")
    return rows


def table(rows, names):
    names = [name for name in names if any(name in row for row in rows.values())]
    yield ["call", *(f"{name}, {size_text(SMALL)}" for name in names), *(f"{name}, a byte" for name in names)]
    for case, row in rows.items():
        counts = [row.get(name, {}) for name in names]
        yield [case, *(f"{found['call']:.0f}" if "call" in found else "" for found in counts),
               *(short(found["byte"]) if "byte" in found else "" for found in counts)]


def tables(result):
    """A table for each group, so that only those who do such things have columns in it."""
    for group, title in cases.GROUPS.items():
        rows = {case: row for case, row in result["instructions"].items() if cases.CASES[case].group == group}
        if rows:
            yield title, list(table(rows, result["contestants"]))


def as_text(result):
    lines = [*report.provenance(result), NOTE]
    for title, rows in tables(result):
        lines += ["", title, "", *report.aligned(rows)]
    return "\n".join(lines)


def as_markdown(result):
    lines = ["# Instructions", "", "Written by `cargo xtask bench --instructions --docs`; "
             "[bench/README.md](../../bench/README.md#instructions) says how they are counted.", NOTE, "",
             *(f"- {line}" for line in report.provenance(result))]
    for title, rows in tables(result):
        lines += ["", f"## {title[0].upper()}{title[1:]}", "", *report.markdown_table(rows)]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("interpreters", nargs="+", metavar="NAME=PYTHON")
    parser.add_argument("--peers", metavar="CACHE", help="count peers too, which are installed into this folder")
    parser.add_argument("--only", action="append", metavar="WORD", help="only the calls whose name has WORD")
    parser.add_argument("--progress", action="store_true", help="print lines beginning with @ for each call")
    parser.add_argument("--json", metavar="FILE", help="write what was counted")
    parser.add_argument("--docs", metavar="FOLDER", help="write the table there, as instructions.md")
    parser.add_argument("--note", action="append", default=[], metavar="TEXT", help="a line for the report")
    options = parser.parse_args()
    interpreters = dict(word.split("=", 1) for word in options.interpreters)
    if not shutil.which("valgrind"):
        sys.exit("valgrind counts the instructions, and is not installed; install it with the system's package manager")
    machine = host.facts(HERE)  # As it is before.
    contestants, facts, notes = lineup.gathered(interpreters, options.peers, options.note)
    version = facts[contestants[0].name]["version"]
    wanted = [name for name in cases.of_version(version)
              if cases.matches(name, options.only) and not cases.is_control(name)]
    with tempfile.TemporaryDirectory(prefix="instructions-") as folder:
        rows = count(contestants, wanted, folder)
    result = {"host": machine, "contestants": facts, "notes": notes, "instructions": rows}
    print(as_text(result))
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(result, indent=1) + "\n")
    if options.docs:
        folder = pathlib.Path(options.docs)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "instructions.md").write_text(as_markdown(result))


if __name__ == "__main__":
    main()
