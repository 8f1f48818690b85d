"""The record of an outcome says what it is, and everything that asks derives from it."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from sim.comparison.course import COURSES, DERIVED, NOT_AS_MEANS, with_derived
from sim.comparison.measures_of_success import MEASURES, Success
from sim.comparison.observed import may_be_missing, observable
from sim.engine.ensemble import simulate_chunk
from sim.engine.outcomes import OUTCOMES, Outcome
from sim.engine.perceive import Perception
from sim.people.population import Population
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON
from sim.study.futures import Futures
from sim.study.sensitivity.quantity import QuantityOfInterest

EVERYTHING = [*COURSES.values(), *MEASURES.values()]
ASKED = [f"{name}@end" for name in OUTCOMES] + list(MEASURES)


def test_a_quarter_yields_the_declared_outcomes_and_their_order_is_that_of_files() -> None:
    found = simulate_chunk(Scenario(quarters=2), CARRY_ON, 1, np.arange(2))
    assert set(found) == set(OUTCOMES)
    assert set(with_derived(found, 0.08)) == set(COURSES) == {*OUTCOMES, *DERIVED}


def test_what_is_read_is_a_column_of_people_or_a_field_of_what_they_perceived() -> None:
    columns = {"state": {f.name for f in fields(Population)}, "met": {f.name for f in fields(Perception)}}
    read = [outcome for outcome in OUTCOMES.values() if outcome.read]
    assert len(read) > 15
    for outcome in read:
        assert outcome.name in columns[outcome.read] and outcome.people == "mean", outcome.name


@pytest.mark.parametrize("declared", [COURSES, MEASURES], ids=["courses", "measures of success"])
def test_labels_tell_outcomes_apart_and_meanings_are_said_once(declared: dict[str, Outcome]) -> None:
    assert len({outcome.label for outcome in declared.values()}) == len(declared)
    assert all(outcome.explained != outcome.label for outcome in declared.values())


def test_degrees_are_averaged_and_amounts_are_added_up() -> None:
    for outcome in OUTCOMES.values():
        wrong = {"share", "index"} if outcome.people == "sum" else {"eur"}
        assert outcome.number not in wrong, outcome.name
        assert outcome.kind == "stock" or outcome.people == "sum", outcome.name


def test_only_what_is_declared_signed_falls_below_zero() -> None:
    costly = Scenario.model_validate({"quarters": 4, "costs": {"rep": 500_000.0}})
    below = {name for name, values in simulate_chunk(costly, CARRY_ON, 1, np.arange(3)).items() if values.min() < 0.0}
    assert "profit" in below and all(OUTCOMES[name].signed for name in below)


@pytest.mark.parametrize("name", ASKED)
def test_analyses_agree_which_way_an_outcome_is_better_and_in_what_unit(name: str) -> None:
    import pandas as pd

    declared = MEASURES[name] if name in MEASURES else OUTCOMES[name.partition("@")[0]]
    question, futures = QuantityOfInterest(name, "a"), Futures(name, pd.DataFrame(), pd.DataFrame(), {}, {})
    assert observable(name, 4) == "" and question.unit == declared.unit
    assert (question.good == -1) == (futures.sign == -1.0) == (declared.better == "lower")
    assert may_be_missing(name) == declared.sometimes


def test_every_measure_of_success_is_a_field_and_stands_in_the_summary() -> None:
    assert list(MEASURES) == [field.name for field in fields(Success)]
    assert set(MEASURES) > NOT_AS_MEANS
