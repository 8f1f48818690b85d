"""The answer in a sentence: who is ahead, in how many futures, by how much, and how sure; honest when undecided."""

from __future__ import annotations

from sim.analysis.difference import Difference
from sim.analysis.statistics import mean_interval
from sim.app.answers.answer import Answer
from sim.app.answers.wording import in_futures, rough_money, times, title
from sim.app.words.catalogue import Language, say
from sim.app.words.numbers import number
from sim.scenario.strategy import CARRY_ON


def headline(answer: Answer, lang: Language) -> str:
    """Who is ahead; the logic is that of `Comparison.sentence`, for the two strategies on the page."""
    left, right = title(answer, "left", lang), title(answer, "right", lang)
    gap = answer.difference()
    if gap.same:
        key = "identical" if gap.a == gap.b else "same"
        return say(lang, f"results.headline.{key}", a=left, b=right, of=number(lang, gap.n))
    if gap.mean < 0.0:
        left, right = right, left
    return " ".join(filter(None, [_pair(answer, gap, left, right, lang), _against_carrying_on(answer, lang)]))


def _pair(answer: Answer, gap: Difference, ahead: str, behind: str, lang: Language) -> str:
    sign = 1.0 if gap.mean >= 0.0 else -1.0
    wins = times(sign * gap.values > 0.0)
    low, high = sorted((sign * gap.low, sign * gap.high))
    if gap.decided:
        key = "decided" if 2 * wins >= gap.n else "by_few"
    else:
        key = "undecided" if answer.full else "undecided_yet"
    return say(lang, f"results.headline.{key}", a=ahead, b=behind, often=in_futures(lang, wins, gap.n),
               gap=rough_money(lang, abs(gap.mean)), low=rough_money(lang, low), high=rough_money(lang, high),
               of=number(lang, gap.n))


def _against_carrying_on(answer: Answer, lang: Language) -> str:
    """A warning where carrying on is better than both, and the sentence has not said so."""
    if CARRY_ON in answer.question.strategies:
        return ""
    gains = [mean_interval(answer.success[name].gain) for name in answer.question.strategies]
    if all(gain.high < 0.0 for gain in gains):
        return say(lang, "results.headline.carry_on_better")
    return say(lang, "results.headline.carry_on_open") if all(gain.low <= 0.0 for gain in gains) else ""
