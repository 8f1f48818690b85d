"""Tipping points of a sweep, asked and answered in words."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from sim.comparison.course import BadArgumentError
from sim.comparison.observed import is_money, unit_of
from sim.draw import style
from sim.draw.axes import BOTTOM, MEAN_BAND, label_axes, mark_place, panel
from sim.statistics.thresholds import Threshold
from sim.study.discovery.box import joined, readable, shown_value
from sim.study.discovery.sample import CONTINUOUS, Axis, numeric
from sim.study.futures import Futures
from sim.study.saving import axis_label
from sim.study.sensitivity.quantity import meaning_of
from sim.study.tipping import MOST_LEVELS, Crossing, Tipping, tipping
from sim.words.amounts import MoneyScale, counted, money_scale

LEAST_ON_A_SIDE = 10
"""Worlds on a side of a threshold below which no share of them is told: its 95 % interval would be some 0.5 wide."""


@dataclass(frozen=True)
class Tipped:
    """A tipping point along a factor of a sweep.

    against : None where the outcome of the strategy itself crosses a level.
    """

    of: Futures
    factor: str
    strategy: str
    against: str | None
    curve: Tipping

    @property
    def said(self) -> str:
        """What the curve is, in words."""
        title, meaning = f"'{self.of.titles[self.strategy]}'", meaning_of(self.of.outcome)
        return f"{meaning} of {title}" if self.against is None else \
            f"{title} ahead of '{self.of.titles[self.against]}': {meaning}"

    @property
    def sentence(self) -> str:
        """Where it tips, or that it does not within the range, and what is on both sides."""
        return f"{self.headline}{self.sides}"

    @property
    def headline(self) -> str:
        """Where it tips, or that it does not within the range; several crossings are told."""
        name, found = readable(self.factor, map(str, self.of.points.columns)), self.curve
        if not found.crossings:
            side = {1: self._sides[1], -1: self._sides[0], 0: "on no side for sure"}[found.side]
            return (f"No threshold of {name} between {self._value(found.x[0])} and {self._value(found.x[-1])}: on "
                    f"average over the other conditions {self._subject} {side} all along.")
        places = joined([self._crossing(one) for one in found.crossings])
        return f"{'Thresholds' if len(found.crossings) > 1 else 'The threshold'} of {name}: {places}."

    @property
    def sides(self) -> str:
        """What is below and above a single threshold, with a blank before; else nothing."""
        if len(self.curve.crossings) != 1:
            return ""
        below, above = self._sides if self.curve.crossings[0].rising else self._sides[::-1]
        return f" Below that {self._subject} {below}, above it {above}, on average.{self._worlds}"

    @property
    def _sides(self) -> tuple[str, str]:
        """What it is below the level, and above."""
        if self.against is not None:
            title = f"'{self.of.titles[self.against]}'"
            return f"is behind {title}", f"is ahead of {title}"
        return "is below the level", "is above the level"

    @property
    def _subject(self) -> str:
        return f"'{self.of.titles[self.strategy]}'"

    @property
    def _worlds(self) -> str:
        """In how many worlds on either side it is ahead; nothing is said of a side with too few."""
        below, above = self.curve.below, self.curve.above
        if not below.n or not above.n:
            return ""
        what = "is ahead" if self.against is not None else "is above the level"
        told = [f"in {round(side.mean * side.n):,} of {counted(side.n, self._unit)} {place}"
                for place, side in (("below", below), ("above", above)) if side.n >= LEAST_ON_A_SIDE]
        few = [f"Only {counted(side.n, self._unit)} {'lies' if side.n == 1 else 'lie'} {place}, too few to say in how "
               f"many ({LEAST_ON_A_SIDE} are needed)." for place, side in (("below", below), ("above", above))
               if side.n < LEAST_ON_A_SIDE]
        return "".join(f" {part}" for part in [*([f"It {what} {joined(told)} the threshold."] if told else []), *few])

    @property
    def _unit(self) -> str:
        return "world" if self.curve.smooth or len(self.of.points) > self.curve.x.size else "future"

    def _crossing(self, one: Crossing) -> str:
        low, high = (self._value(end) if math.isfinite(end) else "" for end in (one.low, one.high))
        at = f"about {self._value(one.at)}"
        if low and high:
            return f"{at} (95 % interval {low} to {high})"
        ends = f"above {low}" if low else f"below {high}" if high else "anywhere in the range"
        return f"{at}, not certain ({ends}, or beyond the range)"

    def _value(self, value: float) -> str:
        column = self.of.points[self.factor]
        low, high = self.of.ranges.get(self.factor, (float(column.min()), float(column.max())))
        return shown_value(float(value), Axis(self.factor, CONTINUOUS, low, high))


def tipped(futures: Futures, factor: str, strategy: str, against: str | None = None, level: float = 0.0) -> Tipped:
    """Find the tipping point of a strategy against another one, or of its outcome at a level, along a factor.

    Raises
    ------
    BadArgumentError
        For a factor that is no number or has one value only, or too few worlds.
    """
    if not numeric(futures.points[factor]):
        raise BadArgumentError(f"'{factor}' is no number: it has no thresholds")
    values = futures.table[strategy] if against is None else futures.sign * futures.difference(strategy, against)
    x = futures.points[factor].to_numpy(dtype=np.float64)
    single = values.to_numpy(dtype=np.float64)
    alone = np.unique(x).size == x.size <= MOST_LEVELS  # one world per level: its futures are the sample
    y = single if alone else futures.by_world(single)
    try:
        curve = tipping(x[futures.worlds] if alone else x, y, level if against is None else 0.0)
    except ValueError as error:
        raise BadArgumentError(f"{factor}: {error}") from None
    return Tipped(futures, factor, strategy, against, curve)


COLOUR = style.COLOURS[0]


def tipping_figure(asked: Tipped, factor: str, source: str) -> Figure:
    """Draw the curve along a factor; `factor` is its name in words."""
    found, said, outcome = asked.curve, asked.said, asked.of.outcome
    known = [float(v) for v in found.mean]
    scale = money_scale(known) if is_money(outcome) else MoneyScale(1.0, unit_of(outcome), 2)
    how = "smoothed over the worlds" if found.smooth else "mean of each level"
    below = f"{asked.sides} All else varies as in the design ({how}); bands: 95 % intervals.".strip()
    figure, top = style.slide(asked.headline, below, source, 3)
    axes = panel(figure, (0.11, BOTTOM, 0.85, top - BOTTOM - 0.09))
    axes.fill_between(found.x, found.low / scale.divisor, found.high / scale.divisor, color=COLOUR, alpha=MEAN_BAND,
                      linewidth=0)
    axes.plot(found.x, found.mean / scale.divisor, color=COLOUR, linewidth=3, marker="" if found.smooth else "o")
    axes.axhline(found.level / scale.divisor, color=style.REFERENCE_COLOUR, linewidth=1.5)
    axes.set_xlim(float(found.x[0]), float(found.x[-1]))
    for k, one in enumerate(found.crossings):
        mark_place(axes, Threshold(one.at, one.low, one.high, 1.0), f"{one.at:.2g}" + ("" if one.sure else " ?"), k % 2)
    label_axes(axes, factor, axis_label(said, scale.unit))
    return figure
