"""The application that the server loads: one page, in its own frame."""

from __future__ import annotations

from sim.app.pages.workshop import Layout, Page

__all__ = ["Layout", "Page"]
