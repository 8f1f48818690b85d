"""What declarations say in English and the catalogue in German, held against each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from sim.app.answers.course import KNOWN
from sim.app.state.levers import LEVERS, SECOND
from sim.comparison.measures_of_success import MEASURES
from sim.scenario.catalogue import families, home_of, rows, title_of
from sim.scenario.lookup import details_of
from sim.scenario.measures import MEASURES as KINDS
from sim.validation.claims import CLAIMS
from sim.words.amounts import ENGLISH
from sim.words.catalogue import DECLARED_IN, LANGUAGES, catalogue, printed
from sim.words.values import ALL_VALUES, SECTION, UNIT, WITHOUT_UNIT, key_of, unit_in_words, unit_key

DECLARED: dict[str, dict[str, str]] = {
    "outcomes": {name: outcome.label for name, outcome in KNOWN.items()}
    | {f"otherwise.{name}": outcome.otherwise for name, outcome in KNOWN.items() if outcome.otherwise},
    "numbers": asdict(ENGLISH),
    "success": {name: measure.label for name, measure in MEASURES.items()},
    "values": {f"{key_of(home_of(row.name))}.{what}": printed(text) for row in rows()
               for what, text in (("label", row.label), ("about", row.meaning))}
    | {f"{SECTION}.{key_of(family) or ALL_VALUES}": printed(title_of(family)) for family in ("", *families())
       if not family.startswith("strategies")}
    | {f"{UNIT}.{unit_key(row.unit)}": unit_in_words(row.unit) for row in rows() if row.unit not in WITHOUT_UNIT},
    "measures": {f"{kind}.{what}": printed(text) for kind, model in KINDS.items()
                 for what, text in (("label", str(model.model_config.get("title", ""))), ("about", model.about()))}
    | {f"choice.{word}": text for model in KINDS.values() for field in model.model_fields.values()
       for word, text in details_of(field).get("choices", {}).items()},
    "claims": {claim.id: printed(claim.sentence) for claim in CLAIMS},
    "lever": {key: printed(text) for lever in (*LEVERS, SECOND) for key, text in lever.texts().items()},
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
