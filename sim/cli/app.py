"""The command ``salesshift``: collects the commands of the modules beside it.

A command module declares its commands with full signatures and a function
``register(app)``; whatever is slow to import, it imports inside its functions.
"""

from __future__ import annotations

import errno
import importlib
import importlib.util
import os
import sys
from typing import Annotated

import typer

from sim.cli.report import DISK_REFUSES, refuse

OUTPUT_REFUSED = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""What the system says when it takes no more of the output."""
MODULES = tuple(f"sim.cli.{name}" for name in (
    "scenario_commands", "baseline_command", "run_commands", "claims_command", "sweep_commands",
    "sensitivity_command", "discovery_commands", "calibrate_command", "provenance_command", "ui_command"))

app = typer.Typer(
    name="salesshift",
    help="Simulate how a B2B sales force changes, and compare strategies of change.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        from sim._version import __version__

        typer.echo(f"salesshift {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Simulate how a B2B sales force changes, and compare strategies of change."""


def _register_all() -> None:
    for name in MODULES:
        if importlib.util.find_spec(name) is not None:
            importlib.import_module(name).register(app)


_register_all()


def main() -> None:
    """Run the command line; a reader who stops reading (``| head``) is no error, a full disk for the output is one."""
    try:
        app()
        sys.stdout.flush()
    except OSError as error:
        if not isinstance(error, BrokenPipeError) and error.errno not in OUTPUT_REFUSED:
            raise
        # The interpreter flushes once more when it ends: let that go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            sys.exit(0)
        sys.exit(refuse(f"the output cannot be written: {error.strerror}", DISK_REFUSES).exit_code)


if __name__ == "__main__":
    main()
