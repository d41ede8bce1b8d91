"""The contract's own files in every format and arrangement, and what is said when they are none."""

import gzip
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.build import build
from data.read import SourceError
from tests.data.conftest import Build, Built, Files, Z, write

Row = dict[str, Any]
T = datetime(2026, 11, 1, 10, tzinfo=UTC)
SESSIONS: list[Row] = [
    {"cart_token": "a", "started_at": T, "currency": "EUR", "cart_value": Decimal("8.00")},
    {"cart_token": "b", "started_at": T, "currency": None, "cart_value": None},
]
LINES: list[Row] = [
    {"cart_token": "a", "product": 'Tea; green, "fine"', "quantity": 2, "unit_price": Decimal(4)},
    {"cart_token": "b", "product": "Žlutý\nčaj", "quantity": 1, "unit_price": None},
]
EVENTS: list[Row] = [
    {"cart_token": "a", "at": T, "kind": "created", "detail": None},
    {"cart_token": "b", "at": T, "kind": "renewed", "detail": "1/20"},
]
PARTS = {"sessions": SESSIONS, "lines": LINES, "events": EVENTS}


def said(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, datetime) else str(value)


def delimited(rows: list[Row], mark: str = ",", end: str = "\n") -> str:
    def cell(value: Any) -> str:
        return '"' + said(value).replace('"', '""') + '"'

    lines = [list(rows[0]), *([cell(value) for value in row.values()] for row in rows)]
    return end.join(mark.join(cells) for cells in lines) + end


def objects(rows: list[Row]) -> list[Row]:
    def plain(value: Any) -> Any:
        return value if value is None or isinstance(value, int) else said(value)

    return [{name: plain(value) for name, value in row.items()} for row in rows]


def parquet(rows: list[Row]) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), buffer)
    return buffer.getvalue()


def each(suffix: str, written: Callable[[list[Row]], str | bytes]) -> dict[str, str | bytes]:
    return {f"{part}{suffix}": written(rows) for part, rows in PARTS.items()}


ARRANGEMENTS: dict[str, Files] = {
    "CSV and TSV": {
        "sessions.csv": delimited(SESSIONS),
        "lines.tsv": delimited(LINES, "\t", "\r\n"),
        "events.csv": delimited(EVENTS, ";"),
    },
    "JSON": {
        "Sessions.json": json.dumps({"sessions": objects(SESSIONS)}),
        "lines.ndjson": "\n".join(map(json.dumps, objects(LINES))),
        "events.jsonl": "\n".join(map(json.dumps, objects(EVENTS))),
    },
    "Parquet": each(".parquet", parquet),
    "gzipped, in parts": {
        "sessions/part-0.csv.gz": gzip.compress(delimited(SESSIONS[:1]).encode()),
        "sessions/part-1.csv.gz": gzip.compress(delimited(SESSIONS[1:]).encode()),
        "lines/part-0.parquet": parquet(LINES),
        "events-0.json.gz": gzip.compress(json.dumps(objects(EVENTS)[0]).encode()),
        "events_1.json": json.dumps(objects(EVENTS)[1:], indent=2),
    },
}


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
def test_the_same_rows_give_the_same_copy_in_every_format(built: Build, arrangement: str) -> None:
    copy = built(ARRANGEMENTS[arrangement])
    assert copy.rows(
        "select cart_token, started_at, currency, cart_value, item_count from sessions order by 1"
    ) == [
        ("a", T.replace(tzinfo=None), "EUR", Decimal(8), 2),
        ("b", T.replace(tzinfo=None), None, None, 1),
    ]
    assert copy.rows("select product, quantity, unit_price from lines order by session_no") == [
        ('Tea; green, "fine"', 2, Decimal(4)),
        ("Žlutý\nčaj", 1, None),
    ]
    assert copy.rows("select kind, detail from events order by session_no") == [
        ("created", None),
        ("renewed", "1/20"),
    ]
    assert (copy.report.rows_in, copy.report.taken) == (6, 6)
    assert copy.report.notes == []


def test_a_lone_file_of_sessions_needs_no_name(built: Build) -> None:
    extra = {f"c{number}": "x" for number in range(30)}
    rows = [row | extra for row in SESSIONS]
    copy = built({"export 2026.csv": delimited(rows), "other.csv": "x"}, within="export 2026.csv")
    assert copy.row("select source, has_lines, has_events from builds") == (
        "export 2026.csv", False, False,
    )  # fmt: skip
    assert copy.row("select item_count from sessions where cart_token = 'a'") == (None,)
    (note,) = copy.report.notes
    assert note.startswith("Columns of sessions that the contract does not know: c0, c1,")
    assert note.endswith(" c19 and 10 more.")


def test_sessions_and_lines_without_events_have_no_timeline(built: Build) -> None:
    copy = built({"sessions.csv": delimited(SESSIONS), "lines.csv": delimited(LINES),
                  "events.csv": "cart_token,at,kind\n"})  # fmt: skip
    assert copy.row("select has_lines, has_events from builds") == (True, False)
    assert copy.row(
        "select cart_updates, last_activity_at from sessions where cart_token = 'a'"
    ) == (None, None)
    assert copy.report.notes == ["events.csv has no rows."]


def test_files_beside_the_contracts_own_are_left_out_and_named(built: Build) -> None:
    copy = built(
        {
            "sessions.csv": delimited(SESSIONS),
            "README.txt": "Exported on Monday.\nBy hand.\n",
            "package.json": '{"name": "x"}',
            "broken.json": "{",
            "empty.csv": "",
            "letter.pdf": "%PDF",
        },
        max_rejects=0.0,
    )
    assert (copy.report.rows_in, copy.report.taken) == (2, 2)
    assert copy.report.notes == [
        f"{name} was left out: the source takes nothing from it."
        for name in ("README.txt", "broken.json", "empty.csv", "package.json")
    ]


def test_a_file_of_the_contract_that_cannot_be_read_is_turned_away_and_the_rest_is_taken(
    built: Build,
) -> None:
    copy = built({"sessions.csv": delimited(SESSIONS), "lines.csv": "", "events.parquet": b"PAR1"})
    assert copy.reasons("turned away") == {"the file is empty": 1, "not a whole Parquet file": 1}
    assert "lines.csv:1: the file is empty" in copy.examples("turned away")
    assert copy.report.sessions == 2


@pytest.mark.parametrize(
    "damaged",
    [b"\xff\xff\xff\x7fneedle", b"\x06\x00\x00\x00n\xffedle"],
    ids=["length", "not UTF-8"],
)
def test_a_parquet_file_that_is_damaged_inside_is_refused_with_the_place(
    tmp_path: Path, damaged: bytes
) -> None:
    buffer = io.BytesIO()
    table = pa.table({"cart_token": ["a", "b", "c", "needle"], "started_at": [T] * 4})
    pq.write_table(table, buffer, row_group_size=2, use_dictionary=False, compression="none")
    content = buffer.getvalue()
    assert content.count(b"\x06\x00\x00\x00needle") == 1
    content = content.replace(b"\x06\x00\x00\x00needle", damaged, 1)
    folder = write(tmp_path / "input", {"sessions.parquet": content})
    with pytest.raises(SourceError) as caught:
        build(str(folder), tmp_path / "home")
    assert str(caught.value) == (
        "sessions.parquet: the column cart_token is damaged, or not UTF-8, somewhere in rows 3 to"
        " 4; make the file again."
    )


HEAD = "cart_token,started_at\n"
OWN = "Say what the input is with --as: otto, rees46, shopify, or your own .sql file."


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"sessions.csv": "cart_token,x\na,1\n"}, f"The sessions have no column started_at. {OWN}"),
        (
            {"sessions.csv": f"token,started_at\na,{Z}\n"},
            f"The sessions have no column cart_token. {OWN}",
        ),
        ({"events.csv": f"cart_token,at\na,{Z}\n"}, f"The events have no column kind. {OWN}"),
        (
            {"sessions.csv": f"cart_token,started_at\na,{Z}\n", "lines.csv": "token\na\n"},
            f"The lines have no column cart_token. {OWN}",
        ),
        (
            {"customers.csv": "id,name\n1,x\n"},
            "There are no sessions and no events with the columns cart_token and started_at, or"
            f" cart_token, at and kind. {OWN}",
        ),
        (
            {"oct.csv": "event_time,event_type,user_session\n1,2,3\n"},
            "There are no sessions and no events with the columns cart_token and started_at, or"
            " cart_token, at and kind. It looks like an event log: try --as rees46.",
        ),
        (
            {"x.csv": HEAD + f"a,{Z}\n", "y.csv": HEAD + f"a,{Z}\n"},
            "x and y both look like sessions; give one of them that name.",
        ),
        (
            {"sessions.csv": HEAD, "events.csv": f"cart_token,at,kind\na,{Z},created\n"},
            "sessions.csv: no rows, so there is nothing to build.",
        ),
        (
            {"sessions.csv": b"cart_token,started_at\ncaf\xe9,1\n", "lines.csv": "cart_token\na\n"},
            "No session could be read: sessions.csv:2: not UTF-8; save the file as UTF-8.",
        ),
    ],
)
def test_an_input_that_is_not_the_contracts_is_refused_in_a_sentence(
    tmp_path: Path, files: Files, sentence: str
) -> None:
    folder = write(tmp_path / "input", files)
    with pytest.raises(SourceError) as caught:
        build(str(folder), tmp_path / "home")
    assert str(caught.value) == sentence


@pytest.fixture(scope="module")
def log(built_once: Build) -> Built:
    """A copy of events alone."""
    return built_once(
        {
            "log.csv": "cart_token,at,kind,product_id,variant,quantity,unit_price,currency,ip,"
            "visitor_id,user_agent,country\n"
            "bought,2026-11-01T10:00:00Z,viewed,p1,,,,,,,,\n"
            "bought,2026-11-01T10:05:00Z,item_added,p1,red,2,4.00,EUR,203.0.113.7,v1,"
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148,CZ\n"
            "bought,2026-11-01T10:06:00Z,item_added,p1,blue,1,5.00,EUR,,v1,,\n"
            "bought,2026-11-01T10:07:00Z,item_removed,p1,red,1,4.00,EUR,,v1,,\n"
            "bought,2026-11-01T10:09:00Z,converted,p1,red,1,4.00,EUR,,v1,,\n"
            "emptied,2026-11-01T10:00:00Z,item_removed,p1,,5,,,,,,\n"
            "emptied,2026-11-01T10:01:00Z,item_added,p1,,1,,,,,,\n"
            "emptied,2026-11-01T10:02:00Z,item_removed,p1,,7,,,,,,\n"
            "set,2026-11-01T10:00:00Z,item_added,p2,,5,,,,,,\n"
            "set,2026-11-01T10:01:00Z,item_updated,p2,,3,,,,,,\n"
            "set,2026-11-01T10:02:00Z,item_added,p2,,,,,,,,\n"
            "open,2026-11-23T11:45:00Z,item_added,p2,,1,,,,,,\n"
            "ran out,2026-11-01T10:00:00Z,item_added,p2,,1,,,,,,\n"
            "ran out,2026-11-01T10:20:00Z,expired,,,,,,,,,\n"
            "called off,2026-11-01T10:00:00Z,item_added,p2,,1,,,,,,\n"
            "called off,2026-11-01T10:20:00Z,cancelled,,,,,,,,,\n"
            "looked,2026-11-01T10:00:00Z,viewed,p1,,,,,,,,\n"
            "cut off,2026-11-01T09:00:00Z,viewed,p1,,,,,,,,\n"
            "cut off,2026-11-01T09:30:00Z,searched,,,,,,,,,\n"
            "cut off,2026-11-01T10:00:00Z,item_removed,p1,,1,,,,,,\n"
            "cut off,2026-11-01T10:10:00Z,item_added,p2,,1,,,,,,\n"
            "bought whole,2026-11-01T10:00:00Z,converted,p3,,4,2.50,,,,,\n",
        }
    )


@pytest.mark.parametrize(
    ("token", "status", "ended_at", "expires_at"),
    [
        ("bought", "Converted", datetime(2026, 11, 1, 10, 9), None),
        ("emptied", "Expired", datetime(2026, 11, 1, 10, 32), datetime(2026, 11, 1, 10, 32)),
        ("open", "Active", None, datetime(2026, 11, 23, 12, 15)),
        ("ran out", "Expired", datetime(2026, 11, 1, 10, 20), datetime(2026, 11, 1, 10, 20)),
        ("called off", "Cancelled", datetime(2026, 11, 1, 10, 20), None),
        ("bought whole", "Converted", datetime(2026, 11, 1, 10), None),
    ],
)
def test_how_a_session_ended_follows_from_its_events(
    log: Built, token: str, status: str, ended_at: datetime | None, expires_at: datetime | None
) -> None:
    assert log.row(
        f"select status, ended_at, expires_at from sessions where cart_token = '{token}'"
    ) == (status, ended_at, expires_at)


@pytest.mark.parametrize(
    ("token", "started_at"),
    [
        ("bought", datetime(2026, 11, 1, 10, 5)),
        ("bought whole", datetime(2026, 11, 1, 10)),
        ("cut off", datetime(2026, 11, 1, 10)),
    ],
    ids=["after a view", "with nothing before", "by what shows an earlier reservation"],
)
def test_a_session_begins_with_what_was_first_reserved_not_with_what_was_looked_at(
    log: Built, token: str, started_at: datetime
) -> None:
    assert log.row(f"select started_at from sessions where cart_token = '{token}'") == (started_at,)


@pytest.mark.parametrize(
    ("token", "lines"),
    [
        ("bought", [("p1", "blue", 1, Decimal(5)), ("p1", "red", 1, Decimal(4))]),
        ("emptied", []),
        ("set", [("p2", None, 4, None)]),
        ("bought whole", [("p3", None, 4, Decimal("2.5"))]),
    ],
)
def test_what_a_cart_holds_follows_from_its_events_and_is_never_negative(
    log: Built, token: str, lines: list[tuple[Any, ...]]
) -> None:
    assert (
        log.rows(
            "select product_id, variant, quantity, unit_price from lines join sessions"
            f" using (session_no) where cart_token = '{token}' order by variant"
        )
        == lines
    )


@pytest.mark.parametrize(
    ("token", "items", "value", "updates"),
    [
        ("bought", 2, Decimal(9), 3),
        ("emptied", 0, Decimal(0), 3),
        ("set", 4, None, 3),
        ("bought whole", 4, Decimal(10), 0),
    ],
)
def test_totals_follow_from_the_events(
    log: Built, token: str, items: int, value: Decimal | None, updates: int
) -> None:
    assert log.row(
        "select item_count, cart_value, cart_updates, renewals, manual_extends from sessions"
        f" where cart_token = '{token}'"
    ) == (items, value, updates, None, None)


def test_who_the_shopper_was_follows_from_the_events(log: Built) -> None:
    assert log.row(
        "select visitor_id, ip, country, currency, session_type, risk_recorded from sessions"
        " where cart_token = 'bought'"
    ) == ("v1", "203.0.113.7", "CZ", "EUR", "mobile", False)


def test_what_the_system_does_is_no_activity_of_the_shopper(log: Built) -> None:
    assert log.row("select last_activity_at from sessions where cart_token = 'ran out'") == (
        datetime(2026, 11, 1, 10),
    )


def test_whoever_only_looked_is_set_aside_and_views_are_no_events(log: Built) -> None:
    assert log.reasons("set aside") == {
        "only looked: put nothing into a cart, took nothing out and bought nothing": 1,
        "a view of a product, which holds no stock": 2,
    }
    assert (log.report.rows_in, log.report.taken, log.report.set_aside) == (22, 19, 3)
    assert log.row("select count(*) from events where kind = 'viewed'") == (0,)


def test_views_are_counted_for_the_signal_of_whoever_reserved_without_one(log: Built) -> None:
    assert log.rows(
        "select cart_token, no_views from signals join sessions using (session_no)"
        " where cart_token in ('bought', 'set') order by 1"
    ) == [("bought", 0), ("set", 1)]


def test_a_derived_session_says_from_which_row_it_is(log: Built) -> None:
    assert log.row("select source_file, source_line from sessions where cart_token = 'bought'") == (
        "log.csv",
        3,
    )


def test_that_sessions_are_derived_is_said(log: Built) -> None:
    assert log.report.notes == [
        "Sessions follow from the events; the log records no timer, so it is taken to run 30"
        " minutes after the last event."
    ]
    assert log.row("select has_lines, has_events, timer_minutes from builds") == (True, True, 30)


def test_a_timer_that_the_source_tells_of_is_not_taken_to_be_so(built: Build) -> None:
    copy = built({"sessions.csv": f"cart_token,started_at\na,{Z}\n"})
    assert copy.row("select timer_minutes from builds") == (None,)


def test_a_log_that_records_no_products_leaves_carts_unknown_not_empty(built: Build) -> None:
    copy = built(
        {"events.csv": f"cart_token,at,kind\na,{Z},created\na,2026-11-01T10:30:00Z,renewed\n"}
    )
    assert copy.row(
        "select item_count, cart_value, cart_updates, renewals, manual_extends from sessions"
    ) == (None, None, None, 1, None)
    assert copy.row("select has_lines from builds") == (False,)


def test_events_and_lines_without_sessions_keep_the_lines(built: Build) -> None:
    copy = built({
        "events.csv": f"cart_token,at,kind,product_id\na,{Z},item_added,p1\n",
        "lines.csv": "cart_token,product_id,quantity\na,p9,3\n",
    })  # fmt: skip
    assert copy.row("select product_id, quantity from lines") == ("p9", 3)
    assert copy.row("select item_count from sessions") == (3,)
