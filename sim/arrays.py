"""The one type of all tables: how arrays are annotated."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
"""Numbers of a model: mostly (slots, runs), (runs,) or (quarters, runs); the docstring of a function says which."""

Runs = npt.NDArray[np.int64]
"""Numbers of runs, shape (runs,): run k has the same luck in every batch."""
