"""The command `provenance`, and what other commands write for it."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from typer.testing import CliRunner

from sim.cli.app import app
from sim.comparison import saving
from sim.draw.images import image_bytes
from sim.results import Provenance
from sim.scenario.writing import starter_text

runner = CliRunner()
SMALL = ("--set", "organisation.reps=10", "--set", "book.customers_per_rep=10")


@pytest.fixture
def here(tmp_path, monkeypatch) -> Path:
    """A directory with a scenario, to work in."""
    (tmp_path / "s.toml").write_text(starter_text(), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def salesshift(*args: str) -> str:
    result = runner.invoke(app, args)
    assert result.exit_code == 0, result.output
    return result.stdout


def told(name: str) -> dict[str, object]:
    return json.loads(salesshift("provenance", name, "--json"))


@pytest.mark.parametrize("asked", [
    ("compare", "s.toml", *SMALL, "--strategies", "add_sellers", "--replications", "4"),
    ("compare", "s.toml", *SMALL, "--replications", "4", "--precision", "1e6", "--without", "fear_blocks"),
    ("run", "s.toml", *SMALL, "--strategy", "add_sellers", "--seed", "5", "--agents"),
    ("claims", "s.toml", "--ids", "a5", "--replications", "4", "--set", "organisation.reps=8"),
], ids=lambda asked: asked[0])
def test_the_command_that_is_told_makes_the_same_bytes_again(here, monkeypatch, asked) -> None:
    if asked[0] == "compare":
        monkeypatch.setattr(saving, "plot", lambda *_: {"one": Figure(figsize=(1, 1))})
    assert_the_command_makes_the_same_again(asked)


DESIGN = """
title = "Small"
scenario = "s.toml"
outcomes = ["npv"]
uncertainties = {"framework.error_culture" = {}, "organisation.advisor_share" = {}, "leadership.pressure" = {}}
levers.strategies = ["transform_everyone", "add_sellers"]
sampler = {kind = "latin_hypercube", points = 60}
"""


@pytest.fixture
def sweep(here) -> None:
    """A sweep of sixty worlds of a small firm, in the directory `sw`."""
    from concurrent.futures import ThreadPoolExecutor

    from sim.scenario.reading import load_text, with_overrides
    from sim.scenario.writing import to_toml
    from sim.study.design.reading import load_design
    from sim.study.sweep.executors import Crew
    from sim.study.sweep.schedule import Schedule
    from sim.study.sweep.sweeping import run_sweep

    small = with_overrides(load_text(starter_text()), [one for one in SMALL if one != "--set"])
    (here / "s.toml").write_text(to_toml(small), encoding="utf-8")
    (here / "d.toml").write_text(DESIGN, encoding="utf-8")
    with ThreadPoolExecutor(1) as executor:
        run_sweep(Schedule(load_design("d.toml")), Path("sw"), Crew(executor, 1), command="salesshift sweep d.toml")


@pytest.mark.parametrize("asked", [
    pytest.param(("discover", "--method", "prim", "--strategy", "add_sellers", "--fails"), marks=pytest.mark.slow),
    ("robustness",),
    ("tipping", "--along", "leadership.pressure"), ("tipping", "--level", "1e6", "--along", "leadership.pressure"),
    pytest.param(("map", "--at", "leadership.pressure=0.5", "--x", "framework.error_culture",
                  "--y", "organisation.advisor_share"), marks=pytest.mark.slow)], ids=lambda asked: asked[0])
def test_what_is_found_in_a_sweep_tells_the_command_that_finds_it_again(sweep, asked) -> None:
    if asked[0] == "map":
        pytest.importorskip("sklearn")
    assert_the_command_makes_the_same_again((asked[0], "sw", *asked[1:]))
    record = told("first")["provenance"]
    assert record["design"] == "Small" and record["design_hash"] == told("sw")["provenance"]["identity"]


def assert_the_command_makes_the_same_again(asked: tuple[str, ...]) -> None:
    """The record of what a command writes is a command that writes the same bytes."""
    salesshift(*asked, "--out", "first")
    program, *again = shlex.split(str(told("first")["provenance"]["command"]))
    assert program == "salesshift" and again[-2:] == ["--out", "DIR"]
    salesshift(*again)
    first, second = ({p.relative_to(d): p.read_bytes() for p in Path(d).rglob("*") if p.is_file()}
                     for d in ("first", "DIR"))
    manifest = Path("manifest.json")
    one, other = json.loads(first.pop(manifest)), json.loads(second.pop(manifest))
    assert first == second and len(first) >= 2
    of_the_day = {"created": "", "sealed": ""}
    assert one | of_the_day == other | of_the_day


def test_it_is_told_for_people_in_lines(here) -> None:
    salesshift("run", "s.toml", *SMALL, "--out", "r")
    lines = dict(line.split(maxsplit=1) for line in salesshift("provenance", "r/quarters.csv").splitlines())
    assert lines["kind"] == "run"
    assert lines["command"].startswith("salesshift run s.toml --strategy carry_on --seed 1 --set organisation.reps=10")
    assert lines["file"] == "as it was written, according to r/manifest.json"


def test_an_absolute_path_is_left_out(here) -> None:
    salesshift("run", str(here / "s.toml"), *SMALL, "--out", str(here / "r"))
    assert str(here) not in json.dumps(told("r")["provenance"])


def test_a_json_answer_tells_its_command_too(here) -> None:
    (here / "answer.json").write_text(salesshift("run", "s.toml", *SMALL, "--json"))
    assert str(told("answer.json")["provenance"]["command"]).startswith("salesshift run s.toml")


def test_a_file_without_provenance_ends_with_one_line_and_2(here) -> None:
    (here / "x.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    for name in ("x.png", "nothing", "."):
        result = runner.invoke(app, ["provenance", name])
        assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
        assert result.stderr.startswith(f"{name}: ")


def test_a_hostile_record_cannot_steer_the_terminal(here) -> None:
    hostile = Provenance("rm -rf\x1b[2J\nkind  trusted", "comparison", "1")
    (here / "x.png").write_bytes(image_bytes(Figure(figsize=(0.2, 0.2)), "png", hostile))
    printed = salesshift("provenance", "x.png")
    assert "\x1b" not in printed and "\nkind  trusted" not in printed
