"""Intervals, tests and medians, against values worked out by hand or printed elsewhere."""

import pytest

from queries.overview.durations import bin_width
from queries.overview.statistics import Rate, median_of, more_than_noise, p_value
from tests.queries.conftest import MakeCopy


def test_wilsons_interval_is_the_one_in_print() -> None:
    # Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
    for part, whole, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        found = Rate(part, whole).interval
        assert found == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_an_interval_stays_within_what_a_share_can_be() -> None:
    low, high = Rate(20, 20).interval or (0.0, 0.0)
    assert (low, high) == (pytest.approx(1 - 0.1611, abs=5e-5), 1.0)


def test_of_nothing_there_is_no_share_and_no_interval() -> None:
    assert (Rate(0, 0).share, Rate(0, 0).interval) == (None, None)


def test_the_p_value_is_that_of_the_pooled_z_test() -> None:
    # 30/100 against 45/100: pooled 0.375, spread 0.0684653, z = 2.19089, two-sided 0.02846.
    assert p_value(Rate(30, 100), Rate(45, 100)) == pytest.approx(0.02846, abs=5e-6)
    assert p_value(Rate(45, 100), Rate(30, 100)) == p_value(Rate(30, 100), Rate(45, 100))


@pytest.mark.parametrize("other", [Rate(0, 0), Rate(3, 10)])
def test_what_cannot_differ_has_a_p_value_of_one(other: Rate) -> None:
    assert p_value(Rate(3, 10), other) == 1.0


def test_rates_without_any_spread_do_not_differ() -> None:
    assert p_value(Rate(5, 5), Rate(9, 9)) == 1.0


def test_holms_procedure_stops_at_the_first_test_that_falls() -> None:
    # 0.01 < 0.05/4 stands; 0.02 > 0.05/3 falls, and with it all that are larger.
    assert more_than_noise([0.04, 0.01, 0.03, 0.02]) == [False, True, False, False]
    assert more_than_noise([0.001, 0.012, 0.9, 0.02]) == [True, True, False, True]
    assert more_than_noise([]) == []


def test_a_median_lies_in_the_bin_that_holds_the_middle() -> None:
    assert median_of([(10, 20, 4)]) == 15
    # Of ten, the fifth: four are below 20, so it is the first of four in the bin from 20 to 24.
    assert median_of([(20, 24, 4), (0, 20, 4), (24, 30, 2)]) == 21
    assert median_of([(0, 1, 0)]) is None
    assert median_of([]) is None


def test_where_half_lie_below_a_gap_the_median_is_where_the_gap_begins() -> None:
    assert median_of([(10, 20, 1), (100, 110, 1)]) == 20


@pytest.mark.parametrize(
    ("seconds", "start"),
    [
        (0, 0),
        (9, 0),
        (10, 10),
        (599, 590),
        (600, 600),
        (659, 600),
        (7199, 7140),
        (7200, 7200),
        (7799, 7200),
        (86_399, 85_800),
        (86_400, 86_400),
        (200_000, 172_800),
        (None, None),
    ],
)
def test_a_length_of_time_has_one_bin(
    make_copy: MakeCopy, seconds: int | None, start: int | None
) -> None:
    asked = make_copy([]).connection.cursor().execute("select duration_bin($1)", [seconds])
    assert asked.fetchall() == [(start,)]
    assert start is None or start <= (seconds or 0) < start + bin_width(start)
