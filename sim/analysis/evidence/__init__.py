"""The patterns of the literature, each measured in the model and held against its band.

A pattern (F1 ... F19 of the evidence base, and a few levels) has one or more measurements; see
`pattern.Measurement`. The same measurements are what the defaults are calibrated to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sim.analysis.claims.worlds import Worlds
from sim.analysis.evidence import learning, levels, people, rewards, transformation
from sim.analysis.evidence.disagreements import DISAGREEMENTS, Disagreement
from sim.analysis.evidence.pattern import Measured, Measurement, Pattern, Shown, ask
from sim.scenario.schema import Scenario

__all__ = ["BY_ID", "DISAGREEMENTS", "LEAST_QUARTERS", "MOST_CYCLE", "PATTERNS", "Disagreement", "Measured",
           "Measurement", "Pattern", "Shown", "ask", "board"]

PATTERNS: tuple[Pattern, ...] = (*learning.PATTERNS, *transformation.PATTERNS, *rewards.PATTERNS, *people.PATTERNS,
                                 *levels.PATTERNS)
"""All patterns, F1 to F19 and the levels."""

BY_ID: dict[str, Pattern] = {pattern.id: pattern for pattern in PATTERNS}
"""The patterns by their ids."""

LEAST_QUARTERS = 12
"""Shortest horizon on which all patterns can be measured."""

MOST_CYCLE = 6
"""Longest sales cycle with new customers, quarters, with which all patterns can be measured."""


def board(scenario: Scenario, ids: Iterable[str] | None = None, replications: int = 200, seed: int = 1,
          progress: Callable[[int], None] | None = None) -> list[Shown]:
    """Hold the model, in the worlds of one scenario, against the patterns of the literature.

    Parameters
    ----------
    scenario : the organisation; its strategies play no part.
    ids : which patterns, in which order; None is all.
    replications : runs of each world, at least 2, all on the same luck.
    seed : root seed.
    progress : called with 1 after each pattern.

    Raises
    ------
    KeyError
        For an id that does not exist.
    ValueError
        For fewer than 2 replications, or a horizon of less than `LEAST_QUARTERS`.
    """
    chosen = list(PATTERNS) if ids is None else [BY_ID[name] for name in ids]
    if replications < 2:
        raise ValueError(f"an interval needs at least 2 replications, not {replications}")
    if scenario.quarters < LEAST_QUARTERS:
        raise ValueError(f"the patterns need a horizon of at least {LEAST_QUARTERS} quarters, not {scenario.quarters}")
    if scenario.market.sales_cycle_new > MOST_CYCLE:
        raise ValueError(f"the patterns need a sales cycle of at most {MOST_CYCLE} quarters")
    worlds, found = Worlds(scenario, replications, seed), []
    for pattern in chosen:
        found.append(ask(pattern, worlds))
        if progress is not None:
            progress(1)
    return found
