"""What decisions change in a list: its counts, and the page that is cut from it.

The copy's own order is read as if nobody had decided anything, and only as far as a page needs;
then what decisions moved out of it is taken out, and what they moved into it is put in. So a list
costs hardly more for them.
"""

from bisect import bisect_left
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Generic, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from data.layout import BLOCK_ROWS
from data.overlay import Overlay
from queries.filters import Sort
from queries.narrowing import BEYOND, PAGE_ROWS, Narrowed

# Reads so many rows of the copy's own order, without so many before them: the session_no, and for
# an order that has places the place, the outcome and the score in tenths.
Read = Callable[[int, int], list[tuple[Any, ...]]]
# More than a score has tenths.
_SCORES = 1_024


class Moved(NamedTuple):
    """How many sessions decisions moved from an outcome to another.

    ``block_was`` and ``block``: from which block of the order, and to which; None when the list
    does not look at blocks, or reads the same in them for all that.
    """

    outcome_was: int
    outcome: int
    sessions: int
    block_was: int | None = None
    block: int | None = None


_Counted = TypeVar("_Counted")
_Answer = TypeVar("_Answer")
# Sessions by their keys in the order.
_Keyed = list[tuple[int, int]]


class _Kept(Generic[_Answer]):
    """The last answers about decisions, by all that they depend on without searches and slices.

    They hold for the very decisions that they were asked of: where those were forgotten, as their
    database was replaced, others may come by the same version.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: WeakKeyDictionary[Overlay, tuple[object, dict[Hashable, _Answer]]]
        self._answers = WeakKeyDictionary()

    def get(self, narrowed: Narrowed, more: Hashable = None) -> _Answer | None:
        return self._of(narrowed).get(self._asked(narrowed, more))

    def keep(self, answer: _Answer, narrowed: Narrowed, more: Hashable = None) -> _Answer:
        answers = self._of(narrowed)
        if len(answers) >= self._most:
            answers.clear()
        answers[self._asked(narrowed, more)] = answer
        return answer

    def _of(self, narrowed: Narrowed) -> dict[Hashable, _Answer]:
        decided = narrowed.copy.decided.by_session
        held, answers = self._answers.get(narrowed.copy.overlay, (None, {}))
        if held is not decided:
            answers = {}
            self._answers[narrowed.copy.overlay] = decided, answers
        return answers

    @staticmethod
    def _asked(narrowed: Narrowed, more: Hashable) -> Hashable:
        return (
            narrowed.scope,
            narrowed.filters.sort,
            narrowed.outcomes,
            narrowed.filters.currency,
            narrowed.first,
            narrowed.after,
            more,
        )


_groups_kept: _Kept[list[Moved]] = _Kept(most=200)
# These may hold every session that was ever decided about.
_exceptions_kept: _Kept[tuple[_Keyed, _Keyed]] = _Kept(most=20)


def counted_beside_moved(
    narrowed: Narrowed, count: Callable[[], _Counted]
) -> tuple[_Counted, list[Moved]]:
    """What is counted, and what decisions moved of the sessions that are counted.

    ``moved`` is all those that the filters but status and risk leave. Both are asked side by side,
    so that a list takes hardly longer for decisions.
    """
    if not narrowed.copy.decided.by_session:
        return count(), []
    plain = _is_plain(narrowed)
    kept = _groups_kept.get(narrowed) if plain else None
    if kept is not None:
        return count(), kept
    question = "moved_plain" if plain else "moved_at_addresses" if narrowed.by_address else "moved"
    with ThreadPoolExecutor(1) as pool:
        more = {"block_rows": BLOCK_ROWS} if plain else {}
        moving = pool.submit(_ask_moved, narrowed, f"sessions/{question}", **more)
        counted, groups = count(), moving.result()
    return counted, _groups_kept.keep(groups, narrowed) if plain else groups


def _ask_moved(narrowed: Narrowed, question: str, **more: int) -> list[Moved]:
    return [Moved(*row) for row in narrowed.ask(question, **more).tuples()]


def cut_page(
    narrowed: Narrowed,
    read: Read,
    skipped: int,
    held: int,
    first_block: int = 0,
    after_block: int = BEYOND,
) -> list[int]:
    """The session_no of the sessions of a page, in the list's order, as decided.

    ``read`` reads a range of blocks of the order, in which the filters show ``held`` sessions as
    decided, and of these ``skipped`` stand before the page.
    """
    came, went = _exceptions(narrowed, first_block, after_block, skipped + PAGE_ROWS)
    if not came and not went:
        return [row[0] for row in read(skipped, PAGE_ROWS)]
    # Every one that came may stand before the page, and every one that went may have been on it.
    start = max(0, skipped - len(came))
    rows = read(start, skipped - start + PAGE_ROWS + len(went))
    if not rows:
        # The copy's own have all been skipped, or there are none: what is left came.
        left = came[len(came) - (held - skipped) :] if start else came[skipped:]
        return [number for _, number in left[:PAGE_ROWS]]
    gone = {number for _, number in went}
    came_before = went_before = 0
    if start:
        first = (_key_of(narrowed, *rows[0]), -1)
        came_before, went_before = bisect_left(came, first), bisect_left(went, first)
    stayed = [(_key_of(narrowed, *row), row[0]) for row in rows if row[0] not in gone]
    in_order = sorted([*stayed, *came[came_before:]])
    at = skipped - (start - went_before + came_before)
    return [number for _, number in in_order[at : at + PAGE_ROWS]]


def _is_plain(narrowed: Narrowed) -> bool:
    return narrowed.search is None and not narrowed.sliced


def _exceptions(
    narrowed: Narrowed, first_block: int, after_block: int, most: int
) -> tuple[_Keyed, _Keyed]:
    """The first that came into these blocks, and all that went, by their keys, in order."""
    if not narrowed.copy.decided.by_session:
        return [], []
    if narrowed.outcomes is None and narrowed.filters.sort is not Sort.RISK:
        return [], []
    plain, part = _is_plain(narrowed), (first_block, after_block, most)
    kept = _exceptions_kept.get(narrowed, part) if plain else None
    if kept is not None:
        return kept
    came: _Keyed = []
    went: _Keyed = []
    asked = narrowed.ask(
        "sessions/moved_rows_plain" if plain else "sessions/moved_rows",
        block_rows=BLOCK_ROWS,
        first_block=first_block,
        after_block=after_block,
        most=most,
    )
    for number, place, concern, tenths, is_here in asked.tuples():
        into = came if is_here else went
        into.append((_key(narrowed, number, place, concern, tenths), number))
    exceptions = sorted(came), sorted(went)
    return _exceptions_kept.keep(exceptions, narrowed, part) if plain else exceptions


def _key_of(
    narrowed: Narrowed, number: int, place: int = 0, outcome: int | None = None, tenths: int = 0
) -> int:
    concern = 0 if outcome is None else narrowed.copy.overlay.pairs[outcome].concern
    return _key(narrowed, number, place, concern, tenths)


def _key(narrowed: Narrowed, number: int, place: int, concern: int, tenths: int) -> int:
    """A number that orders sessions as the list does; ``tenths``: of the score, from 0 to 1,000."""
    if narrowed.by_start:
        return narrowed.direction * number
    if narrowed.filters.sort is Sort.RISK:
        # The highest concern, the highest score and the newest first.
        return (concern * _SCORES + _SCORES - tenths) * (BEYOND + 1) - number
    return place
