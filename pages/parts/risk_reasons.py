"""Why a session looks risky: its reasons as bars with sentences, and what could not be judged."""

from collections.abc import Iterable, Mapping

from data.risk.method import AT_MOST
from data.terms import Risk, Signal
from pages.parts.badges import badge_colour
from pages.parts.escape import html_text
from pages.parts.risk_words import seen_words, weight_words
from queries.risk import Assessment, Reason

_LONGEST = max(AT_MOST.values())


def reasons_html(of: Assessment) -> str:
    """Every family's weightiest reason, the weightiest first, its other reasons folded below it."""
    items = "".join(_family_html(reasons, of) for reasons in of.families.values())
    scale = f"The longer the bar, the more the reason weighs, {_LONGEST} at most."
    listed = f'<ol class="cs-reasons" role="list">{items}</ol>'
    return f'<p class="cs-quiet cs-scale">{scale}</p>{listed}'


def gaps_html(found: Mapping[str, Iterable[Signal]], of: Assessment) -> str:
    """What could not be judged, by why that is, folded; nothing when everything was."""
    if not found:
        return ""
    items = "".join(
        f'<li>{html_text(why)} <span class="cs-quiet">'
        f"{html_text(', '.join(signal.label for signal in signals))}</span></li>"
        for why, signals in found.items()
    )
    return (
        f'<details class="cs-folded"><summary>Not judged:'
        f" {len(of.not_judged)} of {of.signals} signals</summary><ul>{items}</ul></details>"
    )


def _family_html(reasons: list[Reason], of: Assessment) -> str:
    first, *others = reasons
    family = first.signal.family
    folded = ""
    if others:
        noun = "1 more reason" if len(others) == 1 else f"{len(others)} more reasons"
        inner = "".join(f"<li>{_reason_html(each, of)}</li>" for each in others)
        folded = (
            f'<details class="cs-folded"><summary>{noun} of the same root, “{family.label}”,'
            f' which counts once</summary><ol role="list">{inner}</ol></details>'
        )
    return f"<li>{_reason_html(first, of)}{folded}</li>"


def _reason_html(reason: Reason, of: Assessment) -> str:
    signal = reason.signal
    width = min(100 * reason.weight / _LONGEST, 100)
    style = f"width:{width:.0f}%;background:{badge_colour(Risk, of.suggested)}"
    shared = " Unrelated people may show the same." if signal.family.shared else ""
    return (
        f'<div class="cs-reason"><strong>{html_text(signal.label)}</strong>'
        f'<span class="cs-quiet">{weight_words(reason)}</span></div>'
        f'<div class="cs-bar" aria-hidden="true"><div style="{style}"></div></div>'
        f"<p>{html_text(seen_words(reason, of))}</p>"
        f'<p class="cs-quiet">{html_text(signal.meaning)}{shared}'
        f" <strong>Speaks against it:</strong> {html_text(signal.against)}</p>"
    )
