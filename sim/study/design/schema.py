"""The design file: one research question in the words of XLRM (Lempert, Popper & Bankes 2003).

X, the exogenous uncertainties: what nobody controls, with ranges. L, the levers: strategies and their doses.
R, the relations: the scenario and the model. M, the measures: the outcomes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic.fields import FieldInfo

from sim.parameters.declare import Section, declare
from sim.scenario.catalogue import rows
from sim.scenario.lookup import Row, bounds_of, choices_of, plausible_of
from sim.scenario.overrides import path_of, position
from sim.scenario.problems import nearest
from sim.scenario.schema import Scenario

Distribution = Literal["uniform", "log_uniform", "normal", "triangular"]
FREE: dict[str, Any] = {"source": "input", "basis": "input"}
"""A design is its author's: nothing in it has a source but the author."""


class Spec(Section):
    """What values an uncertainty or a lever takes; silent means the plausible range of its declaration."""

    low: float | None = declare(None, "Lower end of the range.", unit="that of the value", **FREE)
    high: float | None = declare(None, "Upper end of the range.", unit="that of the value", **FREE)
    steps: int | None = declare(None, "Levels in a full factorial or a grid, evenly over the range.",
                                unit="levels", bounds=(2, 1001), **FREE)
    values: tuple[Any, ...] | None = declare(None, "The levels themselves, instead of a range; numbers or words.",
                                             unit="list", strict=False, **FREE)
    distribution: Distribution = declare("uniform", "How values are spread over the range when they are drawn.",
                                         unit="choice", **FREE)
    mean: float | None = declare(None, "Mean of a normal distribution, cut off at the range.", unit="that of the value",
                                 **FREE)
    sd: float | None = declare(None, "Standard deviation of a normal distribution.", unit="that of the value", **FREE)
    mode: float | None = declare(None, "Mode of a triangular distribution.", unit="that of the value", **FREE)


class Mixture(Section):
    """Shares that add to 1 and vary together, such as the mix of a bonus."""

    names: tuple[str, ...] = declare(..., "Dotted names of the shares.", unit="list", strict=False, **FREE)
    steps: int = declare(6, "Levels of one share in a full factorial: a lattice over the simplex.", unit="levels",
                         bounds=(2, 101), **FREE)


class Levers(Section):
    """What management can do: the strategies compared, and doses or other values of their measures."""

    strategies: tuple[str, ...] | None = declare(
        None, "Strategies to compare; silent means all. Carrying on is always there.", unit="list", strict=False,
        **FREE)
    values: dict[str, Spec] = declare({}, "Values of measures that vary, by dotted name.", unit="table", **FREE)


class FullFactorial(Section):
    """Every level of every factor with every other."""

    kind: Literal["full_factorial"]
    steps: int = declare(5, "Levels of factors that do not say their own.", unit="levels", bounds=(2, 1001), **FREE)


class GridOfTwo(Section):
    """Two factors crossed on a fine grid: a map."""

    kind: Literal["grid_of_two"]
    steps: int = declare(11, "Levels of factors that do not say their own.", unit="levels", bounds=(2, 1001), **FREE)


class LatinHypercube(Section):
    """Points that fill the space evenly in each single factor (McKay, Beckman & Conover 1979)."""

    kind: Literal["latin_hypercube"]
    points: int = declare(..., "Number of points.", unit="points", bounds=(2, 1_000_000), **FREE)


class Sobol(Section):
    """Saltelli's design for Sobol' indices (Saltelli et al. 2010): base x (factors + 2) points."""

    kind: Literal["sobol"]
    base: int = declare(..., "Size of the base sample, a power of 2.", unit="points", bounds=(2, 1_048_576), **FREE)
    second_order: bool = declare(False, "Also for interactions of pairs: base x (2 factors + 2) points.", unit="bool",
                                 **FREE)


class Morris(Section):
    """Elementary effects along random trajectories (Morris 1991): trajectories x (factors + 1) points."""

    kind: Literal["morris"]
    trajectories: int = declare(..., "Number of trajectories.", unit="trajectories", bounds=(2, 100_000), **FREE)
    levels: int = declare(4, "Levels of the grid the trajectories walk on; even.", unit="levels", bounds=(2, 100),
                          **FREE)


Sampler = Annotated[FullFactorial | GridOfTwo | LatinHypercube | Sobol | Morris, Field(discriminator="kind")]


class Replications(Section):
    """How many futures each world gets: a fixed number, or as many as an interval needs."""

    number: int = declare(1, "Futures of each world; with half_width the number to begin with.", unit="runs",
                          bounds=(1, 100_000), **FREE)
    half_width: float | None = declare(
        None, "Half width that the 95 % interval of the mean of `outcome` shall have, for every strategy in every "
        "world; futures are doubled until it has.", unit="that of the outcome", bounds=(1e-12, 1e15), **FREE)
    outcome: str = declare("gain", "The outcome whose interval is watched.", unit="name", **FREE)
    at_most: int = declare(1_000, "Where doubling stops.", unit="runs", bounds=(1, 100_000), **FREE)


class Design(Section):
    """One research question as a plan of runs."""

    title: str = declare(..., "What the experiment is called.", unit="text", **FREE)
    question: str = declare("", "The question it answers.", unit="text", **FREE)
    scenario: str = declare(..., "Scenario file, relative to the design file.", unit="path", **FREE)
    uncertainties: dict[str, Spec] = declare(
        {}, "What nobody controls, by dotted name; 'family.*' takes every number of a family over its plausible range.",
        unit="table", **FREE)
    excluded: tuple[str, ...] = declare((), "Names that a 'family.*' shall leave as they are.", unit="list",
                                        strict=False, **FREE)
    mixtures: tuple[Mixture, ...] = declare((), "Shares that add to 1.", unit="list", strict=False, **FREE)
    levers: Levers = Levers()
    outcomes: tuple[str, ...] = declare(
        ("npv", "gain", "adoption_end"), "Measures of success by name, or OUTCOME@WHEN with a quarter, end, mean, sum, "
        "min or max.", unit="list", strict=False, **FREE)
    sampler: Sampler = declare(..., "Which worlds are looked at.", unit="table", **FREE)
    replications: Replications = Replications()
    futures: Literal["shared", "own"] = declare(
        "shared", "Shared: every world sees the same futures, so that differences between worlds are not luck. Own: "
        "every world has futures of its own, so that no single future colours all of them.", unit="choice", **FREE)
    seed: int = declare(1, "Root seed, of the points and of the luck.", unit="seed", bounds=(0, 2**53), **FREE)
    precision: Literal["double", "single"] = declare("double", "Precision of the numbers; single is faster.",
                                                     unit="choice", **FREE)


# --- dotted names: the value in the scenario and its declaration -----------------------------------------------------

BONUS_PARTS = ("individual", "team", "company")
"""Shares of a bonus: they add to 1 and can only vary together, as a mixture."""
FAMILY = ".*"
ELEMENT = re.compile(r"(\w+)\[([\w-]+)\]")
"""A list and one of its elements, by position, name or kind."""


@dataclass(frozen=True)
class Found:
    """A value of a scenario and what its declaration says.

    path : keys and positions from the root of the scenario; field : the declaration; value : the present value.
    """

    path: tuple[str | int, ...]
    field: FieldInfo
    value: Any

    @property
    def is_number(self) -> bool:
        """Whether the value is a number (true and false are words here)."""
        return self.field.annotation in (int, float)

    @property
    def limits(self) -> tuple[float | None, float | None]:
        """Hard limits, inclusive."""
        return bounds_of(self.field)

    @property
    def plausible(self) -> tuple[float | None, float | None]:
        """The declared range, or None where there is none."""
        return plausible_of(self.field)

    @property
    def choices(self) -> tuple[Any, ...]:
        """The allowed words, if it is a choice."""
        return choices_of(self.field.annotation)


def find(scenario: Scenario, name: str) -> Found:
    """Follow a dotted name, e.g. ``strategies[add_sellers].measures[hire_sellers].sellers``.

    Raises `LookupError` that names the missing part and, if possible, what was probably meant.
    """
    parts = path_of(name)
    if parts is None:
        raise LookupError("is not understood; write a dotted name, e.g. framework.error_culture")
    node: Any = scenario
    path: tuple[str | int, ...] = ()
    owner: Any = None
    for part in parts:
        owner, step = node, _step(node, part)
        node, path = (getattr(node, str(step)) if isinstance(node, Section) else node[step]), (*path, step)
    if not isinstance(owner, Section) or isinstance(node, Section | tuple):
        raise LookupError("is a table or a list; name one value in it")
    return Found(path, type(owner).model_fields[str(path[-1])], node)


def short_name(name: str) -> tuple[str, str]:
    """Return a dotted name in words: its own name and its parent, empty at the top level.

    For values of measures and other list elements the name includes that of the element.

    Examples
    --------
    >>> short_name("framework.error_culture")
    ('error culture', 'framework')
    >>> short_name("strategies[transform_everyone].measures[coaching].dose")
    ('dose of coaching', 'transform everyone')
    >>> short_name("market.shocks[0].size")
    ('size of shocks[0]', 'market')
    """
    *above, last = name.split(".")
    elements = [(k, found) for k, part in enumerate(above) if (found := ELEMENT.fullmatch(part))]
    if not elements:
        return _spaced(last), _spaced(above[-1]) if above else ""
    at, element = elements[-1]
    owner = above[at - 1] if at else ""
    inside = ELEMENT.fullmatch(owner)
    which = element[0] if element[2].isdigit() else _spaced(element[2])
    return f"{_spaced(' '.join([*above[at + 1:], last]))} of {which}", _spaced(inside[2] if inside else owner)


def _spaced(word: str) -> str:
    return word.replace("_", " ")


def _step(node: Any, part: str | int) -> str | int:
    if isinstance(node, Section):
        if part in type(node).model_fields:
            return part
        known = [row.name for row in rows() if "[" not in row.name]
        guess = (nearest(str(part), type(node).model_fields) or nearest(str(part), known)
                 or next((key for key in type(node).model_fields if str(part) in key), None))
        raise LookupError(f"'{part}' is not known" + (f"; did you mean '{guess}'?" if guess else ""))
    if isinstance(node, tuple):
        return position(node, part)
    raise LookupError(f"there is nothing below it, so '{part}' means nothing")


def family(pattern: str) -> list[Row]:
    """All numbers of a family that a batch can vary over a plausible range, e.g. of ``people.*``.

    Shares of a bonus mix are left out: they add to 1. `LookupError` if the family has none.
    """
    prefix = pattern.removesuffix(FAMILY)
    found = [row for row in rows() if row.name.startswith(f"{prefix}.") and "[" not in row.name
             and row.plausible_low is not None and not row.structural
             and not (row.family.endswith("bonus") and row.name.rpartition(".")[2] in BONUS_PARTS)]
    if not found:
        known = sorted({row.name.partition(".")[0] for row in rows() if "." in row.name and "[" not in row.name})
        guess = nearest(prefix, known)
        raise LookupError(f"there is no family '{prefix}'" + (f"; did you mean '{guess}.*'?" if guess else ""))
    return found
