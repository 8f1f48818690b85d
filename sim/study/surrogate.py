"""A surrogate: a Gaussian process in place of the simulation, for maps over two factors and quick what-ifs.

Used by `salesshift map` for designs other than grids: the map averages the surrogate over the worlds of the design, or
fixes other factors at given values. A surrogate that does not predict worlds it has not seen is refused.
"""

from __future__ import annotations

import importlib
import importlib.util
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.arrays import Array
from sim.study.discovery.sample import Indices, Sample, Screen

MESSAGE = "needs the extra 'research': pip install 'salesshift[research]'"


def learning(what: str) -> None:
    """Check that scikit-learn is installed; `ImportError` states in one line what needs it and how to get it."""
    if importlib.util.find_spec("sklearn") is None:
        raise ImportError(f"{what} {MESSAGE}")


def salib(name: str, what: str) -> Any:
    """Import a module of SALib, e.g. ``analyze.sobol``; `ImportError` states in one line what needs it."""
    try:
        return importlib.import_module(f"SALib.{name}")
    except ImportError:
        raise ImportError(f"{what} {MESSAGE}") from None


LEAST_EXPLAINED = 0.5
"""Share of the variance between unseen worlds that a surrogate must explain: below half, the mean misleads less."""
MOST_FACTORS = 12
"""Factors of a surrogate: the ones that its outcome goes with most. A length for each must be found."""
MOST_WORLDS = 1_000
"""Worlds that a surrogate keeps; its effort grows with their cube."""
WORLDS_FOR_LENGTHS = 250
"""Worlds from which the lengths are found, which takes dozens of fits."""
FOLDS = 5
SEED = 20_240_229
SHORTEST, LONGEST, FIRST = 0.05, 20.0, 1.0
"""Length over which the outcome changes, in widths of a factor's range: bounds and where the search begins."""
LEAST_NOISE, MOST_NOISE, FIRST_NOISE = 1e-6, 2.0, 0.1
"""Variance within a world, as a share of that between worlds."""


class PoorSurrogateError(ValueError):
    """A surrogate that predicts too little to be used."""


@dataclass(frozen=True)
class Surrogate:
    """A fitted surrogate.

    axes : factors of the sample that it uses. low, width : (axes,) of their ranges. explained : share of the variance
    between worlds not seen, by cross-validation; what is left is chance within worlds, too. mean, scale : of the
    outcome.
    """

    axes: Indices
    low: Array
    width: Array
    process: Any
    mean: float
    scale: float
    explained: float

    def __call__(self, x: Array) -> Array:
        """Expected outcome, (worlds, all factors of the sample) -> (worlds,), in the outcome's unit."""
        return self.mean + self.scale * np.asarray(self.process.predict((x[:, self.axes] - self.low) / self.width))

    def with_error(self, x: Array) -> tuple[Array, Array]:
        """Expected outcome, and the standard error of that expectation; (worlds,) each."""
        unit = (x[:, self.axes] - self.low) / self.width
        mean, spread = self.process.predict(unit, return_std=True)
        return self.mean + self.scale * np.asarray(mean), self.scale * np.asarray(spread)


def surrogate(sample: Sample, y: npt.ArrayLike, least: float = LEAST_EXPLAINED) -> Surrogate:
    """Fit a surrogate to an outcome of each world, (worlds,) in any unit.

    Raises
    ------
    PoorSurrogateError
        Where it explains less than `least` of the variance between worlds that it has not seen.
    ImportError
        Without scikit-learn.
    """
    learning("a surrogate")
    values = np.asarray(y, dtype=np.float64)
    if values.size < 2 * FOLDS or float(values.std()) == 0.0:
        raise PoorSurrogateError("no surrogate: there are too few worlds, or the outcome is the same in all")
    kept = np.sort(np.random.default_rng(SEED).permutation(values.size)[:MOST_WORLDS])
    part, values = sample.part(kept), values[kept]
    explained = _explained(part, values)
    if not explained >= least:
        raise PoorSurrogateError(
            f"no surrogate: it explains {100 * max(explained, 0.0):.0f} % of the differences between worlds that it "
            f"has not seen, and {100 * least:.0f} % are needed; more worlds, or more futures in each, may help")
    return _fitted(part, values, explained)


def _explained(sample: Sample, y: Array) -> float:
    """Share of the variance explained in worlds left out; factors and lengths are chosen anew without them."""
    from sklearn.model_selection import KFold

    told = np.empty(y.size)
    for seen, unseen in KFold(FOLDS, shuffle=True, random_state=SEED).split(y[:, None]):
        told[unseen] = _fitted(sample.part(seen), y[seen], np.nan)(sample.x[unseen])
    return 1.0 - float(((y - told) ** 2).mean()) / float(y.var())


def _fitted(sample: Sample, y: Array, explained: float) -> Surrogate:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

    axes = Screen.of(sample).strongest(y, MOST_FACTORS)
    low = np.asarray([sample.axes[j].low for j in axes])
    width = np.asarray([max(sample.axes[j].high - sample.axes[j].low, 1e-12) for j in axes])
    mean, scale = float(y.mean()), float(y.std())
    unit, standard = (sample.x[:, axes] - low) / width, (y - mean) / scale
    kernel = (ConstantKernel(1.0) * Matern(np.full(axes.size, FIRST), (SHORTEST, LONGEST), nu=2.5)
              + WhiteKernel(FIRST_NOISE, (LEAST_NOISE, MOST_NOISE)))
    few = np.random.default_rng(SEED).permutation(y.size)[:WORLDS_FOR_LENGTHS]
    with warnings.catch_warnings():  # a length at its bound says that the factor does nothing
        warnings.simplefilter("ignore", ConvergenceWarning)
        lengths = GaussianProcessRegressor(kernel, random_state=0).fit(unit[few], standard[few]).kernel_
        process = GaussianProcessRegressor(lengths, optimizer=None).fit(unit, standard)
    return Surrogate(axes, low, width, process, mean, scale, explained)
