"""The page of a session says why it looks risky, and what speaks against that."""

import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data.actions.database import open_actions
from data.actions.decided import Decision
from data.actions.deciding import Seen, decide
from data.actions.session_key import SessionKey
from data.settings import settings
from data.terms import AgentClass, Family, Risk, Signal
from pages.parts.risk_words import (
    agreement_words,
    amount_words,
    change_words,
    innocence_words,
    known_words,
    rank_words,
    seen_words,
    share_words,
    shared_words,
    weight_words,
)
from queries.risk import Assessment, Change, Innocence, Reason
from tests.pages.conftest import Open, Publish, cart
from tests.pages.test_session import address, cell, drawn, headings, html, rows, words
from tests.queries.test_risk import crowded

HOSTILE = "<img src=x onerror=alert(1)>[a](javascript:b)"
CRAWLER = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


def of(*reasons: Reason, **values: Any) -> Assessment:
    plain = {
        "session_no": 1,
        "store": "shop",
        "status": "Expired",
        "recorded": "Normal",
        "suggested": "Review",
        "score": 99.26,
        "agent_class": None,
        "known_days": None,
        "of_whole_copy": False,
        "reasons": reasons,
        "not_judged": (),
        "signals": 38,
        "reason_bits": 0,
        "strongest_bit": 0,
    }
    return Assessment(**{**plain, **values})


def reason(signal: Signal, value: int, **values: Any) -> Reason:
    plain = {"weight": 1.0, "median": 1, "usual_to": 3, "others": 14, "judged": 1000}
    return Reason(signal=signal, value=value, **{**plain, **values})


# The words.


@pytest.mark.parametrize(
    ("signal", "value", "told"),
    [
        (Signal.VISITOR_HOUR, 12, "12 sessions"),
        (Signal.VISITOR_HOUR, 1, "1 session"),
        (Signal.VISITOR_COUNTRIES, 1, "1 country"),
        (Signal.STOCK_SHARE, 35, "35%"),
        (Signal.CART_VALUE, 1700, "1,700% of the median"),
        (Signal.ADDING_PACE, 55, "55 a minute"),
        (Signal.AGENT_HOUR, 1, "1 times the usual"),
        (Signal.DECLARED_BOT, 1, "yes"),
        (Signal.NO_VIEWS, 0, "no"),
    ],
)
def test_a_value_is_told_with_its_unit(signal: Signal, value: int, told: str) -> None:
    assert amount_words(signal, value) == told


def test_a_reason_says_what_was_seen_what_is_usual_and_who_shares_it() -> None:
    assert seen_words(reason(Signal.VISITOR_HOUR, 12), of()) == (
        "12 sessions here. Usual: 1 (median); 19 of 20 sessions have at most 3."
        " 14 other sessions of this store (1.4%) show as much or more."
    )


def test_where_little_is_suspicious_others_show_as_little() -> None:
    told = seen_words(reason(Signal.CHECKOUT_SECONDS, 2, others=1, median=300, usual_to=20), of())
    assert told.endswith(
        "19 of 20 sessions have at least 20. 1 other session of this store shows as little or less."
    )


def test_where_hardly_anybody_has_any_it_is_said_so() -> None:
    told = seen_words(reason(Signal.HAND_TO_HAND, 2, median=0, usual_to=0), of())
    assert "2 times here. Usual: 0 (median); 19 of 20 sessions have none." in told


def test_a_yes_is_not_told_as_a_number() -> None:
    told = seen_words(reason(Signal.DECLARED_BOT, 1, median=0, usual_to=0, others=0), of())
    assert told == (
        "Seen here. At least 19 of 20 sessions do not show it."
        " No other session of this store shows it too."
    )


def test_what_other_stores_show_is_told_in_shares_alone() -> None:
    told = seen_words(reason(Signal.VISITOR_HOUR, 12), of(of_whole_copy=True))
    assert told.endswith("Of all stores' sessions, 1.5% show as much or more.")


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [(0, 9, "0%"), (1, 3, "33.3%"), (1, 2000, "below 0.1%"), (0, 0, "0%")],
)
def test_a_share_is_never_rounded_to_nothing(part: int, whole: int, told: str) -> None:
    assert share_words(part, whole) == told


@pytest.mark.parametrize(
    ("weight", "told"), [(1.602, "weight 1.6"), (0.1, "weight 0.1"), (0.01, "weight below 0.1")]
)
def test_a_weight_is_never_told_as_nothing(weight: float, told: str) -> None:
    assert weight_words(reason(Signal.IP_DAY, 9, weight=weight)) == told


def test_the_score_is_told_as_a_rank() -> None:
    assert rank_words(of(score=99.2)) == ("Riskier than 99.2%", "of this store's sessions")


@pytest.mark.parametrize(
    ("recorded", "told"),
    [
        ("Review", "Agrees"),
        ("Normal", "Higher"),
        ("Restricted", "Lower"),
        (None, "stands in"),
        ("severe", "none of those known"),
    ],
)
def test_it_is_said_whether_the_levels_agree(recorded: str | None, told: str) -> None:
    assert told in agreement_words(of(recorded=recorded))


def test_the_innocence_test_counts_those_who_bought() -> None:
    two = of(reason(Signal.HAND_TO_HAND, 2), reason(Signal.IP_TOTAL, 9))
    assert innocence_words(two, Innocence(1204, 3, 12, None)) == (
        "Had every session with the same reasons been restricted, 3 (0.2%) of the 1,204 other"
        " sessions of this store that bought would have been caught."
        " By “Stock passed hand to hand” alone: 12 (1.0%)."
    )


def test_where_nobody_bought_the_innocence_test_says_so() -> None:
    told = innocence_words(of(reason(Signal.HAND_TO_HAND, 2)), Innocence(0, 0, 0, None))
    assert "cannot be told" in told


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            Change("Monitored", signal=Signal.VISITOR_HOUR, value=2),
            "With 2 instead of 5 for “Sessions of the visitor in an hour” it would be Monitored.",
        ),
        (
            Change("Monitored", signal=Signal.VISITOR_HOUR, value=0),
            "Without “Sessions of the visitor in an hour” it would be Monitored.",
        ),
        (
            Change("Normal", without=(Family.VISITOR, Family.LIMITS)),
            "Without “Crowded visitor” and “Changes refused” it would be Normal.",
        ),
        (None, "Nothing simple would lower the level: several kinds of reasons stand for it."),
    ],
)
def test_the_smallest_change_is_told(change: Change | None, told: str) -> None:
    reasons = [
        reason(Signal.VISITOR_HOUR, 5),
        reason(Signal.VISITOR_DAY, 5),
        reason(Signal.REFUSED_UPDATES, 2),
    ]
    assert change_words(of(*reasons), change) == told


@pytest.mark.parametrize(
    ("days", "signal", "told"),
    [
        (42, Signal.IP_TOTAL, "In its favour: the visitor is known for 42 days."),
        (42, Signal.VISITOR_HOUR, ""),
        (6, Signal.IP_TOTAL, ""),
        (None, Signal.IP_TOTAL, ""),
    ],
)
def test_a_visitor_known_for_a_week_speaks_for_the_session_unless_it_crowds(
    days: int | None, signal: Signal, told: str
) -> None:
    assert known_words(of(reason(signal, 9), known_days=days)) == told


def test_reasons_that_people_share_are_said_to_be_no_doing_of_the_session_s() -> None:
    assert "None of these is the session's own doing" in shared_words(of(reason(Signal.IP_DAY, 9)))
    both = of(reason(Signal.IP_DAY, 9), reason(Signal.HAND_TO_HAND, 1))
    assert shared_words(both) == ""


# The panel.


@pytest.fixture
def risky(published: Publish, opened: Open) -> AppTest:
    published(crowded(risk="Normal"))
    return drawn(opened(token="again-5"))


def test_both_levels_and_the_rank_stand_first(risky: AppTest) -> None:
    assert cell(risky, "Recorded risk level").startswith("○ Normal")
    assert cell(risky, "Suggested risk level") == "◔ Monitored Higher than the recorded level."
    assert cell(risky, "Score") == "Riskier than 99.5% of this store's sessions"


def test_a_decided_level_stands_before_the_others_and_says_whose_it_is(
    published: Publish, opened: Open
) -> None:
    published([cart("one", risk="Review")])
    seen = Seen(SessionKey("shop", "one"), 0, "Review")
    decide(open_actions(settings()), Decision.RESTRICT, [seen], who="<b>Bea</b>", reason="hoards")
    app = opened(token="one")
    told = cell(app, "Decided risk level")
    assert told.startswith("● Restricted by <b>Bea</b> ,")
    assert told.endswith("it overrides the others")
    assert cell(app, "Recorded risk level").startswith("◑ Review")


def test_a_reader_hears_reason_weight_and_sentence(risky: AppTest) -> None:
    told = words(risky)
    assert re.search(
        r"Sessions of the visitor in an hour weight 1\.6 5 sessions here\. Usual: 1 \(median\)",
        told,
    )
    assert f"Speaks against it: {Signal.VISITOR_HOUR.against}" in told
    assert "probab" not in told.lower()


def test_bars_are_as_long_as_reasons_weigh_and_hidden_from_screen_readers(risky: AppTest) -> None:
    bars = re.findall(
        r'<div class="cs-bar" aria-hidden="true"><div style="width:(\d+)%', html(risky)
    )
    # 1.602, 1.602 and 0.903 of at most 3.
    assert bars == ["53", "53", "30"]


def test_reasons_of_one_root_are_folded_below_the_one_that_counts(risky: AppTest) -> None:
    assert "2 more reasons of the same root, “Crowded visitor”, which counts once" in words(risky)


def test_the_innocence_test_and_the_smallest_change_stand_beside_the_reasons(
    risky: AppTest,
) -> None:
    told = words(risky)
    assert "1 (1.0%) of the 102 other sessions of this store that bought" in told
    assert "Without “Crowded visitor” it would be Normal." in told


def test_those_most_alike_are_a_click_away(risky: AppTest) -> None:
    assert "2 other sessions have much the same reasons: 2 Converted." in words(risky)
    assert rows(risky, "alike") == ["again\\-4", "again\\-3"]
    (first, *_) = [button for button in risky.button if button.key == "row-alike-0"]
    drawn(first.click().run())
    assert address(risky) == {"store": "shop", "token": "again-4"}


def test_a_session_without_reasons_gets_a_calm_sentence(published: Publish, opened: Open) -> None:
    published(crowded())
    app = drawn(opened(token="plain-7"))
    assert "Nothing stands out" in words(app)
    assert not {"Most alike", "Innocence test"} & set(headings(app))
    assert "No level is recorded: the suggested one stands in." in cell(app, "Suggested risk level")


def test_of_a_session_of_which_nothing_is_known_nothing_is_judged(
    published: Publish, opened: Open
) -> None:
    published([{"cart_token": "bare"}])
    app = opened(token="bare")
    assert cell(app, "Score").startswith("Not judged")
    told = words(app)
    assert "Nothing could be judged" in told
    assert "Not judged: 38 of 38 signals" in told
    assert "No visitor is recorded. Sessions of the visitor in an hour" in told


def test_a_small_store_says_by_what_it_is_measured(published: Publish, opened: Open) -> None:
    published([cart("one"), cart("two", store="other")])
    app = opened(token="one")
    assert "fewer than 200 sessions" in words(app)
    assert cell(app, "Score").endswith("of the sessions of all stores")


def test_a_known_crawler_is_said_to_be_one(published: Publish, opened: Open) -> None:
    published([cart("one", user_agent=CRAWLER, visitor_id="v"), cart("two")])
    told = words(opened(token="one"))
    assert AgentClass.CRAWLER.meaning in told
    assert "A known crawler does this by its nature" in told


def test_hostile_text_stays_text(published: Publish, opened: Open) -> None:
    hostile = [{**row, "risk": HOSTILE, "store": HOSTILE} for row in crowded(status=HOSTILE)]
    published(hostile)
    app = opened(token="again-5")
    assert HOSTILE in cell(app, "Recorded risk level")
    assert "<img" not in html(app)
    assert "The recorded level is none of those known here." in words(app)
    assert not [text for text in (each.value for each in app.markdown) if "](java" in text]
    assert Risk.MONITORED.label in cell(app, "Suggested risk level")
