"""Whom the measures in force reach, and how strongly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.engine.setup import Number, Setup, State
from sim.laws import attitude, learning
from sim.people.population import Population
from sim.programme.plan import Reach, in_force
from sim.scenario.columns import of_runs
from sim.scenario.measures import Target


@dataclass(frozen=True)
class Doses:
    """Measures on people in this quarter, as they reach each rep: (slots, runs), or 0 where none is in force."""

    training: Number
    coaching_help: Number  # dose times effect, helpful part
    coaching_harm: Number
    coaching: Number  # dose
    push: Number
    pressed: Number  # extra pressure that comes with targets
    involvement: Number


def whom(setup: Setup, state: State, target: Target, columns: slice = slice(None)) -> Array:
    """1 for the reps present that a measure with this target reaches, else 0, in the given runs."""
    people = state.people
    present = people.present[:, columns]
    if target == "all":
        return present
    chosen: dict[Target, Callable[[], Array]] = {
        "advisors": lambda: 1.0 - people.seller[:, columns],
        "sellers": lambda: people.seller[:, columns],
        "opinion_leaders": lambda: people.opinion_leader[:, columns],
        "newcomers": lambda: newcomers(setup, people)[:, columns],
        "willing": lambda: willing(people)[:, columns],
        "blocked": lambda: 1.0 - willing(people)[:, columns]}
    return np.asarray(present * chosen[target]())


def newcomers(setup: Setup, people: Population) -> Array:
    """1 for newcomers, who have been with the firm for less than `newcomer_quarters`, else 0."""
    return np.asarray((people.tenure < setup.p.attitude.newcomer_quarters).astype(setup.dtype))


def willing(people: Population) -> Array:
    """1 for the reps whose attitude to selling outweighs their resistance, else 0."""
    blocks = attitude.blocking(people.resistance, people.fear, people.identity)
    return np.asarray((people.attitude >= blocks).astype(people.attitude.dtype))


def doses_now(setup: Setup, state: State, safety: Array, coaching_skill: Array, quarter: int) -> Doses:
    """Sum the measures that reach each rep, and how much coaching helps or harms."""
    levels, present = setup.plan.levels, state.people.present
    nothing = setup.dtype(0.0)
    total = {name: Total(setup.shape, nothing) for name in ("training", "coaching", "help", "harm")}
    push, pressed = Total(setup.shape, only_if(levels.tool[quarter], present)), Total(setup.shape, nothing)
    for reach in setup.plan.reaches:
        dose, here = reach.dose[quarter], reach.columns
        if not in_force(dose):
            continue
        given = dose * whom(setup, state, reach.target, here)
        if reach.kind == "targets":
            given = given * (1.0 - of_columns(levels.grace[quarter], here))
            push.add(given, here)
        else:
            total["training" if reach.kind == "training" else "coaching"].add(given, here)
        if in_force(reach.pressure):
            pressed.join(given * reach.pressure, here)
        if reach.kind in ("coaching", "manager_coaching"):
            helps, harms = help_of_coaching(setup, reach, given, safety[:, here], coaching_skill[:, here])
            total["help"].add(helps, here)
            total["harm"].add(harms, here)
    involved = only_if(levels.win_opinion_leaders[quarter], state.people.opinion_leader * present)
    return Doses(total["training"].value, total["help"].value, total["harm"].value, total["coaching"].value,
                 np.minimum(push.value, 1.0), pressed.value, involved)


def help_of_coaching(setup: Setup, reach: Reach, dose: Array, safety: Array, skill: Array) -> tuple[Array, Array]:
    """How much coaching helps and harms; a rep's own boss has a different skill and hears less (D4)."""
    p = of_runs(setup.p.coaching, reach.columns)
    if reach.kind == "coaching":
        return learning.help_and_harm(dose, learning.coaching_effect(reach.skill, 1.0, p))
    candour = learning.candour_with_own_boss(safety, p)
    return learning.help_and_harm(dose, learning.coaching_effect(skill, candour, p))


class Total:
    """A running sum over measures, some of which are in force in some runs only; 0 while there is none."""

    def __init__(self, shape: tuple[int, int], value: Number) -> None:
        """Start from one value for all runs."""
        self.shape, self.value = shape, value

    def _table(self) -> Array:
        if not isinstance(self.value, np.ndarray):
            self.value = np.full(self.shape, self.value)
        return self.value

    def add(self, amount: Array, columns: slice) -> None:
        """Add an amount in the given columns."""
        self._table()[:, columns] += amount

    def join(self, share: Array, columns: slice) -> None:
        """Combine with a share in the given columns: 1 - (1 - a)(1 - b); a share of 0 changes no bit, see `Plan`."""
        part = self._table()[:, columns]
        part[:] = 1.0 - (1.0 - part) * (1.0 - share)


def of_columns(value: Number, columns: slice) -> Number:
    """The value in the given columns, if it differs between them."""
    return value[..., columns] if isinstance(value, np.ndarray) and value.ndim else value


def only_if(level: Number, reached: Array) -> Number:
    """The level for the reps it reaches; the scalar 0 if nothing is in force."""
    return level * reached if in_force(level) else reached.dtype.type(0.0)
