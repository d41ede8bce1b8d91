"""What charts narrow the list by: the values that the filters beside search, status and risk take.

Each reads its part of a URL and writes it back; what is not valid is None.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, StrEnum
from functools import cache
from typing import Self
from zoneinfo import available_timezones

from data.terms import NOT_RECORDED, Status

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ENDED = frozenset({Status.CONVERTED, Status.EXPIRED, Status.CANCELLED})

_SHORT = tuple(day[:3] for day in WEEKDAYS)
_BOUNDS = re.compile(r"(\d{1,9})(\+|-(\d{1,9}))?", re.ASCII)
_WHEN = re.compile(rf"({'|'.join(_SHORT)})?-?(\d{{1,2}})?", re.ASCII)
# Whatever the machine is set to that the dashboard runs on.
_NO_ZONES = frozenset({"localtime"})


class Anything(Enum):
    """What asks nothing of a session."""

    ANYTHING = "anything"


ANYTHING = Anything.ANYTHING


class Visitor(StrEnum):
    """Whether an earlier session of the same visitor and store is in the copy.

    The value is what stands in the URL.
    """

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        """Make a member: its value, and how a choice reads."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    NEW = "new", "New"
    RETURNING = "returning", "Returning"
    UNKNOWN = NOT_RECORDED, "Not recorded"


class Step(StrEnum):
    """How far a session came; the value is what stands in the URL.

    ``kept`` and ``checkout`` are what is asked of ``kept`` and ``reached_checkout`` of the copy's
    sessions, None being not recorded, and ``converted`` of their status; ANYTHING asks nothing.
    The first three lie within each other, as the steps of a funnel do. Then come those that a step
    lost, active ones included: they came as far as the step before it that is recorded, and no
    further; and those of which a step is not recorded.
    """

    label: str
    words: str
    kept: bool | Anything | None
    checkout: bool | Anything | None
    converted: bool | Anything

    def __new__(
        cls,
        value: str,
        label: str,
        words: str,
        kept: bool | Anything | None = ANYTHING,
        checkout: bool | Anything | None = ANYTHING,
        converted: bool | Anything = ANYTHING,
    ) -> Self:
        """Make a member: its value, how a choice reads, how the sentence says it, what it asks."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.words = words
        member.kept = kept
        member.checkout = checkout
        member.converted = converted
        return member

    KEPT = "kept", "kept an item", "that kept an item to the end", True
    CHECKOUT = "checkout", "started the checkout", "that started the checkout", ANYTHING, True
    CONVERTED = "converted", "converted", "that converted", ANYTHING, ANYTHING, True
    NOT_KEPT = "not_kept", "kept no item", "that kept no item", False
    NO_CHECKOUT = (
        "no_checkout",
        "kept an item, started no checkout",
        "that kept an item and started no checkout",
        True,
        False,
    )
    NOT_CONVERTED = (
        "not_converted",
        "started the checkout, not converted",
        "that started the checkout and did not convert",
        ANYTHING,
        True,
        False,
    )
    NOT_AT_CHECKOUT = (
        "not_at_checkout",
        "started no checkout",
        "that started no checkout",
        ANYTHING,
        False,
    )
    KEPT_NOT_CONVERTED = (
        "kept_not_converted",
        "kept an item, not converted",
        "that kept an item and did not convert",
        True,
        ANYTHING,
        False,
    )
    UNCONVERTED = (
        "unconverted",
        "not converted",
        "that did not convert",
        ANYTHING,
        ANYTHING,
        False,
    )
    KEPT_UNKNOWN = (
        "kept_unknown",
        "kept an item: not recorded",
        "of which is not recorded whether they kept an item",
        None,
    )
    CHECKOUT_UNKNOWN = (
        "checkout_unknown",
        "started the checkout: not recorded",
        "of which is not recorded whether they started the checkout",
        ANYTHING,
        None,
    )

    def both(self, other: "Step") -> "Step | None":
        """The step of the sessions that came as far as both say; None when no step says it."""
        wanted = self._ways & other._ways
        return next((step for step in Step if step._ways == wanted), None)

    @property
    def _ways(self) -> frozenset[tuple[bool | None, bool | None, bool]]:
        """All that can be known of a session of this step."""
        return frozenset(
            way
            for way in _WAYS
            if self.kept in (ANYTHING, way[0])
            and self.checkout in (ANYTHING, way[1])
            and self.converted in (ANYTHING, way[2])
        )


# Kept, at the checkout, converted: each follows from the one after it.
_WAYS = (
    (True, True, True),
    (True, True, False),
    *((kept, checkout, False) for kept in (True, False, None) for checkout in (False, None)),
)


@dataclass(frozen=True)
class Bounds:
    """A range of whole numbers from ``low`` up to before ``after``; None for no end.

    A ``low`` of None means the sessions of which the number is not recorded.
    """

    low: int | None
    after: int | None = None

    @classmethod
    def exactly(cls, number: int | None) -> Self:
        """This number and no other; None is not recorded."""
        return cls(number, None if number is None else number + 1)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """From a URL: "3" is three, "5+" five or more, "10-30" from 10 up to before 30."""
        if text == NOT_RECORDED:
            return cls(None)
        found = _BOUNDS.fullmatch(text)
        if found is None:
            return None
        low, more, after = int(found[1]), found[2], found[3]
        if more is None:
            return cls.exactly(low)
        if after is None:
            return cls(low)
        return cls(low, int(after)) if low < int(after) else None

    def written(self) -> str:
        """The text that ``read`` takes."""
        if self.low is None:
            return NOT_RECORDED
        if self.after is None:
            return f"{self.low}+"
        return f"{self.low}" if self.after == self.low + 1 else f"{self.low}-{self.after}"

    def counted(self) -> str:
        """In words: "3", "5 or more", "2 to 4"."""
        if self.low is None:
            return NOT_RECORDED
        if self.after is None:
            return f"{self.low:,} or more"
        return (
            f"{self.low:,}" if self.after == self.low + 1 else f"{self.low:,} to {self.after - 1:,}"
        )

    def counting(self, noun: str) -> str:
        """The same with what is counted: "3 renewals", "renewals not recorded"."""
        if self.low is None:
            return f"{noun}s {self.counted()}"
        return (
            f"{self.counted()} {noun}" if self == Bounds.exactly(1) else f"{self.counted()} {noun}s"
        )

    def lasting(self) -> str:
        """Seconds in words: "10 min to under 30 min", "2 h or more", "under 10 min"."""
        if self.low is None:
            return NOT_RECORDED
        if self.after is None:
            return f"{_span(self.low)} or more"
        if self.low == 0:
            return f"under {_span(self.after)}"
        return f"{_span(self.low)} to under {_span(self.after)}"


@dataclass(frozen=True)
class When:
    """A weekday (1 is Monday, to 7), an hour of the day (0 to 23), or an hour of a weekday."""

    weekday: int | None = None
    hour: int | None = None

    @classmethod
    def read(cls, text: str) -> Self | None:
        """From a URL: "Mon-14" is Mondays from 14:00 to 15:00, "Mon" all day, "14" every day."""
        found = _WHEN.fullmatch(text)
        if found is None:
            return None
        when = cls(
            None if found[1] is None else _SHORT.index(found[1]) + 1,
            None if found[2] is None else int(found[2]),
        )
        return when if text and when.written() == text and (when.hour or 0) < 24 else None

    def written(self) -> str:
        """The text that ``read`` takes."""
        day = "" if self.weekday is None else _SHORT[self.weekday - 1]
        return "-".join(part for part in (day, "" if self.hour is None else f"{self.hour}") if part)

    def words(self) -> str:
        """In words: "on Mondays from 14:00 to 15:00"."""
        day = "" if self.weekday is None else f"on {WEEKDAYS[self.weekday - 1]}s"
        hour = "" if self.hour is None else f"from {self.hour:02}:00 to {self.hour + 1:02}:00"
        return f"{day} {hour}".strip()


@cache
def time_zones() -> frozenset[str]:
    """The names of the time zones that can be chosen."""
    return frozenset({"UTC", *available_timezones()}) - _NO_ZONES


def _span(seconds: int) -> str:
    """A length of time in the largest units that it is made of: "1 h 30 min", "45 s"."""
    length = timedelta(seconds=seconds)
    parts = (
        (length.days, "d"),
        (length.seconds // 3600, "h"),
        (length.seconds // 60 % 60, "min"),
        (length.seconds % 60, "s"),
    )
    return " ".join(f"{number:,} {unit}" for number, unit in parts if number) or "0 s"
