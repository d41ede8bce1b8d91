"""Texts from people and from data, kept to the last character or refused with a sentence."""

import json
import os
from pathlib import Path

import pytest

from data.actions.claiming import claim, release
from data.actions.database import Actions
from data.actions.decided import Decision
from data.actions.deciding import Seen, add_note, decide
from data.actions.errors import Unusable
from data.actions.session_key import SessionKey
from data.actions.standing import decisions_as_of, history
from data.actions.verify import verify
from data.actions.webhook import message
from data.actions.wording import nameable

RAID = SessionKey("soleroom", "raid-1")

HOSTILE = [
    "'; drop table actions_trail; --",
    '"); delete from actions_head; --',
    "%s %(name)s :name ? {0} {store} $1 \\",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    '=HYPERLINK("http://example.test")',
    "日本語 \U0001f6d2 ก็ ‮gnol‬ é e\u0301 \ufeff",
    "line\r\nline\ttab\x1b[31m\x7f",
    "../../etc/passwd\n\n{{7*7}}${jndi:ldap://x}",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_every_text_comes_back_as_it_went_in(actions: Actions, text: str) -> None:
    session = SessionKey(text, text)
    (entry,) = decide(
        actions, Decision.RESTRICT, [Seen(session, 0, text)], who=text, reason=text, note=text
    )
    claim(actions, [session], who=text)
    release(actions, session, who=text)

    assert history(actions, session) == (entry,)
    kept = (entry.session, entry.who, entry.reason, entry.note, entry.level_before)
    assert kept == (session, text.strip(), text.strip(), text.strip(), text)
    assert [one.session for one in decisions_as_of(actions, 1)] == [session]
    assert json.loads(message(entry))["cart_token"] == text
    assert verify(actions).holds


def test_every_naughty_string_is_kept_or_refused_with_a_sentence(actions: Actions) -> None:
    root = Path(__file__).resolve().parents[3]
    folder = Path(os.environ.get("SESSIONS_REALDATA") or root.parent / "shared" / "realdata")
    found = sorted((folder / "naughty_strings").rglob("*.json")) if folder.is_dir() else []
    if not found:
        pytest.skip(f"there are no naughty strings in {folder}")
    texts = sorted({text for text in json.loads(found[0].read_text(encoding="utf-8")) if text})
    usable = []
    for text in texts:
        try:
            usable.append(nameable(SessionKey("kumo", text)))
        except Unusable as refusal:
            assert str(refusal).endswith("cannot be stored.")
    assert len(usable) > len(texts) * 0.95
    seen = [Seen(session, 0, None) for session in usable]
    entries = decide(actions, Decision.RESTRICT, seen, who="Ana", reason="one ring")
    for session in usable[::20]:
        assert add_note(actions, session, who="Ana", note=f"- {session.cart_token} -")

    assert [entry.session for entry in entries] == usable
    standing = decisions_as_of(actions, entries[-1].number)
    assert [one.session for one in standing] == usable
    assert verify(actions).holds


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u200b\u2060", "\u00a0 \u3000", "\x00"])
def test_a_reason_in_which_nothing_can_be_read_is_none(actions: Actions, text: str) -> None:
    with pytest.raises(Unusable, match="A reason is required"):
        decide(actions, Decision.RESTRICT, [Seen(RAID, 0, None)], who="Ana", reason=text)
    with pytest.raises(Unusable, match="A name is required"):
        decide(actions, Decision.RESTRICT, [Seen(RAID, 0, None)], who=text, reason="one ring")
    with pytest.raises(Unusable, match="A note is required"):
        add_note(actions, RAID, who="Ana", note=text)
    assert history(actions, RAID) == ()


def test_a_note_beside_a_decision_may_be_empty(actions: Actions) -> None:
    seen = [Seen(RAID, 0, None)]
    (entry,) = decide(actions, Decision.RESTRICT, seen, who="Ana", reason="one ring", note=" \n")
    assert entry.note is None


def test_what_is_too_long_is_refused_and_what_just_fits_is_kept(actions: Actions) -> None:
    seen = [Seen(RAID, 0, None)]
    with pytest.raises(Unusable, match="The reason is 501 characters long; 500 are"):
        decide(actions, Decision.RESTRICT, seen, who="Ana", reason="a" * 501)
    with pytest.raises(Unusable, match="The note is 4,001 characters long; 4,000 are"):
        decide(actions, Decision.RESTRICT, seen, who="Ana", reason="a", note="\U0001f6d2" * 4_001)
    with pytest.raises(Unusable, match="The name is 201 characters long"):
        decide(actions, Decision.RESTRICT, seen, who="a" * 201, reason="a")

    decide(
        actions,
        Decision.RESTRICT,
        seen,
        who="\U0001f6d2" * 200,
        reason=" " + "\U0001f6d2" * 500 + " ",
        note="\U0001f6d2" * 4_000,
    )
    assert verify(actions).holds


@pytest.mark.parametrize("text", ["half \ud83d", "a \x00 in it"])
def test_what_no_database_stores_is_refused(actions: Actions, text: str) -> None:
    plain = Seen(RAID, 0, None)
    for seen, who, reason, note in (
        (plain, text, "one ring", ""),
        (plain, "Ana", text, ""),
        (plain, "Ana", "one ring", text),
        (Seen(SessionKey("kumo", text), 0, None), "Ana", "one ring", ""),
        (Seen(SessionKey(text, "cart"), 0, None), "Ana", "one ring", ""),
        (Seen(RAID, 0, text), "Ana", "one ring", ""),
    ):
        with pytest.raises(Unusable, match="cannot be stored"):
            decide(actions, Decision.RESTRICT, [seen], who=who, reason=reason, note=note)
    with pytest.raises(Unusable, match="cannot be stored"):
        claim(actions, [SessionKey("kumo", text)], who="Ana")
    assert decisions_as_of(actions, 9) == ()


def test_a_token_as_long_as_an_index_takes_is_kept(actions: Actions) -> None:
    longest = SessionKey("k", "".join(chr(0x1F300 + number % 700) for number in range(499)))
    assert len("".join(longest).encode()) == 1_997
    add_note(actions, longest, who="Ana", note="looked at")
    claim(actions, [longest], who="Ana")
    assert len(history(actions, longest)) == 1
    for unusable in (SessionKey("kumo", ""), SessionKey("kumo", "a" * 2_000)):
        with pytest.raises(Unusable, match="empty or this long"):
            add_note(actions, unusable, who="Ana", note="looked at")


@pytest.mark.parametrize("score", [float("nan"), float("inf"), float("-inf")])
def test_a_score_that_is_no_number_is_refused(actions: Actions, score: float) -> None:
    with pytest.raises(Unusable, match="A score is a number"):
        decide(actions, Decision.RESTRICT, [Seen(RAID, 0, None, score)], who="Ana", reason="a")


def test_a_session_is_named_once_and_at_least_one_is(actions: Actions) -> None:
    with pytest.raises(Unusable, match="named twice"):
        decide(actions, Decision.RESTRICT, [Seen(RAID, 0, None)] * 2, who="Ana", reason="a")
    with pytest.raises(Unusable, match="no session to decide about"):
        decide(actions, Decision.RESTRICT, [], who="Ana", reason="a")
