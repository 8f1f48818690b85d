"""The way through a storyline, as a state machine: question, guess, locked, revealed, why, replay, next.

Pure: a key leads from one state to the next, and nothing else happens. Whoever shows the states asks `visible` what of
the run may be seen; until the reveal that is nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal, get_args

from sim.app.teaching.schema import Guess, Storyline

Phase = Literal["intro", "question", "guess", "locked", "revealed", "why", "replay", "end"]
PHASES: tuple[Phase, ...] = get_args(Phase)
IN_A_STEP: tuple[Phase, ...] = PHASES[1:-1]
"""Phases that every step goes through, in order."""

Panel = Literal["course", "cards", "money", "people", "programme", "why"]
PANELS: tuple[Panel, ...] = get_args(Panel)
HIDDEN: frozenset[Panel] = frozenset({"programme"})
"""What may be seen while the room guesses: what is done, not what comes of it."""
SHOWN: dict[Phase, frozenset[Panel]] = {
    "intro": frozenset(), "question": HIDDEN, "guess": HIDDEN, "locked": HIDDEN,
    "revealed": HIDDEN | {"course", "cards", "people", "money"}, "why": frozenset(PANELS),
    "replay": frozenset(PANELS), "end": frozenset(),
}

FORWARD, BACK = "PageDown", "PageUp"
"""The keys of a clicker: each walks through everything, in order."""
SHORT_CUTS: dict[tuple[Phase, str], Phase] = {
    ("question", "g"): "guess", ("guess", "Enter"): "locked", ("locked", " "): "revealed",
    ("revealed", "w"): "why", ("replay", "w"): "why", ("revealed", "r"): "replay", ("why", "r"): "replay",
}
"""Keys that lead to another phase of the same step."""
NEXT = "n"
MAY_LEAVE: frozenset[Phase] = frozenset({"revealed", "why", "replay"})
"""Phases from which the next step can be called: never past a reveal."""

Guessed = float | None
"""A value, or the position of an answer; None where the room has only called out."""
SEPARATOR = "~"
NOTHING = "-"


@dataclass(frozen=True)
class StoryProgress:
    """Where a room stands in a storyline.

    story : name of the storyline. step : position, from 0. guesses : of every step, None where there was none.
    """

    story: str
    step: int
    phase: Phase
    guesses: tuple[Guessed, ...]

    @property
    def guessed(self) -> Guessed:
        """The guess of this step."""
        return self.guesses[self.step]

    @property
    def hides(self) -> bool:
        """Whether results are hidden."""
        return "course" not in visible(self.phase)


def start(story: Storyline) -> StoryProgress:
    """Return the beginning of a storyline."""
    return StoryProgress(story.id, 0, "intro", (None,) * len(story.steps))


def visible(phase: Phase) -> frozenset[Panel]:
    """Return the panels that may be seen in a phase."""
    return SHOWN[phase]


def press(session: StoryProgress, key: str) -> StoryProgress:
    """Return where a key leads; a key that means nothing here leads nowhere."""
    if key == FORWARD:
        return forward(session)
    if key == BACK:
        return back(session)
    key = key.lower() if len(key) == 1 else key
    if key == NEXT and session.phase in MAY_LEAVE:
        return _next_step(session)
    phase = SHORT_CUTS.get((session.phase, key))
    return session if phase is None else replace(session, phase=phase)


def forward(session: StoryProgress) -> StoryProgress:
    """Go on by one: to the next phase, from the last of a step to the next question, at last to the end."""
    if session.phase == "intro":
        return replace(session, phase=IN_A_STEP[0])
    if session.phase == "end":
        return session
    at = IN_A_STEP.index(session.phase)
    return _next_step(session) if at + 1 == len(IN_A_STEP) else replace(session, phase=IN_A_STEP[at + 1])


def back(session: StoryProgress) -> StoryProgress:
    """Go back by one; at the beginning stay there."""
    if session.phase == "end":
        return replace(session, phase=IN_A_STEP[-1])
    if session.phase == "intro":
        return session
    at = IN_A_STEP.index(session.phase)
    if at > 0:
        return replace(session, phase=IN_A_STEP[at - 1])
    return replace(session, phase="intro") if session.step == 0 else replace(
        session, step=session.step - 1, phase=IN_A_STEP[-1])


def guess(session: StoryProgress, asked: Guess, value: float | None) -> StoryProgress:
    """Note a guess, kept to what can be guessed; once locked, it stays."""
    if session.phase not in ("question", "guess"):
        return session
    if value is not None and not math.isfinite(value):
        return session
    guesses = list(session.guesses)
    guesses[session.step] = None if value is None else _possible(asked, value)
    return replace(session, phase="guess", guesses=tuple(guesses))


def to_text(session: StoryProgress) -> str:
    """Write the state for a link."""
    told = [NOTHING if value is None else repr(value) for value in session.guesses]
    return SEPARATOR.join([session.story, str(session.step), session.phase, *told])


def from_text(text: str, story: Storyline) -> StoryProgress | None:
    """Read a state from a link; None where it is not one of this storyline."""
    parts = text.split(SEPARATOR)
    if len(parts) != 3 + len(story.steps) or parts[0] != story.id or parts[2] not in PHASES:
        return None
    if not (parts[1].isascii() and parts[1].isdigit() and len(parts[1]) <= 2 and int(parts[1]) < len(story.steps)):
        return None
    guesses = tuple(_guess_of(told, step.guess) for told, step in zip(parts[3:], story.steps, strict=True))
    phase: Phase = next(known for known in PHASES if known == parts[2])
    step = {"intro": 0, "end": len(story.steps) - 1}.get(phase, int(parts[1]))
    return StoryProgress(story.id, step, phase, guesses)


def _next_step(session: StoryProgress) -> StoryProgress:
    if session.step + 1 == len(session.guesses):
        return replace(session, phase="end")
    return replace(session, step=session.step + 1, phase=IN_A_STEP[0])


def _guess_of(told: str, asked: Guess) -> Guessed:
    try:
        value = float(told)
    except ValueError:
        return None
    return _possible(asked, value) if math.isfinite(value) else None


def _possible(asked: Guess, value: float) -> float:
    """Keep a guess to the slider, or to the answers there are."""
    if asked.kind == "choice":
        return float(min(max(round(value), 0), len(asked.options) - 1))
    return min(max(value, asked.low), asked.high)
