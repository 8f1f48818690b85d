"""The tables of settled counts: they say what adding up says, and they say it of most draws."""

from __future__ import annotations

import numpy as np
import pytest

from sim.engine.counts import (
    BEYOND,
    OPEN,
    POISSON_MEANS,
    TRIALS,
    _binomial,
    _poisson,
    tabulated_binomial,
    tabulated_poisson,
)

DRAWS = 60_000
LUCK = np.random.default_rng(11)
U = LUCK.random(DRAWS)
MEANS = LUCK.uniform(0.0, 16.0, DRAWS)
TRIED = LUCK.integers(0, TRIALS + 1, DRAWS).astype(np.float64)
CHANCES = LUCK.random(DRAWS)


def check(entry: np.ndarray, count: np.ndarray) -> None:
    """Settled counts are those added up; a marked one is at most that."""
    settled = entry < OPEN
    assert np.array_equal(entry[settled], count[settled])
    assert np.all(entry[~settled] - OPEN <= count[~settled])


def test_a_settled_poisson_count_is_the_one_added_up_and_most_are_settled() -> None:
    entry = tabulated_poisson(U, MEANS)
    check(entry, _poisson(U, MEANS))
    assert np.mean(entry < OPEN) > 0.9


def test_a_settled_binomial_count_is_the_one_added_up_and_most_are_settled() -> None:
    entry = tabulated_binomial(U, TRIED, CHANCES)
    check(entry, _binomial(U, TRIED, CHANCES))
    assert np.mean(entry[TRIED < 20.0] < OPEN) > 0.85


@pytest.mark.parametrize("chance", [0.0, 1.0])
def test_certainty_is_settled_or_no_more_than_marked(chance: float) -> None:
    check(tabulated_binomial(U, TRIED, np.full(DRAWS, chance)), TRIED * chance)


def test_beyond_the_tables_nothing_is_settled() -> None:
    assert np.all(tabulated_poisson(U, np.full(DRAWS, POISSON_MEANS + 0.5)) == BEYOND)
    assert np.all(tabulated_binomial(U, np.full(DRAWS, TRIALS + 1.0), CHANCES) == BEYOND)
