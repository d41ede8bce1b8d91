"""The overview's sections, in the order in which they are read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

import streamlit as st

from data.copy import Copy
from pages.parts.chart import Chart, draw_chart
from pages.parts.downloads import file_name
from pages.parts.escape import html_text, markdown_text, plain
from pages.parts.filters import BESIDE, filters_in_url, show
from pages.parts.go import list_link, sessions_words
from pages.parts.kept import recalled
from pages.parts.later import comes_later
from pages.parts.overview import beside
from pages.parts.overview.cards import cards, cards_html, moment_words, period_words
from pages.parts.overview.over_time import over_time_chart, with_statuses
from pages.parts.overview.report import Section, report_html
from pages.parts.overview.story import Story
from pages.parts.overview.words import NOT_TOLD
from pages.parts.palette import Palette, viewer_palette
from pages.parts.place import is_narrow
from pages.parts.repaint import repaint
from pages.parts.times import span
from queries.overview.asked import Asked
from queries.overview.over_time import over_time
from queries.overview.products import Ranking
from queries.scope import Scope
from queries.sessions import ListPage
from queries.slices import time_zones

_MAP_BY, _RANKED_BY = "map_by", "ranked_by"
_ZONE, _PEOPLE, _OTHER = "in_zone", "people", "other"
_FROM, _TO = "beside_from", "beside_to"
_BY_CONVERSION, _BY_SESSIONS = "Conversion", "Sessions"
_RANKINGS = {
    Ranking.RESERVED.value: "Reserved",
    Ranking.LEFT.value: "Left behind",
    Ranking.BOUGHT.value: "Bought",
}
_NO_COUNTRY = "Of none of these sessions is a country recorded."
_NO_PRODUCTS = "Of none of these sessions is a product recorded."
_NONE_RANKED = "None of these sessions did so with a product."
_NO_TIMES = "Of none of these sessions it is recorded how long they lasted."
_NO_REPEATS = "Of none of these sessions that ended are renewals or manual extends recorded."
_ENDLESS = (
    "{} has no period before it. Choose a time range under Started, and the cards and "
    "“What changed” compare it with the one before."
)


@dataclass
class Choices:
    """What is chosen within sections, as drawn last: the report is made where no session is."""

    by_conversion: bool = True
    ranking: Ranking = Ranking.RESERVED


@dataclass(frozen=True)
class View:
    """What the sections draw: the story, the one it is compared with, and how.

    ``file``: how the names of files end. ``narrow``: whether the page is, as on a phone.
    """

    story: Story
    listed: ListPage
    other: tuple[beside.Other, Story] | None
    palette: Palette
    file: str
    narrow: bool
    choices: Choices

    @property
    def here(self) -> str:
        """What the page shows, where it stands beside something else."""
        store = self.story.asked.narrowed.filters.store
        if self.other is None or self.other[0].filters.store == store or store is None:
            return "This page"
        return plain(store)


def draw_sections(copy: Copy, scope: Scope, listed: ListPage, at: datetime) -> None:
    """Draw all sections. ``at``: this moment."""
    asked = Asked(copy, scope, listed.filters, at, listed.filters.zone)
    asked.read_ahead()
    other = beside.chosen(st.query_params.get(BESIDE, ""), asked, listed.facts)
    view = View(
        story=Story(asked),
        listed=listed,
        other=other and (other, Story(replace(asked, filters=other.filters))),
        palette=viewer_palette(),
        file=file_name(listed.filters, listed.facts.made_at),
        narrow=is_narrow(),
        choices=Choices(),
    )
    _draw_choices(view)
    _draw_cards(view)
    _draw_changed(view)
    st.header("When", anchor=False)
    _draw(view, view.story.over_time)
    _draw_near(view, _draw_weekly, 480, 980)
    st.header("How far, how long", anchor=False)
    _draw_near(view, _draw_course, 500, 935)
    if view.story.repeats:
        _draw_near(view, _draw_repeats, 500, 1015)
    else:
        st.markdown(_no_repeats(view.story))
    st.header("Where", anchor=False)
    if view.story.countries:
        _draw_near(view, _draw_places, 1130, 1030)
    else:
        st.markdown(_NO_COUNTRY)
    st.header("With what", anchor=False)
    if view.story.products(Ranking.RESERVED):
        _draw_near(view, _draw_products, 670, 1320)
    else:
        st.markdown(_NO_PRODUCTS)
    st.header("Who", anchor=False)
    if view.story.groups:
        _draw_near(view, _draw_groups, 360, 360 * len(view.story.groups))
    if view.story.groups_unknown:
        st.markdown(_no_groups(view.story))
    _draw_beside(view)
    repaint()


@st.fragment
def _draw_near(view: View, section: Callable[[View], None], wide: int, narrow: int) -> None:
    """Draw a section, which takes the browser a while, once a reader is near it.

    ``wide`` and ``narrow``: about how high it is, in pixels, on a wide and on a narrow page.
    """
    name = section.__name__.removeprefix("_draw_")
    if comes_later(name, narrow if view.narrow else wide):
        section(view)


def _draw_weekly(view: View) -> None:
    _draw(view, *view.story.weekly)


def _draw_course(view: View) -> None:
    story = view.story
    _draw(view, story.funnel, *filter(None, [story.times]))
    if story.times is None:
        st.markdown(_NO_TIMES)


def _draw_repeats(view: View) -> None:
    _draw(view, *view.story.repeats)


def _draw_groups(view: View) -> None:
    _draw(view, *view.story.groups)


def _no_groups(story: Story) -> str:
    names = [f"a {name}" for name in story.groups_unknown]
    told = " or ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
    return f"Of none of these sessions is {told} recorded."


def _missing_lengths(story: Story) -> list[str]:
    """What is said in place of charts of how long sessions take, for want of what they show."""
    return [
        *([] if story.times else [_NO_TIMES]),
        *([] if story.repeats else [_no_repeats(story)]),
    ]


def _no_repeats(story: Story) -> str:
    return _NO_REPEATS if story.asked.total.is_told else NOT_TOLD


def _none_ranked(story: Story) -> str:
    """Why no product is ranked."""
    if not story.products(Ranking.RESERVED):
        return _NO_PRODUCTS
    return _NONE_RANKED if story.asked.total.is_told else NOT_TOLD


def _draw_choices(view: View) -> None:
    """What holds for the whole page, and the report of it."""
    filters = view.listed.filters
    zones = ["UTC", *filter(None, [st.context.timezone]), *sorted(time_zones())]
    st.session_state[_ZONE] = filters.zone
    st.session_state[_PEOPLE] = filters.without_machines
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Time zone", list(dict.fromkeys(zones)), key=_ZONE, on_change=_choose, width=220
        )
        st.toggle(
            "Leave out machines",
            key=_PEOPLE,
            on_change=_choose,
            help="Sessions of programs that declare themselves in their user agent, on the whole "
            "page.",
        )
        st.download_button(
            "Download report",
            partial(report, view),
            file_name=f"overview-{view.file}.html",
            mime="text/html",
            key="download_report",
            help="This page as one file that needs nothing else, some 2.5 MB.",
            on_click="ignore",
        )


def _choose() -> None:
    show(
        replace(
            filters_in_url(),
            zone=st.session_state[_ZONE],
            without_machines=st.session_state[_PEOPLE],
            page=1,
        )
    )


def _draw_cards(view: View) -> None:
    st.header("In short", anchor=False)
    story = view.story
    st.html(f'<p class="chart-note">{_period_html(story)}</p>{cards_html(cards(story.headline))}')
    if not story.behind_cards:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="behind_cards"):
        st.markdown("Open in the list:", width="content")
        for words, mark in story.behind_cards:
            list_link(f":primary[{words} ({mark.sessions:,})]", mark)


def _period_html(story: Story) -> str:
    found = story.headline
    told = period_words(found.figures.period, story.asked.zone)
    told += f". {_no_before(story)}" if found.before is None else f", {_compared(story)}."
    return html_text(f"{told} {_timer_words(story)}".rstrip())


def _compared(story: Story) -> str:
    """With what the cards compare, where there is a period before."""
    before = story.headline.before
    return f"compared with {period_words(before.period, story.asked.zone)}" if before else ""


def _no_before(story: Story) -> str:
    """Why there is no period before."""
    if not story.asked.begins_too_late or story.asked.extent is None:
        bounded = story.asked.narrowed.bounded
        return _ENDLESS.format("A time without a beginning" if bounded else "All time")
    first = moment_words(story.asked.extent[0], story.asked.zone)
    return (
        f"The data begin on {first}, too late to compare this time with as much before it. A "
        "shorter one, chosen under Started, may have enough before it."
    )


def _timer_words(story: Story) -> str:
    """How long the timer is taken to run, where the source records none; else nothing."""
    timer = story.asked.narrowed.facts.timer_taken
    if timer is None:
        return ""
    return (
        f"The source records no timer: it is taken to run {span(timer)} after the last event, and "
        "sessions expire by that."
    )


def _draw(view: View, *charts: Chart, files: Sequence[str] = ()) -> None:
    """Charts beside each other; below each other where the page is narrow.

    ``files``: how the names of their files end, where that is not as the page's.
    """
    if len(charts) == 1:
        draw_chart(charts[0], view.palette, view.file, narrow=view.narrow)
        return
    if not charts:
        return
    # By its key the style sheet finds what begins on one line.
    with st.container(key=f"row_{charts[0].key}"):
        named = zip(
            st.columns(len(charts)), charts, files or [view.file] * len(charts), strict=True
        )
        for column, chart, file in named:
            with column:
                draw_chart(chart, view.palette, file, narrow=view.narrow)


def _draw_places(view: View) -> None:
    by_conversion = recalled(_MAP_BY, _BY_CONVERSION) != _BY_SESSIONS
    view.choices.by_conversion = by_conversion
    chart = view.story.places(by_conversion=by_conversion, narrow=view.narrow)
    assert chart is not None
    st.segmented_control(
        "Colours of the map",
        [_BY_CONVERSION, _BY_SESSIONS],
        key=_MAP_BY,
        required=True,
    )
    draw_chart(chart, view.palette, view.file, narrow=view.narrow, table_below=True)


def _draw_products(view: View) -> None:
    ranking = Ranking(recalled(_RANKED_BY, Ranking.RESERVED.value))
    view.choices.ranking = ranking
    st.segmented_control(
        "Ranked by sessions that",
        list(_RANKINGS),
        format_func=lambda value: _RANKINGS[value],
        key=_RANKED_BY,
        required=True,
    )
    charts = view.story.products(ranking)
    _draw(view, *charts)
    if not charts:
        st.markdown(_none_ranked(view.story))


def _draw_changed(view: View) -> None:
    st.header("What changed", anchor=False)
    changed = view.story.changed
    if changed is None:
        st.markdown(markdown_text(_no_before(view.story)))
        return
    summary, segments = changed
    st.markdown(markdown_text(summary))
    with st.container(key="segments"):
        for words, mark in segments:
            said = markdown_text(words)
            if mark is None:
                st.markdown(said)
            else:
                list_link(f"{said} :primary[{sessions_words(mark.sessions)} →]", mark)


def _draw_beside(view: View) -> None:
    st.header("Side by side", anchor=False)
    asked, facts = view.story.asked, view.listed.facts
    offered = {"": "Nothing"}
    offered |= {other.code: other.words for other in beside.others(asked, facts)}
    offered["own"] = "Own dates"
    code = view.other[0].code if view.other else ""
    st.session_state[_OTHER] = code if code in offered else "own"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Compare with",
            list(offered),
            format_func=lambda value: offered[value],
            key=_OTHER,
            on_change=_compare,
            args=(beside.days_code(*beside.suggested_days(asked)),),
            width=260,
        )
        days = beside.read_days(code)
        if days is not None:
            st.session_state[_FROM], st.session_state[_TO] = days
            for label, key in (("From (UTC)", _FROM), ("To (UTC)", _TO)):
                st.date_input(
                    label,
                    None,
                    key=key,
                    format="YYYY-MM-DD",
                    on_change=_compare_days,
                )
    if asked.narrowed.filters.store is None and len(facts.stores) > 1:
        st.markdown("To compare two stores, choose one of them in the sidebar.")
    if view.other is None:
        return
    other, story = view.other
    st.html(_compared_html(view))
    if story.asked.total.sessions:
        _draw_near(view, _draw_compared, 480, 970)
    else:
        st.markdown(f"No session fits: {markdown_text(other.words)}.")


def _draw_compared(view: View) -> None:
    assert view.other is not None
    there = file_name(view.other[0].filters, view.listed.facts.made_at)
    _draw(view, *_compared_charts(view), files=(view.file, there))


def _compared_html(view: View) -> str:
    assert view.other is not None
    other, story = view.other
    rows = beside.compared_rows(view.story.headline, story.headline)
    return beside.compared_html(rows, view.here, other.words)


def _compared_charts(view: View) -> tuple[Chart, Chart]:
    """Sessions over time of both, on axes that reach equally high."""
    assert view.other is not None
    other, story = view.other
    both = ((view.here, view.story, "beside-here"), (other.words, story, "beside-there"))
    found = [over_time(told.asked) for _, told, _ in both]
    highest = max(
        (sum(each.by_status.values()) for side in found for each in side.spans), default=1
    )
    one, two = (
        beside.over_time_beside(
            over_time_chart(with_statuses(each, found), told.asked), words, key, highest
        )
        for each, (words, told, key) in zip(found, both, strict=True)
    )
    return one, two


def _compare(own: str) -> None:
    code = st.session_state[_OTHER]
    _compare_with(own if code == "own" else code)


def _compare_days() -> None:
    first, last = st.session_state.get(_FROM), st.session_state.get(_TO)
    if first is not None and last is not None:
        _compare_with(beside.days_code(first, last))


def _compare_with(code: str) -> None:
    if code:
        st.query_params[BESIDE] = code
    else:
        st.query_params.pop(BESIDE, None)


def report(view: View) -> bytes:
    """The page as it stands, as one file."""
    story, listed = view.story, view.listed
    place = story.places(by_conversion=view.choices.by_conversion, narrow=False)
    charts = story.products(view.choices.ranking)
    sections = [Section("In short", cards_html(cards(story.headline)))]
    if story.changed is not None:
        summary, segments = story.changed
        told = "".join(f"<li>{html_text(words)}</li>" for words, _ in segments)
        sections.append(Section("What changed", f"<p>{html_text(summary)}</p><ul>{told}</ul>"))
    sections += [
        Section("When", charts=(story.over_time, *story.weekly)),
        Section(
            "How far, how long",
            charts=(story.funnel, *filter(None, [story.times]), *story.repeats),
            html="".join(f"<p>{html_text(words)}</p>" for words in _missing_lengths(story)),
        ),
        Section("Where", "" if place else f"<p>{_NO_COUNTRY}</p>", tuple(filter(None, [place]))),
        Section("With what", "" if charts else f"<p>{_none_ranked(story)}</p>", charts),
        Section("Who", f"<p>{_no_groups(story)}</p>" if story.groups_unknown else "", story.groups),
    ]
    if view.other is not None:
        charts = _compared_charts(view) if view.other[1].asked.total.sessions else ()
        sections.append(Section("Side by side", _compared_html(view), charts))
    filters = listed.filters
    sentence = filters.sentence(listed.facts, listed.title).removesuffix(f", {filters.sort.words}")
    period = period_words(story.headline.figures.period, story.asked.zone)
    lines = (
        sentence,
        ", ".join(filter(None, [period, _compared(story)])),
        *filter(None, [_timer_words(story)]),
        f"Data from {moment_words(listed.facts.made_at, story.asked.zone)}",
    )
    return report_html(f"Overview of {listed.headline}", lines, sections)
