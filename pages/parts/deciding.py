"""Decide about sessions: the buttons, and the dialog that asks why before anything is kept."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from data.actions.decided import Decided, Decision
from data.actions.deciding import Seen, add_note, decide
from data.actions.errors import ActionsError, Conflict
from data.actions.session_key import SessionKey
from data.actions.wording import LONGEST_NOTE, LONGEST_REASON
from data.copy import Copy
from data.terms import Risk
from pages.parts.badges import badge_html
from pages.parts.cells import code_html
from pages.parts.escape import html_text, markdown_text
from pages.parts.innocence import innocence_html
from pages.parts.record import OUT_OF_REACH, record
from pages.parts.reviewer import ask_reviewer, remember_reviewer
from pages.parts.tokens import short_token
from queries.scope import Scope
from queries.session import Session
from queries.sessions import SessionRow

_TOLD, _ASKED, _AFTER = "decided_just_now", "asked", "after_decision"
_REASON = "last_reason_"
_NAMED_STORES = 3
_TITLES = {
    Decision.RESTRICT: ("Restrict session", "Restrict {:,} sessions"),
    Decision.LIFT: ("Lift the decision", "Lift {:,} decisions"),
    Decision.CONFIRM: ("Confirm as fine", "Confirm {:,} sessions as fine"),
}
_DONE = {
    Decision.RESTRICT: ("Session {} is restricted.", "{:,} sessions are restricted."),
    Decision.LIFT: ("The decision about {} is lifted.", "{:,} decisions are lifted."),
    Decision.CONFIRM: ("Session {} is confirmed as fine.", "{:,} sessions are confirmed as fine."),
}


@dataclass(frozen=True)
class Subject:
    """A session as the viewer saw it when they began to decide.

    ``recorded``: the risk level that the copy records, None where it records none; ``in_copy``:
    that, or the suggested one. ``decided``: the latest decision about it, None when there was none.
    """

    session: SessionKey
    session_no: int
    recorded: str | None
    in_copy: str
    score: float
    decided: Decided | None

    @property
    def level(self) -> str:
        """The risk level that is shown."""
        standing = self.decided is not None and self.decided.level
        return standing or self.in_copy

    def allows(self, decision: Decision) -> bool:
        """Whether this decision would change what is decided already."""
        standing = None if self.decided is None else self.decided.level
        return decision.level() != standing


@dataclass(frozen=True)
class Asked:
    """What the dialog is about to decide about these sessions; None to add a note to the first.

    ``version``: that of the decisions that were shown. ``reason`` stands in its field at first.
    ``done`` is called by ``go_on`` when the answer is kept.
    """

    decision: Decision | None
    subjects: tuple[Subject, ...]
    version: int
    reason: str = ""
    done: Callable[[], None] | None = None


def subject_of(copy: Copy, session: Session | SessionRow) -> Subject:
    """What is decided about when somebody decides about this session of the copy."""
    return Subject(
        session=SessionKey(session.store, session.cart_token),
        session_no=session.session_no,
        recorded=session.risk if session.risk_recorded else None,
        in_copy=session.risk,
        score=session.score,
        decided=copy.decided.about(session.store, session.cart_token),
    )


def draw_outcome(copy: Copy) -> None:
    """Say what was decided a moment ago, and when decisions are out of reach."""
    told = st.session_state.pop(_TOLD, None)
    if told is not None:
        st.toast(told)
    if not copy.decided.current:
        st.warning(OUT_OF_REACH)


def draw_decisions(copy: Copy, subjects: Sequence[Subject], *, with_note: bool = False) -> None:
    """Draw a button for each decision; each opens the dialog that ``draw_dialog`` draws.

    A decision is about those of the sessions that it would change.
    """
    with st.container(horizontal=True, key="decisions"):
        for decision in Decision:
            chosen = [subject for subject in subjects if subject.allows(decision)]
            st.button(
                _title(decision, len(chosen)),
                key=f"decide_{decision.value}",
                help=decision.meaning,
                disabled=not (chosen and copy.decided.current),
                on_click=ask,
                args=(Asked(decision, tuple(chosen), copy.decided.version),),
            )
        if with_note:
            st.button(
                "Add a note",
                key="note",
                disabled=not copy.decided.current,
                on_click=ask,
                args=(Asked(None, tuple(subjects), copy.decided.version),),
            )


def ask(asked: Asked) -> None:
    """Open the dialog: it stays open until it is answered or closed."""
    st.session_state[_ASKED] = asked


def go_on() -> None:
    """Do what was to be done after a decision; to be called before the page is drawn."""
    done = st.session_state.pop(_AFTER, None)
    if done is not None:
        done()


def last_reason(decision: Decision) -> str:
    """The reason that was given for the last such decision on this visit."""
    return str(st.session_state.get(f"{_REASON}{decision.value}") or "")


def draw_dialog(copy: Copy, scope: Scope) -> None:
    """Draw the dialog that is open, if one is; to be called once a run, after all else."""
    asked = st.session_state.get(_ASKED)
    if asked is None:
        return
    decision = asked.decision
    title = "Add a note" if decision is None else _title(decision, len(asked.subjects))
    dialog = st.dialog(title, width="medium", on_dismiss=_close)
    if decision is None:
        dialog(_draw_note)(asked)
    else:
        dialog(_draw_decision)(copy, scope, decision, asked, title)


def _close() -> None:
    st.session_state.pop(_ASKED, None)


def _draw_decision(copy: Copy, scope: Scope, decision: Decision, asked: Asked, title: str) -> None:
    if _ASKED not in st.session_state:
        # A button in the dialog closed it, which runs the dialog alone: the page is run as well.
        st.rerun()
    st.html(_what(decision, asked.subjects))
    if decision is Decision.RESTRICT:
        numbers = [subject.session_no for subject in asked.subjects]
        st.html(innocence_html(copy, scope, numbers))
    with st.form("decision", border=False):
        reason = st.text_input(
            "Reason (required)", asked.reason, key="reason", max_chars=LONGEST_REASON
        )
        note = st.text_area("Note", key="decision_note", max_chars=LONGEST_NOTE, height=80)
        who = ask_reviewer("decision_who")
        confirmed = st.form_submit_button(title, key="confirm", shortcut="Ctrl+Enter")
    if not confirmed:
        return
    seen = [
        Seen(subject.session, asked.version, subject.recorded, subject.score)
        for subject in asked.subjects
    ]
    try:
        decide(record(), decision, seen, who=who, reason=reason, note=note)
    except ActionsError as refused:
        st.error(markdown_text(str(refused)))
        if isinstance(refused, Conflict):
            st.button("Look again", key="look_again", on_click=_close)
        return
    st.session_state[f"{_REASON}{decision.value}"] = reason
    one, many = _DONE[decision]
    first = markdown_text(short_token(asked.subjects[0].session.cart_token))
    count = len(asked.subjects)
    _end(asked, who, one.format(first) if count == 1 else many.format(count))


def _draw_note(asked: Asked) -> None:
    with st.form("note_alone", border=False):
        note = st.text_area("Note (required)", key="note_text", max_chars=LONGEST_NOTE, height=80)
        who = ask_reviewer("note_who")
        confirmed = st.form_submit_button("Add the note", key="keep_note", shortcut="Ctrl+Enter")
    if not confirmed:
        return
    try:
        add_note(record(), asked.subjects[0].session, who=who, note=note)
    except ActionsError as refused:
        st.error(markdown_text(str(refused)))
        return
    _end(asked, who, "The note is kept.")


def _end(asked: Asked, who: str, told: str) -> None:
    """Close the dialog, and show the page as it is now."""
    remember_reviewer(who)
    st.session_state[_TOLD] = told
    _close()
    st.session_state[_AFTER] = asked.done
    st.rerun()


def _title(decision: Decision, count: int) -> str:
    one, many = _TITLES[decision]
    return one if count <= 1 else many.format(count)


def _what(decision: Decision, subjects: Sequence[Subject]) -> str:
    """Which sessions, and from which level to which, as HTML."""
    changes = Counter((subject.level, decision.level() or subject.in_copy) for subject in subjects)
    if len(subjects) == 1:
        (subject,) = subjects
        whose = f"{html_text(subject.session.store)} {code_html(subject.session.cart_token)}"
    else:
        whose = f"{len(subjects):,} sessions of {_stores(subjects)}"
    lines = "".join(
        f"<li>{'' if len(subjects) == 1 else f'{count:,} × '}{badge_html(Risk, before)}"
        f" {'stays' if before == after else 'becomes'} {badge_html(Risk, after)}</li>"
        for (before, after), count in changes.items()
    )
    return f'<div class="cs-block"><p>{whose}</p><ul class="cs-changes">{lines}</ul></div>'


def _stores(subjects: Sequence[Subject]) -> str:
    names = sorted({subject.session.store for subject in subjects})
    return html_text(", ".join(names) if len(names) <= _NAMED_STORES else f"{len(names)} stores")
