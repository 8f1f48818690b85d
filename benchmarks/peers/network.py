"""Teams, and who listens to whom (section 5)."""

from __future__ import annotations

import math
from collections import Counter

from benchmarks.peers import chance
from sim.scenario.schema import Scenario

SECOND_STEP = 0.1
"""Weight in centrality of those who listen to one's listeners."""


def teams_of(reps: int, sellers: int, size: int) -> list[list[int]]:
    """Positions by team: the reps in teams of `size`, the last one smaller, and added sellers likewise behind them."""
    blocks = [(first, min(first + size, reps)) for first in range(0, reps, size)]
    blocks += [(first, min(first + size, reps + sellers)) for first in range(reps, reps + sellers, size)]
    return [list(range(first, last)) for first, last in blocks]


def draw_contacts(case: Scenario, luck: chance.Chance, teams: list[list[int]]) -> list[list[int]]:
    """The positions that each position listens to."""
    organisation = case.organisation
    prominent = by_prominence(organisation.reps, luck)
    of_reps = [team for team in teams if team[0] < organisation.reps]
    contacts: list[list[int]] = []
    for team in teams:
        for member, slot in enumerate(team):
            chosen = []
            for k in range(organisation.contacts):
                away = luck.uniform(f"{chance.REWIRE} {k}", 0, slot) < organisation.contacts_between_teams
                if away or k >= len(team) - 1:
                    chosen.append(elsewhere(case, luck, slot, k, prominent, of_reps))
                else:
                    chosen.append(team[(member + ring_offset(k)) % len(team)])
            contacts.append(chosen)
    return contacts


def by_prominence(reps: int, luck: chance.Chance) -> list[int]:
    """The reps in a random order of prominence."""
    drawn = [luck.uniform(chance.PROMINENCE, 0, slot) for slot in range(reps)]
    return sorted(range(reps), key=drawn.__getitem__)


def ring_offset(k: int) -> int:
    """Neighbours on the ring: 1, -1, 2, -2, ..."""
    return (k // 2 + 1) * (-1 if k % 2 else 1)


def elsewhere(case: Scenario, luck: chance.Chance, slot: int, k: int, prominent: list[int],
              teams: list[list[int]]) -> int:
    """A rep of another team, the more likely the more prominent."""
    reps = case.organisation.reps
    u = luck.uniform(f"{chance.CONTACT} {k}", 0, slot)
    chosen = prominent[min(math.floor(reps * u**case.parameters.influence.prominence), reps - 1)]
    if len(teams) == 1:  # nobody is elsewhere: any colleague
        return (chosen + 1) % reps if chosen == slot else chosen
    size = case.organisation.team_size
    own, place = divmod(chosen, size)
    if slot < reps and slot // size == own:
        neighbours = teams[(own + 1) % len(teams)]
        return neighbours[place % len(neighbours)]
    return chosen


def most_central(case: Scenario, contacts: list[list[int]]) -> list[int]:
    """The reps to whom most reps listen, and those to whom others listen; of equals, the first positions."""
    reps = case.organisation.reps
    listeners = Counter(contact for slot in range(reps) for contact in contacts[slot])
    second = Counter[int]()
    for slot in range(reps):
        for contact in contacts[slot]:
            second[contact] += listeners[slot]
    central = [listeners[slot] + SECOND_STEP * second[slot] for slot in range(reps)]
    wanted = math.ceil(case.parameters.influence.leader_share * reps - 1e-9)
    return sorted(range(reps), key=lambda slot: -central[slot])[:wanted]
