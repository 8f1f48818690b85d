"""The answer to a request: the futures of both strategies and of carrying on, and their measures of success.

The numbers are those of `sim.compare`, to the bit: the same functions read the same futures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sim.app.answers.request import FULL, Request
from sim.arrays import Array
from sim.comparison.compare import compare
from sim.comparison.comparison import Comparison, Difference, difference_between
from sim.comparison.course import VALUE, with_derived
from sim.comparison.measures_of_success import Success, success_of
from sim.comparison.running import Progress
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON

Futures = Mapping[str, Array]
"""Outcome -> (quarters, runs), runs from 0 on."""

SIDES = ("left", "right", "reference")
"""The places on the page: left and right strategy, carrying on."""


@dataclass(frozen=True)
class Kept:
    """Existing futures in the form that an engine returns."""

    outcomes: Futures


@dataclass(frozen=True)
class Answer:
    """A request answered from `n` futures of each strategy.

    Parameters
    ----------
    request : what was asked.
    n : futures of each strategy, runs 0 to n - 1.
    futures : strategy -> its outcomes, every one the engine observes.
    """

    request: Request
    n: int
    futures: Mapping[str, Futures] = field(repr=False)

    @property
    def full(self) -> bool:
        """Whether this is the full ensemble, not a preview of it."""
        return self.n >= FULL

    @property
    def scenario(self) -> Scenario:
        """The scenario asked about."""
        return self.request.scenario

    @cached_property
    def outcomes(self) -> Mapping[str, Futures]:
        """Strategy -> outcomes with those derived from them: discounted profit and value to date."""
        rate = self.scenario.costs.discount_rate
        return {name: with_derived(futures, rate) for name, futures in self.futures.items()}

    @cached_property
    def success(self) -> Mapping[str, Success]:
        """Strategy -> measures of success, one value per future."""
        reference, scenario = self.futures[CARRY_ON], self.scenario
        return {name: success_of(futures, reference, discount_rate=scenario.costs.discount_rate,
                                 adoption_goal=scenario.goals.adoption_share)
                for name, futures in self.futures.items()}

    def comparison(self) -> Comparison:
        """All numbers that `sim.compare` gives for the same scenario, strategies, futures and seed."""
        return compare(self.scenario, self.request.strategies, replications=self.n, seed=self.request.seed,
                       simulate=self._simulated)

    def _simulated(self, scenario: Scenario, strategy: str = CARRY_ON, *, replications: int = 0, seed: int = 1,
                   first_run: int = 0, workers: int | None = None, progress: Progress | None = None) -> Kept:
        """Hand out futures of the answer in place of simulating them."""
        return Kept({name: values[:, first_run:first_run + replications]
                     for name, values in self.futures[strategy].items()})

    def side(self, place: str) -> str:
        """Name of the strategy on the left, on the right or of the reference."""
        return dict(zip(SIDES, (*self.request.strategies, CARRY_ON), strict=True))[place]

    def title(self, place: str) -> str:
        """Readable name of the strategy at a place."""
        return self.request.title(self.side(place))

    def difference(self) -> Difference:
        """Net present value of the left strategy minus that of the right one, future by future."""
        left, right = self.request.strategies
        return difference_between(left, right, self.success[left].npv, self.success[right].npv)

    def course(self, outcome: str, place: str) -> Array:
        """Outcome of a place's strategy by quarter and future, (quarters, n)."""
        return self.outcomes[self.side(place)][outcome]

    def ahead_of_reference(self, place: str) -> Array:
        """Value to date minus that of carrying on, (quarters, n) in EUR: it pays off where this crosses zero."""
        difference: Array = self.course(VALUE, place) - self.course(VALUE, "reference")
        return difference
