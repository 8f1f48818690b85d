"""Patterns of people who leave: F18 and F19."""

from __future__ import annotations

from math import inf

import numpy as np

from sim.analysis.claims.worlds import Array, Worlds, sum_over
from sim.analysis.evidence.experiments import (
    all_dissatisfied,
    one_leaves,
    one_leaves_cared_for,
    some_have_left,
)
from sim.analysis.evidence.pattern import YEAR, Measurement, Pattern, percent_more
from sim.engine.ensemble import Prepare


def sales_of_the_year(w: Worlds, prepare: Prepare | None = None) -> Array:
    """Revenue of the first year, EUR; contagion is kept out, so that one exit stays one exit."""
    return sum_over(w(prepare=prepare, off=("turnover_contagion",)), "revenue", 1, YEAR)


def one_book(w: Worlds) -> list[Array]:
    """Revenue of the first year if one rep leaves at its begin, if nobody does, and of an average book."""
    alone = sales_of_the_year(w)
    return [sales_of_the_year(w, one_leaves), alone, alone / w.scenario.organisation.reps]


def of_the_book(left: Array, stayed: Array, book: Array) -> Array:
    """Change in per cent of the book's sales."""
    return np.asarray(100.0 * (left - stayed) / book)


def two_successors(w: Worlds) -> list[Array]:
    """Revenue of the first year if nobody leaves, if one does among cooperating colleagues, among lone fighters."""
    return [sales_of_the_year(w, prepare) for prepare in (None, one_leaves_cared_for, one_leaves)]


def avoided(stayed: Array, cared_for: Array, alone: Array) -> Array:
    """Part of the loss that cooperating colleagues avoid."""
    return np.asarray(1.0 - (stayed - cared_for) / (stayed - alone))


def exits(w: Worlds) -> list[Array]:
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
