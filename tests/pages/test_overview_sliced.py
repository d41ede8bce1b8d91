"""Marks lead to as many sessions as they show, with slices set and where sources record less."""

from typing import Any

import pytest

from data.copy import Copy
from queries.filters import SessionFilters
from queries.sessions import list_page
from queries.slices import Bounds, Step, When
from tests.pages.test_overview_marks import EVERYTHING, NOW, charts, rows, story
from tests.queries.conftest import build_tiny

LACKS: dict[str, dict[str, bool]] = {
    "no checkouts": {"events": False},
    "no items": {"items": False},
    "neither": {"items": False, "events": False},
}
SLICES: dict[str, dict[str, Any]] = {
    "a country": {"country": "DE"},
    "no machines": {"without_machines": True},
    "a product": {"product": "p1"},
    "a product to the end": {"product": "p1", "in_cart": True},
    **{step.value: {"step": step} for step in Step if not step.value.endswith("unknown")},
    "needs a look": {"needs_look": True},
    "Mondays": {"when": When(1), "zone": "Europe/Berlin"},
    "an hour": {"when": When(hour=9), "zone": "Asia/Kathmandu"},
    "renewed": {"renewals": Bounds(2, 9)},
    "lasting": {"lasted": Bounds(600, 3000)},
    "several": {"country": "US", "without_machines": True, "status": "Expired", "ended": True},
}


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Copy]:
    folder = tmp_path_factory.mktemp("copies")
    return {
        lack: build_tiny(folder / f"sessions{number}.duckdb", *lacking(**what))
        for number, (lack, what) in enumerate({"nothing": {}, **LACKS}.items())
    }


def lacking(*, items: bool = True, events: bool = True) -> tuple[list[Any], list[Any], list[Any]]:
    sessions, lines, happened = rows()
    if not items:
        sessions = [{**session, "item_count": None} for session in sessions]
    return sessions, lines if items else [], happened if events else []


def wrong_marks(copy: Copy, filters: SessionFilters) -> list[Any]:
    told = story(copy, filters)
    marks = {mark: chart.key for chart in charts(told) for mark in chart.marks if mark}
    marks |= {mark: words for words, mark in told.behind_cards if mark}
    wrong = []
    for mark, name in marks.items():
        read = SessionFilters.from_url(mark.filters.to_url())
        total = list_page(copy, EVERYTHING, read, NOW).total
        if total != mark.sessions:
            wrong.append((name, read.to_url(), mark.sessions, total))
    return wrong


@pytest.mark.parametrize("chosen", SLICES.values(), ids=SLICES)
def test_marks_keep_to_the_slices_that_are_set(
    copies: dict[str, Copy], chosen: dict[str, Any]
) -> None:
    assert wrong_marks(copies["nothing"], SessionFilters(**chosen)) == []


@pytest.mark.parametrize("step", [Step.KEPT_UNKNOWN, Step.CHECKOUT_UNKNOWN, Step.UNCONVERTED])
def test_marks_keep_to_what_is_not_recorded(copies: dict[str, Copy], step: Step) -> None:
    assert list_page(copies["neither"], EVERYTHING, SessionFilters(step=step), NOW).total
    assert wrong_marks(copies["neither"], SessionFilters(step=step)) == []


@pytest.mark.parametrize("lack", LACKS)
def test_marks_skip_the_steps_that_are_not_recorded(copies: dict[str, Copy], lack: str) -> None:
    assert wrong_marks(copies[lack], SessionFilters()) == []
