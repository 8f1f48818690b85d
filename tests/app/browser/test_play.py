"""Playing through the quarters in a real browser: everything moves together, and the server is not asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.app.browser.driving import expect, press, settled

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.app.browser.conftest import OpenPage

QUARTERS = 16
SHOWN = """() => {
    const cursor = document.querySelector("[data-part=cursor]");
    const line = document.querySelector(".programme line[stroke-width='1.5']");
    const svg = document.querySelector(".programme svg").getBoundingClientRect();
    return {
        bar: document.querySelector(".player .now").textContent,
        course: cursor && Number(cursor.dataset.quarter),
        people: [...document.querySelectorAll("[data-who^='0-']")].map(e => e.getAttribute("aria-label")).join(),
        programme: line && line.getBoundingClientRect().x - svg.x,
    };
}"""


def quarter(page: Page, number: int | str) -> None:
    """Wait until the bar says that quarter."""
    expect(page.locator(".player .now")).to_have_text(f"Quartal {number} von {QUARTERS}" if number else "Erster Tag")


@pytest.fixture
def ready(page: Page) -> Page:
    """A page with people and all futures."""
    settled(page)
    page.wait_for_selector("[data-who='1-0']")
    return page


def test_playing_moves_course_people_and_timeline_together_without_asking_the_server(open_page: OpenPage) -> None:
    page = open_page()
    sent: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    page.reload()
    page.wait_for_selector(".workshop header")
    settled(page)
    page.wait_for_selector("[data-who='1-0']")
    page.wait_for_timeout(500)
    assert sent, "frames are counted"
    sent.clear()
    before = page.evaluate(SHOWN)
    press(page, " ")
    page.wait_for_function("window.salesshift.quarter > 4")
    press(page, " ")
    after = page.evaluate(SHOWN)
    assert (before["course"], before["programme"]) == (None, None)
    assert after["course"] >= 4
    assert after["programme"] > 0
    assert after["people"] != before["people"]
    quarter(page, int(after["course"]))
    assert sent == []


def test_keys_step_forward_back_to_the_start_and_to_the_end(ready: Page) -> None:
    seen = []
    for key, number in ((".", 1), (".", 2), (",", 1), ("End of the bar", QUARTERS), ("0", 0)):
        if key == "End of the bar":
            ready.locator(".player input[type=range]").press("End")
        else:
            press(ready, key)
        quarter(ready, number)
        seen.append(ready.evaluate(SHOWN))
    assert seen[0] == seen[2], "one step forward and one back is where one was"
    assert seen[4]["course"] is None


def test_the_quarter_is_dragged_with_the_mouse(ready: Page) -> None:
    box = ready.locator(".player input[type=range]").bounding_box()
    ready.mouse.move(box["x"] + 8, box["y"] + box["height"] / 2)
    ready.mouse.down()
    ready.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=5)
    ready.mouse.up()
    quarter(ready, QUARTERS // 2)
    assert ready.evaluate(SHOWN)["course"] == QUARTERS // 2


def test_the_speed_is_chosen_with_keys(ready: Page) -> None:
    speed = ready.locator(".player select")
    for key, times in (("+", "2"), ("+", "4"), ("+", "4"), ("-", "2"), ("-", "1"), ("-", "0.5"), ("-", "0.5")):
        press(ready, key)
        expect(speed).to_have_value(times)


def test_it_stops_at_the_end_and_begins_anew_from_there(ready: Page) -> None:
    ready.locator(".player input[type=range]").press("End")
    quarter(ready, QUARTERS)
    press(ready, "+", "+", " ")
    quarter(ready, 1)
    quarter(ready, QUARTERS)
    expect(ready.get_by_role("button", name="Abspielen")).to_be_visible()


def test_who_wants_no_motion_sees_whole_quarters_only(open_page: OpenPage) -> None:
    page = settled(open_page(reduced_motion="reduce"))
    page.evaluate("""() => { window.seen = [];
        window.salesshift.bus.addEventListener("quarter", () => window.seen.push(window.salesshift.quarter)); }""")
    press(page, "+", "+", " ")
    quarter(page, QUARTERS)
    assert list(dict.fromkeys(page.evaluate("window.seen"))) == list(range(1, QUARTERS + 1))
