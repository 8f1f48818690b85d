"""The figure of a conditional claim, whatever its form."""

from __future__ import annotations

import matplotlib as mpl
from matplotlib.figure import Figure

from sim.draw.images import LOOK
from sim.validation.conditions.critical_mass import CriticalMass
from sim.validation.conditions.curves import Steps, StrategyCurves
from sim.validation.conditions.exploration import Result
from sim.validation.conditions.factorial import Factorial
from sim.validation.conditions.figure_curves import critical_mass_figure, steps_figure, strategy_curves_figure
from sim.validation.conditions.figure_factorial import factorial_figure
from sim.validation.conditions.figure_grid import grid_figure
from sim.validation.conditions.meetings import Grid


def figure(result: Result) -> Figure:
    """Draw what `sim.validation.conditions.explore` has found; save it with `sim.draw.images.image_bytes`.

    Raises
    ------
    TypeError
        For a result of another kind.
    """
    with mpl.rc_context(LOOK):
        return _drawn(result)


def _drawn(result: Result) -> Figure:
    match result:
        case StrategyCurves():
            return strategy_curves_figure(result)
        case CriticalMass():
            return critical_mass_figure(result)
        case Steps():
            return steps_figure(result)
        case Factorial():
            return factorial_figure(result)
        case Grid():
            return grid_figure(result)
    raise TypeError(f"there is no figure for a {type(result).__name__}")
