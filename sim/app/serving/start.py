"""What the command line says to the pages: it reaches them through environment variables of the server's process."""

from __future__ import annotations

import os
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path

from sim.app.words.catalogue import LANGUAGES, Language

LANG = "SALESSHIFT_UI_LANG"
SCENARIO = "SALESSHIFT_UI_SCENARIO"


@dataclass(frozen=True)
class Start:
    """How the workshop opens.

    Parameters
    ----------
    lang : language that was asked for; None leaves it to the page.
    scenario : scenario file to open, checked before the start; None opens the default one.
    """

    lang: Language | None = None
    scenario: Path | None = None

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None) -> Start:
        """Return what the command line said; nothing of it where the page was started by other means."""
        said = os.environ if environ is None else environ
        lang = next((known for known in LANGUAGES if known == said.get(LANG)), None)
        file = said.get(SCENARIO)
        return cls(lang, Path(file) if file else None)

    def write(self, environ: MutableMapping[str, str] | None = None) -> None:
        """Leave it to the pages; relative paths become absolute ones, and what is not said is taken out."""
        left = os.environ if environ is None else environ
        values = {LANG: self.lang, SCENARIO: None if self.scenario is None else str(self.scenario.absolute())}
        for name, value in values.items():
            if value is None:
                left.pop(name, None)
            else:
                left[name] = value
