"""A whole storyline in a real browser with nothing but the keyboard; with ``-s`` the course of it can be read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sim.app.teaching.storyline import own_storyline
from sim.scenario import ready
from tests.app.browser.driving import expect, picture, settled

if TYPE_CHECKING:
    from playwright.sync_api import Page

NAME = "advisors_into_sellers"
TITLE = "Aus Beratern"
RESULTS = ("[data-card] .figure", "[data-card] .said",
           "[data-part=median]", "[data-part=runs]", "[data-part=band]", "[data-part=kept]",
           "[data-who]", "svg[data-chart=money]", "svg[data-chart=why]", ".course table", ".money table", ".why table")
"""What only a result puts into the page."""
PLACE = re.compile(r"\{\w+\}")


def on(page: Page, phase: str, step: int) -> None:
    """The clicker's key, and where it leads."""
    page.keyboard.press("PageDown")
    expect(page.locator(".teaching")).to_have_attribute("data-phase", phase)
    expect(page.locator(".teaching")).to_have_attribute("data-step", str(step))


def said(page: Page) -> str:
    return page.locator(".teaching .said").inner_text()


def nothing_is_given_away(page: Page) -> None:
    assert [place for place in RESULTS if page.locator(place).count()] == []
    assert "Erst schätzen" in page.locator(".headline").inner_text()


def choose_the_storyline(page: Page) -> None:
    while page.evaluate("document.activeElement.dataset.do") != "storyline":
        page.keyboard.press("Tab")
    page.keyboard.type(TITLE)
    expect(page.locator(".teaching")).to_have_attribute("data-phase", "intro")


def guess(page: Page, options: int, number: int) -> str:
    """Guess with the keys: digits choose an answer, arrows move the slider."""
    if options:
        page.keyboard.press(str(1 + number % options))
        chosen = page.locator(".choice[aria-pressed=true]")
        expect(chosen).to_have_attribute("data-choice", str(number % options))
        return chosen.inner_text()
    words = page.locator(".teaching .value output")
    expect(words).to_have_text("50\u00a0%")
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    expect(words).to_have_text("70\u00a0%")
    return words.inner_text()


def test_a_whole_storyline_is_held_with_the_keyboard_alone(page: Page) -> None:
    steps = own_storyline(NAME, ready).steps
    settled(page)
    choose_the_storyline(page)
    nothing_is_given_away(page)
    for number, step in enumerate(steps):
        before = picture(page)
        on(page, "question", number)
        expect(page.locator(".question")).to_have_text(step.question.say("de"))
        nothing_is_given_away(page)
        on(page, "guess", number)
        nothing_is_given_away(page)
        guessed = guess(page, len(step.guess.options), number)
        page.keyboard.press("Enter")
        expect(page.locator(".teaching")).to_have_attribute("data-phase", "locked")
        if number:  # the first step stands on the page since the storyline was chosen
            page.wait_for_function("before => Number((document.querySelector('svg[data-chart=course]') || "
                                   "{dataset: {picture: before + 1}}).dataset.picture) > before", arg=before)
        nothing_is_given_away(page)
        on(page, "revealed", number)
        settled(page)
        for side in ("left", "right"):
            expect(page.locator(f"[data-part=median][data-side={side}]")).to_have_attribute("d", re.compile(r"^M.*L"))
        page.locator("[data-card] .figure").first.wait_for()
        page.locator("[data-who='0-0']").wait_for()
        sentence = said(page)
        assert "Modell" in sentence or sentence.startswith("Richtig"), sentence
        on(page, "why", number)
        told = said(page)
        assert all(part.strip() in told for part in PLACE.split(step.takeaway.say("de"))), told
        assert not PLACE.search(told)
        on(page, "replay", number)
        print(f"\n{number + 1}. {step.question.say('de')}\n   geschätzt: {guessed}\n   {sentence}\n   {told}")
    on(page, "end", len(steps) - 1)
    expect(page.locator(".question")).to_have_text("Das waren die Fragen")
    page.keyboard.press("PageDown")
    expect(page.locator(".teaching")).to_have_count(0)
    expect(page.locator("[data-card] .figure")).not_to_have_count(0)


def test_page_up_goes_back_and_the_guess_of_the_step_is_kept(page: Page) -> None:
    settled(page)
    choose_the_storyline(page)
    on(page, "question", 0)
    on(page, "guess", 0)
    guessed = guess(page, 0, 0)
    on(page, "locked", 0)
    page.keyboard.press("PageUp")
    expect(page.locator(".teaching")).to_have_attribute("data-phase", "guess")
    expect(page.locator(".teaching .value output")).to_have_text(guessed)
    nothing_is_given_away(page)
