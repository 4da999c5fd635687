"""Two results of bench.py: what got faster, what slower?

    python3 bench/compare.py OLD.json NEW.json

Compared are speeds against the twin in C, which is the same in both runs: what the machine did meanwhile
happened to it as well. A change counts if it is larger than both runs' spreads together and than what
the control is off by.
"""

import json
import pathlib
import sys

import report
from figures import short, size_text

# What must not have changed, for the times of the twin to be comparable, too.
HOST = {"cpu": "processor", "processors": "number of processors", "machine": "architecture"}
TWIN = {"version": "CPython's version", "compiler": "C compiler", "flags": "C compiler's flags",
        "options": "configure options", "debug": "kind of build", "free_threaded": "kind of build"}

HEAD = ("call", "size", "before", "now", "change", "noise")


def obstacles(old, new):
    """Why there is nothing to compare."""
    for key, words in HOST.items():
        yield from difference(words, old["host"].get(key), new["host"].get(key))
    for role in ("first", "twin"):
        before, now = (result["contestants"][result[role]] for result in (old, new))
        for key, words in TWIN.items():
            yield from difference(f"{words} of '{new[role]}'", before[key], now[key])


def difference(what, before, now):
    if before != now:
        yield f"the {what} was {before!r} and is {now!r}"


def changes(old, new):
    """Cells of both runs, with how many times as fast each is now and what is noise."""
    least = max(report.control(old), report.control(new), 0.02)
    before = {(each["case"], each["size"]): each["against"].get(old["twin"]) for each in old["cells"]}
    for each in new["cells"]:
        was, is_now = before.get((each["case"], each["size"])), each["against"].get(new["twin"])
        if was and is_now and not each["case"].startswith("("):
            yield {"case": each["case"], "size": each["size"], "before": was["speed"], "now": is_now["speed"],
                   "change": is_now["speed"] / was["speed"], "noise": max(least, was["spread"] + is_now["spread"])}


def is_faster(change):
    return change["change"] > 1 + change["noise"]


def is_slower(change):
    return change["change"] < 1 / (1 + change["noise"])


def row(change):
    return [change["case"], size_text(change["size"]), short(change["before"]) + "×", short(change["now"]) + "×",
            f"{change['change'] - 1:+.1%}", f"{change['noise']:.1%}"]


def as_text(old, new):
    lines = [f"{name}: commit {result['host']['commit']}, {result['host']['date']}, "
             f"rustc {result['contestants'][result['first']]['rustc']}"
             for name, result in (("before", old), ("now", new))]
    lines.append(f"speeds against {new['twin']}")
    found = sorted(changes(old, new), key=lambda each: each["change"])
    for title, those in (("Slower", [each for each in found if is_slower(each)]),
                         ("Faster", [each for each in reversed(found) if is_faster(each)])):
        lines += ["", f"{title}: {len(those)} of {len(found)} cells"]
        lines += report.aligned([HEAD, *map(row, those)]) if those else []
    return "\n".join(lines)


def read(file):
    try:
        result = json.loads(pathlib.Path(file).read_text())
        result["contestants"], result["cells"]
        return result
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.exit(f"{file} is no result of `cargo xtask bench --json`: {error}")


def main():
    if len(sys.argv) != 3:
        sys.exit("give two results of `cargo xtask bench --json`: the old one, then the new one")
    old, new = map(read, sys.argv[1:])
    why = list(dict.fromkeys(obstacles(old, new)))
    if why:
        sys.exit(f"these runs cannot be compared: {'; '.join(why)}; measure both on one machine with one CPython")
    if not any(changes(old, new)):
        sys.exit("these runs have no cell in common; measure the same calls and sizes in both")
    print(as_text(old, new))


if __name__ == "__main__":
    main()
