"""The first page, in a real browser without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.app.serving.assets import wanted

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.app.browser.conftest import OpenPage


def test_the_page_comes_up_offline(page: Page) -> None:
    assert page.locator("#app").inner_text().strip()


def test_every_file_that_the_page_loads_from_a_package_is_one_of_those_that_are_fetched(open_page: OpenPage) -> None:
    page = open_page()
    page.wait_for_load_state("networkidle")
    asked = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    loaded = {url.partition("/_solara/cdn/")[2].partition("?")[0] for url in asked} - {""}
    assert "requirejs@2.3.6/require.js" in loaded
    assert loaded <= set(wanted())
