"""The report comes out of the printer on a few whole pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("jinja2")

from sim.app.exports.report import drawing_of, report_html
from tests.app.exports.made import drawing, titled

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES = re.compile(rb"/Type\s*/Page[^s]")
A4 = (794, 1123)


@pytest.fixture
def paper(browser: Browser) -> Page:
    context = browser.new_context(viewport={"width": A4[0], "height": A4[1]}, java_script_enabled=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_report_prints_on_two_to_four_pages(paper: Page, lang) -> None:
    paper.set_content(report_html(titled("B2B", lang), drawing_of(drawing())))
    printed = paper.pdf(prefer_css_page_size=True, print_background=True)
    assert 2 <= len(PAGES.findall(printed)) <= 4


def test_nothing_is_wider_than_the_page_whatever_the_title(paper: Page) -> None:
    paper.set_content(report_html(titled("Donaudampfschifffahrtsgesellschaft" * 8), drawing_of(drawing())))
    paper.emulate_media(media="print")
    assert paper.evaluate("document.documentElement.scrollWidth") <= A4[0]
    wide = paper.evaluate("""[...document.querySelectorAll('td, th, h1, h2, h3, p, li, .card, svg')]
        .filter((e) => e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.outerHTML.slice(0, 80))""")
    assert wide == []


def test_no_script_of_a_title_runs(paper: Page) -> None:
    shown: list[str] = []
    paper.on("dialog", lambda dialog: (shown.append(dialog.message), dialog.dismiss()))
    paper.set_content(report_html(titled("<script>alert(1)</script><img src=x onerror=alert(2)>")))
    paper.wait_for_timeout(200)
    assert shown == []
