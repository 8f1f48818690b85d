"""What holds today's practice (5.1), found by letting twins of everybody live a quarter in which chance is its mean."""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from benchmarks.peers import chance
from benchmarks.peers.laws import business, conditions, decision, people

HELD = ("fear", "attitude", "self_efficacy", "identity", "resistance", "energy", "satisfaction", "skill_selling",
        "skill_advising", "habit_selling", "habit_advising")
ROUNDS = 8
LEAST_OPEN = 0.05


@dataclass
class FirstDay:
    """What a position met on the first day: the organisation, the leader, and what the contacts showed."""

    day: Any
    leader: Any
    norm: float
    voiced: float
    exits: float
    best: float
    credibility: float


def twin(one: Any) -> Any:
    """Somebody who is alike now and may become different; `copy` does not know the agents of every framework."""
    other = object.__new__(type(one))
    vars(other).update(vars(one))
    return other


class Standing:
    """The part of a rep that stands by what it does today."""

    model: Any
    own_reasons = 0.0
    own_rates: dict[str, float] = {}  # noqa: RUF012 - replaced, never changed
    first: FirstDay

    def remember(self, day: Any, leader: Any) -> None:
        """Keep the first day in mind, also for successors."""
        self.first = FirstDay(day, leader, self.norm, self.voiced, self.exits, self.gap + self.skill_selling,
                              self.credibility)

    def on_a_usual_day(self, *, established: bool) -> Any:
        """A copy that does on the first day what it does today; nothing reaches it."""
        first, ghost = self.first, twin(self)
        ghost.model, ghost.leader = first.day, first.leader
        if established:
            ghost.tenure, ghost.ramp, ghost.strategic_contacts = math.inf, 1.0, first.day.usual.contacts
        for name in ("norm", "voiced", "exits", "credibility"):
            setattr(ghost, name, getattr(first, name))
        ghost.gap = max(first.best - self.skill_selling, 0.0)
        for name in ("training", "coaching", "helped", "harmed", "pressed", "push", "involved"):
            setattr(ghost, name, 0.0)
        ghost.act(self.behaviour)
        return ghost

    def expect(self) -> None:
        """Results of a usual quarter to be expected."""
        p, market, leader = self.params.selling, self.model.case.market, self.leader
        yields, advice = self.model.case.behaviour.acquisition_yield, self.model.now.advice
        self.leads, further = self.expected_leads(), self.serve()
        self.pushy = business.pushiness(leader.pressure, self.skill_selling, self.shown, yields)
        self.wins_new = self.leads * business.win_odds(market.win_rate_new, self.skill_selling, self.pushy, advice,
                                                       leader.odds, p)
        self.losses_new = self.leads - self.wins_new
        self.deals = further * business.win_odds(market.win_rate_existing, self.skill_advising, self.pushy, advice,
                                                 leader.odds, p)
        self.small_successes, self.rejections = business.outcomes_of_trying(self.attempts, self.leads,
                                                                            self.skill_selling, yields)

    def usual_quarter(self, *, established: bool = True) -> Any:
        """A copy that has lived it up to its results."""
        ghost = self.on_a_usual_day(established=established)
        ghost.expect()
        return ghost

    def find_rest(self) -> None:
        """Own reasons and own rates of whoever is here."""
        part = self.first.day.case.people.at_rest
        self.own_reasons, self.own_rates = 0.0, {name: n for name, n in self.own_rates.items() if name not in HELD}
        if not self.present or part == 0.0:
            return
        ghost = self.usual_quarter()
        ghost.own_reasons = 0.0
        self.own_reasons = part * decision.own_reasons(self.behaviour, ghost.pulls(), self.params.intention)
        after = twin(ghost)
        after.own_rates = {}
        after.feel()
        after.learn()
        self.own_rates = self.own_rates | {
            name: part * people.own_rate(getattr(ghost, name), getattr(after, name)) for name in HELD}

    def find_rest_of_book(self, exits: float) -> None:
        """Own rates of trust and open needs, with the usual changes of reps."""
        if not self.customers:
            return
        ghost, p, part = self.usual_quarter(), self.params.customers, self.first.day.case.people.at_rest
        trust = business.trust_after_quarter(self.trust, ghost.service, ghost.pushy, ghost.model.now.advice, p)
        needs = business.potential_after_quarter(self.potential, ghost.deals, self.customers, p)
        self.own_rates = self.own_rates | {
            "trust": part * people.own_rate(self.trust, business.trust_after_break(trust, exits, p)),
            "potential": part * people.own_rate(self.potential, needs)}

    def settle_at_rest(self) -> None:
        """A newcomer's rest, on the first day and with a usual book."""
        book, now = self.model.case.book, self.first.day.now
        here = twin(self)
        here.customers = 0 if self.seller else book.customers_per_rep
        here.trust, here.potential = book.trust, book.cross_sale_potential
        here.pay_level, here.praise_level = now.to_sell, now.recognition_practice * now.recognition_for_selling
        here.find_rest()
        self.own_reasons, self.own_rates = here.own_reasons, here.own_rates

    def stand_by(self) -> None:
        """The own rates act."""
        for name, rate in self.own_rates.items():
            setattr(self, name, people.held(getattr(self, name), rate))


class AtRest:
    """The part of an organisation that finds the rest of the first day."""

    case: Any
    churn: float
    inflow: float
    developed: float
    of_old: float

    def usual_exits(self) -> list[float]:
        """Chance of every position to lose its holder in a usual quarter."""
        p, settling = self.case.parameters.turnover, self.case.parameters.attitude.newcomer_quarters
        chances = [0.0] * len(self.positions)
        strains = [conditions.strain(rep.leader.pressure, self.case.parameters.leading) for rep in self.positions]
        for _ in range(ROUNDS):
            before = chances
            chances = []
            for rep, strain in zip(self.positions, strains, strict=True):
                q = before[rep.slot]
                early = people.newcomer_factor(0.0, settling, strain, p) - 1.0
                around = sum(before[contact.slot] for contact in rep.contacts)
                chances.append(people.leaving_probability(p.usual_satisfaction, p.usual_satisfaction, strain, around,
                                                          1.0 + early * q * settling / (1.0 + q * settling), p))
        return chances

    def leave_usual_gaps(self) -> None:
        """Vacancies and those who still learn the business, as they usually are."""
        part, p = self.case.people.at_rest, self.case.parameters
        if part == 0.0:
            return
        exits = self.usual_exits()
        for rep in self.positions[:self.case.organisation.reps]:
            filled = people.filling_probability(conditions.strain(rep.leader.pressure, p.leading), p.turnover)
            vacant = part * exits[rep.slot] / max(exits[rep.slot] + filled, 1e-12)
            if self.luck.uniform(chance.VACANT, 0, rep.slot) < vacant:
                rep.present = rep.opinion_leader = False
                rep.behaviour = rep.tenure = 0.0
                rep.wanted_seller = rep.sold_before
            else:
                rep.ramp = 1.0 - part * math.exp(-3.0 * rep.tenure / p.selling.ramp_up)

    def come_to_rest(self) -> None:
        """On the first day, between perceiving and deciding."""
        if self.quarter or self.case.people.at_rest == 0.0:
            return
        part, market, reps = self.case.people.at_rest, self.case.market, self.positions
        exits = self.usual_exits()
        lost, held = self.usual_losses(exits)
        self.open_prospects = 1.0 - part * min(lost / max(market.prospects * market.renewal, 1e-9), 1.0 - LEAST_OPEN)
        day = self.usual_day()
        for rep in reps:
            rep.remember(day, rep.leader)
        tried = [rep.on_a_usual_day(established=False) for rep in reps]
        day.room = business.market_yield(sum(one.attempts for one in tried) / market.prospects, day.open_prospects,
                                         self.case.parameters.selling)
        day.mean_shown = sum(one.shown for one in tried) / max(sum(one.present for one in tried), 1)
        won = sum(rep.usual_quarter(established=False).wins_new * (1.0 - exits[rep.slot]) ** market.sales_cycle_new
                  for rep in reps)
        self.inflow = day.inflow = 1.0 + part * ((lost / max(won, 1e-9) if won > 0.0 else 1.0) - 1.0)
        full = business.full_revenue(self.case.book.new_customer_value, lost / held, self.case.parameters.customers)
        self.developed = 1.0 + part * (full - 1.0)
        self.hear_of_usual_failures(day)
        for rep in reps:
            rep.find_rest()
            rep.find_rest_of_book(exits[rep.slot])
        self.expect_the_usual()

    def usual_losses(self, exits: list[float]) -> tuple[float, float]:
        """All customers who leave in a usual quarter, and how many there are; sets churn for want of trust."""
        part, p, book = self.case.people.at_rest, self.case.parameters.customers, self.case.book
        held = max(sum(rep.customers for rep in self.positions), 1)
        stated = -math.log1p(-book.churn_per_year) / 4.0
        broken = sum(rep.customers * exits[rep.slot] * business.loss_when_person_changes(rep.leader.exchange, p)
                     for rep in self.positions) / held
        churn = max(stated - broken, 0.0)
        self.churn = -math.expm1(-4.0 * (stated + part * (churn - stated)))
        return (churn + broken) * held, held

    def usual_day(self) -> SimpleNamespace:
        """The organisation of the first day, without the chance of demand."""
        now = twin(self.now)
        now.demand = 1.0
        return SimpleNamespace(
            case=self.case, now=now, doses=self.doses, usual=self.usual, open_prospects=self.open_prospects,
            inflow=1.0, reflection=self.reflection, perspectives=self.perspectives,
            learning_from_errors=self.learning_from_errors, quarter=0)

    def hear_of_usual_failures(self, day: Any) -> None:
        """Leaders of the first day, with the failures of their teams to be expected."""
        for office in self.offices:
            usual, bad = twin(office), 0.0
            for rep in office.members:
                ghost = rep.usual_quarter()
                bad += people.failures(ghost.rejections, ghost.losses_new, rep.params.fear)
            usual.failures_per_head = bad / office.count_heads()
            for rep in office.members:
                rep.remember(day, usual)

    def expect_the_usual(self) -> None:
        """What leaders are measured on, and their pressure without what usual chance adds."""
        part, book, p = self.case.people.at_rest, self.case.book, self.case.parameters.leading
        for office in self.offices:
            expected = varies = 0.0
            for rep in office.members:
                deals = rep.usual_quarter(established=False).deals
                expected += rep.customers * book.revenue_per_customer + deals * book.cross_sale_value
                varies += rep.customers * book.revenue_per_customer**2 + deals * book.cross_sale_value**2
            stress = people.shortfall_by_chance(math.sqrt(varies) / max(expected, 1e-9))
            base = people.base_of_pressure(office.pressure, stress, office.self_reflection, p)
            office.target += part * (expected - office.target)
            office.base_pressure += part * (base - office.base_pressure)

