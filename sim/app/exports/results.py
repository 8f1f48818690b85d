"""Results of a session, from which every exported file is made: the comparison, and the texts of the screen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sim._version import __version__
from sim.app.session.address import search_of
from sim.app.session.picture import Picture
from sim.app.session.session import Session
from sim.app.state.programme import programme
from sim.comparison.comparison import Comparison
from sim.results import Provenance, code_hash
from sim.results.provenance import scenario_hash, sha256_of
from sim.study.design.schema import find
from sim.words.catalogue import Language, say, texts
from sim.words.named import scenario_words, strategy_title

Payload = Mapping[str, Any]
LONGEST_NAME = 60
"""Characters of the scenario's title in the name of a file."""


@dataclass(frozen=True)
class Results:
    """One answer of the workshop, to be taken along.

    comparison : the strategies compared, on the case with its changes. left, right : the two on the screen.
    changes : dotted name -> value, against the ready file. ready, ready_title : that file, unchanged, and its name.
    question, answer : in the reader's words. link, command : that give the same numbers again.
    cards, money, programme, limits : as on the screen; what is missing is left out of the files.
    """

    lang: Language
    comparison: Comparison
    left: str
    right: str
    ready: Any
    ready_title: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    question: str = ""
    answer: str = ""
    link: str = ""
    command: str = ""
    cards: Sequence[Payload] = ()
    money: Sequence[Payload] = ()
    programme: Sequence[Payload] = ()
    limits: Sequence[str] = ()

    @property
    def title(self) -> str:
        """Title of the scenario."""
        return scenario_words(self.lang, self.comparison.scenario.title)

    def named(self, strategy: str) -> str:
        """What a strategy is called."""
        return strategy_title(self.lang, self.comparison.scenario, strategy)

    @cached_property
    def changed(self) -> list[tuple[str, Any, Any]]:
        """Name, value in the ready file (None where it has no such value) and value here, in the order of change."""
        return [(name, _value_in(self.ready, name), value) for name, value in self.changes.items()]

    def provenance(self) -> list[tuple[str, str | int]]:
        """Key of the entry's name (``exports.entry.<key>``) and what it says; nothing of time or machine."""
        scenario = self.comparison.scenario
        told: list[tuple[str, str | int]] = [
            ("title", self.title), ("question", self.question), ("answer", self.answer), ("ready", self.ready_title),
            ("strategies", ", ".join(self.named(n) for n in self.comparison.strategies)),
            ("n", self.comparison.replications), ("seed", self.comparison.seed),
            ("version", f"salesshift {__version__}"), ("code", code_hash()),
            ("scenario_hash", scenario_hash(scenario)), ("link", self.link),
            ("command", self.command), ("note", say(self.lang, "exports.text.model"))]
        return [(key, value) for key, value in told if value != ""]


def file_name(results: Results, what: str, ending: str) -> str:
    """A name that says what the file holds: ``salesshift-ergebnisse-title-seed-1-n-500.xlsx``.

    Parameters
    ----------
    what : ``course``, ``workbook`` or ``report``.
    """
    parts = ["salesshift", say(results.lang, f"exports.file.{what}"), _plain(results.title),
             f"seed-{results.comparison.seed}", f"n-{results.comparison.replications}"]
    return "-".join(filter(None, parts)) + f".{ending}"


def _plain(text: str) -> str:
    """Letters, digits and hyphens only: what every file system takes."""
    text = text.lower()
    for letter, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.replace(letter, plain)
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")[:LONGEST_NAME].rstrip("-")


def _value_in(scenario: Any, name: str) -> Any:
    try:
        return find(scenario, name).value
    except LookupError:
        return None


# --- the results of a session ----------------------------------------------------------------------------------------

def origin_of(session: Session) -> dict[str, str] | None:
    """Where the page's pictures come from, as `salesshift provenance` reads it; None while there is no answer."""
    answer = session.answer
    if answer is None:
        return None
    identity = sha256_of([answer.request.identity, answer.n])

    def told() -> dict[str, str]:
        command = session.answered.cli_line(answer.n)
        record = Provenance(command, "comparison", identity, scenario=answer.scenario.title,
                            scenario_hash=scenario_hash(answer.scenario), seed=answer.request.seed,
                            replications=answer.n)
        return {"command": command, "identity": identity, "record": record.text()}

    return session.memos.origin.take(identity, told)


def results_of(session: Session, origin: str = "") -> Results:
    """Everything that the page shows of the newest answer; ``origin`` is the address up to the question mark.

    Raises
    ------
    ValueError
        while there is no answer.
    """
    answer, lang = session.answer, session.view.lang
    if answer is None:
        raise ValueError("there is no answer yet")
    case, picture = session.answered, Picture(session)
    left, right = answer.request.strategies
    search = search_of(session, case)
    cards, money = picture.cards(), picture.money()
    return Results(
        lang=lang, comparison=answer.comparison(), left=left, right=right, ready=case.base_scenario(),
        ready_title=case.base if case.own else scenario_words(lang, case.base_scenario().title),
        changes=case.changes, question=session.lesson.question(lang) if session.lesson else "",
        answer=cards["headline"], link=f"{origin}{search}" if search else "", command=case.cli_line(answer.n),
        cards=cards["cards"], money=money["money"], programme=programme(case, lang),
        limits=[text for name, text in texts(lang, "info").items() if name == "limits.text"])
