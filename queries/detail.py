"""All that the page of one session shows beside the session itself, asked in one go."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from data.copy import Copy
from queries.risk import Alike, Assessment, Innocence, assessment, innocence, most_alike
from queries.scope import Scope
from queries.session import Companies, Event, Line, Session, all_events, companies, lines


@dataclass(frozen=True)
class Judgement:
    """What speaks against a session, whom the same would have caught, and which are like it.

    ``innocence``: None when no reason speaks against it.
    """

    assessment: Assessment
    innocence: Innocence | None
    alike: Alike


@dataclass(frozen=True)
class Detail:
    """What a session holds, what happened in it, what goes with it and what speaks against it.

    ``events``: all of them in order; None when they are too many to be asked for at once.
    ``judgement``: None when the session is outside of the scope.
    """

    lines: list[Line]
    events: list[Event] | None
    companies: Companies
    judgement: Judgement | None


def detail(
    copy: Copy, scope: Scope, session: Session, *, most_events: int, most_others: int
) -> Detail:
    """Read a session's page: up to so many events, and so many other sessions of each kind by name.

    Most of what a question takes, DuckDB spends on one core, so they are asked side by side.
    """
    with ThreadPoolExecutor(2) as pool:
        holds = pool.submit(_holds, copy, scope, session, most_events, most_others)
        judgement = None
        of = assessment(copy, scope, session.session_no)
        if of is not None:
            alike = pool.submit(most_alike, copy, scope, of, most_others)
            judgement = Judgement(of, innocence(copy, scope, of), alike.result())
        return Detail(*holds.result(), judgement)


def _holds(
    copy: Copy, scope: Scope, session: Session, most_events: int, most_others: int
) -> tuple[list[Line], list[Event] | None, Companies]:
    return (
        lines(copy, scope, session),
        all_events(copy, scope, session, most_events),
        companies(copy, scope, session, most_others),
    )
