"""Habit strength: what is repeated grows, rewards itself and decides (C1, C2)."""

from __future__ import annotations

import numpy as np

from sim.arrays import Array
from sim.laws.basics import Number, above_zero, relax
from sim.parameters.behaviour import Habit, Intention


def habit_control(advising: Array, selling: Array, p: Habit) -> Array:
    """Share of occasions that habit decides instead of intention.

    w = control * max(H_a, H_s); unit share. Ouellette & Wood 1998; Wood, Quinn & Kashy 2002.
    """
    return np.asarray(p.control * np.maximum(advising, selling))


def habit_choice(advising: Array, selling: Array) -> Array:
    """Share of the habitual occasions on which the selling habit wins: H_s / (H_a + H_s).

    1/2 where there is no habit at all. Two habits coexist: Walker, Thomas & Verplanken 2015.
    """
    total = advising + selling
    return np.asarray(np.where(total > 0.0, selling / above_zero(total), 0.5))


def behaviour(before: Array, control: Array, choice: Array, intention: Array, p: Intention) -> Array:
    """Share of occasions on which the rep shows the new behaviour.

    b = w h + (1 - w) [b_0 + gain (I - b_0)]: habit decides its share, and of a changed
    intention only a part reaches behaviour. Ouellette & Wood 1998; Webb & Sheeran 2006. Range [0, 1].
    """
    deliberate = before + p.gain * (intention - before)
    return np.asarray(control * choice + (1.0 - control) * deliberate)


def pull_of_habit(advising: Array, selling: Array, p: Habit) -> Array:
    """Pleasure of the stronger habit: reward (H_s - H_a), logits (C2: habits carry their own reward)."""
    return np.asarray(p.reward * (selling - advising))


def habit_after_practice(habit: Array, practice: Array, pace: Array, slowing: Number, floor: Number, p: Habit) -> Array:
    """Strength of one habit after a quarter in which it was practised on a share of occasions.

    dH/dt = k n (A - H) - decay s (1 - practice) (H - floor),  n = occasions * practice

    with k = formation * pace (1/act), A the asymptote, s the slowing by cues. Lally et al. 2010
    (growth per repetition), Edgren et al. 2025 (decelerating decay to a floor). Range [0, 1].
    """
    growth = p.formation * pace * p.occasions * practice
    fading = p.decay * slowing * (1.0 - practice)
    return relax(habit, growth * p.asymptote + fading * floor, growth * (1.0 - p.asymptote) + fading * (1.0 - floor))


def habit_after_shock(habit: Array, reach: Number, p: Habit) -> Array:
    """H (1 - shock * reach): a new context breaks cues. Wood, Tam & Guerrero Witt 2005."""
    return np.asarray(habit * (1.0 - p.reorganisation_shock * reach))
