"""Who takes part: every way there is to simulate the same strategy, as one small table.

To add one, add a line. What cannot be imported, or does not know an option, is left out with a word why.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pkgutil import resolve_name
from typing import Any

from benchmarks.fresh import ROOT
from benchmarks.measuring import Contestant
from sim.scenario.reading import load_scenario
from sim.scenario.schema import Scenario

SCENARIO = "scenarios/b2b_advisors.toml"
STRATEGY = "transform_everyone"
"""The one with most measures: it has most to do in every quarter."""
SEED = 1


@dataclass(frozen=True)
class Entry:
    """One way to simulate.

    function : ``module:name``, called with scenario, strategy, ``seed=`` and its number of runs.
    count : what the function calls the number of runs.
    runs : runs of one call: a full batch where batches help, few where runs are done one by one.
    """

    name: str
    label: str
    function: str
    count: str = "replications"
    runs: int = 1_000
    options: Mapping[str, Any] = field(default_factory=dict)


ENGINE = Entry("engine", "salesshift, float64", "sim.engine.ensemble:simulate")
PEERS = (
    Entry("mesa", "Mesa", "benchmarks.peers.mesa_peer:simulate", "runs", 2),
    Entry("mesa_keyed", "Mesa, the engine's luck", "benchmarks.peers.mesa_peer:simulate", "runs", 2, {"keyed": True}),
    Entry("agentpy", "AgentPy", "benchmarks.peers.agentpy_peer:simulate", "runs", 2),
    Entry("org_model", "salesshift as a Mesa model", "benchmarks.contestants:with_org_model", "runs", 1),
)
LIMITS = (
    Entry("compiled", "compiled loop (Numba)", "benchmarks.limit.compiled:simulate"),
    Entry("engine_single", "salesshift, float32", "sim.engine.ensemble:simulate", options={"precision": "single"}),
)
DRAWS = tuple(
    Entry(f"draws_{what}{'_compiled' if compiled else ''}", f"{what} alone, {'compiled' if compiled else 'NumPy'}",
          "benchmarks.chance_alone:simulate", options={"what": what, "compiled": compiled})
    for what in ("uniforms", "counts") for compiled in (False, True))
ALL = {entry.name: entry for entry in (ENGINE, *PEERS, *LIMITS, *DRAWS)}


@lru_cache(maxsize=1)
def default_scenario() -> Scenario:
    """The scenario that everyone simulates."""
    return load_scenario(ROOT / SCENARIO)


def missing(entry: Entry) -> str | None:
    """Why an entry cannot take part, or None when it can."""
    try:
        function = resolve_name(entry.function)
    except (ImportError, AttributeError) as error:
        return f"{entry.label}: left out ({error})"
    unknown = set(entry.options) - set(inspect.signature(function).parameters)
    return f"{entry.label}: left out ({entry.function} has no option {', '.join(sorted(unknown))})" if unknown else None


def contestant(entry: Entry) -> Contestant:
    """An entry as work that can be timed, per run."""
    function: Callable[..., object] = resolve_name(entry.function)
    amount = {entry.count: entry.runs}

    def work() -> object:
        return function(default_scenario(), STRATEGY, seed=SEED, **amount, **entry.options)

    return Contestant(entry.name, work, units=entry.runs)


def present(names: Sequence[str]) -> Iterator[Contestant]:
    """Those of the named that can take part."""
    return (contestant(ALL[name]) for name in names if missing(ALL[name]) is None)


def with_org_model(scenario: Scenario, strategy: str, *, seed: int, runs: int) -> None:
    """Our own model behind Mesa's face, one run at a time."""
    from sim.model import OrgModel

    for run in range(runs):
        OrgModel(scenario, strategy=strategy, rng=seed + run).run()
