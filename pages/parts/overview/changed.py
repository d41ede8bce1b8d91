"""What changed: each segment that explains the change in conversion, in one sentence."""

from typing import NamedTuple

from data.countries import country_name
from data.terms import NOT_RECORDED, Risk, SessionType
from pages.parts.go import Mark
from pages.parts.overview.behind import behind
from pages.parts.overview.goods import product_name
from pages.parts.overview.words import named, percent, points_between
from queries.overview.asked import Asked
from queries.overview.changes import Change, Changes, Dimension
from queries.overview.products import Product
from queries.slices import When

_NO_SEGMENT = "No country, session type, product, hour or risk level changed by more than chance."
_NONE_READ = "No country, session type, product, hour or risk level moved it by a tenth of a point."


class Told(NamedTuple):
    """A sentence, not escaped, and the sessions of now that it is about."""

    words: str
    mark: Mark | None


def headline_words(found: Changes) -> str:
    """The change of all, and whether anything explains it, in sentences."""
    now, before = found.now.conversion, found.before.conversion
    if found.change is None:
        return (
            "There is no conversion to compare: in one of both periods no session is known to have "
            "ended."
        )
    moved = f"from {percent(before.share)} to {percent(now.share)}"
    way = "rose" if found.change > 0 else "fell"
    points = points_between(now.share or 0.0, before.share or 0.0)
    if not points:
        said = f"Conversion stayed at {percent(now.share)}."
    elif found.is_real:
        said = f"Conversion {way} {moved}, {_points(points / 100)}."
    else:
        said = f"Conversion went {moved}. That is within what chance alone does."
    segments = _read(found)
    if not segments:
        return f"{said} {_NONE_READ if found.segments else _NO_SEGMENT}"
    only = len(segments) == 1
    groups = "one group" if only else f"{len(segments)} groups"
    start = groups.capitalize() if points and found.is_real else f"But {groups}"
    meaning = (
        "Its points are what it did to the conversion of all:"
        if only
        else "Their points are what each did to the conversion of all; as groups overlap, they do "
        "not add up:"
    )
    return f"{said} {start} changed by more than chance. {meaning}"


def told(found: Changes, asked: Asked) -> list[Told]:
    """The segments, the largest contribution first."""
    return [Told(_sentence(change, asked.zone), _mark(change, asked)) for change in _read(found)]


def _sentence(change: Change, zone: str) -> str:
    now, before = change.now.conversion, change.before.conversion
    parts = []
    if _is_read(change.by_rate):
        way = "more" if change.by_rate > 0 else "less"
        parts.append(
            f"converted {way} often ({percent(before.share)} → {percent(now.share)}): "
            f"{_points(change.by_rate)}"
        )
    if _is_read(change.by_mix):
        size = change.now.ended / (change.now.ended + change.rest.ended or 1)
        size_before = change.before.ended / (change.before.ended + change.rest_before.ended or 1)
        way = "larger" if size > size_before else "smaller"
        parts.append(
            f"became a {way} part of all that ended ({percent(size_before)} → {percent(size)}): "
            f"{_points(change.by_mix)}"
        )
    return f"{_name(change, zone)} {', and '.join(parts)}."


def _read(found: Changes) -> list[Change]:
    """The segments whose contribution is anything once it is rounded."""
    return [each for each in found.segments if _is_read(each.by_rate) or _is_read(each.by_mix)]


def _is_read(share: float) -> bool:
    """Whether a contribution is anything once it is rounded."""
    return round(abs(100 * share), 1) > 0


def _points(share: float) -> str:
    return f"{'+' if share > 0 else '−'}{abs(100 * share):.1f} points"


def _name(change: Change, zone: str) -> str:
    value = change.value
    if isinstance(value, Product):
        return f"Sessions with “{product_name(value)}”"
    if value is None:
        return f"Sessions whose {change.dimension.label.lower()} is {NOT_RECORDED}"
    if change.dimension is Dimension.COUNTRY:
        return f"Sessions from {country_name(str(value)) or value}"
    if change.dimension is Dimension.SESSION_TYPE:
        return f"Sessions of type {named(SessionType, str(value))}"
    if change.dimension is Dimension.RISK:
        return f"Sessions with {named(Risk, str(value))} risk"
    hour = int(value)
    return f"Sessions started from {hour:02}:00 to {hour + 1:02}:00 ({zone})"


def _mark(change: Change, asked: Asked) -> Mark | None:
    value, sessions = change.value, change.now.sessions
    if change.dimension is Dimension.HOUR:
        return behind(asked, sessions, when=When(hour=int(str(value))), zone=asked.zone)
    if isinstance(value, Product):
        return behind(asked, sessions, store=value.store, product=value.key)
    field = {
        Dimension.COUNTRY: "country",
        Dimension.SESSION_TYPE: "session_type",
        Dimension.RISK: "risk",
    }[change.dimension]
    return behind(asked, sessions, **{field: value or NOT_RECORDED})
