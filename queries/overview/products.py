"""With what: the products that sessions reserved."""

from dataclasses import dataclass
from enum import StrEnum

from queries.overview.asked import MOST_PRODUCTS, Asked, Record
from queries.overview.tally import Tally


@dataclass(frozen=True)
class Product:
    """A product of a store.

    ``key``: its id, or its title where no id is told. ``title`` is None where only an id is told.
    ``tally``: the sessions that reserved it. ``hours``: unit-hours for which sessions that ended
    held it, ``hours_sold`` those that ended in its sale; None where it is not recorded.
    """

    store: str
    key: str
    title: str | None
    tally: Tally
    hours: float | None
    hours_sold: float | None

    @property
    def share_sold(self) -> float | None:
        """The share (0 to 1) of the reserved time that ended in a sale."""
        return (self.hours_sold or 0) / self.hours if self.hours else None


class Ranking(StrEnum):
    """By what products are ranked; the value is the count's name in SQL."""

    RESERVED = "sessions"
    LEFT = "expired"
    BOUGHT = "converted"


def products(asked: Asked, ranking: Ranking, most: int) -> tuple[Product, ...]:
    """The products that most sessions reserved, or most expired or converted ones of them.

    At most ``MOST_PRODUCTS``; a product that has none of them is left out.
    """
    column = ranking.value
    ranked = sorted(asked.products.values(), key=lambda row: (-row[column], row["product_no"]))
    return tuple(_product(row) for row in ranked[: min(most, MOST_PRODUCTS)] if row[column])


def product_pairs(now: Asked, before: Asked) -> list[tuple[Product, Tally, Tally]]:
    """The products that stand highest in either period, with their sessions in both."""
    rows, rows_before = now.products, before.products_with(now.products)
    if missing := rows_before.keys() - rows.keys():
        rows = now.products_with(missing)
    return [
        (_product(row), _tally(rows.get(number)), _tally(rows_before.get(number)))
        for number, row in (rows_before | rows).items()
    ]


def _product(row: Record) -> Product:
    return Product(
        store=row["store"],
        key=row["product"],
        title=row["title"],
        tally=Tally.of(row),
        hours=_hours(row["unit_seconds"]),
        hours_sold=_hours(row["unit_seconds_sold"]),
    )


def _tally(row: Record | None) -> Tally:
    return Tally() if row is None else Tally.of(row)


def _hours(seconds: int | None) -> float | None:
    return None if seconds is None else seconds / 3600
