"""The influence network: a small world, with opinion leaders, that added sellers leave alone."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.people.chance import Luck
from sim.people.network import Network, as_graph, centrality, make_network, most_central
from sim.people.teams import make_teams


def drawn(reps: int = 80, size: int = 8, contacts: int = 6, sellers: int = 0, between: float = 0.2,
          prominence: float = 2.0, share: float = 0.12, runs: int = 5, seed: int = 1) -> Network:
    return make_network(Luck.of(seed, np.arange(runs)), make_teams(reps, sellers, size), reps, contacts, between,
                        prominence, share)


@st.composite
def forces(draw: st.DrawFn) -> dict[str, int]:
    """Organisations that a scenario may have: also very small ones, and ones of a single team."""
    reps = draw(st.integers(4, 30))
    return {"reps": reps, "size": draw(st.integers(2, min(reps, 12))),
            "contacts": draw(st.integers(2, min(reps - 1, 10))), "sellers": draw(st.integers(0, 9)),
            "seed": draw(st.integers(0, 10**6))}


EDGES = [{"reps": 4, "size": 2, "contacts": 3}, {"reps": 4, "size": 4, "contacts": 3},
         {"reps": 9, "size": 8, "contacts": 8}, {"reps": 12, "size": 12, "contacts": 5},
         {"reps": 10, "size": 3, "contacts": 9}]
EDGE_IDS = ["pairs", "four in one team", "a team of one", "one team", "teams smaller than contacts"]


def listens_to_himself(network: Network) -> np.ndarray:
    return network.contacts == np.arange(network.contacts.shape[1])[None, :, None]


def changes(one: np.ndarray, other: np.ndarray) -> float:
    return float((one != other).mean())


# --- a small world -----------------------------------------------------------------------------------------------


def clustering_and_path(network: Network, run: int) -> tuple[float, float]:
    graph = nx.Graph(as_graph(network, run))
    giant = graph.subgraph(max(nx.connected_components(graph), key=len))
    return nx.average_clustering(graph), nx.average_shortest_path_length(giant)


def test_clusters_are_denser_than_in_a_random_graph_and_paths_nearly_as_short() -> None:
    network, random = drawn(prominence=1.0), drawn(prominence=1.0, between=1.0)
    for run in range(3):
        dense, path = clustering_and_path(network, run)
        chance, shortest = clustering_and_path(random, run)
        assert dense > 2.0 * chance
        assert path < 2.0 * shortest


def test_without_contacts_between_teams_every_team_is_an_island() -> None:
    pieces = list(nx.weakly_connected_components(as_graph(drawn(between=0.0))))
    assert sorted(map(sorted, pieces)) == [list(range(k, k + 8)) for k in range(0, 80, 8)]


def test_a_few_contacts_between_teams_join_the_islands() -> None:
    assert nx.is_weakly_connected(as_graph(drawn(between=0.2)))


@pytest.mark.parametrize("between", [0.0, 0.2, 0.5, 1.0])
def test_the_stated_share_of_contacts_sits_in_another_team(between: float) -> None:
    network, team = drawn(between=between, runs=40), make_teams(80, 0, 8).team_of
    away = team[network.contacts] != team[None, :, None]
    assert away.mean() == pytest.approx(between, abs=0.02)


def test_attention_is_the_more_unequal_the_higher_the_exponent() -> None:
    def share_of_the_first_tenth(prominence: float) -> float:
        flat = drawn(between=1.0, prominence=prominence, runs=10).contacts
        counts = np.array([np.sort(np.bincount(flat[..., run].ravel(), minlength=80))[::-1] for run in range(10)])
        return float(counts[:, :8].sum() / counts.sum())

    shares = [share_of_the_first_tenth(p) for p in (1.0, 2.0, 4.0)]
    assert shares[0] < shares[1] < shares[2]


# --- contacts ----------------------------------------------------------------------------------------------------


@given(forces())
def test_nobody_listens_to_himself(force: dict[str, int]) -> None:
    assert not listens_to_himself(drawn(between=0.5, **force)).any()


@pytest.mark.parametrize("force", EDGES, ids=EDGE_IDS)
def test_small_forces_have_a_network_too(force: dict[str, int]) -> None:
    network = drawn(sellers=1, runs=30, **force)
    assert not listens_to_himself(network).any()
    assert network.contacts.min() >= 0 and network.contacts.max() < force["reps"]  # one seller listens to reps


@given(forces())
def test_links_within_the_team_stay_in_it_and_the_others_leave_it(force: dict[str, int]) -> None:
    if force["size"] == force["reps"]:
        return  # there is no other team
    team = make_teams(force["reps"], force["sellers"], force["size"]).team_of
    assert np.all(team[drawn(between=1.0, **force).contacts] != team[None, :, None])
    inside = team[drawn(between=0.0, **force).contacts] == team[None, :, None]
    heads = np.bincount(team)[team]
    assert np.array_equal(inside.sum(axis=0), np.broadcast_to(np.minimum(heads - 1, force["contacts"])[:, None],
                                                              inside.shape[1:]))


@given(forces(), st.integers(1, 20))
def test_added_sellers_change_neither_the_links_nor_the_leaders_of_the_reps(force: dict[str, int], more: int) -> None:
    before, after = drawn(**force), drawn(**force | {"sellers": force["sellers"] + more})
    reps = force["reps"]
    assert np.array_equal(after.contacts[:, :reps], before.contacts[:, :reps])
    assert np.array_equal(after.opinion_leader[:reps], before.opinion_leader[:reps])


@given(forces(), st.integers(0, 4))
def test_a_run_has_the_network_it_has_alone(force: dict[str, int], run: int) -> None:
    luck = Luck.of(force["seed"], np.array([run]))
    teams = make_teams(force["reps"], force["sellers"], force["size"])
    alone = make_network(luck, teams, force["reps"], force["contacts"], 0.2, 2.0, 0.12)
    batch = drawn(**force)
    assert np.array_equal(alone.contacts[..., 0], batch.contacts[..., run])
    assert np.array_equal(alone.opinion_leader[:, 0], batch.opinion_leader[:, run])


def test_a_little_more_rewiring_changes_few_links() -> None:
    links = drawn(runs=40).contacts
    assert 0.0 < changes(links, drawn(runs=40, between=0.22).contacts) < 0.03


def test_gathering_adds_up_the_contacts_of_every_slot_and_run() -> None:
    network = drawn(reps=12, size=5, contacts=4, sellers=2, runs=3)
    x = np.random.default_rng(1).normal(size=(14, 3))
    plain = [[sum(x[network.contacts[k, slot, run], run] for k in range(4)) for run in range(3)] for slot in range(14)]
    assert network.gather(x) == pytest.approx(np.array(plain), rel=1e-12)


# --- opinion leaders ---------------------------------------------------------------------------------------------


@given(forces(), st.integers(0, 100))
def test_there_are_as_many_opinion_leaders_as_declared_and_none_among_added_sellers(force: dict[str, int],
                                                                                    percent: int) -> None:
    leaders = drawn(share=percent / 100.0, **force).opinion_leader
    assert np.all(leaders.sum(axis=0) == -(-percent * force["reps"] // 100))
    assert not leaders[force["reps"]:].any()


@given(forces())
def test_opinion_leaders_are_the_most_central(force: dict[str, int]) -> None:
    network = drawn(share=0.2, **force)
    central = centrality(network.contacts, force["reps"])
    leads = network.opinion_leader[:force["reps"]] > 0.0
    assert np.all(np.where(leads, central, np.inf).min(axis=0) >= np.where(leads, -np.inf, central).max(axis=0))


def test_central_are_those_with_listeners_and_listeners_of_listeners() -> None:
    contacts = np.array([1, 2, 3, 3])[None, :, None]  # 0 listens to 1, 1 to 2, 2 and 3 to 3
    assert np.argsort(-centrality(contacts, 4)[:, 0], kind="stable").tolist() == [3, 2, 1, 0]


def test_equally_central_reps_lead_in_the_order_of_their_slots() -> None:
    assert most_central(np.ones((5, 1)), 0.4)[:, 0].tolist() == [1.0, 1.0, 0.0, 0.0, 0.0]


def test_the_graph_says_who_listens_to_whom() -> None:
    network = drawn(reps=10, size=5, contacts=3)
    graph = as_graph(network, 2)
    assert set(graph.successors(7)) == set(network.contacts[:, 7, 2].tolist())
