"""Small pieces of language that several payloads need: names of strategies, and how many futures."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from sim.app.answers.answer import SIDES, Answer
from sim.scenario.strategy import CARRY_ON
from sim.words.catalogue import Language, say
from sim.words.named import strategy_words
from sim.words.numbers import money, number

ROUGH_DIGITS = 2
"""Leading digits of an amount below a million: more would pretend to know."""
ROUGH_BELOW = 1e6


def title(answer: Answer, place: str, lang: Language) -> str:
    """Name of the strategy that stands there: in the language where it is one of ours, else as it was written."""
    return strategy_words(lang, answer.title(place))


def places(answer: Answer) -> tuple[str, ...]:
    """The places to show: carrying on by itself only where it does not stand left or right."""
    return SIDES[:2] if CARRY_ON in answer.request.strategies else SIDES


def in_futures(lang: Language, count: int, n: int) -> str:
    """How often: ``in 14 of 20 futures``, ``in none of 20 futures``, ``in all 20 futures``."""
    key = "none" if count == 0 else "all" if count == n else "some"
    return say(lang, f"results.futures.{key}", k=number(lang, count), of=number(lang, n))


def times(condition: npt.NDArray[np.bool_]) -> int:
    """In how many futures something is so."""
    return int(np.count_nonzero(condition))


def fitting(answer: Answer, name: str) -> str:
    """Name of a text that there is for selling and for any other behaviour."""
    return f"{name}.{'selling' if answer.scenario.behaviour.is_selling else 'other'}"


def rough_money(lang: Language, euro: float, *, sign: bool = False) -> str:
    """An amount without false digits: ``700 k EUR`` for 697,312."""
    if 0.0 < abs(euro) < ROUGH_BELOW:
        euro = round(euro, ROUGH_DIGITS - 1 - math.floor(math.log10(abs(euro))))
    return money(lang, euro, sign=sign)
