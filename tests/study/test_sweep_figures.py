"""Figures of discovery, robustness, tipping points and maps: what they say, and that it can be read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from sim.comparison.observed import is_money, unit_of
from sim.comparison.tables import WIDTH, as_text
from sim.draw.images import image_bytes
from sim.study.discovery.answer import discover
from sim.study.discovery.figures import discovery_figures
from sim.study.figure_map import heatmap_figure, map_title
from sim.study.figure_robustness import criteria_cells, robustness_figure
from sim.study.figure_tipping import tipped, tipping_figure
from sim.study.futures import Futures
from sim.study.landscape import landscape
from sim.study.robustness import robustness
from sim.study.saving import source_of
from tests.comparison.figures.legible import assert_apart_and_on_the_page, assert_large_enough, texts
from tests.study.futures_made_up import futures, worlds

A, B = "transform_everyone", "add_sellers"


def made(count: int = 150) -> Futures:
    """Transforming wins where fear is low and the form is not flat, by some million EUR."""
    points = worlds(count, 1, "ab").rename(columns={"a": "people.fear_of_failure", "b": "market.demand_for_advice"})
    form = np.random.default_rng(2).choice(["flat", "linear", "steep"], count)
    points = points.assign(**{"parameters.fear.form": form, "organisation.sellers": np.arange(count) % 5})
    good = np.where((points["people.fear_of_failure"] < 0.4) & (form != "flat"), 3e6, -3e6)
    noise = np.random.default_rng(3).normal(0.0, 1e6, (count, 4))
    return futures(points, {"carry_on": np.zeros((count, 4)), A: good[:, None] + noise, B: 0.3 * noise + 2e5})


def grid() -> Futures:
    x, y = (v.ravel() for v in np.meshgrid(np.linspace(0.1, 0.9, 5), np.linspace(0.2, 0.6, 4)))
    noise = np.random.default_rng(3).normal(0.0, 3e5, (x.size, 6))
    return futures(pd.DataFrame({"people.fear": x, "costs.margin": y}),
                   {"carry_on": np.zeros((x.size, 6)), A: 4e6 * (0.9 - x - y)[:, None] + noise})


@pytest.fixture(scope="module")
def figures() -> dict[str, Figure]:
    source = source_of(made(), "What makes transforming win", "0123456789abcdef")
    found = discover(made(), method="prim", permutations=19, halves=4)
    drawn = discovery_figures(found, source)
    drawn["robustness"] = robustness_figure(robustness(made()), source)
    along = tipped(made(), "people.fear_of_failure", A, B)
    drawn["tipping"] = tipping_figure(along, "fear of failure", source)
    plane = landscape(grid(), "people.fear", "costs.margin", grid().difference(A, "carry_on"))
    drawn["map"] = heatmap_figure(plane, "Transform everyone", "Carry on", "npv", list(grid().points.columns), source)
    return drawn


NAMES = ("box", "trade-off", "robustness", "tipping", "map")


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_can_be_read(figures: dict[str, Figure], name: str) -> None:
    assert_large_enough(figures[name])
    assert_apart_and_on_the_page(figures[name])


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_says_where_it_comes_from_and_has_the_same_bytes_again(figures: dict[str, Figure], name: str
                                                                          ) -> None:
    assert any("01234567 |" in t.get_text() for t in texts(figures[name]))
    assert image_bytes(figures[name], "svg") == image_bytes(figures[name], "svg")


def test_the_box_names_its_factors_and_bounds(figures: dict[str, Figure]) -> None:
    said = {t.get_text() for t in texts(figures["box"])}
    assert {"fear of failure", "fear form", "linear", "steep"} <= said
    assert any(text.startswith("0.4") or text.startswith("0.3") for text in said)


def test_without_a_box_there_is_only_the_trajectory() -> None:
    noise = {name: np.random.default_rng(k).normal(size=(80, 1)) for k, name in enumerate(("carry_on", A))}
    found = discover(futures(worlds(80, 4), noise), method="prim", permutations=19, halves=0)
    drawn = discovery_figures(found, "source")
    assert set(drawn) == {"trade-off"}
    assert any("No conditions stand out" in t.get_text() for t in texts(drawn["trade-off"]))


def test_the_map_has_a_number_in_each_of_few_cells_and_hatches_what_is_unsure(figures: dict[str, Figure]) -> None:
    axes = figures["map"].axes[0]
    assert len(axes.texts) == 20 and any(patch.get_hatch() for patch in axes.patches)
    assert len(axes.patches) < 20


def test_the_map_says_how_much_is_unsure_in_the_words_of_the_answer_and_of_which_outcome(figures: dict[str, Figure]
                                                                                      ) -> None:
    plane = landscape(grid(), "people.fear", "costs.margin", grid().difference(A, "carry_on"))
    written = [" ".join(t.get_text().replace("\u00a0", " ").split()) for t in texts(figures["map"])]
    assert any(plane.doubt in text for text in written) and "The sign is not sure on " in plane.doubt
    label = "'Transform everyone' ahead of 'Carry on': net present value, M EUR"
    assert any(text.startswith(label) for text in written)


def test_an_axis_names_the_measure_and_the_strategy_that_a_dose_is_of() -> None:
    doses = [f"strategies[transform_everyone].measures[{kind}].dose" for kind in ("coaching", "reflection_meetings")]
    points = grid()
    points = replace(points, points=points.points.set_axis(doses, axis=1), outcome="adoption_end")
    plane = landscape(points, *doses, points.difference(A, "carry_on"))
    figure = heatmap_figure(plane, "Transform everyone", "Carry on", "adoption_end", doses, "source")
    assert_apart_and_on_the_page(figure)
    assert {"dose of coaching (transform everyone)", "dose of reflection meetings (transform everyone)"} <= {
        t.get_text() for t in texts(figure)}
    along = tipping_figure(tipped(points, doses[0], A, "carry_on"), "dose", "source")
    assert any("adoption at the horizon, 0-1" in t.get_text() for t in texts(along))


def test_a_map_without_a_tipping_line_says_so() -> None:
    points = grid()
    plane = landscape(points, "people.fear", "costs.margin", points.difference(A, "carry_on") + 1e8)
    assert "no tipping line" in map_title(plane, "A", "B") and "'A' is ahead of 'B'" in map_title(plane, "A", "B")
    heatmap_figure(plane, "A", "B", "npv", [], "source")


def test_a_map_by_a_surrogate_says_how_good_that_is() -> None:
    pytest.importorskip("sklearn")
    points = worlds(80, 3, "ab")
    made_up = futures(points, {"carry_on": np.zeros((80, 1)), A: (points["a"] - points["b"]).to_numpy()[:, None]})
    plane = landscape(made_up, "a", "b", made_up.difference(A, "carry_on"))
    figure = heatmap_figure(plane, "Transform everyone", "Carry on", "adoption_end", ["a", "b"], "source")
    assert_apart_and_on_the_page(figure)
    assert any("surrogate; it explains" in t.get_text().replace("\n", " ") for t in texts(figure))


def test_the_table_of_criteria_fits_and_has_every_strategy() -> None:
    text = as_text(criteria_cells(robustness(made())))
    assert max(map(len, text.splitlines())) <= WIDTH
    assert all(title in text for title in ("Carry on", "Transform everyone", "Add sellers"))


@pytest.mark.parametrize(("outcome", "unit"), [
    ("npv", "EUR"), ("profit@mean", "EUR"), ("adoption_end", "0-1"), ("fear@end", "0-1"), ("leavers", "people"),
    ("dip_quarters", "quarters")])
def test_units_of_outcomes(outcome: str, unit: str) -> None:
    assert unit_of(outcome) == unit and is_money(outcome) is (unit == "EUR")
