"""Colours of charts beside those of the terms: readable on the light and on the dark page."""

from dataclasses import dataclass

import streamlit as st

_NEEDED = 3.0


@dataclass(frozen=True)
class Palette:
    """What a chart is drawn with on one background.

    ``few``: the fill of what has too few sessions to say anything. ``sessions`` and ``rate``: from
    the least to the most, each of one hue, so that they also read without colour vision; the least
    can be told from ``few``, too.
    """

    dark: bool
    background: str
    text: str
    grid: str
    few: str
    accent: str
    sessions: tuple[str, ...]
    rate: tuple[str, ...]

    @property
    def quiet(self) -> str:
        """The colour of what stands beside a figure, of axes above all: 4.5:1 and more."""
        return mixed(self.text, self.background, 0.28)

    def shade(self, scale: tuple[str, ...], share: float) -> str:
        """The colour of a scale at a share of its length, from 0 to 1."""
        place = min(max(share, 0.0), 1.0) * (len(scale) - 1)
        low = min(int(place), len(scale) - 2)
        return mixed(scale[low], scale[low + 1], place - low)

    def edge(self, fill: str) -> str:
        """The outline that sets a fill off from the background (3:1, as WCAG 2.2 asks)."""
        target = "#ffffff" if self.dark else "#000000"
        for tenth in range(11):
            edge = mixed(fill, target, tenth / 10)
            if contrast(edge, self.background) >= _NEEDED:
                return edge
        return target


LIGHT = Palette(
    dark=False,
    background="#ffffff",
    text="#0b1220",
    grid="#dfe5ec",
    few="#e3e7ec",
    accent="#1d4ed8",
    sessions=("#aecbf8", "#7ea9f0", "#3b76dd", "#12357f"),
    rate=("#a6d9b8", "#74c08f", "#2f9455", "#0f4d28"),
)
DARK = Palette(
    dark=True,
    background="#0f141b",
    text="#eef2f7",
    grid="#2a3340",
    few="#252d38",
    accent="#60a5fa",
    sessions=("#2a4a86", "#3f6cbc", "#6c9ff0", "#cfe2ff"),
    rate=("#23663d", "#2f8a53", "#57c184", "#c8f5d8"),
)


def viewer_palette() -> Palette:
    """The palette of the theme that this viewer sees the page in."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def mixed(first: str, second: str, share: float) -> str:
    """A colour between two, "#rrggbb" each: the first at a share of 0, the second at 1."""
    parts = zip(_channels(first), _channels(second), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in parts)


def contrast(first: str, second: str) -> float:
    """The contrast of two colours, "#rrggbb" each, as WCAG 2.2 defines it: from 1 to 21."""
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb", as WCAG 2.2 defines it, from 0 to 1."""
    shares = (channel / 255 for channel in _channels(colour))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return red, green, blue
