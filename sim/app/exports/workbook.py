"""The workbook for Excel: real numbers, formats that every locale shows its own way; same input, same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, TYPE_STRING, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sim.app.exports.results import Results
from sim.app.exports.sheets import Format, Sheet, sheets_of
from sim.words.catalogue import say

FORMATS: dict[Format, str] = {"text": "@", "eur": "#,##0", "share": "0.0%", "index": "0.000", "count": "#,##0.0",
                              "quarter": "0", "any": "General"}
"""Codes in Excel's own, American way; Excel shows them with the separators of its user."""
LONG_AGO = datetime(2020, 1, 1)
"""The time that stands in the file, so that the same results give the same bytes."""
ZIP_TIME = (2020, 1, 1, 0, 0, 0)
NARROWEST, WIDEST = 9, 60
"""Widths of columns, characters."""
HEAD_WIDEST = 22
"""Characters of a head from which it breaks into lines."""
LONGEST_TEXT = 32_000
"""Characters that a cell takes, a little less than Excel's limit."""
MEASURED = 200
"""Rows by which the width of a column is found."""
HEAD = Font(bold=True, color="FFFFFF")
HEAD_FILL = PatternFill("solid", fgColor="0B5C8C")
LINE = Border(bottom=Side(style="thin", color="D3D9DF"))
BOLD = Font(bold=True)
LANDSCAPE_FROM = 4
"""Columns from which a sheet is printed across."""


def to_xlsx(results: Results) -> bytes:
    """Write summary, scenario, course, runs, money, measures, all values and provenance into one workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets_of(results):
        _write(book.create_sheet(say(results.lang, f"exports.sheet.{sheet.key}")), sheet, results)
    told = dict(results.provenance())
    book.properties.title, book.properties.creator = clean(results.title), str(told["version"])
    book.properties.description = clean(str(told.get("command", "")))
    book.properties.created = book.properties.modified = LONG_AGO
    raw = io.BytesIO()
    book.save(raw)
    return _timeless(raw.getvalue())


def clean(text: str) -> str:
    """Text that a cell can hold: no control characters, not too long."""
    return str(ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", text))[:LONGEST_TEXT]


def _write(page: Worksheet, sheet: Sheet, results: Results) -> None:
    first = len(sheet.above) + 2 if sheet.above else 1
    for k, line in enumerate(sheet.above, start=1):
        _put(page.cell(k, 1), line)
        page.cell(k, 1).font = BOLD if k == 1 else Font()
    for column, text in enumerate(sheet.head, start=1):
        cell = page.cell(first, column)
        _put(cell, text)
        cell.font, cell.fill = HEAD, HEAD_FILL
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left" if column == 1 else None)
    for k, row in enumerate(sheet.rows):
        for column, value in enumerate(row, start=1):
            form = sheet.formats[column - 1]
            if form == "any" and sheet.units is not None:
                form = sheet.units[k]
            _put(page.cell(first + 1 + k, column), value, form)
    page.freeze_panes = page.cell(first + 1, 2)
    if len(sheet.rows):
        page.auto_filter.ref = f"A{first}:{get_column_letter(len(sheet.head))}{first + len(sheet.rows)}"
    _fit(page, sheet)
    _print(page, sheet, first, results)


def _put(cell: Cell, value: Any, form: Format = "text") -> None:
    """Numbers as numbers; text as text, also where it begins like a formula, so that nothing of it is ever run."""
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int | float):
        cell.value = clean(str(value).lower() if isinstance(value, bool) else str(value))
        cell.data_type = TYPE_STRING
        cell.quotePrefix = cell.value[:1] in ("=", "+", "-", "@", "\t", "\r")
        cell.number_format = FORMATS["text"]
        return
    cell.value = value
    cell.number_format = FORMATS["any" if form == "text" else form]


def _fit(page: Worksheet, sheet: Sheet) -> None:
    """Columns as wide as what stands in them, within limits; long heads break."""
    for column, head in enumerate(sheet.head):
        body = [_length(row[column]) for row in sheet.rows[:MEASURED]]
        words = max(len(word) for word in re.split(r"[\s]", head) or [""])
        width = max([words, min(len(head), HEAD_WIDEST), *body]) + 2
        page.column_dimensions[get_column_letter(column + 1)].width = min(max(width, NARROWEST), WIDEST)


def _length(value: Any) -> int:
    return len(str(value)) if isinstance(value, str) else len(f"{value:,.0f}") + 3 if isinstance(value, float) else 6


def _print(page: Worksheet, sheet: Sheet, first: int, results: Results) -> None:
    """A4, as wide as the page, the head on every page, whose results at the foot."""
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.orientation = "landscape" if len(sheet.head) >= LANDSCAPE_FROM else "portrait"
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.print_title_rows = f"{first}:{first}"
    page.oddFooter.left.text = clean(results.title).replace("&", "&&")[:100]
    page.oddFooter.right.text = say(results.lang, "exports.text.page")


def _timeless(raw: bytes) -> bytes:
    """The same archive with a fixed time in every entry, and in the properties, where the writer puts the present."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                stamp = LONG_AGO.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                content = re.sub(rb"(<dcterms:(?:modified|created)[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return made.getvalue()
