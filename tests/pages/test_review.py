"""The queue of sessions that need a person: who looks at what, and one after the other."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from data.actions.claiming import claim, standing_claims
from data.actions.database import Actions, open_actions
from data.actions.decided import Decision
from data.actions.deciding import Seen, decide
from data.actions.session_key import SessionKey
from data.actions.standing import history
from data.settings import settings
from pages.parts import record
from tests.pages.conftest import NOW, Open, Publish, cart
from tests.pages.test_deciding import confirm, press
from tests.pages.test_sessions import address, headline, html


@pytest.fixture(autouse=True)
def within_reach(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What was out of reach in another test is asked again."""
    monkeypatch.setattr(record, "_again_at", 0.0)
    yield


@pytest.fixture
def sessions(published: Publish) -> None:
    """Three that need a person, two of them of one store, and two that need none."""
    soon, later = NOW + timedelta(minutes=5), NOW + timedelta(hours=1)
    published(
        [
            cart("aaaa1111", store="north", risk="Review", expires_at=later),
            cart("bbbb2222", store="north", risk="Review", expires_at=soon),
            cart("cccc3333", store="south", risk="Review", status="Expired"),
            cart("dddd4444", store="south"),
            cart("eeee5555", store="south", risk="Restricted"),
        ]
    )


def kept() -> Actions:
    return open_actions(settings())


@pytest.fixture
def review(opened: Open, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open the page Review at query parameters."""
    # A server comes through app.py once; a test would do so at each click, and forget the click.
    monkeypatch.setattr("pages.parts.entrance.come_through_app", lambda: None)

    def open_at(**parameters: str) -> AppTest:
        return opened(**parameters).switch_page("pages/review.py").run()

    return open_at


def called(app: AppTest, who: str) -> AppTest:
    return app.text_input(key="review_who").set_value(who).run()


def waiting(app: AppTest) -> list[str]:
    return list(app.dataframe[0].value["SESSION"])


def warned(app: AppTest) -> str:
    return " ".join(str(box.value) for box in app.warning).replace("\\", "")


def test_the_queue_holds_who_needs_a_person_the_soonest_timer_first(
    sessions: None, review: Open
) -> None:
    app = review()
    assert headline(app) == "3 sessions need a person"
    assert waiting(app) == ["bbbb2222", "aaaa1111", "cccc3333"]
    assert list(app.dataframe[0].value["TIMER"]) == ["5 min left", "1 h left", "Expired"]


def test_nobody_takes_a_session_without_a_name(sessions: None, review: Open) -> None:
    app = review()
    assert app.button(key="take").disabled
    app = press(called(app, "Ada"), "take")
    assert address(app)["token"] == "bbbb2222"
    (held,) = standing_claims(kept())
    assert (held.session, held.who) == (SessionKey("north", "bbbb2222"), "Ada")


def test_two_reviewers_take_different_sessions(sessions: None, review: Open) -> None:
    ada, bea = (press(called(review(), who), "take") for who in ("Ada", "Bea"))
    assert (address(ada)["token"], address(bea)["token"]) == ("bbbb2222", "aaaa1111")
    app = called(review(), "Cyd")
    holders = list(app.dataframe[0].value["LOOKED AT BY"])
    assert [words.split(",")[0] for words in holders] == ["Ada", "Bea", ""]


def test_a_session_that_another_looks_at_says_so(sessions: None, review: Open) -> None:
    claim(kept(), [SessionKey("north", "aaaa1111")], who="Bea")
    app = review()
    app.query_params["store"], app.query_params["token"] = "north", "aaaa1111"
    app = called(app, "Ada")
    assert "Bea is working on session aaaa1111" in warned(app)


def test_deciding_leads_to_the_next(sessions: None, review: Open) -> None:
    app = press(called(review(), "Ada"), "take")
    app = confirm(press(app, "review_restrict"), reason="hoards")
    assert "<bdi>aaaa1111</bdi>" in html(app)
    assert headline(app) == "2 sessions need a person"
    (entry,) = history(kept(), SessionKey("north", "bbbb2222"))
    assert (entry.level_after, entry.who) == ("Restricted", "Ada")
    app = press(app, "review_restrict")
    assert app.text_input(key="reason").value == "hoards"
    app = confirm(app, reason="hoards too")
    app = confirm(press(app, "review_confirm"), reason="a regular")
    assert headline(app) == "No session needs a person"
    assert not [button for button in app.button if button.key == "review_restrict"]
    assert not standing_claims(kept())


def test_what_is_skipped_is_left_to_others(sessions: None, review: Open) -> None:
    app = press(called(review(), "Ada"), "take")
    app = press(app, "review_skip")
    assert address(app)["token"] == "aaaa1111"
    assert [held.session.cart_token for held in standing_claims(kept())] == ["aaaa1111"]
    app = press(press(app, "review_back"), "take")
    assert address(app)["token"] == "aaaa1111"


def test_a_claim_runs_out(sessions: None, review: Open) -> None:
    claim(kept(), [SessionKey("north", "bbbb2222")], who="Bea", lasts=timedelta(seconds=-1))
    app = press(called(review(), "Ada"), "take")
    assert address(app)["token"] == "bbbb2222"


def test_the_case_says_why_and_what_is_in_the_cart(sessions: None, review: Open) -> None:
    app = press(called(review(), "Ada"), "take")
    drawn = html(app)
    assert "bbbb2222" in drawn
    assert "49.95 USD" in drawn
    assert "Timer: 5 min left" in drawn
    assert [header.value for header in app.subheader] == ["Why", "Cart"]


def test_one_store_is_reviewed_where_it_is_chosen(sessions: None, review: Open) -> None:
    app = review(in_store="south")
    assert headline(app) == "1 session needs a person"
    assert waiting(app) == ["cccc3333"]
    assert list(app.selectbox(key="review_store").options) == [
        "All stores (3)",
        "north (2)",
        "south (1)",
    ]


def test_a_viewer_of_one_store_reviews_that_alone(
    sessions: None, review: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim(kept(), [SessionKey("north", "aaaa1111")], who="Bea from north")
    monkeypatch.setenv("SESSIONS_STORES", "south")
    settings.cache_clear()
    app = review()
    assert headline(app) == "1 session needs a person"
    assert not [box for box in app.selectbox if box.key == "review_store"]
    assert "north" not in f"{app.main}{app.sidebar}"


def test_who_was_decided_about_is_not_in_the_queue_until_that_is_lifted(
    sessions: None, review: Open
) -> None:
    one = Seen(SessionKey("north", "bbbb2222"), 0, "Review")
    (entry,) = decide(kept(), Decision.CONFIRM, [one], who="Bea", reason="known")
    assert waiting(review()) == ["aaaa1111", "cccc3333"]
    again = Seen(one.session, entry.number, "Review")
    decide(kept(), Decision.LIFT, [again], who="Bea", reason="mistaken")
    assert waiting(review()) == ["bbbb2222", "aaaa1111", "cccc3333"]


def test_an_empty_queue_says_what_would_be_in_it(published: Publish, review: Open) -> None:
    published([cart("aaaa1111")])
    app = review()
    assert headline(app) == "No session needs a person"
    assert "when its risk level is Review" in " ".join(box.value for box in app.markdown)
    assert not app.dataframe
    assert not [button for button in app.button if button.key == "take"]
