"""Second part of a quarter: intention against habit, and the allocation of working time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.engine.framework import FrameworkNow
from sim.engine.perceive import Perception
from sim.engine.setup import Setup, State
from sim.laws import habit, intention, reward, selling
from sim.people.chance import Decision


@dataclass(frozen=True)
class Choice:
    """What each rep decides: arrays of shape (slots, runs)."""

    intention: Array
    habitual: Array  # what habit alone would do
    behaviour: Array
    time: Array  # for customers, share of working time
    acquisition: Array  # share of working time
    care: Array  # share of working time
    networking: Array
    pulls: dict[str, Array]  # every reason behind the intention, in logits, see `pulls`; empty where none are kept


def pulls(setup: Setup, state: State, now: FrameworkNow, seen: Perception, quarter: int) -> dict[str, Array]:
    """Every reason for or against the new behaviour, by name, in logits. Their sum decides."""
    people, p, bonus = state.people, setup.p, now.bonus
    felt_pay = reward.felt_reward(bonus.to_sell, people.pay_level, p.reward)
    praise = reward.recognition_of_selling(now.recognition_practice, now.recognition_for_selling, now.games, p.reward)
    felt_praise = reward.felt_reward(praise, people.praise_level, p.reward)
    honoured = now.recognition_practice * (1.0 - now.recognition_for_selling)
    felt_appeals = np.maximum(setup.plan.levels.appeals[quarter] - people.appeal_level, 0.0)
    crowding = reward.crowding_out(bonus.individual, people.material_motive, p.reward)
    return {
        "habit": habit.pull_of_habit(people.habit_advising, people.habit_selling, p.habit),
        "attitude": intention.pull_of_attitude(people.attitude, crowding, p.intention),
        "self-efficacy": intention.pull_of_self_efficacy(people.self_efficacy, p.intention),
        "norm": intention.pull_of_norm(seen.norm, people.threshold, people.need_for_recognition, p.intention),
        "fear": intention.pull_of_fear(people.fear, seen.safety, p.intention),
        "identity": intention.pull_of_identity(people.identity, p.intention),
        "resistance": intention.pull_of_resistance(people.resistance, p.intention),
        "euphoria": intention.pull_of_euphoria(people.euphoria, p.intention),
        "money": reward.pull_of_money(felt_pay, people.material_motive, p.reward),
        "recognition": reward.pull_of_recognition(felt_praise, honoured, people.need_for_recognition, p.reward),
        "careers": reward.pull_of_careers(now.careers_for_selling, people.need_for_recognition, p.intention),
        "push": intention.pull_of_push(seen.doses.push, p.intention),
        "appeals": intention.pull_of_appeals(felt_appeals, seen.credibility, p.intention),
        "energy": intention.pull_of_exhaustion(people.energy, p.intention),
    }


def total_of(terms: dict[str, Array], total: Array) -> Array:
    """Sum of the pulls in fixed order, added to a table of zeros."""
    for pull in terms.values():
        total += pull
    return total


def decide(setup: Setup, state: State, now: FrameworkNow, seen: Perception, quarter: int, *,
           keep_pulls: bool = False) -> Choice:
    """Form the intention, weigh it against habit, and split the working time."""
    p = setup.p
    chance = intention.mood(setup.luck.uniform(Decision.MOOD, quarter, setup.slots), p.intention)
    terms = pulls(setup, state, now, seen, quarter)
    if state.rest is not None:
        terms["own reasons"] = state.rest.reasons
    wanted = intention.intention(total_of(terms, setup.zeros()) + chance, p.intention)
    if not keep_pulls:
        terms = {}  # these tables would crowd the cache of a large batch for the rest of the quarter
    return act(setup, state, now, seen, wanted, terms)


def act(setup: Setup, state: State, now: FrameworkNow, seen: Perception, wanted: Array,
        terms: dict[str, Array]) -> Choice:
    """What an intention comes to against habit, and the working time that follows."""
    people, p = state.people, setup.p
    control = habit.habit_control(people.habit_advising, people.habit_selling, p.habit)
    habitual = habit.habit_choice(people.habit_advising, people.habit_selling)
    shown = habit.behaviour(people.behaviour, control, habitual, wanted, p.intention) * people.present
    time = selling.customer_time(now.meetings, seen.doses.training, seen.networking, p.selling) * people.present
    acquisition = selling.acquisition_time(time, ceiling(setup, state), shown)
    return Choice(wanted, habitual, shown, time, acquisition, time - acquisition,
                  seen.networking * people.present, terms)


def ceiling(setup: Setup, state: State) -> Array:
    """Share of customer time that the job allows for acquisition."""
    org = setup.scenario.organisation
    extra = org.seller_acquisition_share - org.advisor_acquisition_share
    return np.asarray(org.advisor_acquisition_share + extra * state.people.seller)
