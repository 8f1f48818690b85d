"""Cases: what a person changes reaches the scenario, and command and file give the same one."""

from __future__ import annotations

import shlex
import tomllib
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.app.state.case import Case, first_case, own_case, usual_pair
from sim.app.state.change import MIXES, change
from sim.app.state.drawer import drawer
from sim.app.state.levers import counts, lever, levers
from sim.app.state.presets import names as questions
from sim.app.state.presets import preset, presets
from sim.app.state.programme import edited, programme
from sim.scenario.measures import MEASURES
from sim.scenario.reading import load_scenario, load_text
from sim.scenario.ready import IN_WHEEL, PACKAGE, folder, names, ready
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON
from tests.app.state.made import after, cases, steps

COACHING = "strategies[transform_everyone].measures[3].dose"


def by_command(case: Case) -> Scenario:
    """The scenario that the command of a case reads."""
    parts = shlex.split(case.cli_line(500))
    sets = [value for option, value in pairwise(parts) if option == "--set"]
    return load_scenario(folder() / f"{case.base}.toml", sets)


@settings(max_examples=40)
@given(cases())
def test_the_command_and_the_file_give_the_same_scenario(case: Case) -> None:
    assert by_command(case) == case.scenario()
    assert load_text(case.toml()) == case.scenario()


def test_the_command_compares_the_pair_with_the_seed() -> None:
    parts = shlex.split(Case("crisis", {}, 7, ("mixed", CARRY_ON)).cli_line())
    assert parts == ["salesshift", "compare", "scenarios/crisis.toml", "--strategies", "mixed", "--seed", "7"]


@settings(max_examples=60)
@given(cases(), steps)
def test_whatever_is_done_the_scenario_stays_possible(case: Case, step: object) -> None:
    after(case, step).scenario()


@settings(max_examples=30)
@given(cases(), st.sampled_from(["de", "en"]))
def test_every_case_can_be_shown(case: Case, lang: str) -> None:
    shown = levers(case, lang, first_case("b2b_mixed"))
    assert len(shown) == 7
    assert [one["group"] for one in shown] == ["measures"] * 4 + ["assumptions"] * 3
    assert all(one["low"] <= one["value"] <= one["high"] and one["words"] for one in shown if one["kind"] == "range")
    assert len(programme(case, lang)) == 2
    assert drawer(case, lang)["n"] > 250


def test_the_scenario_in_front_is_in_the_wheel_as_in_the_checkout() -> None:
    assert names()[0] == "b2b_advisors"
    assert len(names()) == len(list(folder().glob("*.toml"))) == 7


@pytest.mark.parametrize("name", names())
def test_every_ready_scenario_has_a_pair_to_begin_with(name: str) -> None:
    assert set(usual_pair(ready(name))) <= {strategy.name for strategy in ready(name).strategies}
    assert len(set(usual_pair(ready(name)))) == 2


def test_without_strategies_carrying_on_stands_on_both_sides() -> None:
    case = own_case(Scenario(title="Mine"), "mine.toml")
    assert case.pair == (CARRY_ON, CARRY_ON)
    assert [one["fixed"] for one in programme(case, "de")] == [True, True]


@pytest.mark.parametrize(("field", "value", "there"), [
    ("framework.error_culture", 0.8, lambda s: s.framework.error_culture == 0.8),
    ("framework.bonus", "team", lambda s: s.framework.bonus.team == MIXES["team"][1]),
    ("framework.bonus.new_business_share", 0.6, lambda s: s.framework.bonus.new_business_share == 0.6),
    (COACHING, 0.5, lambda s: s.strategy("transform_everyone").measures[3].dose == 0.5),
    ("strategies[add_sellers].measures[0].sellers", 12, lambda s: s.strategy("add_sellers").measures[0].sellers == 12),
    ("people.habit_advising", 0.9, lambda s: s.people.habit_advising == 0.9),
    ("people.fear_of_failure", 0.2, lambda s: s.people.fear_of_failure == 0.2),
    ("framework.opinion_leader_resistance", 0.0, lambda s: s.framework.opinion_leader_resistance == 0.0),
])
def test_each_lever_reaches_the_scenario(field: str, value: object, there: object) -> None:
    start = first_case()
    shown = {one["field"] for one in levers(start, "de")} | {"framework.bonus.new_business_share"}
    case, notes = change(start, field, value)
    assert field in shown
    assert there(case.scenario())
    assert not there(start.scenario())
    assert not notes
    assert change(case, field, None)[0] == start


def test_a_value_outside_the_limits_is_clamped_and_told() -> None:
    case, (note,) = change(first_case(), "framework.error_culture", 7)
    assert case.scenario().framework.error_culture == 1.0
    assert "Fehlerkultur" in note.text("de")


def test_an_unusual_value_holds_and_is_told() -> None:
    case, (note,) = change(first_case(), "people.fear_of_failure", 0.95)
    assert case.scenario().people.fear_of_failure == 0.95
    assert "0,2" in note.text("de")


@pytest.mark.parametrize("value", [True, "x", float("nan"), [1], {"a": 1}])
def test_what_is_no_number_changes_nothing(value: object) -> None:
    case, notes = change(first_case(), "framework.error_culture", value)
    assert case == first_case()
    assert [note.name for note in notes] == ["levers.note.unusable"]


@pytest.mark.parametrize("field", ["framework", "strategies", "strategies[mixed].name", "strategies[carry_on].label",
                                   "strategies[mixed].measures", "a.b", "", "posterior.names", "x" * 500])
def test_what_is_no_single_value_cannot_be_changed(field: str) -> None:
    case, notes = change(first_case(), field, 1)
    assert case == first_case()
    assert notes


@given(st.sampled_from(["individual", "team", "company"]), st.floats(0, 1))
def test_parts_of_the_bonus_stay_whole(part: str, share: float) -> None:
    case, _ = change(first_case(), f"framework.bonus.{part}", share)
    bonus = case.scenario().framework.bonus
    assert getattr(bonus, part) == pytest.approx(share, abs=1e-6)
    assert bonus.individual + bonus.team + bonus.company == pytest.approx(1.0)


def test_what_is_set_back_is_no_change() -> None:
    case, _ = change(first_case(), "framework.error_culture", 0.9)
    case, _ = change(case, "people.fear_of_failure", 0.3)
    assert counts(case) == {"measures": 1, "assumptions": 1}
    assert change(change(case, "framework.error_culture", 0.4)[0], "people.fear_of_failure", 0.5)[0] == first_case()


def test_a_lever_tells_where_base_and_a_stand() -> None:
    kept, _ = change(first_case(), "framework.error_culture", 0.6)
    case, _ = change(first_case(), "framework.error_culture", 0.9)
    shown = levers(case, "en", kept)[0]
    assert (shown["value"], shown["base"], shown["kept"], shown["changed"]) == (0.9, 0.4, 0.6, True)
    assert shown["words"] == "90 of 100: learnt from"


def test_a_lever_tells_its_effort_and_its_evidence() -> None:
    found = lever(first_case(), COACHING, "en")
    assert "2,800" in found["about"]
    assert found["evidence"]
    with pytest.raises(KeyError):
        lever(first_case(), "nonsense", "en")


@pytest.mark.parametrize("kind", MEASURES)
def test_every_kind_of_measure_can_be_added_and_removed(kind: str) -> None:
    start = first_case()
    case, notes = edited(start, {"op": "add", "side": "left", "kind": kind})
    assert not notes
    assert case.scenario().strategy("transform_everyone").measures[-1].kind == kind
    assert programme(case, "de")[0]["measures"][-1]["changed"]
    assert edited(case, {"op": "remove", "side": "left", "index": 10})[0] == start
    assert edited(case, {"op": "reset", "side": "left"})[0] == start


def test_a_measure_stays_within_the_horizon() -> None:
    case, _ = edited(first_case(), {"op": "move", "side": "left", "index": 3, "start": 99})
    assert case.scenario().strategy("transform_everyone").measures[3].start == 13
    case, _ = edited(case, {"op": "resize", "side": "left", "index": 3, "start": 13, "quarters": 50})
    assert case.scenario().strategy("transform_everyone").measures[3].quarters == 4


@pytest.mark.parametrize("op", [{"op": "remove"}, {"op": "dose", "dose": 0.0}])
def test_with_the_last_sellers_goes_what_was_for_them_only(op: dict[str, object]) -> None:
    case, (note,) = edited(first_case(), {**op, "side": "right", "index": 0})
    kinds = [m.kind for m in case.scenario().strategy("add_sellers").measures]
    assert "training" not in kinds
    assert note.name == "programme.note.followers"
    assert "eine Maßnahme" in note.text("de")


def test_the_smallest_dose_of_sellers_is_one_position() -> None:
    case, _ = edited(first_case(), {"op": "dose", "side": "right", "index": 0, "dose": 0.01})
    assert programme(case, "de")[1]["measures"][0]["detail"] == "1 Stelle"


def test_carrying_on_gets_no_measures() -> None:
    case, notes = edited(first_case().between(CARRY_ON, "mixed"), {"op": "add", "side": "left", "kind": "training"})
    assert not case.changes
    assert notes


def test_changes_of_a_measure_and_of_the_whole_programme_do_not_contradict() -> None:
    case, _ = change(first_case(), COACHING, 0.5)
    case, _ = edited(case, {"op": "remove", "side": "left", "index": 0})
    case, _ = change(case, "strategies[transform_everyone].measures[2].dose", 0.25)
    assert list(case.changes) == ["strategies[transform_everyone].measures"]
    assert case.scenario().strategy("transform_everyone").measures[2].dose == 0.25


def test_presets_are_questions_to_the_case_and_the_ready_scenarios() -> None:
    case = Case("crisis", {"framework.error_culture": 0.9}, 5, ("mixed", "replace"))
    listed = [one["key"] for one in presets(case, "de")]
    assert listed == [*questions(case), *names()]
    for key in listed:
        found, notes = preset(case, key)
        assert not notes
        assert (found.seed, found.pair if key != "crm_rollout" else case.pair) == (5, ("mixed", "replace"))
        found.scenario()
    assert preset(case, "nonsense")[0] == case


def test_the_drawer_finds_puts_back_and_tells_what_is_changed() -> None:
    case, _ = change(first_case(), "costs.rep", 40_000)
    found = drawer(case, "de", "kosten mitarbeiter")
    assert all("osten" in f"{g['title']}{row['label']}{row['meaning']}" for g in found["groups"] for row in g["rows"])
    rows = {row["field"]: row for group in drawer(case, "en")["groups"] for row in group["rows"]}
    assert len(rows) == drawer(case, "en")["n"]
    assert [name for name, row in rows.items() if row["changed"]] == ["costs.rep"]
    assert (rows["costs.rep"]["base"], rows["costs.rep"]["usual"]) == (35_000.0, [25_000.0, 45_000.0])


def test_a_wheel_takes_the_ready_scenarios_where_the_page_looks_for_them() -> None:
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))
    inside = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert inside == {"scenarios": f"{PACKAGE.name}/{IN_WHEEL}"}
