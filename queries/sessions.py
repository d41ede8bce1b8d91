"""The list of sessions: a page of it, its counts, its neighbours, and all of it as a file."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from data.copy import Copy
from data.terms import NOT_RECORDED, Risk, Status
from queries.facts import Facts, copy_facts
from queries.filters import SessionFilters
from queries.run import ask
from queries.scope import Scope

PAGE_ROWS = 50


class SessionRow(NamedTuple):
    """One session as the list shows it. Times are UTC; None is not recorded."""

    session_no: int
    store: str
    cart_token: str
    session_type: str | None
    country: str | None
    item_count: int | None
    cart_value: Decimal | None
    currency: str | None
    status: str | None
    risk: str | None
    started_at: datetime
    expires_at: datetime | None
    last_activity_at: datetime | None


@dataclass(frozen=True)
class ListPage:
    """One page of the list, and the counts around it.

    ``facts`` are those of the copy in the viewer's scope, all stores of it.
    ``filters`` are those that were answered: without values that the copy doesn't hold, with the
    currency that was chosen, and with the page that is shown, the last one when there are fewer.
    ``total`` counts the sessions that they show, ``whole`` those of the scope and chosen store.
    ``status_counts`` say for each status how many sessions choosing it would show, all other
    filters staying as they are; ``any_status`` how many without a choice. The same for risk.
    A session without a status or risk is counted as ``NOT_RECORDED``.
    """

    facts: Facts
    filters: SessionFilters
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
    """A session beside another one in a list."""

    store: str
    cart_token: str


@dataclass(frozen=True)
class Place:
    """Where a session stands in a list: the sessions beside it, "12 of 115"."""

    previous: Neighbour | None
    next: Neighbour | None
    position: int
    total: int


def list_page(copy: Copy, scope: Scope, filters: SessionFilters, now: datetime) -> ListPage:
    """One page of the list with its counts; ``now`` is what a range such as 24 hours ends at."""
    facts = copy_facts(copy, scope)
    filters = filters.fitted(facts)
    narrowed = filters.scope(scope)
    wanted = _parameters(filters, facts, now)
    without = {name: wanted[name] for name in wanted if name not in ("status", "risk")}
    counts = ask(copy, narrowed, "sessions/counts", **without).tuples()
    by_status: Counter[str] = Counter(dict.fromkeys([*Status, *facts.statuses], 0))
    by_risk: Counter[str] = Counter(dict.fromkeys([*Risk, *facts.risks], 0))
    total = 0
    for status, risk, sessions in counts:
        fits_status = filters.status in (None, status)
        fits_risk = filters.risk in (None, risk)
        if fits_risk:
            by_status[status] += sessions
        if fits_status:
            by_risk[risk] += sessions
        if fits_status and fits_risk:
            total += sessions
    pages = max(1, -(-total // PAGE_ROWS))
    filters = filters.at_page(min(filters.page, pages))
    rows = ask(
        copy,
        narrowed,
        "sessions/page",
        **wanted,
        sort=filters.sort.value,
        skipped=(filters.page - 1) * PAGE_ROWS,
    ).tuples()
    return ListPage(
        facts=facts,
        filters=filters,
        rows=[_row(row) for row in rows],
        pages=pages,
        total=total,
        whole=facts.choosing(filters.store).sessions,
        status_counts=dict(by_status),
        any_status=by_status.total(),
        risk_counts=dict(by_risk),
        any_risk=by_risk.total(),
    )


def neighbours(
    copy: Copy, scope: Scope, filters: SessionFilters, now: datetime, session_no: int
) -> Place | None:
    """Where a session stands in the list of these filters; None when they don't show it."""
    raise NotImplementedError


def write_csv(
    copy: Copy, scope: Scope, filters: SessionFilters, now: datetime, target: Path
) -> int:
    """Write all sessions that the filters show as CSV; returns how many."""
    raise NotImplementedError


def write_parquet(
    copy: Copy, scope: Scope, filters: SessionFilters, now: datetime, target: Path
) -> int:
    """Write all sessions that the filters show as Parquet; returns how many."""
    raise NotImplementedError


def _parameters(filters: SessionFilters, facts: Facts, now: datetime) -> dict[str, object]:
    search = filters.meaning(facts)
    since, until = filters.bounds(now)
    ranges = () if search is None else search.ranges
    begins, finishes = (search and search.ends) or (None, None)
    parameters: dict[str, object] = {
        "status": filters.status,
        "risk": filters.risk,
        "currency": filters.currency,
        "since": None if since is None else since.replace(tzinfo=None),
        "until": None if until is None else until.replace(tzinfo=None),
        "not_recorded": NOT_RECORDED,
        "searching": search is not None,
        "part": search and search.part,
        "begins": begins,
        "finishes": finishes,
        "countries": list(search.countries) if search else [],
    }
    for place in range(3):
        first, last = ranges[place] if place < len(ranges) else (None, None)
        parameters[f"from_{place + 1}"] = first
        parameters[f"to_{place + 1}"] = last
    return parameters


def _row(row: tuple[Any, ...]) -> SessionRow:
    times = (moment and moment.replace(tzinfo=UTC) for moment in row[10:])
    return SessionRow._make([*row[:10], *times])
