"""The design file: one research question in the words of XLRM (Lempert, Popper & Bankes 2003).

X, the exogenous uncertainties: what nobody controls, with ranges. L, the levers: strategies and their doses.
R, the relations: the scenario and the model. M, the measures: the outcomes.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from sim.parameters.declare import Section, declare

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
