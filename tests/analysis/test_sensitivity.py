"""Sensitivity analysis against analytic truths: Ishigami, Sobol's g, linear functions, and noise of known size."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.analysis.sensitivity import Assumption, Question, Sensitivity, SensitivityError, Study, analyse
from sim.analysis.sensitivity.direction import rank_correlations
from sim.analysis.sensitivity.luck import luck_of
from sim.analysis.sensitivity.resampling import interval
from sim.analysis.sensitivity.saltelli import deciding
from sim.analysis.sensitivity.sample import classes_of, resampled_shares, shares
from sim.analysis.sensitivity.settling import NARROW, enough, indices_settled

Array = np.ndarray
Function = Callable[[Array], Array]
QUESTION = Question("npv", "a", "b", "Plan A", "Plan B")


def ishigami(u: Array) -> Array:
    """On the unit cube; the fourth coordinate and all beyond do nothing. Ishigami & Homma 1990, a = 7, b = 0.1."""
    x = np.pi * (2.0 * u - 1.0)
    return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def ishigami_indices() -> tuple[Array, Array, float]:
    """First order and total of the three coordinates and one that does nothing, and the variance."""
    a, b, pi = 7.0, 0.1, np.pi
    one, two = 0.5 * (1 + b * pi**4 / 5) ** 2, a**2 / 8
    pair = b**2 * pi**8 * 8 / 225
    variance = one + two + pair
    return (np.array([one, two, 0.0, 0.0]) / variance, np.array([one + pair, two, pair, 0.0]) / variance, variance)


WEIGHTS = np.array([0.0, 0.5, 3.0, 9.0, 99.0])


def sobol_g(u: Array) -> Array:
    """Sobol's g-function."""
    return np.prod((np.abs(4.0 * u - 2.0) + WEIGHTS) / (1.0 + WEIGHTS), axis=1)


def sobol_g_indices() -> tuple[Array, Array]:
    parts = 1.0 / (3.0 * (1.0 + WEIGHTS) ** 2)
    variance = np.prod(1.0 + parts) - 1.0
    return parts / variance, parts * np.prod(1.0 + parts) / (1.0 + parts) / variance


def linear(weights: Array) -> Function:
    return lambda u: (u - 0.5) @ weights


def named(width: int) -> tuple[Assumption, ...]:
    return tuple(Assumption(f"framework.x{k}", 0.0, 1.0, "0-1", f"The {k}th.") for k in range(width))


def points(layout: str, size: int, width: int, *, second_order: bool = False) -> Array:
    """Points of the unit cube in the layout of a sampler."""
    if layout == "sample":
        from scipy.stats.qmc import LatinHypercube

        return LatinHypercube(width, rng=np.random.default_rng(3)).random(size)
    if layout == "factorial":
        return np.stack(np.meshgrid(*[(np.arange(size) + 0.5) / size] * width, indexing="ij"), -1).reshape(-1, width)
    pytest.importorskip("SALib")
    from SALib.sample import morris, sobol

    problem = {"num_vars": width, "names": [f"x{k}" for k in range(width)], "bounds": [[0.0, 1.0]] * width}
    if layout == "sobol":
        return sobol.sample(problem, size, calc_second_order=second_order, seed=4)
    return morris.sample(problem, size, num_levels=4, seed=4)


def study(f: Function, layout: str, size: int, width: int, *, runs: int = 1, noise: float = 0.0, **more: bool) -> Study:
    x = points(layout, size, width, **more)
    draws = np.random.default_rng(9).normal(0.0, noise, (len(x), runs))
    return Study(named(width), x, f(x)[:, None] + draws, layout, shared_luck=False)


def by_factor(found: Sensitivity, column: str = "measure") -> Array:
    """A column in the order of the assumptions' names."""
    frame = found.frame().sort_values("factor")
    return frame[column].to_numpy()


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
    assert not found.settled and "have not settled" in found.sentence()
    assert "not settled with 64 base points" in warning and "base points would do" in warning
    needed = int(warning.split("About ")[-1].split(" base")[0].replace(",", ""))
    assert needed & (needed - 1) == 0 and 128 <= needed <= 4096
    top = analyse(study(ishigami, "sobol", needed, 4), QUESTION).influences[0]
    assert (top.high - top.low) / 2 <= 1.25 * NARROW


def test_enough_points_do_not_warn() -> None:
    assert analyse(study(ishigami, "sobol", 2048, 4), QUESTION).settled


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
    (warning,) = indices_settled(np.array(first), narrow, np.array(total), narrow,
                                 half=None if half is None else np.array(half), base=64)
    assert said in warning


def test_settled_indices_say_nothing() -> None:
    narrow = np.full(2, NARROW)
    assert indices_settled(np.array([0.6, 0.0]), narrow, np.array([0.7, 0.3]), narrow, half=np.array([0.75, 0.3]),
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
    assert any("5 trajectories" in w and "would do" in w for w in found.warnings) and not found.settled


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
    assert "x1 (only together with others)" in found.sentence()


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
    assert (by_factor(found, "low") <= [0.9, 0.1, 0.0]).all() and (by_factor(found, "high") >= [0.9, 0.1, 0.0]).all()
    assert by_factor(found, "distinguishable")[0] and not by_factor(found, "distinguishable")[2]
    assert found.influences[0].direction == "raises"


def test_a_factorial_with_a_hole_is_measured_as_a_sample_and_says_so() -> None:
    given = study(linear(np.array([3.0, 1.0, 0.0])), "factorial", 4, 3, runs=2)
    given.y[5] = np.nan
    found = analyse(given, QUESTION)
    assert found.method == "sample"
    assert "not complete" in found.warnings[0] and "1 of 64 points have no result" in found.warnings[1]


# --- what holds for every layout -------------------------------------------------------------------------------------

LAYOUTS = [("sobol", 64), ("morris", 12), ("sample", 200), ("factorial", 4)]


@pytest.mark.parametrize(("layout", "size"), LAYOUTS)
def test_an_outcome_that_never_changes_has_no_influences_and_says_so(layout: str, size: int) -> None:
    found = analyse(study(lambda u: np.full(len(u), 7.0), layout, size, 3, runs=2), QUESTION)
    frame = found.frame()
    assert (frame["measure"] == 0.0).all() and not frame["distinguishable"].any()
    assert (frame["direction"] == "unclear").all()
    assert frame[["measure", "low", "high"]].notna().all(axis=None)
    assert "Nothing that was varied" in found.sentence()


@pytest.mark.parametrize(("layout", "size"), LAYOUTS)
def test_the_order_of_the_assumptions_does_not_matter(layout: str, size: int) -> None:
    order, given = [2, 0, 3, 1], study(ishigami, layout, size, 4)
    rows = np.arange(given.points)
    if layout == "sobol":  # the rows of a block follow its columns
        rows = rows.reshape(-1, 6)[:, [0, *(1 + np.array(order)), 5]].ravel()
    other = Study(tuple(given.assumptions[k] for k in order), given.x[rows][:, order], given.y[rows], layout,
                  shared_luck=False)
    one, two = (analyse(s, QUESTION).frame() for s in (given, other))
    assert list(one["factor"]) == list(two["factor"])
    assert two["measure"].to_numpy() == pytest.approx(one["measure"].to_numpy(), abs=1e-12)


@pytest.mark.parametrize(("layout", "size"), LAYOUTS)
@pytest.mark.parametrize(("scale", "shift"), [(-3.0, 0.0), (1e6, 5e7), (1e-9, 0.0)])
def test_units_of_the_outcome_change_nothing_but_the_sign_of_directions(layout, size, scale, shift) -> None:
    given = study(linear(np.array([5.0, -3.0, 1.0])), layout, size, 3, runs=3, noise=0.2)
    plain = analyse(given, QUESTION)
    other = analyse(Study(given.assumptions, given.x, scale * given.y + shift, layout, shared_luck=False), QUESTION)
    size_of_unit = abs(scale) if layout == "morris" else 1.0
    assert by_factor(other) / size_of_unit == pytest.approx(by_factor(plain), rel=1e-5, abs=1e-9)
    flip = {"raises": "lowers", "lowers": "raises", "unclear": "unclear"} if scale < 0 else {}
    assert [flip.get(d, d) for d in by_factor(other, "direction")] == list(by_factor(plain, "direction"))
    assert list(by_factor(plain, "direction"))[:2] == ["raises", "lowers"]


@pytest.mark.parametrize(("layout", "size", "block"), [("sobol", 64, 6), ("morris", 20, 5), ("sample", 200, 1)])
def test_failed_points_take_their_block_with_them_and_are_counted(layout: str, size: int, block: int) -> None:
    given = study(ishigami, layout, size, 4, runs=2)
    given.y[[block * 3, block * 7 + block - 1]] = np.nan
    found = analyse(given, QUESTION)
    kept = np.setdiff1d(np.arange(given.points), [*range(3 * block, 4 * block), *range(7 * block, 8 * block)])
    same = analyse(given.only(kept), QUESTION)
    assert by_factor(found) == pytest.approx(by_factor(same))
    assert found.drawn[2] == 2 and any("2 of" in w and "no result" in w for w in found.warnings)
    assert np.isfinite(by_factor(found)).all()


@pytest.mark.parametrize(("layout", "size", "block"), [("sobol", 32, 6), ("morris", 6, 5), ("sample", 40, 1)])
def test_too_few_points_left_is_an_error_that_says_how_many_are_needed(layout: str, size: int, block: int) -> None:
    given = study(ishigami, layout, size, 4, runs=2)
    given.y[: block * (size - 3)] = np.nan
    with pytest.raises(SensitivityError, match="at least"):
        analyse(given, QUESTION)


@pytest.mark.parametrize(("layout", "size"), [("sobol", 256), ("morris", 30)])
def test_what_only_luck_moves_is_not_distinguishable(layout: str, size: int) -> None:
    weights = np.array([3.0, 1.5, 0.0, 0.0, 0.0, 0.0])
    found = analyse(study(linear(weights), layout, size, 6, runs=4, noise=0.5), QUESTION)
    assert list(by_factor(found, "distinguishable")) == [True, True, False, False, False, False]
    assert (by_factor(found)[2:] < by_factor(found, "floor")[2:]).all()
    if layout == "sobol":
        assert by_factor(found, "luck") == pytest.approx(by_factor(found)[2:].mean(), rel=0.2)


@pytest.mark.parametrize(("layout", "size"), [("sobol", 64), ("morris", 20)])
def test_assumptions_that_only_luck_moves_rarely_pass(layout: str, size: int) -> None:
    x, passed = points(layout, size, 6), 0
    for seed in range(60):
        draws = np.random.default_rng(seed).normal(size=(len(x), 3))
        passed += bool(analyse(Study(named(6), x, draws, layout, shared_luck=False), QUESTION).leading)
    assert passed <= 8  # of 60 at 5 %; 9 or more would happen in 1 of 300 such tests


def test_luck_that_is_the_same_everywhere_is_no_noise() -> None:
    x = points("sobol", 64, 3)
    y = linear(np.array([1.0, 0.2, 0.0]))(x)[:, None] + np.random.default_rng(1).normal(0.0, 5.0, (1, 4))
    found = analyse(Study(named(3), x, y, "sobol"), QUESTION)
    assert list(by_factor(found, "distinguishable")) == [True, True, False]
    assert found.luck.noise == pytest.approx(0.0, abs=1e-12) and found.luck.share > 0.9


def test_many_noisy_futures_warn_that_total_indices_are_raised() -> None:
    found = analyse(study(ishigami, "sobol", 256, 4, runs=2, noise=3.0), QUESTION)
    assert any("Luck makes" in w for w in found.warnings)


# --- luck -------------------------------------------------------------------------------------------------------------


def crossed_luck(seed: int, worlds: int, runs: int, own: float, common: float) -> Array:
    """Worlds with expected outcomes of variance 1, luck common to all of them, and luck of their own."""
    generator = np.random.default_rng(seed)
    return (generator.normal(0, 1, (worlds, 1)) + generator.normal(0, math.sqrt(common), (1, runs))
            + generator.normal(0, math.sqrt(own), (worlds, runs)))


@pytest.mark.parametrize(("own", "common", "shared"), [(4.0, 0.0, False), (0.5, 0.0, False), (2.0, 3.0, True),
                                                       (0.0, 5.0, True)])
def test_the_parts_of_the_variance_are_unbiased(own: float, common: float, shared: bool) -> None:
    found = [luck_of(crossed_luck(seed, 40, 4, own, common), np.arange(40), shared=shared) for seed in range(400)]
    for part, truth in (("assumptions", 1.0), ("luck", own + common), ("noise", own / 4)):
        values = np.array([getattr(one, part) for one in found])
        assert values.mean() == pytest.approx(truth, abs=4 * values.std() / 20 + 1e-9), part


def test_points_drawn_together_do_not_bias_the_share_of_luck() -> None:
    found = []
    for seed in range(400):
        generator = np.random.default_rng(seed)
        groups = np.repeat(np.arange(10), 5)
        alike = generator.normal(0, math.sqrt(0.7), 10)[groups] + generator.normal(0, math.sqrt(0.3), 50)
        found.append(luck_of(alike[:, None] + generator.normal(0, 1, (50, 3)), groups, shared=False).assumptions)
    assert np.mean(found) == pytest.approx(1.0, abs=4 * np.std(found) / 20)


def test_the_share_of_luck_is_told() -> None:
    luck = luck_of(crossed_luck(1, 4000, 5, 3.0, 0.0), np.arange(4000), shared=False)
    assert luck.share == pytest.approx(0.75, abs=0.02)
    assert "75 % is luck" in luck.sentence() or "76 % is luck" in luck.sentence() or "74 %" in luck.sentence()


def test_one_future_tells_nothing_of_luck() -> None:
    luck = luck_of(np.arange(5.0)[:, None], np.arange(5), shared=True)
    assert not luck.known and math.isnan(luck.share) and "use replications" in luck.sentence()


def test_a_world_with_more_futures_than_others_counts_once() -> None:
    y = crossed_luck(3, 2000, 8, 4.0, 0.0)
    y[::2, 4:] = np.nan
    luck = luck_of(y, np.arange(2000), shared=False)
    assert (luck.luck, luck.assumptions) == pytest.approx((4.0, 1.0), rel=0.15)
    assert luck.noise == pytest.approx((4.0 / 4 + 4.0 / 8) / 2, rel=0.1)


# --- words ------------------------------------------------------------------------------------------------------------


def test_the_leading_decide_at_least_what_they_explain_alone_and_what_the_others_cannot() -> None:
    first, total, _ = ishigami_indices()
    order = np.argsort(-total)
    assert deciding(first[order], total[order], np.zeros(4), 0.0) == pytest.approx([
        max(first[0], 1 - total[1] - total[2]), max(first[0] + first[1], 1 - total[2]), 1.0, 1.0])


def test_the_sentence_of_sobol_indices_counts_names_and_says_whom_more_of_it_serves() -> None:
    found = analyse(study(linear(np.array([4.0, -1.0, 0.1, 0.1])), "sobol", 512, 4), QUESTION)
    text = found.sentence()
    assert text.startswith("One of 4 assumptions decides at least 9")
    assert "the difference in net present value between 'Plan A' and 'Plan B'" in text
    assert "x0 (94 %; more of it speaks for 'Plan A')" in text and "x1 (6 %; more of it speaks for 'Plan B')" in text


def test_a_single_strategy_is_helped_or_harmed_and_a_cost_is_harmed_by_more() -> None:
    assert Question("npv", "a").effect("raises") == "helps"
    assert Question("customers_lost", "a").effect("raises") == "harms"
    assert Question("fear@end", "a").effect("lowers") == "lowers it"
    assert Question("extra_cost", "a", "b").effect("raises") == "speaks for 'b'"
    assert Question("fear@mean", "a", "b").effect("raises") == "raises the difference"
    assert Question("profit@mean", "a").told == "the margin less cost of sales (mean) of 'a'"


def test_every_measure_of_success_has_words_and_a_unit() -> None:
    from dataclasses import fields

    from sim.analysis.measures_of_success import Success
    from sim.analysis.sensitivity.question import SUCCESS

    assert set(SUCCESS) == {field.name for field in fields(Success)}


def test_words_of_more_than_two_kinds_have_no_direction() -> None:
    given = study(linear(np.array([3.0, 1.0])), "factorial", 3, 2, runs=10, noise=0.1)
    kinds = (Assumption("market.kind", 0.0, 2.0, choices=("a", "b", "c")), given.assumptions[1])
    found = analyse(Study(kinds, given.x, given.y, "factorial", shared_luck=False), QUESTION)
    assert found.influences[0].assumption.swept == "a, b, c"
    assert found.influences[0].direction == "unclear" and math.isnan(found.influences[0].rank_correlation)


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(SensitivityError, match="x must be"):
        Study(named(2), np.zeros((5, 3)), np.zeros((5, 1)), "sample")


def test_without_salib_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    given = study(ishigami, "sobol", 64, 4)
    monkeypatch.setitem(sys.modules, "SALib.analyze.sobol", None)
    with pytest.raises(SensitivityError, match=r"pip install 'salesshift\[research\]'"):
        analyse(given, QUESTION)
