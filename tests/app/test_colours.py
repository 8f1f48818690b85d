"""The colours of the workshop can be read and told apart, also by people who see fewer colours.

Contrast is that of WCAG 2.2 (relative luminance). Colour blindness is simulated by the matrices for complete
dichromacy of Machado, Oliveira and Fernandes (2009), IEEE TVCG 15(6), 1291-1298, applied to linear RGB. Distances
are CIEDE2000 (Sharma, Wu and Dalal 2005, Color Research & Application 30(1), 21-30).
"""

from __future__ import annotations

import re
from itertools import combinations
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt
from pathlib import Path

import pytest

KIT = Path(__file__).resolve().parents[2] / "sim" / "app" / "vue" / "Kit.vue"
TEXT, GRAPHIC = 4.5, 3.0
APART = 10.0
"""Lines and bars of colours this far apart are seen as different at a glance; 2.3 is just noticeable side by side."""

MACHADO = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
SHARMA = [((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425), ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
          ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
          ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373)]  # fmt: skip
Triple = tuple[float, ...]


def colours_of(text: str) -> dict[str, str]:
    block = re.search(r"kit\.colour = \{(.*?)\}", text, re.S)
    assert block is not None
    return dict(re.findall(r'(\w+): "(#[0-9A-Fa-f]{6})"', block[1]))


COLOURS = colours_of(KIT.read_text(encoding="utf-8"))


def linear(colour: str) -> Triple:
    parts = (int(colour[i : i + 2], 16) / 255.0 for i in (1, 3, 5))
    return tuple(p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    dark, light = sorted((luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)


def seen_by(eye: str, rgb: Triple) -> Triple:
    if eye == "all":
        return rgb
    return tuple(min(1.0, max(0.0, sum(m * c for m, c in zip(row, rgb, strict=True)))) for row in MACHADO[eye])


def lab(rgb: Triple) -> Triple:
    """CIELAB of linear sRGB under D65."""
    red, green, blue = rgb
    xyz = ((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047,
           0.2126729 * red + 0.7151522 * green + 0.0721750 * blue,
           (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883)  # fmt: skip
    fx, fy, fz = (t ** (1 / 3) if t > (6 / 29) ** 3 else t / (3 * (6 / 29) ** 2) + 4 / 29 for t in xyz)
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def ciede2000(one: Triple, two: Triple) -> float:
    (l1, a1, b1), (l2, a2, b2) = one, two
    chroma = (hypot(a1, b1) + hypot(a2, b2)) / 2
    grey = 1 + 0.5 * (1 - sqrt(chroma**7 / (chroma**7 + 25.0**7)))
    c1, c2 = hypot(a1 * grey, b1), hypot(a2 * grey, b2)
    h1, h2 = degrees(atan2(b1, a1 * grey)) % 360, degrees(atan2(b2, a2 * grey)) % 360
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    hue = h1 + h2 if c1 * c2 == 0 else (h1 + turn / 2) % 360
    dl, dc, dh = l2 - l1, c2 - c1, 2 * sqrt(c1 * c2) * sin(radians(turn / 2))
    lm, cm = (l1 + l2) / 2, (c1 + c2) / 2
    t = (1 - 0.17 * cos(radians(hue - 30)) + 0.24 * cos(radians(2 * hue)) + 0.32 * cos(radians(3 * hue + 6))
         - 0.20 * cos(radians(4 * hue - 63)))  # fmt: skip
    sl, sc, sh = 1 + 0.015 * (lm - 50) ** 2 / sqrt(20 + (lm - 50) ** 2), 1 + 0.045 * cm, 1 + 0.015 * cm * t
    rt = -2 * sqrt(cm**7 / (cm**7 + 25.0**7)) * sin(radians(60 * exp(-(((hue - 275) / 25) ** 2))))
    return sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rt * (dc / sc) * (dh / sh))


def distance(a: str, b: str, eye: str = "all") -> float:
    return ciede2000(lab(seen_by(eye, linear(a))), lab(seen_by(eye, linear(b))))


@pytest.mark.parametrize(("one", "two", "expected"), SHARMA)
def test_the_distance_is_that_of_the_published_pairs(one: Triple, two: Triple, expected: float) -> None:
    assert ciede2000(one, two) == pytest.approx(expected, abs=5e-5)


def test_black_on_white_has_the_contrast_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)


@pytest.mark.parametrize("eye", MACHADO)
def test_every_eye_sees_grey_as_grey(eye: str) -> None:
    assert seen_by(eye, (0.3, 0.3, 0.3)) == pytest.approx((0.3, 0.3, 0.3), abs=1e-5)


def test_the_simulation_sees_red_and_green_merge() -> None:
    assert distance("#C00000", "#5C6A00") > 2 * distance("#C00000", "#5C6A00", "deutan")


def test_the_style_sheet_has_the_colours_of_the_drawings() -> None:
    sheet = dict(re.findall(r"--(\w+): (#[0-9A-Fa-f]{6})", KIT.read_text(encoding="utf-8")))
    assert {name: sheet[name].upper() for name in COLOURS} == COLOURS


@pytest.mark.parametrize("name", ["ink", "soft", "left", "right", "good", "bad"])
@pytest.mark.parametrize("ground", ["paper", "ground"])
def test_text_can_be_read(name: str, ground: str) -> None:
    """Labels of the strategies and the good and bad changes are text as well."""
    assert contrast(COLOURS[name], COLOURS[ground]) >= TEXT


@pytest.mark.parametrize("name", ["left", "right", "reference", "good", "bad", "soft"])
def test_drawings_stand_out_from_the_paper(name: str) -> None:
    assert contrast(COLOURS[name], COLOURS["paper"]) >= GRAPHIC


@pytest.mark.parametrize("eye", ["all", *MACHADO])
@pytest.mark.parametrize("pair", [*combinations(("left", "right", "reference"), 2), ("good", "bad")], ids="-".join)
def test_what_is_drawn_together_is_told_apart_by_every_eye(pair: tuple[str, str], eye: str) -> None:
    assert distance(COLOURS[pair[0]], COLOURS[pair[1]], eye) >= APART
