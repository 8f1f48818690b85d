"""The language changes while the page is open, in a real browser: every text of it, and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sim.words.catalogue import DECLARED_IN, Language, catalogue
from tests.app.browser.driving import cards, dialog, expect, move, new_picture, press, settled, value_of
from tests.words.declarations import DECLARED

if TYPE_CHECKING:
    from playwright.sync_api import Page

CULTURE = "framework.error_culture"
LETTERS = 4
"""Letters of its own that a text has at least, to be told from another."""
PLACE = re.compile(r"\{\w+\}")
READ = """() => {
    const page = document.querySelector(".workshop"), found = [];
    const walk = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
    while (walk.nextNode())
        if (!walk.currentNode.parentElement.closest("style, script")) found.push(walk.currentNode.data);
    for (const e of page.querySelectorAll("*"))
        for (const name of ["title", "aria-label", "aria-valuetext", "aria-description", "placeholder"])
            found.push(e.getAttribute(name) || "");
    return [...new Set(found.map(text => text.replace(/\\s+/g, " ").trim()))].filter(text => text);
}"""


def forms(lang: Language) -> dict[str, re.Pattern[str]]:
    """Every text of a language as a form that what stands on the page may fit."""
    found, said = {}, dict(catalogue(lang))
    if lang == DECLARED_IN:
        said |= {f"{room}.{key}": text for room, declared in DECLARED.items() for key, text in declared.items()}
    for key, text in said.items():
        flat = re.sub(r"\s+", " ", text).strip()
        if len(re.sub(r"[^a-zäöüß]", "", PLACE.sub("", flat).lower())) >= LETTERS:
            found[key] = re.compile(".+?".join(map(re.escape, PLACE.split(flat))))
    return found


def told_in(page: Page, lang: Language) -> dict[str, str]:
    """Texts on the page that the catalogue of that language has, and that of the other has not."""
    mine, others = forms(lang), list(forms("en" if lang == "de" else "de").values())
    found = {text: next((key for key, form in mine.items() if form.fullmatch(text)), "")
             for text in page.evaluate(READ)}
    return {text: key for text, key in found.items() if key and not any(form.fullmatch(text) for form in others)}


def test_every_text_changes_with_the_language_and_the_state_stays(page: Page) -> None:
    settled(page)
    with new_picture(page):
        press(page, "v")
    move(page, CULTURE, "End")
    page.wait_for_selector("[data-who='1-0']")
    before = {name: re.sub(r"\D", "", value) for name, value in cards(page).items()}
    assert len(told_in(page, "de")) > 100 and told_in(page, "en") == {}
    page.locator("[data-do=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".people .name").first).to_contain_text("Transform everyone")
    assert len(told_in(page, "en")) > 100 and told_in(page, "de") == {}
    assert {name: re.sub(r"\D", "", value) for name, value in cards(page).items()} == before
    assert value_of(page, CULTURE) == 1.0
    assert page.locator("[data-do=swap]").count() == 1


def test_numbers_are_written_as_the_language_writes_them(page: Page) -> None:
    settled(page)
    gain = page.locator("[data-card=gain] [data-side=left] .figure")
    assert re.fullmatch(r"\+\d,\d", gain.inner_text())
    press(page, "l")
    expect(gain).to_have_text(re.compile(r"^\+\d\.\d$"))
    press(page, "l")
    expect(gain).to_have_text(re.compile(r"^\+\d,\d$"))


def test_dialogs_drawer_and_panels_are_english_too(page: Page) -> None:
    settled(page)
    page.locator("[data-do=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".people .name").first).to_contain_text("Transform everyone")  # the people come last
    for opens in ("[data-do=help]", "[data-do=about]", "[data-do=limits]", "[data-do=cli]", "[data-do=share]",
                  '[data-lever="framework.error_culture"] .more'):
        page.locator(opens).click()
        expect(dialog(page)).to_be_visible()
        assert told_in(page, "de") == {}, opens
        page.keyboard.press("Escape")
        expect(dialog(page)).to_have_count(0)
    page.locator("[data-tab=why]").click()
    page.locator(".assumptions .all").click()
    page.locator(".sheet .tools button").click()
    page.locator(".sheet .row").first.wait_for()
    assert told_in(page, "de") == {}
