"""Values of measures that differ from run to run: a sweep over a dose is one batch, and every run has its bits."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine import ensemble
from sim.engine.ensemble import simulate, simulate_chunk, simulate_each
from sim.engine.outcomes import OUTCOMES
from sim.scenario.columns import can_vary, columns, of_runs, with_values
from sim.scenario.contradictions import MEASURES
from sim.scenario.lookup import bounds_of
from sim.scenario.precision import Precision
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON
from tests.strategies import plans

QUARTERS = 5
RUNS = np.array([0, 1, 1, 7])
BONUS = ("individual", "variable_share", "new_business_share")
FIELDS = sorted(
    {(kind, name) for kind, model in MEASURES.items() for name, field in model.model_fields.items()
     if field.annotation is float and (kind, name) != ("hire_sellers", "dose")}
    | {("bonus_change", f"bonus.{name}") for name in BONUS})
"""Every kind with every value of its that may differ."""


def scenario(measures: list[dict[str, Any]], **more: Any) -> Scenario:
    """A small firm with two strategies: the measures, and something beside them."""
    return Scenario.model_validate({
        "quarters": QUARTERS, "organisation": {"reps": 9, "team_size": 4}, "book": {"customers_per_rep": 8},
        "strategies": [{"name": "beside", "measures": [{"kind": "rules", "start": 1, "dose": 0.3},
                                                       {"kind": "targets", "start": 2, "quarters": 3}]},
                       {"name": "varied", "measures": measures}]} | more)


def neighbours(kind: str) -> list[dict[str, Any]]:
    """The measure between two of its kind, since they combine; of a reorganisation there is only one."""
    doses = () if kind == "reorganisation" else (0.3, 0.7)
    sides = [{"kind": kind, "start": 1, "quarters": 4, "dose": dose} for dose in doses]
    middle = {"kind": kind, "start": 2, "quarters": 3}
    return [*sides[:1], middle, *sides[1:], {"kind": "targets", "start": 1, "quarters": 2}]


def alone(case: Scenario, values: Mapping[str, np.ndarray], column: int, precision: Precision) -> dict[str, np.ndarray]:
    one = with_values(case, {name: column_of[column].item() for name, column_of in values.items()})
    assert not list(columns(one))
    return simulate_chunk(one, "varied", 5, RUNS[column:column + 1], precision=precision)


def assert_every_run_is_the_one_alone(case: Scenario, values: Mapping[str, np.ndarray], precision: Precision) -> None:
    swept = with_values(case, values)
    batch = simulate_chunk(swept, "varied", 5, RUNS, precision=precision)
    for column in range(RUNS.size):
        own = alone(case, values, column, precision)
        differing = [name for name in OUTCOMES if not np.array_equal(batch[name][:, [column]], own[name])]
        assert differing == [], (column, differing)
    assert {values.dtype for values in batch.values()} == {np.dtype("float32" if precision == "single" else "float64")}


@pytest.mark.parametrize("precision", ["double", "single"])
@pytest.mark.parametrize(("kind", "field"), FIELDS)
def test_every_run_of_a_sweep_over_a_measure_is_that_run_alone(kind, field, precision) -> None:
    case = scenario(neighbours(kind))
    at = 0 if kind == "reorganisation" else 1
    low, high = (0.0, 1.0) if field == "dose" or "." in field else bounds_of(MEASURES[kind].model_fields[field])
    assert low is not None and high is not None
    values = np.array([low, high, low + 0.6 * (high - low), low + 0.1 * (high - low)])
    assert_every_run_is_the_one_alone(case, {f"strategies[varied].measures[{at}].{field}": values}, precision)


def free_fields(case: Scenario) -> list[str]:
    """Values of the strategy's measures that may differ, by dotted name."""
    return [name for at, measure in enumerate(case.strategy("varied").measures) for field in type(measure).model_fields
            if can_vary(case, name := f"strategies[varied].measures[{at}].{field}")]


@settings(max_examples=25)
@given(data=st.data())
def test_that_holds_for_any_values_of_any_measures_together(data) -> None:
    measures = data.draw(plans(QUARTERS).filter(bool))
    case = scenario(measures)
    names = free_fields(case)
    chosen = data.draw(st.lists(st.sampled_from(names), unique=True, min_size=1, max_size=4)) if names else []
    # Any dose must be possible where others name sellers as their target: only 0 would leave them without.
    shares = st.sampled_from([0.0, 0.2, 1.0, 0.55])
    values = {name: np.array([data.draw(shares) for _ in RUNS]) for name in chosen}
    assert_every_run_is_the_one_alone(case, values, data.draw(st.sampled_from(["double", "single"])))


@pytest.mark.parametrize("precision", ["double", "single"])
def test_beside_other_strategies_every_run_keeps_its_bits(precision) -> None:
    """Strategies side by side in one table, each of which may vary."""
    kinds = ("bonus_change", "targets", "recognition", "reflection_meetings", "coaching")
    case = scenario([*({"kind": kind, "start": 1 + at % 2, "quarters": 3} for at, kind in enumerate(kinds)),
                     {"kind": "hire_sellers", "start": 1, "sellers": 2}])
    n = RUNS.size
    spread = np.linspace(0.0, 1.0, n)
    swept = with_values(case, {
        "strategies[varied].measures[bonus_change].bonus.new_business_share": spread,
        "strategies[varied].measures[targets].pressure": spread[::-1].copy(),
        "strategies[varied].measures[recognition].dose": spread,
        "strategies[varied].measures[reflection_meetings].extra_meetings": 3.0 * spread,
        "strategies[varied].measures[coaching].skill": spread,
        "strategies[beside].measures[targets].dose": spread[::-1].copy()})
    names = [CARRY_ON, "varied", "beside"]
    together = simulate_each([(swept, name) for name in names], replications=n, seed=5, precision=precision)
    for found, name in zip(together, names, strict=True):
        own = simulate_chunk(swept, name, 5, np.arange(n), precision=precision)
        assert [key for key in OUTCOMES if not np.array_equal(found.outcomes[key], own[key])] == [], name


def test_a_sweep_over_a_dose_is_cut_with_its_runs(monkeypatch) -> None:
    case = scenario(neighbours("error_culture_work"))
    swept = with_values(case, {"strategies[varied].measures[1].dose": np.linspace(0.0, 1.0, 20)})
    whole = simulate_chunk(swept, "varied", 5, np.arange(20))
    monkeypatch.setattr(ensemble, "CHUNK_CELLS", 60)
    parts = simulate(swept, "varied", replications=20, seed=5, workers=1).outcomes
    assert all(np.array_equal(whole[name], parts[name]) for name in OUTCOMES)


@pytest.mark.parametrize("kind", sorted(set(MEASURES) - {"hire_sellers"}))
def test_dose_0_in_a_run_changes_nothing_and_costs_nothing_there(kind) -> None:
    case = scenario([{"kind": kind, "start": 1, "quarters": 4}])
    swept = with_values(case, {f"strategies[varied].measures[{kind}].dose": np.array([0.0, 1.0])})
    found = simulate_chunk(swept, "varied", 5, np.array([3, 3]))
    without = simulate_chunk(case, CARRY_ON, 5, np.array([3]))
    assert all(np.array_equal(found[name][:, [0]], without[name]) for name in OUTCOMES)
    assert any(not np.array_equal(found[name][:, 0], found[name][:, 1]) for name in OUTCOMES)


def test_more_of_a_measure_costs_more_on_the_same_luck() -> None:
    case = scenario([{"kind": "appeals", "start": 1, "quarters": 4}])
    swept = with_values(case, {"strategies[varied].measures[appeals].dose": np.array([0.0, 0.25, 0.5, 1.0])})
    cost = simulate_chunk(swept, "varied", 5, np.zeros(4, np.int64))["cost_measures"].sum(axis=0)
    assert all(less < more for less, more in pairwise(cost.tolist()))


@pytest.mark.parametrize(("name", "value"), [
    ("strategies[varied].measures[0].start", 2), ("strategies[varied].measures[0].quarters", 2),
    ("strategies[varied].measures[hire_sellers].dose", 0.5), ("organisation.reps", 9), ("quarters", 5)])
def test_a_structural_value_that_differs_is_refused_with_its_name(name, value) -> None:
    case = scenario([{"kind": "training", "start": 1}, {"kind": "hire_sellers", "start": 1, "sellers": 2}])
    assert not can_vary(case, name)
    with pytest.raises(ValueError, match="cannot differ between the runs of a batch"):
        simulate(with_values(case, {name: np.full(3, value)}), "varied", replications=3)


def test_a_column_of_another_length_is_refused_with_its_name() -> None:
    swept = with_values(scenario([{"kind": "appeals", "start": 1}]),
                        {"strategies[varied].measures[appeals].dose": np.zeros(3)})
    with pytest.raises(ValueError, match=r"strategies\[2\]\.measures\[0\]\.dose has shape \(3,\)"):
        simulate(swept, "varied", replications=4)


def test_runs_are_cut_out_of_measures_and_shocks_too() -> None:
    case = scenario([{"kind": "appeals", "start": 1}], market={"shocks": [{"quarter": 2}]})
    swept = with_values(case, {"strategies[varied].measures[appeals].dose": np.arange(4) / 4,
                               "market.shocks[0].demand": np.arange(4) / 10})
    assert dict(columns(swept)).keys() == {"strategies[2].measures[0].dose", "market.shocks[0].demand"}
    cut = dict(columns(of_runs(swept, slice(1, 3))))
    assert [values.tolist() for values in cut.values()] == [[0.1, 0.2], [0.25, 0.5]]
    assert math.isclose(case.strategy("varied").measures[0].dose, 1.0)


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=4), st.sampled_from([np.float64, np.float32]))
def test_what_joins_with_nothing_keeps_its_bits(doses, dtype) -> None:
    """Levels and pressure rely on it: a measure that a run does not have joins with dose 0 there."""
    level = dtype(0.0)
    for dose in doses:
        level = dtype(1.0) - (dtype(1.0) - level) * (dtype(1.0) - dtype(dose))
    assert dtype(1.0) - (dtype(1.0) - level) * (dtype(1.0) - dtype(0.0)) == level


def test_an_element_is_named_by_position_by_name_or_by_kind() -> None:
    case = scenario([{"kind": "training", "start": 1}, {"kind": "appeals", "start": 1}])
    for name in ("strategies[varied].measures[appeals].dose", "strategies[2].measures[1].dose",
                 "strategies[varied].measures[1].dose"):
        changed = with_values(case, {name: 0.25, "strategies[2].measures[0].dose": 0.5})
        assert [measure.dose for measure in changed.strategy("varied").measures] == [0.5, 0.25]
    assert case.strategy("varied").measures[1].dose == 1.0


@pytest.mark.parametrize("name", ["strategies[nobody].measures[0].dose", "strategies[varied].measures[9].dose",
                                  "strategies[varied].measures[0].doze", "strategies.[0]", "", "framework.bonus.x",
                                  "quarters[0]", "quarters.x"])
def test_a_name_that_does_not_exist_is_a_key_error(name) -> None:
    case = scenario([{"kind": "training", "start": 1}])
    for asked in (lambda: with_values(case, {name: 1.0}), lambda: can_vary(case, name)):
        with pytest.raises(KeyError):
            asked()


@pytest.mark.parametrize(("name", "may"), [
    ("framework.error_culture", True), ("parameters.fear.per_failure", True), ("framework.bonus.team", True),
    ("book.customers_per_rep", True), ("market.shocks[0].demand", True), ("market.shocks[0].quarter", False),
    ("strategies[varied].measures[coaching].skill", True), ("strategies[varied].measures[coaching].by", False),
    ("strategies[varied].measures[coaching].target", False), ("strategies[varied].measures[coaching].kind", False),
    ("strategies[varied].measures[hire_sellers].dose", False), ("strategies[varied].measures", False),
    ("strategies[varied]", False), ("framework", False), ("title", False), ("organisation.reps", False),
    ("organisation.advisor_share", True)])
def test_it_is_told_which_values_may_differ_within_a_batch(name, may) -> None:
    case = scenario([{"kind": "coaching", "start": 1}, {"kind": "hire_sellers", "start": 1}],
                    market={"shocks": [{"quarter": 2}]})
    assert can_vary(case, name) is may
