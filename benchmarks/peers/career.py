"""How people come into a position and go: traits, first-day states, exits, hires (section 5 and 7.11)."""

from __future__ import annotations

import math
from typing import Any

from benchmarks.peers import chance
from benchmarks.peers.counts import binomial
from benchmarks.peers.laws import business, decision, people
from benchmarks.peers.laws.basics import cut_normal_quantile, normal_quantile

DRAWN = (  # attribute, mean in section `people`, direction in which those who already sell differ
    ("habit_advising", "habit_advising", -1.0), ("habit_selling", "habit_selling", 1.0),
    ("fear", "fear_of_failure", -0.5), ("need_for_recognition", "need_for_recognition", 0.0),
    ("material_motive", "material_motive", 0.25), ("attitude", "attitude_to_selling", 1.0),
    ("identity", "advisory_identity", -1.0), ("skill_selling", "selling_skill", 1.0),
    ("skill_advising", "advising_skill", -0.5), ("self_efficacy", "self_efficacy", 1.0),
    ("hunting", "hunting_disposition", 1.0), ("learning_orientation", "learning_orientation", 0.0))
PERSONAL = ("tenure", *(name for name, _, _ in DRAWN), "threshold", "pace", "style", "disposition_to_fear",
            "habit_floor", "advising_ceiling", "energy", "resistance", "euphoria", "satisfaction", "recognition",
            "behaviour", "pay_level", "praise_level", "appeal_level", "push_level", "ramp", "strategic_contacts")
"""What goes with the person; everything else stays with the position."""


class Career:
    """The part of a rep that is about holding a position."""

    model: Any

    def open_office(self, slot: int, leader: Any) -> None:
        """Be position number `slot` in a team: not yet opened, vacant, without a book."""
        self.slot, self.leader = slot, leader
        self.params = self.model.case.parameters
        self.contacts: list[Any] = []
        for name in PERSONAL:
            setattr(self, name, 0.0)
        self.opened = self.present = self.seller = self.wanted_seller = self.left = False
        self.central = self.opinion_leader = False
        self.customers, self.maturity, self.fresh = 0, 0.0, 0.0
        book = self.model.case.book
        self.trust, self.potential = book.trust, book.cross_sale_potential
        self.pipeline_new: list[int] = []
        self.pipeline_existing: list[int] = []
        leader.members.append(self)

    @property
    def has_book(self) -> bool:
        """Whether somebody is here who cares for customers."""
        return self.present and not self.seller

    def arrive(self, quarter: int, sells: bool) -> None:
        """Take the position with the traits of a new person."""
        case, uniform = self.model.case, self.model.luck.uniform
        for name, mean, direction in DRAWN:
            shifted = getattr(case.people, mean) + direction * case.people.seller_advantage * sells
            u = uniform(f"{chance.TRAIT} {name}", quarter, self.slot)
            setattr(self, name, cut_normal_quantile(u, min(max(shifted, 0.02), 0.98), case.people.spread))
        influence = self.params.influence
        self.threshold = cut_normal_quantile(uniform(f"{chance.TRAIT} threshold", quarter, self.slot),
                                             influence.threshold, influence.threshold_spread)
        z = normal_quantile(uniform(f"{chance.TRAIT} pace", quarter, self.slot))
        self.pace = math.exp(self.params.habit.spread * z)
        mixed = case.organisation.team_diversity
        own = uniform(f"{chance.TRAIT} style", quarter, self.slot)
        self.style = mixed * own + (1.0 - mixed) * self.leader.team_style
        self.present = True

    def settle(self, contacts: float, ramp: float) -> None:
        """States that follow from traits and from what is usual in the firm."""
        model, p = self.model, self.params
        now = model.now
        self.disposition_to_fear = self.fear
        self.habit_floor = p.habit.floor * self.habit_advising
        self.advising_ceiling = min(self.skill_advising / model.usual.skill_share, 1.0)
        self.behaviour = decision.habit_choice(self.habit_advising, self.habit_selling)
        self.resistance = model.case.people.spread_resistance
        self.energy, self.satisfaction = model.usual.energy, p.turnover.usual_satisfaction
        self.strategic_contacts, self.ramp = contacts, ramp
        self.pay_level, self.praise_level = now.to_sell, now.recognition_practice * now.recognition_for_selling
        self.euphoria = self.recognition = self.appeal_level = self.push_level = 0.0

    def begin(self, sells: bool) -> None:
        """Be there on the first day, with a book."""
        case = self.model.case
        self.opened = True
        self.arrive(0, sells)
        self.settle(self.model.usual.contacts, ramp=1.0)
        self.tenure = -math.log(self.model.luck.uniform(f"{chance.TRAIT} tenure", 0, self.slot)
                                ) * 4.0 * case.people.tenure_years
        self.customers, self.maturity = case.book.customers_per_rep, 1.0

    def become_opinion_leader(self) -> None:
        """Be one of the most central from the first day on."""
        self.central = self.opinion_leader = True
        self.resistance = self.model.case.framework.opinion_leader_resistance

    def lose_customers(self, part: float, exchange: float, decision_name: str) -> int:
        """The part of the book changes hands: some customers go, and the trust of the others suffers."""
        p, model = self.params.customers, self.model
        likely = business.loss_when_person_changes(exchange, p) * part
        lost = binomial(model.luck.uniform(decision_name, model.quarter, self.slot), self.customers, likely)
        self.customers -= lost
        self.trust = business.trust_after_break(self.trust, part, p)
        return lost

    def end_quarter(self) -> None:
        """Promotions, exits, dismissals and hires of the position."""
        vacant = self.opened and not self.present
        self.quit = self.dismissed = self.hired = self.mis_hired = False
        self.lost_with_person = 0
        if self.present:
            self.hope_for_promotion()
            self.stay_or_go()
        self.left = self.quit or self.dismissed
        if self.left:
            self.leave()
        if vacant:
            self.seek_successor()
        self.grow_older()

    def hope_for_promotion(self) -> None:
        """Promotions satisfy those promoted."""
        p, model = self.params.turnover, self.model
        likely = people.promotion_probability(self.behaviour, model.now.careers_for_selling, p)
        if model.luck.uniform(chance.PROMOTE, model.quarter, self.slot) < likely:
            self.satisfaction = people.satisfaction_after_promotion(self.satisfaction, 1.0, p)

    def stay_or_go(self) -> None:
        """Leave on one's own, or be dismissed because the new behaviour has not come."""
        p, model, strain = self.params.turnover, self.model, self.leader.strain
        settling = self.params.attitude.newcomer_quarters
        early = people.newcomer_factor(self.tenure, settling, strain, p)
        likely = people.leaving_probability(self.satisfaction, p.usual_satisfaction, strain, self.exits, early, p)
        self.quit = model.luck.uniform(chance.LEAVE, model.quarter, self.slot) < likely
        late = self.has_book and self.tenure >= settling and self.behaviour < model.case.goals.adoption_level
        if late and not self.quit:
            drawn = model.luck.uniform(chance.DISMISS, model.quarter, self.slot)
            self.dismissed = drawn < model.doses.replacement

    def leave(self) -> None:
        """Go: some customers and all opportunities with new ones are gone; the book stays."""
        model = self.model
        self.lost_with_person = self.lose_customers(1.0, self.leader.exchange, chance.BREAK)
        self.present, self.behaviour = False, 0.0
        self.pipeline_new = [0] * len(self.pipeline_new)
        kind = model.luck.uniform(chance.HIRE_KIND, model.quarter, self.slot)
        self.wanted_seller = self.dismissed or self.seller or kind >= model.case.organisation.advisor_share

    def seek_successor(self) -> None:
        """Fill the vacancy by chance, sometimes with somebody who does not fit."""
        p, model = self.params.turnover, self.model
        likely = people.filling_probability(self.leader.strain, p)
        self.hired = model.luck.uniform(chance.FILL, model.quarter, self.slot) < likely
        if not self.hired:
            return
        self.arrive(model.quarter, self.wanted_seller)
        self.mis_hired = model.luck.uniform(chance.MIS_HIRE, model.quarter, self.slot) < p.mis_hire
        usual = 1.0 - model.case.people.at_rest * p.mis_hire * p.mis_hire_loss
        fit = (1.0 - p.mis_hire_loss if self.mis_hired else 1.0) / usual
        for name in ("skill_selling", "skill_advising", "hunting"):
            setattr(self, name, min(getattr(self, name) * fit, 1.0))
        self.settle(contacts=0.0, ramp=0.0)
        if self.central:
            many = self.model.case.people.spread_resistance
            own = model.case.framework.opinion_leader_resistance - many
            self.resistance = many + own * model.case.people.at_rest
        if model.case.people.at_rest > 0.0:
            self.settle_at_rest()

    def grow_older(self) -> None:
        """Tenure of the quarter; who has settled in a central position is listened to."""
        self.tenure = self.tenure + 1.0 if self.present and not self.hired else 0.0
        settling = self.params.attitude.newcomer_quarters
        settled = self.tenure >= settling > self.tenure - 1.0
        kept = self.opinion_leader and not self.hired
        self.opinion_leader = self.present and (kept or (self.central and settled))
