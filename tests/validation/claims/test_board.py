"""The board of claims: complete, the same in any order, and no verdict that survives the loss of its mechanisms."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.ensemble import simulate
from sim.engine.setup import Setup, State
from sim.scenario.columns import with_values
from sim.scenario.mechanisms import MECHANISMS
from sim.scenario.reading import load_scenario
from sim.scenario.schema import Scenario
from sim.statistics.paired import Interval, mean_interval
from sim.validation.claims import BY_ID, CLAIMS, LEAST_QUARTERS, board, findings
from sim.validation.claims import treatments as worlds_module
from sim.validation.claims.advisors import REPLACE
from sim.validation.claims.claim import Claim, Finding, ask_side, judged, share_interval
from sim.validation.claims.common import BOSS, SHOP, TRANSFORM
from sim.validation.claims.practice import APART, TOGETHER
from sim.validation.claims.practice_conditions import TOOL
from sim.validation.claims.treatments import Treatments
from sim.validation.evidence.experiments import nobody_resists

BASE = Path(__file__).parents[3] / "scenarios" / "b2b_advisors.toml"
RUNS = 60
FEW = 6
NUMBERS = {"A": 11, "B": 7, "C": 16, "D": 6, "E": 7}
IDS = [f"{letter}{k}" for letter, n in NUMBERS.items() for k in range(1, n + 1)]

SIDES = [(claim, k) for claim in CLAIMS for k in range(len(claim.sides))]

UNHELD: dict[str, str] = {"A1": "does not hold", "A6": "does not hold", "C2": "undecided", "C10": "does not hold",
                          "C13": "does not hold", "C15": "does not hold"}
"""Claims that do not hold in the base case, with their verdicts at 100 runs; what prevents each is its `remark`."""


ELSEWHERE: dict[str, str] = {"A1.0": "crisis", "A6.1": "learning_culture", "C2.0": "b2b_mixed", "C10.0": "b2b_mixed"}
"""Sides that do not hold in the base case, each with a scenario where they do."""
NOWHERE = ("A6.0", "C13.2", "C15.0")
"""Sides that hold in none of the ready scenarios: there is no verdict that could be lost."""


@pytest.fixture(scope="module")
def base() -> Scenario:
    return load_scenario(BASE)


@pytest.fixture(scope="module")
def worlds_without(base: Scenario) -> Callable[..., Treatments]:
    """The worlds without some mechanisms; claims with the same mechanisms share them."""
    kept: dict[tuple[str, ...], Treatments] = {}

    def given(*off: str) -> Treatments:
        return kept.setdefault(tuple(sorted(off)), Treatments(base, runs=RUNS, off=tuple(sorted(off))))

    return given


def told(found: Finding) -> tuple[object, ...]:
    return found.claim.id, found.effect, found.low, found.high, found.runs, found.sides, found.intervals


def name_of(value: object) -> str:
    return value.id if isinstance(value, Claim) else f"side{value}"


def test_all_claims_of_the_list_are_there_once_and_in_order() -> None:
    assert [claim.id for claim in CLAIMS] == IDS
    assert list(BY_ID) == IDS
    assert len(IDS) == 47


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_a_claim_names_its_mechanisms_and_speaks_in_one_line(claim: Claim) -> None:
    assert "\n" not in claim.sentence and claim.sentence.endswith(".")
    assert claim.source.startswith("seed 00")
    for side in claim.sides:
        assert side.unit and side.compared and side.mechanisms
        assert len(set(side.mechanisms)) == len(side.mechanisms)
        assert set(side.mechanisms) <= set(MECHANISMS)


@pytest.mark.parametrize(("claim", "k"), SIDES, ids=name_of)
def test_without_its_mechanisms_no_side_of_a_claim_holds(claim: Claim, k: int,
                                                         worlds_without: Callable[..., Treatments]) -> None:
    """What holds must be lost; what does not hold in the base case is listed, so that nothing passes unseen."""
    side = claim.sides[k]
    verdict, found = ask_side(side, worlds_without())
    assert (verdict == "holds") == (f"{claim.id}.{k}" not in (*ELSEWHERE, *NOWHERE)), found
    if verdict == "holds":
        verdict, found = ask_side(side, worlds_without(*side.mechanisms))
        assert verdict != "holds", found


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_holds_elsewhere_only_is_lost_there_without_its_mechanisms(name: str) -> None:
    letter, k = name.split(".")
    side, scenario = BY_ID[letter].sides[int(k)], load_scenario(BASE.with_name(f"{ELSEWHERE[name]}.toml"))
    assert ask_side(side, Treatments(scenario, RUNS))[0] == "holds"
    verdict, found = ask_side(side, Treatments(scenario, RUNS, off=side.mechanisms))
    assert verdict != "holds", found


@pytest.mark.slow
def test_on_the_base_case_only_the_listed_claims_do_not_hold(base: Scenario) -> None:
    found = {f.claim.id: f.verdict for f in board(base)}
    assert {name: verdict for name, verdict in found.items() if verdict != "holds"} == UNHELD


def test_who_does_not_hold_says_why_and_nobody_else_does() -> None:
    assert {claim.id for claim in CLAIMS if claim.remark} == set(UNHELD)
    assert all(claim.remark.endswith(".") and "\n" not in claim.remark for claim in CLAIMS if claim.remark)


def test_a_finding_carries_the_interval_of_every_side(base: Scenario) -> None:
    claim = BY_ID["D6"]
    found = board(base, ["D6"], FEW)[0]
    assert len(found.sides) == len(found.intervals) == len(claim.sides) == 2
    assert (found.effect, found.low, found.high) == (found.intervals[0].mean, found.intervals[0].low,
                                                     found.intervals[0].high)
    assert found.sides == tuple(judged(i, s.above) for i, s in zip(found.intervals, claim.sides, strict=True))


@pytest.mark.parametrize(("values", "file"), [(SHOP, "electronics_store"), (TOOL, "crm_rollout")])
def test_settings_in_claims_are_those_of_their_scenario_files(base: Scenario, values: dict[str, object],
                                                              file: str) -> None:
    """Everything but prices and goals, which the claims do not ask about."""
    theirs = without_prices(load_scenario(BASE.parent / f"{file}.toml"))
    dotted = {name.replace("__", "."): value for name, value in values.items()}
    assert without_prices(with_values(base, dotted)) == theirs


def without_prices(scenario: Scenario) -> dict[str, object]:
    told = scenario.model_dump(exclude={"title", "description", "strategies", "goals", "behaviour.name"})
    told["costs"] = {name: told["costs"][name] for name in ("contribution_margin", "rep")}
    told["behaviour"].pop("name")
    return told


def test_the_transformation_of_claims_is_that_of_the_base_case(base: Scenario) -> None:
    assert base.strategy("transform_everyone").measures == TRANSFORM


def test_the_order_of_measures_costs_nothing_but_time(base: Scenario) -> None:
    """C3 compares the same measures, at once and in sequence."""
    assert [m.model_copy(update={"start": 2}) for m in APART] == list(TOGETHER)
    ends = [m.start + m.quarters for m in APART]
    assert [m.start for m in APART[1:]] == ends[:-1] and ends[-1] <= base.quarters + 1


def test_equal_money_is_equal(base: Scenario) -> None:
    """D3 spends as much on training as on coaching."""
    costs = base.costs
    second = costs.coaching / costs.training - 1.0
    assert 0.0 <= second <= 1.0


def test_replacing_people_also_brings_what_it_is_meant_to(base: Scenario) -> None:
    """A10 by its inputs: hires for selling bring selling skill and lack advising skill; no mechanism carries that."""
    treatments = Treatments(base, runs=FEW)
    assert treatments.effect("skill_selling", REPLACE).min() > 0.0
    assert treatments.effect("skill_advising", REPLACE).max() < 0.0
    assert treatments.flow("cost_hiring", REPLACE).min() > 0.0


@pytest.mark.parametrize("name", ["transform_everyone", "add_sellers", "culture_first"])
def test_no_strategy_name_matters_only_its_measures_do(base: Scenario, name: str) -> None:
    renamed = base.strategy(name).model_copy(update={"name": "anything_else"})
    twin = base.model_copy(update={"strategies": (*base.strategies, renamed)})
    a, b = (simulate(twin, n, replications=FEW).outcomes for n in (name, "anything_else"))
    assert all(np.array_equal(a[k], b[k]) for k in a)


def test_a_boss_without_skill_harms_as_coach(base: Scenario) -> None:
    """D4, after Dahling et al. 2016."""
    treatments = Treatments(base, runs=RUNS)
    unskilled = {"leadership__coaching_skill": 0.2}
    assert mean_interval(treatments.effect("attitude", BOSS, **unskilled)).high < 0.0
    assert mean_interval(treatments.effect("fear", BOSS, **unskilled)).low > 0.0


def test_findings_do_not_depend_on_the_order_of_ids_and_the_shortest_horizon_will_do(base: Scenario) -> None:
    short = base.model_copy(update={"quarters": LEAST_QUARTERS})
    ids = IDS[::4]
    forwards = {f.claim.id: told(f) for f in board(short, ids, replications=2)}
    backwards = {f.claim.id: told(f) for f in board(short, ids[::-1], replications=2)}
    assert list(forwards) == list(backwards)[::-1] == ids
    assert forwards == backwards


def test_the_board_comes_in_the_order_asked_and_tells_its_progress(base: Scenario) -> None:
    ticks: list[int] = []
    found = board(base, ["C10", "A1"], replications=FEW, progress=ticks.append)
    assert [f.claim.id for f in found] == ["C10", "A1"]
    assert ticks == [1, 1]
    assert {f.runs for f in found} == {FEW}


def test_claims_share_worlds_and_another_seed_is_another_answer(base: Scenario) -> None:
    treatments = Treatments(base, runs=FEW)
    first, again = findings([BY_ID["A5"]], treatments), findings([BY_ID["A5"]], treatments)
    one, same = told(next(first)), told(next(again))
    assert one == same
    assert len(treatments.kept) == 3  # carrying on, coaching, training
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


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_share_of_few_runs_is_never_certain(share: float) -> None:
    found = share_interval(np.full(5, 100.0 * share))
    assert (found.mean, found.n) == (100.0 * share, 5)
    assert found.high - found.low > 40.0
    assert found.low < 60.0 if share else found.high > 40.0
    assert 0.0 <= found.low <= found.mean <= found.high <= 100.0


@given(st.integers(1, 30), st.data())
def test_the_interval_of_a_share_contains_it_and_shrinks_with_the_runs(runs: int, data: st.DataObject) -> None:
    percent = np.repeat([100.0, 0.0], [hits := data.draw(st.integers(0, runs)), runs - hits])
    few, many = share_interval(percent), share_interval(np.tile(percent, 4))
    assert many.mean == few.mean == pytest.approx(100.0 * hits / runs)
    for found in (few, many):
        assert found.low - 1e-9 <= found.mean <= found.high + 1e-9
    assert many.high - many.low < few.high - few.low


def test_worlds_prepared_by_functions_of_the_same_name_are_told_apart() -> None:
    def other(setup: Setup, state: State) -> None:
        state.people.behaviour = np.ones(setup.shape)

    other.__name__, other.__qualname__ = nobody_resists.__name__, nobody_resists.__qualname__
    treatments = Treatments(Scenario(), 2)
    one, another = treatments(prepare=nobody_resists), treatments(prepare=other)
    assert len(treatments.kept) == 2
    assert not np.array_equal(one["behaviour"], another["behaviour"])
    assert treatments(prepare=nobody_resists) is one and treatments(prepare=other) is another


def test_memory_stays_bounded_and_what_was_let_go_is_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worlds_module, "MOST_KEPT", 0)
    poor, rich = Treatments(Scenario(), 4), Treatments(Scenario(), 4)
    first = {name: values.copy() for name, values in poor().items()}
    for autonomy in (0.2, 0.4, 0.6):
        poor(framework__autonomy=autonomy)
    assert len(poor.kept) == 2
    assert all(np.array_equal(poor()[name], values) and np.array_equal(rich()[name], values)
               for name, values in first.items())
