"""Every string of the list of naughty ones is a token that is found, said and downloaded whole."""

import csv
import io
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.settings import ROOT
from queries.downloads import write_csv
from queries.filters import SessionFilters
from queries.scope import Scope
from queries.search import clean
from queries.sessions import list_page
from tests.queries.conftest import MakeCopy

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
ALL = Scope(None)
REAL_DATA = Path(os.environ.get("SESSIONS_REALDATA") or ROOT.parent / "shared" / "realdata")


@pytest.fixture(scope="module")
def naughty() -> list[str]:
    file = REAL_DATA / "naughty_strings" / "blns.json"
    if not file.is_file():
        pytest.skip(f"there is no {file}; SESSIONS_REALDATA names the folder that holds it")
    strings = json.loads(file.read_text(encoding="utf-8"))
    return sorted({text.encode("utf-8", "ignore").decode("utf-8") for text in strings})


def carts(tokens: list[str]) -> list[dict[str, object]]:
    started = NOW.replace(tzinfo=None)
    return [
        {
            "cart_token": token,
            "user_agent": token,
            "started_at": started - timedelta(minutes=number),
            "status": token[:30],
            "risk": token[-30:],
            "store": token or "none",
        }
        for number, token in enumerate(tokens)
    ]


def test_each_is_found_by_itself(make_copy: MakeCopy, naughty: list[str]) -> None:
    copy = make_copy(carts(naughty))
    for text in naughty:
        page = list_page(copy, ALL, SessionFilters(search=text, store=text or "none"), NOW)
        assert [row.cart_token for row in page.rows] == [text]
        assert page.filters.sentence(page.facts)


def test_each_survives_the_url_as_search_store_and_status(naughty: list[str]) -> None:
    for text in naughty:
        filters = SessionFilters(search=text, status=text[:200].strip() or None)
        assert SessionFilters.from_url(filters.to_url()) == filters
        assert filters.search == clean(text)


def test_each_is_a_status_and_a_risk_that_can_be_chosen(
    make_copy: MakeCopy, naughty: list[str]
) -> None:
    copy = make_copy(carts(naughty))
    for text in naughty:
        if text.strip():
            page = list_page(copy, ALL, SessionFilters(status=text[:30]), NOW)
            assert text in [row.cart_token for row in page.rows]


def test_all_are_in_the_download_behind_an_apostrophe_at_most(
    make_copy: MakeCopy, naughty: list[str], tmp_path: Path
) -> None:
    copy = make_copy(carts(naughty))
    write_csv(copy, ALL, SessionFilters(), NOW, tmp_path / "sessions.csv")
    text = (tmp_path / "sessions.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["cart_token"].removeprefix("'") for row in rows] == [
        token.removeprefix("'") for token in naughty
    ]
    assert not any(row["cart_token"].strip().startswith(("=", "+", "@")) for row in rows)
