"""Criteria of robust choice for each strategy, over worlds or over single futures.

A *world* is one point of the design; its value under a strategy is the mean over its futures. A *future* is one run
in one world. Every world counts the same, whatever the number of its futures: the shares are shares of the ranges in
the design, and no probabilities of what will come.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.arrays import Array
from sim.comparison.measures_of_success import regret, worst_tenth
from sim.scenario.strategy import CARRY_ON
from sim.statistics.paired import LEVEL, Interval, mean_interval, probability_of_beating, probability_of_being_best
from sim.statistics.paired import wilson as share_interval
from sim.study.discovery.box import in_sample, joined
from sim.study.discovery.choice import By
from sim.study.futures import Futures
from sim.words.amounts import percent


@dataclass(frozen=True)
class Criterion:
    """A criterion of choice. column : of the table of criteria. most : whether the largest value is best."""

    name: str
    column: str
    most: bool
    meaning: str


CRITERIA = (
    Criterion("expected value", "mean", True, "highest mean"),
    Criterion("minimax regret", "regret_max", False, "least regret in the world where it is largest (Savage 1951)"),
    Criterion("satisficing", "satisfied", True, "in most worlds good enough (Simon 1956)"),
    Criterion("worst tenth", "worst_tenth", True, "best in the worst tenth of worlds"),
    Criterion("most often best", "best", True, "best in most worlds"),
)
"""Criteria of choice under deep uncertainty; an overview: McPhail et al. 2018."""


def criteria(futures: Futures, threshold: float | None = None, by: By = "worlds", level: float = LEVEL) -> pd.DataFrame:
    """Tabulate all criteria; one row per strategy.

    Parameters
    ----------
    threshold : what is good enough, in the unit of the outcome: a strategy satisfies where it is strictly better.
        None: better than carrying on in the same world, or future.
    by : over the means of worlds, or over single futures.

    Returns
    -------
    Columns, each interval as `_low` and `_high`: ``best`` (share in which it is best, ties shared), ``mean``,
    ``regret_mean``, ``regret_worst_tenth`` (mean of the tenth with most regret), ``regret_max``, ``satisfied``
    (share), ``worst_tenth`` (mean of its worst tenth). Values in the unit of the outcome, regret above 0. Intervals
    over futures count worlds as the sample, as futures of one world have more in common than others.
    """
    table = futures.means if by == "worlds" else futures.table
    values = futures.sign * table.to_numpy().T
    lost, weights = regret(values), _weights(futures, by)
    rows, limit = [], values[futures.strategies.index(CARRY_ON)] if threshold is None else futures.sign * threshold
    for k, (name, best) in enumerate(zip(futures.strategies, shares_best(futures, by, level), strict=True)):
        good = (values[k] > limit).astype(np.float64)
        rows.append({
            "strategy": name,
            **_interval("best", best),
            **_interval("mean", mean_interval(futures.means[name].to_numpy(), level)),
            **_interval("regret_mean", mean_interval(_by_world(futures, lost[k], by), level)),
            "regret_worst_tenth": -_tail(-lost[k], weights), "regret_max": float(lost[k].max()),
            **_interval("satisfied", _share(_by_world(futures, good, by), level)),
            "worst_tenth": futures.sign * _tail(values[k], weights),
        })
    return pd.DataFrame(rows).set_index("strategy")


def shares_best(futures: Futures, by: By = "worlds", level: float = LEVEL) -> list[Interval]:
    """Share of worlds, or of futures, in which each strategy is best."""
    if by == "worlds":
        return probability_of_being_best(futures.sign * futures.means.to_numpy().T, level)
    values = futures.sign * futures.table.to_numpy()
    best = values == values.max(axis=1, keepdims=True)
    return [_share(futures.by_world(column), level) for column in (best / best.sum(axis=1, keepdims=True)).T]


def regrets(futures: Futures) -> pd.DataFrame:
    """Regret of each strategy in each world, by the means over its futures; rows worlds, columns strategies.

    Means over few futures are uncertain, and the best of uncertain means is too high: regret then is, too. Shared
    luck makes that small, as it lifts all strategies alike.
    """
    lost = regret(futures.sign * futures.means.to_numpy().T)
    return pd.DataFrame(lost.T, index=futures.means.index, columns=list(futures.strategies))


def pairs(futures: Futures, level: float = LEVEL) -> pd.DataFrame:
    """Compare every two strategies: the share of worlds and of futures in which a beats b, and the mean difference.

    Columns ``a``, ``b``, ``worlds``, ``futures`` (shares), ``mean`` (difference in the outcome's unit, as in the
    outcome, whichever sign is better), each with `_low` and `_high`. Ties count one half.
    """
    rows = []
    for a in futures.strategies:
        for b in futures.strategies:
            if a == b:
                continue
            gap = futures.sign * futures.difference(a, b).to_numpy()
            wins = futures.by_world((gap > 0.0) + 0.5 * (gap == 0.0))
            means = futures.means
            rows.append({
                "a": a, "b": b,
                **_interval("worlds", probability_of_beating(futures.sign * means[a], futures.sign * means[b], level)),
                **_interval("futures", _share(wins, level)),
                **_interval("mean", mean_interval((means[a] - means[b]).to_numpy(), level)),
            })
    return pd.DataFrame(rows)


def chosen(table: pd.DataFrame, criterion: Criterion, sign: float = 1.0) -> str:
    """The strategy that a criterion chooses, of a table of criteria; the first one of equals.

    sign : -1 where less of the outcome is better.
    """
    column = table[criterion.column]
    if criterion.column in ("mean", "worst_tenth"):
        column = sign * column
    pick: Callable[[], object] = column.idxmax if criterion.most else column.idxmin
    return str(pick())


def _weights(futures: Futures, by: By) -> Array:
    """Weight of each value, so that every world counts the same; they add to 1."""
    if by == "worlds":
        return np.full(len(futures.points), 1.0 / len(futures.points))
    counts = np.bincount(futures.worlds, minlength=len(futures.points))
    return np.asarray(1.0 / (counts[futures.worlds] * np.count_nonzero(counts)))


def _tail(values: Array, weights: Array) -> float:
    """Mean of the worst tenth; by `worst_tenth` where all weigh the same."""
    if np.ptp(weights) <= 1e-12 * float(weights.max()):
        return worst_tenth(values)
    from sim.comparison.measures_of_success import WORST_SHARE

    order = np.argsort(values, kind="stable")
    before = np.cumsum(weights[order]) - weights[order]
    taken = np.clip(WORST_SHARE - before, 0.0, weights[order])
    return float((values[order] * taken).sum() / taken.sum())


def _by_world(futures: Futures, values: Array, by: By) -> Array:
    return values if by == "worlds" else futures.by_world(values)


def _share(by_world: Array, level: float) -> Interval:
    """Share over worlds with Wilson's interval; fractions within worlds make it wider than needed, never narrower."""
    n = by_world.size
    return share_interval(min(float(by_world.sum()), float(n)), n, level)


def _interval(name: str, found: Interval) -> dict[str, float]:
    return {name: found.mean, f"{name}_low": found.low, f"{name}_high": found.high}


# --- the robust choice, and whether the criteria agree ---------------------------------------------------------------

@dataclass(frozen=True)
class Robustness:
    """Performance of the strategies over all worlds. worlds, futures : tables of `criteria`; pairs : every two."""

    of: Futures
    threshold: float | None
    worlds: pd.DataFrame
    futures: pd.DataFrame
    pairs: pd.DataFrame
    regrets: pd.DataFrame

    @property
    def choices(self) -> dict[str, str]:
        """Criterion -> the strategy that it chooses, over worlds."""
        return {one.name: self.chosen(one) for one in CRITERIA}

    def chosen(self, criterion: Criterion) -> str:
        """The strategy that a criterion chooses, over worlds."""
        return chosen(self.worlds, criterion, self.of.sign)

    @property
    def sentence(self) -> str:
        """Whether the criteria agree, and on which strategy."""
        by_strategy: dict[str, list[str]] = {}
        for name, strategy in self.choices.items():
            by_strategy.setdefault(strategy, []).append(name)
        if len(by_strategy) == 1:
            (best,) = by_strategy
            return (f"All criteria choose '{self.of.titles[best]}': {joined([c.name for c in CRITERIA])} agree. "
                    f"It is best in {self._best(best)}.")
        told = "; ".join(f"'{self.of.titles[strategy]}' by {joined(names)}" for strategy, names in by_strategy.items())
        return f"The criteria disagree, so the choice depends on what is wanted: {told}."

    def _best(self, name: str) -> str:
        best, low, high = (float(self.worlds[column][name]) for column in ("best", "best_low", "best_high"))
        count = len(self.of.points)
        return (f"{in_sample(best, count)} by its mean (95 % interval {percent(low)} to {percent(high)}), and in "
                f"{in_sample(float(self.futures['best'][name]), count, 'single futures')}")


def robustness(futures: Futures, threshold: float | None = None) -> Robustness:
    """Compare strategies over all worlds of a sweep.

    Parameters
    ----------
    threshold : what is good enough, in the outcome's unit. None: better than carrying on in the same world.
    """
    return Robustness(futures, threshold, criteria(futures, threshold), criteria(futures, threshold, "futures"),
                      pairs(futures), regrets(futures))
