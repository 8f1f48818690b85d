"""Intention against habit, and the split of the working time: laws of step 4 (7.5)."""

from __future__ import annotations

import math

from benchmarks.peers.laws.basics import logistic, logit, positive
from sim.parameters.behaviour import Habit, Intention, Reward
from sim.parameters.business import Selling


def pull_of_habit(advising: float, selling: float, p: Habit) -> float:
    """Pleasure of the stronger habit."""
    return p.reward * (selling - advising)


def felt_reward(strength: float, level: float, p: Reward) -> float:
    """Pull of a reward after adaptation to its usual level."""
    return p.lasting * strength + (1.0 - p.lasting) * positive(strength - level)


def recognition_of_selling(practice: float, for_selling: float, games: float, p: Reward) -> float:
    """Recognition that the new behaviour earns."""
    usual = practice * for_selling
    return usual + (1.0 - usual) * p.gamification * games


def crowding_out(individual: float, material_motive: float, p: Reward) -> float:
    """Part of the attitude's weight that a direct bonus leaves."""
    return 1.0 - p.crowding_out * min(individual, 1.0) * (1.0 - material_motive)


def pull_of_attitude(attitude: float, crowding: float, p: Intention) -> float:
    """Liking it."""
    return p.attitude * (attitude - 0.5) * crowding


def pull_of_self_efficacy(self_efficacy: float, p: Intention) -> float:
    """Being able to."""
    return p.self_efficacy * (self_efficacy - 0.5)


def pull_of_norm(norm: float, threshold: float, need: float, p: Intention) -> float:
    """What the others do, against the own threshold."""
    return p.norm * need * (norm - threshold)


def pull_of_fear(fear: float, safety: float, p: Intention) -> float:
    """Fear of failure where nobody is safe."""
    return -p.fear * fear * (1.0 - safety)


def pull_of_identity(identity: float, p: Intention) -> float:
    """Seeing oneself as an advisor."""
    return -p.identity * (identity - 0.5)


def pull_of_resistance(resistance: float, p: Intention) -> float:
    """Resistance against the change."""
    return -p.resistance * resistance


def pull_of_euphoria(euphoria: float, p: Intention) -> float:
    """Lift after a training."""
    return p.euphoria * euphoria


def pull_of_money(felt: float, material_motive: float, p: Reward) -> float:
    """Money, for those whose motive it is."""
    return p.money * material_motive * felt


def pull_of_recognition(felt: float, honoured: float, need: float, p: Reward) -> float:
    """Recognition of selling against that of advising."""
    return p.recognition * need * (felt - honoured)


def pull_of_careers(for_selling: float, need: float, p: Intention) -> float:
    """Careers for the new behaviour."""
    return p.career * need * (for_selling - 0.5)


def pull_of_push(push: float, p: Intention) -> float:
    """Targets."""
    return p.push * push


def pull_of_appeals(fresh: float, credibility: float, p: Intention) -> float:
    """Fresh appeals, as far as they are credible."""
    return p.appeals * fresh * credibility


def pull_of_exhaustion(energy: float, p: Intention) -> float:
    """Tiredness."""
    return -p.exhaustion * (1.0 - energy)


def mood(u: float, p: Intention) -> float:
    """Chance of the quarter."""
    return p.mood * math.log(u / (1.0 - u))


def own_reasons(practice: float, pulls: float, p: Intention) -> float:
    """Reasons for today's practice that the pulls leave unexplained."""
    return logit(practice) * math.sqrt(1.0 + p.mood**2) - p.propensity - pulls


def intention(pulls: float, p: Intention) -> float:
    """Wanted share of occasions, from the sum of pulls and mood."""
    return logistic(p.propensity + pulls)


def habit_control(advising: float, selling: float, p: Habit) -> float:
    """Share of occasions that habit decides."""
    return p.control * max(advising, selling)


def habit_choice(advising: float, selling: float) -> float:
    """Share of the habitual occasions on which the selling habit wins."""
    total = advising + selling
    return selling / total if total > 0.0 else 0.5


def behaviour(before: float, control: float, habitual: float, wanted: float, p: Intention) -> float:
    """Share of occasions on which the new behaviour is shown."""
    return control * habitual + (1.0 - control) * (before + p.gain * (wanted - before))


def networking(protected: float, pressure: float, p: Selling) -> float:
    """Working time for strategic contacts."""
    return protected + p.spare_networking * (1.0 - pressure) ** 2


def customer_time(meetings: float, training: float, networking: float, p: Selling) -> float:
    """Working time left for customers."""
    return positive(1.0 - p.overhead - p.meeting_time * meetings - p.training_time * training - networking)


def acquisition_time(time: float, ceiling: float, behaviour: float) -> float:
    """Working time given to acquisition."""
    return time * ceiling * behaviour
