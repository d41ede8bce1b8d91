"""What became of the input of a build, for a person and for a program."""

import json
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Reason:
    """Why rows were turned away, set aside or noted: how many, and the first places."""

    outcome: str
    reason: str
    rows: int
    examples: list[str]


@dataclass(frozen=True)
class Report:
    """A build: the copy's file (None when nothing was published), and what it took of its input.

    ``rows_in`` = ``taken`` + ``set_aside`` + ``turned_away``, all of them rows of the input.
    """

    copy: str | None
    sessions: int
    lines: int
    events: int
    rows_in: int
    taken: int
    set_aside: int
    turned_away: int
    stores: list[str]
    found: list[Reason] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def as_json(self) -> str:
        """The report as one JSON object; ``reasons`` is reason → count."""
        told = asdict(self)
        found = told.pop("found")
        told["reasons"] = {}
        for one in found:
            told["reasons"][one["reason"]] = told["reasons"].get(one["reason"], 0) + one["rows"]
        told["details"] = found
        return json.dumps(told, ensure_ascii=False, default=str)

    def as_text(self) -> str:
        """The report for a person."""
        lines = [
            f"{counted(self.rows_in, 'row')} in: {self.taken:,} taken,"
            f" {self.set_aside:,} set aside, {self.turned_away:,} turned away",
            f"{counted(self.sessions, 'session')}, {counted(self.lines, 'cart line')},"
            f" {counted(self.events, 'event')} in {counted(len(self.stores), 'store')}",
        ]
        for outcome in ("turned away", "set aside", "noted"):
            found = [one for one in self.found if one.outcome == outcome]
            if found:
                lines += ["", f"{outcome.capitalize()}:"]
            for one in found:
                lines.append(f"  {one.rows:>9,}  {one.reason}")
                lines += [f"             {example}" for example in one.examples]
        if self.notes:
            lines += ["", *self.notes]
        return "\n".join(visible(line) for line in lines)


def visible(text: str) -> str:
    """A text without the characters that a terminal obeys or that turn the order of others."""
    if text.isprintable():
        return text
    return "".join(
        mark if mark.isprintable() else " " if mark.isspace() else "\ufffd" for mark in text
    )


def counted(number: int, noun: str) -> str:
    """A number and what it counts: "1 row", "2,000 rows"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
