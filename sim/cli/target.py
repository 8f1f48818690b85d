"""Where a command writes its results: --out, and --force with --yes for what is there already."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.report import DISK_REFUSES, refuse

Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help=(
    "Directory for all results; older ones of this command are replaced, other files stay."
    f" Exit code {DISK_REFUSES}: the disk refuses."))]
Force = Annotated[bool, typer.Option("--force", help=(
    "With --out: also replace results of other commands, and edited ones; says which, and asks."))]
Yes = Annotated[bool, typer.Option("--yes", help="With --force: do not ask.")]


class Target:
    """The directory of a command's results, if it has one, and whether they are there yet."""

    def __init__(self, out: Path | None, *, force: bool, yes: bool) -> None:
        """Take what was given on the command line."""
        self.out, self.force, self.yes = out, force, yes
        self._manifest: Path | None = None
        self._before: tuple[int, int] | None = None

    def claim(self, kind: str) -> Path | None:
        """Refuse a place that cannot take the results before any work is done; None where none are to be written.

        ``kind`` is that of the results, as their manifest says it.
        """
        from sim.results.contents import MANIFEST
        from sim.results.directory import check_replaceable

        if (self.force and self.out is None) or (self.yes and not self.force):
            raise refuse("--force: belongs to --out DIR, and --yes to --force")
        if self.out is None:
            return None
        if self.force:
            _agree(self.out, kind, yes=self.yes)
        target = check_replaceable(self.out, kind, force=self.force)
        self._manifest = target / MANIFEST
        self._before = self._stamp()
        return target

    def told(self) -> str:
        """The line for a command that is interrupted."""
        if self._manifest is None or self._stamp() == self._before:
            return "Interrupted; nothing was written."
        return f"Interrupted; the results are written: {self._manifest.parent}"

    def _stamp(self) -> tuple[int, int] | None:
        """Tells one manifest from the next."""
        if self._manifest is None or not self._manifest.exists():
            return None
        found = self._manifest.stat()
        return found.st_ino, found.st_mtime_ns


def _agree(out: Path, kind: str, *, yes: bool) -> None:
    """Say what goes, and ask; without anybody to ask, only --yes agrees."""
    from sim.results.directory import going

    told = going(out, kind)
    if told is None:
        return
    typer.echo(f"--force: {told}", err=True)
    if yes:
        return
    if not sys.stdin.isatty():
        raise refuse("--force: there is nobody to ask; add --yes")
    if not typer.confirm("Go on?", err=True):
        raise refuse("Nothing was replaced.")
