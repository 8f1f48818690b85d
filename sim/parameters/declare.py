"""How a number is declared: once, with meaning, unit, range and source.

A declaration is a pydantic field that carries, besides the default and the hard
bounds which validation enforces, what a reader must know to judge it: the unit,
the plausible range (for sensitivity studies and sliders) and where it comes from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Basis = Literal["verified", "second-hand", "recalled", "fitted", "assumption", "input"]
"""How well a default is supported.

``verified``: the figure was seen in the source. ``second-hand``: practitioner or
vendor figure. ``recalled``: cited from memory. ``fitted``: the source gives a direction or an
effect size, the coefficient is found by calibration to the patterns of the literature.
``assumption``: no source; belongs in every sensitivity study, and is calibrated where the
patterns pin it down. ``input``: a fact of the user's organisation.
"""


class Section(BaseModel):
    """A block of declared values: strict types, no unknown keys, immutable."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


def declare(
    default: Any,
    meaning: str,
    *,
    label: str | None = None,
    choices: Mapping[str, str] | None = None,
    unit: str,
    plausible: tuple[float, float] | None = None,
    bounds: tuple[float, float] | None = None,
    source: str,
    basis: Basis = "assumption",
    structural: bool = False,
    claims: tuple[str, ...] = (),
    strict: bool | None = None,
) -> Any:
    """Declare one value of a scenario or one parameter of a law.

    Parameters
    ----------
    default : the value used when a file is silent; ``...`` makes the field required.
    meaning : one sentence for a practitioner.
    label : the short name that people read; every value of a scenario has one.
    choices : of a choice, what each of its words is called.
    unit : unit of the value, e.g. ``"share"``, ``"1/quarter"``, ``"EUR/quarter"``.
    plausible : range to sweep; inside ``bounds``.
    bounds : hard limits, inclusive; a value outside is an error.
    source : citation, evidence row or ``"assumption"``.
    basis : how well the default is supported, see `Basis`.
    structural : True where the value shapes the tables (head counts, horizon) and so
        cannot differ between the runs of one batch.
    claims : ids of the source claims that the value serves.
    strict : False for lists, which files give as lists and the model keeps as tuples.
    """
    limits: dict[str, Any] = {} if bounds is None else {"ge": bounds[0], "le": bounds[1]}
    return Field(
        default=default,
        title=label,
        description=meaning,
        strict=strict,
        json_schema_extra={
            "unit": unit,
            "plausible": list(plausible) if plausible else None,
            "source": source,
            "basis": basis,
            "structural": structural,
            "claims": list(claims),
            **({} if choices is None else {"choices": dict(choices)}),
        },
        **limits,
    )


def share(default: Any, meaning: str, **details: Any) -> Any:
    """Declare a share or an index between 0 and 1; see `declare`."""
    details.setdefault("unit", "0-1")
    return declare(default, meaning, bounds=(0.0, 1.0), **details)
