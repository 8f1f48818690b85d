"""The map and the bars show what lies in the sweep."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.app.research.analysis import asked
from sim.app.research.folders import ResearchError
from sim.app.research.open_sweep import missing_notes, open_sweep
from sim.app.research.plane import full_bars, plane_payload, quick_bars, segments
from sim.study.futures import futures_of
from sim.study.landscape import landscape
from sim.study.missing import Missing, gaps
from sim.words.catalogue import LANGUAGES


def test_a_grid_has_its_factors_as_axes_and_a_cell_for_each_world(results: Path) -> None:
    found = plane_payload(asked(open_sweep(results / "grid")), "de")
    assert (found["x"]["field"], found["y"]["field"]) == ("people.fear_of_failure", "framework.error_culture")
    assert found["x"]["values"] == [0.0, 0.5, 1.0] and found["x"]["edges"] == []
    assert sorted(cell["points"][0] for cell in found["cells"]) == list(range(9))
    assert all(cell["n"] == 4 and cell["worlds"] == 1 for cell in found["cells"])


def test_cells_are_those_of_the_landscape_of_the_analysis(results: Path) -> None:
    view = open_sweep(results / "grid")
    asking = asked(view, {"outcome": "npv", "left": "train", "right": "hire"})
    futures = futures_of(view.sweep, "npv")
    known = landscape(futures, asking.x, asking.y, futures.difference("train", "hire"))
    cells = plane_payload(asking, "en")["cells"]
    for cell in cells:
        assert cell["mean"] == known.values[cell["row"], cell["column"]]
        half = known.half[cell["row"], cell["column"]]
        assert cell["high"] - cell["low"] == pytest.approx(2.0 * half)
        assert cell["sure"] == (abs(cell["mean"]) > half)


def test_shares_of_futures_won_add_up_to_one_over_both_directions(results: Path) -> None:
    view = open_sweep(results / "grid")
    one, other = (plane_payload(asked(view, {"kind": "won", "left": a, "right": b}), "en")["cells"]
                  for a, b in (("train", "hire"), ("hire", "train")))
    for a, b in zip(one, other, strict=True):
        assert a["mean"] + b["mean"] == 1.0
        assert 0.0 <= a["low"] <= a["mean"] <= a["high"] <= 1.0


def test_worlds_of_a_cube_are_gathered_and_each_cell_opens_its_most_typical_world(results: Path) -> None:
    view = open_sweep(results / "cube")
    asking = asked(view)
    found = plane_payload(asking, "de")
    assert found["binned"] and sum(cell["worlds"] for cell in found["cells"]) == 40
    by_world = asking.futures.by_world(asking.values)
    points = asking.futures.points
    for cell in found["cells"]:
        low, high = (found["x"]["edges"][cell["column"] + k] for k in (0, 1))
        assert all(low <= points.loc[point, asking.x] <= high for point in cell["points"])
        apart = [abs(by_world[point] - cell["mean"]) for point in cell["points"]]
        assert apart == sorted(apart)


def test_unknown_wishes_fall_back_to_what_is_usual(results: Path) -> None:
    view = open_sweep(results / "cube")
    usual = asked(view)
    assert asked(view, {"outcome": "x", "left": 3, "right": None, "x": "../", "kind": "<b>"}) == usual
    same = asked(view, {"left": "hire", "right": "hire", "x": usual.y, "y": usual.y})
    assert same.left != same.right and same.x != same.y


def test_an_outcome_that_may_be_missing_is_refused_in_words(results: Path) -> None:
    with pytest.raises(ResearchError) as error:
        asked(open_sweep(results / "grid"), {"outcome": "break_even"})
    assert error.value.key == "missing"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", ["difference", "won", "level"])
@pytest.mark.parametrize("name", ["grid", "cube"])
def test_every_picture_has_its_sentence(results: Path, name: str, kind: str, lang) -> None:
    asking = asked(open_sweep(results / name), {"kind": kind})
    for picture in (plane_payload(asking, lang), quick_bars(asking, lang), full_bars(asking, lang)):
        assert picture["sentence"] and "{" not in picture["sentence"] + picture["title"]


def test_bars_stand_in_their_order_within_their_intervals(results: Path) -> None:
    bars = quick_bars(asked(open_sweep(results / "cube")), "en")["bars"]
    assert [bar["rank"] for bar in bars] == [1, 2, 3]
    values = [bar["value"] for bar in bars]
    assert values == sorted(values, reverse=True)
    assert all(bar["low"] <= bar["value"] <= bar["high"] for bar in bars)


@given(arrays(np.float64, (4, 5), elements=st.floats(-10, 10).filter(lambda v: abs(v) > 0.01)))
def test_the_line_parts_cells_above_from_cells_below(means: np.ndarray) -> None:
    line = segments(means, 0.0)
    changes = sum(int(((part[1:] >= 0) != (part[:-1] >= 0)).sum()) for part in (means, means.T))
    ends = {tuple(np.round(end, 9)) for piece in line for end in piece}
    assert len(ends) == changes
    for x, y in ends:
        assert float(x).is_integer() or float(y).is_integer()


@pytest.mark.parametrize(("lang", "lost", "unknown"), [
    ("en", "3 of 9 worlds have no answer and are missing here.", "Nothing is known where no world"),
    ("de", "3 von 9 Welten haben kein Ergebnis und fehlen hier.", "Nichts ist bekannt, wo keine Welt")])
def test_worlds_without_an_answer_and_the_values_lost_with_them_are_told(results: Path, lang: str, lost: str,
                                                                         unknown: str) -> None:
    whole = futures_of(open_sweep(results / "grid").sweep, "npv")
    assert missing_notes(whole, lang) == []
    there = (whole.points["framework.error_culture"] < 1.0).to_numpy()
    part = replace(whole, missing=Missing(9, 3, gaps=gaps(whole.points, there)))
    first, second = missing_notes(part, lang)
    assert first == lost and second.startswith(unknown) and second.endswith(" = 1.")
