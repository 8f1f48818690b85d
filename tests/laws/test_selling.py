"""Selling: how time becomes attempts, opportunities and wins."""

from __future__ import annotations

import numpy as np
import pytest

from sim.laws import selling
from sim.laws.basics import logit
from sim.parameters.business import Selling

from .directions import EITHER, FALLS, RISES, cases, check, unmentioned
from .strategies import counts, given, number, parameters_of, shares

DIRECTIONS = {
    selling.customer_time: {"meetings": FALLS, "training": FALLS, "networking": FALLS},
    selling.acquisition_time: {"time": RISES, "ceiling": RISES, "behaviour": RISES},
    selling.attempts_made: {"acquisition": RISES, "time": EITHER, "capacity": RISES, "effort": RISES, "ramp": RISES},
    selling.dual_role_factor: {"acquisition": EITHER, "time": EITHER},  # worst where the day is split evenly
    selling.market_yield: {"attempts_per_prospect": FALLS, "open_share": RISES},
    selling.opportunities: {"attempts": RISES, "skill": RISES, "market": RISES, "demand": RISES, "yielding": RISES},
    selling.outcomes_of_trying: {"attempts": EITHER, "leads": EITHER, "skill": EITHER, "yielding": EITHER},  # two
    selling.pushiness: {"pressure": RISES, "skill": FALLS, "behaviour": RISES, "yielding": RISES},
    selling.win_odds: {"base_rate": RISES, "skill": RISES, "pushy": FALLS, "advice": FALLS, "circumstances": RISES},
    selling.odds_of_case_handling: {"autonomy": RISES, "rules": EITHER, "complexity": EITHER},
    selling.odds_of_mixed_types: {"team_spread": RISES, "diversity": FALLS},
    selling.odds_of_structure: {"segments": RISES, "pairs": RISES, "exchange": RISES},
    selling.ramped_up: {"ramp": RISES},
    selling.networking: {"protected": RISES, "pressure": FALLS},
    selling.contacts_after_quarter: {"contacts": RISES, "time": RISES},
    selling.leads_from_contacts: {"contacts": RISES, "demand": RISES},
}
drawn = parameters_of(Selling)


@pytest.mark.parametrize(("law", "argument", "sign"), cases(DIRECTIONS))
def test_direction(law, argument, sign):
    check(law, argument, sign)


def test_every_argument_has_a_direction():
    assert unmentioned(selling, DIRECTIONS) == []


# --- time and attempts ------------------------------------------------------------------------------------------------


@given(drawn)
def test_without_meetings_and_training_only_overhead_takes_time(p):
    assert selling.customer_time(0.0, 0.0, 0.0, p) == pytest.approx(1.0 - p.overhead)


@given(number(0.0, 40.0), shares, shares, drawn)
def test_customer_time_is_never_negative(meetings, training, networking, p):
    assert 0.0 <= selling.customer_time(meetings, training, networking, p) <= 1.0


def test_a_training_takes_six_of_65_days():
    p = Selling()
    taken = selling.customer_time(0.0, 0.0, 0.0, p) - selling.customer_time(0.0, 1.0, 0.0, p)
    assert taken == pytest.approx(6.0 / 65.0, abs=0.005)


@given(shares, shares, shares)
def test_acquisition_never_takes_more_than_the_customer_time(time, ceiling, behaviour):
    assert 0.0 <= selling.acquisition_time(time, ceiling, behaviour) <= time


def test_half_of_the_time_at_full_capacity_allows_the_stated_attempts():
    p = Selling()
    half = 0.5 * (1.0 - p.overhead)
    assert selling.attempts_made(half, 1.0 - p.overhead, 1.0, 1.0, 1.0, p) == pytest.approx(p.attempts)


@given(shares, shares, number(1.0, 3.0), shares, drawn)
def test_without_time_nobody_attempts_anything(time, capacity, effort, ramp, p):
    assert selling.attempts_made(0.0, time, capacity, effort, ramp, p) == 0.0
    assert selling.attempts_made(0.0, 0.0, capacity, effort, ramp, p) == 0.0


@given(shares, shares, drawn)
def test_on_the_first_day_a_newcomer_makes_the_stated_part_of_the_attempts(acquisition, capacity, p):
    first, ramped = (selling.attempts_made(acquisition, 1.0, capacity, 1.0, ramp, p) for ramp in (0.0, 1.0))
    assert first == pytest.approx(p.ramp_start * ramped)


@given(number(0.01, 1.0), drawn)
def test_who_does_one_thing_only_loses_nothing_by_switching(time, p):
    assert selling.dual_role_factor(0.0, time, p) == 1.0
    assert selling.dual_role_factor(time, time, p) == pytest.approx(1.0)


@given(number(0.01, 1.0), shares, drawn)
def test_an_even_split_costs_or_brings_most(time, split, p):
    """Gabler et al. 2017 found a loss, Jasmand et al. 2012 a gain: the sign is a parameter."""
    even, other = (selling.dual_role_factor(x * time, time, p) - 1.0 for x in (0.5, split))
    assert even == pytest.approx(-p.dual_role)
    assert abs(other) <= abs(even) + 1e-12


def test_a_newcomer_knows_95_percent_when_ramped_up():
    ramp, p = np.asarray(0.0), Selling(ramp_up=3.0)
    for _ in range(3):
        ramp = selling.ramped_up(ramp, p)
    assert ramp == pytest.approx(0.95, abs=0.001)


# --- opportunities ----------------------------------------------------------------------------------------------------


@given(shares, drawn)
def test_in_an_untouched_market_every_attempt_counts(open_share, p):
    assert selling.market_yield(0.0, open_share, p) == open_share


@given(drawn)
def test_at_the_point_of_saturation_yield_is_halved(p):
    assert selling.market_yield(p.saturation, 1.0, p) == 0.5


def test_twice_the_sellers_find_less_than_twice_as_much():
    one, two = (n * selling.market_yield(n, 1.0, Selling()) for n in (0.3, 0.6))
    assert one < two < 2.0 * one


@given(counts, drawn)
def test_at_middling_skill_an_attempt_yields_as_stated(attempts, p):
    assert selling.opportunities(attempts, 0.5, 1.0, 1.0, 1.0, p) == pytest.approx(attempts * p.contact_yield)


@given(counts, shares, drawn)
def test_a_behaviour_that_brings_no_opportunities_brings_none(attempts, skill, p):
    assert selling.opportunities(attempts, skill, 1.0, 1.0, 0.0, p) == 0.0


@given(counts, counts, shares, shares)
def test_trying_brings_successes_and_rejections_never_negative(attempts, leads, skill, yielding):
    good, bad = selling.outcomes_of_trying(attempts, leads, skill, yielding)
    assert good >= leads
    assert 0.0 <= bad <= attempts


@given(counts, shares, shares)
def test_at_full_yield_every_attempt_is_a_lead_or_a_rejection(attempts, share, skill):
    good, bad = selling.outcomes_of_trying(attempts, share * attempts, skill, 1.0)
    assert good + bad == pytest.approx(attempts)


def test_a_tool_works_as_often_as_its_user_is_skilled():
    assert selling.outcomes_of_trying(10.0, 0.0, 0.7, 0.0) == (pytest.approx(7.0), pytest.approx(3.0))


# --- odds -------------------------------------------------------------------------------------------------------------


@given(number(0.01, 0.99), shares, drawn)
def test_at_middling_skill_without_push_the_base_rate_holds(base_rate, advice, p):
    assert selling.win_odds(base_rate, 0.5, 0.0, advice, 0.0, p) == pytest.approx(base_rate)


@given(shares, shares, shares, shares, number(-20.0, 20.0), drawn)
def test_winning_is_a_probability(base_rate, skill, pushy, advice, circumstances, p):
    assert 0.0 <= selling.win_odds(base_rate, skill, pushy, advice, circumstances, p) <= 1.0


@given(number(0.1, 0.9), shares, shares, drawn)
def test_pushing_costs_nothing_with_those_who_want_no_advice(base_rate, skill, pushy, p):
    pushed, left_alone = (selling.win_odds(base_rate, skill, x, 0.0, 0.0, p) for x in (pushy, 0.0))
    assert pushed == left_alone


def test_skill_moves_the_odds_by_the_stated_logits():
    low, high = (logit(selling.win_odds(0.25, skill, 0.0, 0.7, 0.0, Selling(skill_odds=2.0))) for skill in (0.0, 1.0))
    assert high - low == pytest.approx(2.0)


@given(shares, shares)
def test_nobody_is_pushy_without_pressure_or_with_full_skill(x, y):
    none = [(0.0, x, y, 1.0), (x, 1.0, y, 1.0), (x, y, 0.0, 1.0), (x, y, 1.0, 0.0)]
    assert all(selling.pushiness(*case) == 0.0 for case in none)


@given(shares, drawn)
def test_dense_rules_help_in_simple_business_and_disappoint_in_complex_one(rules, p):
    simple, middling, difficult = (selling.odds_of_case_handling(0.5, rules, c, p) for c in (0.0, 0.5, 1.0))
    assert simple >= middling == 0.0 >= difficult


@given(shares, shares, drawn)
def test_teams_as_mixed_as_their_customers_lose_nothing(diversity, more, p):
    assert selling.odds_of_mixed_types(max(diversity, more), diversity, p) == 0.0


@given(shares, drawn)
def test_pairs_without_exchange_win_no_more(pairs, p):
    assert selling.odds_of_structure(0.0, pairs, 0.0, p) == selling.odds_of_structure(0.0, 0.0, pairs, p) == 0.0


# --- strategic contacts -----------------------------------------------------------------------------------------------


@given(shares, drawn)
def test_under_full_pressure_only_protected_time_is_left_for_contacts(protected, p):
    assert selling.networking(protected, 1.0, p) == protected
    assert selling.networking(0.0, 0.0, p) == p.spare_networking


@given(shares, shares, drawn)
def test_contacts_stay_a_share_and_fade_untended(contacts, time, p):
    assert 0.0 <= selling.contacts_after_quarter(contacts, time, p) <= 1.0
    assert selling.contacts_after_quarter(contacts, 0.0, p) <= contacts


def test_contacts_pay_late():
    contacts, leads, p = np.asarray(0.0), [], Selling()
    for _ in range(8):
        leads.append(float(selling.leads_from_contacts(contacts, 1.0, p)))
        contacts = selling.contacts_after_quarter(contacts, 0.05, p)
    assert leads[0] == 0.0
    assert leads[7] > 2.0 * leads[1] > 0.0
