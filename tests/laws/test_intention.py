"""Intention: reasons for and against, in logits, that add up."""

from __future__ import annotations

import pytest

from sim.laws import intention
from sim.laws.basics import logit
from sim.parameters.behaviour import Intention

from .directions import EITHER, FALLS, RISES, cases, check, unmentioned
from .strategies import given, parameters_of, shares

DIRECTIONS = {
    intention.pull_of_attitude: {"attitude": RISES, "crowding": EITHER},  # takes weight from either side
    intention.pull_of_self_efficacy: {"self_efficacy": RISES},
    intention.pull_of_norm: {"norm": RISES, "threshold": FALLS, "need": EITHER},  # for or against, as the contacts do
    intention.pull_of_fear: {"fear": FALLS, "safety": RISES},
    intention.pull_of_identity: {"identity": FALLS},
    intention.pull_of_resistance: {"resistance": FALLS},
    intention.pull_of_euphoria: {"euphoria": RISES},
    intention.pull_of_push: {"push": RISES},
    intention.pull_of_appeals: {"felt": RISES, "credibility": RISES},
    intention.pull_of_exhaustion: {"energy": RISES},
    intention.mood: {"luck": RISES},
    intention.intention: {"pulls": RISES},
}
drawn = parameters_of(Intention)


@pytest.mark.parametrize(("law", "argument", "sign"), cases(DIRECTIONS))
def test_direction(law, argument, sign):
    check(law, argument, sign)


def test_every_argument_has_a_direction():
    assert unmentioned(intention, DIRECTIONS) == []


@given(shares, drawn)
def test_a_neutral_attitude_pulls_to_neither_side(crowding, p):
    assert intention.pull_of_attitude(0.5, crowding, p) == 0.0
    assert intention.pull_of_self_efficacy(0.5, p) == 0.0
    assert intention.pull_of_identity(0.5, p) == 0.0


@given(shares, drawn)
def test_a_bonus_that_crowds_out_everything_silences_the_attitude(attitude, p):
    assert intention.pull_of_attitude(attitude, 0.0, p) == 0.0


@given(shares, shares, drawn)
def test_crowding_out_takes_weight_but_never_turns_the_attitude_round(attitude, crowding, p):
    full, left = (intention.pull_of_attitude(attitude, c, p) for c in (1.0, crowding))
    assert abs(left) <= abs(full) and left * full >= 0.0


@given(shares, shares, drawn)
def test_who_needs_no_recognition_hears_no_norm(norm, threshold, p):
    assert intention.pull_of_norm(norm, threshold, 0.0, p) == 0.0


@given(shares, shares, drawn)
def test_at_the_own_threshold_the_norm_is_silent(threshold, need, p):
    assert intention.pull_of_norm(threshold, threshold, need, p) == 0.0


@given(shares, shares, shares, drawn)
def test_below_the_threshold_the_norm_holds_back(norm, threshold, need, p):
    pull = intention.pull_of_norm(norm, threshold, need, p)
    assert pull >= 0.0 if norm >= threshold else pull <= 0.0


@given(shares, drawn)
def test_where_one_is_safe_fear_does_not_hold_back(fear, p):
    assert intention.pull_of_fear(fear, 1.0, p) == 0.0


@given(shares, drawn)
def test_appeals_move_nobody_where_the_conditions_contradict(felt, p):
    assert intention.pull_of_appeals(felt, 0.0, p) == 0.0


@given(drawn)
def test_what_is_absent_pulls_nobody(p):
    nothing = [intention.pull_of_resistance(0.0, p), intention.pull_of_euphoria(0.0, p), intention.pull_of_push(0.0, p),
               intention.pull_of_appeals(0.0, 1.0, p), intention.pull_of_exhaustion(1.0, p)]  # fmt: skip
    assert nothing == [0.0] * 5


@given(drawn)
def test_middling_luck_changes_no_mood(p):
    assert intention.mood(0.5, p) == 0.0


def test_without_pulls_the_propensity_speaks():
    p = Intention()
    assert logit(intention.intention(0.0, p)) == pytest.approx(p.propensity)


def test_pulls_that_cancel_the_propensity_leave_an_even_chance():
    assert intention.intention(-1.5, Intention(propensity=1.5)) == 0.5
