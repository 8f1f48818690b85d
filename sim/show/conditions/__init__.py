"""The figure of a conditional claim, whatever its form."""

from __future__ import annotations

import matplotlib as mpl
from matplotlib.figure import Figure

from sim.analysis.claims.conditions.curves import Plans, Steps
from sim.analysis.claims.conditions.factorial import Factorial
from sim.analysis.claims.conditions.meetings import Grid
from sim.analysis.claims.conditions.result import Result
from sim.analysis.claims.conditions.winning import Winning
from sim.show.conditions.curves import plans_figure, steps_figure, winning_figure
from sim.show.conditions.factorial import factorial_figure
from sim.show.conditions.grid import grid_figure
from sim.show.figures import LOOK


def figure(result: Result) -> Figure:
    """Draw what `sim.analysis.claims.conditions.explore` has found; save it with `sim.show.figures.image_bytes`.

    Raises
    ------
    TypeError
        For a result of another kind.
    """
    with mpl.rc_context(LOOK):
        return _drawn(result)


def _drawn(result: Result) -> Figure:
    match result:
        case Plans():
            return plans_figure(result)
        case Winning():
            return winning_figure(result)
        case Steps():
            return steps_figure(result)
        case Factorial():
            return factorial_figure(result)
        case Grid():
            return grid_figure(result)
    raise TypeError(f"there is no figure for a {type(result).__name__}")
