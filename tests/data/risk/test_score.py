"""What signals add up to: levels, ranks, and what never changes them."""

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import count, groupby, pairwise
from math import log10
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from data.copy import Copy
from data.risk.method import AT_MOST, MEASURES, SMALL_STORE
from data.terms import AgentClass, Family, Risk, Signal
from tests.data.conftest import Build
from tests.queries.conftest import Row, build_tiny

START = datetime(2026, 9, 1)
LEVELS = list(Risk)
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
AGENTS = [
    f"Mozilla/5.0 (X11; Linux x86_64; rv:{n}.0) Gecko/20100101 Firefox/{n}.0" for n in range(9)
]


_numbers = count()


class Scored(NamedTuple):
    """What the copy says of one session."""

    agent_class: str | None
    score: float
    strength: float
    suggested: str
    reasons: int


def ordinary(number: int, **values: Any) -> Row:
    """A shopper with a device and an address of their own; one in three buys."""
    some = random.Random(number)
    at = START + timedelta(hours=3 * number, seconds=some.randrange(3600))
    ended = at + timedelta(minutes=some.randrange(5, 55))
    return {
        "store": "big",
        "cart_token": f"ordinary {number}",
        "started_at": at,
        "ended_at": ended,
        "expires_at": ended,
        "status": "Converted" if number % 3 == 0 else "Expired",
        "visitor_id": f"visitor {number}",
        "ip": f"10.{number // 250}.{number % 250}.9",
        "user_agent": some.choice(AGENTS),
        "currency": "EUR",
        "cart_value": 20 + some.randrange(60),
        "item_count": some.randrange(1, 4),
        **values,
    }


def at_the_office(number: int) -> Row:
    """One of thirty colleagues of a lunch break, whose devices the store does not tell apart."""
    at = START + timedelta(days=5, hours=12, minutes=number)
    ended = at + timedelta(hours=1)
    named = {"cart_token": f"office {number}", "ip": "203.0.113.77", "visitor_id": None}
    return ordinary(
        1000 + number, **named, status="Expired", started_at=at, ended_at=ended, expires_at=ended
    )


def in_the_ring(number: int) -> Row:
    """One of eight accounts of one device, opened within a minute, that buy a second later."""
    at = START + timedelta(days=9, seconds=5 * number)
    ended = at + timedelta(seconds=1)
    named = {"cart_token": f"ring {number}", "visitor_id": "ring", "ip": "198.51.100.66"}
    return ordinary(2000 + number, **named, started_at=at, ended_at=ended, status="Converted")


def crawler(number: int) -> Row:
    at = START + timedelta(days=12, seconds=number)
    named = {"cart_token": f"crawler {number}", "visitor_id": "crawler", "user_agent": GOOGLEBOT}
    return ordinary(3000 + number, **named, started_at=at, ip="192.0.2.65", status="Expired")


def twin(number: int) -> Row:
    """Two sessions that differ in nothing that is measured."""
    token = {"cart_token": f"twin {number}", "visitor_id": f"t{number}", "ip": f"172.16.{number}.1"}
    return ordinary(7, **token)


def in_a_small_store(number: int) -> Row:
    named = {"store": "small", "cart_token": f"small {number}", "visitor_id": "few"}
    at = START + timedelta(days=2, minutes=number)
    return ordinary(4000 + number, **named, started_at=at)


ROWS = [
    *map(ordinary, range(220)),
    *map(at_the_office, range(30)),
    *map(in_the_ring, range(8)),
    *map(crawler, range(60)),
    *map(twin, range(2)),
    *map(in_a_small_store, range(9)),
]
COUNTED = 220 + 30 + 8 + 2


def scores(copy: Copy) -> dict[str, Scored]:
    found = copy.connection.execute(
        "select cart_token, class, scores.score, strength, scores.suggested, reasons"
        " from scores join signals using (session_no) join sessions using (session_no)"
    )
    return {row[0]: Scored(*row[1:3], float(row[3]), *row[4:]) for row in found.fetchall()}


def built(folder: Path, rows: Iterable[Row]) -> Copy:
    return build_tiny(folder / f"{next(_numbers)}.duckdb", rows)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scores")


@pytest.fixture(scope="module")
def copy(folder: Path) -> Copy:
    return built(folder, ROWS)


@pytest.fixture(scope="module")
def scored(copy: Copy) -> dict[str, Scored]:
    return scores(copy)


def those(scored: dict[str, Scored], who: str) -> list[Scored]:
    return [one for token, one in scored.items() if token.startswith(who)]


def reasons_of(one: Scored) -> set[Signal]:
    return {signal for bit, signal in enumerate(Signal) if one.reasons >> bit & 1}


# Levels.


def test_a_shared_address_alone_never_suggests_more_than_monitored(
    scored: dict[str, Scored],
) -> None:
    office = those(scored, "office")
    assert {one.suggested for one in office} == {Risk.NORMAL, Risk.MONITORED}
    crowded = [one for one in office if one.suggested == Risk.MONITORED]
    families = {signal.family for one in crowded for signal in reasons_of(one)}
    assert Family.NETWORK in families
    assert all(family.shared for family in families)


def test_reasons_of_two_roots_of_the_sessions_own_suggest_a_review(
    scored: dict[str, Scored],
) -> None:
    last = scored["ring 7"]
    assert last.suggested == Risk.REVIEW
    own = {signal.family for signal in reasons_of(last) if not signal.family.shared}
    assert own == {Family.VISITOR, Family.PACE}


def test_an_ordinary_session_is_normal(scored: dict[str, Scored]) -> None:
    assert {one.suggested for one in those(scored, "ordinary")} == {Risk.NORMAL}


def test_the_ring_ranks_above_the_office_and_above_everybody(scored: dict[str, Scored]) -> None:
    ring = min(one.score for one in those(scored, "ring"))
    assert ring > max(
        one.score for token, one in scored.items() if not token.startswith(("ring", "small"))
    )


def test_a_family_counts_once_by_its_strongest_signal(
    copy: Copy, scored: dict[str, Scored]
) -> None:
    found = copy.connection.execute(
        "select signals.* from signals join sessions using (session_no) where cart_token = 'ring 7'"
    )
    names = [name for name, *_ in found.description or ()]
    values = dict(zip(names, found.fetchall()[0], strict=True))
    weights = {
        (signal, value): float(weight)
        for signal, value, weight in copy.connection.execute(
            "select signal, value, weight from tails where yardstick = 'big'"
        ).fetchall()
    }
    strongest: dict[Family, float] = {}
    for signal in reasons_of(scored["ring 7"]):
        weight = weights[signal, values[signal]]
        strongest[signal.family] = max(strongest.get(signal.family, 0), weight)
    assert len(reasons_of(scored["ring 7"])) > len(strongest)
    own = sum(weight for family, weight in strongest.items() if not family.shared)
    shared = sum(weight for family, weight in strongest.items() if family.shared)
    assert scored["ring 7"].strength == pytest.approx(own + min(shared, own))


# Ranks.


def test_the_score_is_the_share_of_the_stores_sessions_that_look_less_risky(
    scored: dict[str, Scored],
) -> None:
    big = {token: one for token, one in scored.items() if not token.startswith("small")}
    counted = [one for one in big.values() if one.agent_class != AgentClass.CRAWLER]
    assert len(counted) == COUNTED
    for one in big.values():
        below = sum(other.score < one.score for other in counted)
        assert one.score == pytest.approx(100 * below / COUNTED, abs=1e-4)


def test_sessions_alike_in_all_that_is_measured_share_a_score(scored: dict[str, Scored]) -> None:
    assert scored["twin 0"].score == scored["twin 1"].score


def test_among_sessions_without_a_reason_those_that_bought_rank_below_the_others(
    scored: dict[str, Scored],
) -> None:
    without = [
        (one.score, number % 3 == 0)
        for number in range(220)
        if not (one := scored[f"ordinary {number}"]).reasons
    ]
    bought, others = ({score for score, paid in without if paid is kind} for kind in (True, False))
    assert bought == {0.0}
    assert len(others) == 1
    assert min(others) > 0


def test_a_session_with_a_reason_ranks_above_all_without(scored: dict[str, Scored]) -> None:
    big = [one for token, one in scored.items() if not token.startswith("small")]
    quiet = max(one.score for one in big if one.strength <= 0)
    assert min(one.score for one in big if one.strength > 0) > quiet


def test_the_list_has_the_score_rounded_down(copy: Copy) -> None:
    assert copy.connection.execute(
        "select count(*) from sessions join scores using (session_no)"
        " where sessions.score > scores.score or sessions.score <= scores.score - 0.1"
        " or sessions.suggested <> scores.suggested or sessions.score = 100"
    ).fetchall() == [(0,)]


def test_a_weight_is_by_how_many_powers_of_ten_a_value_is_rarer_than_it_may_be(
    copy: Copy,
) -> None:
    found = copy.connection.execute(
        "select value, as_suspicious, weight::double from tails"
        " where yardstick is null and signal = 'visitor_hour' order by value"
    ).fetchall()
    # One session each of the ring's eight has 2 to 8, of the small store's nine 2 to 9, of 239 with
    # a visitor.
    known = COUNTED - 30 + 9
    assert [(value, as_suspicious) for value, as_suspicious, _ in found] == [
        (1, known),
        *((value, 19 - 2 * value) for value in range(2, 10)),
    ]
    bound = MEASURES[Signal.VISITOR_HOUR].bound
    for value, as_suspicious, weight in found:
        rarer = log10(0.2 * known / as_suspicious) if value >= bound else 0
        assert weight == pytest.approx(rarer, abs=5e-4)


def test_a_store_adds_to_what_the_whole_copy_says_by_how_much_it_has_outgrown_a_small_one(
    copy: Copy,
) -> None:
    found = copy.connection.execute(
        "select here.value, here.as_suspicious, here.weight::double, everywhere.weight::double"
        " from tails as here join tails as everywhere using (signal, value)"
        " where here.yardstick = 'big' and everywhere.yardstick is null"
        " and signal = 'visitor_hour' and here.weight > 0"
    ).fetchall()
    assert len(found) == 6
    for _, as_suspicious, here, everywhere in found:
        alone = log10(0.2 * (COUNTED - 30) / as_suspicious)
        most = everywhere + COUNTED / SMALL_STORE - 1
        assert here == pytest.approx(min(alone, most), abs=1e-3)


def test_a_weight_grows_with_each_unit_by_its_step_at_most(copy: Copy) -> None:
    found = copy.connection.execute(
        "select yardstick, signal, value, weight::double from tails order by all"
    ).fetchall()
    steps = 0
    for (_, signal), rows in groupby(found, key=lambda row: row[:2]):
        measure = MEASURES[Signal(signal)]
        if measure.step is None:
            continue
        value, weight = measure.bound - 1, 0.0
        for *_, next_value, next_weight in rows:
            if next_value > value:
                assert next_weight <= weight + measure.step * (next_value - value) + 1e-3
                steps += next_weight > weight
            value, weight = max(value, next_value), next_weight
    assert steps > 5


def test_what_is_below_its_bound_or_shown_by_too_many_weighs_nothing(copy: Copy) -> None:
    found = copy.connection.execute(
        """
        select case when low then value <= bound else value >= bound end, share < rarity, weight > 0
        from (
            select
                *,
                as_suspicious / max(as_suspicious) over (partition by yardstick, signal) as share
            from tails
        )
        join measures using (signal)
        """
    ).fetchall()
    # What is a hair rarer than it may be rounds to nothing.
    assert all(is_beyond and is_rare for is_beyond, is_rare, weighs in found if weighs)
    assert {(False, True, False), (True, False, False), (True, True, True)} <= set(found)


def test_weights_stay_within_their_bounds(copy: Copy) -> None:
    found = copy.connection.execute(
        "select signal, max(weight)::double, min(weight)::double from tails group by signal"
    ).fetchall()
    for signal, most, least in found:
        assert 0 <= least <= most <= AT_MOST[Signal(signal).family]


def test_whoever_has_the_higher_level_has_the_higher_score(scored: dict[str, Scored]) -> None:
    big = [one for token, one in scored.items() if not token.startswith("small")]
    by_level = [[one.score for one in big if one.suggested == level] for level in LEVELS]
    for lower, higher in pairwise(scores for scores in by_level if scores):
        assert max(lower) < min(higher)


# Small stores.


def test_a_small_store_is_measured_by_the_whole_copy(copy: Copy) -> None:
    assert SMALL_STORE == 200
    found = copy.connection.execute(
        "select store, bool_and(of_whole_copy), bool_or(of_whole_copy), max(available)"
        " from yardsticks where signal = 'visitor_hour' group by store order by store"
    ).fetchall()
    with_visitors = COUNTED - 30
    assert found == [("big", False, False, with_visitors), ("small", True, True, with_visitors + 9)]


def test_nine_sessions_of_one_visitor_stand_out_of_a_small_store(scored: dict[str, Scored]) -> None:
    last = scored["small 8"]
    assert Signal.VISITOR_HOUR in reasons_of(last)
    assert last.suggested == Risk.MONITORED
    assert last.score > 90


# Known crawlers.


def test_a_known_crawler_is_a_class_of_its_own_and_judged_by_nothing_it_does(
    scored: dict[str, Scored],
) -> None:
    for one in those(scored, "crawler"):
        assert one.agent_class == AgentClass.CRAWLER
        assert one.suggested == Risk.NORMAL
        assert {signal.family for signal in reasons_of(one)} <= {Family.SIZE}


def test_known_crawlers_change_nobodys_score(folder: Path, scored: dict[str, Scored]) -> None:
    without = scores(built(folder, [row for row in ROWS if row["user_agent"] != GOOGLEBOT]))
    assert without == {token: scored[token] for token in without}


# What never changes a score.


@settings(
    max_examples=2,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    folder: Path, scored: dict[str, Scored], seed: random.Random
) -> None:
    assert scores(built(folder, seed.sample(ROWS, len(ROWS)))) == scored


def raised(before: dict[str, Scored], after: dict[str, Scored]) -> dict[str, float]:
    """How much more the reasons of each session weigh afterwards."""
    return {token: after[token].strength - one.strength for token, one in before.items()}


# From where on what reasons weigh together can suggest a level.
LEAST = {Risk.NORMAL: -1.0, Risk.MONITORED: 0.7, Risk.REVIEW: 0.75, Risk.RESTRICTED: 2.75}
# The least that lies between two levels.
A_LEVEL = 0.7


@settings(
    max_examples=3,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    store=st.sampled_from(["big", "small"]),
    hours=st.integers(0, 24 * 40),
    minutes=st.integers(5, 120),
    bought=st.booleans(),
    value=st.integers(10, 90),
    agent=st.sampled_from(AGENTS),
    how_many=st.integers(1, 4),
)
def test_adding_innocent_sessions_never_raises_anothers_level(
    folder: Path,
    scored: dict[str, Scored],
    store: str,
    hours: int,
    minutes: int,
    bought: bool,
    value: int,
    agent: str,
    how_many: int,
) -> None:
    innocent = [
        ordinary(
            5000 + number,
            store=store,
            cart_token=f"innocent {number}",
            ip=f"172.20.{number}.1",
            started_at=START + timedelta(hours=hours + number),
            ended_at=START + timedelta(hours=hours + number, minutes=minutes),
            status="Converted" if bought else "Expired",
            cart_value=value,
            user_agent=agent,
        )
        for number in range(how_many)
    ]
    after = scores(built(folder, [*ROWS, *innocent]))
    assert max(raised(scored, after).values()) < 0.03 * how_many
    for token, before in scored.items():
        assert LEVELS.index(Risk(after[token].suggested)) <= LEVELS.index(Risk(before.suggested))


@pytest.mark.parametrize("whose", ["office", "ring"])
def test_a_session_of_somebody_else_beside_them_raises_nobody_by_a_level(
    folder: Path, scored: dict[str, Scored], whose: str
) -> None:
    beside = at_the_office(15) if whose == "office" else in_the_ring(5)
    own = {"cart_token": "one more", "visitor_id": "somebody else"}
    after = scores(built(folder, [*ROWS, {**beside, **own}]))
    found = raised(scored, after)
    assert max(found[token] for token in found if token.startswith(whose)) > 0
    assert max(found.values()) < A_LEVEL
    for token, before in scored.items():
        steps = LEVELS.index(Risk(after[token].suggested)) - LEVELS.index(Risk(before.suggested))
        assert steps <= 0 or before.strength > LEAST[Risk(after[token].suggested)] - found[token]


def test_the_session_that_makes_a_store_its_own_yardstick_raises_nobody(folder: Path) -> None:
    # What is rare in it is usual in the other, and the other way round.
    growing = [
        ordinary(6000 + number, store="growing", cart_token=f"growing {number}")
        for number in range(SMALL_STORE)
    ]
    for number in range(4):
        growing[50 + number]["visitor_id"] = "comes often"
        growing[50 + number]["started_at"] = START + timedelta(days=3, minutes=number)
    often = [
        ordinary(
            7000 + number,
            store="often",
            cart_token=f"often {number}",
            visitor_id=f"often {number // 4}",
            started_at=START + timedelta(hours=3 * (number // 4), minutes=number % 4),
        )
        for number in range(240)
    ]
    before = scores(built(folder, [*growing[:-1], *often]))
    after = scores(built(folder, [*growing, *often]))
    assert max(raised(before, after).values()) < 0.02


def test_the_tenth_who_holds_a_product_makes_nobodys_share_of_it_larger(folder: Path) -> None:
    shares = []
    for others in (0, 8, 9, 30):
        rows = [ordinary(number) for number in range(60)]
        rows += [
            ordinary(100 + number, cart_token=f"held {number}", started_at=START, ended_at=until)
            for number in range(others + 1)
            for until in [START + timedelta(hours=20 if number == 0 else 1)]
        ]
        lines: list[Row] = [
            {
                "store": "big",
                "cart_token": row["cart_token"],
                "line_no": 1,
                "product_id": "p" if str(row["cart_token"]).startswith("held") else "q",
            }
            for row in rows
        ]
        made = build_tiny(folder / f"{next(_numbers)}.duckdb", rows, lines)
        found = made.connection.execute(
            "select stock_share from signals join sessions using (session_no)"
            " where cart_token = 'held 0'"
        )
        shares.append(found.fetchall()[0][0])
    alone, eight, nine, thirty = shares
    assert alone >= eight >= nine > thirty


# What the source records.


def test_views_speak_only_where_a_source_records_them(built_once: Build) -> None:
    event = "{store},{token},2026-11-01T10:0{minute}:00Z,{kind},p1,1\n".format
    told = [
        event(store="a", token="looked", minute=0, kind="viewed"),
        event(store="a", token="looked", minute=1, kind="item_added"),
        event(store="a", token="straight", minute=1, kind="item_added"),
        event(store="b", token="unseen", minute=1, kind="item_added"),
    ]
    copy = built_once(
        {"events.csv": "store,cart_token,at,kind,product_id,quantity\n" + "".join(told)}
    )
    found = copy.rows("select cart_token, no_views from signals join sessions using (session_no)")
    assert dict(found) == {"looked": 0, "straight": 1, "unseen": None}


# The method.


def test_every_signal_but_how_long_a_visitor_is_known_can_be_a_reason() -> None:
    assert set(MEASURES) == set(Signal) - {Signal.KNOWN_DAYS}
    assert {signal.family for signal in MEASURES} == set(AT_MOST)


def test_every_signal_says_what_it_is_and_where_it_comes_from() -> None:
    for signal in Signal:
        assert signal.label and signal.unit and signal.origin and signal.against
        assert signal.meaning.endswith((".", ")"))
        assert "probab" not in f"{signal.label} {signal.meaning} {signal.against}".lower()


def test_families_that_unrelated_people_may_share_are_marked_so() -> None:
    assert {family for family in Family if family.shared} == {
        Family.NETWORK,
        Family.AGENT,
        Family.BURST,
        Family.OPEN,
        Family.SIZE,
    }
