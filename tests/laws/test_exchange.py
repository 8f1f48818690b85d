"""How reps learn from one another: exchange, reflection, better colleagues, shared failures."""

from __future__ import annotations

import pytest

from sim.laws import exchange
from sim.laws.basics import logit
from sim.parameters.learning import Exchange

from .directions import FALLS, RISES, cases, check, unmentioned
from .strategies import counts, given, number, parameters_of, shares

DIRECTIONS = {
    exchange.exchange_between_reps: {"individual": FALLS, "shared": RISES, "safety": RISES, "games": FALLS},
    exchange.reflection: {"meetings": RISES, "lessons": RISES},
    exchange.room_for_learning: {"reflection": RISES, "exchange": RISES, "safety": RISES},
    exchange.perspectives: {"cross_functional": RISES, "complexity": RISES},
    exchange.shared_learning: {"room": RISES, "view": RISES, "gap": RISES, "team_failures": RISES},
}
drawn = parameters_of(Exchange)


@pytest.mark.parametrize(("law", "argument", "sign"), cases(DIRECTIONS))
def test_direction(law, argument, sign):
    check(law, argument, sign)


def test_every_argument_has_a_direction():
    assert unmentioned(exchange, DIRECTIONS) == []


def test_where_every_influence_is_neutral_the_base_speaks():
    p = Exchange()
    assert logit(exchange.exchange_between_reps(0.0, 0.0, 0.5, 0.0, p)) == pytest.approx(p.base)


def test_an_individual_bonus_makes_lone_fighters_and_a_shared_one_colleagues():
    lone, shared = (exchange.exchange_between_reps(own, 1.0 - own, 0.5, 0.0, Exchange()) for own in (1.0, 0.0))
    assert lone + 0.3 < shared


@given(number(0.0, 40.0), drawn)
def test_meetings_without_lessons_reflect_nothing(meetings, p):
    assert exchange.reflection(meetings, 0.0, p) == exchange.reflection(0.0, 1.0, p) == 0.0


def test_full_reflection_is_where_two_thirds_of_the_effect_are_reached():
    p = Exchange()
    assert exchange.reflection(p.full_reflection, 1.0, p) == pytest.approx(2.0 / 3.0, abs=0.04)


@given(shares, shares)
def test_any_one_missing_condition_closes_the_room_for_learning(x, y):
    assert exchange.room_for_learning(0.0, x, y) == 0.0
    assert exchange.room_for_learning(x, 0.0, y) == exchange.room_for_learning(x, y, 0.0) == 0.0
    assert exchange.room_for_learning(1.0, 1.0, 1.0) == 1.0


@given(shares, drawn)
def test_other_functions_add_nothing_in_simple_business_or_when_absent(x, p):
    assert exchange.perspectives(x, 0.0, p) == exchange.perspectives(0.0, x, p) == 1.0


@given(number(0.5, 1.0), shares, drawn)
def test_a_meeting_that_is_half_mixed_is_fully_mixed(share, complexity, p):
    assert exchange.perspectives(share, complexity, p) == exchange.perspectives(0.5, complexity, p)


@given(shares, counts, drawn)
def test_without_room_nothing_is_learnt_from_colleagues(gap, failures, p):
    assert exchange.shared_learning(0.0, 1.0, gap, failures, p) == 0.0


@given(shares, drawn)
def test_among_equals_who_never_fail_there_is_nothing_to_learn(room, p):
    assert exchange.shared_learning(room, 1.0, 0.0, 0.0, p) == 0.0


def test_shared_learning_by_hand():
    p = Exchange(peer_learning=0.4, failure_learning=0.02)
    assert exchange.shared_learning(0.5, 1.2, 0.3, 4.0, p) == pytest.approx(0.6 * (0.12 + 0.08))
