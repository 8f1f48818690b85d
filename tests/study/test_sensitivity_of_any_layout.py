"""What holds for a sensitivity analysis of any layout: units, order, holes, luck and words."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.study.sensitivity import Assumption, QuantityOfInterest, SensitivityError, Study, analyse
from sim.study.sensitivity.luck import luck_of
from sim.study.sensitivity.saltelli import deciding
from tests.study.truths import QUESTION, Array, by_factor, ishigami, ishigami_indices, linear, named, points, study

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
        assert by_factor(found)[2:] == pytest.approx(np.zeros(4), abs=0.15 * by_factor(found, "luck").mean())


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
    assert deciding(first[order], total[order], 0.0) == pytest.approx([
        max(first[0], 1 - total[1] - total[2]), max(first[0] + first[1], 1 - total[2]), 1.0, 1.0])


def test_the_sentence_of_sobol_indices_counts_names_and_says_whom_more_of_it_serves() -> None:
    found = analyse(study(linear(np.array([4.0, -1.0, 0.1, 0.1])), "sobol", 512, 4), QUESTION)
    text = found.sentence()
    assert text.startswith("One of 4 assumptions decides at least 9")
    assert "the difference in net present value between 'Plan A' and 'Plan B'" in text
    assert "'Plan B': x0 (94 %; more of it speaks for 'Plan A'); then x1 (6 %; more of it speaks for 'Plan B')" in text


def test_a_single_strategy_is_helped_or_harmed_and_a_cost_is_harmed_by_more() -> None:
    assert QuantityOfInterest("npv", "a").effect("raises") == "helps"
    assert QuantityOfInterest("customers_lost", "a").effect("raises") == "harms"
    assert QuantityOfInterest("fear@end", "a").effect("lowers") == "helps"
    assert QuantityOfInterest("headcount@end", "a").effect("lowers") == "lowers it"
    assert QuantityOfInterest("extra_cost", "a", "b").effect("raises") == "speaks for 'b'"
    assert QuantityOfInterest("headcount@mean", "a", "b").effect("raises") == "raises the difference"
    assert QuantityOfInterest("profit@mean", "a").told == (
        "the margin less cost of sales on average over the quarters of 'a'")


def test_every_measure_of_success_has_words_and_a_unit() -> None:
    from dataclasses import fields

    from sim.comparison.measures_of_success import MEASURES, Success

    assert list(MEASURES) == [field.name for field in fields(Success)]
    for name, measure in MEASURES.items():
        quantity = QuantityOfInterest(name, "a")
        assert quantity.unit == measure.unit != "" and quantity.good != 0
        assert quantity.meaning.lower() == measure.meaning.lower() != ""


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
