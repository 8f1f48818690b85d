"""The books of customers: who is lost, who is won, who is handed to whom. Whole customers only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.engine.counts import binomial_count
from sim.engine.framework import FrameworkNow
from sim.engine.perceive import Perception
from sim.engine.sell import Sales
from sim.engine.setup import Number, Setup, State
from sim.laws import customers as law
from sim.people.chance import Decision, places
from sim.people.teams import add_rows
from sim.scenario.columns import of_runs


@dataclass(frozen=True)
class Movement:
    """Customers of the quarter: arrays of shape (slots, runs), whole numbers."""

    won: Array  # new customers who arrived in some book
    lost: Array  # customers who left
    lost_in_handover: Array  # new customers lost before they arrived


def share_out(total: Array, eligible: Array, quarter: int) -> Array:
    """Distribute whole customers over the eligible slots as evenly as whole numbers allow.

    total (runs,), eligible (slots, runs) of 0 and 1 -> (slots, runs) with the same total wherever
    anybody is eligible. The slots that get one extra change from quarter to quarter.
    """
    if not np.any(total):
        return np.zeros_like(eligible)
    hands = add_rows(eligible)
    some = np.maximum(hands, 1.0)
    each = np.floor(total / some)
    rest = total - each * some
    place = np.mod(np.cumsum(eligible, axis=0) - 1.0 + quarter, some)
    return np.asarray(eligible * (each + (place < rest)))


BOOK_MEANS = ("maturity", "fresh", "trust", "potential")
"""Attributes of a book besides the number of customers: means over its customers."""


def take_in(state: State, arriving: Array, means: dict[str, Number]) -> None:
    """Add customers to books; the means of `BOOK_MEANS` are weighted by head count."""
    people = state.people
    part = law.part_of_new(people.customers, arriving)
    for name in BOOK_MEANS:
        setattr(people, name, law.mixed_into(getattr(people, name), means[name], part))
    people.customers = people.customers + arriving


def has_book(state: State) -> Array:
    """1 for the reps present who care for customers: everybody but dedicated sellers."""
    return state.people.present * (1.0 - state.people.seller)


def drawn_where_open(setup: Setup, decision: Decision, quarter: int, trials: Array, chance: Array) -> Array:
    """Binomial counts that are 0 nearly everywhere: drawn only where something can happen; (slots, runs)."""
    count = setup.zeros()
    slot, run = places((trials > 0.0) & (chance > 0.0))
    if slot.size:
        u = setup.luck.at(decision, quarter, slot, run)
        count[slot, run] = binomial_count(u, trials[slot, run], np.broadcast_to(chance, setup.shape)[slot, run])
    return count


def churn(setup: Setup, state: State, now: FrameworkNow, quarter: int) -> Array:
    """Draw the customers who leave for lack of trust and remove them from the books; returns their number."""
    people, book = state.people, setup.scenario.book
    per_year = book.churn_per_year if state.rest is None else state.rest.churn
    chance = law.churn_probability(per_year, people.trust, book.trust, now.churn_shock, setup.p.customers)
    lost = binomial_count(setup.luck.uniform(Decision.CHURN, quarter, setup.slots), people.customers, chance)
    people.customers = people.customers - lost
    return lost


def welcome(setup: Setup, state: State, seen: Perception, sales: Sales, quarter: int) -> Movement:
    """New customers: kept by the rep who won them, or handed over from a seller to an advisor's book."""
    people, book = state.people, setup.scenario.book
    share = setup.scenario.organisation.handover_share * people.seller * (add_rows(has_book(state)) > 0.0)
    handed = drawn_where_open(setup, Decision.HAND, quarter, sales.wins_new, share)
    failed = drawn_where_open(setup, Decision.HAND_LOSS, quarter, handed,
                              law.loss_in_handover(seen.exchange, setup.p.customers))
    dealt = share_out(add_rows(handed - failed), has_book(state), quarter)
    arriving = sales.wins_new - handed + dealt
    take_in(state, arriving, {"maturity": book.new_customer_value, "fresh": 1.0, "trust": book.trust, "potential": 1.0})
    return Movement(arriving, setup.zeros(), failed)


def develop(setup: Setup, state: State, now: FrameworkNow, sales: Sales) -> None:
    """Trust, potential and value of the customers who stay."""
    people, p = state.people, setup.p.customers
    people.trust = law.trust_after_quarter(people.trust, sales.service, sales.pushy, now.advice, p)
    people.potential = law.potential_after_quarter(people.potential, sales.wins_existing, people.customers, p)
    people.maturity = law.developed(people.maturity, 1.0 if state.rest is None else state.rest.developed, p)


def lose_with_person(setup: Setup, state: State, leaving: Array, exchange: Array, quarter: int,
                     decision: Decision = Decision.BREAK) -> Array:
    """Remove the customers who leave when their advisor leaves or moves; the trust of the others suffers.

    `leaving` is the part of each book that changes hands, 1 for all of it.
    """
    people, (slot, run) = state.people, places(leaving)
    lost = setup.zeros()
    if not slot.size:
        return lost
    p, part, held = of_runs(setup.p.customers, run), leaving[slot, run], people.customers[slot, run]
    chance = law.loss_when_person_changes(exchange[slot, run], p) * part
    lost[slot, run] = binomial_count(setup.luck.at(decision, quarter, slot, run), held, chance)
    people.customers, people.trust = people.customers - lost, people.trust.copy()
    people.trust[slot, run] = law.trust_after_break(people.trust[slot, run], part, p)
    return lost


def pass_on_books(state: State, leaving_role: Array, quarter: int) -> None:
    """Distribute the books of reps who change role among the reps who keep theirs."""
    people = state.people
    keeping = has_book(state) * (1.0 - leaving_role)
    leaving_role = leaving_role * (add_rows(keeping) > 0.0)
    moving = people.customers * leaving_role
    count = np.maximum(add_rows(moving), 1.0)
    means: dict[str, Number] = {name: add_rows(moving * getattr(people, name)) / count for name in BOOK_MEANS}
    people.customers = people.customers - moving
    take_in(state, share_out(add_rows(moving), keeping, quarter), means)
