"""Figures of a fit: what they say, and that it can be read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from matplotlib.figure import Figure

from sim.draw.images import image_bytes
from sim.fitting import Cell, Fit, Observed, fit
from sim.fitting.figures import fit_figures
from sim.scenario.reading import load_text
from tests.comparison.figures.legible import assert_apart_and_on_the_page, assert_large_enough, texts

SCENARIO = load_text('title = "Small"\nquarters = 6\n[organisation]\nreps = 8\nteam_size = 4\ncontacts = 4\n')
FIGURES = {"revenue": 1.3e6, "profit": 1e5, "customers": 200.0, "trust": 0.74, "leavers": 1.0, "customers_won": 4.0}


def found(*names: str, quarters: int = 4, times: float = 1.0) -> Fit:
    cells = tuple(Cell(name, q, times * FIGURES[name]) for name in names for q in range(1, quarters + 1))
    return fit(SCENARIO, Observed("q.csv", cells), runs=900)


def words(figure: Figure) -> str:
    """Everything that stands on the figure, with plain blanks."""
    return " ".join(" ".join(text.get_text() for text in texts(figure)).split())


@pytest.fixture(scope="module", params=[("revenue",), ("revenue", "customers"), tuple(FIGURES)],
                ids=["one outcome", "two", "six"])
def figures(request: pytest.FixtureRequest) -> dict[str, Figure]:
    return fit_figures(found(*request.param))


@pytest.mark.parametrize("name", ["ranges", "history"])
def test_figures_can_be_read(figures: dict[str, Figure], name: str) -> None:
    assert_large_enough(figures[name])
    assert_apart_and_on_the_page(figures[name])


def test_the_titles_count(figures: dict[str, Figure]) -> None:
    assert "The figures narrow down " in words(figures["ranges"])
    assert "lie where 90 % of the fitted futures do" in words(figures["history"])


def test_figures_outside_the_model_say_so_in_the_title() -> None:
    strange = fit_figures(found("revenue", times=1e4))
    assert all("not to be relied on" in words(one) for one in strange.values())
    for one in strange.values():
        assert_apart_and_on_the_page(one)


def test_the_same_fit_gives_the_same_bytes() -> None:
    one = found("revenue")
    assert image_bytes(fit_figures(one)["ranges"], "png") == image_bytes(fit_figures(replace(one))["ranges"], "png")
