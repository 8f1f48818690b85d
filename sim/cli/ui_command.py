"""The command `ui`: the workshop in the browser."""

from __future__ import annotations

import os
import sys
import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.report import BAD_INPUT, refuse

if TYPE_CHECKING:
    import socket

    from sim.app.serving.start import Finding, Start
    from sim.words.catalogue import Language

PORT = 8765
LAST_PORT = 65535
SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(ui)


def ui(
    host: Annotated[str, typer.Option(help=(
        "Address to listen on. 0.0.0.0 lets everybody in the network open the page."))] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=LAST_PORT, help="Port to listen on; 0 takes a free one.")] = PORT,
    lang: Annotated[str | None, typer.Option("--lang", metavar="de|en", help=(
        "Language of the page. Default: the page's own choice."))] = None,
    scenario: Annotated[Path | None, typer.Option("--scenario", metavar="FILE", help=(
        "Scenario file to open. Default: the one that comes with the workshop."))] = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the browser.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Only check whether all is there; start nothing.")] = False,
) -> None:
    """Open the workshop in the browser: move the levers, compare two strategies, see people change.

    Nothing leaves this machine. Needs the extra 'ui' and, once, the files for the browser: make ui.
    """
    from sim.app.serving.assets import terminal_language
    from sim.app.serving.start import Start, findings, free

    page = _language(lang)
    said = page or terminal_language()
    found = findings(said, scenario)
    if check:
        _tell([*found, free(said, host, port)])
        return
    for finding in found:
        if not finding.good:
            raise refuse(finding.text)
    _serve(_listening(host, port, said), host, Start(page, scenario), said, opens=not no_open)


def _language(text: str | None) -> Language | None:
    from sim.app.serving.assets import terminal_language
    from sim.words.catalogue import LANGUAGES, say

    known = next((code for code in LANGUAGES if code == text), None)
    if text is not None and known is None:
        raise refuse(say(terminal_language(), "serving.unknown_language", lang=text, known=", ".join(LANGUAGES)))
    return known


def _tell(found: list[Finding]) -> None:
    for finding in found:
        typer.echo(finding.text, err=not finding.good)
    if not all(finding.good for finding in found):
        raise typer.Exit(BAD_INPUT)


def _listening(host: str, port: int, said: Language) -> socket.socket:
    from sim.app.serving.start import AddressError, listen

    try:
        return listen(host, port, said)
    except AddressError as error:
        raise refuse(str(error)) from None


def _serve(taken: socket.socket, host: str, start: Start, said: Language, *, opens: bool) -> None:
    """Serve until stopped. Solara reads its settings when it is imported: they are set first."""
    from sim.app.serving import assets
    from sim.app.serving.assets import prepare
    from sim.app.serving.start import is_open, own_link
    from sim.words.catalogue import say

    start.write()
    prepare(assets.place())
    port = taken.getsockname()[1]
    if is_open(host):
        typer.echo(say(said, "serving.open_to_all"), err=True)
    typer.echo(say(said, "serving.starting"), err=True)

    def ready() -> None:
        for line in _lines(host, port, said):
            typer.echo(line)
        sys.stdout.flush()
        if opens and _has_screen():
            webbrowser.open(own_link(host, port))

    from sim.app.serving.server import serve

    serve(taken, ready)
    with suppress(OSError):  # the terminal may be gone
        typer.echo(say(said, "serving.stopped"))


def _lines(host: str, port: int, said: Language) -> list[str]:
    from sim.app.serving.start import other_link, own_link
    from sim.words.catalogue import say

    other = other_link(host, port)
    return [say(said, "serving.ready", address=own_link(host, port)),
            *([] if other is None else [say(said, "serving.also", address=other)]),
            say(said, "serving.how_to_stop")]


def _has_screen() -> bool:
    """Whether a browser with a window can be opened; without one, Linux would open a text browser in the terminal."""
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in SCREENS)
