"""Time calls one by one, each with another parameter."""

import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import TypeVar

_Parameter = TypeVar("_Parameter")

# A question that takes longer than this in all is asked fewer times.
_LONGEST = 20.0
_FEWEST = 3


def median_ms(ask: Callable[[_Parameter], object], parameters: Sequence[_Parameter]) -> float:
    """The median time of one call in milliseconds, after one that is not counted.

    Each parameter is used once. Slow questions stop early, after three calls at the least.
    """
    ask(parameters[0])
    taken = []
    for parameter in parameters[1:]:
        started = time.perf_counter()
        ask(parameter)
        taken.append(time.perf_counter() - started)
        if sum(taken) > _LONGEST and len(taken) >= _FEWEST:
            break
    return 1000 * median(taken)


def additions_ms() -> tuple[float, float]:
    """The least and the median time of a million additions in Python, in milliseconds.

    It tells how quick the machine is just now, and how evenly: others may share it.
    """
    taken = []
    for _ in range(9):
        started, total = time.perf_counter(), 0
        for number in range(1_000_000):
            total += number
        taken.append(time.perf_counter() - started)
    return 1000 * min(taken), 1000 * median(taken)
