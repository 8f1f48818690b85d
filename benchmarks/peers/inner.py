"""What a quarter does to a rep: feeling and learning (7.8 and 7.9)."""

from __future__ import annotations

from typing import Any

from benchmarks.peers.laws import people


class InnerLife:
    """The part of a rep that feels, tires and learns."""

    model: Any

    def feel(self) -> None:
        """Fear, attitude, self-efficacy, identity and resistance, each from what the others were before."""
        p, leader = self.params, self.leader
        good = people.successes(self.small_successes, self.wins_new, p.fear)
        bad = self.bad = people.failures(self.rejections, self.losses_new, p.fear)
        safety, coherence, helped = leader.safety, leader.coherence, self.helped
        fear, identity, fits = self.fear, self.identity, p.attitude
        self.fear = people.fear_after_outcomes(fear, good, bad, safety, leader.strain, self.disposition_to_fear,
                                               p.coaching.fear * helped, p.coaching.harm * self.harmed, p.fear)
        self.attitude = people.attitude_after_quarter(
            self.attitude, self.voiced, people.plasticity(self.tenure, fits), good, bad, safety,
            p.coaching.attitude * helped, self.model.doses.appeals * (1.0 - coherence), fits)
        self.self_efficacy = people.self_efficacy_after_quarter(self.self_efficacy, self.skill_selling, good, bad,
                                                                safety, fits)
        self.identity = people.identity_after_quarter(identity, self.shown, fits)
        self.resistance = people.resistance_after_quarter(
            self.resistance, self.push, fear, identity, leader.justice, coherence, self.involved,
            p.coaching.resistance * helped, fits)
        self.be_satisfied()
        self.tire()

    def be_satisfied(self) -> None:
        """Recognition received, and satisfaction with the energy that the quarter began with."""
        p, now, leader = self.params, self.model.now, self.leader
        self.recognition = people.recognition_received(now.recognition_practice, now.recognition_for_selling,
                                                       self.model.doses.gamification, self.shown, self.norm, p.reward)
        offered = people.conditions_of_satisfaction(
            people.recognition_met(self.recognition, self.need_for_recognition), self.energy,
            people.role_fit(self.shown, self.hunting), leader.justice, now.goal_conflict, leader.strain)
        self.satisfaction = people.satisfaction_after_quarter(self.satisfaction, offered, p.turnover)

    def tire(self) -> None:
        """Energy after the load of everyday, measures, new behaviour and strain."""
        p, doses = self.params.energy, self.model.doses
        fresh = max(self.push - self.push_level, 0.0)
        demands = (p.of_training * self.training + p.of_coaching * self.coaching + p.of_targets * fresh
                   + p.of_structure * doses.structure_load + p.of_culture * doses.culture_load)
        load = people.load(self.model.case.framework.workload, demands, self.shown, self.habitual,
                           self.leader.strain, p)
        self.energy = people.energy_after_quarter(self.energy, load, p)
        self.push_level = people.taken_for_granted(self.push_level, self.push, p.routine)

    def learn(self) -> None:
        """Skills, habits, and what comes to be taken for granted."""
        p = self.params
        self.learn_to_sell()
        self.skill_advising = people.advising_skill_after_quarter(self.skill_advising, self.care,
                                                                  self.advising_ceiling, p.learning)
        cue = 1.0 if self.seller else p.habit.cue_retention
        shown, pace = self.shown, self.pace
        self.habit_selling = people.habit_after_practice(self.habit_selling, shown, pace, 1.0, 0.0, p.habit)
        self.habit_advising = people.habit_after_practice(self.habit_advising, 1.0 - shown, pace, cue,
                                                          self.habit_floor, p.habit)
        self.behaviour = shown
        self.euphoria = people.euphoria_after_quarter(self.euphoria, p.learning)
        self.ramp = people.ramped_up(self.ramp, p.selling)
        self.strategic_contacts = people.contacts_after_quarter(self.strategic_contacts, self.networking, p.selling)
        self.get_used()
        self.stand_by()

    def learn_to_sell(self) -> None:
        """Selling skill by practice, teaching and colleagues."""
        p, model, leader = self.params, self.model, self.leader
        room = people.room_for_learning(model.reflection, leader.exchange, leader.safety)
        shared = people.shared_learning(room, model.perspectives, self.gap, leader.failures_per_head, p.exchange)
        taught = p.coaching.skill * self.helped
        if self.training > 0.0:
            reaching = people.transfer(leader.exchange, leader.felt_listening, self.wanted, p.learning)
            taught += people.taught_by_training(self.training, reaching, self.helped, model.doses.shake, p.learning,
                                                p.coaching)
        self.skill_selling = people.selling_skill_after_quarter(
            self.skill_selling, self.attempts, self.learning_orientation, model.learning_from_errors,
            people.talent(self.hunting, p.learning), taught, shared, p.learning)

    def get_used(self) -> None:
        """Bonus, recognition and appeals come to be expected."""
        p, now = self.params.reward, self.model.now
        self.pay_level = people.taken_for_granted(self.pay_level, now.to_sell, p.pay_adaptation)
        self.praise_level = people.taken_for_granted(self.praise_level, now.praise, p.recognition_adaptation)
        self.appeal_level = people.taken_for_granted(self.appeal_level, self.model.doses.appeals, p.appeal_adaptation)
