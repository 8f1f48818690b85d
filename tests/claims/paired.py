"""Paired worlds for claim checks: same seeds, two worlds that differ in one thing."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.engine.ensemble import simulate
from sim.scenario.mechanisms import with_values, without
from sim.scenario.reading import load_scenario
from sim.scenario.schema import Scenario

Array = npt.NDArray[np.float64]
RUNS = 60
DEFAULT = Path(__file__).parents[2] / "scenarios" / "b2b_advisors.toml"


@lru_cache
def base() -> Scenario:
    """The default scenario that all claims are checked on."""
    return load_scenario(DEFAULT)


def world(*measures: dict[str, Any], off: tuple[str, ...] = (), runs: int = RUNS, **values: Any) -> dict[str, Array]:
    """Outcomes (quarters, runs) of the default scenario with measures, values (a__b for a.b) and mechanisms off."""
    scenario = without(with_values(base(), {k.replace("__", "."): v for k, v in values.items()}), *off)
    plain = scenario.model_dump()
    strategy = {"name": "tried", "measures": list(measures)}
    made = Scenario.model_validate({"strategies": [strategy], "quarters": plain["quarters"]})
    tried = scenario.model_copy(update={"strategies": made.strategies})
    return simulate(tried, "tried", replications=runs).outcomes


def measure(kind: str, start: int = 2, quarters: int = 1, **more: Any) -> dict[str, Any]:
    """One measure as in a scenario file."""
    return {"kind": kind, "start": start, "quarters": quarters, **more}


def interval(difference: Array) -> tuple[float, float, float]:
    """Mean of paired differences with its 95 % interval (normal): low, mean, high."""
    mean, half = float(np.mean(difference)), float(1.96 * np.std(difference, ddof=1) / np.sqrt(difference.size))
    return mean - half, mean, mean + half


def rises(a: Array, b: Array) -> bool:
    """Whether b lies above a with 95 % confidence, run by run."""
    return interval(b - a)[0] > 0.0


def last(outcomes: dict[str, Array], name: str) -> Array:
    """The outcome at the horizon, per run."""
    return outcomes[name][-1]


def total(outcomes: dict[str, Array], name: str, since: int = 1, until: int | None = None) -> Array:
    """Sum of an outcome over quarters since..until (1-based, inclusive), per run."""
    return np.asarray(outcomes[name][since - 1:until].sum(axis=0))
