"""The first page, in a real browser without a network."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sim.app.serving.assets import wanted
from tests.app.starting import started

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.app.browser.conftest import OpenPage


OF_TERMINALS = (signal.SIGINT, signal.SIGHUP)
COURSE = "svg[data-chart=course]"
LIMIT, PATIENCE = 10.0, 30.0


def test_the_page_comes_up_offline_with_its_levers_and_a_picture(page: Page) -> None:
    page.wait_for_selector(COURSE)
    assert page.locator("[data-lever]").count() > 0
    assert page.locator(f"{COURSE} path, {COURSE} polyline").count() > 0


def test_a_reload_shows_the_page_again(page: Page) -> None:
    page.wait_for_selector(COURSE)
    page.reload()
    page.wait_for_selector(COURSE)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes as Linux shows them")
@pytest.mark.parametrize("how", [signal.SIGTERM, *(pytest.param(how, marks=pytest.mark.slow) for how in (
    signal.SIGINT, signal.SIGHUP, signal.SIGKILL))])
def test_with_a_visitor_it_ends_within_seconds_and_leaves_no_process(browser: Browser, browser_files: None,
                                                                     how: signal.Signals) -> None:
    with started(alone=True) as workshop:
        page = browser.new_page()
        page.goto(workshop.url)
        page.wait_for_selector(COURSE)
        helpers = children(workshop.process.pid)
        began = time.monotonic()
        os.killpg(workshop.process.pid, how) if how in OF_TERMINALS else workshop.process.send_signal(how)
        assert workshop.process.wait(PATIENCE) == (-how if how is signal.SIGKILL else 0)
        assert time.monotonic() - began < LIMIT
        while any(map(alive, helpers)) and time.monotonic() - began < PATIENCE:
            time.sleep(0.05)
        assert helpers and not any(map(alive, helpers))
        if how is not signal.SIGKILL:
            said = workshop.complaints.read_text(encoding="utf-8")
            assert said == "salesshift is starting ...\n", said
        page.close()


def children(number: int) -> list[int]:
    """The processes that a process has started."""
    return [int(child) for task in Path(f"/proc/{number}/task").iterdir()
            for child in (task / "children").read_text(encoding="ascii").split()]


def alive(number: int) -> bool:
    """Whether a process lives; one that waits to be buried does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_every_file_that_the_page_loads_from_a_package_is_one_of_those_that_are_fetched(open_page: OpenPage) -> None:
    page = open_page()
    page.wait_for_load_state("networkidle")
    asked = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    loaded = {url.partition("/_solara/cdn/")[2].partition("?")[0] for url in asked} - {""}
    assert "requirejs@2.3.6/require.js" in loaded
    assert loaded <= set(wanted())
