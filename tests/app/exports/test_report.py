"""The report is one page that needs nothing else, runs nothing, and prints."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

pytest.importorskip("jinja2")

from sim.app.exports import drawing
from sim.app.exports.report import report_html
from tests.app.exports.made import HOSTILE, course, results, titled


class Reader(HTMLParser):
    """Collects tags, attributes and texts."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data) -> None:
        self.texts.append(data)


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    return reader


@pytest.mark.parametrize("lang", ["de", "en"])
def test_nothing_of_a_user_becomes_markup(lang) -> None:
    found = read(report_html(titled(HOSTILE, lang)))
    assert "script" not in found.tags
    assert not any(name.startswith("on") for name, _ in found.attributes)
    assert sum("<script>" in text for text in found.texts) >= 5


def test_nothing_is_fetched() -> None:
    found = read(report_html(results()))
    assert {"img", "link", "iframe", "object"}.isdisjoint(found.tags)
    assert [v for n, v in found.attributes if n in ("src", "href", "xlink:href")] == ["http://127.0.0.1:8765/?v=1&s=small"]
    assert not re.search(r"url\(|@import", report_html(results()))


def test_only_an_address_of_the_web_becomes_a_link() -> None:
    from dataclasses import replace

    found = read(report_html(replace(results(), link="javascript:alert(1)")))
    assert "href" not in {name for name, _ in found.attributes}


def test_the_report_names_everything_that_was_asked_for() -> None:
    told = " ".join(read(report_html(results())).texts)
    for words in ("Drei Ergebnisse", "Verlauf", "Geld", "Programm beider Strategien", "Geänderte Annahmen",
                  "Was das Modell nicht kann", "Herkunft", "salesshift compare small.toml --seed 3", "0,70"):
        assert words in told


def test_a_report_of_little_leaves_out_what_is_not_there() -> None:
    from dataclasses import replace

    bare = report_html(replace(results(), cards=(), course=None, money=(), programme=(), limits=(), changes={}))
    assert "<figure>" not in bare and "Nichts wurde geändert" in bare


def test_labels_at_the_ends_of_the_lines_do_not_lie_on_each_other() -> None:
    places = drawing._apart([100.0, 101.0, 219.0, 220.0, 100.5])
    ordered = sorted(places)
    assert all(b - a >= drawing.GAP - 1e-9 for a, b in pairwise(ordered))
    assert ordered[-1] <= drawing.HEIGHT - drawing.BOTTOM


def test_the_course_stays_inside_its_frame() -> None:
    for unit, values in (("share", course()), ("eur", course() | {"unit": "eur", "goal": None})):
        drawn = str(drawing.course_svg("de", values | {"unit": unit}))
        ends = [float(y) for points in re.findall(r'points="([^"]+)"', drawn)
                for y in re.findall(r",([\d.-]+)", points)]
        assert all(drawing.TOP - 0.1 <= y <= drawing.HEIGHT - drawing.BOTTOM + 0.1 for y in ends)
