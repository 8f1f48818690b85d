"""What the outcome of a sweep depends on: bars with intervals, the longest first.

First, at once, the squared rank correlation of every factor: it sees influence in one direction only. Then, on request,
the analysis that the design was made for (`sim.analysis.sensitivity`), which may take some seconds.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.analysis.sensitivity import SensitivityError
from sim.analysis.sensitivity.direction import rank_intervals
from sim.analysis.sensitivity.of_sweep import sensitivity_of
from sim.analysis.sensitivity.result import Influence
from sim.app.exports.naming import field_title, outcome_unit
from sim.app.research.plane import named, title
from sim.app.research.question import Asked, influence, sampled
from sim.app.words.catalogue import Language, say

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
    doubt = "" if found.settled else say(lang, "research.bars.small")
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
