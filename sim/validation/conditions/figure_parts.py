"""What the figures of the conditional claims have in common."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.arrays import Array
from sim.draw import style
from sim.draw.axes import LINES, MEAN_BAND, RUNS_BAND, true_minus
from sim.results.provenance import source_line
from sim.statistics.thresholds import Curve, Threshold
from sim.validation.claims import BY_ID
from sim.validation.conditions.exploration import Result

MARKER = 9
COLOURS = style.COLOURS


def opened(result: Result, shown: str) -> tuple[Figure, float]:
    """Start the figure of a result: headline, the claim with its id, what is shown, and where it comes from."""
    asked = result.asked
    said = f"{asked.id}: \"{BY_ID[asked.id].sentence}\" {shown}"
    source = source_line(asked.scenario, asked.runs, asked.seed, "world")
    return style.slide(true_minus(result.headline), said, source, LINES)


def draw_curve(axes: Axes, curve: Curve, factor: float, look: style.Look, *, runs: bool = False) -> None:
    """Draw the mean with the 95 % interval of the mean; if asked, with the middle half of the runs. Times a factor."""
    if runs:
        low, high = curve.middle_half
        axes.fill_between(curve.x, factor * low, factor * high, color=look.colour, alpha=RUNS_BAND, linewidth=0)
    axes.fill_between(curve.x, factor * curve.low, factor * curve.high, color=look.colour, alpha=MEAN_BAND,
                      linewidth=0)
    axes.plot(curve.x, factor * curve.mean, color=look.colour, linestyle=look.dash, linewidth=3)


def draw_points(axes: Axes, curve: Curve, factor: float, colour: str) -> None:
    """Draw single points with the 95 % interval of the mean, joined by a thin line; times a factor."""
    axes.plot(curve.x, factor * curve.mean, color=colour, linewidth=1, alpha=0.6)
    axes.errorbar(curve.x, factor * curve.mean, yerr=factor * curve.half_width, color=colour, linestyle="none",
                  marker="o", markersize=MARKER, elinewidth=2, capsize=4)


def zero_line(axes: Axes) -> None:
    """Mark where nothing changes."""
    axes.axhline(0, color=style.REFERENCE_COLOUR, linewidth=1.5)


def ring(axes: Axes, found: Threshold, y: float, colour: str) -> None:
    """Mark a place on a curve by a ring and its interval by a bar; nothing if there is none."""
    if not found.found:
        return
    first, last = axes.get_xlim()
    axes.plot(np.clip([found.low, found.high], first, last), [y, y], color=colour, linewidth=3, solid_capstyle="butt",
              zorder=5)
    axes.plot([found.at], [y], marker="o", markersize=13, markerfacecolor="white", markeredgecolor=colour,
              markeredgewidth=3, zorder=6)


def look_of(k: int) -> style.Look:
    """How the k-th of some curves is drawn: hue and dash tell it apart, each by itself."""
    return style.Look(COLOURS[k], style.DASHES[k], style.MARKERS[k])


def room(values: Array, share: float = 0.08) -> tuple[float, float]:
    """Limits around some values with some room, 0 included."""
    low, high = min(0.0, float(np.min(values))), max(0.0, float(np.max(values)))
    more = share * max(high - low, 1e-9)
    return low - more, high + more
