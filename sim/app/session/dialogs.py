"""Contents of the dialog: keys, sharing, the command line, errors of files, notes, what the model is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Required, TypedDict

from sim.app.components import Action, Payload
from sim.scenario.problems import Problem
from sim.validation.claims import sentences
from sim.words.catalogue import Language, say, texts


class Block(TypedDict, total=False):
    """One part of a dialog; its kinds are those of ``Dialog.vue``."""

    kind: Required[Literal["text", "heading", "code", "list", "table"]]
    text: str
    items: list[str]
    head: list[str]
    rows: list[list[str]]


class Button(TypedDict):
    """One button of a dialog: the action that it asks for comes back as it is."""

    title: str
    act: Action
    main: bool


LONGEST_DETAIL = 300
"""Characters of an error that are shown; the log has all of it."""


@dataclass(frozen=True)
class Dialog:
    """A title, the parts below it, and the buttons besides the one that closes."""

    title: str
    body: Sequence[Block]
    buttons: Sequence[Button] = field(default_factory=tuple)


def text(words: str) -> Block:
    """One paragraph."""
    return {"kind": "text", "text": words}


def heading(words: str) -> Block:
    """One heading."""
    return {"kind": "heading", "text": words}


def code(words: str) -> Block:
    """Text to copy verbatim."""
    return {"kind": "code", "text": words}


def bullets(items: Iterable[str]) -> Block:
    """A list."""
    return {"kind": "list", "items": list(items)}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Block:
    """A table."""
    return {"kind": "table", "head": list(head), "rows": [list(row) for row in rows]}


def help_dialog(lang: Language) -> Dialog:
    """Every key and what it does."""
    known = texts(lang, "help")
    names = [name.removesuffix(".key") for name in known if name.endswith(".key")]
    rows = [[known[f"{name}.key"], known[f"{name}.does"]] for name in names]
    return Dialog(say(lang, "page.help_title"), [table([known["head_key"], known["head_does"]], rows)])


def share_dialog(lang: Language, address: str) -> Dialog:
    """The address with the whole state."""
    return Dialog(say(lang, "page.share_title"), [text(say(lang, "page.share_text")), code(address)],
                  [{"title": say(lang, "page.share_copy"), "act": {"type": "copy", "text": address}, "main": True}])


def cli_dialog(lang: Language, command: str, *, own_file: bool) -> Dialog:
    """The command that gives the same numbers."""
    notes = [text(say(lang, "page.cli_file"))] if own_file else []
    return Dialog(say(lang, "page.cli_title"), [text(say(lang, "page.cli_text")), code(command), *notes])


def upload_dialog(lang: Language, problems: Sequence[Problem]) -> Dialog:
    """Every problem of a file, as ``salesshift check`` tells them."""
    return Dialog(say(lang, "page.upload_title"),
                  [text(say(lang, "page.upload_text")), bullets(str(problem) for problem in problems)])


def notes_dialog(lang: Language, title: str, notes: Iterable[str]) -> Dialog:
    """What there is to say, one line each."""
    return Dialog(say(lang, title), [bullets(notes)])


def in_short(error: BaseException) -> str:
    """Shorten an error for display; the full text is in the log."""
    return f"{type(error).__name__}: {error}"[:LONGEST_DETAIL]


def trouble_dialog(lang: Language, detail: str) -> Dialog:
    """Dialog after a failure: what is left, and what to do."""
    return Dialog(say(lang, "page.trouble_title"),
                  [text(say(lang, "page.trouble_text")), text(say(lang, "page.trouble_detail", detail=detail))])


def lever_dialog(lang: Language, lever: Payload) -> Dialog:
    """What a lever means, what it costs, and how well its number is supported."""
    body = [text(str(lever["about"]))]
    body += [text(say(lang, f"page.{name}", **{name: lever[name]}))
             for name in ("evidence", "source") if lever.get(name) and not str(lever[name]).startswith("claims ")]
    claims = lever.get("claims")
    if isinstance(claims, list) and claims:
        told = sentences(lang)
        body.append(bullets(f"{claim}: {told.get(claim, '')}" for claim in claims))
    return Dialog(str(lever["title"]), body)


def info_dialog(lang: Language, *, only: str = "") -> Dialog:
    """The fixed sections about the model, or one of them: what it is, how it works, what it cannot do."""
    known = texts(lang, "info")
    names = [name.removesuffix(".title") for name in known if name.endswith(".title")]
    chosen = [name for name in names if name == only] or names
    body = [block for name in chosen for block in (
        heading(known[f"{name}.title"]), *(text(part) for part in known[f"{name}.text"].split("\n\n")))]
    return Dialog(known[f"{only}.title"] if only in names else say(lang, "page.about"), body)
