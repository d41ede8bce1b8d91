"""The fourth step of a build: what follows from what.

Sessions and lines follow from an event log, totals from lines, counts from events.
"""

from datetime import datetime

from data.check import Steps, check_part, check_sessions, map_part, prepare
from data.layout import SCHEMA
from data.read import SourceError
from data.source import Source
from data.statement import statement


def stage(steps: Steps, given: Source, made_at: datetime, timer_minutes: int) -> None:
    """Fill ``staged`` with the sessions, lines and events that can be used.

    An event log without sessions gets them, and its lines, from its events; its timer is then
    taken to run ``timer_minutes`` after the last event.

    Raises:
        SourceError: the source makes nothing of this input.
    """
    prepare(steps)
    for part in ("sessions", "lines", "events"):
        steps.run(f"contract_{part}")
    map_part(steps, given, "events")
    if "sessions" in given.parts:
        _stage_recorded(steps, given)
    else:
        _stage_event_log(steps, given, made_at, timer_minutes)
    if not steps.count("rows_given"):
        raise SourceError(f"The source {given.kind} finds no session, line or event in this input.")
    steps.progress.step("adding up")
    steps.run("usable_lines")
    steps.run("line_totals")
    steps.run("event_totals")
    steps.run("in_minor_units")
    steps.run("turned_away_minor_units")
    steps.connection.execute(statement(SCHEMA, "staged_sessions"))
    steps.run("staged_sessions_rows", {"lines_are_whole": lines_are_derived(steps, given)})
    steps.run("staged_lines")
    steps.run("staged_events")
    steps.run("staged_views")
    steps.run("set_aside_views")


def lines_are_derived(steps: Steps, given: Source) -> bool:
    """Whether the lines follow from the events, so that a session without any holds nothing."""
    if "lines" in given.parts or "sessions" in given.parts:
        return False
    return bool(steps.count("holding_events"))


def find_orphans(steps: Steps, given: Source) -> None:
    """Turn away the lines and events whose session does not exist.

    Events from which no session follows are set aside. The layout leaves all of these out; they are
    looked for only when it did.
    """
    if steps.count("left_out_lines"):
        steps.run("turned_away_orphan_lines")
    if steps.count("left_out_events"):
        if "sessions" not in given.parts:
            steps.run("set_aside_lookers")
        steps.run("turned_away_orphan_events", {"recorded": "sessions" in given.parts})


def _stage_recorded(steps: Steps, given: Source) -> None:
    map_part(steps, given, "sessions")
    map_part(steps, given, "lines")
    check_sessions(steps)
    check_part(steps, "lines", of_sessions=True)
    check_part(steps, "events", of_sessions=True)
    steps.run("defaults")
    steps.run("usable_sessions")
    steps.run("usable_events")


def _stage_event_log(steps: Steps, given: Source, made_at: datetime, timer_minutes: int) -> None:
    check_part(steps, "events")
    steps.run("defaults_alone")
    steps.run("usable_events")
    steps.run("timer", {"minutes": timer_minutes, "now": made_at})
    steps.progress.step("deriving sessions and lines from events")
    steps.run("derived_sessions")
    steps.run("mapped_sessions")
    check_sessions(steps)
    steps.run("usable_sessions")
    if "lines" in given.parts:
        map_part(steps, given, "lines")
    else:
        steps.run("derived_lines")
        steps.run("mapped_lines")
    check_part(steps, "lines", of_sessions=True)
