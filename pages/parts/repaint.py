"""Figures in the colours of the page: drawn for one theme, they are drawn anew for another."""

from pathlib import Path

import streamlit as st

_REPAINT = st.components.v2.component(
    "repaint", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)


def repaint() -> None:
    """Run the page's script again when the viewer's theme changes, which Streamlit does not."""
    _REPAINT(key="repaint", on_repainted_change=_run_again)


def _run_again() -> None:
    """That the script runs is all; Streamlit listens only where somebody does."""
