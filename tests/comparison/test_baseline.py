"""The sheet "is this your firm?": what is stated, what the first year is, what is left at the horizon."""

from __future__ import annotations

import math

import pytest

import sim
from sim.comparison.baseline import BATCH, GROUPS, STEADY, Baseline, Row, baseline
from sim.engine.ensemble import simulate
from sim.scenario.reading import load_text, with_overrides
from sim.scenario.schema import Scenario
from tests.small import small

SHOCK = '\n[[market.shocks]]\nquarter = 1\nquarters = 8\ndemand = -0.9\nchurn = 3.0\n'


@pytest.fixture(scope="module")
def firm() -> Scenario:
    return load_text(small(12))


@pytest.fixture(scope="module")
def sheet(firm: Scenario) -> Baseline:
    return baseline(firm, replications=6)


def value(sheet: Baseline, label: str, year: str) -> float:
    return next(getattr(row, year) for row in sheet.rows if row.figure.label == label)


def test_the_years_are_those_of_carrying_on_to_the_bit(firm: Scenario) -> None:
    number = BATCH + 3
    sheet, outcomes = baseline(firm, replications=number), simulate(firm, replications=number).outcomes
    assert value(sheet, "Contribution after cost of sales", "first") == outcomes["profit"][:4].sum(axis=0).mean()
    assert value(sheet, "Contribution after cost of sales", "last") == outcomes["profit"][-4:].sum(axis=0).mean()
    assert value(sheet, "Customers", "last") == outcomes["customers"][-4:].mean(axis=0).mean()


def test_working_time_is_split_without_a_rest(sheet: Baseline) -> None:
    for year in ("first", "last"):
        assert math.isclose(sum(getattr(row, year) for row in sheet.rows if row.group == "Working time"), 1.0)


def test_what_is_stated_stands_beside_it(firm: Scenario, sheet: Baseline) -> None:
    stated = {row.figure.label: row.stated for row in sheet.rows}
    assert stated["Reps with a book"] == 8.0 and stated["Churn a year"] == firm.book.churn_per_year
    assert stated["Revenue"] is None


def test_shocks_and_strategies_play_no_part(firm: Scenario, sheet: Baseline) -> None:
    shaken = baseline(load_text(small(12) + SHOCK), replications=6)
    assert [(row.first, row.last) for row in shaken.rows] == [(row.first, row.last) for row in sheet.rows]


def test_a_figure_that_moves_is_named_and_one_that_stands_still_is_not(sheet: Baseline) -> None:
    moving = [row for row in sheet.rows if abs(row.change) > STEADY]
    assert moving and f"{len(moving)} of {len(sheet.rows)} figures" in sheet.sentence()
    changes = {cells[0].strip(): cells[-1] for cells in sheet.cells().rows}
    assert all(bool(changes[row.figure.label]) != row.steady for row in sheet.rows)


def test_a_firm_without_change_is_told_so(firm: Scenario, sheet: Baseline) -> None:
    still = Baseline(firm, 12, 6, 1, tuple(row for row in sheet.rows if row.steady))
    assert still.sentence().startswith("This firm stays what it is")


def test_the_horizon_is_that_of_the_scenario_and_at_least_two_years(firm: Scenario) -> None:
    assert baseline(firm, replications=1).quarters == 12
    assert baseline(with_overrides(firm, ["quarters=4"]), replications=1).quarters == 8


@pytest.mark.parametrize(("given", "said"), [({"quarters": 7}, "quarters must be between 8 and 80, not 7"),
                                             ({"quarters": 81}, "not 81"), ({"replications": 0}, "at least 1, not 0")])
def test_a_bad_argument_is_told(firm: Scenario, given: dict[str, int], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        baseline(firm, **given)


def test_labels_are_unique_and_the_sheet_is_public() -> None:
    labels = [figure.label for figures in GROUPS.values() for figure in figures]
    assert len(labels) == len(set(labels))
    assert sim.baseline is baseline


def test_what_comes_of_nothing_does_not_stand_still(sheet: Baseline) -> None:
    figure = sheet.rows[0].figure
    assert not Row("", figure, None, 0.0, 0.3).steady and Row("", figure, None, 0.0, 0.0).steady
    born = Baseline(sheet.scenario, 12, 6, 1, (Row("People", figure, None, 0.0, 0.3),))
    assert "from 0" in born.sentence() and born.cells().rows[-1][-1] == "from 0"
