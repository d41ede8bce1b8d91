"""Every input row is taken, set aside or turned away: duplicates, orphans, stores, money, zones."""

import random
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.build import Options, Refused, build
from data.read import SourceError
from tests.data.conftest import NOW, Build, Built, Z, write

AGAIN = "its cart token comes again; the row with the last updated_at counts"


@pytest.fixture(scope="module")
def shop(built_once: Build) -> Built:
    """One store with tokens that come again, lines that do, orphans, and money in minor units."""
    return built_once(
        {
            "Sessions.csv": "Cart_Token,STARTED_AT,status,updated_at,currency,cart_value,weather\n"
            f"twice,{Z},Active,2026-11-01T10:05:00Z,,,\n"
            f"twice,{Z},Converted,2026-11-01T11:05:00Z,,,\n"
            f"twice,{Z},Expired,2026-11-01T10:45:00+00:00,,,\n"
            f"undated,{Z},Active,,,,\n"
            f"undated,{Z},Expired,,,,rain\n"
            "broken,never,Active,,,,\n"
            f"minor,{Z},Active,,EUR,4995,\n"
            f"yen,{Z},Active,,JPY,500,\n"
            f"dinar,{Z},Active,,KWD,1250,\n"
            f"turned,{Z},Active,,EUR,49.95,\n"
            f"unpriced,{Z},Active,,EUR,,\n",
            "lines.csv": "cart_token,line_no,product_id,quantity,unit_price\n"
            "twice,1,17850.0,2,3.50\n"
            "twice,1,17850.0,2,3.50\n"
            "twice,2,17850,2,3.50\n"
            "twice,,x,1,0\n"
            "twice,,x,1,0\n"
            "broken,1,x,1,1\n"
            "minor,1,x,1,49.95\n"
            "yen,1,x,1,5\n"
            "dinar,1,x,1,1.25\n"
            "turned,1,x,1,4995\n"
            "unpriced,1,x,1,\n"
            "unpriced,2,x,,2\n"
            "nobody,1,x,1,1\n",
            "events.csv": "cart_token,at,kind,product_id\n"
            f"twice,{Z},created,\n"
            f"twice,{Z},created,\n"
            "twice,2026-11-01T11:00:00+01:00,created,\n"
            f"twice,{Z},Checkout_Started,\n"
            f"twice,{Z},teleported,\n"
            f"twice,{Z},viewed,p\n"
            f"broken,{Z},created,\n",
        }
    )


def test_of_a_token_that_comes_again_the_last_update_wins(shop: Built) -> None:
    assert shop.row("select status, source_line from sessions where cart_token = 'twice'") == (
        "Converted",
        3,
    )
    assert shop.reasons("set aside")[AGAIN] == 2


def test_of_a_token_that_comes_again_without_a_time_of_change_the_last_row_wins(
    shop: Built,
) -> None:
    assert shop.row("select status from sessions where cart_token = 'undated'") == ("Expired",)
    assert shop.reasons("set aside")["its cart token comes again; another row of it counts"] == 1


def test_a_numbered_line_that_repeats_another_counts_once(shop: Built) -> None:
    lines = shop.rows(
        "select line_no, product_id from lines join sessions using (session_no)"
        " where cart_token = 'twice' order by line_no"
    )
    assert lines == [(1, "17850"), (2, "17850"), (3, "x"), (4, "x")]


def test_an_event_that_repeats_another_counts_once_in_whatever_zone_it_is_said(shop: Built) -> None:
    assert shop.rows("select kind from events order by seq") == [
        ("created",),
        ("checkout_started",),
        ("teleported",),
    ]
    assert shop.reasons("set aside")["an exact duplicate of another row"] == 3


def test_an_event_kind_that_no_term_names_is_kept_and_noted(shop: Built) -> None:
    assert "events.csv:6 kind: unknown, shown as it is (teleported)" in shop.examples("noted")


def test_a_view_is_set_aside(shop: Built) -> None:
    assert shop.reasons("set aside")["a view of a product, which holds no stock"] == 1


def test_lines_and_events_of_a_session_that_was_turned_away_say_so(shop: Built) -> None:
    gone = "cart_token: its session was turned away"
    assert "lines.csv:7 " + gone + " (broken)" in shop.examples("turned away")
    assert shop.reasons("turned away")[gone] == 5


def test_lines_of_a_token_that_never_was_say_so(shop: Built) -> None:
    assert shop.reasons("turned away")["cart_token: no session has this cart token"] == 1
    assert "lines.csv:14 cart_token: no session has this cart token (nobody)" in shop.examples(
        "turned away"
    )


def test_a_value_in_minor_units_beside_lines_that_are_not_is_turned_away(shop: Built) -> None:
    reason = "cart_value: in minor units: exactly the total of its lines without the decimal point"
    assert shop.reasons("turned away")[reason] == 2
    assert f"Sessions.csv:8 {reason} (4995)" in shop.examples("turned away")
    assert f"Sessions.csv:10 {reason} (1250)" in shop.examples("turned away")


def test_lines_in_minor_units_beside_a_value_that_is_not_are_turned_away(shop: Built) -> None:
    reason = (
        "cart_value: its lines are in minor units: their total is exactly this without the decimal"
        " point"
    )
    assert shop.reasons("turned away")[reason] == 1


def test_a_currency_without_decimals_has_no_minor_units(shop: Built) -> None:
    assert shop.row("select cart_value from sessions where cart_token = 'yen'") == (Decimal(500),)


def test_what_is_not_known_of_every_line_is_not_added_up(shop: Built) -> None:
    assert shop.row(
        "select item_count, cart_value from sessions where cart_token = 'unpriced'"
    ) == (
        None,
        None,
    )


def test_a_price_of_zero_is_kept_and_noted(shop: Built) -> None:
    assert shop.reasons("noted")["unit_price: zero, kept as it is"] == 2
    assert shop.row("select item_count, cart_value from sessions where cart_token = 'twice'") == (
        6,
        Decimal(14),
    )


def test_a_column_that_the_contract_does_not_know_is_said(shop: Built) -> None:
    assert shop.report.notes == ["Columns of sessions that the contract does not know: weather."]


def test_the_accounts_add_up(shop: Built) -> None:
    report = shop.report
    assert (report.rows_in, report.set_aside, report.turned_away) == (31, 7, 10)
    assert (report.sessions, report.lines, report.events) == (4, 7, 3)
    assert shop.row("select count(distinct (file, line)) from rejects") == (10,)


# Stores


@pytest.fixture(scope="module")
def stores(built_once: Build) -> Built:
    """Sessions of two stores and of none, and lines that leave the store out."""
    return built_once(
        {
            "sessions.csv": "store,cart_token,started_at\n"
            f"Berlin,a,{Z}\nZlín,a,{Z}\nZlín,b,{Z}\n,c,{Z}\n",
            "lines.csv": "store,cart_token,product_id\nBerlin,a,p1\n,a,p2\n,b,p3\n,nobody,p4\n",
            "events.csv": f"cart_token,at,kind\nb,{Z},created\na,{Z},created\n",
        }
    )


def test_one_token_may_be_in_two_stores(stores: Built) -> None:
    assert stores.rows("select store from sessions where cart_token = 'a' order by store") == [
        ("Berlin",),
        ("Zlín",),
    ]


def test_a_line_without_a_store_belongs_where_its_token_is_of_one_store_alone(
    stores: Built,
) -> None:
    assert stores.rows(
        "select store, product_id from lines join sessions using (session_no) order by product_id"
    ) == [("Berlin", "p1"), ("Zlín", "p3")]
    assert stores.rows("select store from events join sessions using (session_no)") == [("Zlín",)]


def test_a_line_whose_store_does_not_follow_is_turned_away_alone(stores: Built) -> None:
    reason = "store: missing, and the cart token is not of one store alone"
    assert stores.reasons("turned away") == {reason: 3}
    assert f"lines.csv:3 {reason}" in stores.examples("turned away")


def test_a_session_without_a_store_beside_others_is_noted(stores: Built) -> None:
    assert stores.examples("noted") == ["sessions.csv:5 store: missing, taken as shop"]
    assert stores.report.stores == ["Berlin", "Zlín", "shop"]


def test_a_session_without_a_store_belongs_to_the_only_one_and_may_repeat_its_token(
    built: Build,
) -> None:
    copy = built({"sessions.csv": f"store,cart_token,started_at\nBerlin,a,{Z}\n,a,{Z}\n,b,{Z}\n"})
    assert copy.rows("select store, cart_token from sessions order by cart_token") == [
        ("Berlin", "a"),
        ("Berlin", "b"),
    ]
    assert copy.reasons("noted") == {"store: missing, taken as Berlin": 2}
    assert copy.report.set_aside == 1


# Time zones


def test_a_naive_time_is_read_in_the_zone_that_the_operator_names_and_said_to_be(
    built: Build,
) -> None:
    copy = built(
        {
            "sessions.csv": "cart_token,started_at,ended_at\n"
            "summer,2026-07-01 10:00:00,\n"
            "winter,2026-01-01 10:00:00,2026-01-01 10:00:00\n"
            f"zoned,{Z},2026-11-01 11:30:00\n"
            f"all zoned,{Z},2026-11-01T12:00:00+01\n",
        },
        time_zone="Europe/Prague",
    )
    assert copy.rows("select cart_token, started_at, ended_at from sessions order by 1") == [
        ("all zoned", datetime(2026, 11, 1, 10), datetime(2026, 11, 1, 11)),
        ("summer", datetime(2026, 7, 1, 8), None),
        ("winter", datetime(2026, 1, 1, 9), datetime(2026, 1, 1, 9)),
        ("zoned", datetime(2026, 11, 1, 10), datetime(2026, 11, 1, 10, 30)),
    ]
    assert copy.report.notes == ["3 rows give a time without a zone, read as Europe/Prague."]
    assert copy.row("select time_zone from builds") == ("Europe/Prague",)


def test_an_hour_that_clocks_skip_is_no_time(built: Build) -> None:
    # On 29 March 2026 two o'clock was followed by three, and on 25 October two came twice.
    text = (
        "cart_token,started_at\n"
        "before,2026-03-29 01:59:59\nskipped,2026-03-29 02:30:00\nafter,2026-03-29T03:00:00\n"
        "twice,2026-10-25 02:30:00\nsaid,2026-03-29 02:30:00+01:00\n"
    )
    copy = built({"sessions.csv": text}, time_zone="Europe/Prague", max_rejects=1)
    assert [token for (token,) in copy.rows("select cart_token from sessions order by 1")] == [
        "after",
        "before",
        "said",
        "twice",
    ]
    assert copy.rows('select line, "column", reason, value from rejects') == [
        (
            3,
            "started_at",
            "an impossible time: clocks skip it in Europe/Prague",
            "2026-03-29 02:30:00",
        )
    ]


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "+02:00", "localtime"])
def test_a_time_zone_that_does_not_exist_is_refused(tmp_path: Path, zone: str) -> None:
    with pytest.raises(SourceError) as caught:
        build(str(tmp_path), tmp_path / "home", Options(time_zone=zone))
    assert str(caught.value) == (
        f"There is no time zone {zone!r}; one is called Europe/Prague, for example."
    )


# The share that may be turned away


def test_more_than_a_tenth_turned_away_is_not_published(tmp_path: Path) -> None:
    rows = "".join(f"t{n},{Z if n else 'never'}\n" for n in range(9))
    folder = write(tmp_path / "input", {"sessions.csv": f"cart_token,started_at\n{rows}"})
    home = tmp_path / "home"
    with pytest.raises(Refused) as caught:
        build(str(folder), home)
    assert str(caught.value) == (
        "11% of the rows were turned away, more than 10%: nothing was published."
    )
    assert caught.value.report.turned_away == 1
    assert [path.name for path in home.iterdir()] == ["build.lock"]
    report = build(str(folder), home, Options(max_rejects=0.2))
    assert report.copy and Path(report.copy).is_file()


def test_a_list_on_one_line_is_counted_by_its_objects(tmp_path: Path) -> None:
    good = f'{{"cart_token": "a", "started_at": "{Z}"}}'
    folder = write(tmp_path, {"sessions.json": f"[{good}, 1, 2, 3]"})
    with pytest.raises(Refused) as caught:
        build(str(folder), tmp_path / "home")
    assert str(caught.value).startswith("75% of the rows were turned away")


# Anything at all


def damaged(text: str, wounds: list[tuple[int, str]]) -> str:
    for at, mark in wounds:
        place = at % (len(text) + 1)
        text = text[:place] + mark + text[place:]
    return text


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10**6),
    wounds=st.lists(
        st.tuples(st.integers(0, 2000), st.sampled_from(['"', ",", "\n", "-", "x", "\udce9", ";"])),
        max_size=12,
    ),
)
def test_whatever_the_damage_every_row_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, seed: int, wounds: list[tuple[int, str]]
) -> None:
    dice = random.Random(seed)
    tokens = [f"t{dice.randrange(12)}" for _ in range(20)]
    sessions = "".join(
        f"{token},2026-11-{dice.randrange(1, 31):02}T10:00:00Z,{dice.choice(['Active', 'x', ''])},"
        f"{dice.choice(['1.5', '', '-1', 'x'])}\n"
        for token in tokens
    )
    lines = "".join(f"t{dice.randrange(16)},{dice.randrange(3)},p\n" for _ in range(20))
    folder = tmp_path_factory.mktemp("damaged")
    text = damaged(f"cart_token,started_at,status,cart_value\n{sessions}", wounds)
    write(
        folder,
        {
            "sessions.csv": text.encode("utf-8", "surrogateescape"),
            "lines.csv": f"cart_token,quantity,product_id\n{lines}",
        },
    )
    try:
        report = build(str(folder), folder / "home", Options(max_rejects=1.0, now=NOW))
    except SourceError as error:
        # The header itself was hit.
        assert str(error).endswith(".")
        return
    copy = Built(report, folder / "home")
    assert report.rows_in == report.taken + report.set_aside + report.turned_away
    assert report.rows_in >= 20
    assert copy.row(
        "select count(*), count(distinct (file, line)) from rejects where line is null"
    ) == (0, 0)
    assert copy.row("select count(distinct (file, line)) from rejects") == (report.turned_away,)
    assert report.taken >= report.sessions + report.lines
    assert copy.row("select count(*) - count(distinct (store, cart_token)) from sessions") == (0,)
