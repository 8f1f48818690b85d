"""The work of one block, done by any process: simulate, condense, and isolate failing runs."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sim.arrays import Array, Runs
from sim.comparison.measures_of_success import MEASURES, success_of
from sim.comparison.observed import condensed, may_be_missing
from sim.engine.ensemble import batches, joined, simulate_batch
from sim.scenario.columns import of_runs, with_values
from sim.scenario.overrides import Override
from sim.scenario.precision import Precision
from sim.scenario.problems import ScenarioError
from sim.scenario.reading import with_overrides
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON

LAST_LINES = 12


@dataclass(frozen=True)
class Job:
    """Some runs of one kind of world under all strategies.

    scenario : the base. fixed : structural values, the same for all. values : name -> (runs,) values that
    differ. runs : numbers of the futures, (runs,). places : positions of the runs in their block, (runs,).
    """

    scenario: Scenario
    fixed: tuple[Override, ...]
    values: dict[str, Any]
    runs: Runs
    places: Runs
    strategies: tuple[str, ...]
    outcomes: tuple[str, ...]
    seed: int
    precision: Precision

    def part(self, which: slice | Runs) -> Job:
        """The same job for some of its runs."""
        return replace(self, values={name: column[which] for name, column in self.values.items()},
                       runs=self.runs[which], places=self.places[which])


@dataclass(frozen=True)
class Failure:
    """A run that failed: its place in the block, under which strategy (empty: before any), and the error."""

    place: int
    strategy: str
    kind: str
    message: str
    trace: str


@dataclass
class JobResult:
    """Result of a job: for each strategy and outcome (runs,) values in the order of the job, and the failures.

    Values of failed runs are NaN.
    """

    values: dict[str, dict[str, Array]]
    failures: list[Failure]


def do(job: Job) -> JobResult:
    """Do a job; a failing run is isolated by halving, and the others continue."""
    try:
        scenario = world_of(job)
    except (ScenarioError, LookupError, ValueError) as error:
        return failed(job, error)
    return attempted(job, scenario)


def world_of(job: Job) -> Scenario:
    """The scenario with the values of the job, checked as a file would be; a value may be a (runs,) array."""
    scenario = with_overrides(job.scenario, job.fixed) if job.fixed else job.scenario
    return with_values(scenario, job.values) if job.values else scenario


def attempted(job: Job, scenario: Scenario) -> JobResult:
    """Simulate all runs together; if that fails, each half separately."""
    try:
        with np.errstate(all="ignore"):
            found = simulated(scenario, job)
    except Exception as error:
        if job.runs.size == 1:
            return failed(job, error)
        middle = job.runs.size // 2
        return merged(job, [attempted(job.part(half), of_runs(scenario, half))
                            for half in (slice(0, middle), slice(middle, None))])
    return JobResult(found, not_finite(found, job))


def merged(job: Job, parts: Sequence[JobResult]) -> JobResult:
    """Join the results of consecutive parts of a job."""
    values = {strategy: {name: np.concatenate([part.values[strategy][name] for part in parts])
                         for name in job.outcomes} for strategy in job.strategies}
    return JobResult(values, [failure for part in parts for failure in part.failures])


def simulated(scenario: Scenario, job: Job) -> dict[str, dict[str, Array]]:
    """Outcomes that were asked for, strategy by strategy: name -> (runs,)."""
    found: dict[str, dict[str, Array]] = {}
    for name, outcomes in courses(scenario, job).items():
        if name == CARRY_ON:
            reference = outcomes
        found[name] = observed(scenario, outcomes, reference, job.outcomes)
    return found


def courses(scenario: Scenario, job: Job) -> dict[str, dict[str, Array]]:
    """All outcomes of all strategies: strategy -> name -> (quarters, runs), carrying on first."""
    found: dict[str, dict[str, Array]] = {}
    for batch in batches([(scenario, name) for name in job.strategies], job.runs.size, None):
        parts = [simulate_batch(part, batch.strategies, job.seed, runs, None, job.precision)
                 for part, runs in batch.chunks(job.runs, 1)]
        for k, name in enumerate(batch.strategies):
            found[name] = joined([part[k] for part in parts])
    return {name: found[name] for name in job.strategies}


def observed(scenario: Scenario, outcomes: dict[str, Array], reference: dict[str, Array], asked: Sequence[str]
             ) -> dict[str, Array]:
    """The outcomes that were asked for, one number for each run, in double precision."""
    success: Any = None
    if any(name in MEASURES for name in asked):
        success = success_of(outcomes, reference, discount_rate=scenario.costs.discount_rate,
                             adoption_goal=scenario.goals.adoption_share)
    return {name: np.asarray(getattr(success, name) if name in MEASURES else condensed(outcomes, name),
                             dtype=np.float64) for name in asked}


def not_finite(found: dict[str, dict[str, Array]], job: Job) -> list[Failure]:
    """Treat a run with a non-finite outcome as failed, even if no error was raised."""
    wrong = []
    for strategy, outcomes in found.items():
        for name, values in outcomes.items():
            bad = ~np.isfinite(values)
            if may_be_missing(name):
                bad &= ~np.isnan(values)
            wrong += [Failure(int(job.places[k]), strategy, "NotFinite", f"{name} is {values[k]}", "")
                      for k in np.flatnonzero(bad)]
    first: dict[tuple[int, str], Failure] = {}
    for failure in wrong:
        first.setdefault((failure.place, failure.strategy), failure)
    return list(first.values())


def failed(job: Job, error: BaseException) -> JobResult:
    """Return the result in which all runs of the job failed with the same error."""
    message = "; ".join(str(p) for p in error.problems) if isinstance(error, ScenarioError) else str(error)
    trace = "".join(traceback.format_exception(error)[-LAST_LINES:])
    empty = {s: {name: np.full(job.runs.size, np.nan) for name in job.outcomes} for s in job.strategies}
    return JobResult(empty, [Failure(int(place), strategy, type(error).__name__, message, trace)
                          for strategy in job.strategies for place in job.places])
