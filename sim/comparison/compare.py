"""Compare strategies on the same luck, with as many replications as the precision asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from sim.arrays import Array
from sim.comparison.comparison import Comparison
from sim.comparison.course import BadArgumentError, Course, unknown_strategy, with_derived
from sim.comparison.measures_of_success import Success, join, success_of
from sim.comparison.running import Progress, Simulator, run_each
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON

__all__ = ["Comparison", "compare"]
MAX_REPLICATIONS = 20_000
MOST_REPLICATIONS = 1_000_000
"""Beyond this a sweep is the better tool, and memory would not hold the runs."""
BLOCK_RUNS = 1_000
"""Runs per strategy whose courses are held at once: bounds memory, whatever the number of replications."""
LEAST_REPLICATIONS = 2
"""With fewer than two runs there is no interval."""


def compare(
    scenario: Scenario,
    strategies: Sequence[str] | None = None,
    *,
    replications: int = 500,
    seed: int = 1,
    workers: int | None = None,
    precision: float | None = None,
    max_replications: int = MAX_REPLICATIONS,
    progress: Progress | None = None,
    simulate: Simulator | None = None,
) -> Comparison:
    """Simulate the strategies on the same luck and compare them run by run.

    Carrying on is always simulated: it is what every gain, break-even and dip refers to.

    Parameters
    ----------
    scenario : the organisation, its market and its strategies.
    strategies : names to compare; None compares all strategies of the scenario.
    replications : runs of each strategy; with ``precision`` the size of the first batch.
    seed : root seed. Run k has the same luck under every strategy and in every batch.
    workers : processes; None is one. The numbers do not depend on it.
    precision : half width in EUR that the 95 % intervals of the deciding differences
        (each strategy against carrying on, and the best two) must not exceed. The number of
        runs is doubled until it is reached; run k keeps its luck.
    max_replications : upper limit of that doubling; see `Comparison.precision_reached`.
    progress : called with the number of runs just finished.
    simulate : the engine; None is that of this package.

    Raises
    ------
    BadArgumentError
        A `ValueError`, for an unknown strategy (with the nearest name), or a number out of range.
    """
    names = chosen(scenario, strategies)
    _check(replications, precision, max_replications, workers, seed)
    study = _Study(scenario, names, seed, workers, progress, simulate)
    study.extend(replications)
    while precision is not None:
        found = study.comparison(precision)
        if found.precision_reached or found.replications >= max_replications:
            return found
        study.extend(min(found.replications, max_replications - found.replications))
    return study.comparison(None)


def chosen(scenario: Scenario, strategies: Sequence[str] | None) -> tuple[str, ...]:
    """List the names to simulate, carrying on first and each once.

    Raises `BadArgumentError`, with the nearest name, for an unknown strategy.
    """
    known = [s.name for s in scenario.strategies]
    asked = known if strategies is None else list(strategies)
    for name in asked:
        if name not in known:
            raise BadArgumentError(unknown_strategy(name, known))
    return tuple(dict.fromkeys([CARRY_ON, *asked]))


def _check(replications: int, precision: float | None, most: int, workers: int | None, seed: int) -> None:
    if replications < LEAST_REPLICATIONS:
        raise BadArgumentError(f"replications must be at least {LEAST_REPLICATIONS}, got {replications}")
    if replications > MOST_REPLICATIONS:
        raise BadArgumentError(f"replications must be at most {MOST_REPLICATIONS:,}, got {replications:,}")
    if precision is not None and not precision > 0.0:
        raise BadArgumentError(f"precision must be above 0 EUR, got {precision:g}")
    if precision is not None and most < replications:
        raise BadArgumentError(f"max_replications ({most}) must not be below replications ({replications})")
    if workers is not None and workers < 1:
        raise BadArgumentError(f"workers must be at least 1, got {workers}")
    if seed < 0:
        raise BadArgumentError(f"seed must not be negative, got {seed}")


@dataclass
class _Study:
    """Batches of runs of every strategy, gathered into measures of success and courses."""

    scenario: Scenario
    names: tuple[str, ...]
    seed: int
    workers: int | None
    progress: Progress | None
    simulate: Simulator | None
    runs: int = 0
    parts: dict[str, list[Success]] = field(default_factory=dict)
    courses: dict[str, Course] = field(default_factory=dict)

    def extend(self, replications: int) -> None:
        """Add runs ``runs .. runs + replications - 1`` of every strategy, block by block."""
        last = self.runs + replications
        while self.runs < last:
            self._add(min(BLOCK_RUNS, last - self.runs))

    def _add(self, replications: int) -> None:
        """Add one block of runs of every strategy; carrying on comes first."""
        found = run_each([(self.scenario, name) for name in self.names], simulate=self.simulate,
                         replications=replications, seed=self.seed, first_run=self.runs, workers=self.workers,
                         progress=self.progress)
        reference: dict[str, Array] = {}
        for name, ensemble in zip(self.names, found, strict=True):
            outcomes = with_derived(ensemble.outcomes, self.scenario.costs.discount_rate)
            reference = reference or outcomes
            self.courses.setdefault(name, Course(name)).add(outcomes, reference)
            self.parts.setdefault(name, []).append(success_of(
                outcomes, reference, discount_rate=self.scenario.costs.discount_rate,
                adoption_goal=self.scenario.goals.adoption_share))
        self.runs += replications

    def comparison(self, precision: float | None) -> Comparison:
        """Build the comparison from the runs so far."""
        success = {name: join(parts) for name, parts in self.parts.items()}
        quarters = pd.concat([course.frame() for course in self.courses.values()], ignore_index=True)
        bare = Comparison(self.scenario, self.seed, success, quarters)
        if precision is None:
            return bare
        return replace(bare, precision=precision, precision_reached=bare.half_width() <= precision)
