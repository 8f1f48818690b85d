"""The application that the server runs: Solara's, which no longer asks outside for what it does not have."""

from __future__ import annotations

from solara.server import cdn_helper
from solara.server.starlette import app

__all__ = ["app"]


def _refused(url: str) -> bytes:
    raise FileNotFoundError(url)


# Solara would fetch any file that a visitor names. Ours came with the installation; what is not here is not found.
cdn_helper.fetch_from_cdn = _refused
