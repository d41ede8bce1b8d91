"""What speaks for and against a session, in sentences of plain text.

Nothing in them comes from the data but numbers: they are safe in HTML and Markdown alike.
"""

from collections.abc import Iterable

from data.risk.method import SMALL_STORE
from data.terms import Direction, Family, Risk, Signal
from queries.risk import Assessment, Change, Innocence, Reason

_YES_OR_NO = "(1: yes, 0: no)"
_ONE = {"countries": "country"}
# Days from which on a visitor's age speaks for a session.
_KNOWN_FROM = 7


def amount_words(signal: Signal, value: int) -> str:
    """A value with its unit: "12 sessions", "1 session", "35%", "yes"."""
    if signal.unit == _YES_OR_NO:
        return "yes" if value else "no"
    if signal.unit.startswith("%"):
        return f"{value:,}{signal.unit}"
    if value == 1 and signal.unit.endswith("s") and signal.unit in _COUNTED:
        return f"1 {_ONE.get(signal.unit, signal.unit[:-1])}"
    return f"{value:,} {signal.unit}"


_COUNTED = {
    *("sessions", "countries", "user agents", "percentage points", "extends", "times"),
    *("products", "changes", "checkouts", "seconds", "items", "days"),
}


def rank_words(of: Assessment) -> tuple[str, str]:
    """The score as a rank, in two parts: "Riskier than 99.2%", "of this store's sessions"."""
    if not of.is_judged:
        return "Not judged", "nothing to judge by is recorded"
    return f"Riskier than {of.score:.1f}%", f"of {_yardstick(of)}"


def calm_words(of: Assessment) -> str:
    """What is said of a session without a reason, in sentences."""
    if not of.is_judged:
        return "Nothing could be judged: too little is recorded of this session."
    return (
        "Nothing stands out: no signal speaks against this session. Its rank then tells only how"
        " rare its values are, and is no concern by itself."
    )


def yardstick_words(of: Assessment) -> str:
    """Which sessions are the yardstick, where they are not the store's own; else nothing."""
    if not of.of_whole_copy:
        return ""
    return (
        f"This store has fewer than {SMALL_STORE} sessions: the sessions of all stores of the copy"
        " are the yardstick."
    )


def agreement_words(of: Assessment) -> str:
    """Whether the recorded and the suggested level agree."""
    if of.recorded is None:
        return "No level is recorded: the suggested one stands in."
    levels = list(Risk)
    recorded, suggested = Risk.named(of.recorded), Risk.named(of.suggested)
    if recorded is None or suggested is None:
        return "The recorded level is none of those known here."
    if recorded is suggested:
        return "Agrees with the recorded level."
    higher = levels.index(suggested) > levels.index(recorded)
    return f"{'Higher' if higher else 'Lower'} than the recorded level."


def weight_words(reason: Reason) -> str:
    """What a reason weighs: "weight 1.6"."""
    return f"weight {reason.weight:.1f}" if reason.weight >= 0.1 else "weight below 0.1"


def seen_words(reason: Reason, of: Assessment) -> str:
    """What was seen, what is usual, and how many others show it, in sentences."""
    signal = reason.signal
    if signal.unit == _YES_OR_NO:
        seen = "Seen here."
    else:
        seen = f"{_capital(amount_words(signal, reason.value))} here."
    return " ".join(filter(None, (seen, _usual(reason), _others(reason, of))))


def _usual(reason: Reason) -> str:
    signal, median, usual_to = reason.signal, reason.median, reason.usual_to
    if median is None or usual_to is None:
        return ""
    if signal.unit == _YES_OR_NO:
        return "" if usual_to else "At least 19 of 20 sessions do not show it."
    if signal.direction is Direction.LOW:
        bound = f"at least {_short(signal, usual_to)}"
    elif usual_to == 0:
        bound = "none"
    else:
        bound = f"at most {_short(signal, usual_to)}"
    return f"Usual: {_short(signal, median)} (median); 19 of 20 sessions have {bound}."


def _others(reason: Reason, of: Assessment) -> str:
    if reason.signal.unit == _YES_OR_NO:
        shown = "show it too"
    elif reason.signal.direction is Direction.LOW:
        shown = "show as little or less"
    else:
        shown = "show as much or more"
    if of.of_whole_copy:
        # How many sessions other stores have is not everybody's business.
        return f"Of all stores' sessions, {share_words(reason.others + 1, reason.judged)} {shown}."
    if reason.others <= 0:
        return f"No other session of this store {shown.replace('show', 'shows', 1)}."
    if reason.others == 1:
        return f"1 other session of this store {shown.replace('show', 'shows', 1)}."
    share = share_words(reason.others, reason.judged)
    return f"{reason.others:,} other sessions of this store ({share}) {shown}."


def share_words(part: int, whole: int) -> str:
    """A share with one decimal: "0.2%", "below 0.1%" for anything less, "0%" for nothing."""
    if part <= 0 or whole <= 0:
        return "0%"
    share = 100 * part / whole
    return "below 0.1%" if share < 0.1 else f"{share:.1f}%"


def shared_words(of: Assessment) -> str:
    """What it means that all reasons are of those that people share; nothing where some are not."""
    if not of.reasons or not all(family.shared for family in of.families):
        return ""
    return (
        "None of these is the session's own doing: what unrelated people may share weighs little"
        f" by itself, and never suggests more than {Risk.MONITORED.label}."
    )


def known_words(of: Assessment) -> str:
    """What a visitor's age says for the session; nothing where it says nothing.

    Of a visitor who comes too often it says nothing: the score does not count it then.
    """
    if of.known_days is None or of.known_days < _KNOWN_FROM or Family.VISITOR in of.families:
        return ""
    return f"In its favour: the visitor is known for {of.known_days:,} days."


def innocence_words(of: Assessment, test: Innocence) -> str:
    """How many who bought the same reasons would have caught, in sentences."""
    if test.bought <= 0:
        return (
            "No other session of this store is recorded as bought, so it cannot be told whom the"
            " same reasons would have caught."
        )
    bought = f"the {test.bought:,} other sessions of this store that bought"
    if test.bought == 1:
        bought = "the 1 other session of this store that bought"
    found = (
        f"Had every session with the same reasons been restricted, {_caught(test.caught, test)} of"
        f" {bought} would have been caught."
    )
    if len(of.reasons) == 1:
        return found
    strongest = of.reasons[0].signal.label
    return f"{found} By “{strongest}” alone: {_caught(test.caught_by_strongest, test)}."


def _caught(count: int, test: Innocence) -> str:
    return f"{count:,} ({share_words(count, test.bought)})" if count else "none"


def change_words(of: Assessment, change: Change | None) -> str:
    """The smallest change that would lower the suggested level, in a sentence."""
    if of.suggested == Risk.NORMAL:
        return ""
    if change is None:
        return "Nothing simple would lower the level: several kinds of reasons stand for it."
    if change.signal is not None and change.value is not None:
        signal, value = change.signal, change.value
        if value and signal.unit != _YES_OR_NO:
            seen = next(reason.value for reason in of.reasons if reason.signal is signal)
            return (
                f"With {_short(signal, value)} instead of {_short(signal, seen)} for"
                f" “{signal.label}” it would be {change.level}."
            )
        return f"Without “{signal.label}” it would be {change.level}."
    names = [_family_name(of, family) for family in change.without]
    return f"Without {_listed(names)} it would be {change.level}."


def _family_name(of: Assessment, family: Family) -> str:
    """A family by its only reason, or by its own name."""
    reasons = of.families[family]
    return f"“{reasons[0].signal.label if len(reasons) == 1 else family.label}”"


def _listed(names: Iterable[str]) -> str:
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last


def _short(signal: Signal, value: int) -> str:
    """A value beside one that has its unit already: the percent sign alone is said again."""
    return f"{value:,}%" if signal.unit.startswith("%") else f"{value:,}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _yardstick(of: Assessment) -> str:
    return "the sessions of all stores" if of.of_whole_copy else "this store's sessions"
