"""What a sweep cannot show, as the name of a text, so that a person reads it in her language."""

from __future__ import annotations

from sim.app.words.catalogue import Language, said, say


class ResearchError(ValueError):
    """Why a sweep, or a picture of it, cannot be shown.

    key : of the text in the room ``research``, below ``error``. values : what stands in its places.
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(f"{key}: {values}" if values else key)
        self.key = key
        self.values = values

    def sentence(self, lang: Language) -> str:
        """What is wrong and what helps, for a person."""
        return said(lang, f"research.error.{self.key}", say(lang, "research.error.other"), **self.values)
