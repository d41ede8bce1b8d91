"""Made-up accounts of a shop, some of them frauds, with the truth about each.

They have the shape in which such data is often told: one session an account, from its sign-up to
its only purchase, with the device, the address and the browser's name, and no events. Half of the
frauds come in rings of one device and address that sign up within moments and buy at once; the
other half looks like everybody. A few innocent devices are shared by two. All of it is invented.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

_BROWSERS = ("Chrome", "Chrome", "Safari", "Firefox", "IE", "Opera")
_COUNTRIES = ("US", "US", "US", "CN", "JP", "GB", "DE", "FR", "BR", None)
_BEGINS = datetime(2025, 1, 1)
_DAY = 86_400
_SIGN_UP_DAYS = 230
_LONGEST_DAYS = 120


@dataclass(frozen=True)
class Shape:
    """How the accounts are made.

    ``frauds``: their share of all; ``in_rings``: the share of them in rings, whose members count
    ``ring`` from the fewest to the most, sign up ``apart`` seconds after each other and buy
    ``until_purchase`` seconds later. ``first_is_innocent``: each ring has taken its device from an
    innocent account. ``paired``: the share of innocent accounts that share a device with one other.
    """

    frauds: float = 0.094
    in_rings: float = 0.54
    ring: tuple[int, int] = (5, 20)
    apart: tuple[int, int] = (1, 8)
    until_purchase: tuple[int, int] = (1, 1)
    first_is_innocent: bool = True
    paired: float = 0.07
    with_device: bool = True
    with_address: bool = True
    with_agent: bool = True
    purchase_is_event: bool = False


@dataclass(frozen=True)
class _Account:
    signed_up: datetime
    bought: datetime
    device: str
    address: str
    fraud: bool


def write_accounts(folder: Path, count: int, shape: Shape) -> dict[str, bool]:
    """Write contract files of about so many accounts; returns whether each is a fraud, by token."""
    some = random.Random(1)
    accounts = _accounts(count, shape, some)
    some.shuffle(accounts)
    tokens = [f"{some.getrandbits(96):024x}" for _ in accounts]
    sessions: dict[str, list[object]] = {
        "cart_token": list(tokens),
        "started_at": [account.signed_up for account in accounts],
        "status": ["Converted"] * len(accounts),
        "currency": ["USD"] * len(accounts),
        "cart_value": [float(round(max(9, some.gauss(37, 18)))) for _ in accounts],
    }
    if not shape.purchase_is_event:
        sessions["ended_at"] = [account.bought for account in accounts]
    if shape.with_device:
        sessions["visitor_id"] = [account.device for account in accounts]
    if shape.with_address:
        sessions["ip"] = [account.address for account in accounts]
        sessions["country"] = [some.choice(_COUNTRIES) for _ in accounts]
    if shape.with_agent:
        sessions["user_agent"] = [some.choice(_BROWSERS) for _ in accounts]
    folder.mkdir(parents=True, exist_ok=True)
    pyarrow.parquet.write_table(pa.table(sessions), folder / "sessions.parquet")
    if shape.purchase_is_event:
        bought = [account.bought for account in accounts]
        events = {"cart_token": tokens, "at": bought, "kind": ["converted"] * len(accounts)}
        pyarrow.parquet.write_table(pa.table(events), folder / "events.parquet")
    return {token: account.fraud for token, account in zip(tokens, accounts, strict=True)}


def _accounts(count: int, shape: Shape, some: random.Random) -> list[_Account]:
    frauds = round(count * shape.frauds)
    in_rings = round(frauds * shape.in_rings)
    made: list[_Account] = []
    rings = 0
    while rings < in_rings:
        ring = _ring(shape, some)
        rings += sum(account.fraud for account in ring)
        made += ring
    made += [_alone(_device(some), some, fraud=True) for _ in range(frauds - in_rings)]
    for _ in range(round((count - len(made)) * shape.paired / 2)):
        device = _device(some)
        made += [_alone(device, some, fraud=False) for _ in range(2)]
    made += [_alone(_device(some), some, fraud=False) for _ in range(count - len(made))]
    return made


def _ring(shape: Shape, some: random.Random) -> list[_Account]:
    device, address = _device(some), _address(some)
    at = _BEGINS + timedelta(seconds=some.randrange(_SIGN_UP_DAYS * _DAY))
    ring = []
    for number in range(some.randint(*shape.ring)):
        innocent = shape.first_is_innocent and number == 0
        wait = some.randrange(3_600, _LONGEST_DAYS * _DAY)
        if not innocent:
            wait = some.randint(*shape.until_purchase)
        bought = at + timedelta(seconds=wait)
        ring.append(_Account(at, bought, device, address, not innocent))
        at += timedelta(seconds=some.randint(*shape.apart))
    return ring


def _alone(device: str, some: random.Random, *, fraud: bool) -> _Account:
    at = _BEGINS + timedelta(seconds=some.randrange(_SIGN_UP_DAYS * _DAY))
    bought = at + timedelta(seconds=some.randrange(20, _LONGEST_DAYS * _DAY))
    return _Account(at, bought, device, _address(some), fraud)


def _device(some: random.Random) -> str:
    return f"{some.getrandbits(52):013x}"


def _address(some: random.Random) -> str:
    first, *others = some.randrange(1, 224), *(some.randrange(256) for _ in range(3))
    return ".".join(map(str, (first, *others)))
