"""The third step of a build: type every field, and give a reason for each that cannot be used."""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from data.addresses import address_number, canonical_address
from data.countries import country_code
from data.currencies import decimals, is_currency
from data.progress import Progress
from data.source import CONTRACT, Source
from data.statement import statement
from data.terms import EventKind, Risk, SessionType, Status
from data.user_agents import session_type

STEPS = Path(__file__).resolve().parent / "steps"
VIEWED = "viewed"

_MACROS = (
    "macro_said",
    "macro_value_of",
    "macro_id_of",
    "macro_moment",
    "macro_has_no_zone",
    "macro_problem",
    "macro_whole_problem",
    "macro_money_problem",
    "macro_moment_problem",
)
_CONCEPTS = {"status": Status, "risk": Risk, "session_type": SessionType, "kind": EventKind}
_ADDRESS_AND_PORT = re.compile(r"([0-9.]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}")
_BATCH = 100_000


class Steps:
    """Runs the statements of ``data/steps``, one file each, on a build's connection."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, progress: Progress) -> None:
        """Run on this connection, and tell the progress what begins."""
        self.connection = connection
        self.progress = progress

    def run(
        self, name: str, parameters: Mapping[str, object] | None = None
    ) -> list[tuple[Any, ...]]:
        """Run one file and give its rows."""
        return self.connection.execute(statement(STEPS, name), parameters or {}).fetchall()

    def count(self, name: str) -> int:
        """Run one file that gives one number."""
        return int(self.run(name)[0][0])

    def fill(self, table: str, columns: Mapping[str, Iterable[object]]) -> None:
        """Append columns of values to a table."""
        rows = pa.table({name: list(values) for name, values in columns.items()})
        self.connection.from_arrow(rows).insert_into(table)


def prepare(steps: Steps) -> None:
    """Make what every check needs: macros, the product's terms, and room for what is found."""
    for name in (*_MACROS, "known_terms", "turned_away", "set_aside", "noted"):
        steps.run(name)
    terms = [(concept, term.value) for concept, kind in _CONCEPTS.items() for term in kind]
    terms.append(("kind", VIEWED))
    steps.fill(
        "known_terms",
        {
            "concept": [concept for concept, _ in terms],
            "said": [term.lower() for _, term in terms],
            "term": [term for _, term in terms],
        },
    )


def map_part(steps: Steps, given: Source, part: str) -> None:
    """Bring one part of the source into the contract's columns; a part it lacks has no rows."""
    if part == "sessions" and given.kind != CONTRACT:
        # Five checks read them, and a source's SELECT may be anything but cheap.
        given.parts[part].create(f"given_{part}")
    elif part in given.parts:
        given.parts[part].create_view(f"given_{part}", replace=False)
    else:
        nothing = steps.connection.table(f"contract_{part}")
        nothing.create_view(f"given_{part}", replace=False)
    steps.run(f"mapped_{part}")


def check_sessions(steps: Steps) -> None:
    """Type the sessions, with what their currencies, countries, addresses and agents mean."""
    steps.progress.step("checking sessions")
    steps.run("known_currencies")
    steps.run("known_countries")
    steps.run("known_addresses")
    _look_up(steps, "said_currencies", "known_currencies", {"code": _currency, "places": decimals})
    _look_up(steps, "said_countries", "known_countries", {"said": str, "code": country_code})
    _look_up(
        steps,
        "unknown_addresses",
        "known_addresses",
        {"said": str, "canonical": _canonical, "number": _number, "note": _address_note},
    )
    steps.run("checked_sessions")
    if steps.count("storeless_sessions"):
        steps.run("noted_storeless_sessions")
        steps.run("stores_of_sessions")
    steps.run("turned_away_sessions")
    steps.run("known_agents")
    _look_up(steps, "said_agents", "known_agents", {"said": str, "session_type": session_type})
    steps.run("superseded_sessions")
    steps.run("set_aside_superseded")
    steps.run("noted_sessions")


def check_part(steps: Steps, part: str, *, of_sessions: bool = False) -> None:
    """Type the lines or the events, and find those that repeat another one.

    Those of sessions that were checked before, ``of_sessions``, may leave the store to them.
    """
    steps.progress.step(f"checking {part}")
    steps.run(f"checked_{part}")
    if of_sessions and steps.count(f"nameless_{part}"):
        steps.run(f"stores_of_{part}")
        steps.run(f"storeless_{part}")
    steps.run(f"turned_away_{part}")
    steps.run(f"duplicate_{part}")
    steps.run(f"set_aside_duplicate_{part}")
    steps.run(f"noted_{part}")


def _look_up(
    steps: Steps, question: str, table: str, columns: dict[str, Callable[[str], object]]
) -> None:
    """Fill a table with what Python says of each distinct text."""
    said = [str(row[0]) for row in steps.run(question)]
    for start in range(0, len(said), _BATCH):
        batch = said[start : start + _BATCH]
        steps.fill(table, {name: [look(text) for text in batch] for name, look in columns.items()})


def _currency(code: str) -> str | None:
    return code if is_currency(code) else None


def _canonical(said: str) -> str | None:
    return canonical_address(_without_port(said))


def _number(said: str) -> str | None:
    # Arrow has no 128-bit integer; DuckDB casts the digits.
    number = address_number(_without_port(said))
    return None if number is None else str(number)


def _address_note(said: str) -> str | None:
    if said.lower() == "unknown":
        return "unknown, left empty"
    with_port = _without_port(said) != said and _number(said) is not None
    return "an address with a port, taken without it" if with_port else None


def _without_port(said: str) -> str:
    """An address without the port that RFC 7239, section 6, lets follow it."""
    found = _ADDRESS_AND_PORT.fullmatch(said)
    return found[1] if found else said
