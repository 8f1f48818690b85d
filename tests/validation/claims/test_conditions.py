"""Both sides of conditional claims, explored in the model: the same in any order.

Nothing here depends on what the default model happens to yield: of the model only what must hold for any parameters is
asked. Places on curves are tested in `test_places.py`, what is said of them in `test_headlines.py`.
"""

from __future__ import annotations

import itertools
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.setup import make_setup
from sim.engine.start import who_sells
from sim.people.chance import Luck
from sim.scenario.columns import with_values
from sim.scenario.strategy import CARRY_ON_STRATEGY
from sim.validation.claims import BY_ID
from sim.validation.claims.treatments import Treatments
from sim.validation.conditions import CONDITIONS, explore
from sim.validation.conditions.critical_mass import SHARES, WON, adoption_if_won, chosen, first_day
from sim.validation.conditions.exploration import Result

FEW = 3


@pytest.fixture(scope="module")
def progress() -> dict[str, list[int]]:
    """What each condition reports while it is explored."""
    return {name: [] for name in CONDITIONS}


@pytest.fixture(scope="module")
def explored(small, progress) -> dict[str, Result]:
    """All conditions, asked in their order of the same worlds."""
    treatments = Treatments(small, FEW)
    return {name: explore(name, treatments, progress[name].append) for name in CONDITIONS}


# --- winning people ---------------------------------------------------------------------------------------------------


def test_those_won_of_a_smaller_number_are_among_those_of_a_larger(small) -> None:
    luck, reps = Luck.of(1, np.arange(5)), small.organisation.reps
    groups = [chosen(luck, reps, count) for count in range(reps + 1)]
    assert [set(g.sum(axis=0)) for g in groups] == [{count} for count in range(reps + 1)]
    assert all((a <= b).all() for a, b in itertools.pairwise(groups))


def test_those_won_are_those_who_would_already_sell(small) -> None:
    """So that the share won, and the share set by kind of people, speak of the same reps."""
    luck, reps = Luck.of(1, np.arange(5)), small.organisation.reps
    setup = make_setup(with_values(small, {"organisation.advisor_share": 0.75}), CARRY_ON_STRATEGY, luck)
    assert np.array_equal(chosen(luck, reps, reps // 4), who_sells(setup) > 0.0)


def test_winning_changes_the_states_of_the_won_and_nothing_else(small) -> None:
    luck, reps = Luck.of(1, np.arange(5)), small.organisation.reps
    count = reps // 2
    (setup, before), (_, after) = first_day(small, luck, 0), first_day(small, luck, count)
    who = np.zeros(setup.shape, dtype=bool)
    who[:reps] = chosen(luck, reps, count)
    for name, values in before.people.arrays().items():
        moved = getattr(after.people, name) != values
        assert not moved[~who].any(), name
        assert moved[who].any() == (name in WON or name == "resistance"), name
    assert (after.people.resistance[who] == 0.0).all()
    assert (after.people.behaviour[who] > before.people.behaviour[who]).all()


def test_only_the_first_day_differs_who_comes_later_is_hired_as_the_scenario_says(small) -> None:
    setup, _ = first_day(small, Luck.of(1, np.arange(2)), 3)
    assert setup.scenario == small


# --- the registry and the results of the model ------------------------------------------------------------------------


def test_the_conditions_are_conditional_claims_in_the_order_of_the_claims() -> None:
    assert list(CONDITIONS) == [name for name in BY_ID if name in CONDITIONS]
    assert set(CONDITIONS) == {"A6", "A7", "C2", "C10", "C12", "E3"}
    assert all(name == condition.id and condition.question.endswith("?") for name, condition in CONDITIONS.items())


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_result_speaks_in_one_line_and_writes_a_table_that_json_and_csv_take(explored, name) -> None:
    result, rows = explored[name], explored[name].rows()
    assert result.asked.id == name and result.asked.runs == FEW
    assert "\n" not in result.headline and result.headline.endswith(".") and "nan" not in result.headline
    assert "inf" not in result.headline.lower().split()
    assert len({tuple(row) for row in rows}) == 1
    assert {row["claim"] for row in rows} == {name}
    assert all(row["unit"] and row["quantity"] for row in rows)
    json.dumps(rows, allow_nan=False)


def test_what_is_found_does_not_depend_on_the_order_of_asking(small, explored) -> None:
    treatments = Treatments(small, FEW)
    for name in ("E3", "C12"):
        assert explore(name, treatments).rows() == explored[name].rows()
        assert explore(name, treatments).headline == explored[name].headline


@pytest.mark.parametrize("name", CONDITIONS)
def test_progress_is_reported_as_often_as_announced(explored, progress, name) -> None:
    assert progress[name] == [1] * CONDITIONS[name].steps


def test_the_cells_of_a_factorial_are_worlds_that_differ_in_the_factors_only(small, explored) -> None:
    treatments, adoption = Treatments(small, FEW), explored["C12"].measured[0].values
    assert np.array_equal(adoption[0], treatments()["adoption"][-1])


def test_an_unknown_condition_is_refused_with_those_that_there_are(small) -> None:
    with pytest.raises(KeyError, match="A6, A7, C2, C10, C12, E3"):
        explore("A1", Treatments(small, FEW))


def test_one_run_or_a_short_horizon_is_refused(small) -> None:
    with pytest.raises(ValueError, match="at least 2 runs"):
        explore("E3", Treatments(small, 1))
    with pytest.raises(ValueError, match="horizon"):
        explore("E3", Treatments(with_values(small, {"quarters": 4}), FEW))


def test_rewards_are_not_compared_with_a_habit_that_has_none(small) -> None:
    for treatments in (Treatments(with_values(small, {"parameters.habit.reward": 0.0}), FEW),
                   Treatments(small, FEW, off=("habit_reward",))):
        with pytest.raises(ValueError, match="habit"):
            explore("C2", treatments)


@settings(max_examples=20)
@given(st.integers(2, 30))
def test_the_critical_mass_can_be_asked_of_forces_of_any_size(reps: int) -> None:
    """Shares are rounded to whole reps, so that small forces have fewer points, each once."""
    x = sorted({round(share * reps) for share in SHARES})
    assert x[0] == 0 and x[-1] == reps and all(a < b for a, b in itertools.pairwise(x))


def test_a_tiny_force_can_be_won_too(small) -> None:
    tiny = with_values(small, {"organisation.reps": 2})
    result = explore("A6", Treatments(tiny, 2))
    assert result.won.x.tolist() == [0.0, 0.5, 1.0]


def test_the_won_are_kept_with_the_other_worlds_and_not_mixed_up_with_them(small) -> None:
    treatments = Treatments(small, FEW)
    first = adoption_if_won(treatments, 6)
    plain = treatments()["adoption"][-1]
    assert adoption_if_won(treatments, 6) is not plain and np.array_equal(adoption_if_won(treatments, 6), first)
    assert len(treatments.kept) == 2
    assert np.array_equal(adoption_if_won(Treatments(small, FEW), 6), first)
