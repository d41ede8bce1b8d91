"""With what: the products that sessions reserve, leave behind and buy."""

from collections.abc import Sequence

from data.terms import NOT_RECORDED, Status
from pages.parts.chart import Chart
from pages.parts.escape import plain
from pages.parts.figures import Figure, Series, ranked
from pages.parts.go import Mark
from pages.parts.overview.behind import behind
from pages.parts.overview.over_time import ORDER, PATTERNS, status_colour, status_name
from pages.parts.overview.words import SHARES, conversion_words, count_words, percent
from pages.parts.palette import Palette
from queries.overview.asked import Asked
from queries.overview.products import Product, Ranking
from queries.overview.tally import Tally

_TITLES = {
    Ranking.RESERVED: "Products most reserved",
    Ranking.LEFT: "Products most left behind",
    Ranking.BOUGHT: "Products most bought",
}
_NOTES = {
    Ranking.RESERVED: "By the sessions that reserved it, whatever became of them.",
    Ranking.LEFT: "By the sessions that expired with it in the cart.",
    Ranking.BOUGHT: "By the sessions that converted with it in the cart.",
}
_AXES = {
    Ranking.RESERVED: "Sessions",
    Ranking.LEFT: "Expired sessions",
    Ranking.BOUGHT: "Converted sessions",
}
_ENDS = {Ranking.LEFT: Status.EXPIRED, Ranking.BOUGHT: Status.CONVERTED}


def products_chart(found: tuple[Product, ...], ranking: Ranking, asked: Asked) -> Chart:
    """Bars of the sessions by which products are ranked, by what became of the sessions."""
    shown: list[str | None] = [_ENDS[ranking].value] if ranking in _ENDS else _statuses(asked)
    counts = [
        [
            each.count(ranking) if ranking in _ENDS else _count(each.tally, status)
            for status in shown
        ]
        for each in found
    ]
    rows: list[tuple[object, ...]] = []
    marks: list[Mark | None] = []
    for each, by_status in zip(found, counts, strict=True):
        for status, sessions in zip(shown, by_status, strict=True):
            name = product_name(each)
            of = (each.tally.sessions, each.store, each.key)
            rows.append((name, status_name(status), sessions, *of))
            marks.append(
                behind(
                    asked,
                    sessions,
                    store=each.store,
                    product=each.key,
                    status=status or NOT_RECORDED,
                    in_cart=_is_in_cart(each, ranking),
                )
            )

    def draw(palette: Palette) -> Figure:
        return ranked(
            [product_name(each) for each in found],
            [
                Series(
                    status_name(status),
                    status_colour(status),
                    values,
                    range(place, len(rows), len(shown)),
                    [
                        f"{product_name(each)}\n{status_name(status)}: {count_words(sessions)}"
                        for each, sessions in zip(found, values, strict=True)
                    ],
                    PATTERNS.get(Status.named(status) or Status.CONVERTED, ""),
                )
                for place, status in enumerate(shown)
                if any(values := [by_status[place] for by_status in counts])
            ],
            palette,
            x=_AXES[ranking],
            with_legend=ranking is Ranking.RESERVED,
            legend_lines=_legend_lines(ranking, asked),
        )

    return Chart(
        key=f"products-{ranking.value}",
        title=_TITLES[ranking],
        note=_note(found, ranking, shown),
        columns=("Product", "Status", "Sessions", "Reserved in", "Store", "Key"),
        rows=rows,
        marks=marks,
        draw=draw,
        alt="Bars of products: "
        + "; ".join(f"{product_name(each)}, {count_words(each.count(ranking))}" for each in found),
    )


def held_chart(found: tuple[Product, ...], ranking: Ranking, asked: Asked) -> Chart:
    """Bars of the unit-hours that a product was held, and which of them ended in its sale."""
    known = [each for each in found if each.hours]
    rows = [
        (
            product_name(each),
            each.hours,
            each.hours_sold,
            each.share_sold,
            each.tally.sessions,
            each.store,
            each.key,
        )
        for each in known
    ]
    marks = [
        behind(asked, each.tally.sessions, store=each.store, product=each.key) for each in known
    ]

    def draw(palette: Palette) -> Figure:
        sold = [each.hours_sold or 0.0 for each in known]
        return ranked(
            [product_name(each) for each in known],
            [
                Series(
                    "Ended in its sale",
                    status_colour(Status.CONVERTED.value),
                    sold,
                    range(len(known)),
                    [_held(each) for each in known],
                ),
                Series(
                    "Held for nothing",
                    palette.few,
                    [(each.hours or 0.0) - part for each, part in zip(known, sold, strict=True)],
                    range(len(known)),
                    [_held(each) for each in known],
                    "/",
                ),
            ],
            palette,
            x="Unit-hours held",
            legend_lines=_legend_lines(ranking, asked),
        )

    return Chart(
        key="products-held",
        title="Stock held, and what of it ended in a sale",
        note="The same products, in the same order. A unit-hour is one piece held for one hour, in "
        "sessions that have ended.",
        columns=(
            "Product",
            "Unit-hours held",
            "Unit-hours that ended in its sale",
            "Share",
            "Sessions",
            "Store",
            "Key",
        ),
        shares=SHARES,
        rows=rows,
        marks=marks,
        draw=draw,
        alt="Bars of unit-hours: " + "; ".join(_held(each).replace("\n", ", ") for each in known),
    )


def _legend_lines(ranking: Ranking, asked: Asked) -> int:
    """The lines of the longer one of both legends."""
    return len(_statuses(asked)) if ranking is Ranking.RESERVED else 2


def product_name(product: Product) -> str:
    """What a product is called; its key where no title is told."""
    return plain(product.title or product.key)


def _is_in_cart(product: Product, ranking: Ranking) -> bool:
    """Whether a ranking counts carts; without lines it can only count what was reserved."""
    counted = {Ranking.LEFT: product.left_behind, Ranking.BOUGHT: product.bought}
    return counted.get(ranking) is not None


def _note(found: tuple[Product, ...], ranking: Ranking, shown: Sequence[str | None]) -> str:
    if ranking in _ENDS and not all(_is_in_cart(each, ranking) for each in found):
        ended = _ENDS[ranking].label.lower()
        return f"{_NOTES[ranking]} Where no lines are recorded: all that {ended} and named it."
    if ranking is Ranking.RESERVED and any(
        sum(_count(each.tally, status) for status in shown) < each.tally.sessions for each in found
    ):
        return f"{_NOTES[ranking]} Those of another status, or of none, count but have no bar."
    return _NOTES[ranking]


def _statuses(asked: Asked) -> list[str | None]:
    """The statuses that have bars; of those that no term names only one that is the only one.

    Of several, a product's count does not tell which of its sessions have which.
    """
    named_by_term: list[str | None] = [status.value for status in ORDER]
    others = asked.other_statuses
    return [*named_by_term, *(others if len(others) == 1 else ())]


def _count(tally: Tally, status: str | None) -> int:
    counts = {
        Status.CONVERTED.value: tally.converted,
        Status.EXPIRED.value: tally.expired,
        Status.CANCELLED.value: tally.ended - tally.converted - tally.expired,
        Status.ACTIVE.value: tally.still_open,
    }
    return counts.get(status or "", tally.sessions - tally.still_open - tally.ended)


def _held(product: Product) -> str:
    return (
        f"{product_name(product)}\n{product.hours or 0:,.1f} unit-hours held, "
        f"{percent(product.share_sold)} of it ended in its sale\n"
        f"reserved in {conversion_words(product.tally)}"
    )
