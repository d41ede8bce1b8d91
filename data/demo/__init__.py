"""Believable stores from a seed, for trying and showing the dashboard without anybody's data."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from random import Random

from data.demo.awkward import awkward_sessions
from data.demo.catalogue import Product
from data.demo.planted import planted_sessions
from data.demo.scene import (
    HOUR,
    MINUTE,
    SALE_STORE,
    SECOND,
    Scene,
    arrivals,
    sale_arrivals,
    scene_at,
)
from data.demo.session import Session
from data.demo.shoppers import Shopper, Visitor, cart_token, new_visitor
from data.demo.shopping import chance_to_buy, shop
from data.demo.stores import STORES, Store
from data.demo.write import write_files
from data.terms import Status

_COMES_BACK = 0.3
_AT_ONCE = 0.05
_WANTS_IT_STILL = 0.6
_NEWSLETTER_AGO = 75 * MINUTE
_RUNNING_OUT = 2
_FIRST_ORDER = 20418


def write_demo(folder: Path, *, seed: int, now: datetime) -> None:
    """Write the demo as the contract's files, the same bytes for the same seed and time.

    The stores' last 90 days before `now`; sessions that have not ended by then are Active.

    Raises:
        ValueError: `now` has no zone.
        OSError: the folder or a file in it cannot be written.
    """
    if now.tzinfo is None:
        raise ValueError("the demo's time needs a zone")
    rng = Random(seed)
    scene = scene_at(now)
    sessions = [*planted_sessions(scene, rng), *awkward_sessions(scene, rng)]
    for store in STORES.values():
        sessions += _newsletter(scene, store, rng)
        told = sum(session.store is store for session in sessions)
        sessions += _ordinary(scene, store, store.sessions - told, rng)
    _number_orders(sessions)
    sessions.sort(key=lambda session: (session.started_at, session.store.name, session.token))
    write_files(folder, sessions)


def _ordinary(scene: Scene, store: Store, count: int, rng: Random) -> Iterator[Session]:
    """A store's ordinary sessions, those of its sale among them.

    Some visitors come back another day, some the moment that their timer has run out.
    """
    sale = sale_arrivals(scene, rng) if store.name == SALE_STORE else []
    visitors: list[Visitor] = []
    busy: list[int] = []
    left: list[Product] = []
    lost: int | None = None
    for started in sorted([*arrivals(store, scene, count - len(sale), rng), *sale]):
        who = rng.randrange(len(visitors)) if visitors else 0
        returning = rng.random() < _COMES_BACK and who < len(visitors) and busy[who] < started
        if lost is not None and busy[lost] < started - HOUR and rng.random() < _AT_ONCE:
            who, returning = lost, True
            started = busy[who] + rng.randrange(6 * SECOND, 9 * MINUTE)
        if not returning:
            who = len(visitors)
            visitors.append(new_visitor(store, rng))
            busy.append(0)
            left.append(store.products[0])
        shopper = visitors[who].arrives(rng)
        session = Session(scene, store, shopper, cart_token(rng), started, scene.now)
        wanted = left[who] if returning and rng.random() < _WANTS_IT_STILL else None
        shop(session, rng, chance_to_buy(session, returning=returning), wanted)
        busy[who] = session.ended_at or session.expires_at
        if session.lines:
            left[who] = next(iter(session.lines.values())).product
        lost = who if session.status is Status.EXPIRED else None
        yield session


def _newsletter(scene: Scene, store: Store, rng: Random) -> Iterator[Session]:
    """Who came since the newsletter went out: many of them are still shopping.

    A few are about to run out of time, and one has just begun, whatever the seed.
    """
    for number in range(store.newsletter):
        while True:
            shopper = new_visitor(store, rng).arrives(rng)
            token, habit = cart_token(rng), rng.getrandbits(64)
            age = rng.randrange(_NEWSLETTER_AGO)
            if number == 0:
                age = rng.randrange(5 * SECOND, 50 * SECOND)
            elif number <= _RUNNING_OUT:
                whole = _played(scene, store, shopper, token, scene.begins, habit)
                length = (whole.ended_at or scene.begins) - scene.begins
                age = max(0, length - rng.randrange(25 * SECOND, 2 * MINUTE))
            session = _played(scene, store, shopper, token, scene.now - age, habit)
            if number > _RUNNING_OUT or session.status is Status.ACTIVE:
                yield session
                break


def _played(
    scene: Scene, store: Store, shopper: Shopper, token: str, started: int, habit: int
) -> Session:
    """A session in which all that is left to chance comes from its `habit`."""
    session = Session(scene, store, shopper, token, started, scene.now)
    shop(session, Random(habit), chance_to_buy(session, returning=False))
    return session


def _number_orders(sessions: list[Session]) -> None:
    """Give orders their numbers, in the order of time in each store."""
    sold = [session for session in sessions if session.status is Status.CONVERTED]
    sold.sort(key=lambda session: (session.at, session.token))
    for store in STORES.values():
        orders = (session for session in sold if session.store is store)
        for number, session in enumerate(orders, start=_FIRST_ORDER):
            session.name_order(f"{store.orders}{number}")
