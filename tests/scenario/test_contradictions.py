"""Values that do not go together are found in models and in raw tables alike."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from sim.scenario.contradictions import contradictions
from sim.scenario.schema import Scenario


def plan(*measures: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A scenario with one strategy of these measures."""
    return {"strategies": [{"name": "plan", "measures": list(measures)}], **more}


def called(*strategies: tuple[str, str]) -> dict[str, Any]:
    """A scenario with strategies of these names and labels; an empty label is left out."""
    return {"strategies": [{"name": name} | ({"label": label} if label else {}) for name, label in strategies]}


MEASURE = ("strategies", 0, "measures", 0)
CASES = [
    (plan({"kind": "training", "start": 17}), (*MEASURE, "start"), "after the horizon of 16 quarters"),
    (plan({"kind": "training", "start": 16, "quarters": 2}), (*MEASURE, "quarters"), "at most 1 are left"),
    (plan({"kind": "training", "start": 5}, quarters=4), (*MEASURE, "start"), "after the horizon of 4"),
    ({"market": {"shocks": [{"quarter": 9}]}, "quarters": 8}, ("market", "shocks", 0, "quarter"), "after the horizon"),
    ({"strategies": [{"name": "a"}, {"name": "a"}]}, ("strategies", 1, "name"), "already the name of strategies[0]"),
    (called(("a", "Culture first"), ("b", "Culture first")), ("strategies", 1, "label"),
     "'Culture first' is already the label of strategies[0] ('a'); give one of the two another label"),
    (called(("a", "Culture first"), ("b", " culture  FIRST")), ("strategies", 1, "label"), "reads like the label of"),
    (called(("a", "Stra\u00dfe"), ("b", "STRASSE")), ("strategies", 1, "label"), "reads like the label of"),
    (called(("a", "B"), ("b", "Plan")), ("strategies", 0, "label"), "'B' reads like the name of strat"),
    (called(("a", "Add sellers"), ("add_sellers", "")), ("strategies", 0, "label"), "'Add sellers' reads like the nam"),
    (called(("a_b", ""), ("a__b", "")), ("strategies", 1, "name"), "'a__b' reads like the name of strategies[0]"),
    (called(("carry_on", "As before"), ("b", "Carry on")), ("strategies", 1, "label"), "reads like the name of"),
    ({"strategies": [{"name": "carry_on", "measures": [{"kind": "rules", "start": 1}]}]},
     ("strategies", 0, "measures"), "strategy without measures"),
    (plan({"kind": "hire_sellers", "start": 1, "sellers": 2, "dose": 0.2}), (*MEASURE, "dose"), "no position at all"),
    (plan({"kind": "reorganisation", "start": 1, "quarters": 3}, {"kind": "reorganisation", "start": 3}),
     ("strategies", 0, "measures", 1, "start"), "two reorganisations in quarter 3"),
    (plan({"kind": "coaching", "start": 1, "by": "manager", "skill": 0.75}), (*MEASURE, "skill"), "leave it out"),
    ({"goals": {"adoption_share": 0.0}}, ("goals", "adoption_share"), "above 0"),
    ({"goals": {"adoption_level": 0}}, ("goals", "adoption_level"), "above 0"),
    (plan({"kind": "training", "start": 1, "target": "sellers"}), (*MEASURE, "target"), "never has dedicated sellers"),
    (plan({"kind": "training", "start": 1, "target": "sellers"}, {"kind": "hire_sellers", "start": 1, "dose": 0.0}),
     (*MEASURE, "target"), "never has dedicated sellers"),
    ({"organisation": {"reps": 6, "contacts": 4}}, ("organisation", "team_size"), "larger than the whole force"),
    ({"organisation": {"reps": 8, "contacts": 8}}, ("organisation", "contacts"), "at most 7"),
]


@pytest.mark.parametrize(("data", "path", "said"), CASES)
def test_a_contradiction_is_found_in_raw_tables(data: dict[str, Any], path: tuple[str | int, ...], said: str) -> None:
    [(found, message)] = contradictions(data, Scenario)
    assert found == path
    assert said in message


@pytest.mark.parametrize(("data", "path", "said"), CASES)
def test_a_scenario_built_in_python_refuses_the_same(data: dict[str, Any], path: tuple[str | int, ...],
                                                     said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Scenario.model_validate(data)
    assert said.replace("strategies[0]", "strategies[1]") in str(caught.value)


@pytest.mark.parametrize("data", [
    {},
    plan({"kind": "training", "start": 16}),
    plan({"kind": "training", "start": 1, "quarters": 16}),
    plan({"kind": "hire_sellers", "start": 1, "dose": 0.0}),
    plan({"kind": "coaching", "start": 1, "by": "manager"}),
    plan({"kind": "coaching", "start": 1, "by": "professional", "skill": 0.9}),
    plan({"kind": "reorganisation", "start": 1}, {"kind": "reorganisation", "start": 2}),
    plan({"kind": "training", "start": 1, "target": "sellers"}, {"kind": "hire_sellers", "start": 5}),
    plan({"kind": "training", "start": 3, "target": "sellers"}, {"kind": "reorganisation", "start": 2}),
    {"strategies": [{"name": "carry_on", "label": "As before"}]},
    called(("culture_first", "Culture first"), ("b", "Culture second"), ("c", "")),
    called(("a_b", "One"), ("a__b", "Two")),
    {"market": {"shocks": [{"quarter": 16, "quarters": 4}]}},
])
def test_what_goes_together_is_left_in_peace(data: dict[str, Any]) -> None:
    assert contradictions(data, Scenario) == []
    assert contradictions(Scenario.model_validate(data), Scenario) == []


def test_the_label_of_carrying_on_is_taken_where_the_file_is_silent_about_it() -> None:
    [(path, message)] = contradictions(called(("a", "carry ON")), Scenario)
    assert path == ("strategies", 0, "label")
    assert message == ("'carry ON' reads like the label of 'carry_on', which is always there; give one of the two "
                       "another label")


@pytest.mark.parametrize("data", [
    None, [], "x", {"strategies": 3}, {"strategies": [3, {"name": []}, {"measures": "x"}]}, {"quarters": "many"},
    {"market": []}, {"organisation": {"reps": "x", "team_size": 9}}, {"organisation": {"reps": 1.5}},
    plan({"kind": ["x"], "start": None, "target": {}}), plan({"kind": "hire_sellers", "dose": "x"}),
    plan({"kind": "bonus_change", "bonus": {"individual": "x"}}), {"quarters": 0}, {"market": {"shocks": [{}, 3]}},
    plan({"kind": "training", "start": 99}),
])
def test_what_is_wrong_by_itself_is_not_reported_as_a_contradiction_too(data: object) -> None:
    assert contradictions(data, Scenario) == []


def test_a_bonus_that_does_not_add_up_is_found_in_framework_and_in_measures() -> None:
    data = plan({"kind": "bonus_change", "start": 1, "bonus": {"individual": 0.5}},
                framework={"bonus": {"team": 0.9}})
    assert [path for path, _ in contradictions(data, Scenario)] == [("framework", "bonus"), (*MEASURE, "bonus")]
