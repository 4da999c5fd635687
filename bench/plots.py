"""Draws speeds against sizes: SVG files that can be read on light and on dark ground.

    PYTHONPATH=FOLDER-WITH-PYGAL python3 bench/plots.py RESULT.json FOLDER

Prints the file names and what they show, as JSON.
"""

import json
import pathlib
import sys

import pygal
from pygal.style import Style

from figures import gigabytes, size_text

# By file name: what is shown, and a solid and a dashed line for each contestant.
FIGURES = {
    "base64": ("base64: b64encode, and b64decode (dashed)", "b64encode", "b64decode"),
    "wrapped": ("b64decode of lines of 76 characters, and with validate=True (dashed)",
                "b64decode, wrapped", "b64decode, validate"),
    "base32": ("base32: b32encode, and b32decode (dashed)", "b32encode", "b32decode"),
    "base85": ("base85: b85encode, and b85decode (dashed)", "b85encode", "b85decode"),
    "hex": ("hexlify, and unhexlify (dashed)", "hexlify", "unhexlify"),
    "crc": ("crc32, and crc_hqx (dashed)", "crc32", "crc_hqx"),
    "qp": ("quoted-printable text: b2a_qp, and a2b_qp (dashed)", "b2a_qp, text", "a2b_qp, text"),
}

# Each contestant has its colour in all figures. They differ in lightness too, and are seen on both grounds.
COLOURS = ["#d9480f", "#748ffc", "#1c7ed6", "#2f9e44", "#ae3ec9", "#f08c00", "#0ca678"]

# pygal's own colours are for one ground; these follow what the reader's system is set to.
GROUNDS = """
  {{ id }} { --ink: #1f2328; --faint: #d0d7de; }
  @media (prefers-color-scheme: dark) { {{ id }} { --ink: #e6edf3; --faint: #3d444d; } }
  {{ id }} text, {{ id }} .title { fill: var(--ink) !important; }
  {{ id }} .guide.line, {{ id }} .guides .line { stroke: var(--faint) !important; }
  {{ id }} .axis .line { stroke: var(--ink) !important; }
"""


def lines_of(result, cases):
    """Label, colour, dashes and points of each line."""
    for place, name in enumerate(result["contestants"]):
        for dashes, case in zip((None, "6, 4"), cases):
            points = sorted((each["size"], gigabytes(each, name)) for each in result["cells"]
                            if each["case"] == case and each["raw"] and name in each["seconds"])
            if len(points) > 1:
                yield name if dashes is None else f"{name}, dashed", COLOURS[place % len(COLOURS)], dashes, points


def drawn(title, lines):
    sizes = sorted({size for _, _, _, points in lines for size, _ in points})
    speeds = [speed for _, _, _, points in lines for _, speed in points]
    style = Style(background="transparent", plot_background="transparent", opacity="1", opacity_hover="1",
                  colors=[colour for _, colour, _, _ in lines], font_family="sans-serif",
                  title_font_size=18, label_font_size=13, major_label_font_size=13, legend_font_size=13)
    chart = pygal.XY(style=style, logarithmic=True, width=900, height=480, js=[], pretty_print=True, no_prefix=True,
                     title=title, x_title="bytes of input", y_title="GB/s of raw data", dots_size=2.5,
                     truncate_legend=-1, legend_box_size=12, show_y_guides=True, show_x_guides=False)
    chart.config.css.append("inline:" + GROUNDS)
    chart.x_labels = [{"value": size, "label": size_text(size)} for size in sizes]
    chart.y_labels = [{"value": 10.0 ** power, "label": f"{10.0 ** power:g}"} for power in range(-4, 3)
                      if min(speeds) / 10 < 10.0 ** power < max(speeds) * 10]
    for label, _, dashes, points in lines:
        stroke = {"width": 2.5, **({"dasharray": dashes} if dashes else {})}
        chart.add(label, points, stroke_style=stroke)
    return chart.render()


def main():
    result = json.loads(pathlib.Path(sys.argv[1]).read_text())
    folder = pathlib.Path(sys.argv[2])
    written = []
    for name, (title, *cases) in FIGURES.items():
        lines = list(lines_of(result, cases))
        if lines:
            (folder / f"{name}.svg").write_bytes(drawn(title, lines))
            written.append((f"{name}.svg", title))
    print(json.dumps(written))


if __name__ == "__main__":
    main()
