"""Made-up curves for the tests of conditions."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.statistics.thresholds import Curve

Array = npt.NDArray[np.float64]
X = np.linspace(0.0, 1.0, 11)


def noisy(mean: Array, runs: int, spread: float = 1.0, seed: int = 0) -> Curve:
    """A curve whose runs are shifted up and down as a whole, by no more and no less on average."""
    shifts = np.random.default_rng(seed).normal(0.0, spread, runs)
    return Curve(X, mean[:, None] + (shifts - shifts.mean())[None, :])
