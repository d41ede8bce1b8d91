"""The page as one file of HTML that needs nothing else: to be mailed, printed, kept."""

import base64
import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from plotly.offline import get_plotlyjs

from data.settings import ROOT
from pages.parts.chart import Chart
from pages.parts.escape import html_text
from pages.parts.figures import WORLD, Figure
from pages.parts.overview.words import percent
from pages.parts.palette import DARK, LIGHT, Palette

_HERE = Path(__file__).parent
# Rows of a chart's table that a page of paper has use for.
_MOST_ROWS = 60


@dataclass(frozen=True)
class Section:
    """A part of the report: its heading, HTML that is safe already, and charts."""

    heading: str
    html: str = ""
    charts: tuple[Chart, ...] = ()


def report_html(title: str, lines: Sequence[str], sections: Sequence[Section]) -> bytes:
    """The report. ``lines``: what is shown and as of when; title and lines are not escaped yet."""
    charts = [chart for section in sections for chart in section.charts]
    styles = (_HERE / "overview.css").read_text(encoding="utf-8")
    styles += (_HERE / "report.css").read_text(encoding="utf-8")
    intro = "".join(f"<p>{html_text(line)}</p>" for line in lines)
    body = "".join(_section_html(section) for section in sections)
    figures = {
        chart.key: {"light": _figure(chart, LIGHT), "dark": _figure(chart, DARK)}
        for chart in charts
    }
    world = json.loads((ROOT / "static" / "world_110m.json").read_text(encoding="utf-8"))
    with_map = any(_is_map(pair["light"]) for pair in figures.values())
    data = {"figures": figures, "shapes": {WORLD: world} if with_map else {}}
    drawing = (_HERE / "report.js").read_text(encoding="utf-8")
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{html_text(title)}</title><style>{styles}</style></head><body><main>"
        f"<h1>{html_text(title)}</h1>{intro}{body}</main>"
        f'<script type="application/json" id="report-data">{_script_json(data)}</script>'
        f'<script type="text/plain" id="report-plotly">{_packed_plotly()}</script>'
        f"<script>{drawing}</script></body></html>"
    ).encode()


def _section_html(section: Section) -> str:
    charts = "".join(_chart_html(chart) for chart in section.charts)
    return (
        f"<section><h2>{html_text(section.heading)}</h2>{section.html}"
        f'<div class="report-charts">{charts}</div></section>'
    )


def _chart_html(chart: Chart) -> str:
    return (
        f"<figure><h3>{html_text(chart.title)}</h3><p>{html_text(chart.note)}</p>"
        f'<div class="report-plot" id="plot-{chart.key}" role="img"'
        f' aria-label="{html_text(chart.alt)}"></div>{_table_html(chart)}</figure>'
    )


def _table_html(chart: Chart) -> str:
    heads = "".join(f'<th scope="col">{html_text(name)}</th>' for name in chart.columns)
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td>{html_text(_cell(chart, name, value))}</td>"
            for name, value in zip(chart.columns, row, strict=True)
        )
        + "</tr>"
        for row in chart.rows[:_MOST_ROWS]
    )
    left = len(chart.rows) - _MOST_ROWS
    rest = "1 more row" if left == 1 else f"{left:,} more rows"
    more = f"<p>The dashboard's CSV has {rest}.</p>" if left > 0 else ""
    return (
        "<details><summary>The numbers</summary>"
        f'<div class="ov-wide"><table class="ov-table"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{more}</details>"
    )


def _cell(chart: Chart, name: str, value: Any) -> str:
    if value is None:
        return chart.missing
    if name in chart.shares:
        return percent(value)
    if isinstance(value, float):
        return f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _figure(chart: Chart, palette: Palette) -> Figure:
    figure = chart.draw(palette)
    font = {"color": palette.text, "family": "system-ui, sans-serif", "size": 12}
    figure["layout"] |= {
        "font": font,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
    }
    return figure


def _is_map(figure: Figure) -> bool:
    return any(trace["type"] == "choropleth" for trace in figure["data"])


def _script_json(data: Any) -> str:
    """JSON that cannot end the script element it stands in."""
    return json.dumps(data, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")


@cache
def _packed_plotly() -> str:
    """Plotly's script, packed: 2 MB in place of 5, and the browser unpacks it."""
    return base64.b64encode(gzip.compress(get_plotlyjs().encode(), 9)).decode()
