"""The funnel: how far sessions came, and what was lost at each step."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from queries.overview.asked import Asked
from queries.overview.statistics import Rate
from queries.overview.tally import Tally

# With so large a part unknown, a share is right to a point.
_MOST_UNKNOWN = 0.01


class Step(StrEnum):
    """How far a session came; each step lies within the one before."""

    label: str
    meaning: str

    def __new__(cls, value: str, label: str, meaning: str) -> Self:
        """Make a member: its value, how it reads, and what it says of a session."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.meaning = meaning
        return member

    RESERVED = "reserved", "Reserved", "Every session: an item was reserved."
    KEPT = (
        "kept",
        "Kept an item",
        "The cart held an item to the end (an active one: holds one now), or came to the checkout.",
    )
    CHECKOUT = "checkout", "Checkout started", "The shopper went to the checkout."
    CONVERTED = "converted", "Converted", "The checkout was completed."


@dataclass(frozen=True)
class FunnelStep:
    """A step of the funnel.

    ``reached``: sessions that came this far; None where the source records nothing of this step.
    ``unknown``: sessions of which it is not recorded, though it is of others.
    ``of_all``: those that came this far, of all of which it is known; None where it is not known of
    so many that a share would say little: then at least ``reached`` came this far.
    ``of_before``: of those that came to the last step before that has a share, ``lost`` how many
    did not come on; None where that is not known of all.
    """

    step: Step
    reached: int | None
    unknown: int = 0
    lost: int | None = None
    of_all: Rate | None = None
    of_before: Rate | None = None


def funnel(asked: Asked) -> tuple[FunnelStep, ...]:
    """The steps in order. A step that is not recorded is skipped over by the one after it.

    So is one that more than a hundredth of the sessions don't tell. Whoever converted is known to
    have come to each step, so those of which it is recorded came further than the others did.
    """
    total, sessions = asked.total, asked.total.sessions
    # Where some sessions tell no status, they count as not converted, as in the list.
    converted = (total.converted, 0) if total.is_told else (None, sessions)
    found = [FunnelStep(Step.RESERVED, sessions, of_all=Rate(sessions, sessions))]
    before = sessions
    for step, reached, unknown in (
        (Step.KEPT, *_known(asked, "kept")),
        (Step.CHECKOUT, *_known(asked, "reached_checkout")),
        (Step.CONVERTED, *converted),
    ):
        if reached is None:
            found.append(FunnelStep(step, None, unknown))
            continue
        if unknown > _MOST_UNKNOWN * sessions:
            found.append(FunnelStep(step, reached, unknown))
            continue
        lost = of_before = None
        if before == sessions:
            lost = sessions - unknown - reached
            of_before = Rate(reached, sessions - unknown)
        elif not unknown:
            lost, of_before = before - reached, Rate(reached, before)
        of_all = Rate(reached, sessions - unknown)
        found.append(FunnelStep(step, reached, unknown, lost, of_all, of_before))
        before = reached
    return tuple(found)


def _known(asked: Asked, dimension: str) -> tuple[int | None, int]:
    """Sessions of which it is true, and those of which it is not recorded."""
    rows = asked.breakdowns.get(dimension, ())
    sessions = {row["value"]: Tally.of(row).sessions for row in rows}
    unknown = sessions.get(None, 0)
    # Whoever converted was at the checkout, whatever the source records.
    recorded = "false" in sessions or not unknown
    return (sessions.get("true", 0) if recorded else None), unknown
