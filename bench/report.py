"""The result in words: tables for the terminal, and the same in Markdown."""

import cases
import targets
from figures import geometric_mean, gigabytes, short, size_text, time_text

# How far the control may be from 1 without a remark.
BELIEVABLE = 0.03

# At what size it is told how fast lesser instructions are.
LESSER_SIZE = 64 << 10


def unfairness(facts, first, twin):
    """What makes a comparison of the twins doubtful."""
    twins = {name: facts[name] for name in (first, twin)}
    for name, one in twins.items():
        if one["debug"]:
            yield f"'{name}' is a debug build; its times say nothing about speed"
    for what, words in (("version", "Python versions"), ("options", "configure options"),
                        ("flags", "C compiler flags"), ("compiler", "C compilers")):
        if len({str(one[what]) for one in twins.values()}) > 1:
            described = "; ".join(f"{name}: {one[what]}" for name, one in twins.items())
            yield f"the interpreters have different {words} ({described})"


def provenance(result):
    host = result["host"]
    yield f"{host['cpu']}, {host['processors']} processors, {host['kernel']}, load {host['load']}"
    yield f"SIMD: {' '.join(host['simd']) or 'unknown'}"
    yield f"commit {host['commit']}, {host['date']}"
    twins = [result["first"], result["twin"]] if "first" in result else []
    # Then both are one interpreter, whose options are its distribution's affair.
    in_place = any(result["contestants"][name].get("files") for name in twins)
    for name, one in result["contestants"].items():
        if one["peer"]:
            yield f"{name}: {one['peer']}, in CPython {one['version']}"
            continue
        if one.get("kernel"):
            yield f"{name}: the same, told to use no better instructions than {one['kernel']}"
            continue
        words = [f"CPython {one['version']}", one["compiler"], f"rustc {one['rustc']}" if one["rustc"] else None,
                 f"binascii in {one['binascii']}", f"base64's functions {one['base64']}"]
        if name in twins and not in_place:
            words.append(" ".join(one["options"]) or "default options")
        yield f"{name}: {', '.join(filter(None, words))}"
    yield from result["notes"]


def tables(result):
    """By the name of a group, its rows with a head; columns are those who do such things."""
    for group, title in cases.GROUPS.items():
        cells = [each for each in result["cells"] if cases.CASES[each["case"]].group == group]
        others = [name for name, one in result["contestants"].items()
                  if not one.get("kernel") and any(name in each["against"] for each in cells)]
        if cells:
            head = ["call", "size", result["first"], "GB/s"]
            head += [word for other in others for word in (f"× {other}", "±")]
            yield title, [head, *(row(each, result["first"], others) for each in cells)]


def row(entry, first, others):
    speed = gigabytes(entry, first)
    columns = [entry["case"], size_text(entry["size"]), time_text(entry["seconds"][first]),
               short(speed) if speed else ""]
    for other in others:
        ratio = entry["against"].get(other)
        columns += [short(ratio["speed"]), f"{ratio['spread']:.1%}"] if ratio else ["", ""]
    return columns


def lesser_kernels(result):
    """By the name of a contestant with a lesser set of instructions, how fast it is."""
    rivals = [name for name, one in result["contestants"].items() if not one.get("kernel")]
    for name, one in result["contestants"].items():
        cells = [each for each in result["cells"] if one.get("kernel") and name in each["seconds"]
                 and each["size"] == LESSER_SIZE and not cases.is_control(each["case"])]
        if cells:
            yield name, [["call", "size", name, "GB/s", *(f"× {rival}" for rival in rivals)],
                         *(lesser_row(each, name, rivals) for each in cells)]


def lesser_row(entry, name, rivals):
    speed = gigabytes(entry, name)
    seconds = entry["seconds"]
    return [entry["case"], size_text(entry["size"]), time_text(seconds[name]), short(speed) if speed else "",
            *(short(seconds[rival] / seconds[name]) if rival in seconds else "" for rival in rivals)]


def means(result):
    """For each size, and for all: the geometric mean of the speeds against the twin, and the slowest."""
    twin = result["twin"]
    cells = [each for each in result["cells"] if not cases.is_control(each["case"]) and twin in each["against"]]
    yield ["size", f"× {twin}, geometric mean", "the slowest", "", "cells"]
    for size in (*sorted({each["size"] for each in cells}), None):
        those = [each for each in cells if size in (None, each["size"])]
        if those:
            slowest = min(those, key=lambda each: each["against"][twin]["speed"])
            yield ["all" if size is None else size_text(size),
                   short(geometric_mean([each["against"][twin]["speed"] for each in those])),
                   short(slowest["against"][twin]["speed"]), slowest["case"], str(len(those))]


def memory(result):
    shares = [(each, each["of_input_and_output"]) for each in result["memory"]]
    names = [name for name in result["contestants"] if any(name in share for _, share in shares)]
    yield ["call", "size", *names]
    for each, share in shares:
        yield [each["case"], size_text(each["size"]), *(short(share[name]) if name in share else "" for name in names)]


def doubt(result):
    """A sentence if the control says that the machine was too busy to believe small differences."""
    off = control(result)
    if off > BELIEVABLE:
        return (f"The control, which is the same code in both, is off by up to {off:.1%}: "
                "the machine was busy, and differences of that size mean nothing.")
    return None


def control(result):
    """How far the twins' speeds differ where they should not."""
    return max((abs(each["against"][result["twin"]]["speed"] - 1) for each in result["cells"]
                if cases.is_control(each["case"])), default=0.0)


def sections(result):
    """All there is to say: titles, with sentences and a table each."""
    first = result["first"]
    if result["targets"]:
        sentences = [f"How many times as fast {first} is; of several calls and sizes, the slowest counts. "
                     "What is missed by less than its spread is met."]
        if "avx512vbmi" not in result["host"]["simd"]:
            sentences.append("The targets are for a machine with AVX-512 VBMI, which this one is not.")
        yield "Targets", sentences, [targets.HEAD, *targets.rows(result)]
    yield "In all", [], list(means(result))
    for title, table in tables(result):
        yield title, filter(None, [doubt(result) if title == "control" else None]), table
    for name, table in lesser_kernels(result):
        yield name, ["The same with fewer instructions, as on other machines; its rivals use all that they can."], table
    if result["memory"]:
        yield "Memory", ["The peak during a call, as a share of input and output."], list(memory(result))


def as_text(result):
    lines = [*provenance(result)]
    for title, sentences, table in sections(result):
        lines += ["", title, "", *aligned(table), *sentences]
    return "\n".join(lines)


def aligned(table):
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    previous = None
    for number, row in enumerate(table):
        # A name is not repeated; names are to the left, and so is what comes under a head of words.
        name = "" if number and row[0] == previous else row[0]
        previous = row[0]
        cells = [text.ljust(width) if is_word(column, table) else text.rjust(width)
                 for column, (text, width) in enumerate(zip(row[1:], widths[1:]), 1)]
        yield "  ".join([name.ljust(widths[0]), *cells]).rstrip()


def is_word(column, table):
    """Whether a column has names, not numbers."""
    return not any(row[column][:1].isdigit() or row[column][:1] == "≥" for row in table[1:])


def markdown_table(table):
    yield f"| {' | '.join(table[0])} |"
    yield "|" + "|".join("---" if not column or is_word(column, table) else "---:"
                         for column in range(len(table[0]))) + "|"
    for row in table[1:]:
        yield f"| {' | '.join(row)} |"


def as_markdown(result, figures=(), is_page=False):
    """`figures` are files and what they show. A page, or what has figures, is for docs/bench."""
    lines = [f"# {result['title']}", "",
             "Written by `cargo xtask bench --docs`; [bench/README.md](../../bench/README.md) says how it is measured."
             if figures or is_page else "Written by `cargo xtask bench`.",
             "Speeds are through Python: `×` is how many times as fast as another, `±` the median distance",
             "from that, `GB/s` is of raw data.", ""]
    if figures:
        lines += ["What CPython 3.15 has got besides is compared [there](3.15.md).", ""]
    lines += [f"- {line}" for line in provenance(result)]
    for file, what in figures:
        lines += ["", f"![{what}]({file})"]
    for title, sentences, table in sections(result):
        lines += ["", f"## {title[0].upper()}{title[1:]}", ""]
        lines += [line for sentence in sentences for line in (sentence, "")]
        lines += markdown_table(table)
    return "\n".join(lines) + "\n"
