"""What a component in Vue hears from the browser: what a person did, and nothing else.

A message to such a component may also name a module and something in it: Python imports the one and calls the other.
No component of ours uses that; but whoever reaches the web socket could run what he likes on this machine.
"""

from __future__ import annotations

from typing import Any

from ipyvue.VueTemplateWidget import Events

OTHERS = {"create_widget", "update_ref", "destroy_widget"}
"""Messages that make, change and remove objects of Python."""

_heard = Events._handle_event


def hear_only_events() -> None:
    """Let all components be deaf to everything else from now on."""
    Events._handle_event = _only_events


def _only_events(self: Any, widget: Any, content: Any, buffers: Any) -> None:
    if not isinstance(content, dict) or content.keys() & OTHERS:
        return
    name = content.get("event")
    if isinstance(name, str) and hasattr(self, f"vue_{name}"):
        _heard(self, widget, content, buffers)
