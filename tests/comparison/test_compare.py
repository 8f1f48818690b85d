"""The comparison of strategies: pairing, precision, summary and the sentence."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.comparison import course
from sim.comparison.compare import compare
from sim.scenario.reading import load_text, with_overrides
from sim.words import amounts

TWINS = '[[strategies]]\nname = "a"\n[[strategies]]\nname = "b"\n'


def test_carrying_on_is_always_compared_and_comes_first(fake, scenario) -> None:
    found = compare(scenario, ["add_sellers"], replications=5, simulate=fake.simulate)
    assert found.strategies == ("carry_on", "add_sellers")


def test_every_strategy_meets_the_same_runs(fake, scenario) -> None:
    asked = []

    def watched(*args, **kwargs):
        asked.append((args[1], kwargs["seed"], kwargs["first_run"], kwargs["replications"]))
        return fake.simulate(*args, **kwargs)

    compare(scenario, ["add_sellers"], replications=6, seed=9, simulate=watched)
    assert asked == [("carry_on", 9, 0, 6), ("add_sellers", 9, 0, 6)]


@pytest.mark.parametrize(("arguments", "message"), [
    ({"strategies": ["ad_sellers"]}, "did you mean 'add_sellers'"),
    ({"replications": 1}, "at least 2"),
    ({"replications": -3}, "at least 2"),
    ({"precision": 0.0}, "precision"),
    ({"precision": float("nan")}, "precision"),
    ({"workers": 0}, "workers"),
    ({"seed": -1}, "seed"),
    ({"precision": 1.0, "replications": 50, "max_replications": 10}, "max_replications"),
])
def test_a_bad_argument_is_refused_before_anything_is_simulated(scenario, arguments, message) -> None:
    def never(*args: object, **kwargs: object) -> None:
        raise AssertionError("simulated")

    with pytest.raises(ValueError, match=message):
        compare(scenario, **arguments, simulate=never)


def test_the_difference_changes_its_sign_with_the_order(compared) -> None:
    for a in compared.strategies:
        for b in compared.strategies:
            there, back = compared.difference(a, b), compared.difference(b, a)
            assert (there.mean, there.low, there.high) == (-back.mean, -back.high, -back.low)
            assert there.probability == pytest.approx(1 - back.probability)
            np.testing.assert_array_equal(there.values, -back.values)


def test_an_unknown_strategy_has_no_difference(compared) -> None:
    with pytest.raises(KeyError, match="not among"):
        compared.difference("carry_on", "nobody")


def test_strategies_without_measures_are_worth_the_same_as_carrying_on(fake) -> None:
    found = compare(load_text(TWINS), replications=8, simulate=fake.simulate)
    gap = found.difference("a", "carry_on")
    assert gap.same and gap.probability == 0.5 and not gap.decided
    assert "same result" in found.sentence()
    assert found.summary()["best"].tolist() == pytest.approx([1 / 3] * 3)


def test_the_summary_has_one_row_per_strategy_and_its_chances_add_to_one(compared) -> None:
    summary = compared.summary()
    assert tuple(summary.index) == compared.strategies
    assert summary["best"].sum() == pytest.approx(1.0)
    assert (summary["gain_low"] <= summary["gain"]).all() and (summary["gain"] <= summary["gain_high"]).all()
    assert summary.loc["carry_on", "gain"] == 0.0
    assert np.isnan(summary.loc["carry_on", "break_even"])


def test_gains_are_the_mean_differences_of_net_present_value(compared) -> None:
    for name, row in compared.summary().iterrows():
        assert row["gain"] == pytest.approx(compared.difference(str(name), "carry_on").mean)


def test_scaling_all_money_scales_the_gains_and_nothing_else(fake, scenario) -> None:
    tenfold = with_overrides(scenario, [f"book.revenue_per_customer={10 * scenario.book.revenue_per_customer}"])
    one, ten = (compare(s, replications=20, simulate=fake.simulate).summary() for s in (scenario, tenfold))
    for column in ("gain", "gain_low", "worst_tenth", "regret"):
        np.testing.assert_allclose(ten[column], 10 * one[column], rtol=1e-9)
    for column in ("best", "ahead", "pays", "break_even", "dip_depth", "dip_quarters", "adoption_end"):
        np.testing.assert_allclose(ten[column], one[column], rtol=1e-9)


def test_the_quarters_are_tidy_and_agree_with_the_runs(fake, scenario) -> None:
    found = compare(scenario, ["add_sellers"], replications=30, simulate=fake.simulate)
    assert tuple(found.quarters.columns) == course.COLUMNS
    assert not found.quarters.duplicated(["strategy", "quarter", "outcome"]).any()
    own, base = (fake.simulate(scenario, n, replications=30).outcomes["profit"] for n in ("add_sellers", "carry_on"))
    row = found.quarters.query("strategy == 'add_sellers' and outcome == 'profit' and quarter == 7").iloc[0]
    assert row["mean"] == pytest.approx(own[6].mean())
    assert row["difference"] == pytest.approx((own - base)[6].mean())
    assert row["p10"] == pytest.approx(np.quantile(own[6], 0.1))
    assert row["difference_low"] < row["difference"] < row["difference_high"]


def test_batches_give_the_same_course_as_one_go(fake, scenario) -> None:
    def runs(first: int, n: int) -> dict[str, np.ndarray]:
        return fake.simulate(scenario, "add_sellers", replications=n, first_run=first).outcomes

    def base(first: int, n: int) -> dict[str, np.ndarray]:
        return fake.simulate(scenario, replications=n, first_run=first).outcomes

    whole, parts = course.Course("add_sellers"), course.Course("add_sellers")
    whole.add(runs(0, 25), base(0, 25))
    for first, n in ((0, 10), (10, 15)):
        parts.add(runs(first, n), base(first, n))
    pd.testing.assert_frame_equal(whole.frame(), parts.frame(), rtol=1e-12)


def test_runs_are_added_until_the_precision_is_reached_and_run_k_keeps_its_luck(fake, scenario) -> None:
    firsts = []

    def watched(*args, **kwargs):
        firsts.append((kwargs["first_run"], kwargs["replications"]))
        return fake.simulate(*args, **kwargs)

    few = compare(scenario, replications=10, simulate=fake.simulate)
    found = compare(scenario, replications=10, precision=few.half_width() / 2, simulate=watched)
    assert found.precision_reached and found.half_width() <= few.half_width() / 2
    assert dict.fromkeys(firsts) == dict.fromkeys([(0, 10), (10, 10), (20, 20), (40, 40)][: len(set(firsts))])
    gone = compare(scenario, replications=found.replications, simulate=fake.simulate)
    for name in found.strategies:
        np.testing.assert_array_equal(found.success[name].npv, gone.success[name].npv)


def test_a_precision_out_of_reach_is_said_to_be_out_of_reach(fake, scenario) -> None:
    found = compare(scenario, replications=4, precision=1.0, max_replications=10, simulate=fake.simulate)
    assert found.replications == 10
    assert not found.precision_reached
    assert found.replications_needed(1.0) > 10


def test_the_replications_needed_suffice(fake, scenario) -> None:
    pilot = compare(scenario, replications=200, simulate=fake.simulate)
    needed = pilot.replications_needed(pilot.half_width() / 2)
    assert needed == pytest.approx(800, rel=0.05)


def test_progress_counts_every_run_of_every_strategy(fake, scenario) -> None:
    done = []
    compare(scenario, replications=7, progress=done.append, simulate=fake.simulate)
    assert sum(done) == 7 * len(scenario.strategies)


def test_shared_luck_makes_the_difference_more_precise(compared) -> None:
    gains = compared.variance_reduction()
    assert len(gains) == 6
    assert (gains["factor"] > 1).all()


def test_the_sentence_names_winner_margin_certainty_and_break_even(compared) -> None:
    text = compared.sentence()
    assert text.startswith("'Transform everyone' beats 'Add sellers' by ")
    assert "95 % interval" in text and "of 100 futures" in text and "it pays from quarter" in text


def test_the_sentence_does_not_decide_what_the_runs_do_not_decide(fake, scenario) -> None:
    def noisy(*args, **kwargs):
        runs = fake.simulate(*args, **kwargs).outcomes
        luck = np.random.default_rng(sum(map(ord, args[1]))).normal(0, 1e8, runs["profit"].shape)
        return fake.FakeRuns(runs | {"profit": runs["profit"] + luck})

    text = compare(scenario, replications=12, simulate=noisy).sentence()
    assert text.startswith("Undecided: ")
    assert "replications would tell" in text or "equal" in text


def test_regret_is_zero_for_the_best_of_each_run(compared) -> None:
    lost = np.stack(list(compared.regret().values()))
    assert (lost.min(axis=0) == 0).all()


def test_only_carrying_on_leaves_nothing_to_compare(fake) -> None:
    found = compare(load_text("quarters = 4"), replications=3, simulate=fake.simulate)
    assert "nothing to compare" in found.sentence()
    assert found.differences().empty and found.replications_needed(1.0) == 2
    with pytest.raises(ValueError, match="only carrying on"):
        found.main_pair()


@pytest.mark.parametrize(("euro", "text"), [
    (2_140_000, "+2.1 M EUR"), (-950_000, "-0.9 M EUR"), (350, "+350 EUR"), (0, "0 EUR"), (23_400, "+23 k EUR"),
    (2.5e9, "+2.5 bn EUR"), (float("nan"), "-"), (-0.2, "0 EUR"),
])
def test_money_is_written_as_one_reads_it_aloud(euro: float, text: str) -> None:
    assert amounts.money(euro, sign=True) == text


@pytest.mark.parametrize(("share", "text"), [(0.87, "87 %"), (0, "0 %"), (1, "100 %"), (0.999, ">99 %"),
                                             (1e-4, "<1 %")])
def test_a_share_that_is_not_certain_does_not_read_as_certain(share: float, text: str) -> None:
    assert amounts.percent(share) == text


def test_a_resolution_adds_the_decimals_that_show_it() -> None:
    scale = amounts.money_scale([2_140_000], 20_000)
    assert scale.amount(2_140_000) == "2.14 M EUR"
