"""What needs libraries that a plain installation does not have."""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any

MESSAGE = "needs the extra 'research': pip install 'salesshift[research]'"


def learning(what: str) -> None:
    """Make sure that scikit-learn is there; `ImportError` says in one line who needs it and how to get it."""
    if importlib.util.find_spec("sklearn") is None:
        raise ImportError(f"{what} {MESSAGE}")


def salib(name: str, what: str) -> Any:
    """A module of SALib by name, e.g. ``analyze.sobol``; `ImportError` says in one line who needs it."""
    try:
        return importlib.import_module(f"SALib.{name}")
    except ImportError:
        raise ImportError(f"{what} {MESSAGE}") from None
