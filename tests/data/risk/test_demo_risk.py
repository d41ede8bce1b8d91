"""The score on the demo, whose stories are known."""

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from data.build import Options, build
from data.demo import write_demo
from data.demo.stories import Story, story_of
from data.terms import Risk

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)

# Score and suggested level of every session, by story; None for everybody else.
Told = dict[Story | None, list[tuple[float, str]]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder: Path = tmp_path_factory.mktemp("demo")
    write_demo(folder / "source", seed=1, now=NOW)
    options = Options(now=NOW.replace(tzinfo=None))
    report = build(str(folder / "source"), folder / "home", options)
    assert report.copy
    found: Told = {}
    with duckdb.connect(report.copy, read_only=True) as connection:
        rows = connection.execute(
            "select visitor_id, ip, user_agent, score::double, suggested from sessions"
        ).fetchall()
    for visitor, ip, agent, score, suggested in rows:
        found.setdefault(story_of(visitor, ip, agent), []).append((score, suggested))
    return found


def scores(told: Told, story: Story | None) -> list[float]:
    return [score for score, _ in told[story]]


def levels(told: Told, story: Story | None) -> set[str]:
    return {level for _, level in told[story]}


def test_every_hoarder_ranks_above_every_office_worker(told: Told) -> None:
    assert min(scores(told, Story.RING)) > max(scores(told, Story.OFFICE))


def test_every_hoarder_is_riskier_than_95_of_100_sessions(told: Told) -> None:
    assert min(scores(told, Story.RING)) > 95


def test_most_hoarders_are_suggested_for_a_review(told: Told) -> None:
    reviewed = [level for _, level in told[Story.RING] if level == Risk.REVIEW]
    assert levels(told, Story.RING) <= {Risk.MONITORED, Risk.REVIEW}
    assert len(reviewed) > 0.7 * len(told[Story.RING])


def test_the_scraper_is_suggested_for_a_restriction_and_the_crawler_for_nothing(told: Told) -> None:
    assert levels(told, Story.SCRAPER) == {Risk.RESTRICTED}
    assert levels(told, Story.CRAWLER) == {Risk.NORMAL}


def test_no_innocent_is_suggested_for_more_than_watching(told: Told) -> None:
    assert levels(told, Story.OFFICE) == levels(told, Story.COMEBACK) == {Risk.NORMAL}
    assert levels(told, None) <= {Risk.NORMAL, Risk.MONITORED}
    watched = [level for _, level in told[None] if level == Risk.MONITORED]
    assert len(watched) < 0.02 * len(told[None])
