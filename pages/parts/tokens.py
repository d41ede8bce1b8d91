"""Cart tokens and hashes, shortened so that a line holds them."""

from pages.parts.escape import plain

_HEAD = 8
_TAIL = 4


def short_token(token: str) -> str:
    """The beginning and the end of a token, "3f9ac1d2…9b1c"; a short one whole.

    The search understands the shortened form. Not escaped; a token of white space reads "␣".
    """
    shown = plain(token)
    if not shown:
        return "␣"
    if len(shown) <= _HEAD + _TAIL + 2:
        return shown
    return f"{shown[:_HEAD]}…{shown[-_TAIL:]}"
