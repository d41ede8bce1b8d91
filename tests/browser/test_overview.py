"""From a chart to the sessions behind a mark, and back, in one step each."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

Settled = Callable[[Page], None]

DRAWN = ".js-plotly-plot .main-svg"


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


def test_a_click_on_a_mark_lists_just_its_sessions(page: Page, settled: Settled) -> None:
    page.goto("/overview?time=30d")
    expect(page.get_by_role("heading", name="Who")).to_be_visible()
    settled(page)
    here = page.evaluate("location.href")

    bars = page.locator(".st-key-chart_over-time .bars .point path")
    expect(bars.first).to_be_attached()
    words = click_middle(page, bars.nth(10))
    page.wait_for_url("**/?*status=Converted*")
    settled(page)
    shown = page.get_by_role("heading", level=1)
    expect(shown).to_contain_text(f"{count(words):,} of ")

    page.go_back()
    expect(page.get_by_role("heading", name="Who")).to_be_visible()
    settled(page)
    assert page.evaluate("location.href") == here

    country = page.locator(".st-key-chart_countries .choroplethlayer path")
    expect(country.last).to_be_attached()
    words = click_middle(page, country.last)
    page.wait_for_url("**/?*country=*")
    settled(page)
    expect(shown).to_contain_text(f"{count(words):,} of ")
