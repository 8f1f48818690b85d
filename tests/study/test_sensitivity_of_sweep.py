"""What is taken from a sweep: the question, the assumptions as numbers, futures paired run by run."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from sim.study.design.factors import Factor, Simplex
from sim.study.design.sampling import placed
from sim.study.sensitivity import SensitivityError
from sim.study.sensitivity.of_sweep import outcomes_of, quantity_of, sensitivity_of, study_of

STRATEGIES = ("carry_on", "train", "hire", "wait")
SIZES = {"carry_on": 9.0, "train": 2.0, "hire": 1.0, "wait": 0.0}


def factor(name: str, low: float = 0.0, high: float = 10.0, levels: tuple | None = None) -> Factor:
    return Factor(name, "uncertainty", "choice" if levels else "number", "", f"Meaning of {name}.", low, high, levels)


class Made:
    """A sweep made up from a table of points and a rule for outcomes."""

    def __init__(self, points: pd.DataFrame, factors, kind: str, runs: int = 3, mixtures=(), futures: str = "shared",
                 levels: int = 4) -> None:
        self.design = SimpleNamespace(title="Made up", sampler=SimpleNamespace(kind=kind, levels=levels), seed=1,
                                      mixtures=[SimpleNamespace(names=tuple(m)) for m in mixtures], futures=futures)
        self.factors, self.points = factors, points
        self.strategies, self.outcomes, self.identity = STRATEGIES, ("gain", "npv", "leavers"), "abc"
        self.failed = pd.DataFrame(columns=["point", "strategy"])
        numbers = points.apply(lambda c: c if c.dtype.kind == "f" else pd.factorize(c)[0]).to_numpy(dtype=float)
        luck = np.random.default_rng(1).normal(0.0, 0.1, runs)
        rows = [(p, s, r, SIZES[s] + k * x[0] + x[1:].sum() + luck[r], -k * x[0])
                for p, x in enumerate(numbers) for k, s in enumerate(STRATEGIES) for r in range(runs)]
        self.table = pd.DataFrame(rows, columns=["point", "strategy", "run", "npv", "leavers"])
        self.table["gain"] = self.table["npv"] - 1.0
        self.table["strategy"] = pd.Categorical(self.table["strategy"], categories=STRATEGIES)

    def title(self, strategy: str) -> str:
        return strategy.capitalize()

    def runs(self, columns=None) -> pd.DataFrame:
        return self.table[["point", "strategy", "run", *(columns or self.outcomes)]]

    def failures(self) -> pd.DataFrame:
        return self.failed


def sample(count: int = 60, **more) -> Made:
    points = pd.DataFrame(np.random.default_rng(2).uniform(0.0, 10.0, (count, 2)), columns=["people.a", "people.b"])
    return Made(points, (factor("people.a"), factor("people.b")), "latin_hypercube", **more)


def test_the_default_is_the_difference_in_net_present_value_of_the_two_best_others() -> None:
    asked = quantity_of(sample(), None, None, None)
    assert (asked.outcome, asked.strategy, asked.against) == ("npv", "wait", "hire")
    assert asked.told == "the difference in net present value between 'Wait' and 'Hire'"


def test_carrying_on_is_compared_with_only_where_it_is_asked_for() -> None:
    asked = quantity_of(sample(), None, None, "carry_on")
    assert (asked.strategy, asked.against) == ("wait", "carry_on")


def test_a_strategy_alone_is_looked_at_by_itself() -> None:
    asked = quantity_of(sample(), "gain", "train", None)
    assert (asked.outcome, asked.strategy, asked.against) == ("gain", "train", None)


def test_the_best_has_the_least_of_what_is_bad() -> None:
    assert quantity_of(sample(), "leavers", None, None).strategy == "wait"  # it loses the fewest


@pytest.mark.parametrize(("names", "said"), [
    (("nvp", None, None), "no outcome 'nvp'; did you mean 'npv'?"), (("zzz", None, None), "there are: gain, npv"),
    ((None, "trian", None), "no strategy 'trian'; did you mean 'train'?"), ((None, None, "hier"), "you mean 'hire'"),
    ((None, "hire", "hire"), "with itself"),
])  # fmt: skip
def test_unknown_names_are_told_with_a_guess(names, said: str) -> None:
    with pytest.raises(SensitivityError, match=said.replace("?", r"\?")):
        quantity_of(sample(), *names)


def test_differences_are_taken_run_by_run_so_that_shared_luck_cancels() -> None:
    made = sample()
    y, shared = outcomes_of(made, quantity_of(made, None, "hire", "train"))
    expected = made.points["people.a"].to_numpy()[:, None] - 1.0
    assert y == pytest.approx(np.repeat(expected, 3, axis=1)) and shared


def test_futures_of_their_own_are_no_shared_luck() -> None:
    made = sample(futures="own")
    assert not study_of(made, quantity_of(made, None, None, None)).shared_luck


def test_a_point_with_a_failed_run_or_without_a_value_counts_as_failed() -> None:
    made = sample()
    made.table.loc[(made.table["point"] == 4) & (made.table["run"] == 1), "npv"] = np.nan
    made.failed = pd.DataFrame({"point": [7, 9], "strategy": ["hire", "carry_on"]})
    given = study_of(made, quantity_of(made, None, "hire", "train"))
    assert list(np.flatnonzero(given.failed)) == [4, 7]  # the failure of carrying on does not matter here


def test_points_may_have_different_numbers_of_futures() -> None:
    made = sample(runs=4)
    made.table = made.table[(made.table["point"] % 2 == 0) | (made.table["run"] < 2)]
    given = study_of(made, quantity_of(made, None, "hire", None))
    assert given.replications == 2 and not given.failed.any()
    assert list(np.isfinite(given.y).sum(axis=1)[:4]) == [4, 2, 4, 2]


def test_an_outcome_without_values_is_refused() -> None:
    made = sample()
    made.table["npv"] = np.nan
    with pytest.raises(SensitivityError, match="choose another one"):
        sensitivity_of(made, "npv", "hire")


def test_words_become_numbers_in_the_order_of_their_levels() -> None:
    points = pd.DataFrame({"market.form": np.array(["b", "a"] * 20, dtype=object), "people.a": np.arange(40.0)})
    made = Made(points, (factor("market.form", np.nan, np.nan, ("b", "a")), factor("people.a")), "latin_hypercube")
    given = study_of(made, quantity_of(made, None, "hire", None))
    assert list(given.x[:4, 0]) == [0.0, 1.0, 0.0, 1.0]
    assert given.assumptions[0].choices == ("b", "a") and given.assumptions[0].ordered


def test_one_at_a_time_is_refused_with_an_alternative() -> None:
    made = sample()
    made.design.sampler.kind = "one_at_a_time"
    with pytest.raises(SensitivityError, match="use the sampler 'morris' or 'sobol'"):
        sensitivity_of(made)


MIX = ("bonus.own", "bonus.team", "bonus.firm")


def mixed(kind: str, unit: np.ndarray, **more) -> Made:
    axes = (factor("people.a"), Simplex(MIX, None))
    points = placed(axes, unit)
    return Made(points, (factor("people.a"), *(factor(name, 0.0, 1.0) for name in MIX)), kind, mixtures=[MIX], **more)


@pytest.mark.parametrize(("kind", "size"), [("sobol", 32), ("morris", 10)])
def test_a_mixture_is_taken_apart_into_what_the_sampler_drew(kind: str, size: int) -> None:
    pytest.importorskip("SALib")
    from SALib.sample import morris, sobol

    problem = {"num_vars": 3, "names": list("abc"), "bounds": [[0.0, 1.0]] * 3}
    unit = sobol.sample(problem, size, calc_second_order=False, seed=1) if kind == "sobol" else \
        morris.sample(problem, size, num_levels=4, seed=1)
    found = sensitivity_of(mixed(kind, unit), "npv", "hire")
    names = [one.assumption.name for one in found.influences]
    assert sorted(names) == ["bonus.own", "bonus.team", "people.a"] and names[0] == "people.a"
    assert {one.assumption.meaning for one in found.influences if one.assumption.name == "bonus.own"} == {
        "Share of the mixture, at the cost of bonus.team, bonus.firm"}


def test_in_a_factorial_a_mixture_is_one_assumption() -> None:
    from sim.study.design.sampling import crossed

    axes = (factor("people.a"), Simplex(MIX, None))
    made = Made(crossed(axes, 4), (factor("people.a"), *(factor(n, 0.0, 1.0) for n in MIX)), "full_factorial",
                mixtures=[MIX])
    found = sensitivity_of(made, "npv", "hire")
    assert found.method == "factorial"
    assert [one.assumption.name for one in found.influences] == ["people.a", "bonus.mixture"]
    assert len(found.influences[1].assumption.choices) == 10 and found.influences[1].direction == "unclear"


def test_the_influence_that_is_there_is_found() -> None:
    found = sensitivity_of(sample(200))
    assert found.influences[0].assumption.name == "people.a" and found.influences[0].direction == "raises"
    assert found.influences[0].measure == pytest.approx(1.0, abs=0.01)
    assert not found.influences[1].distinguishable
    assert "people" in found.influences[0].assumption.section
