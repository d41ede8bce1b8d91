"""Who shops in the demo: browsers with an id, a user agent, a country and addresses.

Addresses come only from ranges that nobody on the internet owns: the private ones (RFC 1918,
RFC 4193) and those kept for documentation (RFC 5737, RFC 3849).
"""

from dataclasses import dataclass
from ipaddress import IPv6Address
from random import Random
from uuid import UUID

from data.demo.stores import Store
from data.terms import SessionType

_BASE62 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_IPV6_DOCUMENTATION = 0x20010DB8
_MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) "
_WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64"
_KIT = "AppleWebKit/537.36 (KHTML, like Gecko) "


@dataclass(frozen=True, slots=True)
class Shopper:
    """What a store sees of one browser. None: the store did not learn it."""

    visitor_id: str | None
    session_type: SessionType
    user_agent: str | None
    ip: str | None
    country: str | None


@dataclass(frozen=True, slots=True)
class Visitor:
    """One browser that may come back, at times from a changed address."""

    visitor_id: str | None
    session_type: SessionType
    user_agent: str | None
    country: str
    network: str
    host: int

    def arrives(self, rng: Random) -> Shopper:
        """The visitor at one visit: some stores' records lack the address or the country."""
        ip: str | None = _address(self, rng)
        country: str | None = self.country
        if rng.random() < 0.014:
            ip = country = None
        elif rng.random() < 0.012:
            country = None
        return Shopper(self.visitor_id, self.session_type, self.user_agent, ip, country)


def new_visitor(store: Store, rng: Random, mobile: float = 0.54) -> Visitor:
    """Somebody who was not there before; `mobile` is the share of phones."""
    kind, agent = _device(rng, mobile)
    country = rng.choices(list(store.countries), list(store.countries.values()))[0]
    visitor = None if agent is None or rng.random() < 0.07 else visitor_name(store, rng)
    network = rng.choices(
        ("home", "home6", "carrier", "hosting", "shop", "company6"),
        (46, 30, 20 if kind is SessionType.MOBILE else 3, 1.6, 0.8, 0.8),
    )[0]
    return Visitor(visitor, kind, agent, country, network, rng.getrandbits(40))


def visitor_name(store: Store, rng: Random) -> str:
    """An id as this store's script gives to a browser."""
    if store.name == "northtrail":
        return f"{rng.getrandbits(64):016x}"
    if store.name == "soleroom":
        return str(UUID(int=rng.getrandbits(128), version=4))
    return "v_" + "".join(rng.choices(_BASE62, k=14))


def cart_token(rng: Random) -> str:
    """An opaque token in one of the forms that shops use."""
    form = rng.random()
    if form < 0.5:
        return f"{rng.getrandbits(128):032x}"
    if form < 0.78:
        return "".join(rng.choices(_BASE62, k=28))
    return str(UUID(int=rng.getrandbits(128), version=4))


def checkout_name(rng: Random) -> str:
    """An opaque id of a checkout."""
    return f"{rng.getrandbits(96):024x}"


def _address(visitor: Visitor, rng: Random) -> str:
    """Where a visitor comes from: a home keeps its address, a phone's carrier shares few."""
    host = visitor.host
    place = (ord(visitor.country[0]) * 31 + ord(visitor.country[1])) % 256
    match visitor.network:
        case "home":
            return f"10.{place}.{host % 256}.{1 + (host >> 8) % 254}"
        case "home6":
            # A household keeps its /64; a device takes a new address in it every time.
            site = _IPV6_DOCUMENTATION << 32 | place << 24 | host & 0xFFFFFF
            return str(IPv6Address(site << 64 | rng.getrandbits(64)))
        case "carrier":
            return f"172.{16 + place % 16}.{(host >> 8) % 3}.{1 + rng.randrange(48)}"
        case "hosting":
            return f"192.0.2.{129 + host % 120}"
        case "shop":
            return f"192.168.{10 + host % 4}.{20 + (host >> 8) % 6}"
        case _:
            return str(IPv6Address(0xFD00_5A1E << 96 | host % 5 << 64 | 1 + (host >> 8) % 40))


def _device(rng: Random, mobile: float) -> tuple[SessionType, str | None]:
    chance = rng.random()
    if chance < 0.018:
        return SessionType.UNKNOWN, None
    if chance < 0.018 + mobile:
        return SessionType.MOBILE, phone(rng)
    if chance < 0.07 + mobile:
        return SessionType.TABLET, tablet(rng)
    return SessionType.DESKTOP, desktop(rng)


def phone(rng: Random) -> str:
    """The user agent of a phone's browser."""
    if rng.random() < 0.52:
        system = rng.choice(("17_6_1", "18_5", "18_6_2", "26_0", "26_1"))
        version = system.replace("_", ".")
        return (
            f"Mozilla/5.0 (iPhone; CPU iPhone OS {system} like Mac OS X) AppleWebKit/605.1.15 "
            f"(KHTML, like Gecko) Version/{version} Mobile/15E148 Safari/604.1"
        )
    chrome = f"{_KIT}Chrome/{rng.randrange(138, 144)}.0.0.0 Mobile Safari/537.36"
    if rng.random() < 0.14:
        model = rng.choice(("SM-S921B", "SM-A556B", "SM-G991B"))
        return (
            f"Mozilla/5.0 (Linux; Android 14; {model}) {_KIT}"
            f"SamsungBrowser/{rng.choice(('27.0', '28.0'))} Chrome/125.0.0.0 Mobile Safari/537.36"
        )
    if rng.random() < 0.06:
        firefox = rng.randrange(140, 146)
        return (
            f"Mozilla/5.0 (Android 15; Mobile; rv:{firefox}.0) Gecko/{firefox}.0 "
            f"Firefox/{firefox}.0"
        )
    return f"Mozilla/5.0 (Linux; Android 10; K) {chrome}"


def tablet(rng: Random) -> str:
    """The user agent of a tablet's browser."""
    if rng.random() < 0.6:
        system = rng.choice(("16_7_10", "17_6", "18_5"))
        version = system.replace("_", ".")
        return (
            f"Mozilla/5.0 (iPad; CPU OS {system} like Mac OS X) AppleWebKit/605.1.15 "
            f"(KHTML, like Gecko) Version/{version} Mobile/15E148 Safari/604.1"
        )
    model = rng.choice(("SM-X210", "SM-X710", "Lenovo TB-X606F"))
    chrome = f"Chrome/{rng.randrange(138, 144)}.0.0.0 Safari/537.36"
    return f"Mozilla/5.0 (Linux; Android 13; {model}) {_KIT}{chrome}"


def desktop(rng: Random) -> str:
    """The user agent of a desktop browser."""
    chrome = f"Chrome/{rng.randrange(138, 144)}.0.0.0 Safari/537.36"
    form = rng.random()
    if form < 0.44:
        return f"{_WINDOWS}) {_KIT}{chrome}"
    if form < 0.57:
        return f"{_MAC}{_KIT}{chrome}"
    if form < 0.70:
        version = rng.choice(("17.6", "18.5", "18.6", "26.0"))
        return f"{_MAC}AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{version} Safari/605.1.15"
    if form < 0.83:
        edge = rng.randrange(138, 144)
        return f"{_WINDOWS}) {_KIT}Chrome/{edge}.0.0.0 Safari/537.36 Edg/{edge}.0.0.0"
    firefox = rng.randrange(140, 146)
    if form < 0.94:
        return f"{_WINDOWS}; rv:{firefox}.0) Gecko/20100101 Firefox/{firefox}.0"
    return f"Mozilla/5.0 (X11; Linux x86_64; rv:{firefox}.0) Gecko/20100101 Firefox/{firefox}.0"
