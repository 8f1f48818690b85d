"""Attitude, self-efficacy, identity and resistance."""

from __future__ import annotations

import numpy as np
import pytest

from sim.laws import attitude
from sim.parameters.behaviour import Attitude

from .directions import EITHER, FALLS, RISES, cases, check, unmentioned
from .strategies import counts, given, number, parameters_of, rates, shares

DIRECTIONS = {
    attitude.plasticity: {"tenure": FALLS},
    attitude.attitude_after_quarter: {"attitude": RISES, "voiced": RISES, "plastic": EITHER, "wins": RISES,
                                      "losses": FALLS, "safety": RISES, "coached": RISES, "hollow": FALLS},
    attitude.self_efficacy_after_quarter: {"efficacy": RISES, "skill": RISES, "wins": RISES, "losses": FALLS,
                                           "safety": RISES},
    attitude.identity_after_quarter: {"identity": RISES, "behaviour": FALLS},
    attitude.resistance_after_quarter: {"resistance": RISES, "push": RISES, "fear": RISES, "identity": RISES,
                                        "justice": FALLS, "fit": FALLS, "involvement": FALLS, "coached": FALLS},
    attitude.blocking: {"resistance": RISES, "fear": RISES, "identity": RISES},
}  # fmt: skip
drawn = parameters_of(Attitude)


def talked(before, voiced, plastic, p, *, hollow=0.0):
    """Attitude after a quarter of talk in which nothing was won or lost."""
    return attitude.attitude_after_quarter(before, voiced, plastic, 0.0, 0.0, 1.0, 0.0, hollow, p)


def resistance(before, p, *, push=0.0, fear=0.5, identity=0.5, justice=0.5, fit=0.0, involvement=0.0):
    """Resistance after a quarter in which little happened but what is named."""
    return attitude.resistance_after_quarter(before, push, fear, identity, justice, fit, involvement, 0.0, p)


@pytest.mark.parametrize(("law", "argument", "sign"), cases(DIRECTIONS))
def test_direction(law, argument, sign):
    check(law, argument, sign)


def test_every_argument_has_a_direction():
    assert unmentioned(attitude, DIRECTIONS) == []


@given(drawn)
def test_a_newcomer_is_socialised_faster_by_the_stated_factor(p):
    assert attitude.plasticity(0.0, p) == pytest.approx(1.0 + p.newcomer_plasticity)


@given(number(0.0, 200.0), drawn)
def test_nobody_is_socialised_more_slowly_than_an_old_hand(tenure, p):
    assert 1.0 <= attitude.plasticity(tenure, p) <= 1.0 + p.newcomer_plasticity + 1e-12


def test_after_forty_years_nothing_is_left_of_the_newcomer():
    assert attitude.plasticity(160.0, Attitude()) == pytest.approx(1.0)


@given(shares, number(1.0, 20.0), drawn)
def test_contacts_who_think_alike_change_no_attitude(before, plastic, p):
    assert talked(before, before, plastic, p) == pytest.approx(before, abs=1e-12)


@given(shares, shares, number(1.0, 10.0), drawn)
def test_the_more_plastic_a_rep_the_nearer_to_the_contacts(before, voiced, plastic, p):
    near, far = (abs(talked(before, voiced, x, p) - voiced) for x in (2.0 * plastic, plastic))
    assert near <= far + 1e-12


@given(shares, shares, counts, counts, shares, rates, shares, drawn)
def test_attitude_stays_a_share(before, voiced, wins, losses, safety, coached, hollow, p):
    after = attitude.attitude_after_quarter(before, voiced, 2.0, wins, losses, safety, coached, hollow, p)
    assert 0.0 <= after <= 1.0


@given(shares, counts, drawn)
def test_safe_failures_spoil_neither_attitude_nor_confidence(before, losses, p):
    same = attitude.attitude_after_quarter(before, before, 1.0, 0.0, losses, 1.0, 0.0, 0.0, p)
    sure = attitude.self_efficacy_after_quarter(before, before, 0.0, losses, 1.0, p)
    assert [same, sure] == [pytest.approx(before, abs=1e-12)] * 2


def test_hollow_appeals_do_harm():
    assert talked(0.5, 0.5, 1.0, Attitude(), hollow=1.0) < 0.5


@given(shares, drawn)
def test_without_wins_and_losses_confidence_follows_skill(skill, p):
    assert attitude.self_efficacy_after_quarter(skill, skill, 0.0, 0.0, 0.5, p) == pytest.approx(skill, abs=1e-12)


@given(shares, shares, drawn)
def test_identity_drifts_towards_what_one_does_and_no_further(identity, behaviour, p):
    after = attitude.identity_after_quarter(identity, behaviour, p)
    low, high = sorted([identity, 1.0 - behaviour])
    assert low - 1e-12 <= after <= high + 1e-12


@given(shares, shares, shares, drawn)
def test_without_push_nobody_resists_more(before, fear, identity, p):
    assert resistance(before, p, fear=fear, identity=identity, justice=0.0) <= before + 1e-12


@pytest.mark.parametrize("mild", [{"fear": 0.0}, {"identity": 0.0}, {"justice": 1.0}])
def test_push_meets_no_reactance_without_fear_or_identity_or_with_justice(mild):
    assert resistance(0.3, Attitude(), push=1.0, **mild) == pytest.approx(0.3)


@given(shares, shares, drawn)
def test_where_no_condition_fits_resistance_does_not_fade(before, justice, p):
    assert resistance(before, p, justice=justice) == before


def test_small_resistance_goes_when_the_conditions_fit():
    level = np.asarray(0.3)
    for _ in range(8):
        level = resistance(level, Attitude(), fit=1.0)
    assert level < 0.05


def test_half_the_fear_brings_a_quarter_of_the_reactance():
    """The block is of few, and harder than logic explains: fear and identity count by their squares."""
    p = Attitude()
    full, half = (-np.log(1.0 - resistance(0.0, p, push=1.0, fear=f, identity=1.0, justice=0.0)) for f in (1.0, 0.5))
    assert half == pytest.approx(full / 4.0)


@given(shares, shares)
def test_who_resists_fully_blocks_fully(fear, identity):
    assert attitude.blocking(1.0, fear, identity) == 1.0
    assert attitude.blocking(0.0, 0.0, identity) == attitude.blocking(0.0, fear, 0.0) == 0.0


def test_blocking_by_hand():
    assert attitude.blocking(0.5, 0.5, 1.0) == 0.75
