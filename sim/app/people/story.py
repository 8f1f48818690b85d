"""One person's story: the most telling facts in order, the underlying courses, and the terms of the intention."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.app.people.facts import Fact, Life, facts_of, life_of
from sim.app.people.future import Future, follow
from sim.app.people.payload import team_name, worded
from sim.scenario.schema import Scenario
from sim.validation.claims import sentences
from sim.words.catalogue import Language, say
from sim.words.numbers import percent

MOST_EVENTS = 8
"""Facts of a story: more are not read while somebody speaks."""
AGAIN = ("adopted", "relapsed", "leader")
"""What is told twice when it happens twice; of everything else the weightiest."""
OPENING, CLOSING = ("joined", "blocks_at_first"), ("end", "left", "dismissed")
"""Kinds that come first and last among the facts of a quarter."""
SERIES = ("behaviour", "fear", "energy", "recognition", "habit_advising", "habit_selling", "euphoria")
"""Courses that the small chart offers."""


def story_of(scenario: Scenario, strategy: str, seed: int, run: int, person: str, *, side: str = "left",
             label: str = "", lang: Language = "de", quarter: int = 0,
             other: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
    """Return the story of one person in one future; None where that future has no such person.

    `other` is the people payload of the other strategy, in which the same person may be looked up.
    """
    future = follow(scenario, strategy, seed, run)
    return story_in(future, person, side=side, label=label, lang=lang, quarter=quarter, other=other)


def story_in(future: Future, person: str, *, side: str = "left", label: str = "", lang: Language = "de",
             quarter: int = 0, other: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
    """As `story_of`, in a future that has been followed already."""
    life = life_of(future, person)
    if life is None:
        return None
    first, _, name = life.holders[life.slot][life.place]
    events = [told(fact, life, lang) for fact in telling(facts_of(life))]
    teams = future.setup.teams
    known = {claim for event in events for claim in event["claims"]}
    return {
        "id": person, "name": name, "team": team_name(lang, int(teams.team_of[life.slot]), teams.rep_teams),
        "side": side, "label": label or future.scenario.strategy(future.strategy).title, "quarter": quarter,
        "quarters": future.quarters, "first": first, "last": life.last, "run": future.run,
        "leader": bool(life.of("leader")[life.base:life.last + 1].any()),
        "tool": not future.scenario.behaviour.is_selling,
        "job": say(lang, "story.job.seller" if life.letter(life.last) == "d" else "story.job.advisor"),
        "letters": "".join(life.letter(q) if first <= q <= life.last else "-" for q in range(future.quarters + 1)),
        "events": events, "claims": {claim: sentences(lang)[claim] for claim in sorted(known)},
        "series": {series: course(life, series) for series in SERIES}, "drivers": drivers(life, lang, quarter),
        "habit": course(life, "control"), "other": beyond(person, other)}


def telling(facts: list[Fact]) -> list[Fact]:
    """The weightiest facts, few of a kind, in the order in which they happened."""
    chosen: list[Fact] = []
    for fact in sorted(facts, key=lambda fact: (-fact.weight, fact.quarter)):
        most = 2 if fact.key.startswith(AGAIN) else 1
        if len(chosen) < MOST_EVENTS and sum(fact.key == other.key for other in chosen) < most:
            chosen.append(fact)
    return sorted(chosen, key=lambda fact: (fact.quarter, fact.key.startswith(CLOSING),
                                            not fact.key.startswith(OPENING), -fact.weight))


def told(fact: Fact, life: Life, lang: Language) -> dict[str, Any]:
    """Put a fact of a life into words."""
    selling = life.future.scenario.behaviour.is_selling
    values = dict(fact.values) | {name: percent(lang, share) for name, share in fact.shares.items()}
    if "since" in fact.values:
        values["since"] = since(lang, int(str(fact.values["since"])), life.first)
    if fact.term:
        values["reason"] = worded(lang, f"story.term.{fact.term}", selling)
    text = worded(lang, f"story.event.{fact.key}", selling, **values)
    return {"quarter": fact.quarter, "key": fact.key, "text": text, "claims": list(fact.claims)}


def since(lang: Language, quarter: int, first: int) -> str:
    """Since when: a quarter, the first day, or the first day of somebody who came later."""
    if quarter >= max(first, 1):
        return say(lang, "story.since.quarter", number=quarter)
    return say(lang, "story.since.joined" if first else "story.since.first_day")


def course(life: Life, name: str) -> list[float | None]:
    """Course of a table over the horizon; None while the person was not there."""
    values = life.of(name)
    return [round(float(values[q]), 3) if life.first <= q <= life.last else None
            for q in range(life.future.quarters + 1)]


def drivers(life: Life, lang: Language, quarter: int) -> list[dict[str, Any]]:
    """The terms of the intention, in logits, over all quarters; the strongest of the quarter first.

    They are the engine's own: with its propensity and the chance of the quarter they add up to the logit of what the
    person wants.
    """
    at, behaviour = int(np.clip(quarter, life.first, life.last)), life.future.scenario.behaviour
    found: list[dict[str, Any]] = []
    for name, table in life.future.pulls.items():
        values = [round(float(table[q, life.slot]), 3) if life.first <= q <= life.last else None
                  for q in range(life.future.quarters + 1)]
        if any(values):
            title = worded(lang, f"story.term.{name}", behaviour.is_selling)
            found.append({"key": name, "title": title, "value": values[at] or 0.0, "values": values})
    return sorted(found, key=lambda term: -abs(term["value"]))


def beyond(person: str, other: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Where the same person is found under the other strategy; without an identifier if nowhere."""
    if other is None:
        return None
    there = any(holder[1] == person for position in other.get("persons", ()) for holder in position["holders"])
    return {"side": other["side"], "label": other["label"], "id": person if there else None}
