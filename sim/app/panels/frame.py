"""The frame of the page: what all components need, head, tools, the line of a storyline, tabs, foot, keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sim.app.component import VUE, Act, own

Words = Mapping[str, str]
Choices = Sequence[Mapping[str, str]]
"""What can be chosen: ``value`` and ``title`` of each."""


@own(str(VUE / "Kit.vue"))
def Kit(lang: str, units: Words, beamer: bool, origin: Mapping[str, str] | None = None,
        event_ready: Callable[[Any], None] | None = None) -> None:
    """What every component needs in the browser; says ``ready`` once, when it is there.

    ``origin`` is written into pictures that are saved: ``command``, ``identity`` and ``record``, see
    `sim.show.provenance`.
    """


@own(str(VUE / "Top.vue"))
def Top(
    words: Words, lang: str, mode: str, beamer: bool, scenario: str, own_title: str, scenarios: Choices,
    strategies: Choices, pair: Mapping[str, str], storyline: str, storylines: Choices, filename: str,
    event_act: Act | None = None,
) -> None:
    """The top of the page: what is looked at, in which language, and what can be done with it."""


@own(str(VUE / "Tools.vue"))
def Tools(words: Words, undo: bool, redo: bool, kept: bool, presets: Choices,
          event_act: Act | None = None) -> None:
    """Undo and redo, replay, keeping as A, presets."""


@own(str(VUE / "Teaching.vue"))
def Teaching(
    words: Words, title: str, place: str, phase: str, step: int, question: str, said: str, choices: Choices,
    choice: str, slider: Mapping[str, Any] | None, next: str, notes: bool, event_act: Act | None = None,
) -> None:
    """The line of a storyline: where we are, the question in the room, and the next key."""


@own(str(VUE / "Tabs.vue"))
def Tabs(label: str, choices: Choices, chosen: str, event_act: Act | None = None) -> None:
    """Chooses what stands in a place that several panels share."""


@own(str(VUE / "Foot.vue"))
def Foot(words: Words, runs: str, seed: int, model: str, event_act: Act | None = None) -> None:
    """How many futures, which seed and model, the same in the terminal, and what this is not."""


@own(str(VUE / "Hands.vue"))
def Hands(
    address: Mapping[str, str | int | None], teaching: bool, waiting: bool, file: Mapping[str, Any],
    event_act: Act | None = None,
) -> None:
    """Keys, the address and files for the browser; nothing to see.

    ``address`` holds ``search``, its part from the question mark on (None leaves it), and ``commits``: where that has
    grown, it becomes a step of the browser's history, else it takes the place of the one before. ``file`` holds
    ``number`` (a new one hands the file over), ``name``, ``media`` and ``text`` or ``base64``.
    """
