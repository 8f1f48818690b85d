"""When a strategy succeeds: in which worlds, or in which share of a world's futures, it wins."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from sim.analysis.futures import Futures, strategy_in

Array = npt.NDArray[np.float64]
By = Literal["worlds", "futures"]
"""Worlds: a strategy wins a world by its mean over the futures there, yes or no. Futures: the share of them it wins."""


def success(futures: Futures, strategy: str, against: str | None = None, by: By = "worlds") -> Array:
    """Success of a strategy in each world, (worlds,) 0-1.

    Parameters
    ----------
    strategy : who shall win. against : whom; None is all others together. A tie among k counts 1/k.
    by : `worlds` compares the means over the futures of a world; `futures` gives the share of its futures won.

    Raises
    ------
    BadArgumentError
        For an unknown strategy.
    """
    others = [name for name in futures.strategies if name != strategy] if against is None else \
        [strategy_in(futures, against)]
    table = futures.means if by == "worlds" else futures.table
    values = futures.sign * table[[strategy_in(futures, strategy), *others]].to_numpy()
    best = values == values.max(axis=1, keepdims=True)
    wins = best[:, 0] / best.sum(axis=1)
    return np.asarray(wins) if by == "worlds" else futures.by_world(wins)
