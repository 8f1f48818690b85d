"""How far a sweep is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Tally:
    """Rows of a sweep: how many are planned, there, reused from earlier, failed."""

    planned: int = 0
    done: int = 0
    reused: int = 0
    failed: int = 0
