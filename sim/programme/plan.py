"""A strategy as numbers per quarter: what is in force when, and how strongly.

The engine sees only these numbers. It does not know which strategy they come from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar, Literal

import numpy as np

from sim.arrays import Array
from sim.scenario.columns import of_runs
from sim.scenario.framework import Bonus
from sim.scenario.measures import LEVELS, MeasureBase, Target

Series = Array
"""One value per quarter, shape (quarters + 1,); index 0 is the time before the first quarter.

Shape (quarters + 1, runs) if the runs of a batch differ in measures or strategies.
"""
Number = float | Array
"""A scalar for all runs, or one value per run: (runs,)."""

PeopleKind = Literal["training", "coaching", "manager_coaching", "targets"]
SHARED = ("structure_load", "culture_load", "leader_programmes")
"""Levels that kinds of measures have in common: doses that count as load, and paid programmes per leader."""


@dataclass
class Levels:
    """Doses of the measures on the framework, on leaders and on head count: a `Series` for every declared level.

    Each is read as an attribute, ``levels.gamification``.
    """

    series: dict[str, Series]

    NAMES: ClassVar[tuple[str, ...]] = (*LEVELS, *SHARED)

    def __getattr__(self, name: str) -> Series:
        """One level by its name."""
        found: Series | None = vars(self).get("series", {}).get(name)
        if found is None:
            raise AttributeError(f"no kind of measure declares the level {name!r}; there are: {', '.join(self.NAMES)}")
        return found


@dataclass(frozen=True)
class Reach:
    """A measure on people: dose per quarter, whom it reaches, the coach's skill, the pressure that comes with it.

    `columns` are the runs of the batch that have the measure.
    """

    kind: PeopleKind
    target: Target
    dose: Series
    skill: Number = 0.0
    pressure: Number = 0.0
    columns: slice = field(default_factory=lambda: slice(None))


@dataclass
class Plan:
    """A strategy as numbers."""

    quarters: int
    levels: Levels
    bonus_changes: list[tuple[Series, Bonus]] = field(default_factory=list)
    reaches: list[Reach] = field(default_factory=list)
    units: list[tuple[str, Target, Series]] = field(default_factory=list)
    seller_positions: int = 0

    def series(self, measure: MeasureBase, value: Number | None = None) -> Series:
        """The dose (or `value`) while the measure is in force within the horizon, else 0."""
        return self.series_over(measure.start, measure.quarters, measure.dose if value is None else value)

    def first(self, measure: MeasureBase, value: Number) -> Series:
        """The value in the measure's first quarter only."""
        return self.series_over(measure.start, 1, value)

    def series_over(self, start: int, quarters: int, value: Number) -> Series:
        """A value for the given number of quarters from the start, within the horizon, else 0."""
        values = np.zeros((self.quarters + 1, *np.shape(value)))
        values[start:start + quarters] = value
        return values

    def raise_level(self, name: str, dose: Series) -> None:
        """Combine a dose with what is already in force: 1 - (1 - a)(1 - b).

        Where the dose is 0, the level keeps its bits: for such levels 1 - (1 - a) is exact.
        """
        before, dose = aligned(self.levels.series[name], dose)
        self.levels.series[name] = 1.0 - (1.0 - before) * (1.0 - dose)

    def add_level(self, name: str, amount: Series) -> None:
        """Add an amount (loads, meetings, head counts) to the present level."""
        before, amount = aligned(self.levels.series[name], amount)
        self.levels.series[name] = before + amount


def aligned(one: Series, other: Series) -> tuple[Series, Series]:
    """Give two series the same number of axes: one that is common to all runs gets one column."""
    if one.ndim == other.ndim:
        return one, other
    return (one[:, None], other) if one.ndim < other.ndim else (one, other[:, None])


def in_force(level: Series | float) -> bool:
    """Whether a level of one quarter is above 0 in any run."""
    return bool(level.any()) if isinstance(level, np.ndarray) else level > 0.0


def side_by_side(plans: Sequence[Plan], runs: int) -> Plan:
    """The plan of a batch of `runs` runs under each of the plans, the runs of one plan after those of the other."""
    if len(plans) == 1:
        return plans[0]
    wide = Plan(plans[0].quarters, levels_side_by_side(plans, runs),
                seller_positions=max(plan.seller_positions for plan in plans))
    count = len(plans) * runs
    for place, plan in enumerate(plans):
        own = slice(place * runs, (place + 1) * runs)
        wide.reaches += [replace(reach, columns=own) for reach in plan.reaches]
        wide.bonus_changes += [(only_in(dose, own, count), of_runs(bonus, np.tile(np.arange(runs), len(plans))))
                               for dose, bonus in plan.bonus_changes]
        wide.units += [(cost, target, only_in(dose, own, count)) for cost, target, dose in plan.units]
    return wide


def levels_side_by_side(plans: Sequence[Plan], runs: int) -> Levels:
    """Keep levels that are the same in all runs of all plans; give the others one column per run."""
    wide = {}
    for name in Levels.NAMES:
        series = [plan.levels.series[name] for plan in plans]
        same = all(one.ndim == 1 and np.array_equal(series[0], one) for one in series)
        wide[name] = series[0] if same else np.concatenate([each_run(one, runs) for one in series], axis=1)
    return Levels(wide)


def each_run(series: Series, runs: int) -> Series:
    """A series with one column per run."""
    return np.repeat(series[:, None], runs, axis=1) if series.ndim == 1 else series


def only_in(dose: Series, columns: slice, count: int) -> Series:
    """The dose in the given columns, 0 in the others: (quarters + 1,) or (quarters + 1, columns) -> (.., count)."""
    wide = np.zeros((dose.shape[0], count), dose.dtype)
    wide[:, columns] = dose if dose.ndim == 2 else dose[:, None]
    return wide
