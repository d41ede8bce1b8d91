"""Buckets of time on the viewer's clock, across changes of it too."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from queries.overview.period import Unit, buckets, offsets, unit_of


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def starts(start: str, end: str, unit: Unit, zone: str) -> list[str]:
    found = buckets(at(start), at(end), unit, ZoneInfo(zone))
    assert [bucket.end for bucket in found[:-1]] == [bucket.start for bucket in found[1:]]
    assert not found or found[-1].end == at(end)
    return [f"{bucket.start:%m-%d %H:%M}" for bucket in found]


def test_days_begin_at_the_zones_midnight() -> None:
    found = starts("2026-06-01 10:00", "2026-06-03 10:00", Unit.DAY, "Europe/Prague")
    assert found == ["06-01 10:00", "06-01 22:00", "06-02 22:00"]


def test_a_day_on_which_the_clock_changes_has_23_or_25_hours() -> None:
    spring = starts("2026-03-28 23:00", "2026-03-30 22:00", Unit.DAY, "Europe/Prague")
    assert spring == ["03-28 23:00", "03-29 22:00"]
    autumn = starts("2026-10-24 22:00", "2026-10-26 23:00", Unit.DAY, "Europe/Prague")
    assert autumn == ["10-24 22:00", "10-25 23:00"]


def test_hours_are_sixty_minutes_each_whatever_the_clock_says() -> None:
    found = starts("2026-10-25 00:30", "2026-10-25 03:00", Unit.HOUR, "Europe/Prague")
    assert found == ["10-25 00:30", "10-25 01:00", "10-25 02:00"]


def test_hours_of_a_zone_that_is_half_an_hour_off_begin_at_the_half_hour() -> None:
    found = starts("2026-06-01 10:00", "2026-06-01 11:40", Unit.HOUR, "Asia/Kolkata")
    assert found == ["06-01 10:00", "06-01 10:30", "06-01 11:30"]


def test_weeks_begin_on_monday() -> None:
    found = starts("2026-06-03 00:00", "2026-06-16 00:00", Unit.WEEK, "UTC")
    assert found == ["06-03 00:00", "06-08 00:00", "06-15 00:00"]


def test_an_empty_stretch_has_no_bucket() -> None:
    assert starts("2026-06-03 00:00", "2026-06-03 00:00", Unit.DAY, "UTC") == []


@pytest.mark.parametrize(
    ("days", "unit"),
    [(1, Unit.HOUR), (3, Unit.HOUR), (4, Unit.DAY), (90, Unit.DAY), (365, Unit.WEEK)],
)
def test_the_unit_suits_the_length(days: int, unit: Unit) -> None:
    assert unit_of(timedelta(days=days)) is unit


def test_offsets_name_the_quarter_in_which_the_clock_changes() -> None:
    found = offsets(at("2026-03-01 09:10"), at("2026-12-01 00:00"), ZoneInfo("Europe/Prague"))
    assert found == [
        (at("2026-03-01 09:10"), 60),
        (at("2026-03-29 01:00"), 120),
        (at("2026-10-25 01:00"), 60),
    ]


def test_a_clock_may_change_by_half_an_hour() -> None:
    found = offsets(at("2026-04-01 00:00"), at("2026-04-10 00:00"), ZoneInfo("Australia/Lord_Howe"))
    assert found == [(at("2026-04-01 00:00"), 660), (at("2026-04-04 15:00"), 630)]
