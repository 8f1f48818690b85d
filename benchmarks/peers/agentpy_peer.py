"""The same model as an AgentPy program: the behaviours are shared, schedule and recording are AgentPy's."""

from __future__ import annotations

from collections.abc import Sequence

import agentpy as ap
import numpy as np
import numpy.typing as npt

from benchmarks.peers.chance import KeyedChance, ModelChance, seed_of_run
from benchmarks.peers.leader import LeaderBehaviour
from benchmarks.peers.organisation import Organisation
from benchmarks.peers.rep import RepBehaviour
from sim.engine.outcomes import OUTCOMES
from sim.scenario.schema import Scenario

Array = npt.NDArray[np.float64]


class Rep(RepBehaviour, ap.Agent):
    """A rep as an AgentPy agent."""


class TeamLeader(LeaderBehaviour, ap.Agent):
    """A team leader as an AgentPy agent."""


class SalesModel(Organisation, ap.Model):
    """One run of one strategy; a step is a quarter.

    Parameters are `case`, `strategy`, `seed`, `steps` and, to replace the model's own generator, `luck`.
    """

    def setup(self) -> None:
        """Set up the organisation before the first quarter."""
        teams = self.found(self.p.case, self.p.strategy, self.p.luck or ModelChance(self.random))
        self.leaders = ap.AgentList(self, len(teams), TeamLeader)
        self.reps = ap.AgentList(self, sum(map(len, teams)), Rep)
        self.settle_in(self.reps, self.leaders, teams)
        self.perceive_and_decide()
        self.reps.fill_pipeline()

    def perceive_and_decide(self) -> None:
        """Steps 3 and 4 of the quarter."""
        self.leaders.set_the_tone()
        self.reps.be_seen()
        self.reps.perceive()
        self.come_to_rest()
        self.count_programmes()
        self.reps.decide()
        self.crowd_the_market()

    def step(self) -> None:
        """Live through one quarter."""
        self.quarter = self.t
        self.reorganise()
        self.start_quarter()
        self.perceive_and_decide()
        self.reps.sell()
        self.reps.part_with_customers()
        self.hand_over()
        self.reps.feel()
        self.leaders.hear_of_failures()
        self.reps.learn()
        self.leaders.lead()
        self.observe_people()
        self.reps.end_quarter()
        self.renew_prospects()
        self.observe_business()
        self.close_accounts()
        for name, value in self.latest.items():
            self.record(name, value)


def simulate(scenario: Scenario, strategy: str, *, seed: int, runs: Sequence[int] | int, keyed: bool = False
             ) -> dict[str, Array]:
    """Outcomes of some runs, one after the other: name -> (quarters, runs); see `mesa_peer.simulate`."""
    plan, parts = scenario.strategy(strategy), []
    for run in range(runs) if isinstance(runs, int) else runs:
        luck = KeyedChance.of(scenario, plan, seed, run) if keyed else None
        model = SalesModel({"case": scenario, "strategy": plan, "steps": scenario.quarters, "luck": luck,
                            "seed": seed_of_run(seed, run)})
        model.run(display=False)
        parts.append(model.log)
    return {name: np.array([part[name] for part in parts]).T for name in OUTCOMES}
