"""The outcomes worth a picture, grouped, each with the kind of its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.analysis.course import DISCOUNTED_PROFIT, VALUE
from sim.app.words.catalogue import Language, say
from sim.engine.outcomes import OUTCOMES

Payload = dict[str, Any]

UNITS_IN: Language = "en"
"""The kind of a unit is the same word in every language's catalogue; it is read from this one."""
AHEAD = "ahead"
"""Value to date minus that of carrying on: where it crosses zero, the strategy has paid back."""
ADOPTION = "adoption"


@dataclass(frozen=True)
class Shown:
    """One outcome of the menu: its name, its group and the unit kind share, eur, index or count."""

    outcome: str
    group: str
    unit: str


MENU = (
    Shown(ADOPTION, "change", "share"), Shown("behaviour", "change", "share"),
    Shown("skill_selling", "change", "index"),
    Shown(AHEAD, "money", "eur"), Shown("profit", "money", "eur"), Shown("revenue", "money", "eur"),
    Shown("customers", "customers", "count"), Shown("customers_won", "customers", "count"),
    Shown("customers_lost", "customers", "count"), Shown("trust", "customers", "index"),
    Shown("fear", "people", "index"), Shown("energy", "people", "index"), Shown("resistance", "people", "index"),
    Shown("recognition", "people", "index"), Shown("safety", "people", "index"), Shown("leavers", "people", "count"),
)
"""In the order in which they are offered."""
BY_NAME = {shown.outcome: shown for shown in MENU}


OTHERS: tuple[str, ...] = tuple(name for name in (*OUTCOMES, DISCOUNTED_PROFIT, VALUE) if name not in BY_NAME)
"""Outcomes that nobody is offered, but that a storyline may show."""
KNOWN = frozenset((*BY_NAME, *OTHERS))


def shown_as(outcome: str) -> Shown:
    """How an outcome is shown, on the menu or not; `KeyError` where there is no such outcome."""
    if outcome in BY_NAME:
        return BY_NAME[outcome]
    return Shown(outcome, "", say(UNITS_IN, f"outcomes.{outcome}.unit"))


def outcome_menu(lang: Language, selling: bool = True) -> list[Payload]:
    """The menu: ``{outcome, title, unit, group, group_title}`` each.

    Parameters
    ----------
    selling : whether the new behaviour is selling; otherwise the words speak of the new behaviour.
    """
    return [{"outcome": shown.outcome, "title": outcome_title(lang, shown.outcome, selling), "unit": shown.unit,
             "group": shown.group, "group_title": say(lang, f"results.group.{shown.group}")} for shown in MENU]


def outcome_title(lang: Language, outcome: str, selling: bool = True) -> str:
    """Readable name of an outcome."""
    if outcome in OTHERS:
        return say(lang, f"outcomes.{outcome}.label")
    return say(lang, f"results.outcome.{outcome}.{'selling' if selling else 'other'}" if outcome in OF_BEHAVIOUR
               else f"results.outcome.{outcome}")


OF_BEHAVIOUR = (ADOPTION, "behaviour", "skill_selling")
"""Outcomes that are named after the new behaviour."""
