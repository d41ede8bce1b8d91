"""The shoppers planted in the demo, playing their stories."""

from collections.abc import Iterator
from datetime import datetime
from random import Random

from data.demo.catalogue import Product, Variant
from data.demo.scene import DAY, HOUR, MINUTE, SECOND, Scene
from data.demo.session import Session
from data.demo.shoppers import Shopper, cart_token, checkout_name, desktop, phone
from data.demo.shopping import chance_to_buy, shop, wait
from data.demo.stores import DAYS, STORES, Store
from data.demo.stories import (
    COMEBACK_PRODUCT,
    COMEBACK_VISITOR,
    CRAWLER_ADDRESSES,
    CRAWLER_AGENTS,
    OFFICE_ADDRESS,
    OFFICE_VISITORS,
    RING_ADDRESSES,
    RING_PRODUCT,
    RING_VISITORS,
    SCRAPER_ADDRESSES,
    SCRAPER_AGENT,
)
from data.terms import Risk, SessionType

# Days ago and length of the ring's raids; the last one is still going on.
_RAIDS = (
    (71, 13 * HOUR), (52, 15 * HOUR), (33, 17 * HOUR), (19, 15 * HOUR), (8, 18 * HOUR),
    (3, 15 * HOUR), (0.55, DAY),
)  # fmt: skip
_RING_VARIANTS = ("US 9", "US 10")
_CRAWLS = {"northtrail": 58, "soleroom": 40, "kumo": 4}
_SCRAPES = {"northtrail": 16, "soleroom": 30}
_OFFICE_SESSIONS = 96
_OFFICE_HOURS = (8, 9, 9, 10, 10, 11, 12, 12, 12, 13, 13, 14, 15, 16, 16, 17)
_EVENING = (19, 20, 21)
_COMEBACK_DAYS = (61, 58, 51, 44, 40, 33, 26, 19, 12, 6, 2)


def planted_sessions(scene: Scene, rng: Random) -> Iterator[Session]:
    """Every session of the five stories."""
    yield from _ring(scene, rng)
    yield from _crawler(scene, rng)
    yield from _scraper(scene, rng)
    yield from _office(scene, rng)
    yield from _comeback(scene, rng)


def _session(scene: Scene, store: Store, shopper: Shopper, started: int, rng: Random) -> Session:
    return Session(scene, store, shopper, cart_token(rng), started, scene.now)


def _ring(scene: Scene, rng: Random) -> Iterator[Session]:
    """Six browsers on three addresses hold two sizes of a limited shoe, hand to hand."""
    store = STORES["soleroom"]
    product = store.product(RING_PRODUCT)
    agents = [desktop(rng), desktop(rng), phone(rng), desktop(rng)]
    members = [
        Shopper(
            visitor,
            SessionType.MOBILE if agents[number % 4] == agents[2] else SessionType.DESKTOP,
            agents[number % 4],
            RING_ADDRESSES[number % 3],
            "US",
        )
        for number, visitor in enumerate(RING_VISITORS)
    ]
    for raid, (days, length) in enumerate(_RAIDS):
        begins = scene.now - int(days * DAY) - rng.randrange(3 * HOUR)
        for chain, size in enumerate(_RING_VARIANTS):
            variant = next(kind for kind in product.variants if kind.name == size)
            started = begins + rng.randrange(90 * SECOND)
            last = started + length
            turn = raid + 3 * chain
            held = 0
            while started < min(last, scene.now):
                held += 1
                session = _session(scene, store, members[turn % 6], started, rng)
                freed = _hold(session, product, variant, held, raid, rng)
                yield session
                if freed is None:
                    break
                started = freed + rng.randrange(1_800, 8_500)
                turn += rng.choice((1, 1, 2))


def _hold(
    session: Session, product: Product, variant: Variant, held: int, raid: int, rng: Random
) -> int | None:
    """One member's turn: never a checkout. When the stock came free; None while it is held."""
    session.begin(product, variant, product.limit)
    if rng.random() < 0.3 and wait(session, rng, 0, rng.randrange(20 * SECOND, 90 * SECOND)):
        line = session.lines[product.product_id]
        session.change(session.at, line, product.limit + rng.choice((1, 2, 2)))
    most = session.store.max_renewals
    turns = most if rng.random() < 0.62 else rng.randrange(7, most)
    caught = 0.12 + 0.07 * raid
    while session.running and session.renewals < turns:
        if rng.random() < 0.05:
            session.extend(session.expires_at - rng.randrange(30 * SECOND, 80 * SECOND))
        session.renew(session.expires_at - rng.randrange(6 * SECOND, 40 * SECOND))
        at = session.at + rng.randrange(200, 900)
        reason = f"{session.renewals} renewals without a checkout"
        if session.renewals == 4 and rng.random() < 0.6:
            session.judge(at, Risk.MONITORED, reason)
        elif session.renewals == 9 and rng.random() < 0.55:
            session.judge(at, Risk.REVIEW, reason)
        elif held > 1 and session.renewals == 17 and rng.random() < caught:
            reason = f"the same item held {held} times in a row from one network"
            session.judge(at, Risk.RESTRICTED, reason)
            if rng.random() < 0.6:
                session.cancel(at + rng.randrange(SECOND, 5 * SECOND), "restricted: stock released")
            break
    if session.running and rng.random() < 0.3:
        pause = rng.randrange(20 * SECOND, session.store.timer - MINUTE)
        session.remove(session.at + pause, session.lines[product.product_id])
    released = session.at if not session.lines else None
    session.expire()
    return released or session.ended_at


def _crawler(scene: Scene, rng: Random) -> Iterator[Session]:
    """A search engine's crawler follows "add to cart" links, at its own even pace."""
    for name, count in _CRAWLS.items():
        store = STORES[name]
        step = (DAYS * DAY - 2 * HOUR) // count
        for number in range(count):
            started = scene.begins + number * step + rng.randrange(HOUR)
            address = rng.choice(CRAWLER_ADDRESSES)
            agent = rng.choice(CRAWLER_AGENTS)
            shopper = Shopper(None, SessionType.BOT, agent, address, "US")
            session = _session(scene, store, shopper, started, rng)
            first, *others = rng.sample(store.products, rng.choice((1, 1, 2, 3)))
            session.begin(first, first.variants[0], 1)
            for product in others:
                session.add(session.at + 12 * SECOND, product, product.variants[0], 1)
            if rng.random() < 0.4:
                session.judge(session.at + 300, Risk.MONITORED, "declared crawler")
            session.expire()
            yield session


def _scraper(scene: Scene, rng: Random) -> Iterator[Session]:
    """A price scraper empties the catalogue into carts at night, one product a second."""
    for name, count in _SCRAPES.items():
        store = STORES[name]
        nights = sorted(rng.sample(range(2, DAYS - 1), count))
        for night in nights:
            midnight = (scene.now // DAY - night) * DAY
            started = midnight + 2 * HOUR + rng.randrange(90 * MINUTE)
            address = rng.choice(SCRAPER_ADDRESSES)
            shopper = Shopper(None, SessionType.BOT, SCRAPER_AGENT, address, "NL")
            session = _session(scene, store, shopper, started, rng)
            _scrape(session, rng)
            yield session


def _scrape(session: Session, rng: Random) -> None:
    first, *others = rng.sample(session.store.products, rng.randrange(18, 38))
    session.begin(first, first.variants[0], 1)
    for number, product in enumerate(others, start=2):
        session.add(session.at + rng.randrange(960, 1_040), product, product.variants[0], 1)
        if number % 9 == 0:
            line = session.lines[product.product_id]
            session.change(session.at + rng.randrange(960, 1_040), line, 99)
    if rng.random() < 0.75:
        reason = f"{len(session.lines)} products in {(session.at - session.started_at) // 1000} s"
        session.judge(session.at + 400, Risk.REVIEW, reason)
        if rng.random() < 0.35:
            at = session.at + rng.randrange(20 * SECOND, 6 * MINUTE)
            session.judge(at, Risk.RESTRICTED, "declared scraper")
            session.cancel(
                session.at + rng.randrange(SECOND, 4 * SECOND), "restricted: stock released"
            )
    session.expire()


def _office(scene: Scene, rng: Random) -> Iterator[Session]:
    """Colleagues shop at work, each in their own browser, behind one address."""
    store = STORES["northtrail"]
    agents = [
        (SessionType.MOBILE, phone(rng)) if number % 3 == 0 else (SessionType.DESKTOP, desktop(rng))
        for number in range(len(OFFICE_VISITORS))
    ]
    busy: dict[int, int] = {}
    days = range(1, DAYS - 1)
    visits = sorted(
        _local(store, scene, rng, days, _OFFICE_HOURS, workday=True)
        for _ in range(_OFFICE_SESSIONS)
    )
    for started in visits:
        free = [who for who in range(len(agents)) if busy.get(who, 0) < started]
        who = rng.choice(free)
        kind, agent = agents[who]
        shopper = Shopper(OFFICE_VISITORS[who], kind, agent, OFFICE_ADDRESS, "DE")
        session = _session(scene, store, shopper, started, rng)
        shop(session, rng, chance_to_buy(session, returning=False))
        busy[who] = session.ended_at or session.expires_at
        yield session


def _local(
    store: Store, scene: Scene, rng: Random, days: range, hours: tuple[int, ...], *, workday: bool
) -> int:
    """A moment some days ago at an hour of the store's own clock; on Monday to Friday, if asked."""
    while True:
        ago = scene.now - rng.choice(days) * DAY
        local = datetime.fromtimestamp(ago / SECOND, store.zone)
        if workday and local.weekday() > 4:
            continue
        whole = ago - ago % HOUR
        return whole + (rng.choice(hours) - local.hour) * HOUR + rng.randrange(HOUR)


def _comeback(scene: Scene, rng: Random) -> Iterator[Session]:
    """One shopper reserves the same jacket again and again in the evenings, and buys at last."""
    store = STORES["northtrail"]
    product = store.product(COMEBACK_PRODUCT)
    variant = rng.choice(product.variants)
    shopper = Shopper(COMEBACK_VISITOR, SessionType.DESKTOP, desktop(rng), "10.83.4.19", "AT")
    for day in _COMEBACK_DAYS:
        evening = _local(store, scene, rng, range(day, day + 1), _EVENING, workday=False)
        session = _session(scene, store, shopper, evening, rng)
        session.begin(product, variant, 1)
        wait(session, rng, 0.3, rng.randrange(2 * MINUTE, 50 * MINUTE))
        if day == _COMEBACK_DAYS[-1]:
            session.start_checkout(session.at, checkout_name(rng))
            wait(session, rng, 0, rng.randrange(2 * MINUTE, 4 * MINUTE))
            session.convert(session.at)
        session.expire()
        yield session
