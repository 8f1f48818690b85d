"""The command `baseline`: one screen that says whether carrying on is the user's firm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from sim.comparison.tables import WIDTH
from tests.small import small

runner = CliRunner()


@pytest.fixture
def file(tmp_path: Path) -> str:
    (tmp_path / "s.toml").write_text(small(8), encoding="utf-8")
    return str(tmp_path / "s.toml")


def test_one_screen_tells_stated_first_and_last_year(file: str) -> None:
    result = runner.invoke(app, ["baseline", file, "--replications", "3"])
    assert result.exit_code == 0 and result.stderr == ""
    lines = result.stdout.splitlines()
    assert len(lines) <= 50 and max(map(len, lines)) <= WIDTH
    for word in ("is this your firm?", "stated", "Churn a year", "Contribution after cost of sales", "This firm"):
        assert word in result.stdout


def test_json_has_the_figures_and_how_to_make_them_again(file: str) -> None:
    document = json.loads(runner.invoke(app, ["baseline", file, "--replications", "3", "--json"]).stdout)
    assert document["kind"] == "baseline" and document["command"].startswith("salesshift baseline ")
    (churn,) = [row for row in document["figures"] if row["figure"] == "Churn a year"]
    assert churn["stated"] == 0.1 and churn["first_year"] > 0.0
    assert document["figures"] == json.loads(
        runner.invoke(app, ["baseline", file, "--replications", "3", "--json"]).stdout)["figures"]


@pytest.mark.parametrize(("args", "said"), [(("--quarters", "3"), "quarters must be between 8 and 80, not 3"),
                                            (("--replications", "0"), "replications must be at least 1, not 0"),
                                            (("--set", "book.carp=1"), "book.carp")])
def test_a_bad_value_ends_with_2_and_says_what(file: str, args: tuple[str, ...], said: str) -> None:
    result = runner.invoke(app, ["baseline", file, *args])
    assert (result.exit_code, result.stdout) == (2, "") and said in result.stderr
