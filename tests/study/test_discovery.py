"""Scenario discovery: planted boxes are found, noise gives none, and the numbers are what they are said to be."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from sim.comparison.course import BadArgumentError
from sim.study.discovery.answer import discover
from sim.study.discovery.box import Box, Limit, conditions, limit_phrase, quality, quasi_p_values, readable, significant
from sim.study.discovery.choice import chance_of, choose, repeat, search, select_box, standing_out, success
from sim.study.discovery.peeling import LEAST_POINTS, Step, paste, peel
from sim.study.discovery.sample import CATEGORICAL, INTEGER, MOST_FACTORS, Axis, Sample, sample_of, screened
from tests.study.futures_made_up import futures, worlds

QUICK = {"permutations": 19, "halves": 4}


def planted(seed: int, low: float, high: float, count: int = 400, inside: float = 0.95, outside: float = 0.05
            ) -> Sample:
    """Success where a lies within two bounds and b above 0.4; c and d do nothing."""
    x = worlds(count, seed)
    true = x["a"].between(low, high) & (x["b"] > 0.4)
    y = np.random.default_rng(seed + 1).random(count) < np.where(true, inside, outside)
    return sample_of(x, y.astype(float), dict.fromkeys("abcd", (0.0, 1.0)))


def by_hand() -> tuple[Sample, Box]:
    """Ten worlds on a line, the last four but one succeed."""
    sample = sample_of(pd.DataFrame({"a": np.arange(10.0)}), [0, 0, 0, 1, 0, 0, 1, 1, 1, 0])
    return sample, Box((Limit(sample.axes[0], low=5.5),))


def test_coverage_density_and_mass_are_as_counted_by_hand() -> None:
    sample, box = by_hand()
    found = quality(box.contains(sample.x), sample.y)
    assert (found.coverage, found.density, found.mass, found.points, found.base) == (3 / 4, 3 / 4, 0.4, 4, 0.4)
    assert found.gained == pytest.approx((0.75 - 0.4) / 0.6)
    assert found.balance == pytest.approx(2 * 0.75 * found.gained / (0.75 + found.gained))


def test_shares_of_futures_count_as_parts_of_a_success() -> None:
    found = quality(np.array([True, True, False]), np.array([0.5, 1.0, 0.5]))
    assert found.coverage == 0.75 and found.density == 0.75


def test_a_quasi_p_value_is_the_binomial_tail_without_the_restriction() -> None:
    sample, box = by_hand()
    (value,) = quasi_p_values(box, sample).values()
    assert value == pytest.approx(binom.sf(2, 4, 0.4))


@given(st.integers(0, 2**20), st.integers(20, 60))
@settings(max_examples=20, deadline=None)
def test_quasi_p_values_of_two_restrictions_each_drop_one(seed: int, count: int) -> None:
    generator = np.random.default_rng(seed)
    sample = sample_of(pd.DataFrame(generator.random((count, 2)), columns=["a", "b"]), generator.integers(0, 2, count))
    box = Box((Limit(sample.axes[0], low=0.3, high=0.8), Limit(sample.axes[1], high=0.7)))
    held = sample.y[box.contains(sample.x)]
    for restriction, value in quasi_p_values(box, sample).items():
        wide = sample.y[box.without(restriction).contains(sample.x)]
        expected = binom.sf(held.sum() - 1, held.size, wide.mean()) if held.size < wide.size and held.sum() else 1.0
        assert value == pytest.approx(expected, abs=1e-9)


@given(st.integers(0, 2**20), st.floats(0.05, 0.35), st.floats(0.3, 0.45))
@settings(max_examples=15, deadline=None)
def test_a_planted_box_is_found_where_it_is(seed: int, low: float, width: float) -> None:
    sample = planted(seed, low, low + width)
    box, values = select_box(peel(sample), sample)
    names = {limit.axis.name for limit in box.restricted}
    assert names <= {"a", "b"} and "a" in names
    assert box.limits[0].low == pytest.approx(low, abs=0.12) or (low < 0.12 and math.isinf(box.limits[0].low))
    assert box.limits[0].high == pytest.approx(low + width, abs=0.12)
    if "b" in names:
        assert box.limits[1].low == pytest.approx(0.4, abs=0.12)
    assert quality(box.contains(sample.x), sample.y).density > 0.5
    assert set(values) == set(box.restrictions)


@given(st.integers(0, 2**20))
@settings(max_examples=10, deadline=None)
def test_peeling_only_ever_narrows_and_leaves_enough_worlds(seed: int) -> None:
    sample = planted(seed, 0.2, 0.6, count=150)
    steps = peel(sample)
    inside = [step.box.contains(sample.x) for step in steps]
    for (step, now), wider in zip(zip(steps[1:], inside[1:], strict=True), inside[:-1], strict=True):
        assert not (now & ~wider).any() and now.sum() < wider.sum()
        assert now.sum() == step.quality.points >= LEAST_POINTS
        assert step.quality == quality(now, sample.y)


@given(st.integers(0, 2**20))
@settings(max_examples=10, deadline=None)
def test_pasting_never_lowers_the_density_and_never_loses_a_world(seed: int) -> None:
    sample = planted(seed, 0.2, 0.6, count=150)
    box = peel(sample)[-1].box
    wider = paste(box, sample)
    before, after = box.contains(sample.x), wider.contains(sample.x)
    assert not (before & ~after).any()
    assert sample.y[after].mean() >= sample.y[before].mean()


def test_noise_is_put_down_to_chance_at_about_the_stated_rate() -> None:
    named = 0
    for seed in range(20):
        x = worlds(80, seed)
        y = np.random.default_rng(seed + 500).integers(0, 2, 80)
        named += bool(search(sample_of(x, y), permutations=19, halves=0).boxes)
    assert named <= 4  # 5 % of 20 is one; five or more have a probability of 0.3 %


def test_chance_finds_a_planted_box_improbable_and_noise_not() -> None:
    sample = planted(3, 0.2, 0.6)
    assert chance_of(standing_out(peel(sample), sample), sample, permutations=19) == 0.05
    assert chance_of(0.0, sample, permutations=19) == 1.0


def test_a_found_box_comes_back_in_halves_and_holds_where_it_was_not_searched() -> None:
    sample = planted(7, 0.2, 0.6, inside=1.0, outside=0.0)
    (found, *_) = search(sample, **QUICK).boxes
    again = found.reproducibility
    assert again.found == 1.0 and again.restricted["a"] == 1.0 and again.restricted["d"] == 0.0
    assert again.density > 0.8 and again.coverage > 0.8 and again.overlap > 0.8


def test_two_planted_boxes_are_found_one_after_the_other() -> None:
    x = worlds(600, 5)
    y = ((x["a"] < 0.25) & (x["b"] < 0.5)) | ((x["a"] > 0.7) & (x["c"] > 0.6))
    found = search(sample_of(x, y.astype(float)), **QUICK)
    assert len(found.boxes) >= 2
    assert found.together.coverage > 0.85 and found.together.density > 0.85
    assert not (found.boxes[0].inside & found.boxes[1].inside).any()


def test_a_categorical_and_a_whole_factor_are_restricted_by_levels() -> None:
    generator = np.random.default_rng(1)
    x = worlds(400, 1, "ab").assign(form=generator.choice(["flat", "linear", "steep"], 400),
                                    sellers=generator.integers(1, 6, 400))
    y = ((x["form"] != "flat") & (x["sellers"] >= 3)).astype(float)
    sample = sample_of(x, y)
    assert [axis.kind for axis in sample.axes][2:] == [CATEGORICAL, INTEGER]
    box = search(sample, **QUICK).boxes[0].box
    assert {limit.axis.name for limit in box.restricted} == {"form", "sellers"}
    assert conditions(box) == "form is linear or steep and sellers is at least 3"


def test_useless_restrictions_are_dropped() -> None:
    sample = planted(11, 0.2, 0.6)
    ballast = Box((Limit(sample.axes[0], low=0.2, high=0.6), Limit(sample.axes[1], low=0.4),
                   Limit(sample.axes[2], low=0.01), Limit(sample.axes[3], high=0.99)))
    lean, values = significant(ballast, sample)
    assert {limit.axis.name for limit in lean.restricted} == {"a", "b"}
    assert max(values.values()) < 0.05


def test_of_boxes_about_as_good_the_one_with_fewer_restrictions_is_chosen() -> None:
    sample = planted(13, 0.0, 0.5, inside=1.0, outside=0.0)
    simple = Box.whole(sample).limited(0, Limit(sample.axes[0], high=0.5)).limited(1, Limit(sample.axes[1], low=0.4))
    fussy = simple.limited(2, Limit(sample.axes[2], high=0.999))
    steps = [Step(box, quality(box.contains(sample.x), sample.y)) for box in (Box.whole(sample), fussy, simple)]
    assert choose(steps, sample).box == simple


def test_a_wanted_density_is_kept_where_it_can_be() -> None:
    sample = planted(17, 0.2, 0.6, inside=0.9, outside=0.3)
    dense = choose(peel(sample), sample, least_density=0.85)
    assert dense.quality.density >= 0.85
    assert all(s.quality.points <= dense.quality.points for s in peel(sample) if s.quality.density >= 0.85)


@pytest.mark.parametrize("y", [np.zeros(100), np.ones(100)])
def test_without_any_difference_in_success_there_is_no_box(y: np.ndarray) -> None:
    found = search(sample_of(worlds(100, 1), y), **QUICK)
    assert found.boxes == () and math.isnan(found.chance)


def test_of_many_factors_the_ones_that_matter_are_searched_in() -> None:
    x = pd.DataFrame(np.random.default_rng(2).random((300, 80)), columns=[f"f{k}" for k in range(80)])
    middle = (x["f70"] - 0.5).abs() < 0.25
    kept = screened(sample_of(x, ((x["f3"] > 0.4) & middle).astype(float)))
    assert len(kept.axes) == MOST_FACTORS and {"f3", "f70"} <= {axis.name for axis in kept.axes}


def test_with_many_factors_the_box_still_speaks_of_all_of_them() -> None:
    x = pd.DataFrame(np.random.default_rng(2).random((300, 40)), columns=[f"f{k}" for k in range(40)])
    found = search(sample_of(x, (x["f35"] > 0.6).astype(float)), **QUICK)
    (box, *_) = found.boxes
    assert len(box.box.limits) == 40 and [limit.axis.name for limit in box.box.restricted] == ["f35"]
    assert list(box.p_values) == [(35, "low")]


def test_halves_without_a_box_are_told() -> None:
    sample = sample_of(worlds(60, 3), np.random.default_rng(3).integers(0, 2, 60))
    again = repeat(Box.whole(sample), sample, halves=3)
    assert again.halves == 3 and again.found <= 1.0


@pytest.mark.parametrize(("points", "y", "complaint"), [
    (pd.DataFrame({"a": [1.0, 2.0]}), [0.5], "one success per world"),
    (pd.DataFrame({"a": [1.0, np.nan]}), [0, 1], "every factor's value"),
    (pd.DataFrame({"a": [1.0, 2.0]}), [0, 2], "within 0 and 1"),
])
def test_a_sample_that_makes_no_sense_is_refused(points: pd.DataFrame, y: list[float], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        sample_of(points, y)


# --- success, and the answer ---------------------------------------------------------------------------------------


def three(count: int = 120) -> tuple[pd.DataFrame, dict[str, np.ndarray]]:
    """Transforming wins where a is below 0.4, by far."""
    x = worlds(count, 9, "ab").rename(columns={"a": "people.fear_of_failure", "b": "market.demand"})
    good = np.where(x["people.fear_of_failure"] < 0.4, 5.0, -5.0)
    zero = np.zeros((count, 3))
    return x, {"carry_on": zero, "transform_everyone": zero + good[:, None], "add_sellers": zero + 1.0}


def test_success_by_worlds_by_futures_and_with_ties() -> None:
    points = pd.DataFrame({"a": [0.0, 1.0]})
    values = {"carry_on": np.array([[0.0, 0, 0, 0], [1, 1, 1, 1]]),
              "transform_everyone": np.array([[9.0, -1, -1, 0], [1, 1, 1, 1]])}
    made = futures(points, values)
    assert success(made, "transform_everyone").tolist() == [1.0, 0.5]
    assert success(made, "transform_everyone", "carry_on", by="futures").tolist() == [(1 + 0.5) / 4, 0.5]


def test_of_an_outcome_of_which_less_is_better_the_smaller_wins() -> None:
    points = pd.DataFrame({"a": [0.0, 1.0]})
    values = {"carry_on": np.array([[3.0], [1.0]]), "transform_everyone": np.array([[2.0], [2.0]])}
    assert success(futures(points, values, "customers_lost"), "transform_everyone").tolist() == [1.0, 0.0]


def test_the_answer_says_when_transforming_wins() -> None:
    pytest.importorskip("sklearn")
    found = discover(futures(*three()), "transform_everyone", **QUICK)
    inside = found.search.boxes[0].quality.points
    assert found.headline.startswith(f"'Transform everyone' is the best strategy in {inside} of {inside} worlds where "
                                     "fear of failure is below 0.")
    assert found.headline.endswith("cover 100 % of the worlds in which that happens.")
    frame = found.frame()
    assert set(frame["method"]) == {"prim", "cart"}
    assert frame.loc[0, "factor"] == "people.fear_of_failure"
    assert frame.loc[0, "high"] == pytest.approx(0.4, abs=0.02)
    assert any("CART: a tree of 2 leaves" in line for line in found.sentences())


def test_the_answer_can_say_where_it_fails() -> None:
    found = discover(futures(*three()), against="add_sellers", method="prim", fails=True, **QUICK)
    assert found.strategy == "transform_everyone"  # the best on average that is left
    assert "does not beat 'Add sellers'" in found.headline and "is above 0." in found.headline


def test_without_conditions_the_answer_says_so() -> None:
    points, values = three()
    values["transform_everyone"] = values["add_sellers"] + 1.0
    assert discover(futures(points, values), method="prim", **QUICK).headline == \
        "'Transform everyone' is the best strategy in 100 of 100 worlds: there are no conditions to be found."
    values["transform_everyone"] = values["add_sellers"] + np.random.default_rng(0).normal(0, 1, (120, 1))
    told = discover(futures(points, values), method="prim", **QUICK)
    assert "no conditions were found" in told.headline
    assert "no better than chance" in told.sentences()[0]


@pytest.mark.parametrize(("asked", "complaint"), [
    ({"strategy": "transform_everone"}, "did you mean 'transform_everyone'"),
    ({"strategy": "add_sellers", "against": "add_sellers"}, "against itself"),
    ({"against": "nobody"}, "no strategy 'nobody'"),
])
def test_wrong_questions_are_refused(asked: dict[str, str], complaint: str) -> None:
    with pytest.raises(BadArgumentError, match=complaint):
        discover(futures(*three()), method="prim", **asked)


def test_too_few_worlds_are_refused() -> None:
    with pytest.raises(BadArgumentError, match="at least 50"):
        discover(futures(*three(20)), method="prim")


# --- trees ---------------------------------------------------------------------------------------------------------


@given(st.integers(0, 2**20))
@settings(max_examples=5, deadline=None)
def test_the_leaves_of_a_tree_are_boxes_that_part_the_worlds(seed: int) -> None:
    pytest.importorskip("sklearn")
    from sim.study.discovery.tree import grow

    sample = planted(seed, 0.2, 0.6, inside=1.0, outside=0.0)
    tree = grow(sample)
    assert tree.divided and tree.explained > 0.5
    assert (sum(leaf.inside.astype(int) for leaf in tree.leaves) == 1).all()
    for leaf in tree.leaves:
        assert (leaf.box.contains(sample.x) == leaf.inside).all()
        assert leaf.quality == quality(leaf.inside, sample.y)
    assert sum(leaf.quality.coverage for leaf in tree.leaves) == pytest.approx(1.0)
    assert {limit.axis.name for limit in tree.success_leaves[0].box.restricted} <= {"a", "b"}


def test_a_tree_of_noise_is_pruned_to_the_root() -> None:
    pytest.importorskip("sklearn")
    from sim.study.discovery.tree import grow

    trees = [grow(sample_of(worlds(120, seed), np.random.default_rng(seed + 9).integers(0, 2, 120)))
             for seed in range(6)]
    assert sum(tree.divided for tree in trees) <= 1


def test_a_tree_divides_a_categorical_factor_by_levels() -> None:
    pytest.importorskip("sklearn")
    from sim.study.discovery.tree import grow

    form = np.random.default_rng(4).choice(["flat", "linear", "steep"], 200)
    tree = grow(sample_of(worlds(200, 4, "a").assign(form=form), (form == "linear").astype(float)))
    (leaf,) = tree.success_leaves
    assert conditions(leaf.box) == "form is linear" and leaf.quality.density == 1.0


# --- words ---------------------------------------------------------------------------------------------------------

AXIS = Axis("people.fear_of_failure", "continuous", 0.0, 1.0)


@pytest.mark.parametrize(("limit", "phrase"), [
    (Limit(AXIS, high=0.4512), "fear of failure is below 0.45"),
    (Limit(replace(AXIS, low=0.0, high=60.0), high=23.4), "fear of failure is below 23"),
    (Limit(AXIS, low=0.2, high=0.4), "fear of failure is between 0.20 and 0.40"),
    (Limit(Axis("a.sellers", INTEGER, 1, 9), low=2.5, high=3.5), "sellers is 3"),
    (Limit(Axis("a.sellers", INTEGER, 1, 9), low=2.5, high=5.5), "sellers is from 3 to 5"),
    (Limit(Axis("a.sellers", INTEGER, 1, 9), high=5.5), "sellers is at most 5"),
    (Limit(Axis("a.form", CATEGORICAL, 0, 1, ("flat", "steep")), kept=frozenset({1})), "form is steep"),
])
def test_limits_read_like_sentences(limit: Limit, phrase: str) -> None:
    assert limit_phrase(limit) == phrase


def test_names_are_readable_and_told_apart() -> None:
    assert readable("people.fear_of_failure") == "fear of failure"
    assert readable("parameters.fear.per_failure") == "fear per failure"
    assert readable("costs.seller", ["costs.seller", "market.seller"]) == "costs seller"
