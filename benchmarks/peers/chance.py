"""Where uniforms come from: the luck of one of our runs, or the generator that the framework offers."""

from __future__ import annotations

import random
from typing import Protocol

import numpy as np

from sim.people.chance import Decision, Luck
from sim.scenario.schema import Scenario
from sim.scenario.strategy import Strategy, seller_positions

KIND = Decision.KIND.value
VACANT = Decision.VACANT.value
PROMINENCE = Decision.PROMINENCE.value
REWIRE = Decision.REWIRE.value
CONTACT = Decision.CONTACT.value
TRAIT = Decision.TRAIT.value
LEADER = Decision.LEADER.value
DEMAND = Decision.DEMAND.value
MOOD = Decision.MOOD.value
LEADS = Decision.LEADS.value
WIN_NEW = Decision.WIN_NEW.value
CROSS_LEADS = Decision.CROSS_LEADS.value
WIN_CROSS = Decision.WIN_CROSS.value
CHURN = Decision.CHURN.value
HAND = Decision.HAND.value
HAND_LOSS = Decision.HAND_LOSS.value
LEAVE = Decision.LEAVE.value
DISMISS = Decision.DISMISS.value
BREAK = Decision.BREAK.value
UPROOT = Decision.UPROOT.value
FILL = Decision.FILL.value
HIRE_KIND = Decision.HIRE_KIND.value
MIS_HIRE = Decision.MIS_HIRE.value
PROMOTE = Decision.PROMOTE.value


class Chance(Protocol):
    """Uniform numbers strictly between 0 and 1, by the name of the decision, the quarter and the position."""

    def uniform(self, decision: str, quarter: int, slot: int) -> float:
        """One number."""


class KeyedChance:
    """The luck of run `run` of a root seed: the numbers that the engine draws for the same run."""

    def __init__(self, seed: int, run: int, slots: int) -> None:
        """Prepare for a table of so many positions."""
        self.luck, self.slots = Luck.of(seed, np.asarray([run])), slots
        self.drawn: dict[tuple[str, int], list[float]] = {}

    @classmethod
    def of(cls, scenario: Scenario, strategy: Strategy, seed: int, run: int) -> KeyedChance:
        """The luck for all positions that the strategy may open."""
        return cls(seed, run, scenario.organisation.reps + seller_positions(strategy))

    def uniform(self, decision: str, quarter: int, slot: int) -> float:
        """The number of the event; those of all positions are drawn together when the first is asked for."""
        numbers = self.drawn.get((decision, quarter))
        if numbers is None:
            numbers = self.luck.uniform(decision, quarter, self.slots)[:, 0].tolist()
            self.drawn[decision, quarter] = numbers
        return numbers[slot]


class ModelChance:
    """The next number of a model's own generator, whatever it is for."""

    def __init__(self, generator: random.Random) -> None:
        """Draw from the generator of the model."""
        self.random = generator.random

    def uniform(self, decision: str, quarter: int, slot: int) -> float:
        """The next number; a 0, which has no logarithm, becomes the smallest there is."""
        return self.random() or 2.0**-54


def seed_of_run(seed: int, run: int) -> int:
    """A seed for one run, so that runs of one root seed are independent."""
    return int(np.random.SeedSequence([seed, run]).generate_state(1)[0])
