"""Of what a browser sends as a drawing, only what draws comes into the report."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

pytest.importorskip("markupsafe")

from sim.app.exports.report import ELEMENTS, MOST, VALUES, NoDrawingError, drawing_of
from tests.app.exports.made import SVG, drawing

HREF = 'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="https://example.org/x.svg#a"'
BAD = {
    "script": "<script>alert(1)</script>", "handler": '<path d="M0 0" onclick="alert(1)"/>',
    "foreign": '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml" onclick="alert(1)">alert(1)</p></foreignObject>',
    "image": '<image href="https://example.org/x.png"/>', "use": f"<use {HREF}/>",
    "link": f'<a {HREF.replace("https", "javascript")}><text>alert(1)</text></a>',
    "style sheet": "<style>@import url(https://example.org/x.css)</style>",
    "style": '<rect width="1" height="1" style="fill: url(https://example.org/x)"/>',
    "paint": '<rect width="1" height="1" fill="url(https://example.org/x#a)"/>',
    "animation": '<set attributeName="href" to="javascript:alert(1)"/>',
    "html": '<p xmlns="http://www.w3.org/1999/xhtml">alert(1)</p>',
    "no namespace": '<script xmlns="">alert(1)</script>',
    "deep": "<g><g><script>alert(1)</script></g></g>", "inside": "<switch><path d='alert'/></switch>",
}
"""What does more than draw, each as a part of a drawing."""


def parts(text: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(text.replace("<svg", f'<svg xmlns="{SVG}"', 1)).iter())


def test_a_drawing_of_the_page_comes_through_whole() -> None:
    taken = str(drawing_of(drawing()))
    sent = [(one.tag, one.text, {k: v for k, v in one.attrib.items() if not k.startswith("data-")})
            for one in ElementTree.fromstring(drawing()).iter()]
    assert [(one.tag, one.text, one.attrib) for one in parts(taken)] == sent


@pytest.mark.parametrize("kind", BAD)
def test_what_does_more_than_draw_is_left_out(kind: str) -> None:
    taken = str(drawing_of(drawing(BAD[kind])))
    assert not [word for word in ("alert", "example.org", "url(", "javascript", "href") if word in taken]
    assert {one.tag.removeprefix(f"{{{SVG}}}") for one in parts(taken)} <= ELEMENTS
    assert {name for one in parts(taken) for name in one.attrib} <= set(VALUES)


def test_text_stays_text() -> None:
    text = '<text aria-label="&quot;&gt;&lt;script&gt;">&lt;script&gt;alert(1)&lt;/script&gt;</text>'
    taken = str(drawing_of(drawing(text)))
    assert "&lt;script&gt;alert(1)" in taken and "<script" not in taken


@pytest.mark.parametrize("sent", [
    3, "no drawing", "<svg>", '<html xmlns="http://www.w3.org/1999/xhtml"/>', "<svg/>", drawing("</g>"),
    drawing("<!-- a word -->"), f'<!DOCTYPE svg [<!ENTITY a "b">]>{drawing()}', drawing(" " * MOST)],
    ids=["number", "text", "open", "page", "no namespace", "not closed", "comment", "declaration", "large"])
def test_what_is_no_drawing_is_refused(sent: object) -> None:
    with pytest.raises(NoDrawingError):
        drawing_of(sent)


def test_a_drawing_may_be_nested_as_deep_as_it_is_long() -> None:
    deep = 50_000
    assert str(drawing_of(drawing("<g>" * deep + "</g>" * deep))).count("</g>") == deep + 1


@pytest.mark.parametrize("nothing", [None, ""])
def test_where_the_page_has_no_picture_there_is_none(nothing: object) -> None:
    assert drawing_of(nothing) is None
