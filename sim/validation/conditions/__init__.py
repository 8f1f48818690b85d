"""The six conditional claims, each with both sides of its condition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.validation.claims import LEAST_QUARTERS
from sim.validation.claims.treatments import Progress, Treatments
from sim.validation.conditions import critical_mass, curves, factorial, meetings
from sim.validation.conditions.exploration import Result
from sim.validation.conditions.factorial import cells

__all__ = ["CONDITIONS", "Condition", "Result", "explore"]


@dataclass(frozen=True)
class Condition:
    """A claim that holds under a condition only.

    axes : what is varied, with units. outcome : what is looked at, with its unit. steps : how often the search reports
    progress. find : maps treatments to the result.
    """

    id: str
    question: str
    axes: tuple[str, ...]
    outcome: str
    steps: int
    find: Callable[[Treatments, Progress], Result]


def _by_id(*conditions: Condition) -> dict[str, Condition]:
    return {condition.id: condition for condition in conditions}


CONDITIONS: dict[str, Condition] = _by_id(
    Condition("A6", "From which share of people won on does the change carry itself?",
              ("share of reps initially won (0-1)",), "adoption at the horizon (share of reps, 0-1)",
              len(critical_mass.SHARES), critical_mass.critical_mass),
    Condition("A7", "From which share of advisors on is it better to add sellers than to transform everyone?",
              ("share of advisors (0-1)",), "net present value (EUR)", len(curves.ADVISORS), curves.strategy_curves),
    Condition("C2", "How large must a reward be to move people of weak and of strong habit?",
              ("reward (habit's own = 1)", "strength of the advising habit (0-1)"),
              "adoption at the horizon (share of reps, 0-1)", len(curves.HABITS) * len(curves.REWARDS), curves.steps),
    Condition("C10", "Which parts of the frame decide what appeals do?",
              tuple(f"{f.off} / {f.on}" for f in factorial.FRAME), "change of behaviour by appeals (0-1)",
              len(cells(len(factorial.FRAME))), factorial.frames),
    Condition("C12", "Are ability, steering and conditions needed together?",
              tuple(f"{f.name.lower()}: {f.off} / {f.on}" for f, _ in factorial.NEEDED),
              "adoption at the horizon (share of reps, 0-1) and new customers", len(cells(len(factorial.NEEDED))),
              factorial.together),
    Condition("E3", "Does it help to meet more often, or to reflect more when people meet?",
              ("meetings a quarter", "share of meeting time for reflection (0-1)"),
              "selling skill at the horizon (0-1)", len(meetings.MEETINGS), meetings.meetings),
)
"""By their ids, in the order of the claims."""


def explore(id: str, treatments: Treatments, progress: Progress | None = None) -> Result:
    """Explore both sides of the condition of one claim.

    Parameters
    ----------
    id : one of `CONDITIONS`.
    treatments : those of one scenario; what is simulated is kept there, and what is found does not depend on what
        was asked before.
    progress : called with 1 after each of the condition's `steps`.

    Raises
    ------
    KeyError
        For another id; it lists those that there are.
    ValueError
        For fewer than 2 runs, or a horizon of less than `LEAST_QUARTERS`.
    """
    if id not in CONDITIONS:
        raise KeyError(f"no condition {id!r}; there are: {', '.join(CONDITIONS)}")
    return CONDITIONS[id].find(treatments.checked(LEAST_QUARTERS), _silent if progress is None else progress)


def _silent(step: int) -> None:
    """Report nothing."""
