"""Why a sweep cannot be run, read or replayed."""

from __future__ import annotations


class SweepError(ValueError):
    """One line for a person: what is wrong with a sweep's folder, and the cure."""
