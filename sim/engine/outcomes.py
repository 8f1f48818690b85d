"""What is observed: the declared outcomes of a quarter and how they are measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.arrays import Array
from sim.engine.books import Movement
from sim.engine.perceive import Perception
from sim.engine.sell import Sales
from sim.engine.setup import Setup, State
from sim.engine.staff import Staffing
from sim.laws.conditions import change_capacity
from sim.people.teams import add_rows

Number = Literal["eur", "share", "index", "count", "quarter"]
"""How numbers are written: as money, a percentage, a degree from 0 to 1, a count or the number of a quarter."""


@dataclass(frozen=True)
class Unit:
    """A unit, and how numbers in it are written."""

    name: str
    number: Number


EUR, SHARE, INDEX = Unit("EUR", "eur"), Unit("0-1", "share"), Unit("0-1", "index")
CUSTOMERS, PEOPLE = Unit("customers", "count"), Unit("people", "count")
ATTEMPTS, LEADS, DEALS = Unit("attempts", "count"), Unit("leads", "count"), Unit("deals", "count")
QUARTER, DURATION = Unit("quarters", "quarter"), Unit("quarters", "count")


@dataclass(frozen=True)
class Outcome:
    """An observed quantity: everything that tables, menus and files need to know about it.

    name : in scenarios, designs and files. label : its short name for people.
    kind : a flow adds up over quarters, a stock is there at the end of each; a result is one number for all quarters.
    group : group in menus. people : how it is aggregated over people; neither applies to results.
    better : the direction that a firm wishes for; None where that depends.
    explained : a longer meaning than the label. otherwise : the label if the new behaviour is not selling.
    read : a mean that is a state of people (a column of the population) or something met (a field of what they
    perceived); empty where an observing function works it out. signed : whether it may lie below 0.
    sometimes : whether some futures have none. offered : whether menus offer it.
    """

    name: str
    label: str
    measured_in: Unit
    kind: Literal["flow", "stock", "result"]
    group: Literal["money", "customers", "change", "people", "conditions", "activity", ""]
    people: Literal["sum", "mean", "spread", ""]
    better: Literal["higher", "lower"] | None
    explained: str = ""
    otherwise: str = ""
    read: Literal["state", "met", ""] = ""
    signed: bool = False
    sometimes: bool = False
    offered: bool = False

    @property
    def meaning(self) -> str:
        """Its meaning, as the beginning of a sentence."""
        return self.explained or self.label

    @property
    def unit(self) -> str:
        """Name of the unit."""
        return self.measured_in.name

    @property
    def number(self) -> Number:
        """How numbers in the unit are written."""
        return self.measured_in.number


_ROWS = (
    Outcome("revenue_book", "Revenue, first-day customers", EUR, "flow", "money", "sum", "higher",
            "Running business with customers of the first day"),
    Outcome("revenue_new", "Revenue, new customers", EUR, "flow", "money", "sum", "higher",
            "Running business with customers won since"),
    Outcome("revenue_cross", "Revenue from further deals", EUR, "flow", "money", "sum", "higher",
            "Further deals with existing customers"),
    Outcome("revenue", "Revenue", EUR, "flow", "money", "sum", "higher", "All revenue", offered=True),
    Outcome("margin", "Contribution margin", EUR, "flow", "money", "sum", "higher",
            "Contribution margin before the cost of sales", signed=True),
    Outcome("cost_people", "Fixed cost of people", EUR, "flow", "money", "sum", "lower",
            "Fixed cost of reps and sellers"),
    Outcome("cost_bonus", "Variable pay", EUR, "flow", "money", "sum", "lower"),
    Outcome("cost_leaders", "Cost of team leaders", EUR, "flow", "money", "sum", "lower"),
    Outcome("cost_measures", "Cost of the measures", EUR, "flow", "money", "sum", "lower"),
    Outcome("cost_hiring", "Cost of hiring", EUR, "flow", "money", "sum", "lower", "Recruiting and mis-hires"),
    Outcome("cost_severance", "Severance", EUR, "flow", "money", "sum", "lower", "Letting people go"),
    Outcome("cost", "Cost of sales", EUR, "flow", "money", "sum", "lower", "All cost of sales"),
    Outcome("profit", "Profit", EUR, "flow", "money", "sum", "higher",
            "Margin less cost of sales", signed=True, offered=True),
    Outcome("customer_value", "Worth of the customer base", EUR, "stock", "money", "sum", "higher",
            "Worth of the customers' running business beyond the horizon, were it to end now", signed=True),
    Outcome("customers", "Customers", CUSTOMERS, "stock", "customers", "sum", "higher",
            "Customers at the end of the quarter", offered=True),
    Outcome("customers_won", "Customers won", CUSTOMERS, "flow", "customers", "sum", "higher", offered=True),
    Outcome("customers_lost", "Customers lost", CUSTOMERS, "flow", "customers", "sum", "lower", offered=True),
    Outcome("trust", "Customers’ trust", INDEX, "stock", "customers", "mean", "higher",
            "Mean trust of customers", offered=True),
    Outcome("adoption", "Share who actively sell", SHARE, "stock", "change", "mean", "higher",
            "Share of reps with a book who have adopted the behaviour", offered=True,
            otherwise="Share with the new behaviour"),
    Outcome("behaviour", "Selling occasions used", SHARE, "stock", "change", "mean", "higher",
            "Mean share of occasions on which reps with a book show it", offered=True,
            otherwise="Occasions used for the new behaviour"),
    Outcome("behaviour_spread", "Spread of behaviour", INDEX, "stock", "change", "spread", None,
            "Standard deviation of that between reps"),
    Outcome("habit_advising", "Habit of advising", INDEX, "stock", "change", "mean", "lower",
            "Mean strength of the advising habit", read="state"),
    Outcome("habit_selling", "Habit of selling", INDEX, "stock", "change", "mean", "higher",
            "Mean strength of the selling habit", read="state"),
    Outcome("fear", "Fear of failure", INDEX, "stock", "people", "mean", "lower",
            "Mean fear of failure", read="state", offered=True),
    Outcome("attitude", "Attitude to selling", INDEX, "stock", "people", "mean", "higher",
            "Mean attitude to selling", read="state"),
    Outcome("self_efficacy", "Confidence", INDEX, "stock", "people", "mean", "higher",
            "Mean self-efficacy", read="state"),
    Outcome("energy", "Energy", INDEX, "stock", "people", "mean", "higher",
            "Mean energy; change fatigue is what is missing to 1", read="state", offered=True),
    Outcome("recognition", "Recognition received", INDEX, "stock", "people", "mean", "higher",
            "Mean recognition received", read="state", offered=True),
    Outcome("resistance", "Resistance", INDEX, "stock", "people", "mean", "lower",
            "Mean resistance", read="state", offered=True),
    Outcome("euphoria", "Euphoria", INDEX, "stock", "people", "mean", None,
            "Mean euphoria after training", read="state"),
    Outcome("skill_selling", "Skill at selling", INDEX, "stock", "change", "mean", "higher",
            "Mean selling skill", read="state", offered=True, otherwise="Skill at the new behaviour"),
    Outcome("skill_spread", "Spread of skill", INDEX, "stock", "people", "spread", None,
            "Standard deviation of selling skill between reps"),
    Outcome("skill_advising", "Advising skill", INDEX, "stock", "people", "mean", "higher",
            "Mean advising skill", read="state"),
    Outcome("satisfaction", "Satisfaction", INDEX, "stock", "people", "mean", "higher",
            "Mean satisfaction", read="state"),
    Outcome("intention", "Intention", SHARE, "stock", "change", "mean", "higher", "Mean intention"),
    Outcome("safety", "Psychological safety", INDEX, "stock", "people", "mean", "higher",
            "Mean psychological safety", read="met", offered=True),
    Outcome("exchange", "Exchange", INDEX, "stock", "conditions", "mean", "higher",
            "Mean exchange between reps", read="met"),
    Outcome("coherence", "Coherence of conditions", INDEX, "stock", "conditions", "mean", "higher",
            "Mean coherence of the conditions with the change", read="met"),
    Outcome("change_capacity", "Capacity to change", INDEX, "stock", "conditions", "mean", "higher",
            "Capacity to learn and change"),
    Outcome("pressure", "Pressure", INDEX, "stock", "conditions", "mean", "lower", "Mean pressure", read="met"),
    Outcome("listening", "Listening of leaders", INDEX, "stock", "conditions", "mean", "higher",
            "Mean listening of leaders as felt", read="met"),
    Outcome("headcount", "People present", PEOPLE, "stock", "people", "sum", None),
    Outcome("advisors", "Reps with a book", PEOPLE, "stock", "people", "sum", None, "Reps present who have a book"),
    Outcome("sellers", "Dedicated sellers", PEOPLE, "stock", "people", "sum", None, "Dedicated sellers present"),
    Outcome("vacancies", "Open positions", PEOPLE, "stock", "people", "sum", "lower"),
    Outcome("leavers", "People who left", PEOPLE, "flow", "people", "sum", "lower",
            "People who left on their own", offered=True),
    Outcome("dismissed", "People dismissed", PEOPLE, "flow", "people", "sum", "lower"),
    Outcome("hired", "People hired", PEOPLE, "flow", "people", "sum", None),
    Outcome("attempts", "Attempts", ATTEMPTS, "flow", "activity", "sum", None, "Attempts at the new behaviour"),
    Outcome("leads", "New opportunities", LEADS, "flow", "activity", "sum", "higher",
            "New opportunities with new customers"),
    Outcome("wins", "New customers’ deals won", DEALS, "flow", "activity", "sum", "higher", "New customers won"),
    Outcome("deals", "Further deals", DEALS, "flow", "activity", "sum", "higher",
            "Further deals with existing customers"),
    Outcome("service", "Service to customers", INDEX, "stock", "customers", "mean", "higher",
            "Mean service to customers"),
    Outcome("strategic_contacts", "Strategic contacts", INDEX, "stock", "activity", "mean", "higher",
            "Mean network of strategic contacts", read="state"),
)
OUTCOMES: dict[str, Outcome] = {outcome.name: outcome for outcome in _ROWS}
"""Every outcome of a quarter and run by name, in the order of tables."""

STATES, MET = (tuple(name for name, outcome in OUTCOMES.items() if outcome.read == where) for where in ("state", "met"))


@dataclass(frozen=True)
class Weighing:
    """Means over slots with one weight, (slots, runs); 0 where the weights sum to 0."""

    weight: Array
    total: Array
    divisor: Array

    @classmethod
    def by(cls, weight: Array) -> Weighing:
        """Make the weighing by a weight, (slots, runs)."""
        total = add_rows(weight)
        return cls(weight, total, np.maximum(total, 1e-12))

    def mean(self, x: Array) -> Array:
        """Weighted mean over slots, (runs,)."""
        return np.asarray(add_rows(x * self.weight) / self.divisor)

    def spread(self, x: Array) -> Array:
        """Weighted standard deviation over slots, (runs,)."""
        off = x - self.mean(x)
        return np.asarray(np.sqrt(self.mean(off * off)))


def observe_people(setup: Setup, state: State, worked: Weighing, sells: Array) -> dict[str, Array]:
    """States of those who worked this quarter; behaviour and adoption of those with a book."""
    people = state.people
    book = Weighing.by(worked.weight * (1.0 - sells))
    shown = people.behaviour
    seen = {name: worked.mean(getattr(people, name)) for name in STATES}
    return seen | {
        "adoption": book.mean((shown >= setup.scenario.goals.adoption_level).astype(setup.dtype)),
        "behaviour": book.mean(shown), "behaviour_spread": book.spread(shown),
        "skill_spread": worked.spread(people.skill_selling),
        "advisors": book.total, "sellers": worked.total - book.total, "headcount": worked.total,
        "vacancies": add_rows(people.opened) - worked.total,
    }


def observe_conditions(state: State, seen: Perception, intention: Array, worked: Weighing) -> dict[str, Array]:
    """What people met this quarter, on average over those who worked."""
    met = {name: worked.mean(getattr(seen, name)) for name in MET}
    capacity = change_capacity(seen.safety, state.people.energy, seen.exchange, state.people.learning_orientation,
                               seen.reflection, state.people.resistance)
    return met | {"intention": worked.mean(intention), "change_capacity": worked.mean(capacity)}


def observe_business(state: State, sales: Sales, moved: Movement, staffing: Staffing) -> dict[str, Array]:
    """Customers, activity and movements of people."""
    people = state.people
    book = Weighing.by(people.customers)
    return {
        "customers": book.total, "customers_won": add_rows(moved.won),
        "customers_lost": add_rows(moved.lost), "trust": book.mean(people.trust),
        "service": book.mean(sales.service), "attempts": add_rows(sales.attempts),
        "leads": add_rows(sales.leads), "wins": add_rows(sales.wins_new), "deals": add_rows(sales.wins_existing),
        "leavers": add_rows(staffing.left), "dismissed": add_rows(staffing.dismissed),
        "hired": add_rows(staffing.hired),
    }


__all__ = ["OUTCOMES", "Outcome", "Unit", "Weighing", "observe_business", "observe_conditions", "observe_people"]
