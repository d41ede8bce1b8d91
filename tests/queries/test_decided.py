"""Levels that people decided count in every row, count, order and file, as if the copy had them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.actions.decided import Decided, Decision
from data.copy import Copy
from queries.downloads import write_parquet
from queries.filters import SessionFilters
from queries.run import SQL, read_question
from queries.scope import Scope
from queries.sessions import list_page
from tests.queries.conftest import MakeCopy, build_tiny
from tests.queries.test_against_rows import (
    EVENTS,
    LINES,
    NOW,
    ROWS,
    Row,
    any_filters,
    check_page,
    scopes,
    scored,
    small_pages,
)

EVERYTHING = Scope(None)
AT = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


def decided(row: Row, decision: Decision, version: int) -> Decided:
    return Decided(row["store"], row["cart_token"], decision.level(), decision, "Ada", AT, version)


def made_steps() -> list[list[Decided]]:
    """Decisions in four goes, some about the same sessions, and some that no copy holds."""
    some = random.Random(11)
    steps, version = [], 0
    for _ in range(4):
        rows = some.sample(ROWS, 45)
        rows += [{"store": "east", "cart_token": "unknown"}, {**rows[0], "store": "elsewhere"}]
        step = []
        for row in rows:
            version += 1
            step.append(decided(row, some.choice(list(Decision)), version))
        steps.append(step)
    return steps


STEPS = made_steps()


def as_decided(rows: list[Row], steps: Sequence[Sequence[Decided]]) -> list[Row]:
    """The rows, with the level of the last decision about each."""
    levels: dict[tuple[str, str], str | None] = {}
    for step in steps:
        levels |= {(one.store, one.cart_token): one.level for one in step}
    return [
        {**row, "risk": levels.get((row["store"], row["cart_token"])) or row["risk"]}
        for row in rows
    ]


class Looks(list[tuple[Copy, list[Row]]]):
    """A copy and its rows as they look one after the other."""

    def __repr__(self) -> str:
        return f"{len(self)} looks"


@pytest.fixture(scope="module")
def looks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Looks]:
    """One copy as it looks before any decision and after each go, and the rows of each."""
    with small_pages():
        path = tmp_path_factory.mktemp("decided") / "sessions.duckdb"
        copy = build_tiny(path, ROWS, LINES, EVENTS)
        rows = scored(copy)
        looks = Looks([(copy, rows)])
        for number, step in enumerate(STEPS, 1):
            laid = copy.overlay.lay(step, step[-1].version)
            looks.append((replace(copy, decided=laid), as_decided(rows, STEPS[:number])))
        yield looks


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(filters=any_filters, allowed=scopes, version=st.integers(0, len(STEPS)))
def test_the_page_is_that_of_rows_with_the_levels_decided(
    looks: Looks,
    filters: SessionFilters,
    allowed: frozenset[str] | None,
    version: int,
) -> None:
    check_page(*looks[version], filters, allowed)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(filters=any_filters, version=st.integers(1, len(STEPS)))
def test_a_file_holds_the_rows_of_all_pages_with_the_levels_decided(
    looks: Looks, tmp_path_factory: pytest.TempPathFactory, filters: SessionFilters, version: int
) -> None:
    copy, rows = looks[version]
    target = tmp_path_factory.mktemp("file") / "sessions.parquet"
    write_parquet(copy, EVERYTHING, filters, NOW, target)
    written = pyarrow.parquet.read_table(target).to_pylist()
    page = list_page(copy, EVERYTHING, filters.at_page(1), NOW)
    listed = [
        row
        for number in range(1, page.pages + 1)
        for row in list_page(copy, EVERYTHING, filters.at_page(number), NOW).rows
    ]
    assert [(row["store"], row["cart_token"]) for row in written] == [
        (row.store, row.cart_token) for row in listed
    ]
    levels = {(row["store"], row["cart_token"]): row["risk"] for row in rows}
    for row in written:
        assert row["risk"] in (None, levels[row["store"], row["cart_token"]])


@pytest.mark.parametrize("question", ["sessions/moved", "sessions/moved_rows"])
def test_what_is_moved_is_narrowed_as_the_list_is(question: str) -> None:
    text = read_question("sessions/sliced_counts").text
    wanted = text[text.index("session_no >= $first") : text.index("group by")]
    assert " ".join(wanted.split()) in " ".join(read_question(question).text.split())


NARROWED = sorted(
    path.relative_to(SQL).with_suffix("").as_posix()
    for path in SQL.rglob("*.sql")
    if "$any_land" in path.read_text()
)


def slices_and_search(question: str) -> str:
    text = " ".join(read_question(question).text.split())
    first, last = "and ($any_land", "$to_3::uhugeint ) ) ) )"
    return text[text.index(first) : text.index(last) + len(last)]


@pytest.mark.parametrize("question", NARROWED)
def test_all_that_slices_and_search_narrow_is_narrowed_alike(question: str) -> None:
    assert slices_and_search(question) == slices_and_search("sessions/sliced_counts")


def test_other_decisions_of_the_same_version_count_where_the_first_were_forgotten(
    make_copy: MakeCopy,
) -> None:
    rows = [{"store": "shop", "cart_token": token, "risk": "Normal"} for token in ("one", "two")]
    # A copy of its own: what is laid over it must not be seen by other tests.
    copy = make_copy([*rows, {"cart_token": "forgotten", "risk": "Review"}])
    filters = SessionFilters(risk="Restricted")
    for row in rows:
        laid = copy.overlay.lay([decided(row, Decision.RESTRICT, 1)], 1)
        page = list_page(replace(copy, decided=laid), EVERYTHING, filters, NOW)
        assert [each.cart_token for each in page.rows] == [row["cart_token"]]
        assert page.total == 1
        copy.overlay.forget()
