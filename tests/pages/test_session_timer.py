"""What is left on the timer, now and in the copy, and how long a session lasted."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pages.parts.timer import read_duration, read_timer
from queries.session import Session

NOW = datetime(2026, 10, 31, 12, 0, tzinfo=UTC)


def minutes(count: float) -> datetime:
    return NOW + timedelta(minutes=count)


def session(**values: Any) -> Session:
    fields = dict.fromkeys(Session.__dataclass_fields__)
    return Session(**{**fields, "status": "Active", "started_at": minutes(-33), **values})


def words(expires: float, made: float) -> str:
    timer = read_timer(session(expires_at=minutes(expires)), minutes(made), NOW)
    assert timer is not None
    return timer.words


def test_time_left_is_told_as_of_now_and_as_of_the_copy() -> None:
    assert words(4 + 10 / 60, -5 + 10 / 60) == (
        "4 min 10 s left now; 9 min left when the copy was made."
    )


def test_a_timer_that_ran_out_since_the_copy_was_made_asks_for_a_refresh() -> None:
    assert words(-2, -5) == "ran out 2m ago; the copy is older than that, refresh."


@pytest.mark.parametrize("made", [-5, -7])
def test_a_timer_that_had_run_out_in_the_copy_already_says_that(made: float) -> None:
    said = words(-7, made)
    assert "before the copy was made, yet the source still calls the session Active" in said
    assert "refresh" not in said


def test_only_a_timer_with_time_left_runs() -> None:
    running = read_timer(session(expires_at=minutes(1)), minutes(-1), NOW)
    ended = read_timer(session(expires_at=NOW), minutes(-1), NOW)
    assert running is not None and running.runs
    assert ended is not None and not ended.runs


def test_an_active_session_without_an_end_says_that_it_is_not_recorded() -> None:
    timer = read_timer(session(), minutes(-5), NOW)
    assert timer is not None
    assert timer.words == "its end is not recorded."


@pytest.mark.parametrize("status", ["Converted", "Expired", "Cancelled", "Lost", None])
def test_a_session_that_is_not_active_has_no_timer(status: str | None) -> None:
    ended = session(status=status, expires_at=minutes(5))
    assert read_timer(ended, minutes(-5), NOW) is None


def test_an_ended_session_lasted_from_its_start_to_its_end() -> None:
    ended = session(status="Expired", ended_at=minutes(-3), last_activity_at=minutes(-30))
    assert read_duration(ended, NOW) == ("30 min", "from start to end")


def test_an_active_session_lasts_until_now() -> None:
    assert read_duration(session(), NOW) == ("33 min", "so far")


def test_a_session_whose_end_is_not_recorded_has_no_duration() -> None:
    lost = session(status="Expired", last_activity_at=minutes(-13))
    assert read_duration(lost, NOW) == (None, "active for 20 min; the end is not recorded")
    assert read_duration(session(status=None), NOW) == (None, "")
