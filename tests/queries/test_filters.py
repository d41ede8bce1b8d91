"""Filters keep what can be shown, survive the URL, and say what they show."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.terms import NOT_RECORDED
from queries.facts import Facts, Outcome, StoreFacts
from queries.filters import SessionFilters, Sort, TimeRange, own_days
from queries.scope import Scope

NOW = datetime(2026, 11, 1, 12, 30, 15, tzinfo=UTC)


def store_facts(name: str = "shop", **changed: object) -> StoreFacts:
    plain = StoreFacts(
        name=name,
        sessions=10,
        first_start=NOW - timedelta(days=90),
        last_start=NOW,
        outcomes=(Outcome(0, "Expired", "Review", 9), Outcome(1, "Held", None, 1)),
        currencies={"EUR": 10},
        countries={"CZ": 6, "DE": 3, "NE": 1, "NG": 1, "NO": 1, "NL": 1, "NZ": 1},
        token_characters=frozenset("0123456789abcdef"),
        token_shortest=32,
        token_longest=32,
        has_addresses=True,
    )
    return replace(plain, **changed)  # type: ignore[arg-type]


def facts(*stores: StoreFacts) -> Facts:
    return Facts(NOW, "files", "contract", True, True, stores or (store_facts(),))


def said(**chosen: object) -> str:
    filters = SessionFilters(**chosen)  # type: ignore[arg-type]
    return filters.sentence(facts())


values = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(
    lambda text: bool(text.strip())
)
moments = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.sampled_from([UTC]))
any_filters = st.builds(
    SessionFilters,
    store=st.none() | values,
    search=st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    status=st.none() | values,
    risk=st.none() | values,
    time_range=st.sampled_from(TimeRange),
    since=st.none() | moments,
    until=st.none() | moments,
    currency=st.none() | values,
    sort=st.sampled_from(Sort),
    page=st.integers(-5, 10**12),
)


@given(any_filters)
def test_what_is_written_to_the_url_is_read_back(filters: SessionFilters) -> None:
    assert SessionFilters.from_url(filters.to_url()) == filters


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "in_store",
                "search",
                "status",
                "risk",
                "time",
                "from",
                "to",
                "currency",
                "sort",
                "page",
            ]
        ),
        st.text(),
    )
)
def test_no_url_is_refused_and_what_it_gives_is_settled(url: dict[str, str]) -> None:
    filters = SessionFilters.from_url(url)
    assert SessionFilters.from_url(filters.to_url()) == filters
    assert filters.sentence(facts())
    assert filters.fitted(facts()).fitted(facts()) == filters.fitted(facts())


def test_defaults_are_left_out_of_the_url() -> None:
    assert SessionFilters().to_url() == {}
    assert SessionFilters(search="   ", page=1).to_url() == {}


def test_each_value_has_its_own_parameter() -> None:
    filters = SessionFilters(
        store="north",
        search=" 3f9a ",
        status="Expired",
        risk="Review",
        time_range=TimeRange.OWN,
        since=datetime(2026, 10, 1, tzinfo=UTC),
        until=datetime(2026, 10, 4, tzinfo=UTC),
        currency="EUR",
        sort=Sort.VALUE,
        page=3,
    )
    assert filters.to_url() == {
        "in_store": "north",
        "search": "3f9a",
        "status": "Expired",
        "risk": "Review",
        "time": "own",
        "from": "2026-10-01",
        "to": "2026-10-03",
        "currency": "EUR",
        "sort": "value",
        "page": "3",
    }


@pytest.mark.parametrize(
    "url",
    [
        {"page": "0"},
        {"page": "-2"},
        {"page": "two"},
        {"page": "²"},
        {"page": "9" * 40},
        {"sort": "cart_value desc; drop table sessions"},
        {"time": "7 days"},
        {"time": "own"},
        {"time": "own", "from": "yesterday"},
        {"time": "own", "from": "2026-13-01"},
        {"time": "own", "to": "9999-12-31"},
        {"time": "own", "from": "2026-11-02", "to": "2026-11-01"},
        {"from": "2026-11-02"},
        {"status": " "},
        {"risk": "x" * 201},
        {"search": "\ud800"},
        {"in_store": "\udfff"},
        {"nothing": "known"},
    ],
)
def test_an_invalid_value_is_dropped(url: dict[str, str]) -> None:
    assert SessionFilters.from_url(url) == SessionFilters()


def test_a_moment_in_another_zone_is_taken_to_utc_and_to_the_second() -> None:
    filters = SessionFilters.from_url({"time": "own", "from": "2026-11-01T13:00:00.5+01:00"})
    assert filters.since == datetime(2026, 11, 1, 12, tzinfo=UTC)
    assert filters.to_url()["from"] == "2026-11-01T12:00:00Z"


def test_a_naive_moment_is_utc() -> None:
    filters = SessionFilters(time_range=TimeRange.OWN, since=datetime(2026, 11, 1, 12))
    assert filters.since == datetime(2026, 11, 1, 12, tzinfo=UTC)


def test_own_days_hold_the_last_day_whole() -> None:
    since, until = own_days(date(2026, 10, 1), date(2026, 10, 3))
    assert since == datetime(2026, 10, 1, tzinfo=UTC)
    assert until == datetime(2026, 10, 4, tzinfo=UTC)
    assert own_days(None, date.max) == (None, None)


def test_own_dates_are_only_kept_while_they_are_chosen() -> None:
    filters = SessionFilters(time_range=TimeRange.WEEK, since=NOW, until=NOW + timedelta(days=1))
    assert (filters.since, filters.until) == (None, None)


def test_a_range_goes_back_from_now_to_the_second() -> None:
    day = SessionFilters(time_range=TimeRange.DAY)
    assert day.bounds(NOW) == (datetime(2026, 10, 31, 12, 30, 15, tzinfo=UTC), None)
    prague = NOW.astimezone(timezone(timedelta(hours=1)))
    assert day.bounds(prague) == day.bounds(NOW)
    assert SessionFilters().bounds(NOW) == (None, None)


def test_a_store_outside_of_the_scope_is_dropped_when_fitted() -> None:
    assert SessionFilters(store="theirs").fitted(facts()).store is None
    assert SessionFilters(store="shop").fitted(facts()).store == "shop"


def test_statuses_are_terms_or_what_the_copy_holds() -> None:
    def kept(status: str) -> str | None:
        return SessionFilters(status=status).fitted(facts()).status

    assert kept("Expired") == "Expired"
    assert kept("Active") == "Active"
    assert kept("aCTIVE") == "Active"
    assert kept("Held") == "Held"
    assert kept(NOT_RECORDED) == NOT_RECORDED
    assert kept("Lost") is None


def test_amounts_of_several_currencies_are_sorted_within_the_most_frequent_one() -> None:
    several = facts(store_facts(currencies={"EUR": 4, "USD": 6}))
    by_value = SessionFilters(sort=Sort.VALUE)
    assert by_value.fitted(several).currency == "USD"
    assert replace(by_value, currency="EUR").fitted(several).currency == "EUR"
    assert replace(by_value, currency="CZK").fitted(several).currency == "USD"
    assert replace(by_value, currency="EUR", sort=Sort.ITEMS).fitted(several).currency is None


def test_the_currencies_in_view_are_those_of_the_chosen_store() -> None:
    two = facts(store_facts("a"), store_facts("b", currencies={"USD": 10}))
    by_value = SessionFilters(sort=Sort.VALUE)
    assert by_value.fitted(two).currency == "EUR"
    assert replace(by_value, store="b").fitted(two).currency is None


def test_one_currency_needs_no_choice() -> None:
    assert SessionFilters(sort=Sort.VALUE, currency="EUR").fitted(facts()).currency is None


def test_choosing_a_store_only_ever_narrows_a_scope() -> None:
    mine = Scope(frozenset({"a", "b"}))
    assert SessionFilters(store="a").scope(mine).stores == ["a"]
    assert SessionFilters(store="c").scope(mine).stores == []
    assert SessionFilters().scope(mine).stores == ["a", "b"]
    assert SessionFilters(store="b").scope(Scope(None, "a")).stores == []
    assert SessionFilters().scope(Scope(None)).stores is None


def test_everything_but_store_order_and_page_narrows() -> None:
    assert not SessionFilters(store="a", sort=Sort.OLDEST, page=4).narrows
    for narrowing in (
        SessionFilters(search="a"),
        SessionFilters(status="Active"),
        SessionFilters(risk="Review"),
        SessionFilters(time_range=TimeRange.WEEK),
        SessionFilters(currency="EUR"),
    ):
        assert narrowing.narrows


def test_the_whole_list_is_said_in_three_words() -> None:
    assert said() == "All sessions, newest first"


def test_status_risk_and_country_read_as_one_sentence() -> None:
    assert (
        said(status="Expired", risk="Review", search="Czechia")
        == "Expired sessions with Review risk from Czechia, newest first"
    )


def test_a_search_that_means_several_things_says_each() -> None:
    several = facts(store_facts(token_characters=frozenset("cz0123")))
    assert (
        SessionFilters(search="CZ").sentence(several)
        == 'Sessions with "CZ" in the cart token or from Czechia, newest first'
    )


@pytest.mark.parametrize(
    ("search", "words"),
    [
        ("3f9a", 'Sessions with "3f9a" in the cart token'),
        ("203.0.113.7", "Sessions from IP 203.0.113.7"),
        ("203.0.113.0/24", "Sessions from IP 203.0.113.0/24"),
        ("203.0.113.9/24", "Sessions from IP 203.0.113.0/24"),
        ("203.0.113.", "Sessions from IP 203.0.113.0/24"),
        ("203.0.11", 'Sessions from an IP that begins with "203.0.11"'),
        ("2001:DB8::/32", "Sessions from IP 2001:db8::/32"),
        ("2001:0db8::0001", "Sessions from IP 2001:db8::1"),
        ("nig", "Sessions from Niger or Nigeria"),
        ("n", "Sessions from Netherlands, New Zealand, Niger or 2 more countries"),
        (
            "3f9a…9b1c",
            'Sessions whose cart token begins with "3f9a" and ends with "9b1c"',
        ),
        ("3f9a...", 'Sessions whose cart token begins with "3f9a"'),
        ("xyz!", 'Sessions that match "xyz!"'),
    ],
)
def test_each_meaning_of_a_search_is_said(search: str, words: str) -> None:
    assert said(search=search) == f"{words}, newest first"


def test_a_token_search_beside_a_risk_is_set_apart() -> None:
    assert (
        said(risk="Review", search="3f9a")
        == 'Sessions with Review risk, with "3f9a" in the cart token, newest first'
    )


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"status": "Held"}, 'Sessions with status "Held"'),
        ({"status": NOT_RECORDED}, "Sessions with no recorded status"),
        ({"risk": "odd"}, 'Sessions with risk "odd"'),
        ({"store": "north"}, "Sessions of north"),
        ({"store": "north", "status": "Active"}, "Active sessions of north"),
        ({"time_range": TimeRange.DAY}, "Sessions started in the last 24 hours"),
        ({"currency": "EUR"}, "Sessions in EUR"),
        (
            {"status": "Active", "search": "3f9a", "time_range": TimeRange.WEEK},
            'Active sessions, with "3f9a" in the cart token, started in the last 7 days',
        ),
    ],
)
def test_each_filter_is_said(chosen: dict[str, object], words: str) -> None:
    assert said(**chosen) == f"{words}, newest first"


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("2026-10-01", "2026-10-03", "from 1 October 2026 to 3 October 2026 (UTC)"),
        ("2026-10-01", "2026-10-01", "on 1 October 2026 (UTC)"),
        ("2026-10-01", "", "since 1 October 2026 (UTC)"),
        ("", "2026-10-03", "up to 3 October 2026 (UTC)"),
        ("2026-10-01T08:00:00Z", "", "since 1 October 2026 08:00:00 (UTC)"),
        ("", "2026-10-01T08:00:00Z", "before 1 October 2026 08:00:00 (UTC)"),
        (
            "2026-10-01T08:00:00Z",
            "2026-10-01T09:00:00Z",
            "from 1 October 2026 08:00:00 to before 1 October 2026 09:00:00 (UTC)",
        ),
    ],
)
def test_own_dates_are_said_as_they_are_meant(since: str, until: str, words: str) -> None:
    filters = SessionFilters.from_url({"time": "own", "from": since, "to": until})
    assert filters.sentence(facts()) == f"Sessions started {words}, newest first"


@pytest.mark.parametrize("sort", Sort)
def test_every_order_is_said(sort: Sort) -> None:
    assert said(sort=sort) == f"All sessions, {sort.words}"
