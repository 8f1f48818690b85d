"""The address holds the whole state, in a real browser: shared, tampered with, gone back to."""

from __future__ import annotations

import base64
import json
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from sim._version import __version__
from tests.app.browser.driving import (
    cards,
    deltas,
    dialog,
    expect,
    lever,
    move,
    new_picture,
    press,
    settled,
    value_of,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.app.browser.conftest import OpenPage

CULTURE = "framework.error_culture"


def packed(state: Any) -> str:
    """The address of a state, as somebody who plays tricks would write it."""
    text = base64.urlsafe_b64encode(zlib.compress(json.dumps(state).encode())).rstrip(b"=").decode()
    return f"/?v=1&m={__version__}&s={text}"


def search_of(page: Page) -> str:
    return str(page.evaluate("location.search"))


def test_a_shared_address_shows_another_browser_the_same(open_page: OpenPage) -> None:
    page = settled(open_page())
    with new_picture(page):
        press(page, "v")
    move(page, CULTURE, "End")
    page.locator(".course header select").select_option("fear")
    page.locator("[data-tab=why]").click()
    press(page, "l", "b")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator("svg[data-chart=why]").wait_for()
    press(page, "s")
    address = dialog(page).locator("pre").inner_text()
    press(page, "Escape")
    other = settled(open_page(address[address.index("/?"):]))
    expect(other.locator("html")).to_have_attribute("lang", "en")
    expect(other.locator("[data-card] .delta").first).to_have_text(deltas(page)[0])
    assert (cards(other), deltas(other)) == (cards(page), deltas(page))
    assert [value_of(one, CULTURE) for one in (page, other)] == [1.0, 1.0]
    for place in ("[data-part=kept]", "[data-part=band]", "[data-tab=why][aria-selected=true]", "svg[data-chart=why]"):
        expect(other.locator(place).first).to_be_visible()
    assert other.locator(".course header select").input_value() == "fear"
    assert search_of(other) == search_of(page)


@pytest.mark.parametrize(("address", "said"), [
    ("/?v=9&s=abc", "aus einer anderen Fassung der Werkstatt (9)"),
    ("/?v=1&s=xxx", "unvollständig oder beschädigt"),
    ("/?v=1", "unvollständig oder beschädigt"),
    ("/?v=1&s=%00%ff&s=2&lang=<script>", "unvollständig oder beschädigt"),
    (packed([1, 2]), "unvollständig oder beschädigt"),
    (packed({"w": {"b": "nowhere"}}), "„nowhere“ gibt es hier nicht"),
    (packed({"w": {"b": "b2b_advisors", "s": -4}}), "Startwert im Link"),
    (packed({"w": {"b": "b2b_advisors", "c": {"no.such.value": 3}}}), "„no.such.value“ gibt es"),
], ids=["version", "garbage", "nothing", "bytes", "list", "scenario", "seed", "value"])
def test_an_address_that_cannot_be_used_opens_the_start_and_says_why(open_page: OpenPage, address: str,
                                                                     said: str) -> None:
    page = settled(open_page(address))
    expect(dialog(page)).to_contain_text(said)
    assert "Traceback" not in page.locator("body").inner_text()
    press(page, "Escape")
    expect(dialog(page)).to_have_count(0)
    assert value_of(page, CULTURE) == 0.4


def test_a_value_out_of_range_in_an_address_is_set_to_the_limit_and_said(open_page: OpenPage) -> None:
    page = settled(open_page(packed({"w": {"b": "b2b_advisors", "c": {CULTURE: 7}, "s": 1,
                                           "p": ["transform_everyone", "add_sellers"]}})))
    expect(dialog(page)).to_contain_text("auf die erlaubte Grenze 1")
    assert value_of(page, CULTURE) == 1.0


def test_back_and_forward_of_the_browser_undo_and_redo(page: Page) -> None:
    base = cards(settled(page))
    move(page, CULTURE, "End")
    now = cards(page)
    move(page, "people.fear_of_failure", "End")
    with new_picture(page):
        page.go_back()
    assert (cards(page), value_of(page, CULTURE)) == (now, 1.0)
    with new_picture(page):
        page.go_back()
    assert (cards(page), value_of(page, CULTURE)) == (base, 0.4)
    expect(page.locator("[data-do=undo]")).to_be_disabled()
    with new_picture(page):
        page.go_forward()
    assert cards(page) == now
    with new_picture(page):
        press(page, "u")
    assert cards(page) == base


def test_looking_at_something_else_is_no_step_of_the_browsers_history(page: Page) -> None:
    base = cards(settled(page))
    move(page, CULTURE, "End")
    length = page.evaluate("history.length")
    press(page, "b", "p", "p", "l", "l")
    page.locator(".course header select").select_option("fear")
    page.wait_for_function("location.search.length > 0")
    page.wait_for_timeout(300)
    assert page.evaluate("history.length") == length
    with new_picture(page):
        page.go_back()
    assert cards(page) == base


def test_a_drag_is_one_step_of_the_browsers_history(page: Page) -> None:
    settled(page)
    length = page.evaluate("history.length")
    lever(page, CULTURE).focus()
    with new_picture(page):
        page.keyboard.down("ArrowRight")
        for _ in range(5):
            page.wait_for_timeout(120)
            page.keyboard.down("ArrowRight")
        page.keyboard.up("ArrowRight")
    assert value_of(page, CULTURE) == pytest.approx(0.7)
    assert page.evaluate("history.length") == length + 1
