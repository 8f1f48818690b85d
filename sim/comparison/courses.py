"""Courses over the quarters: profit against carrying on, money to date, adoption."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.comparison.comparison import Comparison
from sim.comparison.course import VALUE, course_of
from sim.comparison.measures_of_success import break_even_quarter
from sim.draw import style
from sim.scenario.strategy import CARRY_ON, Strategy
from sim.words.amounts import MoneyScale, money_scale, percent

PANELS = 3
"""Strategies on one slide of the small multiples."""


def profit_figures(comparison: Comparison) -> dict[str, Figure]:
    """Draw profit against carrying on, with the dated measures below; a few strategies per slide."""
    ranked = [name for name in comparison.ranking() if name != CARRY_ON]
    count = -(-len(ranked) // PANELS)
    pages = [ranked[i * len(ranked) // count: (i + 1) * len(ranked) // count] for i in range(count)]
    limits = _profit_limits(comparison, ranked)
    names = ["course"] if len(pages) == 1 else [f"course-{k}" for k in range(1, len(pages) + 1)]
    return {name: _profit_page(comparison, page, limits) for name, page in zip(names, pages, strict=True)}


def _profit_limits(comparison: Comparison, names: Sequence[str]) -> tuple[float, float]:
    profit = comparison.quarters[comparison.quarters["outcome"] == "profit"]
    data = profit[profit["strategy"].isin(names)]
    low, high = min(0.0, float(data["difference_low"].min())), max(0.0, float(data["difference_high"].max()))
    room = 0.06 * max(high - low, 1.0)
    return low - room, high + room


def _profit_page(comparison: Comparison, page: Sequence[str], limits: tuple[float, float]) -> Figure:
    figure, top = style.slide(
        profit_title(comparison, page),
        "Profit per quarter minus that of carrying on in the same future. Line: mean; band: 95 % interval of the mean "
        f"({style.sample_size(comparison.replications)}); grey: carrying on. "
        "Below: the measures and when they are in force.",
        comparison.source)
    scale = money_scale(limits)
    rows = max(len(_kinds(comparison.scenario.strategy(name))) for name in page)
    below = min(0.30, 0.04 * rows + 0.015)
    width = 0.885 / len(page)
    for k, name in enumerate(page):
        left = 0.085 + k * width
        upper = figure.add_axes((left, 0.10 + below + 0.055, width - 0.02, top - 0.215 - below))
        lower = figure.add_axes((left, 0.10, width - 0.02, below), sharex=upper)
        _profit_panel(upper, comparison, name, limits, scale)
        _measures_panel(lower, comparison, name, rows)
        if k == 0:
            upper.set_ylabel(f"{scale.unit} per quarter", fontsize=style.BODY, color=style.QUIET)
        else:
            upper.tick_params(labelleft=False)
    return figure


def profit_title(comparison: Comparison, page: Sequence[str]) -> str:
    """Say how deep and how long the first strategy on the page dips before it gains."""
    name = page[0]
    title, summary = comparison.title(name), comparison.summary()
    depth, length, end = (float(summary[column][name]) for column in ("dip_depth", "dip_quarters", "dip_end"))
    if not length > 0:
        return f"'{title}' never falls behind carrying on"
    if end >= comparison.scenario.quarters:
        return f"'{title}' falls behind carrying on to the end, by up to {percent(depth)} of its profit in a quarter"
    return f"'{title}' dips for {length:.0f} quarters, by up to {percent(depth)} of profit, before it gains"


def _profit_panel(
    axes: Axes, comparison: Comparison, name: str, limits: tuple[float, float], scale: MoneyScale
) -> None:
    look = style.looks(comparison.strategies)[name]
    course = course_of(comparison.quarters, name, "profit")
    x = course["quarter"].to_numpy()
    columns = ("difference_low", "difference", "difference_high")
    low, mean, high = (course[c].to_numpy() / scale.divisor for c in columns)
    style.plain(axes)
    axes.axhline(0, color=style.REFERENCE_COLOUR, linewidth=2.5)
    axes.fill_between(x, low, high, color=look.colour, alpha=0.25, linewidth=0)
    axes.plot(x, mean, color=look.colour, linewidth=3, marker=look.marker, markersize=5)
    axes.set_xlim(0.5, comparison.scenario.quarters + 0.5)
    axes.set_ylim(limits[0] / scale.divisor, limits[1] / scale.divisor)
    style.quarter_axis(axes, comparison.scenario.quarters, style.SMALL)
    axes.set_title(style.balanced(comparison.title(name), 32), fontsize=style.BODY, fontweight="bold",
                   color=look.colour, loc="left")
    axes.yaxis.set_major_locator(MaxNLocator(5))


def _kinds(strategy: Strategy) -> list[tuple[str, list[tuple[int, int]]]]:
    """Kinds of measure in the order of their start, each with the quarters (first, last) it is in force."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for measure in sorted((m for m in strategy.measures if m.dose > 0), key=lambda m: m.start):
        spans.setdefault(measure.kind, []).append((measure.start, measure.start + measure.quarters - 1))
    return list(spans.items())


def _measures_panel(axes: Axes, comparison: Comparison, name: str, rows: int) -> None:
    """Draw each kind of measure as a pale bar over its quarters, labelled with its name."""
    look = style.looks(comparison.strategies)[name]
    end = comparison.scenario.quarters + 0.5
    for row, (kind, spans) in enumerate(_kinds(comparison.scenario.strategy(name))):
        for first, last in spans:
            axes.barh(row, min(last + 0.5, end) - (first - 0.5), left=first - 0.5, height=0.82, color=look.colour,
                      alpha=0.22, linewidth=0)
        start = spans[0][0] - 0.5
        text, room = kind.replace("_", " "), end - start
        fits = len(text) * 0.028 * end < room
        axes.text(start + 0.12 if fits else end, row, text, fontsize=style.SMALL, va="center",
                  ha="left" if fits else "right", color=style.INK)
    axes.set_ylim(max(rows, 1) - 0.5, -0.5)
    axes.axis("off")


def money_to_date_figure(comparison: Comparison) -> Figure:
    """Draw value to date against carrying on, with the quarter from which it has paid back."""
    names = [name for name in comparison.strategies if name != CARRY_ON]
    figure, top = style.slide(
        pay_title(comparison),
        f"{_what_counts(comparison)} minus that of carrying on, discounted; mean with its 95 % interval "
        f"({style.sample_size(comparison.replications)}). Ring: from here on it has paid back on average.",
        comparison.source)
    axes = style.plain(figure.add_axes((0.085, 0.125, 0.665, top - 0.165)))
    data = comparison.quarters[comparison.quarters["outcome"] == VALUE]
    scale = money_scale([*data["difference_low"], *data["difference_high"]])
    axes.axhline(0, color=style.REFERENCE_COLOUR, linewidth=2.5)
    _lines(axes, comparison, names, VALUE, "difference", scale.divisor)
    for name in names:
        _mark_break_even(axes, comparison, name, scale.divisor)
    axes.set_ylabel(scale.unit, fontsize=style.BODY, color=style.QUIET)
    _label_ends(axes, comparison, [*names, CARRY_ON], VALUE, scale)
    return figure


def _what_counts(comparison: Comparison) -> str:
    if comparison.scenario.costs.residual_quarters > 0:
        return "Profit to date and worth of the customer base"
    return "Profit to date"


def pay_title(comparison: Comparison) -> str:
    """Say which strategy pays back first on the mean course."""
    found = {name: _mean_break_even(comparison, name) for name in comparison.strategies if name != CARRY_ON}
    paid = {name: q for name, q in found.items() if q is not None and _moves(comparison, name)}
    if not paid:
        return f"No strategy pays back within {comparison.scenario.quarters} quarters"
    first = min(paid, key=lambda name: (paid[name], comparison.ranking().index(name)))
    return f"'{comparison.title(first)}' pays back first on average: from quarter {paid[first]} on"


def _moves(comparison: Comparison, name: str) -> bool:
    return not comparison.difference(name, CARRY_ON).same


def _mean_break_even(comparison: Comparison, name: str) -> int | None:
    course = course_of(comparison.quarters, name, VALUE)["difference"].to_numpy(dtype=float)
    quarter = float(break_even_quarter(course[:, None])[0])
    return int(quarter) if quarter == quarter else None


def _mark_break_even(axes: Axes, comparison: Comparison, name: str, divisor: float) -> None:
    quarter = _mean_break_even(comparison, name)
    if quarter is None or not _moves(comparison, name):
        return
    look = style.looks(comparison.strategies)[name]
    course = course_of(comparison.quarters, name, VALUE)
    y = float(course["difference"].to_numpy()[quarter - 1]) / divisor
    axes.plot([quarter], [y], marker="o", markersize=15, markerfacecolor="white", markeredgecolor=look.colour,
              markeredgewidth=3, zorder=5)


def adoption_figure(comparison: Comparison) -> Figure:
    """Draw the share of reps with a book who show the new behaviour, with the goal."""
    goal = comparison.scenario.goals.adoption_share
    figure, top = style.slide(
        adoption_title(comparison),
        f"Share of the reps with a book who show the new behaviour ({comparison.scenario.behaviour.name}); mean with "
        f"its 95 % interval ({style.sample_size(comparison.replications)}).", comparison.source)
    axes = style.plain(figure.add_axes((0.085, 0.125, 0.665, top - 0.165)))
    _lines(axes, comparison, comparison.strategies, "adoption", "mean", 0.01)
    axes.set_ylim(0, 103)
    axes.axhline(100 * goal, color=style.INK, linewidth=1.5, linestyle=(0, (4, 4)))
    axes.text(0.7, 100 * goal + 1.5, f"goal: {percent(goal)}", fontsize=style.BODY, color=style.INK, va="bottom")
    axes.set_ylabel("% of reps with a book", fontsize=style.BODY, color=style.QUIET)
    _label_ends(axes, comparison, comparison.strategies, "adoption", None)
    return figure


def adoption_title(comparison: Comparison) -> str:
    """Say which strategies reach the adoption goal on average."""
    goal, at_end = comparison.scenario.goals.adoption_share, comparison.summary()["adoption_end"]
    reach = [comparison.title(str(name)) for name in at_end.index if float(at_end[name]) >= goal]
    if not reach:
        best = str(at_end.idxmax())
        nearest = f"'{comparison.title(best)}' gets to {percent(at_end.max())}"
        return f"No strategy ends above the adoption goal of {percent(goal)}; {nearest}"
    if len(reach) == 1:
        return f"Only '{reach[0]}' ends above the adoption goal of {percent(goal)}, on average"
    return f"{len(reach)} of {len(at_end)} strategies end above the adoption goal of {percent(goal)}, on average"


def _lines(
    axes: Axes, comparison: Comparison, names: Sequence[str], outcome: str, column: str, divisor: float
) -> None:
    bounds = ("difference_low", "difference_high") if column == "difference" else ("low", "high")
    for name in names:
        look = style.looks(comparison.strategies)[name]
        course = course_of(comparison.quarters, name, outcome)
        x = course["quarter"].to_numpy()
        axes.fill_between(x, course[bounds[0]].to_numpy() / divisor, course[bounds[1]].to_numpy() / divisor,
                          color=look.colour, alpha=0.2, linewidth=0)
        axes.plot(x, course[column].to_numpy() / divisor, color=look.colour, linestyle=look.dash, linewidth=3)
    axes.set_xlim(0.5, comparison.scenario.quarters + 0.25)
    style.quarter_axis(axes, comparison.scenario.quarters)


def _label_ends(
    axes: Axes, comparison: Comparison, names: Sequence[str], outcome: str, scale: MoneyScale | None
) -> None:
    """Name each line at its end, with its last value: money on a scale, or a share without one."""
    ends = []
    for name in names:
        course = course_of(comparison.quarters, name, outcome)
        value = float(course["mean" if scale is None else "difference"].iloc[-1])
        shown = percent(value) if scale is None else "" if name == CARRY_ON else scale.number(value, sign=True)
        y = 100 * value if scale is None else value / scale.divisor
        ends.append((float(comparison.scenario.quarters), y, f"{comparison.title(name)} {style.typeset(shown)}",
                     style.looks(comparison.strategies)[name].colour))
    style.label_line_ends(axes, ends)
