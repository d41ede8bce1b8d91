import csv
import gettext
import os
from pathlib import Path

import pycountry
import pytest

from data.countries import COUNTRY_CODES, countries_named, country_code, country_name, flag


@pytest.fixture
def published() -> list[dict[str, str]]:
    """The rows of a published country table; "NA" in it is Namibia."""
    beside = Path(__file__).parents[2].parent / "shared" / "realdata"
    folder = Path(os.environ.get("SESSIONS_REALDATA", beside))
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder}")
    with (folder / "country_codes" / "country-codes.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_known_codes_are_those_of_iso_and_kosovo() -> None:
    iso = {country.alpha_2 for country in pycountry.countries}
    assert set(COUNTRY_CODES) == iso | {"XK"}
    assert list(COUNTRY_CODES) == sorted(COUNTRY_CODES)


@pytest.mark.parametrize("code", COUNTRY_CODES)
def test_a_code_and_the_shown_name_mean_the_country(code: str) -> None:
    assert country_code(code) == country_code(code.lower()) == code
    assert country_code(country_name(code)) == code


def test_codes_and_every_name_of_iso_mean_the_country() -> None:
    for country in pycountry.countries:
        for attribute in ("alpha_3", "name", "official_name", "common_name"):
            text = getattr(country, attribute, None)
            if text is not None:
                assert country_code(text) == country.alpha_2, text
                assert country_code(text.upper()) == country.alpha_2, text


def test_no_name_means_two_countries() -> None:
    path = Path(__file__).parents[2] / "data" / "country_names.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(COUNTRY_CODES)
    for row in rows:
        for name in [row["name"], *row["also"].split("|"), *row["formal"].split("|")]:
            if name:
                assert country_code(name) == row["code"], name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Czech Republic", "CZ"), ("EIRE", "IE"), ("RSA", "ZA"), ("UK", "GB"), ("U.K.", "GB"),
        ("USA", "US"), ("U.S.A.", "US"), ("U.S.", "US"), ("Holland", "NL"),
        ("The Netherlands", "NL"),
        ("Netherlands (the)", "NL"), ("Ivory Coast", "CI"), ("Burma", "MM"), ("South Korea", "KR"),
        ("Korea (South)", "KR"), ("Korea, Republic of", "KR"), ("korea republic of", "KR"),
        ("Russia", "RU"), ("Turkey", "TR"), ("Swaziland", "SZ"), ("Macedonia", "MK"),
        ("Congo, the Democratic Republic of the", "CD"), ("Congo", "CG"), ("Vietnam", "VN"),
        ("St. Lucia", "LC"), ("St Lucia", "LC"), ("Saint Lucia", "LC"), ("Trinidad & Tobago", "TT"),
        ("Bosnia and Herzegovina", "BA"), ("Bosnia-Herzegovina", "BA"), ("England", "GB"),
        ("Hong Kong SAR China", "HK"), ("Taiwan", "TW"), ("United Arab Emirates", "AE"),
        ("UAE", "AE"),
    ],
)  # fmt: skip
def test_well_known_other_names_are_understood(text: str, code: str | None) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Cote d'Ivoire", "CI"), ("COTE D’IVOIRE", "CI"), ("côte divoire", "CI"),
        ("  france  ", "FR"), ("Reunion", "RE"), ("Åland", "AX"), ("aland islands", "AX"),
        ("Curacao", "CW"), ("TÜRKİYE", "TR"), ("turkiye", "TR"), ("Guinea Bissau", "GW"),
        ("ＪＡＰＡＮ", "JP"), ("Foroyar", "FO"),
    ],
)  # fmt: skip
def test_accents_case_and_punctuation_do_not_matter(text: str, code: str) -> None:
    assert country_code(text) == code


OWN_LANGUAGE = {
    "AL": "sq", "AM": "hy", "AT": "de", "AZ": "az", "BD": "bn", "BE": "nl", "BG": "bg",
    "BR": "pt_BR",
    "BY": "be", "CH": "it", "CN": "zh_CN", "CZ": "cs", "DE": "de", "DK": "da", "DZ": "ar",
    "EE": "et",
    "EG": "ar", "ES": "es", "FI": "fi", "FO": "fo", "FR": "fr", "GE": "ka", "GR": "el", "HR": "hr",
    "HU": "hu", "IE": "ga", "IL": "he", "IN": "hi", "IQ": "ar", "IR": "fa", "IS": "is", "IT": "it",
    "JO": "ar", "JP": "ja", "KG": "ky", "KR": "ko", "KW": "ar", "KZ": "kk", "LB": "ar", "LT": "lt",
    "LU": "de", "LV": "lv", "LY": "ar", "MA": "ar", "MN": "mn", "MX": "es", "NL": "nl", "NO": "nb",
    "NP": "ne", "PE": "es", "PL": "pl", "PT": "pt", "QA": "ar", "RO": "ro", "RS": "sr", "RU": "ru",
    "SA": "ar", "SE": "sv", "SI": "sl", "SK": "sk", "SN": "fr", "TH": "th", "TN": "ar", "TR": "tr",
    "TW": "zh_TW", "UA": "uk", "UZ": "uz", "VN": "vi", "YE": "ar", "PK": "ur",
}  # fmt: skip


@pytest.mark.parametrize(("code", "language"), OWN_LANGUAGE.items())
def test_a_country_is_known_by_its_name_in_its_own_language(code: str, language: str) -> None:
    # What translators of the ISO names write, and nobody here.
    translated = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language])
    country = pycountry.countries.get(alpha_2=code)
    assert country is not None
    english = getattr(country, "common_name", country.name)
    assert country_code(translated.gettext(english)) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Deutschland", "DE"), ("Česko", "CZ"), ("Cesko", "CZ"), ("España", "ES"), ("日本", "JP"),
        ("大韓民國", None), ("한국", "KR"), ("Россия", "RU"), ("Ελλάδα", "GR"), ("مصر", "EG"),
        ("भारत", "IN"), ("ไทย", "TH"), ("Österreich", "AT"), ("Suomi", "FI"), ("Éire", "IE"),
    ],
)  # fmt: skip
def test_own_names_are_understood(text: str, code: str | None) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize(
    "text",
    [
        None, "", "  ", "Unspecified", "European Community", "European Union", "EU",
        "Channel Islands",
        "Korea", "Virgin Islands", "Yugoslavia", "Czechoslovakia", "Netherlands Antilles", "Asia",
        "N/A", "n.a.", "-", "?", "ZZ", "XX", "ZZZ", "A1", "null", "None", "Unknown", "Other",
        "Franc", "Germ", "Berlin, Germany", "840", "the", "🇩🇪", "\0", "US\n\nGB",
        "Germany" + "!" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_single_country_is_not_guessed(text: str | None) -> None:
    assert country_code(text) is None


def test_namibia_is_not_missing() -> None:
    assert country_code("NA") == "NA"
    assert country_name("NA") == "Namibia"


def test_kosovo_is_understood_and_labelled_though_iso_leaves_it_out() -> None:
    assert country_code("XK") == country_code("Kosovo") == country_code("XKX") == "XK"
    assert country_name("XK") == "Kosovo"
    assert flag("XK") == "🇽🇰"


ENGLISH_COLUMNS = [
    "ISO3166-1-Alpha-2", "ISO3166-1-Alpha-3", "CLDR display name", "official_name_en",
    "UNTERM English Short", "UNTERM English Formal", "ISO4217-currency_country_name",
]  # fmt: skip


@pytest.mark.parametrize("column", ENGLISH_COLUMNS)
def test_every_english_name_of_the_published_table_is_understood(
    column: str, published: list[dict[str, str]]
) -> None:
    given = {row[column]: row["ISO3166-1-Alpha-2"] for row in published if row[column].strip()}
    assert len(given) > 190
    assert {name: country_code(name) for name in given} == given


OTHER_COLUMNS = [
    "official_name_es", "official_name_fr", "official_name_ru", "official_name_ar",
    "official_name_cn", "UNTERM French Short", "UNTERM Spanish Short", "UNTERM Russian Short",
]  # fmt: skip


@pytest.mark.parametrize("column", OTHER_COLUMNS)
def test_no_foreign_name_of_the_published_table_is_taken_for_another_country(
    column: str, published: list[dict[str, str]]
) -> None:
    understood = {
        row[column]: (country_code(row[column]), row["ISO3166-1-Alpha-2"])
        for row in published
        if country_code(row[column]) is not None
    }
    assert understood
    assert [name for name, (code, right) in understood.items() if code != right] == []


# Searching


@pytest.mark.parametrize(
    ("search", "codes"),
    [
        ("de", {"DE", "DK"}),
        ("DEU", {"DE"}),
        ("deut", {"DE"}),
        ("germ", {"DE"}),
        ("south k", {"KR"}),
        ("korea", {"KP", "KR"}),
        ("united s", {"US", "UM", "VI"}),
        ("trinidad an", {"TT"}),
        ("the neth", {"NL"}),
        ("cote d", {"CI"}),
        ("日", {"JP"}),
        ("holl", {"NL"}),
    ],
)
def test_a_search_finds_a_code_and_what_begins_so(search: str, codes: set[str]) -> None:
    assert set(countries_named(search)) == codes


def test_a_code_and_the_beginning_of_a_name_are_both_meant() -> None:
    assert countries_named("ge") == ("DE", "GE")


def test_found_codes_are_sorted_and_each_is_there_once() -> None:
    found = countries_named("s")
    assert list(found) == sorted(set(found))
    assert {"ES", "SE", "SK"} <= set(found)


def test_the_beginning_of_a_long_form_finds_nothing() -> None:
    assert countries_named("republic of") == ("CG",)
    assert countries_named("federal rep") == ()
    assert countries_named("Federal Republic of Germany") == ("DE",)


@pytest.mark.parametrize("search", [None, "", " ", "!", "ermany", "xyz", "\0", "%", "a" * 100_000])
def test_a_search_that_means_no_country_finds_none(search: str | None) -> None:
    assert countries_named(search) == ()


# Showing


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("CZ", "Czechia"), ("KR", "South Korea"), ("KP", "North Korea"), ("US", "United States"),
        ("TW", "Taiwan"), ("BO", "Bolivia"), ("RU", "Russia"), ("IR", "Iran"),
        ("GB", "United Kingdom"),
        ("VA", "Vatican City"), ("FM", "Micronesia"), ("VN", "Vietnam"), ("TZ", "Tanzania"),
    ],
)  # fmt: skip
def test_a_country_is_shown_by_its_everyday_name(code: str, name: str) -> None:
    assert country_name(code) == name


@pytest.mark.parametrize("code", COUNTRY_CODES)
def test_no_shown_name_is_turned_round_or_long(code: str) -> None:
    assert "," not in country_name(code)
    assert len(country_name(code)) <= 45


@pytest.mark.parametrize("code", ["ZZ", "de", "", "<b>", "Atlantis"])
def test_an_unknown_code_is_shown_as_it_is(code: str) -> None:
    assert country_name(code) == code


def test_a_flag_is_made_of_two_regional_indicators() -> None:
    assert flag("DE") == "🇩🇪"
    assert flag("DE") == "\U0001f1e9\U0001f1ea"


@pytest.mark.parametrize("code", [None, "", "D", "DEU", "de", "ZZ", "1A", "<>", "ÄÖ"])
def test_anything_but_a_known_code_has_no_flag(code: str | None) -> None:
    assert flag(code) == ""
