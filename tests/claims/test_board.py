"""The board of claims: complete, the same in any order, and no verdict that survives the loss of its mechanisms."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.analysis.claims import BY_ID, CLAIMS, LEAST_QUARTERS, board, findings
from sim.analysis.claims.claim import Claim, Finding, ask, judged
from sim.analysis.claims.worlds import Worlds
from sim.analysis.statistics import Interval
from sim.scenario.mechanisms import MECHANISMS
from sim.scenario.reading import load_scenario
from sim.scenario.schema import Scenario

BASE = Path(__file__).parents[2] / "scenarios" / "b2b_advisors.toml"
RUNS = 60
FEW = 6
NUMBERS = {"A": 11, "B": 7, "C": 16, "D": 6, "E": 7}
IDS = [f"{letter}{k}" for letter, n in NUMBERS.items() for k in range(1, n + 1)]

SURVIVORS: dict[str, str] = {}
"""Claims whose verdict survives the loss of their mechanisms, and why: these would not be checked by the model."""


@pytest.fixture(scope="module")
def base() -> Scenario:
    return load_scenario(BASE)


@pytest.fixture(scope="module")
def worlds_without(base: Scenario) -> Callable[..., Worlds]:
    """The worlds without some mechanisms; claims with the same mechanisms share them."""
    kept: dict[tuple[str, ...], Worlds] = {}

    def given(*off: str) -> Worlds:
        return kept.setdefault(tuple(sorted(off)), Worlds(base, runs=RUNS, off=tuple(sorted(off))))

    return given


def told(found: Finding) -> tuple[object, ...]:
    return found.claim.id, found.effect, found.low, found.high, found.runs, found.sides


def marked(name: str) -> object:
    why = SURVIVORS.get(name)
    return pytest.param(name, marks=pytest.mark.xfail(strict=True, reason=why)) if why else name


def test_all_claims_of_the_list_are_there_once_and_in_order() -> None:
    assert [claim.id for claim in CLAIMS] == IDS
    assert list(BY_ID) == IDS
    assert len(IDS) == 47


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_a_claim_names_its_mechanisms_and_speaks_in_one_line(claim: Claim) -> None:
    assert claim.mechanisms
    assert len(set(claim.mechanisms)) == len(claim.mechanisms)
    assert set(claim.mechanisms) <= set(MECHANISMS)
    assert "\n" not in claim.sentence and claim.sentence.endswith(".")
    assert claim.unit and claim.compared and claim.source.startswith("seed 00")


@pytest.mark.parametrize("name", [marked(name) for name in IDS])
def test_without_its_mechanisms_a_claim_does_not_hold(name: str, worlds_without: Callable[..., Worlds]) -> None:
    claim = BY_ID[name]
    found = ask(claim, worlds_without(*claim.mechanisms))
    assert found.verdict != "holds", (found.effect, found.low, found.high)


@pytest.mark.slow
def test_on_the_base_case_no_expected_claim_fails_to_hold(base: Scenario) -> None:
    assert [f.claim.id for f in board(base) if f.claim.expected and f.verdict == "does not hold"] == []


def test_findings_do_not_depend_on_the_order_of_ids_and_the_shortest_horizon_will_do(base: Scenario) -> None:
    short = base.model_copy(update={"quarters": LEAST_QUARTERS})
    forwards = {f.claim.id: told(f) for f in board(short, replications=2)}
    backwards = {f.claim.id: told(f) for f in board(short, IDS[::-1], replications=2)}
    assert list(forwards) == list(backwards)[::-1] == IDS
    assert forwards == backwards


def test_the_board_comes_in_the_order_asked_and_tells_its_progress(base: Scenario) -> None:
    ticks: list[int] = []
    found = board(base, ["C10", "A1"], replications=FEW, progress=ticks.append)
    assert [f.claim.id for f in found] == ["C10", "A1"]
    assert ticks == [1, 1]
    assert {f.runs for f in found} == {FEW}


def test_claims_share_worlds_and_another_seed_is_another_answer(base: Scenario) -> None:
    worlds = Worlds(base, runs=FEW)
    first, again = findings([BY_ID["A5"]], worlds), findings([BY_ID["A5"]], worlds)
    one, same = told(next(first)), told(next(again))
    assert one == same
    assert len(worlds.kept) == 3  # carrying on, coaching, training
    assert told(board(base, ["A5"], FEW, seed=2)[0]) != one


@pytest.mark.parametrize("more", [{"ids": ["A99"]}, {"replications": 1}])
def test_what_cannot_be_asked_is_refused(base: Scenario, more: dict[str, object]) -> None:
    with pytest.raises((KeyError, ValueError)):
        board(base, **more)


def test_a_shorter_horizon_is_refused(base: Scenario) -> None:
    with pytest.raises(ValueError, match="quarters"):
        board(base.model_copy(update={"quarters": LEAST_QUARTERS - 1}))


@pytest.mark.parametrize(("low", "high", "above", "verdict"), [
    (0.1, 0.3, 0.0, "holds"), (0.0, 0.3, 0.0, "undecided"), (-0.2, 0.1, 0.0, "undecided"),
    (-0.2, 0.0, 0.0, "does not hold"), (0.0, 0.0, 0.0, "does not hold"), (0.1, 0.3, 0.2, "undecided"),
    (0.1, 0.2, 0.2, "does not hold"), (float("nan"), float("nan"), 0.0, "undecided"),
])  # fmt: skip
def test_a_verdict_says_where_the_interval_lies(low: float, high: float, above: float, verdict: str) -> None:
    assert judged(Interval((low + high) / 2, low, high, 10), above) == verdict


@pytest.mark.parametrize(("sides", "verdict"), [
    (("holds", "holds"), "holds"), (("holds", "undecided"), "undecided"),
    (("undecided", "does not hold"), "does not hold"),
])  # fmt: skip
def test_a_claim_holds_if_all_its_sides_do(sides, verdict) -> None:
    assert Finding(CLAIMS[0], 1.0, 0.5, 1.5, 10, sides).verdict == verdict
