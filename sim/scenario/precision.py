"""Double or single precision: the numbers of a scenario and of a plan in the precision of a batch.

Arrays are annotated as double throughout; in a batch of single precision they hold float32. A Python float leaves
an array as it is, but NumPy's own numbers do not: one value of double precision would turn everything it is combined
with into double. So all numbers of a batch are converted before its first quarter.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, Literal, TypeVar, cast

import numpy as np

from sim.parameters.declare import Section

Precision = Literal["double", "single"]
DType = type[np.float64]
"""Constructor of numbers in the batch's precision; annotated as double, like arrays."""
PRECISIONS: dict[str, DType] = {"double": np.float64, "single": cast(DType, np.float32)}
ValueT = TypeVar("ValueT")


def dtype_of(precision: str) -> DType:
    """The type of the numbers; `ValueError` that names the choices for any other word."""
    if precision not in PRECISIONS:
        raise ValueError(f"precision must be one of {', '.join(map(repr, PRECISIONS))}, not {precision!r}")
    return PRECISIONS[precision]


def in_precision(value: ValueT, dtype: DType) -> ValueT:
    """A scenario, a plan or any part of them with its numbers in that precision; double leaves it as it is.

    Whole numbers stay whole, unless they differ from run to run: a column of them becomes numbers of the precision.
    """
    return value if dtype is np.float64 else cast(ValueT, _converted(value, dtype))


def _converted(value: Any, dtype: DType) -> Any:
    if isinstance(value, np.ndarray):
        return value.astype(dtype)
    if isinstance(value, float):
        return dtype(value)
    if isinstance(value, list | tuple):
        return type(value)(_converted(part, dtype) for part in value)
    if isinstance(value, dict):
        return {name: _converted(part, dtype) for name, part in value.items()}
    if isinstance(value, Section):
        return value.model_copy(update={name: _converted(part, dtype) for name, part in value})
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _converted(getattr(value, f.name), dtype) for f in fields(value)})
    return value
