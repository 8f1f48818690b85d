"""Traits of people on arrival: of those present at the start and of those hired later."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.arrays import Array
from sim.people.chance import Decision, Indices, Luck

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario

SELLER_DIRECTION: dict[str, float] = {
    "habit_selling": 1.0, "habit_advising": -1.0, "attitude": 1.0, "self_efficacy": 1.0, "skill_selling": 1.0,
    "hunting": 1.0, "identity": -1.0, "fear": -0.5, "skill_advising": -0.5, "need_for_recognition": 0.0,
    "material_motive": 0.25, "learning_orientation": 0.0,
}
"""In which direction, and how strongly, those who already sell differ from advisors (seller_advantage)."""


LEAST_SPREAD = 1e-9
"""Used in place of a spread of 0, to avoid division by zero."""


def pick(value: Array | float, run: Indices) -> Array | float:
    """The value of each run where it differs between runs, else the common one."""
    return value[run] if isinstance(value, np.ndarray) and value.ndim else value


def truncated_normal(u: Array, mean: Array | float, spread: Array | float) -> Array:
    """Quantile u of a normal distribution cut to [0, 1]. Spread 0 gives the mean."""
    return quantile_within(u, mean, spread, *part_within(mean, spread))


def part_within(mean: Array | float, spread: Array | float) -> tuple[Array, Array]:
    """Probabilities of a normal distribution below 0 and between 0 and 1; spread 0 counts as 1e-9."""
    from scipy.special import ndtr

    sd = np.maximum(spread, LEAST_SPREAD)
    low, high = ndtr((0.0 - mean) / sd), ndtr((1.0 - mean) / sd)
    return np.asarray(low), np.asarray(high - low)


def quantile_within(u: Array, mean: Array | float, spread: Array | float, below: Array, within: Array) -> Array:
    """Quantile u of a normal distribution cut to [0, 1], given what `part_within` says of it."""
    from scipy.special import ndtri

    return np.asarray(np.clip(mean + np.maximum(spread, LEAST_SPREAD) * ndtri(below + u * within), 0.0, 1.0))


def normal_quantile(u: Array) -> Array:
    """Quantile u of the standard normal distribution."""
    from scipy.special import ndtri

    return np.asarray(ndtri(u))


def trait_means(scenario: Scenario) -> dict[str, float]:
    """Mean of every drawn trait for an advisor, by its name in the population."""
    people = scenario.people
    return {
        "habit_advising": people.habit_advising, "habit_selling": people.habit_selling, "fear": people.fear_of_failure,
        "need_for_recognition": people.need_for_recognition, "material_motive": people.material_motive,
        "attitude": people.attitude_to_selling, "identity": people.advisory_identity,
        "skill_selling": people.selling_skill, "skill_advising": people.advising_skill,
        "self_efficacy": people.self_efficacy, "hunting": people.hunting_disposition,
        "learning_orientation": people.learning_orientation,
    }


def means_by_kind(scenario: Scenario) -> Array:
    """Mean of every drawn trait for advisors and for those who already sell: (traits, 2, runs or 1)."""
    means = np.stack(np.broadcast_arrays(*map(np.atleast_1d, trait_means(scenario).values())))
    direction = np.asarray([SELLER_DIRECTION[name] for name in trait_means(scenario)], dtype=means.dtype)[:, None]
    advantage = direction * scenario.people.seller_advantage
    return np.asarray(np.clip(np.stack(np.broadcast_arrays(means, means + advantage), axis=1), 0.02, 0.98))


def draw_traits(scenario: Scenario, luck: Luck, quarter: int, slot: Indices, run: Indices, sells: Array,
                team: Indices) -> dict[str, Array]:
    """Draw the traits of the people who take the given (slot, run) positions in a quarter; arrays of shape (people,).

    `sells` is 1 for those who already sell and 0 for advisors; `team` is the number of each one's team.
    """
    names = tuple(trait_means(scenario))
    means, spread = means_by_kind(scenario), scenario.people.spread
    below, within = part_within(means, spread)
    kind, column = (sells > 0.0).astype(np.intp), run if below.shape[2] > 1 else 0
    u = luck.at(tuple(f"{Decision.TRAIT} {name}" for name in names), quarter, slot, run)
    mean = means[:, kind, run if means.shape[2] > 1 else 0]
    drawn = quantile_within(u, mean, pick(spread, run), below[:, kind, column], within[:, kind, column])
    return dict(zip(names, drawn, strict=True)) | other_traits(scenario, luck, quarter, slot, run, team)


def other_traits(scenario: Scenario, luck: Luck, quarter: int, slot: Indices, run: Indices,
                 team: Indices) -> dict[str, Array]:
    """Thresholds, pace of habit and type of seller; arrays of shape (people,)."""
    p = scenario.parameters
    threshold = luck.at(f"{Decision.TRAIT} threshold", quarter, slot, run)
    pace = luck.at(f"{Decision.TRAIT} pace", quarter, slot, run)
    own = luck.at(f"{Decision.TRAIT} style", quarter, slot, run)
    shared = luck.at(f"{Decision.TRAIT} team style", 0, team, run)
    mixed = pick(scenario.organisation.team_diversity, run)
    return {
        "threshold": truncated_normal(threshold, pick(p.influence.threshold, run), pick(p.influence.threshold_spread,
                                                                                        run)),
        "pace": np.exp(pick(p.habit.spread, run) * normal_quantile(pace)),
        "style": mixed * own + (1.0 - mixed) * shared,
    }
