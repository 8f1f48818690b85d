"""Files up and down in a real browser, and the same numbers from the command line."""

from __future__ import annotations

import csv
import io
import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest

from sim.app.exports import sheets
from sim.words.catalogue import say
from tests.app.browser.driving import (
    cards,
    dialog,
    downloaded,
    expect,
    held,
    move,
    new_picture,
    press,
    settled,
    value_of,
)
from tests.app.starting import ROOT, surroundings

if TYPE_CHECKING:
    from playwright.sync_api import Page

CULTURE = "framework.error_culture"
SUMMARY = (sheets.SUMMARY[0], *(name for name, _, _ in sheets.SUMMARY_MORE), *sheets.SUMMARY[1:],
           *(name for name, _, _ in sheets.CHANCES))
"""Columns of the workbook's first sheet, as the command line names them."""
BAD = """title = 3
[organisation]
people = -4
adviser_share = 0.5
[market]
nonsense = "x"
"""


def salesshift(arguments: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "sim.cli.app", *arguments], cwd=folder, env=surroundings(),
                          capture_output=True, text=True, check=False, timeout=240, stdin=subprocess.DEVNULL)


def upload(page: Page, name: str, content: bytes) -> None:
    page.locator("[data-do=files]").click()
    page.locator("[data-do=upload]").set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})


def rows(file: Path, sheet: str) -> list[tuple[Any, ...]]:
    """What stands below the head of a sheet."""
    page = openpyxl.load_workbook(file)[say("de", f"exports.sheet.{sheet}")]
    first = int(re.sub(r"\D", "", page.auto_filter.ref.split(":")[0]))
    return [tuple(cell.value for cell in row) for row in page.iter_rows(min_row=first + 1)]


def same_as_the_command_line(workbook: Path, results: Path) -> None:
    """Summary and course of the workbook are those of the command line's files, digit by digit."""
    with (results / "summary.csv").open(encoding="utf-8", newline="") as file:
        told = [[float(row[name]) if row[name] else None for name in SUMMARY] for row in csv.DictReader(file)]
    assert [list(row[1:]) for row in rows(workbook, "summary")] == [[held(value) for value in row] for row in told]
    course = pd.read_parquet(results / "quarters.parquet")
    assert [row[4] for row in rows(workbook, "course")] == [held(value) for value in course["mean"]]


@pytest.mark.parametrize("changed", [False, True])
def test_the_numbers_of_the_page_are_those_of_the_command_line(page: Page, tmp_path: Path, changed: bool) -> None:
    settled(page)
    if changed:
        move(page, CULTURE, "PageUp")
        move(page, "people.fear_of_failure", "ArrowLeft")
    workbook = downloaded(page, "xlsx", tmp_path)
    page.locator("[data-do=cli]").click()
    command = shlex.split(dialog(page).locator("pre").inner_text())
    assert command[0] == "salesshift" and command.count("--set") == 2 * changed
    done = salesshift([*command[1:], "--out", str(tmp_path / "out")], ROOT)
    assert done.returncode == 0, done.stderr
    same_as_the_command_line(workbook, tmp_path / "out")


def test_the_scenario_file_gives_the_command_line_the_same_case(page: Page, tmp_path: Path) -> None:
    move(settled(page), CULTURE, "End")
    workbook, scenario = downloaded(page, "xlsx", tmp_path), downloaded(page, "scenario_file", tmp_path)
    done = salesshift(["compare", scenario.name, "--strategies", "transform_everyone,add_sellers", "--seed", "1",
                       "--replications", "500", "--out", "out"], tmp_path)
    assert done.returncode == 0, done.stderr
    same_as_the_command_line(workbook, tmp_path / "out")


def test_the_course_comes_as_csv_and_a_report_opens_with_the_answer(page: Page, tmp_path: Path) -> None:
    settled(page)
    text = downloaded(page, "csv", tmp_path).read_text(encoding="utf-8-sig")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert len(list(csv.reader(io.StringIO("\n".join(lines)), delimiter=";"))) > 3 * 16
    wrong: list[str] = []
    page.locator("[data-do=files]").click()
    with page.expect_popup() as opening:
        page.locator(".list [data-do=report]").click()
    report = opening.value
    report.on("pageerror", lambda error: wrong.append(str(error)))
    expect(report.locator("body")).to_contain_text(page.locator(".headline").inner_text())
    shown = "window.salesshift.courseForReport().then(sent => sent.drawing.match(/ d=\"[^\"]+\"/g))"
    drawn = report.locator(".course svg").evaluate("e => e.outerHTML.match(/ d=\"[^\"]+\"/g)")
    assert drawn == page.evaluate(shown), "it is the picture of the page"
    assert wrong == []


def test_a_scenario_file_is_opened_and_its_title_shown(page: Page) -> None:
    before = cards(settled(page))
    with new_picture(page):
        upload(page, "haus.toml", (ROOT / "scenarios/learning_culture.toml").read_bytes())
    assert cards(page) != before
    expect(page.locator("[data-do=scenario] option:checked")).to_have_text("Eigene Datei: haus.toml")
    with new_picture(page):
        press(page, "u")
    assert cards(page) == before


def test_all_that_is_wrong_with_a_file_is_told_as_the_command_line_tells_it(page: Page, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text(BAD, encoding="utf-8")
    told = salesshift(["check", "bad.toml"], tmp_path)
    problems = (told.stdout + told.stderr).strip().splitlines()
    assert len(problems) == 4
    before = cards(settled(page))
    upload(page, "bad.toml", BAD.encode())
    expect(dialog(page).locator("li")).to_have_text(problems)
    press(page, "Escape")
    assert cards(page) == before
    expect(page.locator("[data-do=undo]")).to_be_disabled()


@pytest.mark.parametrize(("content", "said"), [
    (b"# much\n" * 1_000_000, "zu groß oder nicht lesbar"), (b"# much\n" * 300_000, "is larger than 1024 KiB"),
    (bytes(range(256)) * 40, "kaputt.toml:1"), (b"", "kaputt.toml")], ids=["huge", "large", "binary", "empty"])
def test_a_file_that_is_none_is_refused_and_nothing_is_lost(page: Page, content: bytes, said: str) -> None:
    move(settled(page), CULTURE, "End")
    before = cards(page)
    upload(page, "kaputt.toml", content)
    expect(dialog(page)).to_contain_text(said)
    press(page, "Escape")
    expect(dialog(page)).to_have_count(0)
    assert (cards(page), value_of(page, CULTURE)) == (before, 1.0)
    expect(page.locator("[data-do=undo]")).to_be_enabled()
