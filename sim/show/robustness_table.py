"""The criteria of robust choice as a table for people."""

from __future__ import annotations

import textwrap

from sim.analysis.robustness.answer import Robustness
from sim.analysis.wording import MoneyScale, money_scale, percent
from sim.show.robustness import is_money, unit_of
from sim.show.sweeps import worlds_of
from sim.show.tables import NAME_WIDTH, Cells


def criteria_cells(found: Robustness) -> Cells:
    """One row per strategy, the most often best first; regret and worst tenth over worlds."""
    table, amounts = found.worlds.sort_values("best", ascending=False, kind="stable"), ("mean", "worst_tenth")
    money = is_money(found.of.outcome)
    plain = MoneyScale(1.0, unit_of(found.of.outcome), 2)
    scale = money_scale(table[list(amounts)].to_numpy().ravel()) if money else plain
    lost = money_scale(table["regret_max"]) if money else plain
    heads = ("strategy", "best in\nworlds", "95 % in-\nterval", "best in\nfutures", f"mean\n{scale.unit}",
             f"worst\ntenth {scale.unit}", f"regret: mean\n{lost.unit}", "worst\ntenth", "most", "good\nenough")
    rows = []
    for name in map(str, table.index):
        value = {column: float(table[column][name]) for column in table.columns}
        rows.append((
            textwrap.shorten(found.of.titles[name], NAME_WIDTH, placeholder="..."), percent(value["best"]),
            f"{percent(value['best_low'])} to {percent(value['best_high'])}",
            percent(float(found.futures["best"][name])), scale.number(value["mean"]),
            scale.number(value["worst_tenth"]), lost.number(value["regret_mean"]),
            lost.number(value["regret_worst_tenth"]), lost.number(value["regret_max"]), percent(value["satisfied"])))
    good = "better than carrying on there" if found.threshold is None else \
        f"{'below' if found.of.sign < 0 else 'above'} {scale.amount(found.threshold)}"
    title = (f"{found.of.outcome} over {worlds_of(found.of)}, by the mean of the futures in each; good "
             f"enough is {good}. Shares of the ranges of the design, no probabilities")
    return Cells(title, heads, tuple(rows))
