"""Why a session looks risky, what speaks against that, and what became of those like it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from weakref import WeakKeyDictionary

from data.copy import Copy
from data.overlay import Overlay
from data.terms import AgentClass, Family, Risk, Signal, Status
from queries.run import ask
from queries.scope import Scope
from queries.session import Glance, by_status, glances

AT_MOST_TOGETHER = 50
"""For how many sessions at once the innocence test is made."""

# Reasons in common, of all that either of two sessions has, from which on they are alike.
_ALIKE = 2 / 3
# Sets of reasons that are looked through for the sessions most alike.
_SETS_LOOKED_AT = 5
# Families that are thought away together, to find what would lower a level.
_FAMILIES_AWAY = 3

_SIGNALS = {signal.value: signal for signal in Signal}
_CLASSES = {agent_class.value: agent_class for agent_class in AgentClass}

# What is known of each signal that can be a reason, by the names of its columns.
_Usual = Mapping[Signal, Mapping[str, Any]]


@dataclass(frozen=True)
class Reason:
    """A signal that speaks against a session.

    ``weight``: by how many powers of ten it is rarer than the signal may be. ``median``, and
    ``usual_to``, which 19 of 20 sessions keep within, are those of the yardstick, in the signal's
    unit. ``others``: how many other sessions of the yardstick show as much or more, of the
    ``judged`` whose value is known.
    """

    signal: Signal
    value: int
    weight: float
    median: int | None
    usual_to: int | None
    others: int
    judged: int


@dataclass(frozen=True)
class Assessment:
    """What speaks against one session, and how much.

    ``recorded``: the source's risk level, None where it has none. ``score``: of 100 sessions of the
    yardstick, how many are weaker, rounded down to one decimal. ``reasons``: the weightiest first.
    ``not_judged``: signals that are not available, of ``signals`` that there are.
    ``known_days``: for how many days the visitor is known, None when no visitor is recorded.
    ``of_whole_copy``: the store has too few sessions to be its own yardstick, and the sessions of
    all stores are it. ``reason_bits`` and ``strongest_bit``: the reasons, and the first of them,
    inside the copy.
    """

    session_no: int
    store: str
    status: str | None
    recorded: str | None
    suggested: str
    score: float
    agent_class: AgentClass | None
    known_days: int | None
    of_whole_copy: bool
    reasons: tuple[Reason, ...]
    not_judged: tuple[Signal, ...]
    signals: int
    reason_bits: int
    strongest_bit: int

    @property
    def is_judged(self) -> bool:
        """Whether any signal is available."""
        return len(self.not_judged) < self.signals

    @property
    def families(self) -> dict[Family, list[Reason]]:
        """The reasons by their family, the weightiest family first."""
        found: dict[Family, list[Reason]] = defaultdict(list)
        for reason in self.reasons:
            found[reason.signal.family].append(reason)
        return dict(found)

    @property
    def weights(self) -> dict[Family, float]:
        """What each family weighs: as much as its weightiest reason."""
        return {family: reasons[0].weight for family, reasons in self.families.items()}


@dataclass(frozen=True)
class Change:
    """The smallest change of one session that would lower its suggested level to ``level``.

    Either ``signal`` would have to be at ``value``, or there would be nothing of ``without``.
    """

    level: str
    signal: Signal | None = None
    value: int | None = None
    without: tuple[Family, ...] = ()


@dataclass(frozen=True)
class Innocence:
    """What a restriction by the reasons of one session would have done to those who bought.

    ``bought``: the other sessions of its store that bought. ``caught``: how many of them show all
    of its reasons; ``caught_by_strongest``: how many show the strongest. ``change``: None when the
    level is the lowest already, or nothing simple would lower it.
    """

    bought: int
    caught: int
    caught_by_strongest: int
    change: Change | None


@dataclass(frozen=True)
class Alike:
    """The other sessions of a store with much the same reasons as one.

    ``outcomes`` counts them by status (None: not recorded); ``most`` are those most like it.
    """

    outcomes: Mapping[str | None, int]
    most: tuple[Glance, ...]

    @property
    def sessions(self) -> int:
        """How many they are."""
        return sum(self.outcomes.values())


def assessment(copy: Copy, scope: Scope, session_no: int) -> Assessment | None:
    """What speaks against the session of this number; None when it is outside of the scope."""
    found = ask(copy, scope, "risk/signals", session_no=session_no).records()
    if not found:
        return None
    (own,) = found
    usual = _usual(copy, scope, own["store"])
    of_whole_copy = any(record["of_whole_copy"] for record in usual.values())
    values = {signal: own[signal.value] for signal in usual if own[signal.value] is not None}
    agent_class = _CLASSES.get(own["class"])
    speaking = ask(
        copy,
        scope,
        "risk/weights",
        store=own["store"],
        yardstick=None if of_whole_copy else own["store"],
        signals=[signal.value for signal in values],
        values=list(values.values()),
    ).tuples()
    # A known crawler is none of those that tell what is usual, so it was not counted.
    itself = 0 if agent_class is AgentClass.CRAWLER else 1
    reasons = []
    for name, weight, as_suspicious in speaking:
        signal = _SIGNALS[name]
        told = usual[signal]
        seen = Reason(
            signal=signal,
            value=values[signal],
            weight=weight,
            median=told["median"],
            usual_to=told["usual_to"],
            others=as_suspicious - itself,
            judged=told["available"],
        )
        reasons.append(seen)
    reasons.sort(key=lambda reason: (-reason.weight, usual[reason.signal]["bit"]))
    return Assessment(
        session_no=session_no,
        store=own["store"],
        status=own["status"],
        recorded=own["recorded"],
        suggested=own["suggested"],
        score=own["score"],
        agent_class=agent_class,
        known_days=own["known_days"],
        of_whole_copy=of_whole_copy,
        reasons=tuple(reasons),
        not_judged=tuple(signal for signal in Signal if signal in usual and signal not in values),
        signals=len(usual),
        reason_bits=own["reasons"],
        strongest_bit=1 << usual[reasons[0].signal]["bit"] if reasons else 0,
    )


# What is usual in a store changes as little as the copy, and every session of it is held to it.
_usual_kept: WeakKeyDictionary[Overlay, dict[tuple[Scope, str], _Usual]] = WeakKeyDictionary()


def _usual(copy: Copy, scope: Scope, store: str) -> _Usual:
    of_this_copy = _usual_kept.setdefault(copy.overlay, {})
    if (scope, store) not in of_this_copy:
        records = ask(copy, scope, "risk/usual", store=store).records()
        of_this_copy[scope, store] = {_SIGNALS[each.pop("signal")]: each for each in records}
    return of_this_copy[scope, store]


def innocence(copy: Copy, scope: Scope, of: Assessment) -> Innocence | None:
    """Whom the same reasons would have caught, and what would lower the level.

    None when no reason speaks against the session.
    """
    if not of.reasons:
        return None
    row = ask(
        copy,
        scope,
        "risk/caught",
        store=of.store,
        bought=Status.CONVERTED.value,
        reasons=of.reason_bits,
        strongest=of.strongest_bit,
    ).first()
    bought, caught, by_strongest = row or (0, 0, 0)
    # A session that bought is no other session.
    itself = int(of.status == Status.CONVERTED and bought > 0)
    return Innocence(
        bought=bought - itself,
        caught=caught - itself,
        caught_by_strongest=by_strongest - itself,
        change=_smallest_change(copy, scope, of),
    )


def innocence_of_each(
    copy: Copy, scope: Scope, session_nos: Iterable[int]
) -> list[tuple[Assessment, Innocence | None]]:
    """The same for several sessions, in their order; those outside of the scope are left out.

    Raises:
        ValueError: there are more than ``AT_MOST_TOGETHER``.
    """
    numbers = list(session_nos)
    if len(numbers) > AT_MOST_TOGETHER:
        raise ValueError(f"{len(numbers)} sessions are more than {AT_MOST_TOGETHER}.")
    found = [assessment(copy, scope, number) for number in numbers]
    return [(each, innocence(copy, scope, each)) for each in found if each is not None]


def most_alike(copy: Copy, scope: Scope, of: Assessment, most: int) -> Alike:
    """The sessions of the same store with much the same reasons, ``most`` of them by name.

    They have at least two thirds of the reasons in common, of all that either has.
    """
    if not of.reasons:
        return Alike({}, ())
    sets = {"store": of.store, "reasons": of.reason_bits, "alike": _ALIKE}
    near = ask(copy, scope, "risk/near", **sets).tuples()
    outcomes: Counter[str | None] = Counter()
    closeness: dict[int, float] = {}
    for reasons, status, sessions, alike in near:
        outcomes[status] += sessions
        closeness[reasons] = alike
    # The session itself is no other one.
    outcomes[of.status] -= 1
    chosen: list[int] = []
    for reasons in sorted(closeness, key=lambda bits: (-closeness[bits], bits))[:_SETS_LOOKED_AT]:
        asked = {"store": of.store, "reasons": reasons, "session_no": of.session_no}
        rows = ask(copy, scope, "risk/nearest", **asked, most=most - len(chosen)).tuples()
        chosen += [number for (number,) in rows]
        if len(chosen) == most:
            break
    shown = glances(copy, scope, chosen)
    return Alike(by_status(outcomes), tuple(shown[number] for number in chosen))


@dataclass(frozen=True)
class _Hypothesis:
    """Some families weigh something else, by one signal at another value or all of their signals.

    ``weights``: of every family of the session. ``size``: how many families change, and how much
    less they weigh together.
    """

    weights: Mapping[Family, float]
    size: tuple[int, float]
    signal: Signal | None = None
    value: int | None = None
    without: tuple[Family, ...] = ()


def _smallest_change(copy: Copy, scope: Scope, of: Assessment) -> Change | None:
    levels = [level.value for level in Risk]
    if of.suggested not in levels[1:]:
        return None
    hypotheses = [*_milder(copy, scope, of), *_without_families(of)]
    hypotheses.sort(key=lambda hypothesis: hypothesis.size)
    weights = [hypothesis.weights for hypothesis in hypotheses]
    rows = ask(
        copy,
        scope,
        "risk/levels",
        store=of.store,
        known_days=of.known_days,
        numbers=list(range(len(weights))),
        own=[_sum(each, shared=False) for each in weights],
        own_families=[
            sum(weight > 0 and not family.shared for family, weight in each.items())
            for each in weights
        ],
        shared=[_sum(each, shared=True) for each in weights],
        network=[each.get(Family.NETWORK, 0.0) for each in weights],
        visitor=[each.get(Family.VISITOR, 0.0) for each in weights],
    ).tuples()
    lower = levels[: levels.index(of.suggested)]
    found = [(number, level) for number, level in rows if level in lower]
    if not found:
        return None
    number, level = min(found)
    smallest = hypotheses[number]
    return Change(level, smallest.signal, smallest.value, smallest.without)


def _sum(weights: Mapping[Family, float], *, shared: bool) -> float:
    return sum(weight for family, weight in weights.items() if family.shared is shared)


def _milder(copy: Copy, scope: Scope, of: Assessment) -> Iterator[_Hypothesis]:
    """One signal alone at a less suspicious value, where that makes its family weigh less."""
    weights = of.weights
    leading = {reasons[0].signal: reasons for reasons in of.families.values()}
    rows = ask(
        copy,
        scope,
        "risk/milder",
        store=of.store,
        yardstick=None if of.of_whole_copy else of.store,
        signals=[signal.value for signal in leading],
        values=[reasons[0].value for reasons in leading.values()],
    ).tuples()
    for name, weight, value in rows:
        signal = _SIGNALS[name]
        first, *others = leading[signal]
        weighs = max(weight, others[0].weight if others else 0.0)
        if weighs < first.weight:
            size = (1, first.weight - weighs)
            yield _Hypothesis({**weights, signal.family: weighs}, size, signal, value)


def _without_families(of: Assessment) -> Iterator[_Hypothesis]:
    """Up to three families away, all of their signals."""
    weights = of.weights
    for count in range(1, _FAMILIES_AWAY + 1):
        for families in combinations(weights, count):
            size = (count, sum(weights[family] for family in families))
            yield _Hypothesis({**weights, **dict.fromkeys(families, 0.0)}, size, without=families)
