"""Where: countries on a map, and ranked."""

import json
from functools import cache

from data.countries import country_name, flag
from data.settings import ROOT
from data.terms import NOT_RECORDED
from pages.parts.chart import Chart, Numbers
from pages.parts.figures import Cells, Figure, world
from pages.parts.overview.behind import behind
from pages.parts.overview.words import (
    NOT_TOLD,
    RATE_COLUMNS,
    SHARES,
    alone,
    conversion_words,
    count_words,
    is_certain,
    missing_rate,
    money_words,
    rate_cells,
)
from pages.parts.palette import Palette
from queries.overview.asked import Asked
from queries.overview.places import Country
from queries.overview.tally import Tally

# Pixels of the map, on a phone and elsewhere.
_LOW, _HIGH = 280, 420

# So many columns tell the conversion and its interval. The counts behind them stand last: where the
# table does not fit, these are out of sight first.
_SHARE = 3

COLUMNS = (
    "Country",
    "Code",
    "Sessions",
    *RATE_COLUMNS[:_SHARE],
    "Value converted",
    "Left in expired carts",
    *RATE_COLUMNS[_SHARE:],
)


def places_chart(
    found: tuple[Country, ...], asked: Asked, *, by_conversion: bool, narrow: bool
) -> Chart:
    """The map, coloured by conversion or by sessions; its rows are the ranked table."""
    rows = [_row(country) for country in found]
    marks = [
        behind(asked, each.tally.sessions, country=each.code or NOT_RECORDED) for each in found
    ]
    shapes = drawn_countries()
    on_map = [number for number, each in enumerate(found) if each.code in shapes]
    shown = [found[number] for number in on_map]
    if by_conversion:
        shares = [each.tally.conversion.share for each in shown]
        certain = [is_certain(each.tally.conversion) for each in shown]
    else:
        shares = [float(each.tally.sessions) for each in shown]
        certain = [True] * len(shown)
    known = [s for s, sure in zip(shares, certain, strict=True) if s is not None and sure]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    # The colours go from the lowest rate to the highest; where both are one, from none.
    low = low if by_conversion and low < high else 0.0
    high = high or 1.0

    def draw(palette: Palette) -> Figure:
        return world(
            [each.code or "" for each in shown],
            Cells(
                shares=[
                    None if share is None else (share - low) / (high - low) for share in shares
                ],
                rows=on_map,
                hover=[_hover(each) for each in shown],
                certain=certain,
                scale=palette.rate if by_conversion else palette.sessions,
                low=low,
                high=high,
                title="Conversion" if by_conversion else "Sessions",
                are_rates=by_conversion,
            ),
            palette,
            sorted(shapes - {each.code for each in shown}),
            height=_LOW if narrow else _HIGH,
        )

    measure = "Conversion" if by_conversion else "Sessions"
    return Chart(
        key="countries",
        title=f"{measure} by country",
        note=_note(found, shapes, by_conversion),
        columns=COLUMNS,
        shares=SHARES,
        missing=missing_rate(each.tally for each in found),
        rows=rows,
        file=_numbers(found),
        marks=marks,
        draw=draw,
        alt=f"A world map of {measure.lower()}. The table beside it holds the numbers.",
    )


@cache
def drawn_countries() -> frozenset[str]:
    """The codes of the countries that the map has shapes for."""
    text = (ROOT / "static" / "world_110m.json").read_text(encoding="utf-8")
    return frozenset(feature["id"] for feature in json.loads(text)["features"])


def named_country(code: str | None) -> str:
    """A country's flag and name; its code where it has no name."""
    return NOT_RECORDED if code is None else f"{flag(code)} {country_name(code) or code}".strip()


def _row(country: Country) -> tuple[object, ...]:
    tally = country.tally
    rate = rate_cells(tally)
    return (
        *_named(country),
        tally.sessions,
        *rate[:_SHARE],
        money_words(country.worth, "converted", tally),
        money_words(country.worth, "left", tally),
        *rate[_SHARE:],
    )


def _numbers(found: tuple[Country, ...]) -> Numbers:
    """The table with a column an amount: each currency by itself."""
    currencies = sorted(
        {each.currency for country in found for each in country.worth},
        key=lambda code: (not code, code),
    )
    sides = (("Value converted", "converted"), ("Left in expired carts", "left"))
    rows = []
    for country in found:
        by_currency = {each.currency: each for each in country.worth}
        amounts = [
            getattr(by_currency.get(currency), field, None)
            for _, field in sides
            for currency in currencies
        ]
        rows.append(
            (
                *_named(country),
                country.tally.sessions,
                *rate_cells(country.tally),
                *(None if amount is None else float(amount) for amount in amounts),
            )
        )
    named = [f"{words}, {code or 'no currency'}" for words, _ in sides for code in currencies]
    return Numbers(("Country", "Code", "Sessions", *RATE_COLUMNS, *named), rows)


def _named(country: Country) -> tuple[str, str]:
    """A country's name and its code; only the name says that it is not recorded."""
    code = country.code
    return (alone(NOT_RECORDED), "") if code is None else (country_name(code) or code, code)


def _hover(country: Country) -> str:
    return f"{named_country(country.code)}\n{conversion_words(country.tally)}"


def _note(found: tuple[Country, ...], shapes: frozenset[str], by_conversion: bool) -> str:
    told = []
    if by_conversion and not Tally.sum(each.tally for each in found).is_told:
        told.append(NOT_TOLD)
    elif by_conversion:
        told.append(
            "Gray: too few sessions ended to tell, their 95% interval is wider than 20 points."
        )
    small = [each for each in found if each.code is not None and each.code not in shapes]
    if small:
        sessions = sum(each.tally.sessions for each in small)
        told.append(f"{count_words(sessions)} from places too small for this map are in the table.")
    missing = sum(each.tally.sessions for each in found if each.code is None)
    if missing:
        told.append(f"Of {count_words(missing)} the country is not recorded.")
    return " ".join(told)
