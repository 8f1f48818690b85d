"""What happened to one person: dated facts, all read from the simulated future.

A fact has a weight, by which the most telling ones are chosen, and the claims of which it is an instance.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from sim.app.people.future import Future
from sim.app.people.payload import Holder, Letters, holders_of, letters_of
from sim.arrays import Array
from sim.laws.attitude import blocking
from sim.programme.plan import in_force

MOVED = 0.08
"""Least change of a state worth reporting: half the usual spread between reps (0.15)."""
TIRED = 0.15
"""Least loss of energy worth reporting: far more than the usual load of a person costs."""
EUPHORIC = 0.1
"""Euphoria from which it is worth telling; it is gone when a tenth of its height is left."""
GONE = 0.1
LEAVING_BOOK = 0.2
"""Least part of a book whose loss within a quarter is worth reporting."""
SAFE = 0.5
"""Psychological safety below which failures frighten more than they teach (both directions weigh alike at one half)."""
STAYS = 2
"""Quarters that a change of state must last: one is chance."""
CLAIM_OF_TERM = {
    "habit": "C2", "attitude": "A5", "self-efficacy": "C5", "norm": "A6", "fear": "A8", "identity": "A3",
    "resistance": "A3", "euphoria": "A4", "money": "C7", "recognition": "C7", "careers": "C9", "push": "A2",
    "appeals": "C10", "energy": "C3"}
"""The claim that each term of the intention stands for."""
WEIGHT_OF_DOSE = {"training": 4.0, "coaching": 5.2, "push": 5.0, "tool": 5.0, "involvement": 5.5}
"""How telling it is to be reached; a training is told by its euphoria where there is any."""
CLAIM_OF_DOSE = {"training": "A4", "coaching": "A5", "push": "A2", "tool": "C15", "involvement": "C11"}


@dataclass(frozen=True)
class Fact:
    """Something that happened in a quarter. `shares` are written as percentages, `terms` are terms of the intention."""

    quarter: int
    key: str
    weight: float
    claims: tuple[str, ...] = ()
    values: dict[str, object] = field(default_factory=dict)
    shares: dict[str, float] = field(default_factory=dict)
    term: str = ""


@dataclass(frozen=True)
class Life:
    """One person's time in a position, from the quarter `first` to the quarter `last`, inclusive."""

    future: Future
    letters: Letters
    holders: list[list[Holder]]
    slot: int
    place: int
    first: int
    last: int

    @property
    def base(self) -> int:
        """Row with the states of the first day: the end of the quarter in which somebody was hired."""
        return max(self.first - 1, 0)

    @property
    def quarters(self) -> range:
        """The quarters worked."""
        return range(max(self.first, 1), self.last + 1)

    @property
    def ended(self) -> bool:
        """Whether the time ended within the horizon."""
        return bool(self.future["gone"][self.last, self.slot] > 0.0)

    def of(self, name: str) -> Array:
        """The course of a table, over the whole horizon."""
        return self.future[name][:, self.slot]

    def letter(self, quarter: int) -> str:
        """What the person does in a quarter."""
        return str(self.letters[quarter, self.slot])


def life_of(future: Future, person: str) -> Life | None:
    """The life of the person with that identifier; None where this future has no such person."""
    holders = holders_of(future)
    for slot, place, (first, name, _) in ((s, k, h) for s, held in enumerate(holders) for k, h in enumerate(held)):
        if name == person:
            gone = np.flatnonzero(future["gone"][max(first, 1):, slot])
            last = int(gone[0]) + max(first, 1) if gone.size else future.quarters
            return Life(future, letters_of(future), holders, slot, place, first, last)
    return None


def facts_of(life: Life) -> list[Fact]:
    """Return everything worth reporting, unordered."""
    finders = (coming, going, measures, euphoria, steps, fear, recognition, tiredness, leaders_around, book)
    return [fact for find in finders for fact in find(life)]


def coming(life: Life) -> Iterator[Fact]:
    """How somebody came into the position, if not there from the first day."""
    if not life.first:
        if life.letter(0) == "b":
            yield Fact(0, "blocks_at_first", 6.0, ("A3",))
        return
    if not life.place:
        yield Fact(life.first, "joined", 9.5, ("A7",) if life.letter(life.first) == "d" else ())
        return
    before, _, name = life.holders[life.slot][life.place - 1]
    dismissed = life.of("dismissed")[max(before, 1):life.first].any()
    yield Fact(life.first, "joined_after", 9.5, ("A10",) if dismissed else (), {"name": name})


def going(life: Life) -> Iterator[Fact]:
    """How the time ended, or what somebody does at the horizon."""
    if not life.ended:
        letter = life.letter(life.last)
        yield Fact(life.last, f"end.{letter}", 10.0, shares={"share": float(life.of("behaviour")[life.last])})
    elif life.of("dismissed")[life.last] > 0.0:
        yield Fact(life.last, "dismissed", 10.0, ("A10",))
    else:
        yield Fact(life.last, "left", 10.0)


def measures(life: Life) -> Iterator[Fact]:
    """Measures on people that reached this one, each stretch of quarters once."""
    tool = life.future.setup.plan.levels.tool
    for name in ("training", "coaching", "push", "involvement"):
        given = life.of(name) > 0.0
        for start, stop in stretches(given, life.quarters):
            key = "tool" if name == "push" and in_force(tool[start]) else name
            yield Fact(start, f"reached.{key}", WEIGHT_OF_DOSE[key], (CLAIM_OF_DOSE[key],), {"until": stop})


def stretches(given: npt.NDArray[np.bool_], quarters: range) -> Iterator[tuple[int, int]]:
    """First and last quarter of every run of quarters in which something is given."""
    start = None
    for quarter in quarters:
        if given[quarter] and start is None:
            start = quarter
        if start is not None and (quarter == quarters[-1] or not given[quarter + 1]):
            yield start, quarter
            start = None


def euphoria(life: Life) -> Iterator[Fact]:
    """The euphoria after a training, and when it was gone."""
    course = life.of("euphoria")
    for start, stop in stretches(life.of("training") > 0.0, life.quarters):
        peak = max(range(start, stop + 1), key=lambda q: float(course[q]))
        gone = next((q for q in range(peak + 1, life.last + 1) if course[q] <= GONE * course[peak]), None)
        if course[peak] >= EUPHORIC and gone is not None:
            yield Fact(peak, "euphoria", 5.5, ("A4",), {"until": gone})


def steps(life: Life) -> Iterator[Fact]:
    """First tries, adoption, relapse, blocking and its end, and the change of job."""
    quarters, lasting = life.quarters, {q: lasts(life, q) for q in life.quarters}
    before = {q: life.letter(q - 1) if q > life.first else "" for q in quarters}
    first = next((q for q in quarters if life.letter(q) == "t" and lasting[q] and before[q] in ("a", "b")), None)
    if first is not None:
        yield Fact(first, "tries", 4.0)
    for q in quarters:
        now, was = life.letter(q), before[q]
        if now == was or not was or not lasting[q]:
            continue
        if now == "s":
            yield moved_by(life, q, "adopted", 9.0, terms_since(life, life.first, q, +1.0))
        elif was == "s" and now in "atb":
            yield moved_by(life, q, "relapsed", 8.5, terms_since(life, best_before(life, q), q, -1.0))
        elif now == "b":
            yield moved_by(life, q, "blocks", 8.0, blocking_since(life, q, -1.0), ("A3",))
        elif was == "b" and now in "at":
            yield moved_by(life, q, "blocks_no_more", 6.5, blocking_since(life, q, +1.0))
        elif now == "d":
            yield Fact(q, "split", 9.0, ("C13",))


def lasts(life: Life, quarter: int) -> bool:
    """Whether the behaviour of a quarter lasts for a while."""
    return quarter + STAYS - 1 <= life.last and all(
        life.letter(q) == life.letter(quarter) for q in range(quarter, quarter + STAYS))


def best_before(life: Life, quarter: int) -> int:
    """The quarter before, in the same stretch of selling, in which most was sold."""
    start = quarter - 1
    while start > life.first and life.letter(start - 1) == "s":
        start -= 1
    return max(range(start, quarter), key=lambda q: float(life.of("behaviour")[q]))


def terms_since(life: Life, since: int, until: int, sign: float) -> dict[str, float]:
    """Amount by which each term of the intention moved in a direction."""
    return {name: sign * float(table[until, life.slot] - table[since, life.slot])
            for name, table in life.future.pulls.items()}


def blocking_since(life: Life, quarter: int, sign: float) -> dict[str, float]:
    """Effect of each cause of blocking, on its own, on the margin of attitude over blocking since the first day."""
    def margin(values: dict[str, Array]) -> float:
        return float(values["attitude"] - blocking(values["resistance"], values["fear"], values["identity"]))

    first, now = ({name: life.of(name)[q] for name in ("attitude", "resistance", "fear", "identity")}
                  for q in (life.base, quarter))
    return {name: sign * (margin(first | {name: now[name]}) - margin(first)) for name in first}


def moved_by(life: Life, quarter: int, key: str, weight: float, causes: dict[str, float],
             claims: tuple[str, ...] = ()) -> Fact:
    """A change of state, with the cause that moved most in its direction, if any."""
    term = max(causes, key=lambda name: causes[name])
    shares = {"share": float(life.of("behaviour")[quarter])}
    if causes[term] <= 0.0:
        return Fact(quarter, f"{key}.plain", weight, claims, shares=shares)
    return Fact(quarter, f"{key}.because", weight, tuple(dict.fromkeys((*claims, CLAIM_OF_TERM[term]))),
                shares=shares, term=term)


def fear(life: Life) -> Iterator[Fact]:
    """The largest rise and the largest fall of fear."""
    course, failures = life.of("fear"), life.of("losses")
    for sign, key in ((1.0, "fear_up"), (-1.0, "fear_down")):
        since, until = largest_change(sign * course, life.base, life.last)
        if abs(course[until] - course[since]) < MOVED:
            continue
        lost = int(failures[since + 1:until + 1].sum())
        frightening = sign > 0.0 and float(life.of("safety")[since + 1:until + 1].mean()) < SAFE
        told = f"{key}.after" if sign > 0.0 and lost else f"{key}.plain"
        yield Fact(until, told, 7.0, ("A8", "A9") if frightening else ("A8",), {"since": since, "n": lost},
                   {"before": float(course[since]), "after": float(course[until])})


def largest_change(course: Array, start: int, stop: int) -> tuple[int, int]:
    """Between which two quarters the course rises most; twice the first where it never does."""
    best, lowest = (start, start), start
    for q in range(start, stop + 1):
        if course[q] < course[lowest]:
            lowest = q
        if course[q] - course[lowest] > course[best[1]] - course[best[0]]:
            best = (lowest, q)
    return best


def recognition(life: Life) -> Iterator[Fact]:
    """The largest rise of recognition, once there is any to compare with."""
    course = life.of("recognition")
    since, until = largest_change(course, max(life.first, 1), life.last)
    if course[until] - course[since] >= MOVED:
        yield Fact(until, "recognition", 5.0, ("C7",), {"since": since},
                   {"before": float(course[since]), "after": float(course[until])})


def tiredness(life: Life) -> Iterator[Fact]:
    """When energy was lowest, where it fell far."""
    course = life.of("energy")
    least = min(range(life.base, life.last + 1), key=lambda q: float(course[q]))
    if course[life.base] - course[least] >= TIRED:
        yield Fact(least, "tired", 6.0, ("C3",), shares={"before": float(course[life.base]),
                                                         "after": float(course[least])})


def leaders_around(life: Life) -> Iterator[Fact]:
    """Opinion leaders whom this person watches, when they begin to sell or to block."""
    watched = sorted({int(j) for j in life.future.contacts()[:, life.slot]} - {life.slot})
    for other in watched:
        for q in life.quarters:
            now, was = str(life.letters[q, other]), str(life.letters[q - 1, other])
            if life.future["leader"][q, other] <= 0.0 or now == was or was not in "atsb" or now not in "sb":
                continue
            ahead = life.letters[q:q + STAYS, other]
            if (ahead == now).all():
                name = next(h[2] for h in reversed(life.holders[other]) if h[0] <= q)
                yield Fact(q, f"leader.{now}", 4.5, ("A6",) if now == "s" else ("C11",), {"name": name})


def book(life: Life) -> Iterator[Fact]:
    """A great loss of customers, and the first new ones of somebody who sells for a living."""
    customers, wins = life.of("customers"), life.of("wins")
    for q in life.quarters:
        before, after = float(customers[q - 1]), float(customers[q])
        gone = life.ended and q == life.last
        if q > life.first and before - after >= LEAVING_BOOK * before and before > after and not gone:
            yield Fact(q, "customers_lost", 3.5, (), {"n": round(before - after), "left": round(after)})
    total = int(wins[life.quarters.start:life.last + 1].sum())
    if total and life.letter(life.last) == "d":
        first = next(q for q in life.quarters if wins[q] > 0.0)
        yield Fact(first, "first_customers", 6.0, ("A7",), {"total": total})
