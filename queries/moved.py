"""What decisions change in a list: its counts, and the page that is cut from it.

The copy's own order is read as if nobody had decided anything, and only as far as a page needs;
then what decisions moved out of it is taken out, and what they moved into it is put in. So a list
costs hardly more for them.
"""

from bisect import bisect_left
from collections.abc import Callable, Hashable
from typing import Any, NamedTuple
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

    ``block_was`` and ``block``: from which block of the order, and to which.
    """

    outcome_was: int
    outcome: int
    block_was: int
    block: int
    sessions: int


# What was counted of a version of the decisions, by all that it was asked with.
_counted: WeakKeyDictionary[Overlay, dict[Hashable, list[Moved]]] = WeakKeyDictionary()
_MOST_KEPT = 200


def moved(narrowed: Narrowed) -> list[Moved]:
    """What decisions moved of the sessions that all filters but status and risk leave."""
    if not narrowed.copy.decided.by_session:
        return []
    if not _is_plain(narrowed):
        rows = narrowed.ask("sessions/moved", block_rows=BLOCK_ROWS).tuples()
        return [Moved(*row) for row in rows]
    kept = _counted.setdefault(narrowed.copy.overlay, {})
    asked = (
        narrowed.copy.decided.version,
        narrowed.scope,
        narrowed.by_start or narrowed.filters.sort,
        narrowed.filters.currency,
        narrowed.first,
        narrowed.after,
    )
    if asked not in kept:
        rows = narrowed.ask("sessions/moved_plain", block_rows=BLOCK_ROWS).tuples()
        if len(kept) >= _MOST_KEPT:
            kept.clear()
        kept[asked] = [Moved(*row) for row in rows]
    return kept[asked]


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
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The first that came into these blocks, and all that went, by their keys, in order."""
    if not narrowed.copy.decided.by_session:
        return [], []
    if narrowed.outcomes is None and narrowed.filters.sort is not Sort.RISK:
        return [], []
    came: list[tuple[int, int]] = []
    went: list[tuple[int, int]] = []
    asked = narrowed.ask(
        "sessions/moved_rows_plain" if _is_plain(narrowed) else "sessions/moved_rows",
        block_rows=BLOCK_ROWS,
        first_block=first_block,
        after_block=after_block,
        most=most,
    )
    for number, place, concern, tenths, is_here in asked.tuples():
        into = came if is_here else went
        into.append((_key(narrowed, number, place, concern, tenths), number))
    return sorted(came), sorted(went)


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
