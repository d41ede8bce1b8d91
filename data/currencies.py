"""Currencies and amounts of money as people read them."""

from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from functools import cache

# ISO 4217, list one: every other currency has two decimals.
_DECIMALS = {
    "BHD": 3, "BIF": 0, "BYR": 0, "CLF": 4, "CLP": 0, "DJF": 0, "GNF": 0, "IQD": 3, "ISK": 0,
    "JOD": 3, "JPY": 0, "KMF": 0, "KRW": 0, "KWD": 3, "LYD": 3, "OMR": 3, "PYG": 0, "RWF": 0,
    "TND": 3, "UGX": 0, "UYI": 0, "UYW": 4, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
}  # fmt: skip

# ISO 4217, list three: withdrawn since 2010. A shop's older sessions still carry them.
_WITHDRAWN = {
    "ANG", "BGN", "BYR", "CUC", "EEK", "HRK", "LTL", "LVL", "MRO", "SLL", "STD", "VEF", "ZMK",
    "ZWL",
}  # fmt: skip


def is_currency(code: str | None) -> bool:
    """Whether the text is an alphabetic code of ISO 4217, in upper case.

    Current codes, and those withdrawn since 2010 (the kuna, the lev ...).
    """
    return code in _codes()


def decimals(code: str | None) -> int:
    """How many decimals an amount in this currency has by ISO 4217; 2 for a code not known."""
    return _DECIMALS.get(code, 2) if code else 2


def format_money(amount: Decimal | float | None, currency: str | None) -> str:
    """An amount in major units with its currency: "3,124.75 USD", "12,000 JPY", "1.250 KWD".

    Rounded half to even to the currency's decimals. "not recorded" when there is no amount (or
    one that is no number); the amount alone, with two decimals, when there is no currency.
    """
    if amount is None:
        return "not recorded"
    # A float is taken as it prints: 0.145 is meant, not the binary fraction just beside it.
    exact = amount if isinstance(amount, Decimal) else Decimal(str(amount))
    if not exact.is_finite():
        return "not recorded"
    with localcontext() as context:
        context.rounding = ROUND_HALF_EVEN
        context.prec = max(28, abs(exact.adjusted()) + 10)
        rounded = exact.quantize(Decimal(1).scaleb(-decimals(currency)))
    shown = f"{rounded if rounded else abs(rounded):,f}"
    return f"{shown} {currency}" if currency else shown


@cache
def _codes() -> frozenset[str]:
    # Imported here because reading its tables takes far longer than everything else in this file.
    import pycountry

    return frozenset(currency.alpha_3 for currency in pycountry.currencies).union(_WITHDRAWN)
