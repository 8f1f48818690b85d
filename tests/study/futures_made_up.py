"""Made-up futures of a sweep, with known truths."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sim.study.futures import Futures

TITLES = {"carry_on": "Carry on", "transform_everyone": "Transform everyone", "add_sellers": "Add sellers"}


def futures(points: pd.DataFrame, values: Mapping[str, np.ndarray], outcome: str = "npv") -> Futures:
    """Futures from (worlds, runs) of each strategy."""
    points = points.rename_axis("point")
    runs = next(iter(values.values())).shape[1]
    index = pd.MultiIndex.from_product([points.index, range(runs)], names=["point", "run"])
    table = pd.DataFrame({name: np.asarray(v, dtype=float).ravel() for name, v in values.items()}, index=index)
    return Futures(outcome, table, points, {name: TITLES.get(name, name) for name in values}, {})


def worlds(count: int, seed: int, factors: str = "abcd") -> pd.DataFrame:
    """Latin hypercube of worlds in the unit cube."""
    generator = np.random.default_rng(seed)
    return pd.DataFrame({name: (generator.permutation(count) + generator.random(count)) / count for name in factors})
