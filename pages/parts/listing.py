"""The table of sessions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from math import ceil, nan

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from data.countries import flag
from data.currencies import format_money
from data.terms import NOT_RECORDED, Risk, SessionType, Status, Term
from pages.parts.badges import SUGGESTED, badge_cell, badge_options
from pages.parts.escape import plain
from pages.parts.times import ago
from pages.parts.tokens import short_token
from queries.sessions import SessionRow

_TABLE, _SEVERAL, _VIEW = "session_table", "session_tables", "session_view"
# A column's name is its heading.
_SESSION, _ITEMS, _VALUE, _STATUS, _RISK = "SESSION", "CART", "CART VALUE", "STATUS", "RISK"
_STARTED, _EXACT, _STORE, _OPEN = "STARTED", "STARTED (UTC)", "STORE", "View"
_SCORE = "SCORE"
_WIDE = [_SESSION, _ITEMS, _VALUE, _STATUS, _RISK, _SCORE, _STARTED, _OPEN, _EXACT, _STORE]
_NARROW = [_SESSION, _OPEN, _ITEMS, _VALUE, _STATUS, _RISK, _SCORE, _STARTED, _EXACT, _STORE]

# Pixels: View still shows in a window of 1,280 beside the sidebar, and on a phone. What is longer
# than usual gets more.
WIDTHS = {
    _SESSION: 220,
    _ITEMS: 75,
    _VALUE: 120,
    _STATUS: 106,
    _RISK: 106,
    _SCORE: 70,
    _STARTED: 90,
    _OPEN: 70,
    _EXACT: 160,
    _STORE: 140,
}

_WIDEST = 260
# Pixels of a character, of what stands around a text, and of what a badge adds to that.
_CHARACTER, _AROUND, _BADGE = 7.9, 17, 14

Open = Callable[[SessionRow], None]


@dataclass(frozen=True)
class Look:
    """How the table looks.

    ``narrow``: View stands where a phone's width still shows it. ``with_store``, ``with_score``:
    it has these columns. ``several``: rows are selected, to decide about them together.
    """

    narrow: bool
    with_store: bool
    with_score: bool
    several: bool

    @property
    def columns(self) -> list[str]:
        """The columns in order."""
        hidden = {_STORE: not self.with_store, _SCORE: not self.with_score}
        order = _NARROW if self.narrow else _WIDE
        return [name for name in order if not hidden.get(name)]


def draw_sessions(
    rows: list[SessionRow], at: datetime, open_session: Open, look: Look, key: str = ""
) -> list[SessionRow]:
    """Draw one page of the list; the rows that are selected, where several can be.

    ``at``: the moment that "33m ago" is told for. ``open_session`` is called, before the next
    run, with the row whose View was pressed or, unless several can be selected, that was selected
    with the keyboard. ``key``: names what is listed; another list begins with nothing selected.
    """
    drawn = st.dataframe(
        _styled(rows, at),
        key=f"{_SEVERAL} {key}" if look.several else _TABLE,
        height="content",
        hide_index=True,
        column_order=look.columns,
        column_config=_columns(rows, open_session),
        on_select="rerun" if look.several else partial(_open_selected, rows, open_session),
        selection_mode="multi-row" if look.several else "single-row",
        placeholder=NOT_RECORDED,
        alt="Sessions, one a row. Select rows to decide about them."
        if look.several
        else "Sessions, one a row. Select a row to open its session.",
    )
    if not look.several:
        return []
    return [rows[number] for number in drawn.selection.rows if number < len(rows)]


def _styled(rows: list[SessionRow], at: datetime) -> Styler:
    frame = pd.DataFrame(
        {
            _SESSION: [_session(row) for row in rows],
            _ITEMS: pd.array([row.item_count for row in rows], dtype="Int64"),
            _VALUE: pd.array([_number(row.cart_value) for row in rows], dtype="Float64"),
            _STATUS: [badge_cell(Status, row.status) for row in rows],
            _RISK: [badge_cell(Risk, row.level, suggested=row.is_suggested) for row in rows],
            _SCORE: [row.score for row in rows],
            _STARTED: pd.to_datetime([row.started_at for row in rows], utc=True),
            _EXACT: [f"{row.started_at:%Y-%m-%d %H:%M:%S}" for row in rows],
            _STORE: [plain(row.store) for row in rows],
            _OPEN: "View",
        }
    )
    styled = frame.style.format(_items, subset=[_ITEMS])
    styled = styled.format(partial(_started, at), subset=[_STARTED])
    for currency, numbers in _by_currency(rows).items():
        styled = styled.format(partial(_value, currency), subset=pd.IndexSlice[numbers, [_VALUE]])
    return styled


def _columns(rows: list[SessionRow], open_session: Open) -> dict[str, object]:
    column, width = st.column_config, _widths(rows)
    types = ", ".join(f"{kind.icon} {kind.label.lower()}" for kind in SessionType)
    return {
        _SESSION: column.TextColumn(width=width[_SESSION], help=f"{types}; cart token; country"),
        _ITEMS: column.NumberColumn(width=width[_ITEMS], alignment="left"),
        _VALUE: column.NumberColumn(width=width[_VALUE]),
        _STATUS: _badges(width[_STATUS], Status, (row.status for row in rows)),
        _RISK: _badges(
            width[_RISK],
            Risk,
            (row.level for row in rows),
            f"**{SUGGESTED}**: suggested by the score, as the source recorded no level.",
        ),
        _SCORE: column.NumberColumn(
            width=width[_SCORE],
            format="%.1f",
            help="Of 100 sessions of its store, how many look less risky.",
        ),
        _STARTED: column.DatetimeColumn(width=width[_STARTED]),
        _EXACT: column.TextColumn(width=width[_EXACT]),
        _STORE: column.TextColumn(width=width[_STORE]),
        _OPEN: column.ButtonColumn(
            key=_VIEW,
            width=width[_OPEN],
            on_click=_open_pressed,
            args=(rows, open_session),
        ),
    }


def _widths(rows: list[SessionRow]) -> dict[str, int]:
    """What each column needs, so that no number is cut: half of one looks like another one."""
    longest = {
        _ITEMS: max((len(_items(_absent(row.item_count))) for row in rows), default=0),
        _VALUE: max(
            (len(_value(row.currency, _absent(row.cart_value))) for row in rows), default=0
        ),
        _STATUS: max((len(badge_cell(Status, row.status)[0]) for row in rows), default=0),
    }
    needed = {name: _CHARACTER * length + _AROUND for name, length in longest.items()}
    needed[_STATUS] += _BADGE
    return {
        name: max(usual, min(_WIDEST, ceil(needed.get(name, 0)))) for name, usual in WIDTHS.items()
    }


def _absent(number: Decimal | int | None) -> float:
    return nan if number is None else float(number)


def _badges(
    width: int, kind: type[Term], values: Iterable[str | None], *more_meanings: str
) -> object:
    words, colours = badge_options(kind, values)
    meanings = [f"**{term.label}**: {term.meaning}" for term in kind]
    return st.column_config.MultiselectColumn(
        options=words,
        color=colours,
        width=width,
        help="  \n".join([*meanings, *more_meanings]),
    )


def _open_pressed(rows: list[SessionRow], open_session: Open) -> None:
    pressed = st.session_state[_VIEW]
    if pressed is not None and pressed.row < len(rows):
        open_session(rows[pressed.row])


def _open_selected(rows: list[SessionRow], open_session: Open) -> None:
    selected = st.session_state[_TABLE].selection.rows
    if selected and selected[0] < len(rows):
        open_session(rows[selected[0]])


def _session(row: SessionRow) -> str:
    kind = SessionType.named(row.session_type) or SessionType.UNKNOWN
    country = "" if row.country is None else f"  {flag(row.country)} {plain(row.country)}"
    return f"{kind.icon} {short_token(row.cart_token)}{country}"


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _by_currency(rows: list[SessionRow]) -> dict[str | None, list[int]]:
    numbers: dict[str | None, list[int]] = {}
    for number, row in enumerate(rows):
        numbers.setdefault(row.currency, []).append(number)
    return numbers


def _items(count: float) -> str:
    if pd.isna(count):
        return NOT_RECORDED
    return f"{count:,.0f} item" if count == 1 else f"{count:,.0f} items"


def _value(currency: str | None, value: float) -> str:
    return NOT_RECORDED if pd.isna(value) else format_money(value, currency)


def _started(at: datetime, moment: pd.Timestamp) -> str:
    return ago(moment, at)
