"""What can be read on a figure, and whether it can be: type of some size, nothing over anything else."""

from __future__ import annotations

import itertools

from matplotlib.figure import Figure
from matplotlib.text import Text

from sim.draw import style

LEAST_TYPE = 12
"""Points that the smallest type has at slide size."""


def tick_labels(figure: Figure) -> tuple[set[int], set[int]]:
    """Ids of all tick labels, and of those that are drawn."""
    known, drawn = set(), set()
    for axes in figure.axes:
        for axis, span in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
                inside = min(span) <= tick.get_loc() <= max(span)
                known |= {id(tick.label1), id(tick.label2)}
                drawn |= {id(t) for t in (tick.label1, tick.label2) if inside and axes.axison and t.get_visible()}
    return known, drawn


def texts(figure: Figure) -> list[Text]:
    """Every text that can be read on the figure."""
    figure.canvas.draw()
    known, drawn = tick_labels(figure)
    return [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip()
            and (id(t) not in known or id(t) in drawn)]


def assert_large_enough(figure: Figure) -> None:
    """The figure has the size of a slide, and its smallest type can be read there."""
    assert tuple(figure.get_size_inches()) == (style.WIDTH, style.HEIGHT)
    assert min(t.get_fontsize() for t in texts(figure)) >= LEAST_TYPE


def assert_apart_and_on_the_page(figure: Figure) -> None:
    """No text leaves the figure or overlaps another one."""
    boxes = [(t, t.get_window_extent()) for t in texts(figure)]
    page = figure.bbox
    for text, box in boxes:
        assert box.x0 >= page.x0 and box.x1 <= page.x1, text.get_text()
        assert box.y0 >= page.y0 and box.y1 <= page.y1, text.get_text()
    for (one, a), (other, b) in itertools.combinations(boxes, 2):
        apart = a.x1 <= b.x0 + 1 or b.x1 <= a.x0 + 1 or a.y1 <= b.y0 + 1 or b.y1 <= a.y0 + 1
        assert apart, (one.get_text(), other.get_text())
