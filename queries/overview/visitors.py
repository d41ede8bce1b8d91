"""Who: session types, new and returning visitors, risk levels."""

from collections.abc import Iterable
from dataclasses import dataclass

from queries.overview.asked import Asked
from queries.overview.tally import Tally


@dataclass(frozen=True)
class Group:
    """Sessions that share a value; None is not recorded."""

    value: str | None
    tally: Tally


def session_types(asked: Asked) -> tuple[Group, ...]:
    """Sessions by session type, the most frequent first."""
    return _groups(
        (row["value"], Tally.of(row)) for row in asked.breakdowns.get("session_type", ())
    )


def new_and_returning(asked: Asked) -> tuple[Group, ...]:
    """Sessions of new and of returning visitors ("new", "returning"), the most frequent first.

    Returning: an earlier session of the same visitor in the same store is in the copy.
    """
    words = {"true": "returning", "false": "new"}
    return _groups(
        (words.get(row["value"]), Tally.of(row)) for row in asked.breakdowns.get("came_before", ())
    )


def risk_mix(asked: Asked) -> tuple[Group, ...]:
    """Sessions by risk level, the most frequent first."""
    return _groups((row["value"], Tally.of(row)) for row in asked.breakdowns.get("risk", ()))


def _groups(found: Iterable[tuple[str | None, Tally]]) -> tuple[Group, ...]:
    groups = (Group(value, tally) for value, tally in found)
    return tuple(sorted(groups, key=lambda each: (-each.tally.sessions, each.value or "~")))
