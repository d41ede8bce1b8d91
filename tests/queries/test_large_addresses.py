"""IPv4 is found in a copy whose IPv6 addresses are larger than any signed 128-bit number."""

from datetime import UTC, datetime
from typing import Any

import pytest

from data.copy import Copy
from queries.filters import SessionFilters
from queries.scope import Scope
from queries.session import companies, sessions_with
from queries.sessions import list_page

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
EVERYTHING = Scope(None, None)


@pytest.fixture
def copy(make_copy: Any) -> Copy:
    made = make_copy(
        [
            {"cart_token": "one", "ip": "203.0.113.7"},
            {"cart_token": "two", "ip": "203.0.113.7"},
            {"cart_token": "six", "ip": "fd00::7"},
            {"cart_token": "all", "ip": "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
        ]
    )
    assert isinstance(made, Copy)
    return made


@pytest.mark.parametrize(
    ("search", "total"),
    [
        ("203.0.113.7", 2),
        ("203.0.113.", 2),
        ("203.0.113.0/24", 2),
        ("fd00::7", 1),
        ("fd00::/8", 1),
        ("::/0", 4),
    ],
)
def test_every_kind_of_address_search_answers(copy: Copy, search: str, total: int) -> None:
    assert list_page(copy, EVERYTHING, SessionFilters(search=search), NOW).total == total


@pytest.mark.parametrize(("token", "others"), [("one", 1), ("six", 0)])
def test_the_other_sessions_of_an_address_are_counted(copy: Copy, token: str, others: int) -> None:
    (session,) = sessions_with(copy, EVERYTHING, token)
    found = companies(copy, EVERYTHING, session, 5).address
    assert sum(found.outcomes.values()) == others
