"""Roll-ups give the numbers that the sessions give, and every mark opens the sessions it counts."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import inf
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import layout
from data.actions.decided import Decided, Decision
from data.copy import Copy
from data.terms import NOT_RECORDED, Risk, SessionType, Status
from queries import narrowing
from queries.filters import SessionFilters, TimeRange
from queries.overview import asked as asking
from queries.overview import scanned, standing
from queries.overview.asked import Asked
from queries.overview.changes import changes
from queries.overview.durations import (
    by_extends,
    by_renewals,
    conversion_times,
    expiry_times,
    timers,
)
from queries.overview.funnel import Step, funnel
from queries.overview.headline import headline
from queries.overview.over_time import over_time
from queries.overview.period import Bucket
from queries.overview.places import countries
from queries.overview.products import Ranking, products
from queries.overview.visitors import new_and_returning, risk_mix, session_types
from queries.overview.weekly import by_hour, weekly
from queries.scope import Scope
from queries.sessions import list_page
from queries.slices import Bounds, Visitor, When
from queries.slices import Step as SliceStep
from tests.queries.conftest import build_tiny

NOW = datetime(2026, 11, 1, 12, 7, 30, tzinfo=UTC)
ZONES = ["UTC", "Europe/Prague", "Asia/Kolkata", "America/St_Johns"]
STORES = ["east", "north"]
# Of which part of all sessions on only the products that may stand high are counted.
ALL_PRODUCTS, LIKELY_PRODUCTS = 2.0, 0.0


def made_rows() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Some 300 sessions of 200 days and their lines, with gaps in every column."""
    some = random.Random(11)
    sessions, lines = [], []
    for number in range(300):
        started = NOW.replace(tzinfo=None) - timedelta(
            minutes=some.choice([0, 7, 60, 1440, 10_080, some.randrange(288_000)])
        )
        status = some.choice([*Status, "Expired", "Converted", "on_hold", "odd", None])
        ended = started + timedelta(seconds=some.choice([5, 599, 600, 7200, 100_000]))
        token, store = f"t{number}", some.choice(STORES)
        sessions.append(
            {
                "store": store,
                "cart_token": token,
                "started_at": started,
                "status": status,
                "risk": some.choice([*Risk, "odd", None]),
                "country": some.choice(["CZ", "DE", None]),
                "currency": some.choice(["EUR", "USD", None]),
                "cart_value": some.choice([None, 0, some.randrange(900)]),
                "item_count": some.choice([None, 0, 1, 4]),
                "session_type": some.choice([*SessionType, "fridge", None]),
                "visitor_id": some.choice(["v", "w", None, token]),
                "renewals": some.choice([None, 0, 1, 20]),
                "manual_extends": some.choice([None, 0, 3]),
                "checkout_id": some.choice([None, None, "c"]),
                "ended_at": some.choice([ended, None]),
            }
        )
        lines += [
            {
                "store": store,
                "cart_token": token,
                "line_no": line,
                "product_id": some.choice("pqr"),
                "quantity": some.choice([0, 1, 2]),
            }
            for line in range(some.randrange(3))
        ]
    return sessions, lines


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    with pytest.MonkeyPatch.context() as patch:
        # There are six products: whether they may be among the first two is told, not the first 50.
        patch.setitem(layout._PARAMETERS, "product_tops", {"most": 2})
        return build_tiny(tmp_path_factory.mktemp("rolled") / "sessions.duckdb", *made_rows())


@pytest.fixture(scope="module")
def decided(copy: Copy) -> Copy:
    """The same copy with decisions about a third of its sessions."""
    some = random.Random(12)
    decisions = [
        Decided(row["store"], row["cart_token"], how.level(), how, "Ada", NOW, version)
        for version, row in enumerate(some.sample(made_rows()[0], 100), 1)
        for how in [some.choice(list(Decision))]
    ]
    return replace(copy, decided=copy.overlay.lay(decisions, len(decisions)))


def answers(asked: Asked) -> list[Any]:
    questions: list[Callable[[Asked], Any]] = [
        headline, over_time, funnel, conversion_times, expiry_times, timers, by_renewals,
        by_extends, countries, weekly, session_types, new_and_returning, risk_mix,
    ]  # fmt: skip
    ranked = [products(asked, ranking, 9) for ranking in Ranking]
    found = [*ranked, changes(asked), *(question(asked) for question in questions)]
    if asked.before is not None:
        found += [conversion_times(asked.before), by_hour(asked.before), risk_mix(asked.before)]
    return found


moments = st.integers(-20, 300_000).map(lambda minutes: NOW - timedelta(minutes=minutes))
covered_filters = st.builds(
    SessionFilters,
    store=st.none() | st.sampled_from(STORES),
    status=st.none() | st.sampled_from([*Status]),
    risk=st.none() | st.sampled_from([*Risk, "odd"]),
    time_range=st.sampled_from(TimeRange),
    since=st.none() | moments,
    until=st.none() | moments,
    without_machines=st.booleans(),
    ended=st.booleans(),
    needs_look=st.booleans(),
)


@settings(max_examples=14, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    filters=covered_filters,
    zone=st.sampled_from(ZONES),
    are_decided=st.booleans(),
    allowed=st.none() | st.just(frozenset({"east"})) | st.just(frozenset(STORES)),
    most=st.sampled_from([1, 2, 50]),
    caution=st.sampled_from([0.75, 9.0]),
)
def test_roll_ups_and_sessions_give_the_same_numbers(
    copy: Copy,
    decided: Copy,
    filters: SessionFilters,
    zone: str,
    are_decided: bool,
    allowed: frozenset[str] | None,
    most: int,
    caution: float,
) -> None:
    looked_at = decided if are_decided else copy
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asking, "MOST_PRODUCTS", most)
        patch.setattr(standing, "_CAUTION", caution)
        rolled = Asked(looked_at, Scope(allowed), filters, NOW, zone)
        assert rolled.covered
        found = answers(rolled)
        patch.setattr(asking, "covered", lambda narrowed: False)
        for small_part in ALL_PRODUCTS, LIKELY_PRODUCTS:
            patch.setattr(scanned, "_SMALL_PART", small_part)
            assert answers(Asked(looked_at, Scope(allowed), filters, NOW, zone)) == found


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    filters=covered_filters,
    chosen=st.sampled_from(
        [
            {"visitor": Visitor.NEW},
            {"visitor": Visitor.UNKNOWN},
            {"country": "CZ"},
            {"session_type": "mobile"},
            {"product": "p"},
            {"search": "t1"},
        ]
    ),
    are_decided=st.booleans(),
    most=st.sampled_from([1, 2]),
    caution=st.sampled_from([0.75, 9.0]),
)
def test_products_that_may_stand_high_are_all_that_do(
    copy: Copy,
    decided: Copy,
    filters: SessionFilters,
    chosen: dict[str, Any],
    are_decided: bool,
    most: int,
    caution: float,
) -> None:
    looked_at = decided if are_decided else copy
    found = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asking, "MOST_PRODUCTS", most)
        patch.setattr(standing, "_CAUTION", caution)
        for small_part in ALL_PRODUCTS, LIKELY_PRODUCTS:
            patch.setattr(scanned, "_SMALL_PART", small_part)
            asked = Asked(looked_at, Scope(None), replace(filters, **chosen), NOW)
            assert not asked.covered
            found.append((asked.products, asked.products_before))
    assert found[0] == found[1]


def test_a_product_whose_sessions_are_spread_over_units_and_machines_stands_high(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(layout._PARAMETERS, "product_tops", {"most": 1})
    monkeypatch.setattr(asking, "MOST_PRODUCTS", 1)
    # Of p no sixth of a month has more than one session of a person and one of a machine.
    sold = [("p", 22, None), ("p", 22, "bot"), ("p", 27, None), ("p", 27, "bot")]
    sold += [("q", 27, None)] * 3
    tokens = [f"t{number}" for number in range(len(sold))]
    sessions = [
        {
            "cart_token": token,
            "started_at": datetime(2026, 10, day, 9),
            "status": "Active",
            "risk": "Normal",
            "session_type": session_type,
        }
        for token, (_, day, session_type) in zip(tokens, sold, strict=True)
    ]
    lines = [
        {"cart_token": token, "product_id": product, "quantity": 1}
        for token, (product, _, _) in zip(tokens, sold, strict=True)
    ]
    copy = build_tiny(tmp_path / "sessions.duckdb", sessions, lines)
    since, until = datetime(2026, 10, 21, tzinfo=UTC), datetime(2026, 10, 31, tzinfo=UTC)
    # At one level, roll-ups tell people from machines.
    filters = SessionFilters(time_range=TimeRange.OWN, since=since, until=until, risk="Normal")
    found = Asked(copy, Scope(None), filters, NOW).products
    assert [(row["product"], row["sessions"]) for row in found.values()] == [("p", 4)]


def test_no_product_is_looked_for_in_a_ranking_that_shows_nothing(
    copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Asked(copy, Scope(None), SessionFilters(status="Expired", visitor=Visitor.NEW), NOW)
    assert asked.total.expired
    least = []
    ask = narrowing.ask

    def listen(*of: Any, **parameters: Any) -> Any:
        least.append(parameters["least_shares"])
        return ask(*of, **parameters)

    monkeypatch.setattr(narrowing, "ask", listen)
    monkeypatch.setattr(scanned, "_SMALL_PART", LIKELY_PRODUCTS)
    assert asked.products
    assert all(bought == inf > max(sessions, left) for sessions, bought, left in least)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(filters=covered_filters)
def test_no_product_has_more_in_a_period_than_the_units_around_allow(
    copy: Copy, filters: SessionFilters
) -> None:
    highest_of = """
        select max(sessions) from product_shares where product_no = ? and span between ? and ?
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scanned, "_SMALL_PART", ALL_PRODUCTS)
        patch.setattr(asking, "covered", lambda narrowed: False)
        asked = Asked(copy, Scope(None), filters, NOW)
        around = asked._rolled_alone.standing
        assert max(around.held, 0) >= asked.total.sessions
        for number, row in asked.products.items():
            if around.by_months:
                of_it = [number, around.cover[0], around.cover[-1]]
                ((highest,),) = copy.connection.cursor().execute(highest_of, of_it).fetchall()
                assert highest >= around.shares([row["sessions"]])[0]


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (datetime(1, 1, 1, tzinfo=UTC), None),
        (None, datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (datetime(9999, 11, 3, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_period_may_reach_to_the_ends_of_time(
    copy: Copy, since: datetime | None, until: datetime | None
) -> None:
    filters = SessionFilters(time_range=TimeRange.OWN, since=since, until=until)
    asked = Asked(copy, Scope(None), filters, NOW, "Asia/Kolkata")
    found = [span.by_status for span in over_time(asked).spans]
    total = list_page(copy, Scope(None), filters, NOW).total
    assert sum(sum(by_status.values()) for by_status in found) == asked.total.sessions == total
    assert len(found) < 10_000
    assert len(answers(asked)) > 10


@pytest.mark.parametrize("time_range", [TimeRange.ALL, TimeRange.MONTH])
def test_what_is_read_ahead_is_all_that_the_numbers_need(
    decided: Copy, time_range: TimeRange, monkeypatch: pytest.MonkeyPatch
) -> None:
    filters = SessionFilters(time_range=time_range)
    one_by_one = Asked(decided, Scope(None), filters, NOW)
    found = answers(one_by_one)
    ahead = Asked(decided, Scope(None), filters, NOW)
    ahead.read_ahead()

    def none_more(*_: object, **__: object) -> None:
        raise AssertionError("One more question is asked.")

    monkeypatch.setattr(narrowing, "ask", none_more)
    assert answers(ahead) == found


def test_numbers_by_risk_follow_decisions(copy: Copy, decided: Copy) -> None:
    everything = [Asked(each, Scope(None), SessionFilters(), NOW) for each in (copy, decided)]
    before, after = ({each.value: each.tally for each in risk_mix(asked)} for asked in everything)
    assert before != after
    assert everything[0].total.sessions == everything[1].total.sessions
    assert after["Restricted"].sessions > before["Restricted"].sessions


@pytest.mark.parametrize(
    "chosen",
    [
        {"search": "t1"},
        {"status": "on_hold"},
        {"status": NOT_RECORDED},
        {"country": "CZ"},
        {"session_type": "mobile"},
        {"visitor": Visitor.NEW},
        {"product": "p"},
        {"step": SliceStep.KEPT},
        {"when": When(1, None)},
        {"renewals": Bounds.exactly(1)},
        {"extends": Bounds(1)},
        {"lasted": Bounds(0, 600)},
    ],
    ids=lambda chosen: "-".join(map(str, *chosen.items())),
)
def test_what_roll_ups_do_not_know_is_counted_in_the_sessions(
    copy: Copy, chosen: dict[str, Any]
) -> None:
    filters = SessionFilters(**chosen)
    asked = Asked(copy, Scope(None), filters, NOW)
    assert not asked.covered
    assert asked.total.sessions == list_page(copy, Scope(None), filters, NOW).total > 0
    assert sum(each.tally.sessions for each in countries(asked)) == asked.total.sessions


# Marks.


def narrowed(asked: Asked, **chosen: Any) -> SessionFilters:
    return replace(asked.filters, **chosen)


def within(bucket: Bucket) -> dict[str, Any]:
    return {"time_range": TimeRange.OWN, "since": bucket.start, "until": bucket.end}


def marks(asked: Asked) -> Iterator[tuple[str, int, SessionFilters]]:
    """Every mark of the page: what it is, the number it shows, and the filters that open it."""
    total = asked.total
    yield "sessions", total.sessions, asked.filters
    yield "open", total.still_open, narrowed(asked, status="Active")
    yield "ended", total.ended, narrowed(asked, ended=True)
    yield "expired", total.expired, narrowed(asked, status="Expired")
    yield "to look at", asked.to_look_at, narrowed(asked, needs_look=True)
    for span in over_time(asked).spans:
        for status, sessions in span.by_status.items():
            value = status or NOT_RECORDED
            yield f"{span}", sessions, narrowed(asked, **within(span.bucket), status=value)
    steps = {Step.KEPT: SliceStep.KEPT, Step.CHECKOUT: SliceStep.CHECKOUT}
    lost = {
        (Step.RESERVED, Step.KEPT): SliceStep.NOT_KEPT,
        (Step.RESERVED, Step.CHECKOUT): SliceStep.NOT_AT_CHECKOUT,
        (Step.RESERVED, Step.CONVERTED): SliceStep.UNCONVERTED,
        (Step.KEPT, Step.CHECKOUT): SliceStep.NO_CHECKOUT,
        (Step.KEPT, Step.CONVERTED): SliceStep.KEPT_NOT_CONVERTED,
        (Step.CHECKOUT, Step.CONVERTED): SliceStep.NOT_CONVERTED,
    }
    before = Step.RESERVED
    for step in funnel(asked):
        if step.step in steps and step.reached is not None:
            yield step.step, step.reached, narrowed(asked, step=steps[step.step])
        if step.lost is not None:
            yield f"lost: {step.step}", step.lost, narrowed(asked, step=lost[before, step.step])
        if step.of_all is not None:
            before = step.step
    for status, times in (("Converted", conversion_times(asked)), ("Expired", expiry_times(asked))):
        for each in times.bins:
            lasted = Bounds(round(each.start.total_seconds()), round(each.end.total_seconds()))
            yield f"{each}", each.sessions, narrowed(asked, status=status, lasted=lasted)
        unknown = narrowed(asked, status=status, lasted=Bounds(None))
        yield f"{status} without an end", times.unknown, unknown
    for each in by_renewals(asked):
        chosen = narrowed(asked, renewals=Bounds.exactly(each.count))
        yield f"{each}", each.tally.sessions, chosen
    for each in by_extends(asked):
        chosen = narrowed(asked, extends=Bounds.exactly(each.count), status="Converted")
        yield f"{each}", each.tally.converted, chosen
    for country in countries(asked):
        chosen = narrowed(asked, country=country.code or NOT_RECORDED, ended=True)
        yield f"{country}", country.tally.ended, chosen
    for hour in weekly(asked):
        if hour.tally.sessions:
            when = When(hour.weekday, hour.hour)
            yield f"{hour}", hour.tally.sessions, narrowed(asked, when=when, zone=asked.zone)
    for group in session_types(asked):
        chosen = narrowed(asked, session_type=group.value or NOT_RECORDED)
        yield f"{group}", group.tally.sessions, chosen
    for group in new_and_returning(asked):
        chosen = narrowed(asked, visitor=Visitor(group.value or NOT_RECORDED))
        yield f"{group}", group.tally.sessions, chosen
    for group in risk_mix(asked):
        yield f"{group}", group.tally.sessions, narrowed(asked, risk=group.value)
    for product in products(asked, Ranking.RESERVED, 9):
        of_it = {"store": product.store, "product": product.key}
        yield f"{product}", product.tally.sessions, narrowed(asked, **of_it)
        bought = narrowed(asked, **of_it, in_cart=True, status="Converted")
        yield f"bought: {product}", product.bought or 0, bought
        left = narrowed(asked, **of_it, in_cart=True, status="Expired")
        yield f"left: {product}", product.left_behind or 0, left


@pytest.mark.parametrize(
    ("zone", "chosen"),
    [
        ("America/St_Johns", {}),
        ("Europe/Prague", {"time_range": TimeRange.MONTH, "store": "east"}),
        ("UTC", {"time_range": TimeRange.DAY}),
    ],
)
def test_every_mark_opens_as_many_sessions_as_it_shows(
    decided: Copy, zone: str, chosen: dict[str, Any]
) -> None:
    asked = Asked(decided, Scope(None), SessionFilters(**chosen), NOW, zone)
    wrong = [
        (mark, sessions, total)
        for mark, sessions, filters in marks(asked)
        if (total := list_page(decided, Scope(None), filters, NOW).total) != sessions
    ]
    assert wrong == []
    assert asked.total.sessions > 5
