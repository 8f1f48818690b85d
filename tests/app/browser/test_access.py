"""Everybody can use the page: with the keyboard, with a screen reader, with a finger, without motion or colours."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("solara")
pytest.importorskip("playwright")

from tests.app.browser import looks
from tests.app.browser.test_screens import DRAWN, LANGUAGES, PEOPLE, QUICKLY, TABLET, opened

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.app.browser.conftest import OpenPage

AREAS = ("top", "levers", "course", "people", "player", "programme", "tabbed", "foot")
"""The parts of the page in the order in which the keyboard goes through them."""
EQUAL = ".bar"
"""Bars of the programme may be lower than a finger: every value of theirs is in the drawer too (WCAG 2.5.8)."""
CROWDED = f"{EQUAL}, .who, .levers .marks"
"""Forty people in a small picture stand closer than fingers; the keyboard and the teams reach each."""
LEAST, FINGER = 24.0, 44.0
DIALOGS = ("help", "share", "about", "cli", "limits")
STOPS = 140
MOVING = """() => document.getAnimations()
  .filter((one) => one.playState === "running" && one.effect.getTiming().duration > 1).length"""
PLACE = """(e) => { const r = (e.closest("label.on") || e).getBoundingClientRect();
  return [r.x, r.y, r.width, r.height]; }"""
SHAPES = """(all) => new Set(all.map((e) => e.getAttribute("d")[0] + getComputedStyle(e).fill)).size"""


def screens(page: Page) -> Iterator[str]:
    """Go through the main screens of a page that has been opened."""
    page.wait_for_selector(PEOPLE)
    yield "live"
    page.locator("[data-who]").first.dispatch_event("click")
    page.wait_for_selector(".story svg text")
    page.wait_for_timeout(300)
    yield "story"
    page.keyboard.press("Escape")
    page.wait_for_selector(".story", state="detached")
    page.keyboard.press("d")
    page.wait_for_selector(".veil h4")
    page.locator(".veil h4 button").nth(1).click()
    yield "drawer"
    page.keyboard.press("Escape")
    page.wait_for_selector(".veil", state="detached")
    for name in ("help", "share"):
        page.click(f"[data-do={name}]")
        page.wait_for_selector("dialog[open] h2")
        yield name
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog[open]", state="detached")
    page.select_option("[data-do=storyline]", "advisors_into_sellers")
    page.wait_for_selector(".teaching")
    page.click("[data-do=story_on]")
    page.wait_for_selector(".teaching[data-phase=question] [data-do=value]")
    yield "question"


@pytest.mark.parametrize("lang", QUICKLY)
def test_everything_has_a_name_is_readable_and_can_be_hit(open_page: OpenPage, lang: str) -> None:
    page = opened(open_page, lang)
    for name in screens(page):
        assert looks.nameless(page) == [], name
        assert looks.pale(page) == [], name
        assert looks.tiny(page, LEAST, EQUAL) == [], name


def test_large_type_is_as_readable(open_page: OpenPage) -> None:
    page = opened(open_page, "de")
    page.click("[data-do=beamer]")
    page.click("[data-tab=people]")
    page.wait_for_selector("html.beamer .people .glyph")
    assert looks.pale(page) == []
    assert looks.tiny(page, LEAST, EQUAL) == []


def test_fingers_hit_what_they_mean(open_page: OpenPage) -> None:
    page = opened(open_page, "de", size=TABLET, has_touch=True)
    for panel in ("people", "programme", "money"):
        page.click(f"[data-tab={panel}]")
        page.wait_for_timeout(300)
        assert looks.tiny(page, FINGER, CROWDED) == [], panel


def test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is(page: Page) -> None:
    page.wait_for_selector(PEOPLE)
    page.click("[data-do=keep]")
    page.wait_for_selector("[data-do=swap]")
    page.evaluate("document.activeElement.blur()")
    page.wait_for_selector(".cards .state:not(.busy)")
    wanted = dict(looks.asked(page, "reachable"))
    met: list[dict] = []
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        now = looks.asked(page, "focused", AREAS)
        if met and now["at"] == met[0]["at"]:
            break
        if now["tag"] != "BODY":
            met.append(now)
    reached = {one["at"] for one in met}
    assert [text for at, text in wanted.items() if at not in reached] == []
    first = next(i for i, one in enumerate(met) if one["area"] == AREAS[0])
    order = [area for area, _ in groupby(one["area"] for one in met[first:] + met[:first])]
    assert order == [area for area in AREAS if area in order]
    assert {"top", "levers", "course", "programme", "foot"} <= set(order)
    assert [one for one in met if not (one["ring"] or one["range"])] == []


def test_sliders_bars_people_and_segments_show_the_focus_too(page: Page) -> None:
    page.wait_for_selector(PEOPLE)
    page.keyboard.press("Tab")
    for what in (".levers .track input >> nth=0", ".levers .segments input:checked", ".player input",
                 ".bar[tabindex] >> nth=0", "[data-who][tabindex='0']", "svg[data-chart=course]"):
        one = page.locator(what)
        x, y, width, height = one.evaluate(PLACE)
        clip = {"x": x - 8, "y": y - 8, "width": width + 16, "height": height + 16}
        page.evaluate("document.activeElement.blur()")
        before = page.screenshot(clip=clip)
        one.focus()
        page.wait_for_timeout(50)
        assert page.screenshot(clip=clip) != before, what


def test_dialogs_keep_the_focus_and_give_it_back(page: Page) -> None:
    page.wait_for_selector(DRAWN)
    for name in DIALOGS:
        page.locator(f"[data-do={name}]").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("dialog[open] h2")
        for _ in range(6):
            page.keyboard.press("Tab")
            assert page.evaluate("!!document.activeElement.closest('dialog')"), name
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog[open]", state="detached")
        assert page.evaluate("document.activeElement.dataset.do") == name


def test_sheets_keep_the_focus_and_give_it_back(page: Page) -> None:
    page.wait_for_selector(PEOPLE)
    for opener, sheet in ((".levers .all >> nth=0", ".veil .sheet"), ("[data-who][tabindex='0']", ".story")):
        page.locator(opener).focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(sheet)
        page.wait_for_timeout(300)
        for key in ("Tab", "Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab", "Tab"):
            page.keyboard.press(key)
            assert page.evaluate("(sheet) => !!document.activeElement.closest(sheet)", sheet), (sheet, key)
        page.keyboard.press("Escape")
        page.wait_for_selector(sheet, state="detached")
        assert page.evaluate("(opener) => document.activeElement.matches(opener)", opener.split(" >>")[0]), opener


def test_what_changes_is_said(page: Page) -> None:
    page.wait_for_selector(DRAWN)
    assert page.locator(".headline[aria-live=polite]").inner_text().strip()
    assert page.locator(".notice[aria-live=polite]").count() == 1
    page.select_option("[data-do=storyline]", "advisors_into_sellers")
    page.wait_for_selector(".teaching")
    assert page.locator(".teaching [aria-live=polite]").inner_text().strip()


def test_every_drawing_has_a_sentence_in_the_language_and_a_table(page: Page) -> None:
    page.wait_for_selector(PEOPLE)
    told = {}
    for lang in LANGUAGES:
        page.click(f"[data-do={lang}]")
        page.wait_for_selector(f"html[lang={lang}]", state="attached")
        page.wait_for_timeout(1500)
        drawn = page.locator(".stage svg[role]")
        told[lang] = drawn.evaluate_all("(all) => all.map((e) => e.getAttribute('aria-label'))")
    assert len(told["de"]) >= 5
    assert not set(told["de"]) & set(told["en"])
    for panel in (".course", ".money", ".people", ".programme"):
        page.locator(f".stage section{panel} header button").filter(has_text="▦").click()
        assert page.locator(f".stage section{panel} table th").count() > 3, panel


def test_who_wants_no_motion_gets_none(open_page: OpenPage) -> None:
    page = open_page(reduced_motion="reduce")
    page.wait_for_selector(DRAWN)
    assert page.evaluate(MOVING) == 0
    page.wait_for_selector(PEOPLE)
    page.keyboard.press(".")
    assert page.evaluate(MOVING) == 0
    page.click("[data-do=help]")
    page.wait_for_selector("dialog[open]")
    assert page.evaluate(MOVING) == 0


@pytest.mark.parametrize("how", [{"forced_colors": "active"}, {"contrast": "more"}])
def test_own_colours_of_the_system_hide_nothing(open_page: OpenPage, how: dict[str, str]) -> None:
    page = open_page(**how)
    page.wait_for_selector(PEOPLE)
    ground = "(e) => getComputedStyle(e).backgroundColor"
    assert page.locator("[data-do=live]").evaluate(ground) != page.locator("[data-do=research]").evaluate(ground)
    assert "●" in page.locator(".card [data-side=left]").first.inner_text()
    assert "■" in page.locator(".card [data-side=right]").first.inner_text()
    glyphs = page.locator(".people .glyph path").evaluate_all(SHAPES)
    assert glyphs >= 3
    assert looks.pale(page) == []
