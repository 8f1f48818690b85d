"""Comparing with a kept state in a real browser: keep, swap, undo, replay, presets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.app.browser.driving import cards, deltas, expect, expect_cards, move, new_picture, press, settled, value_of

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

CULTURE = "framework.error_culture"


def kept_curves(page: Page) -> Locator:
    return page.locator("svg[data-chart=course] [data-part=kept]")


def compared(page: Page) -> None:
    """Keep the first case as A and go to another one."""
    settled(page)
    with new_picture(page):
        press(page, "v")
    expect(kept_curves(page)).not_to_have_count(0)
    move(page, CULTURE, "End")
    page.wait_for_selector("[data-card] .delta")


def test_a_kept_state_is_drawn_dashed_and_the_cards_tell_the_difference(page: Page) -> None:
    compared(page)
    assert kept_curves(page).first.get_attribute("stroke-dasharray")
    assert len(deltas(page)) == len(cards(page))
    assert "gegenüber A" in deltas(page)[0]
    assert page.locator(f'[data-lever="{CULTURE}"] .tick.a').is_visible()
    assert page.locator(f'[data-lever="{CULTURE}"] .delta').inner_text() == "▲\u00a060"


def test_swapping_twice_shows_the_same_numbers_again(page: Page) -> None:
    base = cards(settled(page))
    compared(page)
    now, told = cards(page), deltas(page)
    with new_picture(page):
        press(page, "x")
    expect_cards(page, base)
    assert value_of(page, CULTURE) == 0.4
    assert deltas(page) != told
    with new_picture(page):
        press(page, "x")
    expect(page.locator("[data-card] .delta").first).to_have_text(told[0])
    expect_cards(page, now)
    assert (deltas(page), value_of(page, CULTURE)) == (told, 1.0)


def test_undo_and_redo_go_through_change_and_keeping(page: Page) -> None:
    base = cards(settled(page))
    compared(page)
    now = cards(page)
    with new_picture(page):
        press(page, "u")
    expect_cards(page, base)
    with new_picture(page):
        press(page, "u")
    expect(kept_curves(page)).to_have_count(0)
    expect(page.locator("[data-do=swap]")).to_have_count(0)
    with new_picture(page):
        press(page, "U", "U")
    expect(kept_curves(page)).not_to_have_count(0)
    expect_cards(page, now)


def test_a_can_be_dropped(page: Page) -> None:
    compared(page)
    now = cards(page)
    with new_picture(page):
        page.locator("[data-do=drop]").click()
    expect(kept_curves(page)).to_have_count(0)
    expect(page.locator("[data-card] .delta")).to_have_count(0)
    expect_cards(page, now)


def test_a_replay_shows_before_and_after_and_ends_with_the_present_state(page: Page) -> None:
    base = cards(settled(page))
    move(page, CULTURE, "End")
    now, gain = cards(page), page.locator("[data-card=gain] [data-side=left] .big")
    press(page, "r")
    seen = []
    for wanted in (base, now) * 3:
        expect(gain.locator(".figure")).to_have_text(wanted["gain left"].split(" ")[0])
        seen.append(value_of(page, CULTURE))
    assert seen == [0.4, 1.0] * 3
    page.wait_for_timeout(2000)
    assert (cards(page), value_of(page, CULTURE)) == (now, 1.0)


def test_presets_are_one_key_away_and_the_first_is_the_unchanged_case(page: Page) -> None:
    base = cards(settled(page))
    with new_picture(page):
        press(page, "2")
    learning = cards(page)
    assert value_of(page, CULTURE) == 0.85
    with new_picture(page):
        page.locator("[data-do=preset]").select_option("resistance")
    assert value_of(page, "framework.opinion_leader_resistance") == 0.7
    assert value_of(page, CULTURE) == 0.4
    assert cards(page) not in (base, learning)
    with new_picture(page):
        press(page, "1")
    expect_cards(page, base)


def test_why_names_the_change_since_a(page: Page) -> None:
    compared(page)
    page.locator("[data-tab=why]").click()
    bars = page.locator("svg[data-chart=why] [data-part]")
    bars.first.wait_for()
    assert bars.evaluate_all("all => all.map(e => e.dataset.part)")[0] == CULTURE
    assert "Umgang mit Fehlern" in page.locator("svg[data-chart=why]").text_content()
