"""The report: one self-contained HTML page to print on A4, and the check of the drawing that goes into it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError, XMLParser

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from sim.app.exports.naming import field_title
from sim.app.exports.results import Results
from sim.words.catalogue import say, texts
from sim.words.numbers import money, number, percent

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
    course : the picture of the course, as `sim.app.exports.report.drawing_of` lets it through.
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


# --- the drawing that the page sends for its report ------------------------------------------------------------------

# What comes from a browser cannot be trusted. It is parsed and rebuilt from elements that can only draw: no script,
# no style sheet, no link, no image, no reference to anything outside.

MOST = 1_000_000
"""Characters of a drawing; one of 40 quarters with all its single futures takes a tenth."""
SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = frozenset({"svg", "g", "path", "line", "rect", "circle", "text", "tspan", "title"})
NUMBERS = ("x", "y", "x1", "x2", "y1", "y2", "dx", "dy", "cx", "cy", "r", "rx", "ry", "width", "height", "viewBox", "d",
           "transform", "stroke-width", "stroke-dasharray", "stroke-opacity", "fill-opacity", "font-size")
WORDS = ("fill", "stroke", "stroke-linecap", "stroke-linejoin", "paint-order", "text-anchor", "font-weight",
         "font-style")
TEXTS = ("role", "aria-label", "font-family")
VALUES: Mapping[str, re.Pattern[str]] = {
    **dict.fromkeys(NUMBERS, re.compile(r"[\w\s.,()+-]*")), **dict.fromkeys(WORDS, re.compile(r"#?[\w-]*")),
    **dict.fromkeys(TEXTS, re.compile(r".*", re.S))}
"""Attributes that draw, and what each may hold: none of it can name another place."""


class NoDrawingError(ValueError):
    """What the browser sent is no drawing."""


def drawing_of(sent: object) -> Markup | None:
    """Return the drawing as markup for a page of HTML; None where the browser sent none.

    Raises
    ------
    NoDrawingError
        if it is larger than any drawing of ours, or no SVG.
    """
    if sent is None or sent == "":
        return None
    if not isinstance(sent, str) or len(sent) > MOST:
        raise NoDrawingError(f"a drawing is text of at most {MOST} characters")
    # Neither comments nor declarations: nothing that is read twice or that stands for something else.
    if "<!" in sent or "<?" in sent:
        raise NoDrawingError("a drawing has no declarations")
    copy = _Copy()
    parser = XMLParser(target=copy)
    try:
        parser.feed(sent)
        parser.close()
    except ParseError as error:
        raise NoDrawingError(f"a drawing is SVG: {error}") from error
    return Markup("".join(copy.written))  # escaped piece by piece


class _Copy:
    """Writes what is read anew, without the elements and attributes that are not known, however deep they stand."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.depth = 0
        self.unknown = 0
        """How many elements are open from the first one on that is not taken over."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.removeprefix(SVG) if tag.startswith(SVG) else ""
        if self.depth == 0 and name != "svg":
            raise NoDrawingError("a drawing is SVG")
        self.depth += 1
        if self.unknown or name not in ELEMENTS:
            self.unknown += 1
            return
        known = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items()
                        if key in VALUES and VALUES[key].fullmatch(value))
        self.written.append(f"<{name}{known}>")

    def end(self, tag: str) -> None:
        self.depth -= 1
        if self.unknown:
            self.unknown -= 1
        else:
            self.written.append(f"</{tag.removeprefix(SVG)}>")

    def data(self, text: str) -> None:
        if not self.unknown:
            self.written.append(str(escape(text)))
