"""Figures of the conditional claims: what they say, and that it can be read; on made-up results."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from matplotlib.figure import Figure

from sim.draw.images import image_bytes
from sim.scenario.reading import load_text
from sim.scenario.writing import starter_text
from sim.statistics.thresholds import Curve, further_right, part_of_rise, sign_change
from sim.validation.claims import BY_ID
from sim.validation.conditions import CONDITIONS
from sim.validation.conditions.critical_mass import SHARES, found_in
from sim.validation.conditions.curves import ADVISORS, REWARDS, Step, Steps, StrategyCurves
from sim.validation.conditions.exploration import Asked, Result
from sim.validation.conditions.factorial import FRAME, NEEDED, Factorial, Measured, tell_frames, tell_together
from sim.validation.conditions.figures import figure
from sim.validation.conditions.meetings import MEETINGS, REFLECTION, Grid
from tests.comparison.figures.legible import assert_apart_and_on_the_page, assert_large_enough, texts

RUNS = 30
SCENARIO = load_text(starter_text())
WITHOUT = {"A6": "A6 without", "A7": "A7 without", "C2": "C2 without", "E3": "E3 without"}
"""The same claims where there is no place to be marked."""


def asked(name: str) -> Asked:
    return Asked(name, SCENARIO, RUNS, 7)


def spread(*shape: int) -> np.ndarray:
    return np.random.default_rng(5).normal(0.0, 1.0, (*shape, RUNS))


def strategy_curves(middle: float) -> StrategyCurves:
    x = np.asarray(ADVISORS)
    sellers, transform = (Curve(x, 1e6 * (slope * (x - middle)[:, None] + 0.3 * spread(x.size))) for slope in (4, -2))
    difference = sellers.minus(transform)
    return StrategyCurves(asked("A7"), difference, sellers, transform, sign_change(difference), sign_change(transform))


def winning(middle: float) -> Result:
    x = np.asarray(SHARES)
    adoption = 1.0 / (1.0 + np.exp(-((x - middle)[:, None] + 0.15 * spread(1)) / 0.08))
    return found_in(asked("A6"), Curve(x, adoption), Curve(x, np.minimum(adoption + 0.1, 1.0)))


def steps(height: float) -> Steps:
    x, found = np.asarray(REWARDS), []
    for habit in (0.3, 0.6, 0.9):
        rise = height / (1.0 + np.exp(-(x - 5.0 * habit) / 0.5))
        found.append(Step.of(habit, Curve(x, 0.4 - 0.1 * habit + rise[:, None] + 0.02 * spread(1))))
    return Steps(asked("C2"), tuple(found), further_right(found[0].adoption, found[-1].adoption, part_of_rise(0.5)))


def factorial(name: str) -> Factorial:
    if name == "C10":
        heads = {"while they run (Q2-Q5)": 1, "at the horizon": -1}
        measured = tuple(Measured(f"behaviour by appeals {head}", "behaviour 0-1", 0.01 * k + 0.002 * spread(16), head,
                                  100.0, "points of behaviour") for head, k in heads.items())
        return Factorial(asked(name), FRAME, measured, 2, "full square: agrees with the change", tell_frames)
    measured = (Measured("adoption", "share of reps 0-1", 0.5 + 0.1 * spread(8), "adoption at the horizon", 100.0,
                         "% of reps"),
                Measured("new customers", "customers won", 1500 + 300 * spread(8), "new customers", 1.0, "customers"))
    return Factorial(asked(name), tuple(f for f, _ in NEEDED), measured, 3, "full square: in force", tell_together)


def grid(turn: float) -> Grid:
    slope = (np.asarray(REFLECTION) - turn) / 100.0
    return Grid.of(asked("E3"), 0.5 + np.asarray(MEETINGS)[:, None, None] * slope[None, :, None] + 0.01 * spread(1, 1))


MADE = {"A6": lambda: winning(0.4), "A7": lambda: strategy_curves(0.52), "C2": lambda: steps(0.6),
        "C10": lambda: factorial("C10"), "C12": lambda: factorial("C12"), "E3": lambda: grid(0.3),
        "A6 without": lambda: winning(3.0), "A7 without": lambda: strategy_curves(-3.0),
        "C2 without": lambda: steps(0.0), "E3 without": lambda: grid(-1.0)}


@pytest.fixture(scope="module")
def results() -> dict[str, Result]:
    return {name: make() for name, make in MADE.items()}


@pytest.fixture(scope="module")
def figures(results) -> dict[str, Figure]:
    return {name: figure(result) for name, result in results.items()}


def written(drawn: Figure) -> str:
    """All that can be read, in one line without breaks."""
    return " ".join(" ".join(t.get_text() for t in texts(drawn)).replace("\u00a0", " ").split())


def test_every_condition_is_drawn_here() -> None:
    assert set(CONDITIONS) <= set(MADE)


@pytest.mark.parametrize("name", MADE)
def test_a_figure_says_what_is_found_of_which_claim_where_and_from_how_many_runs(results, figures, name) -> None:
    text, result = written(figures[name]), results[name]
    assert result.headline.replace("-", "\u2212") in text.replace("-", "\u2212")
    assert f'{result.asked.id}: "{BY_ID[result.asked.id].sentence}"' in text
    assert f"n = {RUNS}" in text and f"{RUNS} futures per world" in text and "seed 7" in text
    assert SCENARIO.title[:20] in text
    assert "..." not in text


@pytest.mark.parametrize("name", MADE)
def test_all_type_is_at_least_12_points_at_slide_size(figures, name) -> None:
    assert_large_enough(figures[name])


@pytest.mark.parametrize("name", MADE)
def test_no_label_overlaps_another_or_leaves_the_page(figures, name) -> None:
    assert_apart_and_on_the_page(figures[name])


UNITS = {"A6": ("% of reps", "runs"), "A7": ("% of reps", "M EUR"), "C2": ("% of reps", "multiple"),
         "C10": ("points",), "C12": ("% of reps", "customers", "points"),
         "E3": ("0-1", "% of meeting time", "meetings a quarter", "points")}


@pytest.mark.parametrize("name", UNITS)
def test_axes_carry_their_units(figures, name) -> None:
    labels = " ".join([axes.get_xlabel() + axes.get_ylabel() + axes.get_title(loc="left")
                       for axes in figures[name].axes])
    assert all(unit in labels for unit in UNITS[name])


MARKS = {"A6": "critical mass 38 %", "A7": "changes at 52 %", "C2": "habit 0.9: half of the rise at",
         "E3": "changes its sign at 30 %"}


@pytest.mark.parametrize("name", MARKS)
def test_a_place_is_marked_where_there_is_one_and_only_there(figures, name) -> None:
    assert MARKS[name] in written(figures[name])
    assert MARKS[name][:14] not in written(figures[WITHOUT[name]])


@pytest.mark.parametrize("name", ["A6", "C10"])
def test_the_same_result_gives_the_same_bytes(name) -> None:
    one, other = (image_bytes(figure(MADE[name]()), "png") for _ in range(2))
    assert one == other


def test_something_else_has_no_figure() -> None:
    with pytest.raises(TypeError, match="no figure for a str"):
        figure("something else")


def test_exploring_does_not_load_matplotlib_and_drawing_does_not_load_pyplot() -> None:
    for module, heavy in (("sim.validation.conditions", "matplotlib"),
                          ("sim.validation.conditions.figures", "matplotlib.pyplot")):
        code = f"import sys; import {module}; sys.exit({heavy!r} in sys.modules)"
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
