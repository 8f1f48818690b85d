"""Who may call the server: a page of its own, by a name that means this machine.

Any page that is open in a browser may connect to a server on the same machine: browsers let web sockets through to
foreign hosts, and a foreign name can be made to mean 127.0.0.1. Both show in what the browser itself writes into a
request, where no page can change it: the name that was called (``Host``) and the page that calls (``Origin``).
"""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from sim.words.catalogue import LANGUAGES, say

NAMES = "SALESSHIFT_UI_NAMES"
"""Environment variable: further names by which browsers may call, with commas; for a proxy in front of the server."""
REFUSED = 403
POLICY_VIOLATION = 1008
HARMLESS = ("GET", "HEAD")
"""Requests that a page may make of another one; it cannot read what comes back."""

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class Guarded:
    """An application that hears only what `admits` lets through."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.names = further_names()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        if scope["type"] == "lifespan" or admits(scope, self.names):
            await self.application(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        else:
            told = "\n".join(say(lang, "serving.foreign_page", variable=NAMES) for lang in LANGUAGES)
            await send({"type": "http.response.start", "status": REFUSED,
                        "headers": [(b"content-type", b"text/plain; charset=utf-8")]})
            await send({"type": "http.response.body", "body": told.encode()})


def further_names(environ: Mapping[str, str] | None = None) -> frozenset[str]:
    """Return the names of this machine and those that the environment gives, in small letters."""
    given = (os.environ if environ is None else environ).get(NAMES, "").split(",")
    return frozenset(name.strip().lower() for name in (*given, socket.gethostname()) if name.strip())


def admits(scope: Scope, names: frozenset[str] = frozenset()) -> bool:
    """Whether a request comes from a page of ours, or from no page at all.

    Parameters
    ----------
    names : that may be called besides addresses and ``localhost``.
    """
    headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
    called = headers.get(b"host", "")
    if _is_loopback((scope.get("server") or ("",))[0]) and not _means_this_machine(_host(f"//{called}"), names):
        return False
    calling = headers.get(b"origin")
    if calling is None or (scope["type"] == "http" and scope["method"] in HARMLESS):
        return True
    return calling.partition("://")[2].lower() == called.lower() or _host(calling) in names


def _means_this_machine(name: str, names: frozenset[str]) -> bool:
    return name == "localhost" or name.endswith(".localhost") or name in names or _is_loopback(name)


def _is_loopback(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    # An IPv4 address on a socket for both kinds; older Pythons do not see through it.
    inside = getattr(address, "ipv4_mapped", None)
    return (inside or address).is_loopback


def _host(address: str) -> str:
    """The name in an address without its port; nothing where it is no address."""
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""
