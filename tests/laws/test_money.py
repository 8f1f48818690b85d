"""What variable pay costs, and what later money is worth."""

from __future__ import annotations

import pytest

from sim.laws import money
from sim.parameters.business import Pay

from .directions import EITHER, FALLS, RISES, cases, check, unmentioned
from .strategies import counts, given, number, parameters_of, shares
from .strategies import money as euros

DIRECTIONS = {
    money.attainment: {"wins": RISES, "existing": RISES, "ceiling": FALLS, "target_existing": FALLS,
                       "new_business": EITHER},  # towards whichever goal is reached further
    money.fixed_cost: {"cost": RISES, "variable_share": FALLS},
    money.bonus_cost: {"cost": RISES, "variable_share": RISES, "attainment": RISES},
    money.discount_factor: {"rate": FALLS, "quarter": FALLS},
}  # fmt: skip
drawn = parameters_of(Pay)


@pytest.mark.parametrize(("law", "argument", "sign"), cases(DIRECTIONS))
def test_direction(law, argument, sign):
    check(law, argument, sign)


def test_every_argument_has_a_direction():
    assert unmentioned(money, DIRECTIONS) == []


@given(shares, drawn)
def test_who_sells_nothing_attains_nothing(new_business, p):
    assert money.attainment(0.0, 0.0, 0.5, 1e6, new_business, p) == 0.0


@given(counts, euros, shares, euros, shares, drawn)
def test_beyond_the_cap_nothing_more_is_paid(wins, existing, ceiling, target, new_business, p):
    assert 0.0 <= money.attainment(wins, existing, ceiling, target, new_business, p) <= p.cap


def test_the_quota_is_for_half_of_the_time_and_scales_with_it():
    p = Pay(quota=1.0, cap=5.0)
    attained = [money.attainment(1.0, 0.0, ceiling, 1e6, 1.0, p) for ceiling in (0.5, 1.0, 0.25)]
    assert attained == [pytest.approx(x) for x in (1.0, 0.5, 2.0)]


def test_meeting_both_goals_pays_the_full_bonus_however_it_is_split():
    for new_business in (0.0, 0.3, 1.0):
        assert money.attainment(1.0, 1e6, 0.5, 1e6, new_business, Pay(quota=1.0)) == pytest.approx(1.0)


@given(euros, shares, drawn)
def test_at_full_attainment_variable_pay_costs_what_fixed_pay_would(cost, variable_share, p):
    paid = money.fixed_cost(cost, variable_share, p) + money.bonus_cost(cost, variable_share, 1.0, p)
    assert paid == pytest.approx(cost)


@given(euros, number(0.0, 10.0), drawn)
def test_without_a_variable_share_there_is_no_bonus(cost, attainment, p):
    assert money.bonus_cost(cost, 0.0, attainment, p) == 0.0
    assert money.fixed_cost(cost, 0.0, p) == cost


@given(euros, shares, number(0.0, 10.0), number(0.5, 2.0), drawn)
def test_scaling_all_money_scales_pay_and_leaves_attainment(cost, variable_share, attained, scale, p):
    assert money.bonus_cost(scale * cost, variable_share, attained, p) == pytest.approx(
        scale * money.bonus_cost(cost, variable_share, attained, p))
    assert money.attainment(1.0, scale * 2e5, 0.5, scale * 1e6, 0.5, p) == pytest.approx(
        money.attainment(1.0, 2e5, 0.5, 1e6, 0.5, p))


@given(number(0.0, 80.0))
def test_without_interest_later_money_is_worth_the_same(quarter):
    assert money.discount_factor(0.0, quarter) == 1.0


def test_at_8_percent_a_euro_in_a_year_is_worth_92_6_cents():
    assert money.discount_factor(0.08, 4.0) == pytest.approx(1.0 / 1.08)
    assert money.discount_factor(0.08, 0.0) == 1.0
