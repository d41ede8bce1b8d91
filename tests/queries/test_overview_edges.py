"""What counts where a period or a choice cuts the sessions in two, and where people decided."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from data.actions.decided import Decided, Decision
from data.copy import Copy
from queries.filters import SessionFilters, TimeRange
from queries.overview.asked import Asked
from queries.overview.durations import timers
from queries.overview.headline import headline
from queries.overview.products import Ranking, products
from queries.overview.tally import Worth
from queries.overview.visitors import risk_mix
from queries.scope import Scope
from queries.slices import Visitor
from tests.queries.conftest import MakeCopy
from tests.queries.test_overview_numbers import (
    ALL,
    NOW,
    asked,
    cart,
    medians,
    purchase,
    ran_out,
)

Decide = Callable[..., Copy]

# Begins within a day, and within a quarter of it.
DAYS: dict[str, Any] = {
    "time_range": TimeRange.OWN,
    "since": datetime(2026, 10, 28, 13, tzinfo=UTC),
    "until": datetime(2026, 11, 1, 12, tzinfo=UTC),
}
# So short that its buckets are hours.
HOURS = {**DAYS, "until": datetime(2026, 10, 29, 12, tzinfo=UTC)}
# Of the sessions below, only those of people in one store.
PEOPLE: dict[str, Any] = {"store": "shop", "without_machines": True}
RESTRICTED = {**PEOPLE, "risk": "Restricted"}
SECONDS = timedelta(seconds=35)


@pytest.fixture
def cut(make_copy: MakeCopy) -> Copy:
    """A day of which three sessions started since 13:00: of a person, a machine, another store."""

    def bought(token: str, hour: int, seconds: int | None, **values: Any) -> dict[str, Any]:
        return {**purchase(token, datetime(2026, 10, 28, hour), seconds), **values}

    tea = {"product": "Tea", "quantity": 1}
    return make_copy(
        [
            purchase("long ago", datetime(2026, 10, 20), None),
            bought("before", 10, 31),
            # So many that the part of the day, or of its quarter, since 13:00 is the smaller one.
            *(bought(f"at noon {number}", 12, None) for number in range(4)),
            bought("person", 14, 31),
            bought("machine", 15, 1205, session_type="bot"),
            bought("elsewhere", 16, 1205, store="other"),
        ],
        [
            {"cart_token": "person", **tea},
            {"cart_token": "machine", **tea},
            {"cart_token": "elsewhere", "store": "other", **tea},
        ],
    )


@pytest.fixture
def decide() -> Iterator[Decide]:
    """Decide about sessions of a store, in one go after the other; in the end all is forgotten."""
    copies: list[Copy] = []

    def lay(
        copy: Copy, *tokens: str, store: str = "shop", how: Decision = Decision.RESTRICT
    ) -> Copy:
        version = len(copies) + 1
        go = [Decided(store, token, how.level(), how, "Ada", NOW, version) for token in tokens]
        copies.append(replace(copy, decided=copy.overlay.lay(go, version)))
        return copies[-1]

    yield lay
    for copy in copies:
        copy.overlay.forget()


# Cut days and hours.


@pytest.mark.parametrize("chosen", [{}, {"visitor": Visitor.UNKNOWN}], ids=["rolled", "scanned"])
def test_the_rest_of_a_cut_day_has_the_median_of_the_sessions_shown(
    cut: Copy, chosen: dict[str, Any]
) -> None:
    found = asked(cut, **DAYS, **PEOPLE, **chosen)
    assert found.covered is not bool(chosen)
    assert medians(found) == {"10-28 13:00": SECONDS}


@pytest.mark.parametrize(
    ("scope", "chosen"),
    [(Scope(frozenset({"shop"})), {}), (ALL, {"store": "shop"})],
    ids=["allowed", "chosen"],
)
def test_medians_by_hour_are_of_the_stores_in_view(
    cut: Copy, scope: Scope, chosen: dict[str, Any]
) -> None:
    filters = SessionFilters(without_machines=True, **HOURS, **chosen)
    assert medians(Asked(cut, scope, filters, NOW)) == {"10-28 14:00": SECONDS}


def test_worth_in_an_hour_that_is_cut_is_told_apart_by_period(make_copy: MakeCopy) -> None:
    def bought(token: str, hour: int, minute: int, value: int) -> dict[str, Any]:
        began = purchase(token, datetime(2026, 10, 30, hour, minute), 31)
        return {**began, "cart_value": value, "currency": "EUR"}

    copy = make_copy(
        [
            bought("long before", 1, 0, 100),
            bought("before a", 9, 5, 1),
            bought("before b", 9, 10, 2),
            bought("since", 9, 30, 4),
        ]
    )
    since = datetime(2026, 10, 30, 9, 20, tzinfo=UTC)
    until = datetime(2026, 10, 30, 16, 0, tzinfo=UTC)
    found = headline(asked(copy, time_range=TimeRange.OWN, since=since, until=until))
    assert found.before is not None
    assert found.figures.worth == found.course[0].worth == (Worth("EUR", Decimal(4), None),)
    assert found.before.worth == (Worth("EUR", Decimal(3), None),)


# One store of several.


def test_all_time_and_the_timer_are_those_of_the_store_that_is_chosen(make_copy: MakeCopy) -> None:
    copy = make_copy(
        [
            cart("first", 60, "Active"),
            ran_out("here", 15),
            cart("long ago", 500, "Active", store="other"),
            ran_out("there", 30, store="other"),
        ]
    )
    found = asked(copy, store="shop")
    assert found.period.start == NOW - timedelta(hours=60)
    assert timers(found) == (timedelta(minutes=15),)
    # The day before began 48 hours ago, the week before 14 days ago.
    assert not asked(copy, store="shop", time_range=TimeRange.DAY).begins_too_late
    assert asked(copy, store="shop", time_range=TimeRange.WEEK).begins_too_late


# Decisions.


@pytest.mark.parametrize("period", [DAYS, HOURS], ids=["days", "hours"])
def test_the_median_at_a_level_is_that_of_the_sessions_decided_to_have_it(
    cut: Copy, decide: Decide, period: dict[str, Any]
) -> None:
    copy = decide(decide(cut, "person", "machine"), "elsewhere", store="other")
    found = asked(copy, **period, **RESTRICTED)
    assert found.covered
    assert list(medians(found).values()) == [SECONDS]


def test_decisions_about_sessions_that_are_not_shown_count_nowhere(
    cut: Copy, decide: Decide
) -> None:
    found = asked(decide(decide(cut, "machine"), "elsewhere", store="other"), **RESTRICTED)
    assert found.covered
    assert (found.total.sessions, risk_mix(found), found.products) == (0, (), {})


def test_a_decision_about_a_session_before_the_period_adds_nothing_to_its_medians(
    cut: Copy, decide: Decide
) -> None:
    found = asked(decide(cut, "before"), **DAYS, **RESTRICTED)
    assert found.before is not None
    assert medians(found) == {}


def test_the_first_session_of_a_period_is_counted_at_the_level_decided(
    cut: Copy, decide: Decide
) -> None:
    found = risk_mix(asked(decide(cut, "person"), **DAYS, **PEOPLE))
    assert [(each.value, each.tally.sessions) for each in found] == [("Restricted", 1)]


def test_a_product_that_has_a_level_by_decisions_alone_is_found(cut: Copy, decide: Decide) -> None:
    (tea,) = products(asked(decide(cut, "person"), **RESTRICTED), Ranking.RESERVED, 9)
    assert (tea.key, tea.tally.sessions) == ("Tea", 1)


def test_only_the_last_decision_about_a_session_counts(cut: Copy, decide: Decide) -> None:
    copy = decide(decide(cut, "person"), "person", how=Decision.CONFIRM)
    restricted = asked(copy, **DAYS, **RESTRICTED)
    assert restricted.total.sessions == 0
    assert (medians(restricted), restricted.products) == ({}, {})
    found = risk_mix(asked(copy, **DAYS, **PEOPLE))
    assert [(each.value, each.tally.sessions) for each in found] == [("Normal", 1)]
