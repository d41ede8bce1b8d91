"""The overview's charts: each question asked, and its answer as a chart with its marks."""

from dataclasses import dataclass
from functools import partial

from data.terms import NOT_RECORDED, UNKNOWN_COLOUR, Risk, SessionType
from pages.parts.chart import Chart
from pages.parts.go import Mark
from pages.parts.overview.behind import behind
from pages.parts.overview.changed import Told, headline_words, told
from pages.parts.overview.durations import repeats_chart, times_chart
from pages.parts.overview.funnel import funnel_chart
from pages.parts.overview.goods import held_chart, products_chart
from pages.parts.overview.groups import groups_chart
from pages.parts.overview.over_time import over_time_chart
from pages.parts.overview.places import places_chart
from pages.parts.overview.weekly import weekly_chart
from pages.parts.overview.words import named
from queries.once import once
from queries.overview.asked import Asked
from queries.overview.changes import changes
from queries.overview.durations import (
    by_extends,
    by_renewals,
    conversion_times,
    expiry_times,
    timers,
)
from queries.overview.funnel import funnel
from queries.overview.headline import Headline, headline
from queries.overview.over_time import over_time
from queries.overview.places import Country, countries
from queries.overview.products import Ranking, products
from queries.overview.visitors import Group, new_and_returning, risk_mix, session_types
from queries.overview.weekly import weekly
from queries.slices import Visitor

RANKED_PRODUCTS = 12


@dataclass(frozen=True)
class Story:
    """What one page of the overview tells. Each part is asked for when it is first drawn.

    A part that this data cannot tell is None, or an empty tuple.
    """

    asked: Asked

    @once
    def headline(self) -> Headline:
        """The numbers of the cards."""
        return headline(self.asked)

    @once
    def behind_cards(self) -> tuple[tuple[str, Mark], ...]:
        """The sessions behind the cards, by what they are called, where there are any."""
        tally, asked = self.asked.total, self.asked
        marks = (
            ("Converted", behind(asked, tally.converted, status="Converted")),
            ("Expired", behind(asked, tally.expired, status="Expired")),
            ("Ended", behind(asked, tally.ended, ended=True)),
            ("Still open", behind(asked, tally.still_open, status="Active")),
            ("Needs a look", behind(asked, asked.to_look_at, needs_look=True)),
        )
        return tuple((words, mark) for words, mark in marks if mark is not None)

    @once
    def over_time(self) -> Chart:
        """Sessions over time, by status."""
        return over_time_chart(over_time(self.asked), self.asked)

    @once
    def funnel(self) -> Chart:
        """How far sessions come."""
        return funnel_chart(funnel(self.asked), self.asked)

    @once
    def times(self) -> Chart | None:
        """How long sessions take to convert and to expire."""
        converted, expired = conversion_times(self.asked), expiry_times(self.asked)
        if not converted.bins and not expired.bins:
            return None
        return times_chart(converted, expired, timers(self.asked), self.asked)

    @once
    def repeats(self) -> tuple[Chart, ...]:
        """Conversion by renewals and by manual extends, as far as they are recorded."""
        charts = []
        for repeats, field, title, axis in (
            (by_renewals(self.asked), "renewals", "Conversion by renewals", "Renewals"),
            (by_extends(self.asked), "extends", "Conversion by manual extends", "Manual extends"),
        ):
            if any(each.count is not None and each.tally.ended for each in repeats):
                charts.append(
                    repeats_chart(repeats, self.asked, field=field, title=title, axis=axis)
                )
        return tuple(charts)

    @once
    def countries(self) -> tuple[Country, ...]:
        """Sessions by country; empty where none is recorded."""
        found = countries(self.asked)
        return found if any(each.code is not None for each in found) else ()

    def places(self, *, by_conversion: bool, narrow: bool) -> Chart | None:
        """The map and the ranked table of countries."""
        if not self.countries:
            return None
        return places_chart(self.countries, self.asked, by_conversion=by_conversion, narrow=narrow)

    @once
    def weekly(self) -> tuple[Chart, Chart]:
        """Sessions, and conversion, by weekday and hour."""
        found = weekly(self.asked)
        return (
            weekly_chart(found, self.asked, by_conversion=False),
            weekly_chart(found, self.asked, by_conversion=True),
        )

    def products(self, ranking: Ranking) -> tuple[Chart, ...]:
        """Products, and what their reserved time came to."""
        found = products(self.asked, ranking, RANKED_PRODUCTS)
        if not found:
            return ()
        charts = [products_chart(found, ranking, self.asked)]
        if any(each.hours for each in found):
            charts.append(held_chart(found, ranking, self.asked))
        return tuple(charts)

    @once
    def groups(self) -> tuple[Chart, ...]:
        """Session types, new and returning visitors, risk levels, as far as they are recorded."""
        asked = self.asked
        charts = []
        types = session_types(asked)
        if any(group.value is not None for group in types):
            charts.append(
                groups_chart(
                    types,
                    key="session-types",
                    title="Session type",
                    names=partial(named, SessionType),
                    colours=None,
                    mark=lambda group: behind(
                        asked, group.tally.sessions, session_type=group.value or NOT_RECORDED
                    ),
                )
            )
        visitors = new_and_returning(asked)
        if any(group.value is not None for group in visitors):
            charts.append(
                groups_chart(
                    visitors,
                    key="visitors",
                    title="New or returning visitor",
                    column="Visitor",
                    names=lambda value: NOT_RECORDED if value is None else value.capitalize(),
                    colours=None,
                    mark=self._visitor_mark,
                    note="Returning: an earlier session of the same visitor is in this data.",
                )
            )
        risks = risk_mix(asked)
        if any(group.value is not None for group in risks):
            order = [risk.value for risk in Risk]
            charts.append(
                groups_chart(
                    sorted(
                        risks,
                        key=lambda each: (
                            order.index(each.value) if each.value in order else len(order)
                        ),
                    ),
                    key="risk",
                    title="Risk level",
                    names=partial(named, Risk),
                    colours=_risk_colour,
                    mark=lambda group: behind(
                        asked, group.tally.sessions, risk=group.value or NOT_RECORDED
                    ),
                    note="The level that is recorded, or else the one that the signals suggest.",
                )
            )
        return tuple(charts)

    @once
    def groups_unknown(self) -> tuple[str, ...]:
        """What of session type, visitor and risk level is recorded of none of these sessions."""
        found = (
            ("session type", session_types),
            ("visitor", new_and_returning),
            ("risk level", risk_mix),
        )
        return tuple(
            name for name, ask in found if all(group.value is None for group in ask(self.asked))
        )

    @once
    def changed(self) -> tuple[str, list[Told]] | None:
        """The change in conversion, and what explains it; None without a period before."""
        found = changes(self.asked)
        if found is None:
            return None
        return headline_words(found), told(found, self.asked)

    def _visitor_mark(self, group: Group) -> Mark | None:
        visitor = Visitor(group.value or NOT_RECORDED)
        return behind(self.asked, group.tally.sessions, visitor=visitor)


def _risk_colour(value: str | None) -> str:
    term = Risk.named(value)
    return UNKNOWN_COLOUR if term is None else term.colour
