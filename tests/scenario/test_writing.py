"""What is written reads back the same."""

from __future__ import annotations

import json
import tomllib
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from sim.scenario.catalogue import families, rows, rows_of
from sim.scenario.contradictions import MEASURES
from sim.scenario.lookup import bounds_of, choices_of
from sim.scenario.reading import load_text
from sim.scenario.schema import Scenario
from sim.scenario.strategy import Strategy
from sim.scenario.writing import json_schema, starter_text, to_toml, toml_value

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SKIPPED = ("kind", "start", "quarters", "target", "skill", "bonus")


def values_for(model: type[BaseModel], skipped: tuple[str, ...] = ()) -> st.SearchStrategy[dict[str, Any]]:
    """Tables with some of the model's plain values."""
    options: dict[str, st.SearchStrategy[Any]] = {}
    for key, field in model.model_fields.items():
        low, high = bounds_of(field)
        if key in skipped:
            continue
        if choices_of(field.annotation):
            options[key] = st.sampled_from(choices_of(field.annotation))
        elif field.annotation is str:
            options[key] = TEXT
        elif field.annotation is int and low is not None and high is not None:
            options[key] = st.integers(int(low), int(high))
        elif field.annotation is float:
            options[key] = st.floats(low, high, allow_nan=False, allow_infinity=False)
    return st.fixed_dictionaries({}, optional=options)


def measures() -> st.SearchStrategy[dict[str, Any]]:
    """Measures of every kind within the default horizon."""
    kinds = [kind for kind in MEASURES if kind not in ("hire_sellers", "reorganisation")]
    return st.sampled_from(kinds).flatmap(lambda kind: st.builds(
        lambda values, start, quarters: {"kind": kind, "start": start, "quarters": quarters, **values},
        values_for(MEASURES[kind], SKIPPED), st.integers(1, 8), st.integers(1, 8)))


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Scenarios that differ from the defaults in all kinds of places."""
    data: dict[str, Any] = {"title": draw(TEXT), "description": draw(TEXT)}
    for key in ("people", "book", "leadership", "behaviour", "costs"):
        data[key] = draw(values_for(Scenario.model_fields[key].default.__class__))
    data["framework"] = draw(values_for(type(Scenario().framework)))
    data["parameters"] = {key: draw(values_for(type(getattr(Scenario().parameters, key))))
                          for key in draw(st.sets(st.sampled_from(list(type(Scenario().parameters).model_fields))))}
    data["market"] = {"shocks": draw(st.lists(st.fixed_dictionaries({"quarter": st.integers(1, 16), "label": TEXT}),
                                              max_size=2))}
    names = draw(st.sets(st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True).filter(lambda n: n != "carry_on"),
                         max_size=3))
    # Labels are told apart by their numbers: two that read alike are refused.
    data["strategies"] = [{"name": n, "label": f"{k}. {draw(TEXT)}", "measures": draw(st.lists(measures(), max_size=4))}
                          for k, n in enumerate(sorted(names))]
    return Scenario.model_validate(data)


@settings(deadline=None)
@given(scenarios())
def test_a_scenario_survives_writing_and_reading(scenario: Scenario) -> None:
    assert load_text(to_toml(scenario)) == scenario


def test_every_kind_of_measure_survives_writing_and_reading() -> None:
    every = [{"kind": kind, "start": 1} for kind in MEASURES]
    manager = {"kind": "coaching", "by": "manager", "start": 2}
    scenario = Scenario.model_validate({"strategies": [{"name": "all", "measures": [*every, manager]}]})
    assert load_text(to_toml(scenario)) == scenario


def test_a_written_scenario_spells_out_every_value() -> None:
    data = tomllib.loads(to_toml(Scenario()))
    assert data["framework"]["bonus"]["variable_share"] == 0.15
    assert data["market"]["shocks"] == []
    assert set(data) == set(Scenario.model_fields) - {"posterior"}


def test_the_starter_reads_back_as_the_defaults_with_three_strategies() -> None:
    scenario = load_text(starter_text())
    assert scenario.model_copy(update={"strategies": ()}) == Scenario().model_copy(update={"strategies": ()})
    assert [s.name for s in scenario.strategies] == ["carry_on", "small_steps", "transform_everyone", "add_sellers"]
    assert all(s.measures for s in scenario.strategies[1:])


def test_the_starter_names_every_value_every_measure_and_its_limits() -> None:
    text = starter_text()
    for row in rows():
        assert row.name.rpartition(".")[2] in text
    for kind in MEASURES:
        assert f"#   {kind}" in text
    assert "quarters; allowed 1 to 80; plausible 8 to 20; source: evidence row 2 (input)" in text
    assert max(map(len, text.splitlines())) <= 120


def test_the_starter_shows_how_a_shock_is_written() -> None:
    text = starter_text()
    sample = text[text.index("# [[market.shocks]]"):].split("\n\n")[0]
    read = load_text("\n".join(line.removeprefix("# ") for line in sample.splitlines() if not line.startswith("#  ")))
    assert read.market.shocks[0].quarter == 1


@given(st.one_of(TEXT, st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False)))
def test_a_plain_value_reads_back_the_same(value: object) -> None:
    assert tomllib.loads(f"x = {toml_value(value)}")["x"] == value


def test_the_schema_is_json_and_names_units() -> None:
    schema = json.loads(json.dumps(json_schema()))
    assert schema["properties"]["quarters"]["unit"] == "quarters"
    assert schema["additionalProperties"] is False


def test_the_catalogue_lists_every_value_once_with_its_declaration() -> None:
    names = [row.name for row in rows()]
    assert len(names) == len(set(names))
    reps = next(r for r in rows() if r.name == "organisation.reps")
    assert (reps.default, reps.unit, reps.low, reps.high, reps.plausible_low) == (40, "people", 4, 100_000, 10)
    assert {"market.shocks[].quarter", "strategies[].name", "strategies[].measures[training].dose"} < set(names)
    assert all(row.meaning and row.unit and row.basis for row in rows())


def test_defaults_lie_within_their_own_limits() -> None:
    for row in rows():
        if isinstance(row.default, int | float) and row.low is not None and row.high is not None:
            assert row.low <= row.default <= row.high, row.name


def test_a_family_is_a_section_with_all_below_it() -> None:
    assert {r.name for r in rows_of("framework.bonus")} < {r.name for r in rows_of("framework")}
    assert "framework.bonus" in families()
    assert rows_of("nothing") == ()


def test_defaults_of_a_nested_table_are_those_of_its_owner() -> None:
    row = next(r for r in rows() if r.name == "strategies[].measures[bonus_change].bonus.new_business_share")
    assert row.default == 0.7
    assert Strategy.model_fields["name"].default is PydanticUndefined
