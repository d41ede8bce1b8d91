"""Network addresses as numbers, so that every search for one is a BETWEEN.

An address is a number of 128 bits (UHUGEINT in the copy). IPv4 lies in the IPv4-mapped range
``::ffff:0:0/96`` (RFC 4291, section 2.5.5.2), so that both families share one line and
``::ffff:203.0.113.5`` is the same visitor as ``203.0.113.5``.
"""

import ipaddress
import re

_MAPPED = 0xFFFF << 32
_LONGEST_TEXT = 100
_OCTET = re.compile(r"0|[1-9][0-9]{0,2}")
_GROUP = re.compile(r"[0-9A-Fa-f]{1,4}")


def address_number(text: str | None) -> int | None:
    """The address as a number of 128 bits; None when the text is no single address.

    Upper case, uncompressed and bracketed spellings are understood. A zone ("%eth0") means
    something on one machine only and is left out.
    """
    address = _address(text)
    return None if address is None else _number(address)


def canonical_address(text: str | None) -> str | None:
    """The one spelling that is shown: dotted IPv4, or IPv6 compressed in lower case (RFC 5952).

    An IPv4-mapped address is shown as IPv4. None when the text is no single address.
    """
    address = _address(text)
    return None if address is None else str(address)


def network_of(text: str | None) -> str | None:
    """The network that is likely one site: the /24 of an IPv4, the /64 of an IPv6 address.

    Written as a block, "203.0.113.0/24". None when the text is no single address.
    """
    address = _address(text)
    if address is None:
        return None
    length = 24 if address.version == 4 else 64
    return str(ipaddress.ip_network((address, length), strict=False))


def address_ranges(text: str | None) -> tuple[tuple[int, int], ...]:
    """The inclusive ranges of address numbers that a search text means, at most three.

    A whole address means itself; a block ("203.0.113.7/24") all of its addresses, whatever the
    host bits say. An IPv4 beginning needs a dot: "203.0.113." ends an octet, "203.0.11" may go
    on inside it (11, and 110 to 119). An IPv6 beginning needs a colon and names whole groups:
    "2001:db8", "2001:db8:" and "2001:db8::" all mean 2001:db8::/32.
    Empty when the text is none of these.
    """
    bare = _bare(text)
    if bare is None:
        return ()
    if "/" in bare:
        return _block(bare)
    if bare.endswith("::") and bare != "::":
        return _groups(bare.removesuffix("::"))
    address = _address(bare)
    if address is not None:
        number = _number(address)
        return ((number, number),)
    tail = bare.lower().removeprefix("::ffff:")
    if "." in tail:
        return _octets(tail)
    if ":" in bare:
        return _groups(bare.removesuffix(":"))
    return ()


def _bare(text: str | None) -> str | None:
    if text is None or len(text) > _LONGEST_TEXT:
        return None
    bare = text.strip()
    if bare.startswith("["):
        inside, closing, after = bare[1:].partition("]")
        if not closing or ":" not in inside or (after and not after.startswith("/")):
            return None
        return inside + after
    return bare


def _address(text: str | None) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    bare = _bare(text)
    if bare is None:
        return None
    try:
        address = ipaddress.ip_address(bare)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv4Address):
        return address
    return address.ipv4_mapped or ipaddress.IPv6Address(int(address))


def _number(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> int:
    return int(address) | _MAPPED if address.version == 4 else int(address)


def _block(text: str) -> tuple[tuple[int, int], ...]:
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        return ()
    return ((_number(network[0]), _number(network[-1])),)


def _octets(text: str) -> tuple[tuple[int, int], ...]:
    *whole, last = text.split(".")
    if not 1 <= len(whole) <= 3 or not all(_is_octet(octet) for octet in whole):
        return ()
    start = 0
    for octet in whole:
        start = start << 8 | int(octet)
    if last == "":
        return (_mapped_range(start, start, len(whole)),)
    if len(whole) == 3 or not _is_octet(last):
        return ()
    ranges = []
    for first, final in _continuations(int(last)):
        ranges.append(_mapped_range(start << 8 | first, start << 8 | final, len(whole) + 1))
    return tuple(ranges)


def _is_octet(text: str) -> bool:
    return _OCTET.fullmatch(text) is not None and int(text) <= 255


def _continuations(begun: int) -> list[tuple[int, int]]:
    """The octets whose digits begin with those of `begun`, as runs; no octet begins with 0."""
    runs = [(begun, begun)]
    for digits in (10, 100):
        first = begun * digits
        if 0 < first <= 255:
            runs.append((first, min(first + digits - 1, 255)))
    return runs


def _mapped_range(first: int, final: int, octets: int) -> tuple[int, int]:
    free = 8 * (4 - octets)
    return _MAPPED | first << free, _MAPPED | (final + 1 << free) - 1


def _groups(text: str) -> tuple[tuple[int, int], ...]:
    groups = text.split(":")
    if not 1 <= len(groups) <= 7 or not all(_GROUP.fullmatch(group) for group in groups):
        return ()
    start = 0
    for group in groups:
        start = start << 16 | int(group, 16)
    free = 16 * (8 - len(groups))
    return ((start << free, (start + 1 << free) - 1),)
