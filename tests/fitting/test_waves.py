"""Fitting the model to histories that it told itself: what is recovered, how surely, and what carries it on."""

from __future__ import annotations

import numpy as np
import pytest

from sim.comparison.compare import compare
from sim.comparison.course import BadArgumentError
from sim.engine.ensemble import simulate
from sim.fitting import Cell, Fit, Observed, fit, sentences
from sim.fitting.fit import SETS
from sim.fitting.prior import prior_of
from sim.fitting.table import contraction
from sim.fitting.waves import FUTURES, FitTask, histories, runs_to_do, until, waves
from sim.scenario.reading import load_text
from sim.scenario.schema import Scenario
from sim.scenario.writing import to_toml

SMALL = load_text("""\
title = "Small"
quarters = 8
[organisation]
reps = 8
team_size = 4
contacts = 4
[[strategies]]
name = "train"
measures = [{kind = "training", start = 2, quarters = 6}, {kind = "hire_sellers", start = 3, quarters = 1, sellers = 2}]
""")
INPUTS = ("book", "market.win_rate_new", "market.prospects", "people.selling_skill",
          "parameters.turnover.base_per_year", "parameters.selling.attempts", "leadership.pressure")
OUTCOMES = ("revenue", "customers", "customers_won", "leavers")


def cells(quarters: int, outcomes: tuple[str, ...] = OUTCOMES) -> tuple[Cell, ...]:
    return tuple(Cell(name, quarter, 0.0) for name in outcomes for quarter in range(1, quarters + 1))


def told(scenario: Scenario, truths: np.ndarray, quarters: int = 6, strategy: str = "carry_on",
         inputs: tuple[str, ...] = INPUTS, outcomes: tuple[str, ...] = OUTCOMES) -> list[Observed]:
    """The histories that values in the unit cube tell, as if they had been observed."""
    asked = cells(quarters, outcomes)
    found = histories(scenario, strategy, prior_of(scenario, inputs).inputs, truths, asked, seed=99)
    return [Observed("told", tuple(Cell(c.outcome, c.quarter, float(x)) for c, x in zip(asked, row, strict=True)))
            for row in found]


def looked(observed: Observed, runs: int, seed: int = 1):
    """What two waves leave of the values, without the checks that `fit` adds."""
    asked = FitTask(SMALL, "carry_on", observed, prior_of(SMALL, INPUTS), seed, 0.0, 1, None)
    return waves(asked, runs)[1].look(asked.figures)[0]


@pytest.fixture(scope="module")
def found() -> Fit:
    truth = np.random.default_rng(3).random((1, len(prior_of(SMALL, INPUTS).inputs)))
    return fit(SMALL, told(SMALL, truth)[0], inputs=INPUTS, runs=2_000)


# --- what is recovered ------------------------------------------------------------------------------------------------


def covered(count: int, runs: int) -> None:
    """The intervals of so many histories, drawn from the ranges, hold the truth as often as they say."""
    truths = np.random.default_rng(17).random((count, len(prior_of(SMALL, INPUTS).inputs)))
    seen = [looked(observed, runs) for observed in told(SMALL, truths)]
    ranks = np.asarray([one.below(truth) for one, truth in zip(seen, truths, strict=True)])
    informed = np.mean([contraction(one) for one in seen], axis=0) > 0.3
    assert informed.sum() >= 3
    for level in (0.5, 0.9):
        for group in (ranks, ranks[:, informed]):
            inside = (np.abs(group - 0.5) <= level / 2.0).mean(axis=1)
            error = max(inside.std(ddof=1), 0.1) / count**0.5
            assert abs(inside.mean() - level) < 3.5 * error, (level, inside.mean(), error)
    # The means of the informed come much nearer to the truth than the middle of the range is.
    missed = np.asarray([(one.mean() - truth) ** 2 for one, truth in zip(seen, truths, strict=True)])[:, informed]
    assert missed.mean() < 0.5 / 12.0


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    covered(30, 1_500)


@pytest.mark.slow
def test_intervals_hold_the_truth_as_often_as_they_say_over_many_histories() -> None:
    covered(200, 4_000)


def test_more_quarters_never_teach_less_on_average() -> None:
    truths = np.random.default_rng(23).random((8, len(prior_of(SMALL, INPUTS).inputs)))
    shrunk = [np.mean([contraction(looked(one, 1_500)).sum() for one in told(SMALL, truths, quarters)])
              for quarters in (1, 3, 8)]
    assert shrunk[0] < shrunk[1] < shrunk[2]


def test_figures_that_say_nothing_leave_the_ranges_as_they_were() -> None:
    found = fit(SMALL, told(SMALL, np.full((1, 8), 0.5), inputs=("parameters.coaching",))[0],
                inputs=["parameters.coaching"], runs=2_000)
    table = found.parameters()
    assert not table["informed"].any() and found.noise < 0.15
    width = (table["prior_high"] - table["prior_low"]).to_numpy()
    assert ((table["low"] - table["prior_low"]) / width).to_numpy() == pytest.approx(0.05, abs=0.03)
    assert ((table["high"] - table["prior_low"]) / width).to_numpy() == pytest.approx(0.95, abs=0.03)
    assert "say nothing about any of the 8 values" in " ".join(sentences(found))


def test_inexact_figures_teach_less() -> None:
    observed = told(SMALL, np.full((1, len(prior_of(SMALL, INPUTS).inputs)), 0.4))[0]
    exact, rough = (fit(SMALL, observed, inputs=INPUTS, runs=1_500, error=error) for error in (0.0, 0.2))
    assert contraction(rough.seen).sum() < 0.9 * contraction(exact.seen).sum()


def test_another_strategy_in_force_can_be_fitted() -> None:
    observed = told(SMALL, np.full((1, 1), 0.2), 4, "train", ("market.win_rate_new",))[0]
    found = fit(SMALL, observed, strategy="train", inputs=["market.win_rate_new"], runs=1_000)
    assert found.predictive["quarter"].max() == 8 and "under train" in found.origin()


# --- the result -------------------------------------------------------------------------------------------------------


def test_the_table_of_values_is_ordered_and_says_what_is_beyond_chance(found: Fit) -> None:
    table = found.parameters()
    assert sorted(table["name"]) == sorted(found.names)
    assert (np.diff(table["contraction"]) <= 0.0).all()
    assert (table["informed"] == (table["contraction"] > found.noise)).all() and table["informed"].iloc[0]
    assert ((table["prior_low"] <= table["low"]) & (table["low"] <= table["median"])
            & (table["median"] <= table["high"]) & (table["high"] <= table["prior_high"])).all()
    assert table["name"].iloc[0] == "book.customers_per_rep"
    whole = table[table["name"] == "book.customers_per_rep"][["low", "median", "high"]].to_numpy()
    assert (whole == whole.round()).all()


def test_the_weights_add_to_one_and_the_sets_lie_in_the_ranges(found: Fit) -> None:
    sets = found.sets()
    assert sets["weight"].sum() == pytest.approx(1.0) and (sets["weight"] > 0.0).all()
    for one in found.prior.inputs:
        assert sets[one.name].between(one.low, one.high).all()


def test_the_observed_figures_are_held_against_fitted_futures_of_the_whole_horizon(found: Fit) -> None:
    table = found.predictive
    assert len(table) == len(OUTCOMES) * 8 and table["observed"].notna().sum() == len(OUTCOMES) * 6
    known = table[table["observed"].notna()]
    assert (known["outside"] == ~known["observed"].between(known["low"], known["high"])).all()
    assert known["below"].between(0.0, 1.0).all() and known["outside"].mean() < 0.4
    assert not table[table["observed"].isna()]["outside"].any()


def test_coverage_is_told_over_all_over_the_informed_and_value_by_value(found: Fit) -> None:
    table = found.coverage()
    assert list(table["values"][:4]) == ["all", "all", "informed", "informed"]
    assert len(table) == 2 * (2 + len(found.names))
    assert (table["held"][table["values"] == "all"] - [0.5, 0.9]).abs().max() < 0.08


def test_the_fitted_scenario_can_be_written_read_checked_and_compared(found: Fit) -> None:
    fitted = found.fitted
    again = load_text(to_toml(fitted))
    assert again == fitted and again.posterior is not None
    assert again.posterior.data == found.observed.fingerprint and "24 figures of 6 quarters" in again.posterior.origin
    assert sum(again.posterior.weights) == SETS and list(again.posterior.names) == found.names
    medians = found.parameters().set_index("name")["median"]
    assert again.book.customers_per_rep == medians["book.customers_per_rep"]
    assert again.market.win_rate_new == pytest.approx(medians["market.win_rate_new"], rel=1e-5)
    assert compare(again, ["train"], replications=4).replications == 4


def test_the_same_question_has_the_same_answer_on_any_number_of_processes() -> None:
    observed = told(SMALL, np.full((1, 1), 0.2), 3, inputs=("market.win_rate_new",))[0]
    one, two, other = (fit(SMALL, observed, inputs=["market"], runs=12_000, seed=seed, workers=workers)
                       for seed, workers in ((1, 1), (1, 2), (2, 1)))
    assert np.array_equal(one.seen.unit, two.seen.unit) and one.predictive.equals(two.predictive)
    assert one.fitted == two.fitted and one.inputs() == two.inputs()
    assert not np.array_equal(one.seen.unit, other.seen.unit)


def test_progress_is_told_run_by_run() -> None:
    done: list[int] = []
    fit(SMALL, told(SMALL, np.full((1, 1), 0.2), 3, inputs=("market.win_rate_new",))[0], inputs=["market.win_rate_new"],
        runs=600, progress=done.append)
    assert sum(done) == runs_to_do(600) == 600 + FUTURES


def test_figures_outside_what_the_model_produces_are_called_so() -> None:
    observed = Observed("x", tuple(Cell("revenue", quarter, 1e9) for quarter in range(1, 5)))
    found = fit(SMALL, observed, inputs=["market"], runs=1_000)
    assert found.strange and found.never[0] == "revenue Q1"
    assert sentences(found)[0].startswith("WARNING: these figures lie outside what the model produces")


# --- what is fitted ---------------------------------------------------------------------------------------------------


def test_by_default_all_is_fitted_that_the_file_does_not_state_except_costs_and_goals() -> None:
    prior = prior_of(load_text("[people]\nspread = 0.15\n[book]\ntrust = 0.8\n[costs]\nrep = 1.0\n"))
    names = {one.name for one in prior.inputs}
    assert {"people.fear_of_failure", "parameters.fear.per_failure", "market.prospects"} < names
    assert not any(name.startswith(("costs.", "goals.", "organisation.reps", "strategies")) for name in names)
    assert prior.stated == ("people.spread", "book.trust") and not names & set(prior.stated)
    assert prior.shares == tuple(f"framework.bonus.{part}" for part in ("individual", "team", "company"))


def test_names_and_sections_override_that() -> None:
    scenario = load_text("[people]\nspread = 0.15\n")
    assert [one.name for one in prior_of(scenario, ["people.spread"]).inputs] == ["people.spread"]
    assert {one.name for one in prior_of(scenario, ["parameters.fear", "costs.rep"]).inputs} > {
        "costs.rep", "parameters.fear.strain"}
    assert prior_of(scenario, ["framework.bonus"]).shares


@pytest.mark.parametrize(("inputs", "said"), [
    (["peple"], "there is no value or section 'peple'; did you mean 'people'"),
    (["people.fear"], "did you mean"), (["organisation.reps"], "is no number that may differ"),
    (["goals.adoption_share"], "is one number for all runs"), (["framework.bonus.team"], "is a part of a whole"),
    (["title"], "is no number that may differ"), (["costs.discount_rate"], "is one number for all runs"),
    (["goals"], "nothing is left to fit"),
])  # fmt: skip
def test_what_cannot_be_fitted_is_refused_with_the_reason(inputs: list[str], said: str) -> None:
    with pytest.raises(BadArgumentError, match=said):
        prior_of(SMALL, inputs)


def test_a_scenario_that_states_everything_leaves_nothing_to_fit() -> None:
    with pytest.raises(BadArgumentError, match="states every value"):
        prior_of(load_text(to_toml(Scenario())))


@pytest.mark.parametrize(("more", "said"), [
    ({"strategy": "trian"}, "did you mean 'train'"), ({"runs": 10}, "runs must be"), ({"seed": -1}, "seed"),
    ({"workers": 0}, "workers"), ({"error": -0.1}, "error must be"), ({"error": float("nan")}, "error must be"),
])  # fmt: skip
def test_arguments_that_cannot_be_used_are_refused(more: dict, said: str) -> None:
    observed = Observed("x", tuple(Cell("revenue", quarter, 1e6) for quarter in range(1, 5)))
    with pytest.raises(BadArgumentError, match=said):
        fit(SMALL, observed, **more)


def test_figures_beyond_the_horizon_and_fitted_scenarios_are_refused(found: Fit) -> None:
    late = Observed("x", tuple(Cell("revenue", quarter, 1e6) for quarter in range(6, 10)))
    with pytest.raises(BadArgumentError, match="beyond the horizon"):
        fit(SMALL, late)
    with pytest.raises(BadArgumentError, match="carries fitted values already"):
        fit(found.fitted, found.observed)


@pytest.mark.parametrize("strategy", ["carry_on", "train"])
def test_what_happens_until_a_quarter_does_not_depend_on_the_horizon(strategy: str) -> None:
    whole, short = (simulate(scenario, strategy, replications=3).outcomes
                    for scenario in (SMALL, until(SMALL, strategy, 4)))
    assert all(np.array_equal(whole[name][:4], short[name]) for name in whole)
