"""A chart as a page shows it: heading, figure or table, its numbers as a file, ways to the list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler
from plotly.basedatatypes import BaseFigure

from data.terms import NOT_RECORDED
from pages.parts.escape import html_text, markdown_text, plain
from pages.parts.figures import CONFIG, Figure
from pages.parts.go import Mark, go
from pages.parts.kept import recalled
from pages.parts.overview.words import percent
from pages.parts.palette import Palette
from queries.downloads import numbers_csv

# What a table has room for on a screen; the file holds all.
_MOST_ROWS = 500
_FIT = 11
# Pixels that the words for what is missing take: they don't widen the column they stand in.
_MISSING_WIDTH = 110


class Numbers(NamedTuple):
    """A table of numbers: its columns, and its rows."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Chart:
    """One chart and its numbers.

    ``key`` names it in widgets and files. ``note``: what one must know to read it. ``columns`` and
    ``rows``: its numbers, None for what is not recorded. ``shares``: the columns whose numbers are
    shares from 0 to 1. ``missing``: what its table says in place of None. ``marks``: for each row
    the sessions behind it, None where there is no list of them. ``draw``: the figure for a palette,
    whose points carry the numbers of their rows. ``alt``: what a screen reader says of the figure.
    ``file``: what its CSV holds, where a column of the table has more than one number in a cell.
    """

    key: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    marks: Sequence[Mark | None]
    draw: Callable[[Palette], Figure]
    alt: str
    note: str = ""
    shares: frozenset[str] = frozenset()
    missing: str = NOT_RECORDED
    file: Numbers | None = None


@st.fragment
def draw_chart(
    chart: Chart, palette: Palette, file: str, *, narrow: bool, table_below: bool = False
) -> None:
    """Draw a chart. ``file``: how the names of its files end: what they hold, as of when.

    ``narrow``: as on a phone, where Plotly's buttons would lie on the figure. ``table_below``: the
    table stands below the figure, not in its place.
    """
    st.subheader(markdown_text(chart.title), anchor=False)
    # An empty one keeps its place beside that of another chart.
    st.html(f'<p class="chart-note">{html_text(chart.note)}</p>')
    as_table = not table_below and recalled(f"table_{chart.key}", default=False)
    if not as_table:
        name = f"{chart.key}-{file}"
        st.plotly_chart(
            _Drawn(chart.draw(palette)),
            key=f"chart_{chart.key}",
            config={
                **CONFIG,
                "displayModeBar": False if narrow else "hover",
                "toImageButtonOptions": {"filename": name, "scale": 2},
            },
            on_select=partial(_open_clicked, chart),
            selection_mode="points",
            alt=chart.alt,
            theme=None,
        )
    if as_table or table_below:
        _draw_table(chart)
    with st.container(horizontal=True, vertical_alignment="center", key=f"under_{chart.key}"):
        if not table_below:
            st.toggle("Table", key=f"table_{chart.key}")
        st.download_button(
            "CSV",
            partial(numbers_csv, *(chart.file or (chart.columns, chart.rows))),
            file_name=f"{chart.key}-{file}.csv",
            mime="text/csv",
            key=f"csv_{chart.key}",
            help="The numbers of this chart as a file.",
            on_click="ignore",
            type="tertiary",
        )
    go(chart.key)


# Once a figure is drawn, Streamlit's component puts the first two in and hands Plotly a copy of the
# whole: Plotly draws it again, unless they are there and the copy says that its data are the same.
# For that it must have no template either, so no theme of Streamlit's.
_ONCE = {"clickmode": "event+select", "dragmode": "pan", "datarevision": 1}


class _Drawn(BaseFigure):
    """A figure that is in Plotly's own form already.

    Checking and copying it, which a test does, would cost as much as all else on the page.
    """

    def __init__(self, figure: Figure) -> None:
        figure["layout"] |= _ONCE
        object.__setattr__(self, "_drawn", figure)

    def to_dict(self) -> Figure:
        """What the browser is sent."""
        drawn: Figure = object.__getattribute__(self, "_drawn")
        return drawn


def _draw_table(chart: Chart) -> None:
    shown = chart.rows[:_MOST_ROWS]
    st.dataframe(
        written(chart, shown),
        key=f"rows_{chart.key}",
        hide_index=True,
        height="content" if len(shown) <= _FIT else 420,
        on_select=partial(_open_selected, chart),
        selection_mode="single-row",
        placeholder=chart.missing,
        column_config={
            name: st.column_config.Column(width=_MISSING_WIDTH)
            for place, name in enumerate(chart.columns)
            if len(name) < len(chart.missing) and all(row[place] is None for row in shown)
        },
        alt=f"{plain(chart.title)}. Select a row to open its sessions.",
    )
    left = len(chart.rows) - len(shown)
    words = "Select a row to open its sessions in the list."
    if left:
        words += (
            " 1 more row is in the CSV." if left == 1 else f" {left:,} more rows are in the CSV."
        )
    st.html(f'<p class="chart-note">{words}</p>')


def written(chart: Chart, rows: Sequence[Sequence[Any]]) -> Styler:
    """Rows whose numbers read as on the rest of the page, and are still sorted as numbers."""
    table: dict[str, Any] = {}
    words: dict[str, str | Callable[[Any], str]] = {}
    for place, name in enumerate(chart.columns):
        cells = [row[place] for row in rows]
        known = [cell for cell in cells if cell is not None]
        if known and all(isinstance(cell, int | float) for cell in known):
            whole = all(isinstance(cell, int) for cell in known)
            # Numbers with gaps stay numbers, and whole ones whole.
            table[name] = pd.array(cells, dtype="Int64" if whole else "Float64")
            words[name] = percent if name in chart.shares else "{:,}" if whole else "{:,.1f}"
        else:
            table[name] = [plain(cell) if isinstance(cell, str) else cell for cell in cells]
    styled = pd.DataFrame(table).style
    if words:
        styled.format(words, na_rep=chart.missing, subset=list(words))
    return styled


def _open_clicked(chart: Chart) -> None:
    points = st.session_state[f"chart_{chart.key}"].selection.points
    row = points[0].get("customdata") if points else None
    # Plotly hands single values on as they are, or in a list.
    if isinstance(row, list):
        row = row[0] if row else None
    open_row(chart, row)


def _open_selected(chart: Chart) -> None:
    rows = st.session_state[f"rows_{chart.key}"].selection.rows
    open_row(chart, rows[0] if rows else None)


def open_row(chart: Chart, row: int | None) -> None:
    """Have the list of a row's sessions opened, or say that there is none. None: no row."""
    mark = chart.marks[row] if row is not None and 0 <= row < len(chart.marks) else None
    if mark is not None:
        st.session_state[f"go_{chart.key}"] = mark
    elif row is not None:
        st.toast("There is no list of sessions behind this row.")
