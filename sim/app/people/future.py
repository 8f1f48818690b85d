"""One future of one strategy, followed person by person.

The run is the run of the ensemble: the same world, the same luck, the same quarter. What the end of a quarter
overwrites (who leaves takes the behaviour along, who arrives takes the position) is read at the moment at which the
engine observes its outcomes. What a quarter passes from hand to hand and does not keep - the terms of the intention,
the deals of each one - is read by living the first half of the quarter once more, on a copy of the state.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.engine import staff
from sim.engine.books import has_book
from sim.engine.decide import Choice, decide, pulls
from sim.engine.framework import framework_now
from sim.engine.perceive import Perception, perceive, seen_among_contacts
from sim.engine.posterior import of_run
from sim.engine.quarter import begin, step
from sim.engine.sell import Sales, sell
from sim.engine.world import State, World, make_world
from sim.laws.attitude import blocking
from sim.laws.habit import habit_control
from sim.laws.learning import euphoria_of_training
from sim.people.chance import Luck
from sim.scenario.schema import Scenario

Array = npt.NDArray[np.float64]
STATES = ("fear", "attitude", "energy", "recognition", "resistance", "euphoria", "habit_advising", "habit_selling",
          "customers", "identity", "need_for_recognition", "threshold", "tenure")
"""What is kept of every person and quarter, by its name in the population."""
DOSES = ("training", "coaching", "push", "involvement")
"""Measures on people, by their names among the engine's doses."""


@dataclass(frozen=True)
class Future:
    """One run under one strategy: tables of shape (quarters + 1, positions); row 0 is the first day.

    `opened` and `worked` say whether the position exists and whether somebody worked in it; `gone` and `dismissed`
    whether that person's time ended with the quarter; `hired` whether somebody was found who begins in the next one.
    `control` is the share of occasions that habit decides; euphoria is the one with which the quarter was decided.
    """

    scenario: Scenario
    strategy: str
    seed: int
    run: int
    world: World
    tables: dict[str, Array]
    pulls: dict[str, Array]

    @property
    def quarters(self) -> int:
        """Horizon."""
        return self.scenario.quarters

    @property
    def slots(self) -> int:
        """Positions, those that open later included."""
        return self.world.slots

    def __getitem__(self, name: str) -> Array:
        """The table of that name."""
        return self.tables[name]

    def contacts(self) -> npt.NDArray[np.int64]:
        """Whom each position watches: (contacts, positions)."""
        return self.world.network.contacts[:, :, 0]


def follow(scenario: Scenario, strategy: str, seed: int, run: int) -> Future:
    """Live through one run and keep what everybody did and met."""
    single = of_run(scenario, seed, run)
    world = make_world(single, single.strategy(strategy), Luck.of(seed, np.asarray([run])))
    state = begin(world)
    rows, terms = [first_day(world, state)], [terms_of(world, state)]
    for _ in range(single.quarters):
        row, found = lived(world, state)
        rows.append(row)
        terms.append(found)
    tables = {name: np.stack([row[name] for row in rows]) for name in rows[0]}
    return Future(single, strategy, seed, run, world, tables,
                  {name: np.stack([found[name] for found in terms]) for name in terms[0]})


def first_day(world: World, state: State) -> dict[str, Array]:
    """What is to be seen before the first quarter: nobody has come, gone or been reached yet."""
    people, nothing = state.people, np.zeros(world.slots)
    blank = dict.fromkeys((*DOSES, "gone", "dismissed", "hired", "wins", "losses", "rejected", "safety", "control"),
                          nothing)
    return blank | kept(world, state) | {
        "opened": flat(people.opened), "worked": flat(people.present), "seller": flat(people.seller),
        "leader": flat(people.opinion_leader), "behaviour": flat(people.behaviour),
        "norm": flat(seen_among_contacts(world, people)["norm"])}


def lived(world: World, state: State) -> tuple[dict[str, Array], dict[str, Array]]:
    """One quarter: lives through it, and returns what it was for everybody, and the terms of the intention."""
    before, quarter = deepcopy(state), state.quarter + 1
    leader = flat(state.people.opinion_leader)
    terms, seen, choice, sales = first_half(world, before, quarter)
    worked, seller = flat(before.people.present), flat(before.people.seller)
    step(world, state)
    hired = flat(state.people.present) * (1.0 - worked)
    row = kept(world, state) | {
        "opened": flat(before.people.opened), "worked": worked, "seller": seller, "leader": leader,
        "behaviour": flat(choice.behaviour), "gone": worked * (1.0 - flat(state.people.present)), "hired": hired,
        "wins": flat(sales.wins_new), "losses": flat(sales.losses_new), "rejected": flat(sales.rejected),
        "norm": flat(seen.norm), "safety": flat(seen.safety), "euphoria": flat(before.people.euphoria),
        "control": flat(habit_control(before.people.habit_advising, before.people.habit_selling, world.p.habit)),
        **{name: flat(np.broadcast_to(getattr(seen.doses, name), world.shape)) for name in DOSES}}
    row["dismissed"] = dismissed(world, state, before, choice, seen) if row["gone"].any() else np.zeros(world.slots)
    return row, terms


def first_half(world: World, state: State, quarter: int) -> tuple[dict[str, Array], Perception, Choice, Sales]:
    """The quarter up to the sales, on a copy of the state: reorganise, framework, perceive, decide, sell."""
    staff.reorganise(world, state, quarter)
    now = framework_now(world, state, quarter)
    seen = perceive(world, state, now, quarter)
    state.people.euphoria = euphoria_of_training(state.people.euphoria, seen.doses.training, world.p.learning)
    terms = named_terms(pulls(world, state, now, seen, quarter), world.shape)
    choice = decide(world, state, now, seen, quarter)
    return terms, seen, choice, sell(world, deepcopy(state), now, seen, choice, quarter)


def terms_of(world: World, state: State) -> dict[str, Array]:
    """The terms of the intention on the first day."""
    now = framework_now(world, deepcopy(state), 0)
    return named_terms(pulls(world, state, now, perceive(world, state, now, 0), 0), world.shape)


def named_terms(terms: dict[str, Array], shape: tuple[int, int]) -> dict[str, Array]:
    """The terms of the only run; what is the same for all, for each."""
    return {name: flat(np.broadcast_to(values, shape)) for name, values in terms.items()}


def dismissed(world: World, after: State, before: State, choice: Choice, seen: Perception) -> Array:
    """Who of those gone was dismissed: the engine's own decision, asked once more in the state it was taken in."""
    there = deepcopy(after)
    there.people.present, there.people.behaviour = before.people.present, choice.behaviour
    there.people.tenure = before.people.tenure
    return flat(staff.leaving(world, there, seen, after.quarter)[1])


def kept(world: World, state: State) -> dict[str, Array]:
    """The states that are kept, and whether attitude outweighs blocking: the engine's own line between the two."""
    people = state.people
    blocks = blocking(people.resistance, people.fear, people.identity)
    return {name: flat(getattr(people, name)) for name in STATES} | {
        "blocking": flat(blocks), "book": flat(has_book(state))}


def flat(table: Array) -> Array:
    """The column of the only run, as a copy of its own."""
    return np.array(np.asarray(table)[:, 0], dtype=np.float64)
