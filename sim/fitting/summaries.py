"""From observed figures to a few summaries: what the figures say about each value, as far as they say anything.

Semi-automatic summaries (Fearnhead and Prangle 2012): the best summary of a history for learning a value is the value's
posterior mean, which a regression of the values on the figures approximates. Only regressions that predict histories
they have not seen are kept, and of these the principal components, since many values show in the same figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.arrays import Array
from sim.engine.outcomes import OUTCOMES
from sim.fitting.data import Cell

NEAR_ZERO = 0.1
"""Share of a typical amount below which money is scaled like a sum and above which like a ratio."""
ANSCOMBE = 0.375
"""Makes the root of a count have about the same spread everywhere (Anscombe 1948)."""
STILL = 1e-9
"""Spread below which a figure is the same in all histories."""
FLOOR = 1e-4
"""Variance of a component, against the mean one, below which it is rounding: a hundredth of the spread."""
CURVED = 6
"""Leading components whose squares and products join the regression."""
PER_FEATURE = 20
"""Histories for each regressor, at least."""
PREDICTS = 0.01
"""Share of a value's variance that a regression must explain in histories it has not seen."""
KEPT = 0.995
"""Share of the summaries' variance that their components keep."""
RIDGE = 1e-8


@dataclass(frozen=True)
class Scale:
    """Figures on a scale on which differences mean the same everywhere, centred and in units of their spread.

    cells : what the columns are. amounts : typical size of each, (cells,). middle, spread : of the scaled figures.
    moves : whether a figure differs between histories at all, (cells,).
    """

    cells: tuple[Cell, ...]
    amounts: Array
    middle: Array
    spread: Array
    moves: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, cells: Sequence[Cell], figures: Array) -> Scale:
        """Learn the scale from simulated figures, (runs, cells)."""
        amounts = np.median(np.abs(figures), axis=0)
        amounts = np.where(amounts > 0.0, amounts, 1.0)
        bent = bend(cells, figures, amounts)
        spread = bent.std(axis=0)
        moves = spread > STILL
        return cls(tuple(cells), amounts, bent.mean(axis=0), np.where(moves, spread, 1.0), moves)

    def __call__(self, figures: Array) -> Array:
        """Scaled figures that differ between histories, (runs, moving cells)."""
        return np.asarray(((bend(self.cells, figures, self.amounts) - self.middle) / self.spread)[:, self.moves])


def bend(cells: Sequence[Cell], figures: Array, amounts: Array) -> Array:
    """Money by the inverse hyperbolic sine, shares by the arc sine of the root, counts by the root."""
    bent = np.empty_like(figures)
    for k, cell in enumerate(cells):
        unit, x = OUTCOMES[cell.outcome].unit, figures[:, k]
        if unit == "EUR":
            bent[:, k] = np.arcsinh(x / (NEAR_ZERO * amounts[k]))
        elif unit == "0-1":
            bent[:, k] = np.arcsin(np.sqrt(np.clip(x, 0.0, 1.0)))
        else:
            bent[:, k] = np.sqrt(np.maximum(x, 0.0) + ANSCOMBE)
    return bent


@dataclass(frozen=True)
class Components:
    """Principal components of scaled figures, each with variance 1; rounding is left out. `axes`: (cells, kept)."""

    axes: Array

    @classmethod
    def of(cls, scaled: Array, most: int) -> Components:
        """The leading components of figures, (runs, cells), up to a maximum number."""
        variance, axes = _principal(scaled)
        kept = min(int((variance > FLOOR * variance.mean()).sum()), most)
        return cls(axes[:, :kept] / np.sqrt(variance[:kept]))

    def regressors(self, scaled: Array) -> Array:
        """A constant, the components, and squares and products of the leading ones, (runs, regressors)."""
        parts = scaled @ self.axes
        i, j = np.triu_indices(min(CURVED, parts.shape[1]))
        return np.concatenate([np.ones((len(parts), 1)), parts, parts[:, i] * parts[:, j]], axis=1)


@dataclass(frozen=True)
class Summaries:
    """How figures become summaries.

    predicted : share of each value's variance that is explained in histories not seen, (inputs,); at or below 0 where
        nothing is. weights : regression weights times axes, (regressors, summaries).
    """

    scale: Scale
    components: Components
    weights: Array
    predicted: Array

    @classmethod
    def of(cls, cells: Sequence[Cell], figures: Array, unit: Array) -> Summaries:
        """Learn summaries from simulated histories: figures (runs, cells) of values in the unit cube (runs, inputs)."""
        scale = Scale.of(cells, figures)
        scaled = scale(figures)
        components = Components.of(scaled, len(figures) // PER_FEATURE)
        x = components.regressors(scaled)
        predicted = predicted_share(x, unit)
        useful = predicted > PREDICTS
        if not useful.any():
            return cls(scale, components, np.zeros((x.shape[1], 0)), predicted)
        weights = least_squares(x, unit[:, useful])
        variance, axes = _principal(x @ weights)
        kept = int(np.searchsorted(np.cumsum(variance) / variance.sum(), KEPT)) + 1
        return cls(scale, components, weights @ axes[:, :kept], predicted)

    def __call__(self, figures: Array) -> Array:
        """Summaries of figures, (runs, summaries)."""
        return np.asarray(self.components.regressors(self.scale(figures)) @ self.weights)


def predicted_share(x: Array, y: Array) -> Array:
    """Share of the variance of y that regression explains out of sample (two halves in turn), (columns of y,)."""
    middle = len(x) // 2
    halves = (slice(0, middle), slice(middle, None))
    missed = np.zeros(y.shape[1])
    for learn, test in (halves, halves[::-1]):
        missed += ((y[test] - x[test] @ least_squares(x[learn], y[learn])) ** 2).sum(axis=0)
    around_mean = ((y - y.mean(axis=0)) ** 2).sum(axis=0)
    return np.asarray(1.0 - missed / around_mean)


def least_squares(x: Array, y: Array) -> Array:
    """Regression weights, (columns of x, columns of y); a trace of ridge keeps idle columns harmless."""
    gram = x.T @ x
    gram[np.diag_indices_from(gram)] += RIDGE * np.trace(gram) / len(gram)
    return np.asarray(np.linalg.solve(gram, x.T @ y))


def _principal(x: Array) -> tuple[Array, Array]:
    """Variances and axes of the principal components, the largest first."""
    if x.shape[1] == 0:
        return np.zeros(0), np.zeros((0, 0))
    variance, axes = np.linalg.eigh(np.atleast_2d(np.cov(x, rowvar=False)))
    return np.asarray(variance[::-1]), np.asarray(axes[:, ::-1])
