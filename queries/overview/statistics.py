"""Rates with their uncertainty, and what is more than noise."""

from collections.abc import Iterable, Sequence
from math import erfc, sqrt
from typing import NamedTuple

# The standard normal's quantile for an interval of 95 %.
_Z_95 = 1.959963984540054
# What chance alone makes more seldom than this is real.
_REAL = 0.05


class Rate(NamedTuple):
    """A part of a whole: 26 of 269."""

    part: int
    whole: int

    @property
    def share(self) -> float | None:
        """From 0 to 1; None when there is no whole."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where the share of many more such sessions lies, with 95 % confidence, from 0 to 1.

        Wilson's score interval (Wilson 1927, doi 10.1080/01621459.1927.10502953), which holds for
        few cases and for shares near 0 and 1 too. None when there is no whole.
        """
        if not self.whole:
            return None
        share, squared = self.part / self.whole, _Z_95**2
        middle = (share + squared / (2 * self.whole)) / (1 + squared / self.whole)
        half = (
            _Z_95
            / (1 + squared / self.whole)
            * sqrt(share * (1 - share) / self.whole + squared / (4 * self.whole**2))
        )
        low = 0.0 if self.part == 0 else middle - half
        high = 1.0 if self.part == self.whole else middle + half
        return low, high


def p_value(one: Rate, other: Rate) -> float:
    """How often chance alone makes two rates differ as much as these, from 0 to 1.

    The two-sided z-test for two proportions with a pooled share (Fleiss, Levin and Paik 2003,
    "Statistical Methods for Rates and Proportions", chapter 3). 1 where nothing can be compared.
    """
    if not one.whole or not other.whole:
        return 1.0
    pooled = (one.part + other.part) / (one.whole + other.whole)
    spread = pooled * (1 - pooled) * (1 / one.whole + 1 / other.whole)
    if spread == 0:
        return 1.0
    z = abs(one.part / one.whole - other.part / other.whole) / sqrt(spread)
    return erfc(z / sqrt(2))


def differ(one: Rate, other: Rate) -> bool:
    """Whether two rates differ by more than chance alone makes: p below 5 %."""
    return p_value(one, other) < _REAL


def more_than_noise(p_values: Sequence[float]) -> list[bool]:
    """Which of many tests still stand when so many were made, in the order given.

    Holm's step-down procedure (Holm 1979, Scandinavian Journal of Statistics 6, 65-70): the chance
    that even one of them is mere noise stays below 5 %.
    """
    stands = [False] * len(p_values)
    for rank, at in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        if p_values[at] > _REAL / (len(p_values) - rank):
            break
        stands[at] = True
    return stands


def median_of(bins: Iterable[tuple[float, float, int]]) -> float | None:
    """The median of numbers that were counted in bins: (from, up to before, how many).

    Within the bin that holds it, numbers are taken to lie evenly; it is right to the width of that
    bin. None when there are no numbers.
    """
    counted = sorted(each for each in bins if each[2])
    half, below = sum(count for _, _, count in counted) / 2, 0
    for start, end, count in counted:
        if below + count >= half:
            return start + (end - start) * (half - below) / count
        below += count
    return None
