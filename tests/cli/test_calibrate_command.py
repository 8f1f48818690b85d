"""The command `calibrate`, as a user meets it."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from sim.comparison.tables import WIDTH
from sim.scenario.reading import load_scenario

SCENARIO = """\
title = "Small"
quarters = 6
[organisation]
reps = 8
team_size = 4
contacts = 4
[[strategies]]
name = "train"
measures = [{kind = "training", start = 2, quarters = 2}]
"""
runner = CliRunner()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A scenario, and figures of four quarters that it told with other values than its own."""
    (tmp_path / "s.toml").write_text(SCENARIO, encoding="utf-8")
    told = runner.invoke(app, ["run", str(tmp_path / "s.toml"), "--csv", "--seed", "5", "--set",
                               "book.customers_per_rep=40", "--set", "book.churn_per_year=0.18"])
    (tmp_path / "all.csv").write_text(told.stdout, encoding="utf-8")
    table = pd.read_csv(tmp_path / "all.csv").head(4)[["quarter", "revenue", "customers", "leavers"]]
    table.to_csv(tmp_path / "q.csv", index=False)
    return tmp_path


def calibrate(place: Path, *args: str, data: str = "q.csv"):
    return runner.invoke(app, ["calibrate", str(place / "s.toml"), "--data", str(place / data), "--runs", "900", *args])


def test_a_table_and_plain_sentences(place: Path) -> None:
    result = calibrate(place, "--inputs", "book,market")
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    lines = result.stdout.splitlines()
    assert lines[0].startswith("Small: fitted to ") and "variance" in result.stdout
    assert any(line.startswith("book.customers_per_rep") and line.endswith("yes") for line in lines)
    for said in ("The 12 figures of 4 quarters narrow down", "of 12 figures lie outside the 90 % interval",
                 "Tried on 200 simulated histories", "900 simulated histories,"):
        assert said in result.stdout
    table = lines[:next(k for k, line in enumerate(lines) if line.startswith("The 12 figures"))]
    assert max(map(len, table)) <= WIDTH


def test_json_is_one_document_that_is_the_same_every_time(place: Path) -> None:
    result = calibrate(place, "--inputs", "book", "--json")
    assert result.stdout == calibrate(place, "--inputs", "book", "--json", "--workers", "2").stdout
    found = json.loads(result.stdout, parse_constant=pytest.fail)
    assert found["kind"] == "calibration" and not found["outside_the_model"]
    assert {row["name"] for row in found["parameters"]} == set(found["inputs"]["inputs"])
    assert {row["observed"] for row in found["predictive"] if row["quarter"] == 5} == {None}


def test_out_writes_everything_and_the_scenario_compares(place: Path) -> None:
    result = calibrate(place, "--inputs", "book,market", "--out", str(place / "out"))
    assert result.exit_code == 0, result.output
    out = place / "out"
    written = {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()}
    assert written == {"answer.txt", "coverage.csv", "figures/history.png", "figures/history.svg",
                       "figures/ranges.png", "figures/ranges.svg", "manifest.json", "parameters.csv", "posterior.csv",
                       "posterior.parquet", "predictive.csv", "scenario.toml"}
    sets = pd.read_parquet(out / "posterior.parquet")
    assert list(sets) == list(pd.read_csv(out / "posterior.csv")) and sets["weight"].sum() == pytest.approx(1.0)
    fitted = load_scenario(out / "scenario.toml")
    assert fitted.posterior is not None and set(fitted.posterior.names) == set(sets) - {"weight"}
    assert runner.invoke(app, ["check", str(out / "scenario.toml")]).exit_code == 0
    compared = runner.invoke(app, ["compare", str(out / "scenario.toml"), "--replications", "10"])
    assert compared.exit_code == 0, compared.output
    assert "sets of values fitted to figures" in compared.stdout
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["kind"] == "calibration" and manifest["inputs"]["data"] == fitted.posterior.data
    again = calibrate(place, "--inputs", "book,market", "--out", str(out))
    assert again.exit_code == 0


def test_a_run_of_the_fitted_scenario_is_one_of_its_sets(place: Path) -> None:
    calibrate(place, "--inputs", "book", "--out", str(place / "out"))
    fitted = str(place / "out" / "scenario.toml")
    done = [runner.invoke(app, ["run", fitted, "--csv", "--seed", seed]).stdout for seed in ("1", "1", "2")]
    assert done[0] == done[1] != done[2]
    fixed = runner.invoke(app, ["run", fitted, "--csv", "--set", "book.customers_per_rep=11"]).stdout.splitlines()
    assert float(fixed[1].split(",")[fixed[0].split(",").index("customers")]) < 8 * 11 * 1.3


def test_what_the_scenario_states_holds(place: Path) -> None:
    found = json.loads(calibrate(place, "--set", "book.customers_per_rep=40", "--json").stdout)
    assert "book.customers_per_rep" not in found["inputs"]["inputs"]
    assert "book.customers_per_rep" in " ".join(found["sentences"])


@pytest.mark.parametrize(("args", "said"), [
    (("--inputs", "bok"), "there is no value or section 'bok'; did you mean 'book'?"), (("--inputs", ","), "no value"),
    (("--strategy", "trian"), "did you mean 'train'"), (("--runs", "3"), "runs must be from"),
    (("--error", "2"), "error must be from 0 to 1"), (("--seed", "-1"), "seed must not"),
    (("--workers", "0"), "workers must be"), (("--set", "book.trust=7"), "book.trust"),
])  # fmt: skip
def test_bad_input_ends_with_2_and_one_reason(place: Path, args: tuple[str, ...], said: str) -> None:
    result = calibrate(place, *args)
    assert result.exit_code == 2 and result.stdout == ""
    assert said in result.stderr and "Traceback" not in result.stderr


def test_all_problems_of_both_files_are_said_at_once(place: Path) -> None:
    (place / "bad.csv").write_text("quarter,revenu,customers\n1,5,-4\n1,x,3\n", encoding="utf-8")
    result = calibrate(place, "--set", "book.trust=7", data="bad.csv")
    assert result.exit_code == 2
    assert [line.split(": ")[1] for line in result.stderr.splitlines()] == ["book.trust", "revenu", "customers",
                                                                           "quarter"]


def test_figures_beyond_the_horizon_are_named(place: Path) -> None:
    (place / "late.csv").write_text("quarter,revenue\n3,1\n4,1\n5,1\n7,1\n", encoding="utf-8")
    result = calibrate(place, data="late.csv")
    assert result.exit_code == 2
    assert "late.csv:5: quarter: 7 lies beyond the horizon of 6 quarters" in result.stderr


def test_out_never_replaces_what_is_not_ours(place: Path) -> None:
    result = calibrate(place, "--out", str(place))
    assert result.exit_code == 2 and "stays as it is" in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is another signal there")
@pytest.mark.parametrize("moment", ["sim.fitting.waves.one_block", "sim.fitting.saving.to_toml"])
def test_ctrl_c_ends_in_order_and_leaves_nothing(place: Path, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    monkeypatch.setattr(moment, lambda *_: os.kill(os.getpid(), signal.SIGINT))
    result = calibrate(place, "--inputs", "book", "--out", str(place / "out"))
    assert result.exit_code == 130 and result.stdout == ""
    assert result.stderr == "Interrupted; nothing was written.\n"
    assert sorted(path.name for path in place.iterdir()) == ["all.csv", "q.csv", "s.toml"]
