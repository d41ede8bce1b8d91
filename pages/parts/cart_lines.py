"""What is in the cart of one session, and whether it adds up to what the source recorded."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

import streamlit as st

from data.currencies import format_money
from data.terms import NOT_RECORDED
from pages.parts.cells import exact_html, moment_html, text_html
from pages.parts.escape import html_text, markdown_text
from queries.session import Line, Session, Totals, totals

# A cart with more lines is shown a part at a time, so that a browser can hold it.
SHOWN_AT_ONCE = 200

_COLUMNS = ("Variant", "SKU", "Quantity", "Unit price", "Line total", "Reserved until")
_NUMBERS = frozenset({"Quantity", "Unit price", "Line total"})


def draw_cart(session: Session, cart: Sequence[Line], *, has_lines: bool, at: datetime) -> None:
    """Draw the lines with their totals, or say why there are none."""
    if not cart:
        st.markdown(no_lines(session, has_lines=has_lines))
        return
    shown = cart
    if len(cart) > SHOWN_AT_ONCE:
        pages = -(-len(cart) // SHOWN_AT_ONCE)
        page = st.pagination(pages, key=f"lines of {session.store} {session.cart_token}")
        first = (page - 1) * SHOWN_AT_ONCE
        shown = cart[first : first + SHOWN_AT_ONCE]
        st.markdown(f"Lines {first + 1:,} to {first + len(shown):,} of {len(cart):,}.")
    added = totals(cart)
    st.html(_table_html(shown, added, session.currency, at))
    for sentence in disagreements(session, added):
        st.warning(markdown_text(sentence), icon="⚠️")


def no_lines(session: Session, *, has_lines: bool) -> str:
    """Why no line is shown, in one sentence."""
    if not has_lines:
        return "The source of this copy records no cart lines: what was in the cart is not known."
    if session.item_count:
        items = _items(session.item_count)
        return f"The source recorded {items} in this cart, but no lines that say which."
    if session.item_count is None:
        return "No line of this cart is recorded."
    return "The cart is empty."


def disagreements(session: Session, added: Totals) -> list[str]:
    """A sentence for every number of the source that the lines don't add up to."""
    said = []
    if None not in (added.items, session.item_count) and added.items != session.item_count:
        said.append(
            f"The lines hold {_items(added.items)}, but the source recorded "
            f"{_items(session.item_count)} for the cart."
        )
    if added.value is None or session.cart_value is None:
        return said
    by_lines = format_money(added.value, session.currency)
    recorded = format_money(session.cart_value, session.currency)
    if added.without_total:
        if added.value > session.cart_value and by_lines != recorded:
            said.append(
                f"The lines with a price alone add up to {by_lines}, more than the cart value of "
                f"{recorded} that the source recorded."
            )
    elif by_lines != recorded:
        said.append(
            f"The lines add up to {by_lines}, but the source recorded a cart value of {recorded}."
        )
    return said


def _table_html(shown: Sequence[Line], added: Totals, currency: str | None, at: datetime) -> str:
    rows = [_cells(line, currency, at) for line in shown]
    # A column that no line has a value for is a sentence instead.
    kept = [name for name in _COLUMNS if any(row[name] is not None for row in rows)]
    missing = [name for name in _COLUMNS if name not in kept]
    head = "".join(
        f'<th scope="col" role="columnheader"{_class(name)}>{name}</th>'
        for name in ("Product", *kept)
    )
    body = "".join(
        _row_html(_product_html(line), {name: row[name] or NOT_RECORDED for name in kept})
        for line, row in zip(shown, rows, strict=True)
    )
    total = _row_html("Total of all lines", {name: _total(name, added, currency) for name in kept})
    note = f'<p class="cs-quiet">{_not_recorded(missing)}</p>' if missing else ""
    return (
        '<div class="cs-block"><table class="cs-table cs-cart" role="table">'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody>'
        f'<tfoot role="rowgroup">{total}</tfoot></table>{note}</div>'
    )


def _product_html(line: Line) -> str:
    if line.product is not None:
        return text_html(line.product) or ""
    by_id = text_html(line.product_id)
    return f"Product {NOT_RECORDED}" if by_id is None else f"Product {by_id}"


def _cells(line: Line, currency: str | None, at: datetime) -> dict[str, str | None]:
    """What the line says in each column, as HTML."""
    until = moment_html(line.reserved_until, at)
    if until is not None:
        until += f' <span class="cs-quiet">{exact_html(line.reserved_until)}</span>'
    return {
        "Variant": text_html(line.variant),
        "SKU": text_html(line.sku),
        "Quantity": None if line.quantity is None else f"{line.quantity:,}",
        "Unit price": _money(line.unit_price, currency),
        "Line total": _money(line.total, currency),
        "Reserved until": until,
    }


def _total(column: str, added: Totals, currency: str | None) -> str:
    if column == "Quantity":
        return NOT_RECORDED if added.items is None else f"{added.items:,}"
    if column != "Line total":
        return ""
    value = _money(added.value, currency) or NOT_RECORDED
    if added.without_total and added.value is not None:
        value += f' <span class="cs-quiet">and {_unpriced(added.without_total)}</span>'
    return value


def _row_html(name: str, cells: dict[str, str]) -> str:
    drawn = "".join(
        f'<td role="cell" data-name="{column}"{_class(column)}><span>{cell}</span></td>'
        if cell
        else '<td role="cell"></td>'
        for column, cell in cells.items()
    )
    return f'<tr role="row"><th scope="row" role="rowheader"><span>{name}</span></th>{drawn}</tr>'


def _not_recorded(columns: Sequence[str]) -> str:
    """The columns that no line has a value for, in one sentence."""
    names = [name if name == "SKU" else name.lower() for name in columns]
    *most, last = names
    first = f"{', '.join(most)} and " if most else ""
    return f"{NOT_RECORDED.capitalize()}: {first}{last}."


def _money(amount: Decimal | None, currency: str | None) -> str | None:
    return None if amount is None else html_text(format_money(amount, currency))


def _class(column: str) -> str:
    return ' class="cs-number"' if column in _NUMBERS else ""


def _items(count: int | None) -> str:
    return "1 item" if count == 1 else f"{count or 0:,} items"


def _unpriced(count: int) -> str:
    return "1 line of unknown price" if count == 1 else f"{count:,} lines of unknown price"
