"""Dealing out whole customers: none is lost, nobody is favoured for long, the order of the reps only decides turns."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.books import share_out

HANDS = st.lists(st.sampled_from([0.0, 1.0]), min_size=1, max_size=20).map(lambda h: np.array(h)[:, None])
TOTALS = st.integers(0, 300).map(lambda n: np.array([float(n)]))
QUARTERS = st.integers(0, 80)


@given(TOTALS, HANDS, QUARTERS)
def test_every_customer_is_dealt_to_exactly_one_book(total: np.ndarray, hands: np.ndarray, quarter: int) -> None:
    dealt = share_out(total, hands, quarter)
    assert dealt.sum() == (total[0] if hands.any() else 0.0)
    assert np.array_equal(dealt, np.floor(dealt)) and dealt.min() >= 0.0


@given(TOTALS, HANDS, QUARTERS)
def test_only_those_with_a_book_get_any_and_all_of_them_within_one_alike(total: np.ndarray, hands: np.ndarray,
                                                                         quarter: int) -> None:
    dealt = share_out(total, hands, quarter)
    assert not dealt[hands == 0.0].any()
    if hands.any():
        assert np.ptp(dealt[hands > 0.0]) <= 1.0


@given(TOTALS, HANDS, QUARTERS)
def test_over_as_many_quarters_as_there_are_books_everybody_gets_the_same(total: np.ndarray, hands: np.ndarray,
                                                                         quarter: int) -> None:
    rounds = int(hands.sum())
    dealt = sum((share_out(total, hands, quarter + k) for k in range(rounds)), np.zeros(hands.shape))
    assert np.all(dealt[hands > 0.0] == total[0])


@given(TOTALS, HANDS, QUARTERS)
def test_another_order_of_the_reps_deals_the_same_hands_to_other_people(total: np.ndarray, hands: np.ndarray,
                                                                       quarter: int) -> None:
    one, other = share_out(total, hands, quarter), share_out(total, hands[::-1], quarter)
    assert np.array_equal(np.sort(one, axis=0), np.sort(other, axis=0))


@given(st.lists(st.integers(0, 50), min_size=1, max_size=5), QUARTERS, st.integers(0, 2**32 - 1))
def test_every_run_is_dealt_to_by_itself(totals: list[int], quarter: int, seed: int) -> None:
    hands = np.random.default_rng(seed).integers(0, 2, size=(6, len(totals))).astype(float)
    total = np.array(totals, dtype=float)
    alone = [share_out(total[[k]], hands[:, [k]], quarter) for k in range(total.size)]
    assert np.array_equal(share_out(total, hands, quarter), np.concatenate(alone, axis=1))
