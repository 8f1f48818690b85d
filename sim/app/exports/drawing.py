"""The drawings of the report: SVG of our own, so that the page needs neither a script nor another file."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from sim.app.words.catalogue import Language, say
from sim.app.words.numbers import of_kind
from sim.app.words.numbers import quarter as quarter_text

COLOUR = {"left": "#0072B2", "right": "#A26000", "reference": "#6B7280"}
"""As in the workshop: checked for contrast, and for colour blindness."""
DASH = {"left": "", "right": "", "reference": "6 4"}
INK, SOFT, LINE = "#1F2933", "#52606D", "#D3D9DF"
WIDTH, HEIGHT = 680, 250
"""Of the course; px of the drawing, which takes the width of the page."""
LEFT, RIGHT, TOP, BOTTOM = 62, 78, 12, 30
"""Room around the course for numbers and labels."""
BAR_WIDTH, BAR_HEIGHT = 150, 10
GANTT_WIDTH, GANTT_HEIGHT = 200, 12
TICKS = 4
GAP = 14.0
"""Least distance of two labels at the end of the lines."""
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def course_svg(lang: Language, course: Mapping[str, Any]) -> Markup:
    """Median of each strategy with the band of four in five futures, and the goal."""
    series = [one for one in course["series"] if len(one["p50"])]
    low, high = _limits(course, series)
    last = int(course["quarters"])

    def x(quarter: float) -> float:
        return LEFT + (quarter - 1) / max(last - 1, 1) * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return TOP + (high - value) / ((high - low) or 1.0) * (HEIGHT - TOP - BOTTOM)

    parts = [_grid(lang, course, low, high, x, y),
             *(_band(one, x, y) for one in series if one["side"] != "reference"), *(_line(one, x, y) for one in series)]
    ends = _apart([y(one["p50"][-1]) for one in series])
    for one, at in zip(series, ends, strict=True):
        parts.append(_marker(one["side"], x(last) + 8, at))
        parts.append(_text(x(last) + 17, at + 4, of_kind(lang, course["unit"], one["p50"][-1]), INK, weight=600))
    return _svg(WIDTH, HEIGHT, "".join(parts), str(course["title"]), "course")


def bar_svg(value: float, most: float, side: str) -> Markup:
    """A bar to the right for more, to the left for less, in a cell of a table."""
    middle = BAR_WIDTH / 2
    long = abs(value) / most * (middle - 2) if most > 0.0 and math.isfinite(value) else 0.0
    start = middle if value >= 0.0 else middle - long
    return _svg(BAR_WIDTH, BAR_HEIGHT + 4,
                f'<line x1="{middle}" x2="{middle}" y1="0" y2="{BAR_HEIGHT + 4}" stroke="{SOFT}"/>'
                f'<rect x="{start:.1f}" y="2" width="{long:.1f}" height="{BAR_HEIGHT}" fill="{COLOUR[side]}"/>',
                "", "bar")


def gantt_svg(start: int, quarters: int, horizon: int, side: str) -> Markup:
    """When a measure runs, on the quarters of the horizon."""
    step = GANTT_WIDTH / max(horizon, 1)
    lines = "".join(f'<line x1="{k * step:.1f}" x2="{k * step:.1f}" y1="0" y2="{GANTT_HEIGHT + 4}" stroke="{LINE}"/>'
                    for k in range(0, horizon + 1, 4))
    first = min(max(start - 1, 0), horizon)
    long = max(min(quarters, horizon - first), 0)
    return _svg(GANTT_WIDTH, GANTT_HEIGHT + 4, lines + f'<rect x="{first * step:.1f}" y="2" width="{long * step:.1f}" '
                f'height="{GANTT_HEIGHT}" rx="2" fill="{COLOUR[side]}"/>', "", "gantt")


def marker_svg(side: str) -> Markup:
    """The sign of a strategy beside its name."""
    return _svg(26, 12, f'<line x1="0" x2="26" y1="6" y2="6" stroke="{COLOUR[side]}" stroke-width="2.5" '
                f'stroke-dasharray="{DASH[side]}"/>' + _marker(side, 13, 6), "", "marker")


def _limits(course: Mapping[str, Any], series: Sequence[Mapping[str, Any]]) -> tuple[float, float]:
    if course["unit"] == "share":
        return 0.0, 1.0
    values = [v for one in series for name in ("p10", "p50", "p90") for v in one[name]]
    low, high = min(values, default=0.0), max(values, default=1.0)
    step = _step(low, high)
    return math.floor(low / step) * step, math.ceil(high / step) * step


def _step(low: float, high: float) -> float:
    """A round distance of lines, about `TICKS` of them."""
    raw = ((high - low) or 1.0) / TICKS
    power = 10.0 ** math.floor(math.log10(raw))
    return next(m * power for m in STEPS if m * power >= raw * 0.999)


def _grid(lang: Language, course: Mapping[str, Any], low: float, high: float, x: Any, y: Any) -> str:
    step = _step(low, high)
    parts = []
    for k in range(round((high - low) / step) + 1):
        at = low + k * step
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(at):.1f}" y2="{y(at):.1f}" stroke="{LINE}"/>')
        parts.append(_text(LEFT - 6, y(at) + 4, of_kind(lang, course["unit"], at), SOFT, anchor="end"))
    last = int(course["quarters"])
    for quarter in sorted({1, *range(4, last + 1, 4), last}):
        parts.append(_text(x(quarter), HEIGHT - 10, quarter_text(lang, quarter), SOFT,
                           anchor="middle"))
    goal = course.get("goal")
    if goal is not None:
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(goal):.1f}" y2="{y(goal):.1f}" stroke="{INK}" '
                     'stroke-dasharray="2 4" stroke-width="1.5"/>')
        parts.append(_text(LEFT + 6, y(goal) - 5, say(lang, "report.goal", goal=of_kind(lang, course["unit"], goal)),
                           INK))
    return "".join(parts)


def _band(one: Mapping[str, Any], x: Any, y: Any) -> str:
    upper = [f"{x(q):.1f},{y(v):.1f}" for q, v in enumerate(one["p90"], start=1)]
    lower = [f"{x(q):.1f},{y(v):.1f}" for q, v in enumerate(one["p10"], start=1)]
    around = " ".join([*upper, *reversed(lower)])
    return f'<polygon points="{around}" fill="{COLOUR[one["side"]]}" fill-opacity="0.14"/>'


def _line(one: Mapping[str, Any], x: Any, y: Any) -> str:
    points = " ".join(f"{x(q):.1f},{y(v):.1f}" for q, v in enumerate(one["p50"], start=1))
    return (f'<polyline points="{points}" fill="none" stroke="{COLOUR[one["side"]]}" stroke-width="2.5" '
            f'stroke-dasharray="{DASH[one["side"]]}"/>')


def _marker(side: str, x: float, y: float) -> str:
    colour = COLOUR[side]
    if side == "left":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{colour}"/>'
    if side == "right":
        return f'<rect x="{x - 4.5:.1f}" y="{y - 4.5:.1f}" width="9" height="9" fill="{colour}"/>'
    return f'<path d="M{x:.1f} {y - 5.5:.1f}l5 5.5-5 5.5-5-5.5z" fill="#fff" stroke="{colour}" stroke-width="2"/>'


def _apart(places: list[float]) -> list[float]:
    """Places of labels that would overlap, moved apart in their order."""
    order = sorted(range(len(places)), key=lambda k: places[k])
    moved = [places[k] for k in order]
    for k in range(1, len(moved)):
        moved[k] = max(moved[k], moved[k - 1] + GAP)
    lowest = float(HEIGHT - BOTTOM)
    for k in reversed(range(len(moved))):
        moved[k] = min(moved[k], lowest)
        lowest = moved[k] - GAP
    return [moved[order.index(k)] for k in range(len(places))]


def _text(x: float, y: float, text: str, colour: str, *, anchor: str = "start", weight: int = 400) -> str:
    return (f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-size="12" text-anchor="{anchor}" '
            f'font-weight="{weight}">{html.escape(text)}</text>')


def _svg(width: float, height: float, inside: str, label: str, kind: str) -> Markup:
    told = f'role="img" aria-label="{html.escape(label)}"' if label else 'aria-hidden="true"'
    return Markup(f'<svg class="{kind}" viewBox="0 0 {width} {height}" {told}>{inside}</svg>')
