"""Everything that is stored of one session, for those who compare systems."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

import streamlit as st

from data.terms import NOT_RECORDED
from data.user_agents import read_user_agent
from pages.parts.cells import code_html, exact_html
from pages.parts.escape import html_text
from queries.facts import Facts
from queries.session import Session

# What only the copy knows a session by says nothing to anybody else.
_INTERNAL = frozenset({"session_no", "ip_number"})
# What the source did not say: worked out when the copy was built, or decided in the dashboard.
_ADDED = frozenset({"risk_recorded", "suggested", "score", "decided"})


def draw_technical(session: Session, facts: Facts) -> None:
    """Draw every stored field, what was worked out, and the build: as a table, as JSON."""
    stored = stored_fields(session)
    judged = {"suggested_risk": session.suggested, "score": session.score}
    agent = agent_fields(session.user_agent)
    build = {"made_at": facts.made_at, "source": facts.source, "kind": facts.kind}
    table, copied = st.tabs(["Table", "JSON to copy"])
    table.html(
        '<div class="cs-block">'
        + _table_html("Stored fields", stored, NOT_RECORDED)
        + _table_html("What was made of it when the copy was built", judged, NOT_RECORDED)
        + _table_html("What the user agent says of itself", agent, "not said")
        + _table_html("The build of this copy", build, NOT_RECORDED)
        + "</div>"
    )
    told = {"session": stored, "judged": judged, "user_agent": agent, "build": build}
    copied.code(as_json(told), language="json")


def stored_fields(session: Session) -> dict[str, object]:
    """Every stored field by its name in the copy, None for what is not recorded."""
    fields = asdict(session) | {"risk": session.risk if session.risk_recorded else None}
    left_out = _INTERNAL | _ADDED
    return {name: value for name, value in fields.items() if name not in left_out}


def agent_fields(user_agent: str | None) -> dict[str, object]:
    """The user agent taken apart."""
    return dict(asdict(read_user_agent(user_agent)))


def as_json(fields: Mapping[str, object]) -> str:
    """The fields as JSON: times as ISO 8601 in UTC, amounts as text, so that no digit is lost."""
    return json.dumps(fields, ensure_ascii=False, indent=2, default=_plain_value)


def _plain_value(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _table_html(title: str, fields: Mapping[str, object], absent: str) -> str:
    rows = "".join(
        f'<tr><th scope="row"><code>{html_text(name)}</code></th>'
        f"<td>{_value_html(value, absent)}</td></tr>"
        for name, value in fields.items()
    )
    return (
        f'<h3 class="cs-day">{title}</h3><table class="cs-table cs-fields"><tbody>{rows}</tbody>'
        "</table>"
    )


def _value_html(value: object, absent: str) -> str:
    if value is None:
        return f'<span class="cs-quiet">{absent}</span>'
    if isinstance(value, datetime):
        return exact_html(value)
    return code_html(str(value)) or ""
