"""The frame of the page: what all components need, head, tools, the line of a storyline, tabs, foot, keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import reacton.ipyvuetify as rv
import solara

from sim.app.component import VUE, Act, own

Words = Mapping[str, str]
Choices = Sequence[Mapping[str, str]]
"""What can be chosen: ``value`` and ``title`` of each."""


Ready = Callable[[Any], None]


@own(str(VUE / "Kit.vue"))
def Base(lang: str, units: Words, beamer: bool, origin: Mapping[str, str] | None = None,
         event_ready: Ready | None = None) -> None:
    """Numbers, axes, sizes, colours, and the look of the page."""


@own(str(VUE / "Pictures.vue"))
def Pictures(event_ready: Ready | None = None) -> None:
    """Pictures as the page shows them, as files and for the report."""


@own(str(VUE / "Guessing.vue"))
def Guessing(event_ready: Ready | None = None) -> None:
    """What a course needs where a room guesses how it will end."""


@own(str(VUE / "Places.vue"))
def Places(event_ready: Ready | None = None) -> None:
    """Where the people stand."""


@solara.component
def Kit(lang: str, units: Words, beamer: bool, origin: Mapping[str, str] | None = None,
        on_ready: Ready | None = None) -> None:
    """What the other components need in the browser, in several files; ``on_ready`` is called when all are there.

    ``origin`` is written into pictures that are saved: ``command``, ``identity`` and ``record``, see
    `sim.show.provenance`. ``on_ready`` takes what the browser tells of itself: ``calm``, whether it wants no motion.
    """
    told: dict[str, dict[str, Any]] = solara.use_memo(dict, [])

    def hear(name: str) -> Ready:
        def ready(what: dict[str, Any] | None) -> None:
            told[name] = what or {}
            if len(told) == len(PARTS) + 1 and on_ready is not None:
                on_ready(told["base"])
        return ready

    with rv.Html(tag="div", attributes={"hidden": True}):
        Base(lang=lang, units=units, beamer=beamer, origin=origin, event_ready=hear("base"))
        for name, part in PARTS.items():
            part(event_ready=hear(name))


PARTS = {"pictures": Pictures, "guessing": Guessing, "places": Places}
"""What the kit has beside its base."""


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
    ``number`` (a new one hands the file over), ``name``, ``media`` and ``text`` or ``base64``; or ``again``, where the
    report needs a newer picture of the course.
    """
