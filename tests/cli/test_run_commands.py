"""The commands `run` and `compare`, as a user meets them, with the real engine in small."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from sim.scenario.writing import starter_text

ROOT = Path(__file__).parents[2]
SMALL = ("--set", "organisation.reps=10", "--set", "book.customers_per_rep=10")
runner = CliRunner()


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "s.toml"
    path.write_text(starter_text(), encoding="utf-8")
    return str(path)


@pytest.fixture
def compare(file):
    def run(*args: str, replications: str = "6"):
        return runner.invoke(app, ["compare", file, *SMALL, "--replications", replications, *args])

    return run


def test_compare_prints_table_sentence_differences_precision_and_seed_plan(compare) -> None:
    result = compare()
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    for expected in ("Carry on", "Add sellers", "95 % interval", "Paired differences", "replications", "root seed 1",
                     "runs 0 to 5"):
        assert expected in result.stdout


@pytest.mark.parametrize("given", [["--strategies", "add_sellers,small_steps"],
                                   ["--strategies", "add_sellers", "--strategies", "small_steps"]])
def test_strategies_come_with_commas_or_one_by_one(compare, given) -> None:
    document = json.loads(compare(*given, "--json").stdout)
    assert [row["strategy"] for row in document["summary"]] == ["carry_on", "add_sellers", "small_steps"]


def test_json_is_one_document_that_is_the_same_every_time(compare) -> None:
    one = compare("--json", "--strategies", "add_sellers")
    assert one.stdout == compare("--json", "--strategies", "add_sellers").stdout
    document = json.loads(one.stdout)
    assert document["inputs"]["scenario"]["organisation"]["reps"] == 10
    assert document["differences"][0]["n"] == 6
    assert len(document["identity"]) == 64
    assert document["sentence"]


def test_another_seed_is_another_answer(compare) -> None:
    one, other = (json.loads(compare("--json", "--seed", seed).stdout) for seed in ("1", "2"))
    assert one["identity"] != other["identity"]
    assert one["summary"][0]["npv"] != other["summary"][0]["npv"]


def test_quiet_prints_the_sentence_only(compare) -> None:
    assert len(compare("--quiet").stdout.strip().splitlines()) == 1


def test_compare_writes_everything_into_the_directory(compare, tmp_path) -> None:
    result = compare("--out", str(tmp_path / "r"), "--strategies", "add_sellers")
    assert result.exit_code == 0
    assert f"Written: {tmp_path / 'r'}" in result.stdout
    assert {"manifest.json", "summary.csv", "figures"} <= {p.name for p in (tmp_path / "r").iterdir()}
    printed = json.loads(compare("--json", "--strategies", "add_sellers").stdout)["identity"]
    assert json.loads((tmp_path / "r" / "manifest.json").read_text())["identity"] == printed


def test_precision_adds_runs_and_says_what_was_reached(compare) -> None:
    result = compare("--precision", "150000", "--json", replications="4")
    precision = json.loads(result.stdout)["precision"]
    assert precision["reached"] == (precision["half_width"] <= 150_000)


def test_what_if_tells_what_would_turn_the_answer(compare, monkeypatch) -> None:
    from sim.cli import run_commands

    monkeypatch.setattr(run_commands, "WHAT_IF_REPLICATIONS", 2)
    document = json.loads(compare("--what-if", "--json").stdout)
    assert len(document["what_if"]["conditions"]) > 10
    assert "round" in document["what_if"]["sentence"]


@pytest.mark.parametrize(("args", "message"), [
    (["--strategies", "ad_sellers"], "no strategy 'ad_sellers' in this scenario; did you mean 'add_sellers'?"),
    (["--replications", "1"], "replications must be at least 2, got 1"),
    (["--replications", "-5"], "replications must be at least 2, got -5"),
    (["--workers", "0"], "workers must be at least 1, got 0"),
    (["--seed", "-1"], "seed must not be negative, got -1"),
    (["--precision", "-10"], "precision must be above 0 EUR, got -10"),
    (["--set", "framework.eror_culture=1"], "--set: framework.eror_culture: is not known here"),
])
def test_a_bad_value_ends_with_2_and_one_clear_line(compare, args, message) -> None:
    result = compare(*args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
    assert message in result.stderr


def test_a_directory_with_something_else_is_refused_before_any_work(compare, tmp_path, monkeypatch) -> None:
    import sim.comparison.compare

    monkeypatch.setattr(sim.comparison.compare, "compare", lambda *a, **k: pytest.fail("simulated"))
    result = compare("--out", str(tmp_path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "stays as it is" in result.stderr


def test_a_missing_file_ends_with_2(tmp_path) -> None:
    result = runner.invoke(app, ["compare", str(tmp_path / "none.toml")])
    assert result.exit_code == 2
    assert result.stderr.strip().endswith("there is no such file")


def test_run_prints_a_row_for_each_quarter(file) -> None:
    result = runner.invoke(app, ["run", file, *SMALL, "--strategy", "add_sellers"])
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert [line.split()[0] for line in lines[-16:]] == [f"Q{q}" for q in range(1, 17)]
    assert max(map(len, lines)) <= 120


def test_run_gives_every_outcome_as_csv_and_the_same_as_json(file) -> None:
    from sim.engine.outcomes import OUTCOMES

    table = list(csv.DictReader(io.StringIO(runner.invoke(app, ["run", file, *SMALL, "--csv"]).stdout)))
    document = json.loads(runner.invoke(app, ["run", file, *SMALL, "--json"]).stdout)
    assert set(table[0]) == {"quarter", *OUTCOMES}
    assert [float(row["profit"]) for row in table] == document["quarters"]["profit"]


def test_run_0_is_the_first_run_of_a_comparison(file) -> None:
    from sim.engine.ensemble import simulate
    from sim.scenario.reading import load_scenario

    document = json.loads(runner.invoke(app, ["run", file, *SMALL, "--seed", "7", "--json"]).stdout)
    ensemble = simulate(load_scenario(file, SMALL[1::2]), replications=3, seed=7)
    assert document["quarters"]["profit"] == ensemble.outcomes["profit"][:, 0].tolist()


def test_run_writes_every_reps_every_quarter(file, tmp_path) -> None:
    result = runner.invoke(app, ["run", file, *SMALL, "--agents", "--out", str(tmp_path / "r")])
    assert result.exit_code == 0, result.stderr
    people = pd.read_parquet(tmp_path / "r" / "agents.parquet")
    assert {"quarter", "slot", "fear"} <= set(people)
    assert people["slot"].nunique() >= 10
    assert {"agents.csv", "quarters.csv", "manifest.json"} <= {p.name for p in (tmp_path / "r").iterdir()}


@pytest.mark.parametrize(("args", "message"), [
    (["--strategy", "add_seler"], "did you mean 'add_sellers'"),
    (["--json", "--csv"], "choose one"),
    (["--agents"], "--out"),
    (["--seed", "-2"], "seed must not be negative"),
])
def test_a_bad_value_of_run_ends_with_2_and_one_clear_line(file, args, message) -> None:
    result = runner.invoke(app, ["run", file, *SMALL, *args])
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr and len(result.stderr.strip().splitlines()) == 1


INTERRUPTED_WHILE_LOADING = """
import os, signal, sys
from sim.cli.__main__ import main

class Interrupts:
    def find_spec(self, name, *_):
        if name == "typer":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupts())
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="signals work otherwise there")
def test_ctrl_c_while_the_command_loads_ends_it_without_a_word() -> None:
    done = subprocess.run([sys.executable, "-c", INTERRUPTED_WHILE_LOADING], capture_output=True, text=True, cwd=ROOT)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")


@pytest.mark.skipif(os.name == "nt", reason="signals work otherwise there")
def test_ctrl_c_ends_with_130_and_one_line_and_writes_nothing(file, tmp_path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "sim.cli.app", "compare", file, "--replications", "200000", "--out",
         str(tmp_path / "r")], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(4)
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert stdout == ""
    assert stderr == "Interrupted; nothing was written.\n"
    assert {p.name for p in tmp_path.iterdir()} == {"s.toml"}
