"""Strategies and goals: named sets of dated measures, and what would count as success."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from sim.parameters.declare import Section, declare, share
from sim.scenario.measures import HireSellers, Measure

CARRY_ON = "carry_on"
"""The strategy without measures; every scenario has it, every comparison refers to it."""

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


CARRY_ON_STRATEGY = Strategy(name=CARRY_ON, label="Carry on", description="No measures; everything else goes on.")


def seller_positions(strategy: Strategy) -> int:
    """Positions for dedicated sellers that the strategy opens (dose 0 opens none)."""
    return sum(round(m.sellers * m.dose) for m in strategy.measures if isinstance(m, HireSellers))
