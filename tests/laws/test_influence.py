"""What reps see of one another: visible behaviour, voiced attitude, opinion leaders."""

from __future__ import annotations

import pytest

from sim.laws import influence
from sim.parameters.behaviour import Influence

from .directions import FALLS, RISES, cases, check, unmentioned
from .strategies import given, parameters_of, shares

DIRECTIONS = {
    influence.attention: {"opinion_leader": RISES},
    influence.visible_adoption: {"behaviour": RISES, "resistance": FALLS, "level": FALLS},
    influence.voiced_attitude: {"attitude": RISES, "resistance": FALLS},
    influence.blunted: {"exposure": FALLS},
}
drawn = parameters_of(Influence)


@pytest.mark.parametrize(("law", "argument", "sign"), cases(DIRECTIONS))
def test_direction(law, argument, sign):
    check(law, argument, sign)


def test_every_argument_has_a_direction():
    assert unmentioned(influence, DIRECTIONS) == []


@given(drawn)
def test_an_opinion_leader_weighs_as_stated_and_everybody_else_one(p):
    assert influence.attention(0.0, p) == 1.0
    assert influence.attention(1.0, p) == pytest.approx(p.leader_weight)


@given(shares, drawn)
def test_at_the_adoption_level_half_of_the_colleagues_see_it(level, p):
    assert influence.visible_adoption(level, 0.0, level, p) == 0.5


@given(shares, shares, drawn)
def test_who_resists_lends_the_behaviour_no_voice(behaviour, level, p):
    assert influence.visible_adoption(behaviour, 1.0, level, p) == 0.0


def test_well_above_the_level_all_see_it_and_well_below_nobody():
    seen = [influence.visible_adoption(behaviour, 0.0, 0.5, Influence()) for behaviour in (0.2, 0.8)]
    assert seen == [pytest.approx(0.0, abs=0.01), pytest.approx(1.0, abs=0.01)]


@given(shares)
def test_the_unresisting_say_what_they_think_and_resisters_voice_no_support(attitude):
    assert influence.voiced_attitude(attitude, 0.0) == attitude
    assert influence.voiced_attitude(attitude, 1.0) == 0.0


@given(drawn)
def test_without_resisting_contacts_leaders_are_fully_credible(p):
    assert influence.blunted(0.0, p) == 1.0


def test_resistance_all_round_takes_most_of_the_credibility():
    assert influence.blunted(1.0, Influence()) == pytest.approx(0.3)
