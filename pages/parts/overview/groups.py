"""Who: session types, new and returning visitors, risk levels."""

from collections.abc import Callable, Sequence

from pages.parts.chart import Chart
from pages.parts.figures import Figure, Series, ranked
from pages.parts.go import Mark
from pages.parts.overview.words import (
    RATE_COLUMNS,
    SHARES,
    alone,
    conversion_words,
    missing_rate,
    percent,
    rate_cells,
)
from pages.parts.palette import Palette
from queries.overview.visitors import Group

_MOST_BARS = 12


def groups_chart(
    found: Sequence[Group],
    *,
    key: str,
    title: str,
    names: Callable[[str | None], str],
    colours: Callable[[str | None], str] | None,
    mark: Callable[[Group], Mark | None],
    note: str = "",
    column: str = "",
) -> Chart:
    """Bars of sessions that share a value. ``colours``: each value's own, else the accent.

    ``column``: what the values are called in the table, if not as the chart.

    Values beyond the first dozen are in the table only.
    """
    drawn = found[:_MOST_BARS]
    if len(drawn) < len(found):
        note = f"{note} The first {len(drawn)} of {len(found):,}; the table has all.".lstrip()
    words = [names(group.value) for group in found]
    labels = [*map(alone, words)]
    total = sum(group.tally.sessions for group in found)

    def draw(palette: Palette) -> Figure:
        one = Series(
            "Sessions",
            palette.accent,
            [group.tally.sessions for group in drawn],
            range(len(drawn)),
            [
                f"{label}: {percent(group.tally.sessions / total if total else None)} of all\n"
                f"{conversion_words(group.tally)}"
                for label, group in zip(labels, drawn, strict=False)
            ],
        )
        figure = ranked(labels[: len(drawn)], [one], palette, x="Sessions")
        if colours is not None:
            marker = figure["data"][0]["marker"]
            marker["color"] = [colours(group.value) for group in drawn]
            marker["line"]["color"] = [palette.edge(colour) for colour in marker["color"]]
        return figure

    return Chart(
        key=key,
        title=title,
        note=note,
        columns=(
            column or title,
            "Sessions",
            *RATE_COLUMNS,
            "Share of all",
        ),
        shares=SHARES,
        missing=missing_rate(group.tally for group in found),
        rows=[
            (
                label,
                group.tally.sessions,
                *rate_cells(group.tally),
                group.tally.sessions / total if total else None,
            )
            for label, group in zip(labels, found, strict=True)
        ],
        marks=[mark(group) for group in found],
        draw=draw,
        alt="Bars: "
        + "; ".join(
            f"{label}, {group.tally.sessions:,} sessions"
            for label, group in zip(labels, drawn, strict=False)
        ),
    )
