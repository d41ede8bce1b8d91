"""Before a restriction: whom the same reasons would have caught of those who bought."""

from collections.abc import Sequence

from data.copy import Copy
from pages.parts.escape import html_text
from pages.parts.risk_words import calm_words, change_words, innocence_words, share_words
from pages.parts.tokens import short_token
from queries.risk import Assessment, Innocence, innocence_of_each
from queries.scope import Scope
from queries.session import Glance, glances

_LISTED = 5


def innocence_html(copy: Copy, scope: Scope, session_nos: Sequence[int]) -> str:
    """What speaks against restricting these sessions, as HTML."""
    tested = innocence_of_each(copy, scope, session_nos)
    if len(tested) == 1:
        told = _of_one(*tested[0])
    else:
        told = _of_many(tested, glances(copy, scope, list(session_nos)))
    paragraphs = "".join(f"<p>{html_text(words)}</p>" for words in told if words)
    return f'<div class="cs-block"><p><strong>Before restricting</strong></p>{paragraphs}</div>'


def _of_one(of: Assessment, test: Innocence | None) -> list[str]:
    if test is None:
        return [calm_words(of)]
    return [innocence_words(of, test), change_words(of, test.change)]


def _of_many(
    tested: Sequence[tuple[Assessment, Innocence | None]], by_number: dict[int, Glance]
) -> list[str]:
    """How many of them have reasons that nobody who bought shows, and the worst of the others."""
    calm = sum(test is None for _, test in tested)
    clear = sum(test is not None and test.caught == 0 for _, test in tested)
    others = [(of, test) for of, test in tested if test is not None and test.caught > 0]
    others.sort(key=lambda each: each[1].caught / each[1].bought, reverse=True)
    told = []
    if calm:
        told.append(f"No signal speaks against {_sessions(calm, len(tested))}.")
    if clear:
        told.append(
            f"The reasons of {_sessions(clear, len(tested))} would have caught no session that"
            " bought."
        )
    for of, test in others[:_LISTED]:
        token = short_token(by_number[of.session_no].cart_token)
        told.append(
            f"The reasons of {token} would have caught {test.caught:,}"
            f" ({share_words(test.caught, test.bought)}) of the {test.bought:,} other sessions of"
            " its store that bought."
        )
    if len(others) > _LISTED:
        told.append(f"Those of {len(others) - _LISTED:,} more would have caught a smaller share.")
    return told


def _sessions(count: int, of: int) -> str:
    return f"all {of:,}" if count == of else f"{count:,} of the {of:,}"
