"""How skills are gained and lost: practice, training, coaching (A4, A5, C5, D3, D4)."""

from __future__ import annotations

import numpy as np

from sim.arrays import Array
from sim.laws.basics import Number, approach, positive, relax, saturation
from sim.parameters.learning import Coaching, Learning


def learning_from_errors(error_culture: Number, p: Learning) -> Array:
    """Factor on learning per attempt, from `blame` at E = 0 through 1 at 1/2 to `openness` at E = 1.

    Keith & Frese 2008. The culture acts through trying and learning, never on sales directly (Klamar et al. 2022).
    """
    lower = p.blame + (1.0 - p.blame) * 2.0 * error_culture
    upper = 1.0 + (p.openness - 1.0) * (2.0 * error_culture - 1.0)
    return np.asarray(np.where(np.asarray(error_culture) < 0.5, lower, upper))


def talent(hunting: Array, p: Learning) -> Array:
    """Selling skill that practice can bring: talent_floor + (1 - talent_floor) hunting. DeCarlo & Lam 2016."""
    return np.asarray(p.talent_floor + (1.0 - p.talent_floor) * hunting)


def selling_skill_after_quarter(skill: Array, attempts: Array, orientation: Array, from_errors: Number, ceiling: Array,
                                taught: Array, shared: Array, p: Learning) -> Array:
    """Selling skill after practice, teaching, learning from colleagues and forgetting.

    up   = practice * attempts * from_errors (1/2 + orientation) * ceiling + taught + shared
    down = practice * attempts * from_errors (1/2 + orientation) (1 - ceiling) + forgetting * exp(-attempts / upkeep)

    `taught` and `shared` are rates (1/quarter). Tatel & Ackerman (forgetting only when unused). Range [0, 1].
    """
    practice = p.practice * attempts * from_errors * (0.5 + orientation)
    idle = np.exp(-attempts / p.upkeep)
    return relax(skill, practice * ceiling + taught + shared, practice * (1.0 - ceiling) + p.forgetting * idle)


def advising_skill_after_quarter(skill: Array, care_share: Array, start: Number, p: Learning) -> Array:
    """Advising skill follows the time it is given: target start * (share of time, saturating), rate advising_practice.

    Skills that are not used fade (A2). Range [0, 1].
    """
    return approach(skill, start * saturation(care_share, p.care_upkeep), p.advising_practice)


def transfer(exchange: Array, listening: Array, intention: Array, p: Learning) -> Array:
    """Part of a training that reaches the job, relative to the middle: environment times will.

    T = [1 + support (x + l - 1)] [1 + will (2 I - 1)]: 32 % of transfer is environment, peers most
    (Human Factors 2019); open skills need will (Blume et al. 2010; C5). Range >= 0.
    """
    environment = 1.0 + p.transfer_support * (exchange + listening - 1.0)
    return np.asarray(environment * (1.0 + p.transfer_will * (2.0 * intention - 1.0)))


def taught_by_training(dose: Number, transfer: Array, coaching: Number, window: Number, p: Learning,
                       c: Coaching) -> Array:
    """Rate of skill gain by training (A4, D3).

    training_skill * dose * transfer (1 + support * coaching)(1 + window_w * window)
    """
    return np.asarray(p.training_skill * dose * transfer * (1.0 + c.support * coaching) * (1.0 + p.window * window))


def euphoria_after_quarter(euphoria: Array, p: Learning) -> Array:
    """What is left of the euphoria: exp(-euphoria_decay) of it. De Grip & Sauermann 2012 (A4)."""
    return np.asarray(euphoria * np.exp(-np.asarray(p.euphoria_decay)))


def euphoria_of_training(euphoria: Array, dose: Number, p: Learning) -> Array:
    """Euphoria right after training: relax(euphoria, training_euphoria * dose, 0) (A4)."""
    return relax(euphoria, p.training_euphoria * dose, 0.0)


def coaching_effect(skill: Number, candour: Number, p: Coaching) -> Array:
    """Effect of one coaching relative to a very good one.

    candour (skill - breakeven) / (1 - breakeven) above the break-even skill, (skill - breakeven) / breakeven below.
    From -1 without any skill to 1: frequent coaching by the unskilled harms, however openly one
    speaks. Dahling et al. 2016 (D4). Range [-1, 1].
    """
    above = np.asarray(skill - p.breakeven_skill)
    gain = candour * above / np.maximum(1.0 - p.breakeven_skill, 1e-9)
    return np.asarray(np.where(above > 0.0, gain, above / np.maximum(p.breakeven_skill, 1e-9)))


def candour_with_own_boss(safety: Array, p: Coaching) -> Array:
    """How openly a rep speaks when the boss is the coach: 1 - candour (1 - safety) (D4). Range [0, 1]."""
    return np.asarray(1.0 - p.candour * (1.0 - safety))


def help_and_harm(dose: Array, effect: Array) -> tuple[Array, Array]:
    """Split coaching into help = max(dose * effect, 0) and harm = max(-dose * effect, 0)."""
    return positive(dose * effect), positive(-dose * effect)
