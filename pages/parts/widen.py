"""Ways on from a list that shows nothing."""

from dataclasses import replace
from datetime import datetime

import streamlit as st

from data.copy import Copy
from pages.parts.escape import markdown_text
from pages.parts.filters import show
from queries.filters import SessionFilters, TimeRange
from queries.scope import Scope
from queries.sessions import ListPage, list_page


def draw_ways_to_widen(copy: Copy, scope: Scope, listed: ListPage, at: datetime) -> None:
    """Draw a button for each filter without which there would be hits, and how many."""
    st.header("No session fits all of this", anchor=False)
    ways = _ways(copy, scope, listed, at)
    if ways:
        st.markdown("Without one of the filters there would be some:")
    else:
        st.markdown("Leaving out one filter alone would not help.")
    with st.container(horizontal=True):
        for number, (words, filters, sessions) in enumerate(ways):
            st.button(
                f"{words} ({sessions:,})", key=f"widen_{number}", on_click=show, args=(filters,)
            )
        filters = listed.filters
        cleared = SessionFilters(
            store=filters.store, zone=filters.zone, with_score=filters.with_score
        )
        st.button(
            f"Clear filters ({listed.whole:,})",
            key="widen_all",
            on_click=show,
            args=(cleared,),
        )


def _ways(
    copy: Copy, scope: Scope, listed: ListPage, at: datetime
) -> list[tuple[str, SessionFilters, int]]:
    filters = listed.filters
    found: list[tuple[str, SessionFilters, int]] = []
    if filters.search:
        without = replace(filters, search="")
        found.append(("Without the search", without, list_page(copy, scope, without, at).total))
    if filters.status is not None:
        found.append(("Any status", replace(filters, status=None), listed.any_status))
    if filters.risk is not None:
        found.append(("Any risk level", replace(filters, risk=None), listed.any_risk))
    for each in filters.slices(listed.title):
        words = f"Without {each.name}: {markdown_text(each.words)}"
        found.append((words, each.without, list_page(copy, scope, each.without, at).total))
    if filters.time_range is not TimeRange.ALL:
        ever = replace(filters, time_range=TimeRange.ALL)
        found.append(("All time", ever, list_page(copy, scope, ever, at).total))
    if filters.store is not None and len(listed.facts.stores) > 1:
        anywhere = replace(filters, store=None)
        found.append(("All stores", anywhere, list_page(copy, scope, anywhere, at).total))
    return [way for way in found if way[2]]
