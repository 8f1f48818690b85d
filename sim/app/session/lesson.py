"""Progress of a room through a storyline: its texts, and what may be seen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sim.app.answers.answer import Answer
from sim.app.answers.phrases import title
from sim.app.state.case import Case, first_case
from sim.app.teaching import facts
from sim.app.teaching import phases as machine
from sim.app.teaching.facts import Facts
from sim.app.teaching.schema import Guess, Step, Storyline
from sim.app.teaching.storyline import own_storyline
from sim.scenario import ready
from sim.words.catalogue import Language, say

SIDES = ("left", "right")
STEPS = 100
"""Steps of a slider on which a value is guessed."""
COURSE_PHASES = {"question": "guess", "guess": "guess", "locked": "locked", "revealed": "revealed"}
"""Mode of the course in a phase; in other phases it is shown, or hidden."""

BUTTONS = {"intro": "begin", "question": "guess", "guess": "lock", "locked": "reveal", "revealed": "why",
           "why": "replay", "replay": "next", "end": "end"}
"""Name of the next key in a phase."""


@dataclass(frozen=True)
class Lesson:
    """Progress of a room through a storyline; every move gives a new one."""

    story: Storyline
    at: machine.StoryProgress

    @property
    def name(self) -> str:
        """Name of the storyline."""
        return self.story.id

    @property
    def step(self) -> int:
        """Position of the step, from 0."""
        return self.at.step

    @property
    def phase(self) -> str:
        """Where in the step one is."""
        return self.at.phase

    @property
    def now(self) -> Step:
        """The step itself."""
        return self.story.steps[self.at.step]

    @property
    def visible(self) -> frozenset[str]:
        """The panels that may show a result."""
        return frozenset(machine.visible(self.at.phase))

    @property
    def waiting(self) -> bool:
        """Whether the storyline waits for its next key, rather than the player for the blank."""
        return self.at.phase in ("intro", "question", "guess", "locked")

    @cached_property
    def on_the_course(self) -> bool:
        """Whether the value is guessed on the chart itself: that of the outcome shown, at the end."""
        asked = self.now.guess
        return asked.kind == "value" and asked.number == "outcome" and asked.quarter is None

    @property
    def course_phase(self) -> str:
        """What the course shows."""
        if self.at.hides:
            return COURSE_PHASES.get(self.at.phase, "hidden") if self.on_the_course else "hidden"
        return COURSE_PHASES.get(self.at.phase, "open") if self.on_the_course else "open"

    @property
    def guess_of_course(self) -> dict[str, float] | None:
        """The guessed end of the side asked about; None where nothing is guessed on the chart."""
        if not self.on_the_course or self.at.phase in ("intro", "end"):
            return None
        asked, told = self.now.guess, self.at.guessed
        if told is None and not self.at.hides:
            return None
        return {asked.side: (asked.low + asked.high) / 2.0 if told is None else told}

    def question(self, lang: Language) -> str:
        """What is asked, or what to know before the first question."""
        if self.at.phase == "intro":
            return self.story.subtitle.say(lang)
        return say(lang, "teaching.end.title") if self.at.phase == "end" else self.now.question.say(lang)

    def case(self, lang: Language) -> Case:
        """The case of the step."""
        step = self.now
        case = first_case(step.scenario).with_values(step.changes).between(*step.pair)
        return labelled(case, step, lang)


def begun(name: str) -> Lesson:
    """The beginning of one of our storylines; `KeyError` if there is none of that name."""
    story = own_storyline(name, ready)
    return Lesson(story, machine.start(story))


def resumed(name: str, told: str) -> Lesson | None:
    """The lesson that an address holds; None where it is not one of ours."""
    try:
        story = own_storyline(name, ready)
    except KeyError:
        return None
    at = machine.from_text(told, story)
    return Lesson(story, at if at is not None else machine.start(story))


def labelled(case: Case, step: Step, lang: Language) -> Case:
    """The case, with the names that the step gives to the strategies it changes."""
    return case.with_values(step.named(lang))


def line_of(lesson: Lesson, lang: Language, answer: Answer | None) -> dict[str, Any]:
    """The properties of the line that a storyline has on the page."""
    at, step = lesson.at, lesson.now
    asked = step.guess
    guessing = at.phase in ("question", "guess", "locked")
    slides = guessing and asked.kind == "value" and not called_out(at)
    return {
        "title": lesson.story.title.say(lang), "phase": at.phase, "step": at.step,
        "place": "" if at.phase in ("intro", "end") else
        say(lang, "page.step", n=at.step + 1, all=len(lesson.story.steps)),
        "question": lesson.question(lang), "said": said_of(lesson, lang, answer), "next": next_of(lesson, lang),
        "choices": [{"value": str(k), "title": option.text.say(lang)} for k, option in enumerate(asked.options)]
        if guessing else [],
        "choice": "" if at.guessed is None or asked.kind != "choice" else str(int(at.guessed)),
        "slider": slider_of(lesson, lang) if slides else None,
        "notes": True}


def called_out(at: machine.StoryProgress) -> bool:
    """Whether the room went on without a guess on the page: what was called out counts."""
    return at.phase == "locked" and at.guessed is None


def slider_of(lesson: Lesson, lang: Language) -> dict[str, Any]:
    """The slider on which a value is guessed."""
    asked = lesson.now.guess
    value = lesson.at.guessed if lesson.at.guessed is not None else (asked.low + asked.high) / 2.0
    return {"low": asked.low, "high": asked.high, "step": step_of(asked), "value": value,
            "words": facts.in_words(lang, lesson.now, value), "guessed": lesson.at.guessed is not None}


def step_of(asked: Guess) -> float:
    """How fine a value can be guessed: whole futures, else a hundredth of the slider."""
    return 1.0 if asked.number in ("futures_ahead", "futures_goal") else (asked.high - asked.low) / STEPS


def said_of(lesson: Lesson, lang: Language, answer: Answer | None) -> str:
    """Text below the question: what to do, what the model shows, where to look, what to take away."""
    step = lesson.now
    if lesson.at.phase == "intro":
        return lesson.story.intro.say(lang)
    if lesson.at.phase in ("question", "guess", "locked"):
        return say(lang, f"page.do_{'called' if called_out(lesson.at) else lesson.at.phase}")
    if lesson.at.phase == "end":
        return say(lang, "teaching.end.text")
    if answer is None:
        return ""
    if lesson.at.phase == "revealed":
        return f"{facts.sentence(lang, step, answer, lesson.at.guessed)} {step.look.say(lang)}"
    if lesson.at.phase == "why":
        return facts.takeaway(lang, step, facts_of(answer, lang))
    return step.look.say(lang)


def facts_of(answer: Answer, lang: Language) -> Facts:
    """The numbers of an answer for the texts of a storyline."""
    return Facts(lang, answer, title(answer, "left", lang), title(answer, "right", lang))


def next_of(lesson: Lesson, lang: Language) -> str:
    """What the next key does."""
    last = lesson.at.phase == "replay" and lesson.at.step + 1 == len(lesson.story.steps)
    return say(lang, f"teaching.button.{'end' if last else BUTTONS[lesson.at.phase]}")
