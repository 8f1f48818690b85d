"""The 47 claims of the five sources, each with the verdict that the model gives on it.

A claim compares treatments that differ in one thing, on the same luck; see `claim.Claim`. The sources lie in modules of
their own, and `board` asks the model about all claims, or some.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sim.scenario.schema import Scenario
from sim.validation.claims import advisors, leading, leading_change, learning_together, practice
from sim.validation.claims.claim import Claim, Finding, Verdict, ask
from sim.validation.claims.treatments import Progress, Treatments, one_by_one
from sim.words.catalogue import Language, printed, translated_room

__all__ = ["BY_ID", "CLAIMS", "DOCUMENTS", "LEAST_QUARTERS", "Claim", "Finding", "Treatments", "Verdict", "ask",
           "board", "findings", "sentences", "treatments_of"]

CLAIMS: tuple[Claim, ...] = (*advisors.CLAIMS, *leading_change.CLAIMS, *practice.CLAIMS, *leading.CLAIMS,
                             *learning_together.CLAIMS)
"""All claims, A1 to E7."""

DOCUMENTS = {
    "A": "Advisors into sellers (source 000)", "B": "Change starts with those who lead (source 001)",
    "C": "Putting a strategy into practice (source 002)", "D": "Leading (source 003)",
    "E": "Learning together (source 004)"}
"""The source documents by the first letter of their claims."""

BY_ID: dict[str, Claim] = {claim.id: claim for claim in CLAIMS}
"""The claims by their ids."""


def sentences(lang: Language) -> dict[str, str]:
    """What each claim says, by its id."""
    return translated_room(lang, "claims", {claim.id: printed(claim.sentence) for claim in CLAIMS})


LEAST_QUARTERS = 12
"""Shortest horizon on which the claims can be asked: some compare the first quarters with the third year."""


def board(scenario: Scenario, ids: Iterable[str] | None = None, replications: int = 100, seed: int = 1,
          progress: Progress | None = None) -> list[Finding]:
    """Test claims on the model, in the treatments of one scenario.

    Parameters
    ----------
    scenario : the organisation; its strategies play no part.
    ids : which claims, in which order; None is all. What is found does not depend on the order.
    replications : runs of each treatment, at least 2, all on the same luck.
    seed : root seed.
    progress : called with 1 after each claim.

    Raises
    ------
    KeyError
        For an id that does not exist.
    ValueError
        For fewer than 2 replications, or a horizon of less than `LEAST_QUARTERS`.
    """
    chosen = list(CLAIMS) if ids is None else [BY_ID[name] for name in ids]
    return list(findings(chosen, treatments_of(scenario, replications, seed), progress))


def treatments_of(scenario: Scenario, replications: int, seed: int) -> Treatments:
    """Treatments in which every claim can be tested; raises `ValueError` as `board` does."""
    return Treatments(scenario, replications, seed).checked(LEAST_QUARTERS)


def findings(claims: Iterable[Claim], treatments: Treatments, progress: Progress | None = None) -> Iterator[Finding]:
    """Yield the finding on each claim in turn, from treatments that the claims share."""
    return one_by_one(ask, claims, treatments, progress)
