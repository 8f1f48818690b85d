"""Memo of a part of the page, valid until what it depends on has changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Memo(Generic[Made]):
    """One cached value with its key."""

    def __init__(self) -> None:
        self._known: tuple[Hashable, Made] | None = None

    def take(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return the value for this key, made now if needed; a value for another key is dropped."""
        known = self._known
        if known is None or known[0] != key:
            known = self._known = (key, make())
        return known[1]
