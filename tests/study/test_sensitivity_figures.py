"""Figures and tables of a sensitivity analysis: what they say, and that it can be read; on made-up influences."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from sim.comparison.tables import WIDTH, as_text
from sim.draw import style
from sim.draw.images import image_bytes
from sim.results.writing import SavingError
from sim.scenario.catalogue import rows
from sim.study.sensitivity import Assumption, Influence, Luck, QuantityOfInterest, Sensitivity
from sim.study.sensitivity.saving import MOST_ROWS, save_sensitivity, sensitivity_figure, told
from sim.study.sensitivity.table import Source, influence_cells
from tests.comparison.figures.legible import assert_apart_and_on_the_page, assert_large_enough, texts

SOURCE = Source("Which assumptions decide between sellers and transformation, and how?", "0123456789abcdef", 7)
DECLARED = sorted((row for row in rows() if row.plausible_low is not None and "[" not in row.name),
                  key=lambda row: -len(row.name.rpartition(".")[2]))
"""Real assumptions, those with the longest names first: the hardest to place."""
TITLES = ("Transform the willing, and add sellers where that does not do", "Transform everyone at once")


def made(method: str, count: int = 30, against: bool = True, decay: float = 0.75, outcome: str = "npv",
         floor: float = 0.02, warning: str = "Something.") -> Sensitivity:
    unit = 4e6 if method == "morris" and outcome == "npv" else 0.5
    influences = []
    for k, row in enumerate(DECLARED[:count]):
        size = unit * decay**k
        clear = size > unit * floor
        direction = ("raises", "lowers", "unclear")[k % 3] if clear else "unclear"
        more = {"sobol": {"first": 0.7 * size, "first_low": 0.6 * size, "first_high": 0.8 * size, "luck": 0.01},
                "factorial": {"first": 0.7 * size, "first_low": 0.6 * size, "first_high": 0.8 * size},
                "morris": {"mu": size, "sigma": (0.3 + k % 4) * size}, "sample": {"any_change": 0.6 * size}}[method]
        influences.append(Influence(
            Assumption(row.name, row.plausible_low, row.plausible_high, row.unit, row.meaning), size, 0.8 * size,
            1.3 * size, unit * floor, direction, clear, 0.5, more))
    quantity = QuantityOfInterest(outcome, "mixed", "transform_everyone" if against else None, *TITLES)
    drawn = {"sobol": ("base points", 256, 3), "morris": ("trajectories", 40, 0)}.get(method, ("points", 400, 0))
    return Sensitivity(quantity, method, tuple(influences), Luck(2.0, 6.0, 0.1, 20), 400, drawn, (warning,))


CASES = {
    "sobol": made("sobol"), "morris": made("morris"), "factorial": made("factorial", 3), "sample": made("sample"),
    "unsettled": made("sobol", warning="About 512 base points would do."),
    "one": made("sobol", 1, against=False), "alike": made("morris", 30, decay=0.999), "shares": made(
        "morris", 12, outcome="adoption_end", against=False), "noise": made("sample", 12, floor=2.0),
}


@pytest.fixture(scope="module")
def figures() -> dict[str, Figure]:
    return {name: sensitivity_figure(found, SOURCE, 12) for name, found in CASES.items()}


def written(drawn: Figure) -> str:
    return " ".join(" ".join(t.get_text() for t in texts(drawn)).replace("\u00a0", " ").split())


@pytest.mark.parametrize("name", CASES)
def test_all_type_is_at_least_12_points_at_slide_size(figures, name: str) -> None:
    assert_large_enough(figures[name])


@pytest.mark.parametrize("name", CASES)
def test_no_label_overlaps_another_or_leaves_the_page(figures, name: str) -> None:
    assert_apart_and_on_the_page(figures[name])


@pytest.mark.parametrize("name", CASES)
def test_a_figure_says_the_finding_the_luck_and_where_it_comes_from(figures, name: str) -> None:
    text, found = written(figures[name]), CASES[name]
    assert found.headline().removesuffix(".")[:60] in text
    assert "25 % of the variance of single futures is luck" in text
    assert ("NOT SETTLED" in text) == (name == "unsettled")
    assert "01234567" in text and "seed 7" in text and "20 futures each" in text
    shown = min(len(found.influences), MOST_ROWS)
    assert all(one.assumption.label[:20] in text for one in found.influences[:shown])
    assert found.influences[0].assumption.swept in text


def test_the_key_tells_whom_more_of_it_serves_in_the_colours_of_the_bars(figures) -> None:
    text = written(figures["sobol"])
    assert "speaks for 'Transform everyone at once'" in text and "has no clear direction" in text
    assert "may be noise" in written(figures["noise"]) and "may be noise" not in written(figures["factorial"])


def test_bars_are_ordered_and_first_order_lies_inside_total(figures) -> None:
    (axes,) = figures["sobol"].axes
    whole, inner = axes.patches[0::2], axes.patches[1::2]
    widths = [bar.get_width() for bar in whole]
    assert widths == sorted(widths, reverse=True) and len(widths) == MOST_ROWS
    assert all(part.get_width() <= bar.get_width() for part, bar in zip(inner, whole, strict=True))


def test_the_colours_of_directions_are_told_apart_from_one_another_and_from_noise() -> None:
    from sim.study.sensitivity.figure_indices import COLOURS, NOISE

    assert len({*COLOURS.values(), NOISE}) == 4
    assert set(COLOURS.values()) <= {*style.COLOURS, style.REFERENCE_COLOUR}


@pytest.mark.parametrize("name", CASES)
def test_the_same_analysis_gives_the_same_bytes(name: str) -> None:
    one, two = (image_bytes(sensitivity_figure(CASES[name], SOURCE, 12), "svg") for _ in range(2))
    assert one == two


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("top", [1, 5, 100])
def test_tables_fit_their_width_and_show_as_many_as_asked(name: str, top: int) -> None:
    cells = influence_cells(CASES[name], top)
    assert len(cells.rows) == min(top, len(CASES[name].influences))
    lines = as_text(cells).splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert not any("e+" in line or "nan" in line for line in lines)


def test_unknown_intervals_are_dashes() -> None:
    (one,) = made("factorial", 1).influences
    lone = Influence(one.assumption, 0.5, math.nan, math.nan, math.nan, "unclear", True, 0.0, {"first": 0.5})
    found = Sensitivity(QuantityOfInterest("npv", "a"), "factorial", (lone,), Luck(math.nan, math.nan, math.nan, 1), 9,
                        ("points", 9, 0), ())
    assert "nan" not in told(found, 5)
    assert_apart_and_on_the_page(sensitivity_figure(found, SOURCE, 5))


def test_everything_is_written_or_nothing(tmp_path: Path) -> None:
    target = save_sensitivity(CASES["sobol"], SOURCE, tmp_path / "out", 5)
    files = {str(path.relative_to(target)) for path in target.rglob("*") if path.is_file()}
    assert files == {"sensitivity.csv", "sensitivity.json", "table.txt", "manifest.json", "figures/sensitivity.png",
                     "figures/sensitivity.svg"}
    table = pd.read_csv(target / "sensitivity.csv")
    assert len(table) == 30 and list(table.columns[:5]) == ["factor", "measure", "low", "high", "floor"]
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"), parse_constant=pytest.fail)
    document = json.loads((target / "sensitivity.json").read_text(encoding="utf-8"), parse_constant=pytest.fail)
    assert manifest["identity"] == document["identity"] and manifest["answer"] == document["sentence"]
    assert manifest["inputs"]["sweep"] == SOURCE.identity
    from sim.results import origin_of, read_provenance

    for name in ("figures/sensitivity.png", "figures/sensitivity.svg", "sensitivity.json", "manifest.json"):
        assert read_provenance(target / name).design_hash == SOURCE.identity
    assert origin_of(target / "sensitivity.csv").provenance.kind == "sensitivity"
    assert document["luck"]["share"] == 0.25 and len(document["factors"]) == 30
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "note.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(SavingError, match="stays as it is"):
        save_sensitivity(CASES["sobol"], SOURCE, tmp_path / "mine", 5)


def test_tables_need_no_drawing_library() -> None:
    code = "import sim.study.sensitivity.table, sys; assert 'matplotlib' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


def test_points_where_there_is_no_room_stay_without_a_label() -> None:
    plane = sensitivity_figure(CASES["alike"], SOURCE, 12).axes[1]
    labels = [t for t in plane.texts if t.get_text()]
    assert 0 < len(labels) <= MOST_ROWS
    assert np.isfinite([t.get_window_extent().x0 for t in labels]).all()
