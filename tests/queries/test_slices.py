"""Slices: read from a URL and written back, said in words, dropped when they are not valid."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.copy import Copy
from data.terms import NOT_RECORDED
from queries.filters import SessionFilters
from queries.scope import Scope
from queries.sessions import list_page
from queries.slices import Bounds, Step, Visitor, When, time_zones
from tests.queries.conftest import MakeCopy
from tests.queries.test_filters import NOW, facts, store_facts

counts = st.integers(0, 10**9 - 2)
bounds = st.one_of(
    st.builds(Bounds, counts),
    st.builds(Bounds.exactly, counts),
    st.builds(lambda low, more: Bounds(low, min(low + more, 10**9 - 1)), counts, counts).filter(
        lambda each: each.after is None or each.low is None or each.low < each.after
    ),
    st.just(Bounds(None)),
)
whens = st.builds(
    When, weekday=st.none() | st.integers(1, 7), hour=st.none() | st.integers(0, 23)
).filter(lambda when: when != When())
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(
    lambda text: bool(text.strip())
)
sliced_filters = st.builds(
    SessionFilters,
    country=st.none() | texts,
    session_type=st.none() | texts,
    without_machines=st.booleans(),
    visitor=st.none() | st.sampled_from(Visitor),
    product=st.none() | texts,
    in_cart=st.booleans(),
    step=st.none() | st.sampled_from(Step),
    ended=st.booleans(),
    needs_look=st.booleans(),
    when=st.none() | whens,
    zone=st.sampled_from(sorted(time_zones())) | texts,
    renewals=st.none() | bounds,
    extends=st.none() | bounds,
    lasted=st.none() | bounds,
)


@given(sliced_filters)
def test_slices_that_are_written_to_the_url_are_read_back(filters: SessionFilters) -> None:
    assert SessionFilters.from_url(filters.to_url()) == filters


@given(sliced_filters)
def test_without_each_of_its_slices_a_list_has_none(filters: SessionFilters) -> None:
    left = filters
    while slices := left.slices():
        fewer = slices[-1].without
        assert len(fewer.slices()) == len(slices) - 1
        left = fewer
    assert not left.narrows
    assert left == SessionFilters(zone=filters.zone)


@given(st.dictionaries(st.sampled_from(["when", "zone", "renewals", "lasted", "step"]), st.text()))
def test_whatever_stands_in_a_url_is_read_without_complaint(url: dict[str, str]) -> None:
    filters = SessionFilters.from_url(url)
    assert SessionFilters.from_url(filters.to_url()) == filters
    assert filters.sentence(facts())


@pytest.mark.parametrize(
    "url",
    [
        {"visitor": "old"},
        {"step": "__class__"},
        {"machines": "in"},
        {"in_cart": "yes"},
        {"ended": "no"},
        {"when": "Mon-24"},
        {"when": "mon-14"},
        {"when": "Mon-"},
        {"when": "-14"},
        {"when": "014"},
        {"when": "١٤"},
        {"zone": "Mars/Base"},
        {"zone": "../../etc/passwd"},
        {"zone": "localtime"},
        {"zone": "europe/berlin"},
        {"renewals": "-1"},
        {"renewals": "1.5"},
        {"renewals": "٣"},
        {"extends": "99999999999999999999"},
        {"lasted": "30-10"},
        {"lasted": "30-30"},
        {"lasted": "30-"},
        {"product": "x" * 2001},
        {"product": " "},
        {"product": "\ud800"},
    ],
)
def test_an_invalid_slice_is_dropped(url: dict[str, str]) -> None:
    assert SessionFilters.from_url(url) == SessionFilters()


def test_every_zone_that_can_be_chosen_is_known_to_the_copy_too(make_copy: MakeCopy) -> None:
    known = make_copy().connection.cursor().execute("select name from pg_timezone_names()")
    assert time_zones() <= {name for (name,) in known.fetchall()}
    for name in ("Europe/Berlin", "Asia/Kathmandu", "UTC"):
        assert name in time_zones()
        ZoneInfo(name)


def test_countries_and_types_that_nobody_knows_are_dropped_when_fitted() -> None:
    held = facts(store_facts(session_types={"fridge": 10}))

    def fitted(**chosen: str) -> SessionFilters:
        return SessionFilters(**chosen).fitted(held)  # type: ignore[arg-type]

    assert fitted(country="CZ").country == "CZ"
    assert fitted(country="fr").country == "FR"
    assert fitted(country="ZZ").country is None
    assert fitted(country="Germany").country is None
    assert fitted(country=NOT_RECORDED).country == NOT_RECORDED
    assert fitted(session_type="fridge").session_type == "fridge"
    assert fitted(session_type="TABLET").session_type == "tablet"
    assert fitted(session_type="toaster").session_type is None
    assert fitted(product="whatever").product == "whatever"


def test_a_zone_alone_narrows_nothing() -> None:
    assert not SessionFilters(zone="Asia/Tokyo").narrows
    assert SessionFilters(zone="Asia/Tokyo").to_url() == {"zone": "Asia/Tokyo"}


def test_every_slice_narrows() -> None:
    for narrowing in (
        SessionFilters(country="CZ"),
        SessionFilters(without_machines=True),
        SessionFilters(product="p"),
        SessionFilters(when=When(1)),
        SessionFilters(lasted=Bounds(0)),
        SessionFilters(ended=True),
    ):
        assert narrowing.narrows


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ({"country": "DE"}, "Sessions from Germany"),
        ({"country": "DE", "type": "desktop"}, "Sessions from Germany on desktop"),
        ({"country": NOT_RECORDED}, "Sessions with country not recorded"),
        ({"type": "bot"}, "Sessions of bots"),
        ({"type": "fridge"}, 'Sessions of type "fridge"'),
        ({"machines": "out"}, "Sessions without machines"),
        ({"visitor": "returning"}, "Sessions of returning visitors"),
        ({"visitor": NOT_RECORDED}, "Sessions with visitor not recorded"),
        ({"product": "7"}, 'Sessions with "Green Tea"'),
        ({"product": "7", "in_cart": "yes"}, 'Sessions with "Green Tea" in the cart at the end'),
        ({"step": "no_checkout"}, "Sessions that kept an item and started no checkout"),
        ({"ended": "yes"}, "Ended sessions"),
        ({"ended": "yes", "status": "Expired"}, "Expired sessions that ended"),
        ({"needs_look": "yes"}, "Sessions with Review or Restricted risk"),
        ({"when": "Mon-14"}, "Sessions started on Mondays from 14:00 to 15:00 (UTC)"),
        (
            {"when": "9", "zone": "Asia/Kathmandu"},
            "Sessions started from 09:00 to 10:00 (Asia/Kathmandu)",
        ),
        ({"when": "Sun"}, "Sessions started on Sundays (UTC)"),
        ({"renewals": "1"}, "Sessions with 1 renewal"),
        ({"renewals": "5+"}, "Sessions with 5 or more renewals"),
        ({"extends": "0"}, "Sessions with 0 manual extends"),
        ({"extends": NOT_RECORDED}, "Sessions with manual extends not recorded"),
        ({"renewals": "2-5"}, "Sessions with 2 to 4 renewals"),
        ({"lasted": "600-1800"}, "Sessions that lasted 10 min to under 30 min"),
        ({"lasted": "0-90"}, "Sessions that lasted under 1 min 30 s"),
        ({"lasted": "86400+"}, "Sessions that lasted 1 d or more"),
        ({"lasted": NOT_RECORDED}, "Sessions with their end not recorded"),
        (
            {"status": "Converted", "country": "DE", "type": "desktop", "visitor": "returning"},
            "Converted sessions from Germany on desktop, of returning visitors",
        ),
        (
            {"country": "DE", "search": "Czechia", "time": "24h"},
            "Sessions from Germany, from Czechia, started in the last 24 hours",
        ),
    ],
)
def test_slices_read_as_one_sentence(url: dict[str, str], words: str) -> None:
    filters = SessionFilters.from_url(url)
    assert filters.sentence(facts(), "Green Tea") == f"{words}, newest first"


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (Step.KEPT, Step.CHECKOUT, Step.CHECKOUT),
        (Step.KEPT, Step.CONVERTED, Step.CONVERTED),
        (Step.KEPT, Step.NOT_AT_CHECKOUT, Step.NO_CHECKOUT),
        (Step.KEPT, Step.UNCONVERTED, Step.KEPT_NOT_CONVERTED),
        (Step.KEPT_NOT_CONVERTED, Step.CHECKOUT, Step.NOT_CONVERTED),
        (Step.NOT_KEPT, Step.UNCONVERTED, Step.NOT_KEPT),
        (Step.KEPT_UNKNOWN, Step.NOT_AT_CHECKOUT, None),
        (Step.NOT_KEPT, Step.CONVERTED, None),
    ],
)
def test_two_steps_are_one_where_one_says_both(one: Step, other: Step, both: Step | None) -> None:
    assert one.both(other) is both
    assert other.both(one) is both


def test_a_product_without_a_title_is_called_by_its_key() -> None:
    filters = SessionFilters(product="7")
    assert filters.sentence(facts()) == 'Sessions with "7", newest first'
    assert filters.slices()[0].words == "7"


# The hour of a weekday, on the clocks of a zone.


@pytest.fixture
def around_the_change(make_copy: MakeCopy) -> Copy:
    """A session every quarter of an hour while the clocks of Berlin go back, on 25 October 2026."""
    return make_copy(
        [
            {"cart_token": f"{hour:02}:{minute:02}", "started_at": f"2026-10-25 {hour}:{minute}:00"}
            for hour in range(5)
            for minute in (0, 15, 30, 45)
        ]
    )


@pytest.mark.parametrize(
    ("when", "zone", "tokens"),
    [
        ("Sun-2", "UTC", "02:00 02:15 02:30 02:45"),
        # 2 o'clock comes twice.
        ("Sun-2", "Europe/Berlin", "00:00 00:15 00:30 00:45 01:00 01:15 01:30 01:45"),
        ("Sun-3", "Europe/Berlin", "02:00 02:15 02:30 02:45"),
        ("Sat-21", "America/New_York", "01:00 01:15 01:30 01:45"),
        ("Sun-6", "Asia/Kathmandu", "00:15 00:30 00:45 01:00"),
        ("7", "Asia/Kolkata", "01:30 01:45 02:00 02:15"),
        ("Mon-2", "UTC", ""),
    ],
)
def test_an_hour_is_that_of_the_zones_clocks(
    around_the_change: Copy, when: str, zone: str, tokens: str
) -> None:
    filters = SessionFilters.from_url({"when": when, "zone": zone, "sort": "oldest"})
    page = list_page(around_the_change, Scope(None), filters, NOW)
    assert " ".join(row.cart_token for row in page.rows) == tokens
    assert page.total == len(tokens.split())


def test_counts_beside_a_slice_are_what_choosing_them_would_show(make_copy: MakeCopy) -> None:
    copy = make_copy(
        [
            {"cart_token": "a", "status": "Converted", "risk": "Review"},
            {"cart_token": "b", "status": "Expired", "risk": "Restricted"},
            {"cart_token": "c", "status": "Active", "risk": "Review"},
            {"cart_token": "d", "status": "Expired", "risk": "Normal"},
            {"cart_token": "e"},
        ]
    )
    filters = SessionFilters(ended=True, needs_look=True)
    page = list_page(copy, Scope(None), filters, NOW)
    assert page.total == page.any_status == page.any_risk == 2
    for status, count in page.status_counts.items():
        assert list_page(copy, Scope(None), replace(filters, status=status), NOW).total == count
    for risk, count in page.risk_counts.items():
        assert list_page(copy, Scope(None), replace(filters, risk=risk), NOW).total == count


def test_a_hostile_product_finds_nothing_or_itself(make_copy: MakeCopy) -> None:
    naughty = ["'; drop table sessions; --", "$stores", "a\x00b", "İ", "💀", "x" * 2000, "%", "[]"]
    copy = make_copy(
        [{"cart_token": f"t{n}"} for n in range(len(naughty))],
        [{"cart_token": f"t{n}", "product": text} for n, text in enumerate(naughty)],
    )
    for number, text in enumerate(naughty):
        filters = SessionFilters.from_url(SessionFilters(product=text).to_url())
        page = list_page(copy, Scope(None), filters, NOW)
        assert [row.cart_token for row in page.rows] == [f"t{number}"]
    assert list_page(copy, Scope(None), SessionFilters(product="__"), NOW).total == 0
