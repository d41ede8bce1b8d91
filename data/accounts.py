"""The accounts of a build: every input row is taken, set aside or turned away, and why."""

from datetime import datetime

from data.check import Steps
from data.copy import SCHEMA_VERSION
from data.derive import lines_are_derived
from data.layout import SCHEMA
from data.read import RawInput
from data.report import Reason, Report
from data.source import CONTRACT, PARTS, Source
from data.statement import statement

_COLUMNS_NAMED = 20


def open_raw(steps: Steps, raw: RawInput) -> None:
    """Show all input files together, as ``raw``, to the source's SQL and to the accounts."""
    steps.run("no_files")
    nothing = steps.connection.table("no_files")
    (raw.texts or nothing).create_view("text_files")
    (raw.parquets or nothing).create_view("parquet_files")
    steps.run("raw")


def close(steps: Steps, raw: RawInput, given: Source, time_zone: str, timer: int) -> Report:
    """Count what became of every input row, once the copy is laid out."""
    steps.progress.step("closing the accounts")
    used = {str(row[0]) for row in steps.run("files_used")}
    left_out = _left_out(raw, given, used)
    if raw.faults is not None:
        raw.faults.create_view("faults", replace=False)
        steps.run("turned_away_faults", {"left_out": left_out})
    if given.kind != CONTRACT:
        steps.run("set_aside_unused", {"left_out": left_out})
    rows_in = sum(rows for name, rows in raw.rows.items() if name not in left_out)
    turned_away = min(steps.count("rows_turned_away"), rows_in)
    set_aside = min(steps.count("rows_set_aside"), rows_in - turned_away)
    sessions, lines, events = steps.run("totals")[0]
    return Report(
        copy=None,
        sessions=sessions,
        lines=lines,
        events=events,
        rows_in=rows_in,
        taken=rows_in - turned_away - set_aside,
        set_aside=set_aside,
        turned_away=turned_away,
        stores=[str(row[0]) for row in steps.run("stores")],
        found=[Reason(*row) for row in steps.run("reasons")],
        notes=_notes(steps, raw, given, left_out, time_zone, timer),
    )


def _left_out(raw: RawInput, given: Source, used: set[str]) -> list[str]:
    """The files of which the source takes nothing, as a whole: no rows of the input.

    Under the contract's names a file that cannot be read is left out too where others carry them.
    """
    if not used:
        return []
    if given.kind != CONTRACT:
        return sorted(name for name in raw.tables if raw.read[name] and name not in used)
    named = any(part in raw.groups for part in PARTS)
    return sorted(
        file.name
        for file in raw.files
        if file.name not in used
        and raw.rows[file.name]
        and (raw.read[file.name] or (named and file.group not in PARTS))
    )


def write_down(
    steps: Steps,
    report: Report,
    given: Source,
    origin: str,
    time_zone: str,
    timer: int,
    made_at: datetime,
) -> None:
    """Write the build, its reasons and every row it turned away into the copy."""
    for table in ("builds", "reasons", "rejects"):
        steps.connection.execute(statement(SCHEMA, table))
    steps.run(
        "builds_row",
        {
            "schema_version": SCHEMA_VERSION,
            "made_at": made_at,
            "source": origin,
            "kind": given.kind,
            "time_zone": time_zone,
            "rows_in": report.rows_in,
            "taken": report.taken,
            "set_aside": report.set_aside,
            "turned_away": report.turned_away,
            "has_lines": "lines" in given.parts or lines_are_derived(steps, given),
            "has_events": "events" in given.parts,
            "timer_minutes": None if "sessions" in given.parts else timer,
        },
    )
    for one in report.found:
        steps.run("reasons_row", {"outcome": one.outcome, "reason": one.reason, "rows": one.rows})
    if report.turned_away:
        steps.run("rejects_rows")


def _notes(
    steps: Steps, raw: RawInput, given: Source, left_out: list[str], time_zone: str, timer: int
) -> list[str]:
    notes = []
    if naive := steps.count("naive_times"):
        give = "1 row gives" if naive == 1 else f"{naive:,} rows give"
        notes.append(f"{give} a time without a zone, read as {time_zone}.")
    if "sessions" not in given.parts:
        notes.append(
            "Sessions follow from the events; the log records no timer, so it is taken to run"
            f" {timer} minutes after the last event."
        )
    for name in left_out:
        notes.append(f"{name} was left out: the source takes nothing from it.")
    for name, rows in raw.rows.items():
        if not rows:
            notes.append(f"{name} has no rows.")
    for part, relation in given.parts.items():
        known = {column.lower() for column in steps.connection.view(f"contract_{part}").columns}
        other = [column for column in relation.columns if column.lower() not in known]
        if other:
            named = ", ".join(other[:_COLUMNS_NAMED])
            if len(other) > _COLUMNS_NAMED:
                named += f" and {len(other) - _COLUMNS_NAMED:,} more"
            notes.append(f"Columns of {part} that the contract does not know: {named}.")
    return notes
