"""Parameters for the questions: many of each, taken from the copy itself, the same every time."""

import ipaddress
import random
from dataclasses import dataclass

from data.copy import Copy

ROUNDS = 21


@dataclass(frozen=True)
class Samples:
    """What to look for. All of it is there to be found, unless it says otherwise."""

    stores: list[str]
    tokens: list[tuple[str, str]]
    parts: list[str]
    addresses: list[str]
    networks: list[str]
    countries: list[str]
    codes: list[str]
    products: list[str]
    shares: list[float]


def take(copy: Copy) -> Samples:
    """Samples of a copy: tokens with their stores, parts of three letters, addresses, blocks.

    ``countries`` are texts to search for, ``codes`` and ``products`` what charts link by.
    ``shares`` are places in a list, from its beginning (0) to its end (1).
    """
    some = random.Random(1)
    (held,) = copy.connection.execute("select count(*) from sessions").fetchall()[0]
    numbers = sorted(some.sample(range(held), min(held, 40 * ROUNDS)))
    rows = copy.connection.execute(
        "select store, cart_token, ip from sessions where session_no in (select unnest($1))",
        [numbers],
    ).fetchall()
    some.shuffle(rows)
    addresses = [ip for _, _, ip in rows if ip is not None][:ROUNDS]
    stores = sorted({store for store, _, _ in rows})
    named = copy.connection.execute("select distinct product from products order by 1").fetchall()
    return Samples(
        stores=[some.choice(stores) for _ in range(ROUNDS)],
        tokens=[(store, token) for store, token, _ in rows[:ROUNDS]],
        parts=["".join(some.choices("0123456789abcdef", k=3)) for _ in range(ROUNDS)],
        addresses=addresses,
        networks=[_network(ip) for ip in addresses],
        countries=[
            some.choice(["CZ", "DE", "US", "GB", "Poland", "ke", "LVA"]) for _ in range(ROUNDS)
        ],
        codes=[some.choice(["CZ", "DE", "US", "GB", "PL"]) for _ in range(ROUNDS)],
        products=[some.choice(named)[0] for _ in range(ROUNDS)],
        shares=[some.random() for _ in range(ROUNDS)],
    )


def _network(address: str) -> str:
    length = 24 if ":" not in address else 48
    return str(ipaddress.ip_network((address, length), strict=False))
