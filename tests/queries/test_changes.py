"""What Refresh says about two copies is counted, not guessed."""

from datetime import datetime
from typing import Any

from queries import changes as module
from queries.changes import Changes, changes
from queries.scope import Scope

ALL = Scope(None)
OCTOBER = datetime(2026, 10, 30, 9, 0)
NOVEMBER = datetime(2026, 11, 1, 9, 0)


def carts(*tokens: str, **values: Any) -> list[dict[str, Any]]:
    return [{"cart_token": token, "status": "Active", **values} for token in tokens]


def test_the_same_sessions_are_no_change(make_copy: Any) -> None:
    rows = carts("a", "b")
    assert changes(make_copy(rows), make_copy(rows), ALL) == Changes(2, 2, 0, 0, 0)


def test_new_gone_and_changed_sessions_are_counted_apart(make_copy: Any) -> None:
    before = make_copy(carts("a", "b", "c"))
    after = make_copy([*carts("b"), *carts("c", status="Expired"), *carts("d", "e")])
    assert changes(before, after, ALL) == Changes(3, 4, new=2, gone=1, changed_status=1)


def test_a_status_that_becomes_recorded_is_a_change(make_copy: Any) -> None:
    before, after = make_copy(carts("a", status=None)), make_copy(carts("a"))
    assert changes(before, after, ALL).changed_status == 1


def test_the_same_token_in_another_store_is_another_session(make_copy: Any) -> None:
    before, after = make_copy(carts("a", store="x")), make_copy(carts("a", store="y"))
    assert changes(before, after, ALL) == Changes(1, 1, new=1, gone=1, changed_status=0)


def test_a_corrected_start_is_neither_new_nor_gone(make_copy: Any) -> None:
    before = make_copy(carts("a", started_at=OCTOBER))
    after = make_copy(carts("a", started_at=NOVEMBER))
    assert changes(before, after, ALL) == Changes(1, 1, 0, 0, 0)


def test_statuses_that_no_term_names_are_compared_by_their_words(make_copy: Any) -> None:
    # An enum's numbers differ between the copies here: "Held" stands first in one, last in the
    # other.
    before = make_copy([*carts("a", status="Held"), *carts("b", status="Paused")])
    after = make_copy([*carts("a", status="Held"), *carts("b", status="Aside")])
    assert changes(before, after, ALL).changed_status == 1


def test_a_viewer_hears_of_the_own_stores_alone(make_copy: Any) -> None:
    before = make_copy(carts("a", store="mine"))
    after = make_copy([*carts("a", store="mine"), *carts("b", "c", store="theirs")])
    assert changes(before, after, Scope(frozenset({"mine"}))) == Changes(1, 1, 0, 0, 0)


def test_two_quite_different_copies_give_totals_alone(make_copy: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(module, "MOST_COMPARED", 2)
    before, after = make_copy(carts("a")), make_copy(carts("b", "c"))
    assert changes(before, after, ALL) == Changes(1, 2, None, None, None)


def test_days_that_do_not_differ_are_not_compared(make_copy: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(module, "MOST_COMPARED", 1)
    old = carts("a", "b", "c", started_at=OCTOBER)
    before, after = make_copy(old), make_copy([*old, *carts("d", started_at=NOVEMBER)])
    assert changes(before, after, ALL) == Changes(3, 4, new=1, gone=0, changed_status=0)
