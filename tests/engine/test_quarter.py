"""The record of a quarter: what passed from hand to hand, and the same quarter as without one."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import fields, is_dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings

from sim.engine.quarter import QuarterRecord, begin, first_day, live, step
from sim.engine.setup import Setup, State, make_setup
from sim.laws.basics import logistic
from sim.laws.intention import mood
from sim.people.chance import Decision, Luck
from sim.scenario.schema import Scenario
from tests.strategies import scenarios

few = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
CLOSE = 1e-12
RUNS = 2


def setup_of(scenario: Scenario) -> Setup:
    return make_setup(scenario, scenario.strategy("plan"), Luck.of(1, np.arange(RUNS)))


def lived(scenario: Scenario) -> tuple[Setup, State, list[QuarterRecord]]:
    setup = setup_of(scenario)
    state = begin(setup)
    return setup, state, [live(setup, state) for _ in range(scenario.quarters)]


def numbers_in(thing: Any) -> dict[str, np.ndarray]:
    """Every number and array of a record or a state, by its path."""
    if is_dataclass(thing):
        thing = {field.name: getattr(thing, field.name) for field in fields(thing)}
    if isinstance(thing, list):
        thing = dict(enumerate(thing))
    if not isinstance(thing, dict):
        return {"": np.asarray(thing)}
    return {f"{name}.{path}": values for name, inner in thing.items() for path, values in numbers_in(inner).items()}


def differing(one: Any, other: Any) -> list[str]:
    """Where two records or states are not the same to the bit."""
    here, there = numbers_in(one), numbers_in(other)
    assert here.keys() == there.keys()
    return [path for path in here if here[path].dtype != there[path].dtype
            or here[path].tobytes() != there[path].tobytes()]


@few
@given(scenarios(hard=True))
def test_a_recorded_quarter_is_the_quarter_without_a_record(scenario: Scenario) -> None:
    setup = setup_of(scenario)
    plain, (recorded, _) = begin(setup), first_day(setup)
    assert differing(plain, recorded) == []
    for _ in range(scenario.quarters):
        assert differing(step(setup, plain), live(setup, recorded).outcomes) == []
        assert differing(plain, recorded) == []


@few
@given(scenarios(hard=True))
def test_what_was_dealt_and_who_came_and_went_add_up_to_the_outcomes(scenario: Scenario) -> None:
    for record in lived(scenario)[2]:
        sales, staffing, moved = record.sales, record.staffing, record.moved
        counted = {"leavers": staffing.left, "dismissed": staffing.dismissed, "hired": staffing.hired,
                   "wins": sales.wins_new, "deals": sales.wins_existing, "leads": sales.leads,
                   "customers_won": moved.won, "customers_lost": moved.lost, "headcount": record.people["present"],
                   "vacancies": record.people["opened"] - record.people["present"]}
        for name, table in counted.items():
            np.testing.assert_array_equal(table.sum(axis=0), record.outcomes[name], err_msg=name)
        np.testing.assert_array_equal(record.uprooted + record.churned + staffing.customers_lost, moved.lost)


@few
@given(scenarios(hard=True))
def test_who_works_next_quarter_is_who_worked_in_this_one_and_stayed_or_was_hired(scenario: Scenario) -> None:
    records = lived(scenario)[2]
    for now, following in pairwise(records):
        staffing = now.staffing
        stayed = now.people["present"] - staffing.left - staffing.dismissed + staffing.hired
        np.testing.assert_array_equal(stayed, following.people["present"])
        assert now.quarter + 1 == following.quarter


@few
@given(scenarios(hard=True))
def test_the_pulls_on_record_and_the_chance_of_the_quarter_make_the_intention(scenario: Scenario) -> None:
    setup, p = setup_of(scenario), scenario.parameters.intention
    state, usual = first_day(setup)
    for met in (usual, *(live(setup, state) for _ in range(scenario.quarters))):
        chance = mood(setup.luck.uniform(Decision.MOOD, met.quarter, setup.slots), p)
        wanted = logistic(p.propensity + sum(met.choice.pulls.values()) + chance)
        np.testing.assert_allclose(np.broadcast_to(wanted, setup.shape), met.choice.intention, rtol=0.0, atol=CLOSE)


@few
@given(scenarios(hard=True))
def test_a_record_stays_as_it_is_whatever_happens_to_the_people_later(scenario: Scenario) -> None:
    setup = setup_of(scenario)
    state = begin(setup)
    record = live(setup, state)
    kept = deepcopy(record)
    for table in state.people.arrays().values():
        table += 1.0  # as when a Mesa agent's states are set by hand
    assert differing(record, kept) == []
