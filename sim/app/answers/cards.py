"""The three result cards - gain, break-even, adoption - and the answer in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.app.answers.answer import SIDES, Answer
from sim.app.answers.cache import first
from sim.app.answers.phrases import fitting, in_futures, rough_money, times, title
from sim.comparison.comparison import Difference
from sim.scenario.strategy import CARRY_ON
from sim.statistics.paired import mean_interval
from sim.words.catalogue import Language, say
from sim.words.numbers import number, percent, quarter

Payload = dict[str, Any]
MARKS = {"none": "=", "more": "▲", "less": "▼", "sooner": "◀", "later": "▶", "oftener": "▲", "rarer": "▼"}
"""Signs of a change since A: up and down for amounts, to the left and to the right for time."""
WELCOME = {"more": True, "sooner": True, "oftener": True, "less": False, "later": False, "rarer": False}
POINT = 0.005
"""Half a percentage point: smaller changes are shown as none."""


@dataclass(frozen=True)
class Paying:
    """When a strategy pays: in how many futures, and from which quarter on there (median)."""

    count: int
    median: float


def cards(answer: Answer, lang: Language, kept: Answer | None = None) -> list[Payload]:
    """The three cards, each with both strategies and what has changed since the kept answer.

    The kept answer is read from as many futures as the answer: on the same luck, unless another seed was kept.
    """
    before = None if kept is None else cut(kept, answer.n)
    if before is not None and before.n != answer.n:
        answer = cut(answer, before.n)
    return [_card(key, answer, before, lang) for key in ("gain", "pays", "change")]


def cut(answer: Answer, n: int) -> Answer:
    """The same answer restricted to its first `n` futures."""
    if answer.n <= n:
        return answer
    return Answer(answer.request, n, {name: first(futures, n) for name, futures in answer.futures.items()})


def _card(key: str, answer: Answer, before: Answer | None, lang: Language) -> Payload:
    told = {"gain": _gain, "pays": _pays, "change": _change}[key]
    sides = [{"side": place, "label": title(answer, place, lang), **told(answer, before, place, lang)}
             for place in SIDES[:2]]
    head = f"results.card.{key}"
    about = say(lang, fitting(answer, f"{head}.about") if key == "change" else f"{head}.about",
                quarters=answer.scenario.quarters, goal=percent(lang, answer.scenario.goals.adoption_share))
    return {"key": key, "title": say(lang, f"{head}.title"), "about": about, "sides": sides, "n": answer.n,
            "full": answer.full}


def _gain(answer: Answer, before: Answer | None, place: str, lang: Language) -> Payload:
    if answer.side(place) == CARRY_ON:
        return _told(say(lang, "results.card.itself.value"), say(lang, "results.card.itself.words"))
    gain = answer.success[answer.side(place)].gain
    found = mean_interval(gain)
    if not gain.any():
        words = say(lang, "results.card.gain.same", of=number(lang, answer.n))
    else:
        decided = found.low > 0.0 or found.high < 0.0
        words = say(lang, f"results.card.gain.{'words' if decided else 'undecided'}",
                    often=in_futures(lang, times(gain > 0.0), answer.n))
    told = _told(rough_money(lang, found.mean, sign=True), words)
    if before is None:
        return told
    change = found.mean - float(before.success[before.side(place)].gain.mean())
    return told | _since(_way(change), say(lang, "results.card.delta.none") if not change else say(
        lang, "results.card.delta.by", change=rough_money(lang, change, sign=True)))


def _pays(answer: Answer, before: Answer | None, place: str, lang: Language) -> Payload:
    if answer.side(place) == CARRY_ON:
        return _told(say(lang, "results.card.itself.value"), say(lang, "results.card.itself.words"))
    now, n, horizon = paying(answer, place), answer.n, answer.scenario.quarters
    often = in_futures(lang, now.count, n)
    if now.count == 0:
        told = _told(say(lang, "results.card.pays.never"), say(lang, "results.card.pays.never_words", often=often,
                                                               quarters=horizon))
    elif 2 * now.count < n:  # a median of the lucky ones must not stand there as the answer
        told = _told(say(lang, "results.card.pays.rarely"),
                     say(lang, "results.card.pays.rarely_words", often=often, quarters=horizon,
                         quarter=quarter(lang, now.median)))
    else:
        told = _told(say(lang, "results.card.pays.from", quarter=quarter(lang, now.median)),
                     say(lang, f"results.card.pays.{'always' if now.count == n else 'words'}", often=often,
                         quarters=horizon))
    return told if before is None or before.side(place) == CARRY_ON else told | _sooner(now, before, place, n, lang)


def paying(answer: Answer, place: str) -> Paying:
    """When the strategy there pays, as the summary of a comparison has it."""
    quarters = answer.success[answer.side(place)].break_even
    paid = quarters[~np.isnan(quarters)]
    median = float(np.quantile(paid, 0.5, method="inverted_cdf")) if paid.size else float("nan")
    return Paying(int(paid.size), median)


def _sooner(now: Paying, before: Answer, place: str, n: int, lang: Language) -> Payload:
    then = paying(before, place)
    if 2 * min(now.count, then.count) < n:  # medians of other futures do not compare
        more = now.count - then.count
        way = "none" if more == 0 else "oftener" if more > 0 else "rarer"
        return _since(way, say(lang, f"results.card.delta.{way}", n=number(lang, abs(more))))
    shift = now.median - then.median
    way = "none" if shift == 0.0 else "later" if shift > 0.0 else "sooner"
    return _since(way, say(lang, f"results.card.delta.{way}", n=number(lang, abs(shift))))


def _change(answer: Answer, before: Answer | None, place: str, lang: Language) -> Payload:
    own = answer.success[answer.side(place)]
    share = float(own.adoption_end.mean())
    words = say(lang, "results.card.change.words", goal=percent(lang, answer.scenario.goals.adoption_share),
                often=in_futures(lang, times(own.goal_reached > 0.0), answer.n))
    told = _told(percent(lang, share), words)
    if before is None:
        return told
    change = share - float(before.success[before.side(place)].adoption_end.mean())
    change = 0.0 if abs(change) < POINT else change
    return told | _since(_way(change), say(lang, "results.card.delta.none") if not change else say(
        lang, "results.card.delta.points", n=number(lang, abs(100.0 * change)),
        change=number(lang, 100.0 * change, sign=True)))


def _way(change: float) -> str:
    return "none" if change == 0.0 else "more" if change > 0.0 else "less"


def _since(way: str, words: str) -> Payload:
    """What has changed since A: its words, its sign, and whether one would wish for it."""
    return {"delta": words, "mark": MARKS[way], "good": WELCOME.get(way)}


def _told(value: str, words: str) -> Payload:
    return {"value": value, "words": words, "delta": "", "mark": "", "good": None}


# --- the answer in a sentence ----------------------------------------------------------------------------------------

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
    if CARRY_ON in answer.request.strategies:
        return ""
    gains = [mean_interval(answer.success[name].gain) for name in answer.request.strategies]
    if all(gain.high < 0.0 for gain in gains):
        return say(lang, "results.headline.carry_on_better")
    return say(lang, "results.headline.carry_on_open") if all(gain.low <= 0.0 for gain in gains) else ""
