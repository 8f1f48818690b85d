"""The controls on the page: levers, timeline of the programme, drawer of all values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.app.component import VUE, Act, own

Payload = dict[str, Any]
Words = Mapping[str, str]


@own(str(VUE / "Levers.vue"))
def Levers(levers: list[Payload], counts: dict[str, int], words: Words, event_act: Act | None = None) -> None:
    """Show the levers in front, in two groups.

    Parameters
    ----------
    levers : what `sim.app.state.levers.levers` gives.
    counts : how many values of each group are changed (`sim.app.state.levers.counts`).
    words : texts of the room ``levers``.
    event_act : gets ``change`` (field, value, commit), ``about`` (field) and ``drawer`` (open, group).
    """


@own(str(VUE / "Programme.vue"))
def Programme(programme: list[Payload], kinds: list[Payload], words: Words, event_act: Act | None = None) -> None:
    """Show both programmes as a timeline that can be dragged.

    Parameters
    ----------
    programme, kinds : what `sim.app.state.programme.programme` and `kinds` give.
    words : texts of the room ``programme``.
    event_act : gets ``programme`` with what `sim.app.state.plan.edited` understands, and ``commit``.
    """


@own(str(VUE / "Drawer.vue"))
def Drawer(groups: list[Payload], n: int, changed: int, words: Words, first: str = "measures",
           event_act: Act | None = None) -> None:
    """Show all values in a sheet at the side.

    Parameters
    ----------
    groups, n, changed : what `sim.app.state.drawer.drawer` gives.
    words : texts of the room ``drawer``.
    first : which of the two kinds stands first: ``measures`` or ``assumptions``.
    event_act : gets ``change`` (field, value, commit) and ``drawer`` (open false).
    """
