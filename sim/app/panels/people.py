"""The people of one future, the bar that plays the quarters, and one person's story, as components of the page."""

from __future__ import annotations

from typing import Any

from sim.app.component import VUE, Act, own


@own(str(VUE / "People.vue"))
def People(sides: list[dict[str, Any]], words: dict[str, str], futures: int = 1, most: int = 400,
           view: str = "network", event_act: Act | None = None) -> None:
    """Both strategies' people, as a network or as teams.

    Acts: ``person`` (side, id, quarter) and ``people_view`` (view). `futures` is the number of futures of which the
    sides show one, `most` the number of positions up to which single people are drawn.
    """


@own(str(VUE / "Player.vue"))
def Player(quarters: int, counts: list[str], words: dict[str, str], event_act: Act | None = None) -> None:
    """Play, step, scrub and speed; `counts` is what is said of each quarter, the first day included.

    Hears "player" on the bus: play, next, back, start, end, faster, slower.
    """


@own(str(VUE / "Story.vue"))
def Story(story: dict[str, Any] | None, words: dict[str, str], event_act: Act | None = None) -> None:
    """One person's story, in a sheet at the side; nothing where there is none.

    Acts: ``close``, and ``person`` (side, id, quarter) for the same person under the other strategy.
    """
