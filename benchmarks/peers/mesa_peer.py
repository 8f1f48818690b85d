"""The model as a plain Mesa program: agents with methods, a model with a schedule, a data collector."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import mesa
import numpy as np
import numpy.typing as npt

from benchmarks.peers.chance import Chance, KeyedChance, ModelChance, seed_of_run
from benchmarks.peers.leader import LeaderBehaviour
from benchmarks.peers.organisation import Organisation
from benchmarks.peers.rep import RepBehaviour
from sim.engine.outcomes import OUTCOMES
from sim.scenario.schema import Scenario
from sim.scenario.strategy import Strategy

Array = npt.NDArray[np.float64]


class Rep(RepBehaviour, mesa.Agent):
    """A rep as a Mesa agent."""


class TeamLeader(LeaderBehaviour, mesa.Agent):
    """A team leader as a Mesa agent."""


def latest_of(name: str, model: SalesModel) -> float:
    """One outcome of the quarter just lived."""
    return model.latest[name]


class SalesModel(Organisation, mesa.Model):
    """One run of one strategy; a step is a quarter.

    `luck` replaces the model's own generator, which `rng` seeds.
    """

    def __init__(self, case: Scenario, strategy: Strategy, rng: int | None = None, luck: Chance | None = None) -> None:
        """Set up the organisation before the first quarter."""
        super().__init__(rng=rng)
        teams = self.found(case, strategy, luck or ModelChance(self.random))
        self.leaders = TeamLeader.create_agents(self, len(teams))
        self.reps = Rep.create_agents(self, sum(map(len, teams)))
        self.settle_in(self.reps, self.leaders, teams)
        self.perceive_and_decide()
        self.reps.do("fill_pipeline")
        self.datacollector = mesa.DataCollector(model_reporters={n: partial(latest_of, n) for n in OUTCOMES})

    def perceive_and_decide(self) -> None:
        """Steps 3 and 4 of the quarter."""
        self.leaders.do("set_the_tone")
        self.reps.do("be_seen")
        self.reps.do("perceive")
        self.come_to_rest()
        self.count_programmes()
        self.reps.do("decide")
        self.crowd_the_market()

    def step(self) -> None:
        """Live through one quarter."""
        self.quarter += 1
        self.reorganise()
        self.start_quarter()
        self.perceive_and_decide()
        self.reps.do("sell")
        self.reps.do("part_with_customers")
        self.hand_over()
        self.reps.do("feel")
        self.leaders.do("hear_of_failures")
        self.reps.do("learn")
        self.leaders.do("lead")
        self.observe_people()
        self.reps.do("end_quarter")
        self.renew_prospects()
        self.observe_business()
        self.close_accounts()
        self.datacollector.collect(self)


def simulate(scenario: Scenario, strategy: str, *, seed: int, runs: Sequence[int] | int, keyed: bool = False
             ) -> dict[str, Array]:
    """Outcomes of some runs, one after the other: name -> (quarters, runs).

    With `keyed`, run k has the luck of our run k of the same root seed; else every run has a generator of its own.
    """
    plan, parts = scenario.strategy(strategy), []
    for run in range(runs) if isinstance(runs, int) else runs:
        model = SalesModel(scenario, plan, rng=seed_of_run(seed, run),
                           luck=KeyedChance.of(scenario, plan, seed, run) if keyed else None)
        for _ in range(scenario.quarters):
            model.step()
        parts.append(model.datacollector.model_vars)
    return {name: np.array([part[name] for part in parts]).T for name in OUTCOMES}
