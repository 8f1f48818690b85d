"""The entry of the command ``salesshift``, and of ``python -m sim.cli``."""

from __future__ import annotations

import signal


def main() -> None:
    """Load the commands and run the one that was asked for.

    Ctrl-C ends it without a traceback, also while it loads; a command that has something to say of it sees to that
    itself (`sim.cli.progress.interrupts_end`).
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from sim.cli.app import main as run

    run()


if __name__ == "__main__":
    main()
