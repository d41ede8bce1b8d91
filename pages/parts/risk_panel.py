"""How risky a session looks: the levels, the rank, the reasons, and what if they are wrong."""

from datetime import datetime

import streamlit as st

from data.terms import AgentClass, Risk
from pages.parts.badges import badge_html
from pages.parts.cells import Cell, draw_cells, moment_html, text_html
from pages.parts.escape import html_text
from pages.parts.risk_gaps import gaps
from pages.parts.risk_reasons import gaps_html, reasons_html
from pages.parts.risk_words import (
    agreement_words,
    calm_words,
    change_words,
    innocence_words,
    known_words,
    rank_words,
    shared_words,
    yardstick_words,
)
from pages.parts.session_rows import draw_session_rows
from pages.parts.session_security import outcome_words
from queries.detail import Judgement
from queries.facts import Facts
from queries.risk import Alike, Assessment, Innocence
from queries.session import Session


def draw_risk(judgement: Judgement, session: Session, facts: Facts, at: datetime) -> None:
    """Draw why this session looks risky or does not."""
    of = judgement.assessment
    _draw_levels(of, session, at)
    missing = gaps_html(gaps(of, session, facts), of)
    told = [shared_words(of), known_words(of), yardstick_words(of)]
    notes = "".join(f'<p class="cs-quiet">{html_text(words)}</p>' for words in told if words)
    if not of.reasons:
        calm = f"<p>{html_text(calm_words(of))}</p>"
        st.html(f'<div class="cs-block">{_crawler_html(of)}{calm}{notes}{missing}</div>')
        return
    with st.container(key="pair-risk"):
        why, but = st.columns(2, gap="large")
    with why:
        st.subheader("Reasons, the strongest first", anchor=False)
        reasons = reasons_html(of)
        st.html(f'<div class="cs-block">{_crawler_html(of)}{reasons}{notes}{missing}</div>')
    with but:
        _draw_innocence(of, judgement.innocence)
        _draw_alike(judgement.alike, at)


def _draw_levels(of: Assessment, session: Session, at: datetime) -> None:
    recorded = None if of.recorded is None else badge_html(Risk, of.recorded)
    meaning = Risk.named(of.recorded)
    noted = "" if meaning is None else html_text(meaning.meaning)
    cells = [
        Cell("Recorded risk level", recorded, noted),
        Cell("Suggested risk level", badge_html(Risk, of.suggested), agreement_words(of)),
        Cell("Score", *rank_words(of)),
    ]
    decided = session.decided
    if decided is not None and decided.level is not None:
        by = f"by {text_html(decided.who)}, {moment_html(decided.at, at)}; it overrides the others"
        cells.insert(0, Cell("Decided risk level", badge_html(Risk, decided.level), by))
    draw_cells(cells, framed=False)


def _crawler_html(of: Assessment) -> str:
    crawler = AgentClass.CRAWLER
    if of.agent_class is not crawler:
        return ""
    return f"<p><strong>{crawler.label}.</strong> {html_text(crawler.meaning)}</p>"


def _draw_innocence(of: Assessment, test: Innocence | None) -> None:
    if test is None:
        return
    st.subheader("Innocence test", anchor=False)
    told = [innocence_words(of, test), change_words(of, test.change)]
    paragraphs = "".join(f"<p>{html_text(words)}</p>" for words in told if words)
    st.html(f'<div class="cs-block">{paragraphs}</div>')


def _draw_alike(alike: Alike, at: datetime) -> None:
    st.subheader("Most alike", anchor=False)
    if not alike.sessions:
        st.markdown("No other session of this store has much the same reasons.")
        return
    count = alike.sessions
    noun = "1 other session has" if count == 1 else f"{count:,} other sessions have"
    found = f"{noun} much the same reasons: {outcome_words(alike.outcomes)}."
    shown = len(alike.most)
    st.markdown(found if shown == count else f"{found} The {shown} most alike:")
    draw_session_rows(alike.most, "alike", at)
