"""Emulators of the model: one quadratic response surface per measurement, with its prediction error."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.arrays import Array

Indices = npt.NDArray[np.int64]
Band = tuple[float, float]

FOLDS = 5
"""Parts of the design; each is predicted from the others to see what the surface does not know."""
CURVED = 20
"""Inputs whose squares and products a surface may use: the strongest ones for its measurement."""
PENALTIES, WEAKEST = 20, 1e-2
"""Penalties tried, and the weakest of them as a part of the strongest."""
OUTER = 3.0
"""How far beyond the band, in widths of the band or of the middle of the design, a measurement still counts."""
LEAST = 0.05
"""Part of the unexplained variance that is never attributed to chance."""
MIDDLE = (10.0, 90.0)
"""Percentiles of the design that define the width of a band that is open."""


@dataclass(frozen=True)
class Emulator:
    """Response surfaces over inputs in the unit cube, one for each measurement.

    linear : (inputs, measurements) slopes. curved : for each measurement the inputs with squares and products.
    products : for each measurement the weights of these. intercept, sd, explained : (measurements,); sd is the
    error of the expected value, cross-validated and with chance taken out; explained the share of the variance
    that the prediction explains of what is not chance.
    """

    intercept: Array
    linear: Array
    curved: tuple[Indices, ...]
    products: tuple[Array, ...]
    sd: Array
    explained: Array

    def __call__(self, unit: Array) -> Array:
        """Expected measurements at points of the unit cube: (points, inputs) -> (points, measurements)."""
        z = 2.0 * unit - 1.0
        bent = [second_order(z[:, inputs]) @ weights
                for inputs, weights in zip(self.curved, self.products, strict=True)]
        return np.asarray(z @ self.linear + np.stack(bent, axis=1) + self.intercept)

    @property
    def active(self) -> Indices:
        """Inputs that some surface uses."""
        used = (self.linear != 0.0).any(axis=1)
        for inputs, weights in zip(self.curved, self.products, strict=True):
            first, second = np.triu_indices(inputs.size)
            used[inputs[first[weights != 0.0]]] = used[inputs[second[weights != 0.0]]] = True
        return np.flatnonzero(used)


def chance_of(halves: Array) -> Array:
    """Variance by chance, from both halves of the runs: (points, 2, measurements) -> (measurements,)."""
    return np.asarray(((halves[:, 0] - halves[:, 1]) ** 2).mean(axis=0) / 4.0)


def second_order(z: Array) -> Array:
    """Squares and products: (points, k) -> (points, k (k + 1) / 2)."""
    first, second = np.triu_indices(z.shape[1])
    return np.asarray(z[:, first] * z[:, second])


def within_reach(y: Array, band: Band) -> Array:
    """Clip a measurement far outside its band, so that ratios with a near-zero denominator do not dominate the fit.

    What has no answer counts as far above the band.
    """
    finite = y[np.isfinite(y)]
    low, high = (float(v) for v in np.percentile(finite, MIDDLE)) if finite.size else (0.0, 1.0)
    bottom = band[0] if np.isfinite(band[0]) else min(low, band[1] - (high - low))
    top = band[1] if np.isfinite(band[1]) else max(high, band[0] + (high - low))
    width = max(top - bottom, 1e-9)
    return np.asarray(np.clip(np.where(np.isnan(y), np.inf, y), bottom - OUTER * width, top + OUTER * width))


def fit(unit: Array, y: Array, chance: Array) -> Emulator:
    """Fit one surface for each measurement: unit (points, inputs), y (points, measurements), all finite.

    chance : (measurements,) variance of y that comes from having few runs at each point.

    First a sparse regression on every input and its square tells the strongest inputs; then one on all
    inputs and on the squares and products of the strongest.
    """
    z = 2.0 * unit - 1.0
    intercept, linear, curved, products, sd = zip(*(surface(z, one) for one in y.T), strict=True)
    missed = np.asarray(sd) ** 2
    unknown = np.maximum(missed - chance, LEAST * missed)
    return Emulator(np.asarray(intercept), np.stack(linear, axis=1), curved, products, np.sqrt(unknown),
                    1.0 - unknown / np.maximum(np.maximum(y.var(axis=0) - chance, unknown), 1e-12))


def surface(z: Array, y: Array) -> tuple[float, Array, Indices, Array, float]:
    """One surface: intercept, slopes, inputs that are bent, weights of their squares and products, error."""
    inputs = z.shape[1]
    _, strength, _ = sparse_fit(np.concatenate([z, z * z], axis=1), y)
    part = strength[:inputs] ** 2 * z.var(axis=0) + strength[inputs:] ** 2 * (z * z).var(axis=0)
    curved = np.sort(np.argsort(-part, kind="stable")[:CURVED])
    level, weights, error = sparse_fit(np.concatenate([z, second_order(z[:, curved])], axis=1), y)
    return level, weights[:inputs], curved, weights[inputs:], error


def sparse_fit(x: Array, y: Array) -> tuple[float, Array, float]:
    """Lasso with its penalty chosen by cross-validation: intercept, weights, error of prediction."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LassoCV

    if float(y.std()) < 1e-12:
        return float(y.mean()), np.zeros(x.shape[1]), 0.0
    centre, scale = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-12)
    with warnings.catch_warnings():  # the weakest penalties of the path need not converge: they are not chosen
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = LassoCV(cv=FOLDS, alphas=PENALTIES, eps=WEAKEST, max_iter=3000, tol=1e-3).fit((x - centre) / scale, y)
    weights = np.asarray(model.coef_, dtype=np.float64) / scale
    error = float(np.sqrt(model.mse_path_.mean(axis=1).min()))
    return float(model.intercept_ - centre @ weights), weights, error
