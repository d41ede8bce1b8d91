"""A PostgreSQL database as a source: its tables, as they are at one moment."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import URL

from data import postgres as module
from data.build import Options, build
from data.progress import Progress
from data.read import SourceError
from data.source import tables_named
from tests.data.actions.postgres import empty_place
from tests.data.conftest import NOW, Built

SESSIONS = """
create table sessions (
    cart_token text, started_at timestamptz, ip inet, currency char(3), cart_value numeric(10, 2),
    user_agent text
);
insert into sessions values
    ('plain', '2026-11-01 11:00+01', '203.0.113.7', 'EUR', 49.95, null),
    (E'a "quote", a\\\\line\nend', '2026-11-01 10:00+00', '2001:db8::7', null, null, ''),
    ('', '2026-11-01 10:00+00', null, null, null, null),
    ('late', 'infinity', '10.0.0.0/8', 'EUR', -1, null);
"""

_places = count(1)

Place = Callable[[str], str]


@pytest.fixture
def place(postgres: URL) -> Place:
    """A place of its own in the server, with what these statements make there; gives its URL."""

    def make(statements: str) -> str:
        url = empty_place(postgres, f"source_{next(_places)}").render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(statements.encode())
        return url

    return make


def taken(url: str, tmp_path: Path, **options: Any) -> Built:
    report = build(url, tmp_path / "home", Options(now=NOW, max_rejects=1.0, **options))
    assert report.rows_in == report.taken + report.set_aside + report.turned_away
    return Built(report, tmp_path / "home")


def refused(url: str, tmp_path: Path, **options: Any) -> str:
    with pytest.raises(SourceError) as caught:
        build(url, tmp_path / "home", Options(now=NOW, **options))
    return str(caught.value)


def own(tmp_path: Path, sql: str) -> str:
    path = tmp_path / "my.sql"
    path.write_text(sql, encoding="utf-8")
    return str(path)


# What is read


def test_tables_with_the_contracts_names_become_a_copy(place: Place, tmp_path: Path) -> None:
    lines = "create view lines as select 'plain' as cart_token, 'Tea' as product, 2 as quantity;"
    copy = taken(place(SESSIONS + lines), tmp_path)
    assert copy.rows(
        "select cart_token, started_at, ip, currency, cart_value, source_file, source_line"
        " from sessions order by source_line"
    ) == [
        (
            "plain", datetime(2026, 11, 1, 10), "203.0.113.7", "EUR", Decimal("49.95"),
            "sessions", 1,
        ),
        (
            'a "quote", a\\line\nend', datetime(2026, 11, 1, 10), "2001:db8::7", None, None,
            "sessions", 2,
        ),
    ]  # fmt: skip
    assert copy.rows("select product, quantity from lines") == [("Tea", 2)]
    assert copy.row("select has_lines, has_events, kind from builds") == (True, False, "contract")


def test_a_row_of_a_table_is_told_by_its_number(place: Place, tmp_path: Path) -> None:
    copy = taken(place(SESSIONS), tmp_path)
    assert copy.examples("turned away") == [
        "sessions:3 cart_token: missing",
        "sessions:4 cart_value: negative (-1.00)",
        "sessions:4 ip: not an IP address (10.0.0.0/8)",
        "sessions:4 started_at: an impossible time: before 1990 or after 2099 (infinity)",
    ]
    assert (copy.report.rows_in, copy.report.taken) == (4, 2)


def test_an_own_source_names_any_tables_and_reads_nested_values_as_json(
    place: Place, tmp_path: Path
) -> None:
    url = place(
        """create table "Carts" (id int, opened timestamp, paid boolean, tags text[], extra jsonb);
        insert into "Carts" values
            (1, '2026-11-01 10:00', true, array['x', 'y'], '{"ip": "10.0.0.1"}'),
            (2, '2026-11-01 10:00', false, null, null);
        create table unused (id int);"""
    )
    sql = (
        "-- sessions\nwith carts as (select * from carts) select id as cart_token, opened as"
        " started_at, tags as visitor_id, extra ->> 'ip' as ip, case paid when 'true' then"
        " 'Converted' when 'false' then 'Expired' end as status, _file, _line from carts"
    )
    copy = taken(url, tmp_path, kind=own(tmp_path, sql), time_zone="Europe/Prague")
    assert copy.rows(
        "select cart_token, started_at, status, visitor_id, ip from sessions order by 1"
    ) == [
        ("1", datetime(2026, 11, 1, 9), "Converted", '["x","y"]', "10.0.0.1"),
        ("2", datetime(2026, 11, 1, 9), "Expired", None, None),
    ]
    assert copy.report.notes == ["2 rows give a time without a zone, read as Europe/Prague."]


def test_all_tables_are_read_as_they_were_at_one_moment(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = place(
        "create table sessions as select 'a' as cart_token, now() as started_at;"
        "create table lines as select 'a' as cart_token, 'Tea' as product"
    )

    def buy_more(self: Progress, doing: str) -> None:
        if doing == "reading sessions":
            with psycopg.connect(url, autocommit=True) as other:
                other.execute("insert into lines values ('b', 'Tea')")
                other.execute("insert into sessions values ('b', now())")

    monkeypatch.setattr(Progress, "step", buy_more)
    assert (copy := taken(url, tmp_path)).report.rows_in == 2
    assert copy.rows("select cart_token from sessions") == [("a",)]


# What is refused


def test_the_password_is_in_no_message_and_not_in_the_copy(place: Place, tmp_path: Path) -> None:
    url = place(SESSIONS).replace("tester@", "tester:geheim%2F1@")
    copy = taken(url, tmp_path)
    (origin,) = copy.row("select source from builds")
    assert origin.startswith("postgresql://127.0.0.1:")
    assert origin.endswith("/postgres")
    said = refused(url.replace("/postgres?", "/gone?"), tmp_path)
    assert said.endswith('/gone cannot be read: database "gone" does not exist.')
    said += copy.report.as_json() + copy.report.as_text() + origin
    assert not {"geheim", "tester"} & set(said.replace("/", " ").replace(":", " ").split())
    assert b"geheim" not in Path(copy.report.copy or "").read_bytes()


NOT_UNDERSTOOD = (
    "The database's URL cannot be understood: postgresql://user@host/name is wanted; write @, :, /,"
    " ? and # within a password as %40, %3A, %2F, %3F and %23."
)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        (
            "mysql://shop:geheim@127.0.0.1/shop",
            "A source is a file, a folder, a glob or a PostgreSQL database"
            " (postgresql://user@host/name); mysql:// cannot be read.",
        ),
        ("postgresql://shop:geh@eim@127.0.0.1/shop", NOT_UNDERSTOOD),
        ("postgresql://shop:geh/eim@127.0.0.1/shop", NOT_UNDERSTOOD),
        ("postgresql://shop:geh?eim@127.0.0.1/shop", NOT_UNDERSTOOD),
        ("postgresql://shop:geh#eim@127.0.0.1/shop", NOT_UNDERSTOOD),
        ("postgresql://shop:geh%eim@127.0.0.1/shop", NOT_UNDERSTOOD),
        ("postgresql://127.0.0.1/shop?geheim=1", NOT_UNDERSTOOD),
        (
            "postgresql://shop:geheim@127.0.0.1:1/shop",
            "postgresql://127.0.0.1:1/shop cannot be read: Connection refused.",
        ),
    ],
)
def test_a_url_that_leads_nowhere_is_refused_in_a_sentence(
    tmp_path: Path, url: str, sentence: str
) -> None:
    assert refused(url, tmp_path) == sentence


@pytest.mark.parametrize(
    ("statements", "sentence"),
    [
        (
            "create table carts (id int); create table orders (id int)",
            "There is no table sessions and no table events; the database has carts, orders. Say"
            " which of its tables hold what with --as and your own .sql file.",
        ),
        (
            "create table lines (cart_token text)",
            "There is no table sessions and no table events; the database has lines. Say which of"
            " its tables hold what with --as and your own .sql file.",
        ),
        (
            "create table events (cart_token text, at timestamptz, kind text)",
            "There are no rows in events, so there is nothing to build.",
        ),
        (
            "create table sessions as select 'a' as id",
            "The sessions have no column cart_token. Say what the input is with --as: otto, rees46,"
            " shopify, or your own .sql file.",
        ),
        (
            'create table sessions as select 1 as id, 2 as "Id"',
            "sessions: two columns are named id, in another case.",
        ),
        (
            "create table sessions as select repeat('x', 2000) as cart_token",
            "sessions:1: larger than 1,000 bytes.",
        ),
    ],
)
def test_tables_that_cannot_be_taken_are_refused_in_a_sentence(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statements: str, sentence: str
) -> None:
    monkeypatch.setattr(module, "_LARGEST_ROW", 1_000)
    assert refused(place(statements), tmp_path) == sentence


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("select id as cart_token from gone", "There is no table gone; the database has carts."),
        (
            "select id as cart_token from raw",
            "Only files have a raw, which is all of them together; the database has carts. Write a"
            " source file that names its tables.",
        ),
        (
            "select id as cart_token from shop.carts",
            "my.sql reads shop.carts: name the table alone, and its schema in the URL, as in"
            " postgresql://user@host/name?options=-csearch_path%3Dshop.",
        ),
    ],
)
def test_an_own_source_that_names_what_is_not_there_is_refused_in_a_sentence(
    place: Place, tmp_path: Path, sql: str, sentence: str
) -> None:
    url = place("create table carts as select 1 as id")
    assert refused(url, tmp_path, kind=own(tmp_path, f"-- sessions\n{sql}")) == sentence


def test_a_table_that_this_user_may_not_read_is_told(place: Place, tmp_path: Path) -> None:
    url = place(SESSIONS + "drop role if exists stranger; create role stranger login;")
    schema = url.rpartition("%3D")[2]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"grant usage on schema {schema} to stranger".encode())
    said = refused(url.replace("tester@", "stranger@"), tmp_path)
    assert said.endswith("/postgres cannot be read: permission denied for table sessions.")


# What a source file reads


@pytest.mark.parametrize(
    ("select", "names"),
    [
        ("select * from Orders join items using (id)", {"orders", "items"}),
        ("from orders where id in (select id from items)", {"orders", "items"}),
        ("with a as (from orders), b as (from a) from b", {"orders"}),
        ("with orders as (from orders) from orders", {"orders"}),
        ("from a, (with a as (from b) from a)", {"a", "b"}),
        (
            "with recursive r as (select 1 as n union all select n + 1 from r, limits) from r",
            {"limits"},
        ),
        ("from orders, 'codes.csv', range(3)", {"orders"}),
        ("select 1 as cart_token", set()),
    ],
)
def test_the_tables_that_a_source_file_reads_are_those_it_does_not_make(
    tmp_path: Path, select: str, names: set[str]
) -> None:
    assert tables_named(own(tmp_path, f"-- sessions\n{select}")) == names
