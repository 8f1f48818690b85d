"""The course as CSV: UTF-8 with a mark at the beginning, by which Excel knows the encoding.

English: commas and decimal points, as every program reads. German: semicolons and decimal commas, as a German Excel
opens by a double click. Shares stay between 0 and 1 and money is in EUR, unrounded. Text that begins like a formula
gets an apostrophe before it, as spreadsheets would run it otherwise.
"""

from __future__ import annotations

import csv
import io
from typing import Any

from sim.app.exports.results import Results
from sim.app.exports.sheets import COURSE, course_rows
from sim.words.catalogue import Language, say

MARK = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Signs with which a spreadsheet begins to calculate."""
SEPARATOR: dict[Language, str] = {"de": ";", "en": ","}


def to_csv(results: Results) -> bytes:
    """Write one row per strategy, outcome and quarter."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=SEPARATOR[results.lang], lineterminator="\r\n")
    writer.writerow([say(results.lang, f"exports.head.{name}") for name in COURSE])
    for row in course_rows(results):
        writer.writerow([_cell(results.lang, value) for value in row])
    return (MARK + text.getvalue()).encode("utf-8")


def _cell(lang: Language, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    text = repr(value)
    return text.replace(".", ",") if lang == "de" else text
