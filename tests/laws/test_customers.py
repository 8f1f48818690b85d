"""Customers: service, trust, churn, further business, hand-over."""

from __future__ import annotations

import numpy as np
import pytest

from sim.laws import customers
from sim.parameters.business import Customers

from .directions import EITHER, FALLS, RISES, cases, check, unmentioned
from .strategies import counts, given, number, parameters_of, shares

DIRECTIONS = {
    customers.coverage: {"care": RISES, "customers": EITHER},  # none at all are fully covered
    customers.service: {"coverage": RISES, "skill": RISES, "capacity": RISES, "gain": RISES},
    customers.trust_after_quarter: {"trust": RISES, "service": RISES, "pushy": FALLS, "advice": FALLS},
    customers.churn_probability: {"per_year": RISES, "trust": FALLS, "reference": RISES, "shock": RISES},
    customers.further_opportunities: {"customers": RISES, "potential": RISES, "trust": RISES, "service": RISES,
                                      "demand": RISES},
    customers.referrals: {"customers": RISES, "trust": RISES, "demand": RISES},
    customers.potential_after_quarter: {"potential": RISES, "deals": FALLS, "customers": RISES},
    customers.developed: {"maturity": RISES, "full": RISES},
    customers.full_revenue: {"new_value": FALLS, "joining": RISES},
    customers.part_of_new: {"old_count": FALLS, "new_count": RISES},
    customers.mixed_into: {"old": RISES, "new": RISES, "part": EITHER},  # a weight
    customers.loss_when_person_changes: {"exchange": FALLS},
    customers.loss_in_handover: {"exchange": FALLS},
    customers.trust_after_break: {"trust": RISES, "extent": FALLS},
}  # fmt: skip
drawn = parameters_of(Customers)


@pytest.mark.parametrize(("law", "argument", "sign"), cases(DIRECTIONS))
def test_direction(law, argument, sign):
    check(law, argument, sign)


def test_every_argument_has_a_direction():
    assert unmentioned(customers, DIRECTIONS) == []


# --- service and trust ------------------------------------------------------------------------------------------------


def test_25_customers_fill_half_of_the_time():
    assert customers.coverage(0.5, 25.0, Customers(care_time=0.02)) == pytest.approx(1.0)
    assert customers.coverage(0.5, 50.0, Customers(care_time=0.02)) == pytest.approx(0.5)


@given(shares, drawn)
def test_a_book_without_customers_is_fully_covered(care, p):
    assert customers.coverage(care, 0.0, p) == 1.0


@given(shares, number(1.0, 300.0), number(1.0, 5.0), drawn)
def test_more_customers_share_the_same_care(care, count, times, p):
    assert customers.coverage(care, times * count, p) <= customers.coverage(care, count, p) + 1e-12


@given(shares, shares, drawn)
def test_without_time_or_without_energy_there_is_no_service(skill, x, p):
    assert customers.service(0.0, skill, x, 0.0, p) == customers.service(x, skill, 0.0, 0.0, p) == 0.0


@given(number(0.0, 100.0), shares, shares, shares, drawn)
def test_service_is_a_share_even_with_a_tool(covered, skill, capacity, gain, p):
    assert 0.0 <= customers.service(covered, skill, capacity, gain, p) <= 1.0


def test_in_ample_time_skill_decides_between_the_floor_and_full_service():
    p = Customers(service_floor=0.4)
    given_in_ample_time = [customers.service(100.0, skill, 1.0, 0.0, p) for skill in (0.0, 0.5, 1.0)]
    assert given_in_ample_time == [pytest.approx(x) for x in (0.4, 0.7, 1.0)]


@given(shares, drawn)
def test_full_service_without_push_costs_no_trust(trust, p):
    assert customers.trust_after_quarter(trust, 1.0, 0.0, 1.0, p) >= trust - 1e-12


@given(shares, shares, shares, drawn)
def test_pushing_those_who_want_no_advice_goes_unpunished(trust, service, pushy, p):
    assert customers.trust_after_quarter(trust, service, pushy, 0.0, p) == customers.trust_after_quarter(
        trust, service, 0.0, 1.0, p)


# --- churn ------------------------------------------------------------------------------------------------------------


@given(number(0.0, 0.9), shares, drawn)
def test_at_the_reference_trust_a_year_of_churn_is_as_stated(per_year, trust, p):
    stays = 1.0 - customers.churn_probability(per_year, trust, trust, 0.0, p)
    assert 1.0 - stays**4 == pytest.approx(per_year, abs=1e-12)


@given(number(0.0, 0.9), shares, shares, number(-3.0, 10.0), drawn)
def test_churn_is_a_probability_also_when_several_shocks_add_up(per_year, trust, reference, shock, p):
    assert 0.0 <= customers.churn_probability(per_year, trust, reference, shock, p) <= 1.0


def test_a_shock_of_1_doubles_the_rate_of_churn():
    usual, shaken = (-np.log(1.0 - customers.churn_probability(0.1, 0.7, 0.7, s, Customers())) for s in (0.0, 1.0))
    assert shaken == pytest.approx(2.0 * usual)


# --- further business -------------------------------------------------------------------------------------------------


@given(counts, shares, shares, drawn)
def test_without_trust_there_is_no_further_business(count, potential, service, p):
    assert customers.further_opportunities(count, potential, 0.0, service, 1.0, p) == 0.0
    assert customers.referrals(count, 0.0, 1.0, p) == 0.0


def test_further_business_by_hand():
    assert customers.further_opportunities(25.0, 0.6, 0.8, 0.5, 1.0, Customers(cross_rate=1.5)) == pytest.approx(9.0)
    assert customers.referrals(25.0, 0.8, 1.0, Customers(referrals=0.05)) == pytest.approx(0.8)


@given(shares, counts, drawn)
def test_without_deals_open_needs_only_grow(potential, count, p):
    assert customers.potential_after_quarter(potential, 0.0, count, p) >= potential - 1e-12


def test_one_deal_with_every_customer_uses_up_the_stated_share():
    p = Customers(potential_growth=0.0, potential_use=0.16)
    assert customers.potential_after_quarter(0.6, 25.0, 25.0, p) == pytest.approx(0.6 * np.exp(-0.16))


@given(shares, drawn)
def test_a_customer_grows_to_full_value_and_no_further(maturity, p):
    assert maturity - 1e-12 <= customers.developed(maturity, 1.0, p) <= 1.0
    assert customers.developed(1.0, 1.0, p) == 1.0


@given(shares, number(0.0, 0.2), drawn)
def test_with_developed_customers_worth_more_a_book_that_renews_itself_keeps_its_mean(new_value, joining, p):
    full = customers.full_revenue(new_value, joining, p)
    gained = (full - 1.0) * (1.0 - np.exp(-p.development))
    assert full >= 1.0
    if p.development > 1e-6:
        assert gained == pytest.approx(joining * (1.0 - new_value), abs=1e-9)


# --- books that change hands ------------------------------------------------------------------------------------------


@given(shares, counts, shares)
def test_where_nobody_joins_a_book_it_stays_as_it_was(old, count, new):
    assert customers.mixed_into(old, new, customers.part_of_new(count, 0.0)) == old


@given(shares, number(1.0, 300.0), shares, number(1.0, 300.0))
def test_a_mixed_book_lies_between_the_two_and_keeps_the_total(old, old_count, new, new_count):
    blend = customers.mixed_into(old, new, customers.part_of_new(old_count, new_count))
    low, high = sorted([old, new])
    assert low - 1e-12 <= blend <= high + 1e-12
    assert blend * (old_count + new_count) == pytest.approx(old * old_count + new * new_count)


def test_three_old_customers_and_one_new():
    assert customers.mixed_into(0.8, 0.4, customers.part_of_new(3.0, 1.0)) == pytest.approx(0.7)


def test_a_cooperating_team_saves_two_fifths_of_what_leaves_with_the_advisor():
    """Shi et al. 2017. The 13.2 to 17.6 % of a year of sales have more channels: tests/engine/test_evidence."""
    alone, together = (customers.loss_when_person_changes(x, Customers()) for x in (0.0, 1.0))
    assert 0.0 < alone < 0.176
    assert together == pytest.approx(0.6 * alone)


@given(drawn)
def test_full_exchange_loses_nobody_in_the_hand_over(p):
    assert customers.loss_in_handover(1.0, p) == 0.0
    assert customers.loss_in_handover(0.0, p) == p.handover_loss


@given(shares, drawn)
def test_where_nobody_changes_hands_trust_stays(trust, p):
    assert customers.trust_after_break(trust, 0.0, p) == trust
