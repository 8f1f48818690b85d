"""Pictures of a sweep: a heat map of two factors with its line of sign change, and bars of influence."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.app.exports.naming import field_title, outcome_title, outcome_unit
from sim.app.research.analysis import Asked, influence, sampled
from sim.arrays import Array
from sim.statistics.paired import Interval, mean_interval, wilson
from sim.study.landscape import MOST_LEVELS
from sim.study.sensitivity import SensitivityError
from sim.study.sensitivity.influence import Influence
from sim.study.sensitivity.of_sweep import sensitivity_of
from sim.study.sensitivity.quantity import rank_intervals
from sim.words.catalogue import Language, say
from sim.words.named import strategy_title
from sim.words.numbers import percent
from sim.words.values import unit_title

Indices = npt.NDArray[np.int64]
FEWEST_BINS, MOST_BINS = 3, 12
"""Bins of an axis where nearly every world has a value of its own."""
PER_CELL = 8
"""Worlds that a cell of a binned plane should hold on average."""
PLAIN = ("", "0-1", "-", "share", "factor")
"""Units that tell nothing beside an axis."""
REPEATED = 2
"""Worlds that share a value on average where values are levels, and none of a space that is filled."""
MOST_POINTS = 8
"""Worlds of a cell that can be opened: those nearest to its mean."""


@dataclass(frozen=True)
class Axis:
    """One factor on the plane.

    places : (worlds,) cell of each world. edges : ends of the cells; labels : of the cells where they are values.
    """

    name: str
    numeric: bool
    places: Indices
    count: int
    centres: tuple[float, ...]
    edges: tuple[float, ...]
    labels: tuple[str, ...]

    @property
    def binned(self) -> bool:
        """Whether a cell gathers different values."""
        return bool(self.edges)


def axis_of(asked: Asked, name: str) -> Axis:
    """Cut a factor into its values where there are few, else into classes of equal width."""
    column = asked.futures.points[name]
    if not asked.view.numeric(name):
        words, places = np.unique(column.astype(str).to_numpy(), return_inverse=True)
        return Axis(name, False, places.astype(np.int64), words.size, tuple(range(words.size)), (), tuple(words))
    values = column.to_numpy(dtype=np.float64)
    levels, places = np.unique(values, return_inverse=True)
    if levels.size <= MOST_LEVELS and levels.size * REPEATED <= values.size:
        return Axis(name, True, places.astype(np.int64), levels.size, tuple(levels.tolist()), (), ())
    count = int(np.clip(round(math.sqrt(values.size / PER_CELL)), FEWEST_BINS, MOST_BINS))
    edges = np.linspace(levels[0], levels[-1], count + 1)
    places = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, count - 1)
    centres = (edges[:-1] + edges[1:]) / 2.0
    return Axis(name, True, places.astype(np.int64), count, tuple(centres.tolist()), tuple(edges.tolist()), ())


def plane_payload(asked: Asked, lang: Language) -> dict[str, Any]:
    """Everything the heat map draws, in the language of the reader."""
    x, y = axis_of(asked, asked.x), axis_of(asked, asked.y)
    cells = _cells(asked, x, y)
    means = np.full((y.count, x.count), np.nan)
    for cell in cells:
        means[cell["row"], cell["column"]] = cell["mean"]
    level = asked.level
    line = segments(means, level) if level is not None and x.numeric and y.numeric else []
    return {"title": title(asked, lang), "sentence": _sentence(asked, lang, cells), "kind": asked.kind,
            "unit": _unit(asked), "signed": asked.kind != "level", "centre": level if asked.kind != "level" else None,
            "level": level, "better": asked.futures.sign, "left": named(asked, lang, asked.left),
            "right": named(asked, lang, asked.right), "x": _axis(x, asked, lang), "y": _axis(y, asked, lang),
            "cells": cells, "line": line, "binned": x.binned or y.binned, "worlds": len(asked.futures.points),
            "futures": len(asked.futures.table)}


def title(asked: Asked, lang: Language) -> str:
    """What is on the plane: ``Net present value: A minus B``."""
    return say(lang, f"research.title.{asked.kind}", outcome=_outcome(asked, lang),
               left=named(asked, lang, asked.left), right=named(asked, lang, asked.right))


def segments(means: Array, level: float) -> list[list[list[float]]]:
    """The line on which a plane of cells crosses a level: pieces [[x, y], [x, y]] in cells, by marching squares."""
    found = []
    for row in range(means.shape[0] - 1):
        for column in range(means.shape[1] - 1):
            corners = means[row:row + 2, column:column + 2]
            if np.isfinite(corners).all():
                found += _pieces(corners - level, column, row)
    return found


def _pieces(d: Array, column: int, row: int) -> list[list[list[float]]]:
    """The line within one square of four centres; where it is a saddle, both lines, parted by the mean."""
    sides = (((0, 0), (0, 1)), ((0, 1), (1, 1)), ((1, 1), (1, 0)), ((1, 0), (0, 0)))
    crossed = []
    for a, b in sides:
        if (d[a] >= 0.0) != (d[b] >= 0.0):
            share = d[a] / (d[a] - d[b])
            crossed.append([float(column + a[1] + share * (b[1] - a[1])), float(row + a[0] + share * (b[0] - a[0]))])
    if len(crossed) < 4:
        return [crossed] if len(crossed) == 2 else []
    first, second, third, fourth = crossed
    around = (d.mean() >= 0.0) == (d[0, 0] >= 0.0)
    return [[first, second], [third, fourth]] if around else [[fourth, first], [second, third]]


def _cells(asked: Asked, x: Axis, y: Axis) -> list[dict[str, Any]]:
    """Mean, interval and worlds of each cell that has any."""
    futures = asked.futures
    place = y.places * x.count + x.places
    by_world = futures.by_world(asked.values)
    of_future = place[futures.worlds]
    order, borders = _groups(of_future, x.count * y.count)
    world_order, world_borders = _groups(place, x.count * y.count)
    numbers = futures.points.index.to_numpy()
    found = []
    for cell in range(x.count * y.count):
        worlds = world_order[world_borders[cell]:world_borders[cell + 1]]
        if not worlds.size:
            continue
        runs = asked.values[order[borders[cell]:borders[cell + 1]]]
        told = _interval(asked, runs, by_world[worlds])
        near = worlds[np.argsort(np.abs(by_world[worlds] - told.mean), kind="stable")[:MOST_POINTS]]
        found.append({"column": cell % x.count, "row": cell // x.count, "n": runs.size, "worlds": int(worlds.size),
                      "mean": told.mean, "low": _known(told.low), "high": _known(told.high),
                      "sure": _sure(told, asked.level), "points": [int(p) for p in numbers[near]]})
    return found


def _groups(place: Indices, count: int) -> tuple[Indices, Indices]:
    """The order that puts equal places together, and where each place begins."""
    order = np.argsort(place, kind="stable")
    return order, np.searchsorted(place[order], np.arange(count + 1))


def _interval(asked: Asked, runs: Array, worlds: Array) -> Interval:
    """Over futures where a cell is one world; over worlds where it holds several, which futures do not replace."""
    if worlds.size > 1:
        return mean_interval(worlds)
    return wilson(float(runs.sum()), runs.size) if asked.kind == "won" else mean_interval(runs)


def _sure(told: Interval, level: float | None) -> bool:
    """Whether the interval leaves the level out: which side it is, is known."""
    if level is None:
        return True
    return bool(math.isfinite(told.low) and (told.low > level or told.high < level))


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _unit(asked: Asked) -> str:
    return "share" if asked.kind == "won" else outcome_unit(asked.outcome)


def named(asked: Asked, lang: Language, name: str) -> str:
    """What a strategy of the sweep is called."""
    return strategy_title(lang, asked.view.sweep.prepared.scenario, name)


def _outcome(asked: Asked, lang: Language) -> str:
    return outcome_title(lang, asked.outcome, selling=asked.view.sweep.prepared.scenario.behaviour.is_selling)


def _axis(axis: Axis, asked: Asked, lang: Language) -> dict[str, Any]:
    unit = (asked.futures.units or {}).get(axis.name, "")
    return {"field": axis.name, "title": field_title(lang, axis.name),
            "unit": "" if unit in PLAIN else unit_title(lang, unit),
            "count": axis.count, "values": list(axis.centres), "edges": list(axis.edges), "labels": list(axis.labels)}


def _sentence(asked: Asked, lang: Language, cells: list[dict[str, Any]]) -> str:
    """On how much of the plane which side is ahead, and how much of that is sure."""
    left, right = named(asked, lang, asked.left), named(asked, lang, asked.right)
    if asked.level is None:
        best, worst = (pick(cells, key=lambda c: c["mean"]) for pick in (max, min))
        return say(lang, "research.sentence.level", left=left, outcome=_outcome(asked, lang),
                   high=_value(asked, lang, best["mean"]), low=_value(asked, lang, worst["mean"]))
    sign = asked.futures.sign if asked.kind == "difference" else 1.0
    ahead = sum(sign * (c["mean"] - asked.level) > 0.0 for c in cells) / len(cells)
    open_ = sum(not c["sure"] for c in cells) / len(cells)
    kind = "goal" if asked.kind == "level" else "all" if ahead == 1.0 else "nowhere" if ahead == 0.0 else "part"
    return say(lang, f"research.sentence.{kind}", left=left, right=right, share=percent(lang, ahead),
               open=percent(lang, open_), goal=percent(lang, asked.level))


def _value(asked: Asked, lang: Language, value: float) -> str:
    from sim.words.numbers import money, number

    unit = _unit(asked)
    return money(lang, value) if unit == "eur" else percent(lang, value) if unit == "share" else number(lang, value, 2)


# --- bars: which factors an outcome depends on -----------------------------------------------------------------------

# First, at once, the squared rank correlation of every factor: it sees influence in one direction only. Then, on
# request, the analysis that the design was made for (`sim.study.sensitivity`), which may take some seconds.

MOST_BARS = 12
"""Bars that are shown; the rest is counted."""
NAMED = 3
"""Factors named in the sentence."""


def quick_bars(asked: Asked, lang: Language) -> dict[str, Any]:
    """Squared rank correlation of each factor with what is shown, from the means of the worlds."""
    left = asked.futures.points
    names = tuple(name for name in asked.view.axes if left[name].nunique() > 1)
    gone = [name for name in asked.view.axes if name not in names]
    points, by_world = sampled(asked.futures, asked.values)
    told = rank_intervals(influence(asked.view, points, by_world, names), len(points)) if names else np.empty((3, 0))
    rows = [_row(lang, name, float(r * r), *_squared(float(low), float(high)),
                 sure=bool(low > 0.0 or high < 0.0), toward=float(np.sign(r)) if low * high > 0.0 else 0.0)
            for name, (r, low, high) in zip(names, told.T, strict=True)]
    return _payload(asked, lang, rows, "rank", "share", _not_known(lang, gone))


def full_bars(asked: Asked, lang: Language) -> dict[str, Any]:
    """The measure that the design was made for; the quick one, with a note why, where that cannot be had."""
    against = asked.right if asked.kind != "level" else None
    try:
        found = sensitivity_of(asked.view.sweep, asked.outcome, asked.left, against)
    except ImportError:
        return quick_bars(asked, lang) | {"note": say(lang, "research.bars.extra")}
    except SensitivityError:
        return quick_bars(asked, lang) | {"note": say(lang, "research.bars.not_this_design")}
    unit = outcome_unit(asked.outcome) if found.method == "morris" else "share"
    rows = [_influence(lang, one) for one in found.influences]
    doubt = "" if found.converged else say(lang, "research.bars.small")
    doubt = " ".join(filter(None, (doubt, _not_known(lang, [one.name for one in found.unknown]))))
    if asked.kind == "won":
        doubt = " ".join(filter(None, (say(lang, "research.bars.of_difference"), doubt)))
    return _payload(asked, lang, rows, found.method, unit, doubt)


def _not_known(lang: Language, names: list[str]) -> str:
    """Factors of which only one value is left; empty where there is none."""
    return say(lang, "research.bars.not_known", names=", ".join(field_title(lang, n) for n in names)) if names else ""


def _influence(lang: Language, one: Influence) -> dict[str, Any]:
    toward = {"raises": 1.0, "lowers": -1.0}.get(one.direction, 0.0)
    name = one.assumption.name
    return _row(lang, name, max(one.measure, 0.0), one.low, one.high, sure=one.distinguishable, toward=toward)


def _row(lang: Language, name: str, value: float, low: float, high: float, *, sure: bool, toward: float
         ) -> dict[str, Any]:
    known = math.isfinite(low) and math.isfinite(high)
    return {"field": name, "title": field_title(lang, name), "value": value if math.isfinite(value) else 0.0,
            "low": max(low, 0.0) if known else None, "high": high if known else None, "sure": sure, "toward": toward}


def _squared(low: float, high: float) -> tuple[float, float]:
    """Ends of the interval of the square."""
    ends = sorted((low * low, high * high))
    return (0.0 if low <= 0.0 <= high else ends[0]), ends[1]


def _payload(asked: Asked, lang: Language, rows: list[dict[str, Any]], method: str, unit: str, note: str
             ) -> dict[str, Any]:
    ordered = sorted(rows, key=lambda row: (-row["value"], row["field"]))
    bars = [{**row, "rank": k + 1} for k, row in enumerate(ordered[:MOST_BARS])]
    leading = [row["title"] for row in bars if row["sure"]][:NAMED]
    key = "research.bars.sentence" if leading else "research.bars.nothing"
    return {"title": say(lang, "research.bars.title"), "of": title(asked, lang), "method": method,
            "measure": say(lang, f"research.bars.measure.{method}"), "unit": unit, "bars": bars,
            "left_out": len(ordered) - len(bars), "note": note,
            "sentence": say(lang, key, n=len(leading), names=", ".join(leading)),
            "kind": asked.kind, "quick": method == "rank", "better": asked.futures.sign,
            "left": named(asked, lang, asked.left), "right": named(asked, lang, asked.right)}
