"""What ten thousand decisions cost: the same questions of a copy with and without them."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median
from typing import Any

from benchmarks import dashboard, samples
from benchmarks.made import NOW
from data.actions.decided import Decided, Decision
from data.copy import Copy

DECISIONS = 10_000
# The most that a question may take with decisions, as a multiple of what it takes without.
AIM = 1.3

_DECIDED = (Decision.RESTRICT, Decision.CONFIRM)


def measure(copy: Copy, found: samples.Samples) -> None:
    """Lay decisions over the copy, ask both by turns, and print what each takes."""
    started = time.perf_counter()
    decided = _with_decisions(copy)
    laid = time.perf_counter() - started
    started = time.perf_counter()
    decided = _with_one_more(decided)
    one = time.perf_counter() - started
    count = len(decided.decided.by_session)
    print(
        f"  with {count:,} decisions: laid over the copy in {laid:.1f} s, one more in {one:.2f} s"
    )
    print(f"  {'':32}{'without':>10}{'with':>10}{'with/without':>14}  (aim: under {AIM})")
    # The questions about one session read no level but its own.
    alike = {question.name: question for question in dashboard.questions(decided, found)}
    for question in dashboard.questions(copy, found):
        before, after = _by_turns(question.ask, alike[question.name].ask, question.parameters)
        print(
            f"  {question.name:32}{before:>10.1f}{after:>10.1f}{after / before:>13.2f}x", flush=True
        )


def _with_decisions(copy: Copy) -> Copy:
    """Sessions from the whole copy, half of them restricted and half confirmed as fine."""
    (held,) = copy.connection.execute("select count(*) from sessions").fetchall()[0]
    step = max(1, held // DECISIONS)
    rows = copy.connection.execute(
        "select store::varchar, cart_token from sessions where session_no % $1 = 0 limit $2",
        [step, DECISIONS - 1],
    ).fetchall()
    decisions = [_decided(store, token, number) for number, (store, token) in enumerate(rows, 1)]
    return replace(copy, decided=copy.overlay.lay(decisions, len(decisions)))


def _with_one_more(copy: Copy) -> Copy:
    ((store, token),) = copy.connection.execute(
        "select store::varchar, cart_token from sessions order by session_no desc limit 1"
    ).fetchall()
    version = copy.decided.version + 1
    return replace(copy, decided=copy.overlay.lay([_decided(store, token, version)], version))


def _decided(store: str, token: str, number: int) -> Decided:
    decision = _DECIDED[number % len(_DECIDED)]
    return Decided(store, token, decision.level(), decision, "Ada", NOW, number)


def _by_turns(
    before: Callable[[Any], object], after: Callable[[Any], object], parameters: Sequence[Any]
) -> tuple[float, float]:
    """Medians in milliseconds; taken by turns, so that both meet the same machine."""
    taken: tuple[list[float], list[float]] = ([], [])
    for ask in (before, after):
        ask(parameters[0])
    for parameter in parameters:
        for ask, times in zip((before, after), taken, strict=True):
            started = time.perf_counter()
            ask(parameter)
            times.append(time.perf_counter() - started)
    return 1000 * median(taken[0]), 1000 * median(taken[1])
