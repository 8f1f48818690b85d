"""The patterns of the literature, each measured in the model and held against its band.

A pattern (F1 ... F19 of the evidence base, and a few levels) has one or more measurements; see
`pattern.Measurement`. The same measurements are what the defaults are calibrated to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sim.scenario.schema import Scenario
from sim.validation.claims.treatments import Progress, Treatments, one_by_one
from sim.validation.evidence import learning, people, rewards, transformation
from sim.validation.evidence.pattern import DISAGREEMENTS, Disagreement, Measured, Measurement, Pattern, Shown, ask

__all__ = ["BY_ID", "DISAGREEMENTS", "LEAST_QUARTERS", "MOST_CYCLE", "PATTERNS", "Disagreement", "Measured",
           "Measurement", "Pattern", "Shown", "ask", "board", "findings", "treatments_of"]

PATTERNS: tuple[Pattern, ...] = (*learning.PATTERNS, *transformation.PATTERNS, *rewards.PATTERNS, *people.PATTERNS,
                                 *people.LEVELS)
"""All patterns, F1 to F19 and the levels."""

BY_ID: dict[str, Pattern] = {pattern.id: pattern for pattern in PATTERNS}
"""The patterns by their ids."""

LEAST_QUARTERS = 12
"""Shortest horizon on which all patterns can be measured."""

MOST_CYCLE = 6
"""Longest sales cycle with new customers, quarters, with which all patterns can be measured."""


def board(scenario: Scenario, ids: Iterable[str] | None = None, replications: int = 200, seed: int = 1,
          progress: Progress | None = None) -> list[Shown]:
    """Compare the model, in the treatments of one scenario, with the patterns of the literature.

    Parameters
    ----------
    scenario : the organisation; its strategies play no part.
    ids : which patterns, in which order; None is all.
    replications : runs of each treatment, at least 2, all on the same luck.
    seed : root seed.
    progress : called with 1 after each pattern.

    Raises
    ------
    KeyError
        For an id that does not exist.
    ValueError
        For fewer than 2 replications, a horizon of less than `LEAST_QUARTERS`, or a sales cycle of more than
        `MOST_CYCLE`.
    """
    chosen = list(PATTERNS) if ids is None else [BY_ID[name] for name in ids]
    return list(findings(chosen, treatments_of(scenario, replications, seed), progress))


def treatments_of(scenario: Scenario, replications: int, seed: int) -> Treatments:
    """Treatments in which every pattern can be measured; raises `ValueError` as `board` does."""
    treatments = Treatments(scenario, replications, seed).checked(LEAST_QUARTERS)
    if scenario.market.sales_cycle_new > MOST_CYCLE:
        raise ValueError(f"the patterns need a sales cycle of at most {MOST_CYCLE} quarters, not "
                         f"{scenario.market.sales_cycle_new}")
    return treatments


def findings(patterns: Iterable[Pattern], treatments: Treatments, progress: Progress | None = None) -> Iterator[Shown]:
    """Yield the model's measurement of each pattern in turn, from treatments that the patterns share."""
    return one_by_one(ask, patterns, treatments, progress)
