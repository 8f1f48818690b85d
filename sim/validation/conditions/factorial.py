"""Full factorials on conditional claims: C10 over four parts of the frame, C12 over ability, steering, conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

import numpy as np

from sim.arrays import Array
from sim.scenario.measures import Measure
from sim.statistics.paired import Interval, mean_interval
from sim.statistics.thresholds import MIDDLE_HALF
from sim.validation.claims.common import APPEALS, COHERENT, CONTRADICTING
from sim.validation.claims.practice_conditions import ABILITY, CONDITIONS, STEERING
from sim.validation.claims.treatments import Progress, Treatments, last, over, total
from sim.validation.conditions.exploration import Asked, Row, finite, interval_row, joined, points, points_range, table

# --- full factorial experiments --------------------------------------------------------------------------------------

Cell = tuple[int, ...]
"""One combination: 0 or 1 for each factor."""


@dataclass(frozen=True)
class Contrast:
    """What some factors do together, beyond all that fewer of them do.

    factors : their positions; one is a main effect, two an interaction of two, and so on.
    effect : with its 95 % interval of the mean over paired runs, in the unit of the cells.
    """

    factors: tuple[int, ...]
    effect: Interval


def cells(factors: int) -> tuple[Cell, ...]:
    """All combinations of `factors` factors, the last one changing fastest; 2**factors of them."""
    return tuple(product((0, 1), repeat=factors))


def subsets(factors: int, order: int) -> Iterator[tuple[int, ...]]:
    """Every set of 1 .. order factors, main effects first."""
    for size in range(1, order + 1):
        yield from combinations(range(factors), size)


def signs(factors: int, chosen: tuple[int, ...]) -> Array:
    """The orthogonal contrast of a set of factors: +1 or -1 for each cell, (2**factors,)."""
    design = 2.0 * np.asarray(cells(factors)) - 1.0
    return np.asarray(design[:, list(chosen)].prod(axis=1))


def contrast_of_runs(values: Array, chosen: tuple[int, ...]) -> Array:
    """A contrast run by run, (runs,), in the unit of the cells.

    sum of sign * cell / 2**(k - m), for m of k factors. So a main effect is the mean of the cells with the factor
    minus the mean of those without; an interaction of two is what both add together beyond the sum of each,
    y11 - y10 - y01 + y00, averaged over the other factors (Box, Hunter & Hunter 2005, up to their factor of a half).

    Parameters
    ----------
    values : (2**k, runs), cells in the order of `cells`.
    """
    factors = int(np.log2(values.shape[0]))
    return np.asarray(signs(factors, chosen) @ values / 2.0 ** (factors - len(chosen)))


def contrasts(values: Array, order: int) -> tuple[Contrast, ...]:
    """All effects up to an order, each with an interval of its own (none is widened for their number)."""
    factors = int(np.log2(values.shape[0]))
    return tuple(Contrast(chosen, mean_interval(contrast_of_runs(values, chosen)))
                 for chosen in subsets(factors, order))


@dataclass(frozen=True)
class Factor:
    """One factor: a letter for tables, a name, and what its two levels are."""

    letter: str
    name: str
    off: str
    on: str


@dataclass(frozen=True)
class Measured:
    """One outcome of a full factorial, in a unit, in all cells: (2**factors, runs), see `contrasts.cells`.

    head, scale, shown : in a figure, its short name, by what it is multiplied, and the unit that it then has.
    """

    name: str
    unit: str
    values: Array
    head: str
    scale: float
    shown: str

    @property
    def cell_means(self) -> tuple[Interval, ...]:
        """Mean of each cell with its interval."""
        return tuple(mean_interval(values) for values in self.values)


@dataclass(frozen=True)
class Factorial:
    """A full factorial: what was measured in all cells, and contrasts up to an order (1 main effects, 2 pairs, ...).

    levels : what it means that a factor is off or on. tell : writes the headline.
    """

    asked: Asked
    factors: tuple[Factor, ...]
    measured: tuple[Measured, ...]
    order: int
    levels: str
    tell: Callable[[Factorial], str]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The combinations, all off first and all on last."""
        return cells(len(self.factors))

    def contrasts(self, measured: Measured) -> tuple[Contrast, ...]:
        """Main effects and interactions of one outcome."""
        return contrasts(measured.values, self.order)

    def name_of(self, chosen: Sequence[int]) -> str:
        """``Ability x Steering``."""
        return " x ".join(self.factors[k].name for k in chosen)

    def name_of_cell(self, cell: Cell) -> str:
        """``Ability + Steering``, or ``none``."""
        return " + ".join(f.name for f, on in zip(self.factors, cell, strict=True) if on) or "none"

    @property
    def headline(self) -> str:
        """The answer in one sentence."""
        return self.tell(self)

    def rows(self) -> list[dict[str, Any]]:
        """All cells and contrasts of each outcome."""
        rows: list[Row] = []
        for measured in self.measured:
            rows += [self._cell_row(measured, k) for k in range(len(self.cells))]
            rows += [interval_row(self.asked, f"{_order(c)}: {measured.name}", self.name_of(c.factors), measured.unit,
                                  c.effect) for c in self.contrasts(measured)]
        return table(rows)

    def _cell_row(self, measured: Measured, k: int) -> Row:
        found = measured.cell_means[k]
        low, high = np.quantile(measured.values[k], MIDDLE_HALF)
        return Row(self.asked.id, measured.name, "cell", self.name_of_cell(self.cells[k]), "what is on",
                   finite(found.mean), finite(found.low), finite(found.high), finite(float(low)), finite(float(high)),
                   measured.unit, self.asked.runs)


def _order(found: Contrast) -> str:
    return "main effect" if len(found.factors) == 1 else f"interaction of {len(found.factors)}"


POINTS = 100.0
"""Percentage points of a share of 1."""
FRAME = (
    Factor("R", "Recognition", "recognition honours advising", "recognition honours selling"),
    Factor("K", "Careers", "careers honour advising", "careers honour selling"),
    Factor("G", "Goals", "goals conflict", "goals agree"),
    Factor("E", "Error culture", "errors are blamed", "errors are learnt from"),
)
"""The parts of the frame in the order of `COHERENT`."""
WHILE = (APPEALS.start, APPEALS.start + APPEALS.quarters - 1)
"""First and last quarter of the appeals."""


def frames(w: Treatments, progress: Progress) -> Factorial:
    """Explore C10: what the same appeals change in behaviour, in all 16 frames."""
    during, at_end = [], []
    for cell in cells(len(FRAME)):
        frame = {name: (COHERENT if on else CONTRADICTING)[name] for name, on in zip(COHERENT, cell, strict=True)}
        told, silent = w(APPEALS, **frame), w(**frame)
        during.append(over(told, "behaviour", *WHILE) - over(silent, "behaviour", *WHILE))
        at_end.append(last(told, "behaviour") - last(silent, "behaviour"))
        progress(1)
    heads = {f"while they run (Q{WHILE[0]}-Q{WHILE[1]})": during, "at the horizon": at_end}
    measured = tuple(Measured(f"behaviour by appeals {head}", "behaviour 0-1", np.asarray(values), head, POINTS,
                              "points of behaviour") for head, values in heads.items())
    return Factorial(Asked.of("C10", w), FRAME, measured, 2, "full square: agrees with the change",
                     tell_frames)


def tell_frames(found: Factorial) -> str:
    """What the appeals do in the coherent frame and in the contradicting one."""
    during, at_end = (measured.cell_means for measured in found.measured)
    return (f"Appeals move behaviour by {points_range(during[-1], 1)} in a coherent frame and by "
            f"{points_range(during[0], 1)} in a contradicting one while they run, by {points(at_end[-1].mean, 1)} and "
            f"{points(at_end[0].mean, 1)} at the horizon.")


NEEDED: tuple[tuple[Factor, tuple[Measure, ...]], ...] = (
    (Factor("A", "Ability", "no training", "training and coaching"), ABILITY),
    (Factor("S", "Steering", "no targets", "bonus and targets"), STEERING),
    (Factor("C", "Conditions", "as they are", "recognition, error culture, guidelines"), CONDITIONS),
)


def together(w: Treatments, progress: Progress) -> Factorial:
    """Explore C12: adoption and new customers with every combination of ability, steering and conditions."""
    adoption, wins = [], []
    for cell in cells(len(NEEDED)):
        outcomes = w(*(m for (_, measures), on in zip(NEEDED, cell, strict=True) if on for m in measures))
        adoption.append(last(outcomes, "adoption"))
        wins.append(total(outcomes, "wins"))
        progress(1)
    measured = (Measured("adoption at the horizon", "share of reps 0-1", np.asarray(adoption),
                         "adoption at the horizon", POINTS, "% of reps"),
                Measured("new customers over the horizon", "customers won", np.asarray(wins), "new customers", 1.0,
                         "customers"))
    return Factorial(Asked.of("C12", w), tuple(factor for factor, _ in NEEDED), measured, len(NEEDED),
                     "full square: in force", tell_together)


def tell_together(found: Factorial) -> str:
    """What all three bring beyond the best pair, and beyond all that fewer bring together."""
    adoption = found.measured[0]
    pairs = [k for k, cell in enumerate(found.cells) if sum(cell) == len(found.factors) - 1]
    best = pairs[int(np.argmax([adoption.values[k].mean() for k in pairs]))]
    more = mean_interval(adoption.values[-1] - adoption.values[best])
    three = found.contrasts(adoption)[-1].effect
    names = joined([f.name.lower() for f, on in zip(found.factors, found.cells[best], strict=True) if on])
    return (f"All three bring {points_range(more, 1)} more adoption than the best pair ({names}); the interaction of "
            f"three is {points_range(three, 1)}.")
