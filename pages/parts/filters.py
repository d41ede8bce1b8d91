"""What narrows the list: the sidebar's choices, and the URL that keeps them.

The URL is the truth. A choice is written to it at once, and what it says is put into the widgets
before they are drawn, so that Back, a reload and a colleague's link all show the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

import streamlit as st

from data.countries import country_name, flag
from data.terms import NOT_RECORDED, Risk, SessionType, Status, Term
from pages.parts.escape import markdown_text, plain
from pages.parts.slices import draw_slices
from pages.parts.times import now
from queries.facts import Facts
from queries.filters import SessionFilters, Sort, TimeRange, own_days
from queries.sessions import ListPage
from queries.slices import Visitor

SEARCH_PLACEHOLDER = "Search by cart token, IP, or country..."

_Choice = TypeVar("_Choice", Sort, TimeRange)

BESIDE = "beside"
"""What stands in the address beside the filters: with what the overview is compared."""

_ANY = ""
_WORDS = "_words"
_LONGEST_SEARCH = 200
# Statuses and risk levels that no term names: as many as a reader can take in.
_MOST_FOREIGN = 12
_LONGEST_LABEL = 60
# A box to choose from has one line for each.
_LONGEST_STORE = 28
_FIRST_OWN_DAYS = timedelta(days=6)
# The widgets' own names in the session's state.
_STORE, _SEARCH, _STATUS, _RISK = "in_store", "search", "status", "risk"
_COUNTRY, _TYPE, _VISITOR, _MACHINES = "in_country", "in_type", "in_visitor", "machines"
_TIME, _FROM, _TO, _SORT, _CURRENCY, _PAGE = "time", "from", "to", "sort", "currency", "page"


def filters_in_url() -> SessionFilters:
    """The filters that this page's address names."""
    return SessionFilters.from_url(st.query_params.to_dict())


def show(filters: SessionFilters) -> None:
    """Narrow the page to these filters: the address changes, and Back leads here again."""
    kept = {BESIDE: st.query_params[BESIDE]} if BESIDE in st.query_params else {}
    st.query_params.from_dict({**filters.to_url(), **kept})


def draw_filters(listed: ListPage, *, with_sort: bool = True) -> None:
    """Draw the choices, each with the number of sessions it would show.

    ``with_sort``: whether the order of a list is among them.
    """
    filters, facts = listed.filters, listed.facts
    if len(facts.stores) > 1:
        _draw_store(filters, facts)
    _put(_SEARCH, filters.search)
    st.text_input(
        "Search",
        key=_SEARCH,
        type="search",
        placeholder=SEARCH_PLACEHOLDER,
        max_chars=_LONGEST_SEARCH,
        on_change=_choose,
        help="Any part of a cart token. An IP address, the beginning of one, or a CIDR block. "
        "A country's code, its name, or the beginning of its name.",
    )
    draw_slices(listed, show)
    _draw_terms("Status", _STATUS, Status, filters.status, listed.status_counts, listed.any_status)
    _draw_terms("Risk Level", _RISK, Risk, filters.risk, listed.risk_counts, listed.any_risk)
    _draw_time(filters)
    if with_sort:
        _draw_sort(filters, facts)
    _draw_more(filters, facts.choosing(filters.store))
    st.button(
        "Clear filters",
        key="clear",
        on_click=show,
        args=(
            SessionFilters(store=filters.store, zone=filters.zone, with_score=filters.with_score),
        ),
        disabled=not (filters.narrows or filters.sort is not Sort.NEWEST),
        width="stretch",
    )


def draw_page_choice(listed: ListPage) -> None:
    """Draw the way to the other pages of the list."""
    _put(_PAGE, listed.filters.page)
    st.pagination(listed.pages, key=_PAGE, width=360, on_change=_turn_page)


def _draw_store(filters: SessionFilters, facts: Facts) -> None:
    sessions = {store.name: store.sessions for store in facts.stores}

    def label(store: str) -> str:
        if store == _ANY:
            return _counted("All stores", facts.sessions)
        return _counted(_fitting(store, _LONGEST_STORE), sessions.get(store, 0))

    _offer(_STORE, [_ANY, *sessions], label, filters.store)
    st.selectbox("Store", [_ANY, *sessions], key=_STORE, format_func=label, on_change=_choose)


def _draw_terms(
    label: str,
    key: str,
    kind: type[Term],
    chosen: str | None,
    counts: Mapping[str, int],
    total: int,
) -> None:
    """One choice of a term, with those values that only the data knows after the terms."""
    foreign = [value for value in counts if kind.named(value) is None and counts[value]]
    foreign = sorted(foreign, key=lambda value: (-counts[value], value))[:_MOST_FOREIGN]
    if chosen is not None and kind.named(chosen) is None and chosen not in foreign:
        foreign.append(chosen)
    choices = [_ANY, *(term.value for term in kind), *foreign]

    def words(value: str) -> str:
        if value == _ANY:
            return _counted("All", total)
        shown = value.capitalize() if value == NOT_RECORDED else value
        return _counted(markdown_text(_fitting(shown)), counts.get(value, 0))

    _offer(key, choices, words, chosen)
    st.radio(
        label,
        choices,
        key=key,
        format_func=words,
        on_change=_choose,
        help="  \n".join(f"**{term.label}**: {term.meaning}" for term in kind),
    )


def _draw_time(filters: SessionFilters) -> None:
    st.session_state[_TIME] = filters.time_range.value
    st.selectbox(
        "Started",
        [time_range.value for time_range in TimeRange],
        key=_TIME,
        format_func=lambda value: TimeRange(value).label,
        on_change=_choose,
    )
    if filters.time_range is not TimeRange.OWN:
        return
    first, last = _days(filters)
    _put(_FROM, first)
    _put(_TO, last)
    for label, key in (("From (UTC)", _FROM), ("To (UTC)", _TO)):
        st.date_input(label, None, key=key, format="YYYY-MM-DD", on_change=_choose_days)


def _draw_sort(filters: SessionFilters, facts: Facts) -> None:
    st.session_state[_SORT] = filters.sort.value
    st.selectbox(
        "Sort by",
        [sort.value for sort in Sort],
        key=_SORT,
        format_func=lambda value: Sort(value).label,
        on_change=_choose,
    )
    if filters.sort is not Sort.VALUE or filters.currency is None:
        return
    currencies = facts.choosing(filters.store).currencies

    _offer(_CURRENCY, list(currencies), plain, filters.currency)
    st.selectbox(
        "Currency",
        list(currencies),
        key=_CURRENCY,
        format_func=plain,
        on_change=_choose,
        help="Amounts of different currencies have no order, so one is shown at a time.",
    )


def _draw_more(filters: SessionFilters, facts: Facts) -> None:
    """The slices that are worth a choice of their own, where the copy holds any of them."""
    machines = SessionType.BOT in facts.session_types or filters.without_machines
    countries = _values(facts.countries, facts.sessions, filters.country)
    types = _values(facts.session_types, facts.sessions, filters.session_type)
    visitor = filters.visitor and filters.visitor.value
    visitors = _values(facts.visitors, facts.sessions, visitor)
    if not (machines or countries or types or visitors):
        return
    with st.expander("More filters", key="more"):
        _draw_values("Country", _COUNTRY, countries, filters.country, _country)
        _draw_values("Session type", _TYPE, types, filters.session_type, _session_type)
        _draw_values("Visitor", _VISITOR, visitors, visitor, _visitor)
        if machines:
            _put(_MACHINES, filters.without_machines)
            st.toggle(
                "Leave out machines",
                key=_MACHINES,
                on_change=_choose,
                help=f"Sessions of type {SessionType.BOT.label}: {SessionType.BOT.meaning}",
            )


def _values(held: Mapping[str, int], sessions: int, chosen: str | None) -> list[str]:
    """What can be chosen, the most frequent first; nothing where it is never recorded."""
    values = list(held)
    if chosen is not None and chosen not in [*values, NOT_RECORDED]:
        values.append(chosen)
    unknown = values and sum(held.values()) < sessions
    return [*values, NOT_RECORDED] if unknown or chosen == NOT_RECORDED else values


def _draw_values(
    label: str, key: str, values: list[str], chosen: str | None, words: Callable[[str], str]
) -> None:
    if not values:
        return

    def shown(value: str) -> str:
        if value in (_ANY, NOT_RECORDED):
            return "All" if value == _ANY else NOT_RECORDED.capitalize()
        return _fitting(words(value))

    choices = [_ANY, *values]
    _offer(key, choices, shown, chosen)
    st.selectbox(label, choices, key=key, format_func=shown, on_change=_choose)


def _country(code: str) -> str:
    return f"{flag(code)} {country_name(code)}".strip()


def _session_type(value: str) -> str:
    term = SessionType.named(value)
    return value if term is None else term.label


def _visitor(value: str) -> str:
    return Visitor(value).label


def _choose() -> None:
    """Take every choice as the widgets have it now: two quick ones may arrive together."""
    state, before = st.session_state, filters_in_url()
    sort = _member(Sort, state.get(_SORT), before.sort)
    visitor = _picked(_VISITOR, before.visitor)
    chosen = replace(
        before,
        store=_picked(_STORE, before.store),
        search=state.get(_SEARCH) or "",
        status=_picked(_STATUS, before.status),
        risk=_picked(_RISK, before.risk),
        country=_picked(_COUNTRY, before.country),
        session_type=_picked(_TYPE, before.session_type),
        visitor=visitor and Visitor(visitor),
        without_machines=bool(state.get(_MACHINES, before.without_machines)),
        sort=sort,
        currency=_picked(_CURRENCY, before.currency) if sort is Sort.VALUE else None,
        page=1,
    )
    time_range = _member(TimeRange, state.get(_TIME), before.time_range)
    if time_range is TimeRange.OWN and before.time_range is not TimeRange.OWN:
        today = now().date()
        since, until = own_days(today - _FIRST_OWN_DAYS, today)
        chosen = replace(chosen, time_range=time_range, since=since, until=until)
    show(replace(chosen, time_range=time_range))


def _choose_days() -> None:
    first, last = st.session_state.get(_FROM), st.session_state.get(_TO)
    if first is not None and last is not None and first > last:
        first, last = last, first
    since, until = own_days(first, last)
    show(replace(filters_in_url(), time_range=TimeRange.OWN, since=since, until=until, page=1))


def _turn_page() -> None:
    show(filters_in_url().at_page(st.session_state[_PAGE]))


def _offer(key: str, choices: list[str], words: Callable[[str], str], chosen: str | None) -> None:
    """Have a choice show a value, and remember by which words it can come back.

    The browser answers with a choice's words, and these hold a count: an answer that was under
    way while the counts changed is known by the words before the count.
    """
    st.session_state[key] = chosen or _ANY
    said = {words(choice): choice for choice in choices}
    st.session_state[f"{key}{_WORDS}"] = {
        **{_uncounted(each): choice for each, choice in said.items()},
        **said,
    }


def _picked(key: str, before: str | None) -> str | None:
    """What is chosen; ``before`` where nothing was offered."""
    offered: dict[str, str] = st.session_state.get(f"{key}{_WORDS}", {})
    answer = st.session_state.get(key)
    if answer is None:
        return before
    if answer not in offered.values():
        answer = offered.get(answer, offered.get(_uncounted(answer), before))
    return answer or None


def _fitting(name: str, longest: int = _LONGEST_LABEL) -> str:
    """The name, or its beginning and its end: those of one owner often begin alike."""
    shown = plain(name)
    if len(shown) <= longest:
        return shown
    end = longest // 2
    return f"{shown[: longest - end - 1]}…{shown[-end:]}"


def _counted(words: str, sessions: int) -> str:
    return f"{words} ({sessions:,})"


def _uncounted(words: str) -> str:
    return words.rpartition(" (")[0] or words


def _member(kind: type[_Choice], value: object, before: _Choice) -> _Choice:
    return kind(value) if value in list(kind) else before


def _days(filters: SessionFilters) -> tuple[date | None, date | None]:
    """The first and the last day of own dates, both included."""
    first = filters.since and filters.since.date()
    return first, filters.until and (filters.until - timedelta(seconds=1)).date()


def _put(key: str, value: object) -> None:
    """Have a widget show a value; one that shows it already is left in peace while typed in."""
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
