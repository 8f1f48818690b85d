"""Today's practice at rest: a firm that changes nothing stays about as it is, and what moves it still moves it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from sim.arrays import Array
from sim.engine.ensemble import simulate
from sim.engine.quarter import begin, step
from sim.engine.setup import State, make_setup
from sim.people.chance import Luck
from sim.scenario.columns import with_values
from sim.scenario.reading import load_scenario
from sim.scenario.strategy import CARRY_ON

ROOT = Path(__file__).resolve().parents[2]
B2B = load_scenario(ROOT / "scenarios" / "b2b_advisors.toml")
YEARS = 10


@cache
def carrying_on(at_rest: float, advisors: float) -> dict[str, Array]:
    """Mean course of carrying on for ten years, with that share of advisors: name -> (quarters,)."""
    case = with_values(B2B, {"people.at_rest": at_rest, "organisation.advisor_share": advisors, "quarters": 4 * YEARS})
    seen = simulate(case, CARRY_ON, replications=20, seed=1).outcomes
    return {name: values.mean(axis=0 if values.shape[0] == 20 else 1) for name, values in seen.items()}


def moved(course: Array) -> float:
    """From the mean of the first year to that of the last two."""
    return float(course[-8:].mean() - course[:4].mean())


def first_day(at_rest: float) -> State:
    case = with_values(B2B, {"people.at_rest": at_rest})
    return begin(make_setup(case, case.strategy(CARRY_ON), Luck.of(1, np.arange(3))))


MIXES = [1.0, 0.75, 0.5]
"""Shares of advisors at which small deviations die out. With more sellers the norm carries them on, see below."""


@pytest.mark.parametrize("advisors", MIXES)
def test_what_people_feel_do_and_can_stays_at_any_mix_of_roles(advisors: float) -> None:
    seen = carrying_on(1.0, advisors)
    for name in ("behaviour", "fear", "attitude", "self_efficacy", "energy", "resistance", "satisfaction",
                 "skill_selling", "skill_advising", "habit_selling", "habit_advising", "trust"):
        assert abs(moved(seen[name])) < 0.05, name


@pytest.mark.parametrize("advisors", [*MIXES, 0.0])
def test_customers_revenue_and_heads_stay(advisors: float) -> None:
    seen = carrying_on(1.0, advisors)
    for name in ("customers", "revenue", "headcount"):
        assert abs(moved(seen[name])) < 0.05 * seen[name][:4].mean(), name


def test_where_nothing_holds_it_practice_drifts() -> None:
    assert first_day(0.0).rest is None
    assert moved(carrying_on(0.0, 0.0)["adoption"]) < -0.4
    assert moved(carrying_on(0.0, 1.0)["attitude"]) > 0.15


def test_a_force_of_sellers_drifts_less_than_half_as_far() -> None:
    """Its rest is unstable, even without chance of mood and turnover: what colleagues show weighs too much for it."""
    assert abs(moved(carrying_on(1.0, 0.0)["adoption"])) < 0.5 * abs(moved(carrying_on(0.0, 0.0)["adoption"]))


def test_practice_that_is_held_in_part_drifts_in_part() -> None:
    drift = [abs(moved(carrying_on(part, 1.0)["attitude"])) for part in (0.0, 0.5, 1.0)]
    assert drift[0] > drift[1] > drift[2]


def test_a_programme_still_moves_a_firm_at_rest() -> None:
    case = with_values(B2B, {"people.at_rest": 1.0})
    seen = {name: simulate(case, name, replications=20, seed=1).outcomes["adoption"].mean()
            for name in (CARRY_ON, "transform_everyone")}
    assert seen["transform_everyone"] > seen[CARRY_ON] + 0.1


def test_newcomers_are_held_as_those_of_the_first_day_are() -> None:
    case = with_values(B2B, {"people.at_rest": 1.0, "parameters.turnover.base_per_year": 0.5})
    setup = make_setup(case, case.strategy(CARRY_ON), Luck.of(1, np.arange(40)))
    state = begin(setup)
    assert state.rest is not None
    there, names = state.people.present > 0.0, ("fear", "attitude", "energy", "habit_selling")
    first = {name: state.rest.rates[name][there] for name in names}
    for _ in range(16):
        step(setup, state)
    new = (state.people.present > 0.0) & (state.people.tenure < 16)
    assert new.mean() > 0.3
    for name in names:
        close = 0.1 * first[name].std() + 0.01
        assert state.rest.rates[name][new].mean() == pytest.approx(first[name].mean(), abs=close)


def test_as_many_customers_come_as_go_and_as_many_prospects() -> None:
    state = first_day(1.0)
    assert state.rest is not None
    assert np.all(state.rest.inflow > 0.0) and np.all(state.rest.churn < B2B.book.churn_per_year)
    assert np.all((state.open_prospects > 0.05) & (state.open_prospects < 1.0))
    assert np.all(state.rest.developed > 1.0)
