"""The scenario: everything that decides a run except the seed."""

from __future__ import annotations

from typing import Any

from pydantic import SerializerFunctionWrapHandler, model_serializer, model_validator
from pydantic_core import PydanticCustomError

from sim.parameters import Parameters
from sim.parameters.declare import Section, declare
from sim.scenario.contradictions import contradictions
from sim.scenario.framework import Framework, Leadership
from sim.scenario.market import Behaviour, Costs, Market
from sim.scenario.organisation import Book, Organisation, People
from sim.scenario.posterior import SECTION, Posterior
from sim.scenario.problems import dotted
from sim.scenario.strategy import CARRY_ON, CARRY_ON_STRATEGY, Goals, Strategy

CONTRADICTION = "contradiction"
"""Type of the validation error for values that do not go together."""


class Scenario(Section):
    """One organisation, its surroundings, its goals and the strategies to compare."""

    title: str = declare("Untitled", "Title of the scenario.", unit="text", source="input", basis="input")
    description: str = declare("", "The story behind it.", unit="text", source="input", basis="input")
    quarters: int = declare(16, "Horizon.", unit="quarters", bounds=(1, 80), plausible=(8, 20),
                            source="evidence row 2", basis="input", structural=True)
    organisation: Organisation = Organisation()
    people: People = People()
    book: Book = Book()
    framework: Framework = Framework()
    leadership: Leadership = Leadership()
    market: Market = Market()
    behaviour: Behaviour = Behaviour()
    costs: Costs = Costs()
    goals: Goals = Goals()
    parameters: Parameters = Parameters()
    strategies: tuple[Strategy, ...] = declare(
        (), "The strategies to compare; 'carry_on' is always there.", unit="list", source="input", basis="input",
        structural=True, strict=False)
    posterior: Posterior | None = None

    @model_serializer(mode="wrap")
    def _silent_without_posterior(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """A scenario without a posterior is written, and hashed, as if there were no such section."""
        written: dict[str, Any] = write(self)
        if self.posterior is None:
            written.pop(SECTION, None)
        return written

    @model_validator(mode="before")
    @classmethod
    def _always_carry_on(cls, data: object) -> object:
        if isinstance(data, dict):
            given = data.get("strategies", ())
            names = [s.get("name") if isinstance(s, dict) else getattr(s, "name", None) for s in given] \
                if isinstance(given, list | tuple) else []
            if isinstance(given, list | tuple) and CARRY_ON not in names:
                return {**data, "strategies": (CARRY_ON_STRATEGY, *given)}
        return data

    @model_validator(mode="after")
    def _goes_together(self) -> Scenario:
        found = "; ".join(f"{dotted(path)}: {message}" for path, message in contradictions(self, Scenario))
        if found:
            raise PydanticCustomError(CONTRADICTION, "{found}", {"found": found})
        return self

    def strategy(self, name: str) -> Strategy:
        """The strategy of that name; `KeyError` that lists the names if there is none."""
        for candidate in self.strategies:
            if candidate.name == name:
                return candidate
        known = ", ".join(s.name for s in self.strategies)
        raise KeyError(f"no strategy {name!r} in this scenario; there are: {known}")
