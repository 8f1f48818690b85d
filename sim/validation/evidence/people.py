"""Patterns of people who leave, F18 and F19, and the usual levels of an organisation, L1 to L5."""

from __future__ import annotations

from math import inf

import numpy as np

from sim.arrays import Array
from sim.engine.ensemble import Prepare
from sim.validation.claims.treatments import Treatments, over, sum_over, total
from sim.validation.evidence.experiments import all_dissatisfied, one_leaves, one_leaves_cared_for, some_have_left
from sim.validation.evidence.pattern import YEAR, Measurement, Pattern, percent_more


def sales_of_the_year(w: Treatments, prepare: Prepare | None = None) -> Array:
    """Revenue of the first year, EUR; contagion is kept out, so that one exit stays one exit."""
    return sum_over(w(prepare=prepare, off=("turnover_contagion",)), "revenue", 1, YEAR)


def one_book(w: Treatments) -> list[Array]:
    """Revenue of the first year if one rep leaves at its begin, if nobody does, and of an average book."""
    alone = sales_of_the_year(w)
    return [sales_of_the_year(w, one_leaves), alone, alone / w.scenario.organisation.reps]


def of_the_book(left: Array, stayed: Array, book: Array) -> Array:
    """Change in per cent of the book's sales."""
    return np.asarray(100.0 * (left - stayed) / book)


def two_successors(w: Treatments) -> list[Array]:
    """Revenue of the first year if nobody leaves, if one does among cooperating colleagues, among lone fighters."""
    return [sales_of_the_year(w, prepare) for prepare in (None, one_leaves_cared_for, one_leaves)]


def avoided(stayed: Array, cared_for: Array, alone: Array) -> Array:
    """Part of the loss that cooperating colleagues avoid."""
    return np.asarray(1.0 - (stayed - cared_for) / (stayed - alone))


def exits(w: Treatments) -> list[Array]:
    """People who leave in the first quarter: after exits of peers, when dissatisfied, and without either."""
    return [w(prepare=who)["leavers"][0] for who in (some_have_left, all_dissatisfied, None)]


def peers_over_own(peers: Array, own: Array, neither: Array) -> Array:
    """More exits by peers' exits, against by own dissatisfaction."""
    return np.asarray((peers - neither) / (own - neither))


PATTERNS = (
    Pattern("F18", "Losing an account manager costs customers; a cooperating successor saves some.",
            "Shi et al. 2017", (
                Measurement("sales with that book in the following year", "%", (-18.0, -13.0), one_book, of_the_book),
                Measurement("part of the loss that cooperating colleagues avoid", "ratio", (0.2, 0.6), two_successors,
                            avoided)),
            remark="What cooperation saves lies at the lower edge of its band: much of the loss comes from the "
                   "vacancy, which the measured change of sales includes, and not from the break between persons."),
    Pattern("F19", "Exits cluster, and peers count at least as much as own dissatisfaction.",
            "Sunder et al. 2017; Felps et al. 2009", (
                Measurement("exits in the quarter after a fifth of the colleagues left", "%", (0.0, inf),
                            lambda w: exits(w)[::2], percent_more),
                Measurement("effect of that against one standard deviation of own dissatisfaction", "ratio",
                            (1.0, inf), exits, peers_over_own)),
            remark="The ratio depends on how many leave: a fifth of the colleagues is a choice of ours. Dismissals are "
                   "not told apart."),
)


# --- levels before anything changes (L1 to L5) -----------------------------------------------------------------------

def turnover(w: Treatments) -> list[Array]:
    """Leavers and mean head count of the first year."""
    alone = w()
    return [sum_over(alone, "leavers", 1, YEAR), over(alone, "headcount", 1, YEAR)]


def churn(w: Treatments) -> list[Array]:
    """Customers lost and mean number of customers in the first year."""
    alone = w()
    return [sum_over(alone, "customers_lost", 1, YEAR), over(alone, "customers", 1, YEAR)]


def closing(w: Treatments) -> list[Array]:
    """New customers won, and the opportunities that led to them, over the horizon."""
    alone, cycle, quarters = w(), w.scenario.market.sales_cycle_new, w.scenario.quarters
    return [sum_over(alone, "wins", cycle + 1, quarters), sum_over(alone, "leads", 1, quarters - cycle)]


def sales_cost(w: Treatments) -> list[Array]:
    """Cost of sales and revenue over the horizon."""
    return [total(w(), "cost"), total(w(), "revenue")]


def drift(w: Treatments) -> list[Array]:
    """Revenue of the last and of the first year."""
    quarters = w.scenario.quarters
    return [sum_over(w(), "revenue", quarters - YEAR + 1, quarters), sum_over(w(), "revenue", 1, YEAR)]


def part(of: Array, whole: Array) -> Array:
    """A part of a whole, in per cent."""
    return np.asarray(100.0 * of / whole)


LEVELS = (
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
