"""Conditional claim A6 over the share of reps initially won: the critical mass."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.arrays import Array
from sim.engine.quarter import begin, step
from sim.engine.setup import Setup, State, make_setup
from sim.people.chance import Decision, Luck
from sim.people.population import Population
from sim.scenario.columns import with_values
from sim.scenario.mechanisms import without
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON_STRATEGY
from sim.statistics.paired import Interval, wilson
from sim.statistics.thresholds import Curve, Threshold, rising_zero, threshold
from sim.validation.claims.treatments import Progress, Treatments, last
from sim.validation.conditions.exploration import Asked, curve_rows, interval_row, place, table, threshold_row
from sim.words.amounts import percent

SHARES = tuple(k / 20 for k in range(21))
"""Shares of reps initially won, 0 to 100 %; each is rounded to whole reps."""
WON = ("habit_advising", "habit_selling", "attitude", "self_efficacy", "identity", "behaviour")
"""States in which a rep who is won equals one who already sells. What stays his own: skills, needs, thresholds, fear.

To win people changes what they want and do, not what they can or who they are.
"""
ENDS = (1 / 3, 2 / 3)
"""Adoption (share of reps) that separates the low end, the middle and the high end."""
MAJORITY = 0.5
"""Adoption (share of reps) that counts as a majority."""
CENTOLA = 0.25
"""Tipping share in experiments with a naming game: Centola, Becker, Brackbill & Baronchelli 2018."""
PUBLISHED = (0.10, 0.40)
"""Range of published tipping shares; 10 %: Xie et al. 2011."""


@dataclass(frozen=True)
class CriticalMass:
    """A6: adoption at the horizon over the share initially won (x, 0-1), no measures. Values: share of reps 0-1.

    won : people changed in their states; newcomers are hired as the scenario says. by_kind : the share set through
    the kind of people instead, and of those hired. mass : critical mass, the share that holds itself (adoption at the
    horizon = share won) and beyond which adoption grows. mass_by_kind : the same by kind. majority : share won from
    which adoption at the horizon is a majority. spread_at : share won with the widest spread of runs; ends : share of
    runs there that end low, in the middle and high (see `ENDS`).
    """

    asked: Asked
    won: Curve
    by_kind: Curve
    mass: Threshold
    mass_by_kind: Threshold
    majority: Threshold
    spread_at: float
    ends: tuple[Interval, Interval, Interval]

    @property
    def two_ends(self) -> bool:
        """Whether runs part into a low and a high end: fewer in the middle than on either side."""
        low, middle, high = (end.mean for end in self.ends)
        return middle < min(low, high)

    @property
    def headline(self) -> str:
        """The critical mass, or that there is none, and what a majority takes."""
        ends, said = (SHARES[0], SHARES[-1]), "" if self.mass.found else "95 % interval "
        takes = (f"a majority at the horizon takes {place(self.majority, percent, ends, said)}" if self.majority.found
                 else f"a majority at the horizon is {'never' if self.majority.at > 0 else 'always'} reached")
        if self.mass.found:
            return (f"Critical mass: {place(self.mass, percent, ends)} initially won, against {percent(CENTOLA)} in "
                    f"experiments; {takes}.")
        if self.mass.at < 0.0:
            return f"Adoption grows from any share initially won, so there is no critical mass to reach; {takes}."
        return f"No share initially won holds itself without measures: there is no critical mass; {takes}."

    def rows(self) -> list[dict[str, Any]]:
        """Both curves, the thresholds, and where runs end."""
        units = ("share of reps initially won 0-1", "share of reps 0-1")
        curves = [row for name, curve in (("won", self.won), ("by kind of people", self.by_kind))
                  for row in curve_rows(self.asked, "adoption at the horizon", name, units, curve)]
        places = [threshold_row(self.asked, what, name, units[0], found) for what, name, found in (
            ("critical mass", "won", self.mass), ("critical mass", "by kind of people", self.mass_by_kind),
            ("majority at the horizon", "won", self.majority))]
        where = f"runs that end there at {percent(self.spread_at)} won"
        ended = [interval_row(self.asked, where, name, "share of runs 0-1", end)
                 for name, end in zip(("low", "middle", "high"), self.ends, strict=True)]
        return table([*curves, *places, *ended])


def critical_mass(w: Treatments, progress: Progress) -> CriticalMass:
    """Explore A6: the same people and luck, with ever more of them won on the first day."""
    reps = w.scenario.organisation.reps
    counts = sorted({round(share * reps) for share in SHARES})
    won, kind = [], []
    for share in SHARES:
        won.append(adoption_if_won(w, round(share * reps)))
        kind.append(last(w(organisation__advisor_share=1.0 - round(share * reps) / reps), "adoption"))
        progress(1)
    x, first = np.asarray(counts) / reps, [[round(s * reps) for s in SHARES].index(n) for n in counts]
    return found_in(Asked.of("A6", w), Curve(x, np.asarray(won)[first]), Curve(x, np.asarray(kind)[first]))


def found_in(asked: Asked, won: Curve, by_kind: Curve) -> CriticalMass:
    """Look for the critical mass, the majority, and for two ends."""
    widest = int(np.argmax(won.values.std(axis=1)))
    return CriticalMass(asked, won, by_kind, threshold(won, holds_itself), threshold(by_kind, holds_itself),
                   threshold(won, majority), float(won.x[widest]), ends_of(won.values[widest]))


def holds_itself(x: Array, y: Array) -> float:
    """The unstable share: adoption at the horizon rises through the share initially won."""
    return rising_zero(x, y - x)


def majority(x: Array, y: Array) -> float:
    """Share initially won at which adoption at the horizon reaches a majority."""
    return rising_zero(x, y - MAJORITY)


def ends_of(adoption: Array) -> tuple[Interval, Interval, Interval]:
    """Share of runs, (runs,), that end low, in the middle, and high, with Wilson intervals."""
    low, high = (int(np.count_nonzero(adoption < ENDS[0])), int(np.count_nonzero(adoption > ENDS[1])))
    n = adoption.size
    return wilson(low, n), wilson(n - low - high, n), wilson(high, n)


def adoption_if_won(w: Treatments, count: int) -> Array:
    """Adoption at the horizon, (runs,), when `count` reps are won over on the first day; kept like a treatment."""
    key = repr(("won on the first day", count, w.off))
    if key not in w.kept:
        setup, state = first_day(w.drawn(without(w.scenario, *w.off)), w.luck, count)
        quarters = [step(setup, state)["adoption"] for _ in range(w.scenario.quarters)]
        w.kept[key] = {"adoption": np.stack(quarters)}
    return last(w.kept[key], "adoption")


def first_day(scenario: Scenario, luck: Luck, count: int) -> tuple[Setup, State]:
    """A force of advisors of whom `count` are won over; a smaller count selects a subset of a larger one.

    Only the first day differs from the scenario: who comes later is hired as it says.
    """
    setup, all_sell = (_setup(scenario, advisors, luck) for advisors in (1.0, 0.0))
    state = begin(setup)
    win(state.people, begin(all_sell).people, chosen(luck, scenario.organisation.reps, count))
    return replace(setup, scenario=scenario), state


def _setup(scenario: Scenario, advisors: float, luck: Luck) -> Setup:
    return make_setup(with_values(scenario, {"organisation.advisor_share": advisors}), CARRY_ON_STRATEGY, luck)


def chosen(luck: Luck, reps: int, count: int) -> npt.NDArray[np.bool_]:
    """The reps who are won, by chance, (reps, runs): in the order in which the scenario says who already sells."""
    order = np.argsort(luck.uniform(Decision.KIND, 0, reps), axis=0, kind="stable")
    return np.asarray(np.argsort(order, axis=0, kind="stable") >= reps - count)


def win(people: Population, selling: Population, who: npt.NDArray[np.bool_]) -> None:
    """Give some reps the states that they would have if they already sold, and no resistance; changes `people`."""
    reps = who.shape[0]
    for name in WON:
        getattr(people, name)[:reps] = np.where(who, getattr(selling, name)[:reps], getattr(people, name)[:reps])
    people.resistance[:reps] = np.where(who, 0.0, people.resistance[:reps])
