"""Open the copy for the viewer: which one, which stores, and what to say when there is none."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from data.copy import Copy, CopyError, NoCopy, current_path, open_current
from data.settings import SettingsError, settings
from pages.parts.record import with_decisions
from queries.scope import Scope

_OPENED = "opened_copy"
# Pixels: lines that the eye follows.
_READABLE = 640
_LOG = logging.getLogger(__name__)


def viewer_scope() -> Scope:
    """The stores that this viewer may see, none of them chosen yet.

    Raises:
        SettingsError: the secrets file is not TOML.
    """
    return Scope(settings().stores)


def opened_copy() -> Copy:
    """The copy that this viewer looks at: the current one of when they came, or of Refresh.

    It stays the same from click to click, so that nothing shifts while somebody reads; what people
    decided is laid over it as of this click. Where no copy can be opened, the page says so and ends
    here.

    Raises:
        SettingsError: the secrets file is not TOML.
    """
    held = st.session_state.get(_OPENED)
    if isinstance(held, Copy):
        return with_decisions(held)
    try:
        opened = open_current(settings().home)
    except CopyError as error:
        _LOG.warning("%s", error)
        if isinstance(error, NoCopy):
            _draw_no_copy()
        else:
            _draw_broken_copy()
        st.stop()
    st.session_state[_OPENED] = opened
    return with_decisions(opened)


def newest_copy() -> Copy:
    """Clear what was cached, and look at the current copy from now on.

    Raises:
        CopyError: it cannot be opened; the viewer keeps the copy that they had.
        SettingsError: the secrets file is not TOML.
    """
    st.cache_data.clear()
    newest = open_current(settings().home)
    st.session_state[_OPENED] = newest
    return newest


def is_newest(copy: Copy) -> bool:
    """Whether no newer copy was published than the one that the viewer looks at."""
    try:
        return current_path(settings().home) == copy.path
    except CopyError:
        return True


@contextmanager
def calm() -> Iterator[None]:
    """Draw a page; what goes wrong is told to the log, and to the viewer in one sentence."""
    try:
        yield
    except SettingsError as error:
        _LOG.error("%s", error)
        st.error(
            "The settings of this dashboard cannot be read. Its operator finds why in the log."
        )
    except Exception:
        _LOG.exception("a page could not be drawn")
        st.error("This page could not be drawn. The dashboard's operator finds why in the log.")
        st.button("Try again")


def _draw_no_copy() -> None:
    with st.container(width=_READABLE):
        st.title("No data yet", anchor=False)
        st.markdown(
            "The dashboard reads a copy of a shop's cart reservations, and none has been made. "
            "Whoever runs it can make one of made-up stores to look around in:"
        )
        st.code("python -m data demo", language=None)
        st.markdown("or one of files of their own:")
        st.code("python -m data build FOLDER", language=None)
        st.button("Look again")


def _draw_broken_copy() -> None:
    with st.container(width=_READABLE):
        st.title("The data cannot be read", anchor=False)
        st.markdown(
            "The copy that this dashboard reads is damaged, missing or of another version. "
            "Nothing is lost: a copy can always be built again from its source."
        )
        st.code("python -m data build FOLDER", language=None)
        st.button("Look again")
