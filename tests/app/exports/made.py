"""Results as the page hands them on, with texts that nobody wishes for."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from sim.app.exports.results import Results
from sim.comparison.compare import compare
from sim.scenario.reading import load_text, with_overrides
from sim.words.catalogue import Language
from tests.study.sweep.conftest import SCENARIO

CHANGES = {"people.fear_of_failure": 0.7, "framework.error_culture": 0.25}
HOSTILE = "<script>alert('x')</script> =1+1 & \"B2B\" \x0b ä"
SVG = "http://www.w3.org/2000/svg"
SIDES = (("left", "Train"), ("right", "=HYPERLINK(\"x\")"))


@cache
def comparison() -> Any:
    """A small comparison on a changed case."""
    changed = with_overrides(load_text(SCENARIO), [f"{name}={value}" for name, value in CHANGES.items()])
    return compare(changed, ["train", "hire"], replications=6, seed=3)


def results(lang: Language = "de") -> Results:
    """Everything that a file can hold."""
    shock = {"label": HOSTILE, "quarter": 2, "quarters": 1}
    programme = [{"side": side, "label": label, "horizon": 4, "shocks": [shock],
                  "measures": [{"index": 0, "kind": "training", "title": f"@{HOSTILE}", "start": 1, "quarters": 2,
                                "dose": 0.8, "detail": HOSTILE, "changed": True}]} for side, label in SIDES]
    money = [{"side": side, "label": label, "total": 150_000.5, "parts": [
        {"key": "margin", "title": "Margin", "value": 250_000.5},
        {"key": "cost", "title": "Cost", "value": -100_000.0}]}
        for side, label in SIDES]
    cards = [{"key": "npv", "title": HOSTILE, "n": 6, "full": True, "sides": [
        {"side": side, "label": label, "value": "1,9 Mio. EUR", "words": HOSTILE, "delta": ""}
        for side, label in SIDES]}]
    return Results(lang, comparison(), "train", "hire", load_text(SCENARIO), "Vorlage", CHANGES, HOSTILE, HOSTILE,
                   "http://127.0.0.1:8765/?v=1&s=small", "salesshift compare small.toml --seed 3", cards, money,
                   programme, [HOSTILE])


def titled(title: str, lang: Language = "de") -> Results:
    """The same of a scenario of that title."""
    found = results(lang)
    scenario = found.comparison.scenario.model_copy(update={"title": title})
    return replace(found, comparison=replace(found.comparison, scenario=scenario))


def drawing(inside: str = "") -> str:
    """A picture of the course as the page sends it, with something added to it."""
    frame = comparison().quarters
    rows = frame[(frame["strategy"] == "train") & (frame["outcome"] == "adoption")]
    points = "L".join(f"{100 * quarter} {400 - 300 * level:.1f}"
                      for quarter, level in enumerate(rows["p50"].tolist(), start=1))
    return (f'<svg xmlns="{SVG}" viewBox="0 0 992 560" width="992" height="560" role="img" aria-label="Course" '
            'font-family="Roboto, Arial, sans-serif"><rect width="992" height="560" fill="#FFFFFF"/>'
            '<text x="16" y="34" font-size="18" font-weight="700" fill="#1F2933">Adoption &lt; 1 &amp; more</text>'
            f'<g data-picture="3" transform="translate(16 48)"><path d="M{points}" fill="none" stroke="#0072B2" '
            f'stroke-width="3.2"/>{inside}</g></svg>')
