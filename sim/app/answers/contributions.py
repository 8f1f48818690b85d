"""How much each change contributes to the difference between two cases, on the same luck.

The bar of a change is what it brings *by itself*: everything else stays as in A. A trainer can check it on the page by
moving this one lever. What the changes bring together beyond the sum of these is the bar of the interaction; so the
bars add up to the difference, and a strong interplay is seen instead of being spread over the levers. Beside that each
change has its *shared* contribution, its Shapley value: its effect averaged over all orders in which the changes could
be made. The shared contributions add up to the difference by themselves; they are worked out for up to six changes.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from itertools import combinations
from math import factorial
from typing import Any

from sim.app.answers.answer import Answer
from sim.app.answers.cache import Cache
from sim.app.answers.changes import PAIR, Change, Focus, changes_between, merged, on_the_way
from sim.app.answers.money import PARTS, means, parts, whole
from sim.app.answers.phrases import rough_money, title
from sim.app.answers.pieces import Found, HelperStep, Job, next_piece, put, simulate_piece, task
from sim.app.answers.request import FULL, Request
from sim.arrays import Array
from sim.statistics.paired import mean_interval
from sim.words.catalogue import Language, say
from sim.words.named import strategy_words

RUNS = 40
"""Futures of every intermediate case: with shared luck, few are enough."""
MOST = 6
"""Most changes that are shown individually and whose shared contributions are computed: 64 cases."""
OTHERS = "others"
"""Key of the remaining changes, taken together."""
MOST_PIECES = 64
"""Pieces of work for one case after which memory is assumed to be too small."""


@dataclass(frozen=True)
class Part:
    """What one change contributes, in EUR.

    Parameters
    ----------
    alone : mean effect when only this is changed in A.
    sure : whether its 95 % interval excludes zero.
    shared : its Shapley value; None if it is not (yet) computed.
    """

    change: Change
    alone: float
    sure: bool
    shared: float | None = None


@dataclass(frozen=True)
class Contributions:
    """Difference between A and B, in EUR: ``parts`` (individual effects) and ``interaction`` add up to ``total``."""

    focus: Focus
    a: Request
    b: Request
    n: int
    total: float
    low: float
    high: float
    parts: tuple[Part, ...]
    final: bool

    @property
    def interaction(self) -> float:
        """Joint effect of the changes beyond the sum of their individual effects."""
        return self.total - sum(part.alone for part in self.parts)

    @property
    def decided(self) -> bool:
        """Whether the 95 % interval of the difference excludes zero."""
        return self.low > 0.0 or self.high < 0.0


Worth = Generator[HelperStep | Found, Any, Array]


def contributions(a: Request, b: Request, focus: Focus, cache: Cache, runs: int = RUNS) -> Job:
    """Find `Contributions`: first what each change brings by itself, then with the shared contributions.

    Futures that are in the cache are not simulated again; every step is one piece of work, so the job can be left.
    """
    changes = changes_between(a, b, focus)
    if not changes:
        return
    if len(changes) == 1:  # there are no intermediate cases, so every future of A and B is used
        runs = max(runs, min(known(cache, on_the_way(a, b, done, focus)) for done in ((), changes)))
    cases = Combinations(a, b, focus, cache, runs)
    start = yield from cases.worth(())
    total = (yield from cases.worth(changes)) - start
    effects = {}
    for change in changes:
        effects[change] = (yield from cases.worth((change,))) - start
    if len(changes) > MOST:
        changes = grouped(effects)
        if changes[-1] not in effects:
            effects[changes[-1]] = (yield from cases.worth((changes[-1],))) - start
    first = told(cases, total, {change: effects[change] for change in changes}, {})
    if len(changes) == 1 or len(changes) > MOST:
        shares = dict.fromkeys(changes, first.total) if len(changes) == 1 else {}
        yield Found(told(cases, total, {change: effects[change] for change in changes}, shares, final=True))
        return
    yield Found(first)
    shares = yield from shared(cases, changes)
    yield Found(told(cases, total, {change: effects[change] for change in changes}, shares, final=True))


def known(cache: Cache, request: Request) -> int:
    """Number of futures available for every strategy of a request, at most that of the full answer."""
    return min(FULL, *(cache.runs(key) for key in request.futures.values()))


def grouped(effects: dict[Change, Array]) -> tuple[Change, ...]:
    """The changes with the largest individual effects, and the others merged into one."""
    order = sorted(effects, key=lambda change: -abs(float(effects[change].mean())))
    return (*order[:MOST], merged(OTHERS, order[MOST:]) if len(order) > MOST + 1 else order[MOST])


@dataclass
class Combinations:
    """The cases between two requests, and the value of the focus in each of them."""

    a: Request
    b: Request
    focus: Focus
    cache: Cache
    runs: int

    def worth(self, done: Iterable[Change]) -> Worth:
        """What the focus is worth, future by future, once these changes are made; (runs,) in EUR."""
        request = on_the_way(self.a, self.b, done, self.focus)
        for _ in range(MOST_PIECES):
            answer = self.cache.answer_from(request, self.runs)
            if answer is not None:
                return worth_of(answer, self.focus)
            piece = next_piece(request, self.cache.runs, self.runs)
            if piece is not None:
                put(self.cache, request, piece, (yield HelperStep(simulate_piece, task(request, piece))))
        raise MemoryError("the memory for futures does not hold those of one case")


def worth_of(answer: Answer, focus: Focus) -> Array:
    """Gain of a strategy against carrying on, or lead of the left one over the right one; (n,) in EUR."""
    left, right = (answer.success[name] for name in answer.request.strategies)
    worth: Array = left.npv - right.npv if focus == "advantage" else left.gain
    return worth


def shared(cases: Combinations, changes: tuple[Change, ...]) -> Generator[HelperStep | Found, Any, dict[Change, float]]:
    """Shapley value of each change, EUR: its mean effect over all orders of making the changes."""
    worth: dict[frozenset[Change], float] = {}
    for size in range(len(changes) + 1):
        for chosen in combinations(changes, size):
            found = yield from cases.worth(chosen)
            worth[frozenset(chosen)] = float(found.mean())
    return {change: shapley(change, changes, worth) for change in changes}


def shapley(change: Change, changes: tuple[Change, ...], worth: dict[frozenset[Change], float]) -> float:
    """Mean effect of one change over all orders, from the worth of every set of changes."""
    count = len(changes)
    return sum(factorial(len(done)) * factorial(count - len(done) - 1) / factorial(count)
               * (worth[done | {change}] - value)
               for done, value in worth.items() if change not in done)


def told(cases: Combinations, total: Array, effects: dict[Change, Array], shares: dict[Change, float],
         final: bool = False) -> Contributions:
    """The contributions so far, the largest first."""
    whole = mean_interval(total)
    parts = []
    for change, effect in effects.items():
        found = mean_interval(effect)
        parts.append(Part(change, found.mean, found.low > 0.0 or found.high < 0.0, shares.get(change)))
    parts.sort(key=lambda part: (part.change.key == OTHERS, -abs(part.alone)))
    return Contributions(cases.focus, cases.a, cases.b, cases.runs, whole.mean, whole.low, whole.high,
                         tuple(parts), final)


# --- the sentence and the bars of the page ---------------------------------------------------------------------------

# Against a kept case A the contributions are those of the changes since. Without one, or if nothing has changed,
# the left strategy is explained against the right one in the same case, by the parts of the money.

Payload = dict[str, Any]
Titles = Callable[[str], str]
"""Key of a change -> title of its lever."""
NAMED = 2
"""Contributions that the sentence names."""
NOTABLE = 0.25
"""Share of the largest contribution from which an interaction is worth a clause."""


def why(found: Contributions, lang: Language, titles: Titles) -> Payload:
    """What the changes since A contribute: bars that add up exactly, in whole EUR, and a sentence.

    Parameters
    ----------
    titles : name of the lever of a change, by its key.
    """
    total = round(found.total)
    told: list[Payload] = [
        {"key": part.change.key, "title": _title(part, lang, titles), "value": round(part.alone),
         "sure": part.sure, "shared": None if part.shared is None else round(part.shared)} for part in found.parts]
    return {"sentence": sentence(found, lang, titles), "contributions": told,
            "interaction": total - sum(bar["value"] for bar in told), "total": total,
            "from_label": say(lang, "why.from_a"), "to_label": say(lang, "why.to_now"), "n": found.n,
            "final": found.final, "kind": "changes", "about": say(lang, "why.about_changes", n=found.n)}


def sentence(found: Contributions, lang: Language, titles: Titles) -> str:
    """What has changed since A, and which levers bring it about."""
    head = _head(found, lang)
    if len(found.parts) == 1:
        return f"{head} {say(lang, 'why.only', title=_title(found.parts[0], lang, titles))}"
    named = [part for part in found.parts if round(part.alone) and part.change.key != OTHERS][:NAMED]
    clauses = [say(lang, "why.part" if part.sure else "why.part_unsure", title=_title(part, lang, titles),
                   value=rough_money(lang, part.alone, sign=True)) for part in named]
    told = [head]
    if clauses:
        told.append(say(lang, "why.alone", parts=say(lang, "why.joint").join(clauses)))
    largest = max((abs(part.alone) for part in found.parts), default=0.0)
    if abs(found.interaction) > NOTABLE * largest and round(found.interaction):
        told.append(say(lang, f"why.{'stronger' if found.interaction > 0.0 else 'weaker'}",
                        value=rough_money(lang, abs(found.interaction))))
    return " ".join(told)


def _head(found: Contributions, lang: Language) -> str:
    left, right = (strategy_words(lang, found.b.title(name)) for name in found.b.strategies)
    subject = {"left": left, "right": right, "advantage": left}[found.focus]
    kind = "lead" if found.focus == "advantage" else "gain"
    if not round(found.total):
        return say(lang, f"why.{kind}.same", title=subject, other=right)
    way = "more" if found.total > 0.0 else "less"
    told = say(lang, f"why.{kind}.{way}", title=subject, other=right, value=rough_money(lang, abs(found.total)))
    return told if found.decided else f"{told} {say(lang, 'why.unsure')}"


def _title(part: Part, lang: Language, titles: Titles) -> str:
    key = part.change.key
    return say(lang, f"why.{key}") if key in (OTHERS, PAIR) else titles(key)


def why_within(answer: Answer, lang: Language) -> Payload:
    """Why the strategy that is ahead is so, by the parts of the money; its bars have the signs of the sentence."""
    total = round(answer.difference().mean)
    ahead, behind = ("left", "right") if total >= 0 else ("right", "left")
    more, less, total = parts(answer, ahead), parts(answer, behind), abs(total)
    values = whole(means({key: more[key] - less[key] for key in PARTS}), total)
    bars = [{"key": key, "title": say(lang, f"results.money.{key}"), "value": value, "sure": True, "shared": None}
            for key, value in sorted(values.items(), key=lambda item: -abs(item[1]))]
    worse, better = title(answer, behind, lang), title(answer, ahead, lang)
    told = _within(better, worse, bars, total, lang, decided=answer.difference().decided)
    return {"sentence": told, "contributions": bars, "interaction": 0, "total": total,
            "from_label": worse, "to_label": better, "n": answer.n,
            "final": answer.full, "kind": "money", "about": say(lang, "why.about_money", n=answer.n)}


def _within(ahead: str, behind: str, bars: list[Payload], total: int, lang: Language, *, decided: bool) -> str:
    if not any(bar["value"] for bar in bars):
        return say(lang, "why.within.same", a=ahead, b=behind)
    key = "ahead" if decided else "hardly"
    told = [say(lang, f"why.within.{key}", a=ahead, b=behind, value=rough_money(lang, total))]
    for way, found in (("for", [b for b in bars if b["value"] > 0]), ("against", [b for b in bars if b["value"] < 0])):
        if found:
            told.append(say(lang, f"why.within.{way}", title=found[0]["title"],
                            value=rough_money(lang, found[0]["value"], sign=True)))
    return " ".join(told)
