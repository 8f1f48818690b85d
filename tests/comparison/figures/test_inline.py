"""Figures in notebooks: small, the same every time, and with their provenance."""

from __future__ import annotations

import io

from PIL import Image

from sim.comparison.saving import plot
from sim.draw.images import image_bytes
from sim.draw.inline import SCREEN_DPI, picture
from sim.results import Provenance, read_provenance

SOME = Provenance("sim.compare(scenario, seed=1)", "comparison", "1a2b", scenario="Müller ∑")


def test_a_picture_is_the_figure_in_a_third_of_the_room(compared) -> None:
    figure = plot(compared)["gains"]
    small, full = (Image.open(io.BytesIO(data)).convert("RGB") for data in (
        picture(figure)._repr_png_(), image_bytes(figure, "png", dpi=SCREEN_DPI)))
    assert small.size == full.size
    pairs = zip(small.tobytes(), full.tobytes(), strict=True)
    assert sum(abs(a - b) for a, b in pairs) / len(full.tobytes()) < 1.0, "colours are not those of the figure"
    assert len(picture(figure)._repr_png_()) < 0.5 * len(image_bytes(figure, "png", dpi=SCREEN_DPI))


def test_the_same_figure_gives_the_same_bytes_and_keeps_its_provenance(compared, tmp_path) -> None:
    figure = plot(compared)["adoption"]
    one, other = (picture(figure, SOME)._repr_png_() for _ in range(2))
    assert one == other
    (tmp_path / "saved_from_a_notebook.png").write_bytes(one)
    assert read_provenance(tmp_path / "saved_from_a_notebook.png") == SOME
