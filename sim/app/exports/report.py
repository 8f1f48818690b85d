"""The report: one page of HTML that needs nothing else, made to be printed on A4."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from sim.app.exports.naming import field_title
from sim.app.exports.results import Results
from sim.app.words.catalogue import say, texts
from sim.app.words.numbers import money, number, percent

CANNOT = ("forecast", "people", "inputs", "market", "small")
"""What the model cannot do: texts in the room ``report``, below ``cannot``."""
DIGITS = 2
SIGN = {"left": "●", "right": "■", "reference": "◇"}
"""As on the page: what says without colour which side something belongs to."""
YEAR = 4
"""Quarters between two lines behind the time of a measure."""


def report_html(results: Results, course: Markup | None = None) -> str:
    """Write the report. Every text of a user is escaped; there is no script, and nothing is fetched.

    Parameters
    ----------
    course : the picture of the course, as `sim.app.exports.drawing.drawing_of` lets it through.
    """
    lang = results.lang
    written: str = _template().render(
        lang=lang, words=texts(lang, "report"), results=results, course=course,
        sign=SIGN, bar=_bar, gantt=_gantt, money=_money(results),
        changed=[(field_title(lang, name), _told(results, before), _told(results, now))
                 for name, before, now in results.changed],
        cannot=[say(lang, f"report.cannot.{key}") for key in CANNOT],
        provenance=[(key, say(lang, f"exports.entry.{key}"), value) for key, value in results.provenance()
                    if key not in ("title", "question", "answer", "note")],
        period=lambda start, quarters: _period(results, start, quarters),
        percent=lambda share: percent(lang, share), note=say(lang, "exports.text.model"),
        linkable=results.link.startswith(("http://", "https://")))
    return written


@cache
def _template() -> Template:
    folder = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined,
                         trim_blocks=True, lstrip_blocks=True)
    return folder.get_template("report.html.j2")


def _money(results: Results) -> dict[str, Any] | None:
    """Parts as rows, strategies as columns, and the longest bar."""
    if not results.money:
        return None
    titles = {part["key"]: part["title"] for side in results.money for part in side["parts"]}
    values = {side["side"]: {part["key"]: part["value"] for part in side["parts"]} for side in results.money}
    totals = {side["side"]: side["total"] for side in results.money}
    most = max((abs(v) for known in [*values.values(), totals] for v in known.values()), default=0.0)
    rows = [(title, [(side, known.get(key)) for side, known in values.items()]) for key, title in titles.items()]
    return {"rows": rows, "totals": list(totals.items()), "most": most,
            "text": lambda value: money(results.lang, value, sign=True)}


def _bar(value: float, most: float) -> dict[str, float]:
    """Where a bar begins and how long it is, in percent of its cell: from the middle, to the right for more."""
    long = 50.0 * abs(value) / most if most > 0.0 and math.isfinite(value) else 0.0
    return {"left": 50.0 if value >= 0.0 else 50.0 - long, "width": long}


def _gantt(start: int, quarters: int, horizon: int) -> dict[str, Any]:
    """When a measure runs, in percent of the horizon, and where the years begin."""
    step = 100.0 / max(horizon, 1)
    first = min(max(start - 1, 0), horizon)
    return {"left": first * step, "width": max(min(quarters, horizon - first), 0) * step,
            "years": [k * step for k in range(0, horizon + 1, YEAR)]}


def _period(results: Results, start: int, quarters: int) -> str:
    key = "report.one_quarter" if quarters <= 1 else "report.period"
    return say(results.lang, key, first=start, last=start + quarters - 1)


def _told(results: Results, value: Any) -> str:
    """A value of the scenario as a person writes it."""
    if isinstance(value, bool):
        return say(results.lang, f"exports.text.{'yes' if value else 'no'}")
    if isinstance(value, int | float):
        digits = 0 if float(value).is_integer() and abs(value) > 1.0 else DIGITS
        return number(results.lang, value, digits)
    return "–" if value is None else str(value)
