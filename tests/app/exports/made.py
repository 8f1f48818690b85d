"""Results as the page hands them on, with texts that nobody wishes for."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from sim.analysis.compare import compare
from sim.app.exports.results import Results
from sim.app.words.catalogue import Language
from sim.scenario.reading import load_text, with_overrides
from tests.sweep.conftest import SCENARIO

CHANGES = {"people.fear_of_failure": 0.7, "framework.error_culture": 0.25}
HOSTILE = "<script>alert('x')</script> =1+1 & \"B2B\" \x0b ä"
SIDES = (("left", "Train"), ("right", "=HYPERLINK(\"x\")"))


@cache
def comparison() -> Any:
    """A small comparison on a changed world."""
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
                   "http://127.0.0.1:8765/?v=1&s=small", "salesshift compare small.toml --seed 3", cards, course(),
                   money, programme, [HOSTILE])


def titled(title: str, lang: Language = "de") -> Results:
    """The same of a scenario of that title."""
    found = results(lang)
    scenario = found.comparison.scenario.model_copy(update={"title": title})
    return replace(found, comparison=replace(found.comparison, scenario=scenario))


def course() -> dict[str, Any]:
    """The course of adoption in the form of the page."""
    frame = comparison().quarters
    series = []
    for side, name in (("left", "train"), ("right", "hire"), ("reference", "carry_on")):
        own = frame[(frame["strategy"] == name) & (frame["outcome"] == "adoption")]
        levels = {k: own[k].tolist() for k in ("mean", "p10", "p50", "p90")}
        series.append({"side": side, "label": name, "runs": [], **levels})
    return {"outcome": "adoption", "title": "Adoption", "unit": "share", "quarters": 4, "n": 6, "series": series,
            "kept": [], "goal": 0.6}
