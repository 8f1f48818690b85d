"""What must be in order before the workshop starts, each told in one line: in a check all, at the start the first."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sim.app.serving import assets
from sim.app.serving.address import AddressError, listen, own_link
from sim.app.serving.extra import ExtraError, versions
from sim.app.words.catalogue import Language, say


@dataclass(frozen=True)
class Finding:
    """What came of one check.

    Parameters
    ----------
    good : whether the workshop can start, as far as this goes.
    text : one line; with a scenario one for each of its problems.
    """

    good: bool
    text: str


def findings(lang: Language, scenario: Path | None) -> Iterator[Finding]:
    """Check what is installed, what was fetched and what shall be opened."""
    yield _installed(lang)
    yield _fetched(lang)
    if scenario is not None:
        yield _readable(lang, scenario)


def free(lang: Language, host: str, port: int) -> Finding:
    """Check the address, and let go of it."""
    try:
        taken: socket.socket = listen(host, port, lang)
    except AddressError as error:
        return Finding(False, str(error))
    with taken:
        return Finding(True, say(lang, "serving.good_address", address=own_link(host, taken.getsockname()[1])))


def _installed(lang: Language) -> Finding:
    try:
        found = versions(lang)
    except ExtraError as error:
        return Finding(False, str(error))
    return Finding(True, say(lang, "serving.good_extra", versions=", ".join(f"{n} {v}" for n, v in found.items())))


def _fetched(lang: Language) -> Finding:
    folder, missing = assets.place(), assets.missing()
    if missing:
        return Finding(False, say(lang, "serving.no_files", n=len(missing), folder=folder, command=assets.COMMAND))
    return Finding(True, say(lang, "serving.good_files", n=len(assets.wanted()), folder=folder))


def _readable(lang: Language, file: Path) -> Finding:
    from sim.scenario.problems import ScenarioError
    from sim.scenario.reading import load_scenario

    try:
        load_scenario(file)
    except ScenarioError as error:
        return Finding(False, "\n".join(map(str, error.problems)))
    return Finding(True, say(lang, "serving.good_scenario", file=file))
