"""The scenario: everything that decides a run except the seed."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import SerializerFunctionWrapHandler, StringConstraints, model_serializer, model_validator
from pydantic_core import PydanticCustomError

from sim.parameters import Parameters
from sim.parameters.declare import Section, declare, share
from sim.scenario.framework import Framework, Leadership
from sim.scenario.market import Behaviour, Costs, Market
from sim.scenario.measures import HireSellers, Measure
from sim.scenario.organisation import Book, Organisation, People
from sim.scenario.posterior import SECTION, Posterior

CARRY_ON = "carry_on"
"""The strategy without measures; every scenario has it, every comparison refers to it."""

CONTRADICTION = "contradiction"
"""Type of the validation error for values that do not go together."""

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class Goals(Section):
    """What would count as success."""

    adoption_level: float = share(0.50,
                                  "Behaviour from which a rep counts as having adopted (share of occasions on which "
                                  "he shows the new behaviour).", plausible=(0.3, 0.7), source="assumption",
                                  basis="input")
    adoption_share: float = share(0.60, "Share of the reps with a book who must have adopted at the horizon.",
                                  plausible=(0.4, 0.9), source="assumption", basis="input", claims=("A1",))


class Strategy(Section):
    """A named set of dated measures."""

    name: Name = declare(..., "Identifier used in files and commands.", unit="name", source="input", basis="input")
    label: str = declare("", "Name shown to people.", unit="text", source="input", basis="input")
    description: str = declare("", "One sentence about the idea.", unit="text", source="input", basis="input")
    measures: tuple[Measure, ...] = declare((), "The dated measures.", unit="list", source="input", basis="input",
                                            strict=False,
                                            structural=True)

    @property
    def title(self) -> str:
        """Label, or the name made readable."""
        return self.label or self.name.replace("_", " ")


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
        # Imported here because the search for contradictions reads the defaults of this module.
        from sim.scenario.contradictions import contradictions
        from sim.scenario.problems import dotted

        found = "; ".join(f"{dotted(path)}: {message}" for path, message in contradictions(self))
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


CARRY_ON_STRATEGY = Strategy(name=CARRY_ON, label="Carry on", description="No measures; everything else goes on.")


def seller_positions(strategy: Strategy) -> int:
    """Positions for dedicated sellers that the strategy opens (dose 0 opens none)."""
    return sum(round(m.sellers * m.dose) for m in strategy.measures if isinstance(m, HireSellers))
