"""A design is tried before it runs: what makes no world is a problem of the design, with its key and its cause."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from sim.scenario.problems import ScenarioError
from sim.study.design import trial
from sim.study.design.reading import load_design
from sim.study.design.schema import short_name
from sim.study.design.trial import tried
from sim.study.sweep.schedule import Schedule

SCENARIO = """
quarters = 6
[organisation]
reps = 8
team_size = 4
contacts = 3
[[strategies]]
name = "coach"
[[strategies.measures]]
kind = "coaching"
start = 1
quarters = 5
skill = 0.7
"""
DESIGN = """
title = "T"
scenario = "s.toml"
outcomes = ["npv"]
[uncertainties]
"framework.error_culture" = {}
VALUES
[sampler]
kind = "latin_hypercube"
points = 40
"""
BY = '"strategies[coach].measures[coaching].by" = { values = ["professional", "manager"] }'
runner = CliRunner()


@pytest.fixture
def schedule(tmp_path: Path):
    """Makes the plan of a design with such values."""

    def of(values: str, scenario: str = SCENARIO) -> Schedule:
        (tmp_path / "s.toml").write_text(scenario, encoding="utf-8")
        (tmp_path / "d.toml").write_text(DESIGN.replace("VALUES", values), encoding="utf-8")
        return Schedule(load_design(tmp_path / "d.toml"))

    return of


def problems(made: Schedule) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        tried(made)
    return [str(problem).rpartition("d.toml:")[2] for problem in caught.value.problems]


def test_a_word_that_contradicts_the_scenario_is_refused_at_its_key_with_the_cause(schedule) -> None:
    (told,) = problems(schedule(BY))
    where, _, why = told.partition(": 'manager' makes worlds that cannot be run: ")
    assert where == '7: uncertainties."strategies[coach].measures[coaching].by".values'
    assert why == ("skill (coach, coaching): is the skill of a professional, but managers coach here with their own; "
                   "leave it out")


def test_a_word_that_fits_is_tried_and_said(schedule) -> None:
    found = tried(schedule(BY, SCENARIO.replace("skill = 0.7", "")))
    assert (found.combinations, found.tried) == (2, 2)
    assert found.sentence == "One world of each of 2 combinations of words and structural values was tried."


def test_a_horizon_shorter_than_a_measure_is_refused(schedule) -> None:
    (told,) = problems(schedule('"quarters" = { values = [4, 6] }'))
    assert told.startswith("7: uncertainties.quarters.values: 4 makes worlds that cannot be run: ")
    assert "lasts until quarter 5, beyond the horizon of 4 quarters" in told


def test_values_that_fail_only_together_are_told_together(schedule) -> None:
    told = problems(schedule('"organisation.reps" = { values = [4, 8] }\n'
                             '"organisation.contacts" = { values = [3, 6] }'))
    assert told == ["7: uncertainties.\"organisation.reps\".values: 4 together with organisation.contacts = 6 makes "
                    "worlds that cannot be run: organisation.contacts: 6 contacts are not possible among 4 reps; at "
                    "most 3"]


def test_everything_wrong_is_said_at_once(schedule) -> None:
    assert len(problems(schedule(f'{BY}\n"quarters" = {{ values = [3, 4, 6] }}'))) == 3


def test_of_many_combinations_the_ends_are_tried_and_that_is_said(schedule, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "MOST_TRIED", 5)
    found = tried(schedule('"organisation.reps" = { low = 6, high = 30 }'))
    assert found.tried <= 7 < found.combinations and "with every word and the ends of every range" in found.sentence
    more = SCENARIO.replace("contacts = 3", "contacts = 4")
    told = problems(schedule('"organisation.reps" = { low = 4, high = 30 }', more))
    assert told == ['7: uncertainties."organisation.reps": 4 makes worlds that cannot be run: organisation.contacts: '
                    "4 contacts are not possible among 4 reps; at most 3"]


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_the_command_refuses_before_anything_is_written(schedule, tmp_path: Path, more: tuple[str, ...]) -> None:
    schedule(BY)
    found = runner.invoke(app, ["sweep", str(tmp_path / "d.toml"), "--out", str(tmp_path / "out"), *more])
    assert found.exit_code == 2 and found.stdout == "" and len(found.stderr.splitlines()) == 1
    assert "'manager' makes worlds that cannot be run" in found.stderr and not (tmp_path / "out").exists()


def test_a_dry_run_shows_words_as_words(schedule, tmp_path: Path) -> None:
    schedule(BY, SCENARIO.replace("skill = 0.7", ""))
    found = runner.invoke(app, ["sweep", str(tmp_path / "d.toml"), "--dry-run"])
    assert found.exit_code == 0, found.output
    (line,) = [one for one in found.stdout.splitlines() if ".by " in one]
    assert set(line.rpartition("  ")[2].split(", ")) == {"professional", "manager"}


@pytest.mark.parametrize(("name", "expected"), [
    ("framework.error_culture", ("error culture", "framework")), ("quarters", ("quarters", "")),
    ("strategies[transform_everyone].measures[coaching].dose", ("dose of coaching", "transform everyone")),
    ("strategies[a].measures[3].bonus.team", ("bonus team of measures[3]", "a")),
    ("market.shocks[0].demand", ("demand of shocks[0]", "market"))])
def test_a_short_name_tells_of_which_measure_and_strategy(name: str, expected: tuple[str, str]) -> None:
    assert short_name(name) == expected


def test_yes_and_no_are_words() -> None:
    from sim.study.sensitivity.of_sweep import _coded

    assumption, codes = _coded(None, "a.b", pd.Series([True, False, True]))
    assert assumption.choices == ("False", "True") and list(codes) == [1.0, 0.0, 1.0]
