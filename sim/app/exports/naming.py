"""Names that files and screens give to outcomes, measures of success, values of the scenario and strategies."""

from __future__ import annotations

import re
from typing import Literal

from sim.app.words.catalogue import Language, said, say
from sim.scenario.schema import CARRY_ON, Scenario

Unit = Literal["eur", "share", "index", "count"]
"""Kinds of number, as the browser's numbers know them."""
MONEY = frozenset({"npv", "gain", "base_gain", "programme_cost", "extra_cost", "discounted_profit_to_date",
                   "value_to_date", "revenue", "margin", "profit", "customer_value"})
SHARES = frozenset({"dip_depth", "revenue_dip_depth", "adoption_end", "goal_reached", "adoption"})


def outcome_title(lang: Language, outcome: str) -> str:
    """What an outcome or a measure of success is called, ``adoption@mean`` included."""
    name, _, when = outcome.partition("@")
    title = said(lang, f"exports.outcome.{name}", name.replace("_", " "))
    if not when:
        return title
    time = say(lang, "exports.when.quarter", quarter=when) if when.isdigit() else \
        said(lang, f"exports.when.{when}", when)
    return f"{title} ({time})"


def outcome_unit(outcome: str) -> Unit:
    """The kind of number that an outcome is: ``eur``, ``share``, ``index`` or ``count``."""
    from sim.engine.outcomes import OUTCOMES

    name = outcome.partition("@")[0]
    if name in MONEY or name.startswith(("cost", "revenue_new", "revenue_book", "revenue_cross")):
        return "eur"
    if name in SHARES:
        return "share"
    declared = OUTCOMES.get(name)
    if declared is None:
        return "count"
    return "eur" if declared.unit == "EUR" else "index" if declared.unit == "0-1" else "count"


def field_title(lang: Language, name: str) -> str:
    """What a value of the scenario is called; its own name made readable where the catalogue does not know it."""
    known = said(lang, f"fields.{name}", "") or said(lang, f"levers.{name}", "")
    return known or readable(name)


def readable(name: str) -> str:
    """A dotted name in words: ``error culture``; of a measure its strategy and kind come first."""
    inside = re.findall(r"\[([^\]]+)\]", name)
    last = name.rpartition(".")[2].replace("_", " ")
    return " · ".join([*(part.replace("_", " ") for part in inside), last])


def strategy_title(lang: Language, scenario: Scenario, name: str) -> str:
    """What a strategy is called; carrying on, which every scenario has, in the language of the reader."""
    found = scenario.strategy(name)
    return say(lang, "exports.carry_on") if name == CARRY_ON and found.title == "Carry on" else found.title
