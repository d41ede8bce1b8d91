"""A journey through a decision: restrict a session, find it in the list, and lift it again.

The store's system is told of it meanwhile.
"""

import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from data.actions import deciding
from data.actions.database import open_actions
from data.actions.decided import Decision
from data.actions.deciding import Seen
from data.actions.session_key import SessionKey
from data.actions.standing import version
from data.settings import Settings
from tests.browser.test_list import headline, press_in_grid, token_in_address
from tests.data.actions.store_system import SECRET, StoreSystem

Settled = Callable[[Page], None]


def decide(page: Page, settled: Settled, button: str, reason: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name=button)).to_be_visible()
    settled(page)
    dialog.get_by_role("textbox", name="Reason").fill(reason)
    dialog.get_by_role("textbox", name="Your name").fill("Ada")
    page.keyboard.press("Control+Enter")
    expect(dialog).to_have_count(0)


def wait_for_requests(store: StoreSystem, count: int) -> None:
    patient_until = time.monotonic() + 20
    while len(store.requests) < count:
        assert time.monotonic() < patient_until, f"{len(store.requests)} requests came in"
        time.sleep(0.02)


def hold_to_one_delivery_each(store: StoreSystem, token: str) -> None:
    """The first message again until it was taken, then the second; each signed and with its key."""
    wait_for_requests(store, 3)
    for request in store.requests:
        signed = request.headers["x-sessions-timestamp"].encode() + b"." + request.body
        expected = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
        assert hmac.compare_digest(request.headers["x-sessions-signature"], f"sha256={expected}")
    told = [json.loads(request.body) for request in store.requests]
    assert [each["reason"] for each in told] == ["holds stock", "holds stock", "mistaken"]
    assert {each["cart_token"] for each in told} == {token}
    assert [request.key for request in store.requests] == [each["id"] for each in told]
    assert sorted(store.by_key().values()) == [1, 2]


def confirm_meanwhile(home: Path, page: Page) -> None:
    """Somebody else confirms the session of this page as fine, and tells no store's system."""
    ((store,), (token,)) = map(parse_qs(urlsplit(page.url).query).get, ("store", "token"))
    kept = open_actions(Settings(home, None))
    seen = Seen(SessionKey(store, token), version(kept), "Normal")
    deciding.decide(kept, Decision.CONFIRM, [seen], who="Bea", reason="known")


def test_a_restriction_counts_in_the_list_until_it_is_lifted(
    page: Page, settled: Settled, store: StoreSystem, demo_home: Path
) -> None:
    store.answers = [500, 200]
    page.goto("/?status=Converted&risk=Normal")
    settled(page)
    before = headline(page).inner_text()
    press_in_grid(page, "View", 0)
    expect(page).to_have_url(re.compile("token="))
    settled(page)
    token = token_in_address(page)

    decide(page, settled, "Restrict session", "holds stock")
    expect(page.get_by_text("is restricted.")).to_be_visible()
    expect(page.get_by_text("● Restricted").first).to_be_visible()
    expect(page.get_by_text("Reason: holds stock")).to_be_visible()
    page.get_by_role("button", name="← Back to the list").click()
    expect(headline(page)).not_to_have_text(before)
    page.goto(f"/?risk=Restricted&search={token}")
    settled(page)
    expect(headline(page)).to_have_text(re.compile("^1 of "))
    expect(page.get_by_text("Restricted (1)", exact=True)).to_be_visible()

    press_in_grid(page, "View", 0)
    expect(page).to_have_url(re.compile("token="))
    settled(page)
    page.get_by_role("button", name="Lift the decision", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Reason").fill("mistaken")
    confirm_meanwhile(demo_home, page)
    dialog.get_by_role("textbox", name="Your name").fill("Ada")
    page.keyboard.press("Control+Enter")
    expect(dialog.get_by_text("Bea decided “Confirm as fine”")).to_be_visible()
    dialog.get_by_role("button", name="Look again").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("Reason: known")).to_be_visible()
    decide(page, settled, "Lift the decision", "mistaken")
    expect(page.get_by_text("Reason: mistaken")).to_be_visible()
    page.get_by_role("button", name="← Back to the list").click()
    expect(headline(page)).to_have_text(re.compile("^0 of "))
    page.goto("/?status=Converted&risk=Normal")
    expect(headline(page)).to_have_text(before)
    hold_to_one_delivery_each(store, token)
