"""Robustness of the choice: every criterion against a count by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.statistics.paired import wilson
from sim.study.robustness import criteria, pairs, regrets, robustness
from tests.study.futures_made_up import futures

FOUR = pd.DataFrame({"a": [0.0, 1.0, 2.0, 3.0]})
MEANS = {"carry_on": [0, 0, 0, 0], "transform_everyone": [4, -2, 6, 1], "add_sellers": [3, 1, 2, 2]}
"""Means of three strategies in four worlds."""


def by_hand(outcome: str = "npv", sign: float = 1.0):
    """Two futures in each world, one above and one below its mean."""
    spread = np.array([[-1.0, 1.0]])
    return futures(FOUR, {name: sign * (np.array(m, dtype=float)[:, None] + spread) for name, m in MEANS.items()},
                   outcome)


def test_every_criterion_is_as_counted_by_hand() -> None:
    table = criteria(by_hand())
    assert table["best"].to_dict() == {"carry_on": 0.0, "transform_everyone": 0.5, "add_sellers": 0.5}
    assert table["mean"].to_dict() == {"carry_on": 0.0, "transform_everyone": 2.25, "add_sellers": 2.0}
    assert table["regret_max"].to_dict() == {"carry_on": 6.0, "transform_everyone": 3.0, "add_sellers": 4.0}
    assert table["regret_mean"].to_dict() == {"carry_on": 13 / 4, "transform_everyone": 1.0, "add_sellers": 5 / 4}
    assert table["satisfied"].to_dict() == {"carry_on": 0.0, "transform_everyone": 0.75, "add_sellers": 1.0}
    assert table["worst_tenth"].to_dict() == {"carry_on": 0.0, "transform_everyone": -2.0, "add_sellers": 1.0}
    expected = wilson(2, 4)
    assert table.loc["add_sellers", ["best_low", "best_high"]].tolist() == [expected.low, expected.high]


def test_single_futures_are_told_from_worlds() -> None:
    own = futures(pd.DataFrame({"a": [0.0, 1.0]}), {
        "carry_on": np.zeros((2, 4)), "transform_everyone": np.array([[9.0, -1, -1, -1], [1, 1, 1, -1]])})
    worlds, single = criteria(own), criteria(own, by="futures")
    assert worlds["best"]["transform_everyone"] == 1.0
    assert single["best"]["transform_everyone"] == pytest.approx((1 / 4 + 3 / 4) / 2)
    assert single["regret_max"]["transform_everyone"] == 1.0
    assert single["satisfied"]["transform_everyone"] == 0.5


def test_worlds_count_the_same_whatever_the_number_of_their_futures() -> None:
    made = by_hand()
    first = made.table.loc[[0]]
    extra = pd.concat([first.rename(index={0: 2, 1: 3}, level=1), first.rename(index={0: 4, 1: 5}, level=1)])
    more = replace(made, table=pd.concat([made.table, extra]).sort_index())
    columns = ["best", "mean", "regret_mean", "satisfied", "worst_tenth"]
    pd.testing.assert_frame_equal(criteria(more, by="futures")[columns], criteria(made, by="futures")[columns])


def test_a_threshold_of_ones_own_is_kept_to() -> None:
    assert criteria(by_hand(), 1.5)["satisfied"].to_dict() == {
        "carry_on": 0.0, "transform_everyone": 0.5, "add_sellers": 0.75}


def test_of_an_outcome_of_which_less_is_better_all_is_turned_round() -> None:
    more, less = criteria(by_hand()), criteria(by_hand("customers_lost", -1.0))
    for column in ("best", "regret_max", "regret_mean", "satisfied"):
        assert less[column].tolist() == more[column].tolist()
    assert less["worst_tenth"].tolist() == (-more["worst_tenth"]).tolist()
    assert robustness(by_hand("customers_lost", -1.0)).choices == robustness(by_hand()).choices


def test_pairs_count_worlds_and_futures() -> None:
    table = pairs(by_hand()).set_index(["a", "b"])
    found = table.loc[("transform_everyone", "add_sellers")]
    assert (found["worlds"], found["futures"], found["mean"]) == (0.5, 0.5, 0.25)
    assert table.loc[("transform_everyone", "carry_on"), "worlds"] == 0.75


@given(st.integers(0, 2**20), st.integers(2, 30), st.integers(1, 4))
@settings(max_examples=30, deadline=None)
def test_shares_add_to_one_and_regret_is_never_below_zero(seed: int, worlds: int, runs: int) -> None:
    generator = np.random.default_rng(seed)
    made = futures(pd.DataFrame({"a": generator.random(worlds)}), {
        name: generator.integers(-3, 3, (worlds, runs)) for name in ("carry_on", "transform_everyone", "add_sellers")})
    for by in ("worlds", "futures"):
        table = criteria(made, by=by)
        assert table["best"].sum() == pytest.approx(1.0)
        assert (table["regret_mean"] <= table["regret_worst_tenth"] + 1e-9).all()
        assert (table["regret_worst_tenth"] <= table["regret_max"] + 1e-9).all()
        assert (table["worst_tenth"] <= table["mean"] + 1e-9).all()
    assert (regrets(made).min(axis=1) == 0.0).all()
    both = pairs(made).set_index(["a", "b"])["futures"]
    assert both["carry_on", "add_sellers"] + both["add_sellers", "carry_on"] == pytest.approx(1.0)


def test_the_sentence_says_that_criteria_disagree_and_how() -> None:
    assert robustness(by_hand()).sentence == (
        "The criteria disagree, so the choice depends on what is wanted: 'Transform everyone' by expected value, "
        "minimax regret and most often best; 'Add sellers' by satisficing and worst tenth.")


def test_the_sentence_says_that_criteria_agree() -> None:
    made = futures(FOUR, {"carry_on": np.zeros((4, 2)), "transform_everyone": np.ones((4, 2)),
                          "add_sellers": -np.ones((4, 2))})
    assert robustness(made).sentence.startswith("All criteria choose 'Transform everyone'")
    assert "It is best in 4 of 4 worlds by its mean" in robustness(made).sentence
