"""Read JSON and NDJSON: objects one by one, their fields as text, nested values as JSON text.

Understood are one object a line, an array of objects, a single object, and either of the last two
under a single name (``{"orders": [...]}``, ``{"order": {...}}``). An array is read piece by piece,
so that its size does not matter.
"""

import json
import re
from collections.abc import Iterator
from typing import TextIO

from data.reading import Fault, FileFault, Record, clean_text

_CHUNK = 1 << 20
_LARGEST_OBJECT = 256 << 20
_LONGEST_WORD = 4096
_SPACE = " \t\r\n"
_WRAPPED_ARRAY = re.compile(r'\s*\{\s*"(?:[^"\\]|\\.)*"\s*:\s*\[')
_SHOWN = 400


def read_json(text: TextIO, name: str, *, lines: bool) -> Iterator[Record | Fault]:
    """Every object of a JSON file; with ``lines`` it is known to hold one object a line.

    Raises:
        FileFault: the file is empty, or not JSON from its beginning on.
    """
    start = text.read(_CHUNK).lstrip("\ufeff")
    if not start.strip():
        raise FileFault(name, "the file is empty")
    if lines or _has_an_object_a_line(start):
        yield from _read_lines(_whole_lines(start, text))
    elif start.lstrip(_SPACE).startswith("[") or _WRAPPED_ARRAY.match(start):
        yield from _read_array(start, text, name)
    else:
        yield from _read_object(start + text.read(), name)


def _has_an_object_a_line(start: str) -> bool:
    first, newline, rest = start.lstrip(_SPACE).partition("\n")
    if not newline or not rest.strip() or not first.startswith("{"):
        return False
    try:
        json.loads(first)
    except ValueError:
        return False
    return True


def _whole_lines(start: str, text: TextIO) -> Iterator[str]:
    held = start
    while held:
        *whole, held = held.split("\n")
        yield from whole
        more = text.read(_CHUNK)
        if not more:
            yield held
            return
        held += more


def _read_lines(lines: Iterator[str]) -> Iterator[Record | Fault]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                value = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield Fault(number, None, _reason(error), _shown(line))
            else:
                yield _record(number, value)


def _read_object(text: str, name: str) -> Iterator[Record | Fault]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        raise FileFault(name, _reason(error), line, _shown(text)) from error
    line = text[: len(text) - len(text.lstrip(_SPACE))].count("\n") + 1
    yield _record(line, _unwrapped(value))


def _unwrapped(value: object) -> object:
    if isinstance(value, dict) and len(value) == 1:
        (only,) = value.values()
        if isinstance(only, dict):
            return only
    return value


def _read_array(start: str, text: TextIO, name: str) -> Iterator[Record | Fault]:
    decoder = json.JSONDecoder()
    held = start
    at = held.index("[") + 1
    line = held.count("\n", 0, at) + 1
    while True:
        while at < len(held) and held[at] in _SPACE + ",":
            line += held[at] == "\n"
            at += 1
        if at < len(held) and held[at] == "]":
            return
        try:
            value, end = decoder.raw_decode(held, at)
        except (ValueError, RecursionError) as error:
            more = text.read(_CHUNK) if _may_go_on(error, held, at) else ""
            if more:
                held = held[at:] + more
                at = 0
                continue
            reason = "the file ends in the middle of the array"
            if isinstance(error, json.JSONDecodeError) and error.pos < len(held) - 1:
                line += held.count("\n", at, error.pos)
                reason = f"not JSON from here on: {error.msg}, character {error.pos - at + 1}"
            yield Fault(line, None, reason, _shown(held[at : at + _SHOWN]))
            return
        yield _record(line, _unwrapped(value))
        line += held.count("\n", at, end)
        at = end


def _may_go_on(error: Exception, held: str, at: int) -> bool:
    if not isinstance(error, json.JSONDecodeError) or len(held) - at > _LARGEST_OBJECT:
        return False
    return "Unterminated" in error.msg or len(held) - error.pos < _LONGEST_WORD


def _record(line: int, value: object) -> Record | Fault:
    if not isinstance(value, dict):
        return Fault(line, None, "not an object", _shown(json.dumps(value)))
    try:
        return Record(line, {clean_text(str(key)): _text(held) for key, held in value.items()})
    except ValueError as error:
        return Fault(line, None, f"not JSON: {error}", _shown(repr(value)))


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, str):
        return clean_text(value)
    return clean_text(json.dumps(value, ensure_ascii=False, allow_nan=False))


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON: {error.msg}, line {error.lineno}, character {error.colno}"
    return "not JSON: nested too deeply" if isinstance(error, RecursionError) else "not JSON"


def _shown(raw: str) -> str:
    return clean_text(raw[:_SHOWN])
