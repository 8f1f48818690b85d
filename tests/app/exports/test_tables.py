"""Workbook and CSV hold the numbers of the comparison, as numbers, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("openpyxl")

from openpyxl import load_workbook

from sim.app.exports import workbook
from sim.app.exports.results import file_name
from sim.app.exports.sheets import course_rows
from sim.app.exports.table import FORMULA, to_csv
from sim.app.exports.workbook import to_xlsx
from sim.scenario.reading import with_overrides
from tests.app.exports.made import HOSTILE, comparison, results, titled

SHEETS = {"de": ["Zusammenfassung", "Szenario", "Verlauf", "Einzelne Zukünfte", "Geld", "Maßnahmen", "Alle Werte",
                 "Herkunft"],
          "en": ["Summary", "Scenario", "Course", "Single futures", "Money", "Measures", "All values", "About"]}


def opened(lang="de"):
    return load_workbook(io.BytesIO(to_xlsx(results(lang))))


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_workbook_has_its_sheets_with_frozen_heads_and_print_setup(lang) -> None:
    book = opened(lang)
    assert book.sheetnames == SHEETS[lang]
    for page in book:
        assert page.freeze_panes is not None and page.print_title_rows
        assert str(page.page_setup.paperSize) == page.PAPERSIZE_A4 and page.sheet_properties.pageSetUpPr.fitToPage


def test_the_same_results_give_the_same_bytes_and_no_time_stands_in_them() -> None:
    first = to_xlsx(results())
    assert to_xlsx(results()) == first
    archive = zipfile.ZipFile(io.BytesIO(first))
    assert {entry.date_time for entry in archive.infolist()} == {workbook.ZIP_TIME}
    told = archive.read("docProps/core.xml").decode()
    assert re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", told) == ["2020-01-01T00:00:00Z"] * 2


def test_every_run_and_every_quarter_is_there_as_a_real_number() -> None:
    book, known = opened(), comparison()
    runs = list(book["Einzelne Zukünfte"].iter_rows(min_row=4, values_only=True))
    npv = np.concatenate([own.npv for own in known.success.values()])
    assert [row[2] for row in runs] == pytest.approx(npv.tolist(), rel=1e-14)
    course = list(book["Verlauf"].iter_rows(min_row=2, values_only=True))
    assert [row[4] for row in course] == pytest.approx(known.quarters["mean"].tolist(), rel=1e-14)


def test_a_course_of_another_behaviour_than_selling_does_not_speak_of_selling() -> None:
    selling, tool = results("de"), with_overrides(comparison().scenario, ["behaviour.acquisition_yield=0"])
    other = replace(selling, comparison=replace(comparison(), scenario=tool))
    told = [{row[1] for row in course_rows(one)} for one in (selling, other)]
    assert "Anteil, der aktiv verkauft" in told[0] and "Anteil mit dem neuen Verhalten" in told[1]
    assert not {"Anteil, der aktiv verkauft", "Genutzte Verkaufsgelegenheiten", "Können im Verkaufen"} & told[1]


def test_formats_are_those_of_the_unit() -> None:
    book = opened()
    formats = {row[1].value: row[4].number_format for row in book["Verlauf"].iter_rows(min_row=2)}
    assert formats["Umsatz"] == "#,##0"
    assert next(fmt for name, fmt in formats.items() if name.startswith("Anteil")).endswith("%")


def test_what_was_changed_stands_beside_the_ready_value() -> None:
    rows = {row[-1]: row for row in opened()["Szenario"].iter_rows(min_row=4, values_only=True)}
    assert rows["people.fear_of_failure"][1:3] == (0.5, 0.7)
    values = {row[-1]: row[1] for row in opened()["Alle Werte"].iter_rows(min_row=2, values_only=True)}
    assert values["people.fear_of_failure"] == 0.7 and values["framework.error_culture"] == 0.25


def test_provenance_gives_seed_futures_link_and_command() -> None:
    told = [row[1] for row in opened()["Herkunft"].iter_rows(min_row=2, values_only=True)]
    assert {3, 6, "salesshift compare small.toml --seed 3", "http://127.0.0.1:8765/?v=1&s=small"} <= set(told)


def test_no_cell_is_a_formula() -> None:
    kinds = {cell.data_type for page in opened() for row in page.iter_rows() for cell in row}
    assert "f" not in kinds
    assert any(str(cell.value).startswith("=HYPERLINK") and cell.quotePrefix
               for row in opened()["Geld"].iter_rows() for cell in row)


@given(st.sampled_from(["=", "+", "-", "@", "\t=", "\r="]), st.text(max_size=30))
def test_text_that_begins_like_a_formula_stays_text(sign: str, rest: str) -> None:
    page = workbook.Workbook().active
    workbook._put(page["A1"], sign + rest)
    assert page["A1"].data_type == "s"


@pytest.mark.parametrize(("lang", "separator", "point"), [("de", ";", ","), ("en", ",", ".")])
def test_csv_reads_back_to_the_same_numbers(lang, separator: str, point: str) -> None:
    raw = to_csv(results(lang))
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=separator))
    known = comparison().quarters
    assert len(rows) == len(known) + 1
    assert [float(row[4].replace(point, ".")) for row in rows[1:]] == known["mean"].tolist()


def test_no_text_of_the_csv_begins_like_a_formula() -> None:
    scenario = comparison().scenario
    named = scenario.model_copy(update={"strategies": tuple(
        s.model_copy(update={"label": f"={s.name}"}) for s in scenario.strategies)})
    from dataclasses import replace

    found = replace(results("en"), comparison=replace(comparison(), scenario=named))
    rows = list(csv.reader(io.StringIO(to_csv(found).decode("utf-8-sig"))))
    assert all(row[0].startswith("'=") for row in rows[1:])
    assert not any(cell.startswith(FORMULA) for row in rows for cell in row[:3])


@pytest.mark.parametrize(("title", "name"), [
    ("B2B: Berater, die verkaufen", "salesshift-ergebnisse-b2b-berater-die-verkaufen-seed-3-n-6.xlsx"),
    ("Größe & Maß", "salesshift-ergebnisse-groesse-mass-seed-3-n-6.xlsx"),
    ("../../etc", "salesshift-ergebnisse-etc-seed-3-n-6.xlsx"),
    ("日本", "salesshift-ergebnisse-seed-3-n-6.xlsx"),
])
def test_the_name_of_a_file_says_what_it_holds(title: str, name: str) -> None:
    assert file_name(titled(title), "workbook", "xlsx") == name


def test_a_title_that_no_sheet_can_hold_is_made_harmless() -> None:
    book = load_workbook(io.BytesIO(to_xlsx(titled(HOSTILE))))
    assert book["Zusammenfassung"]["A1"].value == HOSTILE.replace("\x0b", "\N{REPLACEMENT CHARACTER}")
