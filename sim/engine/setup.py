"""Setup and state of a batch of runs: what is decided before the first quarter, and what changes afterwards."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.parameters import Parameters
from sim.people.chance import Luck
from sim.people.network import Network, make_network
from sim.people.population import Population
from sim.people.teams import Teams, make_teams
from sim.programme.effects import compile_plan
from sim.programme.plan import Plan
from sim.scenario.precision import DType, in_precision
from sim.scenario.schema import Scenario
from sim.scenario.strategy import Strategy

Number = Array | float


@dataclass(frozen=True)
class Setup:
    """Scenario, plan, teams, network and luck of the runs of one batch."""

    scenario: Scenario
    plan: Plan
    teams: Teams
    network: Network
    luck: Luck
    shape: tuple[int, int]

    @property
    def p(self) -> Parameters:
        """The parameters of the laws."""
        return self.scenario.parameters

    @property
    def dtype(self) -> DType:
        """Dtype of all numbers of the batch: double or single precision."""
        return self.luck.dtype

    def zeros(self) -> Array:
        """A table of zeros, (slots, runs)."""
        return np.zeros(self.shape, self.dtype)

    @property
    def slots(self) -> int:
        """Positions in the table."""
        return self.shape[0]

    @property
    def runs(self) -> int:
        """Runs in the batch."""
        return self.shape[1]


@dataclass
class Leaders:
    """Team leaders: arrays of shape (teams, runs)."""

    pressure: Array
    listening: Array
    coaching_skill: Array
    self_reflection: Array
    base_pressure: Array
    base_listening: Array
    base_coaching_skill: Array
    base_self_reflection: Array
    target: Array  # revenue that the team's leader is measured on, EUR/quarter


@dataclass
class Rest:
    """What holds today's practice and business (`sim.laws.rest`).

    reasons : each rep's own reasons, logits, (slots, runs). rates : own rate of every state that stands still, by its
    name in the population, (slots, runs). churn : customers who leave per year for want of trust, so that together
    with those who go with their reps as many leave as stated, (runs,). inflow : factor on opportunities at which as
    many customers come as go, (runs,). developed, of_old : revenue of a developed customer, and of the first day's,
    relative to the mean of the first day, (runs,). usual : the first day, a `sim.engine.rest.Usual`, in which those
    who come later find their rest.
    """

    reasons: Array
    rates: dict[str, Array]
    churn: Array
    inflow: Array
    developed: Array
    of_old: Array
    usual: object


@dataclass
class State:
    """Everything that changes over time; the only thing that a quarter modifies."""

    people: Population
    leaders: Leaders
    pipeline_new: list[Array]  # opportunities by remaining quarters, (slots, runs) each
    pipeline_existing: list[Array]
    error_culture: Array  # (runs,)
    open_prospects: Array  # (runs,) share of prospects not yet won
    rest: Rest | None = None  # None where nothing holds today's practice
    quarter: int = 0


def make_setup(scenario: Scenario, strategy: Strategy, luck: Luck) -> Setup:
    """Compile the plan and draw the network for the runs of one batch."""
    org, p = scenario.organisation, scenario.parameters
    plan = compile_plan(scenario.quarters, strategy)
    teams = make_teams(org.reps, plan.seller_positions, org.team_size)
    network = make_network(luck, teams, org.reps, org.contacts, org.contacts_between_teams, p.influence.prominence,
                           p.influence.leader_share)
    return Setup(in_precision(scenario, luck.dtype), in_precision(plan, luck.dtype), teams, network, luck,
                 (teams.team_of.size, luck.keys.size))
