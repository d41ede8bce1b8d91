"""The words of the product: every status, risk level, event kind and session type, once.

Badges, filter choices, chart colours, help texts, the build's checks and the demo read them here.
A value that a copy holds and that no term names is shown as it is, in ``UNKNOWN_COLOUR``.
"""

from enum import StrEnum
from typing import Self

UNKNOWN_COLOUR = "#6b7280"
NOT_RECORDED = "not recorded"


class Term(StrEnum):
    """One word of the product: its value in the copy, and how it is shown and explained."""

    label: str
    colour: str
    icon: str
    meaning: str

    def __new__(cls, value: str, label: str, colour: str, icon: str, meaning: str) -> Self:
        """Make a member whose string value is what the copy stores."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.colour = colour
        member.icon = icon
        member.meaning = meaning
        return member

    @classmethod
    def named(cls, value: str | None) -> Self | None:
        """The member with this value, in any case, or None when no term names it."""
        if value is None:
            return None
        wanted = value.strip().lower()
        return next((member for member in cls if member.value.lower() == wanted), None)


class Status(Term):
    """Where a session stands."""

    ACTIVE = "Active", "Active", "#2563eb", "⏳", "The timer is running and the stock is held."
    CONVERTED = "Converted", "Converted", "#15803d", "✓", "The checkout was completed."
    EXPIRED = "Expired", "Expired", "#facc15", "⌛", "The timer ran out before a checkout."
    CANCELLED = (
        "Cancelled",
        "Cancelled",
        "#6b7280",
        "✕",
        "Ended by the system or by validation, not by the timer.",
    )


class Risk(Term):
    """How much concern a session gives, from the least to the most."""

    NORMAL = "Normal", "Normal", "#0f766e", "○", "No concern."
    MONITORED = "Monitored", "Monitored", "#4f46e5", "◔", "Watched for patterns."
    REVIEW = "Review", "Review", "#c2410c", "◑", "A person must look."
    RESTRICTED = "Restricted", "Restricted", "#b91c1c", "●", "Blocked or limited."


class SessionType(Term):
    """What kind of device, or machine, a session came from."""

    DESKTOP = "desktop", "Desktop", "#2563eb", "🖥", "A desktop or laptop browser."
    MOBILE = "mobile", "Mobile", "#15803d", "📱", "A phone."
    TABLET = "tablet", "Tablet", "#7c3aed", "▭", "A tablet."
    BOT = "bot", "Bot", "#b91c1c", "🤖", "A program that declares itself in its user agent."
    UNKNOWN = "unknown", "Unknown", "#6b7280", "❔", "The user agent says nothing, or is missing."


class EventKind(Term):
    """What happened at a moment in a session."""

    CREATED = "created", "Created", "#2563eb", "●", "The first item was reserved."
    ITEM_ADDED = "item_added", "Item added", "#15803d", "+", "A product was put into the cart."
    ITEM_UPDATED = (
        "item_updated",
        "Item updated",
        "#4f46e5",
        "±",
        "The quantity of a product was changed.",
    )
    ITEM_REMOVED = (
        "item_removed",
        "Item removed",
        "#c2410c",
        "−",
        "A product was taken out of the cart.",
    )
    RENEWED = (
        "renewed",
        "Renewed",
        "#0f766e",
        "↻",
        "The timer was restarted automatically; counted against the maximum.",
    )
    EXTENDED = "extended", "Extended", "#0f766e", "⏱", "The shopper pressed Extend."
    CHECKOUT_STARTED = (
        "checkout_started",
        "Checkout started",
        "#2563eb",
        "→",
        "The shopper went to the checkout.",
    )
    CHECKOUT_BLOCKED = (
        "checkout_blocked",
        "Checkout blocked",
        "#b91c1c",
        "⊘",
        "The checkout was refused.",
    )
    CONVERTED = "converted", "Converted", "#15803d", "✓", "The checkout was completed."
    EXPIRED = "expired", "Expired", "#a16207", "⌛", "The timer ran out and the stock went back."
    CANCELLED = (
        "cancelled",
        "Cancelled",
        "#6b7280",
        "✕",
        "The session was ended by the system or by validation.",
    )
    RISK_CHANGED = "risk_changed", "Risk changed", "#c2410c", "◑", "The risk level was changed."
    RESTRICTED = "restricted", "Restricted", "#b91c1c", "●", "The session was blocked or limited."
