"""Whether measures have settled, and how much more it takes where they have not."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

LEADING = 3
"""Assumptions whose measures must have settled; what matters little need not be known well."""
NARROW = 0.1
"""Half width that the interval of a leading index may have; below it the ranks of leading assumptions stay (Sarrazin,
Pianosi & Wagener 2016, Environmental Modelling & Software 79: 0.05 for the width in screening, 0.1 in ranking)."""
SLACK = 0.05
"""By how much indices may miss what they must obey: single ones 0, the sum of first orders 1."""
WOULD_DO = "would do."
"""How every warning ends that asks for a larger design."""
NARROW_EFFECT = 0.25
"""Half width that the interval of a leading elementary effect may have, as a share of the effect."""


def leading(measure: Array) -> npt.NDArray[np.int64]:
    """Places of the largest measures, the largest first."""
    return np.asarray(np.argsort(-measure, kind="stable")[:LEADING])


def indices_settled(first: Array, first_half: Array, total: Array, total_half: Array, *, half: Array | None, base: int
                    ) -> tuple[str, ...]:
    """Say why Sobol' indices have not settled, and how many base points would do; nothing where they have.

    Parameters
    ----------
    first, total and their half widths : (assumptions,).
    half : total indices from the first half of the base points; None where it is not balanced.
    base : number of base points.
    """
    top = leading(total)
    widest = float(total_half[top].max())
    reasons = [f"a leading total index is known to +-{widest:.2f} only"] if widest > NARROW else []
    moved = 0.0 if half is None else float(np.abs(half[top] - total[top]).max())
    if moved > NARROW:
        reasons.append(f"a leading total index moves by {moved:.2f} from half of the base points to all")
    sum_half = float(np.sqrt((first_half**2).sum()))
    if first.sum() > 1.0 + SLACK and first.sum() - sum_half > 1.0:
        reasons.append(f"first-order indices add up to {first.sum():.2f}, more than 1")
    if float((first + first_half).min()) < 0.0 and float(first.min()) < -SLACK:
        reasons.append(f"a first-order index is negative ({first.min():.2f})")
    beyond = first - first_half - (total + total_half)
    if float(beyond.max()) > 0.0:
        reasons.append("a first-order index exceeds its total index")
    if not reasons:
        return ()
    needed = enough(base, max(widest, moved) / NARROW, power_of_two=True)
    return (f"The indices have not settled with {base:,} base points: {'; '.join(reasons)}. About {needed:,} base "
            f"points {WOULD_DO}",)


def effects_settled(measure: Array, low: Array, high: Array, trajectories: int) -> tuple[str, ...]:
    """Say how many trajectories would be about enough where leading elementary effects are not known well."""
    top = leading(measure)
    top = top[measure[top] > 0.0]
    if not top.size:
        return ()
    worst = float(((high - low)[top] / 2.0 / measure[top]).max())
    if worst <= NARROW_EFFECT:
        return ()
    needed = enough(trajectories, worst / NARROW_EFFECT)
    return (f"With {trajectories} trajectories a leading effect is known to +-{100 * worst:.0f} % of its size only; "
            f"about {needed:,} {WOULD_DO}",)


def sample_settled(measure: Array, low: Array, high: Array, points: int) -> tuple[str, ...]:
    """Say how many points would be about enough where leading shares are not known well."""
    widest = float((high - low)[leading(measure)].max()) / 2.0
    if not widest > NARROW:
        return ()
    return (f"With {points:,} points a leading share is known to +-{widest:.2f} only; about "
            f"{enough(points, widest / NARROW):,} points {WOULD_DO}",)


def enough(now: int, factor: float, *, power_of_two: bool = False) -> int:
    """How many would do where intervals are ``factor`` times too wide: with the square, at least twice as many."""
    from sim.analysis.wording import significant

    wanted = now * max(factor, math.sqrt(2.0)) ** 2
    if power_of_two:
        return int(2 ** math.ceil(math.log2(wanted) - 1e-9))
    return significant(math.ceil(wanted - 1e-9))
