"""The stopwatch: known ratios are found on a clock that drifts, intervals cover them, order does not matter."""

from __future__ import annotations

import math
import random
from statistics import mean

import pytest

from benchmarks.measuring import Contestant, calls_for, estimate, figures, gathered, one_round, pairs

SECONDS = 0.3


class Machine:
    """A machine that others use: its speed swings by a third, and every call is a little luckier or unluckier."""

    def __init__(self, seed: int, noise: float = 0.05) -> None:
        self.now, self.noise, self.chance = 0.0, noise, random.Random(seed)

    def clock(self) -> float:
        return self.now

    def contestant(self, name: str, seconds: float, units: float = 1.0, first: float = 0.0) -> Contestant:
        """Work that takes so long on the quiet machine, and the first call so much longer."""
        extra = [first]

        def work() -> None:
            drift = 1.0 + 0.33 * math.sin(self.now / 20.0)
            self.now += seconds * drift * self.chance.lognormvariate(0.0, self.noise) + extra[0]
            extra[0] = 0.0

        return Contestant(name, work, units)


def ratio_of_round(seed: int, true: float = 3.0, noise: float = 0.05, reverse: bool = False) -> float:
    machine = Machine(seed, noise)
    others = [machine.contestant("other", 0.1 * true), machine.contestant("more", 0.7)]
    found = one_round(machine.contestant("reference", 0.1), others[::-1] if reverse else others, sweeps=5,
                      seconds=SECONDS, seed=seed, clock=machine.clock)
    return next(float(figure["ratio"]) for figure in found if figure["name"] == "other")


@pytest.mark.parametrize("true", [0.02, 0.9, 1.0, 65.0])
def test_a_known_ratio_is_found_while_the_machine_drifts(true: float) -> None:
    rounds = [ratio_of_round(seed, true) for seed in range(7)]
    assert estimate(rounds).value == pytest.approx(true, rel=0.05)


def test_seconds_drift_where_ratios_do_not() -> None:
    machine = Machine(1, noise=0.0)
    reference, other = machine.contestant("reference", 0.1), machine.contestant("other", 0.2)
    timed = pairs(reference, [other], sweeps=200, seconds=SECONDS, seed=1, clock=machine.clock)
    costs, ratios = [p.cost for p in timed], [p.ratio for p in timed]
    assert max(costs) > 1.7 * min(costs)
    assert max(ratios) < 1.1 * min(ratios)
    assert mean(ratios) == pytest.approx(2.0, rel=0.01)


def test_the_interval_covers_the_true_ratio_as_often_as_it_says() -> None:
    chance, hits, trials = random.Random(2), 0, 200
    for _ in range(trials):
        found = estimate([3.0 * chance.lognormvariate(0.0, 0.03) for _ in range(9)])
        assert found.low <= found.value <= found.high
        hits += found.low <= 3.0 <= found.high
    assert 0.89 <= hits / trials <= 0.99


def test_the_order_in_which_contestants_are_named_does_not_matter() -> None:
    named = [estimate([ratio_of_round(seed, reverse=reverse) for seed in range(7)]) for reverse in (False, True)]
    assert named[0].value == pytest.approx(named[1].value, rel=0.02)


def test_every_sweep_has_an_order_of_its_own_and_either_of_a_pair_goes_first() -> None:
    machine, order = Machine(1), []

    def noted(name: str) -> Contestant:
        inner = machine.contestant(name, SECONDS)
        return Contestant(name, lambda: (order.append(name), inner.work()), calls=1)

    names = ["a", "b", "c"]
    pairs(noted("r"), [noted(n) for n in names], sweeps=30, seconds=SECONDS, seed=1, clock=machine.clock)
    couples = list(zip(order[::2], order[1::2], strict=True))
    assert all(couple.count("r") == 1 for couple in couples)
    assert {couple.index("r") for couple in couples} == {0, 1}
    sweeps = ["".join(order[i:i + 6]).replace("r", "") for i in range(0, len(order), 6)]
    assert {"".join(sorted(sweep)) for sweep in sweeps} == {"abc"}
    assert len(set(sweeps)) > 3


def test_costs_are_per_unit() -> None:
    machine = Machine(1, noise=0.0)
    small, large = machine.contestant("small", 0.1, units=10), machine.contestant("large", 0.2, units=40)
    (figure,) = one_round(small, [large], sweeps=9, seconds=SECONDS, seed=1, clock=machine.clock)
    assert figure["ratio"] == pytest.approx(0.5, rel=0.05)
    assert figure["cost"] / figure["reference"] == pytest.approx(0.5, rel=0.05)


def test_a_first_call_that_compiles_is_not_counted() -> None:
    machine = Machine(1, noise=0.0)
    slow_start = machine.contestant("other", 0.1, first=0.15)
    (figure,) = one_round(machine.contestant("reference", 0.1), [slow_start], sweeps=5, seconds=SECONDS, seed=1,
                          clock=machine.clock)
    assert figure["ratio"] == pytest.approx(1.0, rel=0.05)


@pytest.mark.parametrize(("seconds", "calls"), [(0.01, 30), (0.1, 3), (0.3, 1), (9.0, 1)])
def test_calls_fill_a_slice(seconds: float, calls: int) -> None:
    now = [0.0]

    def work() -> None:
        now[0] += seconds

    assert calls_for(work, SECONDS, lambda: now[0]) in (calls, calls + 1)


def test_a_clock_that_stands_still_ends() -> None:
    assert 1 < calls_for(lambda: None, SECONDS, lambda: 0.0) < 100_000


def test_one_round_has_no_interval_and_equal_rounds_have_no_width() -> None:
    assert estimate([2.0]) == (2.0, None, None)
    assert estimate([2.0, 2.0, 2.0]) == (2.0, 2.0, 2.0)


def test_the_same_rounds_give_the_same_interval() -> None:
    rounds = [1.0, 1.1, 0.9, 1.05, 0.97]
    assert estimate(rounds) == estimate(rounds)


def test_figures_of_rounds_are_gathered_by_name() -> None:
    machine = Machine(1)
    timed = pairs(machine.contestant("reference", 0.1), [machine.contestant(n, 0.2) for n in "ba"], sweeps=3,
                  seconds=SECONDS, seed=1, clock=machine.clock)
    assert [figure.name for figure in figures(timed)] == ["a", "b"]
    one = [{"name": "a", "ratio": 2.0, "cost": 0.2, "reference": 0.1}]
    other = [{"name": "a", "ratio": 4.0, "cost": 0.4, "reference": 0.1}]
    assert gathered([one, other]) == {"a": {"ratio": [2.0, 4.0], "cost": [0.2, 0.4], "reference": [0.1, 0.1]}}
