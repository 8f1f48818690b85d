"""Layout of people in the network: colleagues who watch one another are close, teams are together.

The picture depends on who watches whom and on nothing that happens, so that nobody moves when a lever does. The reps
are laid out alone; positions for added sellers get a strip of their own beside them, however many there are.
"""

from __future__ import annotations

from functools import lru_cache

import networkx as nx
import numpy as np

from sim.arrays import Array
from sim.engine.setup import Setup

SEED = 7
"""Seed of the layout; the picture is always the same."""
ROUNDS = 60
"""Rounds of the forces: more changes little."""
TEAM_PULL = 0.8
"""Weight of the link of each rep to the own team's middle, where a link to a colleague weighs 1."""
LEADER_PULL = 0.25
"""Part of the way to the middle of all that opinion leaders are drawn."""
ASPECT = 1.6
"""Width over height of the picture, which decides how far apart is far enough."""
APART = 0.85
"""Distance kept between two people, as a part of the side of the square that each would have alone."""
STRIP = (1.06, 1.30)
"""Horizontal range of the sellers' positions, in widths of the reps' picture."""
Contacts = tuple[tuple[int, ...], ...]


def places_of(setup: Setup) -> list[list[float]]:
    """Place of every position: x and y in 0..1 for the reps; x beyond 1 for the sellers' strip."""
    reps = setup.scenario.organisation.reps
    contacts = tuple(map(tuple, setup.network.contacts[:, :reps, 0].T.tolist()))
    teams = tuple(setup.teams.team_of[:reps].tolist())
    leaders = tuple(np.flatnonzero(setup.network.opinion_leader[:reps, 0]).tolist())
    placed = [*map(list, laid_out(contacts, teams, leaders)), *strip(setup.slots - reps)]
    return [[round(x, 3), round(y, 3)] for x, y in placed]


@lru_cache(maxsize=64)
def laid_out(contacts: Contacts, teams: tuple[int, ...], leaders: tuple[int, ...]) -> tuple[tuple[float, float], ...]:
    """Places of the reps by forces: links and teams pull, everybody keeps a distance."""
    graph, count = nx.Graph(), len(contacts)
    graph.add_nodes_from(range(count))
    graph.add_edges_from(((i, j) for i, theirs in enumerate(contacts) for j in theirs if j < count), weight=1.0)
    graph.add_edges_from(((i, ("team", team)) for i, team in enumerate(teams)), weight=TEAM_PULL)
    found = nx.spring_layout(graph, pos=first_guess(teams), iterations=ROUNDS, seed=SEED)
    spots = np.array([found[i] for i in range(count)])
    spots[list(leaders)] *= 1.0 - LEADER_PULL
    return tuple((float(x), float(y)) for x, y in kept_apart(framed(spots)))


def first_guess(teams: tuple[int, ...]) -> dict[object, tuple[float, float]]:
    """Teams on a circle, their people in small circles: from here the forces end in the same picture every time."""
    count = max(teams) + 1
    guess: dict[object, tuple[float, float]] = {}
    for team in range(count):
        members = [i for i, own in enumerate(teams) if own == team]
        middle = np.exp(2j * np.pi * team / count)
        guess["team", team] = (middle.real, middle.imag)
        for k, i in enumerate(members):
            spot = middle + 0.4 * np.exp(2j * np.pi * k / len(members))
            guess[i] = (spot.real, spot.imag)
    return guess


def framed(spots: Array) -> Array:
    """The spots in the unit square, each direction filled; those in the middle get more room than forces leave them.

    Half of the way to even spacing keeps the order from left to right and from top to bottom.
    """
    low, high = spots.min(axis=0), spots.max(axis=0)
    plain = (spots - low) / np.maximum(high - low, 1e-9)
    even = np.argsort(np.argsort(spots, axis=0, kind="stable"), axis=0) / max(len(spots) - 1, 1)
    return np.asarray(0.5 * (plain + even))


def kept_apart(spots: Array, rounds: int = 80) -> Array:
    """Push people apart who would cover each other, in the shape that the picture has."""
    shape = np.array([ASPECT, 1.0])
    least = APART * np.sqrt(ASPECT / len(spots))
    spots = spots * shape
    for _ in range(rounds):
        gaps = spots[:, None] - spots[None]
        distance = np.sqrt((gaps**2).sum(axis=2))
        np.fill_diagonal(distance, np.inf)
        push = np.maximum(least - distance, 0.0) / np.maximum(distance, 1e-6)
        if not push.any():
            break
        spots = np.clip(spots + 0.25 * (gaps * push[:, :, None]).sum(axis=1), 0.0, shape)
    return np.asarray(spots / shape)


def strip(count: int) -> list[list[float]]:
    """Places of the positions for added sellers: rows from the top, in a strip that is as wide for any number."""
    if not count:
        return []
    across = max(2, int(np.ceil(np.sqrt(count * (STRIP[1] - STRIP[0]) * ASPECT))))
    rows = max(-(-count // across), 2)
    return [[STRIP[0] + (STRIP[1] - STRIP[0]) * (k % across) / (across - 1), (k // across + 0.5) / rows]
            for k in range(count)]
