"""The research view in a real browser: a sweep of the command line as a map, and one of its worlds live."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from sim.app.exports.naming import outcome_title
from sim.study.futures import futures_of
from sim.study.sweep.folder import Sweep
from sim.words.catalogue import say
from tests.app.browser.driving import downloaded, expect, held, new_picture, settled, value_of
from tests.app.starting import ROOT, Workshop, started, surroundings

if TYPE_CHECKING:
    from tests.app.browser.conftest import OpenPage

DESIGN = f"""
title = "Four worlds"
question = "Does error culture decide?"
scenario = "{(ROOT / 'scenarios/b2b_advisors.toml').as_posix()}"
outcomes = ["npv", "gain", "adoption_end"]
replications.number = 500

[uncertainties]
"people.fear_of_failure" = {{ low = 0.2, high = 0.8 }}
"framework.error_culture" = {{ low = 0.2, high = 0.8 }}

[levers]
strategies = ["transform_everyone", "add_sellers"]

[sampler]
kind = "grid_of_two"
steps = 2
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a small sweep lies below ``results``."""
    home = tmp_path_factory.mktemp("research")
    (home / "four.toml").write_text(DESIGN, encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "sim.cli.app", "sweep", "four.toml", "-q"], cwd=home,
                          env=surroundings(), capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture(scope="module")
def research(folder: Path, browser_files: None) -> Iterator[Workshop]:
    with started("--lang", "de", cwd=folder) as running:
        yield running


def test_a_sweep_is_seen_as_a_map_and_a_cell_opens_as_the_same_world_live(
        open_page: OpenPage, research: Workshop, folder: Path, tmp_path: Path) -> None:
    sweep = Sweep.open(folder / "results/four")
    page = settled(open_page(server=research))
    page.locator("[data-do=research]").click()
    expect(page.locator(".picker select").first).to_have_value("four")
    expect(page.locator(".heatmap svg[role=img]")).to_be_visible()
    expect(page.locator(".bars svg[role=img]")).to_be_visible()
    page.locator(".heatmap .box").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.locator(".heatmap .chosen .mean").wait_for()
    with new_picture(page):
        page.keyboard.press("Enter")
    world = {name: value_of(page, name) for name in ("people.fear_of_failure", "framework.error_culture")}
    point = next(number for number, row in sweep.points.iterrows()
                 if all(row[name] == pytest.approx(value) for name, value in world.items()))
    expect(page.locator(".lever .dot")).not_to_have_count(0)
    rows = list(openpyxl.load_workbook(downloaded(page, "xlsx", tmp_path))[say("de", "exports.sheet.runs")].values)
    head = next(row for row in rows if row[1] is not None)
    live = [row[head.index(outcome_title("de", "gain"))] for row in rows if row[0] == "Alle verwandeln"]
    stored = futures_of(sweep, "gain").table.loc[point]["transform_everyone"]
    assert live == [held(value) for value in stored]
