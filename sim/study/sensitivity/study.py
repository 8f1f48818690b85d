"""Input of a sensitivity analysis: assumptions, the points at which they were tried, and the outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from sim.arrays import Array
from sim.study import surrogate
from sim.study.design.schema import short_name
from sim.words.amounts import counted

Indices = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Layout = Literal["sobol", "morris", "factorial", "sample"]

OF_STRATEGY = "strategies["
"""How the names of values of a strategy begin."""
TWO_CHOICES = 2
"""Words have a direction only if there are no more than two: from the first to the second."""


class SensitivityError(ValueError):
    """Influence cannot be measured; the message is one line for the user."""


@dataclass(frozen=True)
class Assumption:
    """One varied assumption.

    name : dotted name. low, high : ends of the range. unit, meaning : as declared.
    choices : the words that stand for 0, 1, ... where the values are words.
    """

    name: str
    low: float
    high: float
    unit: str = ""
    meaning: str = ""
    choices: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Its own name in words, without the section: ``error culture``, ``dose of coaching``."""
        return short_name(self.name)[0]

    @property
    def section(self) -> str:
        """The section that it belongs to, in words: ``framework``; of a measure's values the strategy."""
        return short_name(self.name)[1]

    @property
    def in_sentence(self) -> str:
        """Name within a sentence, including the strategy if it belongs to one."""
        return f"{self.label} in '{self.section}'" if self.name.startswith(OF_STRATEGY) else self.label

    @property
    def ordered(self) -> bool:
        """Whether *more of it* is meaningful."""
        return len(self.choices) <= TWO_CHOICES

    @property
    def swept(self) -> str:
        """The range that was swept: ``0.2 to 0.8``; words are listed."""
        from sim.words.amounts import condition_value

        if self.choices:
            return ", ".join(self.choices)
        return f"{condition_value(self.low)} to {condition_value(self.high)}"


@dataclass(frozen=True)
class Study:
    """Points and outcomes.

    Parameters
    ----------
    assumptions : one for each column of x.
    x : (points, assumptions) in natural units, in the order in which the sampler gave them.
    y : (points, replications) one outcome, any unit; NaN where a point has no (further) replication. A point
        without any value has failed.
    layout : "sobol" for the rows of Saltelli's design, "morris" for trajectories, "factorial" for every level with
        every other, "sample" for anything else.
    shared_luck : True when replication k has the same luck at every point.
    levels : of the grid that Morris trajectories walk on.

    Raises
    ------
    SensitivityError
        When the shapes do not fit or there is nothing to analyse.
    """

    assumptions: tuple[Assumption, ...]
    x: Array
    y: Array
    layout: Layout
    shared_luck: bool = True
    levels: int = 4

    def __post_init__(self) -> None:
        """Raise `SensitivityError` if the parts are inconsistent."""
        if self.y.ndim != 2 or self.x.ndim != 2 or self.x.shape != (self.y.shape[0], len(self.assumptions)):
            raise SensitivityError(f"x must be (points, {len(self.assumptions)}) and y (points, replications); they "
                                   f"are {self.x.shape} and {self.y.shape}")
        if not self.assumptions or not np.isfinite(self.x).all() or np.isinf(self.y).any():
            raise SensitivityError("nothing varies, or there are values that are no numbers among the points")

    @property
    def points(self) -> int:
        """Number of points."""
        return int(self.y.shape[0])

    @property
    def width(self) -> int:
        """Number of assumptions."""
        return len(self.assumptions)

    @property
    def replications(self) -> int:
        """Futures of each point; the fewest where points differ."""
        counts = np.isfinite(self.y).sum(axis=1)
        return int(counts[counts > 0].min()) if (counts > 0).any() else 0

    @property
    def failed(self) -> Flags:
        """Which points have no value, (points,)."""
        return np.asarray(np.isnan(self.y).all(axis=1))

    def means(self) -> Array:
        """Mean over replications, (points,); NaN where a point failed."""
        counts = np.isfinite(self.y).sum(axis=1)
        sums = np.where(np.isfinite(self.y), self.y, 0.0).sum(axis=1)
        return np.asarray(np.divide(sums, counts, out=np.full(self.points, np.nan), where=counts > 0))

    def only(self, rows: Indices) -> Study:
        """The same study with some of its points, in this order."""
        return Study(self.assumptions, self.x[rows], self.y[rows], self.layout, self.shared_luck, self.levels)


@dataclass(frozen=True)
class Measured:
    """Result of a method; every array is (assumptions,) in the order of the study.

    measure, low, high : how much each assumption matters, with its 95 % interval.
    toward : where more of it moves the outcome, with low and high, (3, assumptions); only the sign is used.
    floor : what the measure of an assumption that does nothing rarely exceeds; NaN where that is not known.
    distinguishable : whether an assumption can be told from one that does nothing.
    more : further columns by name.
    used : (points used,) rows of the study. groups : (points used,) which of them were drawn together.
    drawn : what the size of the design is counted in: "base points", "trajectories" or "points"; and how many were
        used, how many dropped.
    """

    measure: Array
    low: Array
    high: Array
    toward: Array
    floor: Array
    distinguishable: Flags
    used: Indices
    groups: Indices
    drawn: tuple[str, int, int]
    warnings: tuple[str, ...] = ()
    more: Mapping[str, Array] = field(default_factory=lambda: MappingProxyType({}))


def blocks_of(study: Study, size: int, least: int, what: str) -> tuple[Indices, int, int]:
    """Rows of the complete blocks of a structured design, ``(blocks kept, size)``; blocks in all, and dropped.

    One failed point takes its whole block with it: the estimators compare points within a block.

    Raises `SensitivityError` when the points are no multiple of the size, or fewer than ``least`` blocks are left.
    """
    if study.points % size:
        raise SensitivityError(f"{study.points} points are no whole number of {what} with {size} points each")
    rows = np.arange(study.points, dtype=np.int64).reshape(-1, size)
    kept = rows[~study.failed.reshape(-1, size).any(axis=1)]
    if len(kept) < least:
        raise SensitivityError(f"{len(kept)} of {len(rows)} {what} are complete; at least {least} are needed")
    return kept, len(rows), len(rows) - len(kept)


def dropped_line(dropped: int, total: int, what: str, points: int) -> tuple[str, ...]:
    """State how many blocks of a design, and thus points, were dropped; empty if none were."""
    if not dropped:
        return ()
    were = "was" if dropped == 1 else "were"
    return (f"{dropped:,} of {total:,} {what} {were} left out, {counted(points, 'point')} in all, because a point of "
            "theirs has no result: the design is no longer balanced.",)


def salib(name: str) -> Any:
    """Import a module of SALib by name, e.g. ``analyze.sobol``; `SensitivityError` when it is not installed."""
    try:
        return surrogate.salib(name, "sensitivity analysis of this design")
    except ImportError as error:
        raise SensitivityError(str(error)) from None
