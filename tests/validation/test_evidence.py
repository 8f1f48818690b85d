"""The patterns of the literature, measured in the model: honest numbers, honest verdicts."""

from __future__ import annotations

import math
import string
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.quarter import begin
from sim.engine.setup import make_setup
from sim.people.chance import Luck
from sim.scenario.columns import with_values
from sim.scenario.reading import load_scenario
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON
from sim.validation.claims import BY_ID as CLAIMS
from sim.validation.claims.treatments import Treatments, measure
from sim.validation.evidence import BY_ID, DISAGREEMENTS, MOST_CYCLE, PATTERNS, board
from sim.validation.evidence.experiments import (
    central_resisters,
    nobody_resists,
    one_leaves,
    outlying_resisters,
    random_resisters,
)
from sim.validation.evidence.pattern import Measured, Measurement, by_group, measured
from sim.validation.evidence.transformation import WON, depth, recovery, tipping_share, trough

DEFAULT = Path(__file__).parents[2] / "scenarios" / "b2b_advisors.toml"
RUNS = 24


@pytest.fixture(scope="module")
def treatments() -> Treatments:
    return Treatments(load_scenario(DEFAULT), RUNS)


def judged(low: float, high: float, band: tuple[float, float]) -> str:
    return Measured(Measurement("x", "y", band, lambda w: []), low, low, high).verdict


def first_day(prepare=None, seed: int = 1):
    scenario = Scenario()
    setup = make_setup(scenario, scenario.strategy(CARRY_ON), Luck.of(seed, np.arange(RUNS)))
    state = begin(setup)
    if prepare is not None:
        prepare(setup, state)
    return setup, state


def test_every_stylised_fact_has_a_pattern_and_every_statement_of_the_sources_a_line() -> None:
    facts = [f"F{n}" for n in (1, 2, 3, 4, 6, 8, 9, 10, 11, 12, 13, 14, 15, 18, 19)]
    assert [name for name in BY_ID if name.startswith("F")] == facts
    assert len(BY_ID) == len(PATTERNS)
    assert [d.id for d in DISAGREEMENTS] == list(string.ascii_lowercase[:10])
    assert {claim for d in DISAGREEMENTS for claim in d.claims} <= set(CLAIMS)
    assert all("\n" not in d.line and d.verdict in {"supported", "qualified", "contradicted", "unsupported"}
               for d in DISAGREEMENTS)


def test_every_measurement_gives_a_number_with_an_interval_around_it(treatments: Treatments) -> None:
    for pattern in PATTERNS:
        for measurement in pattern.measurements:
            found = measured(measurement, treatments)
            assert not math.isnan(found.value), (pattern.id, measurement.label)
            assert found.low <= found.high
            assert measurement.band[0] < measurement.band[1]


def test_a_measurement_is_the_same_for_groups_of_runs_and_for_each_group_alone(treatments: Treatments) -> None:
    def parts(w: Treatments) -> list[np.ndarray]:
        return [w()["wins"][0], w()["attempts"][0]]

    measurement = Measurement("wins per attempt", "ratio", (0.0, 1.0), parts, lambda wins, tries: wins / tries)
    together = by_group(measurement, treatments, 4)
    assert together.shape == (4,)
    for k in range(4):
        alone = Treatments(treatments.scenario, RUNS // 4, treatments.seed, first_run=k * RUNS // 4)
        assert measured(measurement, alone).value == together[k]


@given(low=st.floats(-5, 5), width=st.floats(0, 4), bottom=st.floats(-3, 0), top=st.floats(0.5, 3))
def test_the_verdict_says_where_the_interval_lies(low: float, width: float, bottom: float, top: float) -> None:
    high = low + width
    verdict = judged(low, high, (bottom, top))
    inside, outside = bottom <= low and high <= top, high < bottom or low > top
    assert verdict == ("holds" if inside else "does not hold" if outside else "undecided")


@pytest.mark.parametrize(("low", "high", "band", "verdict"), [
    (0.0, 0.0, (0.0, math.inf), "does not hold"), (0.0, 0.0, (-math.inf, 0.0), "does not hold"),
    (0.1, 0.2, (0.0, math.inf), "holds"), (-0.2, -0.1, (-math.inf, 0.0), "holds"),
    (-0.1, 0.1, (0.0, math.inf), "undecided"), (0.0, 0.0, (0.0, 1.0), "holds"),
    (math.inf, math.inf, (1.0, 3.0), "does not hold"), (math.nan, math.nan, (1.0, 3.0), "undecided"),
])  # fmt: skip
def test_no_effect_is_no_effect_above_zero(low: float, high: float, band: tuple[float, float], verdict: str) -> None:
    assert judged(low, high, band) == verdict


def test_contagion_that_is_switched_off_shows_no_clusters_of_exits() -> None:
    off = Treatments(load_scenario(DEFAULT), RUNS, off=("turnover_contagion",))
    assert measured(BY_ID["F19"].measurements[0], off).verdict == "does not hold"


def test_a_sales_cycle_that_is_too_long_is_refused() -> None:
    slow = with_values(load_scenario(DEFAULT), {"market.sales_cycle_new": MOST_CYCLE + 1})
    with pytest.raises(ValueError, match="cycle"):
        board(slow, ["F4"], RUNS)
    assert board(with_values(slow, {"market.sales_cycle_new": MOST_CYCLE}), ["F4"], 2)


def test_a_pattern_is_as_weak_as_its_weakest_measurement() -> None:
    (found,) = board(load_scenario(DEFAULT), ["F1"], RUNS)
    verdicts = {m.verdict for m in found.measured}
    order = ["does not hold", "undecided", "holds"]
    assert found.verdict == min(verdicts, key=order.index)


def test_more_runs_narrow_the_interval(treatments: Treatments) -> None:
    (turnover,) = BY_ID["L1"].measurements
    few, many = (measured(turnover, Treatments(treatments.scenario, n)) for n in (RUNS, 6 * RUNS))
    assert many.high - many.low < few.high - few.low


@given(st.lists(st.floats(0.5, 1.0), min_size=8, max_size=8))
def test_depth_trough_and_recovery_of_a_known_course(shares: list[float]) -> None:
    alone = [100.0] * len(shares)
    tried = [100.0 * share for share in shares]
    deepest = depth(*tried, *alone)
    assert deepest == pytest.approx(100.0 * (1.0 - min(shares)))
    assert shares[int(trough(*tried, *alone)) - 1] == pytest.approx(min(shares))
    back = recovery(*tried, *alone)
    after = [k for k, s in enumerate(shares[int(trough(*tried, *alone)):], start=1) if 100 * (1 - s) <= 0.1 * deepest]
    assert back == (after[0] if after else math.inf)


@given(st.floats(0.03, 0.75))
def test_the_tipping_share_of_a_known_threshold(share: float) -> None:
    reached = [0.0 if x < share else 1.0 for x in WON]
    below, above = max((x for x in WON if x < share), default=WON[0]), min(x for x in WON if x >= share)
    assert 100.0 * below <= tipping_share(*reached) <= 100.0 * above
    assert tipping_share(*[0.3] * len(WON)) == math.inf


def test_as_many_resist_at_random_as_at_the_centre_and_they_are_others() -> None:
    _, central = first_day(central_resisters)
    _, random = first_day(random_resisters)
    leaders = central.people.opinion_leader > 0.0
    assert np.array_equal((central.people.resistance > 0.0), leaders)
    assert np.array_equal((random.people.resistance > 0.0).sum(axis=0), leaders.sum(axis=0))
    assert not (leaders & (random.people.resistance > 0.0)).any()


def test_outlying_resisters_are_a_tenth_and_no_leaders() -> None:
    setup, state = first_day(outlying_resisters)
    resist = state.people.resistance > 0.0
    assert (resist.sum(axis=0) == round(0.1 * setup.scenario.organisation.reps)).all()
    assert not (resist & (state.people.opinion_leader > 0.0)).any()
    assert not first_day(nobody_resists)[1].people.resistance.any()


def test_one_rep_leaves_and_nobody_else() -> None:
    before, after = first_day()[1].people, first_day(one_leaves)[1].people
    assert (before.present - after.present)[0].all()
    assert np.array_equal(before.present[1:], after.present[1:])
    assert (after.customers[0] <= before.customers[0]).all()
    assert np.array_equal(before.customers[1:], after.customers[1:])


def test_an_experiment_gives_the_same_numbers_on_any_number_of_processes() -> None:
    from sim.engine.ensemble import simulate

    one, two = (simulate(Scenario(), replications=RUNS, workers=n, prepare=central_resisters).outcomes for n in (1, 2))
    assert all(np.array_equal(one[name], two[name]) for name in one)


def test_an_unknown_pattern_too_few_runs_and_a_short_horizon_are_refused() -> None:
    scenario = load_scenario(DEFAULT)
    with pytest.raises(KeyError):
        board(scenario, ["F5"])
    with pytest.raises(ValueError, match="at least 2"):
        board(scenario, ["F1"], 1)
    with pytest.raises(ValueError, match="horizon"):
        board(scenario.model_copy(update={"quarters": 8}), ["F1"])


def test_a_lesson_that_teaches_nothing_takes_the_same_time(treatments: Treatments) -> None:
    """The control of F1: absence without a lesson must lower attempts against no training at all."""
    lesson = measure("training", 2, 1)
    absent, none = treatments(lesson, off=("training_teaches", "euphoria")), treatments()
    assert absent["attempts"][1].mean() < none["attempts"][1].mean()
