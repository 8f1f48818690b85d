"""An analysis of a sweep: outcome, strategies, and the two factors of the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from sim.app.research.folders import ResearchError
from sim.app.research.open_sweep import OpenSweep
from sim.arrays import Array
from sim.scenario.strategy import CARRY_ON
from sim.study.futures import Futures
from sim.study.sensitivity.quantity import rank_correlations

Kind = Literal["difference", "won", "level"]
KINDS: tuple[Kind, ...] = get_args(Kind)
FAVOURITES = ("npv", "gain")
"""Outcomes shown first."""
TWO = 2
ENOUGH = 3_000
"""Worlds, spread over all, by which factors are ranked at once."""


@dataclass(frozen=True)
class Asked:
    """An analysis that can be carried out.

    kind : the mean difference of left and right, the share of futures in which left is better, or left by itself.
    """

    view: OpenSweep
    outcome: str
    kind: Kind
    left: str
    right: str
    x: str
    y: str

    @property
    def futures(self) -> Futures:
        """The outcome in all futures."""
        return self.view.futures(self.outcome)

    @cached_property
    def values(self) -> Array:
        """Value shown for every future: a difference, won (1, a tie one half) or a level."""
        return values_of(self.futures, self.kind, self.left, self.right)

    @property
    def level(self) -> float | None:
        """Level of the tipping line; None if no value separates good from bad."""
        if self.kind == "level":
            goal = self.view.sweep.prepared.scenario.goals.adoption_share
            return goal if self.outcome in ("adoption_end", "adoption@end") else None
        return 0.5 if self.kind == "won" else 0.0


def values_of(futures: Futures, kind: Kind, left: str, right: str) -> Array:
    """The quantity in every future."""
    one: Array = futures.table[left].to_numpy(dtype=np.float64)
    if kind == "level":
        return one
    gap: Array = one - futures.table[right].to_numpy(dtype=np.float64)
    if kind == "difference":
        return gap
    return np.asarray((np.sign(futures.sign * gap) + 1.0) / 2.0)


def asked(view: OpenSweep, wishes: Mapping[str, Any] | None = None) -> Asked:
    """Complete the wishes of the browser; what the sweep does not have falls back to defaults.

    Raises
    ------
    ResearchError
        where fewer than two factors vary, or the outcome cannot be compared.
    """
    wish = dict(wishes or {})
    outcome = _one_of(wish.get("outcome"), view.sweep.outcomes, _favourite(view))
    futures = view.futures(outcome)
    kind: Kind = next((k for k in KINDS if k == wish.get("kind")), "difference")
    ranked = futures.ranking
    left = _one_of(wish.get("left"), futures.strategies, ranked[0])
    right = _one_of(wish.get("right"), futures.strategies, next(n for n in [*ranked, CARRY_ON] if n != left))
    if left == right:
        right = next(n for n in [*ranked, CARRY_ON] if n != left)
    if len(view.axes) < TWO:
        raise ResearchError("axes")
    first, second = _axes(view, futures, values_of(futures, kind, left, right))
    x = _one_of(wish.get("x"), view.axes, first)
    y = _one_of(wish.get("y"), view.axes, second)
    if x == y:
        y = next(n for n in (first, second) if n != x)
    return Asked(view, outcome, kind, left, right, x, y)


def influence(view: OpenSweep, points: pd.DataFrame, by_world: Array, names: tuple[str, ...]) -> Array:
    """Rank correlation of each factor with a quantity of the worlds; words are coded in the order of the alphabet."""
    coded = [points[n].to_numpy(dtype=np.float64) if view.numeric(n)
             else np.unique(points[n].astype(str).to_numpy(), return_inverse=True)[1] for n in names]
    return rank_correlations(np.stack(coded, axis=1).astype(np.float64), by_world)


def sampled(futures: Futures, values: Array) -> tuple[pd.DataFrame, Array]:
    """Some worlds, spread over all, with the mean of a quantity of each: ranks of all would keep the page waiting."""
    some = np.unique(np.linspace(0, len(futures.points) - 1, ENOUGH).astype(np.int64))
    return futures.points.iloc[some], futures.by_world(values)[some]


def _axes(view: OpenSweep, futures: Futures, values: Array) -> tuple[str, str]:
    """The factors of a grid in its order; else the two that matter most, numbers before words."""
    names = view.axes
    if len(names) == TWO:
        return names[0], names[1]
    numbers = tuple(n for n in names if view.numeric(n))
    chosen = numbers if len(numbers) >= TWO else names
    strength = np.abs(influence(view, *sampled(futures, values), chosen))
    order = np.argsort(-strength, kind="stable")
    return chosen[int(order[0])], chosen[int(order[1])]


def _favourite(view: OpenSweep) -> str:
    return next((n for n in FAVOURITES if n in view.sweep.outcomes), view.sweep.outcomes[0])


def _one_of(wish: object, known: tuple[str, ...], otherwise: str) -> str:
    return wish if isinstance(wish, str) and wish in known else otherwise
