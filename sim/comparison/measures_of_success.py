"""Measures of success: the value of one future, when it pays off, how deep it dips.

Every function takes arrays of shape (quarters, runs) and gives one value per run.
Quarter 1 is row 0. Money is in EUR, shares are 0-1. "Carrying on" is the same run
(the same luck) under the strategy without measures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Annotated, Literal, get_type_hints

import numpy as np
import numpy.typing as npt

from sim.arrays import Array
from sim.engine.outcomes import CUSTOMERS, DURATION, EUR, PEOPLE, QUARTER, SHARE, Outcome, Unit
from sim.laws.money import discount_factor
from sim.people.teams import add_rows

MARGIN_FLOOR = 0.25
"""Least denominator of the depth of a dip, as a share of carrying on's contribution margin."""

WORST_SHARE = 0.10
"""The futures that `worst_tenth` averages."""


Rate = float | Array
"""A rate per year, for all runs or one for each, (runs,)."""


def discount_factors(quarters: int, annual_rate: Rate) -> Array:
    """Value today of 1 EUR paid at the end of each quarter: (quarters, 1), or (quarters, runs) where rates differ."""
    ends = np.arange(1, quarters + 1, dtype=np.float64)
    return discount_factor(annual_rate, ends[:, None])


def discounted_to_date(flow: Array, annual_rate: Rate) -> Array:
    """Sum a flow step by step: running total of (quarters, runs), discounted to the start; same shape."""
    total: Array = np.cumsum(flow * discount_factors(flow.shape[0], annual_rate), axis=0)
    return total


def net_present_value(flow: Array, annual_rate: Rate) -> Array:
    """Present value of a flow (quarters, runs) in EUR, paid at the end of each quarter; (runs,)."""
    value: Array = discounted_to_date(flow, annual_rate)[-1]
    return value


def base_value(outcomes: Mapping[str, Array], annual_rate: Rate) -> Array:
    """Present value of the customer base at each quarter in EUR; (quarters, runs).

    Customers outlive the horizon. The value of their running business at that point is an input of
    the scenario (`costs.residual_quarters`); 0 counts the cash within the horizon only.
    """
    values = outcomes["customer_value"]
    worth: Array = values * discount_factors(values.shape[0], annual_rate)
    return worth


def value_to_date(outcomes: Mapping[str, Array], annual_rate: Rate) -> Array:
    """Value of a future if it ended at each quarter: profit so far plus the customer base at that point.

    Discounted to the start, EUR, (quarters, runs); the last row is the net present value.
    """
    value: Array = discounted_to_date(outcomes["profit"], annual_rate) + base_value(outcomes, annual_rate)
    return value


def break_even_quarter(to_date: Array) -> Array:
    """Quarter from which the strategy has paid back and remains so up to the horizon.

    Parameters
    ----------
    to_date : (quarters, runs) discounted value to date minus that of carrying on, EUR;
        see `value_to_date` and `discounted_to_date`.

    Returns
    -------
    (runs,) the first quarter q (from 1) with a difference >= 0 at q and at every later
    quarter; NaN when the last one is below 0.
    """
    behind = to_date < 0.0
    quarters = behind.shape[0]
    last_behind = np.where(behind.any(axis=0), quarters - np.argmax(behind[::-1], axis=0), 0)
    first: Array = np.where(last_behind < quarters, last_behind + 1.0, np.nan)
    return first


@dataclass(frozen=True)
class Dip:
    """The dip of each run, (runs,): depth, length and end."""

    depth: Array
    """Deepest shortfall, as a share of carrying on's level."""
    quarters: Array
    """Quarters in shortfall."""
    end: Array
    """Quarter in which the total stops falling; the horizon if it has not stopped, 0 without a dip."""


def dip(difference: Array, level: Array, floor: Array | None = None) -> Dip:
    """Depth and length of the dip before things get better than carrying on (J-curve).

    The dip runs from the first quarter with ``difference < 0`` to the *trough*: the first
    quarter in which the running total of the difference is lowest. From there on the
    strategy recovers what it has lost. On a plain J-curve the trough is the last quarter
    before the strategy first exceeds carrying on; but one lucky or cheap quarter on the way
    down does not end the dip. A run whose total is never below zero has no dip (depth 0,
    length 0). Nothing is smoothed or discounted.

    * length: number of quarters of the dip that are in shortfall;
    * depth: deepest shortfall of the dip, divided by the mean ``level`` of carrying on
      over the quarters of the dip. A profit can be near zero or negative, which would
      make the share meaningless; so the denominator never falls below the mean of
      ``floor`` over the same quarters.

    Parameters
    ----------
    difference : (quarters, runs) the strategy minus carrying on.
    level : (quarters, runs) carrying on itself.
    floor : (quarters, runs) least denominator; for profit a quarter of the contribution
        margin (`MARGIN_FLOOR`). None: no floor.

    Returns
    -------
    Dip; the depth is NaN where the denominator is not positive.
    """
    total = np.vstack([np.zeros(difference.shape[1]), np.cumsum(difference, axis=0)])
    end = np.argmin(total, axis=0)
    started = np.cumsum(difference < 0.0, axis=0) > 0
    window = started & (np.arange(1, difference.shape[0] + 1)[:, None] <= end)
    size = np.maximum(window.sum(axis=0), 1)
    base = add_rows(np.where(window, level, 0.0)) / size
    if floor is not None:
        base = np.maximum(base, add_rows(np.where(window, floor, 0.0)) / size)
    deepest = np.where(window, -difference, 0.0).max(axis=0)
    share = np.divide(deepest, base, out=np.full(base.shape, np.nan), where=base > 0.0)
    length = (window & (difference < 0.0)).sum(axis=0).astype(np.float64)
    return Dip(np.where(end > 0, share, 0.0), length, end.astype(np.float64))


def profit_dip(profit: Array, reference: Array, reference_margin: Array) -> Dip:
    """Dip of profit against carrying on; all three (quarters, runs) in EUR per quarter."""
    return dip(profit - reference, reference, MARGIN_FLOOR * reference_margin)


def worst_tenth(values: npt.ArrayLike) -> float:
    """Mean of the worst 10 % of the runs (at least one run), in the unit of the values."""
    ordered = np.sort(np.asarray(values, dtype=np.float64))
    return float(ordered[: max(1, int(np.ceil(WORST_SHARE * ordered.size)))].mean())


def regret(values: Array) -> Array:
    """Regret of each strategy: best value of each run minus its own; (strategies, runs)."""
    lost: Array = values.max(axis=0) - values
    return lost


def measured(unit: Unit, better: Literal["higher", "lower"], label: str, meaning: str = "", *, sometimes: bool = False
             ) -> Outcome:
    """Declare a measure of success at its field, which gives it its name."""
    return Outcome("", label, unit, "result", "", "", better, meaning, sometimes=sometimes)


@dataclass(frozen=True)
class Success:
    """The measures of success of one strategy, one value per run: arrays of shape (runs,).

    Money in EUR over the horizon; ``npv``, ``gain`` and ``base_gain`` are discounted.
    """

    npv: Annotated[Array, measured(EUR, "higher", "Net present value")]
    """Of profit, and of the customer base at the horizon."""
    gain: Annotated[Array, measured(EUR, "higher", "Gain against carrying on")]
    """Net present value minus that of carrying on, in the same run."""
    base_gain: Annotated[Array, measured(EUR, "higher", "of which worth of customers at the end",
                                         "Gain that lies in customers at the horizon")]
    """The part of the gain due to the customer base at the horizon."""
    break_even: Annotated[Array, measured(QUARTER, "lower", "Quarter from which it pays",
                                          "Quarter from which it has paid back", sometimes=True)]
    """The customer base counted as in ``gain``; NaN when it has not paid back."""
    cash_break_even: Annotated[Array, measured(QUARTER, "lower", "Quarter from which it pays (profit alone)",
                                               "Quarter from which profit alone has paid back", sometimes=True)]
    """The same from profit alone."""
    dip_depth: Annotated[Array, measured(SHARE, "lower", "Depth of the dip of profit", sometimes=True)]
    """Deepest shortfall, as a share of carrying on's profit; see `dip`."""
    dip_quarters: Annotated[Array, measured(DURATION, "lower", "Length of the dip of profit (quarters)",
                                            "Length of the dip of profit")]
    """Quarters in shortfall."""
    revenue_dip_depth: Annotated[Array, measured(SHARE, "lower", "Depth of the dip of revenue", sometimes=True)]
    """Deepest shortfall, as a share of carrying on's revenue."""
    revenue_dip_quarters: Annotated[Array, measured(DURATION, "lower", "Length of the dip of revenue (quarters)",
                                                    "Length of the dip of revenue")]
    """Quarters in shortfall."""
    customers_lost: Annotated[Array, measured(CUSTOMERS, "lower", "Customers lost")]
    """Over the horizon."""
    customers_end: Annotated[Array, measured(CUSTOMERS, "higher", "Customers at the end", "Customers at the horizon")]
    leavers: Annotated[Array, measured(PEOPLE, "lower", "People who left or were dismissed", "People who left")]
    """Over the horizon."""
    programme_cost: Annotated[Array, measured(EUR, "lower", "Cost of the programme")]
    """Measures, recruiting and severance."""
    extra_cost: Annotated[Array, measured(EUR, "lower", "Cost above carrying on")]
    """All costs, salaries included."""
    adoption_end: Annotated[Array, measured(SHARE, "higher", "Share with the new behaviour at the end",
                                            "Adoption at the horizon")]
    """Share of reps with a book who show the new behaviour at the horizon."""
    goal_reached: Annotated[Array, measured(SHARE, "higher", "Goal reached", "Share of futures that reach the goal")]
    """1 where that share reaches the goal, else 0."""


MEASURES: dict[str, Outcome] = {name: replace(hint.__metadata__[0], name=name)
                                for name, hint in get_type_hints(Success, include_extras=True).items()}
"""Every measure of success by name, in the order of its field."""


def success_of(
    outcomes: Mapping[str, Array], reference: Mapping[str, Array], *, discount_rate: Rate, adoption_goal: Rate
) -> Success:
    """Measures of success from the outcomes of a strategy and of carrying on in the same runs.

    Parameters
    ----------
    outcomes, reference : name -> (quarters, runs), as the engine delivers them.
    discount_rate : share per year. adoption_goal : share of the reps with a book. Either may differ from run to run.

    Raises
    ------
    KeyError
        When an outcome is missing.
    """
    value = value_to_date(outcomes, discount_rate)
    ahead = value - value_to_date(reference, discount_rate)
    of_base = (base_value(outcomes, discount_rate) - base_value(reference, discount_rate))[-1]
    cash = discounted_to_date(outcomes["profit"] - reference["profit"], discount_rate)
    of_profit = profit_dip(outcomes["profit"], reference["profit"], reference["margin"])
    of_revenue = dip(outcomes["revenue"] - reference["revenue"], reference["revenue"])
    adoption = outcomes["adoption"][-1]
    return Success(
        npv=value[-1].copy(),
        gain=ahead[-1].copy(),
        base_gain=of_base,
        break_even=break_even_quarter(ahead),
        cash_break_even=break_even_quarter(cash),
        dip_depth=of_profit.depth,
        dip_quarters=of_profit.quarters,
        revenue_dip_depth=of_revenue.depth,
        revenue_dip_quarters=of_revenue.quarters,
        customers_lost=add_rows(outcomes["customers_lost"]),
        customers_end=outcomes["customers"][-1].copy(),
        leavers=add_rows(outcomes["leavers"] + outcomes["dismissed"]),
        programme_cost=add_rows(outcomes["cost_measures"] + outcomes["cost_hiring"] + outcomes["cost_severance"]),
        extra_cost=add_rows(outcomes["cost"] - reference["cost"]),
        adoption_end=adoption.copy(),
        goal_reached=(adoption >= adoption_goal).astype(np.float64),
    )


def join(parts: Sequence[Success]) -> Success:
    """Concatenate the measures of consecutive batches of runs."""
    return Success(**{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Success)})
