"""The vocabulary of measures: what management can do, when, to whom, how much.

A measure never sets an outcome. It changes the framework, the leaders, the people
it reaches or the head count; everything else follows from the laws.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.parameters.declare import Section, declare, share
from sim.scenario.framework import Bonus

Target = Literal["all", "advisors", "sellers", "opinion_leaders", "newcomers", "willing", "blocked"]


class MeasureBase(Section):
    """What every measure has: dates and dose."""

    start: int = declare(..., "First quarter in which the measure is in force.", label="Start", unit="quarter",
                         bounds=(1, 80), source="input", basis="input", structural=True)
    quarters: int = declare(1, "How many quarters it is in force.", label="Duration", unit="quarters", bounds=(1, 80),
                            source="input", basis="input", structural=True)
    dose: float = declare(1.0, "Strength: 0 changes nothing and costs nothing, 1 is the full measure in every "
                          "quarter; for training and coaching one full programme spread over its quarters.",
                          label="Strength", unit="0-1", bounds=(0.0, 1.0), plausible=(0.0, 1.0), source="input",
                          basis="input")


class PeopleMeasure(MeasureBase):
    """A measure that reaches chosen people."""

    target: Target = declare("all", "Whom it reaches.", label="Whom it reaches", unit="choice", source="input",
                             basis="input", structural=True)


class Training(PeopleMeasure):
    """Sales training: skill, and a short euphoria (A4)."""

    kind: Literal["training"]


class Coaching(PeopleMeasure):
    """Coaching of reps: works on attitude and fear, by a manager or a professional (A5, D3, D4)."""

    kind: Literal["coaching"]
    by: Literal["professional", "manager"] = declare(
        "professional", "Who coaches; a manager brings his own skill and his role.", label="Who coaches", unit="choice",
        source="claim D4", basis="input", structural=True, claims=("D4",))
    skill: float = share(0.75, "Coaching skill of the professional.", label="Coach's skill", plausible=(0.4, 0.95),
                         source="assumption", basis="input", claims=("D4",))


class LeaderReflection(MeasureBase):
    """Guided self-reflection of those who lead: credibility, and calm under stress (B1, D1)."""

    kind: Literal["leader_reflection"]


class LeaderCoaching(MeasureBase):
    """Coaching of leaders: they learn to listen and to coach (D4, D5)."""

    kind: Literal["leader_coaching"]


class ErrorCultureWork(MeasureBase):
    """Work on how errors are treated, with protected trying-out (A8, A9, E4)."""

    kind: Literal["error_culture_work"]
    protected_trying: float = share(0.5, "How far trying out is protected while the measure is in force.",
                                    label="Protected trying", plausible=(0.0, 1.0), source="claim A8", basis="input",
                                    claims=("A8",))


class ReflectionMeetings(MeasureBase):
    """Meetings that take wins and losses apart (E3, E4, E6, E7)."""

    kind: Literal["reflection_meetings"]
    extra_meetings: float = declare(3.0, "Meetings added at full strength.", label="Extra meetings", unit="1/quarter",
                                    bounds=(0.0, 26.0), plausible=(0.0, 10.0), source="claim E3", basis="input")
    reflection_share: float = share(0.7, "Part of meeting time spent on lessons at full strength.",
                                    label="Time for lessons", plausible=(0.2, 1.0), source="evidence row 23",
                                    basis="input")
    cross_functional_share: float = share(0.0, "Share of people from other functions at full strength.",
                                          label="People from other functions", plausible=(0.0, 0.5), source="claim E6",
                                          basis="input")


class RecognitionWork(MeasureBase):
    """Visible recognition of the new behaviour (C7, C9)."""

    kind: Literal["recognition"]
    careers: float = share(0.5, "How far careers follow: part of the way to promotions for the new behaviour.",
                           label="Careers follow", plausible=(0.0, 1.0), source="claim C9", basis="input",
                           claims=("C9",))


class Gamification(MeasureBase):
    """Leagues, badges, rankings: works through recognition (C8)."""

    kind: Literal["gamification"]


class BonusChange(MeasureBase):
    """Another bonus while the measure is in force; dose blends old and new (C6, C7, C10, E1)."""

    kind: Literal["bonus_change"]
    bonus: Bonus = Bonus(individual=0.8, team=0.1, company=0.1, variable_share=0.30, new_business_share=0.7)


class Targets(PeopleMeasure):
    """Targets for the new behaviour: the push, with the pressure leaders pass on (A2, B4, B5)."""

    kind: Literal["targets"]
    pressure: float = share(0.3, "Pressure that comes with the targets at full strength.",
                            label="Pressure of the targets", plausible=(0.0, 0.8), source="claim B4", basis="input",
                            claims=("A2", "B4"))


class Appeals(MeasureBase):
    """Mission statements, principles, kick-offs, communication that tends feelings (C4, C10)."""

    kind: Literal["appeals"]


class WinOpinionLeaders(MeasureBase):
    """Talking with the opinion leaders first: involvement and procedural justice (A6, C11)."""

    kind: Literal["win_opinion_leaders"]


class HireSellers(MeasureBase):
    """Dedicated sellers beside the advisors (A7). Dose scales the head count; positions stay open."""

    kind: Literal["hire_sellers"]
    quarters: int = declare(1, "Over how many quarters the positions are opened, evenly.", label="Spread over",
                            unit="quarters", bounds=(1, 80), source="input", basis="input", structural=True)
    sellers: int = declare(8, "Positions opened at full strength.", label="New sellers", unit="people",
                           bounds=(1, 10_000), plausible=(2, 20), source="input", basis="input", structural=True)
    dose: float = declare(1.0, "Strength: the part of the positions that is opened, in whole people; 0 opens none and "
                          "costs nothing.", label="Part of the positions", unit="0-1", bounds=(0.0, 1.0),
                          plausible=(0.0, 1.0), source="input", basis="input", structural=True)


class Replacement(MeasureBase):
    """Parting with reps who do not take up the new behaviour, and hiring others (A10)."""

    kind: Literal["replacement"]
    share_per_quarter: float = share(0.25, "Share of the reps not yet adopting who are replaced each quarter at full "
                                     "strength.", label="Replaced per quarter", unit="1/quarter", plausible=(0.05, 0.5),
                                     source="claim A10", basis="input")


class Reorganisation(MeasureBase):
    """Who sells what: role split, segment split, team selling (C13). A habit shock for those it reaches."""

    kind: Literal["reorganisation"]
    form: Literal["role_split", "segment_split", "team_selling"] = declare(
        "role_split", "The structural option.", label="Form", unit="choice", source="claim C13", basis="input",
        structural=True, claims=("C13",))
    seller_share: float = share(0.25, "Role split: share of reps who become dedicated sellers at full strength, those "
                                "with the strongest hunting disposition.", label="Share who become sellers",
                                plausible=(0.1, 0.5), source="claim C13", basis="input")


class GracePeriod(MeasureBase):
    """No quota and no blame for results for a while (Sastry 1997)."""

    kind: Literal["grace_period"]


class NetworkingTime(MeasureBase):
    """Protected time for strategic contacts (C16)."""

    kind: Literal["networking_time"]
    time_share: float = share(0.05, "Working time protected at full strength.", label="Protected time",
                              plausible=(0.02, 0.15), source="claim C16", basis="input", claims=("C16",))


class ToolRollout(MeasureBase):
    """Rolling out a tool: its use is expected, it costs, and it loads while it is new (C15)."""

    kind: Literal["tool_rollout"]


class Rules(MeasureBase):
    """More standard process (C14)."""

    kind: Literal["rules"]


class Guidelines(MeasureBase):
    """Guidelines of leadership and selling, imposed or worked out with the reps (D6)."""

    kind: Literal["guidelines"]
    jointly: float = share(0.5, "How far they are worked out with the reps (0 imposed, 1 jointly).",
                           label="Worked out jointly", plausible=(0.0, 1.0), source="claim D6", basis="input",
                           claims=("D6",))


Measure = Annotated[
    Training | Coaching | LeaderReflection | LeaderCoaching | ErrorCultureWork | ReflectionMeetings
    | RecognitionWork | Gamification | BonusChange | Targets | Appeals | WinOpinionLeaders | HireSellers
    | Replacement | Reorganisation | GracePeriod | NetworkingTime | ToolRollout | Rules | Guidelines,
    Field(discriminator="kind"),
]
