"""The dashboard opens, as a stranger would open it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.watching import Watch

Settled = Callable[[Page], None]


def test_it_opens_with_a_heading_and_asks_no_other_host(
    each_page: Page,
    settled: Settled,
    shot: Callable[[Page, str], Path],
    request: pytest.FixtureRequest,
) -> None:
    each_page.goto("/")
    expect(each_page.get_by_role("heading", level=1)).to_have_text(re.compile("total sessions?$"))
    settled(each_page)
    shot(each_page, f"opening-{request.node.callspec.params['each_page']}")


def test_flags_and_icons_are_drawn_with_the_fonts_that_the_dashboard_serves(
    page: Page, settled: Settled
) -> None:
    page.goto("/")
    settled(page)
    page.wait_for_function(
        """() => ["Country Flags", "Session Icons"].every(family => [...document.fonts].some(
            font => font.family.replaceAll('"', "") === family && font.status === "loaded"))"""
    )


@pytest.mark.parametrize(
    ("script", "noticed"),
    [
        ("fetch('http://127.0.0.1:9/elsewhere').catch(() => {})", "request to another host"),
        ("new WebSocket('ws://127.0.0.1:9/elsewhere')", "request to another host"),
        ("console.error('it broke')", "console error: it broke"),
        ("setTimeout(() => { throw new Error('it broke') })", "script error: it broke"),
        (
            "document.body.innerHTML = '<p data-testid=stException>Oh</p>'",
            "console error: exception box: Oh",
        ),
        ("fetch('/no/such/file', {method: 'POST'})", "console error"),
    ],
)
def test_the_watch_notices(browser: Browser, dashboard: str, script: str, noticed: str) -> None:
    page = browser.new_page(base_url=dashboard)
    watch = Watch(page, dashboard)
    page.goto("/_stcore/health")
    page.evaluate(f"() => {{ {script} }}")
    for _ in range(50):
        if not watch.problems:
            page.wait_for_timeout(100)
    assert [problem for problem in watch.problems if problem.startswith(noticed)]
    page.close()
