"""Draws speeds against sizes: SVG files that can be read on light and on dark ground.

    PYTHONPATH=FOLDER-WITH-MATPLOTLIB python3 bench/plots.py RESULT.json FOLDER

Prints the file names and what they show, as JSON.
"""

import io
import json
import pathlib
import re
import sys

import matplotlib
from matplotlib import pyplot
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, NullLocator

from figures import gigabytes, size_text

# By file name: the title, and what the solid and the dashed line of each contestant are.
FIGURES = {
    "base64": ("base64", "b64encode", "b64decode"),
    "wrapped": ("base64 in lines, and strictly", "b64decode, wrapped", "b64decode, validate"),
    "base32": ("base32", "b32encode", "b32decode"),
    "base85": ("base85", "b85encode", "b85decode"),
    "hex": ("hexadecimal", "hexlify", "unhexlify"),
    "crc": ("checksums", "crc32", "crc_hqx"),
    "qp": ("quoted-printable", "b2a_qp, text", "a2b_qp, text"),
}

# Each contestant has its colour in all figures; they can be told apart on both grounds.
COLOURS = ["#e8590c", "#868e96", "#339af0", "#37b24d", "#7048e8", "#d6336c", "#0ca678", "#f59f00"]

# Stand-ins, which no line has; what they become depends on what the reader's system is set to.
INK, FAINT = "#010203", "#040506"
GROUNDS = """<style>
svg { --ink: #1f2328; --faint: #d0d7de; font-family: sans-serif }
@media (prefers-color-scheme: dark) { svg { --ink: #e6edf3; --faint: #3d444d } }
</style>"""

SETTINGS = {
    "svg.fonttype": "none", "svg.hashsalt": "bench", "font.sans-serif": ["DejaVu Sans"], "font.size": 10,
    "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True, "grid.color": FAINT, "grid.linewidth": 0.6,
    "text.color": INK, "axes.labelcolor": INK, "axes.edgecolor": INK, "xtick.color": INK, "ytick.color": INK,
    "xtick.labelsize": 8, "legend.frameon": False,
}


def points_of(result, case, name):
    """Sizes and GB/s of one contestant."""
    return sorted((each["size"], gigabytes(each, name)) for each in result["cells"]
                  if each["case"] == case and each["raw"] and name in each["seconds"])


def drawn(result, title, cases):
    """The figure as SVG; None if nothing of it was measured at two sizes."""
    figure, axes = pyplot.subplots(figsize=(8, 4.2), layout="constrained")
    sizes, shown = set(), {}
    for place, name in enumerate(result["contestants"]):
        colour = COLOURS[place % len(COLOURS)]
        for dashes, case in zip(("-", "--"), cases):
            points = points_of(result, case, name)
            if len(points) > 1:
                axes.plot(*zip(*points), dashes, color=colour, marker="o", markersize=3.5,
                          linewidth=2.2 if place == 0 else 1.5, zorder=10 - place)
                sizes |= {size for size, _ in points}
                shown[name] = Line2D([], [], color=colour, linewidth=3)
    if not shown:
        return None
    axes.set(title=title, xscale="log", yscale="log", xlabel="size of the argument", ylabel="GB/s of raw data")
    axes.set_xticks(sorted(sizes), [size_text(size) for size in sorted(sizes)])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    kinds = [Line2D([], [], color=INK, linestyle=dashes, linewidth=1.8) for dashes in ("-", "--")]
    figure.legend([*shown.values(), *kinds], [*shown, *cases], loc="outside right upper")
    return themed(figure)


def themed(figure):
    written = io.StringIO()
    # Without a date, so that the same figures are the same file.
    figure.savefig(written, format="svg", transparent=True,
                   metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    pyplot.close(figure)
    text = written.getvalue().replace(INK, "var(--ink)").replace(FAINT, "var(--faint)")
    text = re.sub(r" +\n", "\n", text)
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.DOTALL)
    text = re.sub(r"<!DOCTYPE.*?>\s*", "", text, flags=re.DOTALL)
    start = text.index(">", text.index("<svg")) + 1
    return text[:start] + "\n" + GROUNDS + text[start:]


def main():
    matplotlib.use("svg")
    matplotlib.rcParams.update(SETTINGS)
    result = json.loads(pathlib.Path(sys.argv[1]).read_text())
    folder = pathlib.Path(sys.argv[2])
    written = []
    for name, (title, *cases) in FIGURES.items():
        if text := drawn(result, title, cases):
            (folder / f"{name}.svg").write_text(text)
            written.append((f"{name}.svg", f"{title}: {', '.join(cases)}"))
    print(json.dumps(written))


if __name__ == "__main__":
    main()
