"""Money and recognition: how strong, how long, for whom (C6, C7, C8, E1)."""

from __future__ import annotations

import numpy as np

from sim.arrays import Array
from sim.laws.basics import Number, approach, positive
from sim.parameters.behaviour import Intention, Reward


def bonus_power(variable_share: Number, part: Number, p: Reward) -> Array:
    """Power of one part of the bonus: min(variable_share / full_variable_share, power_cap) * part.

    Unit: share of a full bonus. Kieser 2018 (30 % is the field's full bonus).
    """
    return np.asarray(np.minimum(variable_share / np.maximum(p.full_variable_share, 1e-9), p.power_cap) * part)


def incentive_to_sell(individual: Number, team: Number, company: Number, new_business: Number,
                      team_size: Number, company_size: Number, p: Reward) -> Array:
    """Felt line of sight from new business to own income.

    B = new_business [ind + s (team n_t^-f + comp n_c^-f)], f = free_riding, s = team_line_of_sight,
    with the powers of the three parts. Garbers & Konradt 2014; Friebel et al. 2017. Range >= 0.
    """
    shared = team * np.exp(-p.free_riding * np.log(team_size)) + company * np.exp(-p.free_riding * np.log(company_size))
    return np.asarray(new_business * (individual + p.team_line_of_sight * shared))


def felt_reward(strength: Number, level: Array, p: Reward) -> Array:
    """Pull of a reward after adaptation: lasting * s + (1 - lasting) * max(s - level, 0).

    `level` is what has come to be taken for granted. Di Tella et al. 2010 (C7). Unit as `strength`.
    """
    return np.asarray(p.lasting * strength + (1.0 - p.lasting) * positive(strength - level))


def taken_for_granted(level: Array, strength: Number, rate: Number) -> Array:
    """The level of a reward that is expected: it approaches what is given at `rate` (1/quarter)."""
    return approach(level, strength, rate)


def pull_of_money(felt: Array, material_motive: Array, p: Reward) -> Array:
    """money * motive * felt bonus, logits: it moves those whose own motive it meets (C6)."""
    return np.asarray(p.money * material_motive * felt)


def crowding_out(individual: Number, material_motive: Array, p: Reward) -> Array:
    """Part of the attitude's weight that is left: 1 - crowding_out * min(power, 1) * (1 - motive).

    Cerasoli et al. 2016: the intrinsic motive weighs less beside a direct incentive; least so
    for those who are in it for the money. Range [0, 1].
    """
    return np.asarray(1.0 - p.crowding_out * np.minimum(individual, 1.0) * (1.0 - material_motive))


def recognition_of_selling(practice: Number, for_selling: Number, games: Number, p: Reward) -> Array:
    """Recognition that the new behaviour earns: practice * for_selling, plus what games add (C8).

    r = q + (1 - q) gamification * games, q = practice * for_selling. Range [0, 1].
    """
    earned = practice * for_selling
    return np.asarray(earned + (1.0 - earned) * p.gamification * games)


def pull_of_recognition(felt_new: Array, old: Number, need: Array, p: Reward) -> Array:
    """recognition * need * (felt recognition of selling - recognition of advising), logits (C7)."""
    return np.asarray(p.recognition * need * (felt_new - old))


def pull_of_careers(careers: Number, need: Array, p: Intention) -> Array:
    """career * need * (careers_for_selling - 1/2), logits: who is promoted for what (C9)."""
    return np.asarray(p.career * need * (careers - 0.5))


def recognition_received(practice: Number, for_selling: Number, games: Number, behaviour: Array, norm: Array,
                         p: Reward) -> Array:
    """Recognition that a rep actually receives, from leaders for what he does and from peers for fitting in.

    R = [b r_new + (1 - b) practice (1 - for_selling)] / 2 + [1 - |b - norm|] / 2, r_new as `recognition_of_selling`.
    Range [0, 1].
    Bradler et al. 2016 (conformity); claim C7: fear of losing recognition drives conformity.
    """
    led = behaviour * recognition_of_selling(practice, for_selling, games, p) + (1.0 - behaviour) * practice * (
        1.0 - for_selling)
    return np.asarray(0.5 * led + 0.5 * (1.0 - np.abs(behaviour - norm)))
