"""What a search text means: a part of a cart token, network addresses, countries, or several."""

import re
from dataclasses import dataclass, replace
from ipaddress import IPv6Address, summarize_address_range

from data.addresses import address_ranges
from data.countries import countries_named, country_name
from data.terms import SessionType
from queries.facts import Facts, StoreFacts

_AROUND = " \t\r\n\v\f\u00a0\u200b\u200e\u200f\ufeff"
_LONGEST = 200
_NAMED_COUNTRIES = 3
_DOTS = re.compile(r"…|\.{2,}")
_ICONS = "|".join(re.escape(kind.icon) for kind in SessionType)
# A cell of the list as it is copied: the session type's icon, the token, then flag and country.
_ICON_FIRST = re.compile(rf"(?:{_ICONS})\ufe0f?\s+")
_FLAG_LAST = re.compile(r"\s+[\U0001f1e6-\U0001f1ff]{2}(?:\s*[A-Z]{2})?$")
_CODE_LAST = re.compile(r"\s+[A-Z]{2}$")


@dataclass(frozen=True)
class Search:
    """Everything that a search text can mean; a session that fits any of it is a hit.

    ``part``: in lower case, found anywhere in the cart token. ``ends``: in lower case, how a
    shortened cart token begins and how it ends. ``ranges``: inclusive ranges of address numbers.
    ``countries``: two-letter codes.
    """

    text: str
    part: str | None
    ends: tuple[str, str] | None
    ranges: tuple[tuple[int, int], ...]
    countries: tuple[str, ...]

    @property
    def means_nothing(self) -> bool:
        """Whether no session can be a hit."""
        return not (self.looks_at_tokens or self.ranges or self.countries)

    @property
    def looks_at_tokens(self) -> bool:
        """Whether cart tokens have to be read."""
        return self.part is not None or self.ends is not None

    def within(self, facts: Facts) -> "Search":
        """What is left of the meanings in a copy: those that its stores can answer at all.

        No hit is lost. A text with a character that no cart token has, or longer than all of
        them, is no part of one; addresses and countries that were never recorded match nothing.
        """
        stores = facts.stores
        countries = facts.countries
        return replace(
            self,
            part=self.part if _fits(self.part or "", stores) else None,
            ends=self.ends if self.ends and _fits("".join(self.ends), stores) else None,
            ranges=self.ranges if any(store.has_addresses for store in stores) else (),
            countries=tuple(code for code in self.countries if code in countries),
        )

    def sentence(self) -> str:
        """The meanings in words: 'with "cz" in the cart token or from Czechia'.

        Not escaped: it quotes the search text.
        """
        meanings = []
        if self.part is not None:
            meanings.append(f'with "{self.text}" in the cart token')
        if self.ends is not None:
            begins, finishes = self.ends
            parts = []
            if begins:
                parts.append(f'begins with "{begins}"')
            if finishes:
                parts.append(f'ends with "{finishes}"')
            meanings.append(f"whose cart token {' and '.join(parts)}")
        if self.ranges:
            meanings.append(f"from {self._addresses()}")
        if self.countries:
            meanings.append(f"from {_listed_countries(self.countries)}")
        return " or ".join(meanings) if meanings else f'that match "{self.text}"'

    def _addresses(self) -> str:
        if len(self.ranges) == 1:
            ((first, last),) = self.ranges
            if first == last:
                return f"IP {_address(first)}"
            blocks = list(summarize_address_range(IPv6Address(first), IPv6Address(last)))
            if len(blocks) == 1:
                mapped = blocks[0].network_address.ipv4_mapped
                if mapped is not None and blocks[0].prefixlen >= 96:
                    return f"IP {mapped}/{blocks[0].prefixlen - 96}"
                return f"IP {blocks[0]}"
        return f'an IP that begins with "{self.text}"'


def clean(text: str | None) -> str:
    """A search text without the blanks around it, and no longer than a search box takes."""
    if text is None:
        return ""
    # A lone half of a surrogate pair can be typed into a URL and stored nowhere.
    whole = text.encode("utf-8", "ignore").decode("utf-8")
    return whole.strip(_AROUND)[:_LONGEST].strip(_AROUND)


def read_search(text: str) -> Search | None:
    """Everything that a search text can mean, whatever a copy holds; None for an empty text."""
    text = clean(text)
    if not text:
        return None
    token = _ICON_FIRST.sub("", text, count=1) if _ICON_FIRST.match(text) else text
    token = _FLAG_LAST.sub("", token)
    shortened = _DOTS.search(token)
    if shortened is not None or token != text:
        token = _CODE_LAST.sub("", token)
    ends = None
    if shortened is not None:
        begins, *between, finishes = _DOTS.split(token)
        if not any(between) and (begins or finishes):
            ends = (_lower(begins), _lower(finishes))
    return Search(
        text=text,
        part=_lower(token if ends is None else text),
        ends=ends,
        ranges=address_ranges(text),
        countries=countries_named(text),
    )


def _lower(text: str) -> str:
    """Lower case letter by letter, as DuckDB's lower() has it."""
    return "".join("i" if letter == "İ" else letter.lower() for letter in text)


def _fits(part: str, stores: tuple[StoreFacts, ...]) -> bool:
    letters = set(part)
    return any(
        len(part) <= store.token_longest and letters <= store.token_characters for store in stores
    )


def _listed_countries(codes: tuple[str, ...]) -> str:
    names = sorted(country_name(code) for code in codes)
    if len(names) == 1:
        return names[0]
    if len(names) <= _NAMED_COUNTRIES:
        return f"{', '.join(names[:-1])} or {names[-1]}"
    first = ", ".join(names[:_NAMED_COUNTRIES])
    return f"{first} or {len(names) - _NAMED_COUNTRIES} more countries"


def _address(number: int) -> str:
    address = IPv6Address(number)
    return str(address.ipv4_mapped or address)
