"""Countries: what a source or a search text means, and how a country is shown.

The codes are those of ISO 3166-1 alpha-2, and XK, which ISO leaves to its users and which shops
send for Kosovo. ISO's own names come from pycountry. `country_names.csv` beside this file adds,
one country a row: `name`, the everyday English name that is shown; `also`, other names, older
names and the country's names in its own languages; `formal`, long forms, of which a search does
not take the beginning ("rep" would find half the world).
"""

import csv
import re
import unicodedata
from bisect import bisect_left
from functools import cache
from pathlib import Path
from typing import NamedTuple

_LONGEST_TEXT = 100
_NOT_IN_ISO = {"XKX": "XK"}
# Letters that Unicode does not take apart into a plain letter and an accent.
_PLAIN = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_APOSTROPHES = re.compile("['’‘ʻʼ`´.]")
_TURNED = re.compile(r"([^,(]+)[,(]([^)]+)\)?\s*")

with (Path(__file__).parent / "country_names.csv").open(encoding="utf-8", newline="") as _file:
    _ROWS = tuple(csv.DictReader(_file))

_NAMES = {row["code"]: row["name"] for row in _ROWS}

COUNTRY_CODES: tuple[str, ...] = tuple(_NAMES)
"""Every known two-letter code, in alphabetical order."""


class _Index(NamedTuple):
    codes: dict[str, str]
    names: dict[str, str]
    beginnings: list[tuple[str, str]]


def country_code(text: str | None) -> str | None:
    """The two-letter code that a text means; None when it means no single country.

    Understands codes of two or three letters and names, whatever the case, accents and
    punctuation. Nothing is guessed: a text that is only part of a name means nothing here.
    """
    bare = _bare(text)
    if bare is None:
        return None
    index = _index()
    code = index.codes.get(bare.upper())
    if code is not None:
        return code
    keys = _keys(bare) | _turned_keys(bare)
    found = {index.names[key] for key in keys if key in index.names}
    return found.pop() if len(found) == 1 else None


def countries_named(text: str | None) -> tuple[str, ...]:
    """The codes that a search text means, sorted: by code, by name, or by a name's beginning."""
    bare = _bare(text)
    if bare is None:
        return ()
    index = _index()
    found = {code for code in (country_code(bare),) if code is not None}
    for key in _keys(bare):
        start = bisect_left(index.beginnings, (key, ""))
        for name, code in index.beginnings[start:]:
            if not name.startswith(key):
                break
            found.add(code)
    return tuple(sorted(found))


def country_name(code: str) -> str:
    """The everyday English name of a country; a code that is not known comes back as it is."""
    return _NAMES.get(code, code)


def flag(code: str | None) -> str:
    """The flag of a country as two regional indicator letters; empty for anything else."""
    if code is None or code not in _NAMES:
        return ""
    return "".join(chr(ord(letter) - ord("A") + 0x1F1E6) for letter in code)


def _bare(text: str | None) -> str | None:
    if text is None or len(text) > _LONGEST_TEXT:
        return None
    return text.strip() or None


def _keys(text: str) -> set[str]:
    """The spellings by which a name is known: letters and digits alone, in their plain form."""
    words = _words(text)
    # "Trinidad & Tobago", "The Gambia", "Gambia (the)": the small words come and go.
    few = [word for word in words if word not in ("and", "the")]
    return {"".join(words), "".join(few)} - {""}


def _turned_keys(text: str) -> set[str]:
    """Those of "Korea, Republic of" and "Korea (Republic of)" as "Republic of Korea"."""
    parts = _TURNED.fullmatch(text)
    return set() if parts is None else _keys(f"{parts[2]} {parts[1]}")


def _words(text: str) -> list[str]:
    apart = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text).casefold())
    kept = "".join(mark for mark in apart if unicodedata.category(mark) != "Mn").translate(_PLAIN)
    spaced = "".join(mark if mark.isalnum() else " " for mark in kept)
    return ["saint" if word == "st" else word for word in spaced.split()]


@cache
def _index() -> _Index:
    # Imported here: it takes far longer than all that shows names and flags only.
    import pycountry

    codes = {code: code for code in COUNTRY_CODES} | _NOT_IN_ISO
    names: dict[str, str] = {}
    beginnings: set[tuple[str, str]] = set()

    def learn(code: str, name: str, *, from_beginning: bool) -> None:
        keys = _keys(name)
        names.update(dict.fromkeys(keys | _turned_keys(name), code))
        if from_beginning:
            beginnings.update((key, code) for key in keys)

    for country in pycountry.countries:
        code = country.alpha_2
        codes[country.alpha_3] = code
        learn(code, country.name, from_beginning=True)
        learn(code, getattr(country, "official_name", country.name), from_beginning=False)
    for row in _ROWS:
        learn(row["code"], row["name"], from_beginning=True)
        for name in row["also"].split("|"):
            learn(row["code"], name, from_beginning=True)
        for name in row["formal"].split("|"):
            learn(row["code"], name, from_beginning=False)
    return _Index(codes, names, sorted(beginnings))
