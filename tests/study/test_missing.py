"""What a sweep has no answer for is said by every analysis; who is compared by default is one rule."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sim.comparison.course import BadArgumentError
from sim.comparison.tables import as_text
from sim.study.discovery.answer import discover
from sim.study.discovery.box import in_sample, readable
from sim.study.figure_robustness import criteria_cells
from sim.study.futures import choice_line, futures_of, usual_pair
from sim.study.missing import gaps
from sim.study.saving import source_of
from sim.study.sensitivity import SensitivityError
from sim.study.sensitivity.of_sweep import quantity_of, sensitivity_of
from sim.study.sensitivity.quantity import meaning_of
from sim.study.sensitivity.table import influence_cells, legend
from sim.words.amounts import counted
from tests.study.futures_made_up import futures, worlds
from tests.study.test_sensitivity_of_sweep import Made, factor

BY = "strategies[train].measures[coaching].by"


def half_lost(kind: str = "latin_hypercube", count: int = 80) -> Made:
    """A sweep in which every world with one of two words has failed under all strategies."""
    points = pd.DataFrame({"people.a": np.random.default_rng(1).uniform(0.0, 10.0, count),
                           "people.b": np.random.default_rng(2).uniform(0.0, 10.0, count),
                           BY: np.where(np.arange(count) % 2, "manager", "professional")})
    made = Made(points, (factor("people.a"), factor("people.b"),
                         factor(BY, np.nan, np.nan, ("professional", "manager"))), kind)
    lost = made.table["point"] % 2 == 1
    made.failed = made.table.loc[lost, ["point", "strategy", "run"]].astype({"strategy": str})
    made.table = made.table[~lost]
    return made


def test_worlds_lost_under_all_strategies_are_counted_and_the_value_they_share_is_named() -> None:
    found = futures_of(half_lost(), "npv")
    assert (found.missing.worlds, found.missing.lost, found.missing.failed) == (80, 40, 40 * 12)
    assert found.notes() == [
        "40 of 80 worlds are missing, as no future there has an answer under every strategy (480 runs failed).",
        "Nothing is known where no world has an answer: by of coaching (train) = 'manager'."]
    assert "| 40 of 80 worlds, 3 futures each" in source_of(found, "T", "0" * 12)


def test_a_future_lost_under_one_strategy_is_told_from_lost_worlds() -> None:
    made = half_lost()
    one = (made.table["point"] == 4) & (made.table["run"] == 1) & (made.table["strategy"] == "hire")
    made.table = made.table[~one]
    told = futures_of(made, "npv").notes()
    assert "1 future of other worlds is left out, as some strategy has no answer there." in told


def test_too_few_worlds_are_refused_with_how_many_are_lost() -> None:
    with pytest.raises(BadArgumentError, match="40 worlds to search in; at least 50 are needed; 40 of 80 worlds"):
        discover(futures_of(half_lost(), "npv"), method="prim")


def test_sensitivity_says_nothing_of_a_factor_with_one_value_left() -> None:
    found = sensitivity_of(half_lost())
    assert [one.name for one in found.unknown] == [BY]
    assert BY not in {one.assumption.name for one in found.influences}
    row = found.frame().set_index("factor").loc[BY]
    assert np.isnan(row["measure"]) and not row["distinguishable"]
    (line,) = [line for line in as_text(influence_cells(found)).splitlines() if line.startswith("by of coaching")]
    assert "not known" in line and "%" not in line
    assert any("by of coaching (train) = 'manager'" in warning for warning in found.warnings)
    assert any("480 runs of the sweep failed" in warning for warning in found.warnings)


def test_where_too_much_is_lost_the_complaint_names_the_value() -> None:
    with pytest.raises(SensitivityError, match=r"at least 30 are needed\. Nothing is known .* 'manager'"):
        sensitivity_of(half_lost(count=40))


def test_an_empty_end_of_a_range_is_named_but_not_what_chance_empties() -> None:
    points = worlds(200, 1, "ab")
    (found,) = gaps(points, (points["a"] < 0.7).to_numpy())
    assert found.factor == "a" and found.values.startswith("above 0.69")
    assert gaps(points, np.random.default_rng(1).random(200) < 0.7) == ()


def test_numbers_with_few_levels_are_named_one_by_one() -> None:
    points = pd.DataFrame({"quarters": np.tile([8.0, 12.0, 16.0], 10)})
    (found,) = gaps(points, (points["quarters"] == 12.0).to_numpy())
    assert found.values == "= 8 or 16"


# --- who is compared -----------------------------------------------------------------------------------------------


def test_the_two_best_on_average_are_compared_and_carrying_on_only_where_nobody_else_is() -> None:
    ranking = ["b", "a", "carry_on"]
    assert usual_pair(ranking) == ("b", "a") and usual_pair(ranking, "a") == ("a", "b")
    assert usual_pair(ranking, None, "b") == ("a", "b") and usual_pair(ranking, "b", "carry_on") == ("b", "carry_on")
    assert usual_pair(["a", "carry_on"]) == ("a", "carry_on") and usual_pair(["carry_on"]) == ("carry_on", None)


@pytest.mark.parametrize(("outcome", "first"), [("npv", "add_sellers"), ("cost@sum", "transform_everyone")])
def test_what_is_best_depends_on_the_outcome(outcome: str, first: str) -> None:
    made = futures(pd.DataFrame({"a": [0.0, 1.0]}), {"carry_on": np.full((2, 1), 9.0), "transform_everyone": np.ones(
        (2, 1)), "add_sellers": np.full((2, 1), 2.0)}, outcome)
    assert made.ranking[0] == first and made.ranking[-1] == "carry_on"


def test_every_analysis_asks_about_the_same_pair() -> None:
    made = half_lost()
    asked = quantity_of(made, None, None, None)
    assert usual_pair(futures_of(made, "npv").ranking) == (asked.strategy, asked.against)
    assert sensitivity_of(made).chosen == choice_line({"wait": "Wait", "hire": "Hire"}, "wait", "hire")
    assert sensitivity_of(made, None, "wait", "hire").chosen == ""


# --- one convention of shares --------------------------------------------------------------------------------------


def test_the_headline_and_the_table_tell_the_same_share() -> None:
    made = half_lost()
    noise = np.random.default_rng(3).normal(0.0, 4.0, len(made.table))
    made.table = made.table.assign(npv=made.table["npv"] + noise)
    found = sensitivity_of(made, "npv", "wait", "train")
    shares = [one.measure for one in found.leading]
    assert f"{100 * sum(shares):.0f} % of the variance" in found.headline()
    assert "Shares are of the variance between worlds, each the mean of its futures" in legend(found)


# --- counts in sentences -------------------------------------------------------------------------------------------


def test_counts_agree_with_their_nouns() -> None:
    assert [counted(n, "world") for n in (0, 1, 1280)] == ["0 worlds", "1 world", "1,280 worlds"]
    assert counted(1, "strategy", "strategies") == "1 strategy" and counted(2, "leaf", "leaves") == "2 leaves"


@pytest.mark.parametrize(("share", "count", "unit", "said"), [
    (1.0, 1, "worlds", "1 of 1 world"), (0.5, 8, "worlds", "4 of 8 worlds"), (0.62, 2000, "worlds", "62 of 100 worlds"),
    (0.001, 5000, "worlds", "fewer than 1 of 100 worlds"), (0.5, 5, "futures", "50 % of the futures")])
def test_a_share_of_few_worlds_is_told_by_counts(share: float, count: int, unit: str, said: str) -> None:
    assert in_sample(share, count, unit) == said


def test_one_assumption_is_not_none_of_one() -> None:
    points = pd.DataFrame({"people.a": np.random.default_rng(1).uniform(0.0, 1.0, 60)})
    made = Made(points, (factor("people.a"),), "latin_hypercube")
    made.table["npv"] = np.random.default_rng(2).normal(size=len(made.table))
    assert sensitivity_of(made).headline().startswith("The only assumption cannot be told from one that does nothing")


def test_an_outcome_in_a_sentence_has_no_remark_and_says_when() -> None:
    assert meaning_of("energy@min") == "mean energy in its lowest quarter"
    assert meaning_of("fear@3") == "mean fear of failure in quarter 3" and meaning_of("npv") == "net present value"


def test_values_of_two_measures_are_told_apart() -> None:
    names = [f"strategies[a_b].measures[{kind}].dose" for kind in ("coaching", "targets")]
    assert [readable(name, names) for name in names] == ["dose of coaching (a b)", "dose of targets (a b)"]


def test_the_table_of_criteria_says_how_many_worlds_are_missing() -> None:
    from sim.study.robustness import robustness

    assert "over 40 of 80 worlds" in criteria_cells(robustness(futures_of(half_lost(), "npv"))).title


def test_without_missing_worlds_nothing_is_said() -> None:
    made = futures(worlds(10, 1, "a"), {"carry_on": np.zeros((10, 1))})
    assert made.notes() == [] and replace(made).missing.aside == ""
