"""From a chart to the sessions behind a mark, and back, in one step each."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

Settled = Callable[[Page], None]


def count(text: str) -> int:
    found = re.search(r"([\d,]+) session", text)
    assert found, text
    return int(found[1].replace(",", ""))


def click_middle(page: Page, mark: Locator) -> str:
    """Click a mark of a chart; what Plotly says of it before."""
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    said = page.locator(".hoverlayer .hovertext").last
    page.mouse.move(x - 1, y)
    page.mouse.move(x, y)
    expect(said).to_be_visible()
    words = said.text_content() or ""
    page.mouse.click(x, y)
    return words


# The chart that each mark is on, which of its points it is, and what its list is narrowed by.
BARS = ".bars .point path"
MARKS = (
    ("over-time", BARS, 10, "status=Converted"),
    ("week-sessions", BARS, 36, "when=Tue-12"),
    ("funnel", BARS, 2, "step=checkout"),
    ("countries", ".choroplethlayer path", -1, "country="),
    ("products-reserved", BARS, 2, "product="),
)


def test_a_click_on_a_mark_lists_just_its_sessions(page: Page, settled: Settled) -> None:
    page.goto("/overview?time=30d")
    shown = page.get_by_role("heading", level=1)
    here = page.url
    for chart, points, number, narrowed in MARKS:
        mark = page.locator(f".st-key-chart_{chart} {points}").nth(number)
        expect(mark).to_be_attached()
        expect(page.get_by_role("heading", name="Who")).to_be_visible()
        settled(page)
        words = click_middle(page, mark)
        page.wait_for_url(f"**/?*{narrowed}*")
        settled(page)
        expect(shown).to_contain_text(f"{count(words):,} of ")

        page.go_back()
        page.wait_for_url(here)
