"""Journeys through the list: narrow it, open a session, come back, take it along."""

import csv
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
from itertools import takewhile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from data.copy import publish
from pages.parts.listing import WIDTHS
from tests.queries.conftest import Row, build_tiny

Settled = Callable[[Page], None]
ServeHome = Callable[[Path], str]
NewPage = Callable[..., Page]

expect.set_options(timeout=20_000)

ROW_PIXELS = 35
CHECKBOX_PIXELS = 33


# Links that a text would make, and not those that lead to the other pages.
TEXTS_LINKS = (
    ":is([data-testid=stMain], [data-testid=stSidebar]) a:not([data-testid=stPageLink-NavLink])"
)


def headline(page: Page) -> Locator:
    # While one page takes the place of another, what is left of the other stands below.
    return page.get_by_role("heading", level=1).first


def search_for(page: Page, text: str) -> None:
    box = page.get_by_placeholder("Search by cart token, IP, or country...")
    box.fill(text)
    box.press("Enter")
    expect(page).to_have_url(re.compile("search="))


def cells(page: Page) -> Locator:
    """The SESSION cells, as the grid tells them to a screen reader."""
    return page.locator('[data-testid="stDataFrame"] canvas table tbody tr td:nth-child(1)')


def rows(page: Page) -> list[str]:
    """What the SESSION cells say, in the order in which they stand on the screen."""
    expect(cells(page)).not_to_have_count(0)
    return cells(page).all_text_contents()


def number_shown(page: Page) -> int:
    match = re.match(r"([\d,]+)", headline(page).inner_text())
    assert match
    return int(match[1].replace(",", ""))


def scrolled(page: Page) -> int:
    return page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")


def press_in_grid(page: Page, column: str, row: int, columns: list[str] | None = None) -> None:
    """Press the middle of a cell; row 0 is the first, -1 the heading. No column may be widened.

    ``columns``: those that the table has, in their order; None for all but the score, which is off.
    """
    order = columns or [name for name in WIDTHS if name != "SCORE"]
    before = sum(WIDTHS[name] for name in takewhile(lambda name: name != column, order))
    box = page.locator('[data-testid="stDataFrame"]').bounding_box()
    assert box
    x = box["x"] + CHECKBOX_PIXELS + before + WIDTHS[column] / 2
    y = box["y"] + ROW_PIXELS * (row + 1.5)
    page.mouse.move(x, y)
    page.wait_for_timeout(200)
    page.mouse.click(x, y)


def token_in_address(page: Page) -> str:
    return parse_qs(urlsplit(page.url).query)["token"][0]


def shortened(cell: str) -> tuple[str, str]:
    """The beginning and the end of the token that a SESSION cell shows."""
    found = re.search(r"(\S+)…(\S+)", cell)
    assert found, cell
    return found[1], found[2]


def test_back_returns_to_the_same_filters_page_and_place(page: Page, settled: Settled) -> None:
    page.goto("/")
    settled(page)
    page.get_by_text(re.compile(r"^Expired \(")).click()
    expect(page).to_have_url(re.compile("status=Expired"))
    search_for(page, "a")
    settled(page)
    first_page = rows(page)
    page.get_by_role("button", name="Page 2", exact=True).click()
    expect(page).to_have_url(re.compile("page=2"))
    expect(cells(page).first).not_to_have_text(first_page[0])
    settled(page)
    page.mouse.move(900, 500)
    page.mouse.wheel(0, 500)
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop > 450")
    # A wheel rolls on for a moment, and the rows with it.
    place = -1
    while place != (place := scrolled(page)):
        page.wait_for_timeout(200)
    list_address, said, shown, place = (
        page.url,
        headline(page).inner_text(),
        rows(page),
        scrolled(page),
    )

    press_in_grid(page, "View", 17)
    expect(page).to_have_url(re.compile("token="))
    settled(page)
    begins, ends = shortened(shown[17])
    assert token_in_address(page).startswith(begins)
    assert token_in_address(page).endswith(ends)
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop === 0")

    page.go_back()
    expect(headline(page)).to_have_text(said)
    settled(page)
    assert page.url == list_address
    assert rows(page) == shown
    page.wait_for_function(
        "place => Math.abs(document.querySelector('[data-testid=stMain]').scrollTop - place) < 3",
        arg=place,
    )
    expect(page.get_by_label(re.compile(r"^Expired \("))).to_be_checked()
    expect(page.get_by_placeholder(re.compile("^Search by"))).to_have_value("a")

    page.go_back()
    settled(page)
    expect(page).not_to_have_url(re.compile("page="))


def test_a_link_with_filters_shows_a_colleague_the_same(
    page: Page, new_page: NewPage, settled: Settled
) -> None:
    page.goto("/")
    settled(page)
    page.get_by_text(re.compile(r"^Converted \(")).click()
    expect(page).to_have_url(re.compile("status=Converted"))
    search_for(page, "1")
    settled(page)
    colleague = new_page("dark")
    colleague.goto(page.url)
    settled(colleague)
    assert headline(colleague).inner_text() == headline(page).inner_text()
    assert rows(colleague) == rows(page)


def test_the_keyboard_alone_is_enough(page: Page, settled: Settled) -> None:
    page.goto("/?sort=items")
    settled(page)
    shown = rows(page)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "CANVAS":
            break
    # The first row has the focus, so two steps down lead to the third.
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(200)
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(200)
    page.keyboard.press("Shift+Space")
    expect(page).to_have_url(re.compile("token="))
    begins, ends = shortened(shown[2])
    assert token_in_address(page).startswith(begins)
    assert token_in_address(page).endswith(ends)
    page.go_back()
    expect(page).not_to_have_url(re.compile("token="))
    expect(headline(page)).to_have_text(re.compile("total sessions$"))


def test_view_opens_the_session_of_its_row_after_the_grid_was_sorted_in_the_browser(
    page: Page, settled: Settled
) -> None:
    page.goto("/")
    settled(page)
    before = rows(page)
    press_in_grid(page, "CART VALUE", -1)
    page.wait_for_timeout(500)
    after = rows(page)
    assert after != before, "the grid sorted its rows"
    assert sorted(after) == sorted(before)
    press_in_grid(page, "View", 3)
    expect(page).to_have_url(re.compile("token="))
    begins, ends = shortened(after[3])
    assert token_in_address(page).startswith(begins)
    assert token_in_address(page).endswith(ends)


def test_view_is_within_reach_on_a_phone(phone_page: Page, settled: Settled) -> None:
    phone_page.goto("/")
    settled(phone_page)
    phone_page.wait_for_timeout(1000)
    settled(phone_page)
    # On a phone a table's own buttons are always there.
    buttons = phone_page.get_by_test_id("stElementToolbar").first.bounding_box()
    above = phone_page.get_by_text("Select several").bounding_box()
    assert buttons is not None
    assert above is not None
    assert above["y"] + above["height"] <= buttons["y"]
    press_in_grid(phone_page, "View", 2, ["SESSION", "View"])
    expect(phone_page).to_have_url(re.compile("token="))


def test_the_downloads_hold_every_session_that_the_filters_show(
    page: Page, settled: Settled, tmp_path: Path
) -> None:
    page.goto("/?status=Expired")
    settled(page)
    expected = number_shown(page)
    assert expected > 50
    with page.expect_download() as csv_download:
        page.get_by_role("button", name="Download CSV").click()
    assert re.fullmatch(
        r"sessions-expired-\d{8}T\d{4}Z\.csv", csv_download.value.suggested_filename
    )
    csv_download.value.save_as(tmp_path / "sessions.csv")
    text = (tmp_path / "sessions.csv").read_text(encoding="utf-8-sig")
    taken = list(csv.DictReader(StringIO(text)))
    assert len(taken) == expected
    assert {row["status"] for row in taken} == {"Expired"}
    with page.expect_download() as parquet_download:
        page.get_by_role("button", name="Download Parquet").click()
    parquet_download.value.save_as(tmp_path / "sessions.parquet")
    table = pq.read_table(BytesIO((tmp_path / "sessions.parquet").read_bytes()))
    assert table.num_rows == expected


def test_refresh_after_a_new_build_says_what_changed(
    serve_home: ServeHome, new_page: NewPage, settled: Settled, tmp_path: Path
) -> None:
    carts = [_cart(f"cart-{number}", status="Active") for number in range(5)]
    _publish(tmp_path, carts)
    page = new_page("light", serve_home(tmp_path))
    page.goto("/")
    expect(headline(page)).to_have_text("5 total sessions")
    page.get_by_role("button", name="Refresh").click()
    expect(page.get_by_text("No newer copy; still data from")).to_be_visible()
    _publish(tmp_path, [*carts[1:], {**carts[0], "status": "Expired"}, _cart("cart-new")])
    page.get_by_role("button", name="Refresh").click()
    expect(headline(page)).to_have_text("6 total sessions")
    expect(page.get_by_text("1 new session, 1 changed status; data from")).to_be_visible()


def test_strings_that_break_things_are_shown_as_they_are(
    serve_home: ServeHome, new_page: NewPage, settled: Settled, tmp_path: Path, naughty: list[str]
) -> None:
    _publish(
        tmp_path,
        [
            _cart(
                text,
                store=naughty[number % 7],
                status=naughty[number % 11],
                risk=naughty[number % 13],
                currency=naughty[number % 5],
                country=naughty[number % 17],
            )
            for number, text in enumerate(naughty)
        ],
    )
    page = new_page("light", serve_home(tmp_path))
    with _no_dialog(page):
        page.goto("/")
        expect(headline(page)).to_have_text(f"{len(naughty)} total sessions")
        pages = -(-len(naughty) // 50)
        for number in range(2, pages + 1):
            before = rows(page)
            page.get_by_role("button", name="Next page").click()
            expect(page).to_have_url(re.compile(f"page={number}$"))
            expect(cells(page).first).not_to_have_text(before[0])
        page.get_by_label("Store").click()
        page.wait_for_timeout(500)
        page.keyboard.press("Escape")
        search_for(page, "<img src=x onerror=alert(0)>")
        expect(headline(page)).to_have_text(re.compile(" of "))
        assert page.locator("[data-testid=stApp] img").count() == 0
        assert page.locator(TEXTS_LINKS).count() == 0


@pytest.fixture
def naughty() -> list[str]:
    """Texts that have broken other programs, from the data that stands beside the repository."""
    import json
    import os

    root = Path(__file__).resolve().parents[2]
    folder = Path(os.environ.get("SESSIONS_REALDATA") or root.parent / "shared" / "realdata")
    file = folder / "naughty_strings" / "blns.json"
    if not file.is_file():
        pytest.skip(f"the naughty strings are not there: {file}")
    texts = (text.replace("\x00", "") for text in json.loads(file.read_text(encoding="utf-8")))
    return list(dict.fromkeys(text for text in texts if text.strip()))


@contextmanager
def _no_dialog(page: Page) -> Iterator[None]:
    seen: list[str] = []

    def note(dialog: Dialog) -> None:
        seen.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    yield
    assert not seen


def _cart(token: str, **values: Any) -> Row:
    started = datetime.now(UTC).replace(tzinfo=None) - timedelta(minutes=33)
    plain = {"country": "CZ", "currency": "USD", "cart_value": 49.95, "item_count": 2}
    return {"cart_token": token, "started_at": started, **plain, **values}


def _publish(home: Path, sessions: list[Row]) -> None:
    built = home / "building-tiny.duckdb"
    now = datetime.now(UTC).replace(tzinfo=None)
    build_tiny(built, sessions, made_at=now).connection.close()
    publish(home, built, datetime.now(UTC))
