"""What the mark of a chart becomes in the list's filters."""

from data.terms import NOT_RECORDED


def filter_value(value: str | None) -> str:
    """A value as a filter names it: one that is not recorded has a word of its own."""
    return NOT_RECORDED if value is None else value
