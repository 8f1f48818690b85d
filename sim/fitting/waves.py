"""Fit a scenario to an organisation's own figures: two waves of simulated histories, the second near the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from sim.arrays import Array
from sim.comparison.course import BadArgumentError, unknown_strategy
from sim.comparison.running import Progress
from sim.engine.ensemble import CHUNK_CELLS, LEAST_COLUMNS, simulate
from sim.engine.parallel import in_order
from sim.fitting.data import Cell, Observed
from sim.fitting.fit import INTERVAL, Fit, named, unit_of
from sim.fitting.prior import Input, Prior, prior_of, scaled
from sim.fitting.table import Box, Table, contraction
from sim.scenario.columns import with_values
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON, seller_positions

# --- simulated histories ---------------------------------------------------------------------------------------------

FIRST_RUN = 1_000_000_000
"""Number of the first run: fitting shares no luck with the comparisons made from it later."""


def until(scenario: Scenario, strategy: str, quarters: int) -> Scenario:
    """The scenario up to some quarter, with this strategy only. What happens until then does not change."""
    return with_values(scenario, {"quarters": quarters, "strategies": (scenario.strategy(strategy),)})


def histories(scenario: Scenario, strategy: str, inputs: Sequence[Input], unit: Array, cells: Sequence[Cell], *,
              seed: int, first_run: int = FIRST_RUN, workers: int = 1, progress: Progress | None = None) -> Array:
    """Simulate one future for each vector of values, each with luck of its own, and keep the observed figures.

    Parameters
    ----------
    unit : vectors in the unit cube, (runs, inputs).
    first_run : number of the first run.
    workers : processes; the figures do not depend on it.

    Returns
    -------
    (runs, cells), in the units of the outcomes, in double precision; simulated in single precision.
    """
    short = until(scenario, strategy, max(cell.quarter for cell in cells))
    size = block_size(short, strategy)
    asked = [(cell.outcome, cell.quarter) for cell in cells]
    tasks = [(short, strategy, [one.name for one in inputs], scaled(unit[k:k + size], inputs), seed, first_run + k,
              asked) for k in range(0, len(unit), size)]
    parts = []
    for part in in_order(one_block, tasks, workers):
        parts.append(part)
        if progress is not None:
            progress(len(part))
    return np.concatenate(parts)


def block_size(scenario: Scenario, strategy: str) -> int:
    """Runs of one batch: as many as the engine takes at once."""
    slots = scenario.organisation.reps + seller_positions(scenario.strategy(strategy))
    most = CHUNK_CELLS // slots
    return most if most >= LEAST_COLUMNS else 1


def one_block(scenario: Scenario, strategy: str, names: Sequence[str], values: Array, seed: int, first_run: int,
              cells: Sequence[tuple[str, int]]) -> Array:
    """The observed figures of a batch, (runs, cells)."""
    varied = with_values(scenario, {name: values[:, k].copy() for k, name in enumerate(names)})
    outcomes = simulate(varied, strategy, replications=len(values), seed=seed, first_run=first_run,
                        precision="single").outcomes
    return np.stack([outcomes[name][quarter - 1].astype(np.float64) for name, quarter in cells], axis=1)


def with_error(figures: Array, error: float, seed: int) -> Array:
    """The figures as somebody would measure them who errs by a share of each (standard deviation)."""
    if error == 0.0:
        return figures
    slips = np.random.default_rng(seed).standard_normal(figures.shape)
    return np.asarray(figures * (1.0 + error * slips))


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
class FitTask:
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
    observed : the figures, see `sim.fitting.data.read_quarters`.
    inputs : names of values or sections to fit; None as in `sim.fitting.prior.prior_of`.
    runs : simulated histories. seed : luck of all. workers : processes; None is one. The result does not depend on it.
    error : standard deviation of an error of measurement, as a share of each figure; 0 for exact figures.
    progress : called with the number of runs just finished.

    Raises
    ------
    BadArgumentError
        A `ValueError`, for arguments that cannot be used.
    """
    _check(scenario, observed, strategy, runs, seed, workers, error)
    asked = FitTask(scenario, strategy, observed, prior_of(scenario, inputs), seed, error, workers or 1, progress)
    first, last = waves(asked, runs)
    seen, idle = last.look(asked.figures, asked.chance(runs, 2).random((len(last.inner), DUMMIES)))
    found = Fit(scenario, strategy, observed, asked.prior, last.after, seed, error, seen,
                noise=0.0 if idle is None else float(contraction(idle).max()),
                ranks=last.ranks(asked.figures, seed),
                usual=(first.usual(asked.figures), last.usual(asked.figures)),
                never=_never(asked, first), predictive=pd.DataFrame())
    return replace(found, predictive=predictive_frame(found, workers or 1, progress))


def waves(asked: FitTask, runs: int) -> tuple[Table, Table]:
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


def _never(asked: FitTask, first: Table) -> tuple[str, ...]:
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
