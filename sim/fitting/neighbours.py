"""Approximate Bayesian computation: the vectors whose histories are nearest to the observed one, adjusted to it.

Rejection with smooth weights and local-linear adjustment (Beaumont, Zhang and Balding 2002) of logit-transformed values
(Blum and Francois 2010). The residuals of the local regression are widened by their leverage and by the uncertainty
of the regression at the observed point, as in any regression forecast; without that, intervals are too narrow where
summaries are many.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.arrays import Array
from sim.fitting.summaries import RIDGE

NEAREST = 0.10
"""Share of the histories that are taken for near."""
PER_SUMMARY = 10
"""Near histories for each summary, at least."""
EDGE = 1e-6
"""How near to the ends of a range a value may come."""
MOST_LEVERAGE = 0.9


@dataclass(frozen=True)
class Weighted:
    """Weighted vectors in the unit cube: `unit` (vectors, inputs), `weights` (vectors,) that add to 1."""

    unit: Array
    weights: Array

    def mean(self) -> Array:
        """Weighted means, (inputs,)."""
        return np.asarray(self.weights @ self.unit)

    def variance(self) -> Array:
        """Weighted variances, unbiased for independent vectors, (inputs,)."""
        off = self.unit - self.mean()
        return np.asarray(self.weights @ (off * off) / (1.0 - (self.weights**2).sum()))

    def below(self, point: Array) -> Array:
        """Weight of the vectors below a point, value by value, (inputs,)."""
        return np.asarray(self.weights @ (self.unit < point))

    def quantile(self, share: float) -> Array:
        """Weighted quantiles, (inputs,)."""
        order = np.argsort(self.unit, axis=0, kind="stable")
        ranked = np.take_along_axis(self.unit, order, axis=0)
        reached = np.cumsum(self.weights[order], axis=0) - 0.5 * self.weights[order]
        return np.asarray([np.interp(share, reached[:, k], ranked[:, k]) for k in range(ranked.shape[1])])

    def chosen(self, count: int) -> npt.NDArray[np.int64]:
        """Indices of `count` vectors, drawn in proportion to their weights (systematic resampling)."""
        total = np.cumsum(self.weights)
        return np.asarray(np.searchsorted(total, (np.arange(count) + 0.5) / count * total[-1]).astype(np.int64))


def logit(unit: Array) -> Array:
    """From the unit cube to the whole line."""
    inside = np.clip(unit, EDGE, 1.0 - EDGE)
    return np.asarray(np.log(inside / (1.0 - inside)))


def expit(line: Array) -> Array:
    """Back from the whole line to the unit cube."""
    return np.asarray(1.0 / (1.0 + np.exp(-line)))


@dataclass(frozen=True)
class Neighbours:
    """Near histories of an observed one: their numbers, Epanechnikov weights that add to 1, and offsets (k, summaries).

    reach : distance of the farthest.
    """

    places: npt.NDArray[np.int64]
    weights: Array
    offsets: Array
    reach: float

    @classmethod
    def of(cls, summaries: Array, point: Array, *, but: int | None = None) -> Neighbours:
        """Find them among histories, (runs, summaries); `but` leaves one out. Without summaries all are near."""
        squared = ((summaries - point) ** 2).sum(axis=1)
        if but is not None:
            squared[but] = np.inf
        count = max(round(NEAREST * len(summaries)), PER_SUMMARY * (summaries.shape[1] + 1))
        if summaries.shape[1] == 0 or count >= len(summaries) - 1:
            places = np.flatnonzero(np.isfinite(squared))
            reach = float(squared[places].max()) * (1.0 + RIDGE) + RIDGE
        else:
            around = np.argpartition(squared, count)[:count + 1]
            reach = float(squared[around].max())
            places = np.sort(around[squared[around] < reach])
        weights = 1.0 - squared[places] / reach
        return cls(places, weights / weights.sum(), summaries[places] - point, float(np.sqrt(reach)))

    def adjusted(self, line: Array) -> Weighted:
        """The near vectors, moved to where they would be had they told the observed history.

        Parameters
        ----------
        line : all vectors on the whole line, (runs, inputs).
        """
        x = np.concatenate([np.ones((len(self.places), 1)), self.offsets], axis=1)
        near, w = line[self.places], self.weights[:, None]
        gram = (x * w).T @ x
        gram[np.diag_indices_from(gram)] += RIDGE * np.trace(gram) / len(gram)
        inverse = np.linalg.inv(gram)
        slopes = inverse @ ((x * w).T @ near)
        leverage = np.minimum(self.weights * ((x @ inverse) * x).sum(axis=1), MOST_LEVERAGE)
        at_point = (inverse @ ((x * w**2).T @ x) @ inverse)[0, 0]
        widened = np.sqrt((1.0 + at_point) / (1.0 - leverage))
        return Weighted(expit(slopes[0] + (near - x @ slopes) * widened[:, None]), self.weights)
