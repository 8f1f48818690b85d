"""What holds today's practice: rates and reasons that leave it where it is, and no more than that."""

from __future__ import annotations

import numpy as np
import pytest

from sim.laws import intention, rest
from sim.parameters.behaviour import Intention

from .directions import FALLS, RISES, cases, check, unmentioned
from .strategies import given, number, parameters_of, shares

DIRECTIONS = {
    rest.own_rate: {"stated": RISES, "left_alone": FALLS},
    rest.held: {"state": RISES, "own": RISES},
    rest.own_reasons: {"practice": RISES, "pulls": FALLS},
}
drawn = parameters_of(Intention)
inside = number(0.001, 0.999)


@pytest.mark.parametrize(("law", "argument", "sign"), cases(DIRECTIONS))
def test_direction(law, argument, sign):
    check(law, argument, sign)


def test_every_argument_has_a_direction():
    assert unmentioned(rest, DIRECTIONS) == []


@given(inside, inside)
def test_the_own_rate_leads_a_state_back_to_where_it_was(stated, left_alone):
    own = rest.own_rate(stated, left_alone)
    assert rest.held(left_alone, own) == pytest.approx(stated, rel=1e-12)


@given(inside)
def test_what_the_laws_leave_alone_needs_no_rate(stated):
    assert rest.own_rate(stated, stated) == 0.0
    assert rest.held(stated, 0.0) == stated


@given(shares, number(-10.0, 10.0))
def test_a_held_state_stays_a_share(state, own):
    assert 0.0 <= rest.held(state, own) <= 1.0


@given(inside, number(-8.0, 8.0))
def test_with_own_reasons_todays_framework_leads_to_todays_practice(practice, pulls):
    p = Intention(mood=0.0)
    reasons = rest.own_reasons(practice, pulls, p)
    assert intention.intention(pulls + reasons, p) == pytest.approx(practice, abs=1e-9)


@pytest.mark.parametrize("practice", [0.05, 0.3, 0.5, 0.8])
def test_the_mood_of_a_quarter_moves_no_mean(practice):
    p, moods = Intention(), (np.arange(20_000) + 0.5) / 20_000
    wanted = intention.intention(rest.own_reasons(practice, 0.0, p) + intention.mood(moods, p), p)
    assert wanted.mean() == pytest.approx(practice, abs=0.002)
