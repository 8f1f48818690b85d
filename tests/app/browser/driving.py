"""What a person does on the page, and what they read there, for the tests in a real browser."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect
expect.set_options(timeout=60_000)

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

PICTURE = "Number((document.querySelector('svg[data-chart=course]') || {dataset: {}}).dataset.picture || 0)"
STILL = """before => {
    const picture = PICTURE, n = (document.querySelector("[data-role=n]") || {textContent: ""}).textContent.trim();
    if (!(picture > before) || !/^500 \\S+$/.test(n)) { window.stillSince = null; return false; }
    window.stillSince = window.stillSince || performance.now();
    return performance.now() - window.stillSince > 400;
}""".replace("PICTURE", PICTURE)
"""Whether a newer picture than that stands there with all futures, and has for a moment: messages come one by one."""


def picture(page: Page) -> int:
    """The number of the picture; every new one has a larger number."""
    return page.evaluate(PICTURE)


def settled(page: Page, after: int = 0) -> Page:
    """The page, once it shows a picture of all 500 futures that is newer than that."""
    page.wait_for_function(STILL, arg=after)
    return page


PATIENCE_WITH_CARDS = 10.0
"""Seconds for the cards to follow a picture, on a busy machine."""


@contextmanager
def new_picture(page: Page) -> Iterator[None]:
    """Do something that asks for another picture, and go on when all of it is there."""
    before = picture(page)
    yield
    settled(page, before)


def lever(page: Page, field: str) -> Locator:
    """The slider of a lever in front."""
    return page.locator(f'[data-lever="{field}"] input[type=range]').first


def value_of(page: Page, field: str) -> float:
    return float(lever(page, field).input_value())


def said_of(page: Page, field: str) -> str:
    """What a lever says of its value to who cannot see it: the number, and what it means."""
    return str(lever(page, field).get_attribute("aria-valuetext"))


def move(page: Page, field: str, *keys: str) -> None:
    """Move a lever with keys: one step of the history for every key."""
    lever(page, field).focus()
    with new_picture(page):
        for key in keys:
            page.keyboard.press(key)


def drag(page: Page, field: str, to: float) -> None:
    """Drag a lever to that part of its track, by way of some places between."""
    box = lever(page, field).bounding_box()
    assert box is not None
    reach, y = box["width"] - 20, box["y"] + box["height"] / 2
    now, low, high = (float(lever(page, field).evaluate(f"e => e.{name}")) for name in ("value", "min", "max"))
    page.mouse.move(box["x"] + 10 + reach * (now - low) / (high - low), y)
    page.mouse.down()
    page.mouse.move(box["x"] + 10 + reach * to, y, steps=8)
    page.mouse.up()


def cards(page: Page) -> dict[str, str]:
    """The big value of every card and side: ``{"gain left": "+3,6 Mio. EUR", ...}``."""
    found = page.eval_on_selector_all("[data-card] [data-side]", """all => all.map(e => [
        `${e.closest("[data-card]").dataset.card} ${e.dataset.side}`,
        [...e.querySelectorAll(".big span")].map(s => s.textContent).join(" ")])""")
    return dict(found)


def expect_cards(page: Page, wanted: dict[str, str]) -> None:
    """Wait until the cards say this: they follow the picture in messages of their own."""
    until = time.monotonic() + PATIENCE_WITH_CARDS
    while cards(page) != wanted and time.monotonic() < until:
        page.wait_for_timeout(50)
    assert cards(page) == wanted


def deltas(page: Page) -> list[str]:
    """What the cards say of the difference to A."""
    return page.locator("[data-card] .delta").all_inner_texts()


def number_in(text: str) -> float:
    """The number that stands in a German text: ``"+3,6 Mio. EUR"`` is 3 600 000."""
    found = re.search(r"[+−-]?\d[\d.]*(?:,\d+)?", text)
    assert found is not None, text
    times = next((by for unit, by in (("Mrd", 1e9), ("Mio", 1e6), ("Tsd", 1e3)) if unit in text), 1.0)
    return float(found[0].replace(".", "").replace(",", ".").replace("−", "-")) * times


def press(page: Page, *keys: str) -> None:
    """Press keys for the page as such, with the focus nowhere in particular."""
    page.evaluate("document.activeElement && document.activeElement.blur()")
    for key in keys:
        page.keyboard.press(key)


def downloaded(page: Page, what: str, folder: Path) -> Path:
    """Download one of the files that the page offers."""
    page.locator("[data-do=files]").click()
    with page.expect_download() as waiting:
        page.locator(f".list [data-do={what}]").click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file


def dialog(page: Page) -> Locator:
    return page.locator("dialog[open]")


def held(value: float | None) -> float | None:
    """A number as a workbook holds it: with 16 digits."""
    return None if value is None else float(f"{value:.16g}")
