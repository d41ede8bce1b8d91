"""When the demo's shoppers come: the rhythm of days and weeks, the flash sale, the trouble.

A moment is a whole number of milliseconds since 1970-01-01T00:00Z.
"""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import accumulate
from random import Random

from data.demo.catalogue import Product
from data.demo.stores import DAYS, STORES, Store

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

SALE_STORE = "soleroom"
SALE_SESSIONS = 320
SALE_TITLES = frozenset({
    "Halfpipe Low", "Cadence Runner 4", "Courtside ’91", "Night Market Hoodie", "Slipform Clog",
})  # fmt: skip
TROUBLE_STORE = "northtrail"
TROUBLE_DAYS = 7

_FRIDAY = 4
_SALE_ABOUT_DAYS_AGO = 26
_SALE_BEGINS = time(19)
_SALE_LASTS = 3 * HOUR
# Prices in the sale: three quarters.
_SALE_PRICE = (3, 4)


@dataclass(frozen=True)
class Scene:
    """The time that the demo tells of, and what happened to whole stores in it.

    ``sale_begins`` to ``sale_ends``: the flash sale of ``SALE_STORE``. ``trouble_begins``: since
    then, the payment page of ``TROUBLE_STORE`` hardly ever opens on phones.
    """

    begins: int
    now: int
    sale_begins: int
    sale_ends: int
    trouble_begins: int

    def price(self, store: Store, product: Product, at: int) -> int:
        """What a unit costs at this moment, in minor units."""
        if product.title in SALE_TITLES and self.on_sale(store, at):
            return product.price * _SALE_PRICE[0] // _SALE_PRICE[1]
        return product.price

    def on_sale(self, store: Store, at: int) -> bool:
        """Whether this store's flash sale is on."""
        return store.name == SALE_STORE and self.sale_begins <= at < self.sale_ends

    def in_trouble(self, store: Store, at: int) -> bool:
        """Whether this store's payment page fails on phones."""
        return store.name == TROUBLE_STORE and at >= self.trouble_begins


def moment(when: datetime) -> int:
    """A time with a zone as a moment."""
    return (when - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def scene_at(now: datetime) -> Scene:
    """The scene of the 90 days before this time, which has a zone."""
    zone = STORES[SALE_STORE].zone
    day = now.astimezone(zone).date() - timedelta(days=_SALE_ABOUT_DAYS_AGO)
    friday = day - timedelta(days=(day.weekday() - _FRIDAY) % 7)
    sale = moment(datetime.combine(friday, _SALE_BEGINS, tzinfo=zone))
    told = moment(now)
    return Scene(
        begins=told - DAYS * DAY,
        now=told,
        sale_begins=sale,
        sale_ends=sale + _SALE_LASTS,
        trouble_begins=told - TROUBLE_DAYS * DAY,
    )


def arrivals(store: Store, scene: Scene, count: int, rng: Random) -> list[int]:
    """When `count` ordinary shoppers of a store come, in order.

    By the store's hours and weekdays in its own zone, a slow growth, and days that differ.
    """
    slots = range(scene.begins, scene.now, HOUR)
    luck: dict[int, float] = {}
    weights = []
    for slot in slots:
        local = datetime.fromtimestamp(slot / SECOND, store.zone)
        day = local.toordinal()
        if day not in luck:
            luck[day] = rng.lognormvariate(0.0, 0.12)
        growth = 1 + 0.35 * (slot - scene.begins) / (scene.now - scene.begins)
        weights.append(
            store.hours[local.hour] * store.weekdays[local.weekday()] * luck[day] * growth
        )
    totals = list(accumulate(weights))
    return sorted(
        slots[bisect_left(totals, rng.random() * totals[-1])] + rng.randrange(HOUR)
        for _ in range(count)
    )


def sale_arrivals(scene: Scene, rng: Random) -> list[int]:
    """When the shoppers of the flash sale come: most of them at once, then fewer and fewer."""
    length = scene.sale_ends - scene.sale_begins
    return sorted(
        scene.sale_begins + int(length * rng.betavariate(1.0, 2.6)) for _ in range(SALE_SESSIONS)
    )
