"""The influence network: whom each rep watches and listens to, and who is prominent.

A small-world network: contacts are neighbours in a ring within the team, and some are rewired to
other teams, there preferably to the prominent. Links of the reps are drawn from keyed
luck, so that adding sellers leaves them as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sim.arrays import Array
from sim.people.chance import Decision, Luck
from sim.people.teams import Teams, ranks

if TYPE_CHECKING:
    import networkx

Indices = npt.NDArray[np.int64]


KATZ = 0.1
"""Weight of the second step in centrality: small, so that it orders those with equally many listeners."""


@dataclass(frozen=True)
class Network:
    """Contacts of every slot in every run.

    contacts : (contacts, slots, runs) slot numbers that the slot listens to.
    flat : the same as positions in a flattened (slots, runs) table.
    opinion_leader : (slots, runs) 1 for the most central reps, else 0.
    """

    contacts: Indices
    flat: Indices
    opinion_leader: Array

    def gather(self, x: Array) -> Array:
        """Sum of x over each slot's contacts, in the order of the contacts: (slots, runs) -> (slots, runs)."""
        table, theirs = x.ravel(), np.empty(x.shape, x.dtype)
        total = table.take(self.flat[0])
        for index in self.flat[1:]:
            total += table.take(index, out=theirs, mode="clip")
        return np.asarray(total)


def ring_offsets(count: int) -> list[int]:
    """Neighbours on a ring from the nearest on: 1, -1, 2, -2, ..."""
    return [(i // 2 + 1) * (1 if i % 2 == 0 else -1) for i in range(count)]


def ring_contacts(teams: Teams, count: int) -> tuple[Indices, npt.NDArray[np.bool_]]:
    """Contacts in the own team: (count, slots) slot numbers, and whether the team is large enough for each."""
    contacts = np.empty((count, teams.team_of.size), dtype=np.int64)
    inside = np.empty((count, teams.team_of.size), dtype=bool)
    for block in teams.blocks:
        place = np.arange(block.teams * block.size)
        base, member = block.start + place // block.size * block.size, place % block.size
        where = slice(block.start, block.start + place.size)
        for k, offset in enumerate(ring_offsets(count)):
            contacts[k, where] = base + (member + offset) % block.size
            inside[k, where] = k < block.size - 1
    return contacts, inside


def contacts_in_other_teams(luck: Luck, teams: Teams, reps: int, contact: int, order: Indices,
                            prominence: Array | float) -> Indices:
    """One contact in another team for every slot, more likely the higher in `order`: (slots, runs).

    Where there is one team only, a colleague of that team.
    """
    slots = teams.team_of.size
    u = luck.uniform(f"{Decision.CONTACT} {contact}", 0, slots)
    rank = np.minimum((reps * np.exp(prominence * np.log(u))).astype(np.int64), reps - 1)
    target = np.take_along_axis(order, rank, axis=0)
    if teams.rep_teams == 1:
        clash = target == np.arange(slots)[:, None]
    else:
        clash = teams.team_of[target] == teams.team_of[:, None]
    return np.where(clash, next_door(teams, reps)[target], target)


def next_door(teams: Teams, reps: int) -> Indices:
    """For every rep, the colleague at the same place in the next team, or next in the only team: (reps,)."""
    if teams.rep_teams == 1:
        return (np.arange(reps) + 1) % reps
    own = teams.team_of[:reps]
    then = (own + 1) % teams.rep_teams
    first, size = np.searchsorted(own, np.arange(teams.rep_teams)), np.bincount(own)
    return first[then] + (np.arange(reps) - first[own]) % size[then]


def centrality(contacts: Indices, reps: int) -> Array:
    """Number of direct and indirect listeners of each rep: reach in two steps, (reps, runs).

    Listeners count 1, listeners of listeners a little (two steps of Katz centrality).
    """
    runs = contacts.shape[2]
    flat = (contacts[:, :reps] * runs + np.arange(runs)).ravel()
    listeners = np.bincount(flat, minlength=reps * runs).astype(np.float64)
    weights = np.broadcast_to(listeners.reshape(1, reps, runs), (contacts.shape[0], reps, runs)).ravel()
    second = np.bincount(flat, weights=weights, minlength=reps * runs)
    return np.asarray((listeners + KATZ * second).reshape(reps, runs))


def most_central(central: Array, share: Array | float) -> Array:
    """1 for the given share of reps with the highest centrality (at least one where share > 0), else 0."""
    wanted = np.ceil(np.asarray(share) * central.shape[0] - 1e-9)
    return np.asarray((ranks(-central) < wanted).astype(np.float64))


def make_network(luck: Luck, teams: Teams, reps: int, contacts: int, between: Array | float, prominence: Array | float,
                 leader_share: Array | float) -> Network:
    """Draw the contacts of all slots in all runs, and find the opinion leaders among the reps."""
    slots, runs = teams.team_of.size, luck.keys.size
    ring, inside = ring_contacts(teams, contacts)
    order = np.argsort(luck.uniform(Decision.PROMINENCE, 0, reps), axis=0, kind="stable")
    chosen = np.empty((contacts, slots, runs), dtype=np.int64)
    for k in range(contacts):
        rewired = luck.uniform(f"{Decision.REWIRE} {k}", 0, slots) < between
        away = contacts_in_other_teams(luck, teams, reps, k, order, prominence)
        chosen[k] = np.where(rewired | ~inside[k][:, None], away, ring[k][:, None])
    leaders = np.zeros((slots, runs), luck.dtype)
    leaders[:reps] = most_central(centrality(chosen, reps), leader_share)
    return Network(chosen, chosen * runs + np.arange(runs), leaders)


def as_graph(network: Network, run: int = 0) -> networkx.DiGraph:
    """The network of one run as a directed graph; an edge a -> b says that a listens to b."""
    import networkx

    graph = networkx.DiGraph()
    count, slots, _ = network.contacts.shape
    graph.add_nodes_from(range(slots))
    graph.add_edges_from((slot, int(network.contacts[k, slot, run])) for slot in range(slots) for k in range(count))
    return graph
