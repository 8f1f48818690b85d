"""Numbers that a storyline may refer to by name, ``{left_adoption}``, ``{ahead}``, and how a guess compares with them.

No number in a storyline is written by hand: a takeaway names a quantity, and the run supplies its value.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from sim.app.teaching.schema import FUTURES, Guess, Step
from sim.arrays import Array
from sim.comparison.course import COURSES, VALUE
from sim.scenario.problems import nearest
from sim.scenario.schema import Scenario
from sim.words.catalogue import Language, say
from sim.words.numbers import money, number, of_kind, percent
from sim.words.numbers import number as digits

ADOPTION = "adoption"
PLACE = re.compile(r"(?P<side>left|right|reference)_(?P<what>\w+?)(?P<part>_start|_peak|_peak_quarter|_q\d{1,2})?")
SINGLE = ("left", "right", "goal", "ahead", "behind", "difference")
"""Names that are about both strategies or none."""
OF_A_SIDE = ("reached", "gain")
"""Names that are about one strategy besides its outcomes: in how many futures it reaches the goal, what it brings."""
INDEX_SCALE = 100.0
"""States between 0 and 1 that are no shares are told from 0 to 100."""


class Futures(Protocol):
    """The futures of both strategies and of carrying on; ``sim.app.answers.answer.Answer`` is one."""

    @property
    def scenario(self) -> Scenario:
        """The scenario, with its changes."""
        ...

    def course(self, outcome: str, place: str) -> Array:
        """Return an outcome by quarter and future; place is left, right or reference."""
        ...


@dataclass(frozen=True)
class Facts(Mapping[str, str]):
    """The numbers of one run, written in a language, by the names that takeaways use.

    futures : what was run. left, right : what the strategies are called.
    """

    lang: Language
    futures: Futures
    left: str
    right: str

    def __getitem__(self, name: str) -> str:
        """Return the number of that name; `KeyError` where there is none."""
        if name in ("left", "right"):
            return str(getattr(self, name))
        if name in SINGLE:
            return self._single(name)
        place = PLACE.fullmatch(name)
        if place is None or not _is_known(place):
            raise KeyError(name)
        return self._of_side(place["side"], place["what"], place["part"] or "")

    def __iter__(self) -> Iterator[str]:
        """The names that need no outcome."""
        return iter(SINGLE)

    def __len__(self) -> int:
        """Number of names that need no outcome."""
        return len(SINGLE)

    def tell(self, text: str) -> str:
        """Put the numbers into their places."""
        return text.format_map(self)

    def _single(self, name: str) -> str:
        if name == "goal":
            return percent(self.lang, float(self.futures.scenario.goals.adoption_share))
        if name == "difference":
            return money(self.lang, abs(float(lead(self.futures).mean())))
        share = ahead(self.futures)
        return of_twenty(self.lang, share if name == "ahead" else 1.0 - share)

    def _of_side(self, side: str, what: str, part: str) -> str:
        if what == "reached":
            return of_twenty(self.lang, reached(self.futures, side))
        if what == "gain":
            return money(self.lang, gain(self.futures, side), sign=True)
        means = self.futures.course(what, side).mean(axis=1)
        if part == "_peak_quarter":
            return number(self.lang, float(np.argmax(means)) + 1.0)
        at = {"": -1, "_start": 0, "_peak": int(np.argmax(means))}.get(part)
        return written(self.lang, unit_of(what), float(means[int(part[2:]) - 1 if at is None else at]))


def lead(futures: Futures) -> Array:
    """What the left strategy is worth more than the right one in each future, EUR."""
    more: Array = futures.course(VALUE, "left")[-1] - futures.course(VALUE, "right")[-1]
    return more


def ahead(futures: Futures) -> float:
    """Share of futures in which the left strategy is worth more; a tie counts one half."""
    more = lead(futures)
    return float(((more > 0.0) + 0.5 * (more == 0.0)).mean())


def reached(futures: Futures, side: str) -> float:
    """Share of futures in which a strategy reaches the adoption goal at the horizon."""
    return float((futures.course(ADOPTION, side)[-1] >= futures.scenario.goals.adoption_share).mean())


def gain(futures: Futures, side: str) -> float:
    """What a strategy is worth more than carrying on, on average, EUR."""
    return float((futures.course(VALUE, side)[-1] - futures.course(VALUE, "reference")[-1]).mean())


def unit_of(outcome: str) -> str:
    """Return how an outcome is written: share, index, eur or count."""
    return COURSES[outcome].number


def written(lang: Language, unit: str, value: float) -> str:
    """Write a value in its unit."""
    return number(lang, INDEX_SCALE * value) if unit == "index" else of_kind(lang, unit, value)


def of_twenty(lang: Language, share: float) -> str:
    """Write a share of futures as ``14 of 20``; one that is not quite all or none does not read as if it were."""
    count = round(FUTURES * share)
    if 0.0 < share < 1.0:
        count = min(max(count, 1), FUTURES - 1)
    return say(lang, "teaching.of_twenty", number=number(lang, count), all=FUTURES)


def places_of(text: str) -> set[str]:
    """Names in braces."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return set()


def unknown_places(text: str) -> Iterator[tuple[str, str]]:
    """Names in braces that no run can fill, each with what is wrong and a cure."""
    try:
        list(string.Formatter().parse(text))
    except ValueError:
        yield "", "has a brace that stands alone; double it to show one"
        return
    for name in sorted(places_of(text)):
        place = PLACE.fullmatch(name)
        if name in SINGLE or (place is not None and _is_known(place)):
            continue
        word = place["what"] if place is not None else name
        guess = nearest(word, (*COURSES, *OF_A_SIDE, *SINGLE))
        hint = f"did you mean '{guess}'? " if guess else ""
        yield name, (f"'{{{name}}}' is no number of the run; {hint}names are {', '.join(SINGLE)}, and left_, right_ "
                     "or reference_ with an outcome")


def _is_known(place: re.Match[str]) -> bool:
    return place["what"] in COURSES or (place["what"] in OF_A_SIDE and not place["part"])


# --- the reveal: the model's number against the guess ----------------------------------------------------------------

NEAR = 0.05
"""A guess counts as near where it misses by no more than this part of the slider."""
POINTS = 100.0
"""Shares and states change by points."""
LEAST_UPLIFT = 1e-9
"""Below this there is nothing of which something could remain."""


@dataclass(frozen=True)
class Outcome:
    """What a run says about a guess.

    number : the number that decides. option : position of the right answer; None for a value.
    below : share of futures below the guessed value; None where a number has no single futures, or nothing was guessed.
    """

    number: float
    option: int | None = None
    below: float | None = None


def gap(guess: float, truth: float) -> float:
    """How far the truth lies above the guess; negative where the guess was too high."""
    return truth - guess


def is_near(guess: Guess, value: float, truth: float) -> bool:
    """Whether a guessed value comes near the truth, measured by the slider."""
    return abs(gap(value, truth)) <= NEAR * (guess.high - guess.low)


def outcome_of(step: Step, futures: Futures, guessed: float | int | None = None) -> Outcome:
    """Return what the run says about a step's guess.

    Parameters
    ----------
    guessed : the value on the slider, or the position of the answer chosen; None where nothing was guessed.
    """
    guess = step.guess
    number = truth(step, futures)
    if guess.kind == "choice":
        return Outcome(number, option=guess.right(number))
    if guessed is None or guess.number != "outcome":
        return Outcome(number)
    return Outcome(number, below=float((_values(step, futures) < guessed).mean()))


def truth(step: Step, futures: Futures) -> float:
    """Return the number of the run that a step's guess is about."""
    guess = step.guess
    if guess.number == "futures_ahead":
        return FUTURES * (ahead(futures) if guess.side == "left" else 1.0 - ahead(futures))
    if guess.number == "futures_goal":
        return FUTURES * reached(futures, guess.side)
    mine, others = (futures.course(step.outcome, side).mean(axis=1) for side in _sides(guess))
    at = _row(guess)
    if guess.number == "relative":
        return float(mine[at] / others[at]) - 1.0
    if guess.number == "remaining":
        return _remaining(mine - others, at)
    if guess.number == "trend":
        return float(mine[at] - mine[0])
    return float(mine[at])


def sentence(lang: Language, step: Step, futures: Futures, guessed: float | int | None) -> str:
    """Say what was guessed and what the model shows."""
    found = outcome_of(step, futures, guessed)
    if found.option is not None:
        return _of_choice(lang, step, found, guessed)
    shown = in_words(lang, step, found.number)
    if guessed is None:
        return say(lang, f"teaching.reveal.plain{'_futures' if _counts_futures(step.guess) else ''}", truth=shown)
    name = "near" if is_near(step.guess, float(guessed), found.number) else "value"
    name += "_futures" if _counts_futures(step.guess) else ""
    told = say(lang, f"teaching.reveal.{name}", guess=in_words(lang, step, float(guessed)), truth=shown)
    if found.below is None:
        return f"{told}."
    side, share = ("less", found.below) if found.below >= 0.5 else ("more", 1.0 - found.below)
    return f"{told} ({say(lang, f'teaching.reveal.{side}', futures=of_twenty(lang, share))})."


def takeaway(lang: Language, step: Step, facts: Facts) -> str:
    """Return the takeaway with the run's numbers in it."""
    return facts.tell(step.takeaway.say(lang))


def in_words(lang: Language, step: Step, value: float) -> str:
    """Write a guessed number, or the one it is held against, as people read it."""
    guess = step.guess
    if _counts_futures(guess):
        return of_twenty(lang, value / FUTURES)
    if guess.number in ("relative", "remaining"):
        return percent(lang, value, sign=guess.number == "relative")
    if guess.number == "trend":
        points = POINTS if unit_of(step.outcome) in ("share", "index") else 1.0
        return say(lang, "teaching.points", number=digits(lang, points * value, sign=True))
    return written(lang, unit_of(step.outcome), value)


def _counts_futures(guess: Guess) -> bool:
    return guess.number in ("futures_ahead", "futures_goal")


def _of_choice(lang: Language, step: Step, found: Outcome, guessed: float | int | None) -> str:
    options = step.guess.options
    right = options[found.option or 0].text.say(lang)
    shown = in_words(lang, step, found.number)
    if guessed is None or not 0 <= int(guessed) < len(options):
        return say(lang, "teaching.reveal.answer", answer=right, truth=shown)
    if int(guessed) == found.option:
        return say(lang, "teaching.reveal.right", answer=right, truth=shown)
    return say(lang, "teaching.reveal.wrong", guess=options[int(guessed)].text.say(lang), answer=right, truth=shown)


def _values(step: Step, futures: Futures) -> Array:
    values: Array = futures.course(step.outcome, step.guess.side)[_row(step.guess)]
    return values


def _remaining(uplift: Array, at: int) -> float:
    largest = float(uplift.max())
    return float(uplift[at]) / largest if largest > LEAST_UPLIFT else 0.0


def _row(guess: Guess) -> int:
    return -1 if guess.quarter is None else guess.quarter - 1


def _sides(guess: Guess) -> tuple[str, str]:
    return ("left", "right") if guess.side == "left" else ("right", "left")
