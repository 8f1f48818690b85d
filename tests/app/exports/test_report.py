"""The report is one page that needs nothing else, runs nothing, and prints."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

pytest.importorskip("jinja2")

from sim.app.exports.report import _bar, _gantt, drawing_of, report_html
from tests.app.exports.made import HOSTILE, drawing, results, titled


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


def report(**changes) -> str:
    """A report of everything, with a picture."""
    return report_html(replace(results(), **changes), drawing_of(drawing()))


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    return reader


@pytest.mark.parametrize("lang", ["de", "en"])
def test_nothing_of_a_user_becomes_markup(lang) -> None:
    found = read(report_html(titled(HOSTILE, lang), drawing_of(drawing())))
    assert "script" not in found.tags
    assert not any(name.startswith("on") for name, _ in found.attributes)
    assert sum("<script>" in text for text in found.texts) >= 5


def test_nothing_is_fetched() -> None:
    found = read(report())
    assert {"img", "link", "iframe", "object"}.isdisjoint(found.tags)
    assert [v for n, v in found.attributes if n in ("src", "href", "xlink:href")] == ["http://127.0.0.1:8765/?v=1&s=small"]
    assert not re.search(r"url\(|@import", report())


def test_only_an_address_of_the_web_becomes_a_link() -> None:
    found = read(report(link="javascript:alert(1)"))
    assert "href" not in {name for name, _ in found.attributes}


def test_the_report_names_everything_that_was_asked_for() -> None:
    told = " ".join(read(report()).texts)
    for words in ("Drei Ergebnisse", "Verlauf", "Geld", "Programm beider Strategien", "Geänderte Annahmen",
                  "Was das Modell nicht kann", "Herkunft", "salesshift compare small.toml --seed 3", "0,70"):
        assert words in told


def test_a_report_of_little_leaves_out_what_is_not_there() -> None:
    bare = report_html(replace(results(), cards=(), money=(), programme=(), limits=(), changes={}))
    assert "<figure>" not in bare and "Nichts wurde geändert" in bare


def test_the_picture_of_the_course_is_that_of_the_page() -> None:
    path = re.search(r' d="(M[^"]+)"', drawing())
    assert path is not None and path[0] in report() and "Adoption &lt; 1 &amp; more" in report()


@pytest.mark.parametrize(("value", "most", "left", "width"),
                         [(2.0, 4.0, 50, 25), (-4.0, 4.0, 0, 50), (0.0, 0.0, 50, 0)])
def test_a_bar_goes_right_for_more_and_left_for_less(value, most, left, width) -> None:
    assert _bar(value, most) == {"left": left, "width": width}


@pytest.mark.parametrize(("start", "quarters", "left", "width"), [(1, 4, 0, 25), (13, 8, 75, 25), (20, 4, 100, 0)])
def test_the_time_of_a_measure_stays_within_the_horizon(start, quarters, left, width) -> None:
    drawn = _gantt(start, quarters, 16)
    assert (drawn["left"], drawn["width"], drawn["years"]) == (left, width, [0, 25, 50, 75, 100])
