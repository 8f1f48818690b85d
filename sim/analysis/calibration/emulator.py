"""Fast stand-ins for the model: one quadratic response surface for each measurement, with what it does not know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Band = tuple[float, float]

FOLDS = 5
"""Parts of the design; each is predicted from the others to see what the surface does not know."""
OUTER = 3.0
"""How far beyond the band, in widths of the band or of the middle of the design, a measurement still counts."""
MIDDLE = (10.0, 90.0)
"""Percentiles of the design that stand for the width where a band is open."""


@dataclass(frozen=True)
class Emulator:
    """Response surfaces over some inputs in the unit cube.

    active : (active,) positions of the inputs that matter. intercept : (measurements,). weights : (features,
    measurements) of all products up to degree 2. sd : (measurements,) error of prediction, cross-validated.
    explained : (measurements,) share of variance that the prediction explains.
    """

    active: npt.NDArray[np.int64]
    intercept: Array
    weights: Array
    sd: Array
    explained: Array

    def __call__(self, unit: Array) -> Array:
        """Expected measurements at points of the unit cube: (points, inputs) -> (points, measurements)."""
        return np.asarray(features(unit[:, self.active]) @ self.weights + self.intercept)


def features(x: Array) -> Array:
    """Inputs around the middle, their squares and products: (points, k) -> (points, k + k (k + 1) / 2)."""
    z = 2.0 * x - 1.0
    first, second = np.triu_indices(z.shape[1])
    return np.concatenate([z, z[:, first] * z[:, second]], axis=1)


def within_reach(y: Array, band: Band) -> Array:
    """A measurement cut off far outside its band, so that ratios without a sound denominator do not rule the fit.

    What has no answer counts as far above the band.
    """
    finite = y[np.isfinite(y)]
    low, high = (float(v) for v in np.percentile(finite, MIDDLE)) if finite.size else (0.0, 1.0)
    bottom, top = band[0] if np.isfinite(band[0]) else min(low, band[1]), band[1] if np.isfinite(band[1]) else max(
        high, band[0])
    width = max(top - bottom, 1e-9)
    return np.asarray(np.clip(np.where(np.isnan(y), np.inf, y), bottom - OUTER * width, top + OUTER * width))


def screened(unit: Array, y: Array, least: float) -> npt.NDArray[np.int64]:
    """Inputs that account for at least a part `least` of the variance of some measurement.

    By a sparse regression on every input and its square: unit (points, inputs), y (points, measurements).
    """
    z = 2.0 * unit - 1.0
    spread = np.concatenate([z, z * z], axis=1)
    spread = (spread - spread.mean(axis=0)) / spread.std(axis=0)
    part = np.stack([sparse_fit(spread, one)[1] ** 2 / max(float(one.var()), 1e-12) for one in y.T])
    return np.flatnonzero((part[:, :unit.shape[1]] + part[:, unit.shape[1]:]).max(axis=0) >= least)


def fit(unit: Array, y: Array, active: npt.NDArray[np.int64],
        progress: Callable[[int], None] | None = None) -> Emulator:
    """Fit one surface for each measurement: unit (points, inputs), y (points, measurements)."""
    x = features(unit[:, active])
    centre, scale = x.mean(axis=0), x.std(axis=0)
    fits = []
    for one in y.T:
        fits.append(sparse_fit((x - centre) / scale, one))
        if progress is not None:
            progress(1)
    weights = np.stack([weight for _, weight, _ in fits], axis=1) / scale[:, None]
    intercept = np.asarray([level for level, _, _ in fits]) - centre @ weights
    sd = np.asarray([error for _, _, error in fits])
    return Emulator(active, intercept, weights, sd, 1.0 - sd ** 2 / np.maximum(y.var(axis=0), 1e-12))


def sparse_fit(x: Array, y: Array) -> tuple[float, Array, float]:
    """Lasso with its penalty chosen by cross-validation: intercept, weights, error of prediction."""
    from sklearn.linear_model import LassoCV

    if float(y.std()) < 1e-12:
        return float(y.mean()), np.zeros(x.shape[1]), 0.0
    model = LassoCV(cv=FOLDS, alphas=30, eps=1e-2, max_iter=5000, tol=1e-3).fit(x, y)
    error = float(np.sqrt(model.mse_path_.mean(axis=1).min()))
    return float(model.intercept_), np.asarray(model.coef_, dtype=np.float64), error
