"""Treatments of an experiment on the model: combinations of measures and values, all run on the same luck."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np
from pydantic import TypeAdapter

from sim.arrays import Array
from sim.engine.ensemble import Prepare, simulate
from sim.engine.posterior import posterior_columns
from sim.engine.quarter import begin, step
from sim.engine.setup import Setup, make_setup
from sim.people.chance import Luck
from sim.people.population import Population
from sim.scenario.columns import with_values
from sim.scenario.measures import Measure
from sim.scenario.mechanisms import without
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON_STRATEGY, Strategy

Outcomes = Mapping[str, Array]
Progress = Callable[[int], None]
"""Called with 1 after each question, or after each step of one."""
Question = TypeVar("Question")
Answer = TypeVar("Answer")

TRIED = "tried"
ASKED = ("adoption", "attempts", "attitude", "behaviour", "change_capacity", "cost", "cost_hiring", "customer_value",
         "customers", "customers_lost", "deals", "energy", "exchange", "fear", "headcount", "hired", "intention",
         "leads", "leavers", "pressure", "profit", "revenue", "revenue_cross", "satisfaction", "service",
         "skill_advising", "skill_selling", "skill_spread", "trust", "vacancies", "wins")
"""Outcomes that claims ask for; the others are not kept, for memory's sake."""

LEAST_RUNS = 2
"""Replications without which there is no interval."""
MOST_KEPT = 2**30
"""Bytes of outcomes that are kept: about 270 treatments of 1,000 runs; older ones are simulated again when needed."""


def measure(kind: str, start: int = 2, quarters: int = 1, **more: Any) -> Measure:
    """One measure as in a scenario file; validated."""
    return _adapter().validate_python({"kind": kind, "start": start, "quarters": quarters, **more})


@lru_cache
def _adapter() -> TypeAdapter[Measure]:
    return TypeAdapter(Measure)


@dataclass
class Treatments:
    """The treatments of one scenario: each combination is simulated once and kept while there is room.

    scenario : the organisation that the claims are asked of.
    runs : replications of each treatment, all on the same luck. seed : root seed.
    off : mechanisms that are switched off in every treatment.
    first_run : number of the first run, so that parts of one ensemble can be simulated separately.
    """

    scenario: Scenario
    runs: int = 100
    seed: int = 1
    off: tuple[str, ...] = ()
    first_run: int = 0
    kept: dict[str, Outcomes] = field(default_factory=dict)

    def checked(self, least_quarters: int) -> Treatments:
        """Return these treatments once it is certain that they have enough runs and quarters.

        Raises
        ------
        ValueError
            For fewer than `LEAST_RUNS` runs, or a horizon of less than `least_quarters`.
        """
        if self.runs < LEAST_RUNS:
            raise ValueError(f"an interval needs at least {LEAST_RUNS} runs, not {self.runs}")
        if self.scenario.quarters < least_quarters:
            raise ValueError(f"a horizon of at least {least_quarters} quarters is needed, not {self.scenario.quarters}")
        return self

    def __call__(self, *measures: Measure, off: tuple[str, ...] = (), prepare: Prepare | None = None,
                 **values: Any) -> Outcomes:
        """Outcomes `ASKED`, name -> (quarters, runs), of the treatment with these measures.

        `values` replace values of the scenario by dotted names, with two underscores for the dot;
        `off` switches off more mechanisms; `prepare` changes the state before the first quarter: a
        module-level function, whose full name is part of the key under which the treatment is kept.
        """
        prepared = prepare and (prepare.__module__, prepare.__qualname__)
        key = repr((measures, (*self.off, *off), prepared, sorted(values.items())))
        found = self.kept.pop(key, None)
        if found is None:
            found = self._simulated(measures, (*self.off, *off), prepare, values)
        self.kept[key] = found
        self._forget()
        return found

    def _forget(self) -> None:
        """Drop the least recently used treatments, so that memory stays bounded."""
        size = len(ASKED) * self.scenario.quarters * self.runs * np.dtype(np.float64).itemsize
        while len(self.kept) > max(MOST_KEPT // size, 2):
            del self.kept[next(iter(self.kept))]

    def _simulated(self, measures: tuple[Measure, ...], off: tuple[str, ...], prepare: Prepare | None,
                   values: Mapping[str, Any]) -> Outcomes:
        tried = trying(measures)
        scenario = self._changed(values, off).model_copy(update={"strategies": (CARRY_ON_STRATEGY, tried)})
        outcomes = simulate(scenario, TRIED, replications=self.runs, seed=self.seed, first_run=self.first_run,
                            prepare=prepare).outcomes
        return {name: outcomes[name] for name in ASKED}

    def people(self, quarter: int, *measures: Measure, **values: Any) -> tuple[Population, Array]:
        """The people at the end of a quarter, and who of them is an opinion leader by position; see `Population`."""
        setup = self._setup(measures, values)
        state = begin(setup)
        for _ in range(min(quarter, setup.scenario.quarters)):
            step(setup, state)
        return state.people, setup.network.opinion_leader

    def life(self, *measures: Measure, **values: Any) -> Iterator[Population]:
        """The people before the first quarter and at the end of each; the same object, which every quarter changes."""
        setup = self._setup(measures, values)
        state = begin(setup)
        yield state.people
        for _ in range(setup.scenario.quarters):
            step(setup, state)
            yield state.people

    def _setup(self, measures: tuple[Measure, ...], values: Mapping[str, Any]) -> Setup:
        return make_setup(self.drawn(self._changed(values, self.off)), trying(measures), self.luck)

    def drawn(self, scenario: Scenario) -> Scenario:
        """The scenario with each run's own set of values, where it carries a posterior; for setups made by hand."""
        return posterior_columns(scenario, self.seed, np.arange(self.first_run, self.first_run + self.runs))

    def _changed(self, values: Mapping[str, Any], off: tuple[str, ...]) -> Scenario:
        dotted = {name.replace("__", "."): value for name, value in values.items()}
        return without(with_values(self.scenario, dotted), *off)

    @property
    def luck(self) -> Luck:
        """The luck of the runs, the same in all treatments."""
        return Luck.of(self.seed, np.arange(self.first_run, self.first_run + self.runs))

    def effect(self, name: str, *measures: Measure, **values: Any) -> Array:
        """What the measures change in an outcome at the horizon, run by run: (runs,)."""
        return last(self(*measures, **values), name) - last(self(**values), name)

    def flow(self, name: str, *measures: Measure, **values: Any) -> Array:
        """What the measures change in the sum of an outcome over the horizon, run by run: (runs,)."""
        return total(self(*measures, **values), name) - total(self(**values), name)


def trying(measures: tuple[Measure, ...]) -> Strategy:
    """The strategy of these measures and nothing else."""
    return Strategy.model_construct(name=TRIED, label="", description="", measures=measures)


def one_by_one(ask: Callable[[Question, Treatments], Answer], questions: Iterable[Question], treatments: Treatments,
               progress: Progress | None = None) -> Iterator[Answer]:
    """Yield the answers to some questions in order, from treatments that they share."""
    for question in questions:
        yield ask(question, treatments)
        if progress is not None:
            progress(1)


def last(outcomes: Outcomes, name: str) -> Array:
    """The outcome at the horizon, (runs,)."""
    return np.asarray(outcomes[name][-1])


def total(outcomes: Outcomes, name: str) -> Array:
    """Sum of an outcome over the horizon, (runs,)."""
    return np.asarray(outcomes[name].sum(axis=0))


def over(outcomes: Outcomes, name: str, first: int, until: int) -> Array:
    """Mean of an outcome over quarters first..until (from 1, inclusive), (runs,)."""
    return np.asarray(outcomes[name][first - 1:until].mean(axis=0))


def sum_over(outcomes: Outcomes, name: str, first: int, until: int) -> Array:
    """Sum of an outcome over quarters first..until (from 1, inclusive), (runs,)."""
    return np.asarray(outcomes[name][first - 1:until].sum(axis=0))


def present_value(treatments: Treatments, outcomes: Outcomes) -> Array:
    """Net present value of profit and of the customer base at the horizon, EUR, (runs,)."""
    from sim.comparison.measures_of_success import value_to_date

    return np.asarray(value_to_date(outcomes, treatments.scenario.costs.discount_rate)[-1])
