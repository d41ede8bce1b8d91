"""Why a session looks risky, and whom the same reasons would have caught, worked out by hand."""

from datetime import datetime, timedelta
from math import log10
from typing import Any

import pytest

from data.copy import Copy
from data.terms import AgentClass, Family, Risk, Signal
from queries.risk import (
    AT_MOST_TOGETHER,
    Assessment,
    Change,
    Innocence,
    assessment,
    innocence,
    innocence_of_each,
    most_alike,
)
from queries.scope import Scope
from tests.queries.conftest import MakeCopy, Row

ALL = Scope(None)
START = datetime(2026, 10, 1, 9, 0)

# The visitor with five sessions within five minutes: their places among the others by start.
FIRST, SECOND, THIRD, FOURTH, FIFTH = range(195, 200)


def plain(number: int, **values: Any) -> Row:
    """A session of a visitor with no other one, an hour after the one before it."""
    at = START + timedelta(hours=number)
    named = {"cart_token": f"plain-{number}", "visitor_id": f"v-{number}", "started_at": at}
    return {**named, "status": "Converted" if number < 100 else "Expired", **values}


def again(number: int, **values: Any) -> Row:
    """A session of the visitor who comes five times; the third and the fourth bought."""
    at = START + timedelta(hours=300, minutes=number)
    named = {"cart_token": f"again-{number}", "visitor_id": "again", "started_at": at}
    return {**named, "status": "Converted" if number in (3, 4) else "Expired", **values}


def crowded(**values: Any) -> list[Row]:
    """A store of 200 sessions, five of which are one visitor's."""
    return [plain(number, **values) for number in range(195)] + [
        again(number, **values) for number in range(1, 6)
    ]


@pytest.fixture
def copy(make_copy: MakeCopy) -> Copy:
    return make_copy(crowded())


def of(copy: Copy, session_no: int, scope: Scope = ALL) -> Assessment:
    found = assessment(copy, scope, session_no)
    assert found is not None
    return found


def judged(copy: Copy, session_no: int) -> Innocence:
    found = innocence(copy, ALL, of(copy, session_no))
    assert found is not None
    return found


# The reasons.


def test_reasons_stand_by_weight_the_weightiest_first(copy: Copy) -> None:
    reasons = of(copy, FIFTH).reasons
    assert [reason.signal for reason in reasons] == [
        Signal.VISITOR_HOUR,
        Signal.VISITOR_DAY,
        Signal.VISITOR_WEEK,
    ]
    # One of 200 sessions has five in an hour, where one in five might; five have five in a week.
    weights = [log10(0.2 * 200 / 1), log10(0.2 * 200 / 1), log10(0.2 * 200 / 5)]
    assert [reason.weight for reason in reasons] == [pytest.approx(w, abs=5e-4) for w in weights]


def test_a_reason_tells_what_was_seen_what_is_usual_and_how_many_others_show_it(
    copy: Copy,
) -> None:
    hour, _ = (r for r in of(copy, FOURTH).reasons if r.signal is not Signal.VISITOR_WEEK)
    assert (hour.signal, hour.value) == (Signal.VISITOR_HOUR, 4)
    assert (hour.median, hour.usual_to) == (1, 1)
    # The fifth session shows more.
    assert (hour.others, hour.judged) == (1, 200)


def test_reasons_of_one_root_are_told_as_one_family(copy: Copy) -> None:
    found = of(copy, FIFTH)
    assert list(found.families) == [Family.VISITOR]
    assert len(found.families[Family.VISITOR]) == 3
    assert found.weights == {Family.VISITOR: found.reasons[0].weight}


def test_the_score_is_the_share_of_weaker_sessions(copy: Copy) -> None:
    assert of(copy, FIFTH).score == pytest.approx(99.5)
    assert of(copy, THIRD).score == pytest.approx(98.5)
    assert of(copy, 0).score == 0


def test_a_session_like_any_other_has_no_reason(copy: Copy) -> None:
    found = of(copy, 7)
    assert found.reasons == ()
    assert found.suggested == Risk.NORMAL
    assert innocence(copy, ALL, found) is None
    assert most_alike(copy, ALL, found, 5).sessions == 0


def test_the_recorded_level_stands_beside_the_suggested_one(make_copy: MakeCopy) -> None:
    copy = make_copy([*crowded(risk="Normal")[:-1], again(5)])
    assert (of(copy, FOURTH).recorded, of(copy, FOURTH).suggested) == ("Normal", "Monitored")
    assert of(copy, FIFTH).recorded is None


def test_what_the_source_does_not_record_is_not_judged(make_copy: MakeCopy) -> None:
    copy = make_copy([{"cart_token": "bare"}])
    found = of(copy, 0)
    assert found.reasons == ()
    assert {Signal.VISITOR_HOUR, Signal.IP_DAY, Signal.DECLARED_BOT} <= set(found.not_judged)
    assert found.known_days is None
    assert found.agent_class is None
    assert found.signals == len(Signal) - 1


def test_a_signal_that_is_available_is_not_among_those_not_judged(copy: Copy) -> None:
    found = of(copy, FIFTH)
    assert Signal.VISITOR_HOUR not in found.not_judged
    assert Signal.IP_HOUR in found.not_judged
    assert Signal.KNOWN_DAYS not in found.not_judged


def test_a_known_crawler_is_said_to_be_one(make_copy: MakeCopy) -> None:
    agent = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
    found = of(make_copy([{"cart_token": "c", "user_agent": agent, "visitor_id": "c"}]), 0)
    assert found.agent_class is AgentClass.CRAWLER
    assert Signal.VISITOR_HOUR in found.not_judged


def test_a_store_of_few_sessions_is_measured_by_the_whole_copy(make_copy: MakeCopy) -> None:
    few = [{**again(number), "store": "few"} for number in range(1, 6)]
    copy = make_copy([*crowded(), *few])
    numbers = {
        store: [n for n in range(205) if of(copy, n).store == store] for store in ("few", "shop")
    }
    of_few, of_shop = of(copy, numbers["few"][-1]), of(copy, numbers["shop"][-1])
    assert of_few.of_whole_copy
    assert not of_shop.of_whole_copy
    assert of_shop.reasons[0].judged == 200
    # Of both stores together, two sessions are the fifth of their visitor.
    assert (of_few.reasons[0].judged, of_few.reasons[0].others) == (205, 1)
    assert of_few.reasons[0].weight == pytest.approx(log10(0.2 * 205 / 2), abs=5e-4)


def test_a_session_of_another_store_is_not_there(copy: Copy) -> None:
    assert assessment(copy, Scope(frozenset({"other"})), FIFTH) is None
    assert assessment(copy, ALL, 200) is None


# The innocence test.


def test_it_counts_those_who_bought_with_the_same_reasons(copy: Copy) -> None:
    found = judged(copy, FIFTH)
    # 100 who came once, and the third and the fourth session of the visitor. Only the fourth has
    # four in a day; both have three in an hour.
    assert (found.bought, found.caught, found.caught_by_strongest) == (102, 1, 2)


def test_a_session_that_bought_is_not_counted_against_itself(copy: Copy) -> None:
    found = judged(copy, FOURTH)
    assert (found.bought, found.caught, found.caught_by_strongest) == (101, 0, 1)


def test_where_nobody_bought_nobody_is_caught(make_copy: MakeCopy) -> None:
    found = judged(make_copy(crowded(status="Expired")), FIFTH)
    assert (found.bought, found.caught, found.caught_by_strongest) == (0, 0, 0)


def test_those_of_other_stores_do_not_count(make_copy: MakeCopy) -> None:
    late = timedelta(days=90)
    there = [{**row, "store": "there", "started_at": row["started_at"] + late} for row in crowded()]
    assert judged(make_copy([*crowded(), *there]), FIFTH).bought == 102


# The smallest change.


def test_one_signal_at_a_milder_value_lowers_the_level(copy: Copy) -> None:
    # The first of the five has one reason, five sessions in a week; everybody else has one.
    found = judged(copy, FIRST)
    assert found.change == Change(Risk.NORMAL, signal=Signal.VISITOR_WEEK, value=1)


def test_where_others_of_the_family_stand_in_all_of_it_must_go(copy: Copy) -> None:
    assert judged(copy, FIFTH).change == Change(Risk.NORMAL, without=(Family.VISITOR,))


def test_the_change_that_takes_least_away_is_told(make_copy: MakeCopy) -> None:
    # A declared bot that is also a crowded visitor: two families of its own make it Review. The
    # visitor weighs log10(40 / 5) = 0.903 by the week, the declared bot log10(40 / 1) = 1.602.
    rows = [dict(row) for row in crowded(session_type="desktop")]
    rows[FIRST]["session_type"] = "bot"
    copy = make_copy(rows)
    assert of(copy, FIRST).suggested == Risk.REVIEW
    expected = Change(Risk.MONITORED, signal=Signal.VISITOR_WEEK, value=1)
    assert judged(copy, FIRST).change == expected


# Several at once.


def test_several_sessions_are_tested_in_their_order(copy: Copy) -> None:
    pairs = innocence_of_each(copy, ALL, [FIFTH, 3, FIRST])
    assert [found.session_no for found, _ in pairs] == [FIFTH, 3, FIRST]
    assert [test and test.caught for _, test in pairs] == [1, None, 2]


def test_sessions_outside_of_the_scope_are_left_out(copy: Copy) -> None:
    assert innocence_of_each(copy, Scope(frozenset({"other"})), [FIFTH, 3]) == []


def test_more_than_fifty_at_once_are_refused(copy: Copy) -> None:
    with pytest.raises(ValueError, match="51"):
        innocence_of_each(copy, ALL, range(AT_MOST_TOGETHER + 1))


# Those most alike.


def test_the_most_alike_have_the_same_reasons_then_nearly_the_same(copy: Copy) -> None:
    found = most_alike(copy, ALL, of(copy, FIFTH), 5)
    # The fourth has the same three reasons, the third two of them, the first and second one.
    assert [glance.cart_token for glance in found.most] == ["again-4", "again-3"]
    assert found.outcomes == {"Converted": 2}
    assert found.sessions == 2


def test_only_so_many_of_them_are_named(copy: Copy) -> None:
    found = most_alike(copy, ALL, of(copy, FIFTH), 1)
    assert [glance.cart_token for glance in found.most] == ["again-4"]
    assert found.sessions == 2


def test_outcomes_count_what_is_not_recorded_too(make_copy: MakeCopy) -> None:
    rows = [dict(row) for row in crowded()]
    del rows[FOURTH]["status"]
    found = most_alike(make_copy(rows), ALL, of(make_copy(rows), FIFTH), 5)
    assert found.outcomes == {"Converted": 1, None: 1}
