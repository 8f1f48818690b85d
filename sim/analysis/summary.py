"""The summary of a comparison: one row per strategy."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.analysis import statistics
from sim.analysis.measures_of_success import Success, profit_dip, regret, worst_tenth
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON

Array = npt.NDArray[np.float64]


def summary_frame(scenario: Scenario, success: Mapping[str, Success], quarters: pd.DataFrame) -> pd.DataFrame:
    """One row per strategy, carrying on included; money in EUR, shares 0-1, quarters from 1.

    * ``npv``, ``gain`` (against carrying on) with ``_low``/``_high`` (95 % interval of the mean)
      and ``gain_p10/p50/p90`` (single futures);
    * ``best``, ``ahead``: probability of being the best, and of beating carrying on, with Wilson intervals;
    * ``base_gain``: the part of the gain that lies in the customer base at the horizon;
    * ``pays``: share of futures that break even; ``break_even`` and its quartiles: median among those;
      ``cash_pays``, ``cash_break_even``: the same from profit alone, without the worth of the customer base;
    * ``dip_depth``, ``dip_quarters``, ``dip_end``: dip of the *expected* course of profit, see `dip`; ``run_dip_*`` and
      ``revenue_dip_*``: means over single futures;
    * ``worst_tenth``: mean gain of the worst 10 % of futures; ``regret``: mean loss against the best of each future.
    """
    values = np.stack([s.npv for s in success.values()])
    best = statistics.probability_of_being_best(values)
    lost = regret(values)
    rows = []
    for i, (name, own) in enumerate(success.items()):
        rows.append({
            "strategy": name, "title": scenario.strategy(name).title, **_money(own), **_chances(own, best[i]),
            **_break_even(own, name), **_dips(own, quarters, name), **_means(own),
            "regret": float(lost[i].mean()), "worst_tenth": worst_tenth(own.gain), "n": own.npv.size,
        })
    return pd.DataFrame(rows).set_index("strategy")


def _money(own: Success) -> dict[str, float]:
    npv, gain = statistics.mean_interval(own.npv), statistics.mean_interval(own.gain)
    p10, p50, p90 = np.quantile(own.gain, [0.1, 0.5, 0.9])
    return {
        "npv": npv.mean, "npv_low": npv.low, "npv_high": npv.high,
        "gain": gain.mean, "gain_low": gain.low, "gain_high": gain.high,
        "gain_p10": float(p10), "gain_p50": float(p50), "gain_p90": float(p90),
    }


def _chances(own: Success, best: statistics.Interval) -> dict[str, float]:
    ahead = statistics.probability_of_beating(own.gain, np.zeros_like(own.gain))
    return {
        "best": best.mean, "best_low": best.low, "best_high": best.high,
        "ahead": ahead.mean, "ahead_low": ahead.low, "ahead_high": ahead.high,
    }


def _break_even(own: Success, name: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for prefix, quarters in (("", own.break_even), ("cash_", own.cash_break_even)):
        paid = quarters[~np.isnan(quarters)]
        known = name != CARRY_ON and paid.size > 0
        q25, q50, q75 = np.quantile(paid, [0.25, 0.5, 0.75], method="inverted_cdf") if known else [np.nan] * 3
        found[f"{prefix}pays"] = np.nan if name == CARRY_ON else paid.size / quarters.size
        found |= {f"{prefix}break_even": float(q50), f"{prefix}break_even_q25": float(q25),
                  f"{prefix}break_even_q75": float(q75)}
    return found


def _dips(own: Success, quarters: pd.DataFrame, name: str) -> dict[str, float]:
    expected = expected_dip(quarters, name)
    return {
        "dip_depth": expected[0], "dip_quarters": expected[1], "dip_end": expected[2],
        "run_dip_depth": mean_known(own.dip_depth), "run_dip_quarters": float(own.dip_quarters.mean()),
        "revenue_dip_depth": mean_known(own.revenue_dip_depth),
        "revenue_dip_quarters": float(own.revenue_dip_quarters.mean()),
    }


def _means(own: Success) -> dict[str, float]:
    names = ("base_gain", "customers_lost", "customers_end", "leavers", "programme_cost", "extra_cost", "adoption_end",
             "goal_reached")
    return {name: mean_known(getattr(own, name)) for name in names}


def mean_known(values: Array) -> float:
    """Mean of the values that are known; NaN when none is."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else float("nan")


def expected_dip(quarters: pd.DataFrame, strategy: str) -> tuple[float, float, float]:
    """Depth, length and end of the dip of the mean course of profit against carrying on.

    The course of the mean is what the figures show; single futures dip earlier or later,
    so that the mean of their dips is another number.
    """
    profit = course_of(quarters, strategy, "profit")["mean"]
    reference = course_of(quarters, CARRY_ON, "profit")["mean"]
    margin = course_of(quarters, CARRY_ON, "margin")["mean"]
    found = profit_dip(*(np.asarray(x, dtype=np.float64)[:, None] for x in (profit, reference, margin)))
    return float(found.depth[0]), float(found.quarters[0]), float(found.end[0])


def course_of(quarters: pd.DataFrame, strategy: str, outcome: str) -> pd.DataFrame:
    """Select the rows of one strategy and one outcome, in the order of the quarters."""
    return quarters[(quarters["strategy"] == strategy) & (quarters["outcome"] == outcome)].sort_values("quarter")
