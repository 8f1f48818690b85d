"""Luck shared between strategies: the difference of two strategies is seen with far fewer runs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from sim.engine.ensemble import simulate
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON

PLANS = {
    "training": [{"kind": "training", "start": 2}],
    "bonus": [{"kind": "bonus_change", "start": 2, "quarters": 7}],
    "culture": [{"kind": "error_culture_work", "start": 1, "quarters": 8},
                {"kind": "recognition", "start": 2, "quarters": 7}],
    "sellers": [{"kind": "hire_sellers", "start": 2, "sellers": 4}],
}
CASE = Scenario.model_validate({"quarters": 8, "organisation": {"reps": 24, "team_size": 8},
                                "strategies": [{"name": name, "measures": plan} for name, plan in PLANS.items()]})
RUNS = 250


def worth(strategy: str, seed: int = 1) -> np.ndarray:
    """Present value of the profits of each run."""
    profit = simulate(CASE, strategy, replications=RUNS, seed=seed).outcomes["profit"]
    years = np.arange(1, CASE.quarters + 1)[:, None] / 4.0
    return np.sum(profit / (1.0 + CASE.costs.discount_rate) ** years, axis=0)


BASELINE = worth(CARRY_ON)


@pytest.mark.parametrize(("strategy", "factor"), [
    ("training", 5.0), ("bonus", 5.0), ("culture", 5.0), ("sellers", 3.0)])
def test_shared_luck_saves_runs(strategy: str, factor: float, record_property: Callable[[str, object], None]) -> None:
    """Variance of the difference of independent runs, over that of runs with shared luck."""
    values = worth(strategy)
    saved = (values.var(ddof=1) + BASELINE.var(ddof=1)) / (values - BASELINE).var(ddof=1)
    record_property("variance_ratio", round(float(saved), 1))
    print(f"{strategy}: shared luck saves a factor of {saved:.1f} in runs")
    assert saved > factor


def test_luck_that_is_not_shared_saves_nothing() -> None:
    """The measure itself: with another seed the factor is about 1."""
    values = worth("training", seed=2)
    assert (values.var(ddof=1) + BASELINE.var(ddof=1)) / (values - BASELINE).var(ddof=1) == pytest.approx(1.0, abs=0.4)


def test_a_smaller_measure_makes_a_smaller_difference_in_the_same_runs() -> None:
    """As the dose falls, runs come closer to those of carrying on one by one, not only on average."""
    def distance(dose: float) -> float:
        plan = CASE.strategy("training")
        mild = plan.model_copy(update={"measures": tuple(m.model_copy(update={"dose": dose}) for m in plan.measures)})
        case = CASE.model_copy(update={"strategies": (mild,)})
        profit = simulate(case, "training", replications=60).outcomes["behaviour"]
        return float(np.abs(profit - simulate(CASE, replications=60).outcomes["behaviour"]).mean())

    assert distance(0.01) < distance(0.1) < distance(1.0)
