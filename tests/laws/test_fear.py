"""Fear of failure: grown by unsafe failures, lost by successes and safe tries."""

from __future__ import annotations

import pytest

from sim.laws import fear
from sim.parameters.behaviour import Fear

from .directions import EITHER, FALLS, RISES, cases, check, unmentioned
from .strategies import counts, given, parameters_of, rates, shares

DIRECTIONS = {
    fear.failures: {"rejections": RISES, "losses": RISES},
    fear.successes: {"leads": RISES, "wins": RISES},
    fear.fear_after_outcomes: {"fear": RISES, "wins": FALLS, "losses": EITHER, "safety": FALLS, "strain": RISES,
                               "disposition": RISES, "relief": FALLS, "harm": RISES},  # losses: as safe as they are
}  # fmt: skip
drawn = parameters_of(Fear)


def after(level, p, *, wins=0.0, losses=0.0, safety=0.5, strain=0.0, disposition=0.5, relief=0.0, harm=0.0):
    """Fear after a quarter in which little happened but what is named."""
    return fear.fear_after_outcomes(level, wins, losses, safety, strain, disposition, relief, harm, p)


@pytest.mark.parametrize(("law", "argument", "sign"), cases(DIRECTIONS))
def test_direction(law, argument, sign):
    check(law, argument, sign)


def test_every_argument_has_a_direction():
    assert unmentioned(fear, DIRECTIONS) == []


@given(drawn)
def test_who_tries_nothing_neither_fails_nor_succeeds(p):
    assert fear.failures(0.0, 0.0, p) == fear.successes(0.0, 0.0, p) == 0.0


@given(counts, drawn)
def test_a_rejected_contact_never_hurts_more_than_a_lost_opportunity(n, p):
    assert fear.failures(n, 0.0, p) <= fear.failures(0.0, n, p)
    assert fear.successes(n, 0.0, p) <= fear.successes(0.0, n, p)


def test_many_rejections_hurt_like_one_lost_opportunity():
    p = Fear()
    assert fear.failures(1.0 / p.rejection_weight, 0.0, p) == pytest.approx(fear.failures(0.0, 1.0, p))


@given(shares, counts, counts, shares, shares, shares, rates, rates, drawn)
def test_fear_stays_a_share(level, wins, losses, safety, strain, disposition, relief, harm, p):
    assert 0.0 <= fear.fear_after_outcomes(level, wins, losses, safety, strain, disposition, relief, harm, p) <= 1.0


@given(shares, drawn)
def test_when_nothing_happens_a_person_at_rest_stays(level, p):
    assert after(level, p, disposition=level) == pytest.approx(level, abs=1e-12)


@given(shares, shares, drawn)
def test_when_nothing_happens_fear_returns_to_the_disposition(level, disposition, p):
    assert abs(after(level, p, disposition=disposition) - disposition) <= abs(level - disposition) + 1e-12


@given(shares, counts, drawn)
def test_failures_that_are_punished_feed_fear(level, losses, p):
    assert after(level, p, losses=losses, safety=0.0) >= after(level, p, safety=0.0) - 1e-12


@given(shares, counts, drawn)
def test_failures_that_are_safe_take_fear_away(level, losses, p):
    assert after(level, p, losses=losses, safety=1.0) <= after(level, p, safety=1.0) + 1e-12


def test_coaching_of_a_fearful_rep_by_hand():
    still = Fear(disposition=0.0)
    assert after(0.8, still, relief=0.25) == pytest.approx(0.8 * 0.7788, abs=1e-4)
    assert after(0.8, still) == 0.8
