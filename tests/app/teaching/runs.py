"""The ready scenarios, and runs of the steps of a storyline, for tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sim.app.teaching.schema import Step, Storyline
from sim.app.teaching.storyline import names, own_storyline, scenario_of
from sim.comparison.course import with_derived
from sim.engine.ensemble import simulate
from sim.scenario.reading import load_scenario
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON

SCENARIOS = Path(__file__).resolve().parents[3] / "scenarios"
RUNS = 200


class Runs:
    """The ready scenarios of this checkout."""

    def names(self) -> tuple[str, ...]:
        """Names of them."""
        return tuple(sorted(file.stem for file in SCENARIOS.glob("*.toml")))

    @staticmethod
    @cache
    def ready(name: str) -> Scenario:
        """One of them."""
        return load_scenario(SCENARIOS / f"{name}.toml")


SOURCE = Runs()


class Runs:
    """Futures of both strategies of a step and of carrying on, on the same luck."""

    def __init__(self, step: Step, runs: int) -> None:
        self.scenario = scenario_of(step, SOURCE)
        places = dict(zip(("left", "right", "reference"), (*step.pair, CARRY_ON), strict=True))
        rate = float(self.scenario.costs.discount_rate)
        by_name = {name: with_derived(simulate(self.scenario, name, replications=runs, seed=1).outcomes, rate)
                   for name in dict.fromkeys(places.values())}
        self.by_place = {place: by_name[name] for place, name in places.items()}

    def course(self, outcome: str, place: str) -> npt.NDArray[np.float64]:
        """An outcome by quarter and future."""
        return self.by_place[place][outcome]

    def mean(self, outcome: str, place: str, quarter: int = 0) -> float:
        """Its mean over futures in a quarter; 0 is the last one."""
        return float(self.course(outcome, place)[quarter - 1].mean())


@cache
def run(story: str, step: int, runs: int = RUNS) -> Runs:
    """The futures of a step of one of our storylines; simulated once."""
    return Runs(storyline(story).steps[step], runs)


def storyline(name: str) -> Storyline:
    """One of our storylines."""
    return own_storyline(name, SOURCE)


def steps() -> list[tuple[str, int]]:
    """Every step of every storyline of ours."""
    return [(name, k) for name in names() for k in range(len(storyline(name).steps))]
