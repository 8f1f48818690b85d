"""Feeling, learning, leading and staying: laws of steps 7 to 10 (7.8 to 7.11)."""

from __future__ import annotations

import math

from benchmarks.peers.laws.basics import approach, positive, relax, saturation
from benchmarks.peers.laws.decision import recognition_of_selling
from sim.parameters.behaviour import Attitude, Energy, Fear, Habit, Reward
from sim.parameters.business import Selling, Turnover
from sim.parameters.learning import Coaching, Exchange, Leading, Learning


def successes(small: float, wins: int, p: Fear) -> float:
    """Felt successes of the quarter."""
    return wins + p.lead_weight * small


def failures(rejections: float, losses: int, p: Fear) -> float:
    """Felt failures of the quarter."""
    return losses + p.rejection_weight * rejections


def fear_after_outcomes(fear: float, good: float, bad: float, safety: float, strain: float, usual: float,
                        relief: float, harm: float, p: Fear) -> float:
    """Fear of failure after the quarter."""
    up = p.per_failure * bad * (1.0 - safety) + p.strain * strain + p.disposition * usual + harm
    down = p.per_success * good + p.per_safe_failure * bad * safety + p.disposition * (1.0 - usual) + relief
    return relax(fear, up, down)


def plasticity(tenure: float, p: Attitude) -> float:
    """Factor by which a newcomer takes on attitudes faster."""
    return 1.0 + p.newcomer_plasticity * math.exp(-tenure / max(p.newcomer_quarters, 1e-9))


def attitude_after_quarter(attitude: float, voiced: float, plasticity: float, good: float, bad: float, safety: float,
                           coached: float, hollow: float, p: Attitude) -> float:
    """Attitude to selling after the quarter; `hollow` is the dose of appeals that are not coherent."""
    up = p.influence * plasticity * voiced + p.success * good + coached
    down = p.influence * plasticity * (1.0 - voiced) + p.failure * bad * (1.0 - safety) + p.hollow_appeals * hollow
    return relax(attitude, up, down)


def self_efficacy_after_quarter(self_efficacy: float, skill: float, good: float, bad: float, safety: float,
                                p: Attitude) -> float:
    """Confidence to be able to sell after the quarter."""
    up = p.efficacy_skill * skill + p.efficacy_success * good
    return relax(self_efficacy, up, p.efficacy_skill * (1.0 - skill) + p.efficacy_failure * bad * (1.0 - safety))


def identity_after_quarter(identity: float, behaviour: float, p: Attitude) -> float:
    """The advisory identity drifts to what one does."""
    return relax(identity, p.identity_drift * (1.0 - behaviour), p.identity_drift * behaviour)


def resistance_after_quarter(resistance: float, push: float, fear: float, identity: float, justice: float,
                             coherence: float, involved: float, coached: float, p: Attitude) -> float:
    """Resistance after the quarter."""
    up = p.reactance * push * fear**2 * identity**2 * (1.0 - justice)
    return relax(resistance, up, p.resistance_fade * coherence**2 + p.involvement * involved + coached)


def recognition_received(practice: float, for_selling: float, games: float, behaviour: float, norm: float,
                         p: Reward) -> float:
    """Recognition from leaders for what one does, and from peers for fitting in."""
    of_selling = recognition_of_selling(practice, for_selling, games, p)
    from_leaders = behaviour * of_selling + (1.0 - behaviour) * practice * (1.0 - for_selling)
    return 0.5 * from_leaders + 0.5 * (1.0 - abs(behaviour - norm))


def recognition_met(recognition: float, need: float) -> float:
    """How far the need for recognition is met."""
    return 1.0 - need * (1.0 - recognition)


def role_fit(behaviour: float, hunting: float) -> float:
    """How well the job suits the person."""
    return 1.0 - abs(behaviour - hunting)


def conditions_of_satisfaction(met: float, energy: float, fit: float, justice: float, conflict: float,
                               strain: float) -> float:
    """What would satisfy."""
    return (met + energy + fit + justice + (1.0 - conflict) + (1.0 - strain)) / 6.0


def satisfaction_after_quarter(satisfaction: float, offered: float, p: Turnover) -> float:
    """Satisfaction follows the conditions."""
    return relax(satisfaction, p.content_from * offered, p.content_from * (1.0 - offered))


def load(everyday: float, demands: float, behaviour: float, habitual: float, strain: float, p: Energy) -> float:
    """Load of the quarter."""
    return everyday + demands + p.novelty * positive(behaviour - habitual) + p.strain * strain


def energy_after_quarter(energy: float, load: float, p: Energy) -> float:
    """Energy recovers and is drained."""
    return relax(energy, p.recovery, p.drain * load * (1.0 + p.overload * positive(load - 1.0)))


def taken_for_granted(level: float, given: float, rate: float) -> float:
    """The level that is expected approaches what is given."""
    return approach(level, given, rate)


def perspectives(functions: float, complexity: float, p: Exchange) -> float:
    """Factor on shared learning by other functions."""
    return 1.0 + p.perspective * min(2.0 * functions, 1.0) * complexity


def reflection(meetings: float, lessons: float, p: Exchange) -> float:
    """Reflection that meetings give."""
    return saturation(meetings * lessons, p.full_reflection)


def room_for_learning(reflection: float, exchange: float, safety: float) -> float:
    """Room for learning that the organisation makes."""
    return reflection * exchange * safety


def shared_learning(room: float, view: float, gap: float, failures: float, p: Exchange) -> float:
    """Rate of skill gain from the best contact and from failures of the team."""
    return room * view * (p.peer_learning * gap + p.failure_learning * failures)


def transfer(exchange: float, listening: float, wanted: float, p: Learning) -> float:
    """Part of a training that reaches the job."""
    return (1.0 + p.transfer_support * (exchange + listening - 1.0)) * (1.0 + p.transfer_will * (2.0 * wanted - 1.0))


def taught_by_training(dose: float, transfer: float, helped: float, window: float, p: Learning, q: Coaching) -> float:
    """Rate of skill gain by a training."""
    return p.training_skill * dose * transfer * (1.0 + q.support * helped) * (1.0 + p.window * window)


def learning_from_errors(culture: float, p: Learning) -> float:
    """Factor on learning per attempt by the error culture."""
    if culture < 0.5:
        return p.blame + (1.0 - p.blame) * 2.0 * culture
    return 1.0 + (p.openness - 1.0) * (2.0 * culture - 1.0)


def talent(hunting: float, p: Learning) -> float:
    """Selling skill that practice can bring."""
    return p.talent_floor + (1.0 - p.talent_floor) * hunting


def selling_skill_after_quarter(skill: float, attempts: float, orientation: float, from_errors: float, talent: float,
                                taught: float, shared: float, p: Learning) -> float:
    """Selling skill after practice, teaching, colleagues and forgetting."""
    practice = p.practice * attempts * from_errors * (0.5 + orientation)
    forgotten = p.forgetting * math.exp(-attempts / max(p.upkeep, 1e-9))
    return relax(skill, practice * talent + taught + shared, practice * (1.0 - talent) + forgotten)


def advising_skill_after_quarter(skill: float, care: float, ceiling: float, p: Learning) -> float:
    """Advising skill follows the time given to care."""
    kept = ceiling * saturation(care, p.care_upkeep)
    return relax(skill, p.advising_practice * kept, p.advising_practice * (1.0 - kept))


def habit_after_practice(habit: float, share: float, pace: float, slowing: float, floor: float, p: Habit) -> float:
    """One habit after a quarter in which it was practised on a share of the occasions."""
    up, fade = p.formation * pace * p.occasions * share, p.decay * slowing * (1.0 - share)
    return relax(habit, up * p.asymptote + fade * floor, up * (1.0 - p.asymptote) + fade * (1.0 - floor))


def euphoria_after_quarter(euphoria: float, p: Learning) -> float:
    """What is left of the euphoria."""
    return euphoria * math.exp(-p.euphoria_decay)


def ramped_up(ramp: float, p: Selling) -> float:
    """Knowledge of products and market."""
    return approach(ramp, 1.0, 3.0 / p.ramp_up)


def contacts_after_quarter(contacts: float, networking: float, p: Selling) -> float:
    """Network of strategic contacts."""
    left = contacts * math.exp(-p.contact_fading)
    return left + (1.0 - left) * (1.0 - math.exp(-p.contact_growth * networking))


def shortfall(result: float, target: float) -> float:
    """How far results miss the target."""
    return positive(1.0 - result / target) if target > 0.0 else 0.0


def shortfall_by_chance(spread: float) -> float:
    """Mean shortfall of results that reach their target on average."""
    return spread / math.sqrt(2.0 * math.pi)


def base_of_pressure(shown: float, stress: float, self_reflection: float, p: Leading) -> float:
    """Pressure without stress, from that under the usual stress."""
    calm = math.exp(-p.stress_response * stress * (1.0 - p.reflection_calm * self_reflection))
    return min(positive((shown - (1.0 - calm)) / max(calm, 1e-9)), 1.0)


def own_rate(stated: float, left_alone: float) -> float:
    """Rate that draws a state back to where it is stated."""
    x, after = (min(max(value, 1e-6), 1.0 - 1e-6) for value in (stated, left_alone))
    return math.log((1.0 - after) / (1.0 - x)) if after < x else math.log(x / after)


def held(state: float, own: float) -> float:
    """The state after its own rate."""
    return relax(state, positive(own), positive(-own))


def demanded_pressure(base: float, extra: float, stress: float, self_reflection: float, p: Leading) -> float:
    """Pressure that a leader feels must be shown."""
    demand = extra + p.stress_response * stress * (1.0 - p.reflection_calm * self_reflection)
    return base + (1.0 - base) * (1.0 - math.exp(-demand))


def pressure_after_quarter(pressure: float, demanded: float, p: Leading) -> float:
    """Pressure approaches what is demanded."""
    return approach(pressure, demanded, p.adjustment)


def leader_trait_after_quarter(trait: float, base: float, dose: float, p: Leading) -> float:
    """A trait of a leader after a quarter of a programme, and of relapse."""
    return relax(trait, p.programme * dose + p.relapse * base, p.relapse * (1.0 - base))


def promotion_probability(behaviour: float, for_selling: float, p: Turnover) -> float:
    """Chance of a promotion."""
    favoured = for_selling * behaviour + (1.0 - for_selling) * (1.0 - behaviour)
    return min(2.0 * p.promotion * favoured, 1.0)


def satisfaction_after_promotion(satisfaction: float, promoted: float, p: Turnover) -> float:
    """Satisfaction of those promoted."""
    return relax(satisfaction, p.promotion_joy * promoted, 0.0)


def newcomer_factor(tenure: float, settling: float, strain: float, p: Turnover) -> float:
    """Factor on the hazard of leaving by early attrition."""
    return 1.0 + (p.newcomer + p.newcomer_strain * strain) * math.exp(-tenure / max(settling, 1e-9))


def leaving_probability(satisfaction: float, usual: float, strain: float, exits: int, newcomer: float,
                        p: Turnover) -> float:
    """Chance to leave in the quarter."""
    base = -math.log(1.0 - p.base_per_year) / 4.0 * math.exp(-p.satisfaction * (satisfaction - usual))
    return 1.0 - math.exp(-base * (1.0 + p.strain * strain) * (1.0 + p.contagion * exits) * newcomer)


def filling_probability(strain: float, p: Turnover) -> float:
    """Chance to fill a vacancy in the quarter."""
    return p.fill * (1.0 - p.fill_strain * strain)


def change_capacity(safety: float, energy: float, exchange: float, orientation: float, self_reflection: float,
                    resistance: float) -> float:
    """Capacity to learn and change."""
    return (safety + energy + exchange + orientation + self_reflection + (1.0 - resistance)) / 6.0
