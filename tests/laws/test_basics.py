"""The forms that the laws share: logistic and logit, relaxation, approach, saturation."""

from __future__ import annotations

import numpy as np
import pytest

from sim.laws import basics

from .directions import EITHER, FALLS, RISES, cases, check, unmentioned
from .strategies import LOGITS, counts, given, number, rates, shares

DIRECTIONS = {
    basics.logistic: {"x": RISES},
    basics.logit: {"share": RISES},
    basics.relax: {"state": RISES, "up": RISES, "down": FALLS},
    basics.approach: {"state": RISES, "target": RISES, "rate": EITHER},  # towards the target, from either side
    basics.saturation: {"amount": RISES, "constant": FALLS},
    basics.positive: {"x": RISES},
    basics.above_zero: {"x": RISES},
}


@pytest.mark.parametrize(("law", "argument", "sign"), cases(DIRECTIONS))
def test_direction(law, argument, sign):
    check(law, argument, sign)


def test_every_argument_has_a_direction():
    assert unmentioned(basics, DIRECTIONS) == []


def test_neutral_logits_are_an_even_chance():
    assert basics.logistic(np.zeros(1)) == 0.5


@given(number(*LOGITS))
def test_logit_undoes_logistic(x):
    assert basics.logit(basics.logistic(x)) == pytest.approx(x, abs=1e-6)


@given(shares)
def test_logit_is_antisymmetric(share):
    assert basics.logit(share) == pytest.approx(-basics.logit(1.0 - share), abs=1e-6)


def test_logistic_and_logit_are_finite_at_their_ends():
    assert np.isfinite(basics.logit(np.asarray([0.0, 1.0]))).all()
    assert basics.logistic(np.asarray([-1e308, 1e308])) == pytest.approx([0.0, 1.0])


@given(shares)
def test_a_state_without_rates_stays_bit_for_bit(state):
    assert basics.relax(state, 0.0, 0.0) == state


@given(shares, rates, rates)
def test_no_rates_carry_a_state_out_of_its_range(state, up, down):
    assert 0.0 <= basics.relax(state, up, down) <= 1.0


@given(shares, rates, rates)
def test_two_half_quarters_are_one_quarter(state, up, down):
    half = basics.relax(basics.relax(state, up / 2.0, down / 2.0), up / 2.0, down / 2.0)
    assert half == pytest.approx(basics.relax(state, up, down), abs=1e-12)


@given(shares, rates, rates)
def test_turning_the_scale_round_swaps_up_and_down(state, up, down):
    assert 1.0 - basics.relax(1.0 - state, down, up) == pytest.approx(basics.relax(state, up, down), abs=1e-12)


def test_relaxation_by_hand():
    assert basics.relax(0.0, np.log(2.0), 0.0) == pytest.approx(0.5)
    assert basics.relax(1.0, 0.0, np.log(4.0)) == pytest.approx(0.25)
    assert basics.relax(0.5, 1e6, 3e6) == pytest.approx(0.25)  # huge rates end at their balance


@given(shares, shares, rates)
def test_an_approach_ends_between_where_it_was_and_its_target(state, target, rate):
    low, high = sorted([state, target])
    assert low - 1e-12 <= basics.approach(state, target, rate) <= high + 1e-12


@given(shares, shares, rates, rates)
def test_a_faster_approach_ends_nearer_to_its_target(state, target, rate, more):
    near, far = (abs(basics.approach(state, target, r) - target) for r in (rate + more, rate))
    assert near <= far + 1e-12


@given(shares, shares)
def test_an_approach_without_rate_stays(state, target):
    assert basics.approach(state, target, 0.0) == pytest.approx(state, abs=1e-15)


def test_nothing_saturates_nothing_and_one_constant_reaches_63_percent():
    assert basics.saturation(0.0, 4.0) == 0.0
    assert basics.saturation(4.0, 4.0) == pytest.approx(0.632, abs=5e-4)


@given(counts)
def test_without_a_constant_the_full_effect_is_there_at_once(amount):
    assert basics.saturation(amount + 1.0, 0.0) == 1.0
    assert basics.saturation(0.0, 0.0) == 0.0


@given(number(*LOGITS))
def test_the_positive_part_and_the_negative_part_make_up_the_number(x):
    assert basics.positive(x) - basics.positive(-x) == x
