"""Read JSON and NDJSON: objects one by one, their fields as text, nested values as JSON text.

Understood are one object a line, an array of objects, objects one after another, a single object,
and an array or an object that is the only value of an object (``{"orders": [...]}``). What an
interface writes beside such an array, its page and the like, is passed over. An array is read piece
by piece, so that its size does not matter. A value that is no JSON costs one row, where its end can
be found.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import TextIO

from data.reading import NOT_UTF8, Fault, FileFault, Record, clean_text, is_misread

_CHUNK = 1 << 20
_LARGEST_OBJECT = 64_000_000
_LARGEST_DAMAGE = 16 << 20
_LONGEST_WORD = 4096
_SHOWN = 400
_CUT = "cut in the middle of an object"
_TOO_LARGE = f"larger than {_LARGEST_OBJECT:,} characters"
_NOT_SPACE = re.compile(r"[^ \t\r\n]")
_FIELD = re.compile(r'\s*[{,]\s*"((?:[^"\\]|\\.)*)"\s*:\s*')
_BRACKET = re.compile(r'"(?:[^"\\\n]|\\.)*"|[\[\]{}]')
_WORD_END = re.compile(r"[,\]}\n]")
_PUNCTUATION = re.compile(r'[,:{}\[\]"]')
_NO_LETTER = re.compile(r"[^a-z]")
# What interfaces write about a page of a list, in lower case and without what is between the words.
_OF_A_PAGE = re.compile(
    "(current|first|last|next|per|prev|previous|hasnext|hasprevious|total)?pages?"
    "|page(count|info|number|size|token)|pagination|paging|meta(data)?"
    "|(has)?(more|next|prev|previous)|(next|prev|previous)(cursor|link|pagetoken|url)"
    "|total(count|elements|items|records|results|rows)?|(result)?count|size|limit|offset|skip|top"
    "|(start|end)?cursor|links?|self|first|last|from|to|url|took|requestid|(exported|generated)at"
    "|success|ok|status|code|errors?|warnings?|message|(api)?version|kind|object"
)

# NaN is what programs write for a number that is not there; an infinite one fails its check.
_DECODER = json.JSONDecoder(parse_constant=lambda word: None if word == "NaN" else word)


class _Window:
    """The part of a JSON text that is at hand, where reading stands, and the line of that."""

    def __init__(self, start: str, text: TextIO) -> None:
        self.held = start
        self.at = 0
        self.line = 1
        self.given_up = False
        self._text = text

    def more(self) -> bool:
        """Bring as much again as is at hand; False when nothing is left."""
        added = "" if self.given_up else self._text.read(max(_CHUNK, len(self.held) - self.at))
        if not added:
            return False
        self.held = self.held[self.at :] + added
        self.at = 0
        return True

    def pass_to(self, end: int) -> None:
        """Stand at another place further on."""
        self.line += self.held.count("\n", self.at, end)
        self.at = end

    def give_up(self) -> None:
        """Read nothing more."""
        self.given_up = True
        self.pass_to(len(self.held))

    def next_mark(self) -> str:
        """The next character that is no space, or "" at the end."""
        while True:
            found = _NOT_SPACE.search(self.held, self.at)
            self.pass_to(found.start() if found else len(self.held))
            if found:
                return found.group()
            if not self.more():
                return ""


def read_json(text: TextIO, name: str, *, lines: bool) -> Iterator[Record | Fault]:
    """Every object of a JSON file; with ``lines`` it is known to hold one object a line.

    Raises:
        FileFault: the file is empty.
    """
    start = text.read(_CHUNK).lstrip("\ufeff")
    if not start.strip():
        raise FileFault(name, "the file is empty")
    if lines or _has_an_object_a_line(start):
        yield from _read_lines(_whole_lines(start, text))
        return
    yield from _read_values(_Window(start, text))


def _has_an_object_a_line(start: str) -> bool:
    first, newline, rest = start.strip().partition("\n")
    if not newline or not rest.strip() or not first.startswith("{"):
        return False
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return False
    return _list_within(first, 0) is None


def _list_within(held: str, at: int) -> int | None:
    """Where the items of the list begin that an object only wraps; None when it does not.

    Of an object that is not at hand as a whole, what follows the list is found out at its end.
    """
    whole: object = None
    with suppress(ValueError, RecursionError):
        whole, _ = _DECODER.raw_decode(held, at)
    if isinstance(whole, dict) and sum(not _is_of_a_page(name) for name in whole) > 1:
        return None
    alone = isinstance(whole, dict) and len(whole) == 1
    field = _FIELD.match(held, at)
    while field:
        told = _is_of_a_page(field[1]) and not alone
        if not told:
            return field.end() + 1 if held.startswith("[", field.end()) else None
        try:
            _, end = _DECODER.raw_decode(held, field.end())
        except (ValueError, RecursionError):
            return None
        field = _FIELD.match(held, end)
    return None


def _is_of_a_page(name: str) -> bool:
    return _OF_A_PAGE.fullmatch(_NO_LETTER.sub("", name.lower())) is not None


def _whole_lines(start: str, text: TextIO) -> Iterator[str]:
    """The lines of a file; of one that is too long for an object, the beginning."""
    held = start
    pieces: list[str] = []
    size = 0
    while held:
        *ends, rest = held.split("\n")
        for end in ends:
            yield "".join([*pieces, end])
            pieces, size = [], 0
        if size <= _LARGEST_OBJECT:
            pieces.append(rest)
            size += len(rest)
        held = text.read(_CHUNK)
    if pieces:
        yield "".join(pieces)


def _read_lines(lines: Iterator[str]) -> Iterator[Record | Fault]:
    for number, line in enumerate(lines, start=1):
        bare = line.strip()
        if len(line) > _LARGEST_OBJECT:
            yield Fault(number, None, _TOO_LARGE, _shown(bare))
        elif bare:
            try:
                value = _DECODER.decode(bare)
            except (ValueError, RecursionError) as error:
                yield Fault(number, None, _reason(error, bare, 0), _shown(bare))
            else:
                yield _record(number, value, bare)


def _read_values(window: _Window) -> Iterator[Record | Fault]:
    """The values that follow one another, in an array or without one.

    Where several values share a line, each counts as a line of its own, so that every one has a
    place.
    """
    line = 0
    closing = ""  # The brackets that are open.
    while mark := window.next_mark():
        if closing and mark == closing[0]:
            closing = closing[1:]
            window.pass_to(window.at + 1)
        elif mark == "[" and not closing:
            closing = "]"
            window.pass_to(window.at + 1)
        elif mark == "," and closing != "}":
            window.pass_to(window.at + 1)
        elif mark == "{" and not closing and (begin := _list_within(window.held, window.at)):
            closing = "]}"
            window.pass_to(begin)
        elif closing == "}" and _pass_field_of_a_page(window):
            continue
        else:
            line = max(window.line, line + 1)
            if closing == "}":
                yield Fault(line, None, "not read: it follows the list", _at_hand(window))
                return
            yield _next_value(window, line)
    if closing and not window.given_up:
        yield Fault(max(window.line, line + 1), None, "the file ends before the list does", "")


def _pass_field_of_a_page(window: _Window) -> bool:
    """Pass over one more field of the object around a list, if it tells of the page alone."""
    while len(window.held) - window.at < _LARGEST_DAMAGE:
        field = _FIELD.match(window.held, window.at)
        if field and not _is_of_a_page(field[1]):
            return False
        if field:
            with suppress(ValueError, RecursionError):
                _, end = _DECODER.raw_decode(window.held, field.end())
                if end < len(window.held):
                    window.pass_to(end)
                    return True
        if not window.more():
            return False
    return False


def _next_value(window: _Window, line: int) -> Record | Fault:
    while True:
        try:
            value, end = _DECODER.raw_decode(window.held, window.at)
        except (ValueError, RecursionError) as error:
            if not (_may_go_on(error, window) and window.more()):
                return _pass_damage(window, line, error)
        else:
            raw = window.held[window.at : end]
            window.pass_to(end)
            return _record(line, value, raw)


def _may_go_on(error: Exception, window: _Window) -> bool:
    left = len(window.held) - window.at
    if not isinstance(error, json.JSONDecodeError) or left > _LARGEST_OBJECT:
        return False
    return "Unterminated" in error.msg or len(window.held) - error.pos < _LONGEST_WORD


def _pass_damage(window: _Window, line: int, error: Exception) -> Fault:
    large = len(window.held) - window.at > _LARGEST_OBJECT
    reason = _TOO_LARGE if large else _reason(error, window.held, window.at)
    raw = _at_hand(window)
    while (end := _end_of_value(window)) is None:
        if len(window.held) - window.at > _LARGEST_DAMAGE or not window.more():
            window.give_up()
            return Fault(line, None, reason if reason == _CUT else f"{reason}, from here on", raw)
    window.pass_to(end)
    return Fault(line, None, reason, raw)


def _end_of_value(window: _Window) -> int | None:
    """Where a value that is no JSON seems to end: at its last bracket, or with its word."""
    if window.held[window.at] not in "{[":
        found = _WORD_END.search(window.held, window.at + 1)
        return found.start() if found else None
    depth = 0
    for bracket in _BRACKET.finditer(window.held, window.at):
        if bracket.group() in "{[":
            depth += 1
        elif bracket.group() in "]}":
            depth -= 1
            if depth == 0:
                return bracket.end()
    return None


def _record(line: int, value: object, raw: str) -> Record | Fault:
    if is_misread(raw):
        return Fault(line, None, NOT_UTF8, _shown(raw))
    fields = _unwrapped(value)
    if not isinstance(fields, dict):
        return Fault(line, None, "not an object", _shown(raw))
    try:
        return Record(line, {clean_text(key): _text(held) for key, held in fields.items()})
    except ValueError:
        return Fault(line, None, "a number that is too large", _shown(raw))


def _unwrapped(value: object) -> object:
    if isinstance(value, dict) and len(value) == 1:
        (only,) = value.values()
        if isinstance(only, dict):
            return only
    return value


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, str):
        return clean_text(value)
    return clean_text(json.dumps(value, ensure_ascii=False, allow_nan=False))


def _reason(error: Exception, text: str, begin: int) -> str:
    if isinstance(error, RecursionError):
        return "not JSON: nested too deeply"
    if not isinstance(error, json.JSONDecodeError):
        return "a number that is too large"
    goes_on = "Unterminated" not in error.msg and _PUNCTUATION.search(text, error.pos)
    if text[begin] in "{[" and not goes_on:
        return _CUT
    return f"not JSON ({error.msg[:1].lower()}{error.msg[1:]})"


def _at_hand(window: _Window) -> str:
    return _shown(window.held[window.at : window.at + _SHOWN])


def _shown(raw: str) -> str:
    return clean_text(raw[:_SHOWN])
