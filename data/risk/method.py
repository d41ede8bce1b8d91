"""The numbers of the method: from where on a signal says anything, and how much it may weigh.

None of them was fitted to labels. A bound is what one innocent shopper hardly reaches on their own;
a rarity is the share of a store's sessions that may show a signal before it says anything.
"""

from dataclasses import dataclass

from data.terms import Direction, Family, Signal

SMALL_STORE = 200
"""A store with fewer sessions is measured by the whole copy."""

# What hardly any shopper does is a reason unless one in five does it. What many do a little of is
# one only among the most extreme twentieth. Between them: what depends on the store.
_STRONG, _MIDDLE, _WEAK = 0.2, 0.1, 0.05


@dataclass(frozen=True)
class Measure:
    """When a signal says something, and how fast it may say more.

    ``bound``: the value, in the signal's unit, from which on it says anything. ``step``: the most
    that one unit more adds to its weight, None where it is the session's alone to say how much.
    """

    bound: int
    rarity: float
    step: float | None = None


MEASURES = {
    Signal.VISITOR_HOUR: Measure(3, _STRONG),
    Signal.VISITOR_DAY: Measure(4, _STRONG),
    Signal.VISITOR_WEEK: Measure(5, _STRONG),
    Signal.VISITOR_AT_ONCE: Measure(3, _STRONG),
    Signal.VISITOR_TOTAL: Measure(20, _WEAK),
    Signal.VISITOR_COUNTRIES: Measure(3, _STRONG),
    Signal.VISITOR_AGENTS: Measure(3, _STRONG),
    Signal.VISITOR_UNSOLD: Measure(8, _MIDDLE, 0.25),
    Signal.IP_HOUR: Measure(5, _MIDDLE, 0.15),
    Signal.IP_DAY: Measure(8, _MIDDLE, 0.15),
    Signal.IP_AT_ONCE: Measure(4, _MIDDLE, 0.15),
    Signal.IP_TOTAL: Measure(5, _MIDDLE, 0.15),
    Signal.IP_AGENTS: Measure(5, _MIDDLE, 0.15),
    Signal.IP_UNSOLD: Measure(8, _MIDDLE, 0.03),
    Signal.BLOCK_HOUR: Measure(8, _WEAK, 0.15),
    Signal.BLOCK_DAY: Measure(15, _WEAK, 0.15),
    Signal.BLOCK_AT_ONCE: Measure(8, _WEAK, 0.15),
    Signal.BLOCK_STOCK: Measure(40, _MIDDLE, 0.01),
    Signal.AGENT_HOUR: Measure(4, _WEAK, 0.1),
    Signal.AGENT_DAY: Measure(4, _WEAK, 0.1),
    Signal.AGENT_AT_ONCE: Measure(4, _WEAK, 0.1),
    Signal.AGENT_UNSOLD: Measure(8, _WEAK, 0.02),
    Signal.STOCK_SHARE: Measure(50, _MIDDLE, 0.05),
    Signal.RENEWALS_USED: Measure(80, _MIDDLE),
    Signal.EXTENDS_ALONE: Measure(8, _MIDDLE),
    Signal.TAKEN_AGAIN: Measure(3, _STRONG),
    Signal.HAND_TO_HAND: Measure(1, _STRONG, 0.65),
    Signal.AT_LIMIT: Measure(1, _WEAK, 0.05),
    Signal.REFUSED_UPDATES: Measure(2, _MIDDLE),
    Signal.BLOCKED_CHECKOUTS: Measure(3, _MIDDLE),
    Signal.ADDING_PACE: Measure(20, _STRONG),
    Signal.CHECKOUT_SECONDS: Measure(3, _STRONG),
    Signal.EVENNESS: Measure(14, _STRONG),
    Signal.DECLARED_BOT: Measure(1, _STRONG),
    Signal.NO_VIEWS: Measure(1, _MIDDLE),
    Signal.PRODUCT_BURST: Measure(5, _WEAK, 0.05),
    Signal.CART_VALUE: Measure(300, _WEAK, 0.0025),
    Signal.ITEM_COUNT: Measure(10, _WEAK),
}
"""Every signal that can be a reason; days that a visitor is known are none."""

AT_MOST = {
    Family.VISITOR: 3.0,
    Family.NETWORK: 3.0,
    Family.AGENT: 0.5,
    Family.HOLDING: 3.0,
    Family.PASSING_ON: 3.0,
    Family.LIMITS: 3.0,
    Family.PACE: 3.0,
    Family.RHYTHM: 3.0,
    Family.PROGRAM: 3.0,
    Family.BURST: 0.5,
    Family.OPEN: 0.5,
    Family.SIZE: 0.5,
}
"""The most that a family weighs, in powers of ten of rarity."""

BITS = {signal: bit for bit, signal in enumerate(Signal)}
"""The bit that stands for a signal in ``copy.scores.reasons``."""


def measure_columns() -> dict[str, list[object]]:
    """The columns of ``copy.measures``."""
    return {
        "signal": [signal.value for signal in MEASURES],
        "bit": [BITS[signal] for signal in MEASURES],
        "family": [signal.family.value for signal in MEASURES],
        "low": [signal.direction is Direction.LOW for signal in MEASURES],
        "bound": [measure.bound for measure in MEASURES.values()],
        "rarity": [measure.rarity for measure in MEASURES.values()],
        "step": [measure.step for measure in MEASURES.values()],
        "at_most": [AT_MOST[signal.family] for signal in MEASURES],
        "shared": [signal.family.shared for signal in MEASURES],
    }
