"""Where the workshop listens: taken before anything is loaded, so that what is wrong with it is said at once."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket

from sim.app.words.catalogue import Language, say

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
