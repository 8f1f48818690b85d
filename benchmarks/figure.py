"""The picture of docs/performance.md: the engine among others, and its cost when the task grows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from benchmarks.contestants import DRAWS, ENGINE
from benchmarks.targets import Tables
from sim.draw.images import image_bytes
from sim.draw.style import COLOURS, INK, QUIET, REFERENCE_COLOUR, plain

WIDTH, HEIGHT = 7.4, 6.4
"""Inches: the width of a page, so that type keeps its size."""
SMALL, BODY, TITLE = 9.5, 10.5, 14.5
OURS, THEIRS = COLOURS[0], REFERENCE_COLOUR
LEFT = 0.03
MESA = "mesa"
"""The unit of the bars."""
NO_MODELS = {entry.name for entry in DRAWS}
"""No simulations, so they have no place among the bars."""

Row = Mapping[str, Any]


class Bar(NamedTuple):
    """Runs per second of a contestant, in terms of plain Mesa's."""

    label: str
    speed: float
    ours: bool


def draw(tables: Tables, machine: str) -> bytes:
    """The picture as PNG."""
    figure = Figure(figsize=(WIDTH, HEIGHT), facecolor="white")
    FigureCanvasAgg(figure)
    bars = relative_to_mesa([*tables["peers"], *tables.get("limit", ())])
    figure.text(LEFT, 0.975, title(bars), fontsize=TITLE, fontweight="bold", color=INK, va="top")
    figure.text(LEFT, 0.015, f"Medians over fresh processes; {machine.partition(',')[0]}.", fontsize=SMALL,
                color=QUIET, va="bottom")
    head(figure, 0.895, "Runs per second on one core: how many times plain Mesa's")
    contest(figure.add_axes((0.31, 0.525, 0.6, 0.345)), bars)
    head(figure, 0.425, "Cost of a rep and a quarter: how many times that in a full batch of small forces")
    growing(figure.add_axes((0.09, 0.165, 0.37, 0.225)), tables["reps"], "reps in a force",
            (20, 100, 1_000, 10_000, 100_000))
    growing(figure.add_axes((0.585, 0.165, 0.37, 0.225)), tables["replications"], "futures asked for at once",
            (1, 10, 100, 1_000, 10_000))
    return image_bytes(figure, "png")


def relative_to_mesa(rows: Sequence[Row]) -> list[Bar]:
    """All who simulate, the slowest first; the rows say how much slower than the engine each is."""
    mesa = next(row["ratio"] for row in rows if row["contestant"] == MESA)
    bars = [Bar(row["label"], mesa / row["ratio"], row["label"].startswith("salesshift")) for row in rows
            if row["contestant"] not in NO_MODELS]
    return sorted([*bars, Bar(ENGINE.label, mesa, True)], key=lambda bar: bar.speed)


def title(bars: Sequence[Bar]) -> str:
    """The finding."""
    speed = next(bar.speed for bar in bars if bar.label == ENGINE.label)
    return f"One core simulates {speed:.0f} times as many futures as plain Mesa"


def head(figure: Figure, height: float, text: str) -> None:
    """What the panels below show."""
    figure.text(LEFT, height, text, fontsize=BODY, color=INK, fontweight="bold", va="center")


def contest(axes: Axes, bars: Sequence[Bar]) -> None:
    """Bars that start at plain Mesa, on a logarithmic axis."""
    plain(axes, grid="x")
    places = range(len(bars))
    axes.barh(places, [bar.speed - 1.0 for bar in bars], left=1.0, height=0.62,
              color=[OURS if bar.ours else THEIRS for bar in bars])
    axes.set_xscale("log")
    axes.set_xlim(min(0.5, 0.7 * bars[0].speed), 1.15 * bars[-1].speed)
    axes.axvline(1.0, color=QUIET, linewidth=1)
    for place, bar in zip(places, bars, strict=True):
        axes.annotate(times(bar.speed), (max(bar.speed, 1.0), place), (5, 0), textcoords="offset points",
                      va="center_baseline", fontsize=BODY, color=OURS if bar.ours else QUIET, fontweight="bold",
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5})
    axes.set_yticks(places, [bar.label for bar in bars])
    ticks = [t for t in (1, 10, 100, 1_000) if t < 1.15 * bars[-1].speed]
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:,.0f}×"))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", labelsize=BODY, labelcolor=INK)
    axes.tick_params(axis="x", labelsize=SMALL)


def times(speed: float) -> str:
    """A ratio in as few digits as say something."""
    return f"{speed:.0f}×" if speed >= 9.5 or speed == 1.0 else f"{speed:.1f}×"


def growing(axes: Axes, rows: Sequence[Row], unit: str, ticks: Sequence[int]) -> None:
    """Relative cost along an axis of the task, with its interval, both logarithmic; 1 is a full batch of small runs."""
    plain(axes)
    x, y = [row["value"] for row in rows], [row["ratio"] for row in rows]
    axes.axhline(1.0, color=QUIET, linewidth=1)
    low, high = ([row[end] or row["ratio"] for row in rows] for end in ("low", "high"))
    axes.fill_between(x, low, high, color=OURS, alpha=0.2, linewidth=0)
    axes.plot(x, y, color=OURS, linewidth=2, marker="o", markersize=4.5, clip_on=False)
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:,.0f}"))
    axes.xaxis.set_minor_locator(NullLocator())
    if max(y) > 5.0:
        axes.set_yscale("log")
        axes.set_yticks([t for t in (1, 10, 100, 1_000) if t <= 1.2 * max(y)])
        axes.yaxis.set_minor_locator(NullLocator())
    else:
        axes.set_ylim(0.0, max(2.0, 1.1 * max(y)))
        axes.set_yticks([0, 1, 2])
    axes.yaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:g}×"))
    axes.tick_params(labelsize=SMALL)
    axes.set_xlabel(unit, fontsize=SMALL, color=QUIET, labelpad=3)
