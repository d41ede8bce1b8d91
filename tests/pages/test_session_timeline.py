"""Events are shown in order; what happened in quick succession is folded."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from data.terms import EventKind
from pages.parts.bursts import Burst, folded
from pages.parts.timeline import no_events, timeline_html
from queries.session import Event

NOON = datetime(2026, 10, 31, 12, 0, tzinfo=UTC)


def happened(*moments: tuple[float, str], **values: object) -> list[Event]:
    """Events by seconds since noon and kind."""
    found = []
    before = None
    for seq, (seconds, kind) in enumerate(moments, start=1):
        at = NOON + timedelta(seconds=seconds)
        fields = {"product_id": None, "product": None, "quantity": None, "detail": None, **values}
        found.append(Event(seq, at, None if before is None else at - before, kind, **fields))  # type: ignore[arg-type]
        before = at
    return found


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def shape(events: list[Event]) -> list[int]:
    """How many events each entry holds; 1 for one that stands alone."""
    return [len(entry.events) if isinstance(entry, Burst) else 1 for entry in folded(events)]


ADDED, REMOVED, UPDATED = "item_added", "item_removed", "item_updated"


def test_changes_in_quick_succession_are_one_burst() -> None:
    events = happened((0, "created"), (0, ADDED), (2, REMOVED), (4, UPDATED), (9, "expired"))
    assert shape(events) == [1, 3, 1]


def test_two_changes_are_too_few_for_a_burst() -> None:
    assert shape(happened((0, ADDED), (1, ADDED))) == [1, 1]


def test_a_pause_ends_a_burst() -> None:
    events = happened((0, ADDED), (1, ADDED), (2, ADDED), (4.5, ADDED), (5, ADDED), (6, ADDED))
    assert shape(events) == [3, 3]


@pytest.mark.parametrize(
    "kind",
    [
        kind
        for kind in EventKind
        if kind not in (ADDED, REMOVED, UPDATED) and kind is not EventKind.CONVERTED
    ],
)
def test_what_is_no_change_of_the_cart_stands_alone(kind: EventKind) -> None:
    events = happened((0, ADDED), (0, ADDED), (0, ADDED), (0, kind), (0, kind), (0, kind))
    assert shape(events) == [3, 1, 1, 1]


def test_a_purchase_told_once_for_each_product_is_one_entry() -> None:
    assert shape(happened((0, ADDED), (1, "converted"), (1, "converted"), (1, "converted"))) == [
        1,
        3,
    ]


def test_folding_loses_no_event_and_keeps_their_order() -> None:
    kinds = [ADDED, ADDED, "renewed", REMOVED, REMOVED, UPDATED, ADDED, "thing", "converted"]
    events = happened(*((number * 0.7, kind) for number, kind in enumerate(kinds)))
    unfolded: list[Event] = []
    for entry in folded(events):
        unfolded.extend(entry.events if isinstance(entry, Burst) else [entry])
    assert unfolded == events


def test_a_burst_says_how_many_changes_and_within_what_time() -> None:
    html = timeline_html(happened(*((number / 3, ADDED) for number in range(12)), (4, REMOVED)))
    assert "13 changes within 4 s" in text(html)
    assert "Item added × 12, Item removed × 1" in text(html)
    assert html.count("<details>") == html.count("<summary>") == 1
    assert html.count("<time ") == 1 + 13


def test_a_purchase_says_how_many_products() -> None:
    assert "3 products bought at once" in text(timeline_html(happened(*[(0, "converted")] * 3)))


def test_each_event_tells_its_time_its_gap_and_what_changed() -> None:
    events = happened((0, "created"))
    events += happened((0, "created"), (90, ADDED), product="Tea", quantity=2, detail="green")[1:]
    told = text(timeline_html(events))
    assert "12:00:00" in told
    assert "12:01:30 +1 min 30 s" in told
    assert "Item added · Tea × 2 · green" in told


def test_an_update_tells_the_quantity_that_it_came_to() -> None:
    told = text(timeline_html(happened((0, UPDATED), product="Tea", quantity=3)))
    assert "Item updated · Tea · quantity 3" in told


def test_a_quantity_that_the_detail_names_is_not_said_twice() -> None:
    updated = happened((0, UPDATED), product="Tea", quantity=3, detail="quantity 1 → 3")
    assert text(timeline_html(updated)).count("quantity") == 1
    unrelated = happened((0, UPDATED), product="Tea", quantity=3, detail="of 30")
    assert "quantity 3" in text(timeline_html(unrelated))


def test_a_product_without_a_name_is_told_by_its_id() -> None:
    assert "product p-17 × 1" in text(
        timeline_html(happened((0, ADDED), product_id="p-17", quantity=1))
    )


def test_the_day_and_the_zone_are_said_and_each_day_has_its_list() -> None:
    html = timeline_html(happened((0, "created"), (12 * 3600, "expired")))
    assert "Saturday, 31 October 2026 (UTC)" in html
    assert "Sunday, 1 November 2026 (UTC)" in html
    assert html.count("<ol ") == 2
    assert 'datetime="2026-11-01T00:00:00Z"' in html


def test_a_kind_that_no_term_names_is_shown_as_it_is() -> None:
    assert "coupon_tried" in text(timeline_html(happened((0, "coupon_tried"))))


def test_markup_in_an_event_is_text() -> None:
    bad = "<img src=x onerror=alert(1)>"
    html = timeline_html(happened((0, bad), product=bad, detail=bad, product_id=bad))
    assert "<img" not in html
    assert html.count("&lt;img") == 3


def test_a_source_without_events_says_so() -> None:
    assert "records no events" in no_events(has_events=False)
    assert "none of this session" in no_events(has_events=True)
