"""What is planted in the demo, by name: how to find it again in a copy.

Planted shoppers are known by their visitor ids, addresses or user agents, which are the same for
every seed. The awkward sessions are known by their tokens.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256


class Story(StrEnum):
    """Shoppers of the demo who do not behave as the others, and what they do."""

    RING = "hoarding ring"
    CRAWLER = "declared crawler"
    SCRAPER = "declared scraper"
    OFFICE = "office behind one address"
    COMEBACK = "comes back and buys"


class Awkward(StrEnum):
    """Sessions of the demo that a page must survive."""

    EMPTY = "an empty cart"
    FORTY_LINES = "a cart with 40 lines"
    SCRIPTS = "titles in other scripts"
    LONG_TITLE = "a title of 200 characters"
    HOSTILE = "titles that look like markup, formulas and code"
    BARE = "nothing but store, token and start"
    DISAGREES = "a recorded cart value that the lines do not add up to"
    TWO_STORES = "one token in two stores"


@dataclass(frozen=True)
class Trace:
    """What gives a story's sessions away: any one of these is enough."""

    visitors: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    agents: frozenset[str] = frozenset()


def _names(what: str, count: int) -> Iterator[str]:
    return (sha256(f"{what} {number}".encode()).hexdigest() for number in range(count))


RING_PRODUCT = "Meridian 88 “Tidepool”"
RING_VISITORS = tuple(
    f"{name[:8]}-{name[8:12]}-4{name[13:16]}-a{name[17:20]}-{name[20:32]}"
    for name in _names("ring", 6)
)
RING_ADDRESSES = ("198.51.100.66", "198.51.100.67", "198.51.100.71")
CRAWLER_AGENTS = (
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like "
    "Gecko) Chrome/141.0.7390.122 Mobile Safari/537.36 (compatible; Googlebot/2.1; "
    "+http://www.google.com/bot.html)",
)
CRAWLER_ADDRESSES = ("192.0.2.65", "192.0.2.66", "192.0.2.70", "2001:db8:4860:4801::21")
SCRAPER_AGENT = "PriceHarvestBot/2.3 (+https://priceharvest.example/about)"
SCRAPER_ADDRESSES = tuple(f"2001:db8:5ca1:e::{host:x}" for host in (0x10, 0x11, 0x12, 0x2F))
OFFICE_ADDRESS = "203.0.113.77"
OFFICE_VISITORS = tuple(name[:16] for name in _names("office", 24))
COMEBACK_VISITOR = next(_names("comeback", 1))[:16]
COMEBACK_PRODUCT = "Fjellvind 3L Shell Jacket"

TRACES = {
    Story.RING: Trace(visitors=frozenset(RING_VISITORS), addresses=frozenset(RING_ADDRESSES)),
    Story.CRAWLER: Trace(agents=frozenset(CRAWLER_AGENTS)),
    Story.SCRAPER: Trace(agents=frozenset({SCRAPER_AGENT})),
    Story.OFFICE: Trace(visitors=frozenset(OFFICE_VISITORS), addresses=frozenset({OFFICE_ADDRESS})),
    Story.COMEBACK: Trace(visitors=frozenset({COMEBACK_VISITOR})),
}

AWKWARD: dict[Awkward, str] = {
    name: token[:32] for name, token in zip(Awkward, _names("awkward", len(Awkward)), strict=True)
}
"""The cart token of each; the one of TWO_STORES stands in two stores."""


def story_of(visitor_id: str | None, ip: str | None, user_agent: str | None) -> Story | None:
    """The story that a session of the demo belongs to; None for everybody else."""
    for story, trace in TRACES.items():
        if visitor_id in trace.visitors or ip in trace.addresses or user_agent in trace.agents:
            return story
    return None
