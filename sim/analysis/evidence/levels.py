"""Levels of an organisation that carries on: what is usual before anything changes (L1 to L5)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.analysis.claims.worlds import Worlds
from sim.analysis.evidence.pattern import Measurement, Pattern, percent_more

Array = npt.NDArray[np.float64]
YEAR = 4


def turnover(w: Worlds) -> list[Array]:
    """Leavers and mean head count of the first year."""
    alone = w()
    return [alone["leavers"][:YEAR].sum(axis=0), alone["headcount"][:YEAR].mean(axis=0)]


def churn(w: Worlds) -> list[Array]:
    """Customers lost and mean number of customers in the first year."""
    alone = w()
    return [alone["customers_lost"][:YEAR].sum(axis=0), alone["customers"][:YEAR].mean(axis=0)]


def closing(w: Worlds) -> list[Array]:
    """New customers won, and the opportunities that led to them, over the horizon."""
    alone, cycle = w(), w.scenario.market.sales_cycle_new
    return [alone["wins"][cycle:].sum(axis=0), alone["leads"][:w.scenario.quarters - cycle].sum(axis=0)]


def sales_cost(w: Worlds) -> list[Array]:
    """Cost of sales and revenue over the horizon."""
    return [w()["cost"].sum(axis=0), w()["revenue"].sum(axis=0)]


def drift(w: Worlds) -> list[Array]:
    """Revenue of the last and of the first year."""
    revenue = w()["revenue"]
    return [np.asarray(revenue[-YEAR:].sum(axis=0)), np.asarray(revenue[:YEAR].sum(axis=0))]


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
