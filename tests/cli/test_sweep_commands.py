"""The commands `sweep` and `replay`, as a researcher meets them."""

from __future__ import annotations

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
from sim.study.sweep import sweeping
from sim.study.sweep.folder import Sweep
from tests.small import small
from tests.study.sweep import saboteur

ROOT = Path(__file__).parents[2]
SCENARIO = small(3)
DESIGN = """
title = "Small"
question = "Is it fear?"
scenario = "small.toml"
outcomes = ["npv", "gain"]
[uncertainties]
"people.fear_of_failure" = {}
[sampler]
kind = "latin_hypercube"
points = 30
"""
runner = CliRunner()


@pytest.fixture
def design(tmp_path: Path) -> Path:
    (tmp_path / "small.toml").write_text(SCENARIO, encoding="utf-8")
    path = tmp_path / "fear.toml"
    path.write_text(DESIGN, encoding="utf-8")
    return path


def swept(design: Path, *args: str):
    return runner.invoke(app, ["sweep", str(design), "--out", str(design.parent / "out"), "--workers", "1", *args])


@pytest.fixture
def folder(design: Path) -> Path:
    result = swept(design)
    assert result.exit_code == 0, result.stderr
    return design.parent / "out"


def test_a_sweep_says_what_it_did_and_where_it_is(design: Path) -> None:
    result = swept(design)
    assert result.exit_code == 0, result.stderr
    assert "60 of 60 runs of 30 worlds have an answer" in result.stdout and "out" in result.stdout
    again = swept(design)
    assert "60 of them were there already" in again.stdout
    assert "were there already" not in swept(design, "--fresh").stdout


def test_a_dry_run_tells_the_plan_and_writes_nothing(design: Path) -> None:
    result = swept(design, "--dry-run")
    for expected in ("Is it fear?", "30 worlds x 2 strategies x 1 future = 60 runs", "people.fear_of_failure"):
        assert expected in result.stdout
    assert json.loads(swept(design, "--dry-run", "--json").stdout)["rows"] == 60
    assert not (design.parent / "out").exists()


def test_values_of_the_design_can_be_set(design: Path) -> None:
    assert json.loads(swept(design, "--set", "sampler.points=10", "--json").stdout)["planned"] == 20
    wrong = swept(design, "--set", "sampler.point=10")
    assert wrong.exit_code == 2 and "--set: sampler.point: is not known here; did you mean 'points'?" in wrong.stderr


def test_everything_wrong_with_a_design_is_said_at_once(design: Path) -> None:
    design.write_text(DESIGN.replace("fear_of_failure", "fear").replace('"gain"', '"gian"'))
    result = swept(design)
    assert result.exit_code == 2 and result.stdout == ""
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 2
    assert lines[0].endswith("fear.toml:5: outcomes[1]: there is no outcome 'gian'; did you mean 'gain'?")
    assert 'fear.toml:7: uncertainties."people.fear":' in lines[1]


def test_a_missing_scenario_is_named(design: Path) -> None:
    (design.parent / "small.toml").unlink()
    result = swept(design)
    assert result.exit_code == 2 and "small.toml: there is no such file" in result.stderr


def test_a_place_below_a_file_is_refused_in_one_line(design: Path) -> None:
    result = runner.invoke(app, ["sweep", str(design), "--out", str(design / "out"), "--workers", "1"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{design}: is no directory; give one for the results\n"


def test_a_damaged_part_is_said_to_have_been_made_anew(design: Path, folder: Path) -> None:
    part = next((folder / "parts").iterdir())
    part.write_bytes(part.read_bytes()[:100])
    assert f"Set aside, and made anew: parts/{part.name} carries no seal" in swept(design).stdout
    part.write_bytes(b"")
    assert json.loads(swept(design, "--json").stdout)["set_aside"] == [f"parts/{part.name} is empty"]
    assert "Set aside" not in swept(design).stdout


def test_a_sweep_with_failures_says_where_they_lie(design: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping.run_sweep, "__kwdefaults__",
                        {**sweeping.run_sweep.__kwdefaults__, "work": saboteur.raises_on_poison})
    result = swept(design, "--set", "replications.number=3")
    place = design.parent / "out" / "failures"
    assert result.exit_code == 1 and f"stands in {place}\n" in result.stdout and list(place.iterdir())


def test_replay_shows_that_a_run_is_equal_to_the_bit(folder: Path) -> None:
    run_id = Sweep.open(folder).runs(["run_id"])["run_id"].iloc[17]
    result = runner.invoke(app, ["replay", str(folder), run_id[:8], "--mesa"])
    assert result.exit_code == 0, result.stderr
    assert "Equal to the bit." in result.stdout
    assert "As a Mesa model: every outcome of every quarter is equal to the bit." in result.stdout
    document = json.loads(runner.invoke(app, ["replay", str(folder), run_id, "--json"]).stdout)
    assert document["equal"] and document["kept"] == document["again"] and document["run_id"] == run_id


@pytest.mark.parametrize(("words", "said"), [(["nowhere", "abcdef"], "holds no sweep"), (["out", "00"], "at least 6"),
                                             (["out", "ffffff"], "no run has an identity")])
def test_replay_refuses_what_is_not_there(folder: Path, words, said) -> None:
    result = runner.invoke(app, ["replay", str(folder.parent / words[0]), words[1]])
    assert result.exit_code == 2 and said in result.stderr


def begun(design: Path, *more: str) -> subprocess.Popen[str]:
    """A sweep in a process of its own, with blocks so small that many are written."""
    code = ("import sys; from sim.study.sweep import schedule; schedule.BLOCK_ROWS = 40; "
            "sys.argv[0] = 'salesshift'; "
            "from sim.cli.app import main; main()")
    words = [sys.executable, "-c", code, "sweep", str(design), "--out", str(design.parent / "out"), "--workers", "2",
             "--set", "sampler.points=400", *more]
    return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            env={**os.environ, "PYTHONPATH": str(ROOT)})


def wait_for_parts(process: subprocess.Popen[str], folder: Path, number: int) -> None:
    while len([p for p in (folder / "parts").glob("*.parquet") if not p.name.startswith(".")]) < number:
        assert process.poll() is None, process.communicate()
        time.sleep(0.005)


@pytest.mark.slow
def test_a_sweep_killed_three_times_is_equal_to_one_that_was_not(design: Path) -> None:
    folder = design.parent / "out"
    for number in (2, 7, 12):
        process = begun(design)
        wait_for_parts(process, folder, number)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    last = begun(design)
    said, wrong = last.communicate()
    assert last.returncode == 0, wrong
    assert "800 of 800 runs" in said and "were there already" in said
    folder.rename(design.parent / "killed")
    whole = begun(design)
    whole.communicate()
    pd.testing.assert_frame_equal(Sweep.open(design.parent / "killed").runs(), Sweep.open(folder).runs(),
                                  check_exact=True)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_sweep_says_how_to_go_on(design: Path, number) -> None:
    process = begun(design)
    wait_for_parts(process, design.parent / "out", 2)
    process.send_signal(number)
    said, wrong = process.communicate(timeout=20)
    assert process.returncode == 128 + number and said == ""
    assert "Interrupted; finished parts are kept in" in wrong and "salesshift sweep" in wrong
    assert "Traceback" not in wrong
