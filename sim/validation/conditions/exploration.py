"""Common results of explorations of conditional claims, and their numbers in words."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import numpy as np

from sim.arrays import Array
from sim.scenario.schema import Scenario
from sim.statistics.paired import Interval
from sim.statistics.thresholds import Curve, Threshold
from sim.validation.claims.treatments import Treatments
from sim.words.amounts import money_scale


@dataclass(frozen=True)
class Asked:
    """What was asked: claim, scenario, replications of each treatment, root seed."""

    id: str
    scenario: Scenario
    runs: int
    seed: int

    @classmethod
    def of(cls, claim: str, treatments: Treatments) -> Asked:
        """The claim as explored in these treatments."""
        return cls(claim, treatments.scenario, treatments.runs, treatments.seed)


class Result(Protocol):
    """An explored condition."""

    @property
    def asked(self) -> Asked:
        """What was asked."""

    @property
    def headline(self) -> str:
        """The answer in one sentence, with figures."""

    def rows(self) -> list[dict[str, Any]]:
        """Everything in long format; see `Row`."""


@dataclass(frozen=True)
class Row:
    """One line of a table in long format; what is unknown or beyond the range is None, `note` says which.

    quantity : what `mean` is, in `unit`. series : which of several curves. x : the place on the axis, in `x_unit`,
    a number or the name of a combination. low, high : 95 % interval of the mean. lower_quartile, upper_quartile :
    between them lies the middle half of the runs.
    """

    claim: str
    quantity: str
    series: str
    x: float | str | None
    x_unit: str
    mean: float | None
    low: float | None
    high: float | None
    lower_quartile: float | None
    upper_quartile: float | None
    unit: str
    runs: int
    note: str = ""


def finite(value: float) -> float | None:
    """The value, or None where it is not a number or infinite."""
    return float(value) if math.isfinite(value) else None


def curve_rows(asked: Asked, quantity: str, series: str, units: tuple[str, str], curve: Curve) -> Iterator[Row]:
    """One row per point; `units` of the axis and of the quantity."""
    low, high = curve.middle_half
    for k, x in enumerate(curve.x):
        yield Row(asked.id, quantity, series, float(x), units[0], finite(curve.mean[k]), finite(curve.low[k]),
                  finite(curve.high[k]), finite(low[k]), finite(high[k]), units[1], asked.runs)


def interval_row(asked: Asked, quantity: str, series: str, unit: str, found: Interval) -> Row:
    """One number with its interval."""
    return Row(asked.id, quantity, series, None, "", finite(found.mean), finite(found.low), finite(found.high), None,
               None, unit, asked.runs)


def threshold_row(asked: Asked, quantity: str, series: str, unit: str, found: Threshold) -> Row:
    """One place on an axis."""
    ends = {"place": found.at, "lower end": found.low, "upper end": found.high}
    beyond = [f"{name} {'below' if end < 0.0 else 'above'} the range" for name, end in ends.items()
              if math.isinf(end)]
    beyond = beyond if found.found else ["none within the range"]
    note = "; ".join([*beyond, f"there is one in {100.0 * found.certain:.0f} % of resamples"])
    return Row(asked.id, quantity, series, None, "", finite(found.at), finite(found.low), finite(found.high), None,
               None, unit, asked.runs, note)


def table(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Rows as dictionaries with the same keys, for a CSV or a data frame."""
    return [asdict(row) for row in rows]


# --- numbers, places and ranges in words -----------------------------------------------------------------------------

Write = Callable[[float], str]


def times(value: float) -> str:
    """``2.4``: a multiple."""
    return f"{value:.1f}"


def place(found: Threshold, write: Write, ends: tuple[float, float], said: str = "95 % interval ") -> str:
    """``43 % (95 % interval 39 % to 47 %)``; an end beyond the range is said to be so."""
    low = write(found.low) if math.isfinite(found.low) else f"below {write(ends[0])}"
    high = write(found.high) if math.isfinite(found.high) else f"beyond {write(ends[1])}"
    return f"{write(found.at)} ({said}{low} to {high})"


def between_money(amounts: Array) -> str:
    """``3.0 to 4.5 M EUR``: from the least to the largest of some amounts in EUR."""
    low, high = float(np.min(amounts)), float(np.max(amounts))
    scale = money_scale([low, high])
    return f"{scale.number(low)} to {scale.amount(high)}"


def number_range(found: Interval, write: Write = times) -> str:
    """``1.4 (1.1 to 1.7)``."""
    if not (math.isfinite(found.low) and math.isfinite(found.high)):
        return write(found.mean)
    return f"{write(found.mean)} ({write(found.low)} to {write(found.high)})"


def points(share: float, decimals: int = 0) -> str:
    """Percentage points without their unit, signed: ``+3``; never "-0"."""
    rounded = round(100.0 * share, decimals) + 0.0
    return f"{rounded:+.{decimals}f}" if rounded else f"{rounded:.{decimals}f}"


def points_range(found: Interval, decimals: int = 0) -> str:
    """``+3 points (+2 to +4)``."""
    return f"{points(found.mean, decimals)} points ({points(found.low, decimals)} to {points(found.high, decimals)})"


def joined(parts: list[str]) -> str:
    """``a, b and c``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
