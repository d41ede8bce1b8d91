"""What the list shows: chosen in the sidebar, kept in the URL, said in one sentence."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple, Self

from data.countries import country_code, country_name
from data.terms import NOT_RECORDED, Risk, SessionType, Status, Term
from queries.facts import Facts
from queries.scope import Scope
from queries.search import Search, clean, read_search
from queries.slices import ANYTHING, ENDED, Bounds, Step, Visitor, When, time_zones

_LAST_PAGE = 10_000_000
_LONGEST_VALUE = 200
# A product that has no id is known by its title, however long that is.
_LONGEST_PRODUCT = 2_000
_UTC_ZONE = "UTC"
_NEEDS_LOOK = (Risk.REVIEW, Risk.RESTRICTED)
_YES, _OUT = "yes", "out"
_TYPE_WORDS = {
    SessionType.DESKTOP: "on desktop",
    SessionType.MOBILE: "on mobile",
    SessionType.TABLET: "on tablet",
    SessionType.BOT: "of bots",
    SessionType.UNKNOWN: "of an unknown session type",
}


class Sort(StrEnum):
    """How the list is ordered; the value is what stands in the URL."""

    label: str
    words: str

    def __new__(cls, value: str, label: str, words: str) -> Self:
        """Make a member: its value, how a choice reads, and how the sentence says it."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.words = words
        return member

    NEWEST = "newest", "Newest", "newest first"
    OLDEST = "oldest", "Oldest", "oldest first"
    VALUE = "value", "Highest value", "highest value first"
    ITEMS = "items", "Most items", "most items first"
    EXPIRING = "expiring", "Expiring soonest", "expiring soonest first"
    RISK = "risk", "Highest risk", "highest risk first"


class TimeRange(StrEnum):
    """When a session started; the value is what stands in the URL."""

    label: str
    length: timedelta | None

    def __new__(cls, value: str, label: str, length: timedelta | None) -> Self:
        """Make a member: its value, how a choice reads, and how far back from now it goes."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.length = length
        return member

    ALL = "all", "All time", None
    DAY = "24h", "Last 24 hours", timedelta(hours=24)
    WEEK = "7d", "Last 7 days", timedelta(days=7)
    MONTH = "30d", "Last 30 days", timedelta(days=30)
    QUARTER = "90d", "Last 90 days", timedelta(days=90)
    OWN = "own", "Own dates", None


class Slice(NamedTuple):
    """One filter that charts link to, as it is set: its name, what it says, and how to drop it.

    ``words`` are not escaped: they quote the product and values that no term names.
    """

    name: str
    words: str
    without: "SessionFilters"


@dataclass(frozen=True)
class SessionFilters:
    """Everything that narrows and orders the list.

    ``store``, ``status``, ``risk``, ``currency``: one value, or None for all; a status of
    ``NOT_RECORDED`` means the sessions that have none. ``risk`` is the recorded level, or the
    suggested one where none is recorded. ``since`` (inclusive) and ``until``
    (exclusive) bound the start of a session, in UTC to the second, when ``time_range`` is OWN.
    ``page`` counts from 1.

    The slices, to which the marks of charts lead; None or False for all sessions:
    ``country`` (ISO 3166-1 alpha-2) and ``session_type``, or ``NOT_RECORDED``;
    ``without_machines`` leaves out sessions of type bot. ``visitor``: new or returning.
    ``product``: its key in the copy, and with ``in_cart`` only sessions that hold it at their end.
    ``step``: how far they came. ``ended``: converted, expired or cancelled. ``needs_look``: of risk
    level Review or Restricted. ``when`` they started, on the clocks of ``zone`` (IANA name; it
    narrows nothing by itself). ``renewals`` and ``extends`` are numbers of them, ``lasted`` seconds
    from start to end.

    ``with_score``: the list has a column with the score.

    What is given is put in order: the search text is trimmed, times are taken to UTC and to
    whole seconds (a naive one is UTC), own dates without a date or upside down are all time, a
    zone that nobody knows is UTC.
    """

    store: str | None = None
    search: str = ""
    status: str | None = None
    risk: str | None = None
    time_range: TimeRange = TimeRange.ALL
    since: datetime | None = None
    until: datetime | None = None
    currency: str | None = None
    country: str | None = None
    session_type: str | None = None
    without_machines: bool = False
    visitor: Visitor | None = None
    product: str | None = None
    in_cart: bool = False
    step: Step | None = None
    ended: bool = False
    needs_look: bool = False
    when: When | None = None
    zone: str = _UTC_ZONE
    renewals: Bounds | None = None
    extends: Bounds | None = None
    lasted: Bounds | None = None
    sort: Sort = Sort.NEWEST
    with_score: bool = False
    page: int = 1

    def __post_init__(self) -> None:
        since, until, time_range = _utc(self.since), _utc(self.until), self.time_range
        if time_range is TimeRange.OWN and (
            since is until is None or (since is not None and until is not None and since >= until)
        ):
            time_range = TimeRange.ALL
        if time_range is not TimeRange.OWN:
            since = until = None
        object.__setattr__(self, "search", clean(self.search))
        object.__setattr__(self, "time_range", time_range)
        object.__setattr__(self, "since", since)
        object.__setattr__(self, "until", until)
        object.__setattr__(self, "in_cart", self.in_cart and self.product is not None)
        object.__setattr__(self, "zone", self.zone if self.zone in time_zones() else _UTC_ZONE)
        object.__setattr__(self, "page", min(max(self.page, 1), _LAST_PAGE))

    @classmethod
    def from_url(cls, parameters: Mapping[str, str]) -> Self:
        """The filters that a URL's query parameters name; what is not valid is left out.

        Whether a copy holds the values is for ``fitted`` to say.
        """
        page = parameters.get("page", "")
        ranges = {each.value: each for each in TimeRange}
        sorts = {each.value: each for each in Sort}
        return cls(
            store=_value(parameters.get("in_store")),
            search=parameters.get("search", ""),
            status=_value(parameters.get("status")),
            risk=_value(parameters.get("risk")),
            time_range=ranges.get(parameters.get("time", ""), TimeRange.ALL),
            since=_since(parameters.get("from", "")),
            until=_until(parameters.get("to", "")),
            currency=_value(parameters.get("currency")),
            country=_value(parameters.get("country")),
            session_type=_value(parameters.get("type")),
            without_machines=parameters.get("machines") == _OUT,
            visitor={each.value: each for each in Visitor}.get(parameters.get("visitor", "")),
            product=_value(parameters.get("product"), _LONGEST_PRODUCT),
            in_cart=parameters.get("in_cart") == _YES,
            step={each.value: each for each in Step}.get(parameters.get("step", "")),
            ended=parameters.get("ended") == _YES,
            needs_look=parameters.get("needs_look") == _YES,
            when=When.read(parameters.get("when", "")),
            zone=parameters.get("zone", _UTC_ZONE),
            renewals=Bounds.read(parameters.get("renewals", "")),
            extends=Bounds.read(parameters.get("extends", "")),
            lasted=Bounds.read(parameters.get("lasted", "")),
            sort=sorts.get(parameters.get("sort", ""), Sort.NEWEST),
            with_score=parameters.get("score") == _YES,
            page=int(page) if page.isascii() and page.isdigit() and len(page) < 10 else 1,
        )

    def to_url(self) -> dict[str, str]:
        """The query parameters that ``from_url`` reads; whatever is at its default is left out.

        The chosen store is ``in_store``: ``store`` belongs to the session that is looked at.
        """
        written = {
            "in_store": self.store or "",
            "search": self.search,
            "status": self.status or "",
            "risk": self.risk or "",
            "time": "" if self.time_range is TimeRange.ALL else self.time_range.value,
            "from": "" if self.since is None else _written(self.since),
            "to": "" if self.until is None else _written_end(self.until),
            "currency": self.currency or "",
            "country": self.country or "",
            "type": self.session_type or "",
            "machines": _OUT if self.without_machines else "",
            "visitor": self.visitor or "",
            "product": self.product or "",
            "in_cart": _YES if self.in_cart else "",
            "step": self.step or "",
            "ended": _YES if self.ended else "",
            "needs_look": _YES if self.needs_look else "",
            "when": "" if self.when is None else self.when.written(),
            "zone": "" if self.zone == _UTC_ZONE else self.zone,
            "renewals": "" if self.renewals is None else self.renewals.written(),
            "extends": "" if self.extends is None else self.extends.written(),
            "lasted": "" if self.lasted is None else self.lasted.written(),
            "sort": "" if self.sort is Sort.NEWEST else self.sort.value,
            "score": _YES if self.with_score else "",
            "page": "" if self.page == 1 else str(self.page),
        }
        return {name: value for name, value in written.items() if value}

    @staticmethod
    def in_url(name: str, value: str | None) -> bool:
        """Whether a URL carries such a value of a filter: no empty text, and no very long one."""
        longest = _LONGEST_PRODUCT if name == "product" else _LONGEST_VALUE
        return value is None or _value(value, longest) is not None

    def fitted(self, facts: Facts) -> "SessionFilters":
        """These filters without values that the copy doesn't hold within the viewer's scope.

        The terms' own statuses, risk levels and session types always stay, and so do a product,
        which another store may have, and the codes of countries. Amounts of different currencies
        have no order, so the sort by value narrows the list to one currency when more than one is
        in view: the chosen one, or else the most frequent. Any other sort needs none.
        """
        store = self.store if any(held.name == self.store for held in facts.stores) else None
        seen = facts.choosing(store)
        currencies = seen.currencies
        currency = None
        if self.sort is Sort.VALUE and len(currencies) > 1:
            currency = self.currency if self.currency in currencies else next(iter(currencies))
        return replace(
            self,
            store=store,
            status=_held(self.status, Status.named(self.status), [*seen.statuses, NOT_RECORDED]),
            risk=_held(self.risk, Risk.named(self.risk), seen.risks),
            currency=currency,
            country=_country(self.country, seen.countries),
            session_type=_held(
                self.session_type,
                SessionType.named(self.session_type),
                [*seen.session_types, NOT_RECORDED],
            ),
        )

    def at_page(self, page: int) -> "SessionFilters":
        """The same list at another page."""
        return replace(self, page=page)

    def widened(self) -> "SessionFilters":
        """The whole list of the chosen store, in the same order."""
        return SessionFilters(
            store=self.store, currency=self.currency, sort=self.sort, with_score=self.with_score
        )

    @property
    def narrows(self) -> bool:
        """Whether anything beside the store narrows the list."""
        plain = replace(
            self, store=None, zone=_UTC_ZONE, sort=Sort.NEWEST, with_score=False, page=1
        )
        return plain != SessionFilters()

    @property
    def asks_outcomes(self) -> bool:
        """Whether the status or the risk level of a session has a say in whether it is shown."""
        chosen = self.status is not None or self.risk is not None
        step = self.step is not None and self.step.converted is not ANYTHING
        return chosen or self.ended or self.needs_look or step

    def fits(self, status: str | None, risk: str | None) -> bool:
        """Whether the slices leave any session of this status and risk level.

        The choices of a status and of a risk level have no say in it.
        """
        if self.ended and Status.named(status) not in ENDED:
            return False
        if self.needs_look and risk not in _NEEDS_LOOK:
            return False
        asked = ANYTHING if self.step is None else self.step.converted
        return asked in (ANYTHING, status == Status.CONVERTED)

    def slices(self, title: str | None = None) -> tuple[Slice, ...]:
        """The slices that are set, in one order. ``title``: what the product is called."""
        said: list[tuple[str, str, str]] = []
        if self.country is not None:
            said.append(("Country", _capital(_country_name(self.country)), "country"))
        if self.session_type is not None:
            term = SessionType.named(self.session_type)
            words = _capital(self.session_type) if term is None else term.label
            said.append(("Session type", words, "session_type"))
        if self.without_machines:
            said.append(("Machines", "Left out", "without_machines"))
        if self.visitor is not None:
            said.append(("Visitor", self.visitor.label, "visitor"))
        if self.product is not None:
            said.append(("Product", title or self.product, "product"))
        if self.in_cart:
            said.append(("Product", "In the cart at the end", "in_cart"))
        if self.step is not None:
            said.append(("Funnel", _capital(self.step.label), "step"))
        if self.ended:
            said.append(("Ended", "Yes", "ended"))
        if self.needs_look:
            said.append(("Risk Level", "Review or Restricted", "needs_look"))
        if self.when is not None:
            said.append(("Started", f"{_capital(self.when.words())} ({self.zone})", "when"))
        if self.renewals is not None:
            said.append(("Renewals", _capital(self.renewals.counted()), "renewals"))
        if self.extends is not None:
            said.append(("Manual extends", _capital(self.extends.counted()), "extends"))
        if self.lasted is not None:
            said.append(("Lasted", _capital(self.lasted.lasting()), "lasted"))
        plain = SessionFilters()
        return tuple(
            Slice(name, words, replace(self, page=1, **{field: getattr(plain, field)}))
            for name, words, field in said
        )

    def scope(self, scope: Scope) -> Scope:
        """The viewer's scope with the chosen store."""
        return scope.choosing(self.store)

    def meaning(self, facts: Facts) -> Search | None:
        """What the search text means in this copy and store; None when there is no text."""
        search = read_search(self.search)
        return None if search is None else search.within(facts.choosing(self.store))

    def bounds(self, now: datetime) -> tuple[datetime | None, datetime | None]:
        """When the sessions shown started, in UTC: from the first time up to before the second.

        A range that goes back from now has no end: what started since then is shown.
        """
        if self.time_range.length is not None:
            moment = _utc(now)
            return None if moment is None else moment - self.time_range.length, None
        return self.since, self.until

    def sentence(self, facts: Facts, title: str | None = None) -> str:
        """What is shown, in words: "Expired sessions with Review risk from Czechia, newest first".

        ``title``: what the product is called. Not escaped: it quotes the store, the search text,
        the product and values that no term names.
        """
        words = self._status_words()
        if self.store is not None:
            words += f" of {self.store}"
        if self.risk is not None:
            words += f" {_risk_words(self.risk)}"
        if self.currency is not None:
            words += f" in {self.currency}"
        sliced = self._slice_words()
        words += sliced
        further = self._further_words(title)
        if further:
            # "Sessions with 3 renewals" reads on; "... with Review risk with 3 renewals" doesn't.
            reads_on = further[0].startswith("that ") or words.count(" ") < 2
            words += f"{' ' if reads_on else ', '}{', '.join(further)}"
        meaning = self.meaning(facts)
        if meaning is not None:
            said = meaning.sentence()
            # "with Review risk from Czechia" reads on; "with Review risk with "cz" in ..." doesn't.
            reads_on = said.startswith("from ") and " or from" not in said
            clear = " " not in words or (reads_on and not sliced and not further)
            words += f" {said}" if clear else f", {said}"
        if self.time_range is not TimeRange.ALL:
            words += f"{',' if further or ', ' in words else ''} {self._time_words()}"
        return f"{words[:1].upper()}{words[1:]}, {self.sort.words}"

    def _slice_words(self) -> str:
        words = ""
        if self.country is not None:
            words += (
                f" with country {NOT_RECORDED}"
                if self.country == NOT_RECORDED
                else f" from {country_name(self.country)}"
            )
        if self.session_type is not None:
            words += f" {_type_words(self.session_type)}"
        return words

    def _further_words(self, title: str | None) -> list[str]:
        further = []
        if self.without_machines:
            further.append("without machines")
        if self.visitor is not None:
            unknown = self.visitor is Visitor.UNKNOWN
            further.append(
                f"with visitor {NOT_RECORDED}" if unknown else f"of {self.visitor.value} visitors"
            )
        if self.product is not None:
            held = " in the cart at the end" if self.in_cart else ""
            further.append(f'with "{title or self.product}"{held}')
        if self.step is not None:
            further.append(self.step.words)
        if self.ended and self.status is not None:
            further.append("that ended")
        if self.needs_look:
            further.append("with Review or Restricted risk")
        if self.renewals is not None:
            further.append(f"with {self.renewals.counting('renewal')}")
        if self.extends is not None:
            further.append(f"with {self.extends.counting('manual extend')}")
        if self.lasted is not None:
            unknown = self.lasted.low is None
            further.append(
                f"with their end {NOT_RECORDED}"
                if unknown
                else f"that lasted {self.lasted.lasting()}"
            )
        if self.when is not None:
            further.append(f"started {self.when.words()} ({self.zone})")
        return further

    def _status_words(self) -> str:
        if self.status is None and self.ended:
            return "ended sessions"
        if self.status is None:
            anything = self.narrows or self.store is not None
            return "sessions" if anything else "all sessions"
        if self.status == NOT_RECORDED:
            return "sessions with no recorded status"
        term = Status.named(self.status)
        return f'sessions with status "{self.status}"' if term is None else f"{term.label} sessions"

    def _time_words(self) -> str:
        if self.time_range.length is not None:
            return f"started in the {self.time_range.label.lower()}"
        if self.since is not None and self.until is not None:
            first, last = _shown(self.since), _shown_end(self.until)
            if first == last:
                return f"started on {first} (UTC)"
            if _is_midnight(self.since) and _is_midnight(self.until):
                return f"started from {first} to {last} (UTC)"
            return f"started from {_shown(self.since)} to before {_shown(self.until)} (UTC)"
        if self.since is not None:
            return f"started since {_shown(self.since)} (UTC)"
        assert self.until is not None
        if _is_midnight(self.until):
            return f"started up to {_shown_end(self.until)} (UTC)"
        return f"started before {_shown(self.until)} (UTC)"


def own_days(first: date | None, last: date | None) -> tuple[datetime | None, datetime | None]:
    """``since`` and ``until`` of whole days in UTC, the last one included."""
    try:
        after = None if last is None else last + timedelta(days=1)
    except OverflowError:
        after = None
    return _midnight(first), _midnight(after)


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), UTC)


def _is_midnight(moment: datetime) -> bool:
    return moment.time() == time()


def _utc(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    try:
        zoned = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        return None
    return zoned.replace(microsecond=0)


def _value(text: str | None, longest: int = _LONGEST_VALUE) -> str | None:
    if text is None or not text.strip() or len(text) > longest:
        return None
    # A lone half of a surrogate pair can be typed into a URL and stored nowhere.
    return text if text.encode("utf-8", "ignore").decode("utf-8") == text else None


def _held(value: str | None, term: Term | None, held: Collection[str]) -> str | None:
    if value is None or value in held:
        return value
    return None if term is None else term.value


def _country(code: str | None, held: Mapping[str, int]) -> str | None:
    if code is None or code in held or code == NOT_RECORDED:
        return code
    return country_code(code) if len(code) == 2 else None


def _country_name(code: str) -> str:
    return code if code == NOT_RECORDED else country_name(code)


def _type_words(session_type: str) -> str:
    if session_type == NOT_RECORDED:
        return f"with session type {NOT_RECORDED}"
    term = SessionType.named(session_type)
    return f'of type "{session_type}"' if term is None else _TYPE_WORDS[term]


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _risk_words(risk: str) -> str:
    term = Risk.named(risk)
    return f'with risk "{risk}"' if term is None else f"with {term.label} risk"


def _since(text: str) -> datetime | None:
    day = _day(text)
    return _moment(text) if day is None else _midnight(day)


def _until(text: str) -> datetime | None:
    day = _day(text)
    return _moment(text) if day is None else own_days(None, day)[1]


def _day(text: str) -> date | None:
    if len(text) != len("2026-11-01"):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        return _utc(datetime.fromisoformat(text))
    except ValueError:
        return None


def _written(moment: datetime) -> str:
    if _is_midnight(moment):
        return moment.date().isoformat()
    return f"{moment.replace(tzinfo=None).isoformat()}Z"


def _written_end(moment: datetime) -> str:
    """A day when it ends one: the day itself is meant to be in."""
    if _is_midnight(moment) and moment.date() > date.min:
        return (moment.date() - timedelta(days=1)).isoformat()
    return f"{moment.replace(tzinfo=None).isoformat()}Z"


def _shown(moment: datetime) -> str:
    day = f"{moment.day} {moment:%B %Y}"
    return day if _is_midnight(moment) else f"{day} {moment:%H:%M:%S}"


def _shown_end(moment: datetime) -> str:
    return _shown(moment - timedelta(days=1)) if _is_midnight(moment) else _shown(moment)
