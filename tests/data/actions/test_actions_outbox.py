"""The outbox: who may send which message when."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from data.actions import outbox as messages
from data.actions.database import Actions
from data.actions.decided import Decision
from data.actions.deciding import Seen, decide
from data.actions.outbox import (
    FAILING_AFTER,
    Leased,
    Outgoing,
    Pace,
    lease_next,
    outgoing,
    record_delivered,
    record_failure,
)
from data.actions.schema import outbox
from data.actions.session_key import SessionKey
from data.actions.trail import Entry
from tests.data.actions.conftest import Clock

MINUTE = timedelta(minutes=1)


def restrict(actions: Actions, *tokens: str) -> tuple[Entry, ...]:
    seen = [Seen(SessionKey("kumo", token), 0, "Review") for token in tokens]
    return decide(actions, Decision.RESTRICT, seen, who="Ana", reason="one ring")


def leased(actions: Actions) -> Leased:
    found = lease_next(actions, MINUTE)
    assert found is not None
    return found


def test_a_message_is_leased_to_one_at_a_time(sending: Actions) -> None:
    (entry,) = restrict(sending, "cart-1")

    assert leased(sending).entry == entry
    assert lease_next(sending, MINUTE) is None


def test_a_lease_that_nobody_ended_runs_out(sending: Actions, clock: Clock) -> None:
    restrict(sending, "cart-1")
    first = leased(sending)
    clock.forward(seconds=59)
    assert lease_next(sending, MINUTE) is None
    clock.forward(seconds=1)

    second = leased(sending)
    assert second.entry == first.entry
    assert (first.attempts, second.attempts) == (1, 2)


def test_a_message_that_was_taken_is_never_sent_again(sending: Actions, clock: Clock) -> None:
    restrict(sending, "cart-1")
    record_delivered(sending, leased(sending))
    clock.forward(days=400)

    assert lease_next(sending, MINUTE) is None
    assert outgoing(sending) == Outgoing(0, 0, None)


def test_a_message_that_was_taken_after_its_lease_is_not_sent_again_either(
    sending: Actions, clock: Clock
) -> None:
    restrict(sending, "cart-1")
    slow = leased(sending)
    clock.forward(minutes=1)
    again = leased(sending)
    record_delivered(sending, slow)
    record_failure(sending, again, "answered 409", timedelta(0))

    assert lease_next(sending, MINUTE) is None
    assert outgoing(sending).waiting == 0


def test_who_lost_the_lease_puts_nothing_off(sending: Actions, clock: Clock) -> None:
    restrict(sending, "cart-1")
    slow = leased(sending)
    clock.forward(minutes=1)
    leased(sending)
    record_failure(sending, slow, "no answer", timedelta(days=1))

    assert outgoing(sending).last_error is None
    clock.forward(minutes=1)
    assert leased(sending).attempts == 3


def test_an_attempt_in_vain_is_made_again_after_its_pause(sending: Actions, clock: Clock) -> None:
    restrict(sending, "cart-1")
    record_failure(sending, leased(sending), "answered 500", timedelta(seconds=10))

    assert outgoing(sending) == Outgoing(1, 0, "answered 500")
    clock.forward(seconds=9)
    assert lease_next(sending, MINUTE) is None
    clock.forward(seconds=1)
    assert leased(sending).attempts == 2


def test_what_is_tried_in_vain_for_long_is_failing_and_tried_on(
    sending: Actions, clock: Clock
) -> None:
    restrict(sending, "cart-1", "cart-2")
    record_failure(sending, leased(sending), "answered 500", timedelta(0))
    clock.forward(seconds=FAILING_AFTER.total_seconds() - 1)
    assert outgoing(sending) == Outgoing(2, 0, "answered 500")
    clock.forward(seconds=1)
    assert outgoing(sending) == Outgoing(1, 1, "answered 500")

    clock.forward(days=30)
    record_delivered(sending, leased(sending))
    record_delivered(sending, leased(sending))
    assert outgoing(sending) == Outgoing(0, 0, None)


def test_what_could_not_be_tried_yet_waits_and_does_not_fail(
    sending: Actions, clock: Clock
) -> None:
    restrict(sending, "cart-1")
    clock.forward(days=30)
    assert outgoing(sending) == Outgoing(1, 0, None)


def test_a_lifting_is_not_sent_before_its_restriction_was_taken(
    sending: Actions, clock: Clock
) -> None:
    restrict(sending, "cart-1")
    lift = [Seen(SessionKey("kumo", "cart-1"), 1, "Review")]
    decide(sending, Decision.LIFT, lift, who="Ben", reason="a mistake")
    (other,) = restrict(sending, "cart-2")
    first = leased(sending)
    record_failure(sending, first, "answered 500", timedelta(minutes=5))

    second = leased(sending)
    assert second.entry == other
    record_delivered(sending, second)
    assert lease_next(sending, MINUTE) is None
    clock.forward(minutes=5)
    again = leased(sending)
    assert again.entry == first.entry
    record_delivered(sending, again)
    assert leased(sending).entry.decision is Decision.LIFT


def test_the_longest_due_goes_first(sending: Actions, clock: Clock) -> None:
    restrict(sending, "cart-1")
    clock.forward(seconds=1)
    restrict(sending, "cart-2")
    tokens = [leased(sending).entry.session.cart_token for _ in range(2)]
    assert tokens == ["cart-1", "cart-2"]


def test_a_long_error_is_kept_short(sending: Actions) -> None:
    restrict(sending, "cart-1")
    record_failure(sending, leased(sending), "a" * 5_000, timedelta(0))
    assert outgoing(sending).last_error == "a" * 200


def test_a_decision_and_its_message_are_kept_together_or_not_at_all(
    sending: Actions, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(messages, "put", fail)
    with pytest.raises(MemoryError):
        restrict(sending, "cart-1")
    monkeypatch.undo()

    assert restrict(sending, "cart-1")[0].number == 1
    with sending.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(outbox)) == 1


def test_pauses_double_up_to_the_longest_and_vary_by_half() -> None:
    pace = Pace(first_pause_s=1, longest_pause_s=600)
    for attempts, doubled in ((1, 1), (2, 2), (3, 4), (10, 512), (11, 600), (5_000, 600)):
        pauses = {pace.pause(attempts).total_seconds() for _ in range(50)}
        assert doubled / 2 <= min(pauses) < max(pauses) <= doubled


def test_a_request_ends_long_before_its_lease() -> None:
    assert Pace().lease_s > 3 * Pace().request_s


def test_old_messages_do_not_slow_the_search_for_the_next(sending: Actions) -> None:
    restrict(sending, *(f"cart-{number}" for number in range(20)))
    with sending.writing() as connection:
        now = sending.clock(connection)
        connection.execute(update(outbox).where(outbox.c.number < 20).values(delivered_at=now))
    assert leased(sending).entry.number == 20
    assert lease_next(sending, MINUTE) is None
