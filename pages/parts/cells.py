"""Named values side by side, as HTML."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

import streamlit as st

from data.terms import NOT_RECORDED
from pages.parts.escape import html_text
from pages.parts.times import ago, exact


class Cell(NamedTuple):
    """A name, its value as HTML (None: not recorded), and a note on it as HTML."""

    name: str
    value: str | None
    note: str = ""


def draw_cells(cells: Iterable[Cell], *, framed: bool) -> None:
    """Draw named values in a grid, each in a frame of its own or all without."""
    drawn = "".join(_cell_html(cell) for cell in cells)
    kind = "cs-cells cs-framed" if framed else "cs-cells"
    st.html(f'<div class="cs-block"><dl class="{kind}">{drawn}</dl></div>')


def text_html(text: str | None) -> str | None:
    """Text from the data as HTML that reads in its own direction; None stays None."""
    return None if text is None else f"<bdi>{html_text(text)}</bdi>"


def code_html(text: str | None) -> str | None:
    """An identifier from the data as HTML; None stays None."""
    return None if text is None else f"<code><bdi>{html_text(text)}</bdi></code>"


def moment_html(moment: datetime | None, at: datetime) -> str | None:
    """A moment as people say it ("33m ago"), marked up with the exact one; None stays None."""
    return None if moment is None else _time_html(moment, ago(moment, at))


def exact_html(moment: datetime | None) -> str:
    """A moment to the second with its zone."""
    return NOT_RECORDED if moment is None else _time_html(moment, exact(moment))


def _time_html(moment: datetime, words: str) -> str:
    stamp = f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return f'<time datetime="{stamp}" title="{exact(moment)}">{html_text(words)}</time>'


def _cell_html(cell: Cell) -> str:
    value, absent = (NOT_RECORDED, " cs-absent") if cell.value is None else (cell.value, "")
    note = f'<div class="cs-quiet">{cell.note}</div>' if cell.note else ""
    name = html_text(cell.name)
    return f'<div><dt>{name}</dt><dd><div class="cs-value{absent}">{value}</div>{note}</dd></div>'
