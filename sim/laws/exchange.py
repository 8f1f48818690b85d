"""How reps learn from one another (B3, E1, E3, E4, E6, E7)."""

from __future__ import annotations

import numpy as np

from sim.arrays import Array
from sim.laws.basics import Number, logistic, saturation
from sim.parameters.learning import Exchange


def exchange_between_reps(individual: Number, shared: Number, safety: Array, games: Number, p: Exchange) -> Array:
    """How openly reps exchange.

    x = logistic(base - individual_bonus * ind + shared_bonus * shared + safety_w (2 safety - 1) - gamification * games)

    Range (0, 1). `individual` and `shared` are powers of the bonus' parts (E1); safety: Frazier et al. 2017 (E4).
    """
    pulls = (p.base - p.individual_bonus * individual + p.shared_bonus * shared + p.safety * (2.0 * safety - 1.0)
             - p.gamification * games)
    return logistic(np.asarray(pulls))


def reflection(meetings: Number, lessons: Number, p: Exchange) -> Array:
    """Reflection that meetings give: 1 - exp(-meetings * share of lessons / full_reflection).

    Frequency without lessons reflects nothing (E3). Tannenbaum & Cerasoli 2013. Range [0, 1).
    """
    return saturation(meetings * lessons, p.full_reflection)


def room_for_learning(reflection: Number, exchange: Array, safety: Array) -> Array:
    """Room that the organisation makes: reflection * exchange * safety. Any one of them closes it (B3, E4)."""
    return np.asarray(reflection * exchange * safety)


def perspectives(cross_functional: Number, complexity: Number, p: Exchange) -> Array:
    """Factor on shared learning by other functions: 1 + perspective * min(2 share, 1) * complexity (E6)."""
    return np.asarray(1.0 + p.perspective * np.minimum(2.0 * cross_functional, 1.0) * complexity)


def shared_learning(room: Array, view: Number, gap: Array, team_failures: Array, p: Exchange) -> Array:
    """Rate of skill gain from colleagues (1/quarter): better ones, and failures taken apart together.

    rate = room * view (peer_learning * gap + failure_learning * team_failures)

    `gap` is the lead of the best contact (0-1), `team_failures` the felt failures per colleague.
    Sandvik et al. 2020; Tannenbaum & Cerasoli 2013 (E3, E4, E7).
    """
    return np.asarray(room * view * (p.peer_learning * gap + p.failure_learning * team_failures))
