"""Part of the fourth pass: what the quarter does to customers and people; after it, the leaders."""

from __future__ import annotations

import math

from benchmarks.limit.columns import LEVEL, NOW, C, Q, T
from benchmarks.limit.compiled_laws import (
    attitude,
    customers,
    energy,
    exchange,
    fear,
    habit,
    leadership,
    learning,
    reward,
    selling,
    turnover,
)
from benchmarks.limit.jit import compiled


@compiled()
def take_in(x, i, arriving, maturity, fresh, trust, potential):
    """Let customers arrive in a book."""
    part = customers.part_of_new(x[C.customers, i], arriving)
    x[C.maturity, i] = customers.mixed_into(x[C.maturity, i], maturity, part)
    x[C.fresh, i] = customers.mixed_into(x[C.fresh, i], fresh, part)
    x[C.trust, i] = customers.mixed_into(x[C.trust, i], trust, part)
    x[C.potential, i] = customers.mixed_into(x[C.potential, i], potential, part)
    x[C.customers, i] += arriving


@compiled()
def develop(w, x, q, i, arriving, advice):
    """The book: who arrives; trust, potential and value of all."""
    if arriving > 0.0:
        take_in(x, i, arriving, w.book.new_customer_value, 1.0, w.book.trust, 1.0)
    p = w.p.customers
    x[C.trust, i] = customers.trust_after_quarter(x[C.trust, i], q[Q.service, i], q[Q.pushy, i], advice, p)
    x[C.potential, i] = customers.potential_after_quarter(x[C.potential, i], q[Q.sold, i], x[C.customers, i], p)
    x[C.maturity, i] = customers.developed(x[C.maturity, i], 1.0, p)


@compiled()
def feel(w, x, q, t, i, team, appeals):
    """Fear, attitude, self-efficacy, identity and resistance."""
    p, safety, coherence = w.p, t[T.safety, team], t[T.coherence, team]
    good, bad, helped = q[Q.good, i], q[Q.bad, i], q[Q.helped, i]
    before, identity = x[C.fear, i], x[C.identity, i]
    x[C.fear, i] = fear.fear_after_outcomes(before, good, bad, safety, t[T.strain, team], x[C.disposition_to_fear, i],
                                            p.coaching.fear * helped, p.coaching.harm * q[Q.harmed, i], p.fear)
    x[C.attitude, i] = attitude.attitude_after_quarter(
        x[C.attitude, i], q[Q.voiced, i], attitude.plasticity(x[C.tenure, i], p.attitude), good, bad, safety,
        p.coaching.attitude * helped, appeals * (1.0 - coherence), p.attitude)
    x[C.self_efficacy, i] = attitude.self_efficacy_after_quarter(x[C.self_efficacy, i], x[C.skill_selling, i], good,
                                                                 bad, safety, p.attitude)
    x[C.identity, i] = attitude.identity_after_quarter(identity, q[Q.behaviour, i], p.attitude)
    x[C.resistance, i] = attitude.resistance_after_quarter(
        x[C.resistance, i], q[Q.push, i], before, identity, t[T.justice, team], coherence, q[Q.involved, i],
        p.coaching.resistance * helped, p.attitude)


@compiled()
def satisfy(w, x, q, t, i, team, now):
    """Recognition received, and satisfaction."""
    p, shown = w.p, q[Q.behaviour, i]
    received = reward.recognition_received(now[NOW.recognition_practice], now[NOW.recognition_for_selling],
                                           now[NOW.games], shown, q[Q.norm, i], p.reward)
    x[C.recognition, i] = received
    offered = turnover.conditions_of_satisfaction(
        turnover.recognition_met(received, x[C.need_for_recognition, i]), x[C.energy, i],
        turnover.role_fit(shown, x[C.hunting, i]), t[T.justice, team], now[NOW.goal_conflict], t[T.strain, team])
    x[C.satisfaction, i] = turnover.satisfaction_after_quarter(x[C.satisfaction, i], offered, p.turnover)


@compiled()
def tire(w, x, q, i, strain, level):
    """Energy after the load of the quarter."""
    p, push = w.p.energy, q[Q.push, i]
    demands = (p.of_training * q[Q.training, i] + p.of_coaching * q[Q.coached, i]
               + p.of_targets * max(push - x[C.push_level, i], 0.0)
               + p.of_structure * level[LEVEL.structure_load] + p.of_culture * level[LEVEL.culture_load])
    load = energy.load(w.framework.workload, demands, q[Q.behaviour, i], q[Q.habitual, i], strain, p)
    x[C.energy, i] = energy.energy_after_quarter(x[C.energy, i], load, p)
    x[C.push_level, i] = reward.taken_for_granted(x[C.push_level, i], push, p.routine)


@compiled()
def learn(w, x, q, t, i, team, now, shake):
    """Skills, by practice, teaching and colleagues."""
    p, helped = w.p, q[Q.helped, i]
    view = exchange.perspectives(now[NOW.cross_functional], w.market.complexity, p.exchange)
    room = exchange.room_for_learning(exchange.reflection(now[NOW.meetings], now[NOW.lessons], p.exchange),
                                      t[T.exchange, team], t[T.safety, team])
    shared = exchange.shared_learning(room, view, q[Q.gap, i], t[T.bad, team] / max(t[T.present, team], 1.0),
                                      p.exchange)
    reaching = learning.transfer(t[T.exchange, team], t[T.heard, team], q[Q.intention, i], p.learning)
    taught = learning.taught_by_training(q[Q.training, i], reaching, helped, shake, p.learning,
                                         p.coaching) + p.coaching.skill * helped
    x[C.skill_selling, i] = learning.selling_skill_after_quarter(
        x[C.skill_selling, i], q[Q.attempts, i], x[C.learning_orientation, i],
        learning.learning_from_errors(now[NOW.error_culture], p.learning),
        learning.talent(x[C.hunting, i], p.learning), taught, shared, p.learning)
    x[C.skill_advising, i] = learning.advising_skill_after_quarter(x[C.skill_advising, i], q[Q.care, i],
                                                                   x[C.advising_ceiling, i], p.learning)
    x[C.euphoria, i] = learning.euphoria_after_quarter(x[C.euphoria, i], p.learning)
    x[C.ramp, i] = selling.ramped_up(x[C.ramp, i], p.selling)
    x[C.strategic_contacts, i] = selling.contacts_after_quarter(x[C.strategic_contacts, i], q[Q.networking, i],
                                                                p.selling)


@compiled()
def practise(w, x, q, i):
    """Both habits after a quarter of repetition, and the behaviour others will see."""
    p, shown, pace = w.p.habit, q[Q.behaviour, i], x[C.pace, i]
    cue = p.cue_retention + (1.0 - p.cue_retention) * x[C.seller, i]
    x[C.habit_selling, i] = habit.habit_after_practice(x[C.habit_selling, i], shown, pace, 1.0, 0.0, p)
    x[C.habit_advising, i] = habit.habit_after_practice(x[C.habit_advising, i], 1.0 - shown, pace, cue,
                                                        x[C.habit_floor, i], p)
    x[C.behaviour, i] = shown


@compiled()
def take_for_granted(w, x, i, now, appeals):
    """Rewards and appeals that have become usual."""
    p = w.p.reward
    praise = reward.recognition_of_selling(now[NOW.recognition_practice], now[NOW.recognition_for_selling],
                                           now[NOW.games], p)
    x[C.pay_level, i] = reward.taken_for_granted(x[C.pay_level, i], now[NOW.to_sell], p.pay_adaptation)
    x[C.praise_level, i] = reward.taken_for_granted(x[C.praise_level, i], praise, p.recognition_adaptation)
    x[C.appeal_level, i] = reward.taken_for_granted(x[C.appeal_level, i], appeals, p.appeal_adaptation)


@compiled()
def react(w, x, q, t, i, team, now, level):
    """Everything that a quarter does to a rep who was there."""
    feel(w, x, q, t, i, team, level[LEVEL.appeals])
    satisfy(w, x, q, t, i, team, now)
    tire(w, x, q, i, t[T.strain, team], level)
    learn(w, x, q, t, i, team, now, level[LEVEL.shake])
    practise(w, x, q, i)
    take_for_granted(w, x, i, now, level[LEVEL.appeals])


@compiled()
def stand_empty(w, x, q, i, strain, level):
    """A vacant position: only what the service to its customers depends on still moves."""
    tire(w, x, q, i, strain, level)
    x[C.skill_advising, i] = learning.advising_skill_after_quarter(x[C.skill_advising, i], 0.0,
                                                                   x[C.advising_ceiling, i], w.p.learning)


@compiled()
def lead(w, plan, r, quarter):
    """Leaders react to results and to programmes of their own."""
    t, p, now, level = r.t, w.p.leading, plan.now[quarter], plan.levels[quarter]
    growth = math.exp(math.log1p(w.leadership.ambition) * quarter / 4.0)
    for team in range(w.size.teams):
        missing = leadership.shortfall(t[T.revenue, team], t[T.target, team] * growth)
        stress = min(missing + now[NOW.stress], 1.0) * (1.0 - now[NOW.grace])
        extra = t[T.pressed, team] / max(t[T.present, team], 1.0)
        demanded = leadership.demanded_pressure(t[T.base_pressure, team], extra, stress, t[T.self_reflection, team], p)
        t[T.pressure, team] = leadership.pressure_after_quarter(t[T.pressure, team], demanded, p)
        t[T.listening, team] = leadership.leader_trait_after_quarter(
            t[T.listening, team], t[T.base_listening, team], level[LEVEL.leader_coaching], p)
        t[T.coaching_skill, team] = leadership.leader_trait_after_quarter(
            t[T.coaching_skill, team], t[T.base_coaching_skill, team], level[LEVEL.leader_coaching], p)
        t[T.self_reflection, team] = leadership.leader_trait_after_quarter(
            t[T.self_reflection, team], t[T.base_self_reflection, team], level[LEVEL.leader_reflection], p)
