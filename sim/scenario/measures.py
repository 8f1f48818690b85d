"""The vocabulary of measures: what management can do, when, to whom, how much.

A measure never sets an outcome. It changes the framework, the leaders, the people
it reaches or the head count; everything else follows from the laws.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import Field

from sim.parameters.declare import Section, declare, share
from sim.scenario.framework import Bonus

Target = Literal["all", "advisors", "sellers", "opinion_leaders", "newcomers", "willing", "blocked"]
WHOM: dict[str, str] = {
    "all": "everyone", "advisors": "advisors", "sellers": "sellers", "opinion_leaders": "opinion leaders",
    "newcomers": "newcomers", "willing": "the willing", "blocked": "those who block"}
"""What each target is called."""
REFERENCES = re.compile(r" \([^()]*\d[^()]*\)")
"""Claims and sources in brackets, which the sentence about a measure ends with."""


@dataclass(frozen=True)
class Price:
    """What a measure is paid from.

    Parameters
    ----------
    cost : name of the price in the section ``costs`` of a scenario.
    heads : for whom it is paid: those reached, everybody, the opinion leaders, or every leader.
    per : once for the whole programme, in every quarter in force, or in the first quarter only; times the dose.
    """

    cost: str
    heads: Literal["reached", "all", "opinion_leaders", "leaders"] = "all"
    per: Literal["programme", "quarter", "first quarter"] = "quarter"


class MeasureBase(Section):
    """What every measure has: dates and dose.

    A kind of measure is declared by its class, once: `kind` is its name in files, the title what people call it, the
    first line of the docstring what it does, the fields what there is to choose. What a field cannot say:

    levels : what it moves in a quarter. The engine reads each as ``plan.levels.NAME``; where the kind has no effect of
        its own (`sim.programme.effects`), its dose raises them all.
    prices : what it is paid from; none where it costs only through what follows from it.
    load : what it adds to the load of change: work on the culture, in every quarter, or another structure, at first.
    usual_quarters : how long it lasts when somebody adds it by hand.
    told : dotted names of the fields that a timeline tells beside its title.
    """

    levels: ClassVar[tuple[str, ...]] = ()
    prices: ClassVar[tuple[Price, ...]] = ()
    load: ClassVar[Literal["culture", "structure"] | None] = None
    usual_quarters: ClassVar[int] = 4
    told: ClassVar[tuple[str, ...]] = ()

    start: int = declare(..., "First quarter in which the measure is in force.", label="Start", unit="quarter",
                         bounds=(1, 80), source="input", basis="input", structural=True)
    quarters: int = declare(1, "How many quarters it is in force.", label="Duration", unit="quarters", bounds=(1, 80),
                            source="input", basis="input", structural=True)
    dose: float = declare(1.0, "Strength: 0 changes nothing and costs nothing, 1 is the full measure in every "
                          "quarter; for training and coaching one full programme spread over its quarters.",
                          label="Strength", unit="0-1", bounds=(0.0, 1.0), plausible=(0.0, 1.0), source="input",
                          basis="input")

    @classmethod
    def about(cls) -> str:
        """What the kind does, in one line, without claims and sources."""
        return REFERENCES.sub("", (cls.__doc__ or "").strip().splitlines()[0])


class PeopleMeasure(MeasureBase):
    """A measure that reaches chosen people."""

    target: Target = declare("all", "Whom it reaches.", label="Whom it reaches", choices=WHOM, unit="choice",
                             source="input", basis="input", structural=True)


CULTURE = Price("culture_programme")
"""What most work on the culture is paid from."""


class Training(PeopleMeasure, title="Training"):
    """Sales training: raises skill a little and brings a short euphoria (A4)."""

    kind: Literal["training"]
    prices = (Price("training", "reached", "programme"),)
    usual_quarters = 2


class Coaching(PeopleMeasure, title="Coaching"):
    """One-to-one coaching of reps: works on attitude and fear, by professionals or the own leader (A5, D3, D4)."""

    kind: Literal["coaching"]
    prices = (Price("coaching", "reached", "programme"), Price("manager_coaching", "reached", "programme"))
    told = ("by",)
    by: Literal["professional", "manager"] = declare(
        "professional", "Who coaches; a manager brings his own skill and his role.", label="Who coaches",
        choices={"professional": "professional from outside", "manager": "own leader"}, unit="choice",
        source="claim D4", basis="input", structural=True, claims=("D4",))
    skill: float = share(0.75, "Coaching skill of the professional.", label="Coach's skill", plausible=(0.4, 0.95),
                         source="assumption", basis="input", claims=("D4",))


class LeaderReflection(MeasureBase, title="Leaders' self-reflection"):
    """Leaders examine their own assumptions, guided: credibility, and calm under stress (B1, D1)."""

    kind: Literal["leader_reflection"]
    levels = ("leader_reflection",)
    prices = (Price("leader_programme", "leaders"),)


class LeaderCoaching(MeasureBase, title="Coaching of leaders"):
    """Leaders learn to listen and to coach (D4, D5)."""

    kind: Literal["leader_coaching"]
    levels = ("leader_coaching",)
    prices = (Price("leader_programme", "leaders"),)


class ErrorCultureWork(MeasureBase, title="Work on the error culture"):
    """How errors are treated changes; meanwhile trying out is protected (A8, A9, E4)."""

    kind: Literal["error_culture_work"]
    levels = ("error_culture_work", "protected_trying")
    prices = (CULTURE,)
    load = "culture"
    usual_quarters = 8
    protected_trying: float = share(0.5, "How far trying out is protected while the measure is in force.",
                                    label="Protected trying", plausible=(0.0, 1.0), source="claim A8", basis="input",
                                    claims=("A8",))


class ReflectionMeetings(MeasureBase, title="Reflection meetings"):
    """Meetings in which deals won and lost are taken apart together (E3, E4, E6, E7)."""

    kind: Literal["reflection_meetings"]
    levels = ("extra_meetings", "lessons", "lessons_share", "cross_functional")  # the first: meetings a quarter
    prices = (CULTURE,)
    load = "culture"
    usual_quarters = 12
    extra_meetings: float = declare(3.0, "Meetings added at full strength.", label="Extra meetings", unit="1/quarter",
                                    bounds=(0.0, 26.0), plausible=(0.0, 10.0), source="claim E3", basis="input")
    reflection_share: float = share(0.7, "Part of meeting time spent on lessons at full strength.",
                                    label="Time for lessons", plausible=(0.2, 1.0), source="evidence row 23",
                                    basis="input")
    cross_functional_share: float = share(0.0, "Share of people from other functions at full strength.",
                                          label="People from other functions", plausible=(0.0, 0.5), source="claim E6",
                                          basis="input")


class RecognitionWork(MeasureBase, title="Recognition"):
    """Those who show the new behaviour are visibly honoured; careers may follow (C7, C9)."""

    kind: Literal["recognition"]
    levels = ("recognition", "careers")
    prices = (CULTURE,)
    load = "culture"
    usual_quarters = 8
    careers: float = share(0.5, "How far careers follow: part of the way to promotions for the new behaviour.",
                           label="Careers follow", plausible=(0.0, 1.0), source="claim C9", basis="input",
                           claims=("C9",))


class Gamification(MeasureBase, title="Games and rankings"):
    """Leagues, badges and rankings: they work through recognition and feed rivalry (C8)."""

    kind: Literal["gamification"]
    levels = ("gamification",)
    prices = (CULTURE,)
    load = "culture"


class BonusChange(MeasureBase, title="New bonus"):
    """Another bonus while the measure is in force; dose blends old and new (C6, C7, C10, E1)."""

    kind: Literal["bonus_change"]
    load = "structure"
    usual_quarters = 12
    told = ("bonus.new_business_share",)
    bonus: Bonus = Bonus(individual=0.8, team=0.1, company=0.1, variable_share=0.30, new_business_share=0.7)


class Targets(PeopleMeasure, title="Targets"):
    """Targets for the new behaviour, with the pressure that leaders pass on (A2, B4, B5)."""

    kind: Literal["targets"]
    usual_quarters = 12
    told = ("pressure",)
    pressure: float = share(0.3, "Pressure that comes with the targets at full strength.",
                            label="Pressure of the targets", plausible=(0.0, 0.8), source="claim B4", basis="input",
                            claims=("A2", "B4"))


class Appeals(MeasureBase, title="Appeals"):
    """Mission statements, kick-offs and communication that tends feelings (C4, C10)."""

    kind: Literal["appeals"]
    levels = ("appeals",)
    prices = (Price("campaign"),)


class WinOpinionLeaders(MeasureBase, title="Win the opinion leaders"):
    """Talk first with those to whom others listen, and involve them: procedural justice (A6, C11)."""

    kind: Literal["win_opinion_leaders"]
    levels = ("win_opinion_leaders",)
    prices = (Price("culture_programme", "opinion_leaders"),)


class HireSellers(MeasureBase, title="Hire sellers"):
    """Dedicated sellers beside the advisors (A7). Dose scales the head count; the positions stay."""

    kind: Literal["hire_sellers"]
    levels = ("sellers",)  # positions opened in that quarter
    usual_quarters = 1
    quarters: int = declare(1, "Over how many quarters the positions are opened, evenly.", label="Spread over",
                            unit="quarters", bounds=(1, 80), source="input", basis="input", structural=True)
    sellers: int = declare(8, "Positions opened at full strength.", label="New sellers", unit="people",
                           bounds=(1, 10_000), plausible=(2, 20), source="input", basis="input", structural=True)
    dose: float = declare(1.0, "Strength: the part of the positions that is opened, in whole people; 0 opens none and "
                          "costs nothing.", label="Part of the positions", unit="0-1", bounds=(0.0, 1.0),
                          plausible=(0.0, 1.0), source="input", basis="input", structural=True)


class Replacement(MeasureBase, title="Replacement"):
    """Parting with those who do not take up the new behaviour, and hiring others (A10)."""

    kind: Literal["replacement"]
    levels = ("replacement",)  # share of those not adopting who are replaced
    usual_quarters = 6
    share_per_quarter: float = share(0.25, "Share of the reps not yet adopting who are replaced each quarter at full "
                                     "strength.", label="Replaced per quarter", unit="1/quarter", plausible=(0.05, 0.5),
                                     source="claim A10", basis="input")


class Reorganisation(MeasureBase, title="Reorganisation"):
    """Who sells what is settled anew (C13): habits break open, and customers may get another contact."""

    kind: Literal["reorganisation"]
    levels = ("split", "segments", "pairs", "regroup", "shake")  # split: share of reps; regroup: part of all books
    prices = (Price("reorganisation", per="first quarter"),)
    load = "structure"
    told = ("form",)
    form: Literal["role_split", "segment_split", "team_selling"] = declare(
        "role_split", "The structural option.", label="Form", choices={
            "role_split": "by roles", "segment_split": "by customer segments", "team_selling": "selling in pairs"},
        unit="choice", source="claim C13", basis="input", structural=True, claims=("C13",))
    seller_share: float = share(0.25, "Role split: share of reps who become dedicated sellers at full strength, those "
                                "with the strongest hunting disposition.", label="Share who become sellers",
                                plausible=(0.1, 0.5), source="claim C13", basis="input")


class GracePeriod(MeasureBase, title="Grace period"):
    """No quota and no blame for results for a while (Sastry 1997)."""

    kind: Literal["grace_period"]
    levels = ("grace",)


class NetworkingTime(MeasureBase, title="Time for contacts"):
    """Protected time for strategic contacts that pay only later (C16)."""

    kind: Literal["networking_time"]
    levels = ("networking",)  # share of working time
    usual_quarters = 12
    time_share: float = share(0.05, "Working time protected at full strength.", label="Protected time",
                              plausible=(0.02, 0.15), source="claim C16", basis="input", claims=("C16",))


class ToolRollout(MeasureBase, title="Roll-out of a tool"):
    """A tool comes: its use is expected, it costs, and it is a load while it is new (C15)."""

    kind: Literal["tool_rollout"]
    levels = ("tool",)
    prices = (Price("tool"),)
    load = "structure"


class Rules(MeasureBase, title="More rules"):
    """More prescribed process (C14)."""

    kind: Literal["rules"]
    levels = ("rules",)
    usual_quarters = 12


class Guidelines(MeasureBase, title="Guidelines"):
    """Guidelines for leading and selling, imposed or worked out together (D6)."""

    kind: Literal["guidelines"]
    levels = ("joint_guidelines", "imposed_guidelines")
    prices = (CULTURE,)
    load = "culture"
    jointly: float = share(0.5, "How far they are worked out with the reps (0 imposed, 1 jointly).",
                           label="Worked out jointly", plausible=(0.0, 1.0), source="claim D6", basis="input",
                           claims=("D6",))


Measure = Annotated[
    Training | Coaching | LeaderReflection | LeaderCoaching | ErrorCultureWork | ReflectionMeetings
    | RecognitionWork | Gamification | BonusChange | Targets | Appeals | WinOpinionLeaders | HireSellers
    | Replacement | Reorganisation | GracePeriod | NetworkingTime | ToolRollout | Rules | Guidelines,
    Field(discriminator="kind"),
]
MEASURES: dict[str, type[MeasureBase]] = {get_args(kind.model_fields["kind"].annotation)[0]: kind
                                          for kind in get_args(get_args(Measure)[0])}
"""Every kind of measure by its name in files."""
LEVELS: tuple[str, ...] = tuple(dict.fromkeys(level for kind in MEASURES.values() for level in kind.levels))
"""Every level that some kind of measure moves."""
