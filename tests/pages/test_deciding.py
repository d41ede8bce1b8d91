"""Decisions are asked for with a reason, kept at once, and shown wherever the session is."""

import json
from datetime import timedelta
from typing import Any

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from data.actions.database import Actions, open_actions
from data.actions.decided import Decision
from data.actions.deciding import Seen, decide
from data.actions.errors import ActionsError
from data.actions.session_key import SessionKey
from data.actions.standing import history
from data.settings import settings
from pages.parts import record
from tests.pages.conftest import NOW, Open, Publish, cart
from tests.pages.test_sessions import headline, html, labels, shown, table

ONE = SessionKey("shop", "aaaa1111")


@pytest.fixture(autouse=True)
def within_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was out of reach in another test is asked again."""
    monkeypatch.setattr(record, "_again_at", 0.0)


@pytest.fixture
def sessions(published: Publish) -> None:
    """Three sessions, the first of them with risk level Review."""
    published(
        [
            cart("aaaa1111", risk="Review"),
            cart("bbbb2222", started_at=NOW - timedelta(hours=2)),
            cart("cccc3333", risk=None, started_at=NOW - timedelta(hours=3)),
        ]
    )


def kept() -> Actions:
    return open_actions(settings())


def press(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def confirm(app: AppTest, reason: str = "hoards", who: str = "Ada", note: str = "") -> AppTest:
    app.text_input(key="reason").set_value(reason)
    app.text_area(key="decision_note").set_value(note)
    app.text_input(key="decision_who").set_value(who)
    return press(app, "confirm")


def select(app: AppTest, *rows: int) -> AppTest:
    """Select rows of the table, as the browser says it."""
    chosen = json.dumps({"selection": {"rows": rows, "columns": [], "cells": []}})
    states = app._tree.get_widget_states()
    states.widgets.append(WidgetState(id=app.dataframe[0].proto.id, string_value=chosen))
    return app._run(states)


def risks(app: AppTest) -> list[str]:
    return [level for (level,) in table(app)["RISK"]]


def errors(app: AppTest) -> str:
    return " ".join(str(box.value) for box in app.error).replace("\\", "")


# One session.


def test_a_restriction_asks_why_and_shows_the_innocence_test(sessions: None, opened: Open) -> None:
    app = press(opened(store="shop", token="aaaa1111"), "decide_restrict")
    assert "Before restricting" in html(app)
    assert "Review" in html(app)
    assert not history(kept(), ONE)
    press(app, "confirm")
    assert "A reason and a name are required." in errors(app)
    confirm(app, who="")
    assert "A name is required." in errors(app)
    confirm(app, reason="  ")
    assert "A reason is required." in errors(app)
    assert not history(kept(), ONE)


def test_a_restriction_is_kept_with_all_that_was_said(sessions: None, opened: Open) -> None:
    app = press(opened(store="shop", token="aaaa1111"), "decide_restrict")
    confirm(app, reason="holds <b>stock</b>", who="Ada", note="two\nlines")
    (entry,) = history(kept(), ONE)
    assert (entry.decision, entry.who, entry.reason) == (
        Decision.RESTRICT,
        "Ada",
        "holds <b>stock</b>",
    )
    assert (entry.level_before, entry.level_after, entry.note) == (
        "Review",
        "Restricted",
        "two\nlines",
    )
    assert entry.score is not None
    app = opened(store="shop", token="aaaa1111")
    assert "holds &lt;b&gt;stock&lt;/b&gt;" in html(app)
    assert "two<br>lines" in html(app)
    assert "<strong>Restricted</strong> by <bdi>Ada</bdi>" in html(app)
    assert "Risk <span" in html(app)
    assert app.button(key="decide_restrict").disabled
    assert not app.button(key="decide_lift").disabled


def test_the_list_shows_counts_and_filters_the_level_at_once(sessions: None, opened: Open) -> None:
    confirm(press(opened(store="shop", token="aaaa1111"), "decide_restrict"))
    app = opened()
    assert risks(app) == ["Restricted", "Normal", "Normal?"]
    assert "Restricted (1)" in labels(app, "risk")
    assert "Review (0)" in labels(app, "risk")
    assert headline(opened(risk="Restricted")) == "1 of 3 sessions"
    confirm(press(opened(store="shop", token="aaaa1111"), "decide_lift"), reason="mistaken")
    assert risks(opened()) == ["Review", "Normal", "Normal?"]
    assert [entry.level_after for entry in history(kept(), ONE)] == ["Restricted", "Review"]


def test_a_level_that_was_confirmed_is_no_suggestion_any_more(sessions: None, opened: Open) -> None:
    confirm(press(opened(store="shop", token="cccc3333"), "decide_confirm"), reason="a regular")
    assert risks(opened()) == ["Review", "Normal", "Normal"]
    (entry,) = history(kept(), SessionKey("shop", "cccc3333"))
    assert (entry.level_before, entry.level_after) == (None, "Normal")


def test_a_decision_outlives_a_new_copy(sessions: None, published: Publish, opened: Open) -> None:
    confirm(press(opened(store="shop", token="aaaa1111"), "decide_restrict"))
    published([cart("aaaa1111", risk="Normal"), cart("dddd4444")])
    assert sorted(risks(opened())) == ["Normal", "Restricted"]


def test_who_decided_second_is_told_who_was_first(sessions: None, opened: Open) -> None:
    first, second = (
        press(opened(store="shop", token="aaaa1111"), f"decide_{decision}")
        for decision in ("confirm", "restrict")
    )
    confirm(first, reason="known", who="Bea")
    confirm(second, reason="hoards", who="Ada")
    assert "Bea decided “Confirm as fine” on session aaaa1111" in errors(second)
    assert "nothing was changed" in errors(second)
    assert [entry.who for entry in history(kept(), ONE)] == ["Bea"]


def test_a_note_alone_changes_no_level(sessions: None, opened: Open) -> None:
    app = press(opened(store="shop", token="aaaa1111"), "note")
    press(app, "keep_note")
    assert "A note and a name are required." in errors(app)
    app.text_area(key="note_text").set_value("called the shopper")
    app.text_input(key="note_who").set_value("Ada")
    press(app, "keep_note")
    app = opened(store="shop", token="aaaa1111")
    assert "called the shopper" in html(app)
    assert risks(opened()) == ["Review", "Normal", "Normal?"]


def test_the_signed_in_user_is_who_decides(
    sessions: None, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = {"is_logged_in": True, "name": "Ada", "email": "ada@shop.example"}
    monkeypatch.setattr("streamlit.user", user)
    app = press(opened(store="shop", token="aaaa1111"), "decide_restrict")
    assert not [box for box in app.text_input if box.key == "decision_who"]
    app.text_input(key="reason").set_value("hoards")
    press(app, "confirm")
    (entry,) = history(kept(), ONE)
    assert entry.who == "Ada (ada@shop.example)"


# Several at once.


def several(opened: Open, *rows: int) -> AppTest:
    app = opened()
    app.toggle(key="several").set_value(True).run()
    return select(app, *rows)


def test_several_rows_are_decided_about_for_one_reason(sessions: None, opened: Open) -> None:
    app = several(opened, 0, 1)
    assert "2 sessions are selected." in [box.value for box in app.markdown]
    app = confirm(press(app, "decide_restrict"), reason="one ring")
    for token in ("aaaa1111", "bbbb2222"):
        (entry,) = history(kept(), SessionKey("shop", token))
        assert entry.reason == "one ring"
    assert not history(kept(), SessionKey("shop", "cccc3333"))
    assert risks(opened()) == ["Restricted", "Restricted", "Normal?"]


def test_several_are_decided_about_all_or_none(sessions: None, opened: Open) -> None:
    app = press(several(opened, 0, 1), "decide_restrict")
    decide(kept(), Decision.CONFIRM, [Seen(ONE, 0, "Review")], who="Bea", reason="known")
    confirm(app, reason="one ring")
    assert "Bea decided" in errors(app)
    assert not history(kept(), SessionKey("shop", "bbbb2222"))


def test_only_what_was_decided_can_be_lifted(sessions: None, opened: Open) -> None:
    decide(kept(), Decision.RESTRICT, [Seen(ONE, 0, "Review")], who="Bea", reason="known")
    app = several(opened, 0, 1)
    assert app.button(key="decide_lift").label == "Lift the decision"
    confirm(press(app, "decide_lift"), reason="mistaken")
    assert risks(opened()) == ["Review", "Normal", "Normal?"]


def test_rows_are_selected_to_be_opened_unless_several_are_wanted(
    sessions: None, opened: Open
) -> None:
    assert not [button for button in opened().button if button.key == "decide_restrict"]
    app = opened()
    app.toggle(key="several").set_value(True).run()
    assert "Select rows to decide about them together." in [box.value for box in app.markdown]


# The score.


def test_the_score_is_a_column_where_the_address_says_so(sessions: None, opened: Open) -> None:
    def columns(app: AppTest) -> Any:
        return list(app.dataframe[0].proto.column_order)

    assert "SCORE" not in columns(opened())
    app = opened(score="yes", status="Active")
    assert "SCORE" in columns(app)
    assert shown(app, "RISK")
    app.toggle(key="with_score").set_value(False).run()
    assert "score" not in app.query_params
    assert "SCORE" not in columns(app)
    assert app.query_params["status"] in ("Active", ["Active"])


# Out of reach.


def test_lists_are_shown_and_decisions_refused_where_the_record_is_out_of_reach(
    sessions: None, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm(press(opened(store="shop", token="aaaa1111"), "decide_restrict"))
    app = press(opened(store="shop", token="bbbb2222"), "decide_restrict")

    def refuse(*_: object) -> None:
        raise ActionsError("The record of decisions cannot be read or written just now.")

    monkeypatch.setattr(record, "open_actions", refuse)
    confirm(app)
    assert "cannot be read or written just now" in errors(app)
    app = opened()
    assert record.OUT_OF_REACH in [box.value for box in app.warning]
    assert risks(app) == ["Restricted", "Normal", "Normal?"]
    app = opened(store="shop", token="bbbb2222")
    assert app.button(key="decide_restrict").disabled
    assert "cannot be read just now" in " ".join(box.value for box in app.markdown)
