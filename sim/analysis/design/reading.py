"""Reads a design file and says everything that is wrong with it, at once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from sim.analysis.design.factors import Factor, Simplex
from sim.analysis.design.names import FAMILY, family
from sim.analysis.design.observed import MAY_BE_MISSING, observable
from sim.analysis.design.sampling import LARGEST, Axis, count_of
from sim.analysis.design.schema import Design, GridOfTwo, Morris, Sobol
from sim.analysis.design.settle import FactorError, settled, settled_mixture
from sim.scenario.messages import explain
from sim.scenario.overrides import parse_overrides
from sim.scenario.problems import Path, Problem, ScenarioError, nearest
from sim.scenario.reading import Document, is_too_deep, load_scenario, read_document
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON

MOST_RUNS = 10**9
"""Runs of one sweep: half a million parts, and on a hundred cores three hours."""
Findings = list[tuple[Path, str]]


@dataclass(frozen=True)
class Question:
    """A design that can be carried out: with its scenario, and with every factor settled.

    axes : what varies, in the order of the design; strategies : names, carrying on first; file : where it was read.
    """

    design: Design
    scenario: Scenario
    axes: tuple[Axis, ...]
    strategies: tuple[str, ...]
    file: str = "<design>"
    scenario_file: str = "<scenario>"

    @property
    def factors(self) -> tuple[Factor, ...]:
        """What varies one by one (shares of a mixture are not among them)."""
        return tuple(axis for axis in self.axes if isinstance(axis, Factor))

    @property
    def points(self) -> int:
        """Number of points."""
        return count_of(self.design.sampler, self.axes)


@dataclass
class _Reader:
    """Settles one design, and collects what is wrong."""

    design: Design
    scenario: Scenario
    found: Findings = field(default_factory=list)

    def axes(self) -> list[Axis]:
        """Every factor and mixture; what is wrong is noted and left out."""
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
            found[name] = settled(self.scenario, name, spec, role)
        except FactorError as trouble:
            self.found.append(((*path, trouble.key) if trouble.key else path, str(trouble)))

    def _mixture(self, path: Path, mixture: Any) -> Simplex | None:
        try:
            return settled_mixture(self.scenario, mixture)
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
        """Note what does not go together: sampler, factors, outcomes, size."""
        self.found += _of_outcomes(self.design, self.scenario)
        if not self.found or axes:
            self.found += _of_sampler(self.design, axes)
        if axes:
            self.found += _of_size(self.design, axes, strategies)
        for k, name in enumerate(self.design.excluded):
            if not any(p.endswith(FAMILY) and name.startswith(p[:-1]) for p in self.design.uncertainties):
                self.found.append((("excluded", k), f"'{name}' is in no family that is asked for"))


def load_design(path: str | os.PathLike[str], overrides: Iterable[str] = ()) -> Question:
    """Read a design file, the scenario it names, and settle every factor.

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
    return settle(design, load_scenario(place), document, str(place))


def settle(design: Design, scenario: Scenario, document: Document | None = None, scenario_file: str = "<scenario>"
           ) -> Question:
    """Settle every factor of a design on a scenario; `ScenarioError` with all problems."""
    document = document or Document("<design>", design.model_dump(exclude_unset=True))
    reader = _Reader(design, scenario)
    axes, strategies = reader.axes(), reader.strategies()
    reader.judge(axes, len(strategies))
    if reader.found:
        raise ScenarioError(sorted((document.problem(*one) for one in reader.found), key=Problem.place))
    return Question(design, scenario, tuple(axes), strategies, document.file, scenario_file)


def parsed(document: Document) -> Design:
    """The design as it stands, each value judged alone; `ScenarioError` with all problems."""
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
    if watched.half_width is not None and watched.outcome in MAY_BE_MISSING:
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
