"""Every screen as a designer looks at it: nothing cut, nothing over the edge, no two labels on each other.

The pictures go to the folder that ``SALESSHIFT_SCREENS`` names, else to pytest's temporary one.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("solara")
pytest.importorskip("playwright")

from tests.app.browser import looks

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.app.browser.conftest import OpenPage

LANGUAGES = ("de", "en")
DRAWN = "svg[data-chart=course] [data-part=median]"
PEOPLE = ".people .glyph"
REVEALED = 2_400
"""Milliseconds until the curves of a reveal have drawn themselves, with the names at their ends."""
FADED = 450
"""Milliseconds until people who have changed have faded in."""
LAPTOP, TABLET, TWICE = (1366, 768), (1024, 768), (960, 540)
"""A common laptop, a tablet, and a large screen at 200 per cent."""
TABLES = f"{looks.MAY_SCROLL}, .box"
FROM_THE_LAST_ROW, PROGRAMME = 22.0, 17.5
"""Least size of text in px that is read from six metres; names on the bars of a full programme are smaller."""
BROKEN = {"name": "broken.toml", "mimeType": "text/plain", "buffer": b"quarters = 'x'\n[people]\nadvisors = -4\n"}

Look = Callable[..., None]

QUICKLY = ["de", pytest.param("en", marks=pytest.mark.slow)]
"""German is the longer language: what fits in it fits in English, which the slow tests and `make screens` look at."""


@pytest.fixture
def look(tmp_path: Path) -> Look:
    """Take a picture, and say what is wrong with it."""
    folder = Path(os.environ.get("SALESSHIFT_SCREENS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)

    def looked(page: Page, name: str, **how: object) -> None:
        page.screenshot(path=folder / f"{name}.png")
        assert looks.layout(page, **how) == [], name
        assert looks.drawings(page) == [], name

    return looked


def opened(open_page: OpenPage, lang: str, **how: object) -> Page:
    page = open_page(**how)
    page.wait_for_selector(DRAWN)
    if lang != "de":
        page.click(f"[data-do={lang}]")
        page.wait_for_selector(f"html[lang={lang}]", state="attached")
        page.wait_for_selector(DRAWN)
    return page


@pytest.mark.parametrize("lang", QUICKLY)
def test_the_live_page_fits_a_projector_with_a_kept_and_one_change(open_page: OpenPage, look: Look, lang: str) -> None:
    page = opened(open_page, lang)
    page.wait_for_selector(PEOPLE)
    look(page, f"live-{lang}")
    page.click("[data-do=keep]")
    page.wait_for_selector("[data-do=swap]")
    page.locator("[data-lever] input[type=range]").first.press("PageUp")
    page.wait_for_selector("[data-part=kept]")
    page.wait_for_selector(".delta")
    look(page, f"kept-{lang}")
    page.click("[data-tab=why]")
    page.wait_for_selector("svg[data-chart=why]")
    page.locator(".course .tools button").first.click()
    page.wait_for_selector("[data-part=band]")
    look(page, f"why-{lang}")
    for table in (".course .tools button >> nth=1", ".why .tools button", ".programme header button >> nth=-1"):
        page.click(table)
    look(page, f"tables-{lang}", may_scroll=TABLES)


@pytest.mark.parametrize("lang", QUICKLY)
def test_the_people_fit_as_a_network_as_teams_and_one_by_one(open_page: OpenPage, look: Look, lang: str) -> None:
    page = opened(open_page, lang)
    page.wait_for_selector(PEOPLE)
    page.evaluate("window.salesshift.show(8)")
    page.wait_for_timeout(FADED)
    look(page, f"people-{lang}")
    page.keyboard.press("t")
    page.wait_for_selector(".people rect")
    look(page, f"teams-{lang}")
    page.locator(".people header select").select_option("fear")
    look(page, f"fear-{lang}")
    page.locator("[data-who]").first.dispatch_event("click")
    page.wait_for_selector(".story svg text")
    look(page, f"story-{lang}")


@pytest.mark.parametrize("lang", QUICKLY)
def test_every_sheet_and_dialog_fits(open_page: OpenPage, look: Look, lang: str) -> None:
    page = opened(open_page, lang)
    for name, what in (("lever", "[data-lever] .more >> nth=0"), ("help", "[data-do=help]"),
                       ("share", "[data-do=share]"), ("about", "[data-do=about]"), ("terminal", "[data-do=cli]"),
                       ("limits", "[data-do=limits]")):
        page.click(what)
        page.wait_for_selector("dialog[open] h2")
        look(page, f"{name}-{lang}")
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog[open]", state="detached")
    page.click("[data-do=files]")
    look(page, f"files-{lang}")
    page.set_input_files("[data-do=upload]", files=[BROKEN])
    page.wait_for_selector("dialog[open] li")
    look(page, f"upload-{lang}")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog[open]", state="detached")
    page.keyboard.press("d")
    page.wait_for_selector(".veil h4")
    page.locator(".veil h4 button").nth(1).click()
    look(page, f"drawer-{lang}")


@pytest.mark.parametrize("lang", QUICKLY)
def test_every_phase_of_a_storyline_fits_and_gives_nothing_away(open_page: OpenPage, look: Look, lang: str) -> None:
    page = opened(open_page, lang)
    page.select_option("[data-do=storyline]", "advisors_into_sellers")
    for phase in ("intro", "question", "guess", "locked", "revealed", "why", "replay"):
        page.wait_for_selector(f".teaching[data-phase={phase}][data-step='0']")
        if phase == "revealed":
            page.wait_for_selector("[data-card] .figure")
            page.wait_for_timeout(REVEALED)
        if phase in ("intro", "question", "guess", "locked"):
            hidden = "[data-card] .figure, [data-part=median], [data-part=runs], .people .glyph, svg[data-chart=money]"
            assert page.locator(hidden).count() == 0, phase
        look(page, f"{phase}-{lang}")
        page.click("[data-do=story_on]")
    page.wait_for_selector(".teaching[data-step='1']")
    page.click("[data-do=story_on]")
    page.wait_for_selector("[data-choice]:not(:disabled)")
    page.click("[data-choice='1']")
    page.wait_for_selector("[data-choice='1'][aria-pressed=true]")
    look(page, f"choice-{lang}")


@pytest.mark.parametrize("lang", QUICKLY)
def test_large_type_can_be_read_from_the_last_row(open_page: OpenPage, look: Look, lang: str) -> None:
    page = opened(open_page, lang)
    page.click("[data-do=beamer]")
    page.wait_for_selector("html.beamer")
    for panel in ("money", "people", "programme"):
        page.click(f"[data-tab={panel}]")
        page.wait_for_selector({"money": "svg[data-chart=money]", "people": PEOPLE, "programme": ".bar"}[panel])
        page.wait_for_timeout(150)
        assert looks.small(page, FROM_THE_LAST_ROW, PROGRAMME) == []
        look(page, f"beamer-{panel}-{lang}")


@pytest.mark.slow
@pytest.mark.parametrize(("size", "tall", "touch"),
                         [(LAPTOP, False, False), (TABLET, True, True), (TWICE, True, False)])
def test_smaller_screens_show_one_panel_at_a_time(open_page: OpenPage, look: Look, size: tuple[int, int], tall: bool,
                                                  touch: bool) -> None:
    page = opened(open_page, "de", size=size, has_touch=touch)
    page.click("[data-do=keep]")
    page.wait_for_selector("[data-do=swap]")
    page.locator("[data-lever] input[type=range]").first.press("PageUp")
    page.wait_for_selector("[data-part=kept]")
    for panel in ("money", "people", "programme"):
        page.click(f"[data-tab={panel}]")
        page.wait_for_selector({"money": "svg[data-chart=money]", "people": PEOPLE, "programme": ".bar"}[panel])
        look(page, f"{size[0]}-{panel}", tall=tall)
        behind = page.locator(".tabbed-body").evaluate("(e) => getComputedStyle(e).visibility")
        assert (behind == "hidden") == (panel in ("people", "programme")), panel


@pytest.mark.slow
@pytest.mark.parametrize("scenario", ["crm_rollout", "electronics_store"])
def test_other_scenarios_and_carrying_on_fit_too(open_page: OpenPage, look: Look, scenario: str) -> None:
    page = opened(open_page, "de")
    page.select_option("[data-do=scenario]", scenario)
    page.wait_for_selector("[data-do=undo]:not(:disabled)")
    page.wait_for_selector(f"{PEOPLE} >> nth=30")
    look(page, scenario)
    page.select_option("[data-do=right]", "carry_on")
    page.wait_for_selector("[data-card] [data-side=right] .said")
    look(page, f"{scenario}-carry-on")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_research_without_a_sweep_says_how_to_make_one(open_page: OpenPage, look: Look, lang: str) -> None:
    page = opened(open_page, lang)
    page.click("[data-do=research]")
    page.wait_for_selector(".picker")
    look(page, f"research-{lang}")
