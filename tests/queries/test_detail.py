"""The page of one session: its questions are asked side by side, and answered as if alone."""

from datetime import timedelta

import pytest

from data.copy import Copy
from queries.detail import Detail, Judgement, detail
from queries.risk import assessment, innocence, most_alike
from queries.scope import Scope
from queries.session import all_events, companies, lines, sessions_with
from tests.queries.conftest import MakeCopy
from tests.queries.test_risk import START, crowded

ALL = Scope(None)
MOST_EVENTS, MOST_OTHERS = 3, 2


@pytest.fixture
def copy(make_copy: MakeCopy) -> Copy:
    tokens = ("again-5", "plain-7")
    cart = [{"cart_token": token, "product": f"cup of {token}", "quantity": 2} for token in tokens]
    events = [
        {"cart_token": "again-5", "seq": seq, "at": START + timedelta(seconds=seq), "kind": "view"}
        for seq in range(MOST_EVENTS + 1)
    ]
    return make_copy(crowded(), cart, events)


@pytest.mark.parametrize("token", ["again-5", "plain-7"])
def test_every_part_is_what_its_question_answers_alone(copy: Copy, token: str) -> None:
    (session,) = sessions_with(copy, ALL, token)
    of = assessment(copy, ALL, session.session_no)
    assert of is not None
    assert bool(of.reasons) is (token == "again-5")
    assert detail(copy, ALL, session, most_events=MOST_EVENTS, most_others=MOST_OTHERS) == Detail(
        lines(copy, ALL, session),
        all_events(copy, ALL, session, MOST_EVENTS),
        companies(copy, ALL, session, MOST_OTHERS),
        Judgement(of, innocence(copy, ALL, of), most_alike(copy, ALL, of, MOST_OTHERS)),
    )


def test_what_the_scope_does_not_cover_is_not_read(copy: Copy) -> None:
    (session,) = sessions_with(copy, ALL, "again-5")
    elsewhere = detail(copy, Scope(frozenset({"other"})), session, most_events=9, most_others=9)
    assert elsewhere.judgement is None
    assert elsewhere.companies.visitor.sessions == elsewhere.companies.address.sessions == 0
