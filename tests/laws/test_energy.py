"""Energy: change asks for effort over a long time, and demands add up."""

from __future__ import annotations

import numpy as np
import pytest

from sim.laws import energy
from sim.parameters.behaviour import Energy

from .directions import FALLS, RISES, cases, check, unmentioned
from .strategies import given, number, parameters_of, shares

DIRECTIONS = {
    energy.load: {"workload": RISES, "demands": RISES, "behaviour": RISES, "habitual": FALLS, "strain": RISES},
    energy.energy_after_quarter: {"energy": RISES, "load": FALLS},
    energy.working_capacity: {"energy": RISES},
}
drawn = parameters_of(Energy)


@pytest.mark.parametrize(("law", "argument", "sign"), cases(DIRECTIONS))
def test_direction(law, argument, sign):
    check(law, argument, sign)


def test_every_argument_has_a_direction():
    assert unmentioned(energy, DIRECTIONS) == []


@given(shares, shares, drawn)
def test_everyday_work_by_habit_and_without_strain_is_the_whole_load(workload, habitual, p):
    assert energy.load(workload, 0.0, habitual, habitual, 0.0, p) == workload


@given(shares, shares, shares, drawn)
def test_doing_less_than_habit_would_costs_nothing(workload, behaviour, habitual, p):
    assert energy.load(workload, 0.0, behaviour * habitual, habitual, 0.0, p) == workload


def test_demands_add_up():
    assert energy.load(0.5, 0.3, 0.6, 0.1, 0.5, Energy(novelty=0.6, strain=0.8)) == pytest.approx(0.5 + 0.3 + 0.3 + 0.4)


@given(shares, number(0.0, 15.0), drawn)
def test_energy_stays_a_share(before, load, p):
    assert 0.0 <= energy.energy_after_quarter(before, load, p) <= 1.0


@given(shares, drawn)
def test_with_nothing_to_do_energy_only_returns(before, p):
    assert energy.energy_after_quarter(before, 0.0, p) >= before - 1e-12


def test_energy_ends_where_recovery_and_drain_balance():
    level, p = np.asarray(1.0), Energy()
    for _ in range(60):
        level = energy.energy_after_quarter(level, 0.5, p)
    assert level == pytest.approx(p.recovery / (p.recovery + 0.5 * p.drain), abs=1e-9)


def test_two_programmes_at_once_cost_more_than_twice_one():
    """An overload weighs more than the same load spread over time."""
    p = Energy(recovery=0.0)
    one, both = (-np.log(energy.energy_after_quarter(1.0, 1.0 + extra, p)) for extra in (0.3, 0.6))
    usual = -np.log(energy.energy_after_quarter(1.0, 1.0, p))
    assert both - usual > 2.0 * (one - usual)


@given(drawn)
def test_a_rested_rep_works_in_full(p):
    assert energy.working_capacity(1.0, p) == 1.0
    assert energy.working_capacity(0.0, p) == pytest.approx(1.0 - p.capacity_loss)
