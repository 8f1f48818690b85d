"""The look of all figures: slide size, legible type, colours that survive colour blindness.

Figures are Matplotlib `Figure` objects without pyplot, so that no global state is touched
and any thread may draw.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sim.scenario.strategy import CARRY_ON

WIDTH, HEIGHT = 13.333, 7.5
"""Inches: a 16:9 slide."""

SMALL, BODY, TITLE = 12, 14, 20
"""Points on the slide."""

INK, QUIET, FAINT, GRID = "#1B1F24", "#555B64", "#9AA0A8", "#E3E6EA"
BRIGHT = 0.55
"""Lightness above which a cell of a map carries dark type."""
LEFT, RIGHT = 0.035, 0.965
"""Margins, as shares of the width."""

UNIT = re.compile(r"(?<=\d) (?=%|bn|[Mk]? ?EUR)|(?<=[Mkn]) (?=EUR)")
"""Blanks between a number and its unit, where no line may break."""

REFERENCE_COLOUR = "#6B7280"
COLOURS = ("#0072B2", "#C04A00", "#00785A", "#A3478A", "#9A6A00", "#111111", "#6A51A3")
"""Okabe and Ito's hues, the pale ones darkened to a contrast of 3:1 or more on white."""

DASHES: tuple[str | tuple[int, tuple[float, ...]], ...] = (
    "solid", (0, (6, 2)), (0, (1.5, 1.5)), (0, (6, 2, 1.5, 2)), (0, (10, 3)), (0, (3, 1.5)),
    (0, (8, 2, 1.5, 2, 1.5, 2)))
MARKERS = ("o", "s", "^", "D", "v", "P", "X")


@dataclass(frozen=True)
class Look:
    """How one strategy is drawn everywhere: hue, dash and marker tell it apart, each by itself."""

    colour: str
    dash: str | tuple[int, tuple[float, ...]]
    marker: str


def looks(strategies: Sequence[str]) -> dict[str, Look]:
    """Give each strategy its look; carrying on is always grey."""
    others = [name for name in strategies if name != CARRY_ON]
    count = len(COLOURS)
    chosen = {name: Look(COLOURS[i % count], DASHES[(i + i // count) % count], MARKERS[(i + i // count) % count])
              for i, name in enumerate(others)}
    return {CARRY_ON: Look(REFERENCE_COLOUR, "solid", "o"), **chosen}


def slide(title: str, subtitle: str, footer: str, lines: int = 2, wide: int = 80) -> tuple[Figure, float]:
    """Start a figure whose title says the finding; title and subtitle have a maximum number of lines each.

    wide : characters that a line of the title may have; of some wordings 80 are wider than the slide.

    Returns
    -------
    The figure, and the height (share of the figure) below which there is room.
    """
    figure = Figure(figsize=(WIDTH, HEIGHT), facecolor="white")
    FigureCanvasAgg(figure)
    head, body = balanced(title, wide, lines), balanced(subtitle, 118, lines)
    figure.text(LEFT, 1 - 0.35 / HEIGHT, head, fontsize=TITLE, fontweight="bold", color=INK, va="top", linespacing=1.15)
    below = 0.35 + 0.36 * (1 + head.count("\n")) + 0.05
    figure.text(LEFT, 1 - below / HEIGHT, body, fontsize=BODY, color=QUIET, va="top", linespacing=1.2)
    figure.text(LEFT, 0.16 / HEIGHT, footer, fontsize=SMALL, color=QUIET, va="bottom")
    return figure, 1 - (below + 0.27 * (1 + body.count("\n")) + 0.12) / HEIGHT


def balanced(text: str, width: int, lines: int = 2) -> str:
    """Break a text into lines of about the same length, none of them longer than ``width``."""
    text = UNIT.sub("\u00a0", text)
    needed = len(textwrap.wrap(text, width))
    while width > 10 and len(textwrap.wrap(text, width - 1)) == needed:
        width -= 1
    return "\n".join(textwrap.wrap(text, width, max_lines=max(lines, 1), placeholder=" ..."))


def typeset(number: str) -> str:
    """Set a number with a true minus sign and without breaks."""
    return number.replace("-", "\u2212").replace(" ", "\u00a0")


def sample_size(n: int) -> str:
    """Write ``n = 300`` so that no line breaks inside it."""
    return typeset(f"n = {n:,}")


def plain(axes: Axes, *, grid: str = "y") -> Axes:
    """Take away what carries no information and set legible type."""
    for side in ("top", "right", "left" if grid == "y" else "bottom"):
        axes.spines[side].set_visible(False)
    for side in ("bottom", "left"):
        axes.spines[side].set_color(FAINT)
    axes.tick_params(labelsize=BODY, colors=QUIET, length=0)
    axes.grid(visible=True, axis="x" if grid == "x" else "y", color=GRID, linewidth=1)
    axes.set_axisbelow(True)
    return axes


def quarter_axis(axes: Axes, quarters: int, size: float = BODY) -> None:
    """Whole quarters on the x axis, few enough to read."""
    step = next(s for s in (1, 4, 8, 16) if quarters / s <= 8 or s == 16)
    ticks = list(range(1, quarters + 1)) if step == 1 else [1, *range(step, quarters + 1, step)]
    axes.set_xticks(ticks, [f"Q{t}" for t in ticks], fontsize=size)
    axes.set_xticks(range(1, quarters + 1), minor=True)
    axes.tick_params(axis="x", which="minor", length=4, color=FAINT)
    axes.tick_params(axis="x", which="major", length=6, color=FAINT)


def spread_out(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Move the centres of labels apart until none covers another, as little as needed.

    Neighbours that are too near are pooled and placed around their common mean (isotonic
    regression); the result keeps the order and stays within ``low`` .. ``high`` if it fits.
    """
    if not wanted:
        return []
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    gaps = [0.0, *((heights[a] + heights[b]) / 2 for a, b in pairwise(order))]
    offsets = list(accumulate(gaps))
    blocks: list[tuple[float, int]] = []
    for i, offset in zip(order, offsets, strict=True):
        mean, n = wanted[i] - offset, 1
        while blocks and blocks[-1][0] >= mean:
            before, m = blocks.pop()
            mean, n = (before * m + mean * n) / (m + n), m + n
        blocks.append((mean, n))
    top = max(high - offsets[-1], low)
    placed = [min(max(mean, low), top) for mean, n in blocks for _ in range(n)]
    result = [0.0] * len(wanted)
    for i, offset, place in zip(order, offsets, placed, strict=True):
        result[i] = place + offset
    return result


def label_line_ends(axes: Axes, ends: Sequence[tuple[float, float, str, str]], width: int = 26) -> None:
    """Write a label right of each line's end (x, y, text, colour), moved apart where they would meet."""
    figure = axes.get_figure()
    if not ends or figure is None:
        return
    pixels = [float(axes.transData.transform((x, y))[1]) for x, y, _, _ in ends]
    box = axes.get_window_extent()
    texts = [balanced(text, width) for _, _, text, _ in ends]
    line = 1.3 * SMALL / 72 * float(figure.dpi)
    places = spread_out(pixels, [line * (1.1 + text.count("\n")) for text in texts], box.y0, box.y1)
    right = float(axes.get_xlim()[1])
    for (x, y, _, colour), text, place in zip(ends, texts, places, strict=True):
        at = float(axes.transData.inverted().transform((0.0, place))[1])
        step = 0.025 * (right - float(axes.get_xlim()[0]))
        axes.plot([x, right + step], [y, at], color=colour, linewidth=0.8, clip_on=False, alpha=0.7)
        axes.text(right + 1.4 * step, at, text, color=colour, fontsize=SMALL, va="center", fontweight="bold",
                  linespacing=1.1, clip_on=False)
