"""The levers in front: which values they move, in the order in which they are wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sim.app.state.bonus import BONUS
from sim.app.state.world import World
from sim.scenario.measures import Coaching, HireSellers, MeasureBase, Training

Group = Literal["measures", "assumptions"]
SideName = Literal["left", "right"]
MEASURES_IN_FRONT = 4
ASSUMPTIONS_IN_FRONT = 3
"""Together seven: what people can keep in mind at once."""
SESSION_HOURS = 18.0
"""Hours of one full coaching: six sessions of three hours (see ``costs.coaching``)."""
TRAINING_DAYS = 6.0
"""Days of one full training programme (see ``costs.training``)."""


@dataclass(frozen=True)
class Lever:
    """One lever.

    Parameters
    ----------
    key : its name in the catalogue of texts.
    group : what one decides, or what one takes for granted.
    field : dotted key of a value that every scenario has; empty for a value of a measure.
    measure, part : the kind of measure, and its value; the first of that kind in the pair is moved.
    sides : which of the two programmes are searched, in that order.
    step : of the slider, in the unit of the value.
    factor : by which the value is multiplied to be shown.
    with_field : dotted key of a value shown as a second slider of the same lever.
    """

    key: str
    group: Group
    field: str = ""
    measure: type[MeasureBase] | None = None
    part: str = ""
    sides: tuple[SideName, ...] = ("left", "right")
    step: float = 0.05
    factor: float = 100.0
    with_field: str = ""

    def place(self, world: World) -> str:
        """Return the dotted key of its value in this world; empty where the pair has none."""
        if self.measure is None:
            return self.field
        scenario = world.scenario()
        for side in self.sides:
            name = world.pair[0] if side == "left" else world.pair[1]
            for index, measure in enumerate(scenario.strategy(name).measures):
                if isinstance(measure, self.measure) and not _by_manager(measure):
                    return f"strategies[{name}].measures[{index}].{self.part}"
        return ""


LEVERS: tuple[Lever, ...] = (
    Lever("error_culture", "measures", "framework.error_culture"),
    Lever("bonus", "measures", BONUS, with_field="framework.bonus.new_business_share"),
    Lever("coaching", "measures", measure=Coaching, part="dose", factor=SESSION_HOURS, step=1.0 / 6.0),
    Lever("sellers", "measures", measure=HireSellers, part="sellers", sides=("right", "left"), factor=1.0, step=1.0),
    Lever("training", "measures", measure=Training, part="dose", factor=TRAINING_DAYS, step=1.0 / 12.0),
    Lever("recognition_for_selling", "measures", "framework.recognition_for_selling"),
    Lever("pressure", "measures", "leadership.pressure"),
    Lever("habit_advising", "assumptions", "people.habit_advising"),
    Lever("fear", "assumptions", "people.fear_of_failure"),
    Lever("resistance", "assumptions", "framework.opinion_leader_resistance"),
)
"""All levers; those whose value the pair lacks give way to the next of their group."""
SECOND = Lever("new_business", "measures", "framework.bonus.new_business_share")
"""What is paid for new business: the second slider of the bonus."""

DECIDED = ("strategies[", "framework.", "leadership.")
"""Where keys of values begin that management can decide."""
GIVEN = ("framework.opinion_leader_resistance", "framework.goal_conflict", "framework.workload", "leadership.spread")
"""What stands there too, but is found, not decided."""


def in_front(world: World) -> list[tuple[Lever, str]]:
    """Return the levers that stand in front in this world, each with the dotted key of its value."""
    found: list[tuple[Lever, str]] = []
    for group, most in (("measures", MEASURES_IN_FRONT), ("assumptions", ASSUMPTIONS_IN_FRONT)):
        placed = [(lever, place) for lever in LEVERS if lever.group == group and (place := lever.place(world))]
        found += placed[:most]
    return found


def group_of(key: str) -> Group:
    """Whether the value under a dotted key is decided by management, or taken for granted."""
    decided = key.startswith(DECIDED) and key not in GIVEN
    return "measures" if decided else "assumptions"


def _by_manager(measure: MeasureBase) -> bool:
    return isinstance(measure, Coaching) and measure.by == "manager"
