"""Several reviewers and several processes at once."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy.engine import URL

from data.actions.claiming import claim
from data.actions.database import Actions, actions_at
from data.actions.decided import Decided, Decision
from data.actions.deciding import Seen, add_note, decide
from data.actions.errors import ActionsError, Conflict, Taken
from data.actions.session_key import SessionKey
from data.actions.standing import decisions_as_of, history, version
from data.actions.trail import Entry
from data.actions.verify import verify
from tests.data.actions.conftest import OpenActions

ROOT = Path(__file__).resolve().parents[3]
REVIEWERS = 4

# Opens the database, waits for the start, decides about sessions of its own and about one that
# every process wants; prints how often it came first, and in whose favour it did not.
REVIEWER = """
import sys
from sqlalchemy.engine import make_url
from data.actions.database import actions_at
from data.actions.decided import Decision
from data.actions.deciding import Seen, add_note, decide
from data.actions.errors import Conflict
from data.actions.session_key import SessionKey

url, me, rounds = make_url(sys.argv[1]), sys.argv[2], int(sys.argv[3])
actions = actions_at(url, sends=True)
print("ready", flush=True)
sys.stdin.readline()
for number in range(rounds):
    own = [Seen(SessionKey(me, f"{number}-{part}"), 0, "Review", 1.5) for part in range(3)]
    decide(actions, Decision.RESTRICT, own, who=me, reason="one ring")
    add_note(actions, own[0].session, who=me, note="looked at")
    wanted = Seen(SessionKey("shared", str(number)), 0, "Review", 99.5)
    try:
        decide(actions, Decision.RESTRICT, [wanted], who=me, reason="one ring")
        print(f"{number} first", flush=True)
    except Conflict as conflict:
        print(f"{number} after {conflict.decided[0].who}", flush=True)
"""


def written_out(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def test_processes_that_write_at_once_make_one_unbroken_trail(
    url: URL, open_at: OpenActions
) -> None:
    rounds = 5
    reviewers = [
        subprocess.Popen(
            [sys.executable, "-c", REVIEWER, written_out(url), f"reviewer-{number}", str(rounds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for number in range(2)
    ]
    try:
        for reviewer in reviewers:
            assert reviewer.stdout and reviewer.stdout.readline() == "ready\n"
        told = [reviewer.communicate("go\n", timeout=60)[0] for reviewer in reviewers]
    finally:
        for reviewer in reviewers:
            reviewer.kill()
            reviewer.wait()

    assert [reviewer.returncode for reviewer in reviewers] == [0, 0]
    actions = open_at(url)
    verdict = verify(actions)
    assert verdict.holds, verdict.said
    assert verdict.entries == 2 * rounds * (3 + 1) + rounds
    for number in range(rounds):
        (winner,) = (entry.who for entry in history(actions, SessionKey("shared", str(number))))
        said = sorted(line for text in told for line in text.splitlines() if line[0] == str(number))
        assert said == [f"{number} after {winner}", f"{number} first"]


def test_of_reviewers_who_decide_at_once_one_comes_first_and_the_others_are_told(
    url: URL, open_at: OpenActions
) -> None:
    start = Barrier(REVIEWERS)
    sessions = [SessionKey("soleroom", f"raid-{number}") for number in range(3)]

    def review(number: int) -> tuple[Entry, ...] | tuple[Decided, ...]:
        actions = open_at(url)
        # Each in another order, and each sure that nobody decided yet.
        mine = [
            Seen(one, 0, "Review", 99.0) for one in sessions[number % 3 :] + sessions[: number % 3]
        ]
        start.wait(20)
        try:
            return decide(
                actions,
                Decision.CONFIRM if number % 2 else Decision.RESTRICT,
                mine,
                who=f"reviewer-{number}",
                reason="looked at",
            )
        except Conflict as conflict:
            return conflict.decided

    with ThreadPoolExecutor(REVIEWERS) as pool:
        outcomes = list(pool.map(review, range(REVIEWERS)))

    actions = open_at(url)
    standing = decisions_as_of(actions, version(actions))
    (first,) = {one.who for one in standing}
    assert (len(standing), verify(actions).entries) == (3, 3)
    for number, outcome in enumerate(outcomes):
        came_first = f"reviewer-{number}" == first
        assert all(isinstance(one, Entry if came_first else Decided) for one in outcome)
        assert {one.who for one in outcome} == {first}


def test_of_reviewers_who_take_the_same_queue_each_gets_another_session(
    url: URL, open_at: OpenActions
) -> None:
    start = Barrier(REVIEWERS)
    queue = [SessionKey("soleroom", f"raid-{number}") for number in range(REVIEWERS - 1)]

    def take(number: int) -> str:
        actions = open_at(url)
        start.wait(20)
        try:
            return claim(actions, queue, who=f"reviewer-{number}").session.cart_token
        except Taken:
            return "none left"

    with ThreadPoolExecutor(REVIEWERS) as pool:
        taken = sorted(pool.map(take, range(REVIEWERS)))

    assert taken == ["none left", "raid-0", "raid-1", "raid-2"]


def test_processes_that_open_an_empty_database_at_once_all_can(url: URL) -> None:
    start = Barrier(REVIEWERS)

    def open_one(number: int) -> str:
        start.wait(20)
        actions = actions_at(url, sends=False)
        add_note(actions, SessionKey("kumo", str(number)), who="Ana", note="looked at")
        held = verify(actions).holds
        actions.engine.dispose()
        return "holds" if held else "broken"

    with ThreadPoolExecutor(REVIEWERS) as pool:
        assert list(pool.map(open_one, range(REVIEWERS))) == ["holds"] * REVIEWERS


def test_a_page_reads_on_while_somebody_writes(actions: Actions) -> None:
    decide(
        actions,
        Decision.RESTRICT,
        [Seen(SessionKey("kumo", "1"), 0, None)],
        who="Ana",
        reason="one ring",
    )
    with actions.writing():
        assert version(actions) == 1
        assert len(decisions_as_of(actions, 1)) == 1
        assert verify(actions).holds


def test_what_fails_at_the_very_end_leaves_nothing(
    sending: Actions, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    seen = [Seen(SessionKey("kumo", "1"), 0, None)]
    monkeypatch.setattr("data.actions.deciding._end_claims", fail)
    with pytest.raises(ActionsError, match="cannot be read or written just now"):
        decide(sending, Decision.RESTRICT, seen, who="Ana", reason="one ring")
    monkeypatch.undo()

    assert (version(sending), verify(sending).entries) == (0, 0)
    decide(sending, Decision.RESTRICT, seen, who="Ana", reason="one ring")
    assert verify(sending).entries == 1
