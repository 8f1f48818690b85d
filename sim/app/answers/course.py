"""One outcome over the quarters, as the chart draws it: thin single futures, the median, the band."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.app.answers.answer import SIDES, Answer
from sim.app.answers.phrases import places, rough_money, title
from sim.app.answers.request import PREVIEW
from sim.app.exports.naming import label_of_outcome
from sim.arrays import Array
from sim.comparison.course import COURSES, QUANTILES
from sim.engine.outcomes import EUR, Outcome
from sim.words.catalogue import Language, say
from sim.words.numbers import number, of_kind

AHEAD = "ahead"
ADOPTION = "adoption"
LEAD = Outcome(AHEAD, "Lead over carrying on (to date)", EUR, "stock", "money", "sum", "higher", signed=True,
               offered=True)
"""Value to date minus that of carrying on: where it crosses zero, the strategy has paid back."""
GROUPS = ("change", "money", "customers", "people")
"""In the order in which they are offered."""
KNOWN: dict[str, Outcome] = {AHEAD: LEAD} | COURSES
"""Every outcome that can be shown; a storyline may show those too that nobody is offered."""
MENU = tuple(sorted((outcome for outcome in KNOWN.values() if outcome.offered),
                    key=lambda outcome: GROUPS.index(outcome.group)))


def outcome_menu(lang: Language, selling: bool = True) -> list[Payload]:
    """The menu: ``{outcome, title, unit, group, group_title}`` each.

    Parameters
    ----------
    selling : whether the new behaviour is selling; otherwise the words speak of the new behaviour.
    """
    return [{"outcome": shown.name, "title": course_title(lang, shown.name, selling), "unit": shown.number,
             "group": shown.group, "group_title": say(lang, f"results.group.{shown.group}")} for shown in MENU]


def course_title(lang: Language, outcome: str, selling: bool = True) -> str:
    """Name of an outcome over its course: of what adds up, that it is of each quarter."""
    label = label_of_outcome(lang, KNOWN[outcome], selling=selling)
    return say(lang, "results.chart.per_quarter", title=label) if KNOWN[outcome].kind == "flow" else label


Payload = dict[str, Any]
SINGLES = PREVIEW
"""Single futures drawn as thin lines."""
DIGITS = {"share": 3, "index": 3, "count": 2}
"""Decimals that a picture can show."""
EURO_DIGITS = 4
"""Leading digits of the largest amount that a picture can show."""


def course(answer: Answer, outcome: str, lang: Language, kept: Answer | None = None) -> Payload:
    """One outcome of both strategies and of carrying on by quarter; the medians of the kept answer beside it.

    Quantiles are those of the tables that `sim.compare` writes, over all futures of the answer.
    """
    unit = KNOWN[outcome].number
    found = {place: values_of(answer, outcome, place) for place in places(answer)}
    digits = digits_for(unit, found.values())
    old = {} if kept is None else {
        place: values_of(kept, outcome, place)[:answer.scenario.quarters] for place in SIDES[:2]}
    return {
        "outcome": outcome, "title": _title(answer, outcome, lang), "unit": unit,
        "quarters": answer.scenario.quarters, "n": answer.n, "full": answer.full,
        "series": [{"side": place, "label": title(answer, place, lang), **_lines(values, digits)}
                   for place, values in found.items()],
        "kept": [{"side": place, "label": title(kept, place, lang), "p50": rounded(np.median(values, axis=1), digits)}
                 for place, values in old.items()] if kept is not None else [],
        "goal": answer.scenario.goals.adoption_share if outcome == ADOPTION else None,
        "sentence": sentence(answer, outcome, lang),
    }


def values_of(answer: Answer, outcome: str, place: str) -> Array:
    """The outcome by quarter and future, (quarters, n)."""
    return answer.ahead_of_reference(place) if outcome == AHEAD else answer.course(outcome, place)


def _lines(values: Array, digits: int) -> Payload:
    p10, p50, p90 = np.quantile(values, QUANTILES, axis=1)
    return {"mean": rounded(values.mean(axis=1), digits), "p10": rounded(p10, digits), "p50": rounded(p50, digits),
            "p90": rounded(p90, digits), "runs": [rounded(run, digits) for run in values[:, :SINGLES].T]}


def digits_for(unit: str, found: Any) -> int:
    """Decimals for a picture; negative ones where amounts are large."""
    if unit != "eur":
        return DIGITS[unit]
    largest = max((float(np.abs(values).max()) for values in found), default=0.0)
    return 0 if largest < 1.0 else min(0, EURO_DIGITS - 1 - math.floor(math.log10(largest)))


def rounded(values: Array, digits: int) -> list[float]:
    """Numbers short enough to send."""
    short: list[float] = (np.round(values, digits) + 0.0).tolist()
    return short


def sentence(answer: Answer, outcome: str, lang: Language) -> str:
    """What the chart shows, for those who do not see it: where each strategy stands at the end, and how widely."""
    unit, parts = KNOWN[outcome].number, []
    for place in places(answer):
        if outcome == AHEAD and answer.side(place) == answer.side("reference"):
            continue
        low, middle, high = np.quantile(values_of(answer, outcome, place)[-1], QUANTILES)
        parts.append(say(lang, "results.chart.side", title=title(answer, place, lang),
                         **{key: _amount(lang, unit, float(value))
                            for key, value in (("low", low), ("middle", middle), ("high", high))}))
    return say(lang, "results.chart.course", title=_title(answer, outcome, lang),
               quarters=answer.scenario.quarters, of=number(lang, answer.n), sides="; ".join(parts))


def _title(answer: Answer, outcome: str, lang: Language) -> str:
    return course_title(lang, outcome, answer.scenario.behaviour.is_selling)


def _amount(lang: Language, unit: str, value: float) -> str:
    return rough_money(lang, value) if unit == "eur" else of_kind(lang, unit, value)
