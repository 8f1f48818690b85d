"""What declarations say in English and the catalogue in German, held against each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from sim.analysis.measures_of_success import MEASURES
from sim.analysis.wording import ENGLISH
from sim.app.answers.menu import KNOWN
from sim.app.words.catalogue import DECLARED_IN, LANGUAGES, catalogue

DECLARED: dict[str, dict[str, str]] = {
    "outcomes": {name: outcome.label for name, outcome in KNOWN.items()}
    | {f"otherwise.{name}": outcome.otherwise for name, outcome in KNOWN.items() if outcome.otherwise},
    "numbers": asdict(ENGLISH),
    "success": {name: measure.label for name, measure in MEASURES.items()},
}
"""English texts of declarations by room and key."""


def mismatches(room: str, english: Mapping[str, str]) -> list[str]:
    """Keys of a room that a language lacks, that nothing declares, or that the catalogue says again in English."""
    found = []
    for lang in LANGUAGES:
        said = {name.partition(".")[2] for name in catalogue(lang) if name.partition(".")[0] == room}
        if lang == DECLARED_IN:
            found += [f"{lang}: '{key}' is said by its declaration already" for key in sorted(said)]
            continue
        found += [f"{lang}: '{key}' has no words" for key in sorted(english.keys() - said)]
        found += [f"{lang}: nothing declares '{key}'" for key in sorted(said - english.keys())]
    return found
