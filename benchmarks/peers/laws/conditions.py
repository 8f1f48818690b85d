"""What surrounds a rep: laws of steps 1 to 3 (7.2 to 7.4)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from benchmarks.peers.laws.basics import logistic, positive, relax
from sim.parameters.behaviour import Habit, Influence, Reward
from sim.parameters.learning import Coaching, Conditions, Exchange, Leading, Learning


def habit_after_shock(habit: float, reach: float, p: Habit) -> float:
    """A new context breaks the cues of a habit."""
    return habit * (1.0 - p.reorganisation_shock * reach)


def bonus_power(variable_share: float, part: float, p: Reward) -> float:
    """Power of one part of the bonus, as a share of a full bonus."""
    return min(variable_share / max(p.full_variable_share, 1e-9), p.power_cap) * part


def incentive_to_sell(individual: float, team: float, company: float, new_business: float, team_size: int,
                      company_size: int, p: Reward) -> float:
    """Felt line of sight from new business to the own income."""
    shared = team * team_size ** -p.free_riding + company * company_size ** -p.free_riding
    return new_business * (individual + p.team_line_of_sight * shared)


def moved(x: float, target: float, reach: float, dose: float) -> float:
    """A condition moved towards a target by a measure."""
    return x + (target - x) * reach * dose


def error_culture_after_work(culture: float, usual: float, dose: float, p: Conditions) -> float:
    """The error culture after a quarter of work on it, and of relapse."""
    return relax(culture, p.culture_change * dose + p.culture_relapse * usual, p.culture_relapse * (1.0 - usual))


def strain(pressure: float, p: Leading) -> float:
    """Pressure felt as strain."""
    return positive(pressure - p.strain_from) / max(1.0 - p.strain_from, 1e-9)


def listening_under_strain(listening: float, strain: float, p: Leading) -> float:
    """What strain leaves of a leader's listening."""
    return listening * (1.0 - p.attention * strain)


def psychological_safety(culture: float, listening: float, strain: float, protection: float, p: Conditions) -> float:
    """Safety to try and to fail."""
    usual = (p.safety_culture * culture + (1.0 - p.safety_culture) * listening) * (1.0 - p.safety_strain * strain)
    return usual + (1.0 - usual) * protection * culture


def procedural_justice(autonomy: float, listening: float, p: Conditions) -> float:
    """Felt procedural justice."""
    return p.justice_autonomy * autonomy + (1.0 - p.justice_autonomy) * listening


def coherence(conditions: Sequence[float], p: Conditions) -> float:
    """Geometric mean of conditions above a floor."""
    floor = p.contradiction_floor
    logs = sum(math.log(max(floor + (1.0 - floor) * x, 1e-300)) for x in conditions)
    return math.exp(logs / len(conditions))


def exchange_between_reps(individual: float, shared: float, safety: float, games: float, p: Exchange) -> float:
    """How openly reps exchange what they know."""
    return logistic(p.base - p.individual_bonus * individual + p.shared_bonus * shared
                    + p.safety * (2.0 * safety - 1.0) - p.gamification * games)


def attention(opinion_leader: bool, p: Influence) -> float:
    """Weight with which a colleague is watched."""
    return p.leader_weight if opinion_leader else 1.0


def visible_adoption(behaviour: float, resistance: float, level: float, p: Influence) -> float:
    """How far a colleague is seen as one who adopted."""
    return logistic((behaviour - level) / max(p.visibility_width, 1e-9)) * (1.0 - resistance)


def voiced_attitude(attitude: float, resistance: float) -> float:
    """Attitude as others hear it."""
    return attitude * (1.0 - resistance)


def blunted(resistance: float, p: Influence) -> float:
    """What resistance among the contacts leaves of the credibility of those who lead."""
    return 1.0 - p.blunting * resistance


def blocking(resistance: float, fear: float, identity: float) -> float:
    """Index of blocking."""
    return 1.0 - (1.0 - resistance) * (1.0 - fear * identity)


def candour_with_own_boss(safety: float, p: Coaching) -> float:
    """How openly a rep speaks when the own boss is the coach."""
    return 1.0 - p.candour * (1.0 - safety)


def coaching_effect(skill: float, candour: float, p: Coaching) -> float:
    """Effect of a coaching relative to a very good one; below the break-even skill it harms."""
    even = p.breakeven_skill
    if skill > even:
        return candour * (skill - even) / max(1.0 - even, 1e-9)
    return (skill - even) / max(even, 1e-9)


def help_and_harm(dose: float, effect: float) -> tuple[float, float]:
    """A coaching split into its helping and its harming part."""
    return positive(dose * effect), positive(-dose * effect)


def euphoria_of_training(euphoria: float, dose: float, p: Learning) -> float:
    """Euphoria right after a training."""
    return relax(euphoria, p.training_euphoria * dose, 0.0)
