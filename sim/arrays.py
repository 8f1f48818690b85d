"""The one type of all tables: how arrays are annotated, and how records of them are changed together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
"""Numbers of a model: mostly (slots, runs), (runs,) or (quarters, runs); the docstring of a function says which."""

Runs = npt.NDArray[np.int64]
"""Numbers of runs, shape (runs,): run k has the same luck in every batch."""

RecordT = TypeVar("RecordT")


def each(record: RecordT, change: Callable[[Array], Array]) -> RecordT:
    """A copy of a record with every array in it changed, also those in records and dictionaries inside it.

    What has no axis, such as a value that all runs share, stays as it is.
    """
    return _each(record, change)  # type: ignore[no-any-return]


def _each(value: Any, change: Callable[[Array], Array]) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: _each(getattr(value, one.name), change) for one in fields(value)})
    if isinstance(value, dict):
        return {name: _each(inner, change) for name, inner in value.items()}
    return change(value) if isinstance(value, np.ndarray) and value.ndim else value
