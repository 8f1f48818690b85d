"""Scenario files up: what is wrong with them is what `check` says, and what is right becomes a case."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.app.state.case import Case, from_text
from sim.cli.app import app
from sim.scenario.reading import LARGEST
from sim.scenario.ready import folder, names

WRONG = {
    "several": "quarters = 99\n[framework]\nerror_cultur = 0.5\n[framework.bonus]\nindividual = 0.5\n",
    "syntax": "[people\n",
    "twice": "quarters = 3\nquarters = 4\n",
    "empty": "",
    "dots": "." * 600,
    "large": "#" * (LARGEST + 1),
    "contradiction": '[[strategies]]\nname = "a"\n[[strategies.measures]]\nkind = "training"\nstart = 20\n',
    "deep": "a = " + "[" * 40 + "]" * 40,
}


@pytest.mark.parametrize("text", WRONG.values(), ids=list(WRONG))
@pytest.mark.parametrize("raw", [False, True])
def test_the_problems_are_those_of_check(text: str, raw: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.toml").write_text(text, encoding="utf-8")
    checked = CliRunner().invoke(app, ["check", "mine.toml"])
    found = from_text(text.encode() if raw else text, "C:\\files\\mine.toml")
    assert isinstance(found, list)
    assert [str(problem) for problem in found] == checked.output.strip().splitlines()


def test_bytes_that_are_no_text_are_told_as_check_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.toml").write_bytes(b"title = '\xff'\n")
    found = from_text(b"title = '\xff'\n", "mine.toml")
    assert [str(problem) for problem in found] == CliRunner().invoke(app, ["check", "mine.toml"]).output.splitlines()


@pytest.mark.parametrize("name", names())
def test_a_good_file_becomes_a_case_of_its_own(name: str) -> None:
    path = folder() / f"{name}.toml"
    case = from_text(path.read_bytes(), path.name)
    assert isinstance(case, Case)
    assert case.own
    assert case.base == path.name
    assert from_text(case.toml(), "again.toml").scenario() == case.scenario()


def test_a_name_cannot_break_the_file_that_goes_down() -> None:
    case = from_text("title = 'Mine'\n", "a\nquarters = 3\n.toml")
    assert isinstance(case, Case)
    assert from_text(case.toml(), "again.toml").scenario().quarters == 16
