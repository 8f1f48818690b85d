"""The workshop in a real browser: first load, from a key on a lever to a new picture, ten people at once, memory.

``python -m benchmarks.sections.workshop [ROUNDS]`` prints the figures: milliseconds, and megabytes for memory.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.fresh import ROOT, FailedError, environment
from benchmarks.store import say

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LEVER = "[data-lever] input[type=range]"
PICTURE = "svg[data-chart=course]"
"""Its attribute `data-picture` is another number with every new picture."""
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]
SCREEN = {"width": 1920, "height": 1080}
WARM_UP, MOVES = 3, 30
SESSIONS = 10
MOVES_OF_ALL = 5
QUIET = 1.0
"""Seconds without a new picture after which the last move is over: a better picture follows the first one."""
PATIENCE = 60_000.0
"""Milliseconds for one picture."""

# Times a key from the moment the browser has it to the first frame with another picture, in the browser's own clock.
WATCH = """() => {
    let began = null;
    window.took = [];
    window.seen = performance.now();
    document.addEventListener("keydown", () => { began = performance.now(); }, true);
    new MutationObserver(() => requestAnimationFrame(() => {
        window.seen = performance.now();
        if (began !== null) { window.took.push(window.seen - began); began = null; }
    })).observe(document.body, {subtree: true, attributes: true, attributeFilter: ["data-picture"]});
}"""


def main() -> None:
    """Measure some rounds, each with a fresh server and a fresh browser, and print median and range of each figure."""
    chromium = next(filter(None, map(shutil.which, NAMES)), None)
    if chromium is None:
        say("no Chromium here: nothing is measured")
        return
    rounds = [round_of(chromium) for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 1)]
    for name in rounds[0]:
        values = [one[name] for one in rounds]
        say(f"{name}: {quantile(values, 0.5):.1f} ({min(values):.1f} to {max(values):.1f})")


def round_of(chromium: str) -> dict[str, float]:
    """All figures of one server: milliseconds, and megabytes for memory."""
    from playwright.sync_api import sync_playwright

    with served() as (process, url), sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=FLAGS)
        try:
            found = {"cold": first_load(page := opened(browser), url)}
            found["warm"] = first_load(page, url)
            alone = moved([page], WARM_UP + MOVES)[WARM_UP:]
            found |= {"slider_p50": quantile(alone, 0.5), "slider_p90": quantile(alone, 0.9)}
            one = memory_of(process.pid)
            pages = [page, *(opened(browser) for _ in range(SESSIONS - 1))]
            for other in pages[1:]:
                first_load(other, url)
            crowd = moved(pages, MOVES_OF_ALL)
            found |= {"crowd_p50": quantile(crowd, 0.5), "crowd_p90": quantile(crowd, 0.9)}
            return {**found, "server_mb": one, "session_mb": (memory_of(process.pid) - one) / (SESSIONS - 1)}
        finally:
            browser.close()


@contextmanager
def served() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A workshop on a free port, and its address."""
    command = [sys.executable, "-u", "-m", "sim.cli.app", "ui", "--no-open", "--port", "0", "--lang", "de"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(), text=True, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL)
    try:
        assert process.stdout is not None
        address = re.search(r"http://\S+", process.stdout.readline())
        if address is None:
            raise FailedError("the workshop does not start; salesshift ui --check says why")
        yield process, address[0]
    finally:
        process.terminate()
        process.communicate()


def opened(browser: Browser) -> Page:
    """A page of a visitor who was never here before."""
    page = browser.new_context(viewport=SCREEN).new_page()
    page.set_default_timeout(PATIENCE)
    return page


def first_load(page: Page, url: str) -> float:
    """Milliseconds from the address to the first picture; the page is watched from then on."""
    began = time.perf_counter()
    page.goto(url)
    page.wait_for_selector(PICTURE)
    took = 1e3 * (time.perf_counter() - began)
    page.evaluate(WATCH)
    return took


def moved(pages: Sequence[Page], moves: int) -> list[float]:
    """Milliseconds from each key to its first new picture, where all visitors press one before any is waited for."""
    for page in pages:
        settle(page)
        page.locator(LEVER).first.focus()
    before = [len(page.evaluate("window.took")) for page in pages]
    for i in range(moves):
        for page in pages:
            page.keyboard.press("ArrowLeft" if i % 2 else "ArrowRight")
        for page, known in zip(pages, before, strict=True):
            page.wait_for_function(f"window.took.length > {known + i}")
        for page in pages:
            settle(page)
    return [took for page, known in zip(pages, before, strict=True) for took in page.evaluate("window.took")[known:]]


def settle(page: Page) -> None:
    """Wait until no better picture follows."""
    page.wait_for_function(f"performance.now() - window.seen > {1e3 * QUIET}")


def quantile(values: Sequence[float], share: float) -> float:
    """The quantile of some times."""
    import numpy as np

    return float(np.quantile(values, share))


def memory_of(number: int) -> float:
    """Resident memory of a process in MB, without its helpers; not a number where the system does not say it."""
    try:
        text = Path(f"/proc/{number}/status").read_text(encoding="ascii")
    except OSError:
        return float("nan")
    return int(re.search(r"VmRSS:\s+(\d+)", text)[1]) / 1024


if __name__ == "__main__":
    main()
