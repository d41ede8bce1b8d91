"""A page of the list, the counts beside it, and what stands next to a session."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from data.copy import Copy
from data.terms import NOT_RECORDED, SessionType
from queries import moved, narrowing
from queries import sessions as module
from queries.filters import SessionFilters, Sort, TimeRange
from queries.scope import Scope
from queries.sessions import ListPage, Place, list_page, neighbours
from tests.queries.conftest import MakeCopy

ALL = Scope(None)
NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


def cart(token: str, hours_ago: float = 1, **values: Any) -> dict[str, Any]:
    started = NOW.replace(tzinfo=None) - timedelta(hours=hours_ago)
    return {"cart_token": token, "started_at": started, **values}


def shown(copy: Copy, scope: Scope = ALL, **chosen: Any) -> ListPage:
    return list_page(copy, scope, SessionFilters(**chosen), NOW)


def tokens(page: ListPage) -> str:
    return " ".join(row.cart_token for row in page.rows)


def found(copy: Copy, search: str, **chosen: Any) -> str:
    return tokens(shown(copy, search=search, **chosen))


@pytest.fixture
def three_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    for each in (narrowing, moved, module):
        monkeypatch.setattr(each, "PAGE_ROWS", 3)


# The page.


def test_the_newest_session_stands_first(make_copy: MakeCopy) -> None:
    copy = make_copy([cart("b", 2), cart("a", 1), cart("c", 3)])
    assert tokens(shown(copy)) == "a b c"
    assert tokens(shown(copy, sort=Sort.OLDEST)) == "c b a"


def test_a_row_holds_what_the_table_shows(make_copy: MakeCopy) -> None:
    copy = make_copy(
        [
            {
                "store": "north",
                "cart_token": "3F9a",
                "session_type": "mobile",
                "country": "CZ",
                "item_count": 2,
                "cart_value": "49.95",
                "currency": "USD",
                "status": "Active",
                "risk": "Review",
                "started_at": datetime(2026, 11, 1, 9, 0, 0, 250),
                "expires_at": datetime(2026, 11, 1, 9, 15),
                "last_activity_at": datetime(2026, 11, 1, 9, 5),
            }
        ]
    )
    (row,) = shown(copy).rows
    assert row._asdict() == {
        "session_no": 0,
        "store": "north",
        "cart_token": "3F9a",
        "session_type": SessionType.MOBILE,
        "country": "CZ",
        "item_count": 2,
        "cart_value": row.cart_value,
        "currency": "USD",
        "status": "Active",
        "risk": "Review",
        "risk_recorded": True,
        "suggested": "Normal",
        "score": 0.0,
        "started_at": datetime(2026, 11, 1, 9, 0, 0, 250, tzinfo=UTC),
        "expires_at": datetime(2026, 11, 1, 9, 15, tzinfo=UTC),
        "last_activity_at": datetime(2026, 11, 1, 9, 5, tzinfo=UTC),
        "decided": None,
    }
    assert str(row.cart_value) == "49.9500"


def test_what_was_not_recorded_is_none(make_copy: MakeCopy) -> None:
    (row,) = shown(make_copy([cart("a")])).rows
    assert row[3:9] == (None,) * 6
    assert (row.expires_at, row.last_activity_at, row.decided) == (None, None, None)
    assert (row.risk, row.risk_recorded) == ("Normal", False)


def test_an_empty_copy_is_an_empty_page(make_copy: MakeCopy) -> None:
    copy = make_copy()
    for sort in Sort:
        page = shown(copy, sort=sort, search="a", time_range=TimeRange.WEEK)
        assert (page.rows, page.total, page.pages, page.filters.page) == ([], 0, 1, 1)
    assert shown(copy).headline == "0 total sessions"


def test_one_session_is_said_in_the_singular(make_copy: MakeCopy) -> None:
    copy = make_copy([cart("a", status="Active")])
    assert shown(copy).headline == "1 total session"
    assert shown(copy, status="Active").headline == "1 of 1 session"
    assert shown(copy, status="Expired").headline == "0 of 1 session"


def test_the_headline_counts_the_chosen_store(make_copy: MakeCopy) -> None:
    copy = make_copy([cart(str(n), store="ab"[n % 2], status="Active") for n in range(5)])
    assert shown(copy).headline == "5 total sessions"
    assert shown(copy, store="a").headline == "3 total sessions"
    assert shown(copy, store="a", status="Active").headline == "3 of 3 sessions"
    assert shown(copy, store="b", status="Expired").headline == "0 of 2 sessions"


@pytest.mark.usefixtures("three_a_page")
def test_pages_follow_each_other_without_a_gap(make_copy: MakeCopy) -> None:
    copy = make_copy([cart(f"{n:02}", n) for n in range(8)])
    pages = [shown(copy, page=page) for page in (1, 2, 3)]
    assert [tokens(page) for page in pages] == ["00 01 02", "03 04 05", "06 07"]
    assert {page.pages for page in pages} == {3}


@pytest.mark.usefixtures("three_a_page")
@pytest.mark.parametrize("search", ["", "t", "10.0.0.0/8"])
@pytest.mark.parametrize("sort", Sort)
def test_a_page_beyond_the_end_is_the_last_one(
    make_copy: MakeCopy, search: str, sort: Sort
) -> None:
    copy = make_copy([cart(f"t{n}", n, ip=f"10.0.0.{n}") for n in range(7)])
    page = shown(copy, page=99, search=search, sort=sort)
    assert (page.filters.page, page.pages, page.total, len(page.rows)) == (3, 3, 7, 1)


@pytest.mark.usefixtures("three_a_page")
def test_a_full_last_page_is_not_followed_by_an_empty_one(make_copy: MakeCopy) -> None:
    copy = make_copy([cart(str(n), n) for n in range(6)])
    assert tokens(shown(copy, page=9)) == "3 4 5"


def test_a_page_holds_fifty(make_copy: MakeCopy) -> None:
    copy = make_copy([cart(str(n), n) for n in range(51)])
    assert len(shown(copy).rows) == 50
    assert tokens(shown(copy, page=2)) == "50"


# The orders.


def test_equals_keep_one_order_on_every_page(make_copy: MakeCopy) -> None:
    copy = make_copy([cart(token, 1, item_count=1, cart_value=1) for token in "dbca"])
    orders = {sort: tokens(shown(copy, sort=sort)) for sort in Sort}
    assert orders.pop(Sort.OLDEST) == "a b c d"
    assert set(orders.values()) == {"d c b a"}


def test_the_highest_value_stands_first_and_none_last(make_copy: MakeCopy) -> None:
    copy = make_copy(
        [
            cart("low", currency="EUR", cart_value="9.5"),
            cart("none", currency="EUR"),
            cart("high", currency="EUR", cart_value="100"),
            cart("negative", currency="EUR", cart_value="-3"),
        ]
    )
    assert tokens(shown(copy, sort=Sort.VALUE)) == "high low negative none"


def test_amounts_without_a_currency_stand_behind_those_with_one(make_copy: MakeCopy) -> None:
    copy = make_copy([cart("bare", cart_value=500), cart("eur", currency="EUR", cart_value=1)])
    assert tokens(shown(copy, sort=Sort.VALUE)) == "eur bare"


def test_values_of_several_currencies_are_never_in_one_order(make_copy: MakeCopy) -> None:
    copy = make_copy(
        [
            cart("a", currency="EUR", cart_value=10),
            cart("b", currency="JPY", cart_value=9000),
            cart("c", currency="EUR", cart_value=20),
        ]
    )
    page = shown(copy, sort=Sort.VALUE)
    assert tokens(page) == "c a"
    assert page.filters.currency == "EUR"
    assert page.headline == "2 of 3 sessions"
    assert page.filters.sentence(page.facts) == "Sessions in EUR, highest value first"
    assert tokens(shown(copy, sort=Sort.VALUE, currency="JPY")) == "b"


def test_most_items_stand_first_and_none_last(make_copy: MakeCopy) -> None:
    copy = make_copy([cart("two", item_count=2), cart("none"), cart("ten", item_count=10)])
    assert tokens(shown(copy, sort=Sort.ITEMS)) == "ten two none"


def test_active_sessions_expire_soonest_first_and_the_others_follow(make_copy: MakeCopy) -> None:
    soon, later = datetime(2026, 11, 1, 12, 5), datetime(2026, 11, 1, 13, 0)
    copy = make_copy(
        [
            cart("later", status="Active", expires_at=later),
            cart("old", 9, status="Expired", expires_at=datetime(2026, 11, 1, 3, 0)),
            cart("untimed", status="Active"),
            cart("new", 5, status="Converted", expires_at=datetime(2026, 11, 1, 7, 0)),
            cart("soon", status="Active", expires_at=soon),
        ]
    )
    assert tokens(shown(copy, sort=Sort.EXPIRING)) == "soon later untimed new old"


def test_the_highest_risk_stands_first_and_unknown_levels_last(make_copy: MakeCopy) -> None:
    levels = ["Normal", "odd", "Restricted", "Monitored", "Review"]
    copy = make_copy(
        [cart(f"{level}-{age}", age, risk=level) for age in (1, 2) for level in levels]
    )
    wanted = ["Restricted", "Review", "Monitored", "Normal", "odd"]
    assert tokens(shown(copy, sort=Sort.RISK)) == " ".join(
        f"{level}-{age}" for level in wanted for age in (1, 2)
    )


def test_within_a_level_the_highest_score_stands_first(make_copy: MakeCopy) -> None:
    many = [cart(f"m{n}", 1 + n / 100, risk="Review", visitor_id="v") for n in range(20)]
    few = [cart(f"f{n}", n, risk="Review", visitor_id=f"w{n}") for n in range(220)]
    (first, *_, last) = shown(make_copy([*many, *few]), sort=Sort.RISK, page=1).rows
    assert first.cart_token.startswith("m")
    assert last.cart_token.startswith("f")
    assert first.score > last.score


# The filters.


def test_one_status_is_shown_whatever_its_word(make_copy: MakeCopy) -> None:
    copy = make_copy([cart("a", status="Active"), cart("b", status="on_hold"), cart("c")])
    assert tokens(shown(copy, status="Active")) == "a"
    assert tokens(shown(copy, status="on_hold")) == "b"
    assert tokens(shown(copy, status=NOT_RECORDED)) == "c"
    assert tokens(shown(copy, status="Expired")) == ""


def test_a_status_that_the_copy_does_not_hold_is_no_filter(make_copy: MakeCopy) -> None:
    assert tokens(shown(make_copy([cart("a", status="Active")]), status="gone")) == "a"


@pytest.mark.parametrize("sort", Sort)
def test_a_range_back_from_now_is_exact_to_the_second(make_copy: MakeCopy, sort: Sort) -> None:
    day = 24.0
    second = 1 / 3600
    copy = make_copy([cart("in", day), cart("out", day + second), cart("last", 0)])
    page = shown(copy, time_range=TimeRange.DAY, sort=sort)
    assert sorted(row.cart_token for row in page.rows) == ["in", "last"]
    assert page.total == 2


def test_a_range_back_from_now_holds_what_started_since(make_copy: MakeCopy) -> None:
    copy = make_copy([cart("ahead", -5), cart("in", 5), cart("out", 30 * 24 + 1)])
    assert tokens(shown(copy, time_range=TimeRange.MONTH)) == "ahead in"


def test_own_dates_hold_the_first_moment_and_not_the_last(make_copy: MakeCopy) -> None:
    first, last = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 10, 4, tzinfo=UTC)
    second = timedelta(seconds=1)
    moments = {"early": first - second, "first": first, "end": last - second, "late": last}
    copy = make_copy(
        [
            {"cart_token": token, "started_at": at.replace(tzinfo=None)}
            for token, at in moments.items()
        ]
    )
    own: dict[str, Any] = {"time_range": TimeRange.OWN}
    assert tokens(shown(copy, **own, since=first, until=last)) == "end first"
    assert tokens(shown(copy, **own, since=first)) == "late end first"
    assert tokens(shown(copy, **own, until=last)) == "end first early"
    assert tokens(shown(copy, **own, since=last + second)) == ""
    assert tokens(shown(copy, **own, until=first - second)) == ""


# The counts beside the choices.


def mixed(make_copy: MakeCopy) -> Copy:
    pairs = [
        ("Active", "Normal"),
        ("Active", "Review"),
        ("Expired", "Review"),
        ("Expired", "Review"),
        ("Expired", None),
        (None, "Normal"),
        ("on_hold", "odd"),
    ]
    return make_copy(
        [
            cart(f"t{n}", n, status=status, risk=risk, country="CZ" if n < 4 else "DE")
            for n, (status, risk) in enumerate(pairs)
        ]
    )


def counts(numbered: Iterable[tuple[str, int]]) -> dict[str, int]:
    return {choice: sessions for choice, sessions in numbered if sessions}


def test_every_choice_says_how_many_it_would_show(make_copy: MakeCopy) -> None:
    page = shown(mixed(make_copy))
    assert counts(page.status_counts.items()) == {
        "Active": 2,
        "Expired": 3,
        NOT_RECORDED: 1,
        "on_hold": 1,
    }
    assert counts(page.risk_counts.items()) == {
        "Normal": 3,
        "Review": 3,
        "odd": 1,
    }
    assert (page.any_status, page.any_risk, page.total) == (7, 7, 7)


def test_a_choice_without_sessions_is_counted_as_none(make_copy: MakeCopy) -> None:
    page = shown(mixed(make_copy))
    assert page.status_counts["Cancelled"] == 0
    assert page.risk_counts["Restricted"] == 0


def test_a_chosen_status_leaves_its_own_choices_and_narrows_the_other(
    make_copy: MakeCopy,
) -> None:
    page = shown(mixed(make_copy), status="Expired")
    assert page.status_counts["Active"] == 2
    assert page.any_status == 7
    assert counts(page.risk_counts.items()) == {"Review": 2, "Normal": 1}
    assert (page.any_risk, page.total) == (3, 3)


def test_two_choices_narrow_each_other(make_copy: MakeCopy) -> None:
    page = shown(mixed(make_copy), status="Expired", risk="Review")
    assert counts(page.status_counts.items()) == {"Active": 1, "Expired": 2}
    assert counts(page.risk_counts.items()) == {"Review": 2, "Normal": 1}
    assert (page.any_status, page.any_risk, page.total) == (3, 3, 2)


def test_a_search_narrows_all_choices(make_copy: MakeCopy) -> None:
    page = shown(mixed(make_copy), search="Czechia", status="Active")
    assert counts(page.status_counts.items()) == {"Active": 2, "Expired": 2}
    assert counts(page.risk_counts.items()) == {"Normal": 1, "Review": 1}
    assert (page.any_status, page.total) == (4, 2)


# The search.


def test_any_part_of_a_token_finds_it_in_any_case(make_copy: MakeCopy) -> None:
    copy = make_copy([cart("3F9aC1", 1), cart("00f9A", 2), cart("9f3", 3)])
    assert found(copy, "f9a") == "3F9aC1 00f9A"
    assert found(copy, " F9A ") == "3F9aC1 00f9A"
    assert found(copy, "9f3") == "9f3"
    assert found(copy, "3f9ac1") == "3F9aC1"


def test_letters_of_every_script_have_no_case(make_copy: MakeCopy) -> None:
    copy = make_copy([cart("КОРЗИНА-1", 1), cart("ÇİĞ-2", 2), cart("ΟΔΟΣ-3", 3)])
    assert found(copy, "корзина") == "КОРЗИНА-1"
    assert found(copy, "çi") == "ÇİĞ-2"
    assert found(copy, "οδοσ") == "ΟΔΟΣ-3"


def test_wildcards_and_quotes_are_found_as_they_are(make_copy: MakeCopy) -> None:
    copy = make_copy([cart(token, n) for n, token in enumerate(["5%a", "5_a", "5'a", '5"a', "5a"])])
    for mark in "%_'\"":
        assert found(copy, f"5{mark}a") == f"5{mark}a"
        assert found(copy, mark) == f"5{mark}a"


def test_a_shortened_token_finds_what_begins_and_ends_so(make_copy: MakeCopy) -> None:
    copy = make_copy([cart("3f9ac1d2-77-9b1c", 1), cart("3f9ac1d2-77-0000", 2), cart("x9b1c", 3)])
    assert found(copy, "3F9AC1D2…9B1C") == "3f9ac1d2-77-9b1c"
    assert found(copy, "3f9ac1d2...9b1c") == "3f9ac1d2-77-9b1c"
    assert found(copy, "🖥 3f9ac1d2…9b1c 🇨🇿 CZ") == "3f9ac1d2-77-9b1c"
    assert found(copy, "3f9a…") == "3f9ac1d2-77-9b1c 3f9ac1d2-77-0000"
    assert found(copy, "…9b1c") == "3f9ac1d2-77-9b1c x9b1c"


def test_a_token_with_dots_of_its_own_is_found_too(make_copy: MakeCopy) -> None:
    copy = make_copy([cart("xa...bx", 1), cart("a-b", 2)])
    assert found(copy, "a...b") == "xa...bx a-b"


@pytest.mark.parametrize(
    ("search", "hits"),
    [
        ("203.0.113.7", "a"),
        ("::ffff:203.0.113.7", "a"),
        ("203.0.113.", "a b"),
        ("203.0.113", "a b"),
        ("203.0.11", "a b c"),
        ("203.0.112.0/23", "a b c"),
        ("2001:db8::1", "d"),
        ("2001:0DB8:0:0:0:0:0:1", "d"),
        ("2001:db8:", "d e"),
        ("2001:db8::/64", "d"),
        ("203.0.114.0/24", ""),
    ],
)
def test_an_address_is_found_whole_by_its_beginning_and_by_its_block(
    make_copy: MakeCopy, search: str, hits: str
) -> None:
    addresses = ["203.0.113.7", "203.0.113.70", "203.0.112.9", "2001:db8::1", "2001:db8:5::1"]
    copy = make_copy(
        [
            *(
                cart(token, n, ip=ip)
                for n, (token, ip) in enumerate(zip("abcde", addresses, strict=True))
            ),
            cart("none", 9),
        ]
    )
    assert found(copy, search) == hits
    # Tokens that hold a dot and a colon make the search read them too.
    dotted = make_copy(
        [
            *(
                cart(token, n, ip=ip)
                for n, (token, ip) in enumerate(zip("abcde", addresses, strict=True))
            ),
            cart(".:0123456789/dbfx", 9),
        ]
    )
    assert found(dotted, search) == hits


@pytest.mark.parametrize(
    ("search", "hits"),
    [
        ("CZ", "a"),
        ("cze", "a"),
        ("czechia", "a"),
        ("Czech Rep", "a"),
        ("česko", "a"),
        ("GB", "b"),
        ("united", "b c"),
        ("Deutschland", "d"),
        ("XK", ""),
    ],
)
def test_a_country_is_found_by_code_name_and_beginning(
    make_copy: MakeCopy, search: str, hits: str
) -> None:
    codes = ["CZ", "GB", "US", "DE", None]
    copy = make_copy([cart("abcd0"[n], n, country=code) for n, code in enumerate(codes)])
    assert found(copy, search) == hits


def test_what_matches_in_any_of_the_three_is_found(make_copy: MakeCopy) -> None:
    copy = make_copy(
        [
            cart("de-1", 1),
            cart("x2", 2, country="DE"),
            cart("de-3", 3, country="DE"),
            cart("x4", 4, country="FR"),
        ]
    )
    page = shown(copy, search="de")
    assert tokens(page) == "de-1 x2 de-3"
    assert page.total == 3
    assert (
        page.filters.sentence(page.facts)
        == 'Sessions with "de" in the cart token or from Germany, newest first'
    )


@pytest.mark.parametrize("sort", Sort)
def test_a_search_keeps_every_order(make_copy: MakeCopy, sort: Sort) -> None:
    rows = [
        cart(
            f"t{n}",
            n,
            ip="203.0.113.7",
            status=["Active", "Expired", None][n % 3],
            risk=["Review", None, "odd", "Normal"][n % 4],
            item_count=[3, None, 1][n % 3],
            cart_value=[7, 5, None, 7][n % 4],
            expires_at=[None, NOW.replace(tzinfo=None) + timedelta(hours=n)][n % 2],
        )
        for n in range(12)
    ]
    copy = make_copy(rows)
    everything = tokens(shown(copy, sort=sort))
    assert found(copy, "t", sort=sort) == everything
    assert found(copy, "203.0.113.7", sort=sort) == everything


def test_naughty_texts_find_themselves(make_copy: MakeCopy) -> None:
    naughty = [
        "<script>alert(1)</script>",
        "'; drop table sessions; --",
        "$part",
        "{{7*7}}",
        "‮gnp.exe",
        "Ｆｕｌｌ",
        "a\u0301",
        "\\x00",
        "👩‍👩‍👧",
        "İstanbul",
        "ß",
    ]
    copy = make_copy([cart(text, n) for n, text in enumerate(naughty)])
    for text in naughty:
        assert text in [row.cart_token for row in shown(copy, search=text).rows]


# The scope.


@pytest.mark.parametrize("search", ["", "t", "203.0.113.0/24", "CZ"])
@pytest.mark.parametrize("sort", Sort)
def test_other_stores_are_never_shown_nor_counted(
    make_copy: MakeCopy, search: str, sort: Sort
) -> None:
    copy = make_copy(
        [
            cart(f"t{n}", n, store=store, ip="203.0.113.7", country="CZ", status="Active")
            for n, store in enumerate(["mine", "theirs", "mine", "ours"])
        ]
    )
    mine = Scope(frozenset({"mine"}))
    for chosen in (None, "theirs", "mine"):
        page = shown(copy, mine, store=chosen, search=search, sort=sort)
        assert sorted(tokens(page).split()) == ["t0", "t2"]
        assert (page.total, page.whole, page.any_status) == (2, 2, 2)
        assert [store.name for store in page.facts.stores] == ["mine"]
    nobody = shown(copy, Scope(frozenset()), search=search, sort=sort)
    assert (nobody.rows, nobody.total, nobody.whole) == ([], 0, 0)


# The neighbours.


def beside(place: Place | None) -> tuple[str | None, str | None, str]:
    assert place is not None
    return (
        place.previous and place.previous.cart_token,
        place.next and place.next.cart_token,
        f"{place.position} of {place.total}",
    )


def place_of(copy: Copy, token: str, scope: Scope = ALL, **chosen: Any) -> Place | None:
    (number,) = (
        row.session_no
        for row in list_page(copy, ALL, SessionFilters(), NOW).rows
        if row.cart_token == token
    )
    return neighbours(copy, scope, SessionFilters(**chosen), NOW, number)


def test_neighbours_are_those_of_the_list(make_copy: MakeCopy) -> None:
    copy = make_copy([cart(token, n) for n, token in enumerate("abc")])
    assert beside(place_of(copy, "a")) == (None, "b", "1 of 3")
    assert beside(place_of(copy, "b")) == ("a", "c", "2 of 3")
    assert beside(place_of(copy, "c")) == ("b", None, "3 of 3")
    assert beside(place_of(copy, "b", sort=Sort.OLDEST)) == ("c", "a", "2 of 3")


def test_filtered_sessions_are_no_neighbours(make_copy: MakeCopy) -> None:
    copy = make_copy([cart(t, n, status="AE"[n % 2]) for n, t in enumerate("abcde")])
    assert beside(place_of(copy, "c", status="A")) == ("a", "e", "2 of 3")


def test_a_session_that_a_list_by_start_does_not_show_stands_between_two_that_it_does(
    make_copy: MakeCopy,
) -> None:
    copy = make_copy([cart(t, n, status="EA"[n % 2]) for n, t in enumerate("abcde")])
    assert beside(place_of(copy, "a", status="A")) == (None, "b", "None of 2")
    assert beside(place_of(copy, "c", status="A")) == ("b", "d", "None of 2")
    assert beside(place_of(copy, "e", status="A")) == ("d", None, "None of 2")
    assert beside(place_of(copy, "c", status="A", sort=Sort.OLDEST)) == ("d", "b", "None of 2")
    assert place_of(copy, "c", status="A", sort=Sort.RISK) is None
    assert place_of(copy, "c", status="A", sort=Sort.ITEMS) is None
    assert place_of(copy, "c", status="Cancelled") is None
    assert place_of(copy, "c", search="nothing like it") is None
    assert beside(place_of(copy, "c", search="d")) == (None, "d", "None of 1")


@pytest.mark.usefixtures("three_a_page")
def test_whoever_is_not_shown_stands_between_pages_too(make_copy: MakeCopy) -> None:
    copy = make_copy([cart(f"t{n}", n, status="Y" if n == 3 else "X") for n in range(7)])
    asked = "select session_no from sessions where cart_token = 't3'"
    ((number,),) = copy.connection.execute(asked).fetchall()
    for page in (1, 2):
        place = neighbours(copy, ALL, SessionFilters(status="X", page=page), NOW, number)
        assert place == Place(("shop", "t2", 1), ("shop", "t4", 2), None, 6)


def test_a_lone_session_has_no_neighbours(make_copy: MakeCopy) -> None:
    copy = make_copy([cart("a"), cart("b")])
    assert beside(place_of(copy, "a", search="a")) == (None, None, "1 of 1")


def test_a_session_of_another_store_has_no_place(make_copy: MakeCopy) -> None:
    copy = make_copy([cart("a", store="mine"), cart("b", store="theirs")])
    assert place_of(copy, "b", Scope(frozenset({"mine"}))) is None
    assert beside(place_of(copy, "a", Scope(frozenset({"mine"})))) == (None, None, "1 of 1")


@pytest.mark.usefixtures("three_a_page")
@pytest.mark.parametrize("search", ["", "t", "203.0.113.7"])
@pytest.mark.parametrize("sort", Sort)
def test_the_way_leads_through_all_pages_whatever_page_one_came_from(
    make_copy: MakeCopy, search: str, sort: Sort
) -> None:
    copy = make_copy(
        [
            cart(f"t{n}", n, ip="203.0.113.7", item_count=n % 3, cart_value=n % 2, risk="Review")
            for n in range(7)
        ]
    )
    chosen: dict[str, Any] = {"search": search, "sort": sort}
    pages = [shown(copy, page=page, **chosen) for page in (1, 2, 3)]
    rows = [(row, page.filters.page) for page in pages for row in page.rows]
    for at, (row, _) in enumerate(rows):
        for came_from in (1, 2, 3):
            place = neighbours(
                copy, ALL, SessionFilters(page=came_from, **chosen), NOW, row.session_no
            )
            assert place is not None
            assert (place.position, place.total) == (at + 1, 7)
            for beside_it, there in ((place.previous, at - 1), (place.next, at + 1)):
                if 0 <= there < 7:
                    other, page = rows[there]
                    assert beside_it == (other.store, other.cart_token, page)
                else:
                    assert beside_it is None
