"""The three stores of the demo: where they are, when and to whom they sell, how they reserve."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from zoneinfo import ZoneInfo

from data.demo.catalogue import KUMO, NORTHTRAIL, SOLEROOM, Product

DAYS = 90


@dataclass(frozen=True)
class Store:
    """One store.

    ``sessions``: how many it has in all. ``newsletter``: how many of them came since the newsletter
    of an hour ago. ``timer``: milliseconds that a reservation holds.
    ``conversion``: the chance that a shopper buys, before device, country and habit.
    ``hours`` and ``weekdays`` (from Monday): relative traffic in the store's own time zone.
    """

    name: str
    currency: str
    zone: ZoneInfo
    sessions: int
    newsletter: int
    timer: int
    max_renewals: int
    conversion: float
    home: str
    countries: Mapping[str, float]
    hours: tuple[int, ...]
    weekdays: tuple[float, ...]
    products: tuple[Product, ...]
    orders: str

    @cached_property
    def wanted(self) -> list[float]:
        """How much its products are wanted, added up along the catalogue."""
        return list(accumulate(product.weight for product in self.products))

    def product(self, title: str) -> Product:
        """The product with this title.

        Raises:
            StopIteration: the store does not sell it.
        """
        return next(product for product in self.products if product.title == title)


_MINUTE = 60_000

_NORTHTRAIL = Store(
    name="northtrail",
    currency="EUR",
    zone=ZoneInfo("Europe/Berlin"),
    sessions=3318,
    newsletter=30,
    timer=15 * _MINUTE,
    max_renewals=20,
    conversion=0.30,
    home="DE",
    countries={
        "DE": 52, "AT": 11, "CH": 8, "NL": 6, "FR": 5, "CZ": 4, "PL": 3.5, "IT": 3, "BE": 2.5,
        "DK": 2, "SE": 1.5, "NO": 1, "GB": 1, "ES": 0.9, "SI": 0.5, "LU": 0.4, "IE": 0.3,
        "FI": 0.3, "PT": 0.2,
    },
    hours=(
        9, 5, 3, 2, 2, 4, 11, 21, 31, 36, 39, 42,
        46, 41, 37, 36, 38, 44, 52, 61, 66, 60, 41, 21,
    ),
    weekdays=(1.15, 0.98, 0.95, 0.98, 0.76, 0.9, 1.36),
    products=NORTHTRAIL,
    orders="NT-",
)  # fmt: skip

_SOLEROOM = Store(
    name="soleroom",
    currency="USD",
    zone=ZoneInfo("America/New_York"),
    sessions=2584,
    newsletter=24,
    timer=10 * _MINUTE,
    max_renewals=20,
    conversion=0.24,
    home="US",
    countries={
        "US": 71, "CA": 9, "GB": 5, "MX": 3, "AU": 2.5, "DE": 1.5, "BR": 1.5, "FR": 1.2,
        "JP": 1, "KR": 0.8, "PH": 0.7, "SG": 0.5, "AE": 0.5, "ZA": 0.4, "NG": 0.4, "IN": 0.4,
    },
    hours=(
        22, 14, 9, 6, 4, 4, 8, 14, 21, 27, 33, 38,
        44, 41, 38, 39, 43, 47, 52, 58, 63, 61, 50, 35,
    ),
    weekdays=(0.82, 0.88, 0.93, 1.05, 1.26, 1.2, 1.02),
    products=SOLEROOM,
    orders="#",
)  # fmt: skip

_KUMO = Store(
    name="kumo",
    currency="JPY",
    zone=ZoneInfo("Asia/Tokyo"),
    sessions=115,
    newsletter=5,
    timer=20 * _MINUTE,
    max_renewals=12,
    conversion=0.30,
    home="JP",
    countries={"JP": 76, "TW": 6, "US": 5, "HK": 4, "KR": 3, "SG": 2, "FR": 2, "DE": 1, "TH": 1},
    hours=(
        12, 6, 3, 2, 2, 4, 9, 16, 20, 24, 28, 30,
        42, 36, 27, 25, 26, 28, 32, 41, 52, 58, 49, 28,
    ),
    weekdays=(0.92, 0.9, 0.95, 0.95, 1.0, 1.2, 1.25),
    products=KUMO,
    orders="KM",
)  # fmt: skip

STORES: Mapping[str, Store] = {store.name: store for store in (_NORTHTRAIL, _SOLEROOM, _KUMO)}
