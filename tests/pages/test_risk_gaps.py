"""Why a signal could not be judged is said in a sentence that is true of the session."""

from types import SimpleNamespace
from typing import Any

import pytest

from data.terms import AgentClass, Signal
from pages.parts.risk_gaps import gaps
from tests.pages.test_session_risk import of

RECORDED = {"visitor_id": "v", "ip_number": 7, "user_agent": "Mozilla/5.0"}


def why(signal: Signal, *, has_events: bool = True, **values: Any) -> str:
    agent_class = values.pop("agent_class", AgentClass.PERSON)
    session: Any = SimpleNamespace(**{**RECORDED, **values})
    facts: Any = SimpleNamespace(has_events=has_events)
    (sentence,) = gaps(of(not_judged=(signal,), agent_class=agent_class), session, facts)
    return sentence


@pytest.mark.parametrize(
    ("signal", "missing", "told"),
    [
        (Signal.VISITOR_HOUR, {"visitor_id": None}, "No visitor is recorded."),
        (Signal.TAKEN_AGAIN, {"visitor_id": None}, "No visitor is recorded."),
        (Signal.TAKEN_AGAIN, {}, "No product with a time is recorded."),
        (Signal.VISITOR_COUNTRIES, {}, "No country is recorded."),
        (Signal.VISITOR_UNSOLD, {}, "No session of this store has ended."),
        (Signal.IP_DAY, {"ip_number": None}, "No IP is recorded."),
        (Signal.BLOCK_STOCK, {"ip_number": None}, "No IP is recorded."),
        (Signal.BLOCK_STOCK, {}, "Too few sessions held its products on those days."),
        (Signal.AGENT_DAY, {"user_agent": None}, "No user agent is recorded."),
        (
            Signal.HAND_TO_HAND,
            {"ip_number": None, "user_agent": None},
            "No IP and no user agent is recorded.",
        ),
        (Signal.EVENNESS, {"has_events": False}, "This copy holds no events."),
        (Signal.EVENNESS, {}, "It has too few actions."),
        (Signal.REFUSED_UPDATES, {}, "This store records no refused changes."),
        (Signal.CHECKOUT_SECONDS, {}, "It did not reach a checkout, or began with it."),
        (Signal.NO_VIEWS, {}, "This store records no views of products."),
        (Signal.CART_VALUE, {}, "No cart value with a currency is recorded."),
        (
            Signal.IP_DAY,
            {"agent_class": AgentClass.CRAWLER},
            "A known crawler does this by its nature; it is not held against it.",
        ),
        (
            Signal.CART_VALUE,
            {"agent_class": AgentClass.CRAWLER},
            "No cart value with a currency is recorded.",
        ),
    ],
)
def test_the_reason_is_what_is_missing(signal: Signal, missing: dict[str, Any], told: str) -> None:
    assert why(signal, **missing) == told


def test_signals_that_lack_the_same_stand_together() -> None:
    session: Any = SimpleNamespace(visitor_id=None, ip_number=None, user_agent="a")
    facts: Any = SimpleNamespace(has_events=True)
    missing = (Signal.VISITOR_HOUR, Signal.IP_DAY, Signal.VISITOR_DAY)
    assert gaps(of(not_judged=missing), session, facts) == {
        "No visitor is recorded.": [Signal.VISITOR_HOUR, Signal.VISITOR_DAY],
        "No IP is recorded.": [Signal.IP_DAY],
    }
