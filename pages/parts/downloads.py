"""All the sessions that the filters show, as a file."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from data.copy import Copy
from queries.downloads import write_csv, write_parquet
from queries.filters import SessionFilters
from queries.scope import Scope

_Write = Callable[[Copy, Scope, SessionFilters, datetime, Path], int]

_NOT_PLAIN = re.compile("[^a-z0-9]+")
_LONGEST_NAME = 80


def draw_downloads(
    copy: Copy, scope: Scope, filters: SessionFilters, made_at: datetime, at: datetime, total: int
) -> None:
    """Draw a button for each kind of file; the file is made when its button is pressed."""
    name = file_name(filters, made_at)
    sessions = "1 session" if total == 1 else f"{total:,} sessions"
    for label, ending, mime, write in (
        ("CSV", "csv", "text/csv", write_csv),
        ("Parquet", "parquet", "application/vnd.apache.parquet", write_parquet),
    ):
        st.download_button(
            f"Download {label}",
            partial(_file, write, copy, scope, filters, at),
            file_name=f"{name}.{ending}",
            mime=mime,
            key=f"download_{ending}",
            help=f"All {sessions} shown here, not this page alone." if total > 1 else None,
            on_click="ignore",
        )


def file_name(filters: SessionFilters, made_at: datetime) -> str:
    """What a file of these filters is called, without its ending: what it holds, as of when."""
    said = [filters.store, filters.status, filters.risk, filters.currency, filters.search]
    if filters.time_range.length is not None:
        said.append(filters.time_range.value)
    elif filters.since is not None or filters.until is not None:
        # The last day is the one that ends when the time does.
        last = filters.until and filters.until - timedelta(microseconds=1)
        said += [f"{day:%Y%m%d}" for day in (filters.since, last) if day is not None]
    words = ["sessions", *(part for part in said if part)]
    name = "-".join(filter(None, (_NOT_PLAIN.sub("-", word.lower()).strip("-") for word in words)))
    return f"{name[:_LONGEST_NAME].rstrip('-')}-{made_at:%Y%m%dT%H%MZ}"


def _file(write: _Write, copy: Copy, scope: Scope, filters: SessionFilters, at: datetime) -> bytes:
    with TemporaryDirectory(prefix="sessions-") as folder:
        target = Path(folder) / "sessions"
        write(copy, scope, filters, at, target)
        return target.read_bytes()
