"""The quantity of interest: an outcome of one strategy or its difference between two, and its rank correlations."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.arrays import Array
from sim.comparison.observed import declared
from sim.statistics.paired import student_t
from sim.study.sensitivity.resampling import NORMAL

# --- direction of influence ------------------------------------------------------------------------------------------

Direction = Literal["raises", "lowers", "unclear"]
FISHER_LOST = 3
"""Points that Fisher's z costs."""


def rank_correlations(x: Array, y: Array) -> Array:
    """Spearman's correlation of every column of x (points, k) with y (points,); (k,), 0 where nothing varies."""
    from scipy.stats import rankdata

    a, b = rankdata(x, axis=0), rankdata(y)
    a, b = a - a.mean(axis=0), b - b.mean()
    scale = np.sqrt((a**2).sum(axis=0) * (b**2).sum())
    return np.asarray(np.divide(b @ a, scale, out=np.zeros(a.shape[1]), where=scale > 0.0))


def rank_intervals(correlation: Array, points: int) -> Array:
    """Correlation with its 95 % interval, (3, k), by Fisher's z with the error of Bonett & Wright (2000)."""
    z = np.arctanh(np.clip(correlation, -1.0 + 1e-12, 1.0 - 1e-12))
    half = NORMAL * np.sqrt((1.0 + correlation**2 / 2.0) / max(points - FISHER_LOST, 1))
    return np.stack([correlation, np.tanh(z - half), np.tanh(z + half)])


def mean_rise(dx: Array, dy: Array) -> Array:
    """Mean change of the outcome when an assumption goes up, with its 95 % interval, (3, k).

    Parameters
    ----------
    dx, dy : (steps, k) changes of each assumption, everything else as it is, and what the outcome did then.
    """
    rise = np.sign(dx) * dy
    mean = rise.mean(axis=0)
    half = float(student_t(len(rise))) * rise.std(axis=0, ddof=1) / np.sqrt(len(rise))
    return np.stack([mean, mean - half, mean + half])


def directions(toward: Array) -> list[Direction]:
    """Sign of the effects according to their intervals (3, k)."""
    return ["raises" if low > 0.0 else "lowers" if high < 0.0 else "unclear" for _, low, high in toward.T]


LONGEST_TITLE = 40
"""Characters of the title of a strategy in a sentence."""
Good = Literal[1, 0, -1]
"""Whether more of an outcome is better (1), worse (-1), or neither by itself (0)."""
WHEN = {"end": "at the horizon", "mean": "on average over the quarters", "sum": "over all quarters",
        "min": "in its lowest quarter", "max": "in its highest quarter"}
"""How a course was condensed, appended to the name of its outcome."""


def meaning_of(outcome: str) -> str:
    """Name of an outcome of a sweep within a sentence: ``net present value``, ``mean energy in its lowest quarter``.

    Remarks behind a semicolon of the declaration are left out.
    """
    name, _, when = outcome.partition("@")
    known = declared(outcome)
    words = name.replace("_", " ") if known is None else known.meaning.partition(";")[0]
    told = WHEN.get(when, f"in quarter {when}" if when else "")
    return f"{words[:1].lower()}{words[1:]} {told}".strip()


@dataclass(frozen=True)
class QuantityOfInterest:
    """The outcome, or difference of outcomes, that is to be explained.

    outcome : name of an outcome, e.g. ``npv`` or ``profit@mean``. strategy, against : names; against is None when
    one strategy is looked at by itself. title, title_against : the same for people.
    """

    outcome: str
    strategy: str
    against: str | None = None
    title: str = ""
    title_against: str = ""

    @property
    def meaning(self) -> str:
        """Name of the outcome within a sentence."""
        return meaning_of(self.outcome)

    @property
    def unit(self) -> str:
        """Unit of the outcome; empty where it is not known."""
        known = declared(self.outcome)
        return "" if known is None else known.unit

    @property
    def good(self) -> Good:
        """Whether more of the outcome is better."""
        known = declared(self.outcome)
        wished = None if known is None else known.better
        return 0 if wished is None else 1 if wished == "higher" else -1

    @property
    def names(self) -> tuple[str, str]:
        """Titles of both strategies in quotes, long ones shortened; their names where they have none."""
        one, other = (textwrap.shorten(str(name), LONGEST_TITLE, placeholder=" ...")
                      for name in (self.title or self.strategy, self.title_against or self.against))
        return f"'{one}'", f"'{other}'"

    @property
    def told(self) -> str:
        """The quantity as part of a sentence."""
        one, other = self.names
        if self.against is None:
            return f"the {self.meaning} of {one}"
        return f"the difference in {self.meaning} between {one} and {other}"

    def effect(self, direction: Direction) -> str:
        """What more of an assumption does, as the end of a sentence that begins with *more of it*."""
        if direction == "unclear":
            return "has no clear direction"
        up = direction == "raises"
        if self.good == 0:
            return f"{'raises' if up else 'lowers'} {'the difference' if self.against else 'it'}"
        better = up == (self.good > 0)
        if self.against is None:
            return "helps" if better else "harms"
        return f"speaks for {self.names[0] if better else self.names[1]}"

    def brief(self, direction: Direction) -> str:
        """The same for a cell under `brief_head`."""
        if direction == "unclear":
            return "-"
        up = direction == "raises"
        if self.good == 0:
            return direction
        better = up == (self.good > 0)
        if self.against is None:
            return "helps" if better else "harms"
        return (self.title or self.strategy) if better else (self.title_against or self.against)

    @property
    def brief_head(self) -> str:
        """Head of the column that says what more of an assumption does."""
        return "more of it\nspeaks for" if self.against is not None and self.good else "more\nof it"

    def amount(self, value: float, *, sign: bool = False) -> str:
        """Write an amount of the outcome with its unit."""
        from sim.words.amounts import money

        if self.unit == "EUR":
            return money(value, sign=sign)
        if self.unit == "0-1":
            return f"{100 * value:{'+' if sign else ''}.1f} points"
        return f"{value:{'+' if sign else ''}.3g} {self.unit}".strip()
