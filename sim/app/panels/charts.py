"""The pictures of results, and the dialog: which arguments each Vue component takes.

The payloads are plain JSON; ``words`` is always ``texts(lang, "charts")``. What a person does comes back as ``act``.
"""

from __future__ import annotations

from typing import Any

from sim.app.component import VUE, Act, own

Payload = dict[str, Any]
Words = dict[str, str]


@own(str(VUE / "Course.vue"))
def Course(
    course: Payload | None, words: Words, sentence: str = "", outcomes: list[Payload] | None = None, outcome: str = "",
    band: bool = False, phase: str = "open", guess: dict[str, float] | None = None, picture: int = 0,
    event_act: Act | None = None,
) -> None:
    """One outcome over the quarters, as single futures or a band; in the guessing phases without any result.

    Acts: ``{"type": "show", "what": "outcome" | "band", "value": ...}``, and ``{"type": "guess", "value": {side: y}}``
    when a guess is locked, by its button, by Enter, or by an event ``lock`` on the bus of the kit.
    """


@own(str(VUE / "Cards.vue"))
def Cards(
    cards: list[Payload], words: Words, headline: str = "", hidden: bool = False, loading: bool = False,
    error: str = "",
) -> None:
    """The big results, each for both strategies, below one sentence that says what they amount to.

    A side may say with ``good`` (true or false) whether its change against A is welcome; without, it has no colour.
    """


@own(str(VUE / "Money.vue"))
def Money(
    money: list[Payload], words: Words, sentence: str = "", n: int = 0, hidden: bool = False,
) -> None:
    """What the gain of each strategy is made of: one waterfall each, on one scale, row by row the same items."""


@own(str(VUE / "Why.vue"))
def Why(
    why: Payload | None, words: Words, preliminary: bool = False, hidden: bool = False,
) -> None:
    """Which change made how much of the difference to A, with what only their interplay makes, and the total."""


@own(str(VUE / "Dialog.vue"))
def Dialog(
    shown: bool, title: str, words: Words, body: list[Payload] | None = None, buttons: list[Payload] | None = None,
    event_act: Act | None = None,
) -> None:
    """A dialog over the page that takes the keyboard until it is closed.

    ``body`` is a list of ``{"kind": "heading" | "text" | "code", "text"}``, ``{"kind": "list", "items"}``,
    ``{"kind": "table", "head", "rows"}`` and ``{"kind": "link", "text", "href"}``; ``buttons`` of
    ``{"title", "act", "main"}``, whose ``act`` comes back as it is. Closing acts ``{"type": "close"}``.
    """
