"""What a designer looks for on a page, asked of the browser: each function returns what is wrong, in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

CONTROLS = ("button, a[href], input, select, textarea, summary, [role=button], [role=slider], [role=tab], "
            "[tabindex='0']")
"""What can be used."""
SCRIPT = Path(__file__).with_name("looks.js").read_text(encoding="utf-8").rstrip().removesuffix(";")

MAY_SCROLL = ".list, .body, .story, .scroll"
"""What may scroll by itself: the drawer, the text of a dialog, a person's story, tables."""


def layout(page: Page, *, tall: bool = False, may_scroll: str = MAY_SCROLL) -> list[str]:
    """What does not fit: the page, a panel, a text. A tall page may scroll downwards."""
    return asked(page, "layout", {"tall": tall, "may_scroll": may_scroll})


def drawings(page: Page) -> list[str]:
    """Texts of drawings that lie on each other or stick out."""
    return asked(page, "drawings")


def small(page: Page, html: float, svg: float) -> list[str]:
    """Texts smaller than that many px, on the page and in drawings."""
    return asked(page, "small", [html, svg])


def nameless(page: Page) -> list[str]:
    """Controls and drawings that a screen reader has no words for."""
    return asked(page, "nameless", CONTROLS)


def pale(page: Page) -> list[str]:
    """Texts with too little contrast; what is disabled may be pale."""
    return asked(page, "pale")


def tiny(page: Page, least: float, free: str) -> list[str]:
    """Controls that are hard to hit; those within the selector ``free`` may be small."""
    return asked(page, "tiny", [CONTROLS, least, free])


def asked(page: Page, which: str, given: Any = None) -> Any:
    """Ask one of the functions of the script."""
    return page.evaluate(f"([which, given]) => ({SCRIPT})(which, given)", [which, given])
