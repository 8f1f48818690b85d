"""Calibration: what is searched, how the stand-ins learn, what is ruled out, and that its result is what ships."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.fitting.prior import Input, inputs_of, scaled, sobol, to_unit
from sim.scenario.catalogue import rows
from sim.scenario.columns import with_values
from sim.scenario.schema import Scenario
from sim.validation.calibration import document, history, matching, runs
from sim.validation.calibration.document import MOST_MISSED, missed, misses, result_of
from sim.validation.calibration.emulator import chance_of, fit, within_reach
from sim.validation.calibration.history import Settings, rounded, search
from sim.validation.calibration.matching import Target, implausibility, least_departure, weighted_by_misfit
from sim.validation.evidence import BY_ID, Pattern
from sim.validation.evidence.pattern import Measured, Measurement

pytest.importorskip("sklearn")

EXPERIMENTS = Path(__file__).parents[2] / "experiments"
THREE = tuple(Input(f"x{k}", 0.0, 1.0, 0.5) for k in range(3))


def known(unit: np.ndarray) -> np.ndarray:
    """Two measurements of three inputs; the third input plays no part."""
    z = 2.0 * unit - 1.0
    return np.column_stack([3.0 * z[:, 0] + z[:, 1] ** 2, z[:, 0] * z[:, 1] - 0.5 * z[:, 1]])


@pytest.fixture(scope="module")
def emulator():
    unit = sobol(256, 3, 1)
    return fit(unit, known(unit), np.zeros(2))


def test_what_is_calibrated_are_the_parameters_whose_size_no_source_gives() -> None:
    bases = {row.name: row.basis for row in rows()}
    names = [one.name for one in inputs_of()]
    assert names
    assert all(name.startswith("parameters.") and bases[name] in {"assumption", "fitted"} for name in names)
    assert all(one.low < one.high and one.low <= one.start <= one.high for one in inputs_of())


def test_a_start_that_is_unknown_or_out_of_range_is_refused() -> None:
    with pytest.raises(KeyError, match="no_such"):
        inputs_of({"parameters.no_such": 1.0})
    with pytest.raises(ValueError, match="outside its range"):
        inputs_of({"parameters.intention.norm": 100.0})


@given(st.integers(0, 2**31))
def test_scaling_goes_there_and_back(seed: int) -> None:
    inputs = (Input("a", -2.0, 3.0, 0.0), Input("b", 0.01, 0.02, 0.01))
    unit = np.random.default_rng(seed).random((5, 2))
    values = scaled(unit, inputs)
    assert (values >= [-2.0, 0.01]).all() and (values <= [3.0, 0.02]).all()
    assert to_unit(values, inputs) == pytest.approx(unit)


def test_the_design_fills_every_quarter_of_every_axis_evenly() -> None:
    design = sobol(64, 150, 3)
    counts = [np.histogram(column, bins=4, range=(0.0, 1.0))[0] for column in design.T]
    assert np.array_equal(counts, np.full((150, 4), 16))


def test_a_surface_learns_slopes_bends_and_products_and_says_how_well(emulator) -> None:
    fresh = np.random.default_rng(5).random((100, 3))
    assert emulator(fresh) == pytest.approx(known(fresh), abs=0.15)
    assert (emulator.explained > 0.99).all()
    assert set(emulator.active) <= {0, 1, 2} and {0, 1} <= set(emulator.active)


def test_chance_is_told_from_what_the_surface_does_not_know() -> None:
    rng, unit = np.random.default_rng(1), sobol(512, 3, 1)
    halves = known(unit)[:, None, :] + 0.8 * rng.standard_normal((512, 2, 2))
    chance = chance_of(halves)
    assert chance == pytest.approx(0.8**2 / 2.0, rel=0.2)
    taught = fit(unit, halves.mean(axis=1), chance)
    assert (taught.sd < 0.7 * np.sqrt(chance)).all()


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=3, max_size=20))
def test_wild_ratios_are_cut_off_and_stay_on_their_side_of_the_band(values: list[float]) -> None:
    y = np.asarray(values)
    cut = within_reach(y, (1.0, 2.0))
    assert np.isfinite(cut).all()
    known_side = ~np.isnan(y)
    assert np.array_equal((cut < 1.0)[known_side], (y < 1.0)[known_side])
    assert np.array_equal((cut > 2.0)[known_side], (y > 2.0)[known_side])


def test_inside_the_bands_nothing_is_implausible_and_outside_it_grows(emulator) -> None:
    target = Target.of([(-1.0, 1.0), (-np.inf, 0.5)])
    line = np.column_stack([np.linspace(0.5, 1.0, 11), np.full(11, 0.5), np.full(11, 0.5)])
    beyond = implausibility(emulator, target, line)[:, 0]
    assert beyond[0] == 0.0
    assert (np.diff(beyond) >= 0.0).all() and beyond[-1] > 0.0
    assert not implausibility(emulator, target, line)[:, 1].any()


def test_chains_end_where_nothing_is_ruled_out_and_leave_idle_inputs_alone(emulator) -> None:
    target = Target.of([(2.0, 2.5), (-np.inf, np.inf)])
    starts = sobol(64, 3, 9)
    ends = weighted_by_misfit(emulator, target, starts, seed=1)
    assert ((ends >= 0.0) & (ends <= 1.0)).all()
    assert np.quantile(implausibility(emulator, target, ends).max(axis=1), 0.9) < 3.0
    assert np.array_equal(ends, weighted_by_misfit(emulator, target, starts, seed=1))
    if 2 not in emulator.active:
        assert np.array_equal(ends[:, 2], starts[:, 2])


def test_the_choice_stays_at_the_assumptions_if_they_fit_and_else_moves_no_more_than_it_must(emulator) -> None:
    start, others = np.full(3, 0.5), sobol(4, 3, 2)
    fits = Target.of([(-2.0, 2.0), (-2.0, 2.0)])
    assert least_departure(emulator, fits, start, others, 1.0) == pytest.approx(start, abs=0.02)
    higher = Target.of([(1.5, 4.0), (-2.0, 2.0)])
    moved = least_departure(emulator, higher, start, others, 0.1)
    assert 1.4 < known(moved[None, :])[0, 0] < 2.2
    assert moved[2] == pytest.approx(0.5, abs=0.02)


@given(st.floats(0.0, 1.0))
def test_rounding_stays_in_the_range_and_near_the_value(part: float) -> None:
    one = Input("a", 0.003, 0.03, 0.01)
    value = one.low + part * (one.high - one.low)
    assert one.low <= rounded(value, one) <= one.high
    assert abs(rounded(value, one) - value) <= 0.0005 + 1e-12
    assert rounded(one.start + 0.0004, one) == one.start


@pytest.mark.parametrize("patterns", [[BY_ID[name] for name in ("F15", "L1", "L4")],
                                      pytest.param(list(BY_ID.values()), marks=pytest.mark.slow)], ids=["few", "all"])
def test_a_design_gives_the_same_numbers_in_any_batch(patterns: list[Pattern], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "PATTERNS", patterns)
    names = ["parameters.intention.norm", "parameters.leading.effort"]
    points = np.asarray([[3.0, 0.2], [5.0, 0.5], [7.0, 0.3]])
    together = runs.evaluate(Scenario(), names, points, replications=2, seed=4)
    monkeypatch.setattr(runs, "BATCH", 1)
    apart = runs.evaluate(Scenario(), names, points, replications=2, seed=4)
    assert together.shape == (3, 3, len(runs.measurements()))
    assert np.array_equal(together, apart, equal_nan=True)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three patterns of few worlds, short chains, two weights, few runs."""
    monkeypatch.setattr(runs, "PATTERNS", [BY_ID[name] for name in ("F15", "L1", "L4")])
    monkeypatch.setattr(matching, "STEPS", 20)
    monkeypatch.setattr(document, "PROOF_RUNS", 4)
    for module in (history, document):
        monkeypatch.setattr(module, "WEIGHTS", (8.0, 0.1))


@pytest.mark.usefixtures("quick")
def test_a_search_gives_the_same_result_again_and_goes_on_from_the_waves_that_it_kept(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("parameters.leading.effort", "parameters.selling.attempts", "parameters.turnover.base_per_year")
    inputs = [one for one in inputs_of() if one.name in names]
    small = with_values(Scenario(), {"organisation.reps": 8, "quarters": 12})
    settings = Settings(points=16, replications=2, waves=2, later_points=8, later_replications=2)

    def found(kept: Path | None, said: list[str]) -> dict[str, object]:
        return result_of(small, search(small, inputs, settings, kept, said.append), settings, said.append)

    first = found(None, [])
    assert found(tmp_path, []) == first
    assert len(list(tmp_path.glob("wave*.npz"))) == settings.waves == len(list(tmp_path.iterdir()))
    monkeypatch.setattr(history, "evaluate", lambda *_, **__: pytest.fail("simulated again"))
    said: list[str] = []
    assert found(tmp_path, said) == first
    assert sum(str(tmp_path) in line for line in said) == settings.waves
    assert [p["name"] for p in first["parameters"]] == [one.name for one in inputs]
    assert len(first["choices"]) == 2 and len(first["share_not_ruled_out"]) == settings.waves
    assert all(p["low"] <= p["value"] <= p["high"] for p in first["parameters"])


@pytest.mark.usefixtures("quick")
def test_waves_of_another_search_are_not_taken_for_this_one(tmp_path: Path) -> None:
    def kept(**more: object) -> set[str]:
        asked = history.Searching(with_values(Scenario(), {"organisation.reps": 2, "quarters": 12}), inputs_of()[:1],
                                  Settings(**more), tmp_path, lambda text: None)
        asked.simulated("wave 1", np.asarray([[0.25], [0.75]]), 2)
        return {path.name for path in tmp_path.iterdir()}

    assert len(kept()) == len(kept(workers=2)) == 1
    assert len(kept(seed=2)) == 2


def test_no_answer_counts_as_the_farthest_miss() -> None:
    band = Measurement("x", "y", (1.0, 2.0), lambda w: [])
    numbers = ((1.5, 1.4, 1.6), (2.5, 2.4, 2.9), (math.nan,) * 3, (math.inf,) * 3)
    found = [Measured(band, *three) for three in numbers]
    assert [missed(one) for one in found] == pytest.approx([0.0, 1.0, MOST_MISSED, MOST_MISSED])
    assert misses(found) == pytest.approx(1.0 + 2.0 * MOST_MISSED)


def test_the_result_of_the_calibration_is_what_ships() -> None:
    result = json.loads((EXPERIMENTS / "calibrate_defaults.json").read_text(encoding="utf-8"))
    shipped = {row.name: row.default for row in rows()}
    assert {p["name"]: p["value"] for p in result["parameters"]} == {one.name: shipped[one.name] for one in inputs_of()}
    assert [m["id"] for m in result["measurements"]] == [name for name, _ in runs.measurements()]


def test_every_place_whose_code_is_hashed_exists() -> None:
    package = Path(history.__file__).parents[2]
    assert [room for room in history.ROOMS if not (package / room).exists()] == []
