"""The headline cards: a number, its change since the period before, its course, its definition."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from urllib.parse import quote
from zoneinfo import ZoneInfo

from data.currencies import format_money
from data.terms import NOT_RECORDED
from pages.parts.escape import html_text
from pages.parts.overview.words import (
    NOT_TOLD,
    coarse,
    median_words,
    moved_words,
    none_ended,
    none_on,
    percent,
    points_between,
)
from pages.parts.times import span
from queries.overview.headline import Figures, Headline
from queries.overview.period import Bucket
from queries.overview.statistics import Rate, differ
from queries.overview.tally import Worth

_WIDTH, _HEIGHT = 160, 32
# Pixels around a small line, for a dot on it.
_MARGIN = 2
_SECOND = timedelta(seconds=1)
_MOST_CURRENCIES = 4
_ALONE = "Each currency by itself: amounts of different currencies are never added."
_NO_WORTH = "Of no session that converted or expired is a cart value recorded."


@dataclass(frozen=True)
class _Side:
    """Of which carts the value is told, and what is said of it."""

    name: str
    definition: str
    formula: str
    field: str

    def of(self, worth: Worth) -> Decimal | None:
        """What its carts of one currency were worth."""
        amount: Decimal | None = getattr(worth, self.field)
        return amount


_SIDES = (
    _Side(
        "Value converted",
        f"What the carts of converted sessions were worth. {_ALONE}",
        "sum of the cart values of Converted, by currency",
        "converted",
    ),
    _Side(
        "Left in expired carts",
        f"What the carts of expired sessions were worth. {_ALONE}",
        "sum of the cart values of Expired, by currency",
        "left",
    ),
)


@dataclass(frozen=True)
class Card:
    """One card. ``change`` compares it with the period before. ``course``: its small line."""

    name: str
    value: str
    note: str
    change: str
    course: tuple[float | None, ...]
    definition: str
    formula: str


def cards(found: Headline) -> tuple[Card, ...]:
    """The cards in their order; two of values for each currency there is."""
    now, before = found.figures, found.before
    rates = (
        (
            "Conversion",
            lambda told: told.tally.conversion,
            "Of the sessions that ended, those whose checkout was completed. Those "
            "still open are left out: nobody knows how they end.",
            "Converted / (Converted + Expired + Cancelled); interval: Wilson, 95%",
        ),
        (
            "Expired",
            lambda told: told.tally.expiry,
            "Of the sessions that ended, those whose timer ran out before a checkout.",
            "Expired / (Converted + Expired + Cancelled); interval: Wilson, 95%",
        ),
    )
    looked_at = (
        "Needs a look",
        lambda told: told.attention,
        "Sessions of risk level Review or Restricted: those that a person must look at.",
        "(Review + Restricted) / all sessions; interval: Wilson, 95%",
    )
    return (
        _sessions_card(found),
        *(_rate_card(found, *parts) for parts in rates),
        *_value_cards(now, before, found),
        _median_card(found),
        _rate_card(found, *looked_at),
    )


def cards_html(all_of_them: Iterable[Card]) -> str:
    """The cards as HTML for ``st.html``, and for a report."""
    return f'<div class="ov-cards">{"".join(map(_card_html, all_of_them))}</div>'


def period_words(period: Bucket, zone: str) -> str:
    """A period on the viewer's clock: "27 August 2026, 14:00 to 25 November 2026, 13:00"."""
    first, last = (_moment(end, zone) for end in (period.start, period.end))
    return f"{first} to {last} ({zone})"


def moment_words(moment: datetime, zone: str) -> str:
    """A moment on the viewer's clock: "27 August 2026, 14:00 (UTC)"."""
    return f"{_moment(moment, zone)} ({zone})"


def _moment(moment: datetime, zone: str) -> str:
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%B %Y, %H:%M}"


def _sessions_card(found: Headline) -> Card:
    now, before = found.figures.tally, None if found.before is None else found.before.tally
    if before is None:
        change = ""
    elif not before.sessions:
        change = "none before"
    elif now.sessions == before.sessions:
        change = f"as before, {before.sessions:,}"
    else:
        moved = now.sessions / before.sessions - 1
        change = f"{_arrow(moved)} {moved_words(moved)}, {before.sessions:,} before"
    return Card(
        "Sessions",
        f"{now.sessions:,}",
        f"{now.still_open:,} still open"
        if now.is_told or now.still_open
        else f"how they ended is {NOT_RECORDED}",
        change,
        tuple(float(point.tally.sessions) for point in found.course),
        "Cart reservations that started in this time, whatever became of them. Still open: "
        "those of status Active.",
        "count of sessions by their start",
    )


def _rate_card(
    found: Headline,
    name: str,
    rate: Callable[[Figures], Rate],
    definition: str,
    formula: str,
) -> Card:
    now = rate(found.figures)
    before = None if found.before is None else rate(found.before)
    interval = now.interval
    tally = found.figures.tally
    note = "" if tally.is_told else NOT_TOLD
    if interval is not None:
        note = f"{now.part:,} of {now.whole:,}"
        note += f"; 95% interval {100 * interval[0]:.1f} to {100 * interval[1]:.1f}%"
    return Card(
        name,
        percent(now.share) if now.whole else none_ended(tally),
        note,
        "" if before is None else _rate_change(now, before),
        tuple(rate(point).share for point in found.course),
        definition,
        formula,
    )


def _rate_change(now: Rate, before: Rate) -> str:
    if now.share is None or before.share is None:
        return "nothing to compare with before"
    points = points_between(now.share, before.share)
    if not points:
        return f"as before, {percent(before.share)}"
    said = f"{_arrow(points)} {abs(points):.1f} points, {percent(before.share)} before"
    return said if differ(now, before) else f"{said}: within chance"


def _value_cards(now: Figures, before: Figures | None, found: Headline) -> list[Card]:
    known = list(now.worth)
    if not known:
        why = _NO_WORTH if now.tally.is_told else NOT_TOLD
        nones = [none_on(side.field, now.tally) for side in _SIDES]
        return [
            Card(
                side.name,
                none or NOT_RECORDED,
                "" if none else why,
                "",
                (),
                side.definition,
                side.formula,
            )
            for side, none in zip(_SIDES, nones, strict=True)
        ]
    # Amounts of two currencies cannot be compared: first what was bought in most of the time.
    known.sort(key=lambda each: -sum(map(bool, _course(found, _SIDES[0], each.currency))))
    earlier = {each.currency: each for each in before.worth} if before else {}
    cards = []
    for each in known[:_MOST_CURRENCIES]:
        for side in _SIDES:
            amount, was = side.of(each), earlier.get(each.currency)
            cards.append(
                Card(
                    f"{side.name}, {each.currency or 'no currency'}",
                    none_on(side.field, now.tally) or "none recorded"
                    if amount is None
                    else format_money(amount, each.currency),
                    "",
                    _value_change(amount, was and side.of(was), each, side, before),
                    _course(found, side, each.currency),
                    side.definition,
                    side.formula,
                )
            )
    others = known[_MOST_CURRENCIES:]
    if others:
        cards += [_other_currencies_card(others, side) for side in _SIDES]
    return cards


def _other_currencies_card(others: Sequence[Worth], side: _Side) -> Card:
    amounts = (
        f"{each.currency or 'no currency'}: {format_money(side.of(each), each.currency)}"
        for each in others
    )
    name, told = f"{side.name}, other currencies", "; ".join(amounts)
    return Card(name, f"{len(others)} more", told, "", (), side.definition, side.formula)


def _course(found: Headline, side: _Side, currency: str | None) -> tuple[float, ...]:
    return tuple(
        float(sum(side.of(each) or Decimal(0) for each in point.worth if each.currency == currency))
        for point in found.course
    )


def _value_change(
    now: Decimal | None,
    before: Decimal | None,
    worth: Worth,
    side: _Side,
    period_before: Figures | None,
) -> str:
    if period_before is None:
        return ""
    if before is None:
        return f"{none_on(side.field, period_before.tally) or 'none recorded'} before"
    amount = format_money(before, worth.currency)
    if now == before:
        return f"as before, {amount}"
    if now is None or before <= 0:
        return f"{amount} before"
    moved = float(now / before) - 1
    return f"{_arrow(moved)} {moved_words(moved)}, {amount} before"


def _median_card(found: Headline) -> Card:
    now, before = found.figures, found.before
    medians = (point.median_to_convert for point in found.course)
    change = ""
    if before is not None:
        if before.median_to_convert is None or now.median_to_convert is None:
            change = "nothing to compare with before"
        else:
            earlier = coarse(before.median_to_convert)
            moved = (coarse(now.median_to_convert) - earlier) / _SECOND
            change = f"{_arrow(moved)} {span(abs(moved) * _SECOND)}, {span(earlier)} before"
            if not moved:
                change = f"as before, {span(earlier)}"
    return Card(
        "Median time to convert",
        median_words(now.median_to_convert, now.tally),
        "" if now.median_to_convert is None else "half of the purchases came sooner",
        change,
        tuple(None if median is None else median.total_seconds() for median in medians),
        "From the start of a session to its purchase, of converted sessions whose end is recorded.",
        "median of (end - start) of Converted; right to the 10 seconds below ten minutes, to the "
        "minute below two hours; its line goes by days of UTC, up to three days by hours",
    )


def _arrow(moved: float) -> str:
    return "▲" if moved > 0 else "▼" if moved < 0 else "="


def _card_html(card: Card) -> str:
    note = f'<div class="ov-note">{html_text(card.note)}</div>' if card.note else ""
    change = f'<div class="ov-change">{html_text(card.change)}</div>' if card.change else ""
    return (
        f'<section class="ov-card"><h3>{html_text(card.name)}</h3>'
        f'<div class="ov-value" style="--characters: {len(card.value)}">'
        f"{html_text(card.value)}</div>{note}{change}"
        f"{spark_html(card.course)}"
        f"<details><summary>What it is</summary><p>{html_text(card.definition)}</p>"
        f"<code>{html_text(card.formula)}</code></details></section>"
    )


def spark_html(course: Sequence[float | None]) -> str:
    """A small line of a number's course, broken where it is not known; nothing for one point."""
    known = [value for value in course if value is not None]
    if len(known) < 2:
        return ""
    low, high = min(0.0, *known), max(known)
    spread = (high - low) or 1.0
    step = (_WIDTH - 2 * _MARGIN) / (len(course) - 1)
    pieces, dots = [], []
    for place, value in enumerate(course):
        if value is None:
            continue
        down = _HEIGHT - _MARGIN - (value - low) / spread * (_HEIGHT - 2 * _MARGIN)
        at = f"{_MARGIN + place * step:.1f} {down:.1f}"
        goes_on = place > 0 and course[place - 1] is not None
        pieces.append(f"{'L' if goes_on else 'M'}{at}")
        if not goes_on and (place + 1 == len(course) or course[place + 1] is None):
            # A step of no length makes a dot of what stands alone.
            dots.append(f"M{at}h0")
    line = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_WIDTH} {_HEIGHT}'"
        f" preserveAspectRatio='none'>{_stroke(pieces, 1.5)}{_stroke(dots, 4)}</svg>"
    )
    # Streamlit lets no SVG through; as a mask it takes the colour of the text around it.
    source = f"url('data:image/svg+xml,{quote(line)}')"
    return f'<div class="ov-spark" style="mask-image:{source};-webkit-mask-image:{source}"></div>'


def _stroke(steps: Sequence[str], width: float) -> str:
    return (
        f"<path d='{''.join(steps)}' fill='none' stroke='black' stroke-linecap='round'"
        f" stroke-width='{width}' vector-effect='non-scaling-stroke'/>"
    )
