"""What the page asks of the engine: two strategies of a scenario and a seed, always with carrying on beside them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sim.comparison.compare import chosen
from sim.comparison.course import BadArgumentError
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON

PREVIEW = 20
"""Futures of the first picture: as many as can be drawn as single lines."""
SOON = 100
"""Futures of the first refinement."""
FULL = 500
"""Futures of the full answer: the default of the command line."""
STAGES = (PREVIEW, SOON, FULL)
"""Numbers of futures with which an answer is shown; each holds the futures of those before it."""

UNSEEN: dict[str, Any] = {
    "title": True, "description": True, "goals": {"adoption_share"}, "costs": {"discount_rate"}, "strategies": True}
"""What no future depends on: names, and the criteria by which futures are judged afterwards."""


@dataclass(frozen=True, eq=False)
class Request:
    """Two strategies of a scenario and a seed; requests with the same identity are equal.

    Parameters
    ----------
    scenario : with every change already made.
    strategies : names of the left and the right strategy; they may be the same, and either may be carrying on.
    seed : root seed; run k of it has the same luck under every strategy.

    Raises
    ------
    BadArgumentError
        A `ValueError`, for an unknown strategy (with the nearest name) or a negative seed.
    """

    scenario: Scenario
    strategies: tuple[str, str]
    seed: int = 1

    def __post_init__(self) -> None:
        chosen(self.scenario, self.strategies)
        if self.seed < 0:
            raise BadArgumentError(f"seed must not be negative, got {self.seed}")

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every strategy to simulate, each once: carrying on first, then left and right."""
        return chosen(self.scenario, self.strategies)

    @cached_property
    def identity(self) -> str:
        """The content as a hash."""
        return hashlib.sha256(f"{self.scenario.model_dump_json()}\n{self.strategies}\n{self.seed}".encode()).hexdigest()

    @cached_property
    def futures(self) -> dict[str, str]:
        """Strategy -> hash of what its futures depend on: equal if a change cannot have affected them."""
        case = self.scenario.model_dump_json(exclude=UNSEEN)
        return {name: self._futures_of(case, name) for name in self.names}

    def _futures_of(self, case: str, name: str) -> str:
        measures = self.scenario.strategy(name).model_dump_json(include={"measures"})
        return hashlib.sha256(f"{self.seed}\n{case}\n{measures}".encode()).hexdigest()

    def title(self, name: str) -> str:
        """Readable name of a strategy."""
        return self.scenario.strategy(name).title

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Request) and self.identity == other.identity

    def __hash__(self) -> int:
        return hash(self.identity)


def only(scenario: Scenario, names: tuple[str, ...]) -> Scenario:
    """Return the scenario with these strategies only: less to send to a helper, with the same futures."""
    kept = tuple(strategy for strategy in scenario.strategies if strategy.name in (CARRY_ON, *names))
    return scenario.model_copy(update={"strategies": kept})
