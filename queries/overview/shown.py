"""What the filters show, by status and risk level, as the overview's statements are told it."""

from collections.abc import Sequence

from data.terms import Status
from queries.narrowing import Narrowed


def converted_shown(narrowed: Narrowed) -> list[int]:
    """The outcomes of converted sessions that the filters show."""
    return [
        number
        for number, pair in narrowed.copy.overlay.pairs.items()
        if pair.status == Status.CONVERTED and narrowed.shows(number)
    ]


def shown(narrowed: Narrowed) -> dict[str, object]:
    """The statuses and risk levels that the filters show, as the roll-ups tell them apart."""
    statuses = {status for status, _ in _pairs(narrowed)}
    return {
        "all_risks": _shows_all_risks(narrowed),
        "risks": shown_risks(narrowed),
        "shows_open": Status.ACTIVE in statuses,
        "shows_converted": Status.CONVERTED in statuses,
        "shows_expired": Status.EXPIRED in statuses,
        "shows_cancelled": Status.CANCELLED in statuses,
        "shows_others": bool(statuses - {*Status}),
    }


def shown_risks(narrowed: Narrowed) -> list[str]:
    """The risk levels that the filters show."""
    return sorted({risk for _, risk in _pairs(narrowed)})


def shows_whole(narrowed: Narrowed) -> bool:
    """Whether the filters tell neither risk levels nor machines apart."""
    return _shows_all_risks(narrowed) and not narrowed.filters.without_machines


def shown_parts(narrowed: Narrowed) -> tuple[float, float, float]:
    """What part the filters show of all sessions, of the converted and of the expired ones.

    Judged by all of the time, and by the levels that the copy has.
    """
    pairs = narrowed.facts.outcomes.values()

    def part(*statuses: str) -> float:
        among = [pair for pair in pairs if not statuses or pair.status in statuses]
        seen = sum(pair.sessions for pair in among if narrowed.shows(pair.outcome))
        return seen / max(sum(pair.sessions for pair in among), 1)

    return part(), part(Status.CONVERTED), part(Status.EXPIRED)


def shows_all_others(narrowed: Narrowed) -> bool:
    """Whether the filters tell none of the statuses that no term names from another."""
    others = {pair.status for pair in narrowed.copy.overlay.pairs.values()} - {*Status}
    return len(others & {status for status, _ in _pairs(narrowed)}) in (0, len(others))


def _shows_all_risks(narrowed: Narrowed) -> bool:
    """Whether the filters show all risk levels of the statuses that they show."""
    statuses = {status for status, _ in _pairs(narrowed)}
    pairs = narrowed.copy.overlay.pairs.items()
    return all(narrowed.shows(number) for number, pair in pairs if pair.status in statuses)


def _pairs(narrowed: Narrowed) -> Sequence[tuple[str | None, str]]:
    """The pairs of status and risk level that the filters show."""
    pairs = narrowed.copy.overlay.pairs.items()
    return [(pair.status, pair.risk) for number, pair in pairs if narrowed.shows(number)]
