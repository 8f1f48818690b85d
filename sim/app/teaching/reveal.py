"""What a guess comes to when the curtain rises: the model's number, the gap, and the sentence about both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.app.teaching.facts import Facts, Futures, ahead, of_twenty, reached, unit_of, written
from sim.app.teaching.schema import FUTURES, Guess, Step
from sim.app.words.catalogue import Language, say
from sim.app.words.numbers import number as digits
from sim.app.words.numbers import percent

Array = npt.NDArray[np.float64]

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


__all__ = ["Outcome", "gap", "in_words", "is_near", "outcome_of", "sentence", "takeaway", "truth"]
