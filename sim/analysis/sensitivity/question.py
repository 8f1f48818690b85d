"""What is to be explained: an outcome of one strategy, or by how much it differs between two."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Literal

from sim.analysis.design.observed import declared
from sim.analysis.sensitivity.direction import Direction

LONGEST_TITLE = 40
"""Characters of the title of a strategy in a sentence."""
Good = Literal[1, 0, -1]
"""Whether more of an outcome is better (1), worse (-1), or neither by itself (0)."""


WHEN = {"end": "at the horizon", "mean": "on average over the quarters", "sum": "over all quarters",
        "min": "in its lowest quarter", "max": "in its highest quarter"}
"""How a course was condensed, behind the name of its outcome."""


def meaning_of(outcome: str) -> str:
    """What an outcome of a sweep is called in a sentence: ``net present value``, ``mean energy in its lowest quarter``.

    Remarks behind a semicolon of the declaration are left out.
    """
    name, _, when = outcome.partition("@")
    known = declared(outcome)
    words = name.replace("_", " ") if known is None else known.meaning.partition(";")[0]
    told = WHEN.get(when, f"in quarter {when}" if when else "")
    return f"{words[:1].lower()}{words[1:]} {told}".strip()


@dataclass(frozen=True)
class Question:
    """What is to be explained.

    outcome : name of an outcome, e.g. ``npv`` or ``profit@mean``. strategy, against : names; against is None when
    one strategy is looked at by itself. title, title_against : the same for people.
    """

    outcome: str
    strategy: str
    against: str | None = None
    title: str = ""
    title_against: str = ""

    @property
    def meaning(self) -> str:
        """What the outcome is called in a sentence."""
        return meaning_of(self.outcome)

    @property
    def unit(self) -> str:
        """Unit of the outcome; empty where it is not known."""
        known = declared(self.outcome)
        return "" if known is None else known.unit

    @property
    def good(self) -> Good:
        """Whether more of the outcome is better."""
        known = declared(self.outcome)
        wished = None if known is None else known.better
        return 0 if wished is None else 1 if wished == "higher" else -1

    @property
    def names(self) -> tuple[str, str]:
        """Titles of both strategies in quotes, long ones shortened; their names where they have none."""
        one, other = (textwrap.shorten(str(name), LONGEST_TITLE, placeholder=" ...")
                      for name in (self.title or self.strategy, self.title_against or self.against))
        return f"'{one}'", f"'{other}'"

    @property
    def told(self) -> str:
        """What is explained, as part of a sentence."""
        one, other = self.names
        if self.against is None:
            return f"the {self.meaning} of {one}"
        return f"the difference in {self.meaning} between {one} and {other}"

    def effect(self, direction: Direction) -> str:
        """What more of an assumption does, as the end of a sentence that begins with *more of it*."""
        if direction == "unclear":
            return "has no clear direction"
        up = direction == "raises"
        if self.good == 0:
            return f"{'raises' if up else 'lowers'} {'the difference' if self.against else 'it'}"
        better = up == (self.good > 0)
        if self.against is None:
            return "helps" if better else "harms"
        return f"speaks for {self.names[0] if better else self.names[1]}"

    def brief(self, direction: Direction) -> str:
        """The same for a cell under `brief_head`."""
        if direction == "unclear":
            return "-"
        up = direction == "raises"
        if self.good == 0:
            return direction
        better = up == (self.good > 0)
        if self.against is None:
            return "helps" if better else "harms"
        return (self.title or self.strategy) if better else (self.title_against or self.against)

    @property
    def brief_head(self) -> str:
        """Head of the column that says what more of an assumption does."""
        return "more of it\nspeaks for" if self.against is not None and self.good else "more\nof it"

    def amount(self, value: float, *, sign: bool = False) -> str:
        """Write an amount of the outcome with its unit."""
        from sim.analysis.wording import money

        if self.unit == "EUR":
            return money(value, sign=sign)
        if self.unit == "0-1":
            return f"{100 * value:{'+' if sign else ''}.1f} points"
        return f"{value:{'+' if sign else ''}.3g} {self.unit}".strip()
