"""What pages share: times, badges, shortened tokens, names of files, and text made safe."""

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from data.terms import EventKind, Risk, SessionType, Status, Term
from pages.parts.badges import badge_cell, badge_html, badge_options, text_colour
from pages.parts.downloads import file_name
from pages.parts.escape import html_text, markdown_text, plain
from pages.parts.times import ago, clock, exact, span
from pages.parts.tokens import short_token
from queries.filters import SessionFilters, TimeRange, own_days

AT = datetime(2026, 11, 23, 12, 5, 7, tzinfo=UTC)
KINDS: list[type[Term]] = [Status, Risk, SessionType, EventKind]


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(), "now"),
        (timedelta(seconds=45), "45s ago"),
        (timedelta(minutes=33, seconds=59), "33m ago"),
        (timedelta(hours=21, minutes=59), "21h ago"),
        (timedelta(days=3, hours=2), "3d ago"),
        (timedelta(days=10), "10d ago"),
        (timedelta(days=729), "729d ago"),
        (timedelta(days=731), "2y ago"),
        (timedelta(minutes=-4, seconds=-10), "in 4m"),
    ],
)
def test_how_long_ago_is_said_in_whole_units(before: timedelta, said: str) -> None:
    assert ago(AT - before, AT) == said


def test_a_time_without_a_zone_is_utc_and_another_zone_is_converted() -> None:
    assert exact(datetime(2026, 11, 23, 12, 5, 7)) == "2026-11-23 12:05:07 UTC"
    assert exact(pd.Timestamp("2026-11-23 14:05:07+02:00")) == "2026-11-23 12:05:07 UTC"
    assert ago(datetime(2026, 11, 23, 12, 0, 7), AT) == "5m ago"


@pytest.mark.parametrize("missing", [None, pd.NaT])
def test_a_time_that_is_not_known_is_not_recorded(missing: datetime | None) -> None:
    assert ago(missing, AT) == exact(missing) == "not recorded"
    assert span(None) == "not recorded"


def test_the_clock_names_the_day_only_where_it_is_another() -> None:
    assert clock(datetime(2026, 11, 23, 0, 0), AT) == "00:00 UTC"
    assert clock(datetime(2026, 11, 22, 23, 59), AT) == "2026-11-22 23:59 UTC"


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(seconds=4), "4 s"),
        (timedelta(minutes=4, seconds=12), "4 min 12 s"),
        (timedelta(hours=2), "2 h"),
        (timedelta(hours=2, minutes=5, seconds=59), "2 h 5 min"),
        (timedelta(days=3, hours=4), "3 d 4 h"),
        (timedelta(seconds=-90), "−1 min 30 s"),
    ],
)
def test_a_length_of_time_has_its_two_largest_units(length: timedelta, said: str) -> None:
    assert span(length) == said


@pytest.mark.parametrize(
    ("token", "shown"),
    [
        ("3f9ac1d2aaaaaaaaaaaa9b1c", "3f9ac1d2…9b1c"),
        ("short-token-14", "short-token-14"),
        ("fifteen-letters", "fifteen-…ters"),
        ("  ", "␣"),
        ("a\nb", "a b"),
        ("\u202edrow", "�drow"),
    ],
)
def test_a_token_is_shortened_and_a_strange_one_stays_on_its_line(token: str, shown: str) -> None:
    assert short_token(token) == shown


def test_html_and_markdown_show_text_as_it_is() -> None:
    assert html_text('<img src=x onerror="a">') == "&lt;img src=x onerror=&quot;a&quot;&gt;"
    assert markdown_text("[a](b) *c* :red[d] $e$ `f` <g> #h") == (
        r"\[a\]\(b\) \*c\* \:red\[d\] \$e\$ \`f\` \<g\> \#h"
    )


@pytest.mark.parametrize(
    "address", ["https://evil.example", "http://a.b", "www.evil.example", "a@b.example"]
)
def test_an_address_in_markdown_is_no_link(address: str) -> None:
    shown = markdown_text(address)
    assert "\N{WORD JOINER}" in shown
    assert shown.replace("\N{WORD JOINER}", "").replace("\\", "") == address


@pytest.mark.parametrize("unseen", ["\x00", "\x1b", "\x7f", "\u202e", "\u2066", "\ud800", "\u200f"])
def test_what_cannot_be_seen_is_shown_to_be_there(unseen: str) -> None:
    assert plain(f"a{unseen}b") == "a�b"


def test_lines_become_one() -> None:
    assert plain(" a\r\n\tb\u2028c\u3000d ") == "a b c d"


def test_a_badge_has_words_and_never_markup() -> None:
    assert "Expired" in badge_html(Status, "expired")
    assert "<script" not in badge_html(Status, '<script>"')
    assert "not recorded" in badge_html(Risk, None)
    assert badge_cell(Status, "expired") == ["Expired"]
    assert badge_cell(Status, None) == ["not recorded"]
    assert badge_cell(Status, "On\nhold") == ["On hold"]


def test_every_value_of_a_column_has_a_colour_and_unknown_ones_are_gray() -> None:
    words, colours = badge_options(Status, ["Active", "Paused", None, "Paused"])
    shown = dict(zip(words, colours, strict=True))
    assert shown["Active"] == "#2563eb"
    assert shown["Converted"] == "#15803d"
    assert shown["Expired"] == "#facc15"
    assert shown["Cancelled"] == shown["Paused"] == shown["not recorded"] == "#6b7280"


@pytest.mark.parametrize("term", [term for kind in KINDS for term in kind])
def test_a_badge_can_be_read(term: Term) -> None:
    def luminance(colour: str) -> float:
        parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(term.colour), luminance(text_colour(term.colour))))[::-1]
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_a_file_says_in_its_name_what_it_holds() -> None:
    assert file_name(SessionFilters(), AT) == "sessions-20261123T1205Z"
    narrowed = SessionFilters(
        store="Kumo Tea", status="Expired", search="203.0.113.", time_range=TimeRange.WEEK
    )
    assert file_name(narrowed, AT) == "sessions-kumo-tea-expired-203-0-113-7d-20261123T1205Z"


def test_a_file_of_own_dates_is_named_by_their_first_and_their_last_day() -> None:
    since, until = own_days(date(2026, 11, 21), date(2026, 11, 27))
    own = SessionFilters(time_range=TimeRange.OWN, since=since, until=until)
    assert file_name(own, AT) == "sessions-20261121-20261127-20261123T1205Z"


def test_a_files_name_is_safe_whatever_was_searched_for() -> None:
    name = file_name(SessionFilters(search="../../etc/passwd\n" * 20), AT)
    assert "/" not in name
    assert ".." not in name
    assert len(name) < 110
