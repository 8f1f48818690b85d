"""The charts in a real browser, on a page of their own with made-up payloads (tests/app/charts/harness.py)."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

pytest.importorskip("solara")

from sim.app.exports.report import drawing_of
from sim.results import Provenance, read_provenance
from sim.words.catalogue import texts
from tests.app.browser.conftest import watch
from tests.app.charts import payloads
from tests.app.starting import ROOT, surroundings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SERVE = "import sys, uvicorn\nuvicorn.run('sim.app.serving.application:app', port=int(sys.argv[1]), log_level='error')"
Shown = Callable[..., "Page"]
SIDES = payloads.SIDES
SVG = "{http://www.w3.org/2000/svg}"
AMOUNTS = "[...document.querySelectorAll('text.amount')].map(e => e.textContent).join()"
REVEALED = 2500
"""Milliseconds after which the curves have drawn themselves in."""


@pytest.fixture(scope="module")
def charts(browser_files: None) -> Iterator[SimpleNamespace]:
    """The page with the charts, on a server of its own."""
    from sim.app.serving import assets

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    more = {"SOLARA_APP": str(ROOT / "tests/app/charts/harness.py"), "SOLARA_MODE": "production",
            "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False", "SOLARA_THEME_SHOW_BANNER": "False",
            "SOLARA_ASSETS_FONTAWESOME_ENABLED": "False", "SOLARA_ASSETS_PROXY_CACHE_DIR": str(assets.place())}
    process = subprocess.Popen([sys.executable, "-c", SERVE, str(port)], cwd=ROOT, env=surroundings(more),
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        until_it_answers(url)
        yield SimpleNamespace(url=url)
    finally:
        process.terminate()
        process.wait(30)


def until_it_answers(url: str) -> None:
    for _ in range(300):
        try:
            urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"{url}/readyz", timeout=5)
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(url)


@pytest.fixture
def shown(browser: Browser, charts: SimpleNamespace) -> Iterator[Shown]:
    """Open the charts as the address says, and wait for the first of them; no page may meet an error."""
    wrong: list[str] = []
    contexts = []

    def opened(query: str, until: str = "svg[data-chart]", **more: object) -> Page:
        contexts.append(browser.new_context(viewport={"width": 1000, "height": 760}, locale="de-DE", **more))
        page = contexts[-1].new_page()
        watch(page, charts.url, wrong)
        page.goto(f"{charts.url}/?{query}")
        page.wait_for_selector(until)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def texts_of(page: Page, selector: str) -> list[str]:
    return page.eval_on_selector_all(selector, "all => all.map(e => e.textContent)")


def written(value: float, lang: str = "de") -> str:
    return f"{100 * value:.0f}\u00a0%" if lang == "de" else f"{100 * value:.0f}%"


def acts(page: Page) -> list[dict]:
    return json.loads(page.locator(".acts").inner_text())


def boxes(page: Page, selector: str) -> list[dict[str, float]]:
    return page.eval_on_selector_all(selector, "all => all.map(e => e.getBoundingClientRect().toJSON())")


def crossing(one: dict[str, float], two: dict[str, float]) -> bool:
    """Whether two boxes overlap by more than a hair; a box of text is a little taller than its letters."""
    across = min(one["right"], two["right"]) - max(one["left"], two["left"])
    down = min(one["bottom"], two["bottom"]) - max(one["top"], two["top"])
    return across > 1.0 and down > 0.25 * min(one["height"], two["height"])


# --- the course ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_names_at_the_curves_bear_the_last_medians(shown: Shown, lang: str) -> None:
    page = shown(f"case=3&lang={lang}")
    ends = texts_of(page, "text.end")
    for series in payloads.course_of(3, lang)["series"]:
        assert series["label"] + written(series["p50"][-1], lang) in [end.replace(" %", "\u00a0%") for end in ends]


def test_the_table_holds_what_the_curves_draw(shown: Shown) -> None:
    page = shown("case=2")
    page.get_by_role("button", name="Als Tabelle zeigen").click()
    course = payloads.course_of(2, "de")
    for series in course["series"]:
        assert texts_of(page, f"td[data-side={series['side']}]") == [written(v) for v in series["p50"]]
    assert page.locator("svg[data-chart]").count() == 0


def test_the_language_changes_how_numbers_are_written(shown: Shown) -> None:
    page = shown("case=2&unit=eur")
    assert any(re.search(r"\d,\d", text) for text in texts_of(page, "text.tick, text.end"))
    page.locator(".do-lang").click()
    page.get_by_text("Carry on", exact=True).wait_for()
    assert any(re.search(r"\d\.\d", text) for text in texts_of(page, "text.tick, text.end"))
    assert not any("," in text for text in texts_of(page, "text.tick, text.end"))


def test_the_quarter_that_is_played_is_read_off_every_curve(shown: Shown) -> None:
    page = shown("case=3")
    page.evaluate("window.salesshift.show(6)")
    page.wait_for_selector("[data-part=cursor]")
    at_six = {s["side"]: written(s["p50"][5]) for s in payloads.course_of(3, "de")["series"]}
    assert {side: page.locator(f"text.value[data-side={side}]").text_content() for side in SIDES} == at_six


def test_keys_read_the_curves_and_choose_the_quarter(shown: Shown) -> None:
    page = shown("case=3")
    page.locator("svg[data-chart]").focus()
    for key in ("Home", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    left = payloads.course_of(3, "de")["series"][0]
    said = f"Quartal 3: {left['label']} {written(left['p50'][2])}"
    assert said in page.locator("figcaption [aria-live]").inner_text()
    page.keyboard.press("Enter")
    assert page.evaluate("window.salesshift.quarter") == 3


def test_the_band_is_asked_for_and_replaces_the_single_futures(shown: Shown) -> None:
    page = shown("case=2&n=500")
    assert "500 Zukünfte; gezeichnet sind 20" in page.locator("figcaption").inner_text()
    page.get_by_role("button", name="Band").click()
    page.wait_for_selector("[data-part=band]")
    assert acts(page) == [{"type": "show", "what": "band", "value": True}]
    assert page.locator("[data-part=runs]").count() == 0
    assert "gezeichnet" not in page.locator("figcaption").inner_text()


@pytest.mark.slow
@pytest.mark.parametrize("size", ["width=760&height=420", "width=540&height=300", "width=820&height=520&beamer=1"])
def test_no_label_lies_on_another(shown: Shown, size: str) -> None:
    page = shown(f"case=1&{size}")
    for case in range(2, 10):
        page.locator(".do-next").click()
        page.wait_for_selector(f"svg[data-picture='{case - 1}']")
        page.evaluate(f"window.salesshift.show({1 + case})")
        page.wait_for_selector(f"[data-quarter='{1 + case}']")
        for kind in ("text.end", "text.value", "text.tick"):
            found = boxes(page, kind)
            assert len(found) > 2
            assert [pair for pair in combinations(found, 2) if crossing(*pair)] == [], (case, kind)


def test_the_axis_stays_while_new_data_fits(shown: Shown) -> None:
    page = shown("case=2&unit=count")
    kept = [texts_of(page, "text.tick")]
    for number in range(1, 7):
        page.locator(".do-open").click()  # the same payload, drawn anew
        page.wait_for_selector(f"svg[data-picture='{number}']")
        kept.append(texts_of(page, "text.tick"))
    assert all(ticks == kept[0] for ticks in kept)


def saved(page: Page, kind: str, folder: Path) -> Path:
    """The picture as a file."""
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Bild als {kind} speichern").click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def test_the_picture_is_saved_whole(shown: Shown, tmp_path: Path) -> None:
    file = saved(shown("case=2"), "SVG", tmp_path)
    root = ElementTree.parse(file).getroot()
    parts = [path.get("data-part") for path in root.iter("{http://www.w3.org/2000/svg}path")]
    assert file.name == "share_2.svg"
    assert (parts.count("median"), parts.count("runs"), parts.count("kept")) == (3, 3, 2)
    said = "".join(root.itertext())
    assert payloads.course_of(2, "de")["title"] in said and "Weitermachen" in said and "20 Zukünfte" in said
    assert not re.search(r"(href|url\()\W*https?:|<!--| class=", file.read_text(encoding="utf-8"))


def portrait(page: Page) -> str:
    """The picture of the course as the page hands it to the report."""
    return page.evaluate("window.salesshift.courseForReport().then(sent => sent.drawing)")


@pytest.mark.parametrize("size", ["width=540&height=300", "width=820&height=520&beamer=1"])
def test_the_picture_that_is_taken_along_is_the_same_from_every_screen(shown: Shown, size: str) -> None:
    page = shown("case=2")
    first = portrait(page)
    page.evaluate("window.salesshift.show(6)")
    page.wait_for_selector("[data-part=cursor]")
    screen = page.locator("svg[data-chart]").evaluate("e => e.outerHTML")
    assert portrait(page) == first
    assert page.locator("svg[data-chart]").evaluate("e => e.outerHTML") == screen, "the page itself stays as it was"
    page.get_by_role("button", name="Als Tabelle zeigen").click()
    assert portrait(page) == first
    assert page.locator("svg[data-chart]").count() == 0, "the table stays"
    assert portrait(shown(f"case=2&{size}")) == first


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_report_takes_the_picture_with_title_names_and_what_it_means(shown: Shown, lang: str) -> None:
    course = payloads.course_of(3, lang)
    sent = portrait(shown(f"case=3&lang={lang}"))
    taken = str(drawing_of(sent))
    assert re.findall(r' d="[^"]+"', taken) == re.findall(r' d="[^"]+"', sent)
    told = " ".join(re.findall(r">([^<>]+)<", taken))
    words = texts(lang, "charts")
    assert taken.index('fill="#FFFFFF"') < taken.index("<text") < taken.index("<path")
    for text in (course["title"], course["series"][0]["label"].split()[0], words["thick"], words["thin"]):
        assert text in told


def test_a_saved_picture_of_the_money_has_its_bars_and_its_hatching(shown: Shown, tmp_path: Path) -> None:
    page = shown("show=money&case=5")
    root = ElementTree.parse(saved(page, "SVG", tmp_path)).getroot()
    bars = [one for one in root.iter(f"{SVG}rect") if float(one.get("width", 0)) > 0 and one.get("stroke")]
    assert len(bars) == 2 * (len(payloads.PARTS) + 1)
    drawn = {one.get("fill") for one in bars if str(one.get("fill")).startswith("url")}
    assert drawn <= {f"url(#{one.get('id')})" for one in root.iter(f"{SVG}pattern")} and drawn


def test_a_saved_picture_says_where_it_comes_from(shown: Shown, tmp_path: Path) -> None:
    page = shown("case=2")
    record = Provenance("salesshift compare small.toml", "comparison", "a" * 64, scenario="Größe", seed=3)
    page.evaluate("told => { window.salesshift.origin = told; }",
                  {"command": record.command, "identity": record.identity, "record": record.text()})
    for kind in ("SVG", "PNG"):
        assert read_provenance(saved(page, kind, tmp_path)) == record


# --- guess first, then reveal ----------------------------------------------------------------------------------------


def results_in(page: Page, case: int) -> list[str]:
    """What of the results a curious person finds in the page: curves, tables, values, the sentence."""
    html = page.locator(".course").evaluate("e => e.outerHTML").replace("&nbsp;", "\u00a0")
    series = payloads.course_of(case, "de")["series"]
    guessed = written(series[2]["p50"][0])  # where the guess begins: today, when all carry on
    found = re.findall(r'data-part="(?:median|runs|band|kept|bracket)"|<table|Satz zum Bild', html)
    values = {written(v) for s in series[:2] for v in s["p50"]} - {guessed}
    return found + sorted(v for v in values if f">{v}<" in html)


def test_a_guess_is_made_with_the_keyboard_alone(shown: Shown) -> None:
    page = shown("case=1&phase=guess")
    left = page.locator("[role=slider][data-side=left]")
    before = float(left.get_attribute("aria-valuenow"))
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.dataset.side") != "left":
        page.keyboard.press("Tab")
    for key in ("PageUp", "ArrowUp", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
    assert float(left.get_attribute("aria-valuenow")) == pytest.approx(before + 0.11)
    page.keyboard.press("Enter")
    page.get_by_text("Schätzung steht").wait_for()
    value = {"left": pytest.approx(before + 0.11), "right": pytest.approx(before)}
    assert acts(page) == [{"type": "guess", "value": value, "locked": True}]


def test_a_guess_is_dragged(shown: Shown) -> None:
    page = shown("case=1&phase=guess")
    box = page.locator("[role=slider][data-side=right]").bounding_box()
    start = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] - 40, start[1] - 90, steps=4)
    page.mouse.up()
    left, right = (float(page.locator(f"[role=slider][data-side={side}]").get_attribute("aria-valuenow"))
                   for side in SIDES[:2])
    assert right > left + 0.2


def test_nothing_of_the_result_is_in_the_page_before_it_is_revealed(shown: Shown) -> None:
    page = shown("case=1&phase=guess")
    assert results_in(page, 1) == []
    page.evaluate("window.salesshift.show(9)")
    page.get_by_role("button", name="Schätzung festlegen").click()
    page.get_by_text("Schätzung steht").wait_for()
    assert results_in(page, 1) == []
    page.locator(".do-reveal").click()
    page.wait_for_timeout(REVEALED)
    assert len(results_in(page, 1)) > 4


def test_the_reveal_says_how_far_the_guess_was_off(shown: Shown) -> None:
    page = shown("case=1&phase=guess", reduced_motion="reduce")
    guess = float(page.locator("[role=slider][data-side=left]").get_attribute("aria-valuenow"))
    page.get_by_role("button", name="Schätzung festlegen").click()
    page.get_by_text("Schätzung steht").wait_for()
    page.locator(".do-reveal").click()
    truth = payloads.course_of(1, "de")["series"][0]["p50"][-1]
    page.wait_for_selector(".gaps")
    off = abs(round(100 * (guess - truth)))
    assert f"{off} Punkte zu niedrig" in page.locator(".gaps li").first.inner_text()
    assert page.locator("[data-part=bracket]").count() == 2


@pytest.mark.parametrize(("motion", "at_once"), [("reduce", True), ("no-preference", False)])
def test_who_wants_no_motion_sees_the_result_at_once(shown: Shown, motion: str, at_once: bool) -> None:
    page = shown("case=1&phase=guess", reduced_motion=motion)
    page.get_by_role("button", name="Schätzung festlegen").click()
    page.get_by_text("Schätzung steht").wait_for()
    page.locator(".do-reveal").click()
    page.wait_for_selector("[data-part=median]")
    assert (page.locator("text.end").count() > 0) == at_once
    page.wait_for_timeout(REVEALED)
    assert page.locator("text.end").count() > 0


# --- cards, money, why, dialog ---------------------------------------------------------------------------------------


def test_cards_keep_their_results_back_until_the_reveal(shown: Shown) -> None:
    page = shown("show=cards&hidden=1", until=".card")
    assert not re.search(r"\d", "".join(texts_of(page, ".side")))
    page = shown("show=cards", until=".card")
    assert "1,9Mio. EUR" in texts_of(page, ".big")[0]
    assert "▲ +0,4 Mio. EUR gegen A" in texts_of(page, ".delta")[0]


def test_the_bars_of_the_money_add_up_to_the_total_and_stand_in_the_table(shown: Shown) -> None:
    page = shown("show=money&case=5")
    for side, money in zip(SIDES[:2], payloads.money_of(5, "de"), strict=True):
        bars = page.eval_on_selector_all(f"[data-side={side}] [data-part]",
                                         "all => all.map(e => [e.dataset.part, +e.dataset.value])")
        assert sum(value for _, value in bars[:-1]) == pytest.approx(bars[-1][1]) == pytest.approx(money["total"])
        assert dict(bars[:-1]) == pytest.approx({part["key"]: part["value"] for part in money["parts"]})
    page.get_by_role("button", name="Als Tabelle zeigen").click()
    assert page.locator("tbody tr").count() == len(payloads.PARTS) + 1


def test_a_waterfall_goes_on_where_its_last_bar_ended(shown: Shown) -> None:
    page = shown("show=money&case=5")
    bars = boxes(page, "[data-side=left] rect:not(defs *)")
    joins = [min(abs(a[i] - b[j]) for i in ("left", "right") for j in ("left", "right")) for a, b in
             pairwise(bars[:-1])]
    assert max(joins) < 2.0


@pytest.mark.parametrize("show", ["money", "why"])
@pytest.mark.parametrize("size", ["width=540&height=300", "width=770&height=420&beamer=1"])
def test_labels_beside_bars_do_not_overlap(shown: Shown, show: str, size: str) -> None:
    page = shown(f"show={show}&case=0&{size}")
    for case in range(1, 5):
        before = texts_of(page, "text.amount")
        page.locator(".do-next").click()
        page.wait_for_function(f"before => {AMOUNTS} != before", arg=",".join(before))
        found = boxes(page, "text.part, text.amount")
        assert [pair for pair in combinations(found, 2) if crossing(*pair)] == [], case
        frame = page.locator("svg[data-chart]").bounding_box()
        assert all(box["right"] <= frame["x"] + frame["width"] + 1 and box["left"] >= frame["x"] - 1 for box in found)


def test_why_says_what_to_do_while_there_is_nothing_to_explain(shown: Shown) -> None:
    page = shown("show=why&empty=1", until=".empty")
    assert "Halten Sie einen Stand als A fest" in page.locator(".empty").inner_text()


def test_the_dialog_holds_the_focus_and_gives_it_back(shown: Shown) -> None:
    page = shown("case=1")
    page.locator(".do-dialog").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open] .body")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("!!document.activeElement.closest('dialog')")
    assert page.locator("dialog b").count() == 0, "a text of a file is no markup"
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog[open]", state="detached")
    assert page.evaluate("document.activeElement.classList.contains('do-dialog')")
    assert acts(page) == [{"type": "close"}]


def test_buttons_of_the_dialog_say_what_they_are_for(shown: Shown) -> None:
    page = shown("case=1")
    page.locator(".do-dialog").click()
    page.get_by_role("dialog", name="Hilfe").get_by_role("button", name="Übernehmen").click()
    page.wait_for_function("document.querySelector('.acts').textContent.includes('take')")
