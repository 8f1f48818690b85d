"""The commands discover, robustness, tipping and map, as a user meets them, on a small sweep that was simulated."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from sim.results import read_provenance
from sim.study.sweep.folder import Sweep

SCENARIO = Path(__file__).parents[2] / "scenarios" / "b2b_advisors.toml"
DESIGN = """
title = "Sixty worlds"
scenario = {scenario}
outcomes = ["npv", "gain", "break_even", "adoption_end"]
replications.number = 2
precision = "single"

[uncertainties]
"framework.error_culture" = {{}}
"leadership.pressure" = {{}}
"costs.contribution_margin" = {{}}

[levers]
strategies = ["transform_everyone", "add_sellers"]

[sampler]
{sampler}
"""
FACTORS = ("framework.error_culture", "leadership.pressure", "costs.contribution_margin")
runner = CliRunner()


def call(*args: object):
    return runner.invoke(app, [str(a) for a in args])


def made(place: Path, sampler: str) -> Path:
    design = place / "design.toml"
    design.write_text(DESIGN.format(scenario=json.dumps(str(SCENARIO)), sampler=sampler), encoding="utf-8")
    result = call("sweep", design, "--out", place / "sweep", "--workers", 1, "--quiet")
    assert result.exit_code == 0, result.output
    return place / "sweep"


@pytest.fixture(scope="module")
def sweep(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("drawn"), 'kind = "latin_hypercube"\npoints = 60')


def test_discover_answers_the_main_question_by_default(sweep: Path) -> None:
    result = call("discover", sweep, "--method", "prim")
    assert result.exit_code == 0 and result.stderr == ""
    asked = json.loads(call("tipping", sweep, "--json").stdout)["inputs"]
    title = {"transform_everyone": "Transform everyone", "add_sellers": "Add sellers"}[asked["strategy"]]
    assert result.stdout.startswith(f"'{title}' is the best strategy in ")
    assert f"'{title}' was taken as nobody was named: best on average over the worlds" in result.stdout


def test_discover_writes_tables_figures_and_a_manifest(sweep: Path, tmp_path: Path) -> None:
    target = tmp_path / "found"
    result = call("discover", sweep, "--strategy", "add_sellers", "--against", "carry_on", "--method", "prim",
                  "--by", "futures", "--out", target)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1] == f"Written: {target}"
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["kind"] == "discover" and manifest["inputs"]["sweep"] == Sweep.open(sweep).identity
    assert read_provenance(target / "figures" / "trade-off.png").command == (
        "salesshift discover sweep --strategy add_sellers --against carry_on --method prim --by futures --out DIR")
    assert {p.name for p in target.iterdir()} >= {"answer.txt", "conditions.csv", "trajectory.csv", "figures"}
    assert (target / "figures" / "trade-off.png").stat().st_size > 0
    assert "restrictions" in pd.read_csv(target / "trajectory.csv").columns


def test_json_is_strict_and_the_same_every_time(sweep: Path) -> None:
    commands = (("discover", sweep, "--method", "prim"), ("robustness", sweep), ("tipping", sweep))
    for command in commands:
        first, again = (call(*command, "--json").stdout for _ in range(2))
        assert first == again
        document = json.loads(first, parse_constant=pytest.fail)
        assert {"kind", "identity", "inputs", "answer", "sentences"} <= set(document)


def test_robustness_shows_every_strategy_and_whether_the_criteria_agree(sweep: Path, tmp_path: Path) -> None:
    result = call("robustness", sweep, "--out", tmp_path / "r")
    assert result.exit_code == 0, result.output
    assert all(title in result.stdout for title in ("Carry on", "Transform everyone", "Add sellers"))
    assert "criteria" in result.stdout
    worlds = pd.read_csv(tmp_path / "r" / "worlds.csv", index_col="strategy")
    assert worlds["best"].sum() == pytest.approx(1.0)
    assert len(pd.read_csv(tmp_path / "r" / "regret.csv")) == 60
    assert (tmp_path / "r" / "figures" / "robustness.svg").exists()


def test_tipping_along_a_factor_given_by_its_last_name(sweep: Path, tmp_path: Path) -> None:
    result = call("tipping", sweep, "--along", "contribution_margin", "--against", "add_sellers", "--out",
                  tmp_path / "t")
    assert result.exit_code == 0, result.output
    assert "contribution margin" in result.stdout.splitlines()[0]
    assert set(pd.read_csv(tmp_path / "t" / "curves.csv")["factor"]) == {"costs.contribution_margin"}


def test_tipping_looks_along_all_of_few_factors_and_at_levels_of_an_outcome(sweep: Path) -> None:
    *along, chosen = call("tipping", sweep).stdout.splitlines()
    assert len(along) == len(FACTORS) and "were taken as nobody was named" in chosen
    assert "adoption" in json.loads(call("tipping", sweep, "--outcome", "adoption_end", "--level", 0.5,
                                         "--along", "error_culture", "--json").stdout)["inputs"]["outcome"]


def test_map_of_a_grid(tmp_path: Path) -> None:
    place = tmp_path / "grid"
    place.mkdir()
    design = DESIGN.replace('"leadership.pressure" = {{}}\n', "")
    (place / "design.toml").write_text(design.format(scenario=json.dumps(str(SCENARIO)),
                                                     sampler='kind = "grid_of_two"\nsteps = 3'), encoding="utf-8")
    assert call("sweep", place / "design.toml", "--out", place / "sweep", "--workers", 1, "--quiet").exit_code == 0
    result = call("map", place / "sweep", "--x", "error_culture", "--y", "contribution_margin", "--out", place / "map")
    assert result.exit_code == 0, result.output
    assert "Transform everyone" in result.stdout and "surrogate" not in result.stdout
    (said,) = [line for line in result.stdout.splitlines() if line.startswith("The sign is ")]
    assert said in (place / "map" / "answer.txt").read_text(encoding="utf-8").splitlines()
    assert len(pd.read_csv(place / "map" / "cells.csv")) == 9
    assert (place / "map" / "figures" / "map.png").exists()
    refused = call("discover", place / "sweep")
    assert refused.exit_code == 2 and "at least 50" in refused.stderr


def test_map_of_other_designs_by_a_surrogate(sweep: Path) -> None:
    pytest.importorskip("sklearn")
    result = call("map", sweep, "--x", "pressure", "--y", "contribution_margin", "--at", "error_culture=0.8")
    assert result.exit_code == 0, result.output
    assert "Filled by a surrogate" in result.stdout


@pytest.mark.parametrize(("args", "complaint"), [
    (("discover", "--strategy", "transform_everone"), "did you mean 'transform_everyone'?"),
    (("discover", "--outcome", "npw"), "did you mean 'npv'?"),
    (("discover", "--outcome", "break_even"), "has no value in"),
    (("discover", "--method", "priim"), "did you mean 'prim'?"),
    (("discover", "--by", "world"), "did you mean 'worlds'?"),
    (("robustness", "--outcome", "nothing"), "there are: npv, gain"),
    (("tipping", "--along", "presure"), "did you mean 'pressure'?"),
    (("tipping", "--level", "1", "--against", "carry_on"), "not both"),
    (("tipping", "--strategy", "carry_on", "--against", "carry_on"), "with itself"),
    (("map", "--x", "presure"), "did you mean 'pressure'?"),
    (("map", "--x", "pressure", "--y", "pressure"), "two different factors"),
    (("map", "--at", "pressure"), "is not FACTOR=NUMBER"),
    (("map", "--at", "presure=1"), "did you mean 'pressure'?"),
])
def test_wrong_names_end_with_2_and_one_line(sweep: Path, args: tuple[str, ...], complaint: str) -> None:
    result = call(args[0], sweep, *args[1:])
    assert result.exit_code == 2 and result.stdout == ""
    assert complaint in result.stderr and len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", ["discover", "robustness", "tipping", "map"])
def test_what_is_no_sweep_and_a_place_that_is_taken_are_refused(sweep: Path, tmp_path: Path, command: str) -> None:
    assert call(command, tmp_path).exit_code == 2
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    result = call(command, sweep, "--out", tmp_path)
    assert result.exit_code == 2 and "stays as it is" in result.stderr
    assert call(command, sweep, "--out", sweep).exit_code == 2
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]
