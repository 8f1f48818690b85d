"""What a storyline file holds: a twenty-minute demo in four to six steps, in German and English."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import field_validator, model_validator

from sim.parameters.declare import Section, declare

FREE: dict[str, Any] = {"source": "input", "basis": "input"}
"""A storyline is its author's: nothing in it has a source but the author."""
FEWEST_STEPS, MOST_STEPS = 4, 6
FUTURES = 20
"""Futures that a room is told of: "in 14 of 20"."""

Side = Literal["left", "right"]
Number = Literal["outcome", "futures_goal", "futures_ahead", "relative", "remaining", "trend"]


class Words(Section):
    """One text in both languages."""

    de: str = declare(..., "The German text.", unit="text", **FREE)
    en: str = declare(..., "The English text.", unit="text", **FREE)

    @field_validator("de", "en")
    @classmethod
    def _says_something(cls, text: str) -> str:
        if not text.strip():
            raise ValueError("is empty; both languages are needed")
        return text

    def say(self, lang: str) -> str:
        """Return the text in that language."""
        return self.en if lang == "en" else self.de


class Option(Section):
    """One answer to choose, and the numbers for which it is right: from the lower end up to below the upper one."""

    text: Words = declare(..., "What is read out.", unit="table", **FREE)
    low: float = declare(-math.inf, "Lower end; silent means no end.", unit="number", **FREE)
    high: float = declare(math.inf, "Upper end, itself no longer in; silent means no end.", unit="number", **FREE)

    def holds(self, number: float) -> bool:
        """Whether this answer is right for the number."""
        return self.low <= number < self.high


class Guess(Section):
    """What the room is asked: a value on a slider, or one of some answers. The model's run decides."""

    kind: Literal["value", "choice"] = declare(..., "A value on a slider, or one of some answers.", unit="choice",
                                             **FREE)
    number: Number = declare("outcome", "The number of the answer that decides.", unit="choice", **FREE)
    side: Side = declare("left", "The strategy that the number is about.", unit="choice", **FREE)
    quarter: int | None = declare(None, "The quarter it is about; silent means the last one.", unit="quarter",
                                  bounds=(1, 80), **FREE)
    low: float = declare(0.0, "Lower end of the slider.", unit="number", **FREE)
    high: float = declare(1.0, "Upper end of the slider.", unit="number", **FREE)
    options: tuple[Option, ...] = declare((), "The answers to choose from.", unit="list", strict=False, **FREE)

    @model_validator(mode="after")
    def _can_be_answered(self) -> Guess:
        if self.kind == "value" and not self.low < self.high:
            raise ValueError(f"the slider runs from {self.low:g} to {self.high:g}; high must be above low")
        if self.kind == "value" and self.options:
            raise ValueError("has answers to choose from, which a value does not need; write kind = \"choice\"")
        if self.kind == "choice":
            _covers_everything(self.options)
        return self

    def right(self, number: float) -> int:
        """Position of the answer that is right for the number; of one that no answer holds, the last."""
        return next((k for k, option in enumerate(self.options) if option.holds(number)), len(self.options) - 1)


class Labels(Section):
    """What the two strategies are called where a step has changed what they do."""

    left: Words | None = declare(None, "Name of the left strategy.", unit="table", **FREE)
    right: Words | None = declare(None, "Name of the right strategy.", unit="table", **FREE)


class Step(Section):
    """One question to the room, and what answers it."""

    title: Words = declare(..., "Headline.", unit="table", **FREE)
    question: Words = declare(..., "The question to the room.", unit="table", **FREE)
    scenario: str = declare(..., "A ready scenario.", unit="name", **FREE)
    changes: dict[str, Any] = declare({}, "Values of it to change, by dotted name.", unit="table", **FREE)
    pair: tuple[str, str] = declare(..., "The strategies on the left and on the right.", unit="list", strict=False,
                                    **FREE)
    labels: Labels = Labels()
    keep: bool = declare(False, "Keep the step before in the picture, as A.", unit="true or false", **FREE)
    outcome: str = declare("adoption", "The outcome whose course is shown.", unit="name", **FREE)
    focus: Literal["course", "cards", "money", "people", "programme", "why"] = declare(
        "course", "The panel to look at.", unit="choice", **FREE)
    people: Literal["network", "teams"] = declare("network", "How the people are shown.", unit="choice", **FREE)
    guess: Guess = declare(..., "What the room is asked.", unit="table", **FREE)
    look: Words = declare(..., "Where to look.", unit="table", **FREE)
    takeaway: Words = declare(..., "What to take away; numbers of the run in braces.", unit="table", **FREE)
    notes: Words = declare(..., "What to say.", unit="table", **FREE)
    claims: tuple[str, ...] = declare((), "Claims of the sources that it is about.", unit="list", strict=False, **FREE)

    def named(self, lang: str) -> dict[str, str]:
        """What the step calls its strategies, by the dotted keys of their labels."""
        given = zip(self.pair, (self.labels.left, self.labels.right), strict=True)
        return {f"strategies[{name}].label": words.say(lang) for name, words in given if words}


class Storyline(Section):
    """A demo: some questions in a row, each answered by a run of the model."""

    id: str = declare(..., "Identifier; the file has its name.", unit="name", **FREE)
    minutes: int = declare(20, "How long it takes.", unit="minutes", bounds=(1, 240), **FREE)
    claims: tuple[str, ...] = declare((), "Claims of the sources that it is about.", unit="list", strict=False, **FREE)
    title: Words = declare(..., "Name.", unit="table", **FREE)
    subtitle: Words = declare(..., "What it is about, in half a sentence.", unit="table", **FREE)
    intro: Words = declare(..., "What to know before the first question.", unit="table", **FREE)
    steps: tuple[Step, ...] = declare(..., "The questions, in order.", unit="list", strict=False, **FREE)

    @field_validator("steps")
    @classmethod
    def _a_demo_long(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        if not FEWEST_STEPS <= len(steps) <= MOST_STEPS:
            raise ValueError(f"has {len(steps)} steps; {FEWEST_STEPS} to {MOST_STEPS} make a demo of twenty minutes")
        return steps


def _covers_everything(options: Sequence[Option]) -> None:
    """Raise where no answer, or more than one, would be right for some number."""
    if len(options) < 2:
        raise ValueError("has fewer than two answers; a choice needs at least two")
    ordered = sorted(options, key=lambda option: option.low)
    if ordered[0].low != -math.inf or ordered[-1].high != math.inf:
        raise ValueError("leaves numbers without an answer; leave out low of the lowest and high of the highest answer")
    for below, above in itertools.pairwise(ordered):
        if below.high != above.low:
            raise ValueError(f"answers must follow on one another: one ends at {below.high:g}, "
                             f"the next begins at {above.low:g}")
