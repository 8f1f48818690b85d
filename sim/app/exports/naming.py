"""Names that files and screens give to outcomes, measures of success and values of the scenario."""

from __future__ import annotations

import re

from sim.comparison.observed import declared
from sim.engine.outcomes import Number, Outcome
from sim.words.catalogue import Language, said, say, translated
from sim.words.values import label_of

WORDS = re.compile(r"[^a-z0-9]+")
OWN_STRATEGY = re.compile(r"^strategies\[([^\]]+)\]")


def label_of_outcome(lang: Language, outcome: Outcome, *, selling: bool = True) -> str:
    """Short name of a declared outcome or measure of success.

    selling : whether the new behaviour is selling.
    """
    if outcome.otherwise and not selling:
        return translated(lang, f"outcomes.otherwise.{outcome.name}", outcome.otherwise)
    room = "success" if outcome.kind == "result" else "outcomes"
    return translated(lang, f"{room}.{outcome.name}", outcome.label)


def outcome_title(lang: Language, outcome: str, *, selling: bool = True) -> str:
    """What an outcome of a design is called: a measure of success, or a condensed course, ``adoption@mean``."""
    name, _, when = outcome.partition("@")
    known = declared(outcome)
    title = name.replace("_", " ") if known is None else label_of_outcome(lang, known, selling=selling)
    if not when:
        return title
    time = say(lang, "exports.when.quarter", quarter=when) if when.isdigit() else \
        said(lang, f"exports.when.{when}", when)
    return f"{title} ({time})"


def outcome_unit(outcome: str) -> Number:
    """How the numbers of an outcome of a design are written."""
    known = declared(outcome)
    return "count" if known is None else known.number


def field_title(lang: Language, name: str) -> str:
    """What a value of the scenario is called, of a measure with the strategy that it belongs to."""
    own = OWN_STRATEGY.match(name)
    try:
        label = label_of(lang, OWN_STRATEGY.sub("strategies[]", name))
    except KeyError:
        return readable(name)
    return label if own is None else f"{said(lang, f'strategies.{own[1]}.label', own[1].replace('_', ' '))}: {label}"


def readable(name: str) -> str:
    """A dotted name in words: ``error culture``; of a measure its strategy and kind come first."""
    inside = re.findall(r"\[([^\]]+)\]", name)
    last = name.rpartition(".")[2].replace("_", " ")
    return " · ".join([*(part.replace("_", " ") for part in inside), last])
