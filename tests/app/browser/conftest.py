"""A real browser on a real server, without any way outside. Every page that a test opens is watched."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.app.starting import Workshop, started

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent
OTHER_HALF = ("test_charts", "test_levers", "test_screens")
"""Files that make up about half of the time."""
SHORT_FORM = frozenset({
    "test_the_page_comes_up_offline_with_its_levers_and_a_picture",
    "test_a_measure_is_moved_with_the_mouse_and_the_result_follows",
    "test_a_kept_state_is_drawn_dashed_and_the_cards_tell_the_difference",
    "test_a_whole_storyline_is_held_with_the_keyboard_alone",
    "test_all_that_is_wrong_with_a_file_is_told_as_the_command_line_tells_it",
    "test_everything_has_a_name_is_readable_and_can_be_hit",
    "test_nothing_of_the_result_is_in_the_page_before_it_is_revealed",
})
"""One test for each of the main things that the page must do. The rest, half an hour, runs with `make test-slow`."""
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
PROJECTOR = (1920, 1080)
PATIENCE = 60_000.0
"""Milliseconds: a first load on two busy processors takes some seconds."""
INSIDE = ("data", "blob", "about")

OpenPage = Callable[..., "Page"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep what uses the browser in two processes of pytest, each of which starts it and the server once.

    All of it takes a quarter of an hour; `make test` runs the short form, `make test-slow` the rest.
    """
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser two" if item.path.stem in OTHER_HALF else "browser"))
            if getattr(item, "originalname", item.name) not in SHORT_FORM:
                item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser of the system; none is downloaded."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("no Chromium: apt-get install chromium")
    return found


@pytest.fixture(scope="session")
def browser_files() -> None:
    """What the pages load besides our own files: there, or fetched once."""
    pytest.importorskip("solara")
    from sim.app.serving import assets
    from sim.app.serving.assets import UnreachableError, fetch

    try:
        fetch(assets.missing(), assets.place(), "en")
    except (UnreachableError, OSError) as error:
        pytest.skip(f"no files for the browser: {error}")


@pytest.fixture(scope="session")
def workshop(browser_files: None) -> Iterator[Workshop]:
    """The command as a user starts it, in German, on a free port."""
    with started("--lang", "de") as running:
        yield running


# For the package, not for the session: while Playwright runs, nobody else in this process can run an event loop.
@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as play:
        running = play.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Browser, workshop: Workshop) -> Iterator[OpenPage]:
    """Open a page of the workshop in a session of its own: ``open_page("/?…", size=(1366, 768), has_touch=True)``.

    At the end of the test no page may have asked another host for anything, nor have met an error.
    """
    wrong: list[str] = []
    contexts = []

    def opened(path: str = "/", *, size: tuple[int, int] = PROJECTOR, server: Workshop = workshop,
               **more: object) -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="de-DE", **more)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        watch(page, server.url, wrong)
        page.goto(server.url + path)
        page.wait_for_selector("#loader-container", state="detached")
        page.wait_for_selector(".workshop header")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """The workshop as it opens, on a projector."""
    return open_page()


def watch(page: Page, home: str, wrong: list[str]) -> None:
    """Write down what a page must not do: ask another host, get no file, print or throw an error."""
    def asks(url: str) -> None:
        address = urlsplit(url)
        if address.netloc != urlsplit(home).netloc and address.scheme not in INSIDE:
            wrong.append(f"asked outside: {url}")

    page.on("request", lambda request: asks(request.url))
    page.on("websocket", lambda socket: asks(socket.url))
    page.on("response", lambda answer: answer.status >= 400 and wrong.append(f"{answer.status}: {answer.url}"))
    page.on("console", lambda line: line.type == "error" and wrong.append(f"console: {line.text}"))
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
