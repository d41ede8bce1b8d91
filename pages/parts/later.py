"""Parts of a page that are drawn when a reader comes near them."""

from functools import partial
from pathlib import Path

import streamlit as st

_LATER = st.components.v2.component(
    "later",
    html='<p role="status">Drawing …</p><p class="on-paper">Not drawn yet: print it again.</p>',
    css=":host { background: var(--st-secondary-background-color); border-radius: 0.375rem; }"
    "p { margin: 0; padding: 0.75rem 1rem; opacity: 0.75; } .on-paper { display: none; }"
    "@media print { p { display: none; } .on-paper { display: block; } }",
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
)
_DRAWN = "drawn"


def comes_later(name: str, height: int) -> bool:
    """Whether it is time to draw the part of this name; to be asked at the start of its fragment.

    Before, its place is kept free: as high as the part will be, ``height`` pixels or so, for the
    page to be as long as it is going to be. Once drawn it stays drawn: a reader who comes back, or
    chooses another filter, sees it at once.
    """
    if name in st.session_state.setdefault(_DRAWN, set()):
        return True
    # The fragment runs again for the component's sake alone: what it says does not matter.
    _LATER(key=f"later_{name}", height=height, on_near_change=partial(_draw, name))
    return False


def _draw(name: str) -> None:
    st.session_state[_DRAWN].add(name)
