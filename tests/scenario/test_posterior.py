"""A scenario that carries sets of values: what is accepted, what is refused and why, and what setting a value does."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from sim.cli.app import app
from sim.results.provenance import resolved, scenario_hash
from sim.scenario.catalogue import rows
from sim.scenario.columns import with_values
from sim.scenario.mechanisms import without
from sim.scenario.posterior import MOST_SETS, freed, may_vary
from sim.scenario.problems import ScenarioError
from sim.scenario.reading import load_text, with_overrides
from sim.scenario.schema import Scenario
from sim.scenario.writing import starter_text, to_toml

TEXT = """\
[posterior]
names = ["people.fear_of_failure", "book.customers_per_rep", "parameters.fear.per_failure"]
weights = [1, 2.5]
values = [[0.4, 20, 0.03], [0.6, 31.0, 0.01]]
data = "abc"
"""


def problems_of(text: str) -> list[str]:
    with pytest.raises(ScenarioError) as found:
        load_text(text, "s.toml")
    return [str(problem) for problem in found.value.problems]


def changed(**values: str) -> str:
    """The example with some lines replaced."""
    kept = [line for line in TEXT.splitlines() if line.split(" = ")[0] not in values]
    return "\n".join([*kept, *(f"{key} = {value}" for key, value in values.items())])


def test_the_sets_are_read_and_everything_else_keeps_its_default() -> None:
    scenario = load_text(TEXT)
    assert scenario.posterior is not None
    assert scenario.posterior.values == ((0.4, 20.0, 0.03), (0.6, 31.0, 0.01))
    assert scenario.model_copy(update={"posterior": None}) == Scenario.model_validate({})


VARIABLE = [row for row in rows() if "[" not in row.name and isinstance(row.default, int | float)
            and may_vary(row) is None]  # fmt: skip


@st.composite
def posteriors(draw: st.DrawFn) -> dict[str, Any]:
    """Sets of any values within their limits."""
    chosen = draw(st.lists(st.sampled_from(VARIABLE), min_size=1, max_size=5, unique_by=lambda row: row.name))
    value = [st.integers(int(row.low), int(row.high)) if isinstance(row.default, int) else  # type: ignore[arg-type]
             st.floats(row.low, row.high) for row in chosen]
    sets = draw(st.lists(st.tuples(*value), min_size=1, max_size=40))
    weights = draw(st.lists(st.floats(1e-6, 1e6), min_size=len(sets), max_size=len(sets)))
    return {"names": [row.name for row in chosen], "weights": weights, "values": sets}


@given(posteriors())
def test_a_posterior_survives_writing_and_reading_and_so_does_its_hash(table: dict[str, Any]) -> None:
    scenario = Scenario.model_validate({"title": "x", "posterior": table})
    text = to_toml(scenario)
    assert load_text(text) == scenario
    assert scenario_hash(load_text(text)) == scenario_hash(scenario)
    assert max(map(len, text.splitlines())) <= 120


def test_a_scenario_without_one_is_written_and_hashed_as_if_there_were_no_such_section() -> None:
    assert "posterior" not in resolved(Scenario())
    assert "[posterior]" not in to_toml(Scenario()) and "posterior" not in starter_text()


def test_the_hash_covers_every_number() -> None:
    hashes = {scenario_hash(load_text(text)) for text in (
        'title = "Untitled"', TEXT, changed(weights="[1, 2]"), changed(values="[[0.4, 20, 0.03], [0.6, 30, 0.01]]"),
        changed(data='"abd"'))}
    assert len(hashes) == 5


@pytest.mark.parametrize(("text", "said"), [
    (changed(names='["people.fear", "book.customers_per_rep", "parameters.fear.per_failure"]'),
     "s.toml:5: posterior.names[0]: 'people.fear' is no declared value"),
    (changed(names='["people.spread", "people.spread", "parameters.fear.per_failure"]'),
     "s.toml:5: posterior.names[1]: 'people.spread' is already names[0]"),
    (changed(names='["organisation.reps", "book.customers_per_rep", "parameters.fear.per_failure"]'),
     "posterior.names[0]: 'organisation.reps' is no number that may differ from run to run"),
    (changed(names='["title", "book.customers_per_rep", "parameters.fear.per_failure"]'),
     "posterior.names[0]: 'title' is no number"),
    (changed(names='["goals.adoption_share", "book.customers_per_rep", "parameters.fear.per_failure"]'),
     "'goals.adoption_share' is one number for all runs"),
    (changed(names='["costs.discount_rate", "book.customers_per_rep", "parameters.fear.per_failure"]'),
     "'costs.discount_rate' is one number for all runs"),
    (changed(names='["framework.bonus.team", "book.customers_per_rep", "parameters.fear.per_failure"]'),
     "'framework.bonus.team' is a part of a whole"),
    (changed(names="[]"), "posterior.names: names no value"),
    (changed(names='["a", "b"]'), "posterior.values[0]: has 3 values for 2 names"),
    (changed(names="3"), "posterior.names: is 3; a list is needed"),
    (changed(weights="[1]"), "posterior.weights: has 1 weights for 2 sets of values"),
    (changed(weights="[1, 0]"), "posterior.weights[1]: is 0; a weight is a number above 0"),
    (changed(weights="[1, -2.0]"), "posterior.weights[1]: is -2; a weight"),
    (changed(weights="[1, nan]"), "posterior.weights[1]: is nan"),
    (changed(weights="[1, inf]"), "posterior.weights[1]: is inf"),
    (changed(weights=f"[1, 1{'0' * 400}]"), "posterior.weights[1]: is a huge number"),
    (changed(weights="[1, true]"), "posterior.weights[1]: is true; a number is needed"),
    (changed(values='[[0.4, 20, 0.03], [0.6, "x", 0.01]]'), "posterior.values[1][1]: is text 'x'; a number is needed"),
    (changed(values="[[0.4, 20, 0.03], [0.6, 31]]"), "posterior.values[1]: has 2 values for 3 names"),
    (changed(values="[[0.4, 20, 0.03], 4]"), "posterior.values[1]: is 4; a list is needed"),
    (changed(values="[[0.4, 20, 0.03], [1.6, 31, 0.01]]"),
     "s.toml:5: posterior.values[1][0]: people.fear_of_failure is 1.6; allowed is 0 to 1"),
    (changed(values="[[nan, 20, 0.03], [0.6, 31, 0.01]]"), "posterior.values[0][0]: "),
    (changed(values="[[0.4, 20.5, 0.03], [0.6, 31, 0.01]]"), "book.customers_per_rep is 20.5; a whole number"),
    (changed(valeus="3"), "posterior.valeus: is not known here; did you mean 'values'?"),
    ("[posterior]\n", "posterior.names: is missing; a list is needed"),
    ("posterior = 3\n", "s.toml:1: posterior: is 3; a table is needed"),
    (changed(values=f"[{'[0.4, 20, 0.03], ' * (MOST_SETS + 1)}]", weights=f"[{'1, ' * (MOST_SETS + 1)}]"),
     f"has {MOST_SETS + 1:,} sets; at most {MOST_SETS:,} are taken"),
])  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(text: str, said: str) -> None:
    if len(text.split("values")[-1]) > 10_000:  # a file may not have so many dots on a line
        text = text.replace("], [", "],\n[")
    found = problems_of(text)
    assert any(said in line for line in found), found
    assert len(found) < 12


def test_all_that_is_wrong_is_said_at_once() -> None:
    found = problems_of("quarterz = 3\n" + changed(weights="[1, -1]", values="[[9, 20, 0.03], [0.6, 31, 9]]"))
    assert len(found) == 4


def test_a_value_that_is_set_later_leaves_the_sets_and_the_others_stay() -> None:
    scenario = load_text(TEXT)
    for fixed in (with_overrides(scenario, ["people.fear_of_failure=0.7"]),
                  with_values(scenario, {"people.fear_of_failure": 0.7})):
        assert fixed.people.fear_of_failure == 0.7
        assert fixed.posterior is not None
        assert fixed.posterior.names == ("book.customers_per_rep", "parameters.fear.per_failure")
        assert fixed.posterior.values == ((20.0, 0.03), (31.0, 0.01))
        assert fixed.posterior.weights == (1.0, 2.5) and fixed.posterior.data == "abc"


def test_when_all_are_set_no_posterior_is_left() -> None:
    scenario = load_text(TEXT)
    values = {"people.fear_of_failure": 0.7, "book.customers_per_rep": 30, "parameters.fear.per_failure": 0.0}
    assert with_values(scenario, values).posterior is None
    assert with_overrides(scenario, [f"{name}={value}" for name, value in values.items()]).posterior is None


def test_a_mechanism_that_is_switched_off_is_off_in_every_set() -> None:
    posterior = without(load_text(TEXT), "fear_grows").posterior
    assert posterior is not None and "parameters.fear.per_failure" not in posterior.names


def test_other_changes_leave_the_sets_alone() -> None:
    scenario = load_text(TEXT)
    assert with_values(scenario, {"people.spread": 0.1}).posterior is scenario.posterior
    assert with_overrides(scenario, ["quarters=12"]).posterior == scenario.posterior


@pytest.mark.parametrize("table", [3, {}, {"names": 3}, {"names": ["a"], "values": 3}, {"names": ["a"], "values": [3]},
                                   {"names": ["a"], "values": [[1, 2]]}])
def test_sections_that_cannot_be_read_are_left_for_the_checks_to_find(table: object) -> None:
    assert freed(table, ["a"]) is table


def test_check_accepts_the_file_and_names_its_sets(tmp_path) -> None:
    file = tmp_path / "s.toml"
    file.write_text(TEXT, encoding="utf-8")
    done = CliRunner().invoke(app, ["check", str(file)])
    assert done.exit_code == 0 and "2 sets of 3 fitted values" in done.output
