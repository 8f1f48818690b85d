"""Two browsers at one server: neither sees what the other does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.app.browser.driving import cards, expect, move, new_picture, press, settled, value_of

if TYPE_CHECKING:
    from tests.app.browser.conftest import OpenPage

CULTURE = "framework.error_culture"


def test_two_browsers_do_not_see_one_another_and_outlive_one_another(open_page: OpenPage) -> None:
    one, two = settled(open_page()), settled(open_page())
    base = cards(two)
    with new_picture(one):
        press(one, "v")
    move(one, CULTURE, "End")
    press(one, "l")
    expect(one.locator("html")).to_have_attribute("lang", "en")
    two.wait_for_timeout(500)
    assert (cards(two), value_of(two, CULTURE)) == (base, 0.4)
    expect(two.locator("html")).to_have_attribute("lang", "de")
    expect(two.locator("[data-do=swap]")).to_have_count(0)
    move(two, "people.fear_of_failure", "End")
    assert (value_of(one, CULTURE), value_of(one, "people.fear_of_failure")) == (1.0, 0.5)
    one.context.close()
    with new_picture(two):
        press(two, "u")
    assert cards(two) == base
    third = settled(open_page())
    assert cards(third) == base
