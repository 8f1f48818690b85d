"""The start of the server: options for the pages (by environment variables), the address, and checks beforehand."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sim.app.serving import assets
from sim.words.catalogue import LANGUAGES, Language, say

PINS = {"solara": "1.64.1", "ipyvue": "3.1.1", "ipyvuetify": "3.1.0", "reacton": "1.11.1"}
"""Exact: the front end is built against these; others show a blank page or a traceback. As in pyproject.toml."""
ALSO = ("jinja2", "openpyxl")
INSTALL = "pip install 'salesshift[ui]'"


class ExtraError(RuntimeError):
    """The optional part is missing or does not fit; the message says in one line how to get it."""


def versions(lang: Language, find: Callable[[str], str] = version) -> dict[str, str]:
    """Return the versions of the pinned libraries, all of which are as they must be."""
    found = {}
    for name in (*PINS, *ALSO):
        try:
            found[name] = find(name)
        except PackageNotFoundError:
            raise ExtraError(say(lang, "serving.no_extra", install=INSTALL)) from None
    for name, wanted in PINS.items():
        if found[name] != wanted:
            raise ExtraError(say(lang, "serving.other_version", name=name, wanted=wanted, found=found[name],
                                 install=INSTALL))
    return {name: found[name] for name in PINS}


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


# --- the address to listen on ----------------------------------------------------------------------------------------

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}
"""Hosts that mean every address of this machine, and what the machine itself opens then."""
WAITING = 128
"""Connections that may wait while the server starts."""
DOCUMENTATION = ("192.0.2.1", 9)
"""An address that belongs to nobody, kept for examples: no packet is sent to it."""
NOT_OURS = {errno.EADDRNOTAVAIL, getattr(errno, "WSAEADDRNOTAVAIL", errno.EADDRNOTAVAIL)}
TAKEN = {errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", errno.EADDRINUSE)}
FORBIDDEN = {errno.EACCES, errno.EPERM}


class AddressError(RuntimeError):
    """The workshop cannot listen there; says why, and what to do, in one line."""


def listen(host: str, port: int, lang: Language) -> socket.socket:
    """Return a socket that listens there; port 0 takes a free one."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM,
                                                              flags=socket.AI_PASSIVE)[0]
    except (OSError, UnicodeError):
        raise AddressError(say(lang, "serving.unknown_host", host=host)) from None
    taken = socket.socket(family, kind, protocol)
    try:
        # A port that was ours a moment ago counts as free; one on which somebody listens does not.
        if os.name == "posix":
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(where)
        taken.listen(WAITING)
    except OSError as error:
        taken.close()
        raise AddressError(_complaint(error, host, port, lang)) from None
    return taken


def own_link(host: str, port: int) -> str:
    """The address by which a browser on this machine opens the workshop."""
    return _link(EVERYWHERE.get(host, host), port)


def other_link(host: str, port: int) -> str | None:
    """The address by which other devices open it, if they can at all."""
    if not is_open(host):
        return None
    if host not in EVERYWHERE:
        return _link(host, port)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(DOCUMENTATION)  # only chooses the address that this machine would send from
        except OSError:
            return None
        return _link(asking.getsockname()[0], port)


def is_open(host: str) -> bool:
    """Whether other devices reach what listens on this host."""
    try:
        return not ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host.lower() != "localhost"


def _link(host: str, port: int) -> str:
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _complaint(error: OSError, host: str, port: int, lang: Language) -> str:
    for numbers, name in ((TAKEN, "port_taken"), (NOT_OURS, "foreign_host"), (FORBIDDEN, "port_forbidden")):
        if error.errno in numbers:
            return say(lang, f"serving.{name}", host=host, port=port)
    return say(lang, "serving.host_failed", host=host, port=port, why=error.strerror)


# --- checks before the start -----------------------------------------------------------------------------------------

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
