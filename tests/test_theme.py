"""The theme can be read; every flag and icon has a glyph that the project or any font brings."""

import base64
import tomllib
from enum import EnumMeta
from pathlib import Path
from typing import Any

import pytest

from data import terms

ROOT = Path(__file__).resolve().parent.parent
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
THEME: dict[str, Any] = CONFIG["theme"]

# WCAG 2.2, success criterion 1.4.3, for text of ordinary size.
AA = 4.5

# Latin, arrows, mathematical operators, geometric shapes, dingbat marks: in every system's fonts.
PLAIN = [(0x20, 0x24F), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x25A0, 0x25FF), (0x2713, 0x2717)]


def channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def blended(front: str, back: str, opacity: float) -> str:
    pairs = zip(channels(front), channels(back), strict=True)
    return "#" + "".join(f"{round(a * opacity + b * (1 - opacity)):02x}" for a, b in pairs)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def grounds() -> list[tuple[str, dict[str, str]]]:
    """Each colour that text stands on, with the colours of the theme it belongs to."""
    found = []
    for mode in ("light", "dark"):
        page = THEME[mode]
        side = {**page, **page["sidebar"]}
        for colours in (page, side):
            found.append((colours["backgroundColor"], colours))
            found.append((colours["secondaryBackgroundColor"], colours))
    return found


def ranges(text: str) -> list[tuple[int, int]]:
    """The code points of a CSS unicode-range."""
    found = []
    for part in text.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        found.append((int(first, 16), int(last or first, 16)))
    return found


def test_contrast_is_what_wcag_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("ground", "colours"), grounds())
def test_text_links_accents_and_captions_can_be_read(ground: str, colours: dict[str, str]) -> None:
    caption = blended(colours["textColor"], ground, 0.6)
    shown = [colours["textColor"], colours["linkColor"], colours["primaryColor"], caption]
    assert {
        colour: contrast(colour, ground) for colour in shown if contrast(colour, ground) < AA
    } == {}


def test_every_icon_of_the_terms_has_a_glyph_everywhere() -> None:
    brought = [span for face in THEME["fontFaces"] for span in ranges(face["unicodeRange"])]
    icons = {
        member.icon
        for kind in vars(terms).values()
        if isinstance(kind, EnumMeta) and issubclass(kind, terms.Term)
        for member in kind
    }
    assert len(icons) > 10
    assert {
        icon
        for icon in icons
        for character in icon
        if not any(first <= ord(character) <= last for first, last in (*PLAIN, *brought))
    } == set()


@pytest.mark.parametrize("face", THEME["fontFaces"], ids=lambda face: face["family"])
def test_every_font_is_there_is_used_and_is_credited(face: dict[str, str]) -> None:
    where, _, inline = face["url"].partition("data:font/woff2;base64,")
    name = where.removeprefix("app/static/")
    font = base64.b64decode(inline) if inline else (ROOT / "static" / name).read_bytes()
    assert font[:4] == b"wOF2"
    credits = (ROOT / "static" / "ATTRIBUTION.md").read_text(encoding="utf-8")
    assert (f'"{face["family"]}"' if inline else f"`{name}`") in credits
    assert face["family"] in THEME["font"].split(", ")[:2]


def test_the_credits_name_the_icons_that_are_brought() -> None:
    (icons,) = [face for face in THEME["fontFaces"] if face["family"] == "Session Icons"]
    credits = (ROOT / "static" / "ATTRIBUTION.md").read_text(encoding="utf-8")
    assert f"--unicodes={icons['unicodeRange']} " in credits


def test_no_font_comes_from_another_host() -> None:
    assert "://" not in str(CONFIG)
