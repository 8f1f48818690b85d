"""What the organisation does as a whole, whatever the framework: it founds, reorganises, deals out and renews."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from benchmarks.peers import chance, network
from benchmarks.peers.framework import Surroundings
from benchmarks.peers.laws import business, conditions, people
from benchmarks.peers.ledger import Ledger
from benchmarks.peers.rest import AtRest
from benchmarks.peers.usual import usual_of
from sim.scenario.schema import Scenario
from sim.scenario.strategy import Strategy


class Organisation(Ledger, AtRest):
    """The model without its schedule, which belongs to the framework.

    `case` is the scenario; newer versions of Mesa keep the word for something else.
    """

    case: Scenario
    luck: chance.Chance

    # --- the first day -----------------------------------------------------------------------------------------------

    def found(self, case: Scenario, strategy: Strategy, luck: chance.Chance) -> list[list[int]]:
        """Take note of everything that is given; returns the positions by team."""
        self.case, self.luck = case, luck
        self.surroundings, self.usual = Surroundings(case, strategy, luck), usual_of(case)
        self.error_culture, self.open_prospects = case.framework.error_culture, 1.0
        self.churn, self.inflow, self.developed, self.of_old = case.book.churn_per_year, 1.0, 1.0, 1.0
        self.quarter, self.latest = 0, dict[str, float]()
        sellers = self.surroundings.plan.seller_positions
        return network.teams_of(case.organisation.reps, sellers, case.organisation.team_size)

    def settle_in(self, positions: Sequence[Any], offices: Sequence[Any], teams: list[list[int]]) -> None:
        """Seat everybody, link them, and live through a quarter 0 without measures up to the decision."""
        self.positions, self.offices = list(positions), list(offices)
        for number, office in enumerate(self.offices):
            office.take_office(number)
        for number, team in enumerate(teams):
            for slot in team:
                self.positions[slot].open_office(slot, self.offices[number])
        self.start_quarter()
        self.seat_reps()
        self.link(network.draw_contacts(self.case, self.luck, teams))
        for office in self.offices:
            office.target = self.usual.revenue * sum(rep.customers for rep in office.members)
        self.leave_usual_gaps()

    def seat_reps(self) -> None:
        """Put the reps of the first day into their positions; exactly the stated share of them are advisors."""
        organisation = self.case.organisation
        drawn = [self.luck.uniform(chance.KIND, 0, slot) for slot in range(organisation.reps)]
        order = sorted(range(organisation.reps), key=drawn.__getitem__)
        sell = set(order[round(organisation.advisor_share * organisation.reps):])
        for slot in range(organisation.reps):
            self.positions[slot].sold_before = slot in sell
            self.positions[slot].begin(slot in sell)

    def link(self, contacts: list[list[int]]) -> None:
        """Let everybody know whom to watch, and find the opinion leaders."""
        for rep, slots in zip(self.positions, contacts, strict=True):
            rep.contacts = [self.positions[slot] for slot in slots]
        for slot in network.most_central(self.case, contacts):
            self.positions[slot].become_opinion_leader()

    # --- steps 1 and 2 -----------------------------------------------------------------------------------------------

    def start_quarter(self) -> None:
        """The conditions of the quarter; the error culture changes slowly."""
        p, frame = self.case.parameters, self.case.framework
        doses = self.doses = self.surroundings.doses(self.quarter)
        self.error_culture = conditions.error_culture_after_work(self.error_culture, frame.error_culture,
                                                                 doses.error_culture_work, p.conditions)
        now = self.now = self.surroundings.conditions(self.quarter, doses)
        self.programmes = self.surroundings.programmes(self.quarter)
        self.reflection = people.reflection(now.meetings, now.lessons, p.exchange)
        self.perspectives = people.perspectives(now.functions, self.case.market.complexity, p.exchange)
        self.learning_from_errors = people.learning_from_errors(self.error_culture, p.learning)

    def reorganise(self) -> None:
        """Open positions, split roles, regroup books, shake habits."""
        doses = self.surroundings.doses(self.quarter)
        self.uprooted = 0
        self.open_positions(int(doses.sellers))
        if doses.split > 0.0:
            self.split_roles(doses.split)
        if doses.regroup > 0.0:
            part = doses.regroup * self.case.parameters.customers.regrouped
            self.uprooted += sum(rep.lose_customers(part, 0.0, chance.UPROOT)
                                 for rep in self.positions if rep.has_book)
        if doses.shake > 0.0:
            for rep in self.positions:
                rep.shake_habits(doses.shake)

    def open_positions(self, count: int) -> None:
        """Open the next positions for dedicated sellers."""
        for rep in [rep for rep in self.positions if not rep.opened][:count]:
            rep.opened = rep.seller = rep.wanted_seller = True

    def split_roles(self, share: float) -> None:
        """Those with the strongest hunting disposition become dedicated sellers; their books are dealt out."""
        with_book = [rep for rep in self.positions if rep.has_book]
        hunters = sorted(with_book, key=lambda rep: -rep.hunting)[:math.floor(share * len(with_book) + 0.5)]
        self.uprooted += sum(rep.lose_customers(1.0, 0.0, chance.UPROOT) for rep in hunters)
        for rep in hunters:
            rep.seller = rep.wanted_seller = True
        keeping = [rep for rep in with_book if not rep.seller]
        if keeping:
            self.pass_on_books(hunters, keeping)

    def pass_on_books(self, leaving: list[Any], keeping: list[Any]) -> None:
        """Deal customers out; the revenue that leaders are measured on moves with them."""
        moving = sum(rep.customers for rep in leaving)
        count = max(moving, 1)
        means = tuple(sum(rep.customers * getattr(rep, name) for rep in leaving) / count
                      for name in ("maturity", "fresh", "trust", "potential"))
        for rep, dealt in zip(keeping, self.share_out(moving, len(keeping)), strict=True):
            rep.leader.target += dealt * self.usual.revenue
            rep.take_in(dealt, means)
        for rep in leaving:
            rep.leader.target = max(rep.leader.target - rep.customers * self.usual.revenue, 0.0)
            rep.customers = 0

    def share_out(self, total: int, hands: int) -> list[int]:
        """Whole customers for each of so many hands; those who get one more change from quarter to quarter."""
        each, rest = divmod(total, hands)
        return [each + ((place + self.quarter) % hands < rest) for place in range(hands)]

    # --- between decisions and results -------------------------------------------------------------------------------

    def crowd_the_market(self) -> None:
        """What all attempts leave of their yield, and how usual the new behaviour is."""
        attempts = sum(rep.attempts for rep in self.positions)
        self.room = business.market_yield(attempts / self.case.market.prospects, self.open_prospects,
                                          self.case.parameters.selling)
        heads = sum(rep.present for rep in self.positions)
        self.mean_shown = sum(rep.shown for rep in self.positions) / max(heads, 1)
        self.anybody_keeps_a_book = any(rep.has_book for rep in self.positions)

    def hand_over(self) -> None:
        """Deal out the new customers that sellers hand over; everybody takes in what is theirs."""
        handed = sum(rep.handed - rep.lost_in_handover for rep in self.positions)
        with_book = [rep.slot for rep in self.positions if rep.has_book]
        dealt = dict(zip(with_book, self.share_out(handed, len(with_book)), strict=True)) if handed else {}
        for rep in self.positions:
            rep.welcome_customers(dealt.get(rep.slot, 0))

    def renew_prospects(self) -> None:
        """Prospects who were won are gone for a while; some come back."""
        self.of_old = business.developed(self.of_old, self.developed, self.case.parameters.customers)
        market, share = self.case.market, self.open_prospects
        won = sum(rep.won + rep.lost_in_handover for rep in self.positions) / market.prospects
        self.open_prospects = min(max(share - won + market.renewal * (1.0 - share), 0.0), 1.0)
