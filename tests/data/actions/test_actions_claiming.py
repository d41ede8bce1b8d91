"""Claims of a review queue."""

from datetime import timedelta

import pytest

from data.actions.claiming import LASTS, Claim, claim, release, standing_claims
from data.actions.database import Actions
from data.actions.errors import Taken, Unusable
from data.actions.session_key import SessionKey
from tests.data.actions.conftest import NOW, Clock

FIRST, SECOND = SessionKey("soleroom", "raid-1"), SessionKey("soleroom", "raid-2")


def test_a_claim_says_who_works_on_the_session_and_until_when(actions: Actions) -> None:
    taken = claim(actions, [FIRST, SECOND], who="Ana")

    assert taken == Claim(FIRST, "Ana", NOW + LASTS)
    assert standing_claims(actions) == (taken,)


def test_who_comes_second_gets_the_next_of_the_queue(actions: Actions) -> None:
    claim(actions, [FIRST, SECOND], who="Ana")
    assert claim(actions, [FIRST, SECOND], who="Ben").session == SECOND


def test_who_finds_nothing_free_is_told_who_has_it(actions: Actions) -> None:
    claim(actions, [FIRST], who="Ana")

    with pytest.raises(Taken) as taken:
        claim(actions, [FIRST], who="Ben")
    assert str(taken.value) == (
        "Ana is working on session raid-1, until 2026-03-01 09:10:00 UTC at the latest."
    )


def test_a_claim_runs_out_by_itself(actions: Actions, clock: Clock) -> None:
    claim(actions, [FIRST], who="Ana", lasts=timedelta(minutes=1))
    clock.forward(seconds=59)
    with pytest.raises(Taken):
        claim(actions, [FIRST], who="Ben")
    clock.forward(seconds=1)

    assert standing_claims(actions) == ()
    assert claim(actions, [FIRST], who="Ben").who == "Ben"
    assert [one.who for one in standing_claims(actions)] == ["Ben"]


def test_ones_own_claim_is_renewed(actions: Actions, clock: Clock) -> None:
    claim(actions, [FIRST], who="Ana")
    clock.forward(minutes=9)
    claim(actions, [FIRST], who="Ana")

    assert [one.until for one in standing_claims(actions)] == [NOW + timedelta(minutes=19)]


def test_a_released_session_is_free(actions: Actions) -> None:
    claim(actions, [FIRST], who="Ana")
    release(actions, FIRST, who="Ana")
    assert claim(actions, [FIRST], who="Ben").session == FIRST


def test_nobody_releases_for_somebody_else(actions: Actions) -> None:
    claim(actions, [FIRST], who="Ana")
    release(actions, FIRST, who="Ben")
    release(actions, SECOND, who="Ben")
    assert [one.who for one in standing_claims(actions)] == ["Ana"]


def test_an_empty_queue_has_nothing_to_take(actions: Actions) -> None:
    with pytest.raises(Unusable, match="no session to take"):
        claim(actions, [], who="Ana")
