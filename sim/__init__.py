"""salesshift: an agent-based simulation of how a B2B sales force changes.

The public names below load on first use, so that ``import sim`` costs nothing and
a command that only prints help does not wait for NumPy, Mesa or Matplotlib.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from sim._version import __version__

if TYPE_CHECKING:
    from sim.comparison.baseline import baseline
    from sim.comparison.compare import Comparison, compare
    from sim.comparison.saving import plot, save
    from sim.engine.ensemble import Ensemble, simulate
    from sim.model import OrgModel
    from sim.scenario.problems import ScenarioError
    from sim.scenario.reading import load_scenario
    from sim.scenario.schema import Scenario

__all__ = [
    "Comparison",
    "Ensemble",
    "OrgModel",
    "Scenario",
    "ScenarioError",
    "__version__",
    "baseline",
    "compare",
    "load_scenario",
    "plot",
    "save",
    "simulate",
]

_HOMES = {
    "Comparison": "sim.comparison.compare",
    "Ensemble": "sim.engine.ensemble",
    "OrgModel": "sim.model",
    "Scenario": "sim.scenario.schema",
    "ScenarioError": "sim.scenario.problems",
    "baseline": "sim.comparison.baseline",
    "compare": "sim.comparison.compare",
    "load_scenario": "sim.scenario.reading",
    "plot": "sim.comparison.saving",
    "save": "sim.comparison.saving",
    "simulate": "sim.engine.ensemble",
}


def __getattr__(name: str) -> object:
    """Load a public name from its module on first use (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted(set(globals()) | set(__all__))
