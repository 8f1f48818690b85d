"""A file and the manifest of the results that it belongs to: whether both still tell the same."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from sim.results.contents import MANIFEST, PROGRAM, changed_in, hash_of, listed_in, manifest_in, missing_in
from sim.results.provenance import Provenance
from sim.results.reading import NoProvenanceError, Reader, of_document, read_provenance
from sim.results.swapping import READY

ABOVE = 3
"""How many directories above a file its manifest is looked for: results have figures and parts in directories."""

State = Literal["unchanged", "edited", "renamed", "same results", "other results", "not listed", "incomplete",
                "interrupted"]
SENTENCES: dict[State, str] = {
    "unchanged": "as it was written, according to {manifest}",
    "edited": "NOT as it was written, according to {manifest}: edited, damaged or replaced since",
    "renamed": "as it was written, under another name ({name}), according to {manifest}",
    "same results": "of the same results as {manifest}, which does not list it",
    "other results": "not one of the results of {manifest}: made elsewhere, and moved or copied here",
    "not listed": "{manifest} lists no contents, so nobody can tell whether this was edited",
    "incomplete": "NOT as it was written, according to {manifest}",
    "interrupted": "NOT complete: a command that was putting other results in the place of those of {manifest} was "
                   "ended; the next one with this directory goes on",
}

INPUTS = ("scenario", "design")
"""Kinds of what results are made with."""


@dataclass(frozen=True)
class Origin:
    """What is known of a file or folder.

    manifest : the manifest beside it, as a path like the one asked for; None where there is none.
    state : what it says of the file; None without a manifest.
    name : the name under which the manifest lists it.
    changed, missing : of a folder, the files that are not as they were written, and those that are gone.
    """

    provenance: Provenance
    manifest: Path | None = None
    state: State | None = None
    name: str = ""
    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def sentence(self) -> str:
        """Whether the file is as it was written, in words."""
        if self.state is None and self.provenance.kind in INPUTS:
            return "an input; results that were made with it carry its hash"
        if self.state is None:
            return "no manifest beside it, so nobody can tell whether it was edited"
        more = [f"{what}: {', '.join(names)}" for what, names in (("changed", self.changed), ("missing", self.missing))
                if names]
        return "; ".join([SENTENCES[self.state].format(manifest=self.manifest, name=self.name), *more])


def origin_of(path: Path, of_input: Reader | None = None) -> Origin:
    """Tell where a file, or a folder of results, comes from; the record is its own, or that of its manifest.

    `of_input` reads the record of scenarios and designs; see `read_provenance`.

    Raises
    ------
    NoProvenanceError
        where neither tells it; the message begins with a verb, for the name of the file before it.
    """
    if path.is_dir():
        return _of_folder(path)
    if path.name == MANIFEST and manifest_in(path.parent) is not None:
        return _of_folder(path.parent)
    own, reason = _own(path, of_input)
    beside = _manifest_of(path) if path.is_file() else None
    if beside is None:
        if own is None:
            raise NoProvenanceError(reason)
        return Origin(own)
    manifest, document = beside
    theirs = of_document(document)
    name = Path(os.path.relpath(path, manifest.parent)).as_posix()
    try:
        state, name = _state(path, name, listed_in(document), own, theirs)
    except OSError as error:
        raise NoProvenanceError(f"cannot be read: {error.strerror or 'it is damaged'}") from None
    if own is None and state == "other results":
        raise NoProvenanceError(f"{reason}, and {manifest} does not list it")
    return Origin(own or theirs, manifest, state, name)


def _own(path: Path, of_input: Reader | None) -> tuple[Provenance | None, str]:
    try:
        return read_provenance(path, of_input), "has no place for a record of where it comes from"
    except NoProvenanceError as error:
        return None, str(error)


def _of_folder(folder: Path) -> Origin:
    manifest, document = folder / MANIFEST, manifest_in(folder)
    if document is None and os.path.lexists(manifest):
        raise NoProvenanceError(f"is a directory whose {MANIFEST} is damaged, or none of {PROGRAM}")
    if document is None:
        raise NoProvenanceError(f"is a directory without a manifest of {PROGRAM}")
    if not listed_in(document):
        return Origin(of_document(document), manifest, "not listed")
    try:
        changed, missing = changed_in(folder, document), missing_in(folder, document)
    except OSError as error:
        raise NoProvenanceError(f"cannot be read: {error.strerror or 'it is damaged'}") from None
    state: State = "incomplete" if changed or missing else "unchanged"
    return Origin(of_document(document), manifest, "interrupted" if os.path.lexists(folder / READY) else state,
                  changed=changed, missing=missing)


def _manifest_of(path: Path) -> tuple[Path, dict[str, Any]] | None:
    """The manifest of the nearest directory above that has one of ours, and what it says."""
    place = path.parent
    for _ in range(ABOVE):
        document = manifest_in(place)
        if document is not None:
            return place / MANIFEST, document
        place = place / ".." if place.name in ("", "..") else place.parent
    return None


def _state(path: Path, name: str, listed: Mapping[str, str], own: Provenance | None, theirs: Provenance
           ) -> tuple[State, str]:
    if not listed:
        same = own is None or own.identity == theirs.identity
        return ("not listed" if same else "other results"), name
    found = hash_of(path)
    if name in listed:
        return ("unchanged" if listed[name] == found else "edited"), name
    for other, value in listed.items():
        if value == found:
            return "renamed", other
    same = own is not None and own.identity == theirs.identity
    return ("same results" if same else "other results"), name
