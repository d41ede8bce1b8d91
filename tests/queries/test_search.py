"""One box means tokens, addresses and countries; nothing that could be a hit is ruled out."""

import duckdb
import pytest

from data.terms import SessionType
from queries.search import clean, read_search
from tests.queries.test_filters import facts, store_facts


def test_an_empty_box_means_nothing_at_all() -> None:
    for text in ("", "   ", "\t\n", "\u200b"):
        assert read_search(text) is None


def test_blanks_around_a_text_are_not_meant() -> None:
    assert clean("  3f9a\u00a0\n") == "3f9a"
    assert clean(None) == ""


def test_a_text_longer_than_any_search_is_cut() -> None:
    assert clean("a" * 1000) == "a" * 200


def test_any_text_may_be_part_of_a_token() -> None:
    search = read_search("3F9a")
    assert search is not None
    assert search.part == "3f9a"
    assert (search.ends, search.ranges, search.countries) == (None, (), ())


def test_a_code_means_its_country_too() -> None:
    for text in ("CZ", "cze", "Czechia", "Czech Republic", "czech"):
        search = read_search(text)
        assert search is not None
        assert "CZ" in search.countries


def test_an_address_means_itself_in_any_spelling() -> None:
    numbers = set()
    for text in ("2001:db8::1", "2001:0DB8:0:0:0:0:0:1", " [2001:db8::1] "):
        search = read_search(text)
        assert search is not None
        numbers.add(search.ranges)
    assert len(numbers) == 1


@pytest.mark.parametrize("dots", ["…", "...", "..", "......"])
def test_a_shortened_token_means_how_it_begins_and_ends(dots: str) -> None:
    search = read_search(f"3F9AC1D2{dots}9B1C")
    assert search is not None
    assert search.ends == ("3f9ac1d2", "9b1c")


def test_dots_may_stand_at_either_end() -> None:
    for text, ends in (("3f9a…", ("3f9a", "")), ("…9b1c", ("", "9b1c"))):
        search = read_search(text)
        assert search is not None
        assert search.ends == ends


def test_dots_alone_or_in_two_places_shorten_nothing() -> None:
    for text in ("…", "...", "a…b…c"):
        search = read_search(text)
        assert search is not None
        assert search.ends is None


@pytest.mark.parametrize("kind", SessionType)
@pytest.mark.parametrize("last", ["", " 🇨🇿", " 🇨🇿 CZ", "  🇨🇿CZ", " CZ"])
def test_a_pasted_cell_of_the_list_means_its_token(kind: SessionType, last: str) -> None:
    search = read_search(f"{kind.icon} 3f9ac1d2…9b1c{last}")
    assert search is not None
    assert search.ends == ("3f9ac1d2", "9b1c")


def test_a_pasted_cell_with_a_whole_token_means_it() -> None:
    search = read_search("📱 cart-7 🇨🇿 CZ")
    assert search is not None
    assert search.part == "cart-7"


def test_a_text_that_is_no_cell_keeps_its_last_word() -> None:
    search = read_search("cart CZ")
    assert search is not None
    assert search.part == "cart cz"


def test_wildcards_and_quotes_are_letters() -> None:
    for text in ("%", "_", "'", '"', "\\", "';--"):
        search = read_search(text)
        assert search is not None
        assert search.part == text


def test_a_letter_that_no_token_has_rules_tokens_out() -> None:
    search = read_search("cz")
    assert search is not None
    assert search.within(facts()).part is None
    wider = facts(store_facts(token_characters=frozenset("abcdefz")))
    assert search.within(wider).part == "cz"


def test_a_text_longer_than_every_token_rules_tokens_out() -> None:
    search = read_search("abcde")
    assert search is not None
    assert search.within(facts(store_facts(token_longest=4))).part is None
    assert search.within(facts(store_facts(token_longest=5))).part == "abcde"


def test_a_store_with_other_tokens_keeps_them_in() -> None:
    search = read_search("xyz")
    assert search is not None
    both = facts(store_facts("a"), store_facts("b", token_characters=frozenset("xyz")))
    assert search.within(both).part == "xyz"
    assert search.within(both.choosing("a")).part is None


def test_addresses_and_countries_that_were_never_recorded_are_ruled_out() -> None:
    bare = facts(store_facts(has_addresses=False, countries={}))
    for text in ("203.0.113.7", "2001:db8::/32", "Poland"):
        search = read_search(text)
        assert search is not None
        assert search.within(bare).means_nothing


def test_lower_case_is_the_databases_for_every_letter() -> None:
    letters = "".join(chr(code) for code in range(1, 0x110000) if not 0xD800 <= code < 0xE000)
    texts = [f"a{letters[at : at + 150]}b" for at in range(0, len(letters), 150)]
    with duckdb.connect() as connection:
        lower = connection.execute("select list_transform($1, lambda t: lower(t))", [texts])
        (found,) = lower.fetchone() or ([],)
    ours = [search.part for search in map(read_search, texts) if search is not None]
    assert ours == found
