"""One outcome of a sweep, under every strategy in every future of every world: what discovery and robustness ask."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.analysis.compare import BadArgumentError
from sim.analysis.design.observed import declared, may_be_missing
from sim.scenario.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sim.analysis.design.schema import Sampler
    from sim.analysis.discovery.sample import Sample
    from sim.analysis.sweep.folder import Sweep

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

FEWEST_WORLDS = 2
"""Worlds below which nothing can be said about worlds."""


@dataclass(frozen=True)
class Futures:
    """An outcome in all futures.

    table : rows (world, run), one column per strategy, in the outcome's unit. points : one row per world, one column
    per factor. titles : names of the strategies for people. dependent : whether worlds share values with others by
    design, so that they are no independent sample. left_out : futures that failed under some strategy.
    """

    outcome: str
    table: pd.DataFrame
    points: pd.DataFrame
    titles: Mapping[str, str]
    ranges: Mapping[str, tuple[float, float]]
    whole: Collection[str] = ()
    units: Mapping[str, str] | None = None
    dependent: bool = False
    left_out: int = 0

    @property
    def strategies(self) -> tuple[str, ...]:
        """Names of the strategies, carrying on first."""
        return tuple(str(name) for name in self.table.columns)

    @property
    def sign(self) -> float:
        """1 where more is better, -1 where less is."""
        found = declared(self.outcome)
        return -1.0 if found is not None and found.better == "lower" else 1.0

    @cached_property
    def worlds(self) -> Indices:
        """Place of the world of each future in `points`, (futures,)."""
        return np.asarray(self.points.index.get_indexer(self.table.index.get_level_values(0)), dtype=np.int64)

    @cached_property
    def means(self) -> pd.DataFrame:
        """Mean over the futures of each world; rows as in `points`, one column per strategy."""
        return self.table.groupby(level=0).mean().reindex(self.points.index)

    def difference(self, a: str, b: str) -> pd.Series:
        """`a` minus `b` in every future, in the outcome's unit."""
        return self.table[a] - self.table[b]

    def by_world(self, values: npt.ArrayLike) -> Array:
        """Mean over the futures of each world: (futures,) -> (worlds,)."""
        column = np.asarray(values, dtype=np.float64)
        count = len(self.points)
        return np.asarray(np.bincount(self.worlds, column, count) / np.bincount(self.worlds, minlength=count))

    def sample(self, success: npt.ArrayLike) -> Sample:
        """The worlds as a sample to search in, with the success of each, (worlds,) 0-1."""
        from sim.analysis.discovery.sample import sample_of

        return sample_of(self.points, success, self.ranges, self.whole, self.units)


def futures_of(sweep: Sweep, outcome: str) -> Futures:
    """Read one outcome of a sweep.

    Of Saltelli's design only the worlds of its matrices A and B are taken: the others share values with them. Futures
    that failed or are not there yet under some strategy are left out.

    Raises
    ------
    BadArgumentError
        Where the sweep does not have the outcome, too few worlds are there, or the outcome has no value by its nature
        in some future (what never pays has no break-even).
    """
    if outcome not in sweep.outcomes:
        raise BadArgumentError(f"the sweep has no outcome '{outcome}'" + guess(outcome, sweep.outcomes))
    points, dependent = independent(sweep.points, sweep.design.sampler)
    runs = sweep.runs(columns=[outcome])
    runs = runs[runs["point"].isin(points.index)].astype({"strategy": str})
    wide = runs.set_index(["point", "run", "strategy"])[outcome].unstack("strategy")  # noqa: PD010 - nothing to add up
    wide = wide.reindex(columns=list(sweep.strategies)).astype(np.float64)
    table = wide.dropna()
    if may_be_missing(outcome) and len(table) < len(wide):
        raise BadArgumentError(f"'{outcome}' has no value in {len(wide) - len(table):,} of {len(wide):,} futures, so "
                               "worlds cannot be compared by it; take another outcome")
    points = points.loc[table.index.unique(level=0)]
    if len(points) < FEWEST_WORLDS:
        raise BadArgumentError("fewer than two worlds are there: there is nothing to compare between worlds")
    ranges = {f.name: (float(f.low), float(f.high)) for f in sweep.factors if np.isfinite([f.low, f.high]).all()}
    whole = {f.name for f in sweep.factors if f.kind == "whole"}
    return Futures(outcome, table, points, {name: sweep.title(name) for name in sweep.strategies}, ranges, whole,
                   {f.name: f.unit for f in sweep.factors}, dependent, len(wide) - len(table))


def independent(points: pd.DataFrame, sampler: Sampler) -> tuple[pd.DataFrame, bool]:
    """The worlds that are drawn independently of each other, and whether those that remain are not."""
    if sampler.kind != "sobol":
        return points, sampler.kind == "morris"
    block = len(points) // sampler.base
    place = np.arange(len(points)) % block
    return points[(place == 0) | (place == block - 1)], False


def strategy_in(futures: Futures, name: str) -> str:
    """The name of a strategy of the sweep; `BadArgumentError` for an unknown one."""
    if name not in futures.strategies:
        raise BadArgumentError(f"the sweep has no strategy '{name}'" + guess(name, futures.strategies))
    return name


def factor_in(futures: Futures, name: str) -> str:
    """The full name of a factor, given in full or by its last part; `BadArgumentError` for an unknown one."""
    known = [str(column) for column in futures.points.columns]
    if name in known:
        return name
    short = [full for full in known if full.rpartition(".")[2] == name]
    if len(short) == 1:
        return short[0]
    raise BadArgumentError(f"the sweep has no factor '{name}'" + guess(name, known))


def guess(word: str, known: Collection[str]) -> str:
    """The end of a complaint about an unknown word."""
    likely = nearest(word, known) or nearest(word, {name.rpartition(".")[2] for name in known})
    return f"; did you mean '{likely}'?" if likely else f"; there are: {', '.join(known)}"

