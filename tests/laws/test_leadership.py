"""Leaders: pressure, stress, self-reflection, listening."""

from __future__ import annotations

import numpy as np
import pytest

from sim.laws import leadership
from sim.parameters.learning import Leading

from .directions import FALLS, RISES, cases, check, unmentioned
from .strategies import given, number, parameters_of, shares

DIRECTIONS = {
    leadership.shortfall: {"result": FALLS, "target": RISES},
    leadership.shortfall_by_chance: {"spread": RISES},
    leadership.base_of_pressure: {"shown": RISES, "stress": FALLS, "reflection": RISES},
    leadership.demanded_pressure: {"base": RISES, "extra": RISES, "stress": RISES, "reflection": FALLS},
    leadership.pressure_after_quarter: {"pressure": RISES, "demanded": RISES},
    leadership.leader_trait_after_quarter: {"trait": RISES, "start": RISES, "programme": RISES},
    leadership.effort_under_pressure: {"pressure": RISES},
}
drawn = parameters_of(Leading)


@pytest.mark.parametrize(("law", "argument", "sign"), cases(DIRECTIONS))
def test_direction(law, argument, sign):
    check(law, argument, sign)


def test_every_argument_has_a_direction():
    assert unmentioned(leadership, DIRECTIONS) == []


@given(number(1.0, 1e7), number(0.0, 1e7))
def test_who_reaches_the_target_or_has_none_falls_short_of_nothing(target, more):
    assert leadership.shortfall(target + more, target) == 0.0
    assert leadership.shortfall(more, 0.0) == 0.0


def test_three_quarters_of_the_target_is_a_quarter_short():
    assert leadership.shortfall(750_000.0, 1_000_000.0) == pytest.approx(0.25)
    assert leadership.shortfall(0.0, 1_000_000.0) == 1.0


@given(shares, shares, drawn)
def test_without_stress_and_extra_targets_leaders_press_as_usual(base, reflection, p):
    assert leadership.demanded_pressure(base, 0.0, 0.0, reflection, p) == base


@given(shares, shares, shares, shares, drawn)
def test_demanded_pressure_lies_between_the_usual_and_one(base, extra, stress, reflection, p):
    assert base - 1e-12 <= leadership.demanded_pressure(base, extra, stress, reflection, p) <= 1.0


def test_those_who_know_their_own_assumptions_stay_calm_under_stress():
    p = Leading(reflection_calm=1.0)
    blind, reflected = (leadership.demanded_pressure(0.4, 0.0, 1.0, reflection, p) for reflection in (0.0, 1.0))
    assert blind > reflected == 0.4


@given(shares, shares, drawn)
def test_pressure_moves_towards_what_is_demanded_and_no_further(pressure, demanded, p):
    low, high = sorted([pressure, demanded])
    assert low - 1e-12 <= leadership.pressure_after_quarter(pressure, demanded, p) <= high + 1e-12


@given(shares, drawn)
def test_without_a_programme_a_leader_stays_as_he_was(start, p):
    assert leadership.leader_trait_after_quarter(start, start, 0.0, p) == pytest.approx(start, abs=1e-12)


@given(shares, shares, drawn)
def test_after_a_programme_leaders_fall_back(trait, start, p):
    after = leadership.leader_trait_after_quarter(trait, start, 0.0, p)
    assert abs(after - start) <= abs(trait - start) + 1e-12


@given(drawn)
def test_pressure_brings_activity_first(p):
    assert leadership.effort_under_pressure(0.0, p) == 1.0
    assert leadership.effort_under_pressure(1.0, p) == 1.0 + p.effort


# --- what is usual ----------------------------------------------------------------------------------------------------


@given(shares, shares, shares, drawn)
def test_from_its_base_the_usual_stress_leads_to_the_pressure_that_is_shown(shown, stress, reflection, p):
    base = leadership.base_of_pressure(shown, stress, reflection, p)
    demanded = leadership.demanded_pressure(base, 0.0, stress, reflection, p)
    assert 0.0 <= base <= shown + 1e-12
    assert demanded == pytest.approx(shown, abs=1e-9) if base > 0.0 else demanded >= shown - 1e-9


def test_results_that_reach_their_target_on_average_fall_short_of_it_by_four_tenths_of_their_spread():
    results = 1.0 + 0.05 * np.random.default_rng(1).normal(size=200_000)
    missed = np.maximum(1.0 - results, 0.0).mean()
    assert leadership.shortfall_by_chance(0.05) == pytest.approx(missed, rel=0.02)
