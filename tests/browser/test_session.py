"""Journeys through one session: opened, read, left, handed on."""

import json
import os
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Dialog, Locator, Page, Request, expect

from data.copy import publish
from data.settings import ROOT
from tests.browser.test_list import press_in_grid
from tests.queries.conftest import Row, build_tiny
from tests.queries.test_risk import crowded

Settled = Callable[[Page], None]
Shot = Callable[[Page, str], Path]
ServeHome = Callable[[Path], str]
NewPage = Callable[..., Page]

NOW = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
LONG, ACTIVE, BARE, FULL, OTHER_SCRIPTS, MANY, BOTH = (
    "c1-5f2a9b7de0134c88a1d2e3f4a5b6c7d8",
    "c1-0c41d6aa7e2f4b19b3c8d1e0f2a4b6c8",
    "nothing-recorded",
    "forty-lines",
    "other-scripts",
    "thousands-of-events",
    "in-two-stores",
)
AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
BAD = "<img src=x onerror=alert(1)><script>alert(2)</script><a href=//x.example>link</a>"


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def session(token: str, **values: Any) -> Row:
    plain = {
        "store": "north",
        "status": "Converted",
        "risk": "Normal",
        "country": "CZ",
        "currency": "USD",
        "session_type": "desktop",
        "started_at": ago(100),
        "user_agent": AGENT,
        "ip": "203.0.113.7",
        "visitor_id": "v-51c0ffee",
        "renewals": 3,
        "max_renewals": 20,
        "manual_extends": 0,
        "cart_updates": 4,
    }
    return {"cart_token": token, **plain, **values}


def line(token: str, number: int, product: str, price: float, **values: Any) -> Row:
    plain = {"store": "north", "quantity": 1, "variant": "blue", "sku": f"S-{number:03}"}
    plain |= {"product_id": f"p-{number}", "reserved_until": ago(-4)}
    fields = {"line_no": number, "product": product, "unit_price": price}
    return {"cart_token": token, **plain, **fields, **values}


def story(token: str, *events: tuple[float, str, dict[str, Any]]) -> list[Row]:
    """Events by minutes since the session's start."""
    return [
        {
            "cart_token": token,
            "store": "north",
            "seq": seq,
            "at": ago(100) + timedelta(minutes=minutes),
            "kind": kind,
            **values,
        }
        for seq, (minutes, kind, values) in enumerate(events, start=1)
    ]


def publish_rows(
    home: Path, sessions: Iterable[Row], lines: Iterable[Row] = (), events: Iterable[Row] = ()
) -> None:
    built = home / "building-tiny.duckdb"
    build_tiny(built, sessions, lines, events, made_at=ago(5)).connection.close()
    publish(home, built, datetime.now(UTC))


@pytest.fixture(scope="module")
def address(serve_home: ServeHome, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A dashboard over sessions of every kind, which nobody has looked at yet."""
    home = tmp_path_factory.mktemp("sessions")
    burst = [(3 + number / 180, "item_added", {"product": "Wool sock"}) for number in range(12)]
    sessions = [
        session(
            LONG,
            cart_value=149.85,
            item_count=2,
            ended_at=ago(40),
            expires_at=ago(30),
            last_activity_at=ago(40),
            order_id="ord-1001",
        ),
        session(
            ACTIVE,
            status="Active",
            risk="Review",
            cart_value=3124.75,
            item_count=2,
            started_at=ago(33),
            # From the moment when it is made: other tests may have taken long before.
            expires_at=datetime.now(UTC).replace(tzinfo=None) + timedelta(minutes=14),
            last_activity_at=ago(2),
        ),
        {"cart_token": BARE, "store": "north", "started_at": ago(500)},
        session(FULL, status="Cancelled", risk="Restricted", cart_value=2000, item_count=40),
        session(OTHER_SCRIPTS, status="Expired", cart_value=30, item_count=3),
        session(MANY, status="Expired", item_count=1),
        session(BOTH),
        session(BOTH, store="south", status="Expired", item_count=1, started_at=ago(4000)),
        *(
            session(f"other-{n:02}", status="Expired", item_count=1, started_at=ago(200 + n))
            for n in range(9)
        ),
        # Beside so many who come once, whoever comes often stands out.
        *crowded(store="crowd", status="Converted"),
    ]
    lines = [
        line(LONG, 1, "Trail running shoe", 99.95),
        line(LONG, 2, "Wool sock, 2 pairs", 49.90),
        line(ACTIVE, 1, "Espresso machine", 3000),
        line(ACTIVE, 2, "Coffee beans", 119.75),
        *(line(FULL, n, f"Product number {n}", 50) for n in range(1, 41)),
        line(OTHER_SCRIPTS, 1, "حذاء رياضي للجري على الطرق الوعرة " * 6, 10),
        line(OTHER_SCRIPTS, 2, "Donaudampfschifffahrtsgesellschaftskapitänsmütze" * 4, 10),
        line(OTHER_SCRIPTS, 3, "Походный рюкзак", 10, variant=None, sku=None),
    ]
    events = [
        *story(
            LONG,
            (0, "created", {"detail": "timer of 15 min started"}),
            (0, "item_added", {"product": "Trail running shoe", "quantity": 1}),
            *burst,
            (14, "renewed", {"detail": "timer restarted, 1/20"}),
            (33, "risk_changed", {"detail": "Normal → Monitored"}),
            (41, "checkout_blocked", {"detail": "card declined"}),
            (60, "converted", {}),
        ),
        *story(MANY, *((number / 2, "renewed", {}) for number in range(2600))),
    ]
    publish_rows(home, sessions, lines, events)
    return serve_home(home)


def at(token: str, **parameters: str) -> str:
    return "/session?" + urlencode({"token": token, **parameters})


def headline(page: Page) -> Locator:
    # While one page takes the place of another, what is left of the other stands below.
    return page.get_by_role("heading", level=1).first


def shown_token(page: Page) -> Locator:
    return page.locator('[data-testid="stMain"] [data-testid="stCode"]').first


# Streamlit's own list of pages, which a fresh server's first viewer would see for a moment.
_LISTS_OF_FILES = """
    window.framesSeen = 0;
    window.listsOfFiles = [];
    const look = () => {
        window.framesSeen += 1;
        for (const list of document.querySelectorAll("[data-testid=stSidebarNav]")) {
            window.listsOfFiles.push(list.innerText);
        }
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
"""


def test_a_shared_link_is_the_first_thing_that_a_fresh_server_is_asked_for(
    serve_home: ServeHome, new_page: NewPage, settled: Settled, tmp_path: Path
) -> None:
    publish_rows(tmp_path, [session(LONG)])
    page = new_page("light", serve_home(tmp_path))
    page.add_init_script(_LISTS_OF_FILES)
    page.goto(at(LONG, store="north"))
    expect(headline(page)).to_have_text("Session")
    expect(shown_token(page)).to_have_text(LONG)
    settled(page)
    expect(page).to_have_title(re.compile("· Session$"))
    assert page.evaluate("window.framesSeen") > 0
    assert page.evaluate("window.listsOfFiles") == []
    expect(page).to_have_url(re.compile(r"/session\?token="))


@pytest.mark.parametrize(
    ("look", "tokens"),
    [
        ("light", [LONG, BARE, "FORTY-lines"]),
        ("dark", [ACTIVE, "No-Such-Token"]),
        ("phone", [LONG, FULL, OTHER_SCRIPTS, BOTH]),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_every_kind_of_session_fits_the_window(
    new_page: NewPage, address: str, settled: Settled, shot: Shot, look: str, tokens: list[str]
) -> None:
    page = new_page(look, address)
    for token in tokens:
        page.goto(at(token))
        expect(headline(page)).to_be_visible()
        settled(page)
        main = "document.querySelector('[data-testid=stMain]')"
        assert page.evaluate(f"{main}.scrollWidth <= {main}.clientWidth"), token
        expect(page.get_by_text(re.compile(r"\bNone\b"))).to_have_count(0)
        levels = page.eval_on_selector_all(
            "[data-testid=stMain] :is(h1, h2, h3, h4)", "all => all.map(h => Number(h.tagName[1]))"
        )
        assert levels[0] == 1, token
        assert all(after <= before + 1 for before, after in pairwise(levels)), token
        shot(page, f"session-{token.lower()}-{look}")


def test_a_session_opened_from_the_list_leads_on_and_back_with_the_keyboard(
    new_page: NewPage, address: str, settled: Settled
) -> None:
    page = new_page("light", address)
    page.goto("/?status=Expired")
    settled(page)
    list_said = headline(page).inner_text()
    press_in_grid(page, "View", 1)
    expect(page).to_have_url(re.compile("token="))
    settled(page)
    first = shown_token(page).inner_text()
    expect(page.get_by_text("2 of 12")).to_be_visible()

    page.get_by_role("button", name="Next ›").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("3 of 12")).to_be_visible()
    expect(shown_token(page)).not_to_have_text(first)
    settled(page)

    page.go_back()
    expect(shown_token(page)).to_have_text(first)
    settled(page)
    page.go_back()
    expect(headline(page)).to_have_text(list_said)
    expect(page).to_have_url(re.compile(r"/\?status=Expired$"))


def test_another_session_of_the_address_opens_with_the_keyboard(
    new_page: NewPage, address: str, settled: Settled
) -> None:
    page = new_page("light", address)
    page.goto(at(LONG))
    settled(page)
    page.get_by_role("button", name="c1-0c41d…b6c8").last.focus()
    page.keyboard.press("Enter")
    expect(shown_token(page)).to_have_text(ACTIVE)
    settled(page)
    page.go_back()
    expect(shown_token(page)).to_have_text(LONG)


def test_why_a_session_looks_risky_is_read_with_the_keyboard(
    new_page: NewPage, address: str, settled: Settled
) -> None:
    page = new_page("dark", address)
    page.goto(at("again-5"))
    settled(page)
    reasons = page.locator(".cs-reasons > li")
    expect(reasons.first).to_contain_text(
        re.compile(r"Sessions of the visitor in an hour\s*weight")
    )
    more = reasons.first.locator("details")
    expect(more.get_by_text("Sessions of the visitor in a day")).to_be_hidden()
    more.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(more.get_by_text("Sessions of the visitor in a day")).to_be_visible()

    page.locator("[class*=st-key-rows-alike] button").first.focus()
    page.keyboard.press("Enter")
    expect(shown_token(page)).to_have_text("again-4")


def test_a_burst_opens_with_the_keyboard(new_page: NewPage, address: str, settled: Settled) -> None:
    page = new_page("light", address)
    page.goto(at(LONG))
    settled(page)
    burst = page.locator("details", has_text="12 changes within 3 s")
    expect(burst.get_by_text("Wool sock").first).to_be_hidden()
    burst.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(burst.get_by_text("Wool sock")).to_have_count(12)
    expect(burst.get_by_text("Wool sock").first).to_be_visible()


def test_the_token_the_link_and_the_json_can_be_copied(
    new_page: NewPage, address: str, settled: Settled
) -> None:
    page = new_page("light", address)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(at(LONG))
    settled(page)

    def copied(block: Locator) -> str:
        block.hover()
        block.get_by_role("button").click()
        page.wait_for_timeout(200)
        return str(page.evaluate("navigator.clipboard.readText()"))

    assert copied(shown_token(page)) == LONG
    page.get_by_role("button", name="Link to share").click()
    link = copied(page.get_by_test_id("stPopoverBody").get_by_test_id("stCode"))
    assert link == address + at(LONG, store="north").replace(
        f"token={LONG}&store=north", f"store=north&token={LONG}"
    )
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="JSON to copy").click()
    block = page.get_by_role("tabpanel", name="JSON to copy").get_by_test_id("stCode")
    assert json.loads(copied(block))["session"]["order_id"] == "ord-1001"


def test_thousands_of_events_leave_the_page_quick_and_can_all_be_seen(
    new_page: NewPage, address: str, settled: Settled
) -> None:
    page = new_page("light", address)
    page.goto(at(MANY))
    settled(page)
    expect(page.locator(".cs-events > li")).to_have_count(500)
    page.get_by_role("button", name="Page 6", exact=True).click()
    expect(page.get_by_text("Events 2,501 to 2,600 of 2,600.")).to_be_visible()
    expect(page.locator(".cs-events > li")).to_have_count(100)


def test_what_is_left_on_the_timer_passes_before_the_reader_s_eyes(
    new_page: NewPage, address: str, settled: Settled
) -> None:
    page = new_page("light", address)
    page.goto(at(ACTIVE))
    settled(page)
    timer = page.get_by_text("left when the copy was made")
    before = timer.inner_text()
    expect(timer).not_to_have_text(before)


def test_nothing_from_the_data_runs_or_becomes_markup(
    serve_home: ServeHome, new_page: NewPage, settled: Settled, tmp_path: Path
) -> None:
    texts = [BAD, "[x](javascript:alert(3))", "![x](//x.example/x.png)", "www.example.org"]
    texts += naughty_strings()
    fields = ("visitor_id", "status", "risk", "session_type", "currency", "country", "user_agent")
    bad = session(BAD, store=BAD, **dict.fromkeys((*fields, "order_id", "source_file"), BAD))
    of_it = {"cart_token": BAD, "store": BAD}
    names = ("product_id", "product", "variant", "sku")
    lines = [
        {**of_it, "line_no": number, **dict.fromkeys(names, text)}
        for number, text in enumerate(texts[:200])
    ]
    names = ("kind", "product_id", "product", "detail")
    events = [
        {**of_it, "seq": number, "at": NOW, **dict.fromkeys(names, text)}
        for number, text in enumerate(texts[:500])
    ]
    others = [session(text, store=BAD, visitor_id=BAD, status=text) for text in texts[:5]]
    publish_rows(tmp_path, [bad, *others, session(BAD, store="north")], lines, events)
    page = new_page("light", serve_home(tmp_path))
    dialogs: list[str] = []
    elsewhere: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    def requested(request: Request) -> None:
        if urlsplit(request.url).path.endswith("/x"):
            elsewhere.append(request.url)

    page.on("dialog", dismiss)
    page.on("request", requested)
    for asked in (at(BAD, store=BAD), at(BAD), at(BAD + " "), f"/?{urlencode({'token': BAD})}"):
        page.goto(asked)
        expect(headline(page)).to_be_visible()
        settled(page)
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        page.wait_for_timeout(300)
        main = page.get_by_test_id("stMain")
        assert main.locator("img, iframe, script, object, embed, svg[onload]").count() == 0
        assert main.locator("[onerror], [onload], [onclick], [onmouseover], [onfocus]").count() == 0
        # The way back to the list is the only link of the page's own.
        hrefs = main.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
        assert all(href == "" or href.startswith(("/", "?")) for href in hrefs), hrefs
    assert main.get_by_text(BAD[:20]).count() > 0
    assert not dialogs
    assert not elsewhere


def naughty_strings() -> list[str]:
    """Texts that have broken other programs, where they stand beside the repository."""
    folder = Path(os.environ.get("SESSIONS_REALDATA") or ROOT.parent / "shared" / "realdata")
    file = folder / "naughty_strings" / "blns.json"
    if not file.is_file():
        return []
    texts = json.loads(file.read_text(encoding="utf-8"))
    return list(dict.fromkeys(text for text in texts if text.strip()))
