"""Is this your firm? What a scenario states about today, what its first year looks like, and what is left of it later.

Everything is measured against carrying on. So carrying on has to be the firm that the scenario describes; this sheet
shows how far it is, in the first year and in the last, without measures and without shocks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.arrays import Array, Runs
from sim.comparison.course import BadArgumentError
from sim.comparison.tables import Cells
from sim.engine.outcomes import Number
from sim.engine.posterior import posterior_columns
from sim.engine.quarter import QuarterRecord, begin, live
from sim.engine.setup import make_setup
from sim.people.chance import Luck
from sim.people.teams import add_rows
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON
from sim.words.amounts import TERMINAL

if TYPE_CHECKING:
    import pandas as pd

YEAR = 4
"""Quarters of a year."""
LONGEST = 80
"""Quarters of the longest horizon: twenty years."""
BATCH = 25
"""Runs that are followed together: full records of a quarter take memory."""
STEADY = 0.02
"""Relative change between the first and the last year up to which a figure counts as standing still."""
Year = Mapping[str, Array]
"""What is observed in one year: name -> (quarters of the year, runs)."""


@dataclass(frozen=True)
class Figure:
    """A figure of the firm by which its owner would know it.

    label, number : its name, and how it is written. of : its value in a year, (runs,).
    stated : what the scenario says about it; None where it says nothing.
    """

    label: str
    number: Number
    of: Callable[[Year], Array]
    stated: Callable[[Scenario], float] | None = None


def _mean(name: str) -> Callable[[Year], Array]:
    return lambda year: np.asarray(year[name].mean(axis=0))


def _sum(*names: str) -> Callable[[Year], Array]:
    return lambda year: np.asarray(sum(year[name].sum(axis=0) for name in names))


def _per(part: Callable[[Year], Array], whole: Callable[[Year], Array]) -> Callable[[Year], Array]:
    return lambda year: np.asarray(part(year) / np.maximum(whole(year), 1e-12))


GROUPS: dict[str, tuple[Figure, ...]] = {
    "People": (
        Figure("Reps with a book", "count", _mean("advisors"), lambda s: float(s.organisation.reps)),
        Figure("Open positions", "count", _mean("vacancies")),
        Figure("Turnover a year", "share", _per(_sum("leavers"), _mean("headcount")),
               lambda s: float(s.parameters.turnover.base_per_year)),
        Figure("Share who sell actively", "share", _mean("adoption"),
               lambda s: 1.0 - float(s.organisation.advisor_share)),
        Figure("Fear of failure", "index", _mean("fear"), lambda s: float(s.people.fear_of_failure)),
        Figure("Attitude to selling", "index", _mean("attitude"), lambda s: float(s.people.attitude_to_selling)),
        Figure("Resistance", "index", _mean("resistance"), lambda s: float(s.people.spread_resistance)),
        Figure("Energy", "index", _mean("energy")),
    ),
    "Working time": (
        Figure("New business", "share", _mean("time_acquisition")),
        Figure("Care of customers", "share", _mean("time_care")),
        Figure("Strategic contacts", "share", _mean("time_networking")),
        Figure("Internal", "share", _mean("time_internal")),
    ),
    "Customers": (
        Figure("Customers", "count", _mean("customers"),
               lambda s: float(s.organisation.reps * s.book.customers_per_rep)),
        Figure("Churn a year", "share", _per(_sum("customers_lost"), _mean("customers")),
               lambda s: float(s.book.churn_per_year)),
        Figure("Customers won a year", "count", _sum("customers_won")),
        Figure("Deals won, of opportunities", "share", _per(_sum("wins"), _sum("leads")),
               lambda s: float(s.market.win_rate_new)),
        Figure("Trust of customers", "index", _mean("trust"), lambda s: float(s.book.trust)),
    ),
    "Money a year": (
        Figure("Running business", "eur", _sum("revenue_book", "revenue_new"),
               lambda s: float(YEAR * s.organisation.reps * s.book.customers_per_rep * s.book.revenue_per_customer)),
        Figure("Further deals", "eur", _sum("revenue_cross")),
        Figure("Revenue", "eur", _sum("revenue")),
        Figure("Payroll, leaders included", "eur", _sum("cost_people", "cost_bonus", "cost_leaders")),
        Figure("Contribution after cost of sales", "eur", _sum("profit")),
    ),
}
"""The figures of the sheet, by group, in the order in which they are read."""


@dataclass(frozen=True)
class Row:
    """One figure: what is stated (None: nothing), and its mean over runs in the first and in the last year."""

    group: str
    figure: Figure
    stated: float | None
    first: float
    last: float

    @property
    def change(self) -> float:
        """Change from the first year to the last, relative to the first; infinite where something came of nothing."""
        if not self.first:
            return float("inf") if self.last else 0.0
        return self.last / self.first - 1.0

    @property
    def steady(self) -> bool:
        """Whether it stands still."""
        return abs(self.change) <= STEADY


@dataclass(frozen=True)
class Baseline:
    """The firm of a scenario if nothing is done: no measures, no shocks, the same luck as everywhere."""

    scenario: Scenario
    quarters: int
    replications: int
    seed: int
    rows: tuple[Row, ...]

    def frame(self) -> pd.DataFrame:
        """One row per figure: group, figure, stated, first and last year, relative change."""
        import pandas as pd

        return pd.DataFrame([{"group": row.group, "figure": row.figure.label, "stated": row.stated,
                              "first_year": row.first, "last_year": row.last, "change": row.change}
                             for row in self.rows])

    def sentence(self) -> str:
        """Whether carrying on is the firm that was stated, and where it drifts most."""
        moving = sorted((row for row in self.rows if not row.steady), key=lambda row: -abs(row.change))
        span = f"without measures and shocks, from the first year to quarter {self.quarters}"
        if not moving:
            return f"This firm stays what it is: no figure moves by more than {TERMINAL.percent(STEADY)} {span}."
        most = ", ".join(f"{row.figure.label.lower()} {_moved(row)}" for row in moving[:3])
        return (f"This firm does not stay what it is: {len(moving)} of {len(self.rows)} figures move by more than "
                f"{TERMINAL.percent(STEADY)} {span}, most of all {most}. Gains are measured against what it becomes.")

    def cells(self) -> Cells:
        """The sheet as a table."""
        rows: list[tuple[str, ...]] = []
        group = ""
        for row in self.rows:
            if row.group != group:
                group = row.group
                rows.append((group.upper(), "", "", "", ""))
            kind = row.figure.number
            values = [TERMINAL.unknown if value is None else _written(kind, value)
                      for value in (row.stated, row.first, row.last)]
            rows.append((f"  {row.figure.label}", *values, "" if row.steady else _moved(row)))
        heads = ("figure", "stated", "first\nyear", f"year to\nQ{self.quarters}", "change")
        return Cells(f"{self.scenario.title}: is this your firm? Carrying on without shocks, "
                     f"{self.replications:,} futures", heads, tuple(rows))


def _moved(row: Row) -> str:
    """The change of a figure, as it is written."""
    return TERMINAL.percent(row.change, sign=True) if row.first else "from 0"


def _written(kind: Number, value: float) -> str:
    """A figure as it is written; small counts with a decimal."""
    if kind == "count":
        return TERMINAL.number(value, 1 if abs(value) < 100 else 0)
    return TERMINAL.percent(value, 1) if kind == "share" else TERMINAL.of_kind(kind, value)


def baseline(scenario: Scenario, *, quarters: int | None = None, replications: int = 100, seed: int = 1) -> Baseline:
    """Follow the firm of a scenario with nothing done, and set it beside what the scenario states.

    Parameters
    ----------
    scenario : the organisation; its strategies and shocks play no part.
    quarters : horizon, from two years to 80 quarters; None is that of the scenario, at least two years.
    replications : futures to average over, at least 1. seed : root seed.

    Raises
    ------
    BadArgumentError
        For a horizon or a number of replications out of range; it is a `ValueError`.
    """
    horizon = max(scenario.quarters, 2 * YEAR) if quarters is None else quarters
    if not 2 * YEAR <= horizon <= LONGEST:
        raise BadArgumentError(f"quarters must be between {2 * YEAR} and {LONGEST}, not {horizon}")
    if replications < 1:
        raise BadArgumentError(f"replications must be at least 1, not {replications}")
    undisturbed = scenario.model_copy(update={
        "quarters": horizon, "market": scenario.market.model_copy(update={"shocks": ()})})
    batches = (np.arange(k, min(k + BATCH, replications)) for k in range(0, replications, BATCH))
    parts = [_years(undisturbed, seed, runs) for runs in batches]
    first, last = ({name: np.concatenate([part[which][name] for part in parts], axis=1) for name in parts[0][which]}
                   for which in (0, 1))
    rows = [Row(group, figure, figure.stated(scenario) if figure.stated else None, float(figure.of(first).mean()),
                float(figure.of(last).mean())) for group, figures in GROUPS.items() for figure in figures]
    return Baseline(scenario, horizon, replications, seed, tuple(rows))


def _years(scenario: Scenario, seed: int, runs: Runs) -> tuple[Year, Year]:
    """What is observed in the first and in the last year of some runs."""
    scenario = posterior_columns(scenario, seed, runs)
    setup = make_setup(scenario, scenario.strategy(CARRY_ON), Luck.of(seed, runs))
    state = begin(setup)
    seen = []
    for quarter in range(1, scenario.quarters + 1):
        record = live(setup, state)
        if quarter <= YEAR or quarter > scenario.quarters - YEAR:
            seen.append(record.outcomes | _time_split(record))
    first, last = (
        {name: np.stack([one[name] for one in some]) for name in some[0]} for some in (seen[:YEAR], seen[YEAR:]))
    return first, last


def _time_split(record: QuarterRecord) -> dict[str, Array]:
    """How those present spend their working time, shares that add up to 1, (runs,) each."""
    there = np.maximum(add_rows(record.people["present"]), 1e-12)
    spent = {"time_acquisition": record.choice.acquisition, "time_care": record.choice.care,
             "time_networking": record.choice.networking}
    shares = {name: np.asarray(add_rows(time) / there) for name, time in spent.items()}
    return shares | {"time_internal": np.asarray(1.0 - sum(shares.values()))}


__all__ = ["Baseline", "baseline"]
