"""Fitting a scenario to an organisation's own figures: which values the figures leave plausible, and how surely."""

from __future__ import annotations

from sim.analysis.fitting.data import Cell, Observed, read_quarters
from sim.analysis.fitting.result import Fit
from sim.analysis.fitting.waves import fit
from sim.analysis.fitting.wording import sentences

__all__ = ["Cell", "Fit", "Observed", "fit", "read_quarters", "sentences"]
