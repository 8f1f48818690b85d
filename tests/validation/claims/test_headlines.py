"""What conditional claims say in one line, of made-up results."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.schema import Scenario
from sim.statistics.thresholds import Curve, sign_change
from sim.validation.conditions.critical_mass import ends_of, found_in, holds_itself
from sim.validation.conditions.curves import StrategyCurves
from sim.validation.conditions.exploration import Asked, points
from sim.validation.conditions.meetings import MEETINGS, REFLECTION, Grid
from sim.words.amounts import percent
from tests.validation.claims.curves import Array, X, noisy


def asked(small: Scenario, name: str = "A7", runs: int = 40) -> Asked:
    return Asked(name, small, runs, 1)


def two_plans(small: Scenario, difference: Array, spread: float) -> StrategyCurves:
    curve = noisy(1e6 * difference, 40, 1e6 * spread)
    alone = Curve(X, np.zeros_like(curve.values))
    return StrategyCurves(asked(small), curve, curve, alone, sign_change(curve), sign_change(alone))


def test_a_change_of_the_better_plan_is_told_with_its_place_and_sides(small) -> None:
    rising, falling = (two_plans(small, sign * (X - 0.43), 0.1).headline for sign in (1, -1))
    assert "changes at 43 % (95 % interval" in rising
    assert "transforming everyone below, adding sellers above" in rising
    assert "adding sellers below, transforming everyone above" in falling


def test_no_change_of_the_better_plan_is_said_to_be_none(small) -> None:
    told = two_plans(small, X + 1.0, 0.1).headline
    assert "does not change between 0 % and 100 % advisors" in told and "adding sellers stays ahead" in told
    assert "not certainly" not in told
    assert "transforming everyone stays ahead" in two_plans(small, -X - 1.0, 0.1).headline
    assert "not certainly" in two_plans(small, X + 0.01, 0.5).headline


def s_curve(middle: float) -> Array:
    return np.asarray(1.0 / (1.0 + np.exp(-(X - middle) / 0.08)))


@given(st.floats(0.35, 0.65))
def test_the_critical_mass_is_where_adoption_holds_itself(middle: float) -> None:
    at = holds_itself(X, s_curve(middle))
    assert float(np.interp(at, X, s_curve(middle))) == pytest.approx(at)
    assert np.interp(at + 0.02, X, s_curve(middle)) > at + 0.02
    assert np.interp(at - 0.02, X, s_curve(middle)) < at - 0.02


def test_a_critical_mass_is_told_and_its_absence_too(small) -> None:
    def told(mean: Array) -> str:
        return found_in(asked(small, "A6"), noisy(mean, 40, 0.02), noisy(mean, 40, 0.02)).headline

    assert told(s_curve(0.3)).startswith("Critical mass: ")
    assert told(0.4 * X).startswith("No share initially won holds itself") and "never reached" in told(0.4 * X)
    assert told(0.9 + 0.05 * X).startswith("Adoption grows from any share") and "always" in told(0.9 + 0.05 * X)


def test_two_ends_are_seen_where_they_are_and_not_where_runs_only_spread(small) -> None:
    parted = np.where(np.arange(40) % 2, 0.95, 0.05)
    spread = np.linspace(0.0, 1.0, 40)
    for end, wanted in ((parted, True), (spread, False)):
        curve = Curve(X, np.tile(end, (11, 1)))
        assert found_in(asked(small, "A6"), curve, curve).two_ends is wanted
    assert sum(part.mean for part in ends_of(spread)) == pytest.approx(1.0)


@given(st.floats(0.05, 0.75))
def test_the_reflection_from_which_meetings_help_is_found(at: float) -> None:
    skill = 0.5 + np.asarray(MEETINGS)[:, None] * (np.asarray(REFLECTION) - at)[None, :] / 100.0
    grid = Grid.of(Asked("E3", Scenario(), 5, 1), np.repeat(skill[:, :, None], 5, axis=2))
    assert grid.turn.at == pytest.approx(at)
    assert f"the sign changes at {percent(grid.turn.at)}" in grid.headline
    assert grid.by_frequency.mean == pytest.approx((MEETINGS[-1] - MEETINGS[0]) * (np.asarray(REFLECTION) - at) / 100)


def test_points_never_read_minus_zero() -> None:
    assert [points(v, 1) for v in (-0.0001, 0.0, 0.0123, -0.05)] == ["0.0", "0.0", "+1.2", "-5.0"]
