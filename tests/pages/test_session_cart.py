"""The cart adds up to what the source recorded, or the page says that it doesn't."""

from decimal import Decimal
from typing import Any

import pytest

from pages.parts.cart_lines import disagreements, no_lines
from queries.session import Line, Session, totals


def session(**values: Any) -> Session:
    fields = dict.fromkeys(Session.__dataclass_fields__)
    return Session(**{**fields, "currency": "USD", **values})


def said(header: Session, *cart: tuple[int | None, str | None]) -> list[str]:
    """What is said of a cart of these quantities and unit prices."""
    lines = [
        Line(number, None, None, None, None, quantity, price and Decimal(price), None)  # type: ignore[arg-type]
        for number, (quantity, price) in enumerate(cart, start=1)
    ]
    return disagreements(header, totals(lines))


def test_totals_that_agree_are_not_talked_about() -> None:
    assert said(session(item_count=3, cart_value=Decimal("25")), (2, "10"), (1, "5.00")) == []


def test_another_value_is_said_with_both_amounts() -> None:
    (sentence,) = said(session(cart_value=Decimal("30")), (2, "10"), (1, "5"))
    assert sentence == (
        "The lines add up to 25.00 USD, but the source recorded a cart value of 30.00 USD."
    )


def test_another_number_of_items_is_said_with_both_numbers() -> None:
    (sentence,) = said(session(item_count=1, cart_value=Decimal(20)), (2, "10"))
    assert sentence == "The lines hold 2 items, but the source recorded 1 item for the cart."


@pytest.mark.parametrize("recorded", ["10.00", "10.004"])
def test_amounts_agree_to_the_currency_s_decimals(recorded: str) -> None:
    assert said(session(cart_value=Decimal(recorded)), (3, "3.3333")) == []


def test_a_currency_without_decimals_has_none_to_differ_in() -> None:
    yen = session(currency="JPY", cart_value=Decimal("1200"))
    assert said(yen, (1, "1200.3")) == []
    assert "1,201 JPY" in said(yen, (1, "1201"))[0]


def test_unknown_prices_may_explain_a_higher_recorded_value() -> None:
    assert said(session(cart_value=Decimal(30)), (1, "10"), (1, None)) == []


def test_unknown_prices_do_not_explain_a_lower_recorded_value() -> None:
    (sentence,) = said(session(cart_value=Decimal(5)), (1, "10"), (1, None))
    assert "The lines with a price alone add up to 10.00 USD, more than" in sentence


@pytest.mark.parametrize("cart", [[(1, None)], [(None, "10")]])
def test_what_is_not_recorded_disagrees_with_nothing(
    cart: list[tuple[int | None, str | None]],
) -> None:
    assert said(session(cart_value=Decimal(5)), *cart) == []
    assert said(session(), *cart) == []


def test_why_there_are_no_lines_is_said() -> None:
    assert "records no cart lines" in no_lines(session(item_count=2), has_lines=False)
    assert "recorded 2 items" in no_lines(session(item_count=2), has_lines=True)
    assert no_lines(session(item_count=0), has_lines=True) == "The cart is empty."
    assert "is recorded" in no_lines(session(), has_lines=True)
