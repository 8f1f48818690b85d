"""How the workshop's own components in Vue come onto the page.

Every component has its data as properties and one event, ``act``, by which it says what a person did: a dictionary
with ``type`` and what belongs to it. What all of them need in the browser (number formats, the bus on which the
quarter is played, the measuring of their box, pictures to take along) stands in the files of the kit, which are there
before them: see `sim.app.components.Kit`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import reacton.ipyvuetify as rv
import solara

VUE = Path(__file__).parent / "vue"
Payload = Mapping[str, object]
"""What a component is given, as plain JSON."""
Action = Payload
"""What a component says that a person did; nothing in it is to be relied on before it was looked at."""
Act = Callable[[Action], None]
own = partial(solara.component_vue, vuetify=False)
"""Declare a component of ours by its file: ``@own(str(VUE / "Course.vue"))``."""
Data = dict[str, Any]
"""What a component shows, as plain JSON."""
Words = Mapping[str, str]
"""Texts of a room of the catalogue, or of several, by their keys."""
Choices = Sequence[Mapping[str, str]]
"""What can be chosen: ``value`` and ``title`` of each."""
Ready = Callable[[Any], None]
"""Called when a part of the kit is there, with what the browser tells of itself."""

# --- the pictures of results, and the dialog -------------------------------------------------------------------------

@own(str(VUE / "Course.vue"))
def Course(
    course: Data | None, words: Words, sentence: str = "", outcomes: list[Data] | None = None,
    outcome: str = "", band: bool = False, phase: str = "open", guess: dict[str, float] | None = None, picture: int = 0,
    event_act: Act | None = None,
) -> None:
    """One outcome over the quarters, as single futures or a band; in the guessing phases without any result.

    Acts: ``{"type": "show", "what": "outcome" | "band", "value": ...}``, and ``{"type": "guess", "value": {side: y}}``
    when a guess is locked, by its button, by Enter, or by an event ``lock`` on the bus of the kit.
    """


@own(str(VUE / "Cards.vue"))
def Cards(
    cards: list[Data], words: Words, headline: str = "", hidden: bool = False, loading: bool = False,
    error: str = "",
) -> None:
    """The big results, each for both strategies, below one sentence that says what they amount to.

    A side may say with ``good`` (true or false) whether its change against A is welcome; without, it has no colour.
    """


@own(str(VUE / "Money.vue"))
def Money(
    money: list[Data], words: Words, sentence: str = "", n: int = 0, hidden: bool = False,
) -> None:
    """What the gain of each strategy is made of: one waterfall each, on one scale, row by row the same items."""


@own(str(VUE / "Why.vue"))
def Why(
    why: Data | None, words: Words, preliminary: bool = False, hidden: bool = False,
) -> None:
    """Which change made how much of the difference to A, with what only their interplay makes, and the total."""


@own(str(VUE / "Dialog.vue"))
def Dialog(
    shown: bool, title: str, words: Words, body: list[Data] | None = None, buttons: list[Data] | None = None,
    event_act: Act | None = None,
) -> None:
    """A dialog over the page that takes the keyboard until it is closed.

    ``body`` is a list of ``{"kind": "heading" | "text" | "code", "text"}``, ``{"kind": "list", "items"}``,
    ``{"kind": "table", "head", "rows"}`` and ``{"kind": "link", "text", "href"}``; ``buttons`` of
    ``{"title", "act", "main"}``, whose ``act`` comes back as it is. Closing acts ``{"type": "close"}``.
    """


# --- the controls: levers, timeline of the programme, drawer of all values -------------------------------------------

@own(str(VUE / "Levers.vue"))
def Levers(levers: list[Data], counts: dict[str, int], words: Words, event_act: Act | None = None) -> None:
    """Show the levers in front, in two groups.

    Parameters
    ----------
    levers : what `sim.app.state.levers.levers` gives.
    counts : how many values of each group are changed (`sim.app.state.levers.counts`).
    words : texts of the room ``levers``.
    event_act : gets ``change`` (field, value, commit), ``about`` (field) and ``drawer`` (open, group).
    """


@own(str(VUE / "Programme.vue"))
def Programme(programme: list[Data], kinds: list[Data], words: Words, event_act: Act | None = None) -> None:
    """Show both programmes as a timeline that can be dragged.

    Parameters
    ----------
    programme, kinds : what `sim.app.state.programme.programme` and `kinds` give.
    words : texts of the room ``programme``.
    event_act : gets ``programme`` with what `sim.app.state.programme.edited` understands, and ``commit``.
    """


@own(str(VUE / "Drawer.vue"))
def Drawer(groups: list[Data], n: int, changed: int, words: Words, first: str = "measures",
           event_act: Act | None = None) -> None:
    """Show all values in a sheet at the side.

    Parameters
    ----------
    groups, n, changed : what `sim.app.state.drawer.drawer` gives.
    words : texts of the room ``drawer``.
    first : which of the two kinds stands first: ``measures`` or ``assumptions``.
    event_act : gets ``change`` (field, value, commit) and ``drawer`` (open false).
    """


# --- the frame: what all components need, head, tools, the line of a storyline, tabs, foot, keys ---------------------


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
    `sim.results`. ``on_ready`` takes what the browser tells of itself: ``calm``, whether it wants no motion.
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


@own(str(VUE / "People.vue"))
def People(sides: list[dict[str, Any]], words: Words, futures: int = 1, most: int = 400,
           view: str = "network", event_act: Act | None = None) -> None:
    """Both strategies' people, as a network or as teams.

    Acts: ``person`` (side, id, quarter) and ``people_view`` (view). `futures` is the number of futures of which the
    sides show one, `most` the number of positions up to which single people are drawn.
    """


@own(str(VUE / "Player.vue"))
def Player(quarters: int, counts: list[str], words: Words, event_act: Act | None = None) -> None:
    """Play, step, scrub and speed; `counts` is what is said of each quarter, the first day included.

    Hears "player" on the bus: play, next, back, start, end, faster, slower.
    """


@own(str(VUE / "Story.vue"))
def Story(story: dict[str, Any] | None, words: Words, event_act: Act | None = None) -> None:
    """One person's story, in a sheet at the side; nothing where there is none.

    Acts: ``close``, and ``person`` (side, id, quarter) for the same person under the other strategy.
    """
