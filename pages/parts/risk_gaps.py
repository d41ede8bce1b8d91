"""Why some signals of a session could not be judged."""

from collections import defaultdict

from data.terms import AgentClass, Signal
from queries.facts import Facts
from queries.risk import Assessment
from queries.session import Session

_VISITOR = frozenset(signal for signal in Signal if signal.value.startswith("visitor_"))
_ADDRESS = frozenset(signal for signal in Signal if signal.value.startswith(("ip_", "block_")))
_AGENT = frozenset(signal for signal in Signal if signal.value.startswith("agent_"))
_UNSOLD = frozenset(signal for signal in Signal if signal.value.endswith("_unsold"))
_EVENTS = frozenset(
    {
        *(Signal.REFUSED_UPDATES, Signal.BLOCKED_CHECKOUTS, Signal.NO_VIEWS),
        *(Signal.ADDING_PACE, Signal.CHECKOUT_SECONDS, Signal.EVENNESS),
    }
)
# Why, where what the signal is made of is recorded: there is too little of it.
_TOO_LITTLE = {
    Signal.VISITOR_COUNTRIES: "No country is recorded.",
    Signal.VISITOR_AGENTS: "No user agent is recorded.",
    Signal.IP_AGENTS: "No user agent is recorded.",
    Signal.BLOCK_STOCK: "Too few sessions held its products on those days.",
    Signal.STOCK_SHARE: "Too few sessions held its products on those days.",
    Signal.TAKEN_AGAIN: "No product with a time is recorded.",
    Signal.HAND_TO_HAND: "No product with a time is recorded.",
    Signal.PRODUCT_BURST: "No product with a time is recorded.",
    Signal.AT_LIMIT: "Its products show no limit.",
    Signal.RENEWALS_USED: "The renewals or their maximum are not recorded.",
    Signal.EXTENDS_ALONE: "The manual extends are not recorded.",
    Signal.REFUSED_UPDATES: "This store records no refused changes.",
    Signal.BLOCKED_CHECKOUTS: "This store records no blocked checkouts.",
    Signal.NO_VIEWS: "This store records no views of products.",
    Signal.ADDING_PACE: "It added fewer than five items.",
    Signal.CHECKOUT_SECONDS: "It did not reach a checkout, or began with it.",
    Signal.EVENNESS: "It has too few actions.",
    Signal.DECLARED_BOT: "No user agent is recorded.",
    Signal.CART_VALUE: "No cart value with a currency is recorded.",
    Signal.ITEM_COUNT: "No number of items is recorded.",
}


def gaps(of: Assessment, session: Session, facts: Facts) -> dict[str, list[Signal]]:
    """The signals that could not be judged by why that is, in a sentence each."""
    found: dict[str, list[Signal]] = defaultdict(list)
    for signal in of.not_judged:
        found[_why(signal, of, session, facts)].append(signal)
    return dict(found)


def _why(signal: Signal, of: Assessment, session: Session, facts: Facts) -> str:
    crowd = signal in _VISITOR | _ADDRESS | _AGENT
    if of.agent_class is AgentClass.CRAWLER and (crowd or signal in _BY_NATURE):
        return "A known crawler does this by its nature; it is not held against it."
    if signal in _VISITOR | {Signal.TAKEN_AGAIN} and session.visitor_id is None:
        return "No visitor is recorded."
    if signal in _ADDRESS and session.ip_number is None:
        return "No IP is recorded."
    if signal in _AGENT and session.user_agent is None:
        return "No user agent is recorded."
    if signal is Signal.HAND_TO_HAND and session.ip_number is None and session.user_agent is None:
        return "No IP and no user agent is recorded."
    if signal in _UNSOLD:
        return "No session of this store has ended."
    if signal in _EVENTS and not facts.has_events:
        return "This copy holds no events."
    return _TOO_LITTLE.get(signal, "What it is made of is not recorded.")


_BY_NATURE = frozenset({Signal.EVENNESS, Signal.NO_VIEWS, Signal.TAKEN_AGAIN, Signal.HAND_TO_HAND})
