"""What changed: contributions worked out by hand, and nothing that is mere noise."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from queries.filters import SessionFilters, TimeRange
from queries.overview.asked import Asked
from queries.overview.changes import Changes, Dimension, changes
from queries.overview.products import Product
from queries.scope import Scope
from tests.queries.conftest import MakeCopy, Row

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


def carts(days_ago: int, converted: int, expired: int, **values: Any) -> list[dict[str, Any]]:
    """Sessions that ended, all begun in one hour; no two have the same token."""
    name = f"{days_ago} {sorted(values.items())}"
    return [
        {
            "cart_token": f"{name} {number}",
            "started_at": NOW.replace(tzinfo=None) - timedelta(days=days_ago),
            "status": "Converted" if number < converted else "Expired",
            "risk": "Normal",
            **values,
        }
        for number in range(converted + expired)
    ]


def explain(
    make_copy: MakeCopy, *rows: list[dict[str, Any]], lines: list[Row] | None = None
) -> Changes:
    # Nothing is compared with a time in which the data had not begun.
    oldest = carts(30, 0, 1)
    copy = make_copy([row for each in (oldest, *rows) for row in each], lines or [])
    found = changes(Asked(copy, Scope(None), SessionFilters(time_range=TimeRange.WEEK), NOW))
    assert found is not None
    return found


def test_a_rate_that_fell_is_told_apart_from_the_mix(make_copy: MakeCopy) -> None:
    found = explain(
        make_copy,
        carts(1, 20, 180, country="CZ"),
        carts(1, 60, 140, country="DE"),
        carts(10, 80, 120, country="CZ"),
        carts(10, 60, 140, country="DE"),
    )
    assert (found.now.conversion.share, found.before.conversion.share) == (0.2, 0.35)
    assert found.change == pytest.approx(-0.15)
    assert found.is_real
    # Half of all, before and after, went from 0.4 to 0.1.
    (czech,) = found.segments
    assert (czech.dimension, czech.value) == (Dimension.COUNTRY, "CZ")
    assert (czech.by_rate, czech.by_mix) == (pytest.approx(-0.15), 0.0)
    assert czech.contribution == pytest.approx(found.change)


def test_a_mix_that_moved_is_told_apart_from_the_rate(make_copy: MakeCopy) -> None:
    found = explain(
        make_copy,
        carts(1, 30, 270, session_type="mobile"),
        carts(1, 50, 50, session_type="desktop"),
        carts(10, 10, 90, session_type="mobile"),
        carts(10, 150, 150, session_type="desktop"),
    )
    # Both convert as before (0.1 and 0.5); mobile went from a quarter to three quarters of all.
    assert found.change == pytest.approx(0.2 - 0.4)
    assert [(each.dimension, each.value) for each in found.segments] == [
        (Dimension.SESSION_TYPE, "desktop"),
        (Dimension.SESSION_TYPE, "mobile"),
    ]
    for each in found.segments:
        assert (each.by_rate, each.by_mix) == (0.0, pytest.approx(0.5 * (0.1 - 0.5)))


def test_what_chance_alone_does_is_no_change(make_copy: MakeCopy) -> None:
    found = explain(
        make_copy,
        carts(1, 24, 76, country="CZ"),
        carts(1, 22, 78, country="DE"),
        carts(10, 30, 70, country="CZ"),
        carts(10, 27, 73, country="DE"),
    )
    # One time in five it is as large: z = 0.055 / 0.0437.
    assert found.change == pytest.approx((46 - 57) / 200)
    assert not found.is_real
    assert found.segments == ()


def test_a_product_is_set_against_the_sessions_without_it(make_copy: MakeCopy) -> None:
    rows = [
        *carts(1, 10, 90, visitor_id="p"),
        *carts(1, 50, 50, visitor_id="q"),
        *carts(10, 50, 50, visitor_id="p"),
        *carts(10, 50, 50, visitor_id="q"),
    ]
    lines = [
        {"cart_token": row["cart_token"], "product_id": row["visitor_id"], "quantity": 1}
        for row in rows
    ]
    found = explain(make_copy, rows, lines=lines)
    (told,) = [each for each in found.segments if each.dimension is Dimension.PRODUCT]
    assert isinstance(told.value, Product)
    assert told.value.key == "p"
    assert (told.by_rate, told.by_mix) == (pytest.approx(-0.2), 0.0)
    assert told.rest.conversion.share == told.rest_before.conversion.share == 0.5


def test_a_segment_that_is_new_changed_the_mix(make_copy: MakeCopy) -> None:
    found = explain(
        make_copy,
        carts(1, 80, 20, country="CZ"),
        carts(1, 50, 50, country="DE"),
        carts(10, 50, 50, country="DE"),
    )
    assert found.change == pytest.approx(0.15)
    czech = next(each for each in found.segments if each.value == "CZ")
    assert (czech.by_rate, czech.by_mix) == (0.0, pytest.approx(0.5 * (0.8 - 0.5)))


def test_a_segment_that_is_gone_changed_the_mix(make_copy: MakeCopy) -> None:
    found = explain(
        make_copy,
        carts(1, 50, 50, country="DE"),
        carts(10, 80, 20, country="CZ"),
        carts(10, 50, 50, country="DE"),
    )
    assert found.change == pytest.approx(-0.15)
    czech = next(each for each in found.segments if each.value == "CZ")
    assert (czech.by_rate, czech.by_mix) == (0.0, pytest.approx(-0.5 * (0.8 - 0.5)))


def test_a_segment_that_grew_but_converts_as_the_others_do_changed_nothing(
    make_copy: MakeCopy,
) -> None:
    found = explain(
        make_copy,
        carts(1, 150, 150, country="CZ"),
        carts(1, 51, 49, country="DE"),
        carts(10, 50, 50, country="CZ"),
        carts(10, 150, 150, country="DE"),
    )
    assert found.segments == ()


def test_sessions_that_are_still_open_are_no_part_of_the_mix(make_copy: MakeCopy) -> None:
    found = explain(
        make_copy,
        carts(1, 20, 180, country="CZ"),
        carts(1, 60, 140, country="DE"),
        carts(1, 0, 100, country="CZ", status="Active"),
        carts(10, 80, 120, country="CZ"),
        carts(10, 60, 140, country="DE"),
    )
    (czech,) = found.segments
    assert (czech.value, czech.by_rate) == ("CZ", pytest.approx(-0.15))


def test_an_hour_of_the_day_is_a_segment(make_copy: MakeCopy) -> None:
    found = explain(
        make_copy,
        carts(1, 10, 90, started_at=datetime(2026, 10, 31, 9)),
        carts(1, 50, 50, started_at=datetime(2026, 10, 31, 10)),
        carts(10, 50, 50, started_at=datetime(2026, 10, 22, 9)),
        carts(10, 50, 50, started_at=datetime(2026, 10, 22, 10)),
    )
    (hour,) = found.segments
    assert (hour.dimension, hour.value) == (Dimension.HOUR, 9)
    assert (hour.by_rate, hour.by_mix) == (pytest.approx(-0.2), 0.0)


def test_the_segment_that_moved_most_is_first_whichever_way_it_moved(make_copy: MakeCopy) -> None:
    found = explain(
        make_copy,
        carts(1, 10, 190, country="CZ"),
        carts(1, 90, 110, country="DE"),
        carts(10, 100, 100, country="CZ"),
        carts(10, 40, 160, country="DE"),
    )
    # Half of all each: from 0.5 to 0.05, and from 0.2 to 0.45.
    assert [(each.value, each.contribution) for each in found.segments] == [
        ("CZ", pytest.approx(-0.225)),
        ("DE", pytest.approx(0.125)),
    ]


def test_the_parts_of_a_segment_and_its_rest_are_the_whole_change(make_copy: MakeCopy) -> None:
    found = explain(
        make_copy,
        carts(1, 20, 180, country="CZ"),
        carts(1, 60, 240, country="DE"),
        carts(10, 80, 220, country="CZ"),
        carts(10, 90, 110, country="DE"),
    )
    for each in found.segments:
        assert each.rest.ended + each.now.ended == found.now.ended
        shares = [
            rest.ended / whole.ended
            for rest, whole in ((each.rest, found.now), (each.rest_before, found.before))
        ]
        moved = (each.rest.conversion.share or 0) - (each.rest_before.conversion.share or 0)
        if each.by_rate and each.by_mix:
            assert each.contribution + sum(shares) / 2 * moved == pytest.approx(found.change)
    assert any(each.by_rate and each.by_mix for each in found.segments)


def test_a_segment_of_nearly_all_sessions_explains_nothing(make_copy: MakeCopy) -> None:
    found = explain(
        make_copy,
        carts(1, 20, 180, country="CZ", session_type="mobile"),
        carts(1, 5, 15, country="DE", session_type="desktop"),
        carts(10, 80, 120, country="CZ", session_type="mobile"),
        carts(10, 5, 15, country="DE", session_type="desktop"),
    )
    assert found.is_real
    assert found.segments == ()


def test_nearly_all_of_one_period_may_be_few_of_both(make_copy: MakeCopy) -> None:
    found = explain(
        make_copy,
        carts(1, 0, 190, country="CZ"),
        carts(1, 5, 5, country="DE"),
        carts(10, 5, 5, country="CZ"),
        carts(10, 10, 10, country="DE"),
    )
    # 200 of 230 sessions.
    assert "CZ" in {each.value for each in found.segments}


def test_few_sessions_and_more_than_a_few_segments_are_left_out(make_copy: MakeCopy) -> None:
    rows = [carts(1, 0, 9, country="AT"), carts(10, 9, 0, country="AT")]
    rows += [carts(1, 0, 60, country=code) for code in ("CZ", "DE", "SK", "PL", "HU", "SI", "HR")]
    rows += [carts(10, 50, 10, country=code) for code in ("CZ", "DE", "SK", "PL", "HU", "SI", "HR")]
    found = explain(make_copy, *rows)
    assert len(found.segments) == 5
    assert "AT" not in {each.value for each in found.segments}


def test_all_time_has_nothing_to_be_compared_with(make_copy: MakeCopy) -> None:
    copy = make_copy(carts(1, 5, 5))
    assert changes(Asked(copy, Scope(None), SessionFilters(), NOW)) is None


def test_a_period_without_an_end_of_a_session_has_no_change(make_copy: MakeCopy) -> None:
    found = explain(make_copy, carts(10, 30, 30))
    assert (found.change, found.segments) == (None, ())
