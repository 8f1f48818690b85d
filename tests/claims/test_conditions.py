"""Both sides of conditional claims: places on curves by construction, exact contrasts, and the same in any order.

Nothing here depends on what the default model happens to yield: curves are made up, and of the model only what must
hold for any parameters is asked.
"""

from __future__ import annotations

import itertools
import json
import math
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.analysis.claims import BY_ID, LEAST_QUARTERS
from sim.analysis.claims.conditions import CONDITIONS, explore
from sim.analysis.claims.conditions.along import (
    Curve,
    falling_zero,
    further_right,
    last_sign_change,
    part_of_rise,
    percentiles,
    resampled_means,
    rising_zero,
    sign_change,
    sign_changes,
    threshold,
)
from sim.analysis.claims.conditions.contrasts import cells, contrast_of_runs, contrasts, signs, subsets
from sim.analysis.claims.conditions.curves import Plans, Step
from sim.analysis.claims.conditions.meetings import MEETINGS, REFLECTION, Grid
from sim.analysis.claims.conditions.phrases import place, points
from sim.analysis.claims.conditions.result import Asked, Result
from sim.analysis.claims.conditions.winning import (
    WON,
    adoption_if_won,
    chosen,
    ends_of,
    first_day,
    found_in,
    holds_itself,
)
from sim.analysis.claims.worlds import Worlds
from sim.analysis.wording import percent
from sim.engine.start import who_sells
from sim.engine.world import make_world
from sim.people.chance import Luck
from sim.scenario.columns import with_values
from sim.scenario.reading import load_scenario
from sim.scenario.schema import CARRY_ON_STRATEGY, Scenario

Array = npt.NDArray[np.float64]
BASE = Path(__file__).parents[2] / "scenarios" / "b2b_advisors.toml"
X = np.linspace(0.0, 1.0, 11)
FEW = 3


@pytest.fixture(scope="module")
def small() -> Scenario:
    """The base case with 12 reps over the shortest horizon that claims can be asked on."""
    return with_values(load_scenario(BASE), {"organisation.reps": 12, "quarters": LEAST_QUARTERS})


@pytest.fixture(scope="module")
def progress() -> dict[str, list[int]]:
    """What each condition reports while it is explored."""
    return {name: [] for name in CONDITIONS}


@pytest.fixture(scope="module")
def explored(small, progress) -> dict[str, Result]:
    """All conditions, asked in their order of the same worlds."""
    worlds = Worlds(small, FEW)
    return {name: explore(name, worlds, progress[name].append) for name in CONDITIONS}


def noisy(mean: Array, runs: int, spread: float = 1.0, seed: int = 0) -> Curve:
    """A curve whose runs are shifted up and down as a whole, by no more and no less on average."""
    shifts = np.random.default_rng(seed).normal(0.0, spread, runs)
    return Curve(X, mean[:, None] + (shifts - shifts.mean())[None, :])


def asked(small: Scenario, name: str = "A7", runs: int = 40) -> Asked:
    return Asked(name, small, runs, 1)


# --- places on curves ----------------------------------------------------------------------------------------------


@given(st.floats(0.01, 0.99), st.floats(0.1, 50.0))
def test_a_zero_is_found_where_it_was_put(at: float, slope: float) -> None:
    line = slope * (X - at)
    assert rising_zero(X, line) == pytest.approx(at)
    assert falling_zero(X, -line) == pytest.approx(at)
    assert math.isinf(rising_zero(X, -line)) and math.isinf(falling_zero(X, line))


@given(st.floats(0.05, 10.0), st.lists(st.floats(0.0, 5.0), min_size=11, max_size=11))
def test_without_a_zero_it_is_said_on_which_side_the_curve_lies(least: float, more: list[float]) -> None:
    above = least + np.asarray(more)
    assert rising_zero(X, above) == -math.inf
    assert rising_zero(X, -above) == math.inf
    assert sign_changes(above) == 0 == sign_changes(-above)


@given(st.floats(0.2, 0.8), st.booleans())
def test_a_change_of_sign_is_found_in_either_direction_with_an_interval_around_it(at: float, rising: bool) -> None:
    found = sign_change(noisy((X - at) * (1 if rising else -1), 40, 0.05), resamples=200)
    assert found.at == pytest.approx(at)
    assert found.low < at < found.high
    assert found.certain == 1.0


def test_a_curve_that_stays_on_one_side_has_no_change_of_sign_however_often_it_is_resampled() -> None:
    found = sign_change(noisy(X + 1.0, 30, 0.1))
    assert not found.found and found.certain == 0.0


def test_a_curve_that_hardly_stays_on_one_side_tells_how_uncertain_that_is() -> None:
    found = sign_change(noisy(X + 0.02, 30, 0.3))
    assert not found.found and 0.05 < found.certain < 0.95


def test_the_interval_narrows_with_the_root_of_the_runs() -> None:
    widths = []
    for runs in (50, 800):
        found = threshold(noisy(X - 0.5, runs, 0.2), rising_zero)
        widths.append(found.high - found.low)
    assert widths[0] / widths[1] == pytest.approx(4.0, rel=0.25)


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    generator, held = np.random.default_rng(7), 0
    for _ in range(200):
        curve = Curve(X, (X - 0.5)[:, None] + generator.normal(0.0, 0.2, 60)[None, :])
        found = threshold(curve, rising_zero, 300)
        held += found.low <= 0.5 <= found.high
    assert 0.88 <= held / 200 <= 0.99


def test_runs_are_resampled_together_over_all_points() -> None:
    """A shift common to all points leaves their differences alone; drawn point by point it would not."""
    means = resampled_means(noisy(X, 25).values, 50)
    assert np.allclose(np.diff(means, axis=1), np.diff(X)[None, :])
    assert means.std(axis=0).min() > 0.05


def test_resampling_is_the_same_every_time() -> None:
    curve = noisy(X - 0.4, 20)
    assert threshold(curve, rising_zero) == threshold(curve, rising_zero)


def test_an_interval_that_leaves_the_range_says_so() -> None:
    found = threshold(noisy(X - 0.1, 20, 0.8), rising_zero)
    assert found.found and found.low == -math.inf
    assert "below 0 %" in place(found, percent, (0.0, 1.0))
    assert percentiles(np.asarray([-math.inf] * 50 + [0.5] * 50))[0] == -math.inf


@given(st.floats(0.1, 0.9), st.floats(0.1, 2.0), st.sampled_from([0.25, 0.5, 0.75]))
def test_a_part_of_a_rise_lies_where_it_was_put(top_at: float, height: float, part: float) -> None:
    x = np.asarray([0.0, top_at, 1.0])
    assert part_of_rise(part)(x, height * np.asarray([0.0, 1.0, 0.5])) == pytest.approx(part * top_at)


def test_without_a_rise_there_is_no_part_of_it() -> None:
    assert part_of_rise(0.5)(X, -X) == math.inf


@given(st.floats(-0.2, 0.2))
def test_a_shift_between_two_curves_is_found(shift: float) -> None:
    ramp = [np.clip((X - at + 0.1) / 0.2, 0.0, 1.0) for at in (0.5, 0.5 + shift)]
    one, other = (Curve(X, r[:, None] * np.linspace(0.9, 1.1, 9)[None, :]) for r in ramp)
    middle = part_of_rise(0.5)
    found = further_right(one, other, middle, 50)
    assert found.mean == pytest.approx(middle(X, ramp[1]) - middle(X, ramp[0]))
    assert found.low <= found.mean + 1e-12 and found.high >= found.mean - 1e-12


def test_a_curve_without_a_rise_to_speak_of_has_no_step() -> None:
    assert not Step.of(0.5, noisy(0.9 + 0.03 * X, 20, 0.01)).half.found
    assert not Step.of(0.5, Curve(X, np.random.default_rng(0).normal(0.5, 0.5, (11, 5)) * 0.0 + 0.5)).half.found
    assert Step.of(0.5, noisy(0.1 + 0.8 * X, 20, 0.01)).half.at == pytest.approx(0.5)


# --- contrasts -------------------------------------------------------------------------------------------------------


@given(st.integers(1, 4), st.data())
def test_contrasts_of_a_known_factorial_are_recovered_exactly(factors: int, data: st.DataObject) -> None:
    """y = sum over sets of b * product of their 0/1 factors: each contrast is b plus halves of all that hold it."""
    sets = [(), *subsets(factors, factors)]
    b = {s: data.draw(st.integers(-50, 50)) for s in sets}
    y = np.asarray([[sum(b[s] * math.prod(cell[k] for k in s) for s in sets)] * 3 for cell in cells(factors)],
                   dtype=float)
    for found in contrasts(y, factors):
        larger = [s for s in sets if set(found.factors) <= set(s)]
        wanted = sum(b[s] / 2.0 ** (len(s) - len(found.factors)) for s in larger)
        assert found.effect.mean == pytest.approx(wanted, abs=1e-9)
        assert found.effect.half_width == pytest.approx(0.0, abs=1e-9)


@given(st.integers(1, 4))
def test_contrasts_are_orthogonal(factors: int) -> None:
    columns = np.asarray([signs(factors, chosen) for chosen in subsets(factors, factors)])
    assert np.array_equal(columns @ columns.T, 2**factors * np.eye(2**factors - 1))
    assert np.array_equal(columns.sum(axis=1), np.zeros(2**factors - 1))


def test_a_contrast_is_taken_run_by_run() -> None:
    values = np.random.default_rng(1).normal(size=(4, 6))
    assert np.allclose(contrast_of_runs(values, (0, 1)), values[3] - values[2] - values[1] + values[0])
    shared = values + 100.0 * np.arange(6)
    assert np.allclose(contrast_of_runs(shared, (0,)), contrast_of_runs(values, (0,)))


def test_cells_begin_with_none_and_end_with_all() -> None:
    assert cells(2) == ((0, 0), (0, 1), (1, 0), (1, 1))


# --- the headlines ---------------------------------------------------------------------------------------------------


def two_plans(small: Scenario, difference: Array, spread: float) -> Plans:
    curve = noisy(1e6 * difference, 40, 1e6 * spread)
    alone = Curve(X, np.zeros_like(curve.values))
    return Plans(asked(small), curve, curve, alone, sign_change(curve), sign_change(alone))


def test_a_change_of_the_better_plan_is_told_with_its_place_and_sides(small) -> None:
    rising, falling = (two_plans(small, sign * (X - 0.43), 0.1).headline for sign in (1, -1))
    assert "changes at 43 % (95 % interval" in rising
    assert "transforming everyone below, adding sellers above" in rising
    assert "adding sellers below, transforming everyone above" in falling


def test_no_change_of_the_better_plan_is_said_to_be_none(small) -> None:
    told = two_plans(small, X + 1.0, 0.1).headline
    assert "does not change between 0 % and 100 % advisors" in told and "adding sellers stays ahead" in told
    assert "not certainly" not in told
    assert "transforming everyone stays ahead" in two_plans(small, -X - 1.0, 0.1).headline
    assert "not certainly" in two_plans(small, X + 0.01, 0.5).headline


def s_curve(middle: float) -> Array:
    return np.asarray(1.0 / (1.0 + np.exp(-(X - middle) / 0.08)))


@given(st.floats(0.35, 0.65))
def test_the_critical_mass_is_where_adoption_holds_itself(middle: float) -> None:
    at = holds_itself(X, s_curve(middle))
    assert float(np.interp(at, X, s_curve(middle))) == pytest.approx(at)
    assert np.interp(at + 0.02, X, s_curve(middle)) > at + 0.02
    assert np.interp(at - 0.02, X, s_curve(middle)) < at - 0.02


def test_a_critical_mass_is_told_and_its_absence_too(small) -> None:
    def told(mean: Array) -> str:
        return found_in(asked(small, "A6"), noisy(mean, 40, 0.02), noisy(mean, 40, 0.02)).headline

    assert told(s_curve(0.3)).startswith("Critical mass: ")
    assert told(0.4 * X).startswith("No share initially won holds itself") and "never reached" in told(0.4 * X)
    assert told(0.9 + 0.05 * X).startswith("Adoption grows from any share") and "always" in told(0.9 + 0.05 * X)


def test_two_ends_are_seen_where_they_are_and_not_where_runs_only_spread(small) -> None:
    parted = np.where(np.arange(40) % 2, 0.95, 0.05)
    spread = np.linspace(0.0, 1.0, 40)
    for end, wanted in ((parted, True), (spread, False)):
        curve = Curve(X, np.tile(end, (11, 1)))
        assert found_in(asked(small, "A6"), curve, curve).two_ends is wanted
    assert sum(part.mean for part in ends_of(spread)) == pytest.approx(1.0)


@given(st.floats(0.05, 0.75))
def test_the_reflection_from_which_meetings_help_is_found(at: float) -> None:
    skill = 0.5 + np.asarray(MEETINGS)[:, None] * (np.asarray(REFLECTION) - at)[None, :] / 100.0
    grid = Grid.of(Asked("E3", Scenario(), 5, 1), np.repeat(skill[:, :, None], 5, axis=2))
    assert grid.turn.at == pytest.approx(at)
    assert f"the sign changes at {percent(grid.turn.at)}" in grid.headline
    assert grid.by_frequency.mean == pytest.approx((MEETINGS[-1] - MEETINGS[0]) * (np.asarray(REFLECTION) - at) / 100)


def test_points_never_read_minus_zero() -> None:
    assert [points(v, 1) for v in (-0.0001, 0.0, 0.0123, -0.05)] == ["0.0", "0.0", "+1.2", "-5.0"]


# --- winning people --------------------------------------------------------------------------------------------------


def test_those_won_of_a_smaller_number_are_among_those_of_a_larger(small) -> None:
    luck, reps = Luck.of(1, np.arange(5)), small.organisation.reps
    groups = [chosen(luck, reps, count) for count in range(reps + 1)]
    assert [set(g.sum(axis=0)) for g in groups] == [{count} for count in range(reps + 1)]
    assert all((a <= b).all() for a, b in itertools.pairwise(groups))


def test_those_won_are_those_who_would_already_sell(small) -> None:
    """So that the share won, and the share set by kind of people, speak of the same reps."""
    luck, reps = Luck.of(1, np.arange(5)), small.organisation.reps
    world = make_world(with_values(small, {"organisation.advisor_share": 0.75}), CARRY_ON_STRATEGY, luck)
    assert np.array_equal(chosen(luck, reps, reps // 4), who_sells(world) > 0.0)


def test_winning_changes_the_states_of_the_won_and_nothing_else(small) -> None:
    luck, reps = Luck.of(1, np.arange(5)), small.organisation.reps
    count = reps // 2
    (world, before), (_, after) = first_day(small, luck, 0), first_day(small, luck, count)
    who = np.zeros(world.shape, dtype=bool)
    who[:reps] = chosen(luck, reps, count)
    for name, values in before.people.arrays().items():
        moved = getattr(after.people, name) != values
        assert not moved[~who].any(), name
        assert moved[who].any() == (name in WON or name == "resistance"), name
    assert (after.people.resistance[who] == 0.0).all()
    assert (after.people.behaviour[who] > before.people.behaviour[who]).all()


def test_only_the_first_day_differs_who_comes_later_is_hired_as_the_scenario_says(small) -> None:
    world, _ = first_day(small, Luck.of(1, np.arange(2)), 3)
    assert world.scenario == small


# --- the registry and the results of the model -----------------------------------------------------------------------


def test_the_conditions_are_conditional_claims_in_the_order_of_the_claims() -> None:
    assert list(CONDITIONS) == [name for name in BY_ID if name in CONDITIONS]
    assert set(CONDITIONS) == {"A6", "A7", "C2", "C10", "C12", "E3"}
    assert all(name == condition.id and condition.question.endswith("?") for name, condition in CONDITIONS.items())


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_result_speaks_in_one_line_and_writes_a_table_that_json_and_csv_take(explored, name) -> None:
    result, rows = explored[name], explored[name].rows()
    assert result.asked.id == name and result.asked.runs == FEW
    assert "\n" not in result.headline and result.headline.endswith(".") and "nan" not in result.headline
    assert "inf" not in result.headline.lower().split()
    assert len({tuple(row) for row in rows}) == 1
    assert {row["claim"] for row in rows} == {name}
    assert all(row["unit"] and row["quantity"] for row in rows)
    json.dumps(rows, allow_nan=False)


def test_what_is_found_does_not_depend_on_the_order_of_asking(small, explored) -> None:
    worlds = Worlds(small, FEW)
    for name in ("E3", "C12"):
        assert explore(name, worlds).rows() == explored[name].rows()
        assert explore(name, worlds).headline == explored[name].headline


@pytest.mark.parametrize("name", CONDITIONS)
def test_progress_is_reported_as_often_as_announced(explored, progress, name) -> None:
    assert progress[name] == [1] * CONDITIONS[name].steps


def test_the_cells_of_a_factorial_are_worlds_that_differ_in_the_factors_only(small, explored) -> None:
    worlds, adoption = Worlds(small, FEW), explored["C12"].measured[0].values
    assert np.array_equal(adoption[0], worlds()["adoption"][-1])


def test_an_unknown_condition_is_refused_with_those_that_there_are(small) -> None:
    with pytest.raises(KeyError, match="A6, A7, C2, C10, C12, E3"):
        explore("A1", Worlds(small, FEW))


def test_one_run_or_a_short_horizon_is_refused(small) -> None:
    with pytest.raises(ValueError, match="at least 2 runs"):
        explore("E3", Worlds(small, 1))
    with pytest.raises(ValueError, match="horizon"):
        explore("E3", Worlds(with_values(small, {"quarters": 4}), FEW))


def test_rewards_are_not_compared_with_a_habit_that_has_none(small) -> None:
    for worlds in (Worlds(with_values(small, {"parameters.habit.reward": 0.0}), FEW),
                   Worlds(small, FEW, off=("habit_reward",))):
        with pytest.raises(ValueError, match="habit"):
            explore("C2", worlds)


@settings(max_examples=20)
@given(st.integers(2, 30))
def test_the_critical_mass_can_be_asked_of_forces_of_any_size(reps: int) -> None:
    """Shares are rounded to whole reps, so that small forces have fewer points, each once."""
    from sim.analysis.claims.conditions.winning import SHARES

    x = sorted({round(share * reps) for share in SHARES})
    assert x[0] == 0 and x[-1] == reps and all(a < b for a, b in itertools.pairwise(x))


def test_a_tiny_force_can_be_won_too(small) -> None:
    tiny = with_values(small, {"organisation.reps": 2})
    result = explore("A6", Worlds(tiny, 2))
    assert result.won.x.tolist() == [0.0, 0.5, 1.0]


def test_the_won_are_kept_with_the_other_worlds_and_not_mixed_up_with_them(small) -> None:
    worlds = Worlds(small, FEW)
    first = adoption_if_won(worlds, 6)
    plain = worlds()["adoption"][-1]
    assert adoption_if_won(worlds, 6) is not plain and np.array_equal(adoption_if_won(worlds, 6), first)
    assert len(worlds.kept) == 2
    assert np.array_equal(adoption_if_won(Worlds(small, FEW), 6), first)


@given(st.floats(0.15, 0.4), st.floats(0.6, 0.85))
def test_the_last_of_two_changes_of_sign_is_found(first: float, second: float) -> None:
    x = np.linspace(0.0, 1.0, 101)
    there_and_back = Curve(x, np.stack([(x - first) * (x - second)] * 4, axis=1))
    assert last_sign_change(there_and_back, 50).at == pytest.approx(second, abs=0.011)
    assert sign_change(there_and_back, 50).at == pytest.approx(first, abs=0.011)
    assert last_sign_change(Curve(x, -there_and_back.values), 50).at == pytest.approx(second, abs=0.011)
