"""How sessions ended, counted together; and money, which is never added across currencies."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from operator import itemgetter
from typing import Any, NamedTuple, Self

from queries.overview.statistics import Rate


class Tally(NamedTuple):
    """Sessions, and what became of them. SQL counts them; here they are only added up.

    ``still_open``: status Active. ``ended``: converted, expired or cancelled. A status that no
    term names is neither open nor ended.
    """

    sessions: int = 0
    still_open: int = 0
    ended: int = 0
    converted: int = 0
    expired: int = 0

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """The counts in a row of an answer."""
        return cls._make(_COUNTS(row))

    @classmethod
    def total(cls, rows: Iterable[Mapping[str, Any]]) -> Self:
        """The counts in several rows of an answer together."""
        counts = [*map(_COUNTS, rows)]
        return (
            cls._make(counts[0]) if len(counts) == 1 else cls(*map(sum, zip(*counts, strict=True)))
        )

    @classmethod
    def sum(cls, tallies: Iterable["Tally"]) -> Self:
        """All of them together."""
        return cls(*map(sum, zip(*tallies, strict=True)))

    @property
    def is_told(self) -> bool:
        """Whether it is recorded of any of them how it ended, or of all that none has."""
        return self.ended > 0 or self.still_open == self.sessions

    @property
    def conversion(self) -> Rate:
        """Converted of those that ended."""
        return Rate(self.converted, self.ended)

    @property
    def expiry(self) -> Rate:
        """Expired of those that ended."""
        return Rate(self.expired, self.ended)


_COUNTS = itemgetter(*Tally._fields)
_WORTH = itemgetter("currency", "value_converted", "value_left")


class Worth(NamedTuple):
    """What carts of one currency were worth, in its major units; None is not recorded.

    ``converted``: the value of those that were bought; ``left``: of those that expired.
    """

    currency: str | None
    converted: Decimal | None
    left: Decimal | None


def add_up_worth(rows: Iterable[Mapping[str, Any]]) -> tuple[Worth, ...]:
    """The worth in rows of an answer, by currency in order; the one that is not recorded last."""
    converted: dict[str | None, Decimal] = {}
    left: dict[str | None, Decimal] = {}
    for currency, bought, expired in map(_WORTH, rows):
        if bought is not None:
            converted[currency] = converted[currency] + bought if currency in converted else bought
        if expired is not None:
            left[currency] = left[currency] + expired if currency in left else expired
    currencies = sorted(converted.keys() | left.keys(), key=lambda code: (not code, code))
    return tuple(Worth(each, converted.get(each), left.get(each)) for each in currencies)
