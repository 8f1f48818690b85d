"""Names that files and screens give to outcomes, measures of success and values of the scenario."""

from __future__ import annotations

import re
from typing import Literal, cast

from sim.app.words.catalogue import Language, said, say
from sim.app.words.values import label_of

Unit = Literal["eur", "share", "index", "count"]
"""Kinds of number, as the browser's numbers know them."""
MONEY = frozenset({"npv", "gain", "base_gain", "programme_cost", "extra_cost"})
SHARES = frozenset({"dip_depth", "revenue_dip_depth", "adoption_end", "goal_reached"})
WORDS = re.compile(r"[^a-z0-9]+")
OWN_STRATEGY = re.compile(r"^strategies\[([^\]]+)\]")


def outcome_title(lang: Language, outcome: str) -> str:
    """What an outcome or a measure of success is called, ``adoption@mean`` included."""
    name, _, when = outcome.partition("@")
    title = said(lang, f"outcomes.{name}.label", said(lang, f"exports.outcome.{name}", name.replace("_", " ")))
    if not when:
        return title
    time = say(lang, "exports.when.quarter", quarter=when) if when.isdigit() else \
        said(lang, f"exports.when.{when}", when)
    return f"{title} ({time})"


def outcome_unit(outcome: str) -> Unit:
    """The kind of number that an outcome is."""
    name = outcome.partition("@")[0]
    if name in MONEY or name in SHARES:
        return "eur" if name in MONEY else "share"
    unit = said("en", f"outcomes.{name}.unit", "count")
    return cast("Unit", unit) if unit in ("eur", "share", "index") else "count"


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
