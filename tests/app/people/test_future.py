"""The future that is shown person by person is the run of the ensemble."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.app.people.future import Future, follow
from sim.app.people.payload import letters_of
from sim.engine.ensemble import Ensemble, simulate, trace
from sim.laws.basics import logistic
from sim.laws.intention import mood
from sim.people.chance import Decision
from sim.scenario.reading import load_scenario
from sim.scenario.schema import Scenario

SCENARIOS = Path(__file__).resolve().parents[3] / "scenarios"
NAMES = tuple(sorted(file.stem for file in SCENARIOS.glob("*.toml")))
CLOSE = 1e-12


@cache
def scenario(name: str) -> Scenario:
    return load_scenario(SCENARIOS / f"{name}.toml")


@st.composite
def futures(draw: st.DrawFn) -> tuple[Future, Ensemble]:
    case = scenario(draw(st.sampled_from(NAMES)))
    case = case.model_copy(update={
        "quarters": draw(st.integers(3, 10)),
        "organisation": case.organisation.model_copy(update={
            "reps": draw(st.integers(4, 30)), "team_size": draw(st.integers(2, 9)),
            "contacts": draw(st.integers(2, 5))}),
        "goals": case.goals.model_copy(update={"adoption_level": draw(st.floats(0.2, 0.7))})})
    strategy = draw(st.sampled_from([s.name for s in case.strategies]))
    seed, run = draw(st.integers(0, 2**32)), draw(st.integers(0, 10_000))
    return follow(case, strategy, seed, run), simulate(case, strategy, replications=1, first_run=run, seed=seed)


@settings(max_examples=25)
@given(futures())
def test_letters_add_up_to_the_outcomes_of_the_same_run(pair: tuple[Future, Ensemble]) -> None:
    future, ensemble = pair
    letters = letters_of(future)[1:]
    outcomes = {name: values[:, 0] for name, values in ensemble.outcomes.items()}
    with_book = np.isin(letters, list("atsb")).sum(axis=1)
    sells = (letters == "s").sum(axis=1)
    np.testing.assert_array_equal(sells / np.maximum(with_book, 1e-12), outcomes["adoption"])
    np.testing.assert_array_equal(with_book, outcomes["advisors"])
    np.testing.assert_array_equal((letters == "d").sum(axis=1), outcomes["sellers"])
    np.testing.assert_array_equal((letters == "v").sum(axis=1), outcomes["vacancies"])


@settings(max_examples=25)
@given(futures())
def test_who_comes_goes_and_wins_is_who_the_ensemble_counts(pair: tuple[Future, Ensemble]) -> None:
    future, ensemble = pair
    counted = {"hired": future["hired"], "dismissed": future["dismissed"], "wins": future["wins"],
               "leavers": future["gone"] - future["dismissed"]}
    for name, table in counted.items():
        np.testing.assert_array_equal(table[1:].sum(axis=1), ensemble.outcomes[name][:, 0], err_msg=name)


@pytest.mark.parametrize("name", ["culture_first", "replace", "add_sellers"])
def test_states_are_those_of_the_trace(name: str) -> None:
    case = scenario("b2b_advisors")
    future, table = follow(case, name, 5, 2), trace(case, name, seed=5, run=2)
    for state in ("fear", "habit_selling", "energy", "recognition", "customers"):
        wide = table.pivot_table(index="quarter", columns="slot", values=state, fill_value=0.0).to_numpy()
        there = table.pivot_table(index="quarter", columns="slot", values="opened", fill_value=0.0).to_numpy() > 0.0
        np.testing.assert_allclose(future[state][there], wide[there], rtol=0.0, atol=CLOSE, err_msg=state)


def test_the_forces_are_all_that_makes_the_intention() -> None:
    """With the base inclination and the quarter's chance they give the intention that the ensemble reports."""
    case = scenario("b2b_advisors")
    future = follow(case, "transform_everyone", 3, 7)
    reported = simulate(case, "transform_everyone", replications=1, first_run=7, seed=3).outcomes["intention"][:, 0]
    p, setup = case.parameters.intention, future.setup
    for quarter in range(1, case.quarters + 1):
        chance = mood(setup.luck.uniform(Decision.MOOD, quarter, setup.slots), p)[:, 0]
        wanted = logistic(p.propensity + sum(table[quarter] for table in future.pulls.values()) + chance)
        worked = future["worked"][quarter]
        assert (wanted * worked).sum() / worked.sum() == pytest.approx(reported[quarter - 1], abs=CLOSE)


def test_the_same_luck_gives_the_same_people_on_the_first_day_whatever_is_planned() -> None:
    case = scenario("b2b_advisors")
    one, other = (follow(case, name, 1, 4) for name in ("transform_everyone", "add_sellers"))
    reps = case.organisation.reps
    for name in ("fear", "attitude", "behaviour", "customers", "leader"):
        np.testing.assert_array_equal(one[name][0, :reps], other[name][0, :reps])
    assert np.abs(one["behaviour"][-1, :reps] - other["behaviour"][-1, :reps]).max() > 0.1
