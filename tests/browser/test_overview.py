"""From a chart to the sessions behind a mark, and back, in one step each."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

Settled = Callable[[Page], None]


def count(text: str) -> int:
    found = re.search(r"([\d,]+)\s*session", text)
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


# The section and chart that each mark is on, which of its points it is, and what its list is
# narrowed by.
BARS = ".bars .point path"
MARKS = (
    ("When", "over-time", BARS, 10, "status=Converted"),
    ("How far, how long", "week-sessions", BARS, 36, "when=Tue-12"),
    ("How far, how long", "funnel", BARS, 2, "step=checkout"),
    ("Where", "countries", ".choroplethlayer path", -1, "country="),
    ("With what", "products-reserved", BARS, 2, "product="),
)


# Where each figure begins, in pixels, of those that stand beside each other.
TOPS = """[...document.querySelectorAll('[class*=st-key-row_]')].map((row) =>
    [...row.querySelectorAll('[class*=st-key-chart_]')].map(
        (figure) => Math.round(figure.getBoundingClientRect().top)))"""


def test_a_click_on_a_mark_lists_just_its_sessions(page: Page, settled: Settled) -> None:
    page.goto("/overview?time=30d")
    shown = page.get_by_role("heading", level=1)
    charts = page.locator("[class*=st-key-chart_]")
    here = page.url

    # What the window shows is drawn, and what stands at the end once one goes there.
    expect(page.get_by_role("heading", name="Side by side")).to_be_attached()
    expect(page.locator(".st-key-chart_over-time .main-svg").first).to_be_visible()
    settled(page)
    assert charts.count() < 5
    page.locator("[data-testid=stMain]").press("End")
    expect(page.locator(".st-key-chart_risk .main-svg").first).to_be_visible()

    for section, chart, points, number, narrowed in MARKS:
        page.get_by_role("heading", name=section).scroll_into_view_if_needed()
        mark = page.locator(f".st-key-chart_{chart} {points}").nth(number)
        expect(mark).to_be_attached()
        settled(page)
        words = click_middle(page, mark)
        page.wait_for_url(f"**/?*{narrowed}*")
        settled(page)
        expect(shown).to_contain_text(f"{count(words):,} of ")

        page.go_back()
        page.wait_for_url(here)
    expect(charts).to_have_count(13)
    settled(page)
    rows = page.evaluate(TOPS)
    assert len(rows) == 5
    assert all(len(set(tops)) == 1 for tops in rows)


def test_figures_follow_when_the_colours_of_the_page_change(page: Page, settled: Settled) -> None:
    page.goto("/overview?time=7d")
    figure = page.locator(".st-key-chart_over-time .main-svg").first
    for scheme, colour in (("light", "rgb(255, 255, 255)"), ("dark", "rgb(15, 20, 27)")):
        page.emulate_media(color_scheme=scheme)
        expect(figure).to_have_css("background-color", colour)
        settled(page)


# How high each figure of a report is, in pixels, and by how many its page is wider than the window.
HEIGHTS = "[...document.querySelectorAll('.report-plot')].map((plot) => plot.offsetHeight)"
TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"


def test_a_report_stays_in_shape_where_colours_and_width_change_at_once(
    page: Page, browser: Browser, tmp_path: Path, settled: Settled
) -> None:
    page.goto("/overview?time=30d")
    settled(page)
    file = tmp_path / "report.html"
    with page.expect_download() as download:
        page.get_by_role("button", name="Download report").first.click()
    download.value.save_as(file)

    with browser.new_context(
        offline=True, color_scheme="light", viewport={"width": 390, "height": 800}
    ) as alone:
        report = alone.new_page()
        report.goto(file.as_uri())
        expect(report.locator("body[data-drawn]")).to_be_attached()
        assert len(report.evaluate(HEIGHTS)) == 13
        report.emulate_media(color_scheme="dark")
        report.set_viewport_size({"width": 1280, "height": 800})
        expect(report.locator(".report-plot .svg-container").first).to_have_css("width", "1120px")
        assert min(report.evaluate(HEIGHTS)) > 100
        assert report.evaluate(TOO_WIDE) <= 0
