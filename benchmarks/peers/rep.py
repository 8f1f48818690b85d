"""What a rep does in a quarter, whatever the framework: perceive, decide, sell, care for a book (7.4 to 7.7)."""

from __future__ import annotations

from typing import Any

from benchmarks.peers import chance
from benchmarks.peers.career import Career
from benchmarks.peers.counts import binomial, poisson
from benchmarks.peers.inner import InnerLife
from benchmarks.peers.laws import business, conditions, decision, people
from benchmarks.peers.rest import Standing


class RepBehaviour(Career, InnerLife, Standing):
    """A rep: a position, the person who holds it, and the book of customers.

    A vacant position goes on as one in which nothing is done; colleagues stand in for its customers.
    """

    model: Any

    # --- perceive ----------------------------------------------------------------------------------------------------

    def be_seen(self) -> None:
        """What contacts will see of this rep, weighted by the attention that it gets."""
        p, resistance = self.params.influence, self.resistance
        weight = self.weight = conditions.attention(self.opinion_leader, p) if self.present else 0.0
        level = self.model.case.goals.adoption_level
        self.seen_adoption = weight * conditions.visible_adoption(self.behaviour, resistance, level, p)
        self.seen_attitude = weight * conditions.voiced_attitude(self.attitude, resistance)
        self.seen_resistance = weight * resistance
        self.seen_skill = self.skill_selling if self.present else 0.0

    def perceive(self) -> None:
        """See what the network shows, and which measures arrive."""
        weights = adoption = attitude = resistance = best = 0.0
        exits = 0
        for contact in self.contacts:
            weights += contact.weight
            adoption += contact.seen_adoption
            attitude += contact.seen_attitude
            resistance += contact.seen_resistance
            exits += contact.left
            best = max(best, contact.seen_skill)
        weights = weights or 1.0  # nobody there: nothing is seen
        self.norm, self.voiced, self.exits = adoption / weights, attitude / weights, exits
        self.gap = max(best - self.skill_selling, 0.0)
        self.credibility = self.leader.coherence * conditions.blunted(resistance / weights, self.params.influence)
        self.take_part()

    def take_part(self) -> None:
        """Add up the doses of the measures that reach this rep."""
        doses = self.model.doses
        self.training = self.coaching = self.helped = self.harmed = self.pressed = 0.0
        self.push = doses.tool if self.present else 0.0
        self.involved = doses.win_opinion_leaders if self.present and self.opinion_leader else 0.0
        for programme in self.model.programmes:
            if self.belongs_to(programme.target):
                self.join(programme)
        self.push = min(self.push, 1.0)
        self.euphoria = conditions.euphoria_of_training(self.euphoria, self.training, self.params.learning)

    def join(self, programme: Any) -> None:
        """One programme, which reaches this rep."""
        dose = programme.dose
        if programme.kind == "training":
            self.training += dose
        elif programme.kind == "targets":
            self.push += dose
            self.pressed = 1.0 - (1.0 - self.pressed) * (1.0 - dose * programme.pressure)
        else:
            self.be_coached(dose, programme.skill, own_boss=programme.kind == "manager_coaching")

    def be_coached(self, dose: float, skill: float, own_boss: bool) -> None:
        """A coaching helps or harms."""
        p, leader, candour = self.params.coaching, self.leader, 1.0
        if own_boss:
            skill, candour = leader.coaching_skill, conditions.candour_with_own_boss(leader.safety, p)
        helped, harmed = conditions.help_and_harm(dose, conditions.coaching_effect(skill, candour, p))
        self.coaching += dose
        self.helped += helped
        self.harmed += harmed

    def belongs_to(self, target: str) -> bool:
        """Whether a measure with this target reaches the holder."""
        if not self.present or target == "all":
            return self.present
        if target in ("willing", "blocked"):
            willing = self.attitude >= conditions.blocking(self.resistance, self.fear, self.identity)
            return willing == (target == "willing")
        if target == "newcomers":
            return self.tenure < self.params.attitude.newcomer_quarters
        if target == "opinion_leaders":
            return self.opinion_leader
        return self.seller == (target == "sellers")

    # --- decide ------------------------------------------------------------------------------------------------------

    def pulls(self) -> float:
        """The sum of all reasons for and against the new behaviour, in logits."""
        p, now, leader, need = self.params, self.model.now, self.leader, self.need_for_recognition
        felt_pay = decision.felt_reward(now.to_sell, self.pay_level, p.reward)
        felt_praise = decision.felt_reward(now.praise, self.praise_level, p.reward)
        crowding = decision.crowding_out(now.individual, self.material_motive, p.reward)
        fresh = max(self.model.doses.appeals - self.appeal_level, 0.0)
        return (decision.pull_of_habit(self.habit_advising, self.habit_selling, p.habit)
                + decision.pull_of_attitude(self.attitude, crowding, p.intention)
                + decision.pull_of_self_efficacy(self.self_efficacy, p.intention)
                + decision.pull_of_norm(self.norm, self.threshold, need, p.intention)
                + decision.pull_of_fear(self.fear, leader.safety, p.intention)
                + decision.pull_of_identity(self.identity, p.intention)
                + decision.pull_of_resistance(self.resistance, p.intention)
                + decision.pull_of_euphoria(self.euphoria, p.intention)
                + decision.pull_of_money(felt_pay, self.material_motive, p.reward)
                + decision.pull_of_recognition(felt_praise, now.honoured, need, p.reward)
                + decision.pull_of_careers(now.careers_for_selling, need, p.intention)
                + decision.pull_of_push(self.push, p.intention)
                + decision.pull_of_appeals(fresh, self.credibility, p.intention)
                + decision.pull_of_exhaustion(self.energy, p.intention))

    def decide(self) -> None:
        """Want, and do."""
        p, luck = self.params.intention, self.model.luck.uniform(chance.MOOD, self.model.quarter, self.slot)
        self.act(decision.intention(self.pulls() + self.own_reasons + decision.mood(luck, p), p))

    def act(self, wanted: float) -> None:
        """What an intention comes to, and the split of the time."""
        p, advising, selling = self.params, self.habit_advising, self.habit_selling
        self.wanted = wanted
        self.habitual = decision.habit_choice(advising, selling)
        control = decision.habit_control(advising, selling, p.habit)
        shown = decision.behaviour(self.behaviour, control, self.habitual, self.wanted, p.intention)
        networking = decision.networking(self.model.now.networking, self.leader.pressure, p.selling)
        time = decision.customer_time(self.model.now.meetings, self.training, networking, p.selling)
        here = 1.0 if self.present else 0.0
        self.shown, self.time, self.networking = shown * here, time * here, networking * here
        self.acquisition = decision.acquisition_time(self.time, self.ceiling(), self.shown)
        self.care = self.time - self.acquisition
        self.make_attempts()

    def ceiling(self) -> float:
        """Share of customer time that the job allows for acquisition."""
        organisation = self.model.case.organisation
        return organisation.seller_acquisition_share if self.seller else organisation.advisor_acquisition_share

    def make_attempts(self) -> None:
        """Try."""
        p = self.params
        self.capacity = business.working_capacity(self.energy, p.energy)
        effort = business.effort_under_pressure(self.leader.pressure, p.leading)
        attempts = business.attempts_made(self.acquisition, self.time, self.capacity, effort, self.ramp, p.selling)
        self.attempts = (attempts * business.dual_role_factor(self.acquisition, self.time, p.selling)
                         * (1.0 - self.model.doses.pairs * p.selling.team_time))

    # --- sell --------------------------------------------------------------------------------------------------------

    def expected_leads(self) -> float:
        """New opportunities to be expected from attempts, referrals and strategic contacts."""
        p, model, demand = self.params, self.model, self.model.now.demand
        mean = business.opportunities(self.attempts, self.skill_selling, model.room, demand,
                                      model.case.behaviour.acquisition_yield, p.selling)
        if self.present:
            others = (business.referrals(self.customers, self.trust, demand, p.customers)
                      + business.leads_from_contacts(self.strategic_contacts, demand, p.selling))
            mean += others * model.open_prospects
        return mean * model.inflow

    def serve(self) -> float:
        """Care for the book; returns the further opportunities to be expected."""
        p, model = self.params.customers, self.model
        gain = model.case.behaviour.productivity_gain * self.shown * model.mean_shown
        covered = business.coverage(self.care, self.customers, p) if self.present else p.stand_in
        self.service = business.service(covered, self.skill_advising, self.capacity, gain, p)
        return business.further_opportunities(self.customers, self.potential, self.trust, self.service,
                                              model.now.demand, p)

    def fill_pipeline(self) -> None:
        """Have the opportunities that the usual work of the quarters before the first would have brought."""
        market, uniform = self.model.case.market, self.model.luck.uniform
        new, further = self.expected_leads(), self.serve()
        self.pipeline_new = [poisson(uniform(f"{chance.LEADS} before {k}", 0, self.slot), new)
                             for k in range(market.sales_cycle_new)]
        self.pipeline_existing = [poisson(uniform(f"{chance.CROSS_LEADS} before {k}", 0, self.slot), further)
                                  for k in range(market.sales_cycle_existing)]

    def sell(self) -> None:
        """Find opportunities, win or lose those that are due, and count the revenue of the quarter."""
        model, uniform, quarter, slot = self.model, self.model.luck.uniform, self.model.quarter, self.slot
        p, market, yields = self.params.selling, model.case.market, model.case.behaviour.acquisition_yield
        self.leads = poisson(uniform(chance.LEADS, quarter, slot), self.expected_leads())
        further = poisson(uniform(chance.CROSS_LEADS, quarter, slot), self.serve())
        self.pipeline_new.append(self.leads)
        self.pipeline_existing.append(further)
        due, asked = self.pipeline_new.pop(0), self.pipeline_existing.pop(0)
        due = due if self.present else 0
        pushy = self.pushy = business.pushiness(self.leader.pressure, self.skill_selling, self.shown, yields)
        advice, odds = model.now.advice, self.leader.odds
        likely = business.win_odds(market.win_rate_new, self.skill_selling, pushy, advice, odds, p)
        self.wins_new = binomial(uniform(chance.WIN_NEW, quarter, slot), due, likely)
        self.losses_new = due - self.wins_new
        likely = business.win_odds(market.win_rate_existing, self.skill_advising, pushy, advice, odds, p)
        self.deals = binomial(uniform(chance.WIN_CROSS, quarter, slot), asked, likely)
        self.small_successes, self.rejections = business.outcomes_of_trying(self.attempts, self.leads,
                                                                            self.skill_selling, yields)
        self.count_revenue()

    def count_revenue(self) -> None:
        """Running business, with customers of the first day and since, and further deals."""
        book = self.model.case.book
        running = self.customers * self.maturity * book.revenue_per_customer
        old = self.model.of_old
        new = max(self.customers * (self.maturity - old + self.fresh * old), 0.0)
        self.revenue_new = new * book.revenue_per_customer
        self.revenue_book = running - self.revenue_new
        self.revenue_cross = self.deals * book.cross_sale_value
        self.revenue = running + self.revenue_cross

    # --- the book ----------------------------------------------------------------------------------------------------

    def part_with_customers(self) -> None:
        """Some leave; a dedicated seller hands new ones over."""
        p, model, book = self.params.customers, self.model, self.model.case.book
        uniform, quarter, slot = model.luck.uniform, model.quarter, self.slot
        likely = business.churn_probability(model.churn, self.trust, book.trust, model.now.churn, p)
        self.churned = binomial(uniform(chance.CHURN, quarter, slot), self.customers, likely)
        self.customers -= self.churned
        self.handed = self.lost_in_handover = 0
        if self.seller and self.wins_new and model.anybody_keeps_a_book:
            share = model.case.organisation.handover_share
            self.handed = binomial(uniform(chance.HAND, quarter, slot), self.wins_new, share)
            failing = business.loss_in_handover(self.leader.exchange, p)
            self.lost_in_handover = binomial(uniform(chance.HAND_LOSS, quarter, slot), self.handed, failing)

    def welcome_customers(self, dealt: int) -> None:
        """Take in the own new customers and those dealt to this rep; then the whole book develops."""
        p, book = self.params.customers, self.model.case.book
        self.won = self.wins_new - self.handed + dealt
        self.take_in(self.won, (book.new_customer_value, 1.0, book.trust, 1.0))
        self.trust = business.trust_after_quarter(self.trust, self.service, self.pushy, self.model.now.advice, p)
        self.potential = business.potential_after_quarter(self.potential, self.deals, self.customers, p)
        self.maturity = business.developed(self.maturity, self.model.developed, p)

    def take_in(self, joining: int, means: tuple[float, float, float, float]) -> None:
        """Mix customers with these means of value, freshness, trust and potential into the book."""
        if joining:
            value, fresh, trust, potential = means
            part = business.part_of_new(self.customers, joining)
            self.maturity = business.mixed_into(self.maturity, value, part)
            self.fresh = business.mixed_into(self.fresh, fresh, part)
            self.trust = business.mixed_into(self.trust, trust, part)
            self.potential = business.mixed_into(self.potential, potential, part)
            self.customers += joining

    def shake_habits(self, reach: float) -> None:
        """A new context breaks the cues of both habits."""
        self.habit_advising = conditions.habit_after_shock(self.habit_advising, reach, self.params.habit)
        self.habit_selling = conditions.habit_after_shock(self.habit_selling, reach, self.params.habit)

    def capacity_to_change(self) -> float:
        """How able to learn and change this rep is; observed only."""
        leader = self.leader
        return people.change_capacity(leader.safety, self.energy, leader.exchange, self.learning_orientation,
                                      leader.felt_reflection, self.resistance)
