"""What the current copy is made of."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from data.copy import CopyError, current_path
from data.report import counted, visible
from data.statement import statement

STEPS = Path(__file__).resolve().parent / "steps"


@dataclass(frozen=True)
class CopyInfo:
    """The current copy: its file, its build and what it holds. ``made_at`` is UTC."""

    copy: str
    schema_version: int
    made_at: datetime
    source: str
    kind: str
    rows_in: int
    taken: int
    set_aside: int
    turned_away: int
    sessions: int
    lines: int
    events: int
    stores: list[str]
    reasons: dict[str, int]

    def as_json(self) -> str:
        """The same as one JSON object."""
        return json.dumps(asdict(self) | {"made_at": f"{self.made_at:%Y-%m-%dT%H:%M:%SZ}"})

    def as_text(self) -> str:
        """The same for a person."""
        lines = [
            self.copy,
            f"made {self.made_at:%Y-%m-%d %H:%M} UTC from {self.source} ({self.kind})",
            f"{counted(self.rows_in, 'row')} in: {self.taken:,} taken,"
            f" {self.set_aside:,} set aside, {self.turned_away:,} turned away",
            f"{counted(self.sessions, 'session')}, {counted(self.lines, 'cart line')},"
            f" {counted(self.events, 'event')}",
            f"stores: {', '.join(self.stores) or 'none'}",
        ]
        lines += [f"  {rows:>9,}  {reason}" for reason, rows in self.reasons.items()]
        return "\n".join(visible(line) for line in lines)


def read_info(home: Path) -> CopyInfo:
    """What the copy that the pointer names is made of.

    Raises:
        NoCopy: nothing was published in this folder.
        CopyError: the file cannot be read.
    """
    path = current_path(home)
    try:
        with duckdb.connect() as connection:
            connection.execute("attach $path as copy (read_only)", {"path": str(path)})
            (built,) = _rows(connection, "info_build")
            (held,) = _rows(connection, "totals")
            stores = [row["store"] for row in _rows(connection, "stores")]
            reasons = {row["reason"]: row["rows"] for row in _rows(connection, "info_reasons")}
    except (duckdb.Error, ValueError) as error:
        raise CopyError(f"The copy {path.name} cannot be read; build it again.") from error
    return CopyInfo(copy=str(path), stores=stores, reasons=reasons, **built, **held)


def _rows(connection: duckdb.DuckDBPyConnection, step: str) -> list[dict[str, Any]]:
    asked = connection.execute(statement(STEPS, step))
    columns = [column[0] for column in asked.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in asked.fetchall()]
