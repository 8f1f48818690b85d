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
    key : its name in the catalogue of texts, which has it in other languages.
    group : what one decides, or what one takes for granted.
    field : dotted key of a value that every scenario has; empty for a value of a measure.
    measure, part : the kind of measure, and its value; the first of that kind in the pair is moved.
    sides : which of the two programmes are searched, in that order.
    step : of the slider, in the unit of the value.
    factor : by which the value is multiplied to be shown.
    with_field : dotted key of a value shown as a second slider of the same lever.
    title, about, effort : what it is called, what it is about, and what it takes to move it, if that can be said;
        ``{cost}`` is the price of the measure.
    marks : words under the track: at its beginning, in its middle, at its end; numbers where there are none.
    phrases : words for the value, one for each equal part of the track.
    shown : how the value is written, ``{n}`` of one and of others; of a hundred where it is not said.
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
    title: str = ""
    about: str = ""
    effort: str = ""
    marks: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()

    def texts(self) -> dict[str, str]:
        """Return everything that it says, by the keys under which other languages say it."""
        numbered = {f"{name}{k + 1}": word for name, words in (("mark", self.marks), ("phrase", self.phrases))
                    for k, word in enumerate(words)}
        written = dict(zip(("value_one", "value_other"), self.shown, strict=False))
        said = {"title": self.title, "about": self.about, "effort": self.effort} | numbered | written
        return {f"{self.key}.{name}": text for name, text in said.items() if text}

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
    Lever(
        "error_culture", "measures", "framework.error_culture",
        title="How errors are treated",
        about="What happens when an advisor approaches a customer and is turned down? Where that has consequences, "
              "nobody tries twice. The value says where your house stands when the programme begins.",
        effort="As a starting point it costs nothing. What the way there costs is shown by the programme's work on the "
               "error culture.",
        marks=("punished", "tolerated", "learnt from"),
        phrases=("punished", "rather punished", "tolerated", "mostly learnt from", "learnt from")),
    Lever(
        "bonus", "measures", BONUS, with_field="framework.bonus.new_business_share",
        title="What the bonus is for",
        about="Whose results decide the variable part of the pay. Where only one's own count, nobody shares customers "
              "and knowledge; where the common ones count, one's own deal is felt less. A change of bonus in the "
              "programme replaces this bonus while it is in force.",
        effort="The same pot, divided differently: the size of the variable part stays as it is."),
    Lever(
        "coaching", "measures", measure=Coaching, part="dose", factor=SESSION_HOURS, step=1.0 / 6.0,
        title="Coaching by professionals",
        about="A coach from outside works with everyone: six sessions of three hours are the full measure. Coaching "
              "works on attitude and fear, not on the technique of selling.",
        effort="About EUR {cost} per person for the full measure, and the time that customers miss.",
        marks=("none", "9 hours", "18 hours"),
        shown=("{n} h each", "{n} h each")),
    Lever(
        "sellers", "measures", measure=HireSellers, part="sellers", sides=("right", "left"), factor=1.0, step=1.0,
        title="Additional sellers",
        about="Positions of their own that do nothing but win new customers, and then hand them to the advisors. The "
              "positions stay until the end.",
        effort="For each position pay in every quarter, search and induction; hires who do not fit cost extra.",
        shown=("{n} position", "{n} positions")),
    Lever(
        "training", "measures", measure=Training, part="dose", factor=TRAINING_DAYS, step=1.0 / 12.0,
        title="Sales training",
        about="A seminar in which selling is practised. It brings skill and a short enthusiasm; without occasions to "
              "use it, both fade.",
        effort="About EUR {cost} per person for six days, and the time that customers miss.",
        marks=("none", "3 days", "6 days"),
        shown=("{n} day each", "{n} days each")),
    Lever(
        "recognition_for_selling", "measures", "framework.recognition_for_selling",
        title="What is recognised",
        about="Which part of the visible recognition goes to those who sell. The rest honours advising.",
        effort="Costs no money, but the attention of leaders.",
        marks=("advising", "both", "selling"),
        phrases=("praise almost only for advising", "praise rather for advising", "praise for both",
                 "praise rather for selling", "praise almost only for selling")),
    Lever(
        "pressure", "measures", "leadership.pressure",
        title="Pressure from leaders",
        about="How much pressure for results leaders pass on in normal times. A little sets people moving, a lot "
              "frightens them and drives them out.",
        effort="Costs nothing at first; the price comes later, as exhaustion and people leaving.",
        marks=("hardly any", "felt", "high"),
        phrases=("hardly any pressure", "little pressure", "pressure is felt", "much pressure", "very high pressure")),
    Lever(
        "habit_advising", "assumptions", "people.habit_advising",
        title="Habit of advising",
        about="How far advising happens by itself. The firmer the habit, the more often it beats good intentions in "
              "everyday work.",
        marks=("loose", "firm", "ingrained"),
        phrases=("loose", "noticeable", "firm", "very firm", "ingrained")),
    Lever(
        "fear", "assumptions", "people.fear_of_failure",
        title="Fear of hearing no",
        about="How much people fear at the start to fail when they approach new customers. Each failure feeds the "
              "fear, each success lessens it.",
        marks=("small", "medium", "great"),
        phrases=("small", "rather small", "medium", "rather great", "great")),
    Lever(
        "resistance", "assumptions", "framework.opinion_leader_resistance",
        title="Resistance of opinion leaders",
        about="How far the colleagues whom others listen to are against the change. The others look at them before "
              "they move.",
        marks=("go along", "wait and see", "hold against it"),
        phrases=("go along", "rather open", "wait and see", "rather against it", "hold against it")),
)
"""All levers; those whose value the pair lacks give way to the next of their group."""
SECOND = Lever(
    "new_business", "measures", "framework.bonus.new_business_share",
    title="of it for new business",
    about="Which part of the bonus is paid for customers won; the rest rewards business with those one has.",
    effort="No additional money, but those who look after existing customers earn less.",
    marks=("existing only", "half and half", "new only"),
    shown=("{n}%", "{n}%"))
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
