"""Where: sessions by country."""

from dataclasses import dataclass

from queries.overview.asked import Asked
from queries.overview.tally import Tally, Worth, add_up_worth
from queries.run import Record


@dataclass(frozen=True)
class Country:
    """The sessions from a country (ISO 3166-1 alpha-2); None is not recorded."""

    code: str | None
    tally: Tally
    worth: tuple[Worth, ...]


def countries(asked: Asked) -> tuple[Country, ...]:
    """Sessions by country, the most frequent first."""
    tallies = country_tallies(asked)
    found = (
        Country(code, tallies[code], add_up_worth(rows))
        for code, rows in _rows_by_country(asked).items()
    )
    return tuple(sorted(found, key=lambda each: (-each.tally.sessions, each.code or "~")))


def country_tallies(asked: Asked) -> dict[str | None, Tally]:
    """What became of the sessions from each country, by its code."""
    rows = _rows_by_country(asked)
    return {code: Tally.total(those) for code, those in rows.items()}


def _rows_by_country(asked: Asked) -> dict[str | None, list[Record]]:
    rows: dict[str | None, list[Record]] = {}
    for row in asked.breakdowns.get("country", ()):
        rows.setdefault(row["value"], []).append(row)
    return rows
