"""Conditional claim E3 on a grid: how often people meet, and how far they reflect when they do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.arrays import Array
from sim.statistics.thresholds import Curve, Threshold, sign_change
from sim.validation.claims.treatments import Progress, Treatments, last
from sim.validation.conditions.exploration import Asked, Row, curve_rows, place, points, table, threshold_row
from sim.words.amounts import percent

MEETINGS = (1.0, 3.0, 6.0, 9.0, 13.0)
"""Meetings a quarter: from one to one a week."""
REFLECTION = (0.0, 0.2, 0.4, 0.6, 0.8)
"""Share of the meeting time spent on why deals were won or lost."""


@dataclass(frozen=True)
class Grid:
    """E3: selling skill (0-1) at the horizon, (meetings, reflection, runs).

    by_frequency : skill with the most meetings minus with the fewest, over the share of reflection.
    by_reflection : skill with the most reflection minus with none, over the number of meetings.
    turn : share of reflection at which more meetings begin, or cease, to help.
    """

    asked: Asked
    meetings: tuple[float, ...]
    reflection: tuple[float, ...]
    skill: Array
    by_frequency: Curve
    by_reflection: Curve
    turn: Threshold

    @classmethod
    def of(cls, asked: Asked, skill: Array) -> Grid:
        """Compare the ends of both axes of a grid of skills."""
        by_frequency = Curve(np.asarray(REFLECTION), skill[-1] - skill[0])
        return cls(asked, MEETINGS, REFLECTION, skill, by_frequency,
                   Curve(np.asarray(MEETINGS), skill[:, -1] - skill[:, 0]), sign_change(by_frequency))

    @property
    def headline(self) -> str:
        """What frequency does without reflection and with much of it, and where that turns."""
        first, final = (points(self.by_frequency.mean[k], 1) for k in (0, -1))
        effects = (f"{self.meetings[-1]:.0f} meetings instead of {self.meetings[0]:.0f} move skill by {first} points "
                   f"without reflection and by {final} at {percent(self.reflection[-1])} of it")
        if not self.turn.found:
            return f"{effects}; the sign never changes between."
        return f"{effects}; the sign changes at {place(self.turn, percent, (self.reflection[0], self.reflection[-1]))}."

    def rows(self) -> list[dict[str, Any]]:
        """The grid, what frequency does at each share of reflection, what reflection does at each frequency."""
        skill_unit, share_unit, often = "skill 0-1", "share of meeting time 0-1", "meetings a quarter"
        grid = [row for k, share in enumerate(self.reflection)
                for row in curve_rows(self.asked, "selling skill at the horizon", f"reflection {share}",
                                      (often, skill_unit), Curve(np.asarray(self.meetings), self.skill[:, k]))]
        effects: list[Row] = [
            *curve_rows(self.asked, "skill by the most meetings minus by the fewest", "", (share_unit, skill_unit),
                        self.by_frequency),
            *curve_rows(self.asked, "skill by the most reflection minus by none", "", (often, skill_unit),
                        self.by_reflection)]
        return table([*grid, *effects, threshold_row(self.asked, "reflection from which frequency changes its sign", "",
                                                     share_unit, self.turn)])


def meetings(w: Treatments, progress: Progress) -> Grid:
    """Explore E3: every number of meetings with every share of reflection."""
    found = []
    for often in MEETINGS:
        found.append([last(w(framework__meetings_per_quarter=often, framework__reflection_share=share),
                           "skill_selling") for share in REFLECTION])
        progress(1)
    return Grid.of(Asked.of("E3", w), np.asarray(found))
