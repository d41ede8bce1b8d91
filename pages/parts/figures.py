"""Figures in Plotly's own form: dictionaries, as it reads them in the browser.

What a series calls ``rows`` are the numbers of the rows of the chart's table that its points stand
for: they travel with the points as ``customdata``, and say which sessions a click means. All texts
are escaped here: Plotly takes labels and hover texts for a kind of HTML.
"""

import html
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from pages.parts.escape import plain
from pages.parts.palette import Palette

Figure = dict[str, Any]

# Beside the address of the page, so that a dashboard below a path finds it too.
WORLD = "app/static/world_110m.json"

CONFIG = {
    "displaylogo": False,
    "scrollZoom": False,
    "modeBarButtonsToRemove": ["zoomInGeo", "zoomOutGeo", "resetGeo", "resetViews"],
    # Plotly looks for a base map of its own beside any map, at its makers' host unless told where;
    # none of it is drawn, and the shapes themselves, which the browser has by then, do for it.
    "topojsonURL": WORLD.removesuffix("world_110m.json"),
}

# As the page's, which .streamlit/config.toml names.
FONT = (
    "Country Flags, Session Icons, system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, "
    "Liberation Sans, Helvetica Neue, Arial, sans-serif"
)
_LONGEST_LABEL = 28
# Letters in a line of a hover text, which Plotly cuts off where it is wider than the figure (of 280
# pixels where three stand beside each other); and lines of one that goes on and on.
_HOVER_WIDTH, _HOVER_LINES = 38, 3
_BAR_PIXELS = 26
# Up to so many, an axis names each.
_FEW = 4
# How much of its place a cell fills, and how strong it is where few sessions bear it.
_CELL = 0.94
_FEW_CELL = 0.75
# How high a name in a plot is, and how high at least a plot is between its axis and its legend.
_NAME_PIXELS = 18
_PLOT_PIXELS = 200
# How high a line of a legend is.
_LEGEND_PIXELS = 20


@dataclass(frozen=True)
class Series:
    """Points of one kind. ``low`` and ``high`` bound an interval.

    ``hover``: what is said of each point, in lines.

    ``pattern``: a hatching of Plotly's, so that colour is never alone.
    """

    name: str
    colour: str
    values: Sequence[float | None]
    rows: Sequence[int]
    hover: Sequence[str]
    pattern: str = ""
    low: Sequence[float] = field(default=())
    high: Sequence[float] = field(default=())
    certain: Sequence[bool] = field(default=())


def columns(
    at: Sequence[object],
    series: Sequence[Series],
    palette: Palette,
    *,
    x: str,
    y: str,
    widths: Sequence[float],
    marked: Sequence[tuple[float, str]] = (),
    with_legend: bool = False,
) -> Figure:
    """Columns on each other, a colour for each series. ``x`` and ``y``: axis titles with units.

    ``with_legend``: of a single series, too.

    Each begins at its ``at`` and is as wide as its ``widths`` (milliseconds on an axis of dates).
    ``marked``: places and their names, each drawn as a line across with its name at its end.
    """
    bars = []
    for one in series:
        bar = {
            "type": "bar",
            "name": _text(one.name),
            "x": list(at),
            "width": list(widths),
            "offset": 0,
            "y": list(one.values),
            "marker": _fill(one, palette),
            **_said(one),
        }
        bars.append(bar)
    layout = _layout(palette, x, y)
    layout |= {"barmode": "stack", "showlegend": with_legend or len(series) > 1}
    layout["yaxis"] |= _whole_steps(series)
    # Above all columns each name has a row of its own, the last one the lowest, to which its line
    # goes up: no name lies on another, on a line or on a column.
    row = _NAME_PIXELS / _PLOT_PIXELS
    lowest_first = sorted(marked, reverse=True)
    tops = [1 - row * number for number in reversed(range(len(marked)))]
    sums = [sum(filter(None, stack)) for stack in zip(*(one.values for one in series), strict=True)]
    highest = max(sums, default=0)
    if marked and highest:
        layout["yaxis"]["range"] = [0, highest / (1 - row * len(marked))]
    layout["shapes"] = [
        {
            "type": "line", "x0": place, "x1": place, "y0": 0, "y1": top, "yref": "paper",
            "line": {"color": palette.text, "width": 2, "dash": "dash"},
        }
        for (place, _), top in zip(lowest_first, tops, strict=True)
    ]  # fmt: skip
    layout["annotations"] = [
        {
            "x": place, "y": top, "yref": "paper", "xanchor": "left", "yanchor": "top",
            "xshift": 3, "text": _text(name), "showarrow": False,
            "font": {"color": palette.text},
        }
        for (place, name), top in zip(lowest_first, tops, strict=True)
    ]  # fmt: skip
    return {"data": bars, "layout": layout}


def ranked(
    labels: Sequence[str],
    series: Sequence[Series],
    palette: Palette,
    *,
    x: str,
    under: Sequence[str] = (),
    with_legend: bool = False,
    legend_lines: int = 0,
) -> Figure:
    """Bars beside names, the first name at the top; several series lie on each other.

    ``under``: a second line of each name. ``with_legend``: of a single series, too.
    ``legend_lines``: what there is room for at least, so that bars are level with those of the
    figure beside, whose legend has as many.
    """
    places = list(range(len(labels)))
    bars = []
    for one in series:
        bar = {
            "type": "bar",
            "orientation": "h",
            "name": _text(one.name),
            "y": places,
            "x": list(one.values),
            "marker": _fill(one, palette),
            **_said(one),
        }
        bars.append(bar)
    layout = _layout(palette, x, "")
    with_legend = with_legend or len(series) > 1
    layout |= {"barmode": "stack", "bargap": 0.3, "showlegend": with_legend}
    # Long numbers beside each other stay level where the figure is narrow.
    layout["xaxis"] |= {"nticks": 4, "tickangle": 0, **_whole_steps(series)}
    bar = _BAR_PIXELS + (_NAME_PIXELS if under else 0)
    # Long names leave a legend one column.
    lines = max(len(series) if with_legend else 0, legend_lines)
    legend = lines * _LEGEND_PIXELS
    layout["height"] = 96 + bar * max(len(labels), 2) + legend
    layout["margin"]["t"] += legend
    layout["yaxis"] |= {
        "autorange": "reversed",
        "tickmode": "array",
        "tickvals": places,
        "ticktext": [
            f"{_label(label)}<br>{_text(line)}" if line else _label(label)
            for label, line in zip_longest(labels, under)
        ],
        "showgrid": False,
    }
    return {"data": bars, "layout": layout}


def rates(
    at: Sequence[object], series: Sequence[Series], palette: Palette, *, x: str, y: str
) -> Figure:
    """Points with their intervals, of shares from 0 to 1; hollow where few sessions bear them."""
    points = []
    for one in series:
        point = {
            "type": "scatter",
            "mode": "markers",
            "name": _text(one.name),
            "x": list(at),
            "y": list(one.values),
            # A point at 0 % is whole, too.
            "cliponaxis": False,
            "marker": {
                # A hollow point is drawn in this colour, too: that of an edge can be seen.
                "color": [one.colour if sure else palette.edge(one.colour) for sure in _sure(one)],
                "symbol": ["circle" if sure else "circle-open" for sure in _sure(one)],
                "size": 10,
                "line": {
                    "color": palette.edge(one.colour),
                    "width": [1 if sure else 2 for sure in _sure(one)],
                },
            },
            **_interval(one, palette),
            **_said(one),
        }
        points.append(point)
    layout = _layout(palette, x, y)
    layout |= {"showlegend": len(series) > 1}
    layout["yaxis"] |= {"tickformat": ".0%", "rangemode": "tozero"}
    return {"data": points, "layout": layout}


@dataclass(frozen=True)
class Cells:
    """Coloured cells or countries. ``shares``: where each stands on the colours, None for none.

    ``certain``: whether enough sessions bear it. ``low`` and ``high``: what the ends of the colours
    mean, and ``title`` says of what. ``are_rates``: they are shares from 0 to 1, not counts.
    """

    shares: Sequence[float | None]
    rows: Sequence[int]
    hover: Sequence[str]
    certain: Sequence[bool]
    scale: tuple[str, ...]
    low: float
    high: float
    title: str
    are_rates: bool


def weekdays(
    days: Sequence[str], hours: int, cells: Cells, palette: Palette, *, x: str, y: str
) -> Figure:
    """Weekday by hour: ``cells`` go through the hours of the first day, then of the next.

    A cell that few sessions bear is faded and hatched, one of none is gray. Bars: Plotly tells no
    clicks on a heat map.
    """
    bars = []
    for day in range(len(days)):
        part = slice(day * hours, (day + 1) * hours)
        bars.append(
            {
                "type": "bar",
                "x": list(range(hours)),
                "y": [_CELL] * hours,
                "base": day - _CELL / 2,
                "width": _CELL,
                "marker": {
                    "color": [
                        palette.few if share is None else palette.shade(cells.scale, share)
                        for share in cells.shares[part]
                    ],
                    "line": {"width": 0},
                    "opacity": [1.0 if sure else _FEW_CELL for sure in cells.certain[part]],
                    "pattern": {
                        "shape": [
                            "" if sure or share is None else "/"
                            for sure, share in zip(
                                cells.certain[part], cells.shares[part], strict=True
                            )
                        ],
                        "size": 5,
                        "solidity": 0.3,
                        "fillmode": "overlay",
                        "fgcolor": palette.background,
                    },
                },
                "customdata": list(cells.rows[part]),
                "hovertext": [_lines(text) for text in cells.hover[part]],
                "hoverinfo": "text",
                **_STAYS,
            }
        )
    layout = _layout(palette, x, y)
    layout |= {"barmode": "overlay", "showlegend": False, "height": 320}
    layout["xaxis"] |= {"tickmode": "array", "showgrid": False, "range": [-0.5, hours - 0.5]}
    layout["xaxis"] |= {"tickvals": list(range(0, hours, 3))}
    layout["xaxis"] |= {"ticktext": [f"{hour:02}" for hour in range(0, hours, 3)]}
    layout["yaxis"] |= {
        "range": [len(days) - 0.5, -0.5],
        "tickmode": "array",
        "tickvals": list(range(len(days))),
        "ticktext": list(days),
        "showgrid": False,
    }
    return {"data": [*bars, _colour_bar(cells, palette)], "layout": layout}


def world(
    codes: Sequence[str], cells: Cells, palette: Palette, others: Sequence[str], *, height: int
) -> Figure:
    """A map of the countries of these codes; ``others`` are drawn without a colour of their own.

    ``height``: in pixels.
    """
    line = {"color": palette.background, "width": 0.5}
    land = {
        "type": "choropleth",
        "geojson": WORLD,
        "locations": list(others),
        "z": [0] * len(others),
        "colorscale": [[0, palette.few], [1, palette.few]],
        "showscale": False,
        "hoverinfo": "skip",
        "marker": {"line": line},
    }
    known = {
        "type": "choropleth",
        "geojson": WORLD,
        "locations": list(codes),
        "z": [
            -1.0 if share is None or not sure else share
            for share, sure in zip(cells.shares, cells.certain, strict=True)
        ],
        "zmin": -1,
        "zmax": 1,
        # What too few sessions bear is gray, below the colours.
        "colorscale": [
            [0, mid_gray(palette)],
            [0.4999, mid_gray(palette)],
            *_colorscale(cells.scale, 0.5),
        ],
        "showscale": False,
        "customdata": list(cells.rows),
        "hovertext": [_lines(text) for text in cells.hover],
        "hoverinfo": "text",
        "marker": {"line": line},
        **_STAYS,
    }
    layout = _layout(palette, "", "")
    del layout["xaxis"], layout["yaxis"]
    layout |= {"showlegend": False, "height": height, "dragmode": False}
    layout["margin"] = {"l": 0, "r": 0, "t": 0, "b": 0}
    layout["geo"] = {
        "visible": False,
        "bgcolor": "rgba(0,0,0,0)",
        "projection": {"type": "natural earth"},
        "lataxis": {"range": [-56, 84]},
    }
    layout["xaxis"] = layout["yaxis"] = {"visible": False, "fixedrange": True}
    return {"data": [land, known, _colour_bar(cells, palette)], "layout": layout}


def mid_gray(palette: Palette) -> str:
    """The colour of a country that is there, but of which too little is known."""
    return "#4d5866" if palette.dark else "#aab4c0"


# A click opens the sessions; what was not clicked need not fade.
_STAYS: Figure = {"unselected": {"marker": {"opacity": 1}}}


def _said(series: Series) -> Figure:
    return {
        "customdata": list(series.rows),
        "hovertext": [_lines(text) for text in series.hover],
        "hoverinfo": "text",
        **_STAYS,
    }


def _fill(series: Series, palette: Palette) -> Figure:
    return {
        "color": series.colour,
        "line": {"color": palette.edge(series.colour), "width": 0.5},
        "pattern": {
            "shape": series.pattern,
            "size": 5,
            "fillmode": "overlay",
            "fgcolor": palette.background,
        },
    }


def _interval(series: Series, palette: Palette) -> Figure:
    if not series.low:
        return {}
    known = [
        (0.0, 0.0) if value is None else (high - value, value - low)
        for value, low, high in zip(series.values, series.low, series.high, strict=True)
    ]
    return {
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [above for above, _ in known],
            "arrayminus": [below for _, below in known],
            "color": palette.text,
            "thickness": 1.5,
            "width": 4,
        }
    }


def _whole_steps(series: Sequence[Series]) -> Figure:
    """Have an axis of few whole things go in steps of one: there are no half sessions."""
    stacks = list(zip(*(one.values for one in series), strict=True))
    whole = all(isinstance(value, int) for stack in stacks for value in stack if value is not None)
    highest = max((sum(filter(None, stack)) for stack in stacks), default=0)
    return {"dtick": 1} if whole and highest <= _FEW else {}


def _text(text: str) -> str:
    """The text as Plotly shows it literally: it knows no code for a quotation mark."""
    return html.escape(plain(text), quote=False)


def _lines(text: str) -> str:
    lines = [
        line
        for told in text.split("\n")
        for line in textwrap.wrap(
            plain(told),
            _HOVER_WIDTH,
            max_lines=_HOVER_LINES,
            placeholder=" …",
            break_on_hyphens=False,
        )
    ]
    return "<br>".join(map(_text, lines))


def _sure(series: Series) -> Sequence[bool]:
    return series.certain or [True] * len(series.values)


def _label(text: str) -> str:
    shown = plain(text)
    return _text(shown if len(shown) <= _LONGEST_LABEL else f"{shown[: _LONGEST_LABEL - 1]}…")


def _colorscale(scale: tuple[str, ...], start: float = 0.0) -> list[list[object]]:
    last = len(scale) - 1
    return [[start + (1 - start) * at / last, colour] for at, colour in enumerate(scale)]


def _colour_bar(cells: Cells, palette: Palette) -> Figure:
    """What the colours mean: a point that is nowhere, for its legend's sake."""
    return {
        "type": "scatter",
        "x": [None],
        "y": [None],
        "mode": "markers",
        "hoverinfo": "skip",
        "marker": {
            "color": [cells.low],
            "cmin": cells.low,
            "cmax": cells.high,
            "colorscale": _colorscale(cells.scale),
            "showscale": True,
            "colorbar": {
                "title": {
                    "text": _text(cells.title),
                    "side": "top",
                    "font": {"color": palette.quiet},
                },
                "tickfont": {"color": palette.quiet},
                "orientation": "h",
                "thickness": 10,
                "len": 0.5,
                "x": 0,
                "xanchor": "left",
                "y": 1.0,
                "yanchor": "bottom",
                "tickformat": ".0%" if cells.are_rates else ",d",
                "nticks": 4,
                **({} if cells.are_rates or cells.high > _FEW else {"dtick": 1}),
            },
        },
    }


def _layout(palette: Palette, x: str, y: str) -> Figure:
    axis = {
        "fixedrange": True,
        "automargin": True,
        "gridcolor": palette.grid,
        "zeroline": False,
        "separatethousands": True,
        "tickfont": {"color": palette.quiet},
    }
    titled = {"color": palette.quiet, "size": 14}
    return {
        "height": 340,
        "font": {"family": FONT, "size": 12, "color": palette.text},
        # As the page: a figure kept as PNG, and pasted elsewhere, can be read there as well.
        "paper_bgcolor": palette.background,
        "plot_bgcolor": palette.background,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8, "pad": 8},
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "align": "left",
            "bgcolor": palette.background,
            "bordercolor": palette.quiet,
            "font": {"color": palette.text},
        },
        "legend": {
            "orientation": "h",
            # As wide as the figure, not as the plot beside its long names.
            "xref": "container",
            "yref": "container",
            "x": 0,
            "y": 1,
            "yanchor": "top",
            "traceorder": "normal",
        },
        "xaxis": {
            **axis,
            "title": {"text": _text(x), "font": titled, "standoff": 20},
            "showgrid": False,
        },
        "yaxis": {**axis, "title": {"text": _text(y), "font": titled, "standoff": 24}},
    }
