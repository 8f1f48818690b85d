"""The interface that the analysis expects of an engine: simulate some runs of one strategy, nothing more."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from sim.arrays import Array

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario

Progress = Callable[[int], None]
"""Called with the number of runs just finished."""


class Runs(Protocol):
    """Runs of one strategy: outcomes by name, each of shape (quarters, runs)."""

    @property
    def outcomes(self) -> Mapping[str, Array]:
        """Name -> (quarters, runs)."""
        ...


class Simulator(Protocol):
    """Simulates runs ``first_run .. first_run + replications - 1`` of one strategy.

    Run k of a root seed has the same luck under every strategy.
    """

    def __call__(
        self,
        scenario: Scenario,
        strategy: str = ...,
        *,
        replications: int = ...,
        seed: int = ...,
        first_run: int = ...,
        workers: int | None = ...,
        progress: Progress | None = ...,
    ) -> Runs:
        """Simulate; see `sim.engine.ensemble.simulate`."""
        ...


def engine() -> Simulator:
    """Import the simulator of this package."""
    from sim.engine.ensemble import simulate

    found: Simulator = simulate
    return found


def run_each(arms: Sequence[tuple[Scenario, str]], *, simulate: Simulator | None, replications: int, seed: int,
             first_run: int, workers: int | None, progress: Progress | None) -> Iterator[Runs]:
    """Simulate (scenario, strategy) arms on the same luck, in order; side by side where workers allow it.

    `simulate` None is the engine of this package.
    """
    if simulate is None:
        from sim.engine.ensemble import simulate_each

        yield from simulate_each(arms, replications=replications, seed=seed, first_run=first_run, workers=workers,
                                 progress=progress)
        return
    for scenario, strategy in arms:
        yield simulate(scenario, strategy, replications=replications, seed=seed, first_run=first_run, workers=workers,
                       progress=progress)
