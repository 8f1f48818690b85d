"""The ledger: what the quarter brought and cost, in euro per quarter and run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.engine.doses import whom
from sim.engine.framework import FrameworkNow
from sim.engine.sell import Sales
from sim.engine.setup import Setup, State
from sim.engine.staff import Staffing
from sim.engine.start import usual_revenue_per_customer
from sim.laws import money
from sim.people.teams import add_rows
from sim.programme.plan import in_force


@dataclass(frozen=True)
class Revenue:
    """Revenue of each rep: arrays of shape (slots, runs), EUR/quarter."""

    book: Array  # running business with customers of the first day
    new: Array  # running business with customers won since
    cross: Array  # further deals with existing customers

    @property
    def total(self) -> Array:
        """All revenue."""
        return self.book + self.new + self.cross


def running_revenue(setup: Setup, state: State) -> tuple[Array, Array]:
    """Running business with old and with new customers, before this quarter's gains and losses.

    All old customers have the same maturity, so the rest of a book's is due to the new ones.
    """
    people, per_customer = state.people, setup.scenario.book.revenue_per_customer
    all_running = people.customers * people.maturity * per_customer
    old = 1.0 if state.rest is None else state.rest.of_old
    new = np.maximum(people.customers * (people.maturity - old + people.fresh * old), 0.0) * per_customer
    return all_running - new, new


def cost_of_measures(setup: Setup, state: State, quarter: int) -> Array:
    """What the measures in force cost this quarter: per person reached, and per leader; shape (runs,)."""
    costs, total = setup.scenario.costs, np.zeros(setup.runs, setup.dtype)
    for field, target, dose in setup.plan.units:
        if in_force(dose[quarter]):
            total = total + add_rows(whom(setup, state, target)) * getattr(costs, field) * dose[quarter]
    leaders = add_rows(led_teams(setup, state))
    return np.asarray(total + leaders * costs.leader_programme * setup.plan.levels.leader_programmes[quarter])


def led_teams(setup: Setup, state: State) -> Array:
    """1 for every team that has a position, hence a leader; (teams, runs)."""
    return np.asarray((setup.teams.sums(state.people.opened) > 0.0).astype(setup.dtype))


def cost_of_people(setup: Setup, worked: Array, sells: Array, now: FrameworkNow, sales: Sales,
                   revenue: Revenue) -> tuple[Array, Array]:
    """Fixed and variable pay of everybody who worked this quarter; (runs,) each."""
    costs, p, org = setup.scenario.costs, setup.p.pay, setup.scenario.organisation
    each = (costs.rep + (costs.seller - costs.rep) * sells) * worked
    ceiling = org.advisor_acquisition_share + (org.seller_acquisition_share - org.advisor_acquisition_share) * sells
    target = setup.scenario.book.customers_per_rep * usual_revenue_per_customer(setup)
    pays_new = np.maximum(now.bonus.new_business_share, sells)
    reached = money.attainment(sales.wins_new, revenue.total, ceiling, target, pays_new, p)
    fixed = add_rows(money.fixed_cost(1.0, now.bonus.variable_share, p) * each)
    return fixed, add_rows(money.bonus_cost(1.0, now.bonus.variable_share, reached, p) * each)


def customer_value(setup: Setup, state: State) -> Array:
    """Value of the running business with today's customers: its usual margin over `residual_quarters`, EUR, (runs,)."""
    people = state.people
    running = add_rows(people.customers * people.maturity) * setup.scenario.book.revenue_per_customer
    costs = setup.scenario.costs
    return np.asarray(running * costs.contribution_margin * costs.residual_quarters)


def account(setup: Setup, state: State, now: FrameworkNow, sales: Sales, revenue: Revenue, worked: Array, sells: Array,
            staffing: Staffing, measures: Array) -> dict[str, Array]:
    """The ledger of the quarter: every figure of shape (runs,); costs and margin add up to profit."""
    costs = setup.scenario.costs
    kinds = {f"revenue_{name}": add_rows(getattr(revenue, name)) for name in ("book", "new", "cross")}
    total = kinds["revenue_book"] + kinds["revenue_new"] + kinds["revenue_cross"]
    fixed, bonus = cost_of_people(setup, worked, sells, now, sales, revenue)
    spent = {
        "cost_people": fixed, "cost_bonus": bonus, "cost_leaders": add_rows(led_teams(setup, state)) * costs.leader,
        "cost_measures": measures,
        "cost_hiring": add_rows(staffing.hired) * costs.hire + add_rows(staffing.mis_hired) * costs.mis_hire,
        "cost_severance": add_rows(staffing.dismissed) * costs.severance,
    }
    cost = np.zeros(setup.runs, setup.dtype)
    for amount in spent.values():
        cost = cost + amount
    margin = total * now.margin
    return kinds | {"revenue": total, "margin": margin} | spent | {"cost": cost, "profit": margin - cost,
                                                                 "customer_value": customer_value(setup, state)}
