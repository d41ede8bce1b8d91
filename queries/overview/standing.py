"""How high products must stand in a period to be among the first of it.

Most products cannot: the roll-ups of the whole units around the period bound what each can have in
it. So a few are counted, in place of a hundred thousand.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from queries.narrowing import Narrowed
from queries.once import once
from queries.overview.pieces import EVER, NEVER, Edge, Unit, span_no
from queries.overview.tops import tops
from queries.run import Record
from queries.starts import started_before

# How products rank, with what a store without lines has instead.
_RANKINGS = (("sessions", "sessions"), ("bought", "converted"), ("left_behind", "expired"))

# By this part of what it should have in a period, judged by the time around it, a product that
# stands high is looked for at first: the smaller, the more are looked at, the seldomer once more.
_CAUTION = 0.75
_NEARLY = 1 - 1e-6

# A shorter period is so small a part of its months that too many products may stand high in it; it
# is judged by sixths of a month.
_FEW_SIXTHS = timedelta(days=10)

# Of a longer period, months tell no more than all of the time does.
_MOST_MONTHS = timedelta(days=1000)


@dataclass(frozen=True)
class Standing:
    """How high products stand in a period, judged by the whole units around it.

    ``narrowed`` is of the period, which is from ``start`` to ``end``; where the filters leave one
    open, it is a beginning of a month beyond all sessions; ``ever``: both are open. ``last``: when
    the last session of the stores in view started.
    """

    narrowed: Narrowed
    start: Edge
    end: Edge
    ever: bool
    last: datetime

    @once
    def held(self) -> int:
        """How many sessions of all stores started in the period."""
        return min(self.end.session_no, self._numbers[NEVER]) - self.start.session_no

    @once
    def by_months(self) -> bool:
        """Whether the units are months, or all of the time: not sixths of months."""
        return not self.months or self._until - self.start.moment > _FEW_SIXTHS

    @once
    def cover(self) -> list[int]:
        """The numbers of the units around the period, in order."""
        if not self.months:
            return [EVER]
        unit = Unit.MONTH if self.by_months else Unit.SIXTH
        after = self._until + timedelta(microseconds=1)
        return [span_no(unit, each) for each in unit.within(unit.floor(self.start.moment), after)]

    @once
    def months(self) -> list[datetime]:
        """The beginnings of the period's months, also of cut ones, and the last one's end.

        None where all of the time is looked at instead, or nearly all of it.
        """
        start, end = self.start.moment, self.end.moment
        if self.ever or end - start > _MOST_MONTHS:
            return []
        found = [Unit.MONTH.floor(start)]
        while found[-1] < min(end, NEVER):
            found.append(Unit.MONTH.ceil(found[-1] + timedelta(days=1)))
        return found

    def shares(self, least: Sequence[float]) -> list[float]:
        """What part of all sessions a product that has so many in the period has in a unit around.

        In one of them, at least. Shares are rounded in the copy.
        """
        numbers, months = self._numbers, self.months
        around = numbers[months[-1]] - numbers[months[0]] if months else numbers[NEVER]
        return [count * _NEARLY / max(around, 1) for count in least]

    def first(
        self,
        most: int,
        parts: Sequence[float],
        ask: Callable[[Sequence[float]], list[Record]],
    ) -> list[Record]:
        """The rows of so many products that stand highest, by each ranking.

        ``parts``: what part the filters show of all sessions, of the converted and of the expired
        ones. ``ask`` is given how many sessions a product must have by any of the rankings, and
        answers with the first of those that have; it is asked once more if these are too few.
        """
        highest = tops(self.narrowed.copy, self.narrowed.scope, self._filled_months)
        likely = [
            max(_CAUTION * self.held * top * part, 1)
            for top, part in zip(highest, parts, strict=True)
        ]
        rows = ask(likely)
        lasts = [_last(rows, most, ranking) for ranking in _RANKINGS]
        if all(least <= last for least, last in zip(likely, lasts, strict=True)):
            return rows
        return ask([min(both) for both in zip(likely, lasts, strict=True)])

    @property
    def _until(self) -> datetime:
        return min(self.end.moment, self.last)

    @property
    def _filled_months(self) -> list[datetime]:
        numbers = self._numbers
        return [first for first, after in pairwise(self.months) if numbers[first] < numbers[after]]

    @once
    def _numbers(self) -> dict[datetime, int]:
        """The first session_no from each beginning of the months on."""
        moments = {*self.months, NEVER}
        return started_before(self.narrowed.copy, self.narrowed.scope, moments)


def _last(rows: Sequence[Record], most: int, ranking: tuple[str, str]) -> int:
    """What the last of so many products has that rank highest; 1 where there are fewer."""
    name, instead = ranking
    counts = sorted(
        (row[instead] if row[name] is None else row[name] for row in rows if row.get("now", True)),
        reverse=True,
    )
    return max(counts[most - 1], 1) if len(counts) >= most else 1
