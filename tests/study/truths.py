"""Functions whose indices are known, and studies of them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from sim.study.sensitivity import Assumption, QuantityOfInterest, Sensitivity, Study

Array = np.ndarray
Function = Callable[[Array], Array]
QUESTION = QuantityOfInterest("npv", "a", "b", "Plan A", "Plan B")


def ishigami(u: Array) -> Array:
    """On the unit cube; the fourth coordinate and all beyond do nothing. Ishigami & Homma 1990, a = 7, b = 0.1."""
    x = np.pi * (2.0 * u - 1.0)
    return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def ishigami_indices() -> tuple[Array, Array, float]:
    """First order and total of the three coordinates and one that does nothing, and the variance."""
    a, b, pi = 7.0, 0.1, np.pi
    one, two = 0.5 * (1 + b * pi**4 / 5) ** 2, a**2 / 8
    pair = b**2 * pi**8 * 8 / 225
    variance = one + two + pair
    return (np.array([one, two, 0.0, 0.0]) / variance, np.array([one + pair, two, pair, 0.0]) / variance, variance)


WEIGHTS = np.array([0.0, 0.5, 3.0, 9.0, 99.0])


def sobol_g(u: Array) -> Array:
    """Sobol's g-function."""
    return np.prod((np.abs(4.0 * u - 2.0) + WEIGHTS) / (1.0 + WEIGHTS), axis=1)


def sobol_g_indices() -> tuple[Array, Array]:
    parts = 1.0 / (3.0 * (1.0 + WEIGHTS) ** 2)
    variance = np.prod(1.0 + parts) - 1.0
    return parts / variance, parts * np.prod(1.0 + parts) / (1.0 + parts) / variance


def linear(weights: Array) -> Function:
    return lambda u: (u - 0.5) @ weights


def named(width: int) -> tuple[Assumption, ...]:
    return tuple(Assumption(f"framework.x{k}", 0.0, 1.0, "0-1", f"The {k}th.") for k in range(width))


def points(layout: str, size: int, width: int, *, second_order: bool = False) -> Array:
    """Points of the unit cube in the layout of a sampler."""
    if layout == "sample":
        from scipy.stats.qmc import LatinHypercube

        return LatinHypercube(width, rng=np.random.default_rng(3)).random(size)
    if layout == "factorial":
        return np.stack(np.meshgrid(*[(np.arange(size) + 0.5) / size] * width, indexing="ij"), -1).reshape(-1, width)
    pytest.importorskip("SALib")
    from SALib.sample import morris, sobol

    problem = {"num_vars": width, "names": [f"x{k}" for k in range(width)], "bounds": [[0.0, 1.0]] * width}
    if layout == "sobol":
        return sobol.sample(problem, size, calc_second_order=second_order, seed=4)
    return morris.sample(problem, size, num_levels=4, seed=4)


def study(f: Function, layout: str, size: int, width: int, *, runs: int = 1, noise: float = 0.0, **more: bool) -> Study:
    x = points(layout, size, width, **more)
    draws = np.random.default_rng(9).normal(0.0, noise, (len(x), runs))
    return Study(named(width), x, f(x)[:, None] + draws, layout, shared_luck=False)


def by_factor(found: Sensitivity, column: str = "measure") -> Array:
    """A column in the order of the assumptions' names."""
    frame = found.frame().sort_values("factor")
    return frame[column].to_numpy()
