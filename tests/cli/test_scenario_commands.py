"""The commands about scenario files, as a user meets them."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from sim.scenario.catalogue import rows
from sim.scenario.reading import load_scenario
from sim.scenario.writing import starter_text

ROOT = Path(__file__).parents[2]
HEAVY = ("numpy", "pandas", "scipy", "mesa", "matplotlib", "networkx", "pyarrow", "pydantic")
runner = CliRunner()


def salesshift(*args: str, stdout: int = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    return subprocess.run([sys.executable, "-m", "sim.cli.app", *args], cwd=ROOT, stdout=stdout, text=True,
                          stderr=subprocess.PIPE, check=False, env={**os.environ, "PYTHONIOENCODING": "utf-8"})


def test_check_accepts_a_good_file_and_names_its_strategies(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    file.write_text(starter_text(), encoding="utf-8")
    result = runner.invoke(app, ["check", str(file)])
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{file}: ok; 16 quarters, 40 reps, strategies: carry_on, small_steps")
    assert result.stderr == ""


def test_check_ends_with_2_and_one_line_on_stderr_for_each_problem_of_each_file(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text("quarters = 8")
    bad.write_text("quarters = 0\nframwork = 3\n")
    result = runner.invoke(app, ["check", str(bad), str(good), str(tmp_path / "none.toml")])
    assert result.exit_code == 2
    assert result.stdout.splitlines() == [f"{good}: ok; 8 quarters, 40 reps, strategies: carry_on"]
    assert result.stderr.splitlines() == [
        f"{bad}:1: quarters: is 0; allowed is a whole number from 1 to 80 (quarters)",
        f"{bad}:2: framwork: is not known here; did you mean 'framework'?",
        f"{tmp_path / 'none.toml'}: there is no such file",
    ]


def test_check_warns_of_unusual_values_with_their_line_but_accepts_them(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    file.write_text("[people]\nspread = 0.4\n")
    result = runner.invoke(app, ["check", str(file)])
    assert result.exit_code == 0
    assert result.stderr.startswith(f"{file}:2: people.spread: warning: 0.4 is allowed but unusual")


def test_init_writes_a_file_that_checks_and_leaves_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "new.toml"
    assert runner.invoke(app, ["init", str(file)]).exit_code == 0
    assert load_scenario(file).quarters == 16
    assert list(tmp_path.iterdir()) == [file]


def test_init_does_not_overwrite_unless_forced(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("mine")
    result = runner.invoke(app, ["init", str(file)])
    assert (result.exit_code, file.read_text()) == (2, "mine")
    assert result.stderr == f"{file}: exists already; --force replaces it\n"
    assert runner.invoke(app, ["init", str(file), "--force"]).exit_code == 0
    assert file.read_text(encoding="utf-8") == starter_text()


def test_init_into_a_place_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "no" / "where.toml"):
        result = runner.invoke(app, ["init", str(path)])
        assert result.exit_code == 2
        assert len(result.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_init_can_print() -> None:
    assert runner.invoke(app, ["init", "-"]).stdout == starter_text()


def test_schema_prints_json() -> None:
    assert json.loads(runner.invoke(app, ["schema"]).stdout)["title"] == "salesshift scenario"


def test_params_lists_every_value_in_every_format() -> None:
    count = len(rows())
    assert len(json.loads(runner.invoke(app, ["params", "--json"]).stdout)) == count
    assert len(list(csv.DictReader(io.StringIO(runner.invoke(app, ["params", "--csv"]).stdout)))) == count
    assert len(runner.invoke(app, ["params", "--markdown"]).stdout.splitlines()) == count + 2
    assert len(runner.invoke(app, ["params"]).stdout.splitlines()) == count


def test_params_of_a_family() -> None:
    lines = runner.invoke(app, ["params", "--family", "framework.bonus"]).stdout.splitlines()
    assert lines[0].startswith("framework.bonus.individual\t0.8\t0-1\t0 to 1\t")
    assert len(lines) == 5


def test_params_at_a_terminal_are_tables(capsys: pytest.CaptureFixture[str]) -> None:
    from sim.cli.tables import show
    from sim.scenario.catalogue import rows_of

    show(rows_of("goals"))
    assert "adoption_level" in capsys.readouterr().out


@pytest.mark.parametrize(("args", "said"), [
    (["--family", "framwork.bonus"], "did you mean 'framework.bonus'?"),
    (["--json", "--csv"], "choose one"),
])
def test_params_refuses_what_it_does_not_know(args: list[str], said: str) -> None:
    result = runner.invoke(app, ["params", *args])
    assert result.exit_code == 2
    assert said in result.stderr


def test_the_process_ends_with_2_for_bad_input_and_keeps_stdout_clean(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    file.write_text("quarters = 'x'\n")
    done = salesshift("check", str(file))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{file}:1: quarters: is text 'x'; a whole number from 1 to 80 (quarters) is needed\n"
    assert salesshift("no-such-command").returncode == 2


def test_a_reader_who_stops_reading_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    done = salesshift("params", stdout=write)
    os.close(write)
    assert done.stderr == ""


def test_version_and_help() -> None:
    assert runner.invoke(app, ["--version"]).stdout.startswith("salesshift ")
    text = runner.invoke(app, ["--help"]).stdout
    assert all(command in text for command in ("check", "init", "schema", "params"))


def test_nothing_heavy_is_imported_before_a_command_needs_it() -> None:
    code = f"import sys, sim.cli.app; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("file", sorted((ROOT / "scenarios").glob("*.toml")), ids=lambda f: f.stem)
def test_every_ready_scenario_is_accepted(file: Path) -> None:
    result = runner.invoke(app, ["check", str(file)])
    assert result.exit_code == 0, result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_an_output_that_takes_no_more_is_one_line_and_74() -> None:
    with Path("/dev/full").open("w") as full:
        done = salesshift("init", "-", stdout=full.fileno())
    assert (done.returncode, done.stderr) == (74, "the output cannot be written: No space left on device\n")
