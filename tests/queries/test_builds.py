"""A copy says when it was made, and what its source had."""

from datetime import UTC, datetime
from typing import Any

from queries.builds import Made, made
from queries.scope import Scope


def test_the_build_is_told_in_utc(make_copy: Any) -> None:
    copy = make_copy([{"cart_token": "a"}], events=[])
    assert made(copy, Scope(None)) == Made(
        datetime(2026, 11, 1, 12, 0, tzinfo=UTC), "UTC", has_lines=False, has_events=False
    )


def test_an_empty_copy_was_made_too(make_copy: Any) -> None:
    assert made(make_copy(), Scope(frozenset({"mine"}))) is not None


def test_a_viewer_of_no_store_learns_nothing(make_copy: Any) -> None:
    assert made(make_copy([{"cart_token": "a"}]), Scope(frozenset())) is None
