"""The outcomes whose course the page can show, and those that its menu offers, by groups."""

from __future__ import annotations

from typing import Any

from sim.analysis.course import COURSES
from sim.app.exports.naming import label_of_outcome
from sim.app.words.catalogue import Language, say
from sim.engine.outcomes import EUR, Outcome

Payload = dict[str, Any]

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
