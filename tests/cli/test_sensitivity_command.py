"""The command `sensitivity`, as a user meets it: on a small sweep of its own."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from sim.study.design.reading import load_design
from sim.study.sweep.executors import Crew
from sim.study.sweep.schedule import Schedule
from sim.study.sweep.sweeping import run_sweep
from tests.small import small

SCENARIO = small(hires=True)
DESIGN = """
title = "Fear and margin"
scenario = "small.toml"
outcomes = ["npv", "adoption_end"]
replications.number = 3
[uncertainties]
"people.fear_of_failure" = {}
"costs.contribution_margin" = {}
"framework.error_culture" = {}
[sampler]
"""
SAMPLERS = {"latin_hypercube": "points = 60", "sobol": "base = 16", "morris": "trajectories = 6",
            "full_factorial": "steps = 3"}
runner = CliRunner()


@pytest.fixture(scope="module")
def sweeps(tmp_path_factory: pytest.TempPathFactory):
    """Makes the sweep of a sampler, once."""
    root, made = tmp_path_factory.mktemp("sweeps"), {}
    (root / "small.toml").write_text(SCENARIO, encoding="utf-8")

    def of(kind: str) -> Path:
        if kind in ("sobol", "morris"):
            pytest.importorskip("SALib")
        if kind not in made:
            path = root / f"{kind}.design.toml"
            path.write_text(f'{DESIGN}kind = "{kind}"\n{SAMPLERS[kind]}\n', encoding="utf-8")
            with ThreadPoolExecutor(1) as pool:
                run_sweep(Schedule(load_design(path)), root / kind, Crew(pool, 1))
            made[kind] = root / kind
        return made[kind]

    return of


def sensitivity(place: Path, *args: str):
    return runner.invoke(app, ["sensitivity", str(place), *args])


@pytest.mark.parametrize("kind", SAMPLERS)
def test_every_sampler_answers_the_main_question(sweeps, kind: str) -> None:
    result = sensitivity(sweeps(kind))
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    assert "the difference in net present value between" in result.stdout
    assert "contribution margin (costs)" in result.stdout
    assert "Of the variance of single futures, " in result.stdout


def test_json_is_strict_and_the_same_every_time(sweeps) -> None:
    place = sweeps("latin_hypercube")
    result = sensitivity(place, "--json")
    assert result.stdout == sensitivity(place, "--json").stdout
    found = json.loads(result.stdout, parse_constant=pytest.fail)
    assert found["kind"] == "sensitivity" and found["method"] == "sample"
    assert {row["factor"] for row in found["factors"]} == {"people.fear_of_failure", "costs.contribution_margin",
                                                            "framework.error_culture"}
    assert {found["inputs"]["strategy"], found["inputs"]["against"]} == {"train", "hire"}


def test_options_choose_outcome_and_strategies_and_how_much_is_shown(sweeps) -> None:
    place = sweeps("latin_hypercube")
    result = sensitivity(place, "--outcome", "adoption_end", "--strategy", "train", "--top", "1", "--json")
    assert json.loads(result.stdout)["inputs"]["against"] is None
    assert "adoption at the horizon" in json.loads(result.stdout)["of"]
    text = sensitivity(place, "--against", "carry_on", "--top", "1").stdout
    assert "and 'Carry on'" in text and "2 more assumptions" in text


def test_out_writes_tables_figures_and_the_manifest_and_can_be_replaced(sweeps, tmp_path: Path) -> None:
    target = tmp_path / "answer"
    for _ in range(2):
        result = sensitivity(sweeps("latin_hypercube"), "--out", str(target))
        assert result.exit_code == 0, result.output
    assert f"Written: {target}" in result.stdout
    assert len(pd.read_csv(target / "sensitivity.csv")) == 3
    assert (target / "figures" / "sensitivity.png").stat().st_size > 10_000
    assert json.loads((target / "manifest.json").read_text(encoding="utf-8"))["kind"] == "sensitivity"


@pytest.mark.parametrize(("args", "said"), [
    (("--outcome", "nvp"), "sensitivity: this sweep has no outcome 'nvp'; did you mean 'npv'?"),
    (("--strategy", "trian"), "did you mean 'train'"), (("--against", "hier"), "did you mean 'hire'"),
    (("--strategy", "hire", "--against", "hire"), "with itself"), (("--top", "0"), "--top"),
])  # fmt: skip
def test_bad_input_ends_with_2_and_one_reason(sweeps, args: tuple[str, ...], said: str) -> None:
    result = sensitivity(sweeps("latin_hypercube"), *args)
    assert result.exit_code == 2
    assert said in result.stderr and result.stdout == ""


def test_a_folder_without_a_sweep_ends_with_2(tmp_path: Path) -> None:
    result = sensitivity(tmp_path)
    assert result.exit_code == 2 and "holds no sweep" in result.stderr and result.stdout == ""


def test_results_never_replace_what_is_not_ours(sweeps, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    result = sensitivity(sweeps("latin_hypercube"), "--out", str(tmp_path))
    assert result.exit_code == 2 and "stays as it is" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_analysis_never_replaces_its_sweep(sweeps) -> None:
    place = sweeps("latin_hypercube")
    before = sorted(path.name for path in place.iterdir())
    result = sensitivity(place, "--out", str(place))
    assert result.exit_code == 2 and "holds the sweep itself" in result.stderr
    assert sorted(path.name for path in place.iterdir()) == before
