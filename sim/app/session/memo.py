"""What was made once for the page, kept until what it depends on has changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Memo(Generic[Made]):
    """One thing, with the key that it was made for."""

    def __init__(self) -> None:
        self._known: tuple[Hashable, Made] | None = None

    def take(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what was made for this key, or make it now; what was made for another key is forgotten."""
        known = self._known
        if known is None or known[0] != key:
            known = self._known = (key, make())
        return known[1]
