"""The Mesa face: one run whose people are real agents.

`OrgModel` steps the same quarter as the ensemble does, on a table with one column. Its agents hold
no state: their attributes read and write their row, so that setting `agent.fear = 0.1` by hand
changes what follows. Chance comes from the run's keyed luck, never from Mesa's generators.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np
from mesa.discrete_space import CellAgent, Network

from sim.engine.outcomes import OUTCOMES
from sim.engine.posterior import of_run
from sim.engine.quarter import QuarterRecord, begin, live
from sim.engine.setup import make_setup
from sim.people.chance import Luck
from sim.people.network import as_graph
from sim.people.population import Population
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON

if TYPE_CHECKING:
    import pandas as pd

TRAITS = tuple(Population.__dataclass_fields__)
RANGES = {"tenure": (0.0, 400.0), "pace": (0.0, 1000.0), "customers": (0.0, 1e9), "pay_level": (0.0, 100.0)}
"""What may be set by hand; everything else is a share or an index from 0 to 1."""
LEADER_TRAITS = ("pressure", "listening", "coaching_skill", "self_reflection")


class Cell:
    """A cell of the population table seen as an attribute of one agent: reads and writes its row."""

    def __init__(self, table: Callable[[Any], Any], name: str) -> None:
        """Look `name` up in the table that `table(agent)` returns."""
        self.table, self.name = table, name
        self.__doc__ = f"{name.replace('_', ' ')}; see sim.people.population."

    def __get__(self, agent: Any, owner: type | None = None) -> Any:
        """The value in the agent's row."""
        if agent is None:
            return self
        return float(getattr(self.table(agent), self.name)[agent.row, 0])

    def __set__(self, agent: Any, value: float) -> None:
        """Change the value in the agent's row; `ValueError` for a value that it cannot have."""
        number = float(value)
        low, high = RANGES.get(self.name, (0.0, 1.0))
        if not (math.isfinite(number) and low <= number <= high):
            raise ValueError(f"{self.name} must be a number from {low:g} to {high:g}, not {value!r}")
        if self.name == "customers" and number != round(number):
            raise ValueError(f"customers are whole, not {value!r}")
        getattr(self.table(agent), self.name)[agent.row, 0] = number


def with_cells(table: Callable[[Any], Any], names: tuple[str, ...]) -> Callable[[type], type]:
    """Class decorator: one attribute per column of the table."""

    def add(cls: type) -> type:
        for name in names:
            setattr(cls, name, Cell(table, name))
        return cls

    return add


def people_of(agent: Any) -> Population:
    """The population table that holds the agent's row."""
    return agent.model.state.people  # type: ignore[no-any-return]


def leaders_of(agent: Any) -> Any:
    """The leaders' table that holds the agent's row."""
    return agent.model.state.leaders


@with_cells(people_of, TRAITS)
class Rep(CellAgent):
    """A sales rep: an advisor with a book of customers, or a dedicated seller.

    Every column of `sim.people.population.Population` is an attribute: `fear`, `habit_selling`,
    `need_for_recognition`, `customers`, ... Shares lie in [0, 1]. `row` is the slot, `cell` the place in
    the influence network.
    """

    def __init__(self, model: OrgModel, row: int) -> None:
        """Stand for the person who holds slot `row`."""
        super().__init__(model)
        self.row = row
        self.cell = model.space[row]

    @property
    def team(self) -> int:
        """Number of the team."""
        return int(self.model.setup.teams.team_of[self.row])

    @property
    def role(self) -> str:
        """``"advisor"`` or ``"seller"``."""
        return "seller" if people_of(self).seller[self.row, 0] > 0.0 else "advisor"

    @property
    def contacts(self) -> list[int]:
        """Slots of the colleagues this rep watches."""
        return [int(slot) for slot in self.model.setup.network.contacts[:, self.row, 0]]


@with_cells(leaders_of, LEADER_TRAITS)
class Leader(mesa.Agent):
    """A team leader: `pressure`, `listening`, `coaching_skill`, `self_reflection`, each in [0, 1]."""

    def __init__(self, model: OrgModel, row: int) -> None:
        """Lead team number `row`."""
        super().__init__(model)
        self.row = row

    @property
    def team(self) -> int:
        """Number of the team."""
        return self.row

    @property
    def reps(self) -> list[Rep]:
        """The reps of the team, in the order of their slots."""
        return [rep for rep in self.model.reps if rep.team == self.row]


def latest_of(name: str, model: OrgModel) -> float:
    """One outcome of the last quarter; NaN before the first. Module-level, so that reporters can be pickled."""
    return float(model.latest[name][0]) if model.latest else math.nan


class OrgModel(mesa.Model):
    """One run of one strategy as a Mesa model.

    Parameters
    ----------
    scenario : a `Scenario`, or the path of a scenario file; None is the scenario of all defaults. In
        `mesa.batch_run`, put a `Scenario` into a list: Mesa takes anything iterable for a set of values.
    strategy : name of one of its strategies; `KeyError` if there is none of that name.
    rng : seed, a whole number. The same seed and run number give the same run as `sim.simulate`. None, which
        `mesa.batch_run` fills in where it is given no seeds, is the default of 1.
    run : number of the run, as in an ensemble.
    agent_states : also collect the states of every rep each quarter (slower).

    Attributes
    ----------
    quarter : quarters simulated, 0 at the start. latest : outcomes of the last quarter.
    last_quarter : its full record, what everybody perceived, chose, sold and felt; None before the first.
    space : Mesa network of the reps' contacts. datacollector : one column per outcome.
    """

    def __init__(self, scenario: Scenario | str | Path | None = None, strategy: str = CARRY_ON, rng: int | None = 1,
                 run: int = 0,
                 agent_states: bool = False) -> None:
        """Set up the organisation before the first quarter."""
        seed = 1 if rng is None else int(rng)
        super().__init__(rng=seed)
        case = of_run(read(scenario), seed, int(run))
        self.setup = make_setup(case, case.strategy(strategy), Luck.of(seed, np.asarray([int(run)])))
        self.state = begin(self.setup)
        self.last_quarter: QuarterRecord | None = None
        self.space = network_space(as_graph(self.setup.network), self.random)
        self._seats: dict[int, Rep] = {}
        self._offices: dict[int, Leader] = {}
        self._seat_people()
        states = {name: name for name in TRAITS if name not in ("opened", "present")}
        self.datacollector = mesa.DataCollector(
            model_reporters={name: partial(latest_of, name) for name in OUTCOMES},
            agenttype_reporters={Rep: {"team": "team", "role": "role"} | states} if agent_states else None)

    @property
    def quarter(self) -> int:
        """Quarters simulated so far."""
        return self.state.quarter

    @property
    def latest(self) -> dict[str, Any]:
        """Outcomes of the last quarter, each of shape (1,); none before the first."""
        return self.last_quarter.outcomes if self.last_quarter else {}

    @property
    def reps(self) -> Any:
        """The reps present, as a Mesa `AgentSet`."""
        return self.agents_by_type[Rep]

    @property
    def leaders(self) -> Any:
        """The leaders, as a Mesa `AgentSet`."""
        return self.agents_by_type[Leader]

    def step(self) -> None:
        """Simulate one quarter. `RuntimeError` after the horizon."""
        horizon = self.setup.scenario.quarters
        if self.quarter >= horizon:
            raise RuntimeError(f"the horizon of {horizon} quarters is reached; make a new model to start again")
        self.last_quarter = live(self.setup, self.state)
        self._seat_people()
        self.datacollector.collect(self)
        self.running = self.quarter < horizon

    def run(self) -> pd.DataFrame:
        """Simulate the rest of the horizon; one row per quarter, one column per outcome."""
        while self.quarter < self.setup.scenario.quarters:
            self.step()
        return self.outcomes()

    def outcomes(self) -> pd.DataFrame:
        """Outcomes so far: index quarter, one column per outcome, units in `sim.engine.outcomes.OUTCOMES`."""
        table: pd.DataFrame = self.datacollector.get_model_vars_dataframe().reset_index(drop=True)
        table.index = table.index + 1
        return table.rename_axis("quarter")

    def _seat_people(self) -> None:
        """Let agents come and go as positions are filled and emptied; a newcomer is a new agent."""
        present, tenure = self.state.people.present[:, 0] > 0.0, self.state.people.tenure[:, 0]
        for row, rep in list(self._seats.items()):
            if not present[row]:
                self._seats.pop(row).remove()
            elif tenure[row] == 0.0 and self.quarter > 0:
                self._seats.pop(row)
                rep.remove()
        for row in map(int, np.flatnonzero(present)):
            if row not in self._seats:
                self._seats[row] = Rep(self, row)
        opened = self.setup.teams.sums(self.state.people.opened)[:, 0] > 0.0
        for row in map(int, np.flatnonzero(opened)):
            if row not in self._offices:
                self._offices[row] = Leader(self, row)


def read(scenario: Scenario | str | Path | None) -> Scenario:
    """Return the scenario given, the one in the file, or the one of all defaults."""
    if isinstance(scenario, Scenario):
        return scenario
    if scenario is None:
        return Scenario()
    from sim.scenario.reading import load_scenario

    return load_scenario(scenario)


def network_space(graph: Any, random: Any) -> Network:
    """Mesa's network without positions; newer versions would compute a planar layout that is not needed here."""
    extra = {"layout": None} if "layout" in inspect.signature(Network.__init__).parameters else {}
    return Network(graph, capacity=1, random=random, **extra)
