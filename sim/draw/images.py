"""How a figure becomes the same bytes every time, with its provenance inside."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.figure import Figure

from sim.results import Provenance, image_metadata

if TYPE_CHECKING:
    pass

DPI = 200
LOOK: Any = {
    "font.family": "sans-serif", "font.sans-serif": ["DejaVu Sans"], "axes.unicode_minus": True,
    "svg.hashsalt": "salesshift", "svg.fonttype": "path", "savefig.bbox": None, "path.simplify": False,
    "hatch.linewidth": 1.0, "hatch.color": "white",
}


def image_bytes(figure: Figure, kind: str, provenance: Provenance | None = None, dpi: int = DPI) -> bytes:
    """Render a figure as ``png`` or ``svg``; the same figure gives the same bytes.

    Parameters
    ----------
    provenance : where the figure comes from, written into the file's metadata; no date.
    dpi : dots per inch of a PNG.
    """
    stream = io.BytesIO()
    with mpl.rc_context(LOOK):
        figure.savefig(stream, format=kind, dpi=dpi, metadata=image_metadata(kind, provenance))
    return stream.getvalue()
