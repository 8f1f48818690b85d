"""The drawing that the page sends for its report: taken over only as far as it is a drawing and nothing else.

Whatever comes from a browser may have been written by anybody. It is read, and written anew from what is known to do
nothing but draw: no script, no style sheet, no link, no image, no reference to anything outside.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import ParseError, XMLParser

from markupsafe import Markup, escape

MOST = 1_000_000
"""Characters of a drawing; one of 40 quarters with all its single futures takes a tenth."""
SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = frozenset({"svg", "g", "path", "line", "rect", "circle", "text", "tspan", "title"})
NUMBERS = ("x", "y", "x1", "x2", "y1", "y2", "dx", "dy", "cx", "cy", "r", "rx", "ry", "width", "height", "viewBox", "d",
           "transform", "stroke-width", "stroke-dasharray", "stroke-opacity", "fill-opacity", "font-size")
WORDS = ("fill", "stroke", "stroke-linecap", "stroke-linejoin", "paint-order", "text-anchor", "font-weight",
         "font-style")
TEXTS = ("role", "aria-label", "font-family")
VALUES: Mapping[str, re.Pattern[str]] = {
    **dict.fromkeys(NUMBERS, re.compile(r"[\w\s.,()+-]*")), **dict.fromkeys(WORDS, re.compile(r"#?[\w-]*")),
    **dict.fromkeys(TEXTS, re.compile(r".*", re.S))}
"""Attributes that draw, and what each may hold: none of it can name another place."""


class NoDrawingError(ValueError):
    """What the browser sent is no drawing."""


def drawing_of(sent: object) -> Markup | None:
    """Return the drawing as markup for a page of HTML; None where the browser sent none.

    Raises
    ------
    NoDrawingError
        if it is larger than any drawing of ours, or no SVG.
    """
    if sent is None or sent == "":
        return None
    if not isinstance(sent, str) or len(sent) > MOST:
        raise NoDrawingError(f"a drawing is text of at most {MOST} characters")
    # Neither comments nor declarations: nothing that is read twice or that stands for something else.
    if "<!" in sent or "<?" in sent:
        raise NoDrawingError("a drawing has no declarations")
    copy = _Copy()
    parser = XMLParser(target=copy)
    try:
        parser.feed(sent)
        parser.close()
    except ParseError as error:
        raise NoDrawingError(f"a drawing is SVG: {error}") from error
    return Markup("".join(copy.written))  # escaped piece by piece


class _Copy:
    """Writes what is read anew, without the elements and attributes that are not known, however deep they stand."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.depth = 0
        self.unknown = 0
        """How many elements are open from the first one on that is not taken over."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.removeprefix(SVG) if tag.startswith(SVG) else ""
        if self.depth == 0 and name != "svg":
            raise NoDrawingError("a drawing is SVG")
        self.depth += 1
        if self.unknown or name not in ELEMENTS:
            self.unknown += 1
            return
        known = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items()
                        if key in VALUES and VALUES[key].fullmatch(value))
        self.written.append(f"<{name}{known}>")

    def end(self, tag: str) -> None:
        self.depth -= 1
        if self.unknown:
            self.unknown -= 1
        else:
            self.written.append(f"</{tag.removeprefix(SVG)}>")

    def data(self, text: str) -> None:
        if not self.unknown:
            self.written.append(str(escape(text)))
