"""Money, and what is observed (7.12 and 4.11)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

from benchmarks.peers.laws import business

STATES = ("habit_advising", "habit_selling", "fear", "attitude", "self_efficacy", "energy", "recognition", "resistance",
          "euphoria", "skill_selling", "skill_advising", "satisfaction", "strategic_contacts")
MET = {"safety": "safety", "exchange": "exchange", "coherence": "coherence", "pressure": "felt_pressure",
       "listening": "felt_listening"}
"""Outcomes that are observed at the leader of each rep."""


def mean(values: Iterable[float]) -> float:
    """The mean, 0 of nothing."""
    values = list(values)
    return sum(values) / len(values) if values else 0.0


def spread(values: Iterable[float]) -> float:
    """The standard deviation, 0 of nothing."""
    values = list(values)
    middle = mean(values)
    return math.sqrt(mean((value - middle) ** 2 for value in values))


class Ledger:
    """The part of the organisation that counts."""

    positions: list[Any]
    latest: dict[str, float]

    def total(self, of: Callable[[Any], float]) -> float:
        """Sum over all positions."""
        return float(sum(of(rep) for rep in self.positions))

    def count_programmes(self) -> None:
        """What the measures cost: per person reached now, and per leader."""
        reached = sum(price.amount * sum(rep.belongs_to(price.target) for rep in self.positions)
                      for price in self.surroundings.prices(self.quarter))
        programmes = self.doses.leader_programmes * self.case.costs.leader_programme
        self.cost_of_measures = reached + self.led_teams() * programmes

    def led_teams(self) -> int:
        """Teams that have a position, hence a leader."""
        return sum(any(rep.opened for rep in office.members) for office in self.offices)

    def observe_people(self) -> None:
        """Pay those who worked, and see how they are, before anybody comes or goes."""
        worked = [rep for rep in self.positions if rep.present]
        book = [rep for rep in worked if not rep.seller]
        latest = self.latest = {name: mean(getattr(rep, name) for rep in worked) for name in STATES}
        latest |= {name: mean(getattr(rep.leader, of) for rep in worked) for name, of in MET.items()}
        latest["intention"] = mean(rep.wanted for rep in worked)
        latest["change_capacity"] = mean(rep.capacity_to_change() for rep in worked)
        level = self.case.goals.adoption_level
        latest["adoption"] = mean(rep.behaviour >= level for rep in book)
        latest["behaviour"] = mean(rep.behaviour for rep in book)
        latest["behaviour_spread"] = spread(rep.behaviour for rep in book)
        latest["skill_spread"] = spread(rep.skill_selling for rep in worked)
        latest["headcount"], latest["advisors"] = float(len(worked)), float(len(book))
        latest["sellers"] = float(len(worked) - len(book))
        latest["vacancies"] = self.total(lambda rep: rep.opened) - len(worked)
        self.pay(worked)

    def pay(self, worked: list[Any]) -> None:
        """Fixed and variable pay of everybody who worked."""
        costs, p, now = self.case.costs, self.case.parameters.pay, self.now
        target, fixed, bonus = self.case.book.customers_per_rep * self.usual.revenue, 0.0, 0.0
        for rep in worked:
            full, pays_new = (costs.seller, 1.0) if rep.seller else (costs.rep, now.new_business_share)
            attained = business.attainment(rep.wins_new, rep.revenue, rep.ceiling(), target, pays_new, p)
            fixed += business.fixed_cost(full, now.variable_share, p)
            bonus += business.bonus_cost(full, now.variable_share, attained, p)
        self.latest |= {"cost_people": fixed, "cost_bonus": bonus}

    def observe_business(self) -> None:
        """Customers, activity and movements of people at the end of the quarter."""
        latest, total = self.latest, self.total
        customers = latest["customers"] = total(lambda rep: rep.customers)
        latest["trust"] = total(lambda rep: rep.trust * rep.customers) / max(customers, 1.0)
        latest["service"] = total(lambda rep: rep.service * rep.customers) / max(customers, 1.0)
        latest["customers_won"] = total(lambda rep: rep.won)
        latest["customers_lost"] = total(lambda rep: rep.churned + rep.lost_with_person) + self.uprooted
        latest |= {"attempts": total(lambda rep: rep.attempts), "leads": total(lambda rep: rep.leads),
                   "wins": total(lambda rep: rep.wins_new), "deals": total(lambda rep: rep.deals),
                   "leavers": total(lambda rep: rep.quit), "dismissed": total(lambda rep: rep.dismissed),
                   "hired": total(lambda rep: rep.hired)}

    def close_accounts(self) -> None:
        """Revenue, cost and profit of the quarter."""
        latest, costs, total = self.latest, self.case.costs, self.total
        for kind in ("revenue_book", "revenue_new", "revenue_cross"):
            latest[kind] = total(lambda rep, kind=kind: getattr(rep, kind))
        latest["revenue"] = latest["revenue_book"] + latest["revenue_new"] + latest["revenue_cross"]
        latest["margin"] = latest["revenue"] * self.now.margin
        latest["cost_leaders"] = self.led_teams() * costs.leader
        latest["cost_measures"] = self.cost_of_measures
        latest["cost_hiring"] = latest["hired"] * costs.hire + total(lambda rep: rep.mis_hired) * costs.mis_hire
        latest["cost_severance"] = latest["dismissed"] * costs.severance
        latest["cost"] = sum(latest[f"cost_{kind}"] for kind in ("people", "bonus", "leaders", "measures", "hiring",
                                                                  "severance"))
        latest["profit"] = latest["margin"] - latest["cost"]
        running = total(lambda rep: rep.customers * rep.maturity) * self.case.book.revenue_per_customer
        latest["customer_value"] = running * costs.contribution_margin * costs.residual_quarters
