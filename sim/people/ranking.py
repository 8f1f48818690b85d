"""Ranks within a run."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def ranks(x: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Rank of every row within its column, 0 for the smallest; ties go by row: (rows, runs) -> (rows, runs)."""
    rank = np.empty(x.shape, dtype=np.int64)
    np.put_along_axis(rank, np.argsort(x, axis=0, kind="stable"), np.arange(x.shape[0])[:, None], axis=0)
    return rank
