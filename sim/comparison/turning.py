"""What would reverse the answer: one condition at a time, from one end of its range to the other.

A screening after the manner of a tornado chart. Every condition is set to the low and to
the high end of the range that its declaration calls plausible, everything else as in the
scenario, on the same luck. It shows which conditions matter and in which direction; it
does not show conditions that matter only together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from sim.comparison.course import BadArgumentError, unknown_strategy
from sim.comparison.measures_of_success import value_to_date
from sim.comparison.running import Progress, Simulator, run_each
from sim.scenario.catalogue import rows
from sim.scenario.lookup import Row
from sim.scenario.problems import nearest
from sim.scenario.reading import with_overrides
from sim.scenario.schema import Scenario
from sim.statistics.paired import Interval, paired_difference
from sim.words.amounts import condition_value

CONDITIONS = (
    "organisation.advisor_share",
    "organisation.handover_share",
    "organisation.seller_acquisition_share",
    "people.habit_advising",
    "people.fear_of_failure",
    "people.hunting_disposition",
    "book.trust",
    "framework.error_culture",
    "framework.opinion_leader_resistance",
    "framework.goal_conflict",
    "framework.recognition_for_selling",
    "leadership.pressure",
    "leadership.listening",
    "market.demand_for_advice",
    "market.prospects",
    "market.win_rate_new",
    "costs.contribution_margin",
    "costs.seller",
)
"""The conditions screened by default: what practitioners dispute, and what the arithmetic depends on."""


@dataclass(frozen=True)
class Turn:
    """One condition and the difference between the two strategies at both ends of its range."""

    field: str
    meaning: str
    unit: str
    value: float
    """Value in the scenario."""
    low_value: float
    high_value: float
    at_low: Interval
    """Net present value of ``a`` minus ``b`` at the low end, EUR."""
    at_high: Interval
    base: Interval

    @property
    def swing(self) -> float:
        """Range of the difference over base and both ends, EUR."""
        means = (self.at_low.mean, self.at_high.mean, self.base.mean)
        return max(means) - min(means)

    @property
    def turns(self) -> bool:
        """Whether the mean difference at an end has the opposite sign of the base."""
        return any(end.mean * self.base.mean < 0.0 for end in (self.at_low, self.at_high))

    @property
    def sure(self) -> bool:
        """Whether a reversal is certain: the interval at that end excludes zero."""
        return any(end.mean * self.base.mean < 0.0 and end.decided for end in (self.at_low, self.at_high))

    @property
    def turning_value(self) -> float | None:
        """Value at which the sign changes between base and an end, by linear interpolation; None if it does not."""
        for end, reached in ((self.at_low, self.low_value), (self.at_high, self.high_value)):
            if end.mean * self.base.mean < 0.0:
                return self.value + (reached - self.value) * self.base.mean / (self.base.mean - end.mean)
        return None


@dataclass(frozen=True)
class TurningPoints:
    """Result of the screening, the condition with the largest swing first."""

    scenario: Scenario
    a: str
    b: str
    base: Interval
    turns: tuple[Turn, ...]
    replications: int
    seed: int

    def frame(self) -> pd.DataFrame:
        """One row per condition; differences in EUR."""
        return pd.DataFrame([{
            "field": t.field, "meaning": t.meaning, "unit": t.unit, "value": t.value,
            "low_value": t.low_value, "high_value": t.high_value,
            "at_low": t.at_low.mean, "at_low_low": t.at_low.low, "at_low_high": t.at_low.high,
            "at_high": t.at_high.mean, "at_high_low": t.at_high.low, "at_high_high": t.at_high.high,
            "base": t.base.mean, "swing": t.swing, "turns": t.turns, "sure": t.sure,
            "turning_value": t.turning_value,
        } for t in self.turns])

    def sentence(self) -> str:
        """State which conditions would reverse the answer."""
        better, worse = (self.a, self.b) if self.base.mean >= 0.0 else (self.b, self.a)
        names = f"'{self.scenario.strategy(better).title}' against '{self.scenario.strategy(worse).title}'"
        turned = [t for t in self.turns if t.turns]
        if not turned:
            return (f"None of the {len(self.turns)} conditions tried, each by itself and within its plausible range, "
                    f"turns {names} round.")
        listed = ", ".join(f"{t.field} at about {condition_value(t.turning_value, 2)}"
                           + ("" if t.sure else " (not certain)") for t in turned[:4])
        more = f" and {len(turned) - 4} more" if len(turned) > 4 else ""
        return f"What would turn {names} round: {listed}{more}."


def turning_points(
    scenario: Scenario,
    a: str,
    b: str,
    fields: Sequence[str] | None = None,
    replications: int = 100,
    seed: int = 1,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
    simulate: Simulator | None = None,
) -> TurningPoints:
    """Screen conditions one at a time for those that reverse the answer between two strategies.

    Parameters
    ----------
    a, b : names of the two strategies.
    fields : dotted names of scenario values with a plausible range; None takes `CONDITIONS`
        and ``"all"`` as the only element every declared value, parameters of the laws included.
    replications : runs of each strategy at each end, all on the same luck.

    Raises
    ------
    BadArgumentError
        A `ValueError`, for an unknown strategy, an unknown field, or one without a plausible range.
    """
    known = [s.name for s in scenario.strategies]
    for name in (a, b):
        if name not in known:
            raise BadArgumentError(unknown_strategy(name, known))
    if replications < 2:
        raise BadArgumentError(f"replications must be at least 2, got {replications}")
    chosen = conditions(fields)
    scenarios = [scenario, *(end for row in chosen for end in _ends(scenario, row))]
    found = run_each([(changed, name) for changed in scenarios for name in (a, b)], simulate=simulate, seed=seed,
                     replications=replications, first_run=0, workers=workers, progress=progress)

    def gap(changed: Scenario) -> Interval:
        worth = [value_to_date(next(found).outcomes, changed.costs.discount_rate)[-1] for _ in (a, b)]
        return paired_difference(*worth)

    base, *gaps = [gap(changed) for changed in scenarios]
    turns = [_turn(scenario, row, base, low, high)
             for row, low, high in zip(chosen, gaps[::2], gaps[1::2], strict=True)]
    ranked = tuple(sorted(turns, key=lambda t: (-t.swing, t.field)))
    return TurningPoints(scenario, a, b, base, ranked, replications, seed)


def runs_to_do(fields: Sequence[str] | None = None, replications: int = 100) -> int:
    """Number of runs that `turning_points` will simulate, for a progress bar."""
    return 2 * replications * (1 + 2 * len(conditions(fields)))


def conditions(fields: Sequence[str] | None = None) -> tuple[Row, ...]:
    """Find the declarations of the conditions to screen; `BadArgumentError` for an unknown one."""
    ranged = {row.name: row for row in rows() if _has_range(row)}
    if fields is not None and list(fields) == ["all"]:
        return tuple(ranged.values())
    asked = CONDITIONS if fields is None else tuple(dict.fromkeys(fields))
    for name in asked:
        if name not in ranged:
            guess = nearest(name, ranged)
            hint = f"; did you mean {guess!r}?" if guess else ""
            raise BadArgumentError(f"{name!r} is no value with a plausible range{hint}")
    return tuple(ranged[name] for name in asked)


def _has_range(row: Row) -> bool:
    return row.plausible_low is not None and row.plausible_high is not None and "[" not in row.name \
        and not row.name.startswith("framework.bonus.")


def _ends(scenario: Scenario, row: Row) -> Iterator[Scenario]:
    for end in (row.plausible_low, row.plausible_high):
        value = round(end) if isinstance(row.default, int) and end is not None else end
        yield with_overrides(scenario, [f"{row.name}={value}"])


def _turn(scenario: Scenario, row: Row, base: Interval, at_low: Interval, at_high: Interval) -> Turn:
    value: object = scenario
    for part in row.name.split("."):
        value = getattr(value, part)
    if not isinstance(value, int | float) or row.plausible_low is None or row.plausible_high is None:
        raise BadArgumentError(f"{row.name!r} is no number with a plausible range")
    return Turn(row.name, row.meaning, row.unit, float(value), row.plausible_low, row.plausible_high,
                at_low, at_high, base)
