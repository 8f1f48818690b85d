"""Generated inputs for the laws: parameters from their declared ranges, arguments from their domains.

`DOMAINS` says for every argument of every law which values it may take. A new law whose arguments
have no domain fails in `test_every_law.py`, so that no law goes untested.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import hypothesis
import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

import sim.laws
from sim.parameters import Parameters
from sim.parameters.declare import Section

Array = npt.NDArray[np.float64]
Law = Callable[..., Any]


class Domain(NamedTuple):
    """Values that an argument may take, ends included."""

    low: float
    high: float


SHARE = Domain(0.0, 1.0)
RATE = Domain(0.0, 10.0)  # 1/quarter
COUNT = Domain(0.0, 300.0)
POWER = Domain(0.0, 5.0)  # of a bonus or of a reward
MONEY = Domain(0.0, 1e7)  # EUR/quarter
LOGITS = Domain(-20.0, 20.0)
UNIFORM = Domain(2.0**-53, 1.0 - 2.0**-53)  # chance never gives 0 or 1

SHARES = [
    "acquisition", "advice", "advising", "attitude", "autonomy", "base", "base_rate", "before", "behaviour",
    "candour", "capacity", "care", "care_share", "careers", "ceiling", "choice", "coaching", "complexity",
    "conditions", "contacts", "control", "credibility", "cross_functional", "crowding", "culture", "demanded",
    "disposition", "diversity", "dose", "efficacy", "energy", "error_culture", "euphoria", "exchange", "exposure",
    "extent", "extra", "fear", "fit", "floor", "for_selling", "gain", "games", "gap", "goal_conflict", "habit",
    "habitual", "hollow", "hunting", "identity", "intention", "involvement", "joining", "justice", "left_alone",
    "lessons", "listening", "market", "material_motive", "maturity", "need", "networking", "new", "new_business",
    "new_value", "norm", "old", "open_share", "opinion_leader", "orientation", "pairs", "part", "parts",
    "potential", "practice", "pressure", "programme", "promoted", "protected", "protection", "push", "pushy",
    "ramp", "reach", "received", "recognition", "reference", "reflection", "resistance", "role_fit", "room",
    "rules", "safety", "satisfaction", "segments", "self_efficacy", "selling", "service", "share", "shown", "skill",
    "slowing", "start", "state", "stated", "strain", "stress", "target", "team_spread", "threshold", "time",
    "towards", "training", "trait", "trust", "value", "variable_share", "voiced", "window", "work", "workload",
    "yielding",
]  # fmt: skip

DOMAINS: dict[str, Domain] = dict.fromkeys(SHARES, SHARE) | {
    **dict.fromkeys(["coached", "down", "harm", "rate", "relief", "shared", "taught", "up"], RATE),
    **dict.fromkeys(["amount", "attempts", "customers", "deals", "leads", "losses", "new_count", "old_count",
                     "rejections", "team_failures", "wins"], COUNT),
    **dict.fromkeys(["company", "felt", "felt_new", "individual", "level", "strength", "team"], POWER),
    **dict.fromkeys(["cost", "existing", "result", "target_existing"], MONEY),
    **dict.fromkeys(["circumstances", "pulls", "x"], LOGITS),
    "attainment": Domain(0.0, 10.0),
    "attempts_per_prospect": Domain(0.0, 50.0),
    "company_size": Domain(1.0, 1e5),
    "constant": Domain(0.1, 50.0),
    "coverage": Domain(0.0, 100.0),
    "demand": Domain(0.0, 5.0),
    "demands": Domain(0.0, 10.0),
    "effect": Domain(-5.0, 1.0),
    "effort": Domain(1.0, 3.0),
    "full": Domain(1.0, 2.0),
    "from_errors": Domain(0.0, 5.0),
    "load": Domain(0.0, 15.0),
    "luck": UNIFORM,
    "meetings": Domain(0.0, 40.0),
    "own": Domain(-10.0, 10.0),
    "newcomer": Domain(1.0, 31.0),
    "pace": Domain(0.01, 100.0),
    "peers_left": Domain(0.0, 20.0),
    "per_year": Domain(0.0, 0.9),
    "plastic": Domain(1.0, 21.0),
    "quarter": Domain(0.0, 80.0),
    "quarters": Domain(0.1, 40.0),
    "shock": Domain(-3.0, 10.0),  # several at once add up
    "spread": Domain(0.0, 3.0),
    "team_size": Domain(1.0, 100.0),
    "tenure": Domain(0.0, 200.0),
    "transfer": Domain(0.0, 4.0),
    "view": Domain(1.0, 6.0),
}  # fmt: skip
"""Domain of an argument by its name, the same in every law ..."""

OF_ITS_OWN: dict[tuple[str, str], Domain] = {
    ("shortfall", "target"): MONEY,
    ("visible_adoption", "level"): SHARE,
    ("exchange_between_reps", "shared"): POWER,
}
"""... but for these, by law and argument."""

FAMILIES: dict[str, type[Section]] = {
    field.annotation.__name__: field.annotation for field in Parameters.model_fields.values()  # type: ignore[union-attr]
}  # fmt: skip
"""Parameter families by class name, as laws annotate them."""


# --- laws and their arguments ----------------------------------------------------------------------------------------


def laws_of(module: Any) -> list[Law]:
    """The public functions that a module defines."""
    return [f for name, f in vars(module).items()
            if inspect.isfunction(f) and f.__module__ == module.__name__ and not name.startswith("_")]  # fmt: skip


@cache
def all_laws() -> tuple[Law, ...]:
    """Every law, in the order of files."""
    names = [module.name for module in pkgutil.iter_modules(sim.laws.__path__)]
    return tuple(law for name in names for law in laws_of(importlib.import_module(f"sim.laws.{name}")))


@cache
def annotations_of(law: Law) -> dict[str, str]:
    """Argument -> its annotation as it is written."""
    return {name: argument.annotation for name, argument in inspect.signature(law).parameters.items()}


def arguments_of(law: Law) -> dict[str, str]:
    """The arguments that are no parameter family."""
    return {name: kind for name, kind in annotations_of(law).items() if kind not in FAMILIES}


def families_of(law: Law) -> dict[str, type[Section]]:
    """The parameter families that a law takes, by argument."""
    return {name: FAMILIES[kind] for name, kind in annotations_of(law).items() if kind in FAMILIES}


def domain(law: Law, argument: str) -> Domain:
    """What an argument of a law may be."""
    return OF_ITS_OWN.get((law.__name__, argument), DOMAINS[argument])


# --- strategies ------------------------------------------------------------------------------------------------------


@cache
def declared(family: type[Section]) -> dict[str, dict[str, Any]]:
    """Everything declared about each parameter of a family: default, minimum, maximum, plausible, unit ..."""
    return dict(family.model_json_schema()["properties"])


def number(low: float, high: float) -> st.SearchStrategy[float]:
    """A float between two ends, ends included, none so small that its digits are lost."""
    return st.floats(low, high, allow_subnormal=False)


@cache
def within(family: type[Section], plausible: bool) -> st.SearchStrategy[Section]:
    """A family drawn from its plausible ranges, or from its hard bounds."""
    ends = {name: facts["plausible"] if plausible else (facts["minimum"], facts["maximum"])
            for name, facts in declared(family).items()}  # fmt: skip
    return st.builds(family, **{name: number(low, high) for name, (low, high) in ends.items()})


@cache
def typical(family: type[Section]) -> Section:
    """A family with every parameter in the middle of its plausible range, whatever the defaults are."""
    ranges = {name: about.get("plausible") for name, about in declared(family).items()}
    return family(**{name: (ends[0] + ends[1]) / 2.0 for name, ends in ranges.items() if ends})


def parameters_of(family: type[Section]) -> st.SearchStrategy[Any]:
    """A family with every parameter drawn: from its plausible range, or from anywhere in its hard bounds."""
    return st.one_of(within(family, plausible=True), within(family, plausible=False))


@cache
def inputs_of(law: Law) -> st.SearchStrategy[dict[str, Any]]:
    """Everything that a law takes, as single numbers and drawn families."""
    drawn: dict[str, Any] = {name: parameters_of(family) for name, family in families_of(law).items()}
    for name, kind in arguments_of(law).items():
        one = number(*domain(law, name))
        drawn[name] = st.lists(one, min_size=1, max_size=8) if kind.startswith("Sequence") else one
    return st.fixed_dictionaries(drawn)


def given(*drawn: st.SearchStrategy[Any]) -> Callable[[Law], Law]:
    """Hypothesis' `given` with as many examples as a law of a few terms needs."""
    return lambda test: hypothesis.settings(max_examples=30)(hypothesis.given(*drawn)(test))


shares = number(0.0, 1.0)
rates = number(0.0, 10.0)
counts = number(0.0, 300.0)
money = number(0.0, 1e7)


# --- tables, for the tests of whole columns --------------------------------------------------------------------------


def table(rng: np.random.Generator, ends: Domain, shape: tuple[int, ...]) -> Array:
    """Numbers between two ends; about a fifth of them are the ends themselves."""
    inside = rng.uniform(ends.low, ends.high, shape)
    return np.select([rng.random(shape) < 0.1, rng.random(shape) < 0.1], [ends.low, ends.high], inside)


def vectors_of(family: type[Section], rng: np.random.Generator, runs: int) -> Section:
    """A family whose every parameter has one value per run; runs alternate between plausible and possible values."""
    values = {}
    for name, facts in declared(family).items():
        possible = table(rng, Domain(facts["minimum"], facts["maximum"]), (runs,))
        values[name] = np.where(np.arange(runs) % 2 == 0, table(rng, Domain(*facts["plausible"]), (runs,)), possible)
    return family.model_construct(**values)


def of_run(family: Section, run: int) -> Section:
    """The parameters of one run as plain numbers, validated."""
    return type(family)(**{name: float(getattr(family, name)[run]) for name in type(family).model_fields})
