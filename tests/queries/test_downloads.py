"""A download holds what the filters show, in their order, and opens safely in a spreadsheet."""

import csv
import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from data.copy import Copy
from queries import downloads
from queries.downloads import write_csv, write_parquet
from queries.filters import SessionFilters, Sort, TimeRange
from queries.scope import Scope
from queries.sessions import list_page
from tests.queries.conftest import MakeCopy

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
ALL = Scope(None)
COLUMNS = [
    *("store", "cart_token", "session_type", "status", "risk", "suggested", "score"),
    *("country", "ip", "currency"),
    *("cart_value", "item_count", "started_at", "expires_at", "last_activity_at", "ended_at"),
    *("cart_updates", "renewals", "max_renewals", "manual_extends", "visitor_id", "token_hash"),
    *("user_agent", "checkout_id", "order_id", "updated_at"),
]


def cart(token: str, hours_ago: float = 1, **values: Any) -> dict[str, Any]:
    started = NOW.replace(tzinfo=None) - timedelta(hours=hours_ago)
    return {"cart_token": token, "started_at": started, **values}


def csv_text(copy: Copy, folder: Path, scope: Scope = ALL, **chosen: Any) -> str:
    write_csv(copy, scope, SessionFilters(**chosen), NOW, folder / "sessions.csv")
    return (folder / "sessions.csv").read_bytes().decode("utf-8-sig")


def csv_rows(copy: Copy, folder: Path, scope: Scope = ALL, **chosen: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_text(copy, folder, scope, **chosen), newline="")))


def parquet_rows(copy: Copy, folder: Path, **chosen: Any) -> list[dict[str, Any]]:
    write_parquet(copy, ALL, SessionFilters(**chosen), NOW, folder / "sessions.parquet")
    rows: list[dict[str, Any]] = pyarrow.parquet.read_table(folder / "sessions.parquet").to_pylist()
    return rows


def test_a_csv_begins_with_the_mark_that_excel_needs(make_copy: MakeCopy, tmp_path: Path) -> None:
    copy = make_copy([cart("Košík")])
    csv_text(copy, tmp_path)
    assert (tmp_path / "sessions.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert "Košík" in csv_text(copy, tmp_path)


def test_a_csv_has_all_columns_and_leaves_empty_what_was_not_recorded(
    make_copy: MakeCopy, tmp_path: Path
) -> None:
    (row,) = csv_rows(make_copy([cart("a")]), tmp_path)
    assert list(row) == COLUMNS
    recorded = {name: value for name, value in row.items() if value}
    assert recorded.pop("token_hash")
    assert (recorded.pop("suggested"), recorded.pop("score")) == ("Normal", "0.0")
    assert recorded == {"store": "shop", "cart_token": "a", "started_at": "2026-11-01T11:00:00Z"}


def test_values_are_plain_numbers_and_times_carry_their_zone(
    make_copy: MakeCopy, tmp_path: Path
) -> None:
    copy = make_copy(
        [
            cart(
                "a",
                cart_value=Decimal("-3124.75"),
                item_count=2,
                renewals=0,
                expires_at=datetime(2026, 11, 1, 12, 0, 0, 500),
                ended_at=datetime(1969, 12, 31, 23, 59, 59),
            )
        ]
    )
    (row,) = csv_rows(copy, tmp_path)
    assert Decimal(row["cart_value"]) == Decimal("-3124.75")
    assert (row["item_count"], row["renewals"]) == ("2", "0")
    assert row["expires_at"] == "2026-11-01T12:00:00.000500Z"
    assert row["ended_at"] == "1969-12-31T23:59:59Z"


FORMULAS = [
    "=1+1",
    "+420",
    "-cmd",
    "@SUM(A1)",
    '=HYPERLINK("http://example.org";"x")',
    " =1+1",
    "\t=1",
    "\tplain",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－x",
    "＠x",
    "\u3000=1",
    "\u00a0=1",
    "\ufeff=1",
    "\u000b=1",
    "\u00ad=1",
    "\u200e=1",
    "\u2060=1",
    "\U000e0020=1",
    "-1+1",
    "--1",
    "-",
]
NO_FORMULAS = ["3f9a", "-5", "-5.25", "a=b", "1-2", "a@b.c", "'=1", "", " a", "5"]


def test_what_a_spreadsheet_takes_for_a_formula_is_defused(
    make_copy: MakeCopy, tmp_path: Path
) -> None:
    columns = ("cart_token", "user_agent", "status", "visitor_id", "checkout_id", "ip")
    copy = make_copy(
        [
            cart(text, n, **dict.fromkeys(columns[1:], text), ip_number=None)
            for n, text in enumerate(FORMULAS)
        ]
    )
    rows = csv_rows(copy, tmp_path)
    for column in columns:
        assert [row[column] for row in rows] == [f"'{text}" for text in FORMULAS]


def test_a_store_named_like_a_formula_is_defused(make_copy: MakeCopy, tmp_path: Path) -> None:
    (row,) = csv_rows(make_copy([cart("a", store="=cmd")]), tmp_path)
    assert row["store"] == "'=cmd"


def test_what_is_no_formula_stays_as_it_is(make_copy: MakeCopy, tmp_path: Path) -> None:
    copy = make_copy([cart(text, n) for n, text in enumerate(NO_FORMULAS)])
    assert [row["cart_token"] for row in csv_rows(copy, tmp_path)] == NO_FORMULAS


def test_commas_quotes_and_line_breaks_stay_inside_their_cell(
    make_copy: MakeCopy, tmp_path: Path
) -> None:
    texts = ['a,"b"', "two\nlines", "a;b", '"', "cr\rlf\r\n"]
    copy = make_copy([cart(text, n, order_id=f"o{n}") for n, text in enumerate(texts)])
    rows = csv_rows(copy, tmp_path)
    assert [row["cart_token"] for row in rows] == texts
    assert [row["order_id"] for row in rows] == ["o0", "o1", "o2", "o3", "o4"]


def test_parquet_keeps_values_and_types(make_copy: MakeCopy, tmp_path: Path) -> None:
    copy = make_copy([cart("=1", cart_value=Decimal("49.95"), item_count=2, status="odd")])
    (row,) = parquet_rows(copy, tmp_path)
    assert list(row) == COLUMNS
    assert row["cart_token"] == "=1"
    assert row["cart_value"] == Decimal("49.9500")
    assert row["started_at"] == NOW - timedelta(hours=1)
    assert row["status"] == "odd"
    assert (row["risk"], row["suggested"], row["score"]) == (None, "Normal", Decimal("0.0"))


def test_a_recorded_level_stands_beside_the_suggested_one(
    make_copy: MakeCopy, tmp_path: Path
) -> None:
    (row,) = csv_rows(make_copy([cart("a", risk="Review")]), tmp_path)
    assert (row["risk"], row["suggested"]) == ("Review", "Normal")


def test_no_sessions_give_a_file_with_columns_alone(make_copy: MakeCopy, tmp_path: Path) -> None:
    for chosen in ({}, {"sort": Sort.RISK}, {"search": "zzz"}):
        assert csv_rows(make_copy(), tmp_path, **chosen) == []
        assert parquet_rows(make_copy(), tmp_path, **chosen) == []
        assert next(csv.reader(io.StringIO(csv_text(make_copy(), tmp_path, **chosen)))) == COLUMNS


def test_a_file_holds_the_scope_alone(make_copy: MakeCopy, tmp_path: Path) -> None:
    copy = make_copy([cart("a", store="mine"), cart("b", store="theirs")])
    for sort in Sort:
        rows = csv_rows(copy, tmp_path, Scope(frozenset({"mine"})), sort=sort, store="theirs")
        assert [row["cart_token"] for row in rows] == ["a"]


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"status": "Active"},
        {"search": "t1"},
        {"search": "203.0.113.7"},
        {"time_range": TimeRange.DAY},
    ],
)
def test_a_file_holds_the_whole_list_in_its_order(
    make_copy: MakeCopy,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    chosen: dict[str, Any],
    sort: Sort,
) -> None:
    monkeypatch.setattr(downloads, "_PIECE", 3)
    copy = make_copy(
        [
            cart(
                f"t{n}",
                3 * n,
                status=["Active", "Expired"][n % 2],
                item_count=[1, None, 5][n % 3],
                risk=["Normal", "Review", None][n % 3],
                ip="203.0.113.7" if n % 4 else None,
                cart_value=n % 3,
            )
            for n in range(14)
        ]
    )
    filters = SessionFilters(sort=sort, **chosen)
    listed = list_page(copy, ALL, filters, NOW)
    rows = csv_rows(copy, tmp_path, sort=sort, **chosen)
    assert rows
    assert [row["cart_token"] for row in rows] == [row.cart_token for row in listed.rows]
    assert write_parquet(copy, ALL, filters, NOW, tmp_path / "again") == listed.total
