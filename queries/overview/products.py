"""With what: the products that sessions reserved."""

from dataclasses import dataclass
from enum import StrEnum

from data.layout import MOST_PRODUCTS
from queries.overview.asked import Asked
from queries.overview.tally import Tally
from queries.run import Record


@dataclass(frozen=True)
class Product:
    """A product of a store.

    ``key``: its id, or its title where no id is told. ``title`` is None where only an id is told.
    ``tally``: the sessions that reserved it, at any time. ``bought``: those that converted with it
    in the cart, ``left_behind``: those that expired with it in the cart; None where the store
    records no lines. ``hours``: unit-hours for which sessions that ended held it, ``hours_sold``:
    those that ended in its sale; None where it is not recorded.
    """

    store: str
    key: str
    title: str | None
    tally: Tally
    bought: int | None
    left_behind: int | None
    hours: float | None
    hours_sold: float | None

    @property
    def share_sold(self) -> float | None:
        """The share (0 to 1) of the reserved time that ended in a sale."""
        return self.hours_sold / self.hours if self.hours and self.hours_sold is not None else None

    def count(self, ranking: "Ranking") -> int:
        """The sessions by which it is ranked; without lines, whatever it was that they bought."""
        if ranking is Ranking.RESERVED:
            return self.tally.sessions
        if ranking is Ranking.BOUGHT:
            return self.tally.converted if self.bought is None else self.bought
        return self.tally.expired if self.left_behind is None else self.left_behind


class Ranking(StrEnum):
    """By what products are ranked."""

    RESERVED = "reserved"
    LEFT = "left"
    BOUGHT = "bought"


def products(asked: Asked, ranking: Ranking, most: int) -> tuple[Product, ...]:
    """The products that most sessions reserved, left behind or bought, the first of them first.

    At most ``MOST_PRODUCTS``; a product that none did is left out.
    """
    found = [_product(row) for row in asked.products.values()]
    ranked = sorted(found, key=lambda each: (-each.count(ranking), each.store, each.key))
    return tuple(each for each in ranked[: min(most, MOST_PRODUCTS)] if each.count(ranking))


def product_pairs(asked: Asked) -> list[tuple[Product, Tally, Tally]]:
    """The products that stand highest, with their sessions in this period and in the one before."""
    before = asked.products_before
    found = ((number, _product(row)) for number, row in asked.products.items())
    return [(product, product.tally, _tally(before.get(number))) for number, product in found]


def _product(row: Record) -> Product:
    held, sold = row["unit_seconds"], row["unit_seconds_sold"]
    return Product(
        store=row["store"],
        key=row["product"],
        title=row["title"],
        tally=Tally.of(row),
        bought=row["bought"],
        left_behind=row["left_behind"],
        hours=None if held is None else held / 3600,
        hours_sold=None if held is None else (sold or 0) / 3600,
    )


def _tally(row: Record | None) -> Tally:
    return Tally() if row is None else Tally.of(row)
