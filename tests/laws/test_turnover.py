"""Satisfaction, leaving, hiring, promotion."""

from __future__ import annotations

import pytest

from sim.laws import turnover
from sim.parameters.business import Turnover

from .directions import EITHER, FALLS, RISES, cases, check, unmentioned
from .strategies import given, number, parameters_of, shares

DIRECTIONS = {
    turnover.conditions_of_satisfaction: {"recognition": RISES, "energy": RISES, "role_fit": RISES, "justice": RISES,
                                          "goal_conflict": FALLS, "strain": FALLS},
    turnover.satisfaction_after_quarter: {"satisfaction": RISES, "conditions": RISES},
    turnover.role_fit: {"behaviour": EITHER, "hunting": EITHER},  # best where both agree
    turnover.newcomer_factor: {"tenure": FALLS, "quarters": RISES, "strain": RISES},
    turnover.leaving_probability: {"satisfaction": FALLS, "reference": RISES, "strain": RISES, "peers_left": RISES,
                                   "newcomer": RISES},
    turnover.filling_probability: {"strain": FALLS},
    turnover.recognition_met: {"received": RISES, "need": FALLS},
    turnover.promotion_probability: {"behaviour": EITHER, "careers": EITHER},  # who is promoted for what
    turnover.satisfaction_after_promotion: {"satisfaction": RISES, "promoted": RISES},
}  # fmt: skip
drawn = parameters_of(Turnover)


def usual_leaving(per_year):
    """Chance to leave in a quarter in which everything is as usual."""
    return turnover.leaving_probability(0.6, 0.6, 0.0, 0.0, 1.0, Turnover(base_per_year=per_year))


@pytest.mark.parametrize(("law", "argument", "sign"), cases(DIRECTIONS))
def test_direction(law, argument, sign):
    check(law, argument, sign)


def test_every_argument_has_a_direction():
    assert unmentioned(turnover, DIRECTIONS) == []


# --- satisfaction -----------------------------------------------------------------------------------------------------


@given(shares)
def test_the_conditions_of_satisfaction_are_a_mean(x):
    assert turnover.conditions_of_satisfaction(x, x, x, x, 1.0 - x, 1.0 - x) == pytest.approx(x)


@given(shares, shares, drawn)
def test_satisfaction_follows_the_conditions_and_no_further(satisfaction, conditions, p):
    low, high = sorted([satisfaction, conditions])
    assert low - 1e-12 <= turnover.satisfaction_after_quarter(satisfaction, conditions, p) <= high + 1e-12


@given(shares, shares)
def test_the_job_suits_best_who_does_what_he_is_made_for(behaviour, hunting):
    assert turnover.role_fit(hunting, hunting) == 1.0
    assert turnover.role_fit(behaviour, hunting) == turnover.role_fit(hunting, behaviour)


@given(shares)
def test_a_need_that_is_not_there_is_met(received):
    assert turnover.recognition_met(received, 0.0) == 1.0
    assert turnover.recognition_met(1.0, received) == 1.0


# --- leaving ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("a_year", "a_quarter"),
                         [(0.06, 0.015), (0.10, 0.026), (0.12, 0.0315), (0.15, 0.040), (0.20, 0.054), (0.27, 0.076)])
def test_a_yearly_rate_of_turnover_is_its_quarterly_rate_four_times(a_year, a_quarter):
    """Evidence 11: 1 - (1 - a)^(1/4)."""
    assert usual_leaving(a_year) == pytest.approx(a_quarter, abs=6e-4)


def test_when_everything_is_as_usual_the_base_rate_leaves_in_a_year():
    base = Turnover().base_per_year
    assert 1.0 - (1.0 - usual_leaving(base)) ** 4 == pytest.approx(base)


@given(shares, shares, shares, number(0.0, 20.0), number(1.0, 31.0), drawn)
def test_leaving_is_a_probability(satisfaction, reference, strain, peers, newcomer, p):
    assert 0.0 <= turnover.leaving_probability(satisfaction, reference, strain, peers, newcomer, p) <= 1.0


@given(shares, shares, drawn)
def test_without_turnover_nobody_leaves(satisfaction, strain, p):
    stay = p.model_copy(update={"base_per_year": 0.0})
    assert turnover.leaving_probability(satisfaction, 0.5, strain, 3.0, 2.0, stay) == 0.0


def test_the_first_exit_draws_others_after_it():
    alone, after = (turnover.leaving_probability(0.6, 0.6, 0.0, n, 1.0, Turnover()) for n in (0.0, 1.0))
    assert after == pytest.approx(1.5 * alone, rel=0.02)


@given(shares, number(0.1, 40.0), drawn)
def test_after_long_tenure_nobody_leaves_as_a_newcomer(strain, quarters, p):
    assert turnover.newcomer_factor(50.0 * quarters, quarters, strain, p) == pytest.approx(1.0)


def test_pressure_suits_newcomers_less():
    p = Turnover(newcomer=1.0, newcomer_strain=2.0)
    factors = [turnover.newcomer_factor(tenure, 4.0, strain, p) for tenure, strain in [(0.0, 0.0), (0.0, 1.0)]]
    assert factors == [2.0, 4.0]


# --- hiring and promotion ---------------------------------------------------------------------------------------------


def test_a_vacancy_is_filled_in_about_four_months():
    """Three months on average are 0.75 a quarter; reputation for pressure halves it."""
    assert turnover.filling_probability(0.0, Turnover()) == 0.75
    assert turnover.filling_probability(1.0, Turnover()) == 0.375


@given(shares, drawn)
def test_even_careers_promote_everybody_alike(behaviour, p):
    even = turnover.promotion_probability(behaviour, 0.5, p)
    assert even == pytest.approx(min(p.promotion, 1.0))


@given(shares, shares, drawn)
def test_promotion_is_a_probability_and_honours_what_careers_honour(behaviour, careers, p):
    sells, advises = (turnover.promotion_probability(b, careers, p) for b in (1.0, 0.0))
    assert 0.0 <= turnover.promotion_probability(behaviour, careers, p) <= 1.0
    assert sells >= advises if careers >= 0.5 else sells <= advises


@given(shares, drawn)
def test_who_is_not_promoted_is_as_satisfied_as_before(satisfaction, p):
    assert turnover.satisfaction_after_promotion(satisfaction, 0.0, p) == satisfaction
