"""Sensitivity analysis against analytic truths: Ishigami, Sobol's g, linear functions, and noise of known size."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.study.sensitivity import Assumption, SensitivityError, Study, analyse
from sim.study.sensitivity.quantity import rank_correlations
from sim.study.sensitivity.resampling import NARROW, enough, interval, unconverged_indices
from sim.study.sensitivity.sample import classes_of, resampled_shares, shares
from tests.study.truths import (
    QUESTION,
    by_factor,
    ishigami,
    ishigami_indices,
    linear,
    named,
    points,
    sobol_g,
    sobol_g_indices,
    study,
)

# --- Sobol' indices ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("second_order", [False, True])
def test_sobol_indices_of_ishigami_lie_in_their_intervals(second_order: bool) -> None:
    found = analyse(study(ishigami, "sobol", 1024, 4, second_order=second_order), QUESTION)
    first, total, _ = ishigami_indices()
    assert (by_factor(found, "low") <= total).all() and (total <= by_factor(found, "high")).all()
    assert (by_factor(found, "first_low") <= first).all() and (first <= by_factor(found, "first_high")).all()
    assert by_factor(found) == pytest.approx(total, abs=0.03)
    assert list(found.frame()["factor"][:3]) == ["framework.x0", "framework.x1", "framework.x2"]


def test_sobol_indices_of_the_g_function_lie_in_their_intervals() -> None:
    found = analyse(study(sobol_g, "sobol", 1024, 5), QUESTION)
    first, total = sobol_g_indices()
    slack = 1e-4  # the interval of an index near 0 is narrower than the sequence is exact
    assert (by_factor(found, "low") - slack <= total).all() and (total <= by_factor(found, "high") + slack).all()
    assert by_factor(found, "first") == pytest.approx(first, abs=0.03)
    assert list(found.frame()["factor"]) == [f"framework.x{k}" for k in range(5)]


def test_our_indices_are_those_of_salib() -> None:
    given = study(ishigami, "sobol", 256, 4)
    from SALib.analyze import sobol

    problem = {"num_vars": 4, "names": list("abcd"), "bounds": [[0, 1]] * 4}
    theirs = sobol.analyze(problem, given.y[:, 0], calc_second_order=False, num_resamples=300, seed=20_240_229)
    found = analyse(given, QUESTION)
    assert by_factor(found) == pytest.approx(theirs["ST"])
    assert by_factor(found, "first") == pytest.approx(theirs["S1"])
    assert (by_factor(found, "first_high") - by_factor(found, "first")) == pytest.approx(theirs["S1_conf"])


def test_a_design_too_small_warns_with_a_number_that_is_enough() -> None:
    found = analyse(study(ishigami, "sobol", 64, 4), QUESTION)
    warning = found.warnings[0]
    assert not found.converged and "have not settled" in found.sentence()
    assert "not settled with 64 base points" in warning and "base points would do" in warning
    needed = int(warning.split("About ")[-1].split(" base")[0].replace(",", ""))
    assert needed & (needed - 1) == 0 and 128 <= needed <= 4096
    top = analyse(study(ishigami, "sobol", needed, 4), QUESTION).influences[0]
    assert (top.high - top.low) / 2 <= 1.25 * NARROW


def test_enough_points_do_not_warn() -> None:
    assert analyse(study(ishigami, "sobol", 2048, 4), QUESTION).converged


def test_a_base_sample_that_is_no_power_of_two_is_said_to_be_unbalanced() -> None:
    whole = study(ishigami, "sobol", 128, 4)
    found = analyse(whole.only(np.arange(100 * 6)), QUESTION)
    assert any("100 base points are no power of 2" in warning for warning in found.warnings)


@pytest.mark.parametrize(("first", "total", "half", "said"), [
    ([0.5, 0.7], [0.5, 0.7], None, "add up to 1.20"), ([0.5, -0.2], [0.5, 0.1], None, "negative (-0.20)"),
    ([0.6, 0.1], [0.4, 0.1], None, "exceeds its total"), ([0.5, 0.1], [0.5, 0.1], [0.8, 0.1], "moves by 0.30"),
])  # fmt: skip
def test_each_sign_of_indices_that_have_not_settled(first, total, half, said) -> None:
    narrow = np.full(2, 0.01)
    (warning,) = unconverged_indices(np.array(first), narrow, np.array(total), narrow,
                                 half=None if half is None else np.array(half), base=64)
    assert said in warning


def test_settled_indices_say_nothing() -> None:
    narrow = np.full(2, NARROW)
    assert unconverged_indices(np.array([0.6, 0.0]), narrow, np.array([0.7, 0.3]), narrow, half=np.array([0.75, 0.3]),
                           base=64) == ()


def test_an_interval_twice_too_wide_takes_four_times_the_points() -> None:
    assert enough(256, 2.0, power_of_two=True) == 1024
    assert enough(100, 2.0) == 400
    assert enough(100, 0.1) == 200  # where something else has not settled, at least twice as many


def test_rows_in_another_order_are_refused() -> None:
    given = study(ishigami, "sobol", 64, 4)
    mixed = given.only(np.random.default_rng(1).permutation(given.points))
    with pytest.raises(SensitivityError, match="order of Saltelli's design"):
        analyse(mixed, QUESTION)


def test_a_factor_whose_levels_round_to_one_value_is_still_in_order() -> None:
    given = study(ishigami, "sobol", 64, 4)
    x = given.x.copy()
    x[:, 3] = np.round(x[:, 3])
    found = analyse(Study(named(4), x, ishigami(x)[:, None], "sobol"), QUESTION)
    assert by_factor(found)[3] == 0.0


# --- elementary effects ----------------------------------------------------------------------------------------------


def test_elementary_effects_of_a_linear_function_are_its_slopes() -> None:
    weights = np.array([4.0, -2.0, 1.0, 0.0])
    found = analyse(study(linear(weights), "morris", 10, 4), QUESTION)
    assert by_factor(found) == pytest.approx(np.abs(weights))
    assert by_factor(found, "mu") == pytest.approx(weights)
    assert by_factor(found, "sigma") == pytest.approx(np.zeros(4), abs=1e-12)
    assert list(by_factor(found, "direction")) == ["raises", "lowers", "raises", "unclear"]
    assert list(by_factor(found, "distinguishable")) == [True, True, True, False]


def test_effects_in_natural_units_are_over_the_whole_range() -> None:
    x = points("morris", 10, 2)
    wide = tuple(Assumption(f"costs.x{k}", 100.0, 300.0) for k in range(2))
    found = analyse(Study(wide, 100.0 + 200.0 * x, (3.0 * x[:, :1] + x[:, 1:]), "morris"), QUESTION)
    assert by_factor(found) == pytest.approx([3.0, 1.0])


def test_an_interaction_shows_as_spread() -> None:
    found = analyse(study(lambda u: (u[:, 0] - 0.5) * (u[:, 1] - 0.5), "morris", 40, 3), QUESTION)
    assert (by_factor(found, "sigma")[:2] > by_factor(found)[:2]).all()
    assert by_factor(found, "sigma")[2] == 0.0


def test_rows_that_are_no_trajectories_are_refused() -> None:
    given = study(ishigami, "morris", 10, 4)
    with pytest.raises(SensitivityError, match="no Morris trajectories"):
        analyse(given.only(np.random.default_rng(1).permutation(given.points)), QUESTION)


def test_few_trajectories_warn_with_a_number() -> None:
    found = analyse(study(ishigami, "morris", 5, 4), QUESTION)
    assert any("5 trajectories" in w and "would do" in w for w in found.warnings) and not found.converged


# --- any sample ------------------------------------------------------------------------------------------------------


def test_first_order_shares_from_a_latin_hypercube() -> None:
    found = analyse(study(ishigami, "sample", 4000, 4), QUESTION)
    first, _, _ = ishigami_indices()
    assert by_factor(found) == pytest.approx(first, abs=0.04)
    assert list(by_factor(found, "distinguishable")) == [True, True, True, False]


def test_what_acts_only_together_with_others_shows_in_any_change_and_in_the_sentence() -> None:
    found = analyse(study(lambda u: (u[:, 0] - 0.5) * (0.5 + 4.0 * (u[:, 1] > 0.5)), "sample", 2000, 3), QUESTION)
    frame = found.frame().set_index("factor")
    assert frame.loc["framework.x1", "measure"] < 0.03 < frame.loc["framework.x1", "any_change"]
    assert bool(frame.loc["framework.x1", "distinguishable"])
    assert "x1 (nothing by itself; 9 % of any change)" in found.sentence()


def test_intervals_of_shares_cover_the_truth_in_about_95_of_100_samples() -> None:
    weights = np.array([3.0, 2.0, 1.0])
    truth = weights**2 / (weights**2).sum()
    inside = []
    for seed in range(60):
        x = np.random.default_rng(seed).random((200, 3))
        classes, y = [classes_of(column) for column in x.T], linear(weights)(x)
        low, high = interval(shares(classes, y), lambda rows, c=classes, v=y: resampled_shares(c, v, rows), 200)
        inside.append((low <= truth) & (truth <= high))
    assert 0.88 <= np.mean(inside) <= 0.99  # measured: 0.91 to 0.96 for 300 to 1,000 points


def test_assumptions_without_influence_are_rarely_told_from_noise() -> None:
    passed = 0
    for seed in range(25):
        generator = np.random.default_rng(seed)
        x, y = generator.random((120, 6)), generator.normal(size=(120, 1))
        found = analyse(Study(named(6), x, y, "sample"), QUESTION)
        passed += bool(found.leading)
    assert passed <= 4  # of 25 samples with 6 assumptions each; 5 or more would happen in 1 of 100 such tests


def test_shares_between_classes_are_nought_on_average_where_there_is_no_influence() -> None:
    generator = np.random.default_rng(2)
    found = [shares([classes_of(generator.random(100))], generator.normal(size=100))[0] for _ in range(400)]
    assert np.mean(found) == pytest.approx(0.0, abs=3 * np.std(found) / 20)


@given(st.lists(st.integers(0, 5), min_size=2, max_size=200))
def test_equal_values_share_a_class_and_larger_ones_never_have_a_lower_one(values: list[int]) -> None:
    column = np.array(values, dtype=float)
    classes = classes_of(column)
    order = np.argsort(column, kind="stable")
    steps, same = np.diff(classes[order]), np.diff(column[order]) == 0
    assert (steps >= 0).all() and (steps[same] == 0).all()


@given(st.sampled_from(["cubed", "exponential", "logit"]), st.integers(0, 10))
@settings(max_examples=15, deadline=None)
def test_rank_correlation_does_not_see_monotone_transforms(kind: str, seed: int) -> None:
    transform = {"cubed": lambda v: v**3, "exponential": np.exp, "logit": lambda v: np.log(v / (1 - v))}[kind]
    generator = np.random.default_rng(seed)
    x, y = generator.uniform(0.01, 0.99, (60, 3)), generator.normal(size=60)
    y += x[:, 0]
    assert rank_correlations(transform(x), y) == pytest.approx(rank_correlations(x, y))
    assert rank_correlations(x, np.exp(y)) == pytest.approx(rank_correlations(x, y))
    assert rank_correlations(-x, y) == pytest.approx(-rank_correlations(x, y))


def test_shares_of_a_sample_do_not_see_monotone_transforms_of_the_assumptions() -> None:
    given = study(ishigami, "sample", 300, 4)
    bent = Study(given.assumptions, np.exp(3.0 * given.x), given.y, "sample", shared_luck=False)
    assert by_factor(analyse(bent, QUESTION)) == pytest.approx(by_factor(analyse(given, QUESTION)))


# --- factorials ------------------------------------------------------------------------------------------------------


def test_a_factorial_is_exact() -> None:
    given = study(lambda u: 2.0 * u[:, 0] + u[:, 1] + 4.0 * (u[:, 0] - 0.5) * (u[:, 1] - 0.5), "factorial", 5, 3)
    found = analyse(given, QUESTION)
    spread = float(np.var((np.arange(5) + 0.5) / 5))
    parts = np.array([4.0 * spread, spread, 16.0 * spread**2])
    whole = parts.sum()
    assert by_factor(found, "first") == pytest.approx([parts[0] / whole, parts[1] / whole, 0.0])
    assert by_factor(found) == pytest.approx([(parts[0] + parts[2]) / whole, (parts[1] + parts[2]) / whole, 0.0])
    assert any("one future per point" in w for w in found.warnings)


def test_luck_is_taken_off_the_shares_of_a_factorial() -> None:
    given = study(linear(np.array([3.0, 1.0, 0.0])), "factorial", 3, 3, runs=40, noise=1.0)
    found = analyse(given, QUESTION)
    truth = np.array([0.9, 0.1, 0.0]) * (1.0 - found.luck.noise_share)  # luck has its part of the whole
    assert (by_factor(found, "low") <= truth).all() and (by_factor(found, "high") >= truth).all()
    assert by_factor(found, "distinguishable")[0] and not by_factor(found, "distinguishable")[2]
    assert found.influences[0].direction == "raises"


def test_a_factorial_with_a_hole_is_measured_as_a_sample_and_says_so() -> None:
    given = study(linear(np.array([3.0, 1.0, 0.0])), "factorial", 4, 3, runs=2)
    given.y[5] = np.nan
    found = analyse(given, QUESTION)
    assert found.method == "sample"
    assert "not complete" in found.warnings[0] and "1 of 64 points has no result" in found.warnings[1]
