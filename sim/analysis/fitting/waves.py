"""Fit a scenario to an organisation's own figures: two waves of simulated histories, the second near the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.analysis.compare import BadArgumentError, unknown_strategy
from sim.analysis.fitting.data import Observed
from sim.analysis.fitting.prior import Prior, prior_of
from sim.analysis.fitting.result import INTERVAL, Fit, named, unit_of
from sim.analysis.fitting.simulate import FIRST_RUN, histories, with_error
from sim.analysis.fitting.table import Box, Table, contraction
from sim.analysis.running import Progress
from sim.engine.ensemble import simulate
from sim.scenario.columns import with_values
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON

Array = npt.NDArray[np.float64]

RUNS = 30_000
"""Simulated histories: half a minute of work for a middling organisation; more of them change the intervals little."""
LEAST_RUNS = 500
MOST_RUNS = 200_000
"""Beyond this, memory: a history of 240 values takes 6 kB."""
WAVES = (1.0 / 3.0, 2.0 / 3.0)
"""Parts of the histories: the first wave covers the whole ranges, each later one what the one before has left."""
DUMMIES = 400
"""Made-up values that play no part: the most that one of them contracts is what chance alone does."""
FUTURES = 1_000
"""Futures of the fitted scenario that the observed figures are held against."""
MOST_ERROR = 1.0


@dataclass(frozen=True)
class Question:
    """What is to be fitted to what, and with which luck."""

    scenario: Scenario
    strategy: str
    observed: Observed
    prior: Prior
    seed: int
    error: float
    workers: int
    progress: Progress | None

    def wave(self, box: Box, runs: int, before: int) -> Table:
        """Simulate histories of vectors from a box; `before` says how many there were already."""
        inner = self.chance(before).random((runs, len(self.prior.inputs)))
        figures = histories(self.scenario, self.strategy, self.prior.inputs, box.place(inner), self.observed.cells,
                            seed=self.seed, first_run=FIRST_RUN + before, workers=self.workers, progress=self.progress)
        if not np.isfinite(figures).all():
            raise BadArgumentError("some simulated histories have figures without end; check what the scenario states")
        slips = int(self.chance(before, 1).integers(2**32))
        return Table.of(box, inner, self.observed.cells, with_error(figures, self.error, slips), before + runs)

    def chance(self, *stream: int) -> np.random.Generator:
        """A generator of its own for each purpose."""
        return np.random.default_rng([self.seed, *stream])

    @property
    def figures(self) -> Array:
        """The observed figures, (cells,)."""
        return np.asarray([cell.value for cell in self.observed.cells])


def fit(scenario: Scenario, observed: Observed, *, strategy: str = CARRY_ON, inputs: Sequence[str] | None = None,
        runs: int = RUNS, seed: int = 1, workers: int | None = None, error: float = 0.0,
        progress: Progress | None = None) -> Fit:
    """Learn from an organisation's own figures which values of its scenario are plausible.

    Parameters
    ----------
    scenario, strategy : the organisation, and what was in force in the observed quarters.
    observed : the figures, see `sim.analysis.fitting.data.read_quarters`.
    inputs : names of values or sections to fit; None as in `sim.analysis.fitting.prior.prior_of`.
    runs : simulated histories. seed : luck of all. workers : processes; None is one. The result does not depend on it.
    error : standard deviation of an error of measurement, as a share of each figure; 0 for exact figures.
    progress : called with the number of runs just finished.

    Raises
    ------
    BadArgumentError
        A `ValueError`, for arguments that cannot be used.
    """
    _check(scenario, observed, strategy, runs, seed, workers, error)
    asked = Question(scenario, strategy, observed, prior_of(scenario, inputs), seed, error, workers or 1, progress)
    first, last = waves(asked, runs)
    seen, idle = last.look(asked.figures, asked.chance(runs, 2).random((len(last.inner), DUMMIES)))
    found = Fit(scenario, strategy, observed, asked.prior, last.after, seed, error, seen,
                noise=0.0 if idle is None else float(contraction(idle).max()),
                ranks=last.ranks(asked.figures, seed),
                usual=(first.usual(asked.figures), last.usual(asked.figures)),
                never=_never(asked, first), predictive=pd.DataFrame())
    return replace(found, predictive=predictive_frame(found, workers or 1, progress))


def waves(asked: Question, runs: int) -> tuple[Table, Table]:
    """The first table of histories, and the last, nearest to the figures."""
    first = last = asked.wave(Box.whole(len(asked.prior.inputs)), round(WAVES[0] * runs), 0)
    for part in WAVES[1:]:
        last = asked.wave(Box.around(last.look(asked.figures)[0]), round(part * runs), last.after)
    return first, last


def runs_to_do(runs: int) -> int:
    """How many runs `fit` simulates, for a progress bar."""
    return runs + FUTURES


def predictive_frame(found: Fit, workers: int = 1, progress: Progress | None = None) -> pd.DataFrame:
    """Hold the observed figures against futures of the fitted scenario, each with new luck.

    One row per outcome and quarter of the horizon: outcome, quarter, unit, observed (NaN where none), low, median, high
    (90 % of the futures), below (share of the futures below the figure, ties by half), outside (of these 90 %).
    """
    scenario = with_values(found.fitted, {"strategies": (found.scenario.strategy(found.strategy),)})
    outcomes = simulate(scenario, found.strategy, replications=FUTURES, seed=found.seed, workers=workers,
                        first_run=FIRST_RUN + found.runs, progress=progress).outcomes
    known = {(cell.outcome, cell.quarter): cell.value for cell in found.observed.cells}
    rows = []
    for k, name in enumerate(found.observed.outcomes):
        futures = with_error(outcomes[name], found.error, found.seed + k)
        low, median, high = np.quantile(futures, (INTERVAL[0], 0.5, INTERVAL[1]), axis=1)
        for q in range(scenario.quarters):
            value = known.get((name, q + 1), float("nan"))
            below = float(((futures[q] < value) + 0.5 * (futures[q] == value)).mean()) if value == value else value
            rows.append({"outcome": name, "quarter": q + 1, "unit": unit_of(name), "observed": value, "low": low[q],
                         "median": median[q], "high": high[q], "below": below,
                         "outside": bool(value < low[q] or value > high[q])})
    return pd.DataFrame(rows)


def _never(asked: Question, first: Table) -> tuple[str, ...]:
    """Figures that lie beyond those of every simulated history."""
    beyond = (asked.figures < first.figures.min(axis=0)) | (asked.figures > first.figures.max(axis=0))
    return named([(cell.outcome, cell.quarter) for cell, out in zip(asked.observed.cells, beyond, strict=True) if out])


def _check(scenario: Scenario, observed: Observed, strategy: str, runs: int, seed: int, workers: int | None,
           error: float) -> None:
    known = [s.name for s in scenario.strategies]
    if strategy not in known:
        raise BadArgumentError(unknown_strategy(strategy, known))
    if scenario.posterior is not None:
        raise BadArgumentError("the scenario carries fitted values already; fit the scenario they were made from, with "
                               "all figures at once")
    if observed.quarters > scenario.quarters:
        raise BadArgumentError(f"figures of quarter {observed.quarters} lie beyond the horizon of {scenario.quarters}")
    if not LEAST_RUNS <= runs <= MOST_RUNS:
        raise BadArgumentError(f"runs must be from {LEAST_RUNS} to {MOST_RUNS:,}, got {runs:,}")
    if seed < 0:
        raise BadArgumentError(f"seed must not be negative, got {seed}")
    if workers is not None and workers < 1:
        raise BadArgumentError(f"workers must be at least 1, got {workers}")
    if not 0.0 <= error <= MOST_ERROR:
        raise BadArgumentError(f"error must be from 0 to {MOST_ERROR:g} (0.02 is 2 %), got {error:g}")
