"""One future of one strategy, followed person by person.

The run is the run of the ensemble: the same case, the same luck, the same quarter. What everybody perceived, chose,
sold and met is read from the record of the quarter, their state at its end from the state.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.arrays import Array
from sim.engine.decide import Choice
from sim.engine.posterior import of_run
from sim.engine.quarter import Deliberation, QuarterRecord, first_day, live
from sim.engine.setup import Setup, State, make_setup
from sim.laws.attitude import blocking
from sim.laws.habit import habit_control
from sim.people.chance import Luck
from sim.scenario.schema import Scenario

STATES = ("fear", "attitude", "energy", "recognition", "resistance", "euphoria", "habit_advising", "habit_selling",
          "customers", "identity")
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
    setup: Setup
    tables: dict[str, Array]
    pulls: dict[str, Array]

    @property
    def quarters(self) -> int:
        """Horizon."""
        return self.scenario.quarters

    @property
    def slots(self) -> int:
        """Positions, those that open later included."""
        return self.setup.slots

    def __getitem__(self, name: str) -> Array:
        """The table of that name."""
        return self.tables[name]

    def contacts(self) -> npt.NDArray[np.int64]:
        """Whom each position watches: (contacts, positions)."""
        return self.setup.network.contacts[:, :, 0]


def follow(scenario: Scenario, strategy: str, seed: int, run: int) -> Future:
    """Simulate one run and record what everybody did and met."""
    single = of_run(scenario, seed, run)
    setup = make_setup(single, single.strategy(strategy), Luck.of(seed, np.asarray([run])))
    state, usual = first_day(setup)
    rows, terms = [before(setup, state, usual)], [terms_of(usual.choice, setup.shape)]
    for _ in range(single.quarters):
        lived = live(setup, state)
        rows.append(row_of(lived, setup, state))
        terms.append(terms_of(lived.choice, setup.shape))
    tables = {name: np.stack([row[name] for row in rows]) for name in rows[0]}
    return Future(single, strategy, seed, run, setup, tables,
                  {name: np.stack([found[name] for found in terms]) for name in terms[0]})


def before(setup: Setup, state: State, usual: Deliberation) -> dict[str, Array]:
    """Row of the first day: nobody has arrived, left or been reached yet."""
    nothing = np.zeros(setup.slots)
    blank = dict.fromkeys((*DOSES, "gone", "dismissed", "hired", "wins", "losses", "safety", "control"), nothing)
    return blank | kept(state) | there(usual) | {"behaviour": flat(state.people.behaviour)}


def row_of(lived: QuarterRecord, setup: Setup, state: State) -> dict[str, Array]:
    """Row of a quarter; `state` is that at its end."""
    people, sales, staffing = lived.people, lived.sales, lived.staffing
    control = habit_control(people["habit_advising"], people["habit_selling"], setup.p.habit)
    doses = {name: flat(np.broadcast_to(getattr(lived.seen.doses, name), setup.shape)) for name in DOSES}
    return kept(state) | there(lived) | doses | {
        "behaviour": flat(lived.choice.behaviour), "safety": flat(lived.seen.safety), "control": flat(control),
        "euphoria": flat(people["euphoria"]), "wins": flat(sales.wins_new), "losses": flat(sales.losses_new),
        "gone": flat(np.maximum(staffing.left, staffing.dismissed)), "dismissed": flat(staffing.dismissed),
        "hired": flat(staffing.hired)}


def there(met: Deliberation) -> dict[str, Array]:
    """Who is in which position when everybody decides."""
    people = met.people
    return {"opened": flat(people["opened"]), "worked": flat(people["present"]), "seller": flat(people["seller"]),
            "leader": flat(people["opinion_leader"])}


def terms_of(choice: Choice, shape: tuple[int, int]) -> dict[str, Array]:
    """The terms of the intention of the single run, broadcast to one value per person."""
    return {name: flat(np.broadcast_to(values, shape)) for name, values in choice.pulls.items()}


def kept(state: State) -> dict[str, Array]:
    """The states that are kept, and what attitude has to outweigh: the engine's own line to blocking."""
    people = state.people
    blocks = blocking(people.resistance, people.fear, people.identity)
    return {name: flat(getattr(people, name)) for name in STATES} | {"blocking": flat(blocks)}


def flat(table: Array) -> Array:
    """The column of the single run, as a copy."""
    return np.array(np.asarray(table)[:, 0], dtype=np.float64)
