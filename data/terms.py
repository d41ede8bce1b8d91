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


class AgentClass(StrEnum):
    """What a session's user agent declares itself to be."""

    label: str
    meaning: str

    def __new__(cls, value: str, label: str, meaning: str) -> Self:
        """Make a member whose string value is what the copy stores."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.meaning = meaning
        return member

    PERSON = "person", "Browser", "It declares no program."
    BOT = "bot", "Bot", "It declares a program that is none of the well-known crawlers."
    CRAWLER = (
        "good crawler",
        "Known crawler",
        "It declares a well-known crawler of a search engine, an archive or the like. Its address"
        " was not checked.",
    )


class Family(StrEnum):
    """Signals of one root: they rise and fall together, and count once, by the strongest.

    ``shared``: it rests on what unrelated people may share, or on no offence at all, and never
    suggests more than Monitored.
    """

    label: str
    shared: bool
    meaning: str

    def __new__(cls, value: str, label: str, shared: bool, meaning: str) -> Self:
        """Make a member whose string value is what the copy stores."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.shared = shared
        member.meaning = meaning
        return member

    VISITOR = "visitor", "Crowded visitor", False, "One browser or device opens many sessions."
    NETWORK = "network", "Crowded network", True, "Many sessions come from one address or network."
    AGENT = "agent", "Crowded user agent", True, "One user agent comes far more often than usual."
    HOLDING = "holding", "Holding stock", False, "Stock is kept on purpose, and not bought."
    PASSING_ON = "passing_on", "Passing stock on", False, "Stock is taken again once it is free."
    LIMITS = "limits", "At the limits", False, "The store's limits are reached and tried."
    PACE = "pace", "Faster than people", False, "Things happen faster than people act."
    RHYTHM = "rhythm", "Even as a clock", False, "Actions follow each other at equal distances."
    PROGRAM = "program", "A program", False, "What came says or shows that it is no browser."
    BURST = "burst", "Burst on a product", True, "Many sessions take one product in one minute."
    OPEN = "open", "Left open", True, "The cart is kept open as long as the timer allows."
    SIZE = "size", "Large cart", True, "The cart is large for this store."
    KNOWN = "known", "Known visitor", False, "The visitor comes back over weeks."


class Direction(StrEnum):
    """Which values of a signal are the suspicious ones."""

    HIGH = "high"
    LOW = "low"


_VELOCITY = "Velocity checks, as fraud desks count uses of one card, device or address"
_NAT = "Many people may share an address: offices, schools, mobile carriers (RFC 6269)."
_HOARDING = "Denial of inventory, OAT-021 of the OWASP Automated Threat Handbook"
_SCALPING = "Scalping, OAT-005 of the OWASP Automated Threat Handbook"
_EXPEDITING = "Expediting, OAT-006 of the OWASP Automated Threat Handbook"
_ROBOTS = "Web robots by their navigation, Tan and Kumar 2002, doi 10.1023/A:1013228602957"
_SHRUNKEN = "Shares drawn towards the usual where there are few cases (empirical Bayes)"
_BACK_AGAIN = "People who cannot decide, or who shop often, come back too."
_POPULAR = "A sale, a newsletter or a popular device brings many people at once."


class Signal(StrEnum):
    """One reason for a risk score: something measured of a session.

    ``unit`` follows a number ("12 sessions", "35%"). ``origin``: where the idea comes from.
    ``against``: what an innocent shopper may have done to look so.
    """

    label: str
    family: Family
    direction: Direction
    unit: str
    meaning: str
    origin: str
    against: str

    def __new__(
        cls,
        value: str,
        label: str,
        family: Family,
        unit: str,
        meaning: str,
        origin: str,
        against: str,
        direction: Direction = Direction.HIGH,
    ) -> Self:
        """Make a member whose string value is the code, and the column's name in the copy."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.family = family
        member.direction = direction
        member.unit = unit
        member.meaning = meaning
        member.origin = origin
        member.against = against
        return member

    VISITOR_HOUR = (
        "visitor_hour",
        "Sessions of the visitor in an hour",
        Family.VISITOR,
        "sessions",
        "Sessions that this visitor started within the hour up to this one, itself included.",
        _VELOCITY,
        _BACK_AGAIN,
    )
    VISITOR_DAY = (
        "visitor_day",
        "Sessions of the visitor in a day",
        Family.VISITOR,
        "sessions",
        "Sessions that this visitor started within the 24 hours up to this one, itself included.",
        _VELOCITY,
        _BACK_AGAIN,
    )
    VISITOR_WEEK = (
        "visitor_week",
        "Sessions of the visitor around this one",
        Family.VISITOR,
        "sessions",
        "Sessions that this visitor started within a week of this one, before and after it, itself"
        " included.",
        _VELOCITY,
        _BACK_AGAIN,
    )
    VISITOR_AT_ONCE = (
        "visitor_at_once",
        "Sessions of the visitor at once",
        Family.VISITOR,
        "sessions",
        "Sessions of this visitor that ran when this one started, itself included.",
        _VELOCITY,
        "A cart may be left open in one tab while another is filled.",
    )
    VISITOR_TOTAL = (
        "visitor_total",
        "Sessions of the visitor in all",
        Family.VISITOR,
        "sessions",
        "Sessions of this visitor in the whole copy, before and after this one.",
        _VELOCITY,
        _BACK_AGAIN,
    )
    VISITOR_COUNTRIES = (
        "visitor_countries",
        "Countries of the visitor",
        Family.VISITOR,
        "countries",
        "Countries that this visitor's sessions in the copy came from.",
        _VELOCITY,
        "Travellers and users of a VPN change countries.",
    )
    VISITOR_AGENTS = (
        "visitor_agents",
        "User agents of the visitor",
        Family.VISITOR,
        "user agents",
        "User agents of this visitor's sessions in the copy, leaving versions aside.",
        _VELOCITY,
        "A site's app and its pages may share a visitor id.",
    )
    VISITOR_UNSOLD = (
        "visitor_unsold",
        "Carts the visitor gave up",
        Family.VISITOR,
        "percentage points",
        "By how much the share of this visitor's carts that ended without a purchase exceeds the"
        " store's, after adding 20 usual carts.",
        f"{_HOARDING}. {_SHRUNKEN}",
        _BACK_AGAIN,
    )
    IP_HOUR = (
        "ip_hour",
        "Sessions of the IP in an hour",
        Family.NETWORK,
        "sessions",
        "Sessions that started from this IP within the hour up to this one, itself included.",
        _VELOCITY,
        _NAT,
    )
    IP_DAY = (
        "ip_day",
        "Sessions of the IP in a day",
        Family.NETWORK,
        "sessions",
        "Sessions that started from this IP within the 24 hours up to this one, itself included.",
        _VELOCITY,
        _NAT,
    )
    IP_AT_ONCE = (
        "ip_at_once",
        "Sessions of the IP at once",
        Family.NETWORK,
        "sessions",
        "Sessions from this IP that ran when this one started, itself included.",
        _VELOCITY,
        _NAT,
    )
    IP_TOTAL = (
        "ip_total",
        "Sessions of the IP in all",
        Family.NETWORK,
        "sessions",
        "Sessions from this IP in the whole copy, before and after this one.",
        _VELOCITY,
        _NAT,
    )
    IP_AGENTS = (
        "ip_agents",
        "User agents of the IP",
        Family.NETWORK,
        "user agents",
        "User agents of the sessions from this IP in the copy.",
        _VELOCITY,
        _NAT,
    )
    IP_UNSOLD = (
        "ip_unsold",
        "Carts given up from the IP",
        Family.NETWORK,
        "percentage points",
        "By how much the share of carts from this IP that ended without a purchase exceeds the"
        " store's, after adding 20 usual carts.",
        f"{_HOARDING}. {_SHRUNKEN}",
        _NAT,
    )
    BLOCK_HOUR = (
        "block_hour",
        "Sessions of the network in an hour",
        Family.NETWORK,
        "sessions",
        "Sessions that started from this IP's /24 (IPv4) or /64 (IPv6) within the hour up to this"
        " one, itself included.",
        _VELOCITY,
        _NAT,
    )
    BLOCK_DAY = (
        "block_day",
        "Sessions of the network in a day",
        Family.NETWORK,
        "sessions",
        "Sessions that started from this IP's /24 (IPv4) or /64 (IPv6) within the 24 hours up to"
        " this one, itself included.",
        _VELOCITY,
        _NAT,
    )
    BLOCK_AT_ONCE = (
        "block_at_once",
        "Sessions of the network at once",
        Family.NETWORK,
        "sessions",
        "Sessions from this IP's /24 (IPv4) or /64 (IPv6) that ran when this one started, itself"
        " included.",
        _VELOCITY,
        _NAT,
    )
    BLOCK_STOCK = (
        "block_stock",
        "Share of a product held by the network",
        Family.NETWORK,
        "%",
        "Share of a product's reserved unit-minutes on a day that sessions from this IP's /24"
        " (IPv4) or /64 (IPv6) held. Others count as twenty usual holds at least.",
        _HOARDING,
        _NAT,
    )
    AGENT_HOUR = (
        "agent_hour",
        "Rush of the user agent in an hour",
        Family.AGENT,
        "times the usual",
        "How often this user agent came within the hour up to this session, against its usual"
        " hour.",
        _VELOCITY,
        _POPULAR,
    )
    AGENT_DAY = (
        "agent_day",
        "Rush of the user agent in a day",
        Family.AGENT,
        "times the usual",
        "How often this user agent came within the 24 hours up to this session, against its usual"
        " day.",
        _VELOCITY,
        _POPULAR,
    )
    AGENT_AT_ONCE = (
        "agent_at_once",
        "Rush of the user agent at once",
        Family.AGENT,
        "times the usual",
        "How many sessions of this user agent ran when this one started, against what is usual.",
        _VELOCITY,
        _POPULAR,
    )
    AGENT_UNSOLD = (
        "agent_unsold",
        "Carts given up with the user agent",
        Family.AGENT,
        "percentage points",
        "By how much the share of carts of this user agent that ended without a purchase exceeds"
        " the store's, after adding 20 usual carts.",
        f"{_HOARDING}. {_SHRUNKEN}",
        "On some devices people look and buy on others; a checkout may be broken there.",
    )
    STOCK_SHARE = (
        "stock_share",
        "Share of a product held",
        Family.HOLDING,
        "%",
        "Share of a product's reserved unit-minutes on a day that this visitor held (without a"
        " visitor id: this session). Others count as twenty usual holds at least.",
        _HOARDING,
        "One large cart for a party or a firm holds much of a product.",
    )
    RENEWALS_USED = (
        "renewals_used",
        "Renewals used up without checkout",
        Family.OPEN,
        "%",
        "Renewals of the timer in percent of their maximum, of a session that never reached the"
        " checkout.",
        _HOARDING,
        "Renewals are automatic: a page left open overnight uses them up.",
    )
    EXTENDS_ALONE = (
        "extends_alone",
        "Manual extends without checkout",
        Family.HOLDING,
        "extends",
        "How often the shopper pressed Extend and never reached the checkout.",
        _HOARDING,
        "Somebody who hesitates presses Extend too.",
    )
    TAKEN_AGAIN = (
        "taken_again",
        "Same product taken again",
        Family.PASSING_ON,
        "times",
        "How often this visitor took one product again within two minutes of losing it.",
        _HOARDING,
        "Whoever lost the cart to the timer wants it back.",
    )
    HAND_TO_HAND = (
        "hand_to_hand",
        "Stock passed hand to hand",
        Family.PASSING_ON,
        "times",
        "How often this session took stock within ten seconds of its release by another session"
        " of the same network or rare user agent, or had its own taken so.",
        _HOARDING,
        "Two people of one household may want the same product at the same time.",
    )
    AT_LIMIT = (
        "at_limit",
        "Products held at their limit",
        Family.SIZE,
        "products",
        "Products of which the session held as many units as anybody ever does.",
        _SCALPING,
        "A limit of two is soon reached by a couple.",
    )
    REFUSED_UPDATES = (
        "refused_updates",
        "Changes refused",
        Family.LIMITS,
        "changes",
        "Changes of a quantity that the store refused, by the words of the event.",
        _SCALPING,
        "The limit may not be written beside the product.",
    )
    BLOCKED_CHECKOUTS = (
        "blocked_checkouts",
        "Checkouts blocked",
        Family.LIMITS,
        "checkouts",
        "How often the session's checkout was refused.",
        "Carding, OAT-001 of the OWASP Automated Threat Handbook",
        "Cards are declined, and payment pages fail, for anybody.",
    )
    ADDING_PACE = (
        "adding_pace",
        "Items added per minute",
        Family.PACE,
        "a minute",
        "Items added per minute from the first to the last, of five or more.",
        _EXPEDITING,
        "A button that orders the last cart again adds everything at once.",
    )
    CHECKOUT_SECONDS = (
        "checkout_seconds",
        "Seconds from start to checkout",
        Family.PACE,
        "seconds",
        "Seconds from the start of the session to its checkout or purchase.",
        _EXPEDITING,
        "A button that buys at once skips the cart.",
        Direction.LOW,
    )
    EVENNESS = (
        "evenness",
        "Even gaps between actions",
        Family.RHYTHM,
        "%",
        "How much the gaps between the shopper's own actions vary (coefficient of variation, of"
        " five gaps or more); renewals are automatic and left out.",
        _ROBOTS,
        "Five gaps may be alike by chance.",
        Direction.LOW,
    )
    DECLARED_BOT = (
        "declared_bot",
        "Declared bot",
        Family.PROGRAM,
        "(1: yes, 0: no)",
        "The user agent, or the source, says that it is a program, and no well-known crawler.",
        _ROBOTS,
        "Price comparison and accessibility tools are programs too.",
    )
    NO_VIEWS = (
        "no_views",
        "No product looked at",
        Family.PROGRAM,
        "(1: yes, 0: no)",
        "The session reserved without looking at any product, in a store that records views.",
        _ROBOTS,
        "A link in a letter may lead straight into the cart; a blocker may hide views.",
    )
    PRODUCT_BURST = (
        "product_burst",
        "Rush on a product in a minute",
        Family.BURST,
        "times the usual",
        "Sessions that took one product within the minute up to this one, against its usual"
        " minute.",
        _SCALPING,
        _POPULAR,
    )
    CART_VALUE = (
        "cart_value",
        "Cart value",
        Family.SIZE,
        "% of the median",
        "The cart's value in percent of the median in this store and currency.",
        "Order amounts, as fraud desks look at them first",
        "Good customers have large carts.",
    )
    ITEM_COUNT = (
        "item_count",
        "Items in the cart",
        Family.SIZE,
        "items",
        "Units in the cart.",
        _SCALPING,
        "Good customers have large carts.",
    )
    KNOWN_DAYS = (
        "known_days",
        "Days the visitor is known",
        Family.KNOWN,
        "days",
        "Days between this session and the first or last of its visitor in the copy, whichever is"
        " farther. It speaks for the session: from a week on it takes a little weight off.",
        "Age of a device or account, as reputation systems count it",
        "Whoever plans far ahead may keep a device for weeks.",
    )
