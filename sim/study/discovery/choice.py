"""Which box of a trajectory to report, whether chance explains it, and whether it is reproducible."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.arrays import Array
from sim.study.discovery.box import Box, Quality, Restriction, quality, significant
from sim.study.discovery.peeling import LEAST_MASS, LEAST_POINTS, PATIENCE, Step, paste, peel
from sim.study.discovery.sample import MOST_FACTORS, Mask, Sample, Screen, among, screened
from sim.study.futures import Futures, strategy_in

SEED = 20_240_229
"""Seed of permutations and halves, so that the same worlds give the same answer."""
PERMUTATIONS = 99
"""Shufflings of success over the worlds; the smallest p-value is then 0.01."""
ENOUGH = 10
"""Number of shufflings as good as the result after which chance clearly explains it."""
LARGE, FEW_PERMUTATIONS = 100_000, 39
"""Values (worlds times factors searched) beyond which fewer shufflings are made, to save time; least p-value: 0.025."""
CHANCE_LEVEL = 0.05
"""Share of shufflings that may give a box as good before it is put down to chance."""
HALVES = 20
"""Random halves in which the search is repeated; Bryant & Lempert 2010 use 10."""
MOST_BOXES = 3
"""Most boxes searched for: nobody keeps more than a few conditions in mind."""


@dataclass(frozen=True)
class Reproducibility:
    """Reproducibility of a box when only half of the worlds are searched (after Bryant & Lempert 2010).

    restricted : for each factor the share of halves in which it was restricted, also factors that the box leaves
    free. density, coverage : of the boxes of the halves in the *other* half, mean: what the box is worth in worlds
    that it was not fitted to; NaN where no half gave a box. found : share of the halves that gave a box. overlap :
    worlds in both boxes as a share of worlds in any of the two, mean (Jaccard).
    """

    halves: int
    found: float
    restricted: Mapping[str, float]
    density: float
    coverage: float
    overlap: float


@dataclass(frozen=True)
class Found:
    """A box with its quality and evidence.

    quality : its coverage and mass refer to all worlds; worlds in earlier boxes do not count as inside.
    p_values : quasi-p-value of each restriction. chance : share of shufflings of success over the worlds in which a
    search gives a box as good. trajectory : the peeling.
    """

    box: Box
    quality: Quality
    p_values: Mapping[Restriction, float]
    chance: float
    reproducibility: Reproducibility
    trajectory: tuple[Step, ...]
    inside: Mask


@dataclass(frozen=True)
class Search:
    """Result of a search by PRIM.

    boxes : those that chance does not explain. chance : p-value of the best box of all worlds, also where that is too
    high to name the box; NaN where success does not vary.
    """

    sample: Sample
    boxes: tuple[Found, ...]
    trajectory: tuple[Step, ...]
    chance: float

    @property
    def together(self) -> Quality:
        """Quality of the union of all boxes."""
        inside = np.zeros(self.sample.size, dtype=np.bool_)
        for found in self.boxes:
            inside |= found.inside
        return quality(inside, self.sample.y)


def select_box(trajectory: Sequence[Step], sample: Sample, least_density: float | None = None,
           patience: float = PATIENCE) -> tuple[Box, dict[Restriction, float]]:
    """Choose a box of the trajectory, widen it, and drop what chance explains; returns it with its quasi-p-values.

    Restrictions that chance explains are dropped from every box before one is chosen, so that a box deep in the
    trajectory competes without the superfluous restrictions it has accumulated.
    """
    if not 0.0 < sample.base < 1.0:
        return Box.whole(sample), {}
    lean = dict.fromkeys(significant(step.box, sample)[0] for step in trajectory)
    steps = [Step(box, quality(box.contains(sample.x), sample.y)) for box in lean]
    return significant(paste(choose(steps, sample, least_density).box, sample, patience), sample)


def choose(steps: Sequence[Step], sample: Sample, least_density: float | None = None) -> Step:
    """Choose the box with the fewest restrictions among near-best trade-offs of coverage and density.

    Best is the largest `Quality.balance`; near-best is less by no more than the standard error of the difference
    (the rule of one standard error, Breiman et al. 1984); among boxes with as few restrictions the best. With
    `least_density`, the widest box of at least that density or, if there is none, the densest.
    """
    if least_density is not None:
        dense = [step for step in steps if step.quality.density >= least_density]
        return max(dense, key=lambda step: step.quality.points) if dense else \
            max(steps, key=lambda step: step.quality.density)
    best = max(steps, key=lambda step: step.quality.balance)
    at_best = _influence(best, sample)
    near = [step for step in steps if step.box.restrictions and best.quality.balance - step.quality.balance
            <= float((at_best - _influence(step, sample)).std()) / math.sqrt(sample.size)]
    return min(near, key=lambda step: (len(step.box.restrictions), -step.quality.balance), default=best)


def _influence(step: Step, sample: Sample) -> Array:
    """Influence of each world on the balance of a box, times the number of worlds, (worlds,); the base taken as known.

    By the chain rule: the balance is the harmonic mean h of coverage c and gain g, so dh / dc = 2 g^2 / (c + g)^2.
    """
    found, inside = step.quality, step.box.contains(sample.x)
    c, g, base = found.coverage, max(found.gained, 0.0), found.base
    if c + g <= 0.0:
        return np.zeros(sample.size)
    of_coverage = (inside - c) * sample.y / base
    of_gain = inside * (sample.y - found.density) / (found.mass * (1.0 - base))
    return np.asarray(2.0 * (g * g * of_coverage + c * c * of_gain) / (c + g) ** 2)


def search(sample: Sample, *, most: int = MOST_BOXES, least_density: float | None = None, patience: float = PATIENCE,
           least_mass: float = LEAST_MASS, permutations: int = PERMUTATIONS, halves: int = HALVES) -> Search:
    """Find boxes one after the other, each in the worlds that the earlier ones leave (covering; Friedman & Fisher).

    It ends when chance would give a box as good as the next one, when that has no restriction left or, there or in
    halves not searched, no more success than all worlds, or after `most`.
    Of many factors the strongest are searched in (`sim.study.discovery.sample`).
    """
    rest, boxes, p_value = np.ones(sample.size, dtype=np.bool_), list[Found](), math.nan
    first: tuple[Step, ...] = ()
    while len(boxes) < most and np.count_nonzero(rest) >= 2 * LEAST_POINTS:
        left = sample.part(rest)
        trial = screened(left)
        trajectory = peel(trial, patience, least_mass)
        first = first or trajectory
        if len(trajectory) < 2:
            break
        chance = chance_of(standing_out(trajectory, trial), left, permutations, patience, least_mass)
        p_value = chance if not boxes else p_value
        box, values = select_box(trajectory, trial, least_density, patience)
        box, values = _in_all_factors(box, values, sample)
        inside = rest & box.contains(sample.x)
        if chance > CHANCE_LEVEL or not values or not float(sample.y[inside].mean()) > sample.base:
            break
        repeated = repeat(box, left, least_density, halves, patience, least_mass)
        if repeated.density <= sample.base:
            break
        boxes.append(Found(box, quality(inside, sample.y), values, chance, repeated, trajectory, inside))
        rest &= ~inside
    return Search(sample, tuple(boxes), first, p_value)


def _in_all_factors(box: Box, values: Mapping[Restriction, float], sample: Sample
                    ) -> tuple[Box, dict[Restriction, float]]:
    """A box over some of the factors as one over all factors of the sample."""
    limits, place = {limit.axis.name: limit for limit in box.limits}, {a.name: j for j, a in enumerate(sample.axes)}
    whole = Box.whole(sample).limits
    return (Box(tuple(limits.get(limit.axis.name, limit) for limit in whole)),
            {(place[box.limits[j].axis.name], side): value for (j, side), value in values.items()})


def standing_out(trajectory: Sequence[Step], sample: Sample) -> float:
    """Largest excess of density over the trajectory, in standard deviations of a random subset of the same size."""
    n, spread = sample.size, float(sample.y.std())
    errors = ((step, spread * math.sqrt((n - step.quality.points) / (step.quality.points * (n - 1.0))))
              for step in trajectory[1:])
    return max(((step.quality.density - sample.base) / error for step, error in errors if error > 0.0), default=0.0)


def chance_of(found: float, sample: Sample, permutations: int = PERMUTATIONS, patience: float = PATIENCE,
              least_mass: float = LEAST_MASS) -> float:
    """P-value of a trajectory: how often shuffled success gives one that stands out at least as much.

    The whole search is repeated on each shuffling, so that, unlike quasi-p-values, it counts that the box was
    searched for. Assumes that worlds are drawn independently. It ends early once `ENOUGH` shufflings are as good; the
    p-value is then their share (Besag & Clifford 1991). Of large samples fewer shufflings are made, see `LARGE`.
    """
    if sample.size * min(len(sample.axes), MOST_FACTORS) > LARGE:
        permutations = min(permutations, FEW_PERMUTATIONS)
    generator, as_good = np.random.default_rng(SEED), 0
    screen = Screen.of(sample) if len(sample.axes) > MOST_FACTORS else None
    for tried in range(permutations):
        if as_good == ENOUGH:
            return as_good / tried
        shuffled = sample.with_success(generator.permutation(sample.y))
        if screen is not None:
            shuffled = among(shuffled, screen.strongest(shuffled.y))
        as_good += standing_out(peel(shuffled, patience, least_mass), shuffled) >= found
    return (1 + as_good) / (1 + permutations)


def repeat(box: Box, sample: Sample, least_density: float | None = None, halves: int = HALVES,
           patience: float = PATIENCE, least_mass: float = LEAST_MASS) -> Reproducibility:
    """Search again in random halves, and try each box on the other half."""
    generator, whole = np.random.default_rng(SEED), box.contains(sample.x)
    counts, outside, overlaps = Counter[str](), list[Quality](), list[float]()
    for _ in range(halves):
        seen = np.zeros(sample.size, dtype=np.bool_)
        seen[generator.permutation(sample.size)[:sample.size // 2]] = True
        half = screened(sample.part(seen))
        again, values = select_box(peel(half, patience, least_mass), half, least_density, patience)
        if not values:
            continue
        counts.update(limit.axis.name for limit in again.restricted)
        inside = _in_all_factors(again, values, sample)[0].contains(sample.x)
        overlaps.append(float((inside & whole).sum() / max((inside | whole).sum(), 1)))
        outside.append(quality(inside[~seen], sample.y[~seen]))
    restricted = {axis.name: counts[axis.name] / halves for axis in sample.axes} if halves else {}
    density, coverage = (_mean([getattr(q, name) for q in outside]) for name in ("density", "coverage"))
    return Reproducibility(halves, len(outside) / max(halves, 1), restricted, density, coverage, _mean(overlaps))


def _mean(values: Sequence[float]) -> float:
    known = [value for value in values if math.isfinite(value)]
    return float(np.mean(known)) if known else math.nan


By = Literal["worlds", "futures"]
"""Worlds: a strategy wins a world by its mean over the futures there, yes or no. Futures: the share of them it wins."""


def success(futures: Futures, strategy: str, against: str | None = None, by: By = "worlds") -> Array:
    """Success of a strategy in each world, (worlds,) 0-1.

    Parameters
    ----------
    strategy : the one that should win. against : its rival; None is all others together. A tie among k counts 1/k.
    by : `worlds` compares the means over the futures of a world; `futures` gives the share of its futures won.

    Raises
    ------
    BadArgumentError
        For an unknown strategy.
    """
    others = [name for name in futures.strategies if name != strategy] if against is None else \
        [strategy_in(futures, against)]
    table = futures.means if by == "worlds" else futures.table
    values = futures.sign * table[[strategy_in(futures, strategy), *others]].to_numpy()
    best = values == values.max(axis=1, keepdims=True)
    wins = best[:, 0] / best.sum(axis=1)
    return np.asarray(wins) if by == "worlds" else futures.by_world(wins)
