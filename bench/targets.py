"""What has to be reached (`targets.toml`), and whether a result reaches it."""

import fnmatch
import pathlib

import cases
from figures import gigabytes, short, size_of, size_text

FILE = pathlib.Path(__file__).with_name("targets.toml")

HEAD = ("target", "size", "against", "wanted", "measured", "met", "the slowest")


def read(first, version, file=FILE):
    """Those for the contestant called `first`, which is a CPython of that version."""
    import tomllib  # Which a Python that only compares two runs may not have.

    names = cases.of_version(version)
    targets = tomllib.loads(file.read_text())["target"]
    targets = [target for target in targets if target.get("of", "rust") == first]
    for target in targets:
        target["sizes"] = [size_of(text) for text in target["sizes"]]
        target["cases"] = [name for name in names if not cases.is_control(name)
                           and any(fnmatch.fnmatchcase(cases.full_name(name), pattern) for pattern in target["cases"])]
        if "beside" in target:
            target["beside"] = target["beside"].partition(".")[2]
    return targets


def needed(targets):
    """The cells that have to be measured, for the targets and for what they are measured by."""
    names = {name for target in targets if "at_least" in target for name in target["cases"]}
    for name in cases.CASES:
        for size in sorted({size for target in targets if "at_least" in target for size in target["sizes"]}):
            wanted = [target for target in targets if "at_least" in target and size in target["sizes"]
                      and name in (*target["cases"], target.get("beside"))]
            if wanted or (cases.is_control(name) and names and size in cases.QUICK):
                yield name, size


def judged(result, targets):
    """Of each target what was measured: its worst cell, or None if some of it was not measured."""
    cells = {(each["case"], each["size"]): each for each in result["cells"]}
    for target in targets:
        if "at_most" in target:
            yield target, worst_memory(result, target)
        else:
            yield target, worst_speed(cells, target, result["first"])


def worst_memory(result, target):
    shares = [(row["of_input_and_output"][result["first"]], row) for row in result["memory"]
              if row["case"] in target["cases"] and result["first"] in row["of_input_and_output"]]
    if len(shares) < len(target["cases"]):
        return None
    share, row = max(shares, key=lambda pair: pair[0])
    return {"value": share, "case": row["case"], "size": row["size"], "met": share <= target["at_most"]}


def worst_speed(cells, target, first):
    worst = None
    measured = set()
    for (name, size), entry in cells.items():
        if name not in target["cases"] or size not in target["sizes"]:
            continue
        if "beside" in target:
            other = cells.get((target["beside"], size))
            found = other and (gigabytes(entry, first) / gigabytes(other, first), 0.0)
        else:
            rivals = [entry["against"][other] for other in target["against"] if other in entry["against"]]
            found = min(((rival["speed"], rival["spread"]) for rival in rivals), default=None)
        if found:
            measured.add(name)
            value, spread = found
            if worst is None or value < worst["value"]:
                worst = {"value": value, "case": name, "size": size, "spread": spread,
                         # A difference within the spread is none.
                         "met": value * (1 + spread) >= target["at_least"]}
    # Not each case is measured at each size: a text of 64 bytes with one that is dirty in 1000, say.
    required = {name for name in target["cases"] if {*cases.CASES[name].sizes} & {*target["sizes"]}}
    return worst if measured >= required else None


def rows(result):
    for target, worst in judged(result, result["targets"]):
        wanted = f"≥ {short(target['at_least'])}×" if "at_least" in target else f"≤ {short(target['at_most'])}"
        against = "input + output" if "at_most" in target else \
            f"{target['beside']}" if "beside" in target else " or ".join(target["against"])
        sizes = ", ".join(size_text(size) for size in target["sizes"])
        if worst is None:
            yield target["what"], sizes, against, wanted, "", "not measured", ""
        else:
            value = short(worst["value"]) + ("×" if "at_least" in target else "")
            where = f"{worst['case']}, {size_text(worst['size'])}" if len(target["cases"]) > 1 else ""
            yield target["what"], sizes, against, wanted, value, "yes" if worst["met"] else "NO", where


def unmet(result):
    """Sentences about what is not reached, or not known to be."""
    for row in rows(result):
        what, sizes, against, wanted, value, met, where = row
        if met != "yes":
            found = f"it is {value}" if value else "it was not measured"
            at = f" ({where})" if where else ""
            yield f"{what}, {sizes}, against {against}: {wanted} is wanted, and {found}{at}"
