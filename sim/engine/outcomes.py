"""What is observed: the declared outcomes of a quarter and how they are measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from sim.engine.books import Movement
from sim.engine.perceive import Perception
from sim.engine.sell import Sales
from sim.engine.staff import Staffing
from sim.engine.world import State, World
from sim.laws.conditions import change_capacity
from sim.people.teams import add_rows

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Outcome:
    """One observed quantity per quarter and run."""

    name: str
    meaning: str
    unit: str
    kind: Literal["flow", "stock"]
    family: Literal["money", "customers", "change", "people", "conditions", "activity"]


def _table(*rows: tuple[str, str, str, str, str]) -> dict[str, Outcome]:
    return {row[0]: Outcome(*row) for row in rows}  # type: ignore[arg-type]


OUTCOMES: dict[str, Outcome] = _table(
    ("revenue_book", "Running business with customers of the first day", "EUR", "flow", "money"),
    ("revenue_new", "Running business with customers won since", "EUR", "flow", "money"),
    ("revenue_cross", "Further deals with existing customers", "EUR", "flow", "money"),
    ("revenue", "All revenue", "EUR", "flow", "money"),
    ("margin", "Contribution margin before the cost of sales", "EUR", "flow", "money"),
    ("cost_people", "Fixed cost of reps and sellers", "EUR", "flow", "money"),
    ("cost_bonus", "Variable pay", "EUR", "flow", "money"),
    ("cost_leaders", "Cost of team leaders", "EUR", "flow", "money"),
    ("cost_measures", "Cost of the measures", "EUR", "flow", "money"),
    ("cost_hiring", "Recruiting and mis-hires", "EUR", "flow", "money"),
    ("cost_severance", "Letting people go", "EUR", "flow", "money"),
    ("cost", "All cost of sales", "EUR", "flow", "money"),
    ("profit", "Margin less cost of sales", "EUR", "flow", "money"),
    ("customer_value", "Worth of the customers' running business beyond the horizon, were it to end now", "EUR",
     "stock",
     "money"),
    ("customers", "Customers at the end of the quarter", "customers", "stock", "customers"),
    ("customers_won", "Customers won", "customers", "flow", "customers"),
    ("customers_lost", "Customers lost", "customers", "flow", "customers"),
    ("trust", "Mean trust of customers", "0-1", "stock", "customers"),
    ("adoption", "Share of reps with a book who have adopted the behaviour", "0-1", "stock", "change"),
    ("behaviour", "Mean share of occasions on which reps with a book show it", "0-1", "stock", "change"),
    ("behaviour_spread", "Standard deviation of that between reps", "0-1", "stock", "change"),
    ("habit_advising", "Mean strength of the advising habit", "0-1", "stock", "change"),
    ("habit_selling", "Mean strength of the selling habit", "0-1", "stock", "change"),
    ("fear", "Mean fear of failure", "0-1", "stock", "people"),
    ("attitude", "Mean attitude to selling", "0-1", "stock", "people"),
    ("self_efficacy", "Mean self-efficacy", "0-1", "stock", "people"),
    ("energy", "Mean energy; change fatigue is what is missing to 1", "0-1", "stock", "people"),
    ("recognition", "Mean recognition received", "0-1", "stock", "people"),
    ("resistance", "Mean resistance", "0-1", "stock", "people"),
    ("euphoria", "Mean euphoria after training", "0-1", "stock", "people"),
    ("skill_selling", "Mean selling skill", "0-1", "stock", "people"),
    ("skill_spread", "Standard deviation of selling skill between reps", "0-1", "stock", "people"),
    ("skill_advising", "Mean advising skill", "0-1", "stock", "people"),
    ("satisfaction", "Mean satisfaction", "0-1", "stock", "people"),
    ("intention", "Mean intention", "0-1", "stock", "change"),
    ("safety", "Mean psychological safety", "0-1", "stock", "conditions"),
    ("exchange", "Mean exchange between reps", "0-1", "stock", "conditions"),
    ("coherence", "Mean coherence of the conditions with the change", "0-1", "stock", "conditions"),
    ("change_capacity", "Capacity to learn and change", "0-1", "stock", "conditions"),
    ("pressure", "Mean pressure", "0-1", "stock", "conditions"),
    ("listening", "Mean listening of leaders as felt", "0-1", "stock", "conditions"),
    ("headcount", "People present", "people", "stock", "people"),
    ("advisors", "Reps present who have a book", "people", "stock", "people"),
    ("sellers", "Dedicated sellers present", "people", "stock", "people"),
    ("vacancies", "Open positions", "people", "stock", "people"),
    ("leavers", "People who left on their own", "people", "flow", "people"),
    ("dismissed", "People dismissed", "people", "flow", "people"),
    ("hired", "People hired", "people", "flow", "people"),
    ("attempts", "Attempts at the new behaviour", "attempts", "flow", "activity"),
    ("leads", "New opportunities with new customers", "leads", "flow", "activity"),
    ("wins", "New customers won", "deals", "flow", "activity"),
    ("deals", "Further deals with existing customers", "deals", "flow", "activity"),
    ("service", "Mean service to customers", "0-1", "stock", "customers"),
    ("strategic_contacts", "Mean network of strategic contacts", "0-1", "stock", "activity"),
)
"""Every outcome by name, in the order of tables."""

STATES = ("habit_advising", "habit_selling", "fear", "attitude", "self_efficacy", "energy", "recognition", "resistance",
          "euphoria", "skill_selling", "skill_advising", "satisfaction", "strategic_contacts")


@dataclass(frozen=True)
class Weighing:
    """Means over slots by one weight, (slots, runs); 0 where nobody counts."""

    weight: Array
    total: Array
    divisor: Array

    @classmethod
    def by(cls, weight: Array) -> Weighing:
        """Weigh by whom or what counts."""
        total = add_rows(weight)
        return cls(weight, total, np.maximum(total, 1e-12))

    def mean(self, x: Array) -> Array:
        """Weighted mean over slots, (runs,)."""
        return np.asarray(add_rows(x * self.weight) / self.divisor)

    def spread(self, x: Array) -> Array:
        """Weighted standard deviation over slots, (runs,)."""
        off = x - self.mean(x)
        return np.asarray(np.sqrt(self.mean(off * off)))


def observe_people(world: World, state: State, worked: Weighing, sells: Array) -> dict[str, Array]:
    """States of those who worked this quarter; behaviour and adoption of those with a book."""
    people = state.people
    book = Weighing.by(worked.weight * (1.0 - sells))
    shown = people.behaviour
    seen = {name: worked.mean(getattr(people, name)) for name in STATES}
    return seen | {
        "adoption": book.mean((shown >= world.scenario.goals.adoption_level).astype(world.dtype)),
        "behaviour": book.mean(shown), "behaviour_spread": book.spread(shown),
        "skill_spread": worked.spread(people.skill_selling),
        "advisors": book.total, "sellers": worked.total - book.total, "headcount": worked.total,
        "vacancies": add_rows(people.opened) - worked.total,
    }


def observe_conditions(state: State, seen: Perception, intention: Array, worked: Weighing) -> dict[str, Array]:
    """What people met this quarter, on average over those who worked."""
    met = {name: worked.mean(getattr(seen, name))
           for name in ("safety", "exchange", "coherence", "pressure", "listening")}
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


__all__ = ["OUTCOMES", "Outcome", "Weighing", "observe_business", "observe_conditions", "observe_people"]
