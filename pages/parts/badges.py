"""A status or a risk level as a coloured badge: as HTML, and as a cell of the grid."""

from collections.abc import Iterable

from data.terms import NOT_RECORDED, UNKNOWN_COLOUR, Term
from pages.parts.escape import html_text, plain
from pages.parts.palette import luminance

# Behind a risk level in the grid, which has no room for "(suggested)".
SUGGESTED = "?"


def badge_text(kind: type[Term], value: str | None) -> str:
    """The words of a badge, "⌛ Expired"; a value that no term names is shown as it is."""
    if value is None:
        return NOT_RECORDED
    term = kind.named(value)
    return plain(value) if term is None else f"{term.icon} {term.label}"


def badge_colour(kind: type[Term], value: str | None) -> str:
    """The background of a badge, "#15803d"; gray for a value that no term names."""
    term = kind.named(value)
    return UNKNOWN_COLOUR if term is None else term.colour


def badge_html(kind: type[Term], value: str | None, *, suggested: bool = False) -> str:
    """A badge as HTML for ``st.html``; its meaning is told on hover. Safe for any value.

    ``suggested``: the value was not recorded, and the badge says so.
    """
    term = kind.named(value)
    background = badge_colour(kind, value)
    meaning = "" if term is None else f' title="{html_text(term.meaning)}"'
    style = (
        "display:inline-block;padding:0.1em 0.65em;border-radius:1em;white-space:nowrap;"
        f"background:{background};color:{text_colour(background)};"
        "font-size:0.875rem;font-weight:600;line-height:1.6"
    )
    text = badge_text(kind, value) + (" (suggested)" if suggested else "")
    return f'<span style="{style}"{meaning}>{html_text(text)}</span>'


def badge_cell(kind: type[Term], value: str | None, *, suggested: bool = False) -> list[str]:
    """A badge as a cell of the grid, which has no room for an icon."""
    term = kind.named(value)
    text = (NOT_RECORDED if value is None else plain(value)) if term is None else term.label
    return [text + SUGGESTED if suggested else text]


def badge_options(kind: type[Term], values: Iterable[str | None]) -> tuple[list[str], list[str]]:
    """What ``MultiselectColumn`` needs to colour a column of ``badge_cell``: words, colours.

    ``values``: those that the column holds, beside the ones that terms name. Any may be suggested.
    """
    colours = {term.label: term.colour for term in kind}
    for value in values:
        colours.setdefault(badge_cell(kind, value)[0], badge_colour(kind, value))
    colours |= {text + SUGGESTED: colour for text, colour in colours.items()}
    return list(colours), list(colours.values())


def text_colour(background: str) -> str:
    """Black or white, whichever stands out more on the background (contrast as in WCAG 2.2)."""
    light = luminance(background)
    return "#000000" if (light + 0.05) ** 2 > 1.05 * 0.05 else "#ffffff"
