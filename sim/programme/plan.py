"""From a strategy to numbers per quarter: what is in force when, and how strongly.

The engine sees only these numbers. It does not know which strategy they come from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from sim.scenario.framework import Bonus
from sim.scenario.measures import MeasureBase, Target
from sim.scenario.schema import Strategy, seller_positions

Series = npt.NDArray[np.float64]
"""One value per quarter, shape (quarters + 1,); index 0 is the time before the first quarter.

Where strategies stand side by side in a batch and differ: (quarters + 1, runs).
"""

PeopleKind = Literal["training", "coaching", "manager_coaching", "targets"]
CostField = Literal["training", "coaching", "manager_coaching", "culture_programme", "campaign", "tool",
                    "reorganisation"]


@dataclass
class Levels:
    """Doses of the measures on the framework, on leaders and on head count, each of shape (quarters + 1,)."""

    leader_reflection: Series
    leader_coaching: Series
    error_culture_work: Series
    protected_trying: Series
    extra_meetings: Series  # meetings a quarter
    lessons: Series  # dose of reflective meetings
    lessons_share: Series  # the share of lessons that they have
    cross_functional: Series  # the share of other functions that they have
    recognition: Series
    careers: Series
    gamification: Series
    appeals: Series
    win_opinion_leaders: Series
    segments: Series
    pairs: Series
    split: Series  # share of reps who become dedicated sellers in that quarter
    shake: Series  # reach of a reorganisation in that quarter
    regroup: Series  # part of all books that changes hands in that quarter
    replacement: Series  # share of those not adopting who are replaced in that quarter
    sellers: Series  # positions for dedicated sellers opened in that quarter
    grace: Series
    networking: Series  # share of working time
    tool: Series
    rules: Series
    joint_guidelines: Series
    imposed_guidelines: Series
    structure_load: Series  # doses that count as structural load
    culture_load: Series  # doses that count as cultural load
    leader_programmes: Series  # paid programmes per leader


@dataclass(frozen=True)
class Reach:
    """A measure on people: dose per quarter, whom it reaches, the coach's skill, the pressure that comes with it.

    `columns` are the runs of the batch that have the measure.
    """

    kind: PeopleKind
    target: Target
    dose: Series
    skill: float = 0.0
    pressure: float = 0.0
    columns: slice = field(default_factory=lambda: slice(None))


@dataclass
class Plan:
    """A strategy as numbers."""

    quarters: int
    levels: Levels
    bonus_changes: list[tuple[Series, Bonus]] = field(default_factory=list)
    reaches: list[Reach] = field(default_factory=list)
    units: list[tuple[CostField, Target, Series]] = field(default_factory=list)
    seller_positions: int = 0

    def series(self, measure: MeasureBase, value: float | None = None) -> Series:
        """The dose (or `value`) while the measure is in force within the horizon, else 0."""
        values = np.zeros(self.quarters + 1)
        values[measure.start:measure.start + measure.quarters] = one_number(measure.dose if value is None else value)
        return values

    def first(self, measure: MeasureBase, value: float) -> Series:
        """The value in the measure's first quarter only."""
        values = np.zeros(self.quarters + 1)
        values[measure.start:measure.start + 1] = one_number(value)
        return values

    def raise_level(self, name: str, dose: Series) -> None:
        """Combine a dose with what is already in force: 1 - (1 - a)(1 - b)."""
        setattr(self.levels, name, 1.0 - (1.0 - getattr(self.levels, name)) * (1.0 - dose))

    def add_level(self, name: str, amount: Series) -> None:
        """Add an amount (loads, meetings, head counts) to what is already planned."""
        setattr(self.levels, name, getattr(self.levels, name) + amount)


def one_number(value: float) -> float:
    """The value itself; `ValueError` for an array: unlike a scenario, a measure is the same in all runs of a batch."""
    if np.ndim(value):
        raise ValueError("a measure has the same values in all runs of a batch; give every value a strategy of its own")
    return value


def in_force(level: Series | float) -> bool:
    """Whether a level of one quarter is above 0 in any run."""
    return bool(level.any()) if isinstance(level, np.ndarray) else level > 0.0


def compile_plan(quarters: int, strategy: Strategy) -> Plan:
    """Turn a strategy's dated measures into doses per quarter over the horizon.

    Measures with dose 0 are left out: they change nothing and cost nothing.
    """
    from sim.programme.effects import EFFECTS

    levels = Levels(**{f.name: np.zeros(quarters + 1) for f in fields(Levels)})
    plan = Plan(quarters, levels, seller_positions=seller_positions(strategy))
    for measure in strategy.measures:
        if one_number(measure.dose) > 0.0:
            EFFECTS[type(measure)](plan, measure)
    return plan


def side_by_side(plans: Sequence[Plan], runs: int) -> Plan:
    """The plan of a batch that lives `runs` runs through each of the plans, one plan's runs after the other's."""
    if len(plans) == 1:
        return plans[0]
    wide = Plan(plans[0].quarters, levels_side_by_side(plans, runs),
                seller_positions=max(plan.seller_positions for plan in plans))
    for place, plan in enumerate(plans):
        columns = slice(place * runs, (place + 1) * runs)
        wide.reaches += [replace(reach, columns=columns) for reach in plan.reaches]
        wide.bonus_changes += [(only_in(dose, columns, len(plans) * runs), bonus) for dose, bonus in plan.bonus_changes]
        wide.units += [(cost, target, only_in(dose, columns, len(plans) * runs)) for cost, target, dose in plan.units]
    return wide


def levels_side_by_side(plans: Sequence[Plan], runs: int) -> Levels:
    """Levels that are the same in all plans stay as they are; the others get a column for every run."""
    wide = {}
    for f in fields(Levels):
        series = [getattr(plan.levels, f.name) for plan in plans]
        same = all(np.array_equal(series[0], other) for other in series[1:])
        wide[f.name] = series[0] if same else np.repeat(np.stack(series, axis=1), runs, axis=1)
    return Levels(**wide)


def only_in(dose: Series, columns: slice, count: int) -> Series:
    """The dose in some of the columns, 0 in the others: (quarters + 1,) -> (quarters + 1, count)."""
    wide = np.zeros((dose.size, count), dose.dtype)
    wide[:, columns] = dose[:, None]
    return wide
