"""Teams: every slot in one team, and sums whose bits do not depend on how they are added."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.people.teams import add_rows, make_teams

FORCES = st.tuples(st.integers(1, 60), st.integers(0, 20), st.integers(2, 12))


def plain_sums(x: np.ndarray, team_of: np.ndarray) -> np.ndarray:
    """Team sums by a plain loop over slots, in the order of the slots."""
    totals: list[np.ndarray | None] = [None] * (int(team_of.max()) + 1)
    for team, row in zip(team_of, x, strict=True):
        totals[team] = row.copy() if totals[team] is None else totals[team] + row
    return np.array(totals)


@given(FORCES, st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_team_sums_are_those_of_a_plain_loop_bit_for_bit(force: tuple[int, int, int], runs: int, seed: int) -> None:
    teams = make_teams(*force)
    x = np.random.default_rng(seed).normal(size=(teams.team_of.size, runs)) * 1e6
    assert np.array_equal(teams.sums(x), plain_sums(x, teams.team_of))


@given(FORCES)
def test_every_slot_is_in_one_team_of_at_most_the_stated_size(force: tuple[int, int, int]) -> None:
    reps, sellers, size = force
    teams = make_teams(reps, sellers, size)
    heads = np.bincount(teams.team_of, minlength=teams.count)
    assert teams.team_of.size == reps + sellers == heads.sum()
    assert np.all((heads >= 1) & (heads <= size))
    assert np.all(np.diff(teams.team_of) >= 0)


@given(FORCES, st.integers(1, 20))
def test_added_sellers_leave_the_teams_of_the_reps_alone(force: tuple[int, int, int], more: int) -> None:
    reps, sellers, size = force
    before, after = make_teams(reps, sellers, size), make_teams(reps, sellers + more, size)
    assert np.array_equal(after.team_of[:reps], before.team_of[:reps])
    assert before.rep_teams == after.rep_teams == before.team_of[reps - 1] + 1
    assert after.team_of[reps] == after.rep_teams  # no seller sits in a team of reps


def test_what_is_spread_out_adds_up_to_value_times_heads() -> None:
    teams = make_teams(11, 3, 4)
    per_team = np.arange(teams.count * 2.0).reshape(teams.count, 2)
    heads = np.bincount(teams.team_of)[:, None]
    assert np.array_equal(teams.sums(teams.spread_out(per_team)), per_team * heads)


@given(st.integers(1, 300), st.integers(0, 2**32 - 1))
def test_rows_add_up_to_the_same_bits_for_one_run_and_for_many(rows: int, seed: int) -> None:
    """One run with many rows goes through a running sum, many runs go row by row."""
    x = np.random.default_rng(seed).normal(size=(rows, 5)) * 1e6
    many = add_rows(x)
    alone = np.array([add_rows(x[:, [k]])[0] for k in range(5)])
    assert np.array_equal(many, alone)
    assert many == pytest.approx(x.sum(axis=0), rel=1e-9, abs=1e-3)


def test_adding_rows_leaves_them_as_they_are() -> None:
    x = np.ones((3, 2))
    add_rows(x)
    assert np.array_equal(x, np.ones((3, 2)))
