import csv
import os
from decimal import Decimal
from pathlib import Path

import pytest

from data.currencies import decimals, format_money, is_currency


@pytest.fixture
def realdata() -> Path:
    beside = Path(__file__).parents[2].parent / "shared" / "realdata"
    folder = Path(os.environ.get("SESSIONS_REALDATA", beside))
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder}")
    return folder


@pytest.mark.parametrize("code", ["USD", "EUR", "JPY", "CLF", "XCG", "XAF"])
def test_a_code_of_iso_4217_is_a_currency(code: str) -> None:
    assert is_currency(code)


@pytest.mark.parametrize("code", ["HRK", "BGN", "LTL"])
def test_a_currency_withdrawn_lately_is_one_still(code: str) -> None:
    assert is_currency(code)


@pytest.mark.parametrize("code", [None, "", "usd", "US", "EURO", "$", "ABC", " USD", "978"])
def test_anything_else_is_no_currency(code: str | None) -> None:
    assert not is_currency(code)


@pytest.mark.parametrize(
    ("code", "digits"),
    [("USD", 2), ("JPY", 0), ("KRW", 0), ("ISK", 0), ("KWD", 3), ("TND", 3), ("CLF", 4), (None, 2)],
)
def test_a_currency_has_the_decimals_of_iso_4217(code: str | None, digits: int) -> None:
    assert decimals(code) == digits


def test_codes_and_decimals_agree_with_the_published_table(realdata: Path) -> None:
    with (realdata / "country_codes" / "country-codes.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    published = {
        (code, int(unit))
        for row in rows
        for code, unit in zip(
            row["ISO4217-currency_alphabetic_code"].split(","),
            row["ISO4217-currency_minor_unit"].split(","),
            strict=True,
        )
        if code and unit.isdigit()
    }
    assert len(published) > 150
    assert {(code, decimals(code)) for code, _ in published if is_currency(code)} == published


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        (Decimal("49.95"), "USD", "49.95 USD"),
        (3124.75, "USD", "3,124.75 USD"),
        (12000, "JPY", "12,000 JPY"),
        (Decimal("1.25"), "KWD", "1.250 KWD"),
        (0, "EUR", "0.00 EUR"),
        (-1234.5, "EUR", "-1,234.50 EUR"),
        (Decimal("1234567890123456789012345678901234.56"), "USD",
         "1,234,567,890,123,456,789,012,345,678,901,234.56 USD"),
    ],
)  # fmt: skip
def test_an_amount_is_shown_with_its_decimals_and_its_currency(
    amount: Decimal | float, currency: str, shown: str
) -> None:
    assert format_money(amount, currency) == shown


@pytest.mark.parametrize("nothing", [None, float("nan"), float("inf"), Decimal("NaN")])
def test_no_amount_is_not_recorded(nothing: Decimal | float | None) -> None:
    assert format_money(nothing, "USD") == "not recorded"
    assert format_money(nothing, None) == "not recorded"


@pytest.mark.parametrize("currency", [None, ""])
def test_an_amount_without_a_currency_stands_alone(currency: str | None) -> None:
    assert format_money(Decimal("49.95"), currency) == "49.95"


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("0.125", "0.12 USD"),
        ("0.135", "0.14 USD"),
        ("-0.125", "-0.12 USD"),
        ("0.1250000001", "0.13 USD"),
    ],
)
def test_halves_are_rounded_to_even(amount: str, shown: str) -> None:
    assert format_money(Decimal(amount), "USD") == shown


def test_a_float_is_rounded_as_it_is_written() -> None:
    # The binary fraction behind 2.675 is a little less than that.
    assert format_money(2.675, "USD") == "2.68 USD"


def test_what_rounds_to_nothing_has_no_minus_sign() -> None:
    assert format_money(Decimal("-0.001"), "USD") == "0.00 USD"
    assert format_money(Decimal("-0.0"), "JPY") == "0 JPY"


@pytest.mark.parametrize("amount", [1e308, 5e-324, Decimal("1e40"), Decimal("1e-40")])
def test_absurd_amounts_are_shown_all_the_same(amount: Decimal | float) -> None:
    assert format_money(amount, "KWD").endswith(" KWD")
