"""The list of sessions: a page of it, the counts beside it, and what stands next to a session."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from data.actions.decided import Decided
from data.copy import Copy
from data.layout import BLOCK_ROWS
from data.terms import NOT_RECORDED, Risk, Status
from queries.facts import Facts
from queries.filters import SessionFilters, Sort
from queries.moved import Moved, counted_beside_moved, cut_page
from queries.narrowing import BEYOND, PAGE_ROWS, Narrowed, narrow
from queries.run import ask
from queries.scope import Scope

__all__ = [
    "PAGE_ROWS",
    "ListPage",
    "Neighbour",
    "Place",
    "SessionRow",
    "list_page",
    "neighbours",
]


class SessionRow(NamedTuple):
    """One session as the list shows it. Times are UTC; None is not recorded.

    ``risk``: the level of the copy: the recorded one or, if not ``risk_recorded``, the suggested
    one. ``score``: of 100 sessions of its store, how many look less risky. ``decided``: the latest
    decision about it, None when there was none.
    """

    session_no: int
    store: str
    cart_token: str
    session_type: str | None
    country: str | None
    item_count: int | None
    cart_value: Decimal | None
    currency: str | None
    status: str | None
    risk: str
    risk_recorded: bool
    suggested: str
    score: float
    started_at: datetime
    expires_at: datetime | None
    last_activity_at: datetime | None
    decided: Decided | None = None

    @property
    def level(self) -> str:
        """The risk level that is shown: the one decided, or else the copy's."""
        return (self.decided and self.decided.level) or self.risk

    @property
    def is_suggested(self) -> bool:
        """Whether the level shown is a suggestion: neither recorded nor decided."""
        return not self.risk_recorded and (self.decided is None or self.decided.level is None)


@dataclass(frozen=True)
class ListPage:
    """One page of the list, and the counts around it.

    ``facts`` are those of the copy in the viewer's scope, all stores of it.
    ``filters`` are those that were answered: without values that the copy doesn't hold, with the
    currency that was chosen, and with the page that is shown, the last one when there are fewer.
    ``title`` is what the product that narrows the list is called.
    ``total`` counts the sessions that they show, ``whole`` those of the scope and chosen store.
    ``status_counts`` say for each status how many sessions choosing it would show, all other
    filters staying as they are; ``any_status`` how many without a choice. The same for risk.
    A session without a status is counted as ``NOT_RECORDED``; a risk level has every session, the
    suggested one where none is recorded.
    """

    facts: Facts
    filters: SessionFilters
    title: str | None
    rows: list[SessionRow]
    pages: int
    total: int
    whole: int
    status_counts: Mapping[str, int]
    any_status: int
    risk_counts: Mapping[str, int]
    any_risk: int

    @property
    def headline(self) -> str:
        """How many: "115 total sessions", or "12 of 115 sessions" when something narrows it."""
        noun = "session" if self.whole == 1 else "sessions"
        if self.filters.narrows:
            return f"{self.total:,} of {self.whole:,} {noun}"
        return f"{self.whole:,} total {noun}"


class Neighbour(NamedTuple):
    """A session beside another one in a list, and the page of the list that it stands on."""

    store: str
    cart_token: str
    page: int


@dataclass(frozen=True)
class Place:
    """Where a session stands in a list: the sessions beside it, "12 of 115".

    ``position`` is None where the list does not show it: the sessions beside it are those between
    which it would stand.
    """

    previous: Neighbour | None
    next: Neighbour | None
    position: int | None
    total: int


# Sessions by outcome, how many of them are shown, the page, and the session_no of its sessions.
_Numbers = tuple[Mapping[int, int], int, int, list[int]]


class _Found(NamedTuple):
    """How many sessions there are by outcome, and the page of them that is shown."""

    by_outcome: Mapping[int, int]
    total: int
    page: int
    rows: list[SessionRow]


def list_page(copy: Copy, scope: Scope, filters: SessionFilters, now: datetime) -> ListPage:
    """One page of the list with its counts; ``now`` is what a range such as 24 hours ends at."""
    narrowed = narrow(copy, scope, filters, now)
    found = _find(narrowed, narrowed.filters.page)
    facts, filters = narrowed.facts, narrowed.filters
    by_status: Counter[str] = Counter(dict.fromkeys([*Status, *facts.statuses], 0))
    by_risk: Counter[str] = Counter(dict.fromkeys([*Risk, *facts.risks], 0))
    for number, sessions in found.by_outcome.items():
        pair = copy.overlay.pairs[number]
        if not filters.fits(pair.status, pair.risk):
            continue
        status = pair.status or NOT_RECORDED
        risk = pair.risk
        if filters.risk in (None, risk):
            by_status[status] += sessions
        if filters.status in (None, status):
            by_risk[risk] += sessions
    return ListPage(
        facts=facts,
        filters=filters.at_page(found.page),
        title=narrowed.title,
        rows=found.rows,
        pages=_pages(found.total),
        total=found.total,
        whole=facts.choosing(filters.store).sessions,
        status_counts=dict(by_status),
        any_status=by_status.total(),
        risk_counts=dict(by_risk),
        any_risk=by_risk.total(),
    )


def neighbours(
    copy: Copy, scope: Scope, filters: SessionFilters, now: datetime, session_no: int
) -> Place | None:
    """Where a session stands in the list of these filters.

    None when they don't show it, but for a session of the scope in a list by start: a decision may
    just have taken it out of that, and one wants to go on from there.
    It is looked for on the page that the filters name first; that costs no more than the page.
    """
    narrowed = narrow(copy, scope, filters, now)
    found = _find(narrowed, narrowed.filters.page)
    index = _index(found.rows, session_no)
    if index is not None:
        at = (found.page - 1) * PAGE_ROWS + index
    else:
        ranked = narrowed.ask("sessions/rank", session_no=session_no).first()
        if ranked is None:
            return None
        is_shown, at = ranked
        if not is_shown:
            by_start = narrowed.filters.sort in (Sort.NEWEST, Sort.OLDEST)
            if not by_start or not found.total or not rows_of(copy, scope, [session_no]):
                return None
            before, after = _at(narrowed, found, at - 1), _at(narrowed, found, at)
            return Place(before, after, None, found.total)
        found = _find(narrowed, at // PAGE_ROWS + 1)
        if _index(found.rows, session_no) is None:
            return None
    before, after = _at(narrowed, found, at - 1), _at(narrowed, found, at + 1)
    return Place(before, after, at + 1, found.total)


def _at(narrowed: Narrowed, found: _Found, at: int) -> Neighbour | None:
    """The session that so many stand before, on the page that is found or on another."""
    if not 0 <= at < found.total:
        return None
    page, row = at // PAGE_ROWS + 1, at % PAGE_ROWS
    rows = found.rows if page == found.page else _find(narrowed, page).rows
    return Neighbour(rows[row].store, rows[row].cart_token, page) if row < len(rows) else None


def _find(narrowed: Narrowed, page: int) -> _Found:
    search = narrowed.search
    if search is not None and search.means_nothing:
        return _Found({}, 0, 1, [])
    if narrowed.sliced:
        by_outcome, total, page, numbers = _find_sliced(narrowed, page)
    elif search is None:
        by_outcome, total, page, numbers = _find_by_blocks(narrowed, page)
    elif narrowed.by_address:
        by_outcome, total, page, numbers = _find_addresses(narrowed, page)
    else:
        by_outcome, total, page, numbers = _find_hits(narrowed, page)
    return _Found(by_outcome, total, page, rows_of(narrowed.copy, narrowed.scope, numbers))


def _find_hits(narrowed: Narrowed, page: int) -> _Numbers:
    """Read all sessions for what a search means."""
    if narrowed.filters.sort is not Sort.NEWEST:
        return _find_hits_in_order(narrowed, page)
    if page == 1 and not _finds_many(narrowed):
        return _collect_hits(narrowed)
    # Where hits lie close, the newest ones are found long before all sessions are read: then
    # counting and finding apart is far cheaper than to carry all hits along.
    by_outcome = _count_as_decided(narrowed, "sessions/hits_counts")
    total = _total(narrowed, by_outcome)
    page = _clamped(page, total)
    return by_outcome, total, page, _cut_newest(narrowed, "sessions/hits_newest", page, total)


def _finds_many(narrowed: Narrowed) -> bool:
    search = narrowed.search
    assert search is not None
    return bool(search.countries) or len(search.part or "") in (1, 2)


def _collect_hits(narrowed: Narrowed) -> _Numbers:
    """Read the sessions once: with few hits, reading costs all, and counting them nothing."""
    by_outcome: Mapping[int, int] = {}

    def read(skipped: int, page_rows: int) -> list[tuple[Any, ...]]:
        nonlocal by_outcome
        collected, groups = counted_beside_moved(
            narrowed,
            lambda: narrowed.ask("sessions/hits_collected", page_rows=page_rows).tuples(),
        )
        by_outcome = _as_decided([row[:2] for row in collected], groups)
        newest = (
            number
            for outcome, _, all_of_it in collected
            if narrowed.shows(outcome)
            for number in all_of_it
        )
        return [(number,) for number in sorted(newest, reverse=True)][skipped : skipped + page_rows]

    numbers = cut_page(narrowed, read, 0, PAGE_ROWS)
    return by_outcome, _total(narrowed, by_outcome), 1, numbers


def _find_hits_in_order(narrowed: Narrowed, page: int) -> _Numbers:
    hits = narrowed.ask("sessions/hits", skipped=(page - 1) * PAGE_ROWS).tuples()
    by_outcome = {outcome: sessions for outcome, sessions, _, _ in hits if outcome is not None}
    total = _total(narrowed, by_outcome)
    if page > _pages(total):
        return _find_hits_in_order(narrowed, _pages(total))
    return by_outcome, total, page, [number for outcome, _, number, _ in hits if outcome is None]


def _find_sliced(narrowed: Narrowed, page: int) -> _Numbers:
    """Read all sessions for what slices leave, once to count and once for a page."""
    by_outcome = _count_as_decided(narrowed, "sessions/sliced_counts")
    return _counted(narrowed, by_outcome, page, "sessions/sliced_newest", "sessions/sliced_numbers")


def _find_addresses(narrowed: Narrowed, page: int) -> _Numbers:
    """Read a few rows of the table that is sorted by address, once to count and once for a page."""
    by_outcome = _count_as_decided(narrowed, "sessions/address_counts")
    return _counted(
        narrowed, by_outcome, page, "sessions/address_newest", "sessions/address_numbers"
    )


def _counted(
    narrowed: Narrowed, by_outcome: Mapping[int, int], page: int, newest: str, in_order: str
) -> _Numbers:
    """The page of what was counted, by the one question or the other."""
    total = _total(narrowed, by_outcome)
    page = _clamped(page, total)
    if narrowed.filters.sort is Sort.NEWEST:
        return by_outcome, total, page, _cut_newest(narrowed, newest, page, total)
    found = narrowed.ask(in_order, skipped=(page - 1) * PAGE_ROWS).tuples()
    return by_outcome, total, page, [number for (number,) in found]


def _count_as_decided(narrowed: Narrowed, question: str) -> Counter[int]:
    """Sessions by outcome, those that decisions moved from one to another where they are now."""
    return _as_decided(*counted_beside_moved(narrowed, lambda: narrowed.ask(question).tuples()))


def _as_decided(counted: Iterable[tuple[Any, ...]], groups: Iterable[Moved]) -> Counter[int]:
    by_outcome: Counter[int] = Counter(dict(counted))
    for group in groups:
        by_outcome[group.outcome_was] -= group.sessions
        by_outcome[group.outcome] += group.sessions
    return by_outcome


def _cut_newest(narrowed: Narrowed, question: str, page: int, total: int) -> list[int]:
    def read(skipped: int, page_rows: int) -> list[tuple[Any, ...]]:
        return narrowed.ask(question, skipped=skipped, page_rows=page_rows).tuples()

    return cut_page(narrowed, read, (page - 1) * PAGE_ROWS, total)


def _find_by_blocks(narrowed: Narrowed, page: int) -> _Numbers:
    """Add up whole blocks, to read only those that hold a part of the page."""
    by_outcome: Counter[int] = Counter()
    by_block: Counter[int] = Counter()
    counted, groups = counted_beside_moved(narrowed, lambda: _count_blocks(narrowed))
    for outcome, block, sessions in counted:
        if outcome is not None:
            by_outcome[outcome] += sessions
        if block is not None and (outcome is None or narrowed.shows(outcome)):
            by_block[block] += sessions
    for group in groups:
        by_outcome[group.outcome_was] -= group.sessions
        by_outcome[group.outcome] += group.sessions
        if group.block_was is not None and narrowed.shows(group.outcome_was):
            by_block[group.block_was] -= group.sessions
        if group.block is not None and narrowed.shows(group.outcome):
            by_block[group.block] += group.sessions
    total = by_block.total()
    page = _clamped(page, total)
    skipped = (page - 1) * PAGE_ROWS
    backwards = narrowed.filters.sort is Sort.NEWEST
    holding: list[int] = []
    before = left = 0
    for block in sorted(by_block, reverse=backwards):
        after = before + by_block[block]
        if after > skipped and before < skipped + PAGE_ROWS:
            left = left if holding else skipped - before
            holding.append(block)
        before = after
    if not total:
        return by_outcome, 0, 1, []
    first_block, after_block = min(holding), max(holding) + 1
    first, after = first_block * BLOCK_ROWS, after_block * BLOCK_ROWS

    def read(skipped: int, page_rows: int) -> list[tuple[Any, ...]]:
        cut: dict[str, object] = {"skipped": skipped, "page_rows": page_rows}
        if not narrowed.by_start:
            placed = {"first_place": first, "after_place": after}
            return narrowed.ask("sessions/numbers_by_place", **placed, **cut).tuples()
        started = {"first": max(first, narrowed.first), "after": min(after, narrowed.after)}
        newest = "sessions/numbers_newest" if backwards else "sessions/numbers_oldest"
        return narrowed.ask(newest, **started, **cut).tuples()

    if not any(_touches(narrowed, group, first_block, after_block) for group in groups):
        return by_outcome, total, page, [row[0] for row in read(left, PAGE_ROWS)]
    held = sum(by_block[block] for block in range(first_block, after_block))
    numbers = cut_page(narrowed, read, left, held, first_block, after_block)
    return by_outcome, total, page, numbers


def _touches(narrowed: Narrowed, group: Moved, first_block: int, after_block: int) -> bool:
    """Whether decisions change what is read of these blocks."""
    left = narrowed.shows(group.outcome_was) and _is_between(
        first_block, group.block_was, after_block
    )
    came = narrowed.shows(group.outcome) and _is_between(first_block, group.block, after_block)
    return left or came


def _is_between(first_block: int, block: int | None, after_block: int) -> bool:
    return block is not None and first_block <= block < after_block


def _count_blocks(narrowed: Narrowed) -> list[tuple[int | None, int | None, int]]:
    """Sessions by outcome (without the filters for it), by block, or by both of them."""
    size = {"block_rows": BLOCK_ROWS}
    if narrowed.bounded and not narrowed.by_start:
        return narrowed.ask("sessions/placed", **size).tuples()
    counted: list[tuple[int | None, int | None, int]] = []
    known = not narrowed.bounded and narrowed.filters.currency is None
    if known:
        held = narrowed.facts.choosing(narrowed.filters.store).outcomes
        counted += [(number, None, outcome.sessions) for number, outcome in held.items()]
    first, after = narrowed.first, narrowed.after
    first_block = -(-first // BLOCK_ROWS)
    after_block = BEYOND if after == BEYOND else after // BLOCK_ROWS
    if first_block > after_block:
        edges = [(first, after)]
    else:
        # Where the time range cuts a block, what it holds of it is counted one by one.
        edges = [(first, first_block * BLOCK_ROWS), (after_block * BLOCK_ROWS, after)]
    if first_block < after_block:
        counted += narrowed.ask(
            "sessions/rolled",
            first_block=first_block,
            after_block=after_block,
            with_outcomes=not known,
        ).tuples()
    for start, end in edges:
        if start < end:
            counted += narrowed.ask("sessions/edge", **size, first=start, after=end).tuples()
    return counted


def _total(narrowed: Narrowed, by_outcome: Mapping[int, int]) -> int:
    return sum(sessions for outcome, sessions in by_outcome.items() if narrowed.shows(outcome))


def _pages(total: int) -> int:
    return max(1, -(-total // PAGE_ROWS))


def _clamped(page: int, total: int) -> int:
    return min(page, _pages(total))


def _index(rows: list[SessionRow], session_no: int) -> int | None:
    return next((at for at, row in enumerate(rows) if row.session_no == session_no), None)


def rows_of(copy: Copy, scope: Scope, session_nos: Sequence[int]) -> list[SessionRow]:
    """The sessions of these numbers that are in the scope, in this order."""
    if not session_nos:
        return []
    rows = ask(copy, scope, "sessions/rows", session_nos=list(session_nos)).tuples()
    by_number = {row[0]: row for row in rows}
    return [_row(copy, by_number[number]) for number in session_nos if number in by_number]


def _row(copy: Copy, row: tuple[Any, ...]) -> SessionRow:
    times = (moment and moment.replace(tzinfo=UTC) for moment in row[13:])
    return SessionRow._make([*row[:13], *times, copy.decided.about(row[1], row[2])])
