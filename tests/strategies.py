"""Generated scenarios: valid ones, of every size and kind, for tests that must hold for all of them.

Everything is read off the schema, so that a new field or a new kind of measure is generated as soon
as it is declared. What is left out takes its default, and examples shrink towards that.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st
from pydantic.fields import FieldInfo

from sim.parameters.declare import Section
from sim.scenario.framework import Bonus
from sim.scenario.lookup import bounds_of, choices_of, details_of, plausible_of, table_of
from sim.scenario.market import Shock
from sim.scenario.measures import MEASURES
from sim.scenario.schema import Scenario

Tables = dict[str, Any]
PLANNED = ("kind", "start", "quarters", "target", "by", "skill", "sellers")
"""Fields of a measure that depend on one another and are drawn by hand."""
TARGETS = ("all", "advisors", "opinion_leaders", "newcomers", "willing", "blocked")


def between(low: float, high: float) -> st.SearchStrategy[float]:
    """The ends and twenty numbers between them."""
    return st.integers(0, 20).map(lambda k: low + (high - low) * k / 20.0 if k < 20 else high)


def number(field: FieldInfo, *, hard: bool) -> st.SearchStrategy[Any]:
    """A plausible value of a declared number; with `hard`, also the limits of what a file may say."""
    ends = bounds_of(field)
    low, high = plausible_of(field)
    low, high = (ends if low is None or high is None else (low, high))
    if field.annotation is int:
        values: st.SearchStrategy[Any] = st.integers(int(low), int(high))
        return values | st.sampled_from([int(e) for e in ends]) if hard else values
    if ends == (0.0, 1.0):
        return between(0.0, 1.0)
    return between(low, high) | st.sampled_from([float(e) for e in ends]) if hard else between(low, high)


def is_number(field: FieldInfo) -> bool:
    return field.annotation in (int, float) and not details_of(field).get("structural")


@cache
def bonuses() -> st.SearchStrategy[Tables]:
    """Bonuses whose parts add to 1."""
    def parted(cuts: tuple[int, int], rest: Tables) -> Tables:
        first, second = sorted(cuts)
        return {"individual": first / 10, "team": (second - first) / 10, "company": 1.0 - second / 10} | rest

    rest = {name: number(Bonus.model_fields[name], hard=True) for name in ("variable_share", "new_business_share")}
    cuts = st.tuples(st.integers(0, 10), st.integers(0, 10))
    return st.builds(parted, cuts, st.fixed_dictionaries({}, optional=rest))


@cache
def fields_of(model: type[Section], *, hard: bool, leave_out: tuple[str, ...] = ()) -> Tables:
    """Strategies for the numbers, choices, bonuses and inner tables of a section."""
    found: Tables = {}
    for name, field in model.model_fields.items():
        inner = table_of(field.annotation)
        if name in leave_out:
            continue
        if inner is Bonus:
            found[name] = bonuses()
        elif inner is not None:
            found[name] = section(inner, hard=hard)
        elif choices_of(field.annotation):
            found[name] = st.sampled_from(choices_of(field.annotation))
        elif is_number(field):
            found[name] = number(field, hard=hard)
    return found


@cache
def section(model: type[Section], *, hard: bool, leave_out: tuple[str, ...] = ()) -> st.SearchStrategy[Tables]:
    """A section in which some values differ from their defaults."""
    return some_of(fields_of(model, hard=hard, leave_out=leave_out))


@st.composite
def some_of(draw: st.DrawFn, fields: Tables, most: int = 6) -> Tables:
    """A few of the fields, drawn; the others are left out."""
    if not fields:
        return {}
    names = draw(st.lists(st.sampled_from(sorted(fields)), unique=True, max_size=min(most, len(fields))))
    return {name: draw(fields[name]) for name in names}


@cache
def details_of_kind(kind: str, taken: tuple[str, ...]) -> st.SearchStrategy[Tables]:
    """What a measure says beyond dates and target."""
    return section(MEASURES[kind], hard=True, leave_out=(*PLANNED, *taken))


@st.composite
def measures(draw: st.DrawFn, quarters: int, kinds: tuple[str, ...] = tuple(MEASURES)) -> Tables:
    """One measure of any kind within the horizon."""
    kind = draw(st.sampled_from(kinds))
    start = draw(st.integers(1, quarters))
    table: Tables = {"kind": kind, "start": start, "quarters": draw(st.integers(1, quarters - start + 1))}
    if "target" in MEASURES[kind].model_fields:
        table["target"] = draw(st.sampled_from(TARGETS))
    if kind == "coaching":
        table["by"] = draw(st.sampled_from(["professional", "manager"]))
        table |= draw(st.fixed_dictionaries({}, optional={"skill": between(0.0, 1.0)})) \
            if table["by"] == "professional" else {}
    if kind == "hire_sellers":
        table |= {"sellers": draw(st.integers(1, 8)), "dose": draw(st.sampled_from([1.0, 0.5, 0.0]))}
        if round(table["sellers"] * table["dose"]) == 0:
            table["dose"] = 0.0
    return draw(details_of_kind(kind, tuple(table))) | table


def brings_sellers(measure: Tables) -> bool:
    """Whether dedicated sellers come with the measure."""
    if measure["kind"] == "hire_sellers":
        return measure["dose"] > 0.0
    split = measure["kind"] == "reorganisation" and measure.get("form", "role_split") == "role_split"
    return split and measure.get("dose", 1.0) > 0.0 and measure.get("seller_share", 1.0) > 0.0


@st.composite
def plans(draw: st.DrawFn, quarters: int, most: int = 4) -> list[Tables]:
    """The measures of a strategy: at most one reorganisation; sellers are a target only where there are some."""
    chosen = draw(st.lists(measures(quarters), max_size=most))
    first = next((m for m in chosen if m["kind"] == "reorganisation"), None)
    chosen = [m for m in chosen if m["kind"] != "reorganisation" or m is first]
    if any(map(brings_sellers, chosen)):
        for measure in chosen:
            if "target" in measure and draw(st.booleans()):
                measure["target"] = "sellers"
    return chosen


@st.composite
def organisations(draw: st.DrawFn) -> Tables:
    """Four to thirty reps, in teams of two and more, down to a single team."""
    from sim.scenario.organisation import Organisation

    reps = draw(st.integers(4, 30))
    shape = {"reps": reps, "team_size": draw(st.integers(2, min(reps, 12))),
             "contacts": draw(st.integers(2, min(reps - 1, 8)))}
    return shape | draw(section(Organisation, hard=True))


@st.composite
def markets(draw: st.DrawFn, quarters: int, *, hard: bool) -> Tables:
    """A market with sales cycles of up to four quarters and up to two shocks."""
    from sim.scenario.market import Market

    shock = st.builds(lambda when, rest: when | rest,
                      st.fixed_dictionaries({"quarter": st.integers(1, quarters), "quarters": st.integers(1, 8)}),
                      section(Shock, hard=True))
    return draw(section(Market, hard=hard)) | {
        "sales_cycle_new": draw(st.integers(0, 4)), "sales_cycle_existing": draw(st.integers(0, 4)),
        "shocks": draw(st.lists(shock, max_size=2))}


@st.composite
def scenarios(draw: st.DrawFn, *, hard: bool = False, most_quarters: int = 8, most_measures: int = 4) -> Scenario:
    """A valid scenario with one strategy called ``plan`` beside ``carry_on``.

    With `hard`, numbers go to the limits of what a file may say, not only of what is plausible.
    """
    quarters = draw(st.integers(2, most_quarters))
    parts = {name: section(table_of(field.annotation), hard=hard)  # type: ignore[arg-type]
             for name, field in Scenario.model_fields.items()
             if table_of(field.annotation) is not None and name not in ("organisation", "market", "posterior")}
    tables = {name: draw(part) for name, part in parts.items()}
    for name in ("adoption_share", "adoption_level"):
        if tables["goals"].get(name) == 0.0:
            tables["goals"][name] = 0.05
    return Scenario.model_validate(tables | {
        "quarters": quarters, "organisation": draw(organisations()), "market": draw(markets(quarters, hard=hard)),
        "strategies": [{"name": "plan", "measures": draw(plans(quarters, most_measures))}]})
