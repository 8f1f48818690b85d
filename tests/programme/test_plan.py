"""From measures to numbers: what is in force when, how strongly, for whom, at what cost."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from sim.programme.effects import EFFECTS, compile_plan
from sim.programme.plan import Levels, Plan
from sim.scenario.columns import can_vary
from sim.scenario.contradictions import MEASURES
from sim.scenario.market import Costs
from sim.scenario.measures import Measure, PeopleMeasure
from sim.scenario.strategy import Strategy
from tests.strategies import measures

HORIZON = 10
ONE = TypeAdapter(Measure)


def measure(kind: str, start: int = 2, quarters: int = 3, **more: Any) -> Any:
    return ONE.validate_python({"kind": kind, "start": start, "quarters": quarters} | more)


def plan_of(*chosen: Any, horizon: int = HORIZON) -> Plan:
    return compile_plan(horizon, Strategy(name="plan", measures=chosen))


def numbers(plan: Plan) -> dict[str, np.ndarray]:
    """Every series of a plan by a name of its own."""
    levels = {f.name: getattr(plan.levels, f.name) for f in fields(Levels)}
    reaches = {f"reach {k}": reach.dose for k, reach in enumerate(plan.reaches)}
    units = {f"unit {k}": dose for k, (_, _, dose) in enumerate(plan.units)}
    bonuses = {f"bonus {k}": dose for k, (dose, _) in enumerate(plan.bonus_changes)}
    return levels | reaches | units | bonuses


def in_force(plan: Plan) -> set[int]:
    """Quarters in which any number of the plan is not 0."""
    return {int(q) for series in numbers(plan).values() for q in np.flatnonzero(series)}


def total_dose(plan: Plan) -> float:
    return float(sum(np.abs(series).sum() for series in numbers(plan).values()))


@pytest.mark.parametrize("kind", MEASURES)
class TestEveryKind:
    def test_it_has_an_effect_with_a_sentence(self, kind: str) -> None:
        effect = EFFECTS[MEASURES[kind]]
        assert effect.__doc__

    def test_it_puts_something_into_the_plan(self, kind: str) -> None:
        assert total_dose(plan_of(measure(kind))) > 0.0

    def test_it_acts_from_its_start_until_its_end_and_never_before_the_first_quarter(self, kind: str) -> None:
        quarters = in_force(plan_of(measure(kind)))
        assert min(quarters) == 2 and quarters <= {2, 3, 4}

    def test_dose_0_leaves_the_plan_empty(self, kind: str) -> None:
        empty = plan_of(measure(kind, dose=0.0))
        assert total_dose(empty) == 0.0 and empty.seller_positions == 0
        assert not empty.reaches and not empty.units and not empty.bonus_changes

    def test_half_a_dose_is_half_of_everything(self, kind: str) -> None:
        whole, half = numbers(plan_of(measure(kind))), numbers(plan_of(measure(kind, dose=0.5)))
        shares = {"lessons_share", "cross_functional"}  # what a lesson consists of, not how much of it there is
        for name in whole.keys() - shares - {"sellers"}:  # people are whole
            assert half[name] == pytest.approx(0.5 * whole[name], abs=1e-12), name

    def test_dates_beyond_the_horizon_are_cut(self, kind: str) -> None:
        long = numbers(plan_of(measure(kind, start=3, quarters=6), horizon=20))
        short = numbers(plan_of(measure(kind, start=3, quarters=6), horizon=5))
        assert all(np.array_equal(short[name], long[name][:6]) for name in long)

    def test_after_the_horizon_it_does_nothing(self, kind: str) -> None:
        assert total_dose(plan_of(measure(kind, start=6), horizon=5)) == 0.0

    def test_dates_of_two_are_those_of_each(self, kind: str) -> None:
        twice = plan_of(measure(kind, start=1, quarters=1), measure(kind, start=7, quarters=2))
        assert in_force(twice) <= {1, 7, 8} and {1, 7} <= in_force(twice)


# --- doses ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["training", "coaching"])
@pytest.mark.parametrize("quarters", [1, 2, 5])
def test_a_programme_for_people_is_one_full_dose_spread_over_its_quarters(kind: str, quarters: int) -> None:
    (reach,) = plan_of(measure(kind, quarters=quarters)).reaches
    assert reach.dose.sum() == pytest.approx(1.0)
    assert np.ptp(reach.dose[2:2 + quarters]) == 0.0


def test_targets_are_pushed_in_full_every_quarter() -> None:
    (reach,) = plan_of(measure("targets", quarters=3, pressure=0.2)).reaches
    assert reach.dose[1:6].tolist() == [0.0, 1.0, 1.0, 1.0, 0.0]


@pytest.mark.parametrize(("kind", "level"), [
    ("rules", "rules"), ("appeals", "appeals"), ("gamification", "gamification"), ("recognition", "recognition"),
    ("grace_period", "grace"), ("leader_coaching", "leader_coaching"), ("error_culture_work", "error_culture_work")])
@given(first=st.floats(0.0, 1.0), second=st.floats(0.0, 1.0))
def test_doses_on_the_framework_combine_to_no_more_than_the_whole(kind: str, level: str, first: float,
                                                                  second: float) -> None:
    series = getattr(plan_of(measure(kind, dose=first), measure(kind, dose=second)).levels, level)
    assert series[2] == pytest.approx(1.0 - (1.0 - first) * (1.0 - second), abs=1e-12)
    assert series.min() >= 0.0 and series.max() <= 1.0


def test_head_counts_loads_and_meetings_add_up() -> None:
    plan = plan_of(measure("hire_sellers", sellers=3, quarters=1),
                   measure("hire_sellers", sellers=6, dose=0.5, quarters=1),
                   measure("tool_rollout", dose=0.4), measure("bonus_change", dose=0.3),
                   measure("reflection_meetings", extra_meetings=2.0),
                   measure("reflection_meetings", extra_meetings=3.0))
    assert plan.levels.sellers.tolist()[:4] == [0.0, 0.0, 6.0, 0.0]
    assert plan.seller_positions == plan.levels.sellers.sum()
    assert plan.levels.structure_load[2] == pytest.approx(0.7) and plan.levels.structure_load[3] == 0.0
    assert plan.levels.extra_meetings[2] == pytest.approx(5.0)


@given(st.integers(1, 40), st.sampled_from([1.0, 0.5, 0.3]), st.integers(1, 8))
def test_sellers_positions_open_evenly_and_as_many_as_the_dose_says(sellers: int, dose: float, quarters: int) -> None:
    plan = plan_of(measure("hire_sellers", sellers=sellers, dose=dose, quarters=quarters))
    opened = plan.levels.sellers[2:2 + quarters]
    assert opened.sum() == plan.levels.sellers.sum() == plan.seller_positions == round(sellers * dose)
    assert np.array_equal(opened, np.floor(opened)) and np.ptp(opened) <= 2.0


def test_coaching_by_a_manager_brings_no_skill_of_its_own() -> None:
    (own,) = plan_of(measure("coaching", by="manager")).reaches
    (bought,) = plan_of(measure("coaching", by="professional", skill=0.9)).reaches
    assert (own.kind, own.skill) == ("manager_coaching", 0.0)
    assert (bought.kind, bought.skill) == ("coaching", 0.9)


def test_a_reorganisation_takes_one_of_three_forms() -> None:
    split, segments, pairs = (plan_of(measure("reorganisation", form=form)).levels
                              for form in ("role_split", "segment_split", "team_selling"))
    assert split.split[2] > 0.0 and not split.segments.any() and not split.pairs.any()
    assert segments.segments[4] == 1.0 and segments.regroup[2] == 1.0 and not segments.regroup[3:].any()
    assert pairs.pairs[4] == 1.0 and not pairs.split.any() and not pairs.regroup.any()
    assert all(level.shake[2] == 1.0 and not level.shake[3:].any() for level in (split, segments, pairs))


def test_guidelines_are_joint_or_imposed() -> None:
    levels = plan_of(measure("guidelines", jointly=0.75)).levels
    assert levels.joint_guidelines[2] == pytest.approx(0.75)
    assert levels.imposed_guidelines[2] == pytest.approx(0.25)


def test_of_two_kinds_of_meeting_the_later_measure_sets_the_agenda() -> None:
    levels = plan_of(measure("reflection_meetings", reflection_share=0.3, quarters=4),
                     measure("reflection_meetings", start=4, quarters=1, reflection_share=0.9)).levels
    assert levels.lessons_share[2:7] == pytest.approx(np.array([0.3, 0.3, 0.9, 0.3, 0.0]))


# --- targets and costs ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [kind for kind, model in MEASURES.items() if issubclass(model, PeopleMeasure)])
def test_a_measure_on_people_reaches_whom_it_is_meant_for(kind: str) -> None:
    (reach,) = plan_of(measure(kind, target="willing")).reaches
    assert reach.target == "willing"


@given(measures(HORIZON))
def test_every_cost_is_paid_by_the_dose_for_those_reached(table: dict[str, Any]) -> None:
    plan = plan_of(ONE.validate_python(table))
    reached = {reach.target for reach in plan.reaches} or {"all", "opinion_leaders"}
    for price, target, dose in plan.units:
        assert price in Costs.model_fields and target in reached
        assert dose.min() >= 0.0 and dose.max() <= 1.0


@given(st.lists(measures(HORIZON), max_size=5))
def test_levels_that_are_doses_stay_between_0_and_1(tables: list[dict[str, Any]]) -> None:
    counted = {"sellers", "split", "networking", "extra_meetings", "structure_load", "culture_load",
               "leader_programmes"}
    levels = plan_of(*map(ONE.validate_python, tables)).levels
    for f in fields(Levels):
        series = getattr(levels, f.name)
        assert series.shape == (HORIZON + 1,) and series[0] == 0.0 and series.min() >= 0.0
        assert f.name in counted or series.max() <= 1.0, f.name


# --- values that differ from run to run -----------------------------------------------------------------------------

COLUMNS = [(kind, name) for kind, model in MEASURES.items() for name in model.model_fields
           if can_vary(measure(kind), name)]


@pytest.mark.parametrize(("kind", "field"), COLUMNS)
def test_every_run_has_the_plan_that_it_would_have_alone(kind: str, field: str) -> None:
    """Also beside another measure of the kind, and where the dose is 0 in some runs."""
    values = np.array([0.0, 0.25, 1.0, 0.0, 0.7])
    first, last = measure(kind, dose=0.4), measure(kind, start=3, dose=0.9)

    def plan(value: Any) -> Plan:
        varied = measure(kind).model_copy(update={field: value})
        return compile_plan(HORIZON, Strategy.model_construct(name="plan", measures=(first, varied, last)))

    batch, alone = plan(values), [plan(float(value)) for value in values]
    for name in (f.name for f in fields(Levels)):
        series = getattr(batch.levels, name)
        for run, own in enumerate(alone):
            assert np.array_equal(series if series.ndim == 1 else series[:, run], getattr(own.levels, name)), name
    for run, own in enumerate(alone):
        assert paid(batch, run) == paid(own, 0)
        assert given(batch, run) == given(own, 0)


def of_run(value: Any, run: int) -> Any:
    return value if np.ndim(value) == 0 else value[..., run]


def paid(plan: Plan, run: int) -> list[tuple[str, str, list[float]]]:
    """What a run pays for, quarter by quarter; what it does not have is left out."""
    found = [(cost, target, (dose if dose.ndim == 1 else dose[:, run]).tolist()) for cost, target, dose in plan.units]
    return [unit for unit in found if any(unit[2])]


def given(plan: Plan, run: int) -> list[tuple[Any, ...]]:
    """Whom the measures of a run reach, with what."""
    found = [(r.kind, r.target, (r.dose if r.dose.ndim == 1 else r.dose[:, run]).tolist(), of_run(r.skill, run),
              of_run(r.pressure, run)) for r in plan.reaches]
    return [reach for reach in found if any(reach[2])]


@pytest.mark.parametrize(("kind", "field"), [("recognition", "start"), ("training", "quarters"),
                                             ("hire_sellers", "sellers"), ("hire_sellers", "dose")])
def test_a_structural_value_that_differs_between_runs_is_refused(kind: str, field: str) -> None:
    varied = measure(kind).model_copy(update={field: np.array([1, 2, 3])})
    with pytest.raises(ValueError, match=rf"plan: measures\[0\]\.{field} cannot differ between the runs"):
        compile_plan(HORIZON, Strategy.model_construct(name="plan", measures=(varied,)))
