"""Reads a design file, completes its factors, and reports everything that is wrong with it at once."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any, Literal

from pydantic import ValidationError

from sim.comparison.observed import may_be_missing, observable
from sim.scenario.columns import can_vary
from sim.scenario.lookup import details_of
from sim.scenario.messages import explain, shown
from sim.scenario.overrides import parse_overrides
from sim.scenario.problems import Path, Problem, ScenarioError, nearest
from sim.scenario.reading import Document, is_too_deep, load_scenario, read_document
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON
from sim.study.design.factors import Factor, Kind, Simplex
from sim.study.design.sampling import LARGEST, Axis, count_of
from sim.study.design.schema import (
    BONUS_PARTS,
    FAMILY,
    Design,
    Found,
    GridOfTwo,
    Mixture,
    Morris,
    Sobol,
    Spec,
    family,
    find,
)

# --- factors: kind, range from the declaration, distribution ---------------------------------------------------------

MIXED = "individual, team and company of a bonus add to 1; let them vary together, as names of one of [[mixtures]]"


class FactorError(ValueError):
    """An error in one factor; `key` is the entry of its table to change."""

    def __init__(self, message: str, key: str = "") -> None:
        self.key = key
        super().__init__(message)


def resolved_factor(scenario: Scenario, name: str, spec: Spec, role: Literal["uncertainty", "lever"]) -> Factor:
    """Complete one factor; `FactorError` if that is not possible."""
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


def resolved_mixture(scenario: Scenario, mixture: Mixture) -> Simplex:
    """Complete a mixture of shares; `FactorError` if its names are not shares of the scenario."""
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


MOST_RUNS = 10**9
"""Most runs of one sweep: half a million parts, or three hours on a hundred cores."""
Findings = list[tuple[Path, str]]


@dataclass(frozen=True)
class PreparedDesign:
    """A design that is ready to run: with its scenario and with every factor resolved.

    axes : what varies, in the order of the design; strategies : names, carrying on first; document : the file as
    read, for error messages.
    """

    design: Design
    scenario: Scenario
    axes: tuple[Axis, ...]
    strategies: tuple[str, ...]
    document: Document
    scenario_file: str = "<scenario>"

    @property
    def factors(self) -> tuple[Factor, ...]:
        """Factors that vary individually (shares of a mixture do not)."""
        return tuple(axis for axis in self.axes if isinstance(axis, Factor))

    @property
    def points(self) -> int:
        """Number of points."""
        return count_of(self.design.sampler, self.axes)

    def problem(self, path: Path, message: str) -> Problem:
        """Return a problem of the design, with its place in the file or on the command line."""
        return self.document.problem(path, message)


@dataclass
class _Reader:
    """Resolves the factors of one design and collects problems."""

    design: Design
    scenario: Scenario
    found: Findings = field(default_factory=list)

    def axes(self) -> list[Axis]:
        """Resolve every factor and mixture; faulty ones are recorded and left out."""
        mixtures = [m for k, mixture in enumerate(self.design.mixtures)
                    if (m := self._mixture(("mixtures", k), mixture)) is not None]
        shares = {name for mixture in mixtures for name in mixture.names}
        uncertain = self._family_factors()
        for name in [n for n in self.design.uncertainties if not n.endswith(FAMILY)]:
            self._add(uncertain, ("uncertainties", name), name, self.design.uncertainties[name], "uncertainty")
        for name, spec in self.design.levers.values.items():
            self._add(uncertain, ("levers", "values", name), name, spec, "lever")
        for name in shares & set(uncertain):
            self.found.append((("uncertainties", name), "is also a share of a mixture; name it once"))
        return [*uncertain.values(), *mixtures]

    def _family_factors(self) -> dict[str, Factor]:
        found: dict[str, Factor] = {}
        for pattern, spec in self.design.uncertainties.items():
            if not pattern.endswith(FAMILY):
                continue
            path: Path = ("uncertainties", pattern)
            if spec.model_fields_set - {"steps", "distribution"}:
                self.found.append((path, "a whole family takes its declared ranges; give a range to single names"))
            try:
                names = [row.name for row in family(pattern)]
            except LookupError as error:
                self.found.append((path, str(error.args[0])))
                continue
            for name in names:
                if name not in self.design.excluded and name not in self.design.uncertainties:
                    self._add(found, path, name, spec, "uncertainty")
        return found

    def _add(self, found: dict[str, Factor], path: Path, name: str, spec: Any, role: Any) -> None:
        try:
            found[name] = resolved_factor(self.scenario, name, spec, role)
        except FactorError as trouble:
            self.found.append(((*path, trouble.key) if trouble.key else path, str(trouble)))

    def _mixture(self, path: Path, mixture: Any) -> Simplex | None:
        try:
            return resolved_mixture(self.scenario, mixture)
        except FactorError as trouble:
            self.found.append(((*path, trouble.key) if trouble.key else path, str(trouble)))
            return None

    def strategies(self) -> tuple[str, ...]:
        """Names compared, carrying on first."""
        known = [s.name for s in self.scenario.strategies]
        asked = self.design.levers.strategies
        for k, name in enumerate(asked or ()):
            if name not in known:
                guess = nearest(name, known)
                self.found.append((("levers", "strategies", k), f"'{name}' is no strategy of the scenario; "
                                   + (f"did you mean '{guess}'?" if guess else f"there are: {', '.join(known)}")))
        return tuple(dict.fromkeys([CARRY_ON, *(known if asked is None else asked)]))

    def judge(self, axes: list[Axis], strategies: int) -> None:
        """Record inconsistencies between sampler, factors, outcomes and size."""
        self.found += _of_outcomes(self.design, self.scenario)
        if not self.found or axes:
            self.found += _of_sampler(self.design, axes)
        if axes:
            self.found += _of_size(self.design, axes, strategies)
        for k, name in enumerate(self.design.excluded):
            if not any(p.endswith(FAMILY) and name.startswith(p[:-1]) for p in self.design.uncertainties):
                self.found.append((("excluded", k), f"'{name}' is in no family that is asked for"))


def load_design(path: str | os.PathLike[str], overrides: Iterable[str] = ()) -> PreparedDesign:
    """Read a design file and the scenario it names, and resolve every factor.

    Parameters
    ----------
    path : the TOML file. overrides : values of the design to change, e.g. ``["sampler.points=50"]``.

    Raises
    ------
    ScenarioError
        with every problem of the design, or of its scenario.
    """
    document = read_document(path, "design").with_changes(parse_overrides(overrides))
    design = parsed(document)
    place = FilePath(path).parent / design.scenario
    return prepare(design, load_scenario(place), document, str(place))


def prepare(design: Design, scenario: Scenario, document: Document | None = None, scenario_file: str = "<scenario>"
           ) -> PreparedDesign:
    """Resolve every factor of a design on a scenario; `ScenarioError` with all problems."""
    document = document or Document("<design>", design.model_dump(exclude_unset=True))
    reader = _Reader(design, scenario)
    axes, strategies = reader.axes(), reader.strategies()
    reader.judge(axes, len(strategies))
    if reader.found:
        raise ScenarioError(sorted((document.problem(*one) for one in reader.found), key=Problem.place))
    return PreparedDesign(design, scenario, tuple(axes), strategies, document, scenario_file)


def parsed(document: Document) -> Design:
    """Validate the design as written, each value on its own; `ScenarioError` with all problems."""
    if is_too_deep(document.data):
        raise ScenarioError([Problem(document.file, None, "", "is nested too deeply; no design needs that")])
    try:
        return Design.model_validate(document.data)
    except ValidationError as error:
        found = [explain(one, Design) for one in error.errors(include_url=False)]
        raise ScenarioError(sorted((document.problem(*one) for one in found), key=Problem.place)) from None


def _of_outcomes(design: Design, scenario: Scenario) -> Iterator[tuple[Path, str]]:
    for k, name in enumerate(design.outcomes):
        trouble = observable(name, scenario.quarters)
        if trouble:
            yield ("outcomes", k), trouble
    if not design.outcomes:
        yield ("outcomes",), "at least one outcome is needed"
    watched = design.replications
    if watched.half_width is not None and watched.outcome not in design.outcomes:
        yield ("replications", "outcome"), f"'{watched.outcome}' is not among the outcomes; add it there"
    if watched.half_width is not None and may_be_missing(watched.outcome):
        yield ("replications", "outcome"), f"'{watched.outcome}' has no value in some futures, so no mean to be sure of"
    if watched.half_width is not None and watched.number < 2:
        yield ("replications", "number"), "an interval needs at least 2 futures to begin with"
    if watched.half_width is not None and watched.at_most < watched.number:
        yield ("replications", "at_most"), f"must not be below number ({watched.number})"


def _of_size(design: Design, axes: list[Axis], strategies: int) -> Iterator[tuple[Path, str]]:
    points = count_of(design.sampler, axes)
    cells = points * sum(len(axis.names) for axis in axes)
    if cells > LARGEST:
        yield ("sampler",), (f"asks for {cells:,} values in the table of points, more than {LARGEST:,}; take fewer "
                             "points (more runs of each come from replications)")
    asked = design.replications
    runs = points * strategies * (asked.number if asked.half_width is None else asked.at_most)
    if runs > MOST_RUNS:
        yield ("replications",), f"the design asks for up to {runs:,} runs, more than {MOST_RUNS:,}; split it"


def _of_sampler(design: Design, axes: list[Axis]) -> Iterator[tuple[Path, str]]:
    sampler = design.sampler
    if not axes:
        yield ("uncertainties",), "nothing varies; name at least one uncertainty, mixture or lever value"
        return
    mixtures = [axis for axis in axes if isinstance(axis, Simplex)]
    if isinstance(sampler, GridOfTwo) and len(axes) != 2:
        yield ("sampler", "kind"), f"a grid of two needs exactly 2 factors, there are {len(axes)}"
    if isinstance(sampler, Sobol | Morris) and mixtures:
        yield ("mixtures",), f"the sampler '{sampler.kind}' moves factors one by one; a mixture cannot be moved so"
    if isinstance(sampler, Sobol) and sampler.base & (sampler.base - 1):
        yield ("sampler", "base"), f"{sampler.base} is no power of 2; take {1 << sampler.base.bit_length() - 1}"
    if isinstance(sampler, Morris) and sampler.levels % 2:
        yield ("sampler", "levels"), "must be even"
