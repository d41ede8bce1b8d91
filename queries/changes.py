"""What differs between two copies."""

from dataclasses import dataclass
from datetime import date

from data.copy import Copy
from queries.run import ask
from queries.scope import Scope

# Beyond this many sessions on days that differ, counting them one by one takes seconds.
MOST_COMPARED = 500_000


@dataclass(frozen=True)
class Changes:
    """How the sessions of a scope differ from one copy to the next.

    ``before``, ``after``: sessions in each. ``new``, ``gone``: sessions in only one of them.
    ``changed_status``: sessions in both, with another status. The last three are None when so
    much differs that the sessions were not compared one by one.
    """

    before: int
    after: int
    new: int | None
    gone: int | None
    changed_status: int | None


def changes(before: Copy, after: Copy, scope: Scope) -> Changes:
    """Compare two copies: by day first, then one by one the sessions of the days that differ."""
    days_before, days_after = _days(before, scope), _days(after, scope)
    total_before = sum(sessions for sessions, _ in days_before.values())
    total_after = sum(sessions for sessions, _ in days_after.values())
    differing = sorted(
        day
        for day in days_before.keys() | days_after.keys()
        if days_before.get(day) != days_after.get(day)
    )
    to_compare = sum(
        days.get(day, (0, 0))[0] for days in (days_before, days_after) for day in differing
    )
    if to_compare > MOST_COMPARED:
        return Changes(total_before, total_after, None, None, None)
    statuses_before = _statuses(before, scope, differing)
    statuses_after = _statuses(after, scope, differing)
    in_both = statuses_before.keys() & statuses_after.keys()
    return Changes(
        before=total_before,
        after=total_after,
        new=len(statuses_after) - len(in_both),
        gone=len(statuses_before) - len(in_both),
        changed_status=sum(
            statuses_before[session] != statuses_after[session] for session in in_both
        ),
    )


def _days(copy: Copy, scope: Scope) -> dict[date, tuple[int, int]]:
    rows = ask(copy, scope, "changes/days").tuples()
    return {day: (sessions, fingerprint) for day, sessions, fingerprint in rows}


def _statuses(copy: Copy, scope: Scope, days: list[date]) -> dict[int, str | None]:
    if not days:
        return {}
    return dict(ask(copy, scope, "changes/sessions", days=days).tuples())
