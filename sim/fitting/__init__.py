"""Fitting a scenario to an organisation's own figures: which values the figures leave plausible, and how surely."""

from __future__ import annotations

from sim.fitting.data import Cell, Observed, read_quarters
from sim.fitting.fit import Fit
from sim.fitting.sentences import sentences
from sim.fitting.waves import fit

__all__ = ["Cell", "Fit", "Observed", "fit", "read_quarters", "sentences"]
