"""Where a reader stood on a page, and how wide it is: what only the browser knows."""

from pathlib import Path

import streamlit as st

_PLACE = st.components.v2.component(
    "place", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)

_KEY = "place"


def keep_place(content: str) -> None:
    """Bring a reader who comes Back to where they stood, and anybody else to the top.

    ``content``: names what is shown; a "list ..." is also returned to when something else was
    shown before. To be called once a run, after all that is drawn.
    """
    _PLACE(
        key=_KEY,
        data={"content": content, "narrow": is_narrow()},
        default={"narrow": False},
        on_narrow_change=_redraw,
    )


def is_narrow() -> bool:
    """Whether the page is less than 640 pixels wide, as on a phone.

    The first run of a visit does not know it yet, and is followed by another where it is.
    """
    return bool(getattr(st.session_state.get(_KEY), "narrow", False))


def _redraw() -> None:
    """Streamlit keeps a component's state only where somebody listens to it."""
