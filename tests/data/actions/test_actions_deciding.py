"""What a decision is, and what it leaves when it cannot be made."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import URL

from data.actions.claiming import claim, standing_claims
from data.actions.database import Actions, sqlite_url
from data.actions.decided import Decided, Decision
from data.actions.deciding import Seen, add_note, decide
from data.actions.errors import Conflict, Unusable
from data.actions.outbox import outgoing
from data.actions.schema import outbox, trail
from data.actions.session_key import SessionKey
from data.actions.standing import changes_since, decisions_as_of, history, version
from data.actions.verify import verify
from tests.data.actions.conftest import NOW, Clock, OpenActions

RAID = SessionKey("soleroom", "raid-1")
OTHER = SessionKey("kumo", "raid-1")


def seen(session: SessionKey = RAID, at_version: int = 0, level: str | None = "Review") -> Seen:
    return Seen(session, at_version, level, 99.2)


def rows(actions: Actions) -> tuple[int, int]:
    """How many entries and messages there are."""
    with actions.reading() as connection:
        counted = [
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (trail, outbox)
        ]
    return counted[0], counted[1]


def test_a_restriction_keeps_who_when_why_and_the_score_of_that_moment(actions: Actions) -> None:
    (entry,) = decide(
        actions, Decision.RESTRICT, [seen()], who=" Ana ", reason=" hoards ", note="seven raids"
    )

    assert history(actions, RAID) == (entry,)
    assert (entry.number, entry.at, entry.who) == (1, NOW, "Ana")
    assert (entry.reason, entry.note, entry.score) == ("hoards", "seven raids", 99.2)
    assert (entry.level_before, entry.level_after) == ("Review", "Restricted")


def test_a_decision_stands_in_place_of_the_copys_level(actions: Actions) -> None:
    decide(actions, Decision.RESTRICT, [seen()], who="Ana", reason="hoards")

    standing = Decided("soleroom", "raid-1", "Restricted", Decision.RESTRICT, "Ana", NOW, 1)
    assert decisions_as_of(actions, version(actions)) == (standing,)


def test_a_session_confirmed_as_fine_is_normal(actions: Actions) -> None:
    (entry,) = decide(actions, Decision.CONFIRM, [seen()], who="Ana", reason="an office")

    assert (entry.level_before, entry.level_after) == ("Review", "Normal")
    assert [one.level for one in decisions_as_of(actions, 1)] == ["Normal"]


def test_a_lifted_restriction_leaves_what_the_copy_says(actions: Actions) -> None:
    decide(actions, Decision.RESTRICT, [seen()], who="Ana", reason="hoards")
    (entry,) = decide(actions, Decision.LIFT, [seen(at_version=1)], who="Ben", reason="a mistake")

    assert (entry.level_before, entry.level_after) == ("Restricted", "Review")
    assert [one.level for one in decisions_as_of(actions, 2)] == [None]


def test_a_level_that_the_copy_does_not_record_stays_unknown(actions: Actions) -> None:
    none = seen(level=None)
    (restricted,) = decide(actions, Decision.RESTRICT, [none], who="Ana", reason="hoards")
    after = Seen(RAID, 1, None)
    (lifted,) = decide(actions, Decision.LIFT, [after], who="Ana", reason="a mistake")

    assert (restricted.level_before, lifted.level_after, lifted.score) == (None, None, None)


def test_there_must_be_a_decision_to_lift(actions: Actions) -> None:
    with pytest.raises(Unusable, match="no decision to lift about session raid-1"):
        decide(actions, Decision.LIFT, [seen(level="Restricted")], who="Ana", reason="a mistake")
    decide(actions, Decision.RESTRICT, [seen()], who="Ana", reason="hoards")
    decide(actions, Decision.LIFT, [seen(at_version=1)], who="Ana", reason="a mistake")
    with pytest.raises(Unusable, match="no decision to lift"):
        decide(actions, Decision.LIFT, [seen(at_version=2)], who="Ana", reason="a mistake")


def test_the_same_token_in_two_stores_is_two_sessions(actions: Actions) -> None:
    decide(actions, Decision.RESTRICT, [seen()], who="Ana", reason="hoards")

    assert history(actions, OTHER) == ()
    decide(actions, Decision.CONFIRM, [seen(OTHER)], who="Ben", reason="an office")
    assert [(one.store, one.level) for one in decisions_as_of(actions, 2)] == [
        ("soleroom", "Restricted"),
        ("kumo", "Normal"),
    ]


def test_who_saw_an_older_decision_is_told_who_decided_what_and_when(actions: Actions) -> None:
    decide(actions, Decision.CONFIRM, [seen()], who="Ana", reason="an office")

    with pytest.raises(Conflict) as conflict:
        decide(actions, Decision.RESTRICT, [seen()], who="Ben", reason="hoards")

    assert str(conflict.value) == (
        "Ana decided “Confirm as fine” on session raid-1 at 2026-03-01 09:00:00 UTC;"
        " nothing was changed."
    )
    assert [one.who for one in conflict.value.decided] == ["Ana"]
    assert [one.level for one in decisions_as_of(actions, 1)] == ["Normal"]


def test_a_page_of_the_whole_records_version_conflicts_only_with_what_came_after(
    actions: Actions,
) -> None:
    decide(actions, Decision.CONFIRM, [seen()], who="Ana", reason="an office")
    decide(actions, Decision.CONFIRM, [seen(OTHER)], who="Ana", reason="an office")

    decide(actions, Decision.RESTRICT, [seen(at_version=2)], who="Ben", reason="hoards")
    with pytest.raises(Conflict):
        decide(actions, Decision.LIFT, [seen(at_version=2)], who="Ana", reason="a mistake")


def test_a_note_is_no_decision_and_no_conflict(actions: Actions) -> None:
    note = add_note(actions, RAID, who="Ana", note="wrote to the shopper")

    assert (note.decision, note.note, version(actions)) == (None, "wrote to the shopper", 0)
    assert decisions_as_of(actions, 1) == ()
    decide(actions, Decision.RESTRICT, [seen()], who="Ben", reason="hoards")
    assert [entry.decision for entry in history(actions, RAID)] == [None, Decision.RESTRICT]


def test_a_page_that_saw_more_than_there_is_must_be_read_again(actions: Actions) -> None:
    with pytest.raises(Unusable, match="read the page again"):
        decide(actions, Decision.RESTRICT, [seen(at_version=7)], who="Ana", reason="hoards")


def test_many_sessions_are_decided_for_one_reason(sending: Actions) -> None:
    many = [seen(SessionKey("kumo", f"cart-{number}")) for number in range(50)]
    entries = decide(sending, Decision.RESTRICT, many, who="Ana", reason="one ring")

    assert [entry.number for entry in entries] == list(range(1, 51))
    assert {entry.reason for entry in entries} == {"one ring"}
    assert len({entry.id for entry in entries}) == 50
    assert rows(sending) == (50, 50)
    assert verify(sending).holds


def test_one_conflict_among_many_leaves_all_as_they_were(sending: Actions) -> None:
    late = SessionKey("kumo", "cart-49")
    decide(sending, Decision.CONFIRM, [seen(late)], who="Ben", reason="an office")
    claim(sending, [RAID], who="Ana")
    many = [seen(SessionKey("kumo", f"cart-{number}")) for number in range(50)]

    with pytest.raises(Conflict, match="Ben decided"):
        decide(sending, Decision.RESTRICT, [seen(), *many], who="Ana", reason="one ring")

    assert rows(sending) == (1, 1)
    assert version(sending) == 1
    assert [one.session for one in standing_claims(sending)] == [RAID]
    assert verify(sending).holds


def test_of_several_conflicts_the_latest_is_named_and_the_others_counted(actions: Actions) -> None:
    for session in (RAID, OTHER):
        decide(actions, Decision.CONFIRM, [seen(session)], who=session.store, reason="an office")

    with pytest.raises(Conflict, match=r"kumo decided .*, and 1 more of these sessions were"):
        decide(actions, Decision.RESTRICT, [seen(), seen(OTHER)], who="Ana", reason="one ring")


def test_one_session_that_cannot_be_lifted_leaves_all_as_they_were(actions: Actions) -> None:
    decide(actions, Decision.RESTRICT, [seen()], who="Ana", reason="hoards")

    with pytest.raises(Unusable):
        decide(
            actions, Decision.LIFT, [seen(at_version=1), seen(OTHER)], who="Ana", reason="mistakes"
        )
    assert rows(actions)[0] == 1


def test_a_decision_ends_the_claim_of_its_session_and_no_other(actions: Actions) -> None:
    claim(actions, [RAID], who="Ana")
    claim(actions, [OTHER], who="Ben")
    decide(actions, Decision.RESTRICT, [seen()], who="Ana", reason="hoards")

    assert [one.session for one in standing_claims(actions)] == [OTHER]


def test_what_changed_since_a_version_is_the_latest_of_each_session(
    actions: Actions, clock: Clock
) -> None:
    decide(actions, Decision.RESTRICT, [seen()], who="Ana", reason="hoards")
    decide(actions, Decision.CONFIRM, [seen(OTHER)], who="Ana", reason="an office")
    clock.forward(minutes=5)
    decide(actions, Decision.LIFT, [seen(at_version=1)], who="Ben", reason="a mistake")

    changed = changes_since(actions, 1)
    assert [(one.store, one.version, one.who) for one in changed] == [
        ("kumo", 2, "Ana"),
        ("soleroom", 3, "Ben"),
    ]
    assert changed[1].at == NOW + timedelta(minutes=5)
    assert changes_since(actions, 3) == ()


def test_an_older_version_always_gives_the_same_answer(actions: Actions) -> None:
    decide(actions, Decision.RESTRICT, [seen()], who="Ana", reason="hoards")
    before = decisions_as_of(actions, 1)
    decide(actions, Decision.LIFT, [seen(at_version=1)], who="Ben", reason="a mistake")

    assert decisions_as_of(actions, 1) == before
    assert decisions_as_of(actions, 0) == ()


def test_without_a_webhook_nothing_is_put_into_the_outbox(actions: Actions) -> None:
    decide(actions, Decision.RESTRICT, [seen()], who="Ana", reason="hoards")
    assert rows(actions) == (1, 0)


def test_a_note_is_told_to_nobody(sending: Actions) -> None:
    add_note(sending, RAID, who="Ana", note="wrote to the shopper")
    assert outgoing(sending).waiting == 0


def test_what_was_decided_is_there_for_the_next_process(url: URL, open_at: OpenActions) -> None:
    first = open_at(url)
    (entry,) = decide(first, Decision.RESTRICT, [seen()], who="Ana", reason="hoards")
    first.engine.dispose()

    assert history(open_at(url), RAID) == (entry,)


def test_more_sessions_than_a_statement_takes_at_once(
    actions: Actions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.actions.standing._AT_A_TIME", 2)
    many = [seen(SessionKey("kumo", f"cart-{number}")) for number in range(5)]
    decide(actions, Decision.RESTRICT, many, who="Ana", reason="one ring")
    lift = [seen(one.session, at_version=5) for one in many]
    decide(actions, Decision.LIFT, lift, who="Ana", reason="a mistake")

    assert {one.level for one in decisions_as_of(actions, 10)} == {None}
    with pytest.raises(Conflict, match="and 4 more"):
        decide(actions, Decision.LIFT, lift, who="Ben", reason="a mistake")


def test_an_sqlite_file_is_in_wal_mode(tmp_path: Path, open_at: OpenActions) -> None:
    with open_at(sqlite_url(tmp_path / "actions.sqlite")).reading() as connection:
        assert connection.exec_driver_sql("pragma journal_mode").scalar() == "wal"
