"""Fourth part of a quarter: how outcomes, measures and colleagues change people; learning and leading."""

from __future__ import annotations

import numpy as np

from sim.arrays import Array
from sim.engine.decide import Choice
from sim.engine.framework import FrameworkNow
from sim.engine.perceive import Perception
from sim.engine.sell import Sales
from sim.engine.setup import Setup, State
from sim.laws import attitude, energy, exchange, fear, habit, leadership, learning, reward, selling, turnover


def feel(setup: Setup, state: State, now: FrameworkNow, seen: Perception, choice: Choice, sales: Sales,
         quarter: int) -> Array:
    """Update fear, attitude, self-efficacy, identity and resistance; returns the felt failures, (slots, runs)."""
    people, p, d = state.people, setup.p, seen.doses
    good = fear.successes(sales.succeeded, sales.wins_new, p.fear)
    bad = fear.failures(sales.rejected, sales.losses_new, p.fear)
    hollow = setup.plan.levels.appeals[quarter] * (1.0 - seen.coherence)
    involved, softened = d.involvement, p.coaching.resistance * d.coaching_help
    moved = {
        "fear": fear.fear_after_outcomes(people.fear, good, bad, seen.safety, seen.strain, people.disposition_to_fear,
                                         p.coaching.fear * d.coaching_help, p.coaching.harm * d.coaching_harm, p.fear),
        "attitude": attitude.attitude_after_quarter(
            people.attitude, seen.voiced, attitude.plasticity(people.tenure, p.attitude), good, bad, seen.safety,
            p.coaching.attitude * d.coaching_help, hollow, p.attitude),
        "self_efficacy": attitude.self_efficacy_after_quarter(people.self_efficacy, people.skill_selling, good, bad,
                                                              seen.safety, p.attitude),
        "identity": attitude.identity_after_quarter(people.identity, choice.behaviour, p.attitude),
        "resistance": attitude.resistance_after_quarter(people.resistance, d.push, people.fear, people.identity,
                                                        seen.justice, seen.coherence, involved, softened, p.attitude),
    }
    for name, values in moved.items():
        setattr(people, name, values)
    return bad


def take_for_granted(setup: Setup, state: State, now: FrameworkNow, quarter: int) -> None:
    """Update the rewards and appeals that are taken for granted."""
    people, p = state.people, setup.p.reward
    praise = reward.recognition_of_selling(now.recognition_practice, now.recognition_for_selling, now.games, p)
    people.pay_level = reward.taken_for_granted(people.pay_level, now.bonus.to_sell, p.pay_adaptation)
    people.praise_level = reward.taken_for_granted(people.praise_level, praise, p.recognition_adaptation)
    people.appeal_level = reward.taken_for_granted(people.appeal_level, setup.plan.levels.appeals[quarter],
                                                   p.appeal_adaptation)


def tire(setup: Setup, state: State, seen: Perception, choice: Choice, quarter: int) -> None:
    """Update energy after the load of the quarter."""
    people, p, levels = state.people, setup.p.energy, setup.plan.levels
    fresh = np.maximum(seen.doses.push - people.push_level, 0.0)
    demands = (p.of_training * seen.doses.training + p.of_coaching * seen.doses.coaching + p.of_targets * fresh
               + p.of_structure * levels.structure_load[quarter] + p.of_culture * levels.culture_load[quarter])
    load = energy.load(setup.scenario.framework.workload, demands, choice.behaviour, choice.habitual, seen.strain, p)
    people.energy = energy.energy_after_quarter(people.energy, load, p)
    people.push_level = reward.taken_for_granted(people.push_level, seen.doses.push, p.routine)


def satisfy(setup: Setup, state: State, now: FrameworkNow, seen: Perception, choice: Choice) -> None:
    """Update recognition received and satisfaction."""
    people, p = state.people, setup.p
    people.recognition = reward.recognition_received(now.recognition_practice, now.recognition_for_selling, now.games,
                                                     choice.behaviour, seen.norm, p.reward)
    met = turnover.recognition_met(people.recognition, people.need_for_recognition)
    offered = turnover.conditions_of_satisfaction(met, people.energy, turnover.role_fit(choice.behaviour,
                                                                                        people.hunting),
                                                  seen.justice, now.goal_conflict, seen.strain)
    people.satisfaction = turnover.satisfaction_after_quarter(people.satisfaction, offered, p.turnover)


def failures_per_head(setup: Setup, state: State, bad: Array) -> Array:
    """Felt failures per member present of each rep's team, (slots, runs)."""
    teams = setup.teams
    return teams.spread_out(teams.sums(bad) / np.maximum(teams.sums(state.people.present), 1.0))


def learn(setup: Setup, state: State, now: FrameworkNow, seen: Perception, choice: Choice, sales: Sales,
          team_failures: Array, quarter: int) -> None:
    """Update skills, by practice, teaching and colleagues, and habits, by repetition."""
    people, p, d = state.people, setup.p, seen.doses
    view = exchange.perspectives(now.cross_functional, setup.scenario.market.complexity, p.exchange)
    room = exchange.room_for_learning(exchange.reflection(now.meetings, now.lessons, p.exchange), seen.exchange,
                                      seen.safety)
    shared = exchange.shared_learning(room, view, seen.gap, team_failures, p.exchange)
    reaching = learning.transfer(seen.exchange, seen.listening, choice.intention, p.learning)
    taught = learning.taught_by_training(d.training, reaching, d.coaching_help, setup.plan.levels.shake[quarter],
                                         p.learning, p.coaching) + p.coaching.skill * d.coaching_help
    people.skill_selling = learning.selling_skill_after_quarter(
        people.skill_selling, sales.attempts, people.learning_orientation,
        learning.learning_from_errors(now.error_culture, p.learning), learning.talent(people.hunting, p.learning),
        taught, shared, p.learning)
    people.skill_advising = learning.advising_skill_after_quarter(people.skill_advising, choice.care,
                                                                  people.advising_ceiling, p.learning)
    practise(setup, state, choice)
    people.euphoria = learning.euphoria_after_quarter(people.euphoria, p.learning)
    people.ramp = selling.ramped_up(people.ramp, p.selling)
    people.strategic_contacts = selling.contacts_after_quarter(people.strategic_contacts, choice.networking, p.selling)


def practise(setup: Setup, state: State, choice: Choice) -> None:
    """Update both habits after a quarter of repetition, and the behaviour that others will see."""
    people, p = state.people, setup.p.habit
    cue = p.cue_retention + (1.0 - p.cue_retention) * people.seller
    people.habit_selling = habit.habit_after_practice(people.habit_selling, choice.behaviour, people.pace, 1.0, 0.0, p)
    people.habit_advising = habit.habit_after_practice(people.habit_advising, 1.0 - choice.behaviour, people.pace, cue,
                                                       people.habit_floor, p)
    people.behaviour = choice.behaviour


def lead(setup: Setup, state: State, now: FrameworkNow, seen: Perception, team_revenue: Array, quarter: int) -> None:
    """Update leaders, who react to results and to their own programmes."""
    leaders, p, levels = state.leaders, setup.p.leading, setup.plan.levels
    growth = np.exp(np.log1p(setup.scenario.leadership.ambition) * quarter / 4.0)
    missing = leadership.shortfall(team_revenue, leaders.target * growth)
    stress = np.minimum(missing + now.stress, 1.0) * (1.0 - now.grace)
    pressed = np.broadcast_to(seen.doses.pressed, setup.shape)
    extra = setup.teams.sums(pressed) / np.maximum(setup.teams.sums(state.people.present), 1.0)
    demanded = leadership.demanded_pressure(leaders.base_pressure, extra, stress, leaders.self_reflection, p)
    leaders.pressure = leadership.pressure_after_quarter(leaders.pressure, demanded, p)
    coached, reflected = levels.leader_coaching[quarter], levels.leader_reflection[quarter]
    trait = leadership.leader_trait_after_quarter
    leaders.listening = trait(leaders.listening, leaders.base_listening, coached, p)
    leaders.coaching_skill = trait(leaders.coaching_skill, leaders.base_coaching_skill, coached, p)
    leaders.self_reflection = trait(leaders.self_reflection, leaders.base_self_reflection, reflected, p)
