"""Levels of an organisation that carries on: what is usual before anything changes (L1 to L5)."""

from __future__ import annotations

import numpy as np

from sim.analysis.claims.worlds import Array, Worlds, over, sum_over, total
from sim.analysis.evidence.pattern import YEAR, Measurement, Pattern, percent_more


def turnover(w: Worlds) -> list[Array]:
    """Leavers and mean head count of the first year."""
    alone = w()
    return [sum_over(alone, "leavers", 1, YEAR), over(alone, "headcount", 1, YEAR)]


def churn(w: Worlds) -> list[Array]:
    """Customers lost and mean number of customers in the first year."""
    alone = w()
    return [sum_over(alone, "customers_lost", 1, YEAR), over(alone, "customers", 1, YEAR)]


def closing(w: Worlds) -> list[Array]:
    """New customers won, and the opportunities that led to them, over the horizon."""
    alone, cycle, quarters = w(), w.scenario.market.sales_cycle_new, w.scenario.quarters
    return [sum_over(alone, "wins", cycle + 1, quarters), sum_over(alone, "leads", 1, quarters - cycle)]


def sales_cost(w: Worlds) -> list[Array]:
    """Cost of sales and revenue over the horizon."""
    return [total(w(), "cost"), total(w(), "revenue")]


def drift(w: Worlds) -> list[Array]:
    """Revenue of the last and of the first year."""
    quarters = w.scenario.quarters
    return [sum_over(w(), "revenue", quarters - YEAR + 1, quarters), sum_over(w(), "revenue", 1, YEAR)]


def part(of: Array, whole: Array) -> Array:
    """A part of a whole, in per cent."""
    return np.asarray(100.0 * of / whole)


PATTERNS = (
    Pattern("L1", "People leave at the usual rate.", "HBR 2017; evidence row 41", (
        Measurement("voluntary turnover", "% a year", (6.0, 27.0), turnover, part),)),
    Pattern("L2", "Customers leave at the usual rate.", "FirstPageSage; BillingPlatform; evidence row 52", (
        Measurement("customers lost", "% a year", (5.0, 20.0), churn, part),)),
    Pattern("L3", "Opportunities are won at the usual rate.", "HubSpot: 21 % of all, 29 % of qualified; row 50", (
        Measurement("opportunities with new customers that are won", "%", (10.0, 30.0), closing, part),)),
    Pattern("L4", "Selling costs the usual part of revenue.", "Chung & Narayandas 2015; evidence row 49", (
        Measurement("cost of sales", "% of revenue", (10.0, 40.0), sales_cost, part),)),
    Pattern("L5", "An organisation that carries on stays about where it is.", "assumption", (
        Measurement("revenue of the last year against the first", "%", (-5.0, 5.0), drift, percent_more),)),
)
