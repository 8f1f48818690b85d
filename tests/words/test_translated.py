"""A declaration speaks English itself; the catalogue holds its words in the other languages."""

from __future__ import annotations

import pytest

from sim.words.catalogue import texts, translated, translated_room
from tests.words.declarations import mismatches


def test_english_is_what_the_declaration_says_and_german_what_the_catalogue_says() -> None:
    assert translated("en", "numbers.million", "million EUR, as declared") == "million EUR, as declared"
    assert translated("de", "numbers.million", "million EUR, as declared") == "Mio. EUR"
    assert translated_room("de", "numbers", {"million": "a", "thousand": "b"}) == {"million": "Mio. EUR",
                                                                                   "thousand": "Tsd. EUR"}
    assert translated_room("en", "numbers", {"million": "a"}) == {"million": "a"}


def test_a_declaration_without_german_words_is_an_error() -> None:
    with pytest.raises(KeyError, match="gazillion"):
        translated("de", "numbers.gazillion", "gazillion EUR")


def test_words_that_are_missing_orphaned_or_said_twice_are_found() -> None:
    declared = {key: "declared" for key in texts("de", "player") if key != "play"} | {"gazillion": "declared"}
    found = mismatches("player", declared)
    assert "de: 'gazillion' has no words" in found
    assert "de: nothing declares 'play'" in found
    assert "en: 'play' is said by its declaration already" in found
