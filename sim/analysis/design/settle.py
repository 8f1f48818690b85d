"""Settles what a design leaves open: the kind of a factor, its range from the declaration, its distribution."""

from __future__ import annotations

import math
from typing import Any, Literal

from sim.analysis.design.factors import Factor, Kind, Simplex
from sim.analysis.design.names import BONUS_PARTS, Found, find
from sim.analysis.design.schema import Mixture, Spec
from sim.scenario.columns import can_vary
from sim.scenario.lookup import details_of
from sim.scenario.messages import shown
from sim.scenario.schema import Scenario

MIXED = "individual, team and company of a bonus add to 1; let them vary together, as names of one of [[mixtures]]"


class FactorError(ValueError):
    """Something wrong with one factor; `key` is the part of its table that is to be changed."""

    def __init__(self, message: str, key: str = "") -> None:
        self.key = key
        super().__init__(message)


def settled(scenario: Scenario, name: str, spec: Spec, role: Literal["uncertainty", "lever"]) -> Factor:
    """One factor with everything it needs; `FactorError` where that is not to be had."""
    try:
        found = find(scenario, name)
    except LookupError as error:
        raise FactorError(str(error.args[0])) from None
    if found.path[-1] in BONUS_PARTS and "bonus" in found.path:
        raise FactorError(MIXED)
    if spec.values is not None:
        return _listed(scenario, name, spec, found, role)
    if not found.is_number:
        raise FactorError("is no number, so it has no range; give its values = [...]", "values")
    low, high = _range(spec, found)
    _bent(spec, low, high)
    shape = {k: float(v) for k in ("mean", "sd", "mode") if (v := getattr(spec, k)) is not None}
    kind: Kind = "whole" if found.field.annotation is int else "number"
    return _factor(scenario, name, found, role, kind, low, high, steps=spec.steps, distribution=spec.distribution,
                   shape=shape)


def settled_mixture(scenario: Scenario, mixture: Mixture) -> Simplex:
    """A mixture whose names are shares of the scenario; `FactorError` where they are not."""
    if len(set(mixture.names)) < 2 or len(set(mixture.names)) < len(mixture.names):
        raise FactorError("a mixture has at least two names, each once", "names")
    for name in mixture.names:
        try:
            found = find(scenario, name)
        except LookupError as error:
            raise FactorError(f"{name}: {error.args[0]}", "names") from None
        if found.limits != (0.0, 1.0):
            raise FactorError(f"{name} is no share from 0 to 1", "names")
    return Simplex(mixture.names, mixture.steps)


def _factor(scenario: Scenario, name: str, found: Found, role: Literal["uncertainty", "lever"], kind: Kind,
            low: float, high: float, **more: Any) -> Factor:
    unit = str(details_of(found.field).get("unit", ""))
    return Factor(name, role, kind, unit, found.field.description or "", low, high,
                  structural=not can_vary(scenario, name), **more)


def _listed(scenario: Scenario, name: str, spec: Spec, found: Found, role: Literal["uncertainty", "lever"]) -> Factor:
    if spec.model_fields_set - {"values"}:
        raise FactorError("values stand for themselves; leave the range and the distribution out", "values")
    values = tuple(spec.values or ())
    if len(values) < 2 or len({str(v) for v in values}) < len(values):
        raise FactorError("needs at least two values, each once", "values")
    for value in values:
        _check_value(value, found)
    numbers = [float(v) for v in values] if found.is_number else [math.nan]
    kind: Kind = "choice" if not found.is_number else "whole" if found.field.annotation is int else "number"
    levels = tuple(map(float, values)) if found.is_number else values
    return _factor(scenario, name, found, role, kind, min(numbers), max(numbers), levels=levels)


def _check_value(value: Any, found: Found) -> None:
    if found.is_number:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise FactorError(f"{shown(value)} is no number", "values")
        _within(float(value), found, "values")
    elif found.choices and value not in found.choices:
        raise FactorError(f"{shown(value)} is not allowed; allowed: {', '.join(map(str, found.choices))}", "values")
    elif not found.choices and type(value) is not found.field.annotation:
        raise FactorError(f"{shown(value)} does not fit there", "values")


def _within(value: float, found: Found, key: str) -> None:
    low, high = found.limits
    if not math.isfinite(value) or (low is not None and value < low) or (high is not None and value > high):
        raise FactorError(f"is {shown(value)}; allowed is from {shown(low)} to {shown(high)}", key)
    if found.field.annotation is int and value != round(value):
        raise FactorError(f"is {shown(value)}; a whole number is needed", key)


def _range(spec: Spec, found: Found) -> tuple[float, float]:
    declared = found.plausible
    ends = []
    for key, given, usual in (("low", spec.low, declared[0]), ("high", spec.high, declared[1])):
        value = usual if given is None else given
        if value is None:
            raise FactorError("has no declared range; give low and high, or values", key)
        if given is not None:
            _within(float(given), found, key)
        ends.append(float(value))
    if not ends[0] < ends[1]:
        raise FactorError(f"the range from {ends[0]:g} to {ends[1]:g} is empty; low must be below high",
                      "low" if spec.low is not None else "high" if spec.high is not None else "")
    return ends[0], ends[1]


def _bent(spec: Spec, low: float, high: float) -> None:
    """Refuse a distribution whose numbers are missing, too many or impossible."""
    needed = {"normal": {"mean", "sd"}, "triangular": {"mode"}}.get(spec.distribution, set())
    given = {key for key in ("mean", "sd", "mode") if getattr(spec, key) is not None}
    if given != needed:
        wants = " and ".join(sorted(needed)) or "no further numbers"
        raise FactorError(f"a {spec.distribution} distribution needs {wants}", "distribution")
    if spec.distribution == "log_uniform" and low <= 0.0:
        raise FactorError("a log_uniform distribution needs a range above 0", "low")
    if spec.sd is not None and spec.sd <= 0.0:
        raise FactorError("must be above 0", "sd")
    if spec.mode is not None and not low <= spec.mode <= high:
        raise FactorError(f"must lie within the range from {low:g} to {high:g}", "mode")
