"""One outcome of a sweep under every strategy in every future of every world: the input of discovery and robustness."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.arrays import Array
from sim.comparison.course import BadArgumentError
from sim.comparison.observed import declared, may_be_missing
from sim.scenario.problems import nearest
from sim.scenario.strategy import CARRY_ON
from sim.study.missing import NOTHING, Missing, gaps

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sim.study.design.schema import Sampler
    from sim.study.discovery.sample import Sample
    from sim.study.sweep.folder import Sweep

Indices = npt.NDArray[np.int64]

FEWEST_WORLDS = 2
"""Worlds below which no statement about worlds is made."""


@dataclass(frozen=True)
class Futures:
    """An outcome in all futures.

    table : rows (world, run), one column per strategy, in the outcome's unit. points : one row per world, one column
    per factor. titles : names of the strategies for people. dependent : whether worlds share values with others by
    design, so that they are no independent sample. missing : worlds and futures that have no answer.
    """

    outcome: str
    table: pd.DataFrame
    points: pd.DataFrame
    titles: Mapping[str, str]
    ranges: Mapping[str, tuple[float, float]]
    whole: Collection[str] = ()
    units: Mapping[str, str] | None = None
    dependent: bool = False
    missing: Missing = NOTHING

    @property
    def strategies(self) -> tuple[str, ...]:
        """Names of the strategies, carrying on first."""
        return tuple(str(name) for name in self.table.columns)

    @property
    def sign(self) -> float:
        """1 where more is better, -1 where less is."""
        return sign_of(self.outcome)

    @cached_property
    def ranking(self) -> list[str]:
        """Strategies by their mean over the worlds, the best first, carrying on last; see `ranked`."""
        return ranked(self.means, self.outcome)

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

    def notes(self) -> list[str]:
        """Describe what is missing; empty if every world has an answer."""
        return self.missing.sentences(tuple(map(str, self.points.columns)))

    def sample(self, success: npt.ArrayLike) -> Sample:
        """The worlds as a sample to search in, with the success of each, (worlds,) 0-1."""
        from sim.study.discovery.sample import sample_of

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
    planned, dependent = independent(sweep.points, sweep.design.sampler)
    wide = side_by_side(sweep.runs(columns=[outcome]), outcome, sweep.strategies)
    wide = wide[wide.index.get_level_values("point").isin(planned.index)]
    table = wide.dropna()
    if may_be_missing(outcome) and len(table) < len(wide):
        raise BadArgumentError(f"'{outcome}' has no value in {len(wide) - len(table):,} of {len(wide):,} futures, so "
                               "worlds cannot be compared by it; take another outcome")
    points = planned.loc[table.index.unique(level=0)]
    missing = missing_of(planned, table, wide, sweep.failures())
    if len(points) < FEWEST_WORLDS:
        raise BadArgumentError("fewer than two worlds are there: there is nothing to compare between worlds"
                               f"{missing.aside}")
    ranges = {f.name: (float(f.low), float(f.high)) for f in sweep.factors if np.isfinite([f.low, f.high]).all()}
    whole = {f.name for f in sweep.factors if f.kind == "whole"}
    return Futures(outcome, table, points, {name: sweep.title(name) for name in sweep.strategies}, ranges, whole,
                   {f.name: f.unit for f in sweep.factors}, dependent, missing)


def side_by_side(runs: pd.DataFrame, outcome: str, strategies: Sequence[str]) -> pd.DataFrame:
    """Runs with one row per (point, run) and one column per strategy; NaN where a strategy has no answer."""
    told = runs.astype({"strategy": str}).set_index(["point", "run", "strategy"])[outcome]
    wide = told.unstack("strategy")  # noqa: PD010 - nothing to add up
    return wide.reindex(columns=list(strategies)).astype(np.float64)


def missing_of(planned: pd.DataFrame, table: pd.DataFrame, wide: pd.DataFrame, failures: pd.DataFrame) -> Missing:
    """What is left out.

    planned : all worlds. table : futures that count, wide : those with any answer; rows (point, run). failures : runs.
    """
    failed = failures[failures["point"].isin(planned.index)]
    there = np.asarray(planned.index.isin(table.index.unique(level=0)))
    tried = {*wide.index, *zip(failed["point"], failed["run"], strict=True)}
    kept = set(planned.index[there])
    left_out = sum(point in kept for point, _ in tried) - len(table)
    return Missing(len(planned), int((~there).sum()), left_out, len(failed), gaps(planned, there))


def sign_of(outcome: str) -> float:
    """1 where more of an outcome is better, -1 where less is."""
    found = declared(outcome)
    return -1.0 if found is not None and found.better == "lower" else 1.0


def ranked(means: pd.DataFrame, outcome: str) -> list[str]:
    """Strategies by their mean over the worlds, the best first; carrying on last in any case.

    The first two are compared wherever nobody is named: carrying on is what the others are measured against, so it
    takes part only where there is no other.

    Parameters
    ----------
    means : (worlds, strategies), of worlds in which every strategy has an answer.
    """
    worth = {str(name): sign_of(outcome) * float(value) for name, value in means.mean().items()}
    return sorted(worth, key=lambda name: (name == CARRY_ON, math.isnan(worth[name]), -worth[name], name))


def usual_pair(ranking: Sequence[str], strategy: str | None = None, against: str | None = None
               ) -> tuple[str, str | None]:
    """The pair to compare: as named, with the best of the others for a name not given; None if none is left."""
    left = [name for name in ranking if name not in (strategy, against)]
    first = left.pop(0) if strategy is None and left else strategy or ranking[0]
    return first, left[0] if against is None and left else against


def choice_line(titles: Mapping[str, str], strategy: str, against: str | None) -> str:
    """State which strategies `usual_pair` chose; an empty name means that it was given."""
    chosen = [f"'{titles[name]}'" for name in (strategy, against) if name]
    if not chosen:
        return ""
    return (f"{' and '.join(chosen)} {'was' if len(chosen) == 1 else 'were'} taken as nobody was named: "
            "best on average over the worlds, with carrying on last.")


def independent(points: pd.DataFrame, sampler: Sampler) -> tuple[pd.DataFrame, bool]:
    """The worlds that are drawn independently of each other, and whether the remaining ones are still dependent."""
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
    """The end of an error message about an unknown name."""
    likely = nearest(word, known) or nearest(word, {name.rpartition(".")[2] for name in known})
    return f"; did you mean '{likely}'?" if likely else f"; there are: {', '.join(known)}"

