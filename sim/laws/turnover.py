"""Satisfaction, leaving, hiring (A10, B4, C7, C9, D2)."""

from __future__ import annotations

import numpy as np

from sim.arrays import Array
from sim.laws.basics import Number, approach, relax
from sim.parameters.business import Turnover


def conditions_of_satisfaction(recognition: Array, energy: Array, role_fit: Array, justice: Array,
                               goal_conflict: Number,
                               strain: Array) -> Array:
    """What would satisfy: the mean of recognition, energy, role fit, justice, clear goals, and no strain. Range [0, 1].

    Role conflict lowers satisfaction: Brown & Peterson 1993 (D2).
    """
    return np.asarray((recognition + energy + role_fit + justice + (1.0 - goal_conflict) + (1.0 - strain)) / 6.0)


def satisfaction_after_quarter(satisfaction: Array, conditions: Array, p: Turnover) -> Array:
    """Satisfaction follows conditions at the rate `content_from` (1/quarter). Range [0, 1]."""
    return approach(satisfaction, conditions, p.content_from)


def role_fit(behaviour: Array, hunting: Array) -> Array:
    """How well the job suits the person: 1 - |b - hunting|. DeCarlo & Lam 2016. Range [0, 1]."""
    return np.asarray(1.0 - np.abs(behaviour - hunting))


def newcomer_factor(tenure: Array, quarters: Number, strain: Array, p: Turnover) -> Array:
    """Early attrition: 1 + (newcomer + newcomer_strain * strain) exp(-tenure / quarters); pressure adds to it (B4)."""
    return np.asarray(1.0 + (p.newcomer + p.newcomer_strain * strain) * np.exp(-tenure / quarters))


def leaving_probability(satisfaction: Array, reference: Number, strain: Array, peers_left: Array, newcomer: Array,
                        p: Turnover) -> Array:
    """Chance to leave this quarter.

    h = -ln(1 - base_per_year)/4 * exp(-k (satisfaction - reference)) (1 + strain_w * strain)
        (1 + contagion * contacts who left) * newcomer factor;  p = 1 - exp(-h)

    Griffeth et al. 2000; Sunder et al. 2017; Felps et al. 2009 (contagion). Range [0, 1).
    """
    hazard = (-np.log(1.0 - p.base_per_year) / 4.0 * np.exp(-p.satisfaction * (satisfaction - reference))
              * (1.0 + p.strain * strain) * (1.0 + p.contagion * peers_left) * newcomer)
    return np.asarray(1.0 - np.exp(-hazard))


def filling_probability(strain: Array, p: Turnover) -> Array:
    """Chance to fill a vacancy this quarter: fill (1 - fill_strain * strain): pressure puts entrants off (B4)."""
    return np.asarray(p.fill * (1.0 - p.fill_strain * strain))


def recognition_met(received: Array, need: Array) -> Array:
    """How far the need for recognition is met: 1 - need (1 - received). Range [0, 1] (C7)."""
    return np.asarray(1.0 - need * (1.0 - received))


def promotion_probability(behaviour: Array, careers: Number, p: Turnover) -> Array:
    """Chance of a promotion this quarter: min(promotion * 2 [c b + (1 - c)(1 - b)], 1), c = careers (C9)."""
    return np.asarray(np.minimum(p.promotion * 2.0 * (careers * behaviour + (1.0 - careers) * (1.0 - behaviour)), 1.0))


def satisfaction_after_promotion(satisfaction: Array, promoted: Array, p: Turnover) -> Array:
    """Satisfaction of those promoted: relax(s, promotion_joy * promoted, 0). Range [0, 1]."""
    return relax(satisfaction, p.promotion_joy * promoted, 0.0)
