"""The result in words: a table for the terminal and one in Markdown."""

import math

HEAD = ("call", "size", "{other}", "{first}", "{first}/{other}", "spread")

# How far the control may be from 1 without a remark.
BELIEVABLE = 0.03


def unfairness(facts):
    """What makes a comparison of these interpreters doubtful."""
    everyone = list(facts.items())
    for name, one in everyone:
        if one["debug"]:
            yield f"'{name}' is a debug build; its times say nothing about speed"
    for what, words in (("version", "Python versions"), ("options", "configure options"),
                        ("flags", "C compiler flags"), ("compiler", "C compilers")):
        if len({str(one[what]) for _, one in everyone}) > 1:
            described = "; ".join(f"{name}: {one[what]}" for name, one in everyone)
            yield f"the interpreters have different {words} ({described})"


def size_text(size):
    for unit, name in ((1 << 20, "MiB"), (1 << 10, "KiB")):
        if size >= unit and size % unit == 0:
            return f"{size // unit} {name}"
    return f"{size} B"


def time_text(seconds):
    for unit, name in ((1, "s"), (1e-3, "ms"), (1e-6, "us"), (1e-9, "ns")):
        if seconds >= unit or unit == 1e-9:
            value = seconds / unit
            return f"{value:.{0 if value >= 100 else 1 if value >= 10 else 2}f} {name}"


def geometric_mean(values):
    return math.exp(sum(map(math.log, values)) / len(values))


def rows(cells, first):
    for each in cells:
        yield (each["case"], size_text(each["size"]), time_text(each["seconds"][each["against"]]),
               time_text(each["seconds"][first]), f"{each['ratio']:.3f}", f"{each['spread']:.3f}")


def means(cells):
    """Geometric means of the ratios: for each size, then for all."""
    cells = [each for each in cells if not each["case"].startswith("(")]
    for size in sorted({each["size"] for each in cells}):
        ratios = [each["ratio"] for each in cells if each["size"] == size]
        yield size_text(size), geometric_mean(ratios), max(ratios), len(ratios)
    if cells:
        ratios = [each["ratio"] for each in cells]
        yield "all", geometric_mean(ratios), max(ratios), len(ratios)


def doubt(cells):
    """A sentence if the control says that the machine was too busy to believe small differences."""
    off = [abs(each["ratio"] - 1) for each in cells if each["case"].startswith("(")]
    if off and max(off) > BELIEVABLE:
        return (f"The control, which is the same code in both, is off by up to {max(off):.1%}: "
                "the machine was busy, and differences of that size mean nothing.")
    return None


def against_each(result):
    """The cells, by the interpreter that they are compared with."""
    groups = {}
    for each in result["cells"]:
        groups.setdefault(each["against"], []).append(each)
    return groups


def provenance(result):
    host = result["host"]
    yield f"{host['cpu']}, {host['processors']} processors, {host['kernel']}, load {host['load']}"
    yield f"commit {host['commit']}, {host['date']}"
    for name, one in result["interpreters"].items():
        rust = f", rustc {one['rustc']}" if one["rustc"] else ""
        options = " ".join(one["options"]) or "default options"
        yield f"{name}: CPython {one['version']}, {one['compiler']}{rust}, binascii in {one['binascii']}, {options}"


def as_text(result, first):
    lines = [*provenance(result)]
    for other, cells in against_each(result).items():
        head = [word.format(first=first, other=other) for word in HEAD]
        table = [head, *rows(cells, first)]
        widths = [max(len(row[column]) for row in table) for column in range(len(head))]
        lines.append("")
        previous = None
        for row in table:
            name = "" if row[0] == previous else row[0]
            previous = row[0]
            columns = [name.ljust(widths[0]), *(text.rjust(width) for text, width in zip(row[1:], widths[1:]))]
            lines.append("  ".join(columns).rstrip())
        lines += ["", f"{first}/{other}, geometric mean (and slowest cell):"]
        lines += [f"  {size:>7}  {mean:.3f}  ({worst:.3f}, of {count})" for size, mean, worst, count in means(cells)]
        lines += filter(None, [doubt(cells)])
    return "\n".join(lines)


def as_markdown(result, first):
    lines = [*(f"- {line}" for line in provenance(result))]
    for other, cells in against_each(result).items():
        head = [word.format(first=first, other=other) for word in HEAD]
        lines += ["", f"| {' | '.join(head)} |", "|---" + "|---:" * (len(head) - 1) + "|"]
        lines += [f"| {' | '.join(row)} |" for row in rows(cells, first)]
        lines += ["", "| size | geometric mean | slowest cell | cells |", "|---|---:|---:|---:|"]
        lines += [f"| {size} | {mean:.3f} | {worst:.3f} | {count} |" for size, mean, worst, count in means(cells)]
        lines += ["", *filter(None, [doubt(cells)])]
    return "\n".join(lines).rstrip() + "\n"
