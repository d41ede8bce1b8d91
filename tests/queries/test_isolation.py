"""Whatever is asked, a viewer learns nothing of stores outside of the scope.

Every SQL file is asked here, through the function that asks it: of a copy with two stores by a
viewer of one, and of a copy that holds nothing but that store. Both must answer alike.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from data.actions.decided import Decided, Decision
from data.copy import Copy
from queries import run
from queries.changes import changes
from queries.downloads import write_csv, write_parquet
from queries.facts import copy_facts
from queries.filters import SessionFilters, Sort, TimeRange
from queries.overview.asked import Asked
from queries.overview.changes import changes as what_changed
from queries.overview.durations import by_extends, by_renewals, expiry_times, timers
from queries.overview.funnel import funnel
from queries.overview.headline import headline
from queries.overview.over_time import over_time
from queries.overview.places import countries
from queries.overview.products import Ranking, products
from queries.overview.visitors import new_and_returning, risk_mix, session_types
from queries.overview.weekly import weekly
from queries.review import queue
from queries.risk import assessment, innocence, most_alike
from queries.scope import Scope
from queries.session import (
    all_events,
    companies,
    event_count,
    lines,
    sessions_like,
    sessions_with,
    some_events,
)
from queries.sessions import list_page, neighbours
from queries.slices import Step, Visitor, When
from tests.queries import test_risk
from tests.queries.conftest import MakeCopy

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
Answer = Callable[[Copy, Scope, Path], Any]


def carts(store: str, started_at: datetime) -> list[dict[str, Any]]:
    sold_at = started_at + timedelta(minutes=len(store))
    return [
        {
            "store": store,
            "cart_token": f"Cart-{number}",
            "started_at": started_at + timedelta(minutes=number),
            "ip": "203.0.113.7",
            "visitor_id": "v",
            "country": "CZ",
            "currency": "EUR",
            "cart_value": 10 + number,
            "item_count": number,
            "status": ["Converted", "Expired", "Active", "Expired"][number],
            "ended_at": None if number else sold_at,
            "risk": f"{store}-level" if number == 3 else "Review",
        }
        for number in range(4)
    ]


def details(store: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    cart = {"store": store, "cart_token": "Cart-1", "product_id": "tea", "product": f"{store} tea"}
    at = datetime(2026, 11, 1, 9, 0)
    return (
        [
            {**cart, "quantity": 1},
            {**cart, "product_id": f"{len(store)}", "line_no": 2},
            {**cart, "cart_token": "Cart-0", "quantity": 1},
        ],
        [{**cart, "at": at, "kind": "created"}],
    )


def decided(copy: Copy) -> Copy:
    """The copy with decisions about sessions of both stores laid over it."""
    decisions = [
        Decided(store, f"Cart-{number}", decision.level(), decision, f"{store} Ada", NOW, version)
        for version, (store, number, decision) in enumerate(
            [
                ("mine", 1, Decision.RESTRICT),
                ("mine", 3, Decision.CONFIRM),
                ("theirs", 1, Decision.RESTRICT),
                ("theirs", 2, Decision.CONFIRM),
            ],
            1,
        )
    ]
    return replace(copy, decided=copy.overlay.lay(decisions, 4))


@pytest.fixture
def only_mine(make_copy: MakeCopy) -> Copy:
    return decided(make_copy(carts("mine", datetime(2026, 11, 1, 8)), *details("mine")))


@pytest.fixture
def both(make_copy: MakeCopy) -> Copy:
    # The other store's sessions started later: then session_no is the same in both copies.
    (my_lines, my_events), (their_lines, their_events) = details("mine"), details("theirs")
    return decided(
        make_copy(
            [*carts("mine", datetime(2026, 11, 1, 8)), *carts("theirs", datetime(2026, 11, 1, 10))],
            [*my_lines, *their_lines],
            [*my_events, *their_events],
        )
    )


def listed(**chosen: Any) -> Answer:
    return lambda copy, scope, _: list_page(copy, scope, SessionFilters(**chosen), NOW)


def placed(came_from: int, **chosen: Any) -> Answer:
    filters = SessionFilters(page=came_from, **chosen)
    return lambda copy, scope, _: [
        neighbours(copy, scope, filters, NOW, number) for number in range(4)
    ]


def csv(**chosen: Any) -> Answer:
    def answer(copy: Copy, scope: Scope, folder: Path) -> bytes:
        write_csv(copy, scope, SessionFilters(**chosen), NOW, folder / "file")
        return (folder / "file").read_bytes()

    return answer


def parquet(copy: Copy, scope: Scope, folder: Path) -> Any:
    write_parquet(copy, scope, SessionFilters(sort=Sort.ITEMS), NOW, folder / "file")
    return pyarrow.parquet.read_table(folder / "file").to_pylist()


def of_each(question: Callable[..., Any], *more: Any, **named: Any) -> Answer:
    return lambda copy, scope, _: [
        question(copy, scope, session, *more, **named)
        for session in sessions_with(copy, scope, "Cart-1")
    ]


def overview(zone: str = "Asia/Kolkata", **chosen: Any) -> Answer:
    questions = (
        headline, over_time, funnel, expiry_times, timers, by_renewals, by_extends, countries,
        weekly, session_types, new_and_returning, risk_mix, what_changed,
    )  # fmt: skip

    def answer(copy: Copy, scope: Scope, _: Path) -> Any:
        asked = Asked(copy, scope, SessionFilters(**chosen), NOW, zone)
        bought = products(asked, Ranking.RESERVED, 9)
        return [bought, *(question(asked) for question in questions)]

    return answer


# Cuts the sessions of both stores in two.
HOURS: dict[str, Any] = {
    "time_range": TimeRange.OWN,
    "since": datetime(2026, 11, 1, 8, 2),
    "until": datetime(2026, 11, 1, 10, 2),
}

ANSWERS: dict[str, Answer] = {
    "facts": lambda copy, scope, _: copy_facts(copy, scope),
    **{f"list by {sort}": listed(sort=sort) for sort in Sort},
    **{f"hours by {sort}": listed(sort=sort, **HOURS) for sort in Sort},
    "list of theirs": listed(store="theirs"),
    "token": listed(search="art-"),
    "token by risk": listed(search="art-", sort=Sort.RISK),
    "token, oldest first": listed(search="art-", sort=Sort.OLDEST),
    "token and risk": listed(search="art-", risk="Restricted"),
    "address": listed(search="203.0.113."),
    "address by value": listed(search="203.0.113.", sort=Sort.VALUE),
    "country": listed(search="Czechia"),
    "their status": listed(status="theirs-level"),
    "their risk": listed(risk="theirs-level"),
    "a product of both": listed(product="tea"),
    "a product by value": listed(product="tea", in_cart=True, sort=Sort.VALUE),
    "their product": listed(product=f"{len('theirs')}"),
    "returning visitors": listed(visitor=Visitor.RETURNING),
    "who started the checkout": listed(step=Step.CHECKOUT, country="CZ"),
    "an hour": listed(when=When(7, 8)),
    "places in a slice": placed(1, product="tea"),
    "places": placed(1),
    "places by value": placed(1, sort=Sort.VALUE),
    "places of no page": placed(9, search="zzz"),
    "places that nothing shows": placed(1, status="Cancelled"),
    "csv": csv(),
    "csv by value": csv(sort=Sort.VALUE),
    "parquet": parquet,
    "queue": lambda copy, scope, _: queue(copy, scope, None, NOW, 9),
    "queue of theirs": lambda copy, scope, _: queue(copy, scope, "theirs", NOW, 9).head,
    "one session": lambda copy, scope, _: sessions_with(copy, scope, "Cart-1"),
    "alike": lambda copy, scope, _: sessions_like(copy, scope, "CART-1", 9),
    "lines": of_each(lines),
    "events": of_each(all_events, 9),
    "some events": of_each(some_events, 0, 9),
    "event count": of_each(event_count),
    "company": of_each(companies, 9),
    "changes": lambda copy, scope, _: changes(copy, copy, scope),
    "overview": overview(),
    "overview of hours": overview(**HOURS),
    "overview of theirs": overview(store="theirs"),
    "overview of a week": overview("UTC", time_range=TimeRange.WEEK),
    "overview of a country": overview(country="CZ"),
}


def why(copy: Copy, scope: Scope) -> Any:
    """Why the last of my sessions looks risky, and all that goes with it."""
    found = assessment(copy, scope, test_risk.FIFTH)
    return found and (found, innocence(copy, scope, found), most_alike(copy, scope, found, 9))


@pytest.fixture
def crowded_both(make_copy: MakeCopy) -> Copy:
    mine = test_risk.crowded(store="mine")
    later = timedelta(days=90)
    theirs = [{**row, "store": "theirs", "started_at": row["started_at"] + later} for row in mine]
    return make_copy([*mine, *theirs])


def test_why_a_session_looks_risky_does_not_depend_on_other_stores(
    crowded_both: Copy, make_copy: MakeCopy
) -> None:
    mine = Scope(frozenset({"mine"}))
    wanted = why(make_copy(test_risk.crowded(store="mine")), Scope(None))
    assert why(crowded_both, mine) == wanted
    assert why(crowded_both, Scope(frozenset({"theirs"}))) is None
    assert why(crowded_both, Scope(frozenset())) is None


@pytest.mark.parametrize("name", ANSWERS)
def test_the_answer_is_that_of_a_copy_without_the_other_stores(
    name: str, both: Copy, only_mine: Copy, tmp_path: Path
) -> None:
    answer = ANSWERS[name]
    wanted = answer(only_mine, Scope(None), tmp_path)
    assert answer(both, Scope(frozenset({"mine"})), tmp_path) == wanted
    assert "theirs" not in repr(answer(both, Scope(frozenset({"mine"})), tmp_path))


@pytest.mark.parametrize("name", ANSWERS)
def test_who_may_see_no_store_sees_nothing(name: str, both: Copy, tmp_path: Path) -> None:
    seen = repr(ANSWERS[name](both, Scope(frozenset()), tmp_path))
    assert "Cart" not in seen
    assert "mine" not in seen


def test_every_sql_file_was_asked(
    both: Copy,
    crowded_both: Copy,
    make_copy: MakeCopy,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = set()
    read = run.read_question

    def watched(question: str) -> run.Question:
        asked.add(question)
        return read(question)

    monkeypatch.setattr(run, "read_question", watched)
    again = make_copy([*carts("mine", datetime(2026, 11, 1, 8)), {"cart_token": "new"}])
    for name, answer in ANSWERS.items():
        # Some is kept with a copy; a copy that was not asked yet must be read. What is usual is
        # kept as well, for each scope.
        asked_of = again if name in ("facts", "overview", "overview of hours") else both
        answer(asked_of, Scope(frozenset({"mine", name})), tmp_path)
    changes(both, again, Scope(None))
    why(crowded_both, Scope(frozenset({"mine", "why"})))
    files = {
        path.relative_to(run.SQL).with_suffix("").as_posix() for path in run.SQL.rglob("*.sql")
    }
    assert asked >= files
