"""Figures where they are made: in notebooks, without pyplot and with their provenance."""

from __future__ import annotations

import io
from dataclasses import dataclass

from matplotlib.figure import Figure

from sim.draw.images import image_bytes
from sim.results import Provenance

SCREEN_DPI = 72
"""Dots per inch of a slide on a screen: 960 pixels wide."""
SHADES = 256
"""Colours of a stored picture. Ours have few: so it takes a third of the room, and hardly an eye sees it."""


@dataclass(frozen=True)
class Picture:
    """A figure that a notebook shows when it is the last value of a cell; see `picture`."""

    figure: Figure
    provenance: Provenance | None = None

    def _repr_png_(self) -> bytes:
        from PIL import Image
        from PIL.PngImagePlugin import PngInfo

        stream, told = io.BytesIO(), PngInfo()
        with Image.open(io.BytesIO(image_bytes(self.figure, "png", self.provenance, SCREEN_DPI))) as image:
            for name, text in image.info.items():
                if isinstance(name, str) and isinstance(text, str):
                    told.add_text(name, text)
            image.convert("RGB").quantize(SHADES, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
                stream, "PNG", pnginfo=told, optimize=True)
        return stream.getvalue()


def picture(figure: Figure, provenance: Provenance | None = None) -> Picture:
    """Show a figure in a notebook; the same figure gives the same bytes."""
    return Picture(figure, provenance)
