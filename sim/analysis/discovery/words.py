"""Boxes in words."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

from sim.analysis.design.names import short_name
from sim.analysis.discovery.box import Box, Limit, Quality
from sim.analysis.discovery.sample import INTEGER, Axis
from sim.analysis.wording import condition_value, counted, percent

HIDDEN = "parameters"
"""First part of a dotted name that tells nobody anything."""
DIGITS = 2
"""Digits of a value of a factor, after the first place of the width of its range."""
WORLDS = "worlds"
HUNDRED = 100
"""Worlds from which on a share is told of a hundred: of fewer it would promise more than there is."""
HALF_PERCENT = 0.005
TIE = 0.05
"""How far from a whole number a count is told with its decimal."""


def readable(name: str, others: Iterable[str] = ()) -> str:
    """Write a dotted name in words: its last part, more of it where another name ends alike.

    A value of a measure tells of which, and of which strategy: ``dose of coaching (transform everyone)``.
    """
    if "[" in name:
        own, where = short_name(name)
        return f"{own} ({where})" if where else own
    parts = [part for part in name.split(".") if part != HIDDEN]
    if name.startswith(f"{HIDDEN}."):
        return _spaced(parts)
    rivals = {other.rpartition(".")[2] for other in others if other != name and "[" not in other}
    return _spaced(parts[-1:] if parts[-1] not in rivals else parts[-2:])


def _spaced(parts: Sequence[str]) -> str:
    return " ".join(parts).replace("_", " ")


def limit_phrase(limit: Limit, others: Iterable[str] = ()) -> str:
    """``fear of failure is below 0.45``, ``sellers is from 2 to 4``, ``form is linear or steep``."""
    axis, name = limit.axis, readable(limit.axis.name, others)
    if limit.kept is not None:
        return f"{name} is {' or '.join(limit.levels)}"
    low, high = shown_bounds(limit)
    if axis.kind == INTEGER:
        if low and high:
            return f"{name} is {low}" if low == high else f"{name} is from {low} to {high}"
        return f"{name} is at least {low}" if low else f"{name} is at most {high}"
    if low and high:
        return f"{name} is between {low} and {high}"
    return f"{name} is above {low}" if low else f"{name} is below {high}"


def shown_bounds(limit: Limit) -> tuple[str, str]:
    """Both bounds as text, empty where there is none; whole where the factor is."""
    return _bound(limit.low, limit.axis, math.ceil), _bound(limit.high, limit.axis, math.floor)


def _bound(bound: float, axis: Axis, inwards: Callable[[float], int]) -> str:
    if not math.isfinite(bound):
        return ""
    return shown_value(inwards(bound) if axis.kind == INTEGER else bound, axis)


def shown_value(value: float, axis: Axis) -> str:
    """A value of a factor, with decimals that its range deserves."""
    if axis.kind == INTEGER:
        return f"{value:,.0f}"
    width = axis.high - axis.low
    if not 0.0 < width < math.inf or abs(value) >= 100:
        return condition_value(value, DIGITS)
    return f"{value:.{max(0, DIGITS - math.ceil(math.log10(width)))}f}"


def conditions(box: Box) -> str:
    """All restrictions of a box in one phrase."""
    names = [limit.axis.name for limit in box.limits]
    return joined([limit_phrase(limit, names) for limit in box.restricted])


def joined(parts: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1]))) if parts else ""


def in_sample(share: float, count: int, unit: str = WORLDS) -> str:
    """``62 of 100 worlds``; of fewer than a hundred worlds the counts themselves, ``5 of 8 worlds``.

    A share that is not quite 0 or 1 does not read as if it were.

    Parameters
    ----------
    count : worlds that the share is over. unit : worlds, or futures, of which every world has its own number.
    """
    if count < HUNDRED:
        return f"{_count(share * count)} of {counted(count, 'world')}" if unit == WORLDS else \
            f"{percent(share)} of the {unit}"
    if 0.0 < share < HALF_PERCENT:
        return f"fewer than 1 of 100 {unit}"
    if 1.0 - HALF_PERCENT < share < 1.0:
        return f"more than 99 of 100 {unit}"
    return f"{HUNDRED * share:.0f} of 100 {unit}"


def _count(number: float) -> str:
    """A count; ties, which count in part, leave a decimal."""
    return f"{number:.0f}" if abs(number - round(number)) < TIE else f"{number:.1f}"


def box_sentence(said: str, box: Box, found: Quality, unit: str = "worlds") -> str:
    """Say what a box tells: density, base, mass and coverage.

    Parameters
    ----------
    said : what happens in a success, as ``Transform everyone beats carrying on``. unit : worlds or futures.
    """
    return (f"{said} in {in_sample(found.density, found.points, unit)} where {conditions(box)}; over all it is "
            f"{in_sample(found.base, found.worlds, unit)}. These conditions hold in {percent(found.mass)} of all "
            f"worlds and cover {percent(found.coverage)} of the {unit} in which that happens.")
