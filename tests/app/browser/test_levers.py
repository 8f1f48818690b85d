"""Levers, drawer and timeline in a real browser: what is moved changes the picture, and can be taken back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sim.words.values import declared, label_of
from tests.app.browser.driving import (
    cards,
    drag,
    expect,
    lever,
    move,
    new_picture,
    number_in,
    press,
    said_of,
    settled,
    value_of,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

COACHING = "strategies[transform_everyone].measures[3].dose"
SELLERS = "strategies[add_sellers].measures[0].sellers"
NEW_BUSINESS = "framework.bonus.new_business_share"
CULTURE = "framework.error_culture"


@pytest.mark.parametrize(("field", "key", "card", "direction"), [
    (CULTURE, "End", "change left", 1), (NEW_BUSINESS, "End", "change left", -1), (COACHING, "Home", "change left", -1),
    (SELLERS, "Home", "gain right", -1), ("people.habit_advising", "End", "change left", -1),
    ("people.fear_of_failure", "End", "change left", -1),
    ("framework.opinion_leader_resistance", "End", "change left", -1)])
def test_every_slider_in_front_moves_the_result_and_delete_takes_it_back(
        page: Page, field: str, key: str, card: str, direction: int) -> None:
    before, value, said = cards(settled(page)), value_of(page, field), said_of(page, field)
    move(page, field, key)
    assert direction * (number_in(cards(page)[card]) - number_in(before[card])) > 0
    assert value_of(page, field) != value and said_of(page, field) != said
    move(page, field, "Delete")
    assert (cards(page), value_of(page, field), said_of(page, field)) == (before, value, said)


def test_who_gets_the_bonus_is_chosen_in_front_and_changes_the_result(page: Page) -> None:
    before = cards(settled(page))
    choice = page.locator('[data-lever="framework.bonus"] .segments')
    with new_picture(page):
        choice.locator("label", has_text="Team").click()
    assert cards(page) != before
    expect(page.locator(".measures .changed")).to_contain_text("1 geändert")
    with new_picture(page):
        choice.locator("label", has_text="Team").press("Delete")
    assert cards(page) == before


def test_a_drag_is_one_step_and_the_picture_follows_the_hand(page: Page) -> None:
    before = cards(settled(page))
    with new_picture(page):
        drag(page, CULTURE, 0.9)
    assert value_of(page, CULTURE) == pytest.approx(0.9, abs=0.06)
    assert cards(page) != before
    with new_picture(page):
        press(page, "u")
    assert (value_of(page, CULTURE), cards(page)) == (0.4, before)
    expect(page.locator("[data-do=undo]")).to_be_disabled()


def test_a_double_click_takes_a_lever_back_to_its_base(page: Page) -> None:
    move(settled(page), CULTURE, "PageUp")
    assert value_of(page, CULTURE) > 0.4
    with new_picture(page):
        lever(page, CULTURE).dblclick(position={"x": 150, "y": 16})
    assert value_of(page, CULTURE) == 0.4


def test_the_words_of_a_lever_follow_its_value(page: Page) -> None:
    said = page.locator(f'[data-lever="{CULTURE}"] .now')
    expect(said).to_have_text("wird geduldet")
    move(settled(page), CULTURE, "End")
    expect(said).to_have_text("lernt daraus")
    assert said_of(page, CULTURE) == "100 von 100: lernt daraus"


def open_drawer(page: Page, wanted: str) -> None:
    settled(page).locator(".assumptions .all").click()
    page.get_by_role("searchbox").fill(wanted)


def test_a_value_behind_the_levers_is_found_changed_and_set_back(page: Page) -> None:
    before = cards(settled(page))
    open_drawer(page, label_of("de", declared("organisation.advisor_share")))
    row = page.locator('.assumptions [data-value="organisation.advisor_share"]')
    with new_picture(page):
        row.locator("input.number").fill("0,2")
        row.locator("input.number").press("Enter")
    assert cards(page) != before
    expect(page.locator(".sheet .part.changed .count").first).to_have_text("1")
    with new_picture(page):
        row.locator(".back").click()
    assert cards(page) == before


@pytest.mark.parametrize(("typed", "stays", "said"), [("7", "1", "auf die erlaubte Grenze 1"), ("viele", "0,8", "")])
def test_an_impossible_value_is_set_to_the_limit_and_said_or_not_taken(
        page: Page, typed: str, stays: str, said: str) -> None:
    open_drawer(page, label_of("de", declared("organisation.advisor_share")))
    number = page.locator('.assumptions [data-value="organisation.advisor_share"] input.number')
    number.fill(typed)
    number.press("Enter")
    expect(number).to_have_value(stays)
    expect(page.locator(".notice")).to_contain_text(said)


def bar(page: Page) -> object:
    """The training of the left programme."""
    return page.locator('[data-measure="left:2"]')


def test_a_measure_is_moved_with_the_mouse_and_the_result_follows(page: Page) -> None:
    before, box = cards(settled(page)), bar(page).locator("rect").first.bounding_box()
    assert "Q2 bis Q3" in bar(page).get_attribute("aria-label")
    with new_picture(page):
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.down()
        page.mouse.move(box["x"] + 5 * box["width"], box["y"] + box["height"] / 2, steps=6)
        page.mouse.up()
    expect(bar(page)).to_have_attribute("aria-label", "Schulung, Q11 bis Q12, Stärke 100 %")
    assert cards(page) != before
    with new_picture(page):
        press(page, "u")
    assert "Q2 bis Q3" in bar(page).get_attribute("aria-label")
    assert cards(page) == before


def test_a_measure_is_moved_stretched_and_made_weaker_with_keys(page: Page) -> None:
    settled(page)
    for key, said in (("ArrowRight", "Q3 bis Q4"), ("Shift+ArrowRight", "Q3 bis Q5"), ("-", "Stärke 90")):
        bar(page).focus()
        with new_picture(page):
            page.keyboard.press(key)
        assert said in bar(page).get_attribute("aria-label")
    with new_picture(page):
        press(page, "u", "u", "u")
    expect(bar(page)).to_have_attribute("aria-label", re.compile("Q2 bis Q3, Stärke 100"))
    expect(page.locator("[data-do=undo]")).to_be_disabled()
