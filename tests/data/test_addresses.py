import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.addresses import address_number, address_ranges, canonical_address, network_of

V4 = st.integers(0, 2**32 - 1).map(lambda number: str(ipaddress.IPv4Address(number)))
V6 = st.integers(0, 2**128 - 1).map(lambda number: str(ipaddress.IPv6Address(number)))


def number(text: str) -> int:
    found = address_number(text)
    assert found is not None
    return found


def ranges(*pairs: tuple[str, str]) -> tuple[tuple[int, int], ...]:
    return tuple((number(first), number(last)) for first, last in pairs)


def found_by(search: str, address: str) -> bool:
    return any(low <= number(address) <= high for low, high in address_ranges(search))


def test_an_ipv4_address_lies_in_the_mapped_range() -> None:
    assert address_number("203.0.113.5") == (0xFFFF << 32) + (203 << 24) + (113 << 8) + 5


def test_a_mapped_address_is_the_ipv4_address_that_it_maps() -> None:
    assert address_number("::ffff:203.0.113.5") == address_number("203.0.113.5")
    assert address_number("::FFFF:CB00:7105") == address_number("203.0.113.5")


def test_addresses_of_both_families_are_in_one_order() -> None:
    line = ["::1", "0.0.0.0", "10.0.0.9", "10.0.0.10", "255.255.255.255", "2001:db8::1", "ff02::1"]
    assert sorted(line, key=number) == line


@pytest.mark.parametrize(
    "spelling",
    [
        "2001:db8::1",
        "2001:DB8::1",
        "[2001:db8::1]",
        "2001:0db8:0000:0000:0000:0000:0000:0001",
        " 2001:db8:0::1 ",
        "2001:db8::0.0.0.1",
        "2001:db8::1%eth0",
    ],
)
def test_every_spelling_of_an_address_is_the_same_number(spelling: str) -> None:
    assert address_number(spelling) == 0x20010DB8000000000000000000000001
    assert canonical_address(spelling) == "2001:db8::1"


@pytest.mark.parametrize(
    "text",
    [
        None, "", " ", "unknown", "3405803781", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.04",
        "203.0.113.5, 10.0.0.1", "203.0.113.5:443", "[203.0.113.5]", "[2001:db8::1", "2001:db8::1]",
        "2001:db8", "1::2::3", "::ffff:999.1.1.1", "10.0.0.0/8", "١.١.١.١", "1.2.3.4\n5", "\0",
        "1.2.3.4" + "0" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_single_address_has_no_number(text: str | None) -> None:
    assert address_number(text) is None
    assert canonical_address(text) is None
    assert network_of(text) is None


def test_a_mapped_address_is_shown_as_ipv4() -> None:
    assert canonical_address("::ffff:203.0.113.5") == "203.0.113.5"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.5", "203.0.113.0/24"),
        ("::ffff:203.0.113.5", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
    ],
)
def test_the_network_is_the_24_or_the_64_around_an_address(address: str, network: str) -> None:
    assert network_of(address) == network


@given(V4 | V6)
@settings(max_examples=100)
def test_the_canonical_address_is_the_same_number_and_stays_as_it_is(address: str) -> None:
    shown = canonical_address(address)
    assert shown is not None
    assert address_number(shown) == address_number(address)
    assert canonical_address(shown) == shown


@given(V4 | V6)
@settings(max_examples=100)
def test_an_address_is_found_by_its_own_network(address: str) -> None:
    network = network_of(address)
    assert network is not None
    assert found_by(network, address)


# Searching


@pytest.mark.parametrize("address", ["203.0.113.5", "[2001:DB8::1]", "::ffff:203.0.113.5", "::"])
def test_a_whole_address_finds_itself_alone(address: str) -> None:
    assert address_ranges(address) == ranges((address, address))


@pytest.mark.parametrize(
    ("block", "first", "last"),
    [
        ("203.0.113.0/24", "203.0.113.0", "203.0.113.255"),
        ("203.0.113.7/24", "203.0.113.0", "203.0.113.255"),
        ("203.0.113.7/32", "203.0.113.7", "203.0.113.7"),
        ("0.0.0.0/0", "0.0.0.0", "255.255.255.255"),
        ("2001:db8::/32", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("[2001:DB8::5]/64", "2001:db8::", "2001:db8::ffff:ffff:ffff:ffff"),
        ("::ffff:10.0.0.0/104", "10.0.0.0", "10.255.255.255"),
    ],
)
def test_a_block_finds_all_of_its_addresses(block: str, first: str, last: str) -> None:
    assert address_ranges(block) == ranges((first, last))


@pytest.mark.parametrize(
    ("prefix", "first", "last"),
    [
        ("203.", "203.0.0.0", "203.255.255.255"),
        ("203.0.", "203.0.0.0", "203.0.255.255"),
        ("203.0.113.", "203.0.113.0", "203.0.113.255"),
        ("203.0.113", "203.0.113.0", "203.0.113.255"),
        ("203.0", "203.0.0.0", "203.0.255.255"),
        ("::ffff:203.0.", "203.0.0.0", "203.0.255.255"),
    ],
)
def test_an_ipv4_beginning_finds_what_begins_so(prefix: str, first: str, last: str) -> None:
    assert address_ranges(prefix) == ranges((first, last))


def test_an_octet_without_its_dot_may_go_on() -> None:
    assert address_ranges("203.0.11") == ranges(
        ("203.0.11.0", "203.0.11.255"), ("203.0.110.0", "203.0.119.255")
    )
    assert address_ranges("203.2") == ranges(
        ("203.2.0.0", "203.2.255.255"),
        ("203.20.0.0", "203.29.255.255"),
        ("203.200.0.0", "203.255.255.255"),
    )


def test_octets_above_255_are_left_out() -> None:
    assert address_ranges("10.25") == ranges(
        ("10.25.0.0", "10.25.255.255"), ("10.250.0.0", "10.255.255.255")
    )
    assert address_ranges("10.26") == ranges(("10.26.0.0", "10.26.255.255"))


@given(V4, st.integers(3, 15))
@settings(max_examples=200)
def test_an_ipv4_beginning_means_exactly_the_addresses_that_begin_so(
    address: str, length: int
) -> None:
    typed = address[:length]
    octets = typed.split(".")
    if len(octets) == 1 or (len(octets) == 4 and octets[3]):
        return
    assert found_by(typed, address)
    # The neighbours of each range's ends begin otherwise, and its ends begin so.
    for low, high in address_ranges(typed):
        for inside in (low, high):
            assert str(ipaddress.IPv4Address(inside & 0xFFFFFFFF)).startswith(typed)
    everything = [
        str(ipaddress.IPv4Address(end & 0xFFFFFFFF))
        for low, high in address_ranges(typed)
        for end in (low - 1, high + 1)
    ]
    for outside in everything:
        assert found_by(typed, outside) == outside.startswith(typed)


@pytest.mark.parametrize("typed", ["2001:db8", "2001:db8:", "2001:db8::", "2001:0DB8::"])
def test_ipv6_groups_find_the_block_that_they_begin(typed: str) -> None:
    assert address_ranges(typed) == ranges(("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"))


def test_seven_groups_with_a_double_colon_are_the_block_of_the_last_group() -> None:
    assert address_ranges("1:2:3:4:5:6:7::") == ranges(("1:2:3:4:5:6:7:0", "1:2:3:4:5:6:7:ffff"))


@given(st.lists(st.integers(1, 0xFFFF), min_size=8, max_size=8), st.integers(1, 7))
@settings(max_examples=100)
def test_an_ipv6_address_is_found_by_its_first_groups(groups: list[int], typed: int) -> None:
    written = [f"{group:x}" for group in groups]
    assert found_by(":".join(written[:typed]) + ":", ":".join(written))


@pytest.mark.parametrize(
    "text",
    [
        None, "", "  ", ":", ".", "..", "/", "::/", "/24", "12", "2001", "cart", "cafe", "1.2.3.x",
        "1.2.3.4.5", "1.2.3.4.", "999.1.", "1..2", ".1", "01.", "1.02", "10.300", "a.b",
        "1.2.3.4/33",
        "10.0.0.0/", "10.0/8", "1::2:", "2001::db8:", "12345:", "g:", "1:2:3:4:5:6:7:8:", "[203.",
        "1:2:3:4:5:6:7:8:9", "%", "'; drop table sessions; --", "٢٠٣.", "203.\n0.", "1.2.3.4/٨",
    ],
)  # fmt: skip
def test_other_texts_mean_no_addresses(text: str | None) -> None:
    assert address_ranges(text) == ()


@given(st.text(alphabet="0123456789abcdefg.:/[]% ", max_size=30) | st.text(max_size=200))
@settings(max_examples=300)
def test_any_text_gives_at_most_three_ranges_in_order(text: str) -> None:
    found = address_ranges(text)
    assert len(found) <= 3
    ends = [end for low_and_high in found for end in low_and_high]
    assert ends == sorted(ends)
    assert all(0 <= end < 2**128 for end in ends)
