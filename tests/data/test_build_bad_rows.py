"""Every kind of bad field: what is kept, what is understood, what is turned away, and what is said.

All of them go through one build, a row each; every test looks at its own row.
"""

import csv
import io
import json
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.data.conftest import Build, Built, Z

T = datetime(2026, 11, 1, 10)
Row = dict[str, str]

# A field of a session, and what becomes of it in the copy.
TAKEN: list[tuple[str, str, Any]] = [
    ("status", "active", "Active"),
    ("status", " CONVERTED ", "Converted"),
    ("risk", "review", "Review"),
    ("session_type", "Mobile", "mobile"),
    ("currency", "usd", "USD"),
    ("currency", "HRK", "HRK"),
    ("currency", "", None),
    ("country", "cz", "CZ"),
    ("country", "CZE", "CZ"),
    ("country", "NA", "NA"),
    ("country", "RSA", "ZA"),
    ("country", "NULL", None),
    ("ip", "203.0.113.7", "203.0.113.7"),
    ("ip", "2001:0DB8:0:0::1", "2001:db8::1"),
    ("ip", "::ffff:203.0.113.7", "203.0.113.7"),
    ("ip", "[2001:db8::1]", "2001:db8::1"),
    ("ip", "-", None),
    ("cart_token", "17850.0", "17850"),
    ("cart_token", "NULL", "NULL"),
    ("cart_token", "\ufeff tok\u00a0", "tok"),
    ("visitor_id", "17850.0", "17850"),
    ("visitor_id", "None", None),
    ("order_id", "1.5", "1.5"),
    ("item_count", "2.0", 2),
    ("item_count", "0", 0),
    ("item_count", "nan", None),
    ("item_count", "1e2", 100),
    ("cart_value", "10.5", Decimal("10.5000")),
    ("cart_value", "0", Decimal("0.0000")),
    ("cart_value", "10.950000000000001", Decimal("10.9500")),
    ("started_at", "2026-11-01T10:00:00.123456Z", datetime(2026, 11, 1, 10, 0, 0, 123456)),
    ("started_at", "2026-11-01 12:00:00+02", T),
    ("started_at", "2026-11-01T05:00:00-05:00", T),
    ("started_at", "2026-11-01 11:00:00 Europe/Prague", T),
    ("started_at", "2026-11-01 10:00:00 UTC", T),
    ("started_at", "2026-11-01T10:00Z", T),
    ("started_at", "2026-11-02T00:00:00+14:00", T),
    ("started_at", "2026-11-01T24:00:00+14:00", T),
    ("ended_at", "2026-11-01T10:00:00Z", T),
    ("user_agent", "  curl/8\t", "curl/8"),
]

# What was taken with a remark: the field, what was given, what the copy holds, and the remark.
NOTED: list[tuple[str, str, Any, str]] = [
    ("status", "On hold", "On hold", "unknown, shown as it is"),
    ("risk", "Spooky", "Spooky", "unknown, shown as it is"),
    ("session_type", "Watch", "Watch", "unknown, shown as it is"),
    ("country", "Czech Republic", "CZ", "a name where a code is wanted, understood"),
    ("country", "EIRE", "IE", "a name where a code is wanted, understood"),
    ("country", "Unspecified", None, "not one country, left empty"),
    ("country", "European Community", None, "not one country, left empty"),
    ("country", "XX", None, "not one country, left empty"),
    ("ip", "203.0.113.7:8080", "203.0.113.7", "an address with a port, taken without it"),
    ("ip", "[2001:db8::1]:443", "2001:db8::1", "an address with a port, taken without it"),
    ("ip", "unknown", None, "unknown, left empty"),
]

# What turns a session away: the field, what was given, and the reason.
TURNED_AWAY: list[tuple[str, str, str]] = [
    ("cart_token", "", "missing"),
    ("started_at", "", "missing"),
    ("started_at", "null", "missing"),
    ("started_at", "yesterday", "not a time"),
    ("started_at", "2026-02-30T10:00:00Z", "not a time"),
    ("started_at", "2026-11-01T25:00:00Z", "not a time"),
    ("started_at", "01/11/2026 10:00", "not a time"),
    ("started_at", "1793527200", "a number where a time is wanted"),
    ("started_at", "1793527200123.5", "a number where a time is wanted"),
    ("started_at", "2026-11-01T10:00:00+25:00", "an impossible zone: more than 14 hours from UTC"),
    ("started_at", "2026-06-30T23:59:60Z", "not a time"),
    ("started_at", "now", "not a time"),
    ("started_at", "0001-01-01T00:00:00Z", "an impossible time: before 1990 or after 2099"),
    ("started_at", "9999-12-31T23:59:59Z", "an impossible time: before 1990 or after 2099"),
    ("started_at", "infinity", "an impossible time: before 1990 or after 2099"),
    ("updated_at", "soon", "not a time"),
    ("ended_at", "2026-11-01T09:59:59Z", "before started_at"),
    ("expires_at", "2026-10-01T10:00:00Z", "before started_at"),
    ("last_activity_at", "2026-11-01 10:00:00+01", "before started_at"),
    ("currency", "XXQ", "not an ISO 4217 currency"),
    ("currency", "€", "not an ISO 4217 currency"),
    ("cart_value", "-5", "negative"),
    ("cart_value", "1e12", "absurd: more than 1,000,000,000"),
    ("cart_value", "abc", "not an amount of money"),
    ("cart_value", "1,234.50", "not an amount of money"),
    ("cart_value", "$12", "not an amount of money"),
    ("item_count", "-1", "negative"),
    ("item_count", "1.5", "not a whole number"),
    ("item_count", "99999999999", "absurd: more than 1,000,000"),
    ("item_count", "inf", "not a number"),
    ("item_count", "many", "not a number"),
    ("cart_updates", "-1", "negative"),
    ("renewals", "-1", "negative"),
    ("max_renewals", "0.5", "not a whole number"),
    ("manual_extends", "x", "not a number"),
    ("ip", "999.1.1.1", "not an IP address"),
    ("ip", "203.0.113.0/24", "not an IP address"),
    ("ip", "010.1.1.1", "not an IP address"),
    ("ip", "3405803783", "not an IP address"),
    ("ip", "203.0.113.7, 10.0.0.1", "several addresses where one is wanted"),
]

LINES: list[tuple[str, str, str]] = [
    ("cart_token", "", "missing"),
    ("cart_token", "nobody", "no session has this cart token"),
    ("quantity", "-1", "negative"),
    ("quantity", "0", "zero: a line holds at least 1"),
    ("quantity", "80995", "absurd: more than 10,000"),
    ("quantity", "1.5", "not a whole number"),
    ("quantity", "two", "not a number"),
    ("unit_price", "-0.01", "negative"),
    ("unit_price", "99999999999", "absurd: more than 1,000,000,000"),
    ("unit_price", "12,50", "not an amount of money"),
    ("line_no", "x", "not a number"),
    ("reserved_until", "tomorrow", "not a time"),
]

EVENTS: list[tuple[str, str, str]] = [
    ("cart_token", "", "missing"),
    ("cart_token", "nobody", "no session has this cart token"),
    ("at", "", "missing"),
    ("at", "2026-13-01T10:00:00Z", "not a time"),
    ("at", "1970-01-01T00:00:00Z", "an impossible time: before 1990 or after 2099"),
    ("kind", "", "missing"),
    ("seq", "first", "not a number"),
    ("quantity", "-3", "negative"),
    ("quantity", "10001", "absurd: more than 10,000"),
]


def as_csv(rows: Iterable[Row]) -> str:
    rows = list(rows)
    columns = list(dict.fromkeys(column for row in rows for column in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def session_rows() -> list[Row]:
    given = [(column, value) for column, value, _ in TAKEN]
    given += [(column, value) for column, value, *_ in NOTED]
    given += [(column, value) for column, value, _ in TURNED_AWAY]
    return [
        {"cart_token": f"case-{number}", "started_at": Z} | {column: value}
        for number, (column, value) in enumerate(given)
    ]


def part_rows(plain: Row, number: str, cases: list[tuple[str, str, str]]) -> list[Row]:
    return [plain | {number: str(n), column: value} for n, (column, value, _) in enumerate(cases)]


@pytest.fixture(scope="module")
def copy(built_once: Build) -> Built:
    """A copy of one row for each case, beside a session to which good lines and events belong."""
    home = {"cart_token": "home", "started_at": Z}
    line = {"cart_token": "home", "product_id": "p", "quantity": "1"}
    event = {"cart_token": "home", "at": Z, "kind": "created"}
    return built_once(
        {
            "sessions.csv": as_csv([*session_rows(), home]),
            "lines.csv": as_csv(part_rows(line, "line_no", LINES)),
            "events.csv": as_csv(part_rows(event, "seq", EVENTS)),
        }
    )


def rejected(copy: Built, file: str, line: int) -> list[tuple[Any, ...]]:
    return copy.rows(
        f"""select "column", reason, value from rejects where file = '{file}' and line = {line}"""
    )


@pytest.mark.parametrize(
    "number", range(len(TAKEN)), ids=lambda n: f"{TAKEN[n][0]} {TAKEN[n][1]!r}"
)
def test_a_field_that_can_be_used_is_taken_without_a_word(copy: Built, number: int) -> None:
    column, _, stored = TAKEN[number]
    row = copy.row(f"select {column} from sessions where source_line = {number + 2}")
    assert row == (stored,)
    assert not [one for one in copy.examples("noted") if f".csv:{number + 2} " in one]


@pytest.mark.parametrize(
    "number", range(len(NOTED)), ids=lambda n: f"{NOTED[n][0]} {NOTED[n][1]!r}"
)
def test_a_field_that_is_kept_or_understood_is_taken_with_a_note(copy: Built, number: int) -> None:
    column, _, stored, remark = NOTED[number]
    line = len(TAKEN) + number + 2
    assert copy.row(f"select {column} from sessions where source_line = {line}") == (stored,)
    alike = sum(1 for name, _, _, other in NOTED if (name, other) == (column, remark))
    assert copy.reasons("noted")[f"{column}: {remark}"] == alike


@pytest.mark.parametrize(
    "number", range(len(TURNED_AWAY)), ids=lambda n: f"{TURNED_AWAY[n][0]} {TURNED_AWAY[n][1]!r}"
)
def test_a_field_that_cannot_be_used_turns_its_session_away(copy: Built, number: int) -> None:
    column, value, reason = TURNED_AWAY[number]
    line = len(TAKEN) + len(NOTED) + number + 2
    said = None if reason == "missing" else value
    assert rejected(copy, "sessions.csv", line) == [(column, reason, said)]
    assert copy.rows(f"select * from sessions where source_line = {line}") == []


@pytest.mark.parametrize(
    "number", range(len(LINES)), ids=lambda n: f"{LINES[n][0]} {LINES[n][1]!r}"
)
def test_a_field_that_cannot_be_used_turns_its_line_away(copy: Built, number: int) -> None:
    column, value, reason = LINES[number]
    assert rejected(copy, "lines.csv", number + 2) == [(column, reason, value or None)]


@pytest.mark.parametrize(
    "number", range(len(EVENTS)), ids=lambda n: f"{EVENTS[n][0]} {EVENTS[n][1]!r}"
)
def test_a_field_that_cannot_be_used_turns_its_event_away(copy: Built, number: int) -> None:
    column, value, reason = EVENTS[number]
    assert rejected(copy, "events.csv", number + 2) == [(column, reason, value or None)]


def test_every_bad_row_is_counted_once(copy: Built) -> None:
    bad = len(TURNED_AWAY) + len(LINES) + len(EVENTS)
    assert copy.report.turned_away == bad
    assert copy.report.rows_in == bad + len(TAKEN) + len(NOTED) + 1
    assert copy.report.set_aside == 0
    assert copy.report.sessions == len(TAKEN) + len(NOTED) + 1
    assert sum(copy.reasons("turned away").values()) == bad


def test_an_example_names_file_line_column_reason_and_value(copy: Built) -> None:
    number = TURNED_AWAY.index(("cart_value", "-5", "negative"))
    line = len(TAKEN) + len(NOTED) + number + 2
    assert f"sessions.csv:{line} cart_value: negative (-5)" in copy.examples("turned away")


def test_an_example_without_a_value_has_no_empty_brackets(copy: Built) -> None:
    assert "lines.csv:2 cart_token: missing" in copy.examples("turned away")


def test_no_reason_has_more_than_three_examples(copy: Built) -> None:
    assert max(len(one.examples) for one in copy.report.found) == 3


def test_a_reject_keeps_the_whole_row_as_it_was_given(copy: Built) -> None:
    number = LINES.index(("quantity", "80995", "absurd: more than 10,000"))
    (raw,) = copy.row(f"select raw from rejects where file = 'lines.csv' and line = {number + 2}")
    assert json.loads(raw) == {
        "cart_token": "home",
        "product_id": "p",
        "quantity": "80995",
        "line_no": str(number),
        "unit_price": "",
        "reserved_until": "",
    }


def test_the_copy_keeps_how_often_each_reason_was_given(copy: Built) -> None:
    kept = dict(copy.rows("select reason, rows from reasons where outcome = 'turned away'"))
    assert kept == copy.reasons("turned away")


def test_the_build_is_written_into_the_copy(copy: Built) -> None:
    report = copy.report
    assert copy.row(
        "select source, kind, time_zone, rows_in, taken, set_aside, turned_away, has_lines,"
        " has_events from builds"
    ) == (
        "input/", "contract", "UTC", report.rows_in, report.taken, report.set_aside,
        report.turned_away, True, True,
    )  # fmt: skip
