"""What changed: the segments that explain the change in conversion against the period before."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from operator import sub
from typing import Any, Self

from queries.overview.asked import Asked
from queries.overview.places import country_tallies
from queries.overview.products import Product, product_pairs
from queries.overview.statistics import Rate, differ, more_than_noise, p_value
from queries.overview.tally import Tally
from queries.overview.visitors import risk_mix, session_types
from queries.overview.weekly import by_hour

# A segment with fewer ended sessions in both periods together is not tested.
_FEWEST = 20
# Nor is one with a larger part of them: a segment of nearly all sessions explains nothing.
_LARGEST = 0.9


class Dimension(StrEnum):
    """By what sessions are told apart."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        """Make a member: its value, and how it reads."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    COUNTRY = "country", "Country"
    SESSION_TYPE = "session_type", "Session type"
    PRODUCT = "product", "Product"
    HOUR = "hour", "Hour of the day"
    RISK = "risk", "Risk level"


@dataclass(frozen=True)
class Change:
    """What one segment did to the conversion of all.

    ``value``: of the dimension; None is not recorded.
    ``now`` and ``before`` are the segment's sessions, ``rest`` and ``rest_before`` all others.
    ``by_rate`` and ``by_mix`` are parts of the change in conversion, from -1 to 1: what the segment
    added to it by converting better or worse, and by growing or shrinking. Each is 0 where it is
    no more than noise.
    """

    dimension: Dimension
    value: str | int | Product | None
    now: Tally
    before: Tally
    rest: Tally
    rest_before: Tally
    by_rate: float
    by_mix: float

    @property
    def contribution(self) -> float:
        """What the segment added to the change in conversion."""
        return self.by_rate + self.by_mix


@dataclass(frozen=True)
class Changes:
    """The change in conversion, and the segments that explain most of it, the largest first.

    ``is_real``: whether the change of all is more than noise. Segments of different dimensions
    overlap, so their contributions are not to be added up.
    """

    now: Tally
    before: Tally
    is_real: bool
    segments: tuple[Change, ...]

    @property
    def change(self) -> float | None:
        """The change in conversion, from -1 to 1; None when either period has none."""
        now, before = self.now.conversion.share, self.before.conversion.share
        return None if now is None or before is None else now - before


def changes(asked: Asked, most: int = 5) -> Changes | None:
    """Explain the change in conversion by at most so many segments; None without a period before.

    Each segment is set against all other sessions, and the change is taken apart into rate and mix
    as Kitagawa did for two groups (Kitagawa 1955, "Components of a Difference Between Two Rates",
    doi 10.1080/01621459.1955.10501299)::

        change = W (r1 - r0) + W' (r1' - r0') + (w1 - w0) (R - R')

    r is the conversion of the segment and w its share of the sessions that ended, ' marks the rest;
    W and R are means of both periods. The first term is the segment's rate, the last is the mix.

    The rate counts only when r1 and r0 differ by more than noise, the mix only when w1 and w0 do
    and so do the segment's and the rest's conversion (the larger p-value of both: an
    intersection-union test, Berger 1982, doi 10.1080/00401706.1982.10487790). There are two tests
    a segment, so Holm's procedure is laid over all of them: the chance of even one false finding
    is below 5 %. Segments of fewer than 20 ended sessions are left out, and those of more than nine
    tenths of them.
    """
    if asked.before is None:
        return None
    now, before = asked.total, asked.before.total
    segments = [
        (dimension, value, one, other)
        for dimension, segments in _segments(asked, asked.before)
        for value, one, other in segments
        if _FEWEST <= one.ended + other.ended <= _LARGEST * (now.ended + before.ended)
    ]
    tests = [p for _, _, one, other in segments for p in _p_values(one, other, now, before)]
    stands = more_than_noise(tests)
    kept = [
        _take_apart(*segment, now, before, rate_is_real, mix_is_real)
        for segment, rate_is_real, mix_is_real in zip(
            segments, stands[::2], stands[1::2], strict=True
        )
        if rate_is_real or mix_is_real
    ]
    kept.sort(key=lambda each: (-abs(each.contribution), each.dimension, repr(each.value)))
    return Changes(
        now=now,
        before=before,
        is_real=differ(now.conversion, before.conversion),
        segments=tuple(kept[:most]),
    )


_Value = str | int | Product | None
_Pairs = Iterable[tuple[_Value, Tally, Tally]]


def _segments(now: Asked, before: Asked) -> Iterable[tuple[Dimension, _Pairs]]:
    for dimension, by_value in _BY_VALUE.items():
        yield dimension, _pairs(by_value(now), by_value(before))
    yield Dimension.PRODUCT, product_pairs(now)


_BY_VALUE: dict[Dimension, Callable[[Asked], Mapping[Any, Tally]]] = {
    Dimension.COUNTRY: country_tallies,
    Dimension.SESSION_TYPE: lambda asked: {each.value: each.tally for each in session_types(asked)},
    Dimension.RISK: lambda asked: {each.value: each.tally for each in risk_mix(asked)},
    Dimension.HOUR: by_hour,
}


def _pairs(now: Mapping[_Value, Tally], before: Mapping[_Value, Tally]) -> _Pairs:
    values = [*now, *(value for value in before if value not in now)]
    return [(value, now.get(value, Tally()), before.get(value, Tally())) for value in values]


def _p_values(now: Tally, before: Tally, all_now: Tally, all_before: Tally) -> tuple[float, float]:
    """How likely chance alone makes a segment's rate, and its mix, differ as much."""
    size, size_before = Rate(now.ended, all_now.ended), Rate(before.ended, all_before.ended)
    of_all = Rate(all_now.converted + all_before.converted, all_now.ended + all_before.ended)
    both = Rate(now.converted + before.converted, now.ended + before.ended)
    rest = Rate(*map(sub, of_all, both))
    return (
        p_value(now.conversion, before.conversion),
        max(p_value(size, size_before), p_value(both, rest)),
    )


def _take_apart(
    dimension: Dimension,
    value: _Value,
    now: Tally,
    before: Tally,
    all_now: Tally,
    all_before: Tally,
    rate_is_real: bool,
    mix_is_real: bool,
) -> Change:
    """A segment's change; what is no more than noise counts as none."""
    rest, rest_before = _without(all_now, now), _without(all_before, before)
    w1, w0 = (
        Rate(part.ended, whole.ended).share or 0.0
        for part, whole in ((now, all_now), (before, all_before))
    )
    # A segment or rest that is missing in one period has the rate of the other: all is mix then.
    r1, r0 = _rates(now.conversion, before.conversion)
    s1, s0 = _rates(rest.conversion, rest_before.conversion)
    return Change(
        dimension,
        value,
        now,
        before,
        rest,
        rest_before,
        by_rate=(w1 + w0) / 2 * (r1 - r0) if rate_is_real else 0.0,
        by_mix=(w1 - w0) * ((r1 + r0) - (s1 + s0)) / 2 if mix_is_real else 0.0,
    )


def _rates(now: Rate, before: Rate) -> tuple[float, float]:
    one, other = now.share, before.share
    if one is None:
        one = other or 0.0
    return one, one if other is None else other


def _without(whole: Tally, part: Tally) -> Tally:
    return Tally(*map(sub, whole, part))
