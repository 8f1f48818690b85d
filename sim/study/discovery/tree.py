"""CART, classification trees (Breiman et al. 1984): worlds split in two recursively, each leaf a box."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sim.arrays import Array
from sim.study.discovery.box import Box, Quality, quality
from sim.study.discovery.peeling import LEAST_POINTS
from sim.study.discovery.sample import MOST_FACTORS, Indices, Mask, Sample, Screen
from sim.study.surrogate import learning

LEAST_LEAF = 0.05
"""Share of all worlds that a leaf must hold, as for boxes (`sim.study.discovery.peeling.LEAST_MASS`)."""
FOLDS = 5
"""Parts of the cross-validation that chooses the pruning."""
MOST_PRUNINGS = 12
"""Prunings tried, spread over the path of cost-complexity pruning."""
ALL = 1.0
"""Cost per leaf that exceeds the gain of any split: the variance of a share is at most 1/4."""
SEED = 20_240_229
"""Seed of the folds."""


@dataclass(frozen=True)
class Leaf:
    """A leaf as a box. inside : (worlds,) which are in it."""

    box: Box
    quality: Quality
    inside: Mask


@dataclass(frozen=True)
class Tree:
    """A pruned tree.

    leaves : densest first; one leaf means that no division of the worlds predicts success. explained : share of the
    variance of success in worlds that the tree has not seen, from cross-validation; 0 or less is nothing. pruning :
    cost per leaf (share of the mean squared error) that was chosen.
    """

    leaves: tuple[Leaf, ...]
    explained: float
    pruning: float

    @property
    def divided(self) -> bool:
        """Whether there is more than one leaf."""
        return len(self.leaves) > 1

    @property
    def success_leaves(self) -> tuple[Leaf, ...]:
        """Leaves with more success than not, denser than all worlds together."""
        return tuple(leaf for leaf in self.leaves if leaf.quality.density > max(0.5, leaf.quality.base))


def grow(sample: Sample, least_leaf: float = LEAST_LEAF, folds: int = FOLDS) -> Tree:
    """Grow a tree and prune it by cross-validation, to the smallest within one standard error of the best.

    It is fitted to the share of success by least squares. That chooses the same divisions as Gini's impurity over
    single futures: both lessen the sum of n p (1 - p) over the leaves.

    Raises
    ------
    ImportError
        Without scikit-learn.
    """
    learning("a tree")
    least, everyone = max(LEAST_POINTS, math.ceil(least_leaf * sample.size)), np.ones(sample.size, dtype=np.bool_)
    if sample.size < 2 * least or float(sample.y.std()) == 0.0:
        return Tree((Leaf(Box.whole(sample), quality(everyone, sample.y), everyone),), 0.0, 0.0)
    pruning, explained = _pruning(sample, least, folds)
    coded, columns = _coded(sample, _searched(sample))
    fitted = _tree(least, pruning).fit(coded, sample.y)
    home = fitted.apply(coded)
    leaves = [Leaf(box, quality(home == node, sample.y), home == node)
              for node, box in _leaves(fitted.tree_, 0, Box.whole(sample), columns)]
    return Tree(tuple(sorted(leaves, key=lambda leaf: -leaf.quality.density)), explained, pruning)


def _searched(sample: Sample) -> Indices:
    """Indices of the factors that a tree may use."""
    many = len(sample.axes) > MOST_FACTORS
    return Screen.of(sample).strongest(sample.y) if many else np.arange(len(sample.axes))


def _tree(least: int, pruning: float) -> Any:
    from sklearn.tree import DecisionTreeRegressor

    return DecisionTreeRegressor(min_samples_leaf=least, ccp_alpha=pruning, random_state=0)


def _coded(sample: Sample, factors: Indices) -> tuple[Array, list[tuple[int, int | None]]]:
    """Columns for the tree: numbers as they are, one yes-or-no column per level; and what each column stands for."""
    columns, meaning = list[Array](), list[tuple[int, int | None]]()
    for j in factors.tolist():
        axis = sample.axes[j]
        for level in range(len(axis.levels)) if axis.categorical else (None,):
            columns.append(sample.x[:, j] if level is None else (sample.x[:, j] == level).astype(np.float64))
            meaning.append((j, level))
    return np.column_stack(columns), meaning


def _pruning(sample: Sample, least: int, folds: int) -> tuple[float, float]:
    """Cost per leaf by cross-validation with the rule of one standard error, and the variance explained with it."""
    from sklearn.model_selection import KFold

    y = sample.y
    path = _tree(least, 0.0).cost_complexity_pruning_path(_coded(sample, _searched(sample))[0], y).ccp_alphas
    path = np.unique(np.maximum(path, 0.0))
    tried = path[np.unique(np.linspace(0, path.size - 1, min(MOST_PRUNINGS, path.size)).astype(int))]
    costs = np.append(np.sqrt(tried[:-1] * tried[1:]), ALL)
    errors = np.full((costs.size, y.size), np.nan)
    for seen, unseen in KFold(folds, shuffle=True, random_state=SEED).split(sample.x):
        part = sample.part(seen)
        x = _coded(sample, _searched(part))[0]
        for k, cost in enumerate(costs):
            told = _tree(least, float(cost)).fit(x[seen], y[seen]).predict(x[unseen])
            errors[k, unseen] = (y[unseen] - told) ** 2
    mean = errors.mean(axis=1)
    best = int(np.argmin(mean))
    error_of_difference = (errors - errors[best]).std(axis=1) / math.sqrt(y.size)
    chosen = int(np.flatnonzero(mean - mean[best] <= error_of_difference).max())
    return float(costs[chosen]), 1.0 - float(mean[chosen]) / float(y.var())


def _leaves(tree: Any, node: int, box: Box, columns: list[tuple[int, int | None]]) -> Iterator[tuple[int, Box]]:
    """Every leaf below a node with its box."""
    if tree.children_left[node] < 0:
        yield node, box
        return
    (j, level), cut = columns[tree.feature[node]], float(tree.threshold[node])
    limit = box.limits[j]
    if level is None:
        sides = replace(limit, high=min(limit.high, cut)), replace(limit, low=max(limit.low, cut))
    else:
        kept = limit.kept if limit.kept is not None else frozenset(range(len(limit.axis.levels)))
        sides = replace(limit, kept=kept - {level}), replace(limit, kept=frozenset({level}))
    for child, side in zip((tree.children_left[node], tree.children_right[node]), sides, strict=True):
        yield from _leaves(tree, int(child), box.limited(j, side), columns)
