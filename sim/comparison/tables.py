"""The result as tables: for a terminal, a pipe or a document."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.scenario.strategy import CARRY_ON
from sim.words.amounts import MoneyScale, money_scale, percent, quarter

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

    from sim.comparison.comparison import Comparison

WIDTH = 120
"""Width in characters that every table fits into."""

NAME_WIDTH = 25


@dataclass(frozen=True)
class Cells:
    """A table as text: title, column heads (at most two lines) and rows; the first column is text."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def summary_cells(comparison: Comparison) -> Cells:
    """One row per strategy, the best first: gain, certainty, goal, break-even, dip, customers, people, cost."""
    summary = comparison.summary().loc[list(comparison.ranking())]
    others = summary.drop(index=CARRY_ON)
    scale = money_scale([*summary["gain"], *summary["worst_tenth"]])
    scale = _fine(scale, (others["gain_high"] - others["gain_low"]) / 2)
    spent = money_scale(summary["extra_cost"])
    heads = ("strategy", f"gain\n{scale.unit}", "95 % interval\nof the mean", "in cus-\ntomers", "worst\ntenth",
             "is\nbest", "goal\nmet", "pays from\n(share)", "dip\n(quarters)", "customers\nlost", "left\nfirm",
             f"cost\n{spent.unit}")
    quarters = comparison.scenario.quarters
    rows = tuple(_summary_row(str(name), summary.loc[name], scale, spent, quarters) for name in summary.index)
    title = (f"{comparison.scenario.title}: net present value against carrying on, {quarters} quarters, "
             f"{comparison.replications:,} futures each")
    return Cells(title, heads, rows)


def _summary_row(name: str, row: pd.Series, scale: MoneyScale, spent: MoneyScale, quarters: int) -> tuple[str, ...]:
    def value(column: str) -> float:
        return float(row[column])

    title = textwrap.shorten(str(row["title"]), NAME_WIDTH, placeholder="...")
    people = (f"{value('customers_lost'):,.0f}", f"{value('leavers'):,.1f}")
    best, goal = percent(value("best")), percent(value("goal_reached"))
    if name == CARRY_ON:
        return (title, "-", "-", "-", "-", best, goal, "-", "-", *people, "-")
    interval = f"{scale.number(value('gain_low'))} to {scale.number(value('gain_high'))}"
    pays = f"{quarter(value('break_even'))} ({percent(value('pays'))})" if value("pays") > 0 else "never"
    more = "+" if value("dip_end") >= quarters else ""
    dip = f"{percent(value('dip_depth'))} ({value('dip_quarters'):.0f}{more})" if value("dip_quarters") > 0 else "none"
    return (title, scale.number(value("gain"), sign=True), interval, scale.number(value("base_gain"), sign=True),
            scale.number(value("worst_tenth"), sign=True),
            best, goal, pays, dip, *people, spent.number(value("extra_cost"), sign=True))


def difference_cells(comparison: Comparison) -> Cells:
    """Paired difference of every two strategies, the better one first."""
    pairs = comparison.differences()
    scale = _fine(money_scale(pairs["mean"]), (pairs["high"] - pairs["low"]) / 2)
    rows = []
    for row in pairs.to_dict("records"):
        verdict = "yes" if row["decided"] else "same" if row["low"] == row["high"] == 0.0 else "no"
        rows.append((_short(comparison, row["a"]), _short(comparison, row["b"]), scale.number(row["mean"], sign=True),
                     f"{scale.number(row['low'])} to {scale.number(row['high'])}",
                     percent(row["probability"]), verdict))
    heads = ("better on average", "than", f"by\n{scale.unit}", "95 % interval\nof the mean", "in ... of\nfutures",
             "deci-\nded")
    return Cells("Paired differences (the same luck for both)", heads, tuple(rows))


def _fine(scale: MoneyScale, half_widths: pd.Series) -> MoneyScale:
    """Decimals for a column of means: those warranted by the median interval."""
    known = half_widths[half_widths > 0]
    return scale.showing(float(known.median())) if len(known) else scale


def _short(comparison: Comparison, name: str) -> str:
    return textwrap.shorten(comparison.title(name), 36, placeholder="...")


def as_text(cells: Cells) -> str:
    """Plain text with aligned columns and no colour: identical on every terminal and in every pipe."""
    heads = [head.split("\n") for head in cells.heads]
    lines = [[head[-depth] if len(head) >= depth else "" for head in heads] for depth in (2, 1)]
    body = [*lines, *cells.rows] if any(lines[0]) else [lines[1], *cells.rows]
    widths = [max(len(line[i]) for line in body) for i in range(len(cells.heads))]
    names = [i for i in range(len(widths)) if not _right(i, cells)]
    room = WIDTH - sum(w for i, w in enumerate(widths) if i not in names) - 2 * (len(widths) - 1)
    widths = [min(w, room // len(names)) if i in names else w for i, w in enumerate(widths)]
    body = [tuple(_cut(cell, w) for cell, w in zip(line, widths, strict=True)) for line in body]
    text = ["  ".join(cell.rjust(w) if _right(i, cells) else cell.ljust(w)
                      for i, (cell, w) in enumerate(zip(line, widths, strict=True))).rstrip() for line in body]
    rule = "-" * min(WIDTH, max(map(len, text), default=0))
    head = len(body) - len(cells.rows)
    return "\n".join([*textwrap.wrap(cells.title, WIDTH), "", *text[:head], rule, *text[head:]])


def as_markdown(cells: Cells) -> str:
    """A Markdown table."""
    lines = [f"**{cells.title}**", "", pipe([head.replace("-\n", "").replace("\n", " ") for head in cells.heads]),
             pipe(["---:" if _right(i, cells) else ":---" for i in range(len(cells.heads))])]
    return "\n".join([*lines, *(pipe(row) for row in cells.rows)])


def pipe(row: Sequence[str]) -> str:
    """One row of a Markdown table."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"


def as_rich(cells: Cells) -> Table:
    """A table for a terminal, by Rich."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(cells.title, style="bold"), title_justify="left", box=box.SIMPLE_HEAD,
                  padding=(0, 1, 0, 0), pad_edge=False)
    for i, head in enumerate(cells.heads):
        table.add_column(Text(head), justify="right" if _right(i, cells) else "left", no_wrap=i > 0, vertical="bottom")
    for row in cells.rows:
        table.add_row(*(Text(cell, style=_colour(cell) if i == 1 else "") for i, cell in enumerate(row)))
    return table


def fitting(cells: Cells, width: int) -> list[Cells]:
    """Split a table into tables that fit a width; the text columns, which identify a row, are repeated in each."""
    room = [2 + max(len(line) for text in (head, *(row[i] for row in cells.rows)) for line in text.split("\n"))
            for i, head in enumerate(cells.heads)]
    names = [i for i in range(len(room)) if not _right(i, cells)]
    parts: list[list[int]] = [[]]
    for i in (i for i in range(len(room)) if i not in names):
        if parts[-1] and sum(room[j] for j in (*names, *parts[-1], i)) > width:
            parts.append([])
        parts[-1].append(i)
    return [_columns(cells, [*names, *part], first=k == 0) for k, part in enumerate(parts)]


def _columns(cells: Cells, chosen: list[int], *, first: bool) -> Cells:
    title = cells.title if first else f"{cells.title} (continued)"
    return Cells(title, tuple(cells.heads[i] for i in chosen),
                 tuple(tuple(row[i] for i in chosen) for row in cells.rows))


def legend(comparison: Comparison) -> str:
    """Explain the columns of the summary."""
    goal = percent(comparison.scenario.goals.adoption_share)
    return ("gain: net present value against carrying on, the worth of the customer base at the horizon included "
            "('in customers' is that part, the rest is profit). worst tenth: mean gain of the worst 10 % of futures. "
            f"goal met: futures in which at least {goal} of the reps with a book adopt. pays from: median quarter, "
            "among the futures (share) in which it pays. dip: deepest loss of profit, and its length. cost: above "
            "carrying on.")


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[:max(width - 3, 1)].rstrip()}..."


def _right(column: int, cells: Cells) -> bool:
    return column > (1 if cells.heads[1] == "than" else 0)


def _colour(cell: str) -> str:
    return "green" if cell.startswith("+") else "red" if len(cell) > 1 and cell.startswith("-") else ""
