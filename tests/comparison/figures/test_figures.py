"""Figures: what is drawn, that nothing overlaps or leaves the page, that the bytes do not change."""

from __future__ import annotations

import colorsys
import itertools
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from sim.comparison.compare import compare
from sim.comparison.gains import gains_title
from sim.comparison.saving import plot
from sim.draw import style
from sim.draw.images import image_bytes
from sim.results import Provenance
from sim.scenario.reading import load_text
from tests.comparison.figures.legible import assert_apart_and_on_the_page, assert_large_enough

NAMES = ["gains", "course-1", "course-2", "money-to-date", "differences", "adoption", "turning-points"]


@pytest.fixture(scope="module")
def figures(compared, turning) -> dict[str, Figure]:
    return plot(compared, turning)


def test_every_figure_of_a_comparison_is_there(figures) -> None:
    assert list(figures) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_all_type_is_at_least_12_points_at_slide_size(figures, name) -> None:
    assert_large_enough(figures[name])


@pytest.mark.parametrize("name", NAMES)
def test_no_label_overlaps_another_or_leaves_the_page(figures, name) -> None:
    assert_apart_and_on_the_page(figures[name])


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_the_same_comparison_gives_the_same_bytes_without_a_date(compared, kind) -> None:
    provenance = Provenance("salesshift compare mine.toml", "comparison", "1a2b")
    one, other = (image_bytes(plot(compared)["gains"], kind, provenance) for _ in range(2))
    assert one == other
    assert b"salesshift compare mine.toml" in one and b"1a2b" in one
    assert b"dc:date" not in one


def test_a_png_is_a_slide_at_200_dpi(figures) -> None:
    image = image_bytes(figures["adoption"], "png")
    assert (int.from_bytes(image[16:20]), int.from_bytes(image[20:24])) == (2666, 1500)


def test_drawing_does_not_touch_pyplot() -> None:
    code = "import sys; import sim.comparison.saving; sys.exit('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_analysis_does_not_load_matplotlib() -> None:
    code = "import sys; import sim.comparison.compare, sim.comparison.turning, sim.comparison.tables; " \
        "sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def luminance(colour: str) -> float:
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", [*style.COLOURS, style.REFERENCE_COLOUR, style.QUIET])
def test_every_colour_stands_out_from_white(colour) -> None:
    assert 1.05 / (luminance(colour) + 0.05) >= 3.0
    assert colorsys.rgb_to_hls(*(int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)))[1] < 0.6


def test_dash_and_marker_alone_tell_the_strategies_apart() -> None:
    looks = style.looks(["carry_on", *"abcdefg"])
    others = [looks[name] for name in "abcdefg"]
    assert len({x.colour for x in others}) == len({str(x.dash) for x in others}) == len({x.marker for x in others}) == 7
    many = style.looks(list("abcdefghijklmn"))
    assert len({(x.colour, str(x.dash)) for x in many.values()}) == 15


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0.5, 8)), max_size=12))
def test_labels_are_moved_apart_in_order_and_stay_inside_if_they_fit(labels) -> None:
    wanted, heights = [y for y, _ in labels], [h for _, h in labels]
    placed = style.spread_out(wanted, heights, 0, 100)
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    for a, b in itertools.pairwise(order):
        assert placed[b] - placed[a] >= (heights[a] + heights[b]) / 2 - 1e-6
    if labels and sum(heights) <= 100:
        assert placed[order[0]] >= -1e-6 and placed[order[-1]] <= 100 + 1e-6


def test_labels_that_are_far_apart_stay_where_they_are() -> None:
    assert style.spread_out([10.0, 50.0, 90.0], [5.0] * 3, 0.0, 100.0) == pytest.approx([10.0, 50.0, 90.0])


def test_only_carrying_on_still_draws_its_adoption(simulate) -> None:
    alone = compare(load_text("quarters = 4"), replications=3, simulate=simulate)
    assert list(plot(alone)) == ["adoption"]


@pytest.mark.parametrize("quarters", [1, 3, 8, 16, 24, 80])
def test_any_horizon_can_be_drawn(simulate, quarters) -> None:
    text = f'quarters = {quarters}\n[[strategies]]\nname = "a"\n[[strategies.measures]]\nkind = "training"\nstart = 1\n'
    found = compare(load_text(text), replications=3, simulate=simulate)
    for figure in plot(found).values():
        assert image_bytes(figure, "svg")


def test_two_strategies_that_are_the_same_can_be_drawn(simulate) -> None:
    twins = load_text('[[strategies]]\nname = "a"\n[[strategies]]\nname = "b"\n')
    figures = plot(compare(twins, replications=3, simulate=simulate))
    assert image_bytes(figures["differences"], "svg")


@pytest.mark.parametrize("ahead", [0.0, 9e6])
def test_the_title_says_when_the_best_two_are_not_decided(compared, monkeypatch, ahead: float) -> None:
    best, second = [name for name in compared.ranking() if name != "carry_on"][:2]
    difference = type(compared).difference

    def shifted(self, a: str, b: str):
        found = difference(self, a, b)
        near = {"mean": ahead, "low": ahead - 1.0, "high": ahead + 1.0}
        far = {"mean": 2e6, "low": 1e6, "high": 3e6}
        return replace(found, **(near if (a, b) == (best, second) else far))

    monkeypatch.setattr(type(compared), "difference", shifted)
    title = gains_title(compared)
    assert f"'{compared.title(best)}'" in title
    assert ("undecided between them" in title) == (ahead == 0.0)
    assert (f"'{compared.title(second)}'" in title) == (ahead == 0.0)
