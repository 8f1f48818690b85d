"""The controls on the page: levers, timeline of the programme, drawer of all values."""

from __future__ import annotations

from typing import Any

from sim.app.component import VUE, Act, own

Payload = dict[str, Any]


@own(str(VUE / "Levers.vue"))
def Levers(levers: list[Payload], counts: dict[str, int], words: dict[str, str], event_act: Act | None = None) -> None:
    """Show the levers in front, in two groups.

    Parameters
    ----------
    levers : what `sim.app.state.levers.levers` gives.
    counts : how many values of each group are changed (`sim.app.state.levers.counts`).
    words : texts of the room ``levers``.
    event_act : gets ``change`` (field, value, commit), ``about`` (field) and ``drawer`` (group).
    """


@own(str(VUE / "Programme.vue"))
def Programme(programme: list[Payload], kinds: list[Payload], words: dict[str, str],
              event_act: Act | None = None) -> None:
    """Show both programmes as a timeline that can be dragged.

    Parameters
    ----------
    programme, kinds : what `sim.app.state.programme.programme` and `kinds` give.
    words : texts of the room ``programme``.
    event_act : gets ``programme`` with what `sim.app.state.plan.edit` understands, and ``commit``.
    """


@own(str(VUE / "Drawer.vue"))
def Drawer(groups: list[Payload], first: str, words: dict[str, str], event_act: Act | None = None) -> None:
    """Show all values in a sheet at the side.

    Parameters
    ----------
    groups : those that `sim.app.state.drawer.drawer` gives.
    first : which of the two kinds stands first: ``measures`` or ``assumptions``.
    words : texts of the room ``drawer``.
    event_act : gets ``change`` (field, value, commit) and ``close``.
    """
